//! What of goods that lines are short of lies with those to whom it was entrusted (代储)?
//!
//! A plan gives what lies in store, and transfers move it; what was entrusted has to be called up from who keeps it, which
//! is a step of `allocate source`. So that nobody takes it for gone, it is named.
//!
//! Rule: `P0-R09`, `P3-R05`, `P3-R06`.

use std::collections::{BTreeMap, HashSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{OnHand, Unmet};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::lots::available;

/// How many balances are named.
const NAMED: usize = 5;

/// The entrusted goods that `unmet` is short of, by site and item, in words; `None` where there are none.
pub fn entrusted(onhand: &[OnHand], unmet: &[Unmet], as_of: Day) -> Option<String> {
    let is_short = |row: &&Unmet| row.short.is_some_and(Quantity::is_positive) && !row.is_barred();
    let short = unmet.iter().filter(is_short);
    let short: HashSet<&str> = short.map(|row| row.item.as_str()).collect();
    let mut lying: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for row in onhand
        .iter()
        .filter(|row| row.form == Some(Form::Consigned))
    {
        let is_there = available(row).is_positive() && !is_expired(row.expiry, as_of);
        if is_there && short.contains(row.item.as_str()) {
            *lying.entry((&row.site, &row.item)).or_default() += available(row);
        }
    }
    let named = lying.iter().take(NAMED);
    let named = named.map(|((site, item), qty)| format!("{site}/{item} {qty}"));
    let more = (lying.len() > NAMED).then(|| "…".to_owned());
    let named: Vec<String> = named.chain(more).collect();
    let named = named.join(", ");
    (!lying.is_empty()).then(|| {
        format!(
            "entrusted, and given by no plan and no transfer: {named}; allocate source calls it up"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{AS_OF, Sample, ask, day, lot};

    #[test]
    fn what_is_entrusted_of_goods_that_are_short_is_named() {
        let entrusted_lot = |item: &str, qty: i64, expiry: &str| OnHand {
            form: Some(Form::Consigned),
            ..lot(item, "E", qty, expiry)
        };
        let lots = vec![
            lot("mask", "A", 10, "2023-12-31"),
            entrusted_lot("mask", 30, "2023-12-31"),
            entrusted_lot("n95", 40, "2023-12-31"),
        ];
        let said = |lots: Vec<OnHand>, asked: i64| {
            let sample = Sample::of(lots, vec![ask("Q1", "F1", "mask", asked)]);
            entrusted(&sample.onhand, &sample.plan().unmet, day(AS_OF))
        };
        let expected = "entrusted, and given by no plan and no transfer: D1/mask 30; allocate source calls it up";
        assert_eq!(said(lots.clone(), 20), Some(expected.to_owned()));
        assert_eq!(said(lots, 10), None);
        assert_eq!(
            said(vec![entrusted_lot("mask", 30, "2022-03-13")], 20),
            None
        );
    }
}

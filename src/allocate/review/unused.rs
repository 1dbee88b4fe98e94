//! Which awards expire before those who get them can use them?
//!
//! Goods leave by first expiry, and who gets how much is settled before a lot is chosen. Where the daily use of who gets
//! them is known, what it cannot use by the last day of a lot is cover for nobody (D-01). It is named and not held back:
//! the use on record is that of the days before, and who asks for more in an outbreak may have its reason. A line that is
//! to last states for how long in `min_days_left`, which the plan keeps.
//!
//! Never: another award.

use std::collections::{BTreeMap, HashMap};

use crate::allocate::PlanInputs;
use crate::allocate::share::Rate;
use crate::allocate::supply::lots::available;
use crate::allocate::supply::own::{Key, is_at_hand, rates};
use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Allocation, OnHand};
use crate::quantity::{Quantity, div_half_up};
use crate::stock::fefo::{self, Demand, Lot};

/// Awards that are named one by one.
const NAMED: usize = 5;

/// Warns of awards of which a part expires before it can be used, in their order.
///
/// `awards`: what is not among the balances of who gets it. What lies there is used with it, first expiry first.
///
/// Rule: `D-01`, `A7`.
pub fn unused(inputs: &PlanInputs, awards: &[Allocation]) -> Vec<Diagnostic> {
    let usage = rates(inputs.burn, inputs.as_of);
    let mut coming: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (at, award) in awards.iter().enumerate() {
        let goods = (award.site.as_str(), award.item.as_str());
        if usage.get(&goods).is_some_and(|rate| rate.used > 0) {
            coming.entry(goods).or_default().push(at);
        }
    }
    coming.retain(|_, coming| coming.iter().any(|at| awards[*at].expiry.is_some()));
    if coming.is_empty() {
        return Vec::new();
    }
    let lying = lying(inputs.onhand, inputs.as_of, &coming);
    let mut wasted: Vec<(usize, Quantity, Rate)> = Vec::new();
    for (goods, coming) in &coming {
        let own = lying.get(goods).map_or(&[][..], Vec::as_slice);
        let parts = parts_unused(own, coming, awards, usage[goods], inputs.as_of);
        let parts = coming
            .iter()
            .zip(parts)
            .filter(|(_, qty)| qty.is_positive());
        wasted.extend(parts.map(|(at, qty)| (*at, qty, usage[goods])));
    }
    wasted.sort_unstable_by_key(|(at, ..)| *at);
    let named = wasted.iter().take(NAMED);
    let mut notes: Vec<Diagnostic> = named
        .map(|(at, qty, rate)| told(&awards[*at], *qty, *rate))
        .collect();
    if let Some(more @ 1..) = wasted.len().checked_sub(NAMED) {
        let message = format!("{more} more awards expire in part before they can be used");
        notes.push(Diagnostic::warning(Code::Unusable, message));
    }
    notes
}

/// The lots that lie with those to whom goods are `coming`.
fn lying<'a>(
    onhand: &'a [OnHand],
    as_of: Day,
    coming: &BTreeMap<Key, Vec<usize>>,
) -> HashMap<Key<'a>, Vec<&'a OnHand>> {
    let mut lying: HashMap<Key, Vec<&OnHand>> = HashMap::new();
    let usable = |row: &&OnHand| is_at_hand(row) && !is_expired(row.expiry, as_of);
    for row in onhand.iter().filter(usable) {
        let goods = (row.site.as_str(), row.item.as_str());
        if coming.contains_key(&goods) {
            lying.entry(goods).or_default().push(row);
        }
    }
    lying
}

/// How much of each award that is `coming` expires unused at `rate`, beside what lies there.
fn parts_unused(
    own: &[&OnHand],
    coming: &[usize],
    awards: &[Allocation],
    rate: Rate,
    as_of: Day,
) -> Vec<Quantity> {
    let Some(daily) = rate.daily() else {
        return Vec::new();
    };
    let own_lots = own.iter().map(|row| Lot {
        // Of equal expiry what lies there comes before what is given beside it.
        lot: "",
        qty: available(row),
        expiry: row.expiry,
    });
    let coming = coming.iter().map(|at| &awards[*at]);
    let awarded = coming.map(|award| Lot {
        lot: &award.lot,
        qty: award.qty,
        expiry: award.expiry,
    });
    let lots: Vec<Lot> = own_lots.chain(awarded).collect();
    let answer = fefo::run(as_of, as_of, &lots, &Demand::Daily(daily));
    answer.wasted[own.len()..].to_vec()
}

fn told(award: &Allocation, wasted: Quantity, rate: Rate) -> Diagnostic {
    let Allocation {
        request,
        line,
        site,
        item,
        lot,
        qty,
        ..
    } = award;
    let daily = Quantity::from_sum(div_half_up(rate.used.into(), rate.days.into()));
    let daily = daily.expect("a use a day is no more than that of all days");
    let last = award.expiry.map(|day| day.to_string()).unwrap_or_default();
    let message = format!(
        "{request}/{line}: of {qty} of {item}, lot \"{lot}\", {wasted} expire unused on {last} where {site} uses {daily} a day"
    );
    let hint = "write min_days_left into the request, for goods that last longer, or ask for less";
    Diagnostic::warning(Code::Unusable, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask, lot, uses};

    /// What is said of 30 masks of a lot for F1, which has 4 of its own that last as long, at this use a day.
    fn said(expiry: &str, rate: Option<i64>) -> Vec<String> {
        let own = OnHand {
            site: "F1".to_owned(),
            ..lot("mask", "OWN", 4, expiry)
        };
        let lots = vec![lot("mask", "L1", 30, expiry), own];
        let mut sample = Sample::of(lots, vec![ask("A", "F1", "mask", 30)]);
        sample.burn = rate
            .map(|rate| uses("F1", "mask", rate))
            .into_iter()
            .collect();
        let plan = sample.plan();
        let notes = unused(&sample.inputs(), &plan.allocation).into_iter();
        notes.map(|note| note.message).collect()
    }

    #[test]
    fn what_cannot_be_used_by_its_last_day_is_named_where_the_use_is_known() {
        // Two days, the last one among them, and 34 to use.
        let two_days = crate::allocate::sample::day(crate::allocate::sample::AS_OF)
            .plus_days(1)
            .to_string();
        assert_eq!(
            said(&two_days, Some(10)),
            [format!(
                "A/1: of 30 of mask, lot \"L1\", 14 expire unused on {two_days} where F1 uses 10 a day"
            )]
        );
        assert!(said(&two_days, Some(17)).is_empty());
        for rate in [None, Some(0)] {
            assert!(said(&two_days, rate).is_empty());
        }
        assert!(said("", Some(1)).is_empty());
    }
}

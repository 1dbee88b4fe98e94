//! What was ever used, day by day? One series per site and item, for the peaks that plans count on.
//!
//! Table `usage` beats the ledger for a site and item that it speaks of; never both. Days without use are not listed.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::issued::Issued;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Movement, Usage};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::on_hand::is_in_store;

/// Use by day.
pub type Series = BTreeMap<Day, Quantity>;

/// Use by day of each (site, item).
pub type Record<'a> = BTreeMap<(&'a str, &'a str), Series>;

/// What was used up to `as_of`, from `usage` where it speaks of a site and item, else from the issues of the ledger.
pub fn use_on_record<'a>(movements: &'a [Movement], usage: &'a [Usage], as_of: Day) -> Record<'a> {
    let mut record = reported(usage, as_of);
    let reported: Vec<(&str, &str)> = record.keys().copied().collect();
    for movement in in_ledger_order(movements, as_of) {
        let key = (&*movement.site, &*movement.item);
        if !burns(movement, false) || reported.binary_search(&key).is_ok() {
            continue;
        }
        let series = record.entry(key).or_default();
        *series.entry(movement.date).or_default() += movement.qty.unwrap_or_default();
    }
    record
}

/// The same from the issues of a ledger as they were added up by day, up to `as_of` and no further.
pub fn use_added_up<'a>(issued: &'a [Issued], usage: &'a [Usage], as_of: Day) -> Record<'a> {
    let mut record = reported(usage, as_of);
    for goods in issued {
        let series = record.entry((&goods.site, &goods.item));
        series.or_insert_with(|| goods.days.iter().copied().collect());
    }
    record
}

/// What sites reported.
fn reported(usage: &[Usage], as_of: Day) -> Record<'_> {
    let mut record = Record::new();
    for row in usage.iter().filter(|row| row.date <= as_of) {
        let series = record.entry((&row.site, &row.item)).or_default();
        *series.entry(row.date).or_default() += row.used.unwrap_or_default();
    }
    record
}

/// Whether a movement is use: an issue out of a store, and a transfer to another site where those count.
pub fn burns(movement: &Movement, include_transfers: bool) -> bool {
    let is_use = match movement.kind {
        MovementKind::Issue => true,
        MovementKind::TransferOut => include_transfers,
        _ => false,
    };
    is_use && is_in_store(movement.form) && movement.qty.is_some_and(Quantity::is_positive)
}

/// Whether after a movement something lies in a store that it brought or found there.
pub fn brings_stock(movement: &Movement) -> bool {
    let brought = match effect(movement) {
        Effect::Add(qty) | Effect::Set(qty) => qty.is_positive(),
        _ => false,
    };
    brought && is_in_store(movement.form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_reports_is_not_counted_twice() {
        let day = Day::parse("2022-03-01").expect("a date");
        let issue = |site: &str| Movement {
            qty: Quantity::whole(5),
            ..Movement::new(day, MovementKind::Issue, site, "mask")
        };
        let report = Usage {
            date: day,
            site: "H1".to_owned(),
            item: "mask".to_owned(),
            used: Quantity::whole(7),
            received: None,
            requested: None,
            stockout: None,
            patients: None,
        };
        let movements = [issue("H1"), issue("H2")];
        let usage = [report];
        let record = use_on_record(&movements, &usage, day);
        assert_eq!(
            record[&("H1", "mask")].get(&day).copied(),
            Quantity::whole(7)
        );
        assert_eq!(
            record[&("H2", "mask")].get(&day).copied(),
            Quantity::whole(5)
        );
        assert!(use_on_record(&movements, &usage, day.plus_days(-1)).is_empty());
    }
}

//! Can it be handed out complete (拿得出、配得齐)? Whole sets are the fewest that any part makes.
//!
//! Table `readiness`: a row for each site, set, form and part. What counts is what may be picked on the day; forms are
//! never added up, because a set that is half by agreement is no set in the store. A site that holds no part of a set
//! has no rows of it. Nothing here substitutes one part for another.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Kit, OnHand, Readiness};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::cover::pickable;

/// The sets of each site, with the part that limits them.
///
/// Result: by site, set, form and item. A part that a set asks nothing of limits nothing and has no count.
/// Rule: `S19`, `D-32`.
pub fn readiness(onhand: &[OnHand], kits: &[Kit], as_of: Day) -> Vec<Readiness> {
    let mut stock: BTreeMap<(&str, Form), BTreeMap<&str, Quantity>> = BTreeMap::new();
    for row in onhand {
        let form = Form::stated(row.form);
        let items = stock.entry((&row.site, form)).or_default();
        *items.entry(&row.item).or_default() += pickable(row, as_of);
    }
    let mut sets: BTreeMap<&str, Vec<&Kit>> = BTreeMap::new();
    for part in kits {
        sets.entry(&part.kit).or_default().push(part);
    }
    let mut rows = Vec::new();
    for ((site, form), items) in &stock {
        for parts in sets.values() {
            if parts.iter().any(|part| items.contains_key(&*part.item)) {
                rows.extend(of_set(as_of, site, *form, items, parts));
            }
        }
    }
    rows.sort_by(|a, b| {
        let keys = (&a.site, &a.kit, a.form, &a.item);
        keys.cmp(&(&b.site, &b.kit, b.form, &b.item))
    });
    rows
}

/// The rows of one set at one site.
fn of_set(
    as_of: Day,
    site: &str,
    form: Form,
    items: &BTreeMap<&str, Quantity>,
    parts: &[&Kit],
) -> Vec<Readiness> {
    let there = |part: &Kit| items.get(&*part.item).copied().unwrap_or_default();
    let full = parts
        .iter()
        .filter_map(|part| makes(there(part), part.qty))
        .min();
    let row = |part: &&Kit| {
        let makes = makes(there(part), part.qty);
        let next = full.and_then(|full| part.qty.times(full.checked_add(1)?));
        Readiness {
            as_of,
            site: site.to_owned(),
            kit: part.kit.clone(),
            form: Some(form),
            item: part.item.clone(),
            qty: part.qty,
            unit: part.unit.clone(),
            available: there(part),
            makes,
            full_kits: full,
            limiting: Some(makes.is_some() && makes == full),
            lacks: next.map(|next| (next - there(part)).or_zero()),
        }
    };
    parts.iter().map(row).collect()
}

/// How many sets a part makes, rounding down; `None` where a set asks for none of it.
fn makes(there: Quantity, each: Quantity) -> Option<i64> {
    each.is_positive()
        .then(|| there.or_zero().thousandths() / each.thousandths())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn part(item: &str, qty: i64) -> Kit {
        Kit {
            kit: "protection".to_owned(),
            item: item.to_owned(),
            qty: pieces(qty),
            unit: "piece".to_owned(),
            note: String::new(),
        }
    }

    fn held(item: &str, qty: i64, form: Form) -> OnHand {
        OnHand {
            lot: "A".to_owned(),
            form: Some(form),
            qty: pieces(qty),
            unit: "piece".to_owned(),
            ..OnHand::new(day("2022-03-01"), "D1", item)
        }
    }

    fn sets(onhand: &[OnHand], parts: &[Kit]) -> Vec<(String, Option<i64>, Option<i64>, bool)> {
        let rows = readiness(onhand, parts, day("2022-03-01"));
        rows.into_iter()
            .map(|row| {
                let limits = row.limiting == Some(true);
                (row.item, row.makes, row.full_kits, limits)
            })
            .collect()
    }

    #[test]
    fn the_fewest_of_any_part_make_the_sets() {
        let physical = |item, qty| held(item, qty, Form::Physical);
        let stock = [
            physical("gown", 100),
            physical("mask", 90),
            physical("gloves", 80),
        ];
        let parts = [part("gown", 1), part("mask", 1), part("gloves", 1)];
        let rows = sets(&stock, &parts);
        let gloves = ("gloves".to_owned(), Some(80), Some(80), true);
        assert!(rows.contains(&gloves), "{rows:?}");
        assert_eq!(rows.iter().filter(|row| row.3).count(), 1);
        let pairs = sets(&stock, &[part("gown", 1), part("gloves", 2)]);
        assert_eq!(pairs[0], ("gloves".to_owned(), Some(40), Some(40), true));
    }

    #[test]
    fn a_part_that_is_not_there_leaves_no_set_and_an_agreement_does_not_help() {
        let stock = [
            held("gown", 100, Form::Physical),
            held("mask", 100, Form::Agreement),
        ];
        let rows = sets(&stock, &[part("gown", 1), part("mask", 1)]);
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| row.2 == Some(0)));
        assert!(sets(&[], &[part("gown", 1)]).is_empty());
        assert!(sets(&stock, &[part("hat", 1)]).is_empty());
    }
}

//! Goods that no catalogue lists have the unit that their lines state. Where lines state different ones, what was added
//! up is no amount.
//!
//! Nothing is converted here: how many bottles are in a drum is for the catalogue to say.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Stock;
use crate::ledger::Catalogue;
use crate::ledger::tables::{Movement, OnHand, Request};
use crate::ledger::word::MovementKind;
use crate::quantity::Unit;

/// The unit of each item that was seen with one.
pub type Units = BTreeMap<String, Unit>;

/// A line in another unit than its item has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlike {
    /// The position of the line.
    pub at: usize,
    pub item: String,
    pub stated: Unit,
    pub expected: Unit,
}

/// The lines of `movements` in another unit than their item has by `known`, which learns the units of new items.
///
/// Lines without a unit or a quantity state none, a reversal takes back what should not be there, and an item of the
/// catalogue was converted when it was read.
pub fn unlike_movements(
    known: &mut Units,
    movements: &[Movement],
    catalogue: &Catalogue,
) -> Vec<Unlike> {
    let stated = movements.iter().enumerate().filter(|(_, movement)| {
        movement.qty.is_some()
            && movement.kind != MovementKind::Reversal
            && !movement.unit.is_empty()
            && catalogue.base_unit(&movement.item).is_none()
    });
    let mut unlike = Vec::new();
    for (at, movement) in stated {
        let stated = Unit::new(&movement.unit);
        let expected = known
            .entry(movement.item.clone())
            .or_insert_with(|| stated.clone());
        if stated != *expected {
            unlike.push(Unlike {
                at,
                item: movement.item.clone(),
                expected: expected.clone(),
                stated,
            });
        }
    }
    unlike
}

/// The request lines that ask for goods in another unit than a store holds them in; items of the catalogue are in its
/// unit on both sides.
pub fn unlike_requests(
    requests: &[Request],
    onhand: &[OnHand],
    catalogue: &Catalogue,
) -> Vec<Unlike> {
    let held = units_held(onhand, catalogue);
    let stated = requests.iter().enumerate();
    let stated = stated.filter(|(_, request)| !held.is_empty() && !request.unit.is_empty());
    stated
        .filter_map(|(at, request)| {
            let units = held.get(&*request.item)?;
            let other = units.iter().find(|unit| ***unit != *request.unit)?;
            Some(Unlike {
                at,
                item: request.item.to_string(),
                stated: Unit::new(&request.unit),
                expected: Unit::new(other),
            })
        })
        .collect()
}

/// The goods that lie in store in more than one unit, with these units.
pub fn mixed_items(onhand: &[OnHand], catalogue: &Catalogue) -> Vec<(String, Vec<String>)> {
    mixed(units_held(onhand, catalogue))
}

/// The same of the finished sums of a ledger.
pub fn mixed_items_of(stock: &Stock, catalogue: &Catalogue) -> Vec<(String, Vec<String>)> {
    let mut held: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let units = stock.units().into_iter();
    for (item, unit) in units.filter(|(item, _)| catalogue.base_unit(item).is_none()) {
        held.entry(item).or_default().insert(unit);
    }
    mixed(held)
}

/// The goods whose lines state more than one unit, with these units.
pub fn mixed_lines(movements: &[Movement], catalogue: &Catalogue) -> Vec<(String, Vec<String>)> {
    let mut stated: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let states_unit = |row: &&Movement| row.qty.is_some() && !row.unit.is_empty();
    let unlisted = |row: &&Movement| catalogue.base_unit(&row.item).is_none();
    for row in movements.iter().filter(states_unit).filter(unlisted) {
        stated.entry(&row.item).or_default().insert(&row.unit);
    }
    mixed(stated)
}

fn mixed(held: BTreeMap<&str, BTreeSet<&str>>) -> Vec<(String, Vec<String>)> {
    let held = held.into_iter();
    let owned = |units: BTreeSet<&str>| units.into_iter().map(str::to_owned).collect();
    held.filter(|(_, units)| units.len() > 1)
        .map(|(item, units)| (item.to_owned(), owned(units)))
        .collect()
}

/// The lots whose lines state more than one unit: item and site, in order.
pub fn mixed_lots(stock: &Stock) -> Vec<(String, String)> {
    let mut lots: Vec<(String, String)> = stock
        .in_mixed_units()
        .map(|lot| (lot.item.to_owned(), lot.site.to_owned()))
        .collect();
    lots.sort();
    lots.dedup();
    lots
}

/// The units, as they are written, of what lies in store and no catalogue lists.
fn units_held<'a>(
    onhand: &'a [OnHand],
    catalogue: &Catalogue,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut held: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let states_unit = |row: &&OnHand| !row.qty.is_zero() && !row.unit.is_empty();
    let unlisted = |row: &&OnHand| catalogue.base_unit(&row.item).is_none();
    for row in onhand.iter().filter(states_unit).filter(unlisted) {
        held.entry(&row.item).or_default().insert(&row.unit);
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::ledger::tables::Item;
    use crate::quantity::Quantity;

    fn movement(kind: MovementKind, qty: Option<i64>, unit: &str) -> Movement {
        let day = Day::parse("2026-11-01").expect("a date of the test");
        Movement {
            qty: qty.and_then(Quantity::whole),
            unit: unit.to_owned(),
            ..Movement::new(day, kind, "D1", "84消毒液")
        }
    }

    #[test]
    fn the_first_unit_of_an_item_is_expected_of_its_other_lines() {
        let lines = [
            movement(MovementKind::Receipt, Some(800), "bottle"),
            movement(MovementKind::Receipt, Some(3), "drum"),
            movement(MovementKind::Issue, Some(1), ""),
            movement(MovementKind::Receipt, None, "drum"),
            movement(MovementKind::Reversal, Some(3), "drum"),
            movement(MovementKind::Issue, Some(1), "瓶"),
        ];
        let found = unlike_movements(&mut Units::new(), &lines, &Catalogue::default());
        let at: Vec<usize> = found.iter().map(|unlike| unlike.at).collect();
        assert_eq!(at, [1]);
        let mut known = Units::from([("84消毒液".to_owned(), Unit::new("drum"))]);
        let found = unlike_movements(&mut known, &lines, &Catalogue::default());
        let at: Vec<usize> = found.iter().map(|unlike| unlike.at).collect();
        assert_eq!(at, [0, 5]);
    }

    #[test]
    fn goods_of_the_catalogue_were_converted_before() {
        let of_unit = |unit: &str| {
            Catalogue::new([Item {
                unit: unit.to_owned(),
                ..Item::unlisted("84消毒液")
            }])
        };
        let lines = [
            movement(MovementKind::Receipt, Some(800), "bottle"),
            movement(MovementKind::Receipt, Some(3), "drum"),
        ];
        let unlike =
            |catalogue: &Catalogue| unlike_movements(&mut Units::new(), &lines, catalogue).len();
        assert_eq!(unlike(&of_unit("bottle")), 0);
        assert_eq!(
            unlike(&of_unit("")),
            1,
            "an item without a unit is as one that is not listed"
        );
    }

    #[test]
    fn a_lot_with_lines_in_two_units_is_named_whatever_their_order() {
        let mut lines = vec![
            movement(MovementKind::Receipt, Some(800), "bottle"),
            movement(MovementKind::Receipt, Some(3), "drum"),
        ];
        let named = |lines: &[Movement]| mixed_lots(&Stock::of(lines, lines[0].date)).len();
        assert_eq!(named(&lines), 1);
        lines.reverse();
        assert_eq!(named(&lines), 1);
        lines[0].qty = None;
        assert_eq!(named(&lines), 0);
    }

    #[test]
    fn a_line_without_a_quantity_says_nothing_of_the_unit() {
        let lines = [
            movement(MovementKind::Receipt, Some(800), "bottle"),
            movement(MovementKind::Receipt, None, "drum"),
        ];
        let day = lines[0].date;
        let stock = Stock::of(&lines, day);
        let units: Vec<&str> = stock.iter().map(|lot| lot.unit).collect();
        assert_eq!(units, ["bottle"]);
        let balances = crate::engine::balances(&lines, day);
        let units: Vec<&str> = balances.values().map(|lot| &*lot.unit).collect();
        assert_eq!(units, ["bottle"]);
    }
}

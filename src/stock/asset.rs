//! Where are the durable goods, and who has them?
//!
//! Table `asset`: a row for each item, lot, store and holder. What a store issued is with whoever took it, from the day
//! of the issue on, until it returns; what was never issued, or came back, lies in the store. An issue of a durable good
//! is no use: it burns nothing and leaves the cover of everything else as it was.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::balances;
use crate::ledger::Catalogue;
use crate::ledger::tables::{Asset, Movement};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::on_hand::is_in_store;

/// Item, lot, store and holder; no holder in the store.
type Key = (String, String, String, String);

/// What one holder has.
#[derive(Default)]
struct Held {
    qty: Quantity,
    unit: String,
    since: Option<Day>,
}

/// The durable goods on `as_of`, by item, lot, store and holder.
///
/// `movements`: in ledger order. Rule: `S22`.
pub fn assets(movements: &[Movement], catalogue: &Catalogue, as_of: Day) -> Vec<Asset> {
    let durable: Vec<Movement> = movements
        .iter()
        .filter(|movement| catalogue.is_durable(&movement.item) && is_in_store(movement.form))
        .cloned()
        .collect();
    let mut held: BTreeMap<Key, Held> = BTreeMap::new();
    for (key, balance) in balances(&durable, as_of) {
        let store = held
            .entry((key.item, key.lot, key.site, String::new()))
            .or_default();
        store.qty += balance.qty;
        store.unit = balance.unit;
    }
    for movement in in_ledger_order(&durable, as_of) {
        hand_over(&mut held, movement);
    }
    let rows = held.into_iter().filter(|(_, held)| !held.qty.is_zero());
    rows.map(|((item, lot, site, assigned_to), held)| Asset {
        as_of,
        place: match assigned_to.is_empty() {
            true => site.clone(),
            false => assigned_to.clone(),
        },
        item,
        lot,
        site,
        assigned_to,
        qty: held.qty,
        unit: held.unit,
        service_date: held.since,
    })
    .collect()
}

/// What an issue gives to its receiver, and what a return takes back.
fn hand_over(held: &mut BTreeMap<Key, Held>, movement: &Movement) {
    let change = match (movement.kind, movement.qty) {
        (MovementKind::Issue, Some(qty)) => qty,
        (MovementKind::Return, Some(qty)) => -qty,
        _ => return,
    };
    // Goods given to nobody in particular are still given out.
    let holder = match movement.counterparty.is_empty() {
        true => UNNAMED,
        false => &movement.counterparty,
    };
    let key = (
        movement.item.clone(),
        movement.lot.clone(),
        movement.site.clone(),
        holder.to_owned(),
    );
    let with = held.entry(key).or_default();
    if with.qty.is_zero() {
        with.since = Some(movement.date);
    }
    with.qty += change;
    if !movement.unit.is_empty() {
        with.unit.clone_from(&movement.unit);
    }
}

/// The holder of what was issued to nobody by name.
const UNNAMED: &str = "?";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::Item;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn movement(date: &str, kind: MovementKind, qty: i64, with: &str) -> Movement {
        Movement {
            lot: "T1".to_owned(),
            qty: Quantity::whole(qty),
            counterparty: with.to_owned(),
            ..Movement::new(day(date), kind, "D1", "thermometer")
        }
    }

    fn catalogue() -> Catalogue {
        Catalogue::new([Item {
            consumable: Some(false),
            ..Item::unlisted("thermometer")
        }])
    }

    fn listed(movements: &[Movement], as_of: &str) -> Vec<(String, Option<i64>, Option<Day>)> {
        let rows = assets(movements, &catalogue(), day(as_of));
        rows.into_iter()
            .map(|row| {
                (
                    row.place,
                    Some(row.qty.whole_units_down()),
                    row.service_date,
                )
            })
            .collect()
    }

    #[test]
    fn what_was_issued_is_with_its_holder_until_it_returns() {
        let ledger = [
            movement("2022-03-01", MovementKind::Receipt, 10, "maker"),
            movement("2022-03-02", MovementKind::Issue, 4, "H1"),
            movement("2022-03-05", MovementKind::Return, 1, "H1"),
            movement("2022-03-06", MovementKind::Return, 3, "H1"),
            movement("2022-03-07", MovementKind::Issue, 2, "H1"),
        ];
        let of = |place: &str, qty, since: &str| (place.to_owned(), Some(qty), Day::parse(since));
        assert_eq!(
            listed(&ledger, "2022-03-05"),
            [of("D1", 7, ""), of("H1", 3, "2022-03-02")]
        );
        assert_eq!(listed(&ledger, "2022-03-06"), [of("D1", 10, "")]);
        assert_eq!(
            listed(&ledger, "2022-03-07"),
            [of("D1", 8, ""), of("H1", 2, "2022-03-07")]
        );
        assert!(listed(&[], "2022-03-07").is_empty());
    }

    #[test]
    fn what_is_used_up_is_no_asset() {
        let masks = [Movement {
            item: "mask".to_owned(),
            ..movement("2022-03-01", MovementKind::Receipt, 10, "")
        }];
        assert!(listed(&masks, "2022-03-07").is_empty());
    }
}

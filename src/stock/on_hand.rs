//! What lies where on a day? One row per lot key: the balance, what is held or set aside, what may be picked.
//!
//! Forms, owners and earmarks are never added up here. A lot of which nothing is left, held or set aside has no row.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::calendar::{Day, is_expired};
use crate::engine::{Standing, Stock};
use crate::ledger::cell::CellRef;
use crate::ledger::effect::lies_in_store;
use crate::ledger::tables::{Movement, OnHand};
use crate::ledger::word::{Form, Word as _};
use crate::quantity::Quantity;

/// The stock on `as_of`, by site, item, lot, form, owner and earmark.
///
/// `movements`: in ledger order; those dated later do not count. A negative balance stays negative, because it is a
/// fault to be found and not to be hidden; nothing of it is available.
pub fn on_hand(movements: &[Movement], as_of: Day) -> Vec<OnHand> {
    on_hand_of(&Stock::of(movements, as_of), as_of)
}

/// The cells of the same rows, from the lots at some `places` of the finished sums of a ledger as of that day: for
/// answers of any length.
pub fn on_hand_cells(
    stock: &Stock,
    as_of: Day,
    places: Range<usize>,
) -> impl Iterator<Item = [CellRef<'_>; 15]> {
    let lots = stock.part(places).filter(|lot| !is_empty(lot));
    lots.map(move |lot| cells(&lot, as_of))
}

/// The same rows, from the finished sums of a ledger as of that day.
pub fn on_hand_of(stock: &Stock, as_of: Day) -> Vec<OnHand> {
    let mut rows = stock.rows(|lot| !is_empty(lot), |lot| row(lot, as_of));
    less_missing(&mut rows);
    rows
}

/// The rows of the lots at some `places` alone.
pub fn on_hand_at(stock: &Stock, as_of: Day, places: Range<usize>) -> Vec<OnHand> {
    let lots = stock.part(places).filter(|lot| !is_empty(lot));
    let mut rows: Vec<OnHand> = lots.map(|lot| row(&lot, as_of)).collect();
    less_missing(&mut rows);
    rows
}

/// Takes what the lots below nothing lack off what may be picked of the others, first expiry first: goods that went out
/// without the lot they came in with lie under it still. What may be picked of goods is no more than there is of them.
///
/// `rows`: by site and item. Rule: `D-31`.
fn less_missing(rows: &mut [OnHand]) {
    let of_goods = rows.chunk_by_mut(|a, b| (&a.site, &a.item) == (&b.site, &b.item));
    for lots in of_goods {
        let mut missing: BTreeMap<Option<Form>, Quantity> = BTreeMap::new();
        for lot in lots.iter().filter(|lot| lot.qty.is_negative()) {
            *missing.entry(lot.form).or_default() += Quantity::ZERO - lot.qty;
        }
        if missing.is_empty() {
            continue;
        }
        let mut first_out: Vec<&mut OnHand> = lots.iter_mut().collect();
        first_out.sort_by_key(|lot| (lot.expiry.is_none(), lot.expiry));
        for lot in first_out {
            let (Some(lacking), Some(available)) = (missing.get_mut(&lot.form), lot.available)
            else {
                continue;
            };
            let gone = available.min(*lacking);
            lot.available = Some(available - gone);
            *lacking -= gone;
        }
    }
}

/// What may be picked of a balance: less what is held and set aside, nothing once it has expired.
pub fn available(
    qty: Quantity,
    held: Quantity,
    reserved: Quantity,
    expiry: Option<Day>,
    as_of: Day,
) -> Quantity {
    if is_expired(expiry, as_of) {
        return Quantity::ZERO;
    }
    (qty - held - reserved).or_zero()
}

/// Whether stock of this form lies in a store; an agreement, a capacity or cash is a promise.
pub fn is_in_store(form: Option<Form>) -> bool {
    form.is_none_or(lies_in_store)
}

fn is_empty(lot: &Standing<'_>) -> bool {
    lot.qty.is_zero() && lot.held.is_zero() && lot.reserved.is_zero()
}

/// The cells of a row, in the order of the table's columns.
fn cells<'a>(lot: &Standing<'a>, as_of: Day) -> [CellRef<'a>; 15] {
    let day = |day: Option<Day>| day.map_or(CellRef::Empty, CellRef::Day);
    let available = available(lot.qty, lot.held, lot.reserved, lot.expiry.day(), as_of);
    [
        CellRef::Day(as_of),
        CellRef::Text(lot.site),
        CellRef::Text(lot.item),
        CellRef::Text(lot.lot),
        CellRef::Text(lot.form.id()),
        CellRef::Text(lot.owner),
        CellRef::Text(lot.earmark),
        CellRef::Quantity(lot.qty),
        CellRef::Text(lot.unit),
        day(lot.expiry.day()),
        day(lot.mfg_date),
        CellRef::Quantity(lot.held),
        CellRef::Quantity(lot.reserved),
        CellRef::Quantity(available),
        lot.unit_cost.map_or(CellRef::Empty, CellRef::Price),
    ]
}

fn row(lot: &Standing<'_>, as_of: Day) -> OnHand {
    OnHand {
        as_of,
        site: lot.site.to_owned(),
        item: lot.item.to_owned(),
        lot: lot.lot.to_owned(),
        form: Some(lot.form),
        owner: lot.owner.to_owned(),
        earmark: lot.earmark.to_owned(),
        qty: lot.qty,
        unit: lot.unit.to_owned(),
        expiry: lot.expiry.day(),
        mfg_date: lot.mfg_date,
        held: Some(lot.held),
        reserved: Some(lot.reserved),
        available: Some(available(
            lot.qty,
            lot.held,
            lot.reserved,
            lot.expiry.day(),
            as_of,
        )),
        unit_cost: lot.unit_cost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Record as _;
    use crate::ledger::word::MovementKind;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn movement(date: &str, kind: MovementKind, lot: &str, pieces: i64) -> Movement {
        Movement {
            lot: lot.to_owned(),
            qty: Quantity::whole(pieces),
            expiry: Some(day("2022-03-10")),
            ..Movement::new(day(date), kind, "D1", "mask")
        }
    }

    fn ledger() -> Vec<Movement> {
        vec![
            movement("2022-03-01", MovementKind::Receipt, "A", 100),
            movement("2022-03-02", MovementKind::Hold, "A", 30),
            movement("2022-03-02", MovementKind::Reserve, "A", 20),
            movement("2022-03-02", MovementKind::Receipt, "B", 5),
            movement("2022-03-03", MovementKind::Issue, "B", 5),
        ]
    }

    #[test]
    fn cells_are_those_of_the_rows() {
        let as_of = day("2022-03-03");
        let stock = Stock::of(&ledger(), as_of);
        let cells = on_hand_cells(&stock, as_of, 0..stock.len()).map(|cells| {
            cells.map(|cell| {
                let mut text = Vec::new();
                cell.append_to(&mut text);
                String::from_utf8(text).expect("a cell is text")
            })
        });
        let rows = on_hand(&ledger(), as_of).into_iter().map(|row| {
            let cells = row.into_cells();
            cells.iter().map(ToString::to_string).collect::<Vec<_>>()
        });
        assert!(cells.map(|cells| cells.to_vec()).eq(rows));
    }

    #[test]
    fn what_is_held_or_set_aside_is_not_available() {
        let rows = on_hand(&ledger(), day("2022-03-03"));
        assert_eq!(rows.len(), 1, "nothing is left of lot B");
        assert_eq!(rows[0].qty, Quantity::from_thousandths(100_000));
        assert_eq!(rows[0].available, Quantity::whole(50));
    }

    #[test]
    fn a_lot_is_available_on_its_expiry_day_and_not_after() {
        let available = |as_of| on_hand(&ledger(), day(as_of))[0].available;
        assert_eq!(available("2022-03-10"), Quantity::whole(50));
        assert_eq!(available("2022-03-11"), Some(Quantity::ZERO));
    }

    #[test]
    fn a_balance_below_zero_is_shown_and_gives_nothing() {
        let ledger = [movement("2022-03-01", MovementKind::Issue, "A", 1)];
        let rows = on_hand(&ledger, day("2022-03-01"));
        assert_eq!(rows[0].qty, Quantity::from_thousandths(-1000));
        assert_eq!(rows[0].available, Some(Quantity::ZERO));
        assert!(on_hand(&ledger, day("2022-02-28")).is_empty());
    }

    #[test]
    fn what_went_out_without_its_lot_is_available_in_no_other() {
        let ledger = [
            movement("2022-03-01", MovementKind::Receipt, "A", 100),
            movement("2022-03-01", MovementKind::Receipt, "B", 40),
            movement("2022-03-02", MovementKind::Issue, "", 120),
        ];
        let rows = on_hand(&ledger, day("2022-03-02"));
        let available: Vec<_> = rows.iter().map(|row| (&*row.lot, row.available)).collect();
        let pieces = Quantity::whole;
        assert_eq!(
            available,
            [("", pieces(0)), ("A", pieces(0)), ("B", pieces(20))]
        );
    }
}

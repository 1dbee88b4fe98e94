//! What lies where on a day? One row per lot key: the balance, what is held or set aside, what may be picked.
//!
//! Forms, owners and earmarks are never added up here. A lot of which nothing is left, held or set aside has no row.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::calendar::{Day, is_expired};
use crate::engine::posting::goods_of;
use crate::engine::{Standing, Stock, parallel};
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

/// Hands over the cells of the same rows, from the lots at some `places` of the finished sums of a ledger as of that
/// day: for answers of any length. Goods whose lots only begin there are taken as a whole.
pub fn on_hand_cells<'a>(
    stock: &'a Stock,
    as_of: Day,
    places: Range<usize>,
    mut put: impl FnMut([CellRef<'a>; 15]),
) {
    each_pick(stock, as_of, places, |pick| put(cells(pick, as_of)));
}

/// The same rows, from the finished sums of a ledger as of that day.
pub fn on_hand_of(stock: &Stock, as_of: Day) -> Vec<OnHand> {
    let parts = parallel::parts(stock.len());
    let rows = |places| on_hand_at(stock, as_of, places);
    parallel::joined(parallel::in_parallel(parts, rows))
}

/// The rows of the goods whose lots begin at some `places`.
pub fn on_hand_at(stock: &Stock, as_of: Day, places: Range<usize>) -> Vec<OnHand> {
    let mut rows = Vec::new();
    each_pick(stock, as_of, places, |pick| rows.push(row(pick, as_of)));
    rows
}

/// A lot of which something is left, and what may be picked of it.
#[derive(Debug)]
struct Pick<'a> {
    lot: Standing<'a>,
    available: Quantity,
}

/// Hands over the lots that are not empty of all goods whose lots begin at some `places`, in order.
fn each_pick<'a>(
    stock: &'a Stock,
    as_of: Day,
    places: Range<usize>,
    mut put: impl FnMut(&Pick<'a>),
) {
    let mut of_goods: Vec<Pick<'a>> = Vec::new();
    let mut hand_over = |picks: &mut Vec<Pick<'a>>| {
        less_missing(picks);
        picks.iter().for_each(&mut put);
        picks.clear();
    };
    let lots = stock.part(stock.whole_goods(places));
    for lot in lots.filter(|lot| !is_empty(lot)) {
        let is_other = |last: &Pick<'_>| goods_of(last.lot.key) != goods_of(lot.key);
        if of_goods.last().is_some_and(is_other) {
            hand_over(&mut of_goods);
        }
        let available = available(lot.qty, lot.held, lot.reserved, lot.expiry.day(), as_of);
        of_goods.push(Pick { lot, available });
    }
    hand_over(&mut of_goods);
}

/// Takes what the lots below nothing lack off what may be picked of the others, first expiry first: goods that went out
/// without the lot they came in with lie under it still. What may be picked of goods is no more than there is of them.
///
/// `lots`: of one good at one site. Rule: `D-31`.
fn less_missing(lots: &mut [Pick<'_>]) {
    let below = lots.iter().filter(|pick| pick.lot.qty.is_negative());
    let mut missing: BTreeMap<Form, Quantity> = BTreeMap::new();
    for Pick { lot, .. } in below {
        *missing.entry(lot.form).or_default() += Quantity::ZERO - lot.qty;
    }
    if missing.is_empty() {
        return;
    }
    let mut first_out: Vec<&mut Pick<'_>> = lots.iter_mut().collect();
    first_out.sort_by_key(|pick| {
        let expiry = pick.lot.expiry.day();
        (expiry.is_none(), expiry)
    });
    for pick in first_out {
        if let Some(lacking) = missing.get_mut(&pick.lot.form) {
            let gone = pick.available.min(*lacking);
            pick.available -= gone;
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
fn cells<'a>(Pick { lot, available }: &Pick<'a>, as_of: Day) -> [CellRef<'a>; 15] {
    let day = |day: Option<Day>| day.map_or(CellRef::Empty, CellRef::Day);
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
        CellRef::Quantity(*available),
        lot.unit_cost.map_or(CellRef::Empty, CellRef::Price),
    ]
}

fn row(Pick { lot, available }: &Pick<'_>, as_of: Day) -> OnHand {
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
        available: Some(*available),
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
        let mut all = Vec::new();
        on_hand_cells(&stock, as_of, 0..stock.len(), |cells| {
            let texts = cells.map(|cell| {
                let mut text = Vec::new();
                cell.append_to(&mut text);
                String::from_utf8(text).expect("a cell is text")
            });
            all.push(texts.to_vec());
        });
        let rows = on_hand(&ledger(), as_of).into_iter().map(|row| {
            let cells = row.into_cells();
            cells.iter().map(ToString::to_string).collect::<Vec<_>>()
        });
        assert!(rows.eq(all));
    }

    #[test]
    fn goods_are_taken_as_a_whole_wherever_the_lots_are_cut() {
        let as_of = day("2022-03-03");
        let mut lines = ledger();
        lines.push(movement("2022-03-02", MovementKind::Issue, "", 20));
        lines.push(Movement {
            item: "gown".to_owned(),
            ..movement("2022-03-01", MovementKind::Receipt, "C", 7)
        });
        let stock = Stock::of(&lines, as_of);
        let whole = on_hand_of(&stock, as_of);
        assert!(whole.iter().any(|row| row.available == Quantity::whole(30)));
        for cut in 0..=stock.len() {
            let mut rows = on_hand_at(&stock, as_of, 0..cut);
            rows.extend(on_hand_at(&stock, as_of, cut..stock.len()));
            assert_eq!(rows, whole, "cut before lot {cut}");
        }
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

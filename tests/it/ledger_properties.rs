//! Do balances tie at every date against a naive twin, on random ledgers of every movement kind?
//!
//! The twin walks all lines again for each date and each lot, and shares no code with the balances: no sign of a kind,
//! no order, no reversal. 256 ledgers by default; `PROPTEST_CASES=10000 cargo test --test it ledger_properties` runs
//! ten thousand.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::ledger::tables::{Movement, OnHand};
use granary::ledger::word::{Form, MovementKind, Word as _};
use granary::quantity::Quantity;
use granary::stock::on_hand;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Days of a ledger, from 1 March.
const DAYS: u32 = 12;

/// Site, item, lot, form, owner, earmark.
type Key = [String; 6];

/// Thousandths on hand, on hold, set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Lot {
    qty: i64,
    held: i64,
    reserved: i64,
}

/// A line as it is drawn: kind, day, lot by numbers, thousandths, and which line a reversal names.
type Line = (usize, u32, (usize, usize, usize, usize), Option<i64>, usize);

fn day(number: u32) -> Day {
    Day::new(2022, 3, number).expect("a day of March")
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let lot = (0..2_usize, 0..2_usize, 0..2_usize, 0..4_usize);
    let line = (
        0..14_usize,
        1..=DAYS,
        lot,
        option::weighted(0.9, 0..40_000_i64),
        0..30_usize,
    );
    vec(line, 0..30)
}

/// The ledger of drawn lines; only an adjustment may be negative.
fn ledger(lines: &[Line]) -> Vec<Movement> {
    let numbered = lines.iter().enumerate();
    numbered
        .map(|(at, (kind, on, (site, item, lot, form), qty, named))| {
            let kind = MovementKind::ALL[*kind];
            let sign = if kind == MovementKind::Adjust && at % 2 == 1 {
                -1
            } else {
                1
            };
            let (form, owner) = [
                (None, ""),
                (Some(Form::Physical), "city"),
                (Some(Form::Agreement), "city"),
                (Some(Form::Physical), ""),
            ][*form];
            let reference = match kind {
                MovementKind::Reversal => format!("L{named}/1"),
                _ => String::new(),
            };
            Movement {
                doc: format!("L{at}"),
                line: "1".to_owned(),
                lot: ["A", ""][*lot].to_owned(),
                qty: qty.map(|qty| Quantity::from_thousandths(sign * qty)),
                form,
                owner: owner.to_owned(),
                reference,
                ..Movement::new(
                    day(*on),
                    kind,
                    ["D1", "H1"][*site],
                    ["mask", "gloves"][*item],
                )
            }
        })
        .collect()
}

/// The balances at the end of `date`, worked out line by line.
fn twin(ledger: &[Movement], date: Day) -> BTreeMap<Key, Lot> {
    let mut lots: BTreeMap<Key, Lot> = BTreeMap::new();
    for number in 1..=DAYS {
        for line in ledger
            .iter()
            .filter(|line| line.date == day(number) && line.date <= date)
        {
            let name = line.doc.clone() + "/" + &line.line;
            let is_undone = ledger.iter().any(|other| {
                other.kind.id() == "reversal" && other.reference == name && other.date <= date
            });
            if is_undone && line.kind.id() != "reversal" {
                continue;
            }
            let lot = lots.entry(key(line)).or_default();
            let Some(qty) = line.qty.map(Quantity::thousandths) else {
                continue;
            };
            match line.kind.id() {
                "receipt" | "transfer_in" | "return" | "adjust" => lot.qty += qty,
                "issue" | "transfer_out" | "dispose" => lot.qty -= qty,
                "count" => lot.qty = qty,
                "hold" => lot.held += qty,
                "unhold" => lot.held = 0.max(lot.held - qty),
                "reserve" => lot.reserved += qty,
                "release" => lot.reserved = 0.max(lot.reserved - qty),
                "extend" | "reversal" => {}
                other => panic!("the twin does not know {other}"),
            }
        }
    }
    lots.retain(|_, lot| *lot != Lot::default());
    lots
}

fn key(line: &Movement) -> Key {
    let form = line.form.map_or("physical", |form| form.id());
    let parts = [
        &*line.site,
        &*line.item,
        &*line.lot,
        form,
        &*line.owner,
        &*line.earmark,
    ];
    parts.map(str::to_owned)
}

/// What the library answers, in the twin's terms.
fn answered(rows: &[OnHand]) -> BTreeMap<Key, Lot> {
    let thousandths = |qty: Option<Quantity>| qty.map_or(0, Quantity::thousandths);
    rows.iter()
        .map(|row| {
            let form = row.form.map_or("physical", |form| form.id());
            let parts = [
                &*row.site,
                &*row.item,
                &*row.lot,
                form,
                &*row.owner,
                &*row.earmark,
            ];
            let lot = Lot {
                qty: row.qty.thousandths(),
                held: thousandths(row.held),
                reserved: thousandths(row.reserved),
            };
            (parts.map(str::to_owned), lot)
        })
        .collect()
}

/// The lots of each site, item and form, those that expire first before the others.
fn of_goods(rows: &[OnHand]) -> Vec<Vec<&OnHand>> {
    let mut goods: BTreeMap<_, Vec<&OnHand>> = BTreeMap::new();
    for row in rows {
        let form = row.form.map(|form| form.id());
        goods
            .entry((&row.site, &row.item, form))
            .or_default()
            .push(row);
    }
    let mut goods: Vec<Vec<&OnHand>> = goods.into_values().collect();
    goods
        .iter_mut()
        .for_each(|lots| lots.sort_by_key(|lot| (lot.expiry.is_none(), lot.expiry)));
    goods
}

/// What of each lot may be given: what is neither held nor reserved, less what lots below nothing lack.
fn free_of_all(lots: &[&OnHand]) -> Vec<Option<Quantity>> {
    let below = lots.iter().filter(|lot| lot.qty.is_negative());
    let mut lacking = below.fold(Quantity::ZERO, |sum, lot| sum - lot.qty);
    let free = lots.iter().map(|lot| {
        let free = lot.qty - lot.held.unwrap_or_default() - lot.reserved.unwrap_or_default();
        let gone = lacking.min(free.max(Quantity::ZERO));
        lacking -= gone;
        Some(free.max(Quantity::ZERO) - gone)
    });
    free.collect()
}

proptest! {
    #[test]
    fn balances_tie_at_every_date_against_the_twin(drawn in lines()) {
        let ledger = ledger(&drawn);
        for number in 1..=DAYS {
            let rows = on_hand(&ledger, day(number));
            prop_assert_eq!(answered(&rows), twin(&ledger, day(number)), "on day {}", number);
            for lots in of_goods(&rows) {
                let available: Vec<Option<Quantity>> = lots.iter().map(|row| row.available).collect();
                prop_assert_eq!(available, free_of_all(&lots), "on day {}", number);
            }
        }
    }

    #[test]
    fn lines_of_later_days_never_change_the_past(drawn in lines(), number in 1..=DAYS) {
        let ledger = ledger(&drawn);
        let known: Vec<Movement> = ledger.iter().filter(|line| line.date <= day(number)).cloned().collect();
        prop_assert_eq!(on_hand(&known, day(number)), on_hand(&ledger, day(number)));
    }

    #[test]
    fn the_lots_of_an_item_add_up_to_its_movements(drawn in lines()) {
        let is_plain = |line: &Movement| !matches!(line.kind, MovementKind::Count | MovementKind::Reversal);
        let ledger: Vec<Movement> = ledger(&drawn).into_iter().filter(is_plain).collect();
        for item in ["mask", "gloves"] {
            let moved: i64 = ledger
                .iter()
                .filter(|line| line.item == item)
                .map(|line| {
                    let qty = line.qty.map_or(0, Quantity::thousandths);
                    match line.kind.id() {
                        "receipt" | "transfer_in" | "return" | "adjust" => qty,
                        "issue" | "transfer_out" | "dispose" => -qty,
                        _ => 0,
                    }
                })
                .sum();
            let rows = on_hand(&ledger, day(DAYS));
            let lies: i64 = rows.iter().filter(|row| row.item == item).map(|row| row.qty.thousandths()).sum();
            prop_assert_eq!(lies, moved, "{}", item);
        }
    }
}

//! Why is so much on hand? The lines of a lot in the order they were posted, each with what it changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::diagnostic::Place;
use crate::engine::balance::positions_in_ledger_order;
use crate::engine::reversal::reference;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Explanation, Movement, OnHand};
use crate::ledger::word::{MovementKind, Word as _};
use crate::ledger::{Column, Loaded, LotKey, Record as _};
use crate::quantity::Quantity;

use super::account::{Account, Figure, Line};

/// The lines behind `rows`, which are balances of `movements` on `as_of`.
pub fn on_hand(movements: &Loaded<Movement>, rows: &[OnHand], as_of: Day) -> Vec<Explanation> {
    let posted = Posted::of(movements, as_of);
    let undoing = undoing(&movements.rows, as_of);
    let none = Lot::default();
    let account = |row: &OnHand| {
        let lot = posted.lots.get(&LotKey::of_balance(row)).unwrap_or(&none);
        account(row, lot, &undoing, as_of).into_rows()
    };
    rows.iter().flat_map(account).collect()
}

/// The lines of a ledger by their lots, as they stand on a day.
pub struct Posted<'a> {
    movements: &'a Loaded<Movement>,
    lots: BTreeMap<LotKey, Lot<'a>>,
}

impl<'a> Posted<'a> {
    /// The lines up to `as_of` in the order they count, and beside them those that do not.
    pub fn of(movements: &'a Loaded<Movement>, as_of: Day) -> Posted<'a> {
        let mut lots: BTreeMap<LotKey, Lot<'_>> = BTreeMap::new();
        let posted = positions_in_ledger_order(&movements.rows, as_of);
        let counted: BTreeSet<usize> = posted.iter().copied().collect();
        for (at, line) in lines(movements).enumerate() {
            if !counted.contains(&at) {
                let key = LotKey::of_movement(line.movement);
                lots.entry(key).or_default().uncounted.push(line);
            }
        }
        for at in posted {
            let line = Line::at(movements, at);
            let key = LotKey::of_movement(line.movement);
            lots.entry(key).or_default().posted.push(line);
        }
        Posted { movements, lots }
    }

    /// The lines that count of each lot that is meant.
    pub fn lots(&self, is_meant: impl Fn(&LotKey) -> bool) -> impl Iterator<Item = &[Line<'a>]> {
        let meant = self.lots.iter().filter(move |(key, _)| is_meant(key));
        meant.map(|(_, lot)| lot.posted.as_slice())
    }

    /// The line that stands there in a file.
    pub fn line_at(&self, file: &str, number: &str) -> Option<Line<'a>> {
        let is_there = |place: &Place| &*place.file == file && place.line.to_string() == number;
        let mut lines = lines(self.movements);
        lines.find(|line| line.place.is_some_and(is_there))
    }
}

/// The lines of one lot, in the order they count.
#[derive(Default)]
struct Lot<'a> {
    posted: Vec<Line<'a>>,
    /// Dated later, or undone by a reversal.
    uncounted: Vec<Line<'a>>,
}

/// The reversals up to a day, by the line they undo.
type Undoing<'a> = BTreeMap<&'a str, &'a Movement>;

fn undoing(movements: &[Movement], as_of: Day) -> Undoing<'_> {
    let reversals = movements
        .iter()
        .filter(|movement| movement.kind == MovementKind::Reversal && movement.date <= as_of);
    reversals
        .map(|reversal| (reversal.reference.as_str(), reversal))
        .collect()
}

/// Which of the three balances of a lot.
#[derive(Clone, Copy, PartialEq)]
pub enum Shelf {
    Stock,
    Held,
    Reserved,
}

fn account(row: &OnHand, lot: &Lot<'_>, undoing: &Undoing<'_>, as_of: Day) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let figures = [
        (Column::Qty, Some(row.qty), Shelf::Stock),
        (Column::Held, row.held, Shelf::Held),
        (Column::Reserved, row.reserved, Shelf::Reserved),
    ];
    for (column, qty, shelf) in figures {
        let changes = changes(&lot.posted, shelf);
        if shelf != Shelf::Stock && changes.is_empty() {
            continue;
        }
        let mut figure = account.figure(column, qty, &row.unit);
        for (line, change, text) in changes {
            figure.add_line(line, change, text);
        }
        if shelf == Shelf::Stock {
            uncounted(&mut figure, &lot.uncounted, undoing);
        }
    }
    available(&mut account, row, as_of);
    account
}

/// What each line changed on a shelf, in words; lines that leave it alone are not named.
pub fn changes<'a>(posted: &[Line<'a>], shelf: Shelf) -> Vec<(Line<'a>, Quantity, String)> {
    let mut balance = Quantity::ZERO;
    let mut changes = Vec::new();
    for line in posted {
        let kind = line.movement.kind.id();
        let (after, text) = match (effect(line.movement), shelf) {
            (Effect::Add(change), Shelf::Stock) => (balance + change, with_party(line.movement)),
            (Effect::Set(counted), Shelf::Stock) => (
                counted,
                format!("counted {counted}, where {balance} was on the books"),
            ),
            (Effect::Hold(change), Shelf::Held) | (Effect::Reserve(change), Shelf::Reserved) => {
                ((balance + change).or_zero(), kind.to_owned())
            }
            _ => continue,
        };
        changes.push((*line, after - balance, text));
        balance = after;
    }
    changes
}

/// The kind of a movement, and who gave or took it.
pub fn with_party(movement: &Movement) -> String {
    let kind = movement.kind.id();
    let word = match movement.kind {
        _ if movement.counterparty.is_empty() => return kind.to_owned(),
        MovementKind::Issue | MovementKind::TransferOut | MovementKind::Dispose => "to",
        _ => "from",
    };
    format!("{kind} {word} {}", movement.counterparty)
}

/// Lines that are not in the balance, and why.
fn uncounted(figure: &mut Figure<'_>, lines: &[Line<'_>], undoing: &Undoing<'_>) {
    for line in lines {
        let movement = line.movement;
        let kind = movement.kind.id();
        let text = match undoing.get(reference(movement).as_str()) {
            Some(reversal) => format!("{kind}, undone by {}", reference(reversal)),
            None => format!("{kind}, dated later: counts from {} on", movement.date),
        };
        figure.note_line(*line, movement.qty, text);
    }
}

/// Balance less what is held, set aside and expired, but never below nothing.
fn available(account: &mut Account, row: &OnHand, as_of: Day) {
    let Some(available) = row.available else {
        return;
    };
    let mut figure = account.figure(Column::Available, Some(available), &row.unit);
    figure.add(row.qty, "balance");
    let (held, reserved) = (
        row.held.unwrap_or_default(),
        row.reserved.unwrap_or_default(),
    );
    if held.is_positive() {
        figure.add(-held, "on hold");
    }
    if reserved.is_positive() {
        figure.add(-reserved, "set aside");
    }
    let left = row.qty - held - reserved;
    match row.expiry.filter(|_| is_expired(row.expiry, as_of)) {
        Some(expiry) => {
            figure.add(-left, format!("expired: {expiry} was the last usable day"));
            figure.rule("D-02", "the expiry day is usable, the day after is not");
        }
        None if left.is_negative() => {
            figure.add(-left, "below nothing: nothing may be picked");
            figure.change("a receipt, a count, or a reversal of the line that took too much");
        }
        None => {
            if available < left {
                figure.add(
                    available - left,
                    "lacking in lots of the same goods that are below nothing",
                );
                figure.change("the lot that went out, written beside each issue");
            }
            if held.is_positive() {
                figure.change(format!("unhold: up to {held} more"));
            }
            if reserved.is_positive() {
                figure.change(format!("release: up to {reserved} more"));
            }
            if let Some(expiry) = row.expiry {
                let text = format!("{expiry} is the last usable day; nothing may be picked after");
                figure.change(text);
            }
        }
    }
}

/// Every line of a ledger, in its order.
fn lines(movements: &Loaded<Movement>) -> impl Iterator<Item = Line<'_>> {
    let lines = movements.iter();
    lines.map(|(movement, place)| Line { movement, place })
}

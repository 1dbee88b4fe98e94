//! The four lists that are made public: purchases, allocations, stock, donations received. One ledger, four views.
//!
//! Rows × key: of purchases, allocations and donations one row a ledger line of the period; of stock one row a lot on
//! the last day, with the line that moved it last, at what was paid for what lies there, as `price value` and the book of
//! `report audit` have it; goods of which some have no cost are listed without one. A line that is reversed is in none.
//! Private fields are masked.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::cost::{Cost, Held, LotBook, LotCosts, money};
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Disclosure, Movement, OnHand};
use crate::ledger::word::{DisclosureList, MovementKind};
use crate::quantity::Money;

use super::privacy::Privacy;

/// Which lines are listed, and what may be shown of them.
#[derive(Debug, Clone, Copy)]
pub struct ListOptions<'a> {
    /// First and last day of the period.
    pub from: Day,
    pub to: Day,
    pub privacy: &'a Privacy,
}

/// The four lists, by list and in the order of the ledger; `onhand` is the stock on the last day.
///
/// Rule: `T3`.
pub fn disclosures(
    movements: &[Movement],
    onhand: &[OnHand],
    options: &ListOptions,
) -> Vec<Disclosure> {
    let posted = in_ledger_order(movements, options.to);
    let mut rows: Vec<Disclosure> = posted
        .iter()
        .copied()
        .filter(|movement| movement.date >= options.from)
        .filter_map(|movement| Some(of_line(list_of(movement)?, movement, options.privacy)))
        .collect();
    let mut last: BTreeMap<LotKey, (&Movement, i64)> = BTreeMap::new();
    let moves = |movement: &&Movement| matches!(effect(movement), Effect::Add(_) | Effect::Set(_));
    for movement in posted.iter().copied().filter(moves) {
        let lines = last
            .entry(LotKey::of_movement(movement))
            .or_insert((movement, 0));
        *lines = (movement, lines.1 + 1);
    }
    let book = LotBook::of(movements, &LotCosts::of(&posted), options.to);
    let stock = onhand.iter().filter(|row| !row.qty.is_zero());
    rows.extend(stock.map(|row| {
        let lot = LotKey::of_balance(row);
        of_lot(row, last.get(&lot).copied(), book.held(&lot))
    }));
    // The sort is stable: within a list the order of the ledger stays.
    rows.sort_by_key(|row| row.list);
    rows
}

/// The list a line belongs in, if it belongs in one.
///
/// A purchase is what the price of a plan takes for one, too ([`Movement::is_purchase`]).
pub fn list_of(movement: &Movement) -> Option<DisclosureList> {
    match movement.kind {
        MovementKind::Receipt if movement.is_donation() => Some(DisclosureList::Donation),
        MovementKind::Receipt => movement.is_purchase().then_some(DisclosureList::Purchase),
        MovementKind::Issue | MovementKind::TransferOut => Some(DisclosureList::Allocation),
        _ => None,
    }
}

fn of_line(list: DisclosureList, movement: &Movement, privacy: &Privacy) -> Disclosure {
    let counterparty = privacy.name(&movement.counterparty);
    let usage = privacy.text(&movement.usage);
    let is_masked = [
        counterparty != movement.counterparty,
        usage != movement.usage,
    ];
    Disclosure {
        list,
        doc: movement.doc.clone(),
        line: movement.line.clone(),
        date: Some(movement.date),
        site: movement.site.clone(),
        item: movement.item.clone(),
        lot: movement.lot.clone(),
        qty: movement.qty.unwrap_or_default(),
        unit: movement.unit.clone(),
        form: movement.form,
        counterparty,
        usage,
        unit_cost: movement.unit_cost,
        amount: movement
            .qty
            .zip(movement.unit_cost)
            .and_then(|(qty, cost)| Money::of(qty, cost)),
        expiry: movement.expiry,
        lines: Some(1),
        masked: Some(is_masked.into_iter().filter(|is| *is).count() as i64),
    }
}

fn of_lot(row: &OnHand, last: Option<(&Movement, i64)>, held: Held) -> Disclosure {
    let (doc, line, date, lines) = last.map_or(
        (String::new(), String::new(), None, None),
        |(movement, lines)| {
            let (doc, line) = (movement.doc.clone(), movement.line.clone());
            (doc, line, Some(movement.date), Some(lines))
        },
    );
    Disclosure {
        list: DisclosureList::Stock,
        doc,
        line,
        date,
        site: row.site.clone(),
        item: row.item.clone(),
        lot: row.lot.clone(),
        qty: row.qty,
        unit: row.unit.clone(),
        form: row.form,
        counterparty: String::new(),
        usage: String::new(),
        unit_cost: held.cost().and_then(Cost::price),
        amount: held.cost().and_then(|_| money(held.paid)),
        expiry: row.expiry,
        lines,
        masked: Some(0),
    }
}

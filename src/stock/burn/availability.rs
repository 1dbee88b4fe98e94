//! On which days of a window could an item be used at its site?
//!
//! What the site reported of a day stands first; where it is silent the ledger's lots decide, carried forward day by
//! day. Each movement is looked at once.

use std::collections::BTreeMap;

use crate::calendar::{Day, is_expired};
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Movement, Usage};
use crate::quantity::Quantity;

use super::super::on_hand::is_in_store;
use super::super::record::{brings_stock, burns};

/// A lot as the days pass.
#[derive(Default)]
struct Shelf {
    qty: Quantity,
    held: Quantity,
    expiry: Option<Day>,
}

/// For each of the `days` days from `from` on, whether there was something to use.
///
/// `movements`: of one item at one site, in ledger order; `reported`: what the site reported in the window.
pub fn days_available(
    movements: &[&Movement],
    reported: &[&Usage],
    from: Day,
    days: i64,
) -> Vec<bool> {
    let mut available = match movements.is_empty() {
        true => vec![true; days as usize],
        false => by_ledger(movements, from, days),
    };
    for row in reported {
        let at = row.date.days_since(from);
        let day = usize::try_from(at)
            .ok()
            .and_then(|at| available.get_mut(at));
        if let (Some(day), Some(stated)) = (day, by_report(row)) {
            *day = stated;
        }
    }
    available
}

/// What a report says of its day; whatever was used or came in was there.
fn by_report(row: &Usage) -> Option<bool> {
    let moved = [row.used, row.received]
        .into_iter()
        .flatten()
        .any(Quantity::is_positive);
    if moved {
        Some(true)
    } else {
        row.stockout.map(|out| !out)
    }
}

fn by_ledger(movements: &[&Movement], from: Day, days: i64) -> Vec<bool> {
    let mut shelves: BTreeMap<(&str, &str, &str), Shelf> = BTreeMap::new();
    let mut coming = movements
        .iter()
        .filter(|movement| is_in_store(movement.form))
        .peekable();
    while let Some(movement) = coming.next_if(|movement| movement.date < from) {
        post(&mut shelves, movement);
    }
    let mut available = Vec::with_capacity(days as usize);
    for offset in 0..days {
        let day = from.plus_days(offset);
        let mut there = shelves.values().any(|shelf| shelf.is_usable(day));
        while let Some(movement) = coming.next_if(|movement| movement.date == day) {
            there |= brings_stock(movement) || burns(movement, true);
            post(&mut shelves, movement);
        }
        available.push(there);
    }
    available
}

fn post<'a>(shelves: &mut BTreeMap<(&'a str, &'a str, &'a str), Shelf>, movement: &'a Movement) {
    let key = (&*movement.lot, &*movement.owner, &*movement.earmark);
    let shelf = shelves.entry(key).or_default();
    match effect(movement) {
        Effect::Add(change) => shelf.qty += change,
        Effect::Set(counted) => shelf.qty = counted,
        Effect::Hold(change) => shelf.held = (shelf.held + change).or_zero(),
        Effect::Reserve(_) | Effect::Extend | Effect::Reverse | Effect::None => {}
    }
    shelf.expiry = movement.expiry.or(shelf.expiry);
}

impl Shelf {
    fn is_usable(&self, day: Day) -> bool {
        !is_expired(self.expiry, day) && self.qty > self.held
    }
}

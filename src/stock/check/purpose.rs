//! Check `purpose`: goods received for the epidemic and issued for daily use.
//!
//! A lot may have come for both purposes. Then daily use may draw what came for daily use, or without a stated
//! purpose; what goes beyond is the breach, with its amount. All else draws what is for the epidemic first, and a
//! transfer hands on what it drew: goods stay bound wherever they go. What an institution takes in the annual rotation
//! plan is for its daily use, since it has to be used up; a plan that was posted stands in the ledger.
//!
//! Rule: `P1-A08`.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::senders::Senders;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::plan_id::is_share;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::balance::{Key, in_order, key};
use super::transfer;
use super::{CheckInputs, Outcome, finding};

/// Words for goods that are for the epidemic alone.
const EPIDEMIC: &[&str] = &["epidemic", "防疫", "疫情防控"];
/// Words for daily use.
const DAILY: &[&str] = &["daily", "日常"];

/// What is in a lot, or on the road of one, by what it may be used for.
#[derive(Default)]
struct Lot {
    /// What daily use may still draw.
    free: Quantity,
    /// What is for the epidemic alone.
    bound: Quantity,
    /// Whether any of it ever was.
    was_bound: bool,
}

impl Lot {
    fn add(&mut self, bound: Quantity, free: Quantity) {
        self.free += free;
        self.bound += bound;
        self.was_bound |= bound.is_positive();
    }

    /// Takes `qty` out, bound goods first, and tells how much of it was bound.
    fn take(&mut self, qty: Quantity) -> Quantity {
        let bound = qty.min(self.bound);
        self.bound -= bound;
        self.free = (self.free - (qty - bound)).or_zero();
        bound
    }

    /// Takes `qty` out for daily use, and tells what of it came for the epidemic.
    fn take_daily(&mut self, qty: Quantity) -> Quantity {
        let beyond = (qty - self.free).or_zero();
        self.free = (self.free - qty).or_zero();
        self.bound = (self.bound - beyond).or_zero();
        match self.was_bound {
            true => beyond,
            false => Quantity::ZERO,
        }
    }
}

/// Issues for daily use beyond what came for it.
pub fn purpose(inputs: &CheckInputs) -> Outcome {
    let Some(rule) = &inputs.rules.purpose else {
        return Outcome::Lacks("a policy that keeps goods to their purpose, such as P0");
    };
    let movements = &inputs.movements;
    let of_tables = inputs.rotation.iter();
    let of_tables = of_tables.map(|row| (&*row.institution, &*row.item, &*row.lot));
    let posted = movements.rows.iter().filter(|line| is_share(line));
    let posted = posted.map(|line| (&*line.counterparty, &*line.item, &*line.lot));
    let rotated: BTreeSet<(&str, &str, &str)> = of_tables.chain(posted).collect();
    let senders = Senders::of(movements.rows.iter());
    let mut lots: BTreeMap<Key<'_>, Lot> = BTreeMap::new();
    let mut roads: BTreeMap<transfer::Key<'_>, Lot> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let Effect::Add(change) = effect(movement) else {
            continue;
        };
        let lot = lots.entry(key(movement)).or_default();
        let road = transfer::key(movement, &senders);
        if change.is_positive() {
            let is_rotated = rotated.contains(&(&*movement.site, &*movement.item, &*movement.lot));
            let bound = match is_rotated {
                true => Quantity::ZERO,
                false => bound(movement, change, roads.get_mut(&road)),
            };
            lot.add(bound, change - bound);
            continue;
        }
        let taken = -change;
        if movement.kind != MovementKind::Issue || !DAILY.contains(&&*movement.purpose) {
            let bound = lot.take(taken);
            if movement.kind == MovementKind::TransferOut {
                let road = roads.entry(road).or_default();
                road.add(bound, taken - bound);
            }
            continue;
        }
        let beyond = lot.take_daily(taken);
        if beyond.is_positive() {
            let message = format!("{beyond} of {taken} issued for daily use came for the epidemic");
            findings.push(Finding {
                value: beyond.to_string(),
                expected: "0".to_owned(),
                hint: format!("goods are for their purpose alone ({}): return them, or correct the purpose by a reversal", rule.id),
                ..finding(movements, at, "purpose", Severity::Warning, message)
            });
        }
    }
    Outcome::Found(findings)
}

/// What of the `qty` that came in is for the epidemic alone: by its own word, or by what is on its road.
fn bound(movement: &Movement, qty: Quantity, road: Option<&mut Lot>) -> Quantity {
    let road = road.filter(|_| movement.kind == MovementKind::TransferIn);
    let sent = road.map_or(Quantity::ZERO, |road| road.take(qty));
    match EPIDEMIC.contains(&&*movement.purpose) {
        true => qty,
        false => sent,
    }
}

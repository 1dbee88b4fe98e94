//! What does each lot come to as of a day? Keyed sums of the lines as they come, in any order and on any thread.
//!
//! What is added adds up in any order; what a lot is said to be (unit, expiry, day of making, cost) is kept with the
//! stamp of the line that said it; holds and reservations, which never fall below nothing, are kept and played in
//! order at the end. Sums wrap and never stop a pass: a ledger whose quantities could overflow is refused by its
//! total, which is exact.

use std::collections::HashSet;

use crate::calendar::Day;
use crate::ledger::LotExpiry;
use crate::ledger::effect::{Effect, effect_of};
use crate::ledger::word::MovementKind;
use crate::quantity::{Price, Quantity};

use super::name::NO_NAME;
use super::order::{Count, Order};
use super::posting::{Fold, Posting};
use super::slots::Slots;

/// Lines whose places in the table are looked at together.
const AHEAD: usize = 32;

/// The keyed sums of a ledger as of a day.
#[derive(Debug)]
pub struct Tally<'a> {
    as_of: Day,
    order: &'a Order,
    pub lots: Slots<Lot>,
    /// Holds and reservations, as they came.
    pub holds: Vec<Hold>,
    /// The counts that were seen.
    pub counts: Vec<Count>,
    /// The lines that reversals name.
    pub named: HashSet<u32>,
    /// Keeps the looking ahead from being left out as idle.
    warmth: u64,
}

/// What the lines of one lot come to.
#[derive(Debug, Clone, Default)]
pub struct Lot {
    /// What was added, after the last count where there is one.
    pub qty: Quantity,
    pub unit: u32,
    pub expiry: LotExpiry,
    pub mfg_date: Option<Day>,
    pub unit_cost: Price,
    /// The stamps of the lines that said unit, day of making and cost; 0 where none did.
    said: [u64; 3],
}

/// A hold or a reservation.
#[derive(Debug, Clone, Copy)]
pub struct Hold {
    pub key: u128,
    pub stamp: u64,
    pub effect: Effect,
}

impl<'a> Tally<'a> {
    /// The sums as of a day of a ledger whose order is known.
    pub fn new(as_of: Day, order: &'a Order) -> Tally<'a> {
        Tally {
            as_of,
            order,
            lots: Slots::default(),
            holds: Vec::new(),
            counts: Vec::new(),
            named: HashSet::new(),
            warmth: 0,
        }
    }

    #[inline]
    fn post_one(&mut self, posting: &Posting) {
        if posting.date > self.as_of || self.order.undoes(posting) {
            return;
        }
        let lot = self.lots.entry(posting.key);
        lot.describe(posting);
        match effect_of(posting.kind, posting.qty) {
            Effect::Add(change) if !self.order.is_counted_over(posting) => lot.add(change),
            Effect::Add(_) | Effect::Extend | Effect::None => {}
            Effect::Set(qty) => self.counts.push(Count {
                key: posting.key,
                position: posting.position,
                stamp: posting.stamp(),
                qty,
            }),
            effect @ (Effect::Hold(_) | Effect::Reserve(_)) => self.holds.push(Hold {
                key: posting.key,
                stamp: posting.stamp(),
                effect,
            }),
            Effect::Reverse => {}
        }
        if posting.kind == MovementKind::Reversal && posting.reference != NO_NAME {
            self.named.insert(posting.reference);
        }
    }
}

impl Fold for Tally<'_> {
    fn post(&mut self, postings: &[Posting]) {
        for some in postings.chunks(AHEAD) {
            self.warmth ^= self.lots.warm(some.iter().map(|posting| posting.key));
            some.iter().for_each(|posting| self.post_one(posting));
        }
    }

    fn join(&mut self, other: Self) {
        for (key, theirs) in other.lots.into_entries() {
            self.lots.entry(key).join(&theirs);
        }
        self.holds.extend(other.holds);
        self.counts.extend(other.counts);
        self.named.extend(other.named);
    }
}

impl Lot {
    /// Adds to what lies there.
    pub fn add(&mut self, change: Quantity) {
        let sum = self.qty.thousandths().wrapping_add(change.thousandths());
        self.qty = Quantity::from_thousandths(sum);
    }

    /// Keeps what the latest line says of the lot itself; its expiry goes by a rule of its own.
    #[inline]
    fn describe(&mut self, posting: &Posting) {
        let stamp = posting.stamp();
        self.expiry.join(posting.stated_expiry());
        let [unit, mfg_date, unit_cost] = &mut self.said;
        if posting.unit != NO_NAME && later(unit, stamp) {
            self.unit = posting.unit;
        }
        if posting.mfg_date.is_some() && later(mfg_date, stamp) {
            self.mfg_date = posting.mfg_date;
        }
        if let Some(cost) = posting.unit_cost
            && later(unit_cost, stamp)
        {
            self.unit_cost = cost;
        }
    }

    /// The cost that was stated last; `None` where none was.
    pub fn unit_cost(&self) -> Option<Price> {
        (self.said[2] > 0).then_some(self.unit_cost)
    }

    fn join(&mut self, theirs: &Lot) {
        self.add(theirs.qty);
        self.expiry.join(theirs.expiry);
        let [unit, mfg_date, unit_cost] = &mut self.said;
        if later(unit, theirs.said[0]) {
            self.unit = theirs.unit;
        }
        if later(mfg_date, theirs.said[1]) {
            self.mfg_date = theirs.mfg_date;
        }
        if later(unit_cost, theirs.said[2]) {
            self.unit_cost = theirs.unit_cost;
        }
    }
}

/// Whether `stamp` is later than what was `said` before, which it then replaces.
#[inline]
fn later(said: &mut u64, stamp: u64) -> bool {
    let is_later = stamp > *said;
    if is_later {
        *said = stamp;
    }
    is_later
}

//! What does each lot come to as of a day? Keyed sums of the lines as they come, in any order and on any thread.
//!
//! What is added adds up in any order; what a lot is said to be (unit, expiry, cost) is kept with the
//! stamp of the line that said it; holds and reservations, which never fall below nothing, are kept and played in
//! order at the end. Sums wrap and never stop a pass: a ledger whose quantities could overflow is refused by its
//! total, which is exact.

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::LotExpiry;
use crate::ledger::effect::{Effect, effect_of};
use crate::ledger::word::MovementKind;
use crate::quantity::{Price, Quantity};

use super::name::NO_NAME;
use super::order::{Count, Order};
use super::posting::{Fold, Posting};
use super::shards::Shards;
use super::slots::Slots;
use super::stock::costs::Stated;

/// The keyed sums of a ledger as of a day.
#[derive(Debug)]
pub struct Tally<'a> {
    as_of: Day,
    order: &'a Order,
    /// One table for all tallies of a pass.
    pub lots: Arc<Shards<Slots<Lot>>>,
    /// Days of making; kept apart, because many ledgers state none.
    pub made: Slots<Made>,
    /// Holds and reservations, as they came.
    pub holds: Vec<Hold>,
    /// The counts that were seen.
    pub counts: Vec<Count>,
    /// The lines that reversals name.
    pub named: HashSet<u32>,
    /// Whether a reversal names none.
    pub is_any_nameless: bool,
    /// The lots whose lines state more than one unit.
    pub mixed: HashSet<u128>,
}

/// What the lines of one lot come to.
#[derive(Debug, Clone, Default)]
pub struct Lot {
    /// What was added, after the last count where there is one.
    pub qty: Quantity,
    pub unit: u32,
    pub expiry: LotExpiry,
    /// What a base unit cost by the first line that stated it.
    pub unit_cost: Price,
    /// What the lines state of the cost.
    pub stated: Stated,
    /// The stamp of the line that said the unit; 0 where none did.
    said: u64,
}

/// When the goods of a lot were made, and the stamp of the line that said so last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    pub on: Option<Day>,
    said: u64,
}

/// A hold or a reservation.
#[derive(Debug, Clone, Copy)]
pub struct Hold {
    pub key: u128,
    pub stamp: u64,
    pub effect: Effect,
}

impl Hold {
    /// Whether it is a reservation, and none that is lifted.
    pub fn sets_aside(&self) -> bool {
        matches!(self.effect, Effect::Reserve(change) if change.is_positive())
    }
}

impl<'a> Tally<'a> {
    /// The sums as of a day of a ledger whose order is known.
    pub fn new(as_of: Day, order: &'a Order) -> Tally<'a> {
        Tally {
            as_of,
            order,
            lots: Arc::default(),
            made: Slots::default(),
            holds: Vec::new(),
            counts: Vec::new(),
            named: HashSet::new(),
            is_any_nameless: false,
            mixed: HashSet::new(),
        }
    }

    /// A tally for a further thread of the same pass, with the same table.
    pub fn beside(&self) -> Tally<'a> {
        Tally {
            lots: self.lots.clone(),
            ..Tally::new(self.as_of, self.order)
        }
    }

    /// Keeps a line that does more than to add to its lot.
    #[cold]
    fn set_aside(&mut self, posting: &Posting) {
        match effect_of(posting.kind, posting.qty) {
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
        if posting.kind == MovementKind::Reversal {
            match posting.reference {
                NO_NAME => self.is_any_nameless = true,
                name => {
                    self.named.insert(name);
                }
            }
        }
    }
}

impl Fold for Tally<'_> {
    fn post(&mut self, postings: &[Posting]) {
        let Tally { as_of, order, .. } = *self;
        let counts = |posting: &Posting| posting.date <= as_of && !order.undoes(posting);
        for posting in postings
            .iter()
            .filter(|posting| posting.mfg_date.is_some() && counts(posting))
        {
            self.made.entry(posting.key).join(Made::of(posting));
        }
        let lots = self.lots.clone();
        lots.each(
            postings,
            |posting| counts(posting).then_some(posting.key),
            |lot, posting| {
                if lot.describe(posting) {
                    self.mixed.insert(posting.key);
                }
                match effect_of(posting.kind, posting.qty) {
                    Effect::Add(change) if !order.is_counted_over(posting) => lot.add(change),
                    Effect::Add(_) => {}
                    _ => self.set_aside(posting),
                }
            },
        );
    }

    fn join(&mut self, other: Self) {
        for (key, theirs) in other.made.into_entries() {
            self.made.entry(key).join(theirs);
        }
        self.holds.extend(other.holds);
        self.counts.extend(other.counts);
        self.named.extend(other.named);
        self.is_any_nameless |= other.is_any_nameless;
        self.mixed.extend(other.mixed);
    }
}

impl Lot {
    /// Adds to what lies there.
    pub fn add(&mut self, change: Quantity) {
        let sum = self.qty.thousandths().wrapping_add(change.thousandths());
        self.qty = Quantity::from_thousandths(sum);
    }

    /// Keeps what the latest line says of the lot itself; its expiry goes by a rule of its own, a line without a
    /// quantity, or that takes another back, says nothing of the unit, and one that takes goods away nothing of what
    /// they cost.
    ///
    /// Result: whether this line states another unit than one before.
    #[inline]
    pub fn describe(&mut self, posting: &Posting) -> bool {
        let stamp = posting.stamp();
        self.expiry.join(posting.stated_expiry());
        let states_unit = posting.unit != NO_NAME
            && posting.qty.is_some()
            && posting.kind != MovementKind::Reversal;
        let is_other = states_unit && self.unit != NO_NAME && self.unit != posting.unit;
        if states_unit && later(&mut self.said, stamp) {
            self.unit = posting.unit;
        }
        self.stated.join(&mut self.unit_cost, posting);
        is_other
    }
}

impl Made {
    /// What one line says.
    pub fn of(posting: &Posting) -> Made {
        Made {
            on: posting.mfg_date,
            said: posting.stamp(),
        }
    }

    /// Takes in what another line says.
    pub fn join(&mut self, other: Made) {
        if other.said > self.said {
            *self = other;
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

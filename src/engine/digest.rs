//! A long ledger as a short one: what lay there before a day, and every line from that day on.
//!
//! For a question that looks at no day before `from` but for balances and for the day on which an item first came in,
//! the short ledger gives the answer of the long one. It opens with a receipt of next to nothing on that first day,
//! and on the day before `from` with a count, a hold and a reservation of each lot that matters.

use std::collections::HashSet;

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect_of, lies_in_store};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::name::{NO_NAME, Names};
use super::order::Order;
use super::posting::{Fold, Posting, form_owner_earmark, key, parts};
use super::slots::Slots;
use super::stock::{Standing, Stock};
use super::tally::Tally;

/// The fold that shortens a ledger.
#[derive(Debug)]
pub struct Digest<'a> {
    pub days: Days,
    order: &'a Order,
    names: &'a Names,
    /// What lies there before `from`.
    pub before: Tally<'a>,
    /// The goods of each site, by the numbers of site and item.
    goods: Slots<Goods>,
    /// The lots that move from `from` on.
    moving: HashSet<u128>,
    kept: Vec<(u64, Movement)>,
    /// The lines that reversals name up to the last day.
    pub named: HashSet<u32>,
}

/// When an item was first spoken of at a site, and when it first came in.
#[derive(Debug, Clone, Copy, Default)]
struct Goods {
    first: Option<Day>,
    first_in: Option<Day>,
}

/// The days that are kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Day,
    pub until: Day,
}

impl<'a> Digest<'a> {
    /// The digest of a ledger whose order is known.
    pub fn new(days: Days, order: &'a Order, names: &'a Names) -> Digest<'a> {
        Digest {
            days,
            order,
            names,
            before: Tally::new(days.from.plus_days(-1), order),
            goods: Slots::default(),
            moving: HashSet::new(),
            kept: Vec::new(),
            named: HashSet::new(),
        }
    }

    /// A digest for a further thread of the same pass.
    pub fn beside(&self) -> Digest<'a> {
        Digest {
            before: self.before.beside(),
            ..Digest::new(self.days, self.order, self.names)
        }
    }

    /// The short ledger, in ledger order.
    pub fn movements(self) -> Vec<Movement> {
        let eve = self.days.from.plus_days(-1);
        let mut movements: Vec<Movement> = Vec::new();
        for (key, goods) in self.goods.into_entries() {
            let [site, item, ..] = parts(key).map(|number| self.names.text(number));
            let line = |day: Day, kind, thousandths| Movement {
                qty: Some(Quantity::from_thousandths(thousandths)),
                ..Movement::new(day, kind, &site, &item)
            };
            let before = |day: Option<Day>| day.filter(|day| *day <= eve);
            let trace = before(goods.first_in).map(|day| line(day, MovementKind::Receipt, 1));
            let gone = before(goods.first).map(|_| line(eve, MovementKind::Count, 0));
            movements.extend(trace.into_iter().chain(gone));
        }
        let stock = Stock::in_any_order(self.before, self.order, self.names);
        for lot in stock.iter() {
            let matters = !lot.qty.is_zero() || !lot.held.is_zero() || !lot.reserved.is_zero();
            if matters || self.moving.contains(&lot.key) {
                opening(&lot, eve, &mut movements);
            }
        }
        let mut kept = self.kept;
        kept.sort_by_key(|(position, _)| *position);
        movements.extend(kept.into_iter().map(|(_, movement)| movement));
        movements
    }
}

impl Fold for Digest<'_> {
    fn post(&mut self, postings: &[Posting]) {
        self.before.post(postings);
        for posting in postings {
            if posting.date > self.days.until {
                continue;
            }
            if posting.kind == MovementKind::Reversal && posting.reference != NO_NAME {
                self.named.insert(posting.reference);
            }
            if self.order.undoes(posting) {
                continue;
            }
            if posting.date >= self.days.from {
                self.moving.insert(posting.key);
            }
            let [site, item, ..] = parts(posting.key);
            let brings_stock = brings_stock(posting, self.names);
            let goods = self.goods.entry(key([site, item, NO_NAME, NO_NAME]));
            goods.first = earlier(goods.first, Some(posting.date));
            if brings_stock {
                goods.first_in = earlier(goods.first_in, Some(posting.date));
            }
        }
    }

    fn join(&mut self, other: Self) {
        self.before.join(other.before);
        for (key, theirs) in other.goods.into_entries() {
            let goods = self.goods.entry(key);
            goods.first = earlier(goods.first, theirs.first);
            goods.first_in = earlier(goods.first_in, theirs.first_in);
        }
        self.moving.extend(other.moving);
        self.kept.extend(other.kept);
        self.named.extend(other.named);
    }

    fn wants(&self, posting: &Posting) -> bool {
        (self.days.from..=self.days.until).contains(&posting.date) && !self.order.undoes(posting)
    }

    fn keep(&mut self, position: u64, movement: Movement) {
        // Whatever a reversal undid is left out already.
        let movement = match movement.kind {
            MovementKind::Reversal => Movement {
                reference: String::new(),
                ..movement
            },
            _ => movement,
        };
        self.kept.push((position, movement));
    }
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    a.into_iter().chain(b).min()
}

/// The lines that put a lot where it stands.
fn opening(lot: &Standing<'_>, day: Day, movements: &mut Vec<Movement>) {
    let line = |kind, qty| Movement {
        qty: Some(qty),
        lot: lot.lot.to_owned(),
        form: Some(lot.form),
        owner: lot.owner.to_owned(),
        earmark: lot.earmark.to_owned(),
        unit: lot.unit.to_owned(),
        expiry: lot.expiry.day(),
        mfg_date: lot.mfg_date,
        unit_cost: lot.unit_cost,
        ..Movement::new(day, kind, lot.site, lot.item)
    };
    movements.push(line(MovementKind::Count, lot.qty));
    let holds = [
        (MovementKind::Hold, lot.held),
        (MovementKind::Reserve, lot.reserved),
    ];
    let holds = holds.into_iter().filter(|(_, qty)| !qty.is_zero());
    movements.extend(holds.map(|(kind, qty)| line(kind, qty)));
    if lot.expiry.is_extended() {
        movements.push(Movement {
            qty: None,
            ..line(MovementKind::Extend, Quantity::ZERO)
        });
    }
}

/// Whether after a line something lies in a store that it brought or found there.
fn brings_stock(posting: &Posting, names: &Names) -> bool {
    let (Effect::Add(qty) | Effect::Set(qty)) = effect_of(posting.kind, posting.qty) else {
        return false;
    };
    let [.., whose] = parts(posting.key);
    let in_store = || {
        let whose = names.text(whose);
        let (form, ..) = form_owner_earmark(&whose);
        lies_in_store(form)
    };
    qty.is_positive() && (whose == NO_NAME || in_store())
}

//! What lies where: the finished sums of a ledger, by lot, in the order in which a table shows them.
//!
//! Rows × key: one [`Standing`] per site, item, lot, form, owner and earmark. A lot whose balance is zero stays,
//! because that it ran out is a fact.

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::LotExpiry;
use crate::ledger::effect::Effect;
use crate::ledger::tables::Movement;
use crate::ledger::word::Form;
use crate::quantity::{Price, Quantity};

use super::name::Names;
use super::order::{Finder, Order};
use super::posting::{Fold as _, Posting, form_owner_earmark, key, parts};
use super::tally::{Hold, Lot, Tally};

/// Balances by lot.
#[derive(Debug)]
pub struct Stock {
    /// The texts of the numbers in keys.
    texts: Vec<Arc<str>>,
    lots: Vec<(u128, Lot)>,
    /// What is held and reserved of the few lots of which anything is.
    holds: HashMap<u128, (Quantity, Quantity)>,
}

/// One lot and what lies in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'a> {
    pub site: &'a str,
    pub item: &'a str,
    pub lot: &'a str,
    pub form: Form,
    pub owner: &'a str,
    pub earmark: &'a str,
    pub qty: Quantity,
    pub held: Quantity,
    pub reserved: Quantity,
    pub unit: &'a str,
    pub expiry: LotExpiry,
    pub mfg_date: Option<Day>,
    pub unit_cost: Option<Price>,
}

impl Stock {
    /// The balances of movements in memory on `as_of`, as passes over a file give them.
    pub fn of(movements: &[Movement], as_of: Day) -> Stock {
        let names = Names::default();
        let postings = || -> Vec<Posting> {
            let places = movements.iter().zip(0..);
            places
                .map(|(movement, at)| Posting::new(movement, at, &names))
                .collect()
        };
        let tally = |order| {
            let mut tally = Tally::new(as_of, order);
            tally.post(&postings());
            tally
        };
        let free = Order::default();
        let first = tally(&free);
        let mut finder = Finder::new(&first.named);
        if !first.named.is_empty() {
            finder.post(&postings());
        }
        let order = Order::new(finder.positions(), &first.counts);
        let last = if order.is_free() {
            first
        } else {
            tally(&order)
        };
        Stock::new(last, &order, &names)
    }

    /// The finished sums of `tally`, which knew the `order` of its ledger.
    pub fn new(tally: Tally<'_>, order: &Order, names: &Names) -> Stock {
        let mut stock = Stock::in_any_order(tally, order, names);
        let (texts, ranks) = ranked(&stock.texts);
        let in_order = |number: u128| key(parts(number).map(|part| ranks[part as usize]));
        for (number, lot) in &mut stock.lots {
            *number = in_order(*number);
            lot.unit = ranks[lot.unit as usize];
        }
        stock.lots.sort_unstable_by_key(|(number, _)| *number);
        let holds = stock.holds.into_iter();
        Stock {
            texts,
            lots: stock.lots,
            holds: holds.map(|(key, held)| (in_order(key), held)).collect(),
        }
    }

    /// The same with lots under the keys of the tally, in the order in which they came.
    pub fn in_any_order(tally: Tally<'_>, order: &Order, names: &Names) -> Stock {
        let Tally {
            mut lots, holds, ..
        } = tally;
        for (lot, (_, counted)) in &order.counted {
            lots.entry(*lot).add(*counted);
        }
        Stock {
            texts: names.texts(),
            lots: lots.into_entries(),
            holds: held(holds),
        }
    }

    /// How many lots there are.
    pub fn len(&self) -> usize {
        self.lots.len()
    }

    /// Whether there is no lot.
    pub fn is_empty(&self) -> bool {
        self.lots.is_empty()
    }

    /// Every lot, by site, item, lot, form, owner and earmark.
    pub fn iter(&self) -> impl Iterator<Item = Standing<'_>> {
        self.keyed().map(|(_, lot)| lot)
    }

    /// Every lot with its key.
    pub fn keyed(&self) -> impl Iterator<Item = (u128, Standing<'_>)> {
        let lots = self.lots.iter();
        lots.map(|(key, lot)| (*key, self.standing(*key, lot)))
    }

    fn standing(&self, key: u128, lot: &Lot) -> Standing<'_> {
        let [site, item, name, whose] = parts(key).map(|number| &*self.texts[number as usize]);
        let (form, owner, earmark) = form_owner_earmark(whose);
        let (held, reserved) = self.holds.get(&key).copied().unwrap_or_default();
        Standing {
            site,
            item,
            lot: name,
            form,
            owner,
            earmark,
            qty: lot.qty,
            held,
            reserved,
            unit: &self.texts[lot.unit as usize],
            expiry: lot.expiry,
            mfg_date: lot.mfg_date,
            unit_cost: lot.unit_cost(),
        }
    }
}

/// The texts in their order, and for each number the rank of its text.
fn ranked(texts: &[Arc<str>]) -> (Vec<Arc<str>>, Vec<u32>) {
    let mut order: Vec<u32> = (0..).take(texts.len()).collect();
    order.sort_unstable_by(|a, b| texts[*a as usize].cmp(&texts[*b as usize]));
    let mut ranks = vec![0; texts.len()];
    for (rank, number) in (0..).zip(&order) {
        ranks[*number as usize] = rank;
    }
    let sorted = order.iter().map(|number| texts[*number as usize].clone());
    (sorted.collect(), ranks)
}

/// What is held and reserved of each lot: played by stamp, and never below nothing.
fn held(mut holds: Vec<Hold>) -> HashMap<u128, (Quantity, Quantity)> {
    holds.sort_by_key(|hold| hold.stamp);
    let mut standing: HashMap<u128, (Quantity, Quantity)> = HashMap::new();
    for hold in holds {
        let (held, reserved) = standing.entry(hold.key).or_default();
        match hold.effect {
            Effect::Hold(change) => *held = (*held + change).or_zero(),
            Effect::Reserve(change) => *reserved = (*reserved + change).or_zero(),
            _ => {}
        }
    }
    standing
}

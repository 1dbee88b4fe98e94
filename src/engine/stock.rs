//! What lies where: the finished sums of a ledger, by lot, in the order in which a table shows them.
//!
//! Rows × key: one [`Standing`] per site, item, lot, form, owner and earmark. A lot whose balance is zero stays,
//! because that it ran out is a fact.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect_of};
use crate::ledger::tables::Movement;
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::{Price, Quantity};

use super::ahead::{wish, wished};
use super::name::{NO_NAME, Names};
use super::order::{Finder, Order};
use super::parallel;
use super::posting::{Fold as _, Posting, form_owner_earmark, goods_of, parts};
use super::shards::shard_of;
use super::slots::{Entry, Slots};
use super::tally::{Hold, Lot, Made, Tally};

pub mod costs;
mod ranks;
mod standing;

use costs::{CostLines, Unsettled};
use ranks::{Ranks, in_order};
pub use standing::Standing;

/// Balances by lot.
#[derive(Debug)]
pub struct Stock {
    /// The texts of the numbers in keys.
    texts: Vec<Arc<str>>,
    /// The lots as they came, in the parts of their table.
    parts: Vec<Slots<Lot>>,
    made: Slots<Made>,
    /// Where each lot stands: its part, and its place in it.
    order: Vec<Address>,
    /// What is held and reserved of the few lots of which anything is.
    holds: HashMap<u128, (Quantity, Quantity)>,
    sets_aside: bool,
    /// The lines that reversals name and that are not there, as `doc/line`, in order.
    missing: Vec<String>,
    /// The lots whose lines state more than one unit.
    mixed: HashSet<u128>,
    /// What lots cost whose own lines do not say it alone; nothing where it is not known.
    costs: HashMap<u128, Option<Price>>,
    unsettled: Unsettled,
}

/// A part of a table, and a place in it.
type Address = (u32, u32);

impl Stock {
    /// The balances of movements in memory on `as_of`, as passes over a file give them.
    pub fn of(movements: &[Movement], as_of: Day) -> Stock {
        let names = Names::default();
        // Lines have no need of their names where none names another.
        let is_reversal = |movement: &Movement| movement.kind == MovementKind::Reversal;
        let posting = match movements.iter().any(is_reversal) {
            true => Posting::new,
            false => Posting::unnamed,
        };
        let postings = || -> Vec<Posting> {
            let places = movements.iter().zip(0..);
            places
                .map(|(movement, at)| posting(movement, at, &names))
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
        let order = Order::new(finder.positions(), &first.counts)
            .with_missing(&finder, first.is_any_nameless);
        let last = if order.is_free() {
            first
        } else {
            tally(&order)
        };
        let mut stock = Stock::new(last, &order, &names);
        for goods in stock.take_unsettled(movements.len()) {
            let mut lines = CostLines::new(&goods, as_of, &order);
            for line in postings() {
                if goods.wants(&line, as_of, &order) {
                    lines.keep(line.position, movements[line.position as usize].clone());
                }
            }
            stock.settle_costs(lines);
        }
        stock
    }

    /// The finished sums of `tally`, which knew the `order` of its ledger.
    pub fn new(tally: Tally<'_>, order: &Order, names: &Names) -> Stock {
        Stock::in_any_order(tally, order, names).finished()
    }

    /// The same stock in the order in which a table shows it, and what costs agree on shared.
    pub fn finished(mut self) -> Stock {
        self.share_costs();
        let order = in_order(
            &self.parts,
            &addresses(&self.parts),
            &Ranks::of(&self.texts),
        );
        Stock { order, ..self }
    }

    /// Takes in further lines, those of a lot in ledger order and behind all its lines before;
    /// [`finished`](Stock::finished) comes after.
    pub fn go_on<'p, L: Iterator<Item = &'p Posting>>(&mut self, lines: impl Fn() -> L) {
        for line in lines() {
            let lot = self.parts[shard_of(line.key)].entry(line.key);
            if lot.describe(line) {
                self.mixed.insert(line.key);
            }
            let (held, reserved) = match effect_of(line.kind, line.qty) {
                Effect::Hold(change) => (change, Quantity::ZERO),
                Effect::Reserve(change) => (Quantity::ZERO, change),
                Effect::Add(change) => {
                    lot.add(change);
                    continue;
                }
                Effect::Set(qty) => {
                    lot.qty = qty;
                    continue;
                }
                Effect::Extend | Effect::Reverse | Effect::None => continue,
            };
            let standing = self.holds.entry(line.key).or_default();
            standing.0 = (standing.0 + held).or_zero();
            standing.1 = (standing.1 + reserved).or_zero();
            self.sets_aside |= reserved.is_positive();
        }
        for line in lines().filter(|line| line.mfg_date.is_some()) {
            self.made.entry(line.key).join(Made::of(line));
        }
        self.order = addresses(&self.parts);
    }

    /// The same in no particular order.
    pub fn in_any_order(tally: Tally<'_>, order: &Order, names: &Names) -> Stock {
        let Tally {
            lots,
            made,
            holds,
            mixed,
            ..
        } = tally;
        let lots = Arc::into_inner(lots).expect("the pass is over, and one tally is left of it");
        let mut parts = lots.into_parts();
        for (lot, (_, counted)) in &order.counted {
            parts[shard_of(*lot)].entry(*lot).add(*counted);
        }
        Stock {
            order: addresses(&parts),
            missing: missing(order, &names.texts()),
            texts: names.texts(),
            parts,
            made,
            sets_aside: holds.iter().any(Hold::sets_aside),
            holds: held(holds),
            mixed,
            costs: HashMap::new(),
            unsettled: Unsettled::default(),
        }
    }

    /// The lines that reversals name and that are not there, as `doc/line`, in order.
    pub fn missing_lines(&self) -> &[String] {
        &self.missing
    }

    /// Whether any line sets goods aside, lifted since or not.
    pub fn sets_aside(&self) -> bool {
        self.sets_aside
    }

    /// The lots whose lines state more than one unit, so that what they come to is no amount; in order.
    pub fn in_mixed_units(&self) -> impl Iterator<Item = Standing<'_>> {
        let is_any = !self.mixed.is_empty();
        let lots = is_any.then(|| self.iter()).into_iter().flatten();
        lots.filter(|lot| self.mixed.contains(&lot.key))
    }

    /// The lots of which there is less than nothing, in order.
    pub fn below_nothing(&self) -> Vec<Standing<'_>> {
        let keys = self.of_parts(|part| {
            let lots = part.entries().iter();
            let below = lots.filter(|lot| lot.kept.qty.is_negative());
            below.map(|lot| lot.key).collect::<Vec<u128>>()
        });
        let lots = keys.into_iter().flatten().filter_map(|key| self.get(key));
        let mut lots: Vec<Standing<'_>> = lots.collect();
        lots.sort_by_key(|lot| {
            (
                lot.site,
                lot.item,
                lot.lot,
                lot.form,
                lot.owner,
                lot.earmark,
            )
        });
        lots
    }

    /// What becomes of each part of the table, of a long one on all cores.
    fn of_parts<'s, R: Send>(&'s self, work: impl Fn(&'s Slots<Lot>) -> R + Sync) -> Vec<R> {
        parallel::in_parallel_of(self.len(), self.parts.iter().collect(), work)
    }

    /// The text of a number in keys.
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// How many lots there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no lot.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Every lot, in the parts of their table and in no particular order.
    pub fn parts(&self) -> impl Iterator<Item = impl Iterator<Item = Standing<'_>>> {
        let parts = self.parts.iter();
        parts.map(|part| {
            let lots = part.entries().iter();
            lots.map(|lot| self.standing(lot.key, &lot.kept))
        })
    }

    /// The lot of a key, where there is one.
    pub fn get(&self, key: u128) -> Option<Standing<'_>> {
        let lot = self.parts[shard_of(key)].get(key)?;
        Some(self.standing(key, lot))
    }

    /// Every lot, by site, item, lot, form, owner and earmark.
    pub fn iter(&self) -> impl Iterator<Item = Standing<'_>> {
        self.part(0..self.len())
    }

    /// The lots at some places of that order.
    pub fn part(&self, places: Range<usize>) -> impl Iterator<Item = Standing<'_>> {
        let addresses = wished(&self.order[places], |address| wish(self.entry(address)));
        addresses.map(|address| self.at(address))
    }

    /// The places of all lots in that order, cut into at most `count` parts; the lots of one site are in one part.
    pub fn parts_by_site(&self, count: usize) -> Vec<Range<usize>> {
        let length = self.len().div_ceil(count.max(1)).max(1);
        let mut parts = Vec::new();
        let mut start = 0;
        while start < self.len() {
            let last = self.len().min(start + length) - 1;
            let site = self.site_at(last);
            let behind = self.order[last..].partition_point(|lot| self.site_of(lot) == site);
            parts.push(start..last + behind);
            start = last + behind;
        }
        parts
    }

    /// Some places with both ends moved on to the next border between goods: the lots of one good at one site are in one
    /// part, and parts that follow each other still do.
    pub fn whole_goods(&self, places: Range<usize>) -> Range<usize> {
        let goods = |address: &Address| goods_of(self.entry(address).key);
        let border = |place: usize| {
            let before = place.checked_sub(1).map(|last| goods(&self.order[last]));
            let lots = self.order[place..].iter();
            place + lots.take_while(|lot| Some(goods(lot)) == before).count()
        };
        border(places.start)..border(places.end)
    }

    /// The site of the lot at a place.
    pub fn site_at(&self, place: usize) -> &str {
        self.site_of(&self.order[place])
    }

    fn site_of(&self, address: &Address) -> &str {
        self.text(parts(self.entry(address).key)[0])
    }

    /// Each item with each unit, both as they are written, that anything of it lies there in.
    pub fn units(&self) -> HashSet<(&str, &str)> {
        let of_part = |part: &Slots<Lot>| {
            let lots = part.entries().iter();
            let lots = lots.filter(|lot| !lot.kept.qty.is_zero() && lot.kept.unit != NO_NAME);
            let numbers = lots.map(|lot| (parts(lot.key)[1], lot.kept.unit));
            numbers.collect::<HashSet<(u32, u32)>>()
        };
        let numbers = self.of_parts(of_part).into_iter().flatten();
        numbers
            .map(|(item, unit)| (self.text(item), self.text(unit)))
            .collect()
    }

    /// What `row` makes of each lot that `keeps` holds for, in that order; of many on all cores.
    pub fn rows<'a, R: Send>(
        &'a self,
        keeps: impl Fn(&Standing<'a>) -> bool,
        row: impl Fn(&Standing<'a>) -> R + Sync + Send,
    ) -> Vec<R> {
        let all = wished(&self.order, |address| wish(self.entry(address)));
        let kept = all.filter(|address| keeps(&self.at(address)));
        let kept: Vec<Address> = kept.copied().collect();
        parallel::each(&kept, |address| row(&self.at(address)))
    }

    fn entry(&self, (part, at): &Address) -> &Entry<Lot> {
        &self.parts[*part as usize].entries()[*at as usize]
    }

    fn at(&self, address: &Address) -> Standing<'_> {
        let Entry { key, kept } = self.entry(address);
        self.standing(*key, kept)
    }

    fn standing(&self, key: u128, lot: &Lot) -> Standing<'_> {
        let [site, item, name, whose] = parts(key).map(|number| &*self.texts[number as usize]);
        let (form, owner, earmark) = match whose {
            "" => (Form::Physical, "", ""),
            whose => form_owner_earmark(whose),
        };
        let (held, reserved) = self.holds.get(&key).copied().unwrap_or_default();
        Standing {
            key,
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
            mfg_date: self.made.get(key).and_then(|made| made.on),
            unit_cost: match self.costs.get(&key) {
                Some(cost) => *cost,
                None => lot.cost(),
            },
        }
    }
}

/// Where all lots stand.
fn addresses(parts: &[Slots<Lot>]) -> Vec<Address> {
    let parts = (0..).zip(parts);
    let addresses =
        |(part, slots): (u32, &Slots<Lot>)| (0..slots.len() as u32).map(move |at| (part, at));
    parts.flat_map(addresses).collect()
}

fn missing(order: &Order, texts: &[Arc<str>]) -> Vec<String> {
    let names = order.missing.iter();
    let mut names: Vec<String> = names
        .map(|name| texts[*name as usize].to_string())
        .collect();
    names.sort_unstable();
    names
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

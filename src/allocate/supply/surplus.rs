//! What can a site give away and still keep what it needs itself?
//!
//! `surplus = max(0, available − given out by the plan − floor)`, by site and item, and of the lots the
//! earliest expiring: what is kept lasts longest. The floor is the larger of what standards ask for
//! (`need_min` of table `cover`) and the days to keep times its own use. Where neither is known there is
//! no floor to keep to, and the site gives nothing.
//!
//! A standard speaks of an area, and is held against what all its own stores keep together, as in `stock cover`: who
//! gives nothing keeps all it has, and the rest is kept by those who give, in the lots that expire last.
//!
//! Never: who gets it (`transfer.rs`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::allocate::share::Rate;
use crate::calendar::{Day, is_expired};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Allocation, Burn, Cover, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;
use crate::stock::cover::area::Areas;
use crate::stock::fefo::{self, Demand, Lot};

use super::keep::{Kept, keep_back, last_first};
use super::lots::available;
use super::own::{Key, rates};
use super::posted::Posted;
use super::remaining::remaining;

/// What a surplus is worked out from.
#[derive(Debug, Clone, Copy)]
pub(in crate::allocate) struct SurplusInputs<'a> {
    pub(in crate::allocate) onhand: &'a [OnHand],
    /// What a plan gives out already.
    pub(in crate::allocate) allocation: &'a [Allocation],
    /// What of that has left the balances.
    pub(in crate::allocate) posted: &'a Posted,
    pub(in crate::allocate) burn: &'a [Burn],
    pub(in crate::allocate) cover: &'a [Cover],
    pub(in crate::allocate) sites: &'a SiteTree,
    /// Days of its own use that a site keeps; `None` where only standards count.
    pub(in crate::allocate) floor_days: Option<i64>,
    pub(in crate::allocate) as_of: Day,
}

/// What a site keeps of an item, and what that lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::allocate) struct Keep {
    /// `None` where nothing says what it needs.
    pub(in crate::allocate) floor: Option<Quantity>,
    /// What can be picked before anything is given away.
    pub(in crate::allocate) stock: Quantity,
    /// Its own use.
    pub(in crate::allocate) rate: Option<Rate>,
}

impl Keep {
    /// Whole days that what is `left` of a site's goods lasts at its own use, first expiry first; `None` where that is
    /// not known or nothing.
    ///
    /// Rule: `D-01`.
    pub(in crate::allocate) fn days(&self, left: &[&OnHand], as_of: Day) -> Option<i64> {
        let daily = self.rate.filter(|rate| rate.used > 0)?.daily()?;
        let lots = left.iter().map(|row| Lot {
            lot: &row.lot,
            qty: available(row),
            expiry: row.expiry,
        });
        fefo::run(
            as_of,
            as_of,
            &lots.collect::<Vec<Lot>>(),
            &Demand::Daily(daily),
        )
        .cover_days
    }

    /// What it keeps of its stock, as far as its floor goes.
    fn kept(&self) -> Quantity {
        self.floor.map_or(self.stock, |floor| floor.min(self.stock))
    }
}

/// What each site holds after the plan before, and what it keeps of each item.
pub(in crate::allocate) struct Surplus<'a> {
    /// The balances after the plan before.
    pub(in crate::allocate) left: Vec<OnHand>,
    pub(in crate::allocate) keeps: BTreeMap<Key<'a>, Keep>,
    /// Numbers of the balances that can be picked, by site and item.
    lots: BTreeMap<Key<'a>, Vec<usize>>,
    /// What standards ask the stores of an area to keep together, those of the lowest areas first.
    needs: Vec<Need<'a>>,
    as_of: Day,
}

/// What the most demanding standard asks of an area.
struct Need<'a> {
    item: &'a str,
    stores: Vec<&'a str>,
    qty: Quantity,
}

impl<'a> Surplus<'a> {
    /// What sites hold, and the days of their own use that they keep; the needs of areas come on top.
    pub(in crate::allocate) fn of(inputs: &SurplusInputs<'a>) -> Surplus<'a> {
        let left = remaining(inputs.onhand, &inputs.posted.to_leave(inputs.allocation));
        let mut lots: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (number, row) in inputs.onhand.iter().enumerate() {
            if is_in_store(row, inputs.as_of) {
                let goods = (row.site.as_str(), row.item.as_str());
                lots.entry(goods).or_default().push(number);
            }
        }
        let rates = rates(inputs.burn, inputs.as_of);
        let needs = needs(inputs);
        let of_need = |need: &Need<'a>| {
            let item = need.item;
            let stores: Vec<Key> = need.stores.iter().map(|store| (*store, item)).collect();
            stores
        };
        let spoken_of: HashSet<Key> = needs.iter().flat_map(of_need).collect();
        let keep = |(goods, numbers): (&Key<'a>, &Vec<usize>)| {
            let rate = rates.get(goods).copied();
            let floor = match inputs.floor_days {
                Some(0) => Some(Quantity::ZERO),
                // Where the use is not known, a standard alone does not say that the days are kept.
                Some(days) => rate.and_then(|rate| rate.in_days(days)),
                None => spoken_of.contains(goods).then_some(Quantity::ZERO),
            };
            let stock = numbers.iter().map(|at| available(&left[*at])).sum();
            (*goods, Keep { floor, stock, rate })
        };
        Surplus {
            keeps: lots.iter().map(keep).collect(),
            left,
            lots,
            needs,
            as_of: inputs.as_of,
        }
    }

    /// Raises the floors of those who give to what the areas need that they are stores of.
    pub(in crate::allocate) fn keep_for_areas(&mut self, gives: impl Fn(&str, &str) -> bool) {
        for need in &self.needs {
            let stores = need.stores.iter().map(|store| (*store, need.item));
            let stores: Vec<Key> = stores
                .filter(|goods| self.lots.contains_key(goods))
                .collect();
            let kept = stores.iter().map(|goods| match gives(goods.0, goods.1) {
                true => self.keeps[goods].kept(),
                false => self.keeps[goods].stock,
            });
            let mut open = (need.qty - kept.sum()).or_zero();
            let giving = stores.iter().filter(|goods| gives(goods.0, goods.1));
            let mut free: Vec<(Key, usize, Quantity)> =
                giving.flat_map(|goods| self.free(*goods)).collect();
            free.sort_by(|a, b| last_first(&self.left[b.1]).cmp(&last_first(&self.left[a.1])));
            for (goods, _, qty) in free {
                let more = qty.min(open);
                open -= more;
                if let Some(keep) = self.keeps.get_mut(&goods).filter(|_| more.is_positive()) {
                    keep.floor = Some(keep.kept() + more);
                }
            }
        }
    }

    /// The lots of some goods with what of each lies above the floor.
    fn free(&self, goods: Key<'a>) -> Vec<(Key<'a>, usize, Quantity)> {
        let mut numbers = self.lots[&goods].clone();
        numbers.sort_by(|a, b| last_first(&self.left[*b]).cmp(&last_first(&self.left[*a])));
        let mut kept = self.keeps[&goods].kept();
        let free = numbers.into_iter().map(|number| {
            let there = available(&self.left[number]);
            let own = kept.min(there);
            kept -= own;
            (goods, number, there - own)
        });
        free.collect()
    }

    /// Those of `rows`, one for each balance, in which some goods can be picked.
    pub(in crate::allocate) fn lots_of<'r>(
        &self,
        goods: (&str, &str),
        rows: &'r [OnHand],
    ) -> Vec<&'r OnHand> {
        let numbers = self.lots.get(&goods).into_iter().flatten();
        numbers.map(|number| &rows[*number]).collect()
    }

    /// The balances with what each may give away as `available`, the latest expiring kept.
    pub(in crate::allocate) fn to_give(&self) -> Vec<OnHand> {
        let kept = self.keeps.iter().map(|((site, item), keep)| {
            let kept = keep.floor.map_or(Kept::All, Kept::Quantity);
            (((*site).to_owned(), (*item).to_owned()), kept)
        });
        let mut rows = self.left.clone();
        keep_back(&mut rows, &kept.collect(), self.as_of);
        rows
    }
}

/// What standards ask of each area, the lowest first: what its stores keep counts for the areas above as well.
fn needs<'a>(inputs: &SurplusInputs<'a>) -> Vec<Need<'a>> {
    let mut most: BTreeMap<(Reverse<usize>, Key), Quantity> = BTreeMap::new();
    let physical = |row: &&Cover| Form::stated(row.form) == Form::Physical;
    for row in inputs.cover.iter().filter(physical) {
        if let Some(need) = row.need_min {
            let depth = inputs.sites.upwards(&row.site).len();
            let goods = (row.site.as_str(), row.item.as_str());
            let stands = most.entry((Reverse(depth), goods)).or_default();
            *stands = need.max(*stands);
        }
    }
    if most.is_empty() {
        return Vec::new();
    }
    let areas = Areas::new(inputs.sites);
    let need = |((_, (area, item)), qty)| Need {
        item,
        stores: match areas.own_stores(area) {
            [] => vec![area],
            stores => stores.to_vec(),
        },
        qty,
    };
    most.into_iter().map(need).collect()
}

fn is_in_store(row: &OnHand, as_of: Day) -> bool {
    Form::stated(row.form) == Form::Physical && !is_expired(row.expiry, as_of)
}

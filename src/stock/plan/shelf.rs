//! What a target is held against: the lots of one form at a site and its own stores, and when each has gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::SiteTree;
use crate::ledger::tables::OnHand;
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::cover::area::Areas;
use super::super::cover::meant::Wishes;
use super::super::cover::pickable;
use super::super::fefo::{self, Demand, Lot};
use super::period::Period;
use super::target::{Amount, Target};
use super::{PlanInputs, PlanOptions};

/// One lot, or what is left of an agreement until its term is over.
type Entry<'a> = Lot<'a>;

/// The lots of all sites, and whose stores are whose.
pub struct Shelves<'a> {
    areas: Areas<'a>,
    /// The goods that are asked of a site itself, and are nobody else's.
    asked: BTreeSet<(&'a str, &'a str, Form)>,
    lots: BTreeMap<(&'a str, &'a str, Form), Vec<Kept<'a>>>,
    sites: &'a SiteTree,
    as_of: Day,
}

/// A lot, and whom a donor wants to have it.
type Kept<'a> = (Entry<'a>, &'a str);

/// The lots that count for one target.
pub struct Stock<'a>(Vec<Entry<'a>>);

impl<'a> Shelves<'a> {
    /// What may be picked of every lot on the day of the plan; `targets` are those of all sites.
    pub fn new(
        inputs: &PlanInputs<'a>,
        options: &PlanOptions<'_>,
        targets: &'a [Target],
    ) -> Shelves<'a> {
        let as_of = options.as_of;
        let mut lots: BTreeMap<_, Vec<Kept<'_>>> = BTreeMap::new();
        let onhand: &'a [OnHand] = inputs.onhand;
        for row in onhand.iter().filter(|row| !is_expired(row.expiry, as_of)) {
            let form = Form::stated(row.form);
            let entry = Lot {
                lot: &row.lot,
                qty: pickable(row, as_of),
                expiry: row.expiry,
            };
            lots.entry((&*row.site, &*row.item, form))
                .or_default()
                .push((entry, &row.earmark));
        }
        let apart = targets.iter().filter(|_| !options.target.holds_stores());
        let asked = apart.map(|target| (&*target.site, &*target.item, target.form));
        Shelves {
            areas: Areas::new(inputs.sites),
            asked: asked.collect(),
            lots,
            sites: inputs.sites,
            as_of,
        }
    }

    /// The site of a target and the stores that keep stock in its name, but for those with a target of their own.
    pub fn stores<'s>(&'s self, target: &'s Target) -> Vec<&'s str> {
        let mut stores = self.own_stores(&target.site);
        let is_asked = |store: &&str| {
            *store != target.site && self.asked.contains(&(*store, &*target.item, target.form))
        };
        let asked: Vec<&str> = stores.iter().copied().filter(is_asked).collect();
        for store in asked {
            let others = self.own_stores(store);
            stores.retain(|store| !others.contains(store));
        }
        stores
    }

    fn own_stores<'s>(&'s self, site: &'s str) -> Vec<&'s str> {
        match self.sites.get(site) {
            Some(site) => self.areas.own_stores(&site.site).to_vec(),
            None => vec![site],
        }
    }

    /// The lots that count for a target, without those that a donor meant for others.
    ///
    /// Rule: `P0-A05`.
    pub fn stock(&self, target: &Target) -> Stock<'a> {
        let stores = self.stores(target);
        let wishes = Wishes {
            sites: self.sites,
            areas: &self.areas,
            as_of: self.as_of,
        };
        let lots = stores.into_iter().filter_map(|store| {
            let key = (store, &*target.item, target.form);
            self.lots.get(&key)
        });
        let meant = lots.flatten();
        let meant = meant.filter(|(_, earmark)| wishes.admit(&target.site, earmark));
        Stock(meant.map(|(lot, _)| *lot).collect())
    }
}

impl Stock<'_> {
    /// What may be picked on the day of the plan.
    pub fn available(&self) -> Quantity {
        self.0.iter().map(|lot| lot.qty).sum()
    }

    /// The part that will have gone by the end of a period: of a reserve that stands all that expires, of goods that
    /// are used up what expires unused.
    pub fn expiring(
        &self,
        period: &Period,
        amount: &Amount,
        options: &PlanOptions<'_>,
    ) -> Quantity {
        let gone = |lot: &&Entry<'_>| is_gone(lot, period);
        match amount {
            Amount::Use(rate) => {
                let (as_of, demand_from) = (options.as_of, options.demand_from);
                let wasted = fefo::run(as_of, demand_from, &self.0, &Demand::Daily(*rate)).wasted;
                let lots = self.0.iter().zip(wasted);
                lots.filter(|(lot, _)| gone(lot))
                    .map(|(_, wasted)| wasted)
                    .sum()
            }
            _ => self.0.iter().filter(gone).map(|lot| lot.qty).sum(),
        }
    }
}

/// Whether the last day of a lot lies in the period or before it: it is not there when the next one begins.
fn is_gone(lot: &Entry<'_>, period: &Period) -> bool {
    lot.expiry.is_some_and(|expiry| expiry <= period.to)
}

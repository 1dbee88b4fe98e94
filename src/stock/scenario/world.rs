//! The facts as a scenario has them: what events have changed so far, beside what stays as it is.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Burn, Event, Inbound};
use crate::policy::scenario::{Happening, Named};
use crate::quantity::{Quantity, Rate};

use super::super::availability::Arrival;
use super::super::burn::{AreaBurn, rate_of};
use super::super::cover::extent::Extent;
use super::super::cover::group::Goods;
use super::super::cover::{CoverInputs, CoverOptions};
use super::super::enterprise::Register;
use super::super::outlook::{Outlook, Use};
use super::super::steps::{Span, Steps};
use super::ScenarioInputs;

mod levels;

pub use levels::Says;
use levels::Stated;

/// What becomes of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It comes when it was to come.
    AsItIs,
    /// It comes so many days after the day answered for.
    On(i64),
    Never,
}

/// The facts with what has happened so far.
pub struct World<'a> {
    pub as_it_was: &'a CoverInputs<'a>,
    register: Register<'a>,
    pub options: CoverOptions,
    outlook: Outlook,
    arrivals: Vec<Arrival>,
    inbound: Vec<Inbound>,
    /// What changed since somebody asked.
    touched: Extent,
    burn: Vec<Burn>,
    /// The rate on record of every site and item that has a row of use.
    rates: BTreeMap<(String, String), Option<Rate>>,
    /// Those that are others for an area around the site, with the area.
    area_rates: BTreeMap<(String, String), Vec<(String, Rate)>>,
    /// What events have stated of levels.
    stated: Vec<Stated>,
    /// The level of every site, once any event has stated one.
    levels: Option<Vec<Event>>,
}

impl<'a> World<'a> {
    /// Nothing has happened yet.
    pub fn as_it_is(inputs: &ScenarioInputs<'a>, options: &CoverOptions, until: Day) -> World<'a> {
        let facts = inputs.cover;
        World {
            as_it_was: facts,
            register: inputs.register,
            options: *options,
            outlook: Outlook::unchanged(until),
            arrivals: facts.arrivals.unwrap_or_default().to_vec(),
            inbound: facts.inbound.to_vec(),
            touched: Extent::default(),
            burn: facts.burn.to_vec(),
            rates: facts.burn.iter().map(rate_on_record).collect(),
            area_rates: area_rates(facts.area_burn),
            stated: Vec::new(),
            levels: None,
        }
    }

    /// What changed since this was asked before, with what answers for it.
    pub fn take_touched(&mut self) -> Extent {
        std::mem::take(&mut self.touched)
    }

    /// The item changes at the site, so that it does in the areas that the site lies in, and in the place that it is put
    /// together with others to.
    fn touch(&mut self, site: &str, item: &str) {
        let (grouping, sites) = (self.options.grouping, self.as_it_was.sites);
        if grouping.goods != Goods::Item {
            return self.touched.add_everything();
        }
        if self.touched.names(site, item) {
            return;
        }
        for above in sites.upwards(site) {
            self.touched.add(above, item);
        }
        self.touched.add(grouping.place.code(sites, site), item);
    }

    /// Expects the stock of an item at a site to be out of reach on the days of an event.
    pub fn expect_away(&mut self, site: &str, item: &str, event: &Happening) {
        self.outlook.expect_away(site, item, span(event));
        self.touch(site, item);
    }

    /// Lets each arrival come when `fate` says.
    pub fn change_arrivals(&mut self, fate: impl Fn(&World<'_>, &Arrival) -> Fate) {
        for arrival in std::mem::take(&mut self.arrivals) {
            let fate = fate(self, &arrival);
            if fate != Fate::AsItIs {
                self.touch(&arrival.site, &arrival.item);
            }
            self.arrivals.extend(match fate {
                Fate::AsItIs => Some(arrival),
                Fate::On(day) => Some(Arrival { day, ..arrival }),
                Fate::Never => None,
            });
        }
    }

    /// The same for what is on order.
    pub fn change_inbound(&mut self, fate: impl Fn(&World<'_>, &Inbound) -> Fate) {
        let inbound = std::mem::take(&mut self.inbound);
        for row in inbound {
            let fate = fate(self, &row);
            if fate != Fate::AsItIs {
                self.touch(&row.site, &row.item);
            }
            let as_of = self.options.as_of;
            self.inbound.extend(match fate {
                Fate::AsItIs => Some(row),
                Fate::On(day) => Some(Inbound {
                    expected_on: Some(as_of.plus_days(day)),
                    ..row
                }),
                Fate::Never => None,
            });
        }
    }

    /// What cover is worked out from.
    pub fn facts(&self) -> (CoverInputs<'_>, CoverOptions) {
        let inputs = CoverInputs {
            burn: &self.burn,
            events: self.levels.as_deref().unwrap_or(self.as_it_was.events),
            inbound: &self.inbound,
            arrivals: Some(&self.arrivals),
            outlook: Some(&self.outlook),
            ..*self.as_it_was
        };
        let level = match self.levels {
            Some(_) => None,
            None => self.options.level,
        };
        let options = CoverOptions {
            level,
            ..self.options
        };
        (inputs, options)
    }

    /// The sites that names stand for: each and all sites below it; every site where there are none.
    ///
    /// Sites that stand in no table of sites but hold or use something count as well.
    pub fn sites_of(&self, named: &[Named]) -> BTreeSet<String> {
        let facts = self.as_it_was;
        let listed = facts.sites.sites().map(|site| &site.site);
        let held = facts.onhand.iter().map(|row| &row.site);
        let used = self.burn.iter().map(|row| &row.site);
        let all: BTreeSet<&String> = listed.chain(held).chain(used).collect();
        let is_meant = |site: &&&String| {
            let above = facts.sites.upwards(site);
            named.is_empty() || named.iter().any(|name| above.contains(&&*name.code))
        };
        all.iter()
            .filter(is_meant)
            .map(|site| (*site).clone())
            .collect()
    }

    /// Whether one of the names is that of who delivers: a site, or an enterprise by its code or its name.
    pub fn names(&self, named: &[Named], sender: &str) -> bool {
        let sender = self.register.code(sender);
        let mut codes = named.iter().map(|name| self.register.code(&name.code));
        codes.any(|code| code == sender)
    }

    /// Whether an event speaks of an item.
    pub fn speaks_of(&self, event: &Happening, item: &str) -> bool {
        let listed = self.as_it_was.catalogue.get(item);
        let class = listed.map_or("", |item| &*item.class);
        let has = |names: &[Named], code: &str| names.iter().any(|name| name.code == code);
        match (event.items.is_empty(), event.classes.is_empty()) {
            (true, true) => true,
            _ => has(&event.items, item) || (!class.is_empty() && has(&event.classes, class)),
        }
    }

    /// The sites and items that have a use or hold stock, among those that an event speaks of.
    pub fn goods_of(&self, event: &Happening) -> BTreeSet<(String, String)> {
        let sites = self.sites_of(&event.sites);
        let facts = self.as_it_was;
        let held = facts.onhand.iter().map(|row| (&row.site, &row.item));
        let used = self.burn.iter().map(|row| (&row.site, &row.item));
        let arriving = self.arrivals.iter().map(|row| (&row.site, &row.item));
        let pairs = held.chain(used).chain(arriving);
        let is_meant = |(site, item): &(&String, &String)| {
            sites.contains(*site) && self.speaks_of(event, item)
        };
        let pairs = pairs.filter(is_meant);
        pairs
            .map(|(site, item)| (site.clone(), item.clone()))
            .collect()
    }

    /// The use of an item at a site as it is expected so far; `None` where there is none on record.
    pub fn use_of(&self, site: &str, item: &str) -> Option<Use> {
        let expected = self.outlook.use_of(site, item).cloned();
        expected.or_else(|| {
            let goods = (site.to_owned(), item.to_owned());
            let rate = (*self.rates.get(&goods)?)?;
            let always = |rate| Steps::constant(self.options.demand_from, rate);
            let in_areas = self.area_rates.get(&goods).into_iter().flatten();
            let in_areas = in_areas.map(|(area, rate)| (area.clone(), always(*rate)));
            Some(Use::with_areas(always(rate), in_areas.collect()))
        })
    }

    /// Changes the use of an item at a site on some days; `None` where it does not fit.
    pub fn change_use(
        &mut self,
        site: &str,
        item: &str,
        span: Span,
        change: impl Fn(Rate) -> Option<Rate>,
    ) -> Option<()> {
        let before = self.use_of(site, item).unwrap_or_else(|| self.no_use());
        let after = before.changed(|steps| steps.changed(span, &change))?;
        self.expect_use(site, item, after);
        Some(())
    }

    /// Adds to the use of an item at a site; `None` where it does not fit.
    pub fn add_use(&mut self, site: &str, item: &str, more: &Use) -> Option<()> {
        let before = self.use_of(site, item).unwrap_or_else(|| self.no_use());
        let after = before.plus(more)?;
        self.expect_use(site, item, after);
        Some(())
    }

    fn no_use(&self) -> Use {
        Steps::constant(self.options.demand_from, Rate::daily(Quantity::ZERO)).into()
    }

    /// A site that never used the item is known from here on, without a rate of its own.
    fn expect_use(&mut self, site: &str, item: &str, expected: Use) {
        self.outlook.expect_use(site, item, expected);
        self.touch(site, item);
        let key = (site.to_owned(), item.to_owned());
        if let Entry::Vacant(unknown) = self.rates.entry(key) {
            unknown.insert(None);
            let no_use = Burn::blank(self.options.as_of, site, item);
            self.burn.push(no_use);
        }
    }
}

fn rate_on_record(burn: &Burn) -> ((String, String), Option<Rate>) {
    ((burn.site.clone(), burn.item.clone()), rate_of(burn))
}

fn area_rates(rows: &[AreaBurn]) -> BTreeMap<(String, String), Vec<(String, Rate)>> {
    let mut rates: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for AreaBurn { area, burn } in rows {
        let goods = (burn.site.clone(), burn.item.clone());
        let rate = rate_of(burn).map(|rate| (area.clone(), rate));
        rates.entry(goods).or_default().extend(rate);
    }
    rates
}

/// The days of an event.
pub fn span(event: &Happening) -> Span {
    Span {
        from: event.from,
        until: event.until,
    }
}

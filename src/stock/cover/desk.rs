//! The facts of cover, indexed once: stock by site, item and form, use by site and item, areas, norms, the record.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::engine::memo::ByText;
use crate::ledger::tables::{Burn, Inbound, OnHand};
use crate::ledger::word::{Form, InboundStatus, Level};
use crate::quantity::{Quantity, Rate};

use super::super::availability::Arrival;
use super::super::burn::rate_of;
use super::super::coming::is_confirmed;
use super::super::fefo::Demand;
use super::super::on_hand::is_in_store;
use super::super::record::{Record, Series, use_added_up, use_on_record};
use super::super::steps::{Span, Steps};
use super::area::Areas;
use super::by_item::{ByItem, at_site};
use super::extent::Extent;
use super::meant::Wishes;
use super::norm::{Daily, Norms};
use super::rate::sum_of_rates;
use super::{Counted, CoverInputs, CoverOptions};

mod area_use;

use area_use::{AreaRates, area_rates};

/// Stock by site, item and form.
pub type Shelves<'a> = BTreeMap<(&'a str, &'a str, Form), Vec<&'a OnHand>>;

/// How fast the lots of a row go, as the facts have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At their use.
    Use(Rate),
    /// At the amount that a standard counts on.
    Own(Rate),
}

impl Pace {
    /// So much a day.
    pub fn rate(self) -> Rate {
        match self {
            Pace::Use(rate) | Pace::Own(rate) => rate,
        }
    }
}

/// What no event changes: which sites count for which, and the norms.
#[derive(Clone)]
pub struct Land<'a> {
    areas: Arc<Areas<'a>>,
    norms: Arc<Norms<'a>>,
}

impl<'a> Land<'a> {
    /// The sites and norms of `inputs`.
    pub fn of(inputs: &CoverInputs<'a>) -> Land<'a> {
        let norms = Norms::new(inputs.norms, inputs.staff, inputs.sites);
        Land {
            areas: Arc::new(Areas::new(inputs.sites)),
            norms: Arc::new(norms.with_people(inputs.people)),
        }
    }
}

/// Everything that cover looks up.
pub struct Desk<'a> {
    pub inputs: &'a CoverInputs<'a>,
    pub options: &'a CoverOptions,
    /// The goods that are looked at; all where none are named.
    extent: Option<&'a Extent>,
    pub areas: Arc<Areas<'a>>,
    pub shelves: Shelves<'a>,
    pub burns: BTreeMap<(&'a str, &'a str), &'a Burn>,
    /// What is on order of an item for a site.
    on_order: BTreeMap<(&'a str, &'a str, Form), Quantity>,
    /// The same as `burns`, for those who ask for an item.
    burns_of: ByItem<'a, &'a Burn>,
    /// The rates that are others for an area than for the site.
    area_rates: AreaRates<'a>,
    /// What arrives of an item at a site, in its order.
    arrivals: ByItem<'a, Vec<&'a Arrival>>,
    /// The response level of every site of the tree, once it was asked for.
    levels: HashMap<&'a str, OnceLock<Option<Level>>, ByText>,
    norms: Arc<Norms<'a>>,
    record: OnceLock<Record<'a>>,
}

impl<'a> Desk<'a> {
    /// Lays the inputs out, or what they say of the items of an `extent`: at all sites, as areas ask for them.
    pub fn of(
        inputs: &'a CoverInputs<'a>,
        options: &'a CoverOptions,
        extent: Option<&'a Extent>,
    ) -> Desk<'a> {
        Desk::on(&Land::of(inputs), inputs, options, extent)
    }

    /// The same on a `land` that was laid out before.
    pub fn on(
        land: &Land<'a>,
        inputs: &'a CoverInputs<'a>,
        options: &'a CoverOptions,
        extent: Option<&'a Extent>,
    ) -> Desk<'a> {
        let is_meant = |item: &String| extent.is_none_or(|extent| extent.speaks_of(item));
        let lots = inputs.onhand.iter().filter(|lot| is_meant(&lot.item));
        let mut lots: Vec<&OnHand> = lots.collect();
        lots.sort_by_key(|lot| shelf(lot));
        let shelves = lots.chunk_by(|a, b| shelf(a) == shelf(b));
        let shelves: Shelves<'_> = shelves
            .map(|lots| (shelf(lots[0]), lots.to_vec()))
            .collect();
        let burns = inputs
            .burn
            .iter()
            .filter(|burn| is_meant(&burn.item))
            .map(|burn| ((&*burn.site, &*burn.item), burn));
        let burns: BTreeMap<(&str, &str), &Burn> = burns.collect();
        let sites = inputs.sites.sites();
        let levels = sites.map(|site| (&*site.site, OnceLock::new()));
        Desk {
            inputs,
            options,
            extent,
            areas: land.areas.clone(),
            shelves,
            area_rates: area_rates(inputs.area_burn),
            burns_of: ByItem::of(burns.iter().map(|(key, burn)| (*key, *burn))),
            burns,
            levels: levels.collect(),
            on_order: on_order(inputs.inbound),
            arrivals: arrivals(inputs.arrivals.unwrap_or_default(), is_meant),
            norms: land.norms.clone(),
            record: OnceLock::new(),
        }
    }

    /// Whom donors want to have their goods.
    pub fn wishes(&self) -> Wishes<'_> {
        Wishes {
            sites: self.inputs.sites,
            areas: &self.areas,
            as_of: self.options.as_of,
        }
    }

    /// Whether an item is looked at anywhere.
    pub fn looks_at(&self, item: &str) -> bool {
        self.extent.is_none_or(|extent| extent.speaks_of(item))
    }

    /// Whether rows of an item at a site, or at a place that sites are put together to, are worked out.
    pub fn looks_at_it(&self, site: &str, item: &str) -> bool {
        self.extent.is_none_or(|extent| extent.holds(site, item))
    }

    /// Whether rows of any item at a site are worked out.
    pub fn looks_at_any(&self, site: &str) -> bool {
        self.extent.is_none_or(|extent| extent.holds_any(site))
    }

    /// The sites whose stock counts for `site`.
    pub fn counted(&self, site: &str) -> &[&'a str] {
        match self.options.counted {
            Counted::Area => self.areas.members(site),
            Counted::OwnStores => self.areas.own_stores(site),
        }
    }

    /// What is on order of `items` for `sites`, or on its way to them; `None` where nothing is known of orders.
    ///
    /// Each item and each site is named once.
    pub fn on_order(&self, sites: &[&str], items: &[&str], form: Form) -> Option<Quantity> {
        let of_item = |item| {
            let shelves = sites.iter().map(move |site| (*site, item, form));
            shelves.filter_map(|shelf| self.on_order.get(&shelf).copied())
        };
        let sum: Quantity = items.iter().copied().flat_map(of_item).sum();
        (self.inputs.knows_orders || sum.is_positive()).then_some(sum)
    }

    /// What arrives of some items at some sites, in the order of both; `None` where nobody asked.
    pub fn arriving(&self, sites: &[&str], items: &[&str]) -> Option<Vec<&'a Arrival>> {
        self.inputs.arrivals?;
        let of_items = items.iter().map(|item| self.arrivals.of_item(item));
        let of_items: Vec<_> = of_items.filter(|of_item| !of_item.is_empty()).collect();
        let arriving = sites.iter().flat_map(|site| {
            let of_items = of_items.iter();
            of_items.filter_map(move |of_item| at_site(of_item, site))
        });
        Some(arriving.flatten().copied().collect())
    }

    /// The lots of one form in the area of a site.
    pub fn area_lots(&self, site: &str, item: &str, form: Form) -> Vec<&'a OnHand> {
        let lots = |site: &&'a str| self.shelves.get(&(*site, item, form)).into_iter().flatten();
        self.counted(site).iter().flat_map(lots).copied().collect()
    }

    /// The site and all sites below it, whose use its stock must answer for.
    fn area(&self, site: &str) -> &[&'a str] {
        self.areas.members(site)
    }

    /// What is asked of some items at some sites: `own` a day, and what the outlook changes of it.
    ///
    /// A row at its use takes the use that is expected; one at an amount of its own takes that amount, and the use that
    /// is expected on days that ask for more than it and more than is used now.
    pub fn demand(&self, sites: &[&str], items: &[&str], own: Option<Pace>) -> Option<Demand> {
        self.demand_in(None, sites, items, own)
    }

    /// The same of the sites of an `area`, which counts nothing of what they pass on to each other.
    fn demand_in(
        &self,
        area: Option<&str>,
        sites: &[&str],
        items: &[&str],
        own: Option<Pace>,
    ) -> Option<Demand> {
        let as_it_is = own.map(|own| Demand::Daily(own.rate()));
        let Some(outlook) = self.inputs.outlook else {
            return as_it_is;
        };
        let of_items = items.iter();
        let of_items = of_items.map(|item| (outlook.uses_of(item), self.burns_of.of_item(item)));
        let of_items: Vec<_> = of_items.collect();
        if of_items.iter().all(|(uses, _)| uses.is_none()) {
            return as_it_is;
        }
        let (mut changed, mut unchanged) = (Vec::new(), Vec::new());
        let mut used_now = Vec::new();
        for site in sites {
            for (uses, burns) in &of_items {
                let burn = match area {
                    Some(area) => self.burn_of_area(area, site, burns),
                    None => at_site(burns, site).copied(),
                };
                let rate = burn.and_then(rate_of);
                used_now.extend(rate);
                match uses.and_then(|uses| uses.get(*site)) {
                    Some(expected) => changed.push(expected.counted_by(area)),
                    None => unchanged.extend(rate),
                }
            }
        }
        if changed.is_empty() {
            return as_it_is;
        }
        let rest = sum_of_rates(unchanged.into_iter());
        let rest = rest.map(|rate| Steps::constant(self.options.demand_from, rate));
        let all: Vec<&Steps> = changed.into_iter().chain(&rest).collect();
        let expected = Steps::sum(&all)?;
        Some(match own {
            Some(Pace::Own(rate)) => {
                let used_now = sum_of_rates(used_now.into_iter());
                let used_now = used_now.unwrap_or(Rate::daily(Quantity::ZERO));
                expected.where_above(used_now, rate).into_demand()
            }
            Some(Pace::Use(_)) | None => expected.into_demand(),
        })
    }

    /// The use of the day that uses most, of the days looked at.
    pub fn highest(&self, demand: &Demand) -> Rate {
        match demand {
            Demand::Daily(rate) => *rate,
            Demand::Schedule(entries) => {
                let until = self.inputs.outlook.map(|outlook| outlook.until);
                Steps::of(entries.clone()).peak(until.unwrap_or(self.options.as_of))
            }
        }
    }

    /// When a lot is out of reach; what lies in no store cannot be.
    pub fn away(&self, lot: &OnHand) -> &'a [Span] {
        self.away_of(&lot.site, &lot.item, lot.form)
    }

    /// When goods of one form are out of reach.
    pub fn away_of(&self, site: &str, item: &str, form: Option<Form>) -> &'a [Span] {
        let outlook = self.inputs.outlook.filter(|_| is_in_store(form));
        outlook.map_or(&[], |outlook| outlook.away(site, item))
    }

    /// What the area of a site uses, for the standards that it answers for.
    pub fn area_demand(&self, site: &str, item: &str, own: Option<Pace>) -> Option<Demand> {
        if self.inputs.outlook.is_none() {
            return own.map(|own| Demand::Daily(own.rate()));
        }
        self.demand_in(Some(site), &in_order(self.area(site)), &[item], own)
    }

    /// What the area of a site used, day by day.
    pub fn record(&self, site: &str, item: &str) -> Series {
        let (inputs, as_of) = (self.inputs, self.options.as_of);
        let record = self.record.get_or_init(|| match inputs.issued {
            Some(issued) => use_added_up(issued, inputs.usage, as_of),
            None => use_on_record(inputs.movements, inputs.usage, as_of),
        });
        let mut sum = Series::new();
        if inputs.catalogue.is_durable(item) {
            return sum;
        }
        for series in self
            .area(site)
            .iter()
            .filter_map(|site| record.get(&(*site, item)))
        {
            for (day, qty) in series {
                *sum.entry(*day).or_default() += *qty;
            }
        }
        sum
    }

    /// The daily amount of the norms in the area of a site.
    pub fn norm(&self, site: &str, item: &str) -> Option<Daily> {
        let site = self.inputs.sites.get(site)?;
        self.norms.daily(&site.site, item, &self.areas)
    }

    /// What one sampler uses a day.
    pub fn per_sampler(&self, site: &str, item: &str) -> Option<Quantity> {
        self.norms.per_sampler(site, item).map(|norm| norm.rate)
    }

    /// The residents of the area of a site.
    pub fn population(&self, site: &str) -> Option<Quantity> {
        let site = self.inputs.sites.get(site)?;
        self.areas.population(&site.site)
    }

    /// The response level at a site; `None` where neither a flag nor an event says one.
    pub fn level(&self, site: &str) -> Option<Level> {
        let level = || level(self.inputs, self.options, site);
        match self.levels.get(site) {
            Some(known) => *known.get_or_init(level),
            None => level(),
        }
    }
}

fn level(inputs: &CoverInputs<'_>, options: &CoverOptions, site: &str) -> Option<Level> {
    let stated = || {
        let sites = inputs.sites;
        sites.level_in_force(inputs.events, site, options.as_of)
    };
    options.level.or_else(stated)
}

/// The same sites by code.
pub fn in_order<'a>(sites: &[&'a str]) -> Vec<&'a str> {
    let mut sites = sites.to_vec();
    sites.sort_unstable();
    sites
}

/// The shelf that a row of stock lies on.
fn shelf(row: &OnHand) -> (&str, &str, Form) {
    (&row.site, &row.item, Form::stated(row.form))
}

/// What arrives of the items that are meant, by item and site.
fn arrivals(arrivals: &[Arrival], is_meant: impl Fn(&String) -> bool) -> ByItem<'_, Vec<&Arrival>> {
    let meant = arrivals.iter().filter(|arrival| is_meant(&arrival.item));
    let mut arrivals: Vec<&Arrival> = meant.collect();
    arrivals.sort_by_key(|arrival| goods_of(arrival));
    let by_goods = arrivals.chunk_by(|a, b| goods_of(a) == goods_of(b));
    ByItem::of(by_goods.map(|arrivals| (goods_of(arrivals[0]), arrivals.to_vec())))
}

fn goods_of(arrival: &Arrival) -> (&str, &str) {
    (&arrival.site, &arrival.item)
}

/// What was ordered and is not there yet, by site, item and form; a pledge is no order.
fn on_order(inbound: &[Inbound]) -> BTreeMap<(&str, &str, Form), Quantity> {
    let is_coming = |row: &&Inbound| row.status == InboundStatus::Ordered || is_confirmed(row);
    let mut on_order: BTreeMap<(&str, &str, Form), Quantity> = BTreeMap::new();
    for row in inbound.iter().filter(is_coming) {
        let form = Form::stated(row.form);
        *on_order.entry((&row.site, &row.item, form)).or_default() += row.qty;
    }
    on_order
}

//! Is there enough of the necessities, and for how many days? Supply against need, by area and category.
//!
//! Supply is what may be picked in the stores, what local lines make, and what arrives or can be called from outside,
//! within the days looked at. Need is what people eat or what was used a day. The days are met day by day, first expiry
//! first, each batch from the day it can be had, so that what comes too late or spoils before does not count.
//!
//! Shape: a row for each scope and category; the three parts of a supply add up to it. What no table tells is `None`
//! with its reason. Nothing here forecasts a need.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Balance, Burn, Item, Norm, OnHand};
use crate::ledger::word::Form;
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::needs::Ration;
use crate::policy::{Names, Necessities, Needs};
use crate::quantity::Rate;
use crate::stock::availability::{Arrival, Uncounted};
use crate::stock::cover::group::Place;
use crate::stock::fefo::{Demand, asked};
use crate::stock::phased::{Batch, met};

mod explain;
mod need;
mod parts;

pub use explain::explain;
pub use need::NeedBy;
use need::{Needed, needed};
use parts::Parts;

/// What a balance is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct BalanceInputs<'a> {
    /// The balances on the day.
    pub onhand: &'a [OnHand],
    /// What can be had within the days looked at, stores included.
    pub arrivals: &'a [Arrival],
    /// What is known of and does not count, each with its reason.
    pub uncounted: &'a [Uncounted],
    /// Whether anything was read that tells of local lines.
    pub knows_capacity: bool,
    /// Whether anything was read that tells of goods on their way and agreements.
    pub knows_purchases: bool,
    pub burn: &'a [Burn],
    pub norms: &'a [Norm],
    pub ration: &'a Ration,
    pub needs: &'a Needs,
    pub catalogue: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub rules: &'a Necessities,
}

/// For when, and by what.
#[derive(Debug, Clone, Copy)]
pub struct BalanceOptions {
    pub as_of: Day,
    /// The first day of need.
    pub demand_from: Day,
    /// Days of need looked at.
    pub days: i64,
    pub place: Place,
    pub by: Option<NeedBy>,
}

impl BalanceOptions {
    /// The last day looked at, counted from the day answered for.
    pub fn last_day(&self) -> i64 {
        self.demand_from.days_since(self.as_of) + self.days - 1
    }
}

/// What is known of one category in one place.
#[derive(Debug, Default)]
struct Known<'a> {
    arrivals: Vec<&'a Arrival>,
    uncounted: Vec<&'a Uncounted>,
    burns: Vec<&'a Burn>,
    units: BTreeSet<&'a str>,
    /// Whether the stores of the place are known to keep it.
    is_kept: bool,
}

/// The balance of every scope and category, by scope and in the order of the plan.
///
/// A place of its level has a row for each category; a site, and one outside any such place, for those it is known of.
///
/// Rule: `P0-M01`, `P0-M07`, `P7-R01`.
pub fn balance(inputs: &BalanceInputs, options: &BalanceOptions) -> Vec<Balance> {
    let known = known(inputs, options);
    let places: BTreeSet<&str> = places(inputs, options).collect();
    let scopes: BTreeSet<&str> = known
        .keys()
        .map(|(scope, _)| *scope)
        .chain(places.iter().copied())
        .collect();
    let nothing = Known::default();
    let mut rows = Vec::new();
    for scope in scopes {
        for category in &inputs.rules.monitored.categories {
            let known = known.get(&(scope, category.as_str()));
            if known.is_some() || places.contains(scope) {
                rows.push(row(
                    scope,
                    category,
                    known.unwrap_or(&nothing),
                    inputs,
                    options,
                ));
            }
        }
    }
    rows
}

/// The places that every category is stated for.
fn places<'a>(
    inputs: &BalanceInputs<'a>,
    options: &BalanceOptions,
) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    let (place, sites) = (options.place, inputs.sites);
    match place {
        Place::Site => Box::new(std::iter::empty()),
        Place::Everywhere => Box::new(std::iter::once(crate::stock::cover::group::ALL)),
        Place::County | Place::Prefecture => {
            let is_of_level = move |site: &str| {
                let level = sites.get(site).map(|site| site.level.as_str());
                let levels = place.levels().unwrap_or(&[]);
                level.is_some_and(|level| levels.contains(&level))
                    && place.code(sites, site) == site
            };
            // A depot bears the level of its area and is none.
            let is_place = move |site: &str| is_of_level(site) && !sites.is_depot(site);
            Box::new(
                sites
                    .sites()
                    .map(|site| site.site.as_str())
                    .filter(move |site| is_place(site)),
            )
        }
    }
}

/// What can be had and belongs to no row, because nobody says where: source by source.
pub fn unplaced(inputs: &BalanceInputs, options: &BalanceOptions) -> Vec<String> {
    let stray = |arrival: &&Arrival| {
        let listed = inputs.catalogue.get(&arrival.item);
        let is_watched = listed.is_some_and(|item| watched(item, inputs).is_some());
        is_watched && scope(&arrival.site, inputs, options).is_none()
    };
    let sources = inputs.arrivals.iter().filter(stray);
    let sources: BTreeSet<String> = sources.map(|arrival| arrival.source.clone()).collect();
    sources.into_iter().collect()
}

/// The category that an item is watched under, if it is.
fn watched<'a>(item: &Item, inputs: &BalanceInputs<'a>) -> Option<&'a str> {
    let mut categories = inputs.rules.monitored.categories.iter();
    let is_its = |category: &&String| is_of(item, category);
    categories.find(is_its).map(String::as_str)
}

/// Whether an item is of a category, in whatever language the two are written.
fn is_of(item: &Item, category: &str) -> bool {
    Names::built_in().is_one_category(&item.category, category)
}

/// The place that a site belongs to. What names no site belongs to the one place there is; of several, to none.
fn scope<'a>(
    site: &'a str,
    inputs: &BalanceInputs<'a>,
    options: &BalanceOptions,
) -> Option<&'a str> {
    if !site.is_empty() {
        return Some(options.place.code(inputs.sites, site));
    }
    let mut places = places(inputs, options);
    places.next().filter(|_| places.next().is_none())
}

fn known<'a>(
    inputs: &BalanceInputs<'a>,
    options: &BalanceOptions,
) -> BTreeMap<(&'a str, &'a str), Known<'a>> {
    let mut known: BTreeMap<(&str, &str), Known> = BTreeMap::new();
    let key = |site: &'a str, item: &str| {
        let listed = inputs.catalogue.get(item)?;
        let category = watched(listed, inputs)?;
        let scope = scope(site, inputs, options)?;
        Some(((scope, category), listed.unit.as_str()))
    };
    let goods = |arrival: &&Arrival| arrival.qty.is_positive() && arrival.form != Form::Cash;
    for arrival in inputs.arrivals.iter().filter(goods) {
        if let Some((key, unit)) = key(&arrival.site, &arrival.item) {
            let known = known.entry(key).or_default();
            known.units.insert(unit);
            known.arrivals.push(arrival);
        }
    }
    for one in inputs.uncounted {
        if let Some((key, _)) = key(&one.site, &one.item) {
            known.entry(key).or_default().uncounted.push(one);
        }
    }
    for burn in inputs.burn {
        if let Some((key, unit)) = key(&burn.site, &burn.item) {
            let known = known.entry(key).or_default();
            known.units.insert(unit);
            known.is_kept = true;
            known.burns.push(burn);
        }
    }
    for row in inputs.onhand {
        if let Some((key, unit)) = key(&row.site, &row.item) {
            let known = known.entry(key).or_default();
            known.units.insert(unit);
            known.is_kept = true;
        }
    }
    known
}

fn row(
    scope: &str,
    category: &str,
    known: &Known,
    inputs: &BalanceInputs,
    options: &BalanceOptions,
) -> Balance {
    let parts = Parts::of(known);
    let mut row = Balance {
        as_of: options.as_of,
        scope: scope.to_owned(),
        category: category.to_owned(),
        unit: unit(known, category, inputs),
        stock: parts.stock,
        local_capacity: parts.capacity,
        purchasable: parts.purchasable,
        supply: parts.supply(),
        days: Some(options.days),
        rate: None,
        need: None,
        gap: None,
        cover_days: None,
        threshold_days: Some(inputs.rules.tight.days),
        tight: None,
        rule: inputs.rules.tight.rule.clone(),
        reason: String::new(),
        basis: String::new(),
        short_on: None,
    };
    if known.units.len() > 1 {
        let units: Vec<&str> = known.units.iter().copied().collect();
        blank(&mut row);
        row.reason = format!("counted in {}, which do not add up", units.join(" and "));
        return row;
    }
    let mut reasons = parts.reasons(known, inputs);
    match needed(scope, category, &row.unit, &known.burns, inputs, options) {
        Ok(needed) => meet(&mut row, &needed, known, options),
        Err(why) => reasons.push(format!("need: {why}")),
    }
    if row.tight.is_none() && row.cover_days.is_some() {
        reasons.push(format!("tight: only {} days were looked at", options.days));
    }
    row.reason = reasons.join("; ");
    row
}

/// Takes the figures of goods that do not add up away.
fn blank(row: &mut Balance) {
    (row.stock, row.local_capacity, row.purchasable, row.supply) = (None, None, None, None);
    row.unit = String::new();
}

/// The unit of what is known, else of the first item of the category.
fn unit(known: &Known, category: &str, inputs: &BalanceInputs) -> String {
    let mut listed = inputs
        .catalogue
        .items()
        .filter(|item| is_of(item, category));
    let unit = known
        .units
        .first()
        .copied()
        .or_else(|| listed.next().map(|item| item.unit.as_str()));
    unit.unwrap_or_default().to_owned()
}

/// Holds the need against what can be had, day by day.
fn meet(row: &mut Balance, needed: &Needed, known: &Known, options: &BalanceOptions) {
    let demand = Demand::Daily(needed.rate);
    row.rate = Some(needed.rate.rounded());
    row.basis.clone_from(&needed.basis);
    row.need = asked(&demand, options.demand_from, options.days);
    if row.supply.is_none() {
        return;
    }
    let batches: Vec<Batch> = known
        .arrivals
        .iter()
        .map(|arrival| Batch {
            from: options.as_of.plus_days(arrival.day),
            qty: arrival.qty,
            expiry: arrival.expiry,
            away: &[],
        })
        .collect();
    let last = options.demand_from.plus_days(options.days - 1);
    let answer = met(options.demand_from, &batches, &demand, last);
    row.gap = answer.missing;
    row.cover_days = answer.days;
    row.short_on = answer.days.map(|days| options.demand_from.plus_days(days));
    row.tight = tight(row, needed.rate, options.days);
}

/// Whether the supply lasts for fewer days than the threshold.
///
/// `None` where it lasts for all days looked at and those are too few to tell: what arrives later was not counted.
fn tight(row: &Balance, rate: Rate, looked_at: i64) -> Option<bool> {
    let threshold = row.threshold_days?;
    match row.cover_days {
        None => rate.is_zero().then_some(false),
        Some(days) if days >= threshold => Some(false),
        Some(days) => (days < looked_at || looked_at >= threshold).then_some(true),
    }
}

#[cfg(test)]
mod tests;

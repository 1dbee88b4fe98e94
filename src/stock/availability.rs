//! What can be had by when? Physical stock today, agreements as they deliver, production lines as they run up.
//!
//! A row for each day on which something is added, by site, item and form; each form has its own running total,
//! because an agreement or a machine cannot stand in for what lies in the store. Day 0 is the day of the call.
//!
//! | form | what counts | from which day |
//! |---|---|---|
//! | physical, consigned, commercial, institution | what may be picked on the day of the call | 0; goods named by an agreement after its lead time |
//! | any, on its way | what has left whoever sends it | the day it is expected |
//! | agreement | signed, in its term, less what was called, received or sent before | lead time, then delivery by delivery |
//! | capacity | lines held ready, and production that was agreed | start day, up the ramp, until the raw material ends |
//! | cash | what the money buys at a stated price | 0; the same money buys one item only |
//!
//! What is pledged, unsigned, out of its term, on hold, only ordered, overdue or without a day is not counted: it has
//! a row of its own with the reason. Stock that expires within the days looked at is taken off again on the day after its last. Nothing
//! here is used up; what use leaves is a question of cover.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Agreement, Availability, Budget, Capacity, Demand, Inbound, OnHand};
use crate::ledger::word::Form;
use crate::ledger::{Catalogue, SiteTree};
use crate::quantity::Quantity;

use super::agreed::not_on_the_way;

mod agreement;
mod cash;
mod line;
mod road;
mod store;

pub use agreement::{Standing, standing};
pub use cash::money_of;

/// What availability is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct AvailabilityInputs<'a> {
    /// The balances on the day of the call.
    pub onhand: &'a [OnHand],
    pub agreements: &'a [Agreement],
    pub capacities: &'a [Capacity],
    pub budgets: &'a [Budget],
    /// What is ordered or on its way, as [`super::coming::coming`] has it.
    pub inbound: &'a [Inbound],
    /// For the prices that it states.
    pub demands: &'a [Demand],
    pub catalogue: &'a Catalogue,
    /// For the budgets of areas.
    pub sites: &'a SiteTree,
}

/// From when and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// The day of the call, day 0.
    pub called_on: Day,
    /// The last day looked at.
    pub days: i64,
}

impl Horizon {
    /// Whether a day after the call is looked at.
    fn holds(self, day: i64) -> bool {
        (0..=self.days).contains(&day)
    }
}

/// What one source adds on one day; taken off where negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub site: String,
    pub item: String,
    pub form: Form,
    /// Which stock, agreement or line.
    pub source: String,
    /// Who delivers it; empty for what lies in a store, and for cash.
    pub enterprise: String,
    /// Days after the call.
    pub day: i64,
    pub qty: Quantity,
    /// The last usable day, of goods whose lot is known; also where it lies behind the horizon.
    pub expiry: Option<Day>,
    /// Whom a donor wants to have it.
    pub earmark: String,
    pub reason: String,
}

/// What is not counted, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncounted {
    pub site: String,
    pub item: String,
    pub form: Form,
    pub source: String,
    /// `None` where no quantity is stated.
    pub qty: Option<Quantity>,
    pub reason: String,
}

/// Arrivals by day, and what is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// By site, item, form, day and source.
    pub counted: Vec<Arrival>,
    /// By site, item, form and source.
    pub uncounted: Vec<Uncounted>,
}

/// Everything that arrives from the day of the call to the horizon, each source apart.
///
/// Rule: `P0-R03`, `P0-R09`, `P0-R11`, `P0-R13`, `P4-R04`, `A11`.
pub fn arrivals(inputs: &AvailabilityInputs<'_>, horizon: Horizon) -> Arrivals {
    // What is on its way under an agreement is counted there.
    let inputs = &AvailabilityInputs {
        agreements: &not_on_the_way(inputs.agreements, inputs.inbound),
        ..*inputs
    };
    let mut arrivals = Arrivals::default();
    store::add(inputs, horizon, &mut arrivals);
    road::add(inputs, horizon, &mut arrivals);
    agreement::add(inputs, horizon, &mut arrivals);
    line::add(inputs, horizon, &mut arrivals);
    cash::add(inputs, horizon, &mut arrivals);
    arrivals.counted.retain(|arrival| !arrival.qty.is_zero());
    arrivals.counted.sort_by(|a, b| {
        let keys = (&a.site, &a.item, a.form, a.day, &a.source);
        keys.cmp(&(&b.site, &b.item, b.form, b.day, &b.source))
    });
    arrivals.uncounted.sort_by(|a, b| {
        let keys = (&a.site, &a.item, a.form, &a.source, &a.reason);
        keys.cmp(&(&b.site, &b.item, b.form, &b.source, &b.reason))
    });
    arrivals
}

/// Table `availability`: the arrivals with the running total of each form, then what is not counted.
///
/// By site, item, form, day and source; a row without a day is not counted.
pub fn availability(inputs: &AvailabilityInputs<'_>, horizon: Horizon) -> Vec<Availability> {
    let arrivals = arrivals(inputs, horizon);
    let unit = |item: &str| {
        let of_stock = || inputs.onhand.iter().find(|row| row.item == item);
        let listed = inputs.catalogue.get(item).map(|item| item.unit.clone());
        listed
            .or_else(|| of_stock().map(|row| row.unit.clone()))
            .unwrap_or_default()
    };
    let mut totals: BTreeMap<(String, String, Form), Quantity> = BTreeMap::new();
    let mut rows: Vec<Availability> = Vec::new();
    for arrival in arrivals.counted {
        let key = (arrival.site.clone(), arrival.item.clone(), arrival.form);
        let total = totals.entry(key).or_default();
        *total += arrival.qty;
        rows.push(Availability {
            unit: unit(&arrival.item),
            day_number: Some(arrival.day),
            date: Some(horizon.called_on.plus_days(arrival.day)),
            added: Some(arrival.qty),
            total: Some(*total),
            uncounted: None,
            site: arrival.site,
            item: arrival.item,
            form: arrival.form,
            source: arrival.source,
            reason: arrival.reason,
        });
    }
    rows.extend(arrivals.uncounted.into_iter().map(|left_out| Availability {
        unit: unit(&left_out.item),
        day_number: None,
        date: None,
        added: None,
        total: None,
        uncounted: left_out.qty,
        site: left_out.site,
        item: left_out.item,
        form: left_out.form,
        source: left_out.source,
        reason: left_out.reason,
    }));
    // Stable, so that within a form what is not counted keeps its order behind the days.
    rows.sort_by(|a, b| {
        let keys = (&a.site, &a.item, a.form, a.day_number.is_none());
        keys.cmp(&(&b.site, &b.item, b.form, b.day_number.is_none()))
    });
    rows
}

/// What of each form can be had by the end of `day`, by site, item and form; forms are never added up.
pub fn by_day(arrivals: &Arrivals, day: i64) -> BTreeMap<(&str, &str, Form), Quantity> {
    let mut sums = BTreeMap::new();
    for arrival in arrivals.counted.iter().filter(|arrival| arrival.day <= day) {
        let key = (&*arrival.site, &*arrival.item, arrival.form);
        *sums.entry(key).or_default() += arrival.qty;
    }
    sums
}

/// Whether an agreement may speak of a row by its number as the lot: a promise, or goods that another keeps. What lies in
/// a store of one's own may have the number of the contract that it was bought by, and is there all the same.
fn is_by_agreement(row: &OnHand) -> bool {
    matches!(
        row.form,
        Some(Form::Agreement | Form::Consigned | Form::Capacity)
    )
}

/// The agreement numbers and items that table `agreement` speaks of.
fn agreed(agreements: &[Agreement]) -> BTreeSet<(&str, &str)> {
    agreements
        .iter()
        .map(|row| (&*row.agreement, &*row.item))
        .collect()
}

#[cfg(test)]
mod tests;

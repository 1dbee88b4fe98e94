//! What is used a day? One row per site and item: what was used in the window, over the days on which it could be.
//!
//! The window is 28 days that end the day before as-of and start no earlier than the first receipt. Table `usage`
//! beats the ledger where it speaks of the site and item within the window; otherwise issues burn, and transfers only
//! when asked for. Disposals, adjustments and counts are no use.
//!
//! A day is out when it opens with nothing and nothing comes in or goes out. Every lot's balance is carried forward
//! before a day is judged. Stock that has expired or is on hold cannot be used and does not make a day available, nor
//! does stock by agreement, as capacity or cash; stock set aside does. Too many days out make the rate larger and the
//! cover shorter, which is the safe side. The rate is a fraction; what is printed is rounded.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Burn, Movement, Usage};
use crate::quantity::{Quantity, Rate};

use super::record::{brings_stock, burns};

mod availability;
mod average;

pub use average::{Averages, NoDayInStock, Period, average, averages, monthly, monthly_of_months};

/// Days in the window unless a user says otherwise: four weeks hold every weekday equally often.
const WINDOW_DAYS: i64 = 28;
/// How the rate of a row was worked out.
const METHOD_LEDGER: &str = "available_days";
const METHOD_TRANSFERS: &str = "available_days_with_transfers";
const METHOD_USAGE: &str = "usage_available_days";
/// Why a row has no rate.
const NO_AVAILABLE_DAY: &str = "no_available_day";
const NO_USAGE_IN_WINDOW: &str = "no_usage_in_window";

/// What burn is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct BurnInputs<'a> {
    /// In ledger order.
    pub movements: &'a [Movement],
    pub usage: &'a [Usage],
    pub as_of: Day,
}

/// How burn is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurnOptions {
    pub window_days: i64,
    /// Whether goods passed on to another site count as used.
    pub include_transfers: bool,
}

impl Default for BurnOptions {
    fn default() -> BurnOptions {
        BurnOptions {
            window_days: WINDOW_DAYS,
            include_transfers: false,
        }
    }
}

/// What is known of one item at one site, by date and then in the order it was given.
#[derive(Default)]
struct Facts<'a> {
    movements: Vec<&'a Movement>,
    usage: Vec<&'a Usage>,
}

/// The days that are looked at.
#[derive(Clone, Copy)]
struct Window {
    from: Day,
    to: Day,
}

/// The daily use of each item at each site, by site and item.
///
/// An item that never came in has no row. Without a day on which it could be used the rate is `None`, reason
/// `no_available_day`: it is neither zero nor without bound.
pub fn burn(inputs: &BurnInputs<'_>, options: &BurnOptions) -> Vec<Burn> {
    let mut goods: BTreeMap<(&str, &str), Facts<'_>> = BTreeMap::new();
    for movement in in_ledger_order(inputs.movements, inputs.as_of) {
        let facts = goods.entry((&movement.site, &movement.item)).or_default();
        facts.movements.push(movement);
    }
    for row in inputs.usage.iter().filter(|row| row.date <= inputs.as_of) {
        let facts = goods.entry((&row.site, &row.item)).or_default();
        facts.usage.push(row);
    }
    let rows = goods.into_iter();
    rows.filter_map(|((site, item), facts)| {
        let blank = blank_row(inputs.as_of, site, item);
        row(blank, &facts, options)
    })
    .collect()
}

/// The exact rate behind a row: what was used over the available days, or the printed rate where those are missing.
pub fn rate_of(burn: &Burn) -> Option<Rate> {
    match (burn.used, burn.days, burn.days_out) {
        (Some(used), Some(days), Some(out)) => {
            average(used, days, out).filter(|_| burn.rate.is_some())
        }
        _ => burn.rate.map(Rate::daily),
    }
}

/// Whether a rate was worked out from the movements of a ledger, so that the site keeps its stock there.
pub fn is_of_ledger(row: &Burn) -> bool {
    row.method == METHOD_LEDGER || row.method == METHOD_TRANSFERS
}

fn blank_row(as_of: Day, site: &str, item: &str) -> Burn {
    Burn {
        as_of,
        site: site.to_owned(),
        item: item.to_owned(),
        rate: None,
        method: String::new(),
        from: None,
        to: None,
        days: None,
        days_out: None,
        used: None,
        reason: String::new(),
    }
}

/// The row of one item at one site; `None` where nothing ever came in.
fn row(blank: Burn, facts: &Facts<'_>, options: &BurnOptions) -> Option<Burn> {
    let as_of = blank.as_of;
    let window = Window {
        from: first_day(facts)?.max(as_of.plus_days(-options.window_days)),
        to: as_of.plus_days(-1),
    };
    let days = window.days();
    let reported: Vec<&Usage> = facts
        .usage
        .iter()
        .filter(|row| window.holds(row.date))
        .copied()
        .collect();
    if reported.is_empty() && facts.movements.is_empty() {
        return Some(Burn {
            method: METHOD_USAGE.to_owned(),
            reason: NO_USAGE_IN_WINDOW.to_owned(),
            from: Some(window.from),
            to: Some(window.to),
            days: Some(days),
            ..blank
        });
    }
    let available = availability::days_available(&facts.movements, &reported, window.from, days);
    let out = available.iter().filter(|available| !**available).count() as i64;
    let used = used(facts, &reported, window, options);
    let rate = average(used, days, out);
    let method = match (reported.is_empty(), options.include_transfers) {
        (false, _) => METHOD_USAGE,
        (true, false) => METHOD_LEDGER,
        (true, true) => METHOD_TRANSFERS,
    };
    Some(Burn {
        rate: rate.map(Rate::rounded),
        method: method.to_owned(),
        from: Some(window.from),
        to: Some(window.to),
        days: Some(days),
        days_out: Some(out),
        used: Some(used),
        reason: rate.map_or(NO_AVAILABLE_DAY, |_| "").to_owned(),
        ..blank
    })
}

/// The first day on which the item was there, by the ledger or by what its site reported.
fn first_day(facts: &Facts<'_>) -> Option<Day> {
    let first_in = facts
        .movements
        .iter()
        .find(|movement| brings_stock(movement))
        .map(|movement| movement.date);
    let first_report = facts.usage.iter().map(|row| row.date).min();
    first_in.into_iter().chain(first_report).min()
}

fn used(facts: &Facts<'_>, reported: &[&Usage], window: Window, options: &BurnOptions) -> Quantity {
    if !reported.is_empty() {
        return reported.iter().filter_map(|row| row.used).sum();
    }
    let in_window = facts
        .movements
        .iter()
        .filter(|movement| window.holds(movement.date));
    in_window
        .filter(|movement| burns(movement, options.include_transfers))
        .filter_map(|movement| movement.qty)
        .sum()
}

impl Window {
    fn days(self) -> i64 {
        (self.to.days_since(self.from) + 1).max(0)
    }

    fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

#[cfg(test)]
mod tests;

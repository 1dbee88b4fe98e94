//! What is used a day? One row per site and item: what was used in the window, over the days on which it could be.
//!
//! The window is 28 days that end the day before as-of and start no earlier than the first receipt. Table `usage`
//! beats the ledger in the months of the window that it states a use of the item at the site in, as in the record of
//! peaks; a row that leaves it blank states none. A day of such a month that is left blank, or left out though the ledger
//! gave something out on it, is not known: it is no day without use, and nothing is spread over it. Nor is a day after
//! the last on which the site reported any of its goods, unless the ledger tells of its month. Other days that are left
//! out had none, because many sites list only what was used. Which days a report tells of is in [`super::reported`]: of one
//! of a week or month across an end of the window counts what lies inside. Otherwise issues burn, and transfers only when
//! asked for. What came back (`return`) was not used, and is taken off the newest issues before it. Disposals,
//! adjustments and counts are no use, and durable goods are assigned, not used up.
//!
//! [`method`] says what is divided by what, and each row shows it: numerator, days, days out, divisor, what transfers
//! were left out.
//!
//! A site of whose goods nobody wrote a single issue, transfer or report in the window says nothing of its use: it is
//! not known, and not zero. Where it did for any of its goods, its silence on the others says that they were not used.
//!
//! A day is out when it opens with nothing and nothing comes in or goes out. Every lot's balance is carried forward
//! before a day is judged. Stock that has expired, is on hold or set aside cannot be used and does not make a day
//! available, nor does stock by agreement, as capacity or cash. Too many days out make the rate larger and the
//! cover shorter, which is the safe side. The rate is a fraction; what is printed is rounded.
//!
//! Days: `window` which they are, `day` what is known of each, `passed` and `area` what sites passed on, `twice`
//! what counts at two of them. Rates: `average`, `head` what norms count. `row` is what is written.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::digest::Short;
use crate::engine::memo::ByText;
use crate::engine::parallel::{in_parallel, joined};
use crate::ledger::tables::{Burn, Movement, Usage};
use crate::ledger::word::MovementKind;
use crate::ledger::{Catalogue, SiteTree};
use crate::quantity::Rate;

use super::cover::group::Place;
use super::record::{brings_stock, burns};
use super::reported::{Report, ReportDays, is_report};

mod area;
mod average;
pub mod day;
pub mod head;
pub mod method;
mod passed;
mod row;
mod twice;
mod window;

pub use area::{AreaBurn, burn_of_areas};
pub use average::{Averages, NoDayInStock, Period, average, averages, monthly, monthly_of_months};
pub use head::HeadInputs;
pub use method::Method;
pub use twice::{given, used_twice};

use head::HeadCount;
use passed::Passed;
use window::Window;

/// Days in the window unless a user says otherwise: four weeks hold every weekday equally often.
const WINDOW_DAYS: i64 = 28;
/// Months in the window of the formula that counts in months, unless a user says otherwise.
const WINDOW_MONTHS: i64 = 3;

/// What burn is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct BurnInputs<'a> {
    /// In ledger order.
    pub movements: &'a [Movement],
    pub usage: &'a [Usage],
    pub as_of: Day,
    /// For rates by head.
    pub heads: HeadInputs<'a>,
    /// Says which items are durable: those are assigned and not used up.
    pub catalogue: Option<&'a Catalogue>,
    /// Sites that are looked at together: what they pass on to each other is no use, even where transfers count.
    pub together: Option<(&'a SiteTree, Place)>,
}

/// How burn is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurnOptions {
    pub method: Method,
    pub window_days: i64,
    /// Whole months before as-of, for the formula that counts in months.
    pub window_months: i64,
    /// Days in a row, for the peak.
    pub peak_days: i64,
    pub demand: Demand,
    /// Whether goods passed on to another site count as used.
    pub include_transfers: bool,
}

/// Whether use is what was given, or what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Demand {
    #[default]
    Issued,
    /// What sites reported to have been asked for; where they did not, what was given.
    Requested,
}

impl Default for BurnOptions {
    fn default() -> BurnOptions {
        BurnOptions {
            method: Method::default(),
            window_days: WINDOW_DAYS,
            window_months: WINDOW_MONTHS,
            peak_days: WINDOW_DAYS,
            demand: Demand::default(),
            include_transfers: false,
        }
    }
}

/// What is known of one item at one site, by date and then in the order it was given.
#[derive(Clone, Default)]
struct Facts<'a> {
    movements: Vec<Seen<'a>>,
    usage: Vec<Report<'a>>,
    /// Whether the site writes down what is used of its goods, be it of others than this one.
    is_written: bool,
    /// The first day that a report of the item tells of.
    reported_from: Option<Day>,
    /// The last day on which the site reported anything of its goods.
    reported_until: Option<Day>,
}

/// The same of each item at each site.
type Goods<'a> = HashMap<(&'a str, &'a str), Facts<'a>, ByText>;

/// A movement, and whether it only changes the shelf among sites that are looked at together.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub movement: &'a Movement,
    pub stays_inside: bool,
}

/// The daily use of each item at each site, by site and item.
///
/// An item that never came in has no row. Where nobody writes down what is used at a site the rate is `None`, reason
/// `no_use_written`. Without a day on which it could be used the rate is `None`, reason
/// `no_available_day`: it is neither zero nor without bound. What went out in several units is no sum: reason
/// `different_units`.
///
/// Rule: `D-16`, `D-17`.
pub fn burn(inputs: &BurnInputs<'_>, options: &BurnOptions) -> Vec<Burn> {
    let goods = goods(inputs, options);
    let heads = HeadCount::new(inputs.heads);
    let rows = BTreeMap::from_iter(goods).into_iter();
    rows.filter_map(|((site, item), facts)| {
        let blank = Burn::blank(inputs.as_of, site, item);
        if inputs
            .catalogue
            .is_some_and(|catalogue| catalogue.is_durable(item))
        {
            return facts.first_day().map(|_| row::of_durable(blank));
        }
        row::of(blank, &facts, options, &heads)
    })
    .collect()
}

/// What is known of each item at each site.
fn goods<'a>(inputs: &BurnInputs<'a>, options: &BurnOptions) -> Goods<'a> {
    let mut goods = Goods::default();
    let movements = in_ledger_order(inputs.movements, inputs.as_of);
    let passed = inputs.together.map(|_| Passed::of(&movements));
    let stays_inside = |movement| match inputs.together.zip(passed.as_ref()) {
        Some(((sites, place), passed)) => passed.stays_in(movement, sites, place),
        None => false,
    };
    for movement in movements.iter().copied() {
        let facts = goods.entry((&movement.site, &movement.item)).or_default();
        facts.movements.push(Seen {
            movement,
            stays_inside: stays_inside(movement),
        });
    }
    for row in inputs.usage.iter().filter(|row| row.date <= inputs.as_of) {
        let facts = goods.entry((&row.site, &row.item)).or_default();
        facts.usage.push(Report {
            row,
            from: row.date,
        });
    }
    let writing = writing_sites(&goods, inputs.as_of, options);
    let rows = goods.values().flat_map(|facts| &facts.usage);
    let reported = ReportDays::by_site(rows.map(|report| report.row));
    for ((site, _), facts) in &mut goods {
        facts.is_written = writing.contains(site);
        let Some(days) = reported.get(site) else {
            continue;
        };
        facts.reported_until = days.last();
        facts.reported_from = facts.reports().min().map(|first| days.told_from(first));
        let first_there = facts.first_day();
        for report in &mut facts.usage {
            *report = days.report(report.row, first_there);
        }
    }
    goods
}

/// The same of a long ledger in short: its parts are made rows of and looked at one by one, on all cores. `inputs` says
/// the rest; its movements are none.
pub fn burn_of_short(short: &Short, inputs: &BurnInputs<'_>, options: &BurnOptions) -> Vec<Burn> {
    let parts: Vec<_> = usage_by_part(short, inputs.usage)
        .into_iter()
        .enumerate()
        .collect();
    let rows = in_parallel(parts, |(part, usage)| {
        let movements = match part < short.parts() {
            true => short.part(part),
            false => Vec::new(),
        };
        let (movements, usage) = (movements.as_slice(), usage.as_slice());
        burn(
            &BurnInputs {
                movements,
                usage,
                ..*inputs
            },
            options,
        )
    });
    let mut rows = joined(rows);
    rows.sort_by(|a, b| (&a.site, &a.item).cmp(&(&b.site, &b.item)));
    rows
}

/// What is reported of the sites of each part; behind the parts, of sites that have no line in the ledger.
fn usage_by_part(short: &Short, usage: &[Usage]) -> Vec<Vec<Usage>> {
    let mut by_part = vec![Vec::new(); short.parts() + usize::from(!usage.is_empty())];
    for row in usage {
        let part = short.part_of(&row.site).unwrap_or(short.parts());
        by_part[part].push(row.clone());
    }
    by_part
}

/// The sites that wrote down, in the days that rates look at, what of any of their goods was used or passed on. What a
/// reversal undid was not written.
fn writing_sites<'a>(goods: &Goods<'a>, as_of: Day, options: &BurnOptions) -> HashSet<&'a str> {
    let from = options.looks_back_to(as_of);
    let holds = |day: Day| day <= as_of && from.is_none_or(|from| from <= day);
    let is_out = |kind| matches!(kind, MovementKind::Issue | MovementKind::TransferOut);
    let writes = |facts: &Facts<'_>| {
        let mut moved = facts.movements.iter().map(|seen| seen.movement);
        moved.any(|row| is_out(row.kind) && holds(row.date)) || facts.reports().any(holds)
    };
    let goods = goods.iter().filter(|(_, facts)| writes(facts));
    goods.map(|((site, _), _)| *site).collect()
}

/// The exact rate behind a row: what its numerator makes of its divisor, or the printed rate where those are missing.
pub fn rate_of(burn: &Burn) -> Option<Rate> {
    let printed = burn.rate?;
    let numerator = burn.demanded.or(burn.used);
    let by_head = || method::spread_over_heads(numerator?, burn.head_days?, burn.heads?);
    let by_divisor = || method::spread(numerator?, burn.divisor?);
    let by_days = || average(numerator?, burn.days?, burn.days_out?);
    let exact = by_head().or_else(by_divisor).or_else(by_days);
    Some(exact.unwrap_or(Rate::daily(printed)))
}

/// Whether a rate was worked out from the movements of a ledger, so that the site keeps its stock there.
pub fn is_of_ledger(row: &Burn) -> bool {
    method::is_of_ledger(&row.method)
}

/// The first day on which an item was there: when something of it first came in, unless a report tells of it before.
///
/// `first_report`: the day of the first report of it; `reported_from`: the first day that this one tells of.
pub fn first_there<'a>(
    mut movements: impl Iterator<Item = &'a Movement>,
    first_report: Option<Day>,
    reported_from: Option<Day>,
) -> Option<Day> {
    let first_in = movements.find(|movement| brings_stock(movement));
    let first_in = first_in.map(|movement| movement.date);
    let is_before = |day: &Day| first_report.is_none_or(|report| *day <= report);
    first_in.filter(is_before).or(reported_from)
}

impl Facts<'_> {
    /// The first day on which the item was there, by the ledger or by what its site reported.
    fn first_day(&self) -> Option<Day> {
        let movements = self.movements.iter().map(|seen| seen.movement);
        first_there(movements, self.reports().min(), self.reported_from)
    }

    /// Whether what went out in some days is written down in several units.
    fn are_units_mixed(&self, days: Window) -> bool {
        let moved = self.movements.iter().map(|seen| seen.movement);
        let out = moved.filter(|row| days.holds(row.date) && burns(row, true));
        let mut units = out.map(|row| &row.unit).filter(|unit| !unit.is_empty());
        let first = units.next();
        units.any(|unit| Some(unit) != first)
    }

    /// The days of which its site reported what was used or asked for.
    fn reports(&self) -> impl Iterator<Item = Day> {
        let reports = self.usage.iter().map(|report| report.row);
        reports.filter(|row| is_report(row)).map(|row| row.date)
    }
}

#[cfg(test)]
mod tests;

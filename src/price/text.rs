//! Alerts and their absence in one sentence each.
//!
//! A sentence says what was seen and against what; never why it happened.

use crate::calendar::Day;
use crate::ledger::word::Word;
use crate::policy::alert::Indicator;
use crate::policy::{AlertRule, RobustZ};

use super::alert::Met;
use super::change::{looked_at, name};
use super::series::Series;

/// A series that meets a rule.
pub fn of_series(series: &Series, met: &Met, rule: &AlertRule) -> String {
    let price = met.observation.price;
    format!(
        "{}: {price} yuan{}, {}",
        thing(series),
        unit(series),
        rise(met, rule)
    )
}

/// A category that meets a rule; `series` is any of it.
pub fn of_category(series: &Series, met: &Met, rule: &AlertRule) -> String {
    let kind = series
        .key
        .kind
        .map_or(String::new(), |kind| format!(" {}", kind.id()));
    format!(
        "{}: mean{kind} price of {} series at {} yuan{}, {}",
        series.category,
        met.observation.series,
        met.observation.price,
        unit(series),
        rise(met, rule)
    )
}

/// A series whose robust score draws attention.
pub fn of_score(series: &Series, met: &Met) -> String {
    format!(
        "attention, not a grade: {}, {} yuan{}, {:.1} robust deviations above the median of the quotes before",
        thing(series),
        met.observation.price,
        unit(series),
        met.observation.value
    )
}

/// Why a rule on `indicator` cannot judge `day`.
pub fn missing(indicator: Indicator, day: Day) -> String {
    let name = name(indicator);
    let (first, last) = looked_at(indicator, day);
    match indicator {
        Indicator::Prev => format!("{name}: no quote before {day}"),
        Indicator::Day => format!("{name}: no quote on {first} to compare {day} with"),
        _ => format!("{name}: no quote from {first} to {last} to compare {day} with"),
    }
}

/// Why the robust score cannot judge `day`.
pub fn few(method: &RobustZ, day: Day) -> String {
    format!("fewer than {} quotes before {day}", method.quotes_min)
}

fn rise(met: &Met, rule: &AlertRule) -> String {
    format!(
        "up {:.1}% on {} ({} from {}%)",
        met.observation.value * 100.0,
        before(rule.indicator),
        met.grade.id(),
        percent(met.threshold)
    )
}

fn before(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Prev => "the quote before",
        Indicator::Day => "the day before",
        Indicator::Week => "a week before",
        Indicator::Xun => "the xun before",
        Indicator::Month => "the month before",
        Indicator::Year => "the year before",
    }
}

/// A threshold as a percentage without idle zeros.
fn percent(fraction: f64) -> f64 {
    (fraction * 10_000.0).round() / 100.0
}

fn thing(series: &Series) -> String {
    let key = &series.key;
    let kind = key.kind.map_or("", |kind| kind.id());
    let parts = [key.item, key.spec, kind];
    let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} at {}", named.join(" "), key.market)
}

fn unit(series: &Series) -> String {
    match series.key.unit {
        "" => String::new(),
        unit => format!(" a {unit}"),
    }
}

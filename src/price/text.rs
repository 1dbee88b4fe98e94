//! Alerts and their absence in one sentence each.
//!
//! A sentence says what was seen and against what; never why it happened.

use crate::calendar::Day;
use crate::ledger::word::Word;
use crate::policy::alert::{Alps, Indicator, Ipa};
use crate::policy::{AlertRule, RobustZ};

use super::change::{looked_at, name};
use super::circumstances::Occasion;
use super::cut::{Cut, Cuts, Met};
use super::monthly::History;
use super::series::Series;

/// The thing that a rule looks at, and its price.
pub fn of_series(series: &Series, met: &Met) -> String {
    format!("{}: {}, ", thing(series), price(met, series))
}

/// A category and its mean price, for a rule on 旬 the means of this and of the one before; `series` is any of it.
pub fn of_category(series: &Series, met: &Met) -> String {
    let kind = series
        .key
        .kind
        .map_or(String::new(), |kind| format!(" {}", kind.id()));
    let (category, count) = (series.category, met.observation.series);
    match met.observation.means {
        Some((now, before)) => {
            let unit = unit(series);
            format!(
                "{category}: mean{kind} price of {count} series in the xun at {now} yuan{unit} after {before}, "
            )
        }
        None => {
            let price = price(met, series);
            format!("{category}: mean{kind} price of {count} series at {price}, ")
        }
    }
}

/// A basket of which so many items reach a cut.
pub fn of_basket(category: &str, met: &Met) -> String {
    let observation = &met.observation;
    format!(
        "{category}: {} of {} items ",
        observation.breadth, observation.series
    )
}

/// A series that an indicator draws attention to; `level` is what its value is called.
pub fn of_indicator(series: &Series, met: &Met, is_monthly: bool, level: &str, id: &str) -> String {
    let value = met.observation.value;
    let against = match is_monthly {
        false => format!("{value:.1} robust deviations above the median of the quotes before"),
        true => format!("mean of the month, {id} {value:.2} ({level})"),
    };
    format!(
        "attention, not a grade: {}, {}, {against}",
        thing(series),
        price(met, series)
    )
}

/// What moved, in words.
pub fn moved(met: &Met, rule: &AlertRule) -> String {
    let value = met.observation.value;
    let percent = |value: f64| format!("{:.1}%", value.abs() * 100.0);
    let direction = if value < 0.0 { "down" } else { "up" };
    match rule.indicator {
        Indicator::Ratio => format!("{value:.2}:1"),
        Indicator::Target => format!("at least {} above target", percent(value)),
        Indicator::Stockout if value == 1.0 => "none left for 1 day".to_owned(),
        Indicator::Stockout => format!("none left for {value} days"),
        indicator => format!("{direction} {} on {}", percent(value), before(indicator)),
    }
}

/// Where a cut begins: `from 30%`, `above 5%`, `below 6`.
pub fn bound(cuts: &Cuts, cut: &Cut) -> String {
    let number = match cuts.is_change {
        true => format!("{}%", percent(cut.bound)),
        false => cut.bound.to_string(),
    };
    match (cuts.falls, cut.is_strict) {
        (false, false) => format!("from {number}"),
        (false, true) => format!("above {number}"),
        (true, false) => format!("down to {number}"),
        (true, true) => format!("below {number}"),
    }
}

/// What makes the cuts of a day others than usual: `during 春节: `; nothing on a usual day.
pub fn during(occasion: Option<&Occasion>) -> String {
    occasion.map_or_else(String::new, |one| format!("during {}: ", one.name))
}

/// Why a rule on `indicator` cannot judge `day`.
pub fn missing(indicator: Indicator, day: Day) -> String {
    let name = name(indicator);
    let (first, last) = looked_at(indicator, day);
    match indicator {
        Indicator::Prev => format!("{name}: no quote before {day}"),
        Indicator::Day => format!("{name}: no quote on {first} to compare {day} with"),
        Indicator::Target => format!("{name}: no target price on {day}, or too few items with one"),
        Indicator::Ratio => format!("{name}: one of the two is not quoted in the week of {day}"),
        Indicator::Published | Indicator::Stockout => format!("{name}: none for {day}"),
        _ => format!("{name}: no quote from {first} to {last} to compare {day} with"),
    }
}

/// Why nothing can be judged on `day`.
pub fn unquoted(day: Day) -> String {
    format!("no quote with a price up to {day}")
}

/// Why a rule on one kind of price judges none of another.
pub fn other_kind(kind: &str) -> String {
    format!("the rule is set on {kind} prices, and these are of another kind")
}

/// Why a basket cannot be judged on `day`.
pub fn few_items(items_min: usize, day: Day) -> String {
    format!("fewer than {items_min} items can be compared on {day}")
}

/// Why the robust score cannot judge `day`.
pub fn few(method: &RobustZ, day: Day) -> String {
    format!("fewer than {} quotes before {day}", method.quotes_min)
}

/// Why growth cannot be held against that of earlier years.
pub fn few_years(method: &Ipa) -> String {
    format!(
        "fewer than {} earlier years with a rate of the quarter and of the year",
        method.years_min
    )
}

/// Why a series is too short for trend and season.
pub fn short_history(history: &History<'_>, method: &Alps) -> String {
    format!(
        "{} months, {:.0}% of them quoted; it takes {} and {:.0}%",
        history.span(),
        history.share() * 100.0,
        method.months_min,
        method.share_min * 100.0
    )
}

fn before(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Prev => "the quote before",
        Indicator::Day => "the day before",
        Indicator::FiveDays => "five days before",
        Indicator::Week => "a week before",
        Indicator::TenDays => "ten days before",
        Indicator::Xun => "the xun before",
        Indicator::Month => "the month before",
        Indicator::Year | Indicator::Published => "the year before",
        Indicator::Target => "the target",
        Indicator::Ratio => "the other",
        Indicator::Stockout => "days with stock",
    }
}

/// A threshold as a percentage without idle zeros.
fn percent(fraction: f64) -> f64 {
    (fraction * 10_000.0).round() / 100.0
}

fn price(met: &Met, series: &Series) -> String {
    match met.observation.price {
        Some(price) => format!("{price} yuan{}", unit(series)),
        None => "no single price".to_owned(),
    }
}

/// A series by its item, spec, kind and market.
pub fn thing(series: &Series) -> String {
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

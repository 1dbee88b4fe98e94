//! What a file of price rules says beside its thresholds: when a grade is confirmed, when an alert ends, the indicators
//! that draw attention, and the screens of sellers.

use serde::Deserialize;

use crate::calendar::Day;
use crate::policy::file::Bounded;

use super::AlertRules;

/// When a grave grade counts: it must last, or be seen widely.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Grades from this one on must be confirmed.
    pub grade: String,
    /// Observations in a row, or items, or markets on one day, that confirm.
    pub observations: i64,
    pub items: u32,
    pub markets: u32,
    pub source: String,
}

/// When an alert ends.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clear {
    /// Days below the lightest cut.
    pub days: i64,
    pub source: String,
}

/// Deviation from trend and season, for series of three years and more.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alps {
    /// The indicator in real time, and the published one.
    pub id: String,
    pub published: String,
    pub months_min: i32,
    pub share_min: f64,
    pub recent_months: i32,
    pub ddof: u32,
    /// The lower bounds of all levels but the first.
    pub cuts: Vec<f64>,
    pub levels: Vec<String>,
    /// The value from which on it draws attention.
    pub attention: f64,
    /// Months in a row that draw attention from which on it is said that the level is a new one; never where none is
    /// named.
    pub regime_months: Option<i64>,
    pub source: String,
    pub from: String,
}

/// Growth against the growth of earlier years.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ipa {
    pub id: String,
    pub years_min: usize,
    /// The weight of the quarterly rate.
    pub gamma: f64,
    pub standard: Standard,
    /// Lower bounds of the levels above normal; those below mirror them.
    pub cuts: Vec<f64>,
    pub high: Vec<String>,
    pub low: Vec<String>,
    pub attention: f64,
    pub source: String,
    pub from: String,
}

/// How the weighted deviation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    Strict,
    Ons,
}

/// The robust z-score for series too short for a seasonal model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RobustZ {
    pub id: String,
    pub window: usize,
    pub quotes_min: usize,
    pub cut: f64,
    pub spread_floor: f64,
    pub grade: String,
    pub unit: String,
    pub source: String,
    pub from: String,
}

/// A rule on mark-ups.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Markup {
    pub id: String,
    /// Whether the rule is applied when none is named.
    pub default: bool,
    pub basis: Basis,
    pub baseline: Baseline,
    /// Days before the cut-off that the baseline looks back on; any where none is named.
    pub days: Option<i64>,
    /// The quantile that `usual` takes.
    pub share: Option<f64>,
    /// Sales that `usual` takes; one where nothing is said.
    pub deals_min: Option<usize>,
    /// Points by which the baseline may be passed.
    pub tolerance: f64,
    /// The limit where there is no baseline; none: not assessable.
    pub fallback: Option<f64>,
    pub source: String,
    pub from: String,
    pub clause: String,
}

impl Markup {
    /// Whether the rule is in force on `day`; an undated one is on any.
    pub fn is_in_force(&self, day: Day) -> bool {
        Day::parse(&self.from).is_none_or(|from| from <= day)
    }
}

/// What the difference of price and cost is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 顺加.
    Cost,
    /// 倒扣.
    Price,
}

impl Basis {
    /// The word that a file of rules has for it.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Cost => "cost",
            Basis::Price => "price",
        }
    }
}

/// What before the cut-off is the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// The mark-up of the last sale.
    LastDeal,
    /// The highest mark-up of some days.
    Highest,
    /// A quantile of the mark-ups of some days.
    Usual,
    /// The price of the last sale, and not its mark-up.
    LastPrice,
}

/// The screen of goods held back: stock that grows while sales fall.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    pub id: String,
    /// Days of each of the two windows that are compared.
    pub days: i64,
    /// Days of a window that must be reported.
    pub days_min: i64,
    pub stock_rise: f64,
    pub sales_fall: f64,
    pub source: String,
}

/// When a newest quote is still news, and when a run of equal ones is none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    pub id: String,
    /// Days without a quote that a series quoted every day may have.
    pub days: i64,
    /// Times its own usual gap that any series may be without a quote.
    pub periods: i64,
    /// The newest gaps, which say what is usual.
    pub gaps: usize,
    /// Equal quotes in a row from which on they are copied rather than calm.
    pub equal_run: usize,
    pub unit: String,
    pub source: String,
    pub from: String,
}

/// What median and range of one market cover.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpreadRule {
    pub id: String,
    /// Days up to the day answered for.
    pub days: i64,
    pub unit: String,
    pub source: String,
    pub from: String,
}

/// How a forecast is chosen, and what its interval takes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastRule {
    pub id: String,
    /// Steps before the first course that is looked back on.
    pub warm_up: usize,
    /// Past courses below which there is no interval.
    pub origins_min: usize,
    /// Past courses looked back on, at most.
    pub origins_max: usize,
    /// The older part of them, which chooses the model.
    pub choosing: f64,
    /// The part of the error of nothing-changes that another model may have at most.
    pub better: f64,
    pub holiday: HolidayRule,
    pub unit: String,
    pub source: String,
    pub from: String,
}

/// What the lift of a holiday rests on.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayRule {
    /// Earlier years that must have been seen.
    pub years_min: usize,
    /// Days that a quote may be older than the day it stands for.
    pub look_back: i64,
}

impl Freshness {
    /// Its numbers with their bounds.
    pub(super) fn numbers(&self) -> [Bounded<'static>; 4] {
        [
            Bounded::from_one(&["freshness", "days"], self.days as f64, "days"),
            Bounded::from_one(&["freshness", "periods"], self.periods as f64, "gaps"),
            Bounded::from_one(&["freshness", "gaps"], self.gaps as f64, "gaps"),
            Bounded::from_one(&["freshness", "equal_run"], self.equal_run as f64, "quotes")
                .least(2.0),
        ]
    }
}

impl SpreadRule {
    /// Its number with its bounds.
    pub(super) fn numbers(&self) -> [Bounded<'static>; 1] {
        [Bounded::from_one(
            &["spread", "days"],
            self.days as f64,
            "days",
        )]
    }
}

impl ForecastRule {
    /// Its numbers with their bounds.
    pub(super) fn numbers(&self) -> [Bounded<'static>; 7] {
        let (least, most) = (self.origins_min as f64, self.origins_max as f64);
        let HolidayRule {
            years_min,
            look_back,
        } = self.holiday;
        let part = |path, value| {
            Bounded::from_one(path, value, "a part")
                .least(0.0)
                .up_to(1.0)
        };
        [
            Bounded::from_one(&["forecast", "warm_up"], self.warm_up as f64, "steps"),
            Bounded::from_one(&["forecast", "origins_min"], least, "past courses"),
            Bounded::from_one(&["forecast", "origins_max"], most, "past courses").least(least),
            part(&["forecast", "choosing"], self.choosing),
            part(&["forecast", "better"], self.better),
            Bounded::from_one(
                &["forecast", "holiday", "years_min"],
                years_min as f64,
                "years",
            ),
            Bounded::from_one(
                &["forecast", "holiday", "look_back"],
                look_back as f64,
                "days",
            )
            .least(0.0),
        ]
    }
}

/// The rules that come with granary, for what a file does not say.
fn own() -> AlertRules {
    AlertRules::built_in().expect("a test reads the file that granary comes with")
}

/// Freshness as granary has it.
pub fn own_freshness() -> Freshness {
    own().freshness
}

/// The spread as granary has it.
pub fn own_spread() -> SpreadRule {
    own().spread
}

/// The forecast as granary has it.
pub fn own_forecast() -> ForecastRule {
    own().forecast
}

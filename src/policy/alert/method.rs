//! What a file of price rules says beside its thresholds: when a grade is confirmed, when an alert ends, the indicators
//! that draw attention, and the screens of sellers.

use serde::Deserialize;

/// When a grave grade counts: it must last, or be seen widely.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Grades from this one on must be confirmed.
    pub grade: String,
    /// Observations in a row, or items, or markets on one day, that confirm.
    pub observations: i64,
    pub items: usize,
    pub markets: usize,
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

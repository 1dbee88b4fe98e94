//! One rule on prices: its graded thresholds, and the days on which it takes others.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::calendar::Day;
use crate::ledger::word::{QuoteKind, Word};
use crate::policy::names::{Names, find};

/// How the source of a rule begins that no text sets.
const NO_SOURCE: &str = "none";

/// One rule with its graded thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    pub id: String,
    pub indicator: Indicator,
    pub scope: AlertScope,
    /// Whether the rule is applied when none is named.
    pub default: bool,
    pub unit: String,
    /// The grade of each cut, lightest first.
    pub grades: Vec<String>,
    /// What the source calls each grade; empty where it has no word of its own.
    #[serde(default)]
    pub labels: Vec<String>,
    /// By category or item (`*` for all): bounds, lightest first, as fractions; a bound itself meets the rule.
    pub cuts: BTreeMap<String, Vec<f64>>,
    /// For each cut, whether it must be passed and not only reached.
    #[serde(default)]
    pub strict: Vec<bool>,
    /// For each cut, how many observations in a row must meet it; 1 where nothing is said.
    #[serde(default)]
    pub lasting: Vec<i64>,
    /// For each cut, whether an observation that reaches the next one as well is none of its row.
    #[serde(default)]
    pub between: Vec<bool>,
    /// Whether the rule looks for values at or below its cuts.
    #[serde(default)]
    pub falls: bool,
    /// The kind of price it is set on; any where none is named.
    pub kind: Option<String>,
    /// Items that a basket must have, or of which so many must meet the cut.
    pub items_min: Option<usize>,
    /// Names of what is divided, and by what, for a ratio of two prices.
    #[serde(default)]
    pub numerator: Vec<String>,
    #[serde(default)]
    pub denominator: Vec<String>,
    /// By kind of price the kinds that it is divided by where its own is not quoted, the best first; empty: no kind.
    #[serde(default)]
    pub stands_in: BTreeMap<String, Vec<String>>,
    pub source: String,
    /// First and last day of effect; `undated` where the source gives none.
    pub from: String,
    pub until: Option<String>,
    pub clause: String,
    pub exception: Option<Exception>,
}

/// The days on which a rule takes other cuts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// For some of the names of the rule's own cuts, one bound a grade as there.
    pub cuts: BTreeMap<String, Vec<f64>>,
    /// Holidays by name, from so many days before their first day to so many after it.
    #[serde(default)]
    pub holidays: Vec<String>,
    #[serde(default)]
    pub days_before: i64,
    #[serde(default)]
    pub days_after: i64,
    /// Whether the days of a disaster on record are among them.
    #[serde(default)]
    pub disaster: bool,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    Prev,
    Day,
    FiveDays,
    Week,
    TenDays,
    Xun,
    Month,
    Year,
    /// A price against the target price of the day, a quote of kind `target`.
    Target,
    /// The weekly mean of one price divided by that of another.
    Ratio,
    /// A published index whose year before is 100, written as a price.
    Published,
    /// Days in a row on which a site had none left.
    Stockout,
}

impl Indicator {
    /// Whether its values are fractions, which are written in percent.
    pub fn is_fraction(self) -> bool {
        !matches!(self, Indicator::Ratio | Indicator::Stockout)
    }

    /// Whether it is seen in one series of quotes.
    pub fn is_of_series(self) -> bool {
        !matches!(self, Indicator::Ratio | Indicator::Stockout)
    }
}

/// What a rule is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertScope {
    /// The mean of a category.
    Category,
    /// Each series.
    Item,
    /// So many items of a category at once.
    Basket,
}

impl AlertRule {
    /// The thresholds for a category or item, if the rule has any for it.
    pub fn cuts_for(&self, name: &str) -> Option<&[f64]> {
        of_name(&self.cuts, name)
    }

    /// Its exception, and the thresholds for a category or item on those days, if it has any for it.
    pub fn exception_for(&self, name: &str) -> Option<(&Exception, &[f64])> {
        let exception = self.exception.as_ref()?;
        Some((exception, of_name(&exception.cuts, name)?))
    }

    /// Whether the rule is in force on `day`; an undated one is on any.
    pub fn is_in_force(&self, day: Day) -> bool {
        let from = Day::parse(&self.from).is_none_or(|from| from <= day);
        let until = self.until.as_deref().and_then(Day::parse);
        from && until.is_none_or(|until| day <= until)
    }

    /// The kinds of price that one of `kind` is divided by, the best first: its own, and those that stand in for it.
    pub fn divisors(&self, kind: Option<QuoteKind>) -> Vec<Option<QuoteKind>> {
        let word = kind.map_or("", |kind| kind.id());
        let others = self.stands_in.get(word).into_iter().flatten();
        let others = others.map(|word| QuoteKind::parse(word));
        [kind].into_iter().chain(others).collect()
    }

    /// Whether a text sets it, and not granary or whoever watches prices.
    pub fn is_sourced(&self) -> bool {
        !self.source.starts_with(NO_SOURCE)
    }

    /// What it says that cannot be, and what to write instead; `holidays` are the names of those that are known.
    pub(super) fn fault(&self, holidays: &[&str]) -> Option<(String, String)> {
        let count = self.grades.len();
        let fits = |len: usize| len == 0 || len == count;
        let others = self.exception.iter().flat_map(|days| days.cuts.values());
        let is_sound = count > 0
            && self
                .cuts
                .values()
                .chain(others)
                .all(|cuts| cuts.len() == count)
            && fits(self.labels.len())
            && fits(self.strict.len())
            && fits(self.lasting.len())
            && fits(self.between.len())
            && self.between.last() != Some(&true);
        if !is_sound {
            let fault = format!("rule {} has lists of unlike length", self.id);
            let hint = "give each rule as many cuts, strict, lasting and between as it has grades; nothing lies beyond the last";
            return Some((fault, hint.to_owned()));
        }
        let fills_in = self.stands_in.iter();
        let kinds = fills_in.flat_map(|(kind, others)| [kind].into_iter().chain(others));
        let mut kinds = kinds.filter(|kind| !kind.is_empty()).chain(&self.kind);
        if let Some(kind) = kinds.find(|kind| QuoteKind::parse(kind).is_none()) {
            let fault = format!("rule {} names no kind of price: \"{kind}\"", self.id);
            return Some((fault, "write wholesale, retail or purchase".to_owned()));
        }
        let exception = self.exception.as_ref()?;
        let known = |name: &&String| holidays.contains(&name.as_str());
        if let Some(name) = exception.holidays.iter().find(|name| !known(name)) {
            let fault = format!("rule {} knows no holiday \"{name}\"", self.id);
            return Some((fault, format!("the holidays are {}", holidays.join(", "))));
        }
        let is_ever = exception.disaster || !exception.holidays.is_empty();
        let is_span = exception.days_before >= 0 && exception.days_after >= 0;
        (!is_ever || !is_span).then(|| {
            let fault = format!("the exception of rule {} has no day", self.id);
            let hint = "name holidays and days from 0 on, or write disaster = true";
            (fault, hint.to_owned())
        })
    }
}

fn of_name<'a>(cuts: &'a BTreeMap<String, Vec<f64>>, name: &str) -> Option<&'a [f64]> {
    let called_otherwise = || {
        let category = find(&Names::built_in().categories, name)?;
        category.spellings().find_map(|word| cuts.get(word))
    };
    let found = cuts.get(name).or_else(called_otherwise);
    let found = found.or_else(|| cuts.get("*"));
    found.map(Vec::as_slice)
}

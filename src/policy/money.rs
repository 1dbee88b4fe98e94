//! What a price rests on: reference price, start of an auction, release onto the market, ageing of bills.
//!
//! No plan gives these numbers. Those that granary brings stand in `data/policy/money.toml` with unit, source and
//! confidence; `--rules FILE` names one's own.

use serde::{Deserialize, Deserializer, de};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::word::{Grade, Word as _};

use super::file::read;

/// A file of such rules.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyRules {
    pub reference: ReferenceRule,
    pub auction: AuctionStart,
    pub release: ReleaseRule,
    pub ageing: AgeingRule,
}

/// What a reference price rests on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceRule {
    pub id: String,
    /// Days of the window, the narrowest first.
    pub windows: Vec<i64>,
    pub quotes_min: usize,
    pub markets_min: usize,
    pub unit: String,
    pub hampel: Hampel,
    pub confidence: String,
    pub source: String,
    pub from: String,
}

/// When a quote is a data error: so many robust deviations from the median of its neighbours in time.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hampel {
    /// Neighbours on each side.
    pub neighbours: usize,
    pub deviations: f64,
    /// Least spread, as a part of the median.
    pub spread_floor: f64,
}

/// Where an auction starts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuctionStart {
    pub id: String,
    /// Percent of the reference price.
    pub first: i64,
    /// Percent of the first start price.
    pub second: i64,
    pub unit: String,
    pub confidence: String,
    pub source: String,
    pub from: String,
}

/// When the reserve goes onto the market, and at what price.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRule {
    pub id: String,
    /// The lightest grade that counts.
    #[serde(deserialize_with = "grade")]
    pub grade: Grade,
    /// Observations in a row that trigger.
    pub observations: i64,
    /// Markets on one day that trigger.
    pub markets: i64,
    /// Items on one day that trigger.
    pub items: i64,
    /// Days that a quote may be old.
    pub quote_age: i64,
    /// Percent that the highest price lies under the market's.
    pub below_market: i64,
    /// Days without a sign after which an episode is over.
    pub clear: i64,
    pub unit: String,
    pub confidence: String,
    pub source: String,
    pub from: String,
}

/// How late bills are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeingRule {
    pub id: String,
    /// Upper ends of the spans, in days, rising.
    pub days: Vec<i64>,
    pub unit: String,
    pub confidence: String,
    pub source: String,
    pub from: String,
}

const BUILT_IN: &str = include_str!("../../data/policy/money.toml");

impl MoneyRules {
    /// Reads a file of rules; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-policy` for what cannot be read, and for spans or windows that do not rise.
    pub fn parse(text: &str, name: &str) -> Result<MoneyRules, Diagnostic> {
        let hint = "compare with data/policy/money.toml";
        let fault = |message: String| {
            Diagnostic::error(Code::BadPolicy, message)
                .at(Place::file(name))
                .hint(hint)
        };
        let rules: MoneyRules = read(text, name, hint)?;
        let rises = |days: &[i64]| {
            days.first().is_some_and(|first| *first > 0)
                && days.windows(2).all(|pair| pair[0] < pair[1])
        };
        match (rises(&rules.reference.windows), rises(&rules.ageing.days)) {
            (true, true) => Ok(rules),
            (false, _) => Err(fault("reference: windows do not rise from 1 day on".into())),
            (_, false) => Err(fault("ageing: days do not rise from 1 on".into())),
        }
    }

    /// The rules that come with granary.
    pub fn built_in() -> Result<MoneyRules, Diagnostic> {
        MoneyRules::parse(BUILT_IN, "money.toml")
    }

    /// Every rule: id, what it says, and where it is from.
    pub fn cited(&self) -> Vec<(String, String, String)> {
        let reference = &self.reference;
        let (auction, release) = (&self.auction, &self.release);
        [
            (
                &reference.id,
                format!(
                    "median of {} quotes or more of {} markets or more, within {:?} days",
                    reference.quotes_min, reference.markets_min, reference.windows
                ),
                &reference.source,
            ),
            (
                &auction.id,
                format!(
                    "an auction starts at {} percent of the reference price, the second at {} percent of the first ({})",
                    auction.first, auction.second, auction.confidence
                ),
                &auction.source,
            ),
            (
                &release.id,
                format!(
                    "released from grade {} on, {} observations in a row, or {} markets, or {} items",
                    release.grade.id(),
                    release.observations,
                    release.markets,
                    release.items
                ),
                &release.source,
            ),
            (
                &self.ageing.id,
                format!("bills by lateness: up to {:?} days", self.ageing.days),
                &self.ageing.source,
            ),
        ]
        .map(|(id, what, source)| (id.clone(), what, source.clone()))
        .into()
    }
}

fn grade<'de, D: Deserializer<'de>>(from: D) -> Result<Grade, D::Error> {
    let word = String::deserialize(from)?;
    Grade::parse(&word).ok_or_else(|| de::Error::custom(format!("\"{word}\" is no grade")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_come_with_granary_can_be_read() {
        let rules = MoneyRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(rules.reference.windows, [30, 60, 90]);
        assert_eq!(rules.release.grade, Grade::Warning);
        assert_eq!(rules.cited().len(), 4);
    }

    #[test]
    fn spans_that_fall_are_refused() {
        let text = BUILT_IN.replace("days = [30, 60, 90] ", "days = [30, 20] ");
        let error = MoneyRules::parse(&text, "own.toml").expect_err("20 follows 30");
        assert_eq!(error.code, Code::BadPolicy);
    }
}

//! What a price rests on: reference price, start of an auction, release onto the market, ageing of bills.
//!
//! No plan gives these numbers. Those that granary brings stand in `data/policy/money.toml` with unit, source and
//! confidence; `--rules FILE` names one's own.

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::word::{Grade, Word as _};

use super::checked::word;
use super::cited::Cited;
use super::file::{Bounded, line, read};
use super::term::Since;

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
    pub from: Since,
}

impl ReferenceRule {
    /// Days of the widest window.
    pub fn widest(&self) -> i64 {
        let widest = self.windows.last();
        *widest.expect("a file of rules without a window is refused")
    }
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
    pub from: Since,
}

/// When the reserve goes onto the market, and at what price.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRule {
    pub id: String,
    /// The rule of a plan that a release carries out; empty where none is.
    #[serde(default)]
    carries_out: String,
    /// The lightest grade that counts.
    #[serde(deserialize_with = "word")]
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
    pub from: Since,
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
    pub from: Since,
}

const BUILT_IN: &str = include_str!("../../data/policy/money.toml");

impl MoneyRules {
    /// Reads a file of rules; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-policy` for what cannot be read, for spans or windows that do not rise, and for a number that leaves
    /// nothing to be decided, with its line.
    pub fn parse(text: &str, name: &str) -> Result<MoneyRules, Diagnostic> {
        let rules: MoneyRules = read(text, name, "compare with data/policy/money.toml")?;
        let fault = |number: Bounded| number.fault(text, name);
        if let Some(fault) = rules.numbers().find_map(fault) {
            return Err(fault);
        }
        let rises = |days: &[i64]| {
            days.first().is_some_and(|first| *first > 0)
                && days.windows(2).all(|pair| pair[0] < pair[1])
        };
        let fault = |path: [&str; 2]| {
            let message = format!("[{}] {} do not rise from 1 day on", path[0], path[1]);
            Diagnostic::error(Code::BadPolicy, message)
                .at(Place::file(name).at_line(line(text, &path)))
                .hint("write whole days from 1 on, each longer than the one before")
        };
        match (rises(&rules.reference.windows), rises(&rules.ageing.days)) {
            (true, true) => Ok(rules),
            (false, _) => Err(fault(["reference", "windows"])),
            (_, false) => Err(fault(["ageing", "days"])),
        }
    }

    /// The rules that come with granary.
    pub fn built_in() -> Result<MoneyRules, Diagnostic> {
        MoneyRules::parse(BUILT_IN, "money.toml")
    }

    /// The numbers of the file with their bounds, in its order.
    fn numbers(&self) -> impl Iterator<Item = Bounded<'static>> {
        let auction = &self.auction;
        let auction = [
            Bounded::from_one(&["auction", "first"], auction.first as f64, PERCENT),
            Bounded::from_one(&["auction", "second"], auction.second as f64, PERCENT).up_to(100.0),
        ];
        let numbers = self.reference.numbers().into_iter().chain(auction);
        numbers.chain(self.release.numbers())
    }

    /// Every rule.
    pub fn cited(&self) -> Vec<Cited> {
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
        .map(|(id, what, source)| Cited::new(id, what, source))
        .into()
    }
}

const PERCENT: &str = "percent";

impl ReferenceRule {
    fn numbers(&self) -> [Bounded<'static>; 5] {
        let hampel = &self.hampel;
        let neighbours = hampel.neighbours as f64;
        let (deviations, floor) = (hampel.deviations, hampel.spread_floor);
        [
            Bounded::from_one(
                &["reference", "quotes_min"],
                self.quotes_min as f64,
                "quotes",
            ),
            Bounded::from_one(
                &["reference", "markets_min"],
                self.markets_min as f64,
                "markets",
            ),
            Bounded::from_one(&["reference", "hampel", "neighbours"], neighbours, "quotes"),
            Bounded::from_one(
                &["reference", "hampel", "deviations"],
                deviations,
                "robust deviations",
            ),
            Bounded::from_one(
                &["reference", "hampel", "spread_floor"],
                floor,
                "part of the median",
            )
            .least(0.0),
        ]
    }
}

impl ReleaseRule {
    /// The rule that is cited for what was released: that of the plan, else its own.
    pub fn carried_out(&self) -> &str {
        match self.carries_out.is_empty() {
            true => &self.id,
            false => &self.carries_out,
        }
    }

    fn numbers(&self) -> [Bounded<'static>; 6] {
        let below_market = self.below_market as f64;
        [
            Bounded::from_one(
                &["release", "observations"],
                self.observations as f64,
                "observations",
            ),
            Bounded::from_one(&["release", "markets"], self.markets as f64, "markets"),
            Bounded::from_one(&["release", "items"], self.items as f64, "items"),
            Bounded::from_one(&["release", "quote_age"], self.quote_age as f64, "days").least(0.0),
            // At 100 percent under the market the reserve would be given away.
            Bounded::from_one(&["release", "below_market"], below_market, PERCENT)
                .least(0.0)
                .up_to(99.0),
            Bounded::from_one(&["release", "clear"], self.clear as f64, "days"),
        ]
    }
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
    fn a_first_day_that_is_no_day_is_refused_at_its_line() {
        let text = BUILT_IN.replacen("from = \"undated\"", "from = \"next spring\"", 1);
        let error = MoneyRules::parse(&text, "own.toml").expect_err("no day");
        let line = 1 + text
            .lines()
            .take_while(|line| !line.starts_with("from"))
            .count();
        assert_eq!(error.place.map(|place| place.line), Some(line as u64));
        assert!(error.message.starts_with("from = \"next spring\""));
        let text = BUILT_IN.replacen("from = \"undated\"", "from = \"2022-03-01\"", 1);
        assert!(MoneyRules::parse(&text, "own.toml").is_ok());
    }

    #[test]
    fn spans_that_fall_are_refused() {
        let text = BUILT_IN.replace("days = [30, 60, 90] ", "days = [30, 20] ");
        let error = MoneyRules::parse(&text, "own.toml").expect_err("20 follows 30");
        assert_eq!(error.code, Code::BadPolicy);
    }

    #[test]
    fn a_number_that_leaves_nothing_to_decide_is_refused_at_its_line() {
        let cases = [
            (
                "observations = 2 ",
                "observations = 1 ",
                "observations = 0 ",
            ),
            (
                "markets = 2      ",
                "markets = 1      ",
                "markets = -2     ",
            ),
            ("items = 3 ", "items = 1 ", "items = 0 "),
            ("quote_age = 2 ", "quote_age = 0 ", "quote_age = -1 "),
            (
                "below_market = 15 ",
                "below_market = 99 ",
                "below_market = 100 ",
            ),
            (
                "below_market = 15 ",
                "below_market = 0 ",
                "below_market = -1 ",
            ),
            ("clear = 15 ", "clear = 1 ", "clear = 0 "),
            ("second = 80 ", "second = 100 ", "second = 101 "),
            ("quotes_min = 3", "quotes_min = 1", "quotes_min = 0"),
            (
                "spread_floor = 0.02",
                "spread_floor = 0",
                "spread_floor = nan",
            ),
        ];
        for (found, last, beyond) in cases {
            let with = |text: &str| MoneyRules::parse(&BUILT_IN.replace(found, text), "own.toml");
            assert_eq!(BUILT_IN.matches(found).count(), 1, "{found}");
            assert!(with(last).is_ok(), "{last}");
            let error = with(beyond).expect_err(beyond);
            let line = 1 + BUILT_IN
                .lines()
                .take_while(|line| !line.contains(found))
                .count();
            let place = error.place.map(|place| place.line);
            assert_eq!(place, Some(line as u64), "{beyond}");
        }
    }
}

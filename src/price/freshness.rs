//! Whether the newest quote is still news: a series nobody quotes any more is not a calm one.
//!
//! This file never looks at a price.

use std::fmt;

use crate::calendar::Day;
use crate::ledger::tables::Change;
use crate::policy::alert::Freshness;

use super::copied::{self, Copied};
use super::gap::{Cause, Why};
use super::index::basket::Every;

/// A newest quote that is too old to say anything of the day that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    pub newest: Day,
    /// Days from it to the day that is asked for.
    pub age: i64,
}

/// What is written before the day of the newest quote, between it and its age, and behind that.
const WORDS: [&str; 3] = ["the newest quote is of ", ", ", " days old"];

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stale { newest, age } = self;
        let [before, between, behind] = WORDS;
        write!(f, "{before}{newest}{between}{age}{behind}")
    }
}

impl Stale {
    /// Reads it as it is written; `None` where `words` say anything else.
    pub fn parse(words: &str) -> Option<Stale> {
        let [before, between, behind] = WORDS;
        let said = words.strip_prefix(before)?.strip_suffix(behind)?;
        let (newest, age) = said.split_once(between)?;
        Some(Stale {
            newest: Day::parse_iso(newest.as_bytes())?,
            age: age.parse().ok()?,
        })
    }
}

impl From<Stale> for Why {
    fn from(stale: Stale) -> Why {
        Cause::Quotes.said(stale.to_string())
    }
}

/// When something is quoted, and whether that is still news.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a> {
    /// Its days, oldest first, whether they can be compared with any before or not.
    pub days: &'a [Day],
    /// The period whose quotes are one observation, of its last day.
    pub every: Every,
    /// Why the newest says nothing of the day that is asked for; `None` where it is fresh.
    pub stale: Option<Stale>,
    /// Its days on which the quotes are copied rather than calm, oldest first.
    pub copied: &'a [Copied],
}

impl<'a> Quoted<'a> {
    /// What is quoted on `days`, each an observation of its own.
    pub fn each_day(days: &'a [Day], stale: Option<Stale>) -> Quoted<'a> {
        Quoted {
            days,
            every: Every::Day,
            stale,
            copied: &[],
        }
    }

    /// The same where the quotes of some days are copied.
    pub fn with_copied(self, copied: &'a [Copied]) -> Quoted<'a> {
        Quoted { copied, ..self }
    }

    /// Why `day` cannot be judged although it is quoted; `None` where it can.
    pub fn copied_on(self, day: Day) -> Option<Why> {
        let found = self.copied.binary_search_by_key(&day, |(day, _)| *day);
        let run = |at: usize| self.copied[at].1;
        found
            .ok()
            .map(|at| Cause::Copied.said(copied::reason(run(at))))
    }

    /// The same where all quotes of a period are one observation.
    pub fn by(self, every: Every) -> Quoted<'a> {
        Quoted { every, ..self }
    }

    /// Days that two observations in a row may lie apart, by what is known on `day`.
    pub fn limit(self, rule: &Freshness, day: Day) -> i64 {
        let known = self.days.partition_point(|known| *known <= day);
        let is_one =
            |one: &Day, next: &Day| self.every.first_day(*one) == self.every.first_day(*next);
        let periods = self.days[..known].chunk_by(is_one).rev();
        limit(rule, periods.filter_map(|days| days.last().copied()))
    }
}

/// Whether a row of changes was found too old to say anything of the day it was answered for: among its reasons it says
/// so of its own quote, wherever the table was made.
pub fn is_stale(row: &Change) -> bool {
    let mut said = row.reason.split("; ").filter_map(Stale::parse);
    said.any(|stale| stale.newest == row.date)
}

/// The newest of `dates`, newest first, where it is too old to say anything of `as_of`; `None` where it is fresh enough.
///
/// Rule: `freshness` of the rule file.
pub fn stale(rule: &Freshness, dates: impl Iterator<Item = Day>, as_of: Day) -> Option<Stale> {
    let mut dates = dates.peekable();
    let newest = *dates.peek()?;
    let age = as_of.days_since(newest);
    (age > limit(rule, dates)).then_some(Stale { newest, age })
}

/// Days without a quote that a series of these dates, newest first, may have; the newest gaps say what is usual.
fn limit(rule: &Freshness, newest_first: impl Iterator<Item = Day>) -> i64 {
    let recent = newest_first.take(rule.gaps + 1);
    rule.days.max(rule.periods * usual_gap(recent))
}

/// The median of the days between dates, of an even count the longer of the two in the middle; 0 where there is only one
/// date.
pub fn usual_gap(mut newest_first: impl Iterator<Item = Day>) -> i64 {
    let Some(mut later) = newest_first.next() else {
        return 0;
    };
    let gap = |day: Day| std::mem::replace(&mut later, day).days_since(day);
    let mut gaps: Vec<i64> = newest_first.map(gap).collect();
    let middle = gaps.len() / 2;
    match gaps.is_empty() {
        true => 0,
        false => *gaps.select_nth_unstable(middle).1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::watch::fixture::day;
    use super::*;
    use crate::policy::AlertRules;

    fn found_stale(dates: &[&str], as_of: &str) -> bool {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let dates = dates.iter().rev().map(|date| day(date));
        stale(&rules.freshness, dates, day(as_of)).is_some()
    }

    #[test]
    fn what_is_written_of_a_stale_quote_is_read_again() {
        let stale = Stale {
            newest: day("2022-03-08"),
            age: 8,
        };
        let words = stale.to_string();
        assert_eq!(words, "the newest quote is of 2022-03-08, 8 days old");
        assert_eq!(Stale::parse(&words), Some(stale));
        assert_eq!(Stale::parse("no quote on 2022-03-08"), None);
        assert_eq!(Stale::parse(&format!("{words} or so")), None);
    }

    #[test]
    fn a_daily_series_is_stale_after_a_week() {
        let daily = ["2022-03-01", "2022-03-02", "2022-03-03"];
        assert!(!found_stale(&daily, "2022-03-10"));
        assert!(found_stale(&daily, "2022-03-11"));
    }

    #[test]
    fn a_monthly_series_is_stale_after_two_months() {
        let monthly = ["2022-01-15", "2022-02-15", "2022-03-15"];
        assert!(!found_stale(&monthly, "2022-05-16"));
        assert!(found_stale(&monthly, "2022-05-17"));
    }
}

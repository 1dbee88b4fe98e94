//! Whether the newest quote is still news: a series nobody quotes any more is not a calm one.
//!
//! This file never looks at a price.

use crate::calendar::Day;
use crate::ledger::tables::Change;
use crate::policy::alert::Freshness;

use super::copied::{self, Copied};
use super::gap::{Cause, Why};
use super::index::basket::Every;

/// When something is quoted, and whether that is still news.
#[derive(Debug, Clone, Copy)]
pub struct Quoted<'a> {
    /// Its days, oldest first, whether they can be compared with any before or not.
    pub days: &'a [Day],
    /// The period whose quotes are one observation, of its last day.
    pub every: Every,
    /// Why the newest says nothing of the day that is asked for; `None` where it is fresh.
    pub stale: Option<&'a str>,
    /// Its days on which the quotes are copied rather than calm, oldest first.
    pub copied: &'a [Copied],
}

impl<'a> Quoted<'a> {
    /// What is quoted on `days`, each an observation of its own.
    pub fn each_day(days: &'a [Day], stale: Option<&'a str>) -> Quoted<'a> {
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

/// Whether a row of changes was found too old to say anything of the day it was answered for.
pub fn is_stale(row: &Change) -> bool {
    let said = remark(row.date, 0);
    let start = said.split(',').next().unwrap_or(&said);
    row.reason.split("; ").any(|part| part.starts_with(start))
}

/// What is said of a newest quote that is too old.
fn remark(newest: Day, age: i64) -> String {
    format!("the newest quote is of {newest}, {age} days old")
}

/// Why `dates`, newest first, say nothing of `as_of`; `None` where they are fresh enough.
///
/// Rule: `freshness` of the rule file.
pub fn stale(rule: &Freshness, dates: impl Iterator<Item = Day>, as_of: Day) -> Option<String> {
    let mut dates = dates.peekable();
    let newest = *dates.peek()?;
    let age = as_of.days_since(newest);
    (age > limit(rule, dates)).then(|| remark(newest, age))
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

    fn is_stale(dates: &[&str], as_of: &str) -> bool {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let dates = dates.iter().rev().map(|date| day(date));
        stale(&rules.freshness, dates, day(as_of)).is_some()
    }

    #[test]
    fn a_daily_series_is_stale_after_a_week() {
        let daily = ["2022-03-01", "2022-03-02", "2022-03-03"];
        assert!(!is_stale(&daily, "2022-03-10"));
        assert!(is_stale(&daily, "2022-03-11"));
    }

    #[test]
    fn a_monthly_series_is_stale_after_two_months() {
        let monthly = ["2022-01-15", "2022-02-15", "2022-03-15"];
        assert!(!is_stale(&monthly, "2022-05-16"));
        assert!(is_stale(&monthly, "2022-05-17"));
    }
}

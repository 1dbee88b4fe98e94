//! Whether the newest quote is still news: a series nobody quotes any more is not a calm one.
//!
//! This file never looks at a price.

use crate::calendar::Day;
use crate::ledger::tables::Change;
use crate::policy::alert::Freshness;

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
pub fn limit(rule: &Freshness, newest_first: impl Iterator<Item = Day>) -> i64 {
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

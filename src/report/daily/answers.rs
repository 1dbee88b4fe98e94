//! Which alerts are of a day, where a table tells the answers of several.
//!
//! An alert was answered for so many days after its quote as it states. It is of the day for as long as a daily price is
//! news since then, and unless its rule, or the prices themselves, were looked at again on a later day: where nothing is
//! said of it then, it is over.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::ledger::tables::Alert;
use crate::policy::alert::Freshness;

/// The days that alerts were answered for, up to the day of a report.
pub struct Answers<'a> {
    day: Day,
    freshness: Option<&'a Freshness>,
    /// The newest day that each rule was answered for.
    rules: HashMap<&'a str, Day>,
    /// The newest day that prices were compared on.
    prices: Option<Day>,
}

impl<'a> Answers<'a> {
    /// Those of `alerts`, and of the `prices` that were compared on some days, up to `day`.
    pub fn of(
        alerts: &'a [Alert],
        prices: impl Iterator<Item = Day>,
        freshness: Option<&'a Freshness>,
        day: Day,
    ) -> Answers<'a> {
        let mut rules: HashMap<&str, Day> = HashMap::new();
        for row in alerts.iter().filter(|row| row.date <= day) {
            if let Some(answered) = answered(row).map(|answered| answered.min(day)) {
                let newest = rules.entry(&row.rule).or_insert(answered);
                *newest = answered.max(*newest);
            }
        }
        Answers {
            day,
            freshness,
            rules,
            prices: prices.filter(|date| *date <= day).max(),
        }
    }

    /// Whether an alert still says something of the day. One that does not state how old its quote was may have been
    /// answered for any day since, so that no later answer ends it.
    pub fn are_of_day(&self, row: &Alert) -> bool {
        let since = answered(row).unwrap_or(row.date);
        let is_news = |rule: &Freshness| self.day.days_since(since) <= rule.days;
        let later = self.rules.get(&*row.rule).copied().max(self.prices);
        let is_over = answered(row).is_some_and(|answered| later > Some(answered));
        self.freshness.is_none_or(is_news) && !is_over
    }
}

/// The day that an alert states it was answered for.
fn answered(row: &Alert) -> Option<Day> {
    row.freshness.map(|days| row.date.plus_days(days.max(0)))
}

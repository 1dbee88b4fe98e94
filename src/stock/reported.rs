//! Which days does a report of use tell of, and how much of it lies on each of them?
//!
//! A report tells of the days since the one before it, of whatever goods of its site; the first, before which nobody knows,
//! of as many as the next. Many sites list only the days on which something was used: what they report lies on its own
//! day, and days left out had none. But a site whose reports never come on two days in a row reports weeks or months:
//! what it used lies evenly on the days that a report tells of, so that a window takes of it what lies inside.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::Usage;
use crate::quantity::Quantity;

/// The days on which one site reported what was used of any of its goods, or asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportDays {
    days: BTreeSet<Day>,
    /// Whether each report is of several days.
    of_periods: bool,
}

/// A row of reports, and the first of the days that it tells of; its own day is the last.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    pub row: &'a Usage,
    pub from: Day,
}

/// Whether a row states what was used of its goods, or asked for.
pub fn is_report(row: &Usage) -> bool {
    row.used.or(row.requested).is_some()
}

impl ReportDays {
    /// Those of each site.
    pub fn by_site<'a>(rows: impl Iterator<Item = &'a Usage>) -> BTreeMap<&'a str, ReportDays> {
        let mut by_site: BTreeMap<&str, ReportDays> = BTreeMap::new();
        for row in rows.filter(|row| is_report(row)) {
            by_site.entry(&row.site).or_default().days.insert(row.date);
        }
        for site in by_site.values_mut() {
            let pairs = site.days.iter().zip(site.days.iter().skip(1));
            let are_apart = |(day, next): (&Day, &Day)| next.days_since(*day) > 1;
            site.of_periods = site.days.len() > 1 && pairs.into_iter().all(are_apart);
        }
        by_site
    }

    /// The last of them.
    pub fn last(&self) -> Option<Day> {
        self.days.last().copied()
    }

    /// The first day that a report of the day `of` tells of: the one behind the report before it. Of the first report
    /// nobody says how many days it tells of: as many as the next, and of its own day alone where there is no next.
    pub fn told_from(&self, of: Day) -> Day {
        let before = self.days.range(..of).next_back();
        let next = self.days.range(of.plus_days(1)..).next();
        match (before, next) {
            (Some(before), _) => before.plus_days(1),
            (None, Some(next)) => of.plus_days(1 - next.days_since(of)),
            (None, None) => of,
        }
    }

    /// A row with the days that what it states lies on, none of them before the goods were there.
    pub fn report<'a>(&self, row: &'a Usage, first_there: Option<Day>) -> Report<'a> {
        let from = match self.of_periods {
            true => self.told_from(row.date),
            false => row.date,
        };
        let from = first_there.map_or(from, |first| first.max(from));
        Report {
            row,
            from: from.min(row.date),
        }
    }
}

impl Report<'_> {
    /// The days that it tells of.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let from = self.from;
        (0..self.length()).map(move |offset| from.plus_days(offset))
    }

    /// How many days it tells of.
    pub fn length(&self) -> i64 {
        self.row.date.days_since(self.from) + 1
    }

    /// What lies on one of its days of a quantity that it states.
    pub fn part(&self, qty: Quantity, day: Day) -> Quantity {
        qty.part(day.days_since(self.from), self.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> Day {
        Day::new(2022, 3, number).expect("a date of the test")
    }

    fn used(number: u32) -> Usage {
        Usage {
            used: Quantity::whole(70),
            ..Usage::new(day(number), "H1", "mask")
        }
    }

    fn days_of(numbers: &[u32]) -> ReportDays {
        let rows: Vec<Usage> = numbers.iter().map(|number| used(*number)).collect();
        let by_site = ReportDays::by_site(rows.iter());
        by_site.get("H1").cloned().unwrap_or_default()
    }

    #[test]
    fn a_report_tells_of_the_days_since_the_one_before_it() {
        let days = days_of(&[8, 10, 20]);
        assert_eq!(days.told_from(day(20)), day(11));
        assert_eq!(days.told_from(day(10)), day(9));
        assert_eq!(days.told_from(day(8)), day(7));
        assert_eq!(days_of(&[8]).told_from(day(8)), day(8));
    }

    #[test]
    fn reports_of_periods_lie_on_all_their_days_and_reports_of_days_on_their_own() {
        let from = |numbers: &[u32], first| {
            let row = used(20);
            days_of(numbers).report(&row, first).from
        };
        assert_eq!(from(&[6, 13, 20], None), day(14));
        assert_eq!(from(&[6, 13, 20], Some(day(18))), day(18));
        assert_eq!(from(&[12, 13, 20], None), day(20));
        assert_eq!(from(&[20], None), day(20));
        let row = used(20);
        let report = days_of(&[6, 13, 20]).report(&row, None);
        let parts = report
            .days()
            .map(|day| report.part(Quantity::from_thousandths(70_001), day));
        let parts: Vec<i64> = parts.map(Quantity::thousandths).collect();
        assert_eq!(
            parts,
            [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_001]
        );
    }
}

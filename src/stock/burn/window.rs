//! The days that a rate looks at.

use crate::calendar::Day;

use super::super::reported::Report;
use super::BurnOptions;
use super::method::Method;

/// Days from one to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: Day,
    pub to: Day,
    /// Whole months, where it was counted in those.
    pub months: i64,
}

impl Window {
    /// The window before `as_of` of an item that was first there on `first`.
    ///
    /// A peak is sought on the whole record, today included: a day that is not over can only add to it. Every other
    /// window ends the day before. Of months only those count that the record holds whole.
    pub fn of(options: &BurnOptions, first: Day, as_of: Day) -> Window {
        let yesterday = as_of.plus_days(-1);
        match options.method {
            Method::Peak => Window {
                from: first,
                to: as_of,
                months: 0,
            },
            Method::Who => {
                let months = whole_months(options.window_months, first, as_of);
                let from = back(as_of, months);
                Window {
                    from: if months == 0 { first } else { from },
                    to: yesterday,
                    months,
                }
            }
            Method::Plain | Method::AvailableDays | Method::PerHead => Window {
                from: first.max(as_of.plus_days(-options.window_days)),
                to: yesterday,
                months: 0,
            },
        }
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.to.days_since(self.from) + 1).max(0)
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether a report tells of any of its days.
    pub fn meets(self, report: &Report<'_>) -> bool {
        report.from <= self.to && self.from <= report.row.date
    }

    /// The part of it of `days` days from its day number `start` on.
    pub fn part(self, start: i64, days: i64) -> Window {
        Window {
            from: self.from.plus_days(start),
            to: self.from.plus_days(start + days - 1),
            ..self
        }
    }
}

impl BurnOptions {
    /// The first day whose movements a rate looks at one by one; `None` where it looks at the whole record.
    pub fn looks_back_to(&self, as_of: Day) -> Option<Day> {
        match self.method {
            Method::Peak => None,
            Method::Who => Some(back(as_of, self.window_months.max(1))),
            Method::Plain | Method::AvailableDays | Method::PerHead => {
                Some(as_of.plus_days(-self.window_days))
            }
        }
    }
}

/// The months before `as_of`, at most `wanted`, that start no earlier than `first`.
fn whole_months(wanted: i64, first: Day, as_of: Day) -> i64 {
    let held = (1..=wanted).take_while(|months| back(as_of, *months) >= first);
    held.last().unwrap_or(0)
}

fn back(as_of: Day, months: i64) -> Day {
    as_of.plus_months(-i32::try_from(months).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    #[test]
    fn only_whole_months_on_record_count() {
        let options = BurnOptions {
            method: Method::Who,
            ..BurnOptions::default()
        };
        let of = |first: &str| Window::of(&options, day(first), day("2022-05-31"));
        assert_eq!(
            (of("2022-02-28").from, of("2022-02-28").months),
            (day("2022-02-28"), 3)
        );
        assert_eq!(
            (of("2022-03-01").from, of("2022-03-01").months),
            (day("2022-03-31"), 2)
        );
        let short = of("2022-05-10");
        assert_eq!((short.from, short.months), (day("2022-05-10"), 0));
    }
}

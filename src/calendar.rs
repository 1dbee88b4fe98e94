//! When: days, month arithmetic, ten-day periods (旬), and what a printed expiry means.
//!
//! The only place that knows that goods are usable through their expiry date, and that months are counted back
//! from it with a clamp at the month's end. This file never asks what day it is.

use chrono::{Datelike, Days, Months, NaiveDate};

mod iso;
mod month;
mod serial;
mod term;
mod written;

pub use term::is_in_term;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// How exactly an expiry was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
}

/// One third of a month: the first to the tenth, the eleventh to the twentieth, the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xun {
    months: i32,
    third: u8,
}

/// The calendar's ends: the days that are written with four digits.
const FIRST: Day = Day(match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
});
const FIRST_READ: Day = Day(match NaiveDate::from_ymd_opt(*YEARS.start() as i32, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
});
const LAST: Day = Day(match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
});
/// The years that a file may speak of: 9999 is how some systems write that nothing expires.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=9999;

impl Day {
    /// The day of a calendar date; `None` where there is no such date.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// The day that `date` is.
    pub const fn from_date(date: NaiveDate) -> Day {
        Day(date)
    }

    /// The calendar date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The year of the calendar.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// The first of January of its year.
    pub fn first_of_year(self) -> Day {
        self.plus_days(-i64::from(self.0.ordinal0()))
    }

    /// Days since the start of the era: for packing into a key.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce()
    }

    /// A number that is larger for a later day, and is known faster than [`number`](Day::number); 22 bits hold it.
    #[inline]
    pub fn rank(self) -> u32 {
        self.0.year().unsigned_abs() * 366 + self.0.ordinal0()
    }

    /// The day `days` later, or earlier where negative; the calendar's end where it has one.
    pub fn plus_days(self, days: i64) -> Day {
        let span = Days::new(days.unsigned_abs());
        match days >= 0 {
            true => Day::or_end(self.0.checked_add_days(span), LAST),
            false => Day::or_end(self.0.checked_sub_days(span), FIRST),
        }
    }

    /// The same day of the month `months` later (earlier where negative), clamped to the month's last day.
    ///
    /// Rule: `D-03`.
    pub fn plus_months(self, months: i32) -> Day {
        let span = Months::new(months.unsigned_abs());
        match months >= 0 {
            true => Day::or_end(self.0.checked_add_months(span), LAST),
            false => Day::or_end(self.0.checked_sub_months(span), FIRST),
        }
    }

    /// The day of `date`, or the calendar's `end` where it lies beyond the days that are written with four digits.
    fn or_end(date: Option<NaiveDate>, end: Day) -> Day {
        let inside = date.filter(|date| (FIRST.0..=LAST.0).contains(date));
        inside.map_or(end, Day)
    }

    /// Days from `earlier` to this day; negative when this day comes first.
    pub fn days_since(self, earlier: Day) -> i64 {
        match self.0.year() == earlier.0.year() {
            // Most days that are compared are of one year.
            true => i64::from(self.0.ordinal()) - i64::from(earlier.0.ordinal()),
            false => (self.0 - earlier.0).num_days(),
        }
    }

    /// The third of a month that this day lies in.
    pub fn xun(self) -> Xun {
        let third = match self.0.day() {
            1..=10 => 0,
            11..=20 => 1,
            _ => 2,
        };
        Xun {
            months: self.month_number(),
            third,
        }
    }

    /// Reads a year-first date: `2022-03-05`, `2022/3/5`, `2022.3.5`, `2022年3月5日`, `20220305`.
    ///
    /// `None` for any other order: 03/05 is March to some and May to others.
    pub fn parse(text: &str) -> Option<Day> {
        if let Some(day) = Day::parse_iso(text.as_bytes()) {
            return Some(day);
        }
        match numbers(text)?[..] {
            [year, month, day] => of_year(year, month, day),
            [packed] if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) => {
                of_year(packed / 10_000, packed / 100 % 100, packed % 100)
            }
            _ => None,
        }
    }

    /// Reads a date as granary writes it, `2022-03-05`, and nothing else; the text may still be bytes.
    #[inline]
    pub fn parse_iso(text: &[u8]) -> Option<Day> {
        let [year, month, day] = iso::year_month_day(text)?;
        of_year(year, month, day)
    }

    /// Reads a date by a declared `strftime` format; a time of day behind it is left out, and nothing else may follow.
    ///
    /// The format declares the order; a slash where it has a hyphen, or the other way round, changes nothing.
    pub fn parse_with(text: &str, format: &str) -> Option<Day> {
        let hyphens = |text: &str| text.replace('/', "-");
        let text = hyphens(text);
        let (date, rest) = NaiveDate::parse_and_remainder(&text, &hyphens(format)).ok()?;
        // Whatever else is left belongs to the date: %y would read 2022 as 20.
        let is_time = rest.starts_with([' ', 'T']) && rest.contains(':');
        let is_read = rest.is_empty() || is_time;
        let day = Day(date);
        (is_read && (FIRST_READ..=LAST).contains(&day)).then_some(day)
    }
}

impl Xun {
    /// The third before this one.
    pub fn previous(self) -> Xun {
        match self.third {
            0 => Xun {
                months: self.months - 1,
                third: 2,
            },
            third => Xun {
                months: self.months,
                third: third - 1,
            },
        }
    }

    /// The first day of this third.
    pub fn first_day(self) -> Day {
        let month0 = self.months.rem_euclid(12) as u32;
        let day = 1 + 10 * u32::from(self.third);
        Day::new(self.months.div_euclid(12), month0 + 1, day).unwrap_or(LAST)
    }

    /// The last day of this third.
    pub fn last_day(self) -> Day {
        let next = match self.third {
            2 => Xun {
                months: self.months + 1,
                third: 0,
            },
            third => Xun {
                months: self.months,
                third: third + 1,
            },
        };
        next.first_day().plus_days(-1)
    }
}

/// Reads a printed expiry: the last usable day, and whether it was printed to the day or to the month.
///
/// A month alone means its last day. Rule: `D-02`.
pub fn parse_expiry(text: &str) -> Option<(Day, Precision)> {
    if let Some(day) = Day::parse(text) {
        return Some((day, Precision::Day));
    }
    let (year, month) = match numbers(text)?[..] {
        [year, month] => (year, month),
        [packed] if text.len() == 6 => (packed / 100, packed % 100),
        _ => return None,
    };
    let first = of_year(year, month, 1)?;
    let last = first
        .0
        .with_day(u32::from(first.0.num_days_in_month()))
        .map(Day)?;
    Some((last, Precision::Month))
}

/// Whether goods that expire on `expiry` can no longer be used on `as_of`: the printed day itself is usable.
///
/// Rule: `D-02`.
pub fn is_expired(expiry: Option<Day>, as_of: Day) -> bool {
    expiry.is_some_and(|last_usable| as_of > last_usable)
}

/// The whole months left on `as_of`, for worked cases: the most n with `as_of` at or before `expiry` less n months.
///
/// Rule: `D-03`.
pub fn full_months_left(expiry: Day, as_of: Day) -> i32 {
    let estimate = (expiry.days_since(as_of) / 28 + 1).clamp(0, 12_000) as i32;
    (0..=estimate)
        .rev()
        .find(|n| as_of <= expiry.plus_months(-n))
        .unwrap_or(0)
}

/// The day of a year that a file may speak of.
fn of_year(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = Some(year).filter(|year| YEARS.contains(year))?;
    Day::new(i32::try_from(year).ok()?, month, day)
}

/// The numbers of a date text between its separators; `None` where anything else stands in it.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let text = text.trim().trim_end_matches(['日', '月', '号']);
    let parts = text.split(['-', '/', '.', '年', '月']);
    parts
        .map(|part| part.trim().parse().ok().filter(|_| !part.contains('+')))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    #[test]
    fn months_back_from_expiry_clamp_to_the_month_end() {
        assert_eq!(day("2022-05-31").plus_months(-3), day("2022-02-28"));
        assert_eq!(day("2024-05-31").plus_months(-3), day("2024-02-29"));
        assert_eq!(day("2023-02-28").plus_months(-4), day("2022-10-28"));
    }

    #[test]
    fn a_printed_month_means_its_last_day() {
        assert_eq!(
            parse_expiry("2024.02"),
            Some((day("2024-02-29"), Precision::Month))
        );
        assert_eq!(
            parse_expiry("2023年02月"),
            Some((day("2023-02-28"), Precision::Month))
        );
        assert_eq!(
            parse_expiry("202212"),
            Some((day("2022-12-31"), Precision::Month))
        );
        assert_eq!(
            parse_expiry("20251231"),
            Some((day("2025-12-31"), Precision::Day))
        );
        assert_eq!(parse_expiry("2022.13"), None);
    }

    #[test]
    fn the_expiry_day_itself_is_usable() {
        let expiry = Some(day("2022-12-15"));
        assert!(!is_expired(expiry, day("2022-12-14")));
        assert!(!is_expired(expiry, day("2022-12-15")));
        assert!(is_expired(expiry, day("2022-12-16")));
        assert!(!is_expired(None, day("2099-01-01")));
    }

    #[test]
    fn year_first_dates_are_read_and_others_refused() {
        for text in [
            "2022-03-05",
            "2022/3/5",
            "2022.3.5",
            "2022年3月5日",
            "20220305",
        ] {
            assert_eq!(Day::parse(text), Some(day("2022-03-05")), "{text}");
        }
        for text in [
            "05/03/2022",
            "3-5-2022",
            "2022-02-30",
            "22-3-5",
            "2022",
            "",
            "2022-3",
            "+2022-3-5",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_declared_order_holds_whatever_separates_the_numbers() {
        let march = Day::new(2022, 3, 5);
        for text in ["3/5/2022", "03-05-2022", "3/5/2022 14:30"] {
            assert_eq!(Day::parse_with(text, "%m-%d-%Y"), march, "{text}");
        }
        assert_eq!(Day::parse_with("5/3/2022", "%d/%m/%y"), None);
        assert_eq!(Day::parse_with("5/3/22", "%d/%m/%y"), march);
    }

    #[test]
    fn a_spreadsheet_serial_is_a_day() {
        assert_eq!(Day::from_serial(43_860), Some(day("2020-01-30")));
        assert_eq!(Day::from_serial(-1), None);
    }

    #[test]
    fn a_declared_format_reads_the_whole_date_and_no_other_century() {
        let read = |text, format| Day::parse_with(text, format);
        assert_eq!(read("05/03/2022", "%d/%m/%Y"), Some(day("2022-03-05")));
        assert_eq!(
            read("05/03/2022 10:30", "%d/%m/%Y"),
            Some(day("2022-03-05"))
        );
        assert_eq!(read("05/03/22", "%d/%m/%y"), Some(day("2022-03-05")));
        for (text, format) in [
            ("05/03/2022", "%d/%m/%y"),
            ("05/03/22", "%d/%m/%Y"),
            ("05/03/2022x", "%d/%m/%Y"),
        ] {
            assert_eq!(read(text, format), None, "{text} as {format}");
        }
    }

    #[test]
    fn the_calendar_has_ends_that_can_be_written() {
        let last = day("9999-12-31");
        assert_eq!(parse_expiry("9999-12"), Some((last, Precision::Month)));
        assert_eq!(day("99991231"), last);
        assert_eq!(last.plus_days(1), last);
        assert_eq!(last.plus_months(i32::MAX), last);
        assert_eq!(day("1900-01-01").plus_days(i64::MIN), FIRST);
        assert_eq!(Day::parse("00010101"), None);
    }

    #[test]
    fn thirds_of_a_month_follow_each_other() {
        let xun = day("2016-03-21").xun();
        assert_eq!(
            (xun.first_day(), xun.last_day()),
            (day("2016-03-21"), day("2016-03-31"))
        );
        assert_eq!(
            day("2016-01-10").xun().previous().last_day(),
            day("2015-12-31")
        );
        assert_eq!(day("2016-01-11").xun().previous(), day("2016-01-10").xun());
    }

    #[test]
    fn full_months_are_counted_back_from_expiry() {
        assert_eq!(full_months_left(day("2022-12-15"), day("2022-03-14")), 9);
        assert_eq!(full_months_left(day("2022-12-15"), day("2022-08-16")), 3);
        assert_eq!(full_months_left(day("2022-12-15"), day("2022-12-15")), 0);
        assert_eq!(full_months_left(day("2022-12-15"), day("2022-12-16")), 0);
    }
}

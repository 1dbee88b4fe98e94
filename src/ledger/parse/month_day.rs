//! A day without its year, as lists of one year are kept: `10月5日`, `3.15`, `3/15`.

use crate::calendar::Day;
use crate::diagnostic::Code;

use super::super::text::plain;
use super::Fault;

/// Where the year of such a day is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// In a title over the table.
    Over(i32),
    /// In a title that names a month too, near which the days lie.
    Month(i32, u32),
    /// By the day that is answered for, which no line lies behind.
    Until(Day),
}

/// A month and a day, and whether the day may have lost a nought, as a spreadsheet makes 3.1 of 3.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MonthDay {
    month: u32,
    day: u32,
    is_cut: bool,
}

/// The day of a cell that names month and day; `None` where it is no such cell.
///
/// Errors: where nobody states the year, or the cell can be two days.
pub fn day_of_year(text: &str, year: Option<Year>) -> Option<Result<Day, Fault>> {
    let read = read(&plain(text))?;
    Some(dated(text, read, year))
}

fn dated(text: &str, read: MonthDay, year: Option<Year>) -> Result<Day, Fault> {
    let MonthDay { month, day, is_cut } = read;
    let (number, last) = match year {
        Some(Year::Over(number)) => (number, None),
        Some(Year::Month(number, over)) => (near(number, over, month), None),
        Some(Year::Until(last)) => (last.year(), Some(last)),
        None => {
            let hint = format!(
                "write YYYY-{month:02}-{day:02}; or name the year once in a title over the table, such as 2022年, or with --as-of"
            );
            return Err(fault(format!("\"{text}\" names no year"), hint));
        }
    };
    if is_cut {
        let (first, second) = (day, 10 * day);
        return Err(fault(
            format!("\"{text}\" may be day {first} or day {second} of the month"),
            format!("write {number}-{month:02}-{first:02} or {number}-{month:02}-{second:02}"),
        ));
    }
    let found = Day::new(number, month, day).ok_or_else(|| {
        let message = format!("\"{text}\" is not a day of {number}");
        fault(message, "write YYYY-MM-DD".to_owned())
    })?;
    match last {
        Some(last) if found > last => Err(fault(
            format!("\"{text}\" names no year, and in {number} it lies after {last} (--as-of)"),
            format!("write the year: YYYY-{month:02}-{day:02}"),
        )),
        _ => Ok(found),
    }
}

/// The year in which a day of `month` lies that stands under a title of a month of `year`: at most half a year away.
///
/// December under a title of January is the December before, which a book of January begins with.
fn near(year: i32, over: u32, month: u32) -> i32 {
    match (month > over + HALF_A_YEAR, over > month + HALF_A_YEAR) {
        (true, _) => year - 1,
        (_, true) => year + 1,
        _ => year,
    }
}

/// Whether a day under such a title lies outside the year that the title names.
pub fn is_outside(day: Day, year: Option<Year>) -> bool {
    matches!(year, Some(Year::Month(stated, _)) if stated != day.year())
}

/// Months of half a year.
const HALF_A_YEAR: u32 = 6;

fn fault(message: String, hint: String) -> Fault {
    Fault {
        code: Code::BadDate,
        message,
        hint,
    }
}

fn read(text: &str) -> Option<MonthDay> {
    let number = |digits: &str, most: u32| -> Option<u32> {
        let is_short =
            (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_short)?;
        (1..=most).contains(&number).then_some(number)
    };
    let (month, day, is_cut) = match text.split_once('月') {
        Some((month, day)) => {
            let day = day.strip_suffix(['日', '号']).unwrap_or(day);
            (month.trim(), day.trim(), false)
        }
        None => {
            let (month, day) = text.split_once(['.', '/', '-'])?;
            // A spreadsheet drops the nought of a number, and no other.
            let is_number = text.contains('.');
            (month, day, is_number && matches!(day, "1" | "2" | "3"))
        }
    };
    Some(MonthDay {
        month: number(month, MONTHS)?,
        day: number(day, DAYS_MAX)?,
        is_cut,
    })
}

/// Months of a year, and the most days of one.
const MONTHS: u32 = 12;
const DAYS_MAX: u32 = 31;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_day_get_the_year_that_is_stated_and_no_other() {
        let of = |text, year| {
            let read = day_of_year(text, year)?;
            Some(read.map_or_else(|fault| fault.message, |day| day.to_string()))
        };
        let over = Some(Year::Over(2022));
        let until = Some(Year::Until(Day::new(2022, 3, 15).expect("a day")));
        for (text, year, expected) in [
            ("10月5日", over, "2022-10-05"),
            ("3.15", over, "2022-03-15"),
            ("3月5号", until, "2022-03-05"),
            ("３月１５日", until, "2022-03-15"),
            (
                "3.16",
                until,
                "\"3.16\" names no year, and in 2022 it lies after 2022-03-15 (--as-of)",
            ),
            ("3.1", over, "\"3.1\" may be day 1 or day 10 of the month"),
            ("3.10", over, "2022-03-10"),
            ("3/1", over, "2022-03-01"),
            ("3-15", over, "2022-03-15"),
            ("3.4", over, "2022-03-04"),
            ("2月30日", over, "\"2月30日\" is not a day of 2022"),
            ("10月5日", None, "\"10月5日\" names no year"),
            ("12月30日", Some(Year::Month(2022, 1)), "2021-12-30"),
            ("8月1日", Some(Year::Month(2022, 1)), "2021-08-01"),
            ("7月31日", Some(Year::Month(2022, 1)), "2022-07-31"),
            ("1月6日", Some(Year::Month(2021, 12)), "2022-01-06"),
            ("12月30日", over, "2022-12-30"),
        ] {
            assert_eq!(of(text, year).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "2022年3月5日",
            "13月1日",
            "3.155",
            "3月",
            "月5日",
            "12个月",
            "1.5万",
        ] {
            assert_eq!(of(text, over), None, "{text}");
        }
    }
}

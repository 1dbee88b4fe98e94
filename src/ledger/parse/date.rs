//! A date as people type it: year first, or in the order that a map file declares.

use std::borrow::Cow;

use crate::calendar::{Day, parse_expiry};
use crate::diagnostic::Code;

use super::super::cell::Cell;
use super::super::text::plain;
use super::{Fault, Parsed, Repair, shelf_life};

/// Reads a day cell: by `format` where one is declared and the year does not stand first, as a spreadsheet's serial, or as
/// `read_day` reads it.
pub fn day(
    text: &str,
    format: Option<&str>,
    read_day: impl Fn(&str) -> Option<Day>,
) -> Result<Parsed, Fault> {
    if let Some(format) = format
        && let Some(declared) = Day::parse_with(text, format)
    {
        return Ok(Parsed {
            cell: Cell::Day(declared),
            unit: None,
            repair: Some(Repair::DateForm),
        });
    }
    // A declared order is that of days that are not written year first; no other can be meant by those that are.
    if format.is_some_and(|format| begins_with_year(format) || !has_year_before(text)) {
        return Err(bad_date(text, format));
    }
    if let Some(day) = Day::parse_iso(text.as_bytes()) {
        return Ok(Parsed {
            cell: Cell::Day(day),
            unit: None,
            repair: None,
        });
    }
    let plain = plain(text);
    if let Some(serial) = serial_day(&plain) {
        return Ok(Parsed {
            cell: Cell::Day(serial),
            unit: None,
            repair: Some(Repair::SerialDate),
        });
    }
    let date = without_time(&plain);
    let day = read_day(date).ok_or_else(|| bad_date(text, None))?;
    let repair = match () {
        () if date.len() != plain.len() => Some(Repair::TimeDropped),
        () if day.to_string() != text => Some(Repair::DateForm),
        () => None,
    };
    Ok(Parsed {
        cell: Cell::Day(day),
        unit: None,
        repair,
    })
}

/// The serial date of the first of January 1990. A number below it is no day of any list or lot, and may be a month that
/// lost a nought: 20281.
const SERIAL_MIN: i64 = 32_874;

/// A five-digit number in a date column is a spreadsheet's serial date (1990 to 2173); decimals are its time of day.
fn serial_day(text: &str) -> Option<Day> {
    let (days, time) = text.split_once('.').unwrap_or((text, ""));
    let has_digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if days.len() != 5 || !has_digits_only(days) || !has_digits_only(time) {
        return None;
    }
    let serial: i64 = days.parse().ok()?;
    Day::from_serial(serial).filter(|_| serial >= SERIAL_MIN)
}

/// The days from the first of 1900 that serial dates are counted from to the first of 1904, from which some workbooks count.
const DAYS_TO_1904: u32 = 1_462;

/// A serial date of a workbook that counts from 1904 as one that counts from 1900; any other text is left as it is.
pub fn from_1904(text: &str) -> Cow<'_, str> {
    let plain = plain(text);
    let (days, time) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let is_serial = days.bytes().all(|b| b.is_ascii_digit()) && (4..=5).contains(&days.len());
    match days.parse::<u32>() {
        Ok(serial) if is_serial => format!("{}{time}", serial + DAYS_TO_1904).into(),
        _ => text.into(),
    }
}

/// The date before a time of day, which begins with a space or a `T` and has a colon.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') && may_be_time(time) => date,
        _ => text,
    }
}

/// Whether hours and minutes, where they are numbers, are those of a day.
fn may_be_time(text: &str) -> bool {
    let mut parts = text.split(':').map(str::trim);
    let mut is_below = |most: u32| {
        let part = parts.next().and_then(|part| part.parse().ok());
        part.is_none_or(|number: u32| number <= most)
    };
    is_below(24) && is_below(59)
}

/// Whether a declared order has the year first, so that it is the order of such days too.
fn begins_with_year(format: &str) -> bool {
    ["%Y", "%C", "%G", "%F"]
        .iter()
        .any(|year| format.trim_start().starts_with(year))
}

/// Whether a year stands first: four digits, and behind them a mark that parts it from the rest.
fn has_year_before(text: &str) -> bool {
    text.bytes().position(|b| !b.is_ascii_digit()) == Some(4)
}

/// Whether four digits stand first, and more behind them.
fn is_year_first(text: &str) -> bool {
    text.len() > 4 && text.bytes().take(4).all(|b| b.is_ascii_digit())
}

fn bad_date(text: &str, format: Option<&str>) -> Fault {
    let (message, hint) = match format {
        _ if shelf_life(text).is_some() => (
            format!("\"{text}\" is how long it keeps, not a day"),
            "write the last usable day, or add the day of making (生产日期), from which it is worked out",
        ),
        Some(format) => (
            format!("\"{text}\" is not a date in the order {format}"),
            "the map file declares this order; correct the cell, or declare another",
        ),
        None if parse_expiry(text).is_some() => (
            format!("\"{text}\" names a month, and not a day of it"),
            "write the day too: YYYY-MM-DD",
        ),
        None if is_year_first(text) => (
            format!("\"{text}\" is not a day of the calendar"),
            "write YYYY-MM-DD, from 1900 to 9999, with a month and a day that there are",
        ),
        None => (
            format!("\"{text}\" is not a year-first date"),
            "write YYYY-MM-DD, or declare the order in a map file: [date_format] date = \"%d/%m/%Y\"",
        ),
    };
    Fault {
        code: Code::BadDate,
        message,
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_date_counted_from_1904_is_some_four_years_later() {
        for (text, expected) in [
            ("44561", "46023"),
            ("44561.5", "46023.5"),
            ("9000", "10462"),
            ("2026-01-01", "2026-01-01"),
            ("20260101", "20260101"),
            ("", ""),
        ] {
            assert_eq!(from_1904(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_is_left_out_and_what_is_none_is_not() {
        for (text, date) in [
            ("2026-01-01T08:30:00", "2026-01-01"),
            ("2026-01-01 24:00", "2026-01-01"),
            ("2026-01-01 3:00 PM", "2026-01-01"),
            ("2026-01-01 上午9:30", "2026-01-01"),
            ("2026-01-01T25:00", "2026-01-01T25:00"),
            ("2026-01-01 08:60", "2026-01-01 08:60"),
        ] {
            assert_eq!(without_time(text), date, "{text}");
        }
    }
}

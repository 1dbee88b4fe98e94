//! A day of a workbook as its cell shows it: with its time of day, or a month alone.
//!
//! Behind each stands a number of days. Who types a month gets its first day there, and the cell shows the month.

use calamine::{ExcelDateTime, NumberFormat, Style};

/// The formats of a Chinese workbook that show a year and a month and are written down nowhere in it, by their numbers
/// (ECMA-376, 18.8.30, zh-cn).
const MONTHS_BUILT_IN: [u32; 5] = [27, 36, 50, 52, 57];
/// What a format is called that is written down nowhere.
const GENERAL: &str = "General";

/// Which of the styles of a workbook show a day as its year and month alone, in the order of their numbers.
pub fn shows_months(styles: &[Style]) -> Vec<bool> {
    let format = |style: &Style| style.number_format.as_ref().is_some_and(shows_month);
    styles.iter().map(format).collect()
}

/// A day as text, `2022-03-05`; behind it the time, where it is not midnight; as `2022-03` where the month alone is shown
/// and the cell says no more.
pub fn day(stamp: &ExcelDateTime, shows_month: bool) -> String {
    let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) if shows_month && day == 1 => format!("{year:04}-{month:02}"),
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

fn shows_month(format: &NumberFormat) -> bool {
    if format.format_code == GENERAL {
        let id = format.format_id;
        return id.is_some_and(|id| MONTHS_BUILT_IN.contains(&id));
    }
    let letters = letters(&format.format_code);
    let has = |wanted: &str| wanted.chars().any(|letter| letters.contains(letter));
    // `e` is the year of an era, as `y` is that of our own; a format with hours has minutes under `m`.
    has("ye") && has("m") && !has("dhs")
}

/// What of a format stands for a part of the date: not what is quoted, in brackets or behind a sign that quotes it, nor
/// what is for other values than positive ones.
fn letters(code: &str) -> String {
    let mut letters = String::new();
    let mut marks = code.chars();
    while let Some(mark) = marks.next() {
        match mark {
            ';' => break,
            '\\' | '_' | '*' => drop(marks.next()),
            '"' => drop(marks.find(|mark| *mark == '"')),
            '[' => drop(marks.find(|mark| *mark == ']')),
            _ => letters.extend(mark.to_lowercase()),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_of_year_and_month_shows_a_month() {
        let shows = |code: &str| {
            let mut format = NumberFormat::default();
            format.format_code = code.to_owned();
            shows_month(&format)
        };
        for code in [
            "yyyy\"年\"m\"月\"",
            "yyyy-mm",
            "mmm-yy",
            "[$-804]yyyy\\年m\\月;@",
            "YYYY/MM",
            "e\"年\"m\"月\"",
            "yyyy\"年 d\"m",
        ] {
            assert!(shows(code), "{code}");
        }
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\"",
            "m/d/yy h:mm",
            "h:mm",
            "yyyy",
            "d-mmm",
            GENERAL,
        ] {
            assert!(!shows(code), "{code}");
        }
        let mut chinese = NumberFormat::default();
        chinese.format_id = Some(57);
        assert!(shows_month(&chinese));
    }

    #[test]
    fn a_day_is_written_with_its_time_and_a_month_without_its_first() {
        let text = |serial, shows_month| {
            let kind = calamine::ExcelDateTimeType::DateTime;
            day(&ExcelDateTime::new(serial, kind, false), shows_month)
        };
        assert_eq!(text(44_621.0, false), "2022-03-01");
        assert_eq!(text(44_621.625, false), "2022-03-01 15:00:00");
        assert_eq!(text(44_621.333_333_333_34, false), "2022-03-01 08:00:00");
        assert_eq!(text(44_621.0, true), "2022-03");
        // Who typed the seventeenth meant that day, whatever the cell shows of it.
        assert_eq!(text(44_637.0, true), "2022-03-17");
    }
}

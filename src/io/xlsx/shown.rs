//! What the cells of a workbook show that is not in their values: a month alone, a unit behind a number, a line through it.
//!
//! Behind each day stands a number of days. Who types a month gets its first day there, and the cell shows the month. Behind
//! `12箱` may stand 12, and a format that writes the unit: who looks at the sheet reads the unit, so it is read.

use calamine::{ExcelDateTime, NumberFormat, Style};

use crate::ledger::parse::{Parsed, Repair, parse};
use crate::ledger::table::Kind;

/// The formats of a Chinese workbook that show a year and a month and are written down nowhere in it, by their numbers
/// (ECMA-376, 18.8.30, zh-cn).
const MONTHS_BUILT_IN: [u32; 5] = [27, 36, 50, 52, 57];
/// What a format is called that is written down nowhere.
const GENERAL: &str = "General";

/// What a style shows beside the value of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shows {
    /// Whether a day is shown as its year and month alone.
    pub is_month: bool,
    /// The unit, the multiple, or both that stand behind a number: `箱`, `万`, `万只`, `元/斤`.
    pub unit: Option<String>,
    pub is_struck: bool,
}

/// What the styles of a workbook show, in the order of their numbers.
pub fn styles(styles: &[Style]) -> Vec<Shows> {
    let shows = |style: &Style| Shows {
        is_month: style.number_format.as_ref().is_some_and(shows_month),
        unit: style
            .number_format
            .as_ref()
            .and_then(|format| unit_behind(&format.format_code)),
        is_struck: style.font.as_ref().is_some_and(|font| font.strikethrough),
    };
    styles.iter().map(shows).collect()
}

/// Whether the text of a number is a year and one digit of a month, which is the tenth month too: 2027.10 is kept as
/// 2027.1.
pub fn may_be_october(number: &str) -> bool {
    number.len() == "2027.1".len() && number.ends_with(".1") && number.starts_with(['1', '2'])
}

/// The unit that a format of numbers writes behind them; `None` where it writes none, or shows thousands or ten thousands
/// of the value, as `0.0,"千"` and `0!.0,"万"` do: there the value is the whole number.
fn unit_behind(code: &str) -> Option<String> {
    let Format {
        marks,
        is_conditional,
    } = Format::read(code);
    let is_digit = |(mark, is_text): &(char, bool)| !is_text && "0#?".contains(*mark);
    let first = marks.iter().position(is_digit)?;
    let last = marks.iter().rposition(is_digit)?;
    let is_of_parts = marks[first..=last].iter().any(|(_, is_text)| *is_text);
    let behind = &marks[last + 1..];
    // A comma behind the last digit divides by a thousand; one between digits only parts them.
    if is_conditional || is_of_parts || behind.first() == Some(&(',', false)) {
        return None;
    }
    let unit: String = behind.iter().map(|(mark, _)| mark).collect();
    let unit = unit.trim();
    let is_unit = [Kind::Quantity, Kind::Price].into_iter().any(|kind| {
        parse(kind, &format!("1{unit}"), None).is_ok_and(|parsed| states_unit(&parsed))
    });
    is_unit.then(|| unit.to_owned())
}

fn states_unit(parsed: &Parsed) -> bool {
    parsed.unit.is_some() || parsed.repair == Some(Repair::ChineseMultiplier)
}

/// A format as far as it is for positive values: `0.00"万"`, `yyyy"年"m"月"`.
struct Format {
    /// Its marks, each with whether it shows as it stands.
    marks: Vec<(char, bool)>,
    /// Whether it is one for some of those values only: `[>=10000]`.
    is_conditional: bool,
}

impl Format {
    fn read(code: &str) -> Format {
        // As many digits as there are.
        let code = code.replace(GENERAL, "0");
        let mut read = code.chars();
        let mut format = Format {
            marks: Vec::new(),
            is_conditional: false,
        };
        let marks = &mut format.marks;
        while let Some(mark) = read.next() {
            match mark {
                ';' => break,
                '_' | '*' => drop(read.next()),
                '"' => marks.extend(read.by_ref().take_while(|c| *c != '"').map(|c| (c, true))),
                '\\' | '!' => marks.extend(read.next().map(|c| (c, true))),
                '[' => {
                    let said: String = read.by_ref().take_while(|c| *c != ']').collect();
                    format.is_conditional |= said.starts_with(['<', '>', '=']);
                }
                _ => marks.push((mark, false)),
            }
        }
        format
    }
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
    let marks = Format::read(&format.format_code).marks.into_iter();
    let parts = marks.filter_map(|(mark, is_text)| (!is_text).then_some(mark.to_ascii_lowercase()));
    let parts: Vec<char> = parts.collect();
    let has = |wanted: &str| wanted.chars().any(|letter| parts.contains(&letter));
    // `e` is the year of an era, as `y` is that of our own; a format with hours has minutes under `m`.
    has("ye") && has("m") && !has("dhs")
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
    fn a_unit_that_a_format_writes_behind_a_number_is_told() {
        for (code, unit) in [
            ("0\"箱\"", Some("箱")),
            ("0.00\"万\"", Some("万")),
            ("#,##0\" 万只\";-0", Some("万只")),
            ("General\"kg\"", Some("kg")),
            ("0!箱", Some("箱")),
            ("0.00\"元/斤\"_ ", Some("元/斤")),
            ("[Red]0箱", Some("箱")),
            ("0.0,\"千\"", None),
            ("0!.0,\"万\"", None),
            ("0\\.0000\"万\"", None),
            ("[>=10000]0\"万\";0", None),
            ("0.00\"元\"", None),
            ("0\"人\"", None),
            ("0%", None),
            ("#,##0.00", None),
            ("@", None),
            (GENERAL, None),
        ] {
            assert_eq!(unit_behind(code).as_deref(), unit, "{code}");
        }
    }

    #[test]
    fn a_year_with_one_digit_behind_it_may_be_october() {
        assert!(may_be_october("2027.1"));
        for number in ["2027.11", "2027.2", "12345.1", "27.1", "2027", "9027.1"] {
            assert!(!may_be_october(number), "{number}");
        }
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

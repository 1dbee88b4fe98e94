//! One cell from text to a typed value: what is read, what is repaired and counted, what is refused.
//!
//! A cell is typed by its column, never by its look. A repair changes how a value is written, never which value
//! it is; whatever would need a guess is a [`Fault`] that says what to write instead.
//!
//! `written` is a cell as granary writes it; else `number`, `money`, `date`, `month_day`, `span` how long goods keep,
//! `nothing` marks without a value. `repair` counts what was mended.

use crate::calendar::{Day, parse_expiry};
use crate::diagnostic::{Code, nearest};
use crate::quantity::decimal::Fault as NumberFault;
use crate::quantity::{Money, Price, Quantity, Unit};

use super::cell::Cell;
use super::table::Kind;
use super::text::{plain, tidy};
use super::word::{Choice, instead};

mod date;
mod money;
mod month_day;
mod nothing;
mod number;
mod repair;
mod span;
mod written;

pub use month_day::{Year, day_of_year, is_outside};
pub use nothing::{is_ditto, is_endless, is_failed, is_mark, is_nothing};

use date::day;
pub use date::from_1904;
use money::money;
pub use money::parse_money;
use number::measured;
pub use number::{plain_digits, plain_digits_in};
pub use repair::Repair;
pub use span::shelf_life;
pub use written::as_written;

/// One to ten, in order.
const NUMERALS: &str = "一二三四五六七八九十";

/// A cell that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub cell: Cell,
    /// The unit that stood in the cell beside the number: `12吨`, `3.5元/斤`.
    pub unit: Option<Unit>,
    /// What had to be rewritten, if anything.
    pub repair: Option<Repair>,
}

/// Why a cell was refused, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: Code,
    pub message: String,
    pub hint: String,
}

/// Reads `text` as a cell of `kind`; `date_format` is a declared `strftime` format for day columns.
pub fn parse(kind: Kind, text: &str, date_format: Option<&str>) -> Result<Parsed, Fault> {
    let tidied = tidy(text);
    if tidied.is_empty() {
        return Ok(Parsed {
            cell: Cell::Empty,
            unit: None,
            repair: None,
        });
    }
    match kind {
        Kind::Text => Ok(read(Cell::Text(tidied.into()))),
        Kind::Quantity => quantity(&tidied),
        Kind::Money => money(&tidied, 2, |fen| Cell::Money(Money::from_fen(fen))),
        Kind::Price => money(&tidied, 4, |steps| Cell::Price(Price::from_steps(steps))),
        Kind::Day => day(&tidied, date_format, Day::parse),
        Kind::Expiry => day(&tidied, date_format, |text| {
            parse_expiry(text).map(|(day, _)| day)
        }),
        Kind::Integer => integer(&tidied),
        Kind::Ratio => ratio(&tidied),
        Kind::Truth => truth(&tidied),
        Kind::Word(choices) => word(&tidied, choices),
    }
}

fn read(cell: Cell) -> Parsed {
    Parsed {
        cell,
        unit: None,
        repair: None,
    }
}

fn quantity(text: &str) -> Result<Parsed, Fault> {
    let measured = measured(text, 3).map_err(|fault| bad_quantity(text, fault))?;
    let cell = Cell::Quantity(Quantity::from_thousandths(measured.thousandths));
    Ok(Parsed {
        cell,
        unit: measured.unit,
        repair: measured.repair,
    })
}

fn bad_quantity(text: &str, fault: NumberFault) -> Fault {
    let (message, hint) = match fault {
        NumberFault::NotANumber => (format!("\"{text}\" is not a quantity"), quantity_hint(text)),
        NumberFault::TooFine => (
            format!("\"{text}\" is finer than a thousandth of the unit"),
            match short_of_float(text) {
                Some(short) => format!(
                    "write {short}, if the last digits are those of a sum in floating point; else write at most three decimals, or use a smaller unit"
                ),
                None => "write at most three decimals, or use a smaller unit".to_owned(),
            },
        ),
        NumberFault::TooLarge => (
            format!("\"{text}\" is more than can be counted"),
            "the largest quantity is 9,223,372,036,854,775 units; check for extra zeros".to_owned(),
        ),
    };
    Fault {
        code: Code::BadQuantity,
        message,
        hint,
    }
}

/// The quantity of at most three decimals beside which a number stands that a sum in floating point came to:
/// 0.30000000000000004 is not 0.3, whose fifteen digits it has.
fn short_of_float(text: &str) -> Option<String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let number: f64 = text.parse().ok().filter(|_| digits > 15)?;
    let short = format!("{number:.14e}").parse::<f64>().ok()?.to_string();
    measured(&short, 3).is_ok().then_some(short)
}

/// What to write instead: a comma used as a decimal point is the slip most often made.
fn quantity_hint(text: &str) -> String {
    let point = plain(text).replacen(',', ".", 1);
    if plain(text).matches(',').count() == 1 && measured(&point, 3).is_ok() {
        return format!("write {point}; a comma only separates thousands");
    }
    "write a number such as 1200, 1.2万 or 12.5吨; leave the cell empty where nothing is known"
        .to_owned()
}

fn integer(text: &str) -> Result<Parsed, Fault> {
    if let Some(rank) = rank(text) {
        return Ok(Parsed {
            cell: Cell::Integer(rank),
            unit: None,
            repair: Some(Repair::RankWord),
        });
    }
    let number = measured(text, 0)
        .ok()
        .filter(|measured| measured.unit.is_none());
    let number = number.ok_or_else(|| bad_number(text, "write a whole number such as 3"))?;
    Ok(Parsed {
        cell: Cell::Integer(number.thousandths),
        unit: None,
        repair: number.repair,
    })
}

/// What `一级` or `3级` counts; `None` for anything else.
fn rank(text: &str) -> Option<i64> {
    let plain = plain(text);
    let number = plain.strip_suffix('级')?.trim_end();
    let mut numerals = number.chars();
    match (
        numerals.next().and_then(|c| NUMERALS.find(c)),
        numerals.next(),
    ) {
        (Some(at), None) => i64::try_from(at / '一'.len_utf8() + 1).ok(),
        _ => number.parse().ok().filter(|rank| *rank >= 0),
    }
}

fn ratio(text: &str) -> Result<Parsed, Fault> {
    let plain = plain(text);
    let (bare, scale) = plain
        .strip_suffix('%')
        .map_or((&*plain, 1.0), |bare| (bare, 100.0));
    let number: Option<f64> = bare.parse().ok().filter(|n: &f64| n.is_finite());
    let number = number.ok_or_else(|| bad_number(text, "write a number such as 0.15 or 15%"))?;
    Ok(read(Cell::Ratio(number / scale)))
}

/// Reads `text` as a share of which the header says that it is in percent: 7 is 0.07 there, and 7% is no less.
pub fn parse_percent(text: &str) -> Result<Parsed, Fault> {
    let tidied = tidy(text);
    match plain(&tidied).ends_with('%') {
        true => ratio(&tidied),
        false => ratio(&format!("{tidied}%")),
    }
}

fn bad_number(text: &str, hint: &str) -> Fault {
    Fault {
        code: Code::BadNumber,
        message: format!("\"{text}\" is not a number of this column"),
        hint: hint.to_owned(),
    }
}

fn truth(text: &str) -> Result<Parsed, Fault> {
    match plain(text).to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "是" | "有" => Ok(read(Cell::Truth(true))),
        "0" | "false" | "no" | "n" | "否" | "无" => Ok(read(Cell::Truth(false))),
        _ => Err(Fault {
            code: Code::BadWord,
            message: format!("\"{text}\" is neither true nor false"),
            hint: "write true or false (是 or 否, 1 or 0)".to_owned(),
        }),
    }
}

fn word(text: &str, choices: &'static [Choice]) -> Result<Parsed, Fault> {
    if let Some(id) = super::choice::find(choices, &plain(text)) {
        return Ok(read(Cell::Word(id)));
    }
    let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
    let meant = nearest(text, ids.iter().copied())
        .map_or(String::new(), |word| format!("did you mean {word}? "));
    // Whoever writes Chinese words is told the Chinese ones.
    let words = match text.is_ascii() {
        true => ids.join(", "),
        false => in_chinese(choices).join(", "),
    };
    let hint = match instead(choices, &plain(text)) {
        Some(instead) => instead.to_owned(),
        None => format!("{meant}write one of {words}"),
    };
    Err(Fault {
        code: Code::BadWord,
        message: format!("\"{text}\" is not a word of this column"),
        hint,
    })
}

fn in_chinese(choices: &[Choice]) -> Vec<String> {
    let words = choices.iter();
    words
        .map(|choice| format!("{} ({})", choice.zh, choice.id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thousandths(text: &str) -> Result<(i64, Option<String>), Code> {
        match parse(Kind::Quantity, text, None) {
            Ok(Parsed {
                cell: Cell::Quantity(q),
                unit,
                ..
            }) => Ok((q.thousandths(), unit.map(|u| u.id().to_owned()))),
            Ok(other) => panic!("{other:?} is no quantity"),
            Err(fault) => Err(fault.code),
        }
    }

    #[test]
    fn quantities_are_read_as_people_write_them() {
        let unit = |id: &str| Some(id.to_owned());
        for (text, expected) in [
            ("1200", Ok((1_200_000, None))),
            ("1,200", Ok((1_200_000, None))),
            ("１，２００", Ok((1_200_000, None))),
            ("1.2万", Ok((12_000_000, None))),
            ("3千", Ok((3_000_000, None))),
            ("2亿", Ok((200_000_000_000, None))),
            ("5万只", Ok((50_000_000, unit("piece")))),
            ("12.5吨", Ok((12_500, unit("t")))),
            ("3千克", Ok((3_000, unit("kg")))),
            ("1E+3", Ok((1_000_000, None))),
            ("12,5吨", Err(Code::BadQuantity)),
            ("1,23", Err(Code::BadQuantity)),
            ("2.7（个）", Err(Code::BadQuantity)),
            ("若干", Err(Code::BadQuantity)),
            ("5 e", Err(Code::BadQuantity)),
            ("万", Err(Code::BadQuantity)),
        ] {
            assert_eq!(thousandths(text), expected, "{text}");
        }
    }

    #[test]
    fn ranks_are_numbers_and_other_words_are_not() {
        let read = |text| parse(Kind::Integer, text, None).map(|parsed| parsed.cell);
        for (text, expected) in [
            ("一级", 1),
            ("十级", 10),
            ("3级", 3),
            ("３ 级", 3),
            ("12", 12),
        ] {
            let read = read(text).map_err(|fault| fault.code);
            assert_eq!(read, Ok(Cell::Integer(expected)), "{text}");
        }
        for text in ["级", "特级", "一二级", "-1级", "高"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_span_in_a_column_of_days_is_told_from_a_day() {
        let said = |text| parse(Kind::Expiry, text, None).map_err(|fault| fault.message);
        for text in ["12个月", "2年", "180 天"] {
            let message = said(text).expect_err("no day");
            assert!(message.contains("how long it keeps"), "{message}");
        }
        assert!(said("2026年12月").is_ok());
        assert!(!said("12月").expect_err("no year").contains("how long"));
    }

    #[test]
    fn a_comma_for_a_decimal_point_gets_the_right_hint() {
        let fault = parse(Kind::Quantity, "12,5吨", None).expect_err("a comma is no decimal point");
        assert_eq!(fault.hint, "write 12.5吨; a comma only separates thousands");
    }

    #[test]
    fn prices_may_carry_their_unit() {
        let parsed = parse(Kind::Price, "2.66元/斤", None).expect("a price a 斤");
        assert_eq!(parsed.cell, Cell::Price(Price::from_steps(26_600)));
        assert_eq!(parsed.unit, Some(Unit::new("斤")));
        assert!(parse(Kind::Price, "2.7（个）", None).is_err());
        assert!(parse(Kind::Price, "2.7个", None).is_err());
    }

    #[test]
    fn dates_are_year_first_or_declared() {
        let day = |text, format| {
            parse(Kind::Day, text, format)
                .map(|parsed| parsed.cell.to_string())
                .ok()
        };
        assert_eq!(day("2022年3月5日", None).as_deref(), Some("2022-03-05"));
        assert_eq!(
            day("2020/02/06 23:40:03", None).as_deref(),
            Some("2020-02-06")
        );
        assert_eq!(day("43860", None).as_deref(), Some("2020-01-30"));
        // January 2028 without its nought, and no day of 1955.
        assert_eq!(day("20281", None), None);
        assert_eq!(day("01/04/2023", None), None);
        assert_eq!(
            day("01/04/2023", Some("%d/%m/%Y")).as_deref(),
            Some("2023-04-01")
        );
    }

    #[test]
    fn a_declared_order_is_that_of_days_that_are_not_year_first() {
        let day = |text, format| {
            let read = parse(Kind::Expiry, text, Some(format));
            read.map(|parsed| parsed.cell.to_string()).ok()
        };
        for (text, expected) in [
            ("2025-03-31", Some("2025-03-31")),
            ("2025-03-31 08:00:00", Some("2025-03-31")),
            ("2025-02", Some("2025-02-28")),
            ("31/03/2025", Some("2025-03-31")),
            ("03/31/2025", None),
            ("2025-31-03", None),
            ("20250331", None),
            ("45747", None),
        ] {
            assert_eq!(day(text, "%d/%m/%Y").as_deref(), expected, "{text}");
        }
        assert_eq!(day("2025-03-05", "%Y-%d-%m").as_deref(), Some("2025-05-03"));
        assert_eq!(day("2025-03-31", "%Y-%d-%m"), None);
    }

    #[test]
    fn a_word_that_misses_names_the_nearest() {
        let kinds = <crate::ledger::word::MovementKind as crate::ledger::word::Word>::CHOICES;
        let fault = parse(Kind::Word(kinds), "isue", None).expect_err("no such word");
        let hint = fault.hint;
        assert!(hint.starts_with("did you mean issue?"), "{hint}");
    }
}

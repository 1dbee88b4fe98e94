//! A number as people type it, taken apart: separators, 万 and its kin, exponents, and the unit behind it.

use crate::quantity::Unit;
use crate::quantity::decimal::{self, Fault as NumberFault};

use super::super::text::plain;
use super::Repair;

/// Digits before the point that surely fit 64 bits with four decimals behind them.
const DIGITS_PLAIN: usize = 12;
/// More than such a number and its decimals come to.
const NUMBER_PLAIN: i64 = 10_i64.pow(16);

/// A number with its multiplier and its unit taken apart: `1.2万只` is 12000 and 只.
pub struct Measured {
    pub thousandths: i64,
    pub unit: Option<Unit>,
    pub repair: Option<Repair>,
}
/// Reads a number with at most `scale` decimals, its multiplier and its unit.
pub fn measured(text: &str, scale: u32) -> Result<Measured, NumberFault> {
    if let Some(thousandths) = plain_digits(text.as_bytes(), scale) {
        return Ok(Measured {
            thousandths,
            unit: None,
            repair: None,
        });
    }
    let plain = plain(text);
    let end = number_end(&plain);
    let (number, rest) = plain.split_at(end);
    let (zeros, rest) = multiplier(rest.trim());
    let unit = match rest {
        "" => None,
        rest => Some(
            Unit::strip_prefix(rest)
                .filter(|(_, left)| left.is_empty())
                .ok_or(NumberFault::NotANumber)?
                .0,
        ),
    };
    let bare = without_separators(number).ok_or(NumberFault::NotANumber)?;
    let value = decimal::parse(
        &format!(
            "{bare}{}",
            if zeros == 0 {
                String::new()
            } else {
                format!("e{zeros}")
            }
        ),
        scale,
    )?;
    let repairs = [
        (plain != text, Repair::FullWidth),
        (zeros > 0, Repair::ChineseMultiplier),
        (bare.len() != number.len(), Repair::ThousandsSeparator),
        (unit.is_some(), Repair::UnitInCell),
        (number.contains(['e', 'E']), Repair::Exponent),
    ];
    let repair = repairs
        .iter()
        .find(|(done, _)| *done)
        .map(|(_, repair)| *repair);
    Ok(Measured {
        thousandths: value,
        unit,
        repair,
    })
}

/// Digits and at most one point, as nearly every cell has them: read without a copy of the text.
///
/// `None` for anything else, which takes the longer way.
#[inline]
pub fn plain_digits(cell: &[u8], scale: u32) -> Option<i64> {
    let (mut number, mut point) = (0_i64, cell.len());
    for (at, byte) in cell.iter().enumerate() {
        match byte {
            b'0'..=b'9' if number < NUMBER_PLAIN => number = number * 10 + i64::from(byte - b'0'),
            b'.' if point == cell.len() && at > 0 && at + 1 < cell.len() => point = at,
            _ => return None,
        }
    }
    let decimals = cell.len().saturating_sub(point + 1) as u32;
    let is_plain = (1..=DIGITS_PLAIN).contains(&point) && decimals <= scale;
    is_plain.then(|| number * 10_i64.pow(scale - decimals))
}

/// Where the number at the start of `text` ends; an `e` belongs to it only with digits behind.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
            .count()
    };
    let sign = usize::from(bytes.first().is_some_and(|b| matches!(b, b'+' | b'-')));
    let mantissa = sign + digits(sign);
    if !matches!(bytes.get(mantissa), Some(b'e' | b'E')) {
        return mantissa;
    }
    let exponent_sign = usize::from(
        bytes
            .get(mantissa + 1)
            .is_some_and(|b| matches!(b, b'+' | b'-')),
    );
    let start = mantissa + 1 + exponent_sign;
    match bytes[start.min(bytes.len())..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count()
    {
        0 => mantissa,
        count => start + count,
    }
}

/// The zeros that 十, 百, 千, 万, 亿 at the start of `text` stand for, and the rest.
fn multiplier(text: &str) -> (u32, &str) {
    let mut zeros = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        zeros += match c {
            '百' => 2,
            // 千克 is a unit, not a thousand of 克.
            '千' if !rest.starts_with("千克") => 3,
            '万' => 4,
            '亿' => 8,
            _ => break,
        };
        rest = &rest[c.len_utf8()..];
    }
    (zeros, rest.trim())
}

/// The number without thousands separators; `None` where a comma separates anything else.
fn without_separators(number: &str) -> Option<String> {
    if !number.contains(',') {
        return Some(number.to_owned());
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().unwrap_or("");
    let grouped = (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3)
        && !decimals.contains(',');
    grouped.then(|| number.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_digits_read_as_the_longer_way_reads_them() {
        for (text, scale) in [
            ("1200", 3),
            ("0.5", 3),
            ("12.345", 3),
            ("2.66", 4),
            ("999999999999.9999", 4),
        ] {
            assert_eq!(
                plain_digits(text.as_bytes(), scale),
                decimal::parse(text, scale).ok(),
                "{text}"
            );
        }
        for text in [
            "1.2345",
            "-1",
            "1e3",
            "5.",
            ".5",
            "",
            "1,200",
            "1234567890123",
            "1.2.3",
        ] {
            assert_eq!(plain_digits(text.as_bytes(), 3), None, "{text}");
        }
    }
}

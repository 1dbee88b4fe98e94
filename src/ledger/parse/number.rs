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

/// [`plain_digits`] of the cell at `from..to` of `block`: up to eight characters are read together, where eight bytes
/// of the block may be read.
#[inline]
pub fn plain_digits_in(block: &[u8], from: usize, to: usize, scale: u32) -> Option<i64> {
    let word = block.get(from..).and_then(|rest| rest.first_chunk::<8>());
    match word {
        Some(word) if (1..=8).contains(&(to - from)) => {
            plain_word(u64::from_le_bytes(*word), to - from, scale)
        }
        _ => plain_digits(&block[from..to], scale),
    }
}

/// [`plain_digits`] of the first `length` bytes of `word`, one to eight of them, the first byte lowest.
#[inline]
fn plain_word(word: u64, length: usize, scale: u32) -> Option<i64> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const ZEROS: u64 = EACH * b'0' as u64;
    const HIGH: u64 = EACH << 7;
    // The last character stands in the highest byte, and zeros stand before the first.
    let idle = 64 - 8 * length;
    let mut digits = word << idle | (ZEROS & ((1 << idle) - 1));
    let unlike_points = digits ^ (EACH * u64::from(b'.'));
    let points = unlike_points.wrapping_sub(EACH) & !unlike_points & HIGH;
    let mut decimals = 0;
    if points != 0 {
        let at = points.trailing_zeros() as usize / 8;
        if at + length == 8 || at == 7 {
            return None;
        }
        decimals = 7 - at as u32;
        let before = (1 << (8 * at)) - 1;
        let behind = u64::MAX << (8 * (at + 1));
        digits = (digits & behind) | (digits & before) << 8 | u64::from(b'0');
    }
    let values = digits ^ ZEROS;
    // A value beyond nine has its high bit set, or reaches it by what is added; what is carried changes no answer.
    let is_plain = (values.wrapping_add(EACH * 0x76) | values) & HIGH == 0 && decimals <= scale;
    is_plain.then(|| {
        // Pairs, fours, and all eight digits put together, each by one multiplication.
        let pairs = values.wrapping_mul(10 << 8 | 1) >> 8;
        let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 << 16 | 1) >> 16;
        let all = (fours & 0x0000_ffff_0000_ffff).wrapping_mul(10_000 << 32 | 1) >> 32;
        all.cast_signed() * TENS[(scale - decimals) as usize & 7]
    })
}

/// Powers of ten, up to more than any scale.
const TENS: [i64; 8] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

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
pub(super) fn without_separators(number: &str) -> Option<String> {
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
    use proptest::prelude::*;

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

    #[test]
    fn eight_characters_together_are_read_as_one_by_one() {
        for cell in [
            "0", "7", "12", "12.5", ".5", "5.", "1.2.3", "1..2", "12345678", "1234.567", "0.0001",
            "0.00001", "-1", "1,5", "1 2", "１", "1e3", "/", ":", "99999999", "9.999999", "..",
            ".",
        ] {
            for scale in [0, 3, 4] {
                let block = format!("x{cell},9.9999999");
                let read = plain_digits_in(block.as_bytes(), 1, 1 + cell.len(), scale);
                assert_eq!(read, plain_digits(cell.as_bytes(), scale), "{cell}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_read_the_same_together(cell in "[0-9.]{0,9}|[0-9.:/é-]{0,10}", behind in ".{0,9}") {
            let block = format!("{cell}{behind}");
            for scale in [0, 3, 4] {
                let together = plain_digits_in(block.as_bytes(), 0, cell.len(), scale);
                prop_assert_eq!(together, plain_digits(cell.as_bytes(), scale));
            }
        }
    }
}

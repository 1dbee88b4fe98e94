//! Decimal text to scaled integers and back: no number passes through a float on its way in or out.
//!
//! Never guesses: too many decimals or too large a number is a [`Fault`]; only [`rounded`] rounds, for who asks it.

/// More digits than any number of 64 bits has.
const DIGITS_MAX: usize = 24;

/// Why a text is not a number of the wanted scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The text is no decimal number.
    NotANumber,
    /// The number has more decimals than the scale holds.
    TooFine,
    /// The number does not fit 64 bits at this scale.
    TooLarge,
}

/// Reads `text` (`-12.5`, `+3`, `.5`, `1.5e6`) as an integer of 10^-`scale`.
pub fn parse(text: &str, scale: u32) -> Result<i64, Fault> {
    let (mantissa, exponent) = split_exponent(text)?;
    let (negative, digits) = match mantissa.as_bytes().first() {
        Some(b'-') => (true, &mantissa[1..]),
        Some(b'+') => (false, &mantissa[1..]),
        _ => (false, mantissa),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && decimals.is_empty() {
        return Err(Fault::NotANumber);
    }
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(decimals.bytes()) {
        if !byte.is_ascii_digit() {
            return Err(Fault::NotANumber);
        }
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i128::from(byte - b'0')))
            .ok_or(Fault::TooLarge)?;
    }
    let shift = i64::from(scale) + exponent - decimals.len() as i64;
    let scaled = shift_decimal(value, shift)?;
    i64::try_from(if negative { -scaled } else { scaled }).map_err(|_| Fault::TooLarge)
}

/// `text` with `scale` decimals, rounded half away from zero; `None` where it has no more of them, or is no number.
pub fn rounded(text: &str, scale: usize) -> Option<String> {
    let (whole, decimals) = text.split_once('.')?;
    let is_finer = decimals.len() > scale && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !is_finer {
        return None;
    }
    let kept = parse(
        &format!("{whole}.{}", &decimals[..scale]),
        u32::try_from(scale).ok()?,
    )
    .ok()?;
    let step = match (decimals.as_bytes()[scale] >= b'5', whole.starts_with('-')) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => -1,
    };
    Some(format(kept.checked_add(step)?, scale, 0))
}

/// Writes `value` × 10^-`scale` without idle zeros, but with at least `decimals_min` decimals.
pub fn format(value: i64, scale: usize, decimals_min: usize) -> String {
    let mut text = Vec::with_capacity(DIGITS_MAX);
    append(&mut text, value, scale, decimals_min);
    String::from_utf8(text).expect("digits, a sign and a point are text")
}

/// Appends what [`format()`] writes.
pub fn append(text: &mut Vec<u8>, value: i64, scale: usize, decimals_min: usize) {
    let (mut left, mut digits, mut at) = (value.unsigned_abs(), [b'0'; DIGITS_MAX], DIGITS_MAX);
    while left > 0 {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    if value < 0 {
        text.push(b'-');
    }
    let (whole, decimals) = digits.split_at(DIGITS_MAX - scale);
    text.extend_from_slice(&whole[at.min(whole.len() - 1)..]);
    let last = decimals.iter().rposition(|digit| *digit != b'0');
    let kept = last.map_or(0, |last| last + 1).max(decimals_min);
    if kept > 0 {
        text.push(b'.');
        text.extend_from_slice(&decimals[..kept]);
    }
}

/// [`format()`] of a number that 64 bits do not hold.
pub fn format_wide(value: i128, scale: usize) -> String {
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
    pointed(&digits, value < 0, scale, 0)
}

/// The digits with sign and decimal point; more of them than `scale`.
fn pointed(digits: &str, is_negative: bool, scale: usize, decimals_min: usize) -> String {
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    let kept = decimals.trim_end_matches('0').len().max(decimals_min);
    let sign = if is_negative { "-" } else { "" };
    match &decimals[..kept] {
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    }
}

/// No quantity has more digits than this before or behind the point.
const EXPONENT_MAX: i64 = 40;

/// Splits `1.5e6` into its mantissa and exponent; an exponent beyond any quantity is too large.
fn split_exponent(text: &str) -> Result<(&str, i64), Fault> {
    match text.split_once(['e', 'E']) {
        None => Ok((text, 0)),
        Some((mantissa, exponent)) => match exponent.parse::<i64>() {
            Ok(e) if (-EXPONENT_MAX..=EXPONENT_MAX).contains(&e) => Ok((mantissa, e)),
            Ok(_) => Err(Fault::TooLarge),
            Err(_) => Err(Fault::NotANumber),
        },
    }
}

/// Multiplies by 10^`shift`; a division that leaves a rest is too fine.
fn shift_decimal(value: i128, shift: i64) -> Result<i128, Fault> {
    if value == 0 {
        return Ok(0);
    }
    let power = u32::try_from(shift.unsigned_abs())
        .ok()
        .and_then(|s| 10_i128.checked_pow(s));
    match (shift >= 0, power) {
        (true, Some(p)) => value.checked_mul(p).ok_or(Fault::TooLarge),
        (true, None) => Err(Fault::TooLarge),
        (false, Some(p)) if value % p == 0 => Ok(value / p),
        (false, _) => Err(Fault::TooFine),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_of_any_size_is_refused_and_not_counted_out() {
        for text in ["1e-9223372036854775808", "1e9223372036854775807", "1e41"] {
            assert_eq!(parse(text, 3), Err(Fault::TooLarge), "{text}");
        }
    }

    #[test]
    fn decimals_are_rounded_only_where_there_are_too_many() {
        for (text, expected) in [
            ("8.68333333", Some("8.683")),
            ("0.0005", Some("0.001")),
            ("-0.0005", Some("-0.001")),
            ("1.9999", Some("2")),
            (".12345", Some("0.123")),
            ("8.683", None),
            ("12", None),
            ("1.23x45", None),
            ("x.12345", None),
        ] {
            assert_eq!(rounded(text, 3).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn decimals_are_written_without_idle_zeros() {
        for (value, scale, decimals_min, expected) in [
            (0, 3, 0, "0"),
            (5, 3, 0, "0.005"),
            (-12_500, 3, 0, "-12.5"),
            (1_000, 3, 0, "1"),
            (266, 2, 2, "2.66"),
            (0, 2, 2, "0.00"),
            (-5, 4, 2, "-0.0005"),
            (i64::MAX, 3, 0, "9223372036854775.807"),
            (i64::MIN, 0, 0, "-9223372036854775808"),
        ] {
            assert_eq!(format(value, scale, decimals_min), expected);
        }
    }

    #[test]
    fn decimals_are_read_exactly() {
        for (text, scale, expected) in [
            ("12.5", 3, Ok(12_500)),
            ("-.5", 3, Ok(-500)),
            ("+3", 0, Ok(3)),
            ("1.50", 1, Ok(15)),
            ("1E+14", 3, Ok(100_000_000_000_000_000)),
            ("1e16", 3, Err(Fault::TooLarge)),
            ("10000000000000000", 3, Err(Fault::TooLarge)),
            ("0.0005", 3, Err(Fault::TooFine)),
            ("0e-30", 3, Ok(0)),
            ("", 3, Err(Fault::NotANumber)),
            (".", 3, Err(Fault::NotANumber)),
            ("12,5", 3, Err(Fault::NotANumber)),
            ("1e", 3, Err(Fault::NotANumber)),
            ("1e999999999999", 3, Err(Fault::TooLarge)),
            ("--1", 3, Err(Fault::NotANumber)),
        ] {
            assert_eq!(parse(text, scale), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for value in [0, 1, -1, 999, 1000, -12_345, i64::MAX, i64::MIN + 1] {
            assert_eq!(parse(&format(value, 3, 0), 3), Ok(value));
            assert_eq!(parse(&format(value, 4, 2), 4), Ok(value));
        }
    }
}

//! How long goods keep, as people write it: 12个月, 三年, 180天.

use super::super::text::plain;
use super::NUMERALS;

/// Months of a year.
const MONTHS: i32 = 12;
/// No goods keep for more years, months or days than this: a larger number is a slip, and `2027年` is a year.
const LONGEST: i32 = 1_900;

/// A span such as `12个月`, `三年`, `半年` or `180天` as the catalogue writes how long goods keep: `12 mo`, `36 mo`,
/// `6 mo`, `180 d`.
pub fn shelf_life(text: &str) -> Option<String> {
    let plain = plain(text);
    if plain == "半年" {
        return Some(format!("{} mo", MONTHS / 2));
    }
    let units = ["个月", "年", "天"];
    let (number, unit) = units
        .iter()
        .find_map(|unit| Some((plain.strip_suffix(unit)?, *unit)))?;
    let number = counted(number.trim())?;
    match unit {
        "个月" => Some(format!("{number} mo")),
        "年" => Some(format!("{} mo", number.checked_mul(MONTHS)?)),
        _ => Some(format!("{number} d")),
    }
    .filter(|_| (1..=LONGEST).contains(&number))
}

/// The number that digits or numerals below a hundred count: 36, 三, 两, 三十六.
fn counted(number: &str) -> Option<i32> {
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.parse().ok();
    }
    let units = |text: &str| match text {
        "两" => Some(2),
        text => numeral(text).filter(|units| *units < TEN),
    };
    match number.split_once('十') {
        None => units(number),
        Some((tens, rest)) => {
            let tens = if tens.is_empty() { 1 } else { numeral(tens)? };
            let rest = if rest.is_empty() { 0 } else { numeral(rest)? };
            (tens < TEN && rest < TEN).then_some(tens * TEN + rest)
        }
    }
}

const TEN: i32 = 10;

/// What one numeral counts, from one to ten.
fn numeral(text: &str) -> Option<i32> {
    let at = NUMERALS.find(text).filter(|_| text.chars().count() == 1)?;
    i32::try_from(at / '一'.len_utf8() + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_goods_keep_is_read_in_digits_and_in_numerals() {
        for (text, months) in [
            ("36个月", "36 mo"),
            ("３年", "36 mo"),
            ("三年", "36 mo"),
            ("两年", "24 mo"),
            ("十八个月", "18 mo"),
            ("三十六 个月", "36 mo"),
            ("半年", "6 mo"),
            ("180天", "180 d"),
        ] {
            assert_eq!(shelf_life(text).as_deref(), Some(months), "{text}");
        }
        for text in [
            "2027年",
            "二〇二七年",
            "36",
            "36月",
            "0年",
            "年",
            "十十年",
            "长期",
            "三五年",
        ] {
            assert_eq!(shelf_life(text), None, "{text}");
        }
    }
}

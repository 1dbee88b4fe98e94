//! How much of a telephone number or a door is shown to somebody who does not need it?
//!
//! A number keeps its first three and last four digits, so that the one who packs can tell two bags apart; a door is
//! not shown at all. Rule: `D-30`.

/// Digits that stay at the start and at the end of a number.
const SHOWN: (usize, usize) = (3, 4);
/// What stands in place of what is not shown.
const MASK: &str = "****";

/// A telephone number as it may be shown: `138****5678`; of one that is too short for that nothing is.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.is_empty() {
        return String::new();
    }
    let (first, last) = SHOWN;
    // At least as much is hidden as a mask is long.
    if digits.len() < first + last + MASK.len() {
        return MASK.to_owned();
    }
    let start: String = digits[..first].iter().collect();
    let end: String = digits[digits.len() - last..].iter().collect();
    format!("{start}{MASK}{end}")
}

/// A door as it may be shown: whether there is one.
pub fn masked_door(door: &str) -> String {
    match door.is_empty() {
        true => String::new(),
        false => MASK.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_keeps_its_ends_and_a_short_one_nothing() {
        assert_eq!(masked_phone("13812345678"), "138****5678");
        assert_eq!(masked_phone("0478-123456"), "047****3456");
        assert_eq!(masked_phone("8211234567"), "****");
        assert_eq!(masked_phone("一二"), "****");
        assert_eq!(masked_phone(""), "");
        assert_eq!(masked_door("301"), "****");
        assert_eq!(masked_door(""), "");
    }
}

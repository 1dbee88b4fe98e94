//! How a number of things is said, `1 award`, `2 awards`; and how amounts are given on the command line.

use crate::quantity::{Money, Quantity, decimal};
use crate::stock::require::workload::StaffPart;

/// The number and the noun, which takes an s unless there is one of it.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The number, the noun and its verb: `1 award is`, `2 awards are`.
pub fn counted_are(count: usize, what: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, what))
}

/// The decimals of an amount in yuan.
const FEN_DECIMALS: u32 = 2;

/// Reads an amount of yuan.
pub fn yuan(text: &str) -> Result<Money, String> {
    let fen = decimal::parse(text, FEN_DECIMALS);
    let money = fen.ok().filter(|fen| *fen >= 0).map(Money::from_fen);
    money.ok_or_else(|| format!("\"{text}\" is not an amount in yuan; write 500000 or 500000.00"))
}

/// Reads how many times as much there is of something.
pub fn times(text: &str) -> Result<Quantity, String> {
    match decimal::parse(text, 3) {
        Ok(times) if times > 0 => Ok(Quantity::from_thousandths(times)),
        _ => Err("write a number above 0, such as 20".to_owned()),
    }
}

/// Reads how much more is wanted, in percent.
pub fn percent(text: &str) -> Result<Quantity, String> {
    let percent = decimal::parse(text, 3).map(Quantity::from_thousandths);
    let most = Quantity::whole(1000).unwrap_or_default();
    match percent {
        Ok(percent) if (Quantity::ZERO..=most).contains(&percent) => Ok(percent),
        _ => Err("write a percentage from 0 to 1000, such as 15 or 12.5".to_owned()),
    }
}

/// Reads the part of the people who are at work.
pub fn part(text: &str) -> Result<StaffPart, String> {
    StaffPart::parse(text).ok_or_else(|| "write a part such as 1/5".to_owned())
}

/// Reads the most that something may be: a number of its unit, whole or not, and nothing is the least of it.
pub fn at_most(text: &str) -> Result<f64, String> {
    let most = text.parse().ok();
    let most = most.filter(|most: &f64| most.is_finite() && *most >= 0.0);
    most.ok_or_else(|| "write a number from 0 on, such as 60 or 2.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{at_most, counted, counted_are};

    #[test]
    fn a_most_is_a_number_and_not_below_nothing() {
        assert_eq!(at_most("2.5"), Ok(2.5));
        assert_eq!(at_most("0"), Ok(0.0));
        for text in ["-1", "nan", "inf", "-inf", "far", ""] {
            assert!(at_most(text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_thing_takes_no_s() {
        assert_eq!(counted(0, "award"), "0 awards");
        assert_eq!(counted(1, "award"), "1 award");
        assert_eq!(counted_are(1, "award"), "1 award is");
        assert_eq!(counted_are(2, "award"), "2 awards are");
    }
}

//! How a number of things is said, `1 award`, `2 awards`; and how an amount of money is given on the command line.

use crate::quantity::{Money, decimal};

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

#[cfg(test)]
mod tests {
    use super::{counted, counted_are};

    #[test]
    fn one_thing_takes_no_s() {
        assert_eq!(counted(0, "award"), "0 awards");
        assert_eq!(counted(1, "award"), "1 award");
        assert_eq!(counted_are(1, "award"), "1 award is");
        assert_eq!(counted_are(2, "award"), "2 awards are");
    }
}

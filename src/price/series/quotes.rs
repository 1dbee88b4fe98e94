//! How many quotes are behind the price of a day, and what their mean lies beside it, in as little room as it takes:
//! there are as many as a table has lines.
//!
//! A price is rounded to a ten-thousandth of a yuan. What the quotes come to beyond as many rounded prices is kept with
//! their number where that has its 14 bits, so that nothing is compared that was rounded. A day of more quotes than
//! anybody writes keeps its number alone.

/// Whether the quotes lie apart, and whether the number takes the room of the rest.
const IS_APART: u32 = 1;
const IS_LONG: u32 = 1 << 1;
/// Where the number and the rest begin.
const COUNT: u32 = 2;
const REST: u32 = 16;
/// The most quotes that leave room for a rest, and the most there can be.
const SHORT_MAX: u32 = (1 << (REST - COUNT)) - 1;
const LONG_MAX: u32 = u32::MAX >> COUNT;

/// The quotes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes(u32);

impl Quotes {
    /// A single quote.
    pub const ONE: Quotes = Quotes(1 << COUNT);

    /// `count` quotes, which together come to `rest` steps more than as many prices of the day; no price is further from
    /// their mean than half a step.
    pub fn new(count: usize, is_apart: bool, rest: i128) -> Quotes {
        let count = u32::try_from(count).unwrap_or(u32::MAX).min(LONG_MAX);
        let bits = match (count <= SHORT_MAX, i16::try_from(rest)) {
            (true, Ok(rest)) => count << COUNT | u32::from(rest.cast_unsigned()) << REST,
            _ => count << COUNT | IS_LONG,
        };
        Quotes(bits | if is_apart { IS_APART } else { 0 })
    }

    /// How many there are; at least 1.
    pub fn count(self) -> u32 {
        match self.is_long() {
            true => self.0 >> COUNT,
            false => self.0 >> COUNT & SHORT_MAX,
        }
    }

    /// Whether they lie apart.
    pub fn is_apart(self) -> bool {
        self.0 & IS_APART != 0
    }

    /// By how many steps their mean lies above the price of the day.
    pub fn beyond(self) -> f64 {
        match self.0.cast_signed() >> REST {
            0 => 0.0,
            _ if self.is_long() => 0.0,
            rest => f64::from(rest) / f64::from(self.count()),
        }
    }

    fn is_long(self) -> bool {
        self.0 & IS_LONG != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_rest_are_both_kept_as_far_as_they_fit() {
        assert_eq!(Quotes::new(1, false, 0), Quotes::ONE);
        let most = usize::try_from(SHORT_MAX).expect("a small number");
        for (count, rest, beyond) in [
            (1, 0, 0.0),
            (3, 1, 1.0 / 3.0),
            (3, -1, -1.0 / 3.0),
            (2, -1, -0.5),
            (most, -8_191, -8_191.0 / 16_383.0),
            (most + 1, 5, 0.0),
        ] {
            for is_apart in [true, false] {
                let quotes = Quotes::new(count, is_apart, rest);
                let found = (quotes.count() as usize, quotes.is_apart(), quotes.beyond());
                assert_eq!(found, (count, is_apart, beyond));
            }
        }
        assert_eq!(Quotes::new(usize::MAX, true, 9).count(), LONG_MAX);
    }
}

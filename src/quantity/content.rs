//! How much of the base unit one stated unit holds: `90 KG`, `元/500克`, `LB`.
//!
//! A fraction, because a pound is no whole number of grams. A word that is no unit has no content; nothing is guessed.

use super::{Unit, decimal};

/// One stated unit holds `thousandths / per` thousandths of `base`; in lowest terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub base: Unit,
    pub thousandths: i64,
    pub per: i64,
}

/// Words for the international pound, which is 0.45359237 kg exactly (agreement of 1959).
const POUND: &[&str] = &["lb", "lbs", "pound", "pounds", "磅"];
const POUND_THOUSANDTHS: i64 = 45_359_237;
const POUND_PER: i64 = 100_000;

/// What may stand before the unit of a price.
const PRICE_OF: &[&str] = &["元/", "元每", "¥/", "￥/", "yuan/", "RMB/", "/"];

impl Content {
    /// Reads a unit, perhaps with a number before it, perhaps as the unit of a price; `None` where it is none.
    pub fn read(text: &str) -> Option<Content> {
        let text = text.trim();
        let bare = Content::unit_of_price(text).unwrap_or(text);
        if Unit::is_known(bare) {
            return Content::of(bare, decimal_one());
        }
        let digits = bare
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
            .count();
        let times = match digits {
            0 => decimal_one(),
            _ => decimal::parse(&bare[..digits], DECIMALS).ok()?,
        };
        Content::of(bare[digits..].trim(), times)
    }

    /// The unit that a price is of: 盒 of `元/盒`; `None` where it is no unit of a price.
    pub fn unit_of_price(text: &str) -> Option<&str> {
        let mut before = PRICE_OF.iter();
        before
            .find_map(|before| text.strip_prefix(before))
            .map(str::trim)
    }

    /// Base units in one stated unit.
    pub fn as_f64(&self) -> f64 {
        self.thousandths as f64 / self.per as f64 / decimal_one() as f64
    }

    /// `times` thousandths of the unit `word`; a pack has no content of its own.
    fn of(word: &str, times: i64) -> Option<Content> {
        let (base, thousandths, per) = if POUND.contains(&word.to_lowercase().as_str()) {
            (Unit::new("kg"), POUND_THOUSANDTHS, POUND_PER)
        } else {
            let unit = Unit::new(word);
            if unit.is_pack() || !Unit::is_known(word) {
                return None;
            }
            let (base, thousandths) = unit.base();
            (base, thousandths, 1)
        };
        let thousandths = thousandths.checked_mul(times).filter(|all| *all > 0)?;
        let per = per * decimal_one();
        let shared = divisor(thousandths, per);
        Some(Content {
            base,
            thousandths: thousandths / shared,
            per: per / shared,
        })
    }
}

/// Decimals that a number before a unit may have.
const DECIMALS: u32 = 3;

const fn decimal_one() -> i64 {
    10_i64.pow(DECIMALS)
}

/// The greatest common divisor of two positive numbers.
fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_a_price_says_how_much_of_the_base_unit_it_is() {
        let cases = [
            ("KG", "kg", 1.0),
            ("90 KG", "kg", 90.0),
            ("500 G", "kg", 0.5),
            ("斤", "kg", 0.5),
            ("元/斤", "kg", 0.5),
            ("元/500克", "kg", 0.5),
            ("元/公斤", "kg", 1.0),
            ("¥/kg", "kg", 1.0),
            ("￥/斤", "kg", 0.5),
            ("yuan/kg", "kg", 1.0),
            ("RMB/500g", "kg", 0.5),
            ("元/两", "kg", 0.05),
            ("元/担", "kg", 50.0),
            ("1.5 L", "L", 1.5),
            ("750 ML", "L", 0.75),
            ("LB", "kg", 0.453_592_37),
            ("30 pcs", "piece", 30.0),
            ("吨", "kg", 1000.0),
        ];
        for (text, base, amount) in cases {
            let content = Content::read(text).unwrap_or_else(|| panic!("{text} is a unit"));
            assert_eq!(content.base.id(), base, "{text}");
            assert!((content.as_f64() - amount).abs() < 1e-12, "{text}");
        }
    }

    #[test]
    fn what_is_no_unit_has_no_content() {
        for text in ["Bunch", "箱", "10 tablets Strip", "", "0 kg", "元/", "90"] {
            assert_eq!(Content::read(text), None, "{text}");
        }
    }
}

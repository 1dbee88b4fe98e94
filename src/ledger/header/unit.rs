//! The unit of amounts as it is stated over them, in the brackets of a header or behind 单位: 万只, 元/500克, 万元.
//!
//! Words that are no unit say nothing: 含税, 实存. Where units stand there and it cannot be told which of them an amount is
//! in, as 万只/万双 and 元/袋25kg leave it, that is told too: every amount would be a guess.

use std::collections::BTreeSet;

use crate::quantity::{Content, Unit};

/// What stands between things that are said beside each other: 万只、万元.
const AND: [char; 3] = ['、', '和', '或'];
/// What stands between the words of one of them.
const BETWEEN: [char; 3] = ['/', '(', ')'];
/// Multiples of what is not named, or is no unit.
#[rustfmt::skip]
const MULTIPLES: [&str; 13] = [
    "十", "百", "千", "万", "十万", "百万", "亿", "千人", "万人", "千户", "万户", "千家", "万家",
];
/// What says that shares are in percent.
pub const PERCENT: &str = "%";
/// Words that announce a unit inside of brackets: （单位：盒）.
const ANNOUNCED: [&str; 3] = ["计量单位", "单位", "计量"];
/// Words that money is counted in, the longer first, each with the power of ten of yuan that it is.
#[rustfmt::skip]
const MONEY: [(&str, i32); 14] = [
    ("十万元", 5), ("百万元", 6), ("千万元", 7), ("人民币元", 0), ("人民币", 0), ("rmb", 0), ("百元", 2), ("千元", 3),
    ("万元", 4), ("亿元", 8), ("元", 0), ("¥", 0), ("角", -1), ("分", -2),
];

/// The unit of amounts, as far as it is stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    units: BTreeSet<Unit>,
    /// Powers of ten of yuan.
    zeros: BTreeSet<i32>,
    /// Whether one of the units is that of a price: 元/斤.
    is_price: bool,
    /// Whether something stands beside units, as 25kg in 袋25kg does.
    is_strange: bool,
    /// Whether amounts are multiples of something, or prices of something, that is not known: 万, 元/袋25kg.
    is_unknown: bool,
    /// Whether shares are in percent: 补贴比例(%).
    is_percent: bool,
}

impl Stated {
    /// What `value` says, in its plainest form: the text in the brackets of a header, or behind 单位.
    pub fn read(value: &str) -> Stated {
        let value = ANNOUNCED
            .iter()
            .find_map(|word| value.strip_prefix(word))
            .map_or(value, |behind| behind.trim_start_matches(':'));
        // Behind a comma something else may be said, which is none of the unit.
        let mut parts = value.split(',');
        let mut stated = Stated::of_part(parts.next().unwrap_or(""));
        for other in parts.map(Stated::of_part) {
            if !other.units.is_empty() {
                stated.join(other);
            }
        }
        stated
    }

    fn of_part(part: &str) -> Stated {
        let mut stated = Stated::default();
        let mut has_others = false;
        for said in part.split(AND).map(str::trim) {
            if let Some((zeros, of)) = priced(said) {
                stated.zeros.extend(zeros);
                stated.is_price = true;
                match unit_of_price(of) {
                    Some(unit) => drop(stated.units.insert(unit)),
                    None => stated.is_unknown = true,
                }
            } else if Unit::is_known(said) {
                stated.units.insert(Unit::new(said));
            } else if said == PERCENT {
                stated.is_percent = true;
            } else {
                has_others |= stated.take_words(said);
            }
        }
        stated.is_strange = has_others && !stated.units.is_empty();
        stated
    }

    /// Takes words side by side, as in 只/个; whether others stand among them.
    fn take_words(&mut self, said: &str) -> bool {
        let mut has_others = false;
        for word in said.split(BETWEEN).map(str::trim) {
            let money = MONEY.iter().find(|(money, _)| *money == word);
            match money {
                Some((_, zeros)) => drop(self.zeros.insert(*zeros)),
                None if Unit::is_known(word) => drop(self.units.insert(Unit::new(word))),
                None if MULTIPLES.contains(&word) => self.is_unknown = true,
                None => has_others |= word.contains(char::is_alphanumeric),
            }
        }
        has_others
    }

    /// Adds what is said elsewhere of the same amounts.
    pub fn join(&mut self, other: Stated) {
        self.units.extend(other.units);
        self.zeros.extend(other.zeros);
        self.is_price |= other.is_price;
        self.is_strange |= other.is_strange;
        self.is_unknown |= other.is_unknown;
        self.is_percent |= other.is_percent;
    }

    /// Whether nothing is said.
    pub fn is_nothing(&self) -> bool {
        *self == Stated::default()
    }

    /// The one unit of all amounts.
    pub fn unit(&self) -> Option<&Unit> {
        self.units.first().filter(|_| !self.is_unclear())
    }

    /// The power of ten of yuan that money is counted in; `None` where no money is named, or several.
    pub fn zeros(&self) -> Option<i32> {
        let first = self.zeros.first().copied();
        first.filter(|_| !self.has_several_moneys())
    }

    /// Whether money is named in more than one way.
    pub fn has_several_moneys(&self) -> bool {
        self.zeros.len() > 1
    }

    /// Whether the unit is that of a price, which its money belongs to.
    pub fn is_price(&self) -> bool {
        self.is_price
    }

    /// Whether shares are in percent.
    pub fn is_percent(&self) -> bool {
        self.is_percent
    }

    /// Whether units stand there, or what should be one, and not the one of all amounts.
    pub fn is_unclear(&self) -> bool {
        self.is_unknown || self.is_strange || self.units.len() > 1
    }

    /// Whether not even a column of units would say what an amount is: 万, 元/袋25kg.
    pub fn is_unknown(&self) -> bool {
        self.is_unknown
    }
}

/// The money of a price, and what it is a price of: 万元 and 吨 of 万元/吨.
fn priced(said: &str) -> Option<(Option<i32>, &str)> {
    let money = MONEY.iter().find(|(money, _)| said.starts_with(money));
    let behind = money.map_or(said, |(money, _)| &said[money.len()..]);
    let of = behind.strip_prefix(['/', '每'])?;
    Some((money.map(|(_, zeros)| *zeros), of.trim()))
}

/// The unit that a price is of, perhaps with a number before it: 500克. A word that is no known unit is one of its own, as
/// 台 is, and whether it measures the goods is seen at each row.
fn unit_of_price(text: &str) -> Option<Unit> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let is_amount = is_number && Content::read(text).is_some();
    let is_other = MULTIPLES.contains(&text) || MONEY.iter().any(|(money, _)| *money == text);
    let is_word = !is_other
        && (1..=WORD_MAX).contains(&text.chars().count())
        && text.chars().all(|c| !c.is_ascii() && c.is_alphabetic());
    (Unit::is_known(text) || is_amount || is_word).then(|| Unit::new(text))
}

/// Letters that a unit which nobody knows may have.
const WORD_MAX: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_and_the_money_of_amounts_are_read() {
        for (value, unit, zeros) in [
            ("万只", Some("万只"), None),
            ("只/个", Some("只"), None),
            ("单位:盒", Some("盒"), None),
            ("元/斤", Some("斤"), Some(0)),
            ("元每斤", Some("斤"), Some(0)),
            ("¥/斤", Some("斤"), Some(0)),
            ("元/斤,含税", Some("斤"), Some(0)),
            ("元/50公斤", Some("50公斤"), Some(0)),
            ("元/500克", Some("500克"), Some(0)),
            ("分/斤", Some("斤"), Some(-2)),
            ("万元/吨", Some("吨"), Some(4)),
            ("元)/斤", Some("斤"), Some(0)),
            ("/斤", Some("斤"), None),
            ("元/台", Some("台"), Some(0)),
            ("元/两", Some("两"), Some(0)),
            ("万只、万元", Some("万只"), Some(4)),
            ("元", None, Some(0)),
            ("万元", None, Some(4)),
            ("角", None, Some(-1)),
            ("含税", None, None),
            ("实存", None, None),
            ("%", None, None),
            ("", None, None),
        ] {
            let stated = Stated::read(value);
            assert_eq!(stated.unit(), unit.map(Unit::new).as_ref(), "{value}");
            assert_eq!(stated.zeros(), zeros, "{value}");
            assert!(!stated.is_unclear(), "{value}");
            assert_eq!(stated.is_percent(), value == "%", "{value}");
        }
    }

    #[test]
    fn what_is_not_the_one_unit_of_all_amounts_is_unclear() {
        for value in [
            "万",
            "万只/双",
            "箱/盒",
            "只(万)",
            "箱(20只/箱)",
            "元/袋25kg",
            "元/袋(5kg",
        ] {
            let stated = Stated::read(value);
            assert!(stated.is_unclear() && stated.unit().is_none(), "{value}");
        }
        for value in ["万", "元/袋25kg"] {
            assert!(Stated::read(value).is_unknown(), "{value}");
        }
        assert!(!Stated::read("只/套").is_unknown());
        assert!(Stated::read("元/万元").is_unknown());
    }
}

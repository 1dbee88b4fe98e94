//! The words for units of goods and for what standards count in.
//!
//! One row for each id with its Chinese word; in English the id is the word. Nothing is converted here.

use super::Lang;

/// Base units and packs by id, with the Chinese word a reader expects.
const UNITS: &[(&str, &str)] = &[
    ("piece", "个"),
    ("pair", "双"),
    ("set", "套"),
    ("test", "人份"),
    ("bottle", "瓶"),
    ("vehicle", "辆"),
    ("kg", "公斤"),
    ("jin", "斤"),
    ("liang", "两"),
    ("dan", "担"),
    ("g", "克"),
    ("t", "吨"),
    ("L", "升"),
    ("mL", "毫升"),
    ("dozen", "打"),
    ("box", "盒"),
    ("case", "箱"),
    ("bag", "包"),
    ("package", "件"),
    ("drum", "桶"),
    ("can", "罐"),
    ("roll", "卷"),
];

/// What standards count in, which is no unit of goods.
const SPANS: &[(&str, &str)] = &[("day", "天"), ("round", "轮")];

/// The word for a unit; a unit without one stands for itself.
pub fn unit_word(unit: &str, lang: Lang) -> &str {
    let known = UNITS.iter().chain(SPANS).find(|(id, _)| *id == unit);
    known.map_or(unit, |(id, zh)| lang.pick(zh, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;

    #[test]
    fn every_unit_word_means_its_unit() {
        for (id, zh) in UNITS {
            assert_eq!(Unit::new(zh), Unit::new(id));
        }
    }
}

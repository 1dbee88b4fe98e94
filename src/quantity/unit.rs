//! Units of measure: which words name the same unit, which convert exactly, which are packs.
//!
//! A pack word (箱, 件, 盒 …) says nothing about how much is inside: it converts only by a pack size that the
//! catalogue or the 规格 cell states. This file never guesses one.

use std::fmt;

/// A unit as the ledger writes it: a known one by its id, any other by its own text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(String);

/// One known unit: its id, the words that mean it, and how many thousandths of `base` it holds.
struct Known {
    id: &'static str,
    base: &'static str,
    thousandths: i64,
    words: &'static [&'static str],
}

const fn unit(
    id: &'static str,
    base: &'static str,
    thousandths: i64,
    words: &'static [&'static str],
) -> Known {
    Known {
        id,
        base,
        thousandths,
        words,
    }
}

/// Units with an exact meaning. 斤 is half a kilogram, 两 its tenth and 担 a hundred of it, by decree of 1959; 打 is
/// twelve.
const KNOWN: &[Known] = &[
    unit(
        "piece",
        "piece",
        1000,
        &[
            "个", "只", "枚", "片", "支", "件套", "pcs", "pieces", "ea", "each", "unit", "根",
            "顶", "块", "粒",
        ],
    ),
    unit("pair", "pair", 1000, &["双", "副", "对", "pairs"]),
    unit("set", "set", 1000, &["套", "sets"]),
    unit("test", "test", 1000, &["人份", "测试", "tests", "人次"]),
    unit("bottle", "bottle", 1000, &["瓶", "bottles"]),
    unit("drum", "drum", 1000, &["桶", "drums"]),
    unit("can", "can", 1000, &["罐", "听", "cans"]),
    // A blister of tablets and a tray of eggs: no English word is both.
    unit("板", "板", 1000, &[]),
    unit("roll", "roll", 1000, &["卷", "rolls"]),
    unit("vehicle", "vehicle", 1000, &["辆", "vehicles"]),
    unit("kg", "kg", 1000, &["公斤", "千克", "kgs", "㎏"]),
    unit("jin", "kg", 500, &["斤", "市斤", "500克", "500g"]),
    unit("liang", "kg", 50, &["两", "市两"]),
    unit("dan", "kg", 50_000, &["担", "市担"]),
    unit("g", "kg", 1, &["克"]),
    unit("t", "kg", 1_000_000, &["吨", "ton", "tonne", "tons"]),
    unit("L", "L", 1000, &["升", "l", "公升", "litre", "liter"]),
    unit("mL", "L", 1, &["毫升", "ml"]),
    unit("dozen", "piece", 12_000, &["打"]),
];

/// Words for packs, with the id each is written as.
const PACKS: &[(&str, &[&str])] = &[
    ("box", &["盒", "boxes"]),
    ("case", &["箱", "carton", "cases", "ctn"]),
    // 件 is the package of the wholesale trade and the counter of garments: never the same as 箱 without being told.
    ("package", &["件", "packages", "pkg"]),
    ("bag", &["包", "袋", "bags"]),
];

/// Multiples that stand before a unit: 万只 is ten thousand pieces. 千克 is a unit of its own.
const MULTIPLES: &[(char, i64)] = &[('千', 1000), ('万', 10_000), ('亿', 100_000_000)];

impl Unit {
    /// Reads a unit word; an unknown word stands for itself.
    pub fn new(word: &str) -> Unit {
        let word = word.trim();
        let known = KNOWN
            .iter()
            .find(|known| known.id == word || known.words.contains(&word));
        let lower = word.to_lowercase();
        let known = known.or_else(|| {
            KNOWN
                .iter()
                .find(|k| k.id == lower || k.words.contains(&lower.as_str()))
        });
        let pack = PACKS
            .iter()
            .find(|(id, words)| *id == lower || words.contains(&lower.as_str()));
        match (known, pack) {
            (Some(known), _) => Unit(known.id.to_owned()),
            (None, Some((id, _))) => Unit((*id).to_owned()),
            (None, None) => Unit(word.to_owned()),
        }
    }

    /// Whether `word` is one this file knows, as a unit or as a pack.
    pub fn is_known(word: &str) -> bool {
        let id = Unit::new(word);
        KNOWN.iter().any(|known| known.id == id.0) || id.is_pack() || id.multiple().is_some()
    }

    /// How many of which unit one of this is, where it is a multiple of another: 万只, 千盒.
    pub fn multiple(&self) -> Option<(i64, Unit)> {
        let mut characters = self.0.chars();
        let first = characters.next()?;
        let (_, times) = MULTIPLES.iter().find(|(word, _)| *word == first)?;
        let one = characters.as_str();
        let is_unit = KNOWN.iter().any(|known| known.words.contains(&one));
        let is_pack = PACKS.iter().any(|(_, words)| words.contains(&one));
        (is_unit || is_pack).then(|| (*times, Unit::new(one)))
    }

    /// The id as it is written.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// Whether this is a pack word, whose content a catalogue must state.
    pub fn is_pack(&self) -> bool {
        PACKS.iter().any(|(id, _)| *id == self.0)
    }

    /// Whether this is a pack of the wholesale trade, which may hold smaller packs.
    pub fn holds_packs(&self) -> bool {
        ["case", "package"].contains(&self.0.as_str())
    }

    /// Whether this is what goods are filled into, and counted by: a bottle, a box.
    pub fn is_container(&self) -> bool {
        self.is_pack() || ["bottle", "drum", "can", "板"].contains(&self.0.as_str())
    }

    /// Whether this is a weight or a volume.
    pub fn is_measure(&self) -> bool {
        ["kg", "L"].contains(&self.base().0.id())
    }

    /// Whether this counts things, of which there is no part, as against a weight or volume.
    pub fn counts_things(&self) -> bool {
        self.is_pack() || (Unit::is_known(&self.0) && !self.is_measure())
    }

    /// Whether this counts single articles: pieces or sets.
    pub fn counts_articles(&self) -> bool {
        ["piece", "set"].contains(&self.0.as_str())
    }

    /// The base unit of the same dimension, and how many thousandths of it one of this unit holds.
    ///
    /// An unknown unit is its own base.
    pub fn base(&self) -> (Unit, i64) {
        match KNOWN.iter().find(|known| known.id == self.0) {
            Some(known) => (Unit(known.base.to_owned()), known.thousandths),
            None => match self.multiple().filter(|(_, one)| !one.is_pack()) {
                Some((times, one)) => {
                    let (base, thousandths) = one.base();
                    (base, thousandths * times)
                }
                None => (self.clone(), 1000),
            },
        }
    }

    /// The longest unit word that `text` starts with, and the rest: `斤装` is 斤 and 装.
    pub fn strip_prefix(text: &str) -> Option<(Unit, &str)> {
        let known = KNOWN
            .iter()
            .flat_map(|known| known.words.iter().chain(std::iter::once(&known.id)));
        let packs = PACKS.iter().flat_map(|(_, words)| words.iter());
        let word = known
            .chain(packs)
            .filter(|word| text.starts_with(**word))
            .max_by_key(|word| word.len())?;
        Some((Unit::new(word), &text[word.len()..]))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_unit_are_one_unit() {
        assert_eq!(Unit::new("只"), Unit::new("个"));
        assert_eq!(Unit::new("KG"), Unit::new("公斤"));
        assert_ne!(Unit::new("件"), Unit::new("箱"));
        assert_eq!(Unit::new("筐").id(), "筐");
    }

    #[test]
    fn a_jin_is_half_a_kilogram_exactly() {
        assert_eq!(Unit::new("斤").base(), (Unit::new("kg"), 500));
        assert_eq!(Unit::new("两").base(), (Unit::new("kg"), 50));
        assert_eq!(Unit::new("担").base(), (Unit::new("kg"), 50_000));
        assert_eq!(Unit::new("吨").base(), (Unit::new("kg"), 1_000_000));
    }

    #[test]
    fn a_multiple_of_a_unit_is_so_many_of_it() {
        assert_eq!(Unit::new("万只").base(), (Unit::new("piece"), 10_000_000));
        assert_eq!(Unit::new("万斤").base(), (Unit::new("kg"), 5_000_000));
        assert_eq!(Unit::new("千盒").multiple(), Some((1000, Unit::new("box"))));
        assert_eq!(Unit::new("千克").multiple(), None);
        assert_eq!(Unit::new("万元").multiple(), None);
        assert!(Unit::is_known("亿只") && !Unit::is_known("万"));
    }

    #[test]
    fn a_pack_has_no_content_of_its_own() {
        assert!(Unit::new("箱").is_pack());
        assert!(Unit::new("盒").is_pack());
        assert!(!Unit::new("瓶").is_pack());
    }
}

//! The catalogue: what is known of each item, by its code or its name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::calendar::Day;
use crate::diagnostic::nearest;
use crate::quantity::Unit;

use super::Text;
use super::tables::Item;
use super::text::plain;

/// The characters of the shortest word that says a kind of goods.
const WORD_MIN: usize = 2;

/// Items by code; later lists override earlier ones. Copies share their items. Each line of a long table looks its item
/// up, so that a code is found by its hash.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    items: Arc<HashMap<Text, Item, BuildHasherDefault<CodeHasher>>>,
    codes: Arc<BTreeMap<String, String>>,
    /// The codes of those that were added to a first list.
    own: Arc<HashSet<Text>>,
}

/// The hash of a code, which is short, and asked for some hundred thousand times: FNV-1a.
#[derive(Debug, Default, Clone)]
struct CodeHasher(u64);

/// What FNV-1a begins with, and what it multiplies by.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

impl Hasher for CodeHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mixed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
        self.0 = bytes.iter().fold(self.0 ^ FNV_BASIS, mixed);
    }

    /// What ends a text tells it from no other, as each code is hashed by itself.
    fn write_u8(&mut self, _: u8) {}

    /// The table looks at the highest bits and at the lowest, and the product is mixed best in the middle.
    fn finish(&self) -> u64 {
        self.0 ^ self.0.rotate_left(32)
    }
}

impl Catalogue {
    /// The catalogue of `items`; of two rows with one code the later one stands.
    pub fn new(items: impl IntoIterator<Item = Item>) -> Catalogue {
        let mut catalogue = Catalogue::default();
        catalogue.add(items);
        catalogue
    }

    /// Adds `items`, overriding those with the same code: what somebody says of goods of their own.
    pub fn extend(&mut self, items: impl IntoIterator<Item = Item>) {
        let items: Vec<Item> = items.into_iter().collect();
        let codes = items.iter().map(|item| item.item.as_str().into());
        Arc::make_mut(&mut self.own).extend(codes);
        self.add(items);
    }

    /// Whether what is known of an item was said of goods of one's own, and not of goods in general.
    pub fn is_own(&self, code: &str) -> bool {
        self.own.contains(code)
    }

    fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        let (by_code, codes) = (
            Arc::make_mut(&mut self.items),
            Arc::make_mut(&mut self.codes),
        );
        for item in items {
            for name in item.names() {
                codes.insert(name.to_owned(), item.item.clone());
            }
            by_code.insert(item.item.as_str().into(), item);
        }
    }

    /// The item of a code.
    pub fn get(&self, code: &str) -> Option<&Item> {
        self.items.get(code)
    }

    /// The code of an item given by its name or by another name of it; `None` where it is a code already, or unknown.
    pub fn code_of_name(&self, name: &str) -> Option<&str> {
        if self.items.contains_key(name) {
            None
        } else {
            self.codes.get(name).map(String::as_str)
        }
    }

    /// The code of goods whose name has something behind it in brackets, and the unit that this is, if it is one:
    /// 大米（袋）, 医用防护口罩（N95）. `None` where the brackets tell it from the goods of that name: 口罩（儿童）.
    pub fn code_and_unit(&self, name: &str) -> Option<(&str, Option<Unit>)> {
        let plain = plain(name);
        let (before, inside) = plain.strip_suffix(')')?.rsplit_once('(')?;
        let of = |name: &str| self.code_of_name(name.trim());
        let code = of(before)?;
        match Unit::is_known(inside) {
            true => Some((code, Some(Unit::new(inside)))),
            false => (of(inside) == Some(code)).then_some((code, None)),
        }
    }

    /// Whether a text is no code and stands for one: a name, or a name with something behind it in brackets.
    pub fn is_name(&self, text: &str) -> bool {
        let is_code = self.items.contains_key(text);
        !is_code && (self.codes.contains_key(text) || self.code_and_unit(text).is_some())
    }

    /// Whether `unit` is a word that counts one base unit of an item, as 套 does of a coverall.
    pub fn counts_one(&self, code: &str, unit: &Unit) -> bool {
        let mut counters = self
            .get(code)
            .into_iter()
            .flat_map(|item| item.counters.split(';'));
        counters.any(|word| !word.trim().is_empty() && Unit::new(word) == *unit)
    }

    /// Whether an item is assigned and not used up; one that no catalogue lists is taken to be used up.
    pub fn is_durable(&self, code: &str) -> bool {
        self.get(code)
            .is_some_and(|item| item.consumable == Some(false))
    }

    /// The base unit of an item; `None` also where the catalogue leaves it to each list, of goods that come in several.
    pub fn base_unit(&self, code: &str) -> Option<Unit> {
        let item = self.get(code).filter(|item| !item.unit.is_empty())?;
        Some(Unit::new(&item.unit))
    }

    /// The code or name nearest to one that is not listed.
    pub fn nearest(&self, code: &str) -> Option<&str> {
        let items = self.items().map(|item| item.item.as_str());
        nearest(code, items.chain(self.codes.keys().map(String::as_str)))
    }

    /// The goods that a general word may mean, by code: those of which a name ends in it, as 医用外科口罩 does in 口罩.
    pub fn kinds(&self, word: &str) -> Vec<&Item> {
        let is_word = word.chars().count() >= WORD_MIN && !word.is_ascii();
        let is_kind = |item: &&Item| item.names().any(|name| name.ends_with(word));
        let items = self.items().filter(|_| is_word);
        items.filter(is_kind).collect()
    }

    /// The tier that the catalogue itself puts an item in; a policy's own list comes before it.
    pub fn tier(&self, code: &str) -> Option<i64> {
        self.get(code)?.tier
    }

    /// Every code, in no order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.items.keys().map(Text::as_str)
    }

    /// Every item, by code.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        let mut items: Vec<&Item> = self.items.values().collect();
        items.sort_unstable_by(|a, b| a.item.cmp(&b.item));
        items.into_iter()
    }
}

/// The last usable day of goods made on a day that keep for `36 mo` or `7 d`; `None` where that cannot be read.
///
/// Labels count in two ways: what was made on 1 September and keeps for 12 months is usable until 31 August, or until
/// 1 September. The earlier day is taken.
pub fn last_day(shelf_life: &str, made: Day) -> Option<Day> {
    let (number, unit) = shelf_life.trim().split_once(' ')?;
    let number: i32 = number.parse().ok()?;
    let end = match unit.trim() {
        "mo" => made.plus_months(number),
        "d" => made.plus_days(number.into()),
        _ => return None,
    };
    Some(end.plus_days(-1))
}

impl Item {
    /// The grade of goods that anything may stand in for.
    pub const GENERAL: &str = "general";

    /// What it is called, its own name last.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.aliases.split(';').map(str::trim);
        let names = others.chain([&*self.name]);
        names.filter(|name| !name.is_empty())
    }

    /// The last usable day of goods made on a day, by how long they keep (`36 mo`, `7 d`); `None` where that is not
    /// stated, or cannot be read.
    pub fn last_day_of(&self, made: Day) -> Option<Day> {
        last_day(&self.shelf_life, made)
    }

    /// An item of which nothing is known but its code: what no catalogue lists.
    pub fn unlisted(code: &str) -> Item {
        Item {
            item: code.to_owned(),
            name: String::new(),
            class: String::new(),
            category: String::new(),
            unit: String::new(),
            pack_unit: String::new(),
            pack_size: None,
            grade: String::new(),
            consumable: None,
            shelf_life: String::new(),
            substitute: String::new(),
            ratio: None,
            tier: None,
            sector: None,
            restriction: String::new(),
            product_standard: String::new(),
            aliases: String::new(),
            counters: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_general_word_may_mean_each_of_the_goods_whose_name_ends_in_it() {
        let item = |code: &str, name: &str, aliases: &str| Item {
            name: name.to_owned(),
            aliases: aliases.to_owned(),
            ..Item::unlisted(code)
        };
        let catalogue = Catalogue::new([
            item("surgical_mask", "医用外科口罩", "外科口罩"),
            item("n95", "医用防护口罩", "N95口罩"),
            item("mask_machine", "口罩设备", ""),
        ]);
        let kinds = |word| {
            let kinds = catalogue.kinds(word).into_iter();
            kinds.map(|item| item.item.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(kinds("口罩"), ["n95", "surgical_mask"]);
        assert_eq!(kinds("设备"), ["mask_machine"]);
        assert!(kinds("罩").is_empty() && kinds("mask").is_empty() && kinds("").is_empty());
    }
}

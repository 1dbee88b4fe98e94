//! What people call the uses, classes, levels, goods and categories that the plans speak of, and which word of a rule
//! each is.
//!
//! A rule is written with ids; a sheet says 流调. Both spellings stand side by side in `data/policy/names.toml` with the
//! words of the plan, and nowhere else. A policy file may name uses of its own.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::ledger::tables::{FundEntry, Item, Site};
use crate::ledger::text::plain;

use super::file::read;
use super::rules::Rules;
use super::term::{Since, Until};

/// What separates the classes of a site in a cell.
const SEPARATORS: [char; 4] = [';', '；', '、', '，'];

/// A word of the rules with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub id: String,
    /// What it is called in Chinese.
    pub name: String,
    /// Other spellings that are read as the same.
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
    /// Of a level: whether its sites are areas, in which others lie.
    #[serde(default)]
    pub is_area: bool,
}

/// The names that come with granary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    #[serde(rename = "use")]
    pub uses: Vec<Name>,
    #[serde(rename = "class")]
    pub classes: Vec<Name>,
    #[serde(rename = "level")]
    pub levels: Vec<Name>,
    /// Classes of goods.
    #[serde(rename = "goods")]
    pub goods: Vec<Name>,
    /// Of goods: what prices are watched by.
    #[serde(rename = "category")]
    pub categories: Vec<Name>,
    /// Which money, and what it is spent on.
    #[serde(rename = "fund")]
    pub funds: Vec<Name>,
    #[serde(rename = "purpose")]
    pub purposes: Vec<Name>,
}

const BUILT_IN: &str = include_str!("../../data/policy/names.toml");

impl Names {
    /// Reads a file of names; `file` is what diagnostics call it.
    ///
    /// Errors: `bad-policy` where one spelling means two of one list.
    pub fn parse(text: &str, file: &str) -> Result<Names, Diagnostic> {
        let names: Names = read(text, file, "compare with data/policy/names.toml")?;
        for list in [
            &names.uses,
            &names.classes,
            &names.levels,
            &names.goods,
            &names.categories,
            &names.funds,
            &names.purposes,
        ] {
            if let Some(twice) = meant_twice(list) {
                return Err(Diagnostic::error(Code::BadPolicy, twice)
                    .at(Place::file(file))
                    .hint("leave a spelling to one of them"));
            }
        }
        Ok(names)
    }

    /// The names that come with granary.
    pub fn built_in() -> &'static Names {
        static NAMES: OnceLock<Names> = OnceLock::new();
        NAMES.get_or_init(|| {
            Names::parse(BUILT_IN, "names.toml").expect("a test reads the file that comes along")
        })
    }

    /// Whether sites of a level, by its id, are areas in which others lie, and no units that use goods.
    pub fn is_area(&self, level: &str) -> bool {
        self.levels
            .iter()
            .any(|known| known.id == level && known.is_area)
    }

    /// An item as the rules know it: its class by its id.
    ///
    /// Rule: `S14`.
    pub fn known_item(&self, mut item: Item) -> Item {
        item.class = self.class_of_goods(item.class);
        item
    }

    /// The id of a class of goods by what it is called; any other word stays.
    pub fn class_of_goods(&self, word: String) -> String {
        let named = (!word.is_ascii()).then(|| find(&self.goods, &word));
        named.flatten().map_or(word, |class| class.id.clone())
    }

    /// A category of goods by its id; any other word stays.
    pub fn category<'a>(&'a self, word: &'a str) -> &'a str {
        let named = (!word.is_ascii()).then(|| find(&self.categories, word));
        named
            .flatten()
            .map_or(word, |category| category.id.as_str())
    }

    /// Whether two words are one category of goods, each in whatever language.
    pub fn is_one_category(&self, one: &str, other: &str) -> bool {
        let id = |word| find(&self.categories, word).map(|category| &category.id);
        // The ids are ASCII, and two of them are one only where they are the same.
        let are_ids = one.is_ascii() && other.is_ascii();
        one == other || !are_ids && id(one).is_some_and(|one| id(other) == Some(one))
    }

    /// A site as the rules know it: its level by its id, and behind the classes that it states the ids of those that are
    /// called otherwise. What it states stays, because norms and wishes of donors may speak of it.
    ///
    /// Rule: `P0-A02`.
    pub fn known(&self, mut site: Site) -> Site {
        if let Some(level) = find(&self.levels, &site.level) {
            site.level.clone_from(&level.id);
        }
        if !site.class.is_ascii() {
            let mut classes: Vec<String> = Vec::new();
            let stated = site.class.split(SEPARATORS).map(str::trim);
            classes.extend(stated.filter(|class| !class.is_empty()).map(str::to_owned));
            let ids: Vec<String> = classes
                .iter()
                .filter_map(|class| find(&self.classes, class))
                .map(|class| class.id.clone())
                .collect();
            for id in ids {
                if !classes.contains(&id) {
                    classes.push(id);
                }
            }
            site.class = classes.join(";");
        }
        site
    }
}

impl Name {
    /// Whether a word is one of its spellings, whatever its case.
    pub fn is_called(&self, word: &str) -> bool {
        self.id.eq_ignore_ascii_case(word)
            || self.name == word
            || self.aliases.iter().any(|alias| alias == word)
    }

    /// Its spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> + Clone {
        let aliases = self.aliases.iter();
        [&self.id, &self.name]
            .into_iter()
            .chain(aliases)
            .map(String::as_str)
    }
}

impl Rules {
    /// The uses that have a name: those of the policies, then those that come with granary.
    fn named_uses(&self) -> impl Iterator<Item = &Name> {
        self.uses.iter().chain(&Names::built_in().uses)
    }

    /// A row of the book of money as the rules know it: its fund and its purpose by their ids, unless a rule in force has
    /// the word itself. A word that nothing knows stays.
    ///
    /// Rule: `P0-F04`, `P0-F05`, `P4-F01`.
    pub fn known_entry(&self, mut entry: FundEntry) -> FundEntry {
        let names = Names::built_in();
        if !self.fund.iter().any(|rule| rule.fund == entry.fund) {
            entry.fund = id_of(&names.funds, entry.fund);
        }
        if !self
            .fund
            .iter()
            .any(|rule| rule.purposes.contains(&entry.purpose))
        {
            entry.purpose = id_of(&names.purposes, entry.purpose);
        }
        entry
    }

    /// The use that a word of a cell means, as the rules in force spell it; `None` where no rule and no name knows it.
    ///
    /// Rule: `P1-A04`, `P1-A07`, `P5`, `P0-E13`.
    pub fn use_of(&self, word: &str) -> Option<&str> {
        let gates = self.gate.iter().chain(&self.gates);
        let free = gates.filter_map(|gate| gate.free.as_ref());
        let stated = free.flat_map(|free| &free.uses);
        let stated = stated.chain(self.eligibility.iter().flat_map(|rule| &rule.uses));
        let mut stated = stated.chain(self.first_use.iter().flat_map(|rule| &rule.uses));
        if let Some(id) = stated.find(|id| *id == word) {
            return Some(id);
        }
        let named = find(&self.uses, word).or_else(|| find(&Names::built_in().uses, word));
        named.map(|named| named.id.as_str())
    }

    /// The one of `uses` that was probably meant by a word that is none: its id and its name.
    pub fn use_meant(&self, word: &str, uses: &[&str]) -> Option<(&str, &str)> {
        let named = self.named_uses();
        let near = meant(named.filter(|named| uses.contains(&&*named.id)), word)?;
        Some((&near.id, &near.name))
    }
}

/// The one of `list` that a word of a cell means; full-width letters and blanks do not count.
pub fn find<'a>(list: &'a [Name], word: &str) -> Option<&'a Name> {
    let plain = plain(word);
    let word: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let mut list = list.iter();
    list.find(|named| !word.is_empty() && named.is_called(&word))
}

/// The id of the one of `list` that a word means; any other word stays.
fn id_of(list: &[Name], word: String) -> String {
    find(list, &word).map_or(word, |named| named.id.clone())
}

/// The one of `list` that was probably meant: a slip of the hand away, or with a part of its spelling in common.
pub fn meant<'a>(list: impl Iterator<Item = &'a Name>, word: &str) -> Option<&'a Name> {
    let list: Vec<&Name> = list.collect();
    let spellings = || list.iter().flat_map(|name| name.spellings());
    let holds = |spelling: &&str| spelling.contains(word) || word.contains(*spelling);
    let part = spellings().filter(holds).max_by_key(|part| part.len());
    let near = part.or_else(|| nearest(word, spellings()))?;
    list.iter().copied().find(|name| name.is_called(near))
}

/// What is said of a spelling that stands for two of `list`.
fn meant_twice(list: &[Name]) -> Option<String> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let spelt = list
        .iter()
        .flat_map(|named| named.spellings().map(|spelling| (spelling, &*named.id)));
    for (spelling, id) in spelt {
        if let Some(other) = seen.insert(spelling, id) {
            return Some(format!("\"{spelling}\" stands for {other} and for {id}"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn use_of(word: &str) -> Option<&'static str> {
        find(&Names::built_in().uses, word).map(|named| named.id.as_str())
    }

    #[test]
    fn a_use_is_known_by_its_id_its_name_and_what_people_write() {
        for (word, id) in [
            ("lab", "lab"),
            ("LAB", "lab"),
            ("核酸检测", "lab"),
            (" 流调 ", "tracing"),
            ("预检 分诊", "triage"),
            ("一线临床", "first_line_clinical"),
            ("发热门诊", "first_line_clinical"),
            ("隔离病房", "first_line_clinical"),
        ] {
            assert_eq!(use_of(word), Some(id), "{word}");
        }
        assert_eq!(use_of(""), None);
        assert_eq!(use_of("隔离酒店"), None);
    }

    #[test]
    fn a_word_that_is_nearly_one_finds_it() {
        let near = |word| meant(Names::built_in().uses.iter(), word).map(|named| named.id.as_str());
        assert_eq!(near("traige"), Some("triage"));
        assert_eq!(near("隔离酒店"), Some("isolation_hotel_fever_contact"));
        assert_eq!(near("核酸采样"), Some("lab"));
        assert_eq!(near("reception"), None);
    }

    #[test]
    fn every_use_of_a_rule_that_comes_along_has_a_name() {
        use crate::policy::Policy;
        for id in Policy::built_in_ids() {
            let policy = Policy::built_in(id).unwrap_or_else(|error| panic!("{error}"));
            let free = policy.gate.iter().filter_map(|gate| gate.free.as_ref());
            let uses = free.flat_map(|free| &free.uses);
            let uses = uses.chain(policy.eligibility.iter().flat_map(|rule| &rule.uses));
            for word in uses.chain(policy.first_use.iter().flat_map(|rule| &rule.uses)) {
                assert_eq!(use_of(word), Some(word.as_str()), "{id}");
            }
        }
    }

    #[test]
    fn a_site_keeps_its_words_and_gets_those_of_the_rules() {
        let site = |level: &str, class: &str| {
            let known = Names::built_in().known(Site {
                level: level.to_owned(),
                class: class.to_owned(),
                ..Site::unlisted("H1")
            });
            (known.level, known.class)
        };
        let both = |level: &str, class: &str| (level.to_owned(), class.to_owned());
        assert_eq!(
            site("旗县区", "定点医院；发热门诊"),
            both(
                "county",
                "定点医院;发热门诊;designated_hospital;fever_clinic"
            )
        );
        assert_eq!(site("city", "depot"), both("city", "depot"));
        assert_eq!(site("", "急诊"), both("", "急诊"));
    }

    #[test]
    fn one_spelling_for_two_uses_is_refused() {
        let text = "use = [{ id = \"a\", name = \"甲\", from = \"undated\" }, \
            { id = \"b\", name = \"乙\", aliases = [\"甲\"], from = \"undated\" }]\nclass = []\nlevel = []\n";
        let fault = Names::parse(text, "n.toml").expect_err("甲 is two uses");
        assert_eq!(fault.code, Code::BadPolicy);
    }
}

//! Which words of a policy file does no list of granary know: a class, a level, goods or a use of the desk's own, or a slip
//! of the hand?
//!
//! Both read alike, and a rule for either takes in nothing by it. Whether a table has the word is for whoever reads tables
//! to say; a file that is no policy has no such words, because it is refused elsewhere.

use toml::de::{DeTable, DeValue};

use super::names::{Name, Names, find};

/// What a word of a policy names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    SiteClass,
    SiteLevel,
    GoodsClass,
    Item,
    Use,
}

/// A word of a policy file that no list of granary knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWord {
    pub names: Naming,
    pub word: String,
    /// From 1.
    pub line: u64,
}

impl Naming {
    /// What the words of a key name, by the group that it stands in.
    fn of(group: &str, key: &str) -> Option<Naming> {
        match (group, key) {
            ("sites" | "givers", "class") | ("priority", "classes") => Some(Naming::SiteClass),
            ("sites" | "givers", "level")
            | ("own_level", "units")
            | ("gate", "self_reliant")
            | ("takers", "areas" | "units") => Some(Naming::SiteLevel),
            ("items", "class") => Some(Naming::GoodsClass),
            ("items", "item")
            | ("tier", "items")
            | ("testing_round", "per_pool" | "per_person") => Some(Naming::Item),
            ("eligibility" | "first_use" | "free", "uses") => Some(Naming::Use),
            _ => None,
        }
    }

    /// The words of its kind that come with granary; none of goods, which the catalogue lists.
    pub fn known(self) -> &'static [Name] {
        let names = Names::built_in();
        match self {
            Naming::SiteClass => &names.classes,
            Naming::SiteLevel => &names.levels,
            Naming::GoodsClass => &names.goods,
            Naming::Item => &[],
            Naming::Use => &names.uses,
        }
    }
}

/// The words of a policy file that no list of granary knows, in the order of the file.
pub fn own_words(text: &str) -> Vec<OwnWord> {
    let mut found = Vec::new();
    if let Ok(file) = DeTable::parse(text) {
        look_in(file.get_ref(), "", text, &mut found);
    }
    found.sort_by_key(|own| own.line);
    found
}

/// Looks through a group of the file and the groups in it.
fn look_in(table: &DeTable, group: &str, text: &str, found: &mut Vec<OwnWord>) {
    for (key, value) in table {
        let key = key.get_ref();
        match Naming::of(group, key) {
            Some(names) => words_of(value, &mut |word, at| {
                if find(names.known(), word).is_none() {
                    found.push(OwnWord {
                        names,
                        word: word.to_owned(),
                        line: 1 + text[..at].matches('\n').count() as u64,
                    });
                }
            }),
            None => groups_of(value.get_ref(), &mut |table| {
                look_in(table, key, text, found)
            }),
        }
    }
}

/// Hands over each word of a list, which may be a list of lists, with where it begins.
fn words_of(value: &toml::Spanned<DeValue>, each: &mut impl FnMut(&str, usize)) {
    match value.get_ref() {
        DeValue::String(word) => each(word, value.span().start),
        DeValue::Array(list) => list.iter().for_each(|value| words_of(value, each)),
        _ => {}
    }
}

/// Hands over the group that a value is, or each of the groups that it lists.
fn groups_of(value: &DeValue, each: &mut impl FnMut(&DeTable)) {
    match value {
        DeValue::Table(table) => each(table),
        DeValue::Array(list) => list
            .iter()
            .for_each(|value| groups_of(value.get_ref(), each)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn words_that_no_list_knows_are_found_wherever_they_stand() {
        let text = "\
[[standard]]
items = { class = [\"ppe\", \"utility_material\"], item = [\"coal\"] }
sites = { level = [\"旗县区\", \"village\"], class = [\"xyzzy\"] }
[priority]
classes = [[\"fever_clinic\"], [\"clinic\"]]
[gate]
givers = { class = [\"depot\", \"silo\"] }
free = { uses = [\"market_release\", \"fair\"] }
";
        let found = own_words(text).into_iter();
        let found: Vec<_> = found.map(|own| (own.line, own.names, own.word)).collect();
        let own = |line, names, word: &str| (line, names, word.to_owned());
        assert_eq!(
            found,
            [
                own(2, Naming::GoodsClass, "utility_material"),
                own(2, Naming::Item, "coal"),
                own(3, Naming::SiteClass, "xyzzy"),
                own(3, Naming::SiteLevel, "village"),
                own(5, Naming::SiteClass, "clinic"),
                own(7, Naming::SiteClass, "silo"),
                own(8, Naming::Use, "fair"),
            ]
        );
    }

    #[test]
    fn a_policy_that_comes_along_has_no_words_of_its_own_but_goods() {
        for id in Policy::built_in_ids() {
            let (_, text) = Policy::built_in_text(id).unwrap_or_else(|error| panic!("{error}"));
            let own = own_words(text);
            let others = own.iter().find(|own| own.names != Naming::Item);
            assert_eq!(others, None, "{id}");
            assert!(own.iter().all(|own| own.line > 0));
        }
    }
}

//! Which items and which sites a rule speaks of.

use serde::{Deserialize, Deserializer, de};

use crate::diagnostic::slip;
use crate::ledger::tables::{Item, Site};
use crate::ledger::word::Sector;

use super::checked::some_words;
use super::file::advice;
use super::names::{Name, Names, find};

/// Items by class, code, tier, grade or sector; every list that is given must hold the item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// By their ids, whatever a policy calls them.
    #[serde(default, deserialize_with = "classes_of_goods")]
    pub class: Option<Vec<String>>,
    pub item: Option<Vec<String>>,
    pub tier: Option<Vec<i64>>,
    pub grade: Option<Vec<String>>,
    /// What it is made for: medical or civil.
    #[serde(default, deserialize_with = "some_words")]
    pub sector: Option<Vec<Sector>>,
}

/// Sites by administrative level and class; every list that is given must hold the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// By their ids, whatever a policy calls them.
    #[serde(default, deserialize_with = "some_site_levels")]
    pub level: Option<Vec<String>>,
    #[serde(default, deserialize_with = "some_site_classes")]
    pub class: Option<Vec<String>>,
}

impl Items {
    /// Whether the rule speaks of `item`; `tier` is the item's tier in the policy, if it has one, else the catalogue's.
    ///
    /// Rule: `S13`, `S14`.
    pub fn includes(&self, item: &Item, tier: Option<i64>) -> bool {
        let has = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|w| w == word))
        };
        let in_tier = self
            .tier
            .as_ref()
            .is_none_or(|tiers| tier.or(item.tier).is_some_and(|tier| tiers.contains(&tier)));
        let in_sector = self
            .sector
            .as_ref()
            .is_none_or(|sectors| item.sector.is_some_and(|sector| sectors.contains(&sector)));
        has(&self.class, &item.class)
            && has(&self.item, &item.item)
            && has(&self.grade, &item.grade)
            && in_sector
            && in_tier
    }
}

impl Items {
    /// Whether it takes more than the code of an item to tell whether the rule speaks of it.
    pub fn need_catalogue(&self) -> bool {
        self.class.is_some() || self.grade.is_some() || self.sector.is_some()
    }
}

impl Sites {
    /// Whether the rule speaks of `site`.
    pub fn includes(&self, site: &Site) -> bool {
        let is_level = self
            .level
            .as_ref()
            .is_none_or(|levels| levels.contains(&site.level));
        let has = |wanted: &String| {
            let mut classes = site.class.split(';').map(str::trim);
            classes.any(|class| class == wanted)
        };
        let is_class = self
            .class
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(has));
        is_level && is_class
    }
}

/// Classes of goods by their ids.
fn classes_of_goods<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let words = Vec::<String>::deserialize(from)?.into_iter();
    let goods = &Names::built_in().goods;
    words
        .map(|word| meant(goods, Names::built_in().class_of_goods(word)))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Levels of sites by their ids.
pub(super) fn site_levels<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let levels = &Names::built_in().levels;
    let id = |word: String| match find(levels, &word) {
        Some(level) => Ok(level.id.clone()),
        None => meant(levels, word),
    };
    let words = Vec::<String>::deserialize(from)?;
    words.into_iter().map(id).collect()
}

fn some_site_levels<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    site_levels(from).map(Some)
}

/// Classes of sites, those that come first before the others.
pub(super) fn ranks_of_classes<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<Vec<String>>, D::Error> {
    let ranks = Vec::<Vec<String>>::deserialize(from)?;
    ranks.into_iter().map(classes_of_sites).collect()
}

fn some_site_classes<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    classes_of_sites(Vec::deserialize(from)?).map(Some)
}

fn classes_of_sites<E: de::Error>(words: Vec<String>) -> Result<Vec<String>, E> {
    let classes = &Names::built_in().classes;
    words.into_iter().map(|word| meant(classes, word)).collect()
}

/// The word, unless it is one of `list` but for a slip of the hand: any other word may be one of the desk's own.
fn meant<E: de::Error>(list: &[Name], word: String) -> Result<String, E> {
    let spellings = || list.iter().flat_map(Name::spellings);
    match slip(&word, spellings()) {
        None => Ok(word),
        Some(near) => {
            let ids: Vec<&str> = list.iter().map(|named| named.id.as_str()).collect();
            let hint = format!("did you mean {near}? rules know {}", ids.join(", "));
            Err(advice(format!("\"{word}\" is nearly {near}"), &hint))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;

    fn with(rule: &str) -> Result<Policy, String> {
        let text = format!("[profile]\nid = \"X\"\ntitle = \"x\"\n\n{rule}\n");
        Policy::parse(&text, "x.toml").map_err(|error| error.to_string())
    }

    fn limited_to(items: &str, sites: &str) -> Result<Policy, String> {
        with(&format!(
            "[[eligibility]]\nid = \"E\"\nuses = [\"lab\"]\nclause = \"c\"\nfrom = \"undated\"\n\
             items = {{ {items} }}\nsites = {{ {sites} }}"
        ))
    }

    #[test]
    fn a_slip_in_a_level_or_a_class_is_refused_and_a_word_of_ones_own_is_not() {
        for (items, sites, near) in [
            ("", "level = [\"countty\"]", "county"),
            ("", "class = [\"fever_clinc\"]", "fever_clinic"),
            ("class = [\"pp\"]", "", "ppe"),
            ("sector = [\"medicl\"]", "", "medical"),
        ] {
            let error = limited_to(items, sites).expect_err(near);
            assert!(error.contains(&format!("did you mean {near}?")), "{error}");
            assert!(error.contains("x.toml:"), "{error}");
        }
        assert!(limited_to("class = [\"utility_material\"]", "class = [\"utility\"]").is_ok());
        assert!(limited_to("", "class = [\"lab2\", \"急诊\"]").is_ok());
    }

    #[test]
    fn a_level_of_sites_is_known_by_its_name() {
        let policy =
            limited_to("", "level = [\"旗县区\"]").unwrap_or_else(|error| panic!("{error}"));
        let level = policy.eligibility[0].sites.level.as_deref();
        assert_eq!(level, Some(&["county".to_owned()][..]));
    }
}

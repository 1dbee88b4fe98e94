//! Which items and which sites a rule speaks of.

use serde::{Deserialize, Deserializer};

use crate::ledger::tables::{Item, Site};
use crate::ledger::word::Word;

use super::names::Names;

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
    pub sector: Option<Vec<String>>,
}

fn classes_of_goods<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    let words = Option::<Vec<String>>::deserialize(from)?;
    let id = |word| Names::built_in().class_of_goods(word);
    Ok(words.map(|words| words.into_iter().map(id).collect()))
}

/// Sites by administrative level and class; every list that is given must hold the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    pub level: Option<Vec<String>>,
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
        let sector = item.sector.map_or("", Word::id);
        has(&self.class, &item.class)
            && has(&self.item, &item.item)
            && has(&self.grade, &item.grade)
            && has(&self.sector, sector)
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

//! Which items and which sites a rule speaks of.

use serde::Deserialize;

use crate::ledger::tables::{Item, Site};

/// Items by class, code, tier or grade; every list that is given must hold the item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    pub class: Option<Vec<String>>,
    pub item: Option<Vec<String>>,
    pub tier: Option<Vec<i64>>,
    pub grade: Option<Vec<String>>,
}

/// Sites by administrative level and class; every list that is given must hold the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    pub level: Option<Vec<String>>,
    pub class: Option<Vec<String>>,
}

impl Items {
    /// Whether the rule speaks of `item`; `tier` is the item's tier in the policy, if it has one.
    pub fn includes(&self, item: &Item, tier: Option<i64>) -> bool {
        let has = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|w| w == word))
        };
        let in_tier = self
            .tier
            .as_ref()
            .is_none_or(|tiers| tier.is_some_and(|tier| tiers.contains(&tier)));
        has(&self.class, &item.class)
            && has(&self.item, &item.item)
            && has(&self.grade, &item.grade)
            && in_tier
    }
}

impl Sites {
    /// Whether the rule speaks of `site`.
    pub fn includes(&self, site: &Site) -> bool {
        let is_level = self
            .level
            .as_ref()
            .is_none_or(|levels| levels.contains(&site.level));
        let classes: Vec<&str> = site.class.split(';').map(str::trim).collect();
        let is_class = self
            .class
            .as_ref()
            .is_none_or(|wanted| wanted.iter().any(|class| classes.contains(&class.as_str())));
        is_level && is_class
    }
}

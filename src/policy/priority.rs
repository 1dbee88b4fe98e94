//! Who comes first when there is too little: classes, duty, eligibility, and the rule inside a tier.

use serde::Deserialize;

use crate::ledger::tables::Site;
use crate::ledger::word::Duty;

use super::checked::{from_one, words};
use super::cited::Cited;
use super::selector::{Items, Sites, ranks_of_classes, site_levels};
use super::term::{Since, Until};

/// Classes of sites in the order they are served; a site of no listed class comes last.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    pub id: String,
    #[serde(deserialize_with = "ranks_of_classes")]
    pub classes: Vec<Vec<String>>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
    /// Whether the first of the classes is that of the own level, before all that the policy ranks.
    #[serde(skip)]
    pub own_level_first: bool,
}

/// Units of the own level of an area come before all classes, where the area shares its own stores.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnLevel {
    pub id: String,
    /// Levels of sites that belong to the area they stand under; those of the area's own level do as well.
    #[serde(deserialize_with = "site_levels")]
    pub units: Vec<String>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// The order of lines: first line before second.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyOrder {
    pub id: String,
    #[serde(deserialize_with = "words")]
    pub order: Vec<Duty>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// How goods are shared inside a tier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinTier {
    pub id: String,
    pub rule: SharingRule,
    /// The rule where stock or use of a claimant is unknown.
    pub otherwise: SharingRule,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// How a supply that is too small is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingRule {
    /// Everybody the same part of the claim.
    Proportional,
    /// Everybody the same quantity, as far as the claim goes (max-min).
    EqualAwards,
    /// Everybody short of the claim by the same quantity, as far as the claim goes.
    EqualLosses,
    /// Equal awards up to half of each claim, equal losses beyond (Aumann and Maschler 1985).
    Talmud,
    /// Quantities in proportion to the weights, as far as the claim goes; weight 0 comes last.
    Weighted,
    /// Everybody the same days of cover, stock counted in; who uses nothing comes last.
    EqualCover,
}

impl SharingRule {
    /// All of them, in the order in which they are declared.
    pub const ALL: [SharingRule; 6] = [
        SharingRule::Proportional,
        SharingRule::EqualAwards,
        SharingRule::EqualLosses,
        SharingRule::Talmud,
        SharingRule::Weighted,
        SharingRule::EqualCover,
    ];

    /// The word of policy files and of column `rule`.
    pub const fn id(self) -> &'static str {
        match self {
            SharingRule::Proportional => "proportional",
            SharingRule::EqualAwards => "equal_awards",
            SharingRule::EqualLosses => "equal_losses",
            SharingRule::Talmud => "talmud",
            SharingRule::Weighted => "weighted",
            SharingRule::EqualCover => "equal_cover",
        }
    }
}

/// Goods that only listed uses may have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    pub id: String,
    pub items: Items,
    /// The sites that may have them; none named means all.
    #[serde(default)]
    pub sites: Sites,
    pub uses: Vec<String>,
    /// The lines that may have them; empty means both.
    #[serde(default, deserialize_with = "words")]
    pub duty: Vec<Duty>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// Goods that go first to listed uses, whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstUse {
    pub id: String,
    pub items: Items,
    pub uses: Vec<String>,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// The least of some goods that is of use to whoever gets any.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipment {
    pub id: String,
    pub items: Items,
    /// Base units of the item.
    #[serde(deserialize_with = "from_one")]
    pub least: i64,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// A rule that needs no value, only its clause.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

impl Priority {
    /// The tier of a site with these classes, from 1; the best of its classes wins.
    pub fn tier(&self, classes: &[&str]) -> i64 {
        let listed = self
            .classes
            .iter()
            .position(|tier| tier.iter().any(|class| classes.contains(&class.as_str())));
        1 + listed.unwrap_or(self.classes.len()) as i64
    }

    /// The last tier of those who come first of all: of the first class, and of the own level before it.
    pub fn first_tiers(&self) -> i64 {
        1 + i64::from(self.own_level_first)
    }
}

impl OwnLevel {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = "units of the own level first, where an area shares its own stores";
        Cited::new(&self.id, what, &self.clause)
    }
}

impl DutyOrder {
    /// The place of a line in the order, from 0; an unstated line counts as the first.
    pub fn place(&self, duty: Option<Duty>) -> i64 {
        let duty = duty.unwrap_or(Duty::First);
        let listed = self.order.iter().position(|listed| *listed == duty);
        listed.unwrap_or(self.order.len()) as i64
    }
}

impl Eligibility {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = format!("only for: {}", self.uses.join(", "));
        Cited::new(&self.id, what, &self.clause)
    }

    /// Whether this rule lets goods that it speaks of go to this site, use and line.
    pub fn admits(&self, site: &Site, usage: &str, duty: Option<Duty>) -> bool {
        let in_line = self.duty.is_empty() || duty.is_none_or(|duty| self.duty.contains(&duty));
        in_line && self.uses.iter().any(|listed| listed == usage) && self.sites.includes(site)
    }
}

impl Shipment {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = format!("whoever gets any gets {} at least", self.least);
        Cited::new(&self.id, what, &self.clause)
    }
}

impl FirstUse {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = format!("first for: {}", self.uses.join(", "));
        Cited::new(&self.id, what, &self.clause)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_sharing_rule_is_read_by_its_id() {
        for rule in SharingRule::ALL {
            let text = format!("rule = \"{}\"", rule.id());
            let read: Result<BTreeMap<String, SharingRule>, _> = toml::from_str(&text);
            let read = read.expect("the rule is known by its id");
            assert_eq!(read["rule"], rule);
        }
    }
}

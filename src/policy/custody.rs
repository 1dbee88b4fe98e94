//! Who answers for goods in store: how many handle them together, and who restocks what was given out of a reserve.

use serde::Deserialize;

use super::selector::Sites;

/// How goods come into a store and leave it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    pub id: String,
    /// The stores it is for.
    #[serde(default)]
    pub sites: Sites,
    /// How many people handle goods together.
    pub handlers: usize,
    pub unit: String,
    pub clause: String,
    pub from: String,
    #[serde(default)]
    pub note: String,
}

/// What becomes of goods that a reserve gave out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replenish {
    pub id: String,
    /// Whose goods are a reserve.
    pub owners: Vec<String>,
    /// Who restocks them.
    pub by: String,
    pub clause: String,
    pub from: String,
    #[serde(default)]
    pub note: String,
}

impl Custody {
    /// The rule: id, what it says, and the words it was read from.
    pub fn cited(&self) -> (String, String, String) {
        let what = format!("{} people handle goods together", self.handlers);
        (self.id.clone(), what, self.clause.clone())
    }
}

impl Replenish {
    /// The rule: id, what it says, and the words it was read from.
    pub fn cited(&self) -> (String, String, String) {
        let what = format!("what a reserve gave out is restocked: {}", self.by);
        (self.id.clone(), what, self.clause.clone())
    }
}

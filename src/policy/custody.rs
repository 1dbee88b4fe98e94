//! Who answers for goods in store: how many handle them together, and who restocks what was given out of a reserve.

use serde::{Deserialize, Deserializer};

use super::checked::{from_one, unit};
use super::cited::Cited;
use super::selector::Sites;
use super::term::{Since, Until};

/// How goods come into a store and leave it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    pub id: String,
    /// The stores it is for.
    #[serde(default)]
    pub sites: Sites,
    /// How many people handle goods together.
    #[serde(deserialize_with = "from_one")]
    pub handlers: usize,
    #[serde(deserialize_with = "person")]
    pub unit: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
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
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

impl Custody {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = format!("{} people handle goods together", self.handlers);
        Cited::new(&self.id, what, &self.clause)
    }
}

impl Replenish {
    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let what = format!("what a reserve gave out is restocked: {}", self.by);
        Cited::new(&self.id, what, &self.clause)
    }
}

fn person<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    unit(from, &["person"])
}

//! A rule that needs no value: its id, and the words of the plan that it was read from.

use serde::Deserialize;

use super::cited::Cited;

/// A rule by its id and words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub rule: String,
    pub clause: String,
}

impl Words {
    /// The rule in words.
    pub fn cited(&self, what: &str) -> Cited {
        Cited::new(&self.rule, what, &self.clause)
    }
}

//! A rule that needs no value: its id, and the words of the plan that it was read from.

use serde::Deserialize;

/// A rule by its id and words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub rule: String,
    pub clause: String,
}

impl Words {
    /// The rule: id, what it says, and the words it was read from.
    pub fn cited(&self, what: &str) -> (String, String, String) {
        (self.rule.clone(), what.to_owned(), self.clause.clone())
    }
}

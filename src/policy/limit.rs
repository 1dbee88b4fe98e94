//! Limits of the checks: how many days, or percent, before a habit of the desk is a finding.
//!
//! No plan gives these numbers. Those that granary brings stand in `data/policy/checks.toml` with their source; a
//! policy file of one's own may set them under `[[limit]]`, and the later one stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::diagnostic::Diagnostic;

use super::checked::{from_zero, unit};
use super::cited::Cited;
use super::file::{line, read};
use super::term::{Since, Until};

/// One limit with where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The name of its check.
    pub id: String,
    #[serde(deserialize_with = "from_zero")]
    pub value: i64,
    /// `day` or `percent`.
    #[serde(deserialize_with = "day_or_percent")]
    pub unit: String,
    pub clause: String,
    #[serde(default)]
    pub source: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
}

/// The limits that come with granary.
const BUILT_IN: &str = include_str!("../../data/policy/checks.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    limit: Vec<Limit>,
}

impl Limit {
    /// The limit as a rule, by the name of its check.
    pub fn cited(&self) -> Cited {
        let what = format!("limit of check {}: {} {}", self.id, self.value, self.unit);
        Cited::new(&self.id, what, &self.clause)
    }

    /// The line of a policy file in which it names the check of its limit at `place`, from 0.
    pub fn line(text: &str, place: usize) -> u64 {
        line(text, &["limit", &place.to_string(), "id"])
    }

    /// The limits that come with granary.
    pub fn built_in() -> Result<Vec<Limit>, Diagnostic> {
        let file: File = read(
            BUILT_IN,
            "checks.toml",
            "every limit has id, value, unit, clause and from",
        )?;
        Ok(file.limit)
    }
}

/// The limits in force by the name of their check; of two the later one stands.
pub fn in_force<'a>(limits: impl IntoIterator<Item = &'a Limit>) -> BTreeMap<String, i64> {
    limits
        .into_iter()
        .map(|limit| (limit.id.clone(), limit.value))
        .collect()
}

fn day_or_percent<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    unit(from, &["day", "percent"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_limit_stands() {
        let brought = Limit::built_in().unwrap_or_else(|error| panic!("{error}"));
        let mut local = brought.clone();
        local[0].value = 30;
        let id = local[0].id.clone();
        assert_eq!(in_force(brought.iter().chain(&local)).get(&id), Some(&30));
    }
}

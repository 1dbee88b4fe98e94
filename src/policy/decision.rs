//! What granary decides where the plans leave a word open, and the methods that column `rule` names.
//!
//! Read by whoever asks what a rule means; no command computes with it.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;

use super::file::read;

/// A decision with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub id: String,
    /// What no plan says.
    pub question: String,
    pub answer: String,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decision: Vec<Decision>,
}

const BUILT_IN: &str = include_str!("../../data/policy/decisions.toml");

impl Decision {
    /// The decisions that come with granary.
    pub fn built_in() -> Result<Vec<Decision>, Diagnostic> {
        let hint = "every decision has id, question, answer and reason";
        let file: File = read(BUILT_IN, "decisions.toml", hint)?;
        Ok(file.decision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_decision_stands_once() {
        let decisions = Decision::built_in().unwrap_or_else(|error| panic!("{error}"));
        let mut ids: Vec<&str> = decisions.iter().map(|one| one.id.as_str()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

//! Price alert rules: which change, of what, from which threshold on, by which text.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place};

/// A file of alert rules.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRules {
    #[serde(default)]
    pub alert: Vec<AlertRule>,
    pub robust_z: Option<RobustZ>,
}

/// One rule with its graded thresholds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    pub id: String,
    pub indicator: Indicator,
    pub scope: AlertScope,
    /// Whether the rule is applied when none is named.
    pub default: bool,
    pub unit: String,
    /// The grade of each cut, lightest first.
    pub grades: Vec<String>,
    /// By category or item (`*` for all): inclusive lower bounds, as fractions.
    pub cuts: BTreeMap<String, Vec<f64>>,
    pub source: String,
    pub from: String,
    pub clause: String,
}

/// The change a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    Prev,
    Day,
    Week,
    Xun,
    Month,
    Year,
}

/// Whether a rule looks at the mean of a category or at each series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertScope {
    Category,
    Item,
}

/// The robust z-score for series too short for a seasonal model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RobustZ {
    pub id: String,
    pub window: usize,
    pub quotes_min: usize,
    pub cut: f64,
    pub spread_floor: f64,
    pub grade: String,
    pub unit: String,
    pub source: String,
    pub from: String,
}

/// The rules that come with granary.
const BUILT_IN: &str = include_str!("../../data/policy/alerts.toml");

impl AlertRules {
    /// Reads a file of rules; `name` is what diagnostics call it.
    pub fn parse(text: &str, name: &str) -> Result<AlertRules, Diagnostic> {
        toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map_or(0, |span| 1 + text[..span.start].matches('\n').count());
            Diagnostic::error(Code::BadPolicy, error.message().to_owned())
                .at(Place::file(name).at_line(line as u64))
        })
    }

    /// The rules that come with granary.
    pub fn built_in() -> Result<AlertRules, Diagnostic> {
        AlertRules::parse(BUILT_IN, "alerts.toml")
    }
}

impl AlertRule {
    /// The thresholds for a category or item, if the rule has any for it.
    pub fn cuts_for(&self, name: &str) -> Option<&[f64]> {
        self.cuts
            .get(name)
            .or_else(|| self.cuts.get("*"))
            .map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_come_with_granary_can_be_read() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        assert!(rules.alert.iter().any(|rule| rule.default));
        assert!(rules.alert.iter().all(|rule| {
            rule.cuts
                .values()
                .all(|cuts| cuts.len() == rule.grades.len())
        }));
    }
}

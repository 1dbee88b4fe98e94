//! The eight necessities: which categories are watched, what counts as supply, and from when it is tight.

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Place};

use super::cited::Cited;
use super::file::read;
use super::term::Since;

/// A file on necessities.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Necessities {
    pub monitored: Monitored,
    pub supply: Supply,
    pub tight: Tight,
}

/// The categories whose market is watched, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitored {
    pub rule: String,
    pub categories: Vec<String>,
    pub clause: String,
    pub from: Since,
}

/// What a supply is the sum of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    pub rule: String,
    /// Columns of table `balance`.
    pub parts: Vec<String>,
    pub clause: String,
    pub from: Since,
}

/// From when a supply is tight.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tight {
    pub rule: String,
    /// Whole days of supply below which it is.
    pub days: i64,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub note: String,
}

const BUILT_IN: &str = include_str!("../../data/policy/necessities.toml");

impl Necessities {
    /// Reads a file on necessities; `name` is what diagnostics call it.
    ///
    /// Errors: `bad-policy` where it is no such file, or watches nothing for less than a day.
    pub fn parse(text: &str, name: &str) -> Result<Necessities, Diagnostic> {
        let rules: Necessities = read(text, name, "compare with data/policy/necessities.toml")?;
        match rules.fault() {
            None => Ok(rules),
            Some((fault, hint)) => Err(Diagnostic::error(Code::BadPolicy, fault)
                .at(Place::file(name))
                .hint(hint)),
        }
    }

    /// The necessities that come with granary.
    pub fn built_in() -> Result<Necessities, Diagnostic> {
        Necessities::parse(BUILT_IN, "necessities.toml")
    }

    fn fault(&self) -> Option<(String, &'static str)> {
        if self.tight.days < 1 {
            let fault = format!(
                "{} is tight below {} days",
                self.tight.rule, self.tight.days
            );
            return Some((fault, "write one day or more"));
        }
        self.monitored.categories.is_empty().then(|| {
            let fault = format!("{} names no category", self.monitored.rule);
            (
                fault,
                "write categories as the catalogue has them, such as [\"rice\"]",
            )
        })
    }

    /// Every rule of the file.
    pub fn cited(&self) -> Vec<Cited> {
        let watched = format!("watched: {}", self.monitored.categories.join(", "));
        let supply = format!("supply is {}", self.supply.parts.join(" + "));
        let tight = format!("supply for fewer than {} days is tight", self.tight.days);
        vec![
            Cited::new(&self.monitored.rule, watched, &self.monitored.clause),
            Cited::new(&self.supply.rule, supply, &self.supply.clause),
            Cited::new(&self.tight.rule, tight, &self.tight.clause),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_necessities_that_come_with_granary_are_eight() {
        let rules = Necessities::built_in().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(rules.monitored.categories.len(), 8);
        assert_eq!((rules.tight.days, rules.cited().len()), (7, 3));
    }

    #[test]
    fn a_file_that_watches_nothing_is_refused() {
        let with = |found: &str, text: &str| Necessities::parse(&BUILT_IN.replace(found, text), "");
        for (found, text) in [
            ("days = 7", "days = 0"),
            ("days = 7", "day = 7"),
            ("from = \"undated\"", "from = \"2022-02-30\""),
        ] {
            let error = with(found, text).expect_err(text);
            assert_eq!(error.code, Code::BadPolicy, "{text}");
        }
    }
}

//! In what order a plan buys, where the money does not reach for everything.
//!
//! No plan gives an order. The one that granary brings stands in `data/policy/purchase.toml` with its reason; a policy
//! file may set its own.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;

use super::cited::Cited;
use super::file::read;
use super::term::{Since, Until};

/// The order of purchase.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    pub id: String,
    /// The first key decides, the next where it leaves a tie.
    pub order: Vec<OrderBy>,
    /// The words of the plan, where one gives an order.
    #[serde(default)]
    pub clause: String,
    /// Where it is from, where no plan gives one.
    #[serde(default)]
    pub source: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
}

/// A key of the order of purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderBy {
    /// Declared priority of the demand list, 1 first, undeclared last.
    Priority,
    /// Tier of the policy's catalogue, 1 first, without one last.
    Tier,
    /// Furthest below its target first, by the share that is missing.
    Short,
}

const BUILT_IN: &str = include_str!("../../data/policy/purchase.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    purchase: Purchase,
}

impl Purchase {
    /// The order that comes with granary.
    pub fn built_in() -> Result<Purchase, Diagnostic> {
        let file: File = read(
            BUILT_IN,
            "purchase.toml",
            "[purchase] has id, order and from",
        )?;
        Ok(file.purchase)
    }

    /// The rule in words.
    pub fn cited(&self) -> Cited {
        let keys: Vec<&str> = self.order.iter().map(|by| by.word()).collect();
        let words = match self.clause.is_empty() {
            true => &self.source,
            false => &self.clause,
        };
        let what = format!("order of purchase: {}", keys.join(", then "));
        Cited::new(&self.id, what, words)
    }
}

impl OrderBy {
    /// What it is called in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            OrderBy::Priority => "priority",
            OrderBy::Tier => "tier",
            OrderBy::Short => "furthest below target",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_that_comes_with_granary_can_be_read() {
        let purchase = Purchase::built_in().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(purchase.order, [OrderBy::Priority, OrderBy::Short]);
        let cited = purchase.cited();
        assert_eq!(
            cited.what,
            "order of purchase: priority, then furthest below target"
        );
        assert!(cited.clause.starts_with("granary"));
    }
}

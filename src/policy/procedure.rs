//! How goods leave a reserve: when it opens, in which steps, and what specially scarce goods need.

use serde::Deserialize;

use crate::ledger::word::{Level, ids};

use super::checked::words;
use super::cited::Cited;
use super::selector::{Sites, site_levels};
use super::term::{Since, Until};
use super::words::Words;

/// When a reserve may be drawn on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub id: String,
    /// The response levels at which it opens.
    #[serde(deserialize_with = "words")]
    pub levels: Vec<Level>,
    /// The stores that are the reserve.
    pub givers: Sites,
    pub clause: String,
    /// What a unit of the reserve's own level does otherwise.
    pub own: Words,
    /// Who supplies the others otherwise.
    pub others: Words,
    /// The levels of the areas that supply themselves otherwise, each for itself: what a store there holds is for its own
    /// area alone.
    #[serde(default, deserialize_with = "site_levels")]
    pub self_reliant: Vec<String>,
    /// The uses whose lines it does not hold up: what goes onto the market has its own trigger.
    pub free: Option<FreeUses>,
    /// What is allocated together, of whoever's goods, when it is open and there is an outbreak.
    pub pooled: Option<Words>,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// The steps of dispatch, and who answers for what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    pub id: String,
    pub apply: Words,
    pub approve: Words,
    pub issue_task: Words,
    /// Ship first, papers after.
    pub urgent: Words,
    /// Specially scarce goods are proposed and approved first.
    pub special: Words,
    /// Who answers for the quality of what is issued.
    pub liable: String,
    pub clause: String,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// Uses that a gate lets through, with the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreeUses {
    pub rule: String,
    pub uses: Vec<String>,
    pub clause: String,
}

impl Gate {
    /// Whether it is open at a response level.
    pub fn is_open_at(&self, level: Level) -> bool {
        self.levels.contains(&level)
    }

    /// Whether lines of a use pass whatever the level is.
    pub fn lets_through(&self, usage: &str) -> bool {
        let free = self.free.as_ref();
        free.is_some_and(|free| free.uses.iter().any(|one| one == usage))
    }

    /// Every rule of it.
    pub fn cited(&self) -> Vec<Cited> {
        let opens = format!(
            "the reserve opens at response level {}",
            ids(&self.levels).join(", ")
        );
        let mut cited = vec![Cited::new(&self.id, opens, &self.clause)];
        let words = [
            (
                Some(&self.own),
                "in normal times the level's own units buy, or take part in rotation for payment",
            ),
            (
                Some(&self.others),
                "in normal times each area supplies itself",
            ),
            (
                self.pooled.as_ref(),
                "when it is open, reserves of all institutions are allocated together",
            ),
        ];
        cited.extend(
            words
                .into_iter()
                .filter_map(|(words, what)| Some(words?.cited(what))),
        );
        cited.extend(self.free.as_ref().map(|free| {
            let what = format!("it holds up no line of use {}", free.uses.join(", "));
            Cited::new(&free.rule, what, &free.clause)
        }));
        cited
    }
}

impl Procedure {
    /// Every rule of it.
    pub fn cited(&self) -> Vec<Cited> {
        let liable = format!("{} answers for the quality of what is issued", self.liable);
        vec![
            Cited::new(&self.id, liable, &self.clause),
            self.apply.cited("step 1: apply"),
            self.approve
                .cited("step 2: review and approve, inferred (D-07)"),
            self.issue_task.cited("step 3: issue the task"),
            self.special
                .cited("specially scarce goods: propose, approve, order"),
        ]
    }
}

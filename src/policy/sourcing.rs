//! From whom goods that are missing are to come, step by step, with the words of the plan for each step.

use serde::Deserialize;

use crate::ledger::word::{Channel, Level, Word};

use super::checked::{word, words};
use super::cited::Cited;
use super::selector::Items;
use super::term::{Since, Until};

/// The steps for some goods, nearest first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourcing {
    pub id: String,
    /// The goods it is for.
    #[serde(default)]
    pub items: Items,
    pub steps: Vec<SourcingStep>,
    pub from: Since,
    #[serde(default)]
    pub until: Until,
    #[serde(default)]
    pub note: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcingStep {
    #[serde(deserialize_with = "word")]
    pub channel: Channel,
    /// Response levels at which it may be taken; empty means all.
    #[serde(default, deserialize_with = "words")]
    pub levels: Vec<Level>,
    pub rule: String,
    /// Empty where the plan does not speak of the step.
    pub clause: String,
}

impl Sourcing {
    /// The steps that may be taken at a response level, each with its place in the order, from 0.
    pub fn open_at(&self, level: Option<Level>) -> impl Iterator<Item = (usize, &SourcingStep)> {
        let steps = self.steps.iter().enumerate();
        steps.filter(move |(_, step)| step.is_open(level))
    }

    /// The rule of every step that a plan speaks of.
    pub fn cited(&self) -> Vec<Cited> {
        let spoken_of = self.steps.iter().filter(|step| !step.clause.is_empty());
        let row = |step: &SourcingStep| {
            let what = format!("missing goods: {}", step.channel.id());
            Cited::new(&step.rule, what, &step.clause)
        };
        spoken_of.map(row).collect()
    }
}

impl SourcingStep {
    /// A step that no plan speaks of.
    pub fn of(channel: Channel) -> SourcingStep {
        SourcingStep {
            channel,
            levels: Vec::new(),
            rule: String::new(),
            clause: String::new(),
        }
    }

    /// Whether it may be taken at a response level.
    pub fn is_open(&self, level: Option<Level>) -> bool {
        self.levels.is_empty() || level.is_some_and(|level| self.levels.contains(&level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_for_grave_levels_is_closed_below_them_and_where_nobody_knows() {
        let step = SourcingStep {
            levels: vec![Level::I, Level::Ii],
            ..SourcingStep::of(Channel::Requisition)
        };
        assert!(step.is_open(Some(Level::Ii)));
        assert!(!step.is_open(Some(Level::Iii)));
        assert!(!step.is_open(None));
        assert!(SourcingStep::of(Channel::Own).is_open(None));
    }
}

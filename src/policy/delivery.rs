//! How households are supplied: who orders when, who comes first, how goods reach the door.
//!
//! The plans' own words with their values; what no plan says stands apart, as granary's own.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::ledger::word::{DeliveryMode, Word};

use super::cited::Cited;
use super::file::read;
use super::needs::Clause;
use super::term::Since;

/// A file of rules of delivery.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Days from one order of a household to the next.
    pub order_every: Clause,
    /// Days from one call to a household with special needs to the next.
    pub call_every: Clause,
    /// What becomes of orders that are not paid in time.
    pub unpaid: Clause,
    /// Packages are handed out whole.
    pub short: Clause,
    pub group: Vec<Group>,
    pub zone: Vec<Zone>,
    /// Households with special needs have their goods brought.
    pub helped: Clause,
    /// Metres between people who wait.
    pub spacing: Clause,
    pub stations: Clause,
    pub points: Clause,
    /// Vehicles of others, where there are too few.
    pub requisition: Clause,
    /// Km around a key site.
    pub radius: Clause,
    pub own: Hours,
}

/// Households with one kind of special need.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether they pay nothing.
    pub free: bool,
    pub rule: String,
    pub clause: String,
    pub from: Since,
}

/// How goods reach the households of a class of compounds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    pub class: Vec<String>,
    pub mode: Mode,
    pub rule: String,
    pub clause: String,
    pub from: Since,
}

/// To the door, or fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Doorstep,
    Pickup,
}

/// When a day of slots begins and ends, and how long a slot is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub rule: String,
    pub opens: String,
    pub closes: String,
    pub slot_minutes: i64,
    pub from: Since,
    pub note: String,
}

/// The rules that come with granary.
const BUILT_IN: &str = include_str!("../../data/policy/delivery.toml");

impl Delivery {
    /// The rule by which households of a group pay nothing; `None` where they pay.
    pub fn free_rule(&self, group: &str) -> Option<&str> {
        let is_named =
            |rule: &&Group| rule.name == group || rule.aliases.iter().any(|alias| alias == group);
        let rule = self.group.iter().find(is_named)?;
        rule.free.then_some(rule.rule.as_str())
    }

    /// Reads a file of rules; `name` is what diagnostics call it.
    pub fn parse(text: &str, name: &str) -> Result<Delivery, Diagnostic> {
        read(text, name, "compare with data/policy/delivery.toml")
    }

    /// The rules that come with granary.
    pub fn built_in() -> Result<Delivery, Diagnostic> {
        Delivery::parse(BUILT_IN, "delivery.toml")
    }

    /// The group of a word, by its name or an alias.
    pub fn group_named(&self, word: &str) -> Option<&Group> {
        self.group
            .iter()
            .find(|group| group.name == word || group.aliases.iter().any(|alias| alias == word))
    }

    /// How goods reach the households of a compound with these classes, and the rule; fetched where no class is listed.
    pub fn mode_of(&self, classes: &[&str]) -> (DeliveryMode, &str) {
        let listed = self.zone.iter().find(|zone| {
            let is_of = |class: &String| classes.contains(&class.as_str());
            zone.class.iter().any(is_of)
        });
        let is_brought = listed.is_some_and(|zone| zone.mode == Mode::Doorstep);
        let mode = match is_brought {
            true => DeliveryMode::Doorstep,
            false => DeliveryMode::Pickup,
        };
        (mode, listed.map_or("", |zone| &zone.rule))
    }

    /// Every rule of the file.
    pub fn cited(&self) -> Vec<Cited> {
        let clauses = [
            (&self.order_every, "a household orders once in so many days"),
            (
                &self.call_every,
                "households with special needs are called once in so many days",
            ),
            (
                &self.unpaid,
                "orders that are not paid in time are not delivered",
            ),
            (
                &self.helped,
                "goods are brought to households with special needs",
            ),
            (&self.spacing, "people who wait stand at least so far apart"),
            (
                &self.stations,
                "the city brings standard boxes to the stations of the districts",
            ),
            (
                &self.points,
                "the districts bring them to the points of the communities",
            ),
            (&self.requisition, "vehicles of others may be requisitioned"),
            (&self.radius, "around a key site"),
        ];
        let clauses = clauses.map(|(clause, what)| {
            let value: Vec<String> = clause.value.iter().map(i64::to_string).collect();
            let what = match value.is_empty() {
                true => what.to_owned(),
                false => format!("{what}: {} {}", value.join("-"), clause.unit),
            };
            Cited::new(&clause.rule, what, &clause.clause)
        });
        let zones = self.zone.iter().map(|zone| {
            let (mode, _) = self.mode_of(&[&zone.class[0]]);
            let what = format!("{}: {}", zone.class[0], mode.id());
            Cited::new(&zone.rule, what, &zone.clause)
        });
        let groups = self.group.iter().map(|group| {
            let what = format!(
                "{} come first{}",
                group.name,
                if group.free { ", free of charge" } else { "" }
            );
            Cited::new(&group.rule, what, &group.clause)
        });
        clauses.into_iter().chain(zones).chain(groups).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_delivery_that_come_with_granary_can_be_read() {
        let delivery = Delivery::built_in().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(delivery.order_every.value, [3]);
        assert!(
            delivery
                .group_named("卧床")
                .is_some_and(|group| group.name == "bedridden")
        );
        assert!(delivery.group_named("rich").is_none());
        assert_eq!(
            delivery.mode_of(&["compound", "封控"]).0,
            DeliveryMode::Doorstep
        );
        assert_eq!(
            delivery.mode_of(&["controlled"]),
            (DeliveryMode::Pickup, "P2-L08")
        );
        assert_eq!(delivery.mode_of(&[]), (DeliveryMode::Pickup, ""));
    }
}

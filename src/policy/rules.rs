//! The rules in force: profiles side by side, and overlays on top of them.
//!
//! Standards join, a row each. Any other key may be set once; where two profiles set it differently an overlay has to
//! decide, because nobody else may.

use std::fmt::Debug;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};

use super::custody::{Custody, Replenish};
use super::ladder::Ladder;
use super::limit::Limit;
use super::oversight::{Oversight, Subject};
use super::priority::{DutyOrder, Eligibility, FirstUse, Named, Priority, WithinTier};
use super::procedure::{Gate, Procedure};
use super::profile::Policy;
use super::purchase::Purchase;
use super::sourcing::Sourcing;
use super::standard::{OnDemand, Responsibility, ScaleUp, Standard, TestingRound, TierList};
use super::term::{first_day, is_in_force};

/// What the chosen policies say together.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The ids of the policies, in the order they were named.
    pub profiles: Vec<String>,
    pub standards: Vec<Standard>,
    pub tiers: Vec<TierList>,
    pub on_demand: Vec<OnDemand>,
    pub eligibility: Vec<Eligibility>,
    pub first_use: Vec<FirstUse>,
    pub responsibility: Option<Responsibility>,
    pub scale_up: Option<ScaleUp>,
    pub testing_round: Option<TestingRound>,
    pub priority: Option<Priority>,
    pub duty: Option<DutyOrder>,
    pub within_tier: Option<WithinTier>,
    pub earmark: Option<Named>,
    pub purpose: Option<Named>,
    pub custody: Option<Custody>,
    pub replenish: Option<Replenish>,
    pub ladder: Option<Ladder>,
    pub gate: Option<Gate>,
    pub procedure: Option<Procedure>,
    /// In what order a plan buys.
    pub purchase: Option<Purchase>,
    /// Limits of the checks, overlays last.
    pub limits: Vec<Limit>,
    pub oversight: Vec<Oversight>,
    /// From whom missing goods are to come; the first that speaks of an item says.
    pub sourcing: Vec<Sourcing>,
}

impl Rules {
    /// Lays `policies` over each other.
    ///
    /// Errors: `policy-conflict` for every key that two profiles set differently and no overlay decides.
    pub fn of(policies: &[Policy]) -> Result<Rules, Vec<Diagnostic>> {
        let mut keys = Keys {
            policies,
            conflicts: Vec::new(),
        };
        let mut rules = Rules {
            profiles: keys.all(|policy| vec![policy.profile.id.clone()]),
            standards: keys.all(|policy| policy.standard.clone()),
            tiers: keys.all(|policy| policy.tier.clone()),
            on_demand: keys.all(|policy| policy.on_demand.clone()),
            responsibility: keys.one("responsibility", |p| &p.responsibility, |k| &k.id),
            scale_up: keys.one("scale_up", |p| &p.scale_up, |k| &k.id),
            testing_round: keys.one("testing_round", |p| &p.testing_round, |k| &k.id),
            priority: keys.one("priority", |p| &p.priority, |k| &k.id),
            duty: keys.one("duty", |p| &p.duty, |k| &k.id),
            within_tier: keys.one("within_tier", |p| &p.within_tier, |k| &k.id),
            earmark: keys.one("earmark", |p| &p.earmark, |k| &k.id),
            purpose: keys.one("purpose", |p| &p.purpose, |k| &k.id),
            custody: keys.one("custody", |p| &p.custody, |k| &k.id),
            replenish: keys.one("replenish", |p| &p.replenish, |k| &k.id),
            ladder: keys.one("ladder", |p| &p.ladder, |k| &k.id),
            gate: keys.one("gate", |p| &p.gate, |k| &k.id),
            procedure: keys.one("procedure", |p| &p.procedure, |k| &k.id),
            first_use: keys.all(|policy| policy.first_use.clone()),
            purchase: keys.one("purchase", |p| &p.purchase, |k| &k.id),
            oversight: keys.all(|policy| policy.oversight.clone()),
            sourcing: keys.all(|policy| policy.sourcing.clone()),
            eligibility: Vec::new(),
            limits: keys.overlaid(|policy| policy.limit.clone()),
        };
        for rule in policies.iter().flat_map(|policy| &policy.eligibility) {
            if !rules.eligibility.contains(rule) {
                rules.eligibility.push(rule.clone());
            }
        }
        if keys.conflicts.is_empty() {
            Ok(rules)
        } else {
            Err(keys.conflicts)
        }
    }

    /// The rules on one subject, in the order of the policies.
    pub fn oversight_of(&self, subject: Subject) -> impl Iterator<Item = &Oversight> {
        self.oversight
            .iter()
            .filter(move |rule| rule.subject == subject)
    }

    /// The same with what is in force on `as_of` only: standards, tiers and what is bought on demand by their dates.
    ///
    /// Rule: `S13`.
    pub fn on(mut self, as_of: Day) -> Rules {
        self.standards.retain(|rule| rule.applies_on(as_of));
        self.tiers
            .retain(|list| is_in_force(&list.from, &list.until, as_of));
        self.on_demand
            .retain(|rule| is_in_force(&rule.from, &rule.until, as_of));
        self
    }

    /// The tier of an item in the catalogue of the policies, if it has one; of two lists the later one says.
    pub fn tier_of(&self, item: &str) -> Option<i64> {
        let holds = |list: &&TierList| list.items.iter().any(|listed| listed == item);
        let listed = self.tiers.iter().filter(holds);
        // Of equals the first stands, so that one undated catalogue is read from its top.
        let latest = listed.rev().max_by_key(|list| first_day(&list.from));
        latest.map(|list| list.tier)
    }
}

/// The keys of several policies, and those that profiles set differently.
struct Keys<'a> {
    policies: &'a [Policy],
    conflicts: Vec<Diagnostic>,
}

impl Keys<'_> {
    /// What the policies say together, in their order.
    fn all<T>(&self, values: impl Fn(&Policy) -> Vec<T>) -> Vec<T> {
        self.policies.iter().flat_map(values).collect()
    }

    /// What the profiles say, and then the overlays.
    fn overlaid<T>(&self, values: impl Fn(&Policy) -> Vec<T>) -> Vec<T> {
        let of = |overlay: bool| {
            let policies = self.policies.iter();
            policies.filter(move |policy| policy.profile.overlay == overlay)
        };
        of(false).chain(of(true)).flat_map(values).collect()
    }

    /// The one value of a key: the overlay's where there is one, else what the profiles agree on.
    fn one<T: Clone + PartialEq + Debug>(
        &mut self,
        key: &str,
        value: impl Fn(&Policy) -> &Option<T>,
        id: impl Fn(&T) -> &str,
    ) -> Option<T> {
        let set = |overlay: bool| {
            self.policies
                .iter()
                .filter(move |p| p.profile.overlay == overlay)
                .filter_map(|policy| value(policy).as_ref())
        };
        if let Some(decided) = set(true).last() {
            return Some(decided.clone());
        }
        let first = set(false).next()?;
        if let Some(other) = set(false).find(|other| *other != first) {
            let message = format!(
                "profiles set {key} differently: {} and {}",
                id(first),
                id(other)
            );
            let hint = format!(
                "name one profile, or add a policy file with overlay = true that sets [{key}]"
            );
            let conflict = Diagnostic::error(Code::PolicyConflict, message).hint(hint);
            self.conflicts.push(conflict);
        }
        Some(first.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in(id: &str) -> Policy {
        Policy::built_in(id).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn standards_of_two_profiles_join_and_other_keys_clash() {
        let conflicts =
            Rules::of(&[built_in("P0"), built_in("P3")]).expect_err("both set priority");
        assert!(
            conflicts
                .iter()
                .all(|conflict| conflict.code == Code::PolicyConflict)
        );
        assert!(
            conflicts
                .iter()
                .any(|conflict| conflict.message.contains("priority"))
        );
    }

    #[test]
    fn an_item_that_changes_its_tier_is_judged_by_the_date() {
        let later = "[profile]\nid = \"later\"\ntitle = \"t\"\noverlay = true\n\
            [[tier]]\nid = \"X\"\ntier = 1\nitems = [\"isolation_gown\"]\nclause = \"c\"\nfrom = \"2022-03-01\"\n";
        let overlay = Policy::parse(later, "later.toml").unwrap_or_else(|error| panic!("{error}"));
        let tier_on = |as_of: &str| {
            let as_of = Day::parse(as_of).expect("a date");
            let rules = Rules::of(&[built_in("P3"), overlay.clone()]).expect("an overlay decides");
            let rules = rules.on(as_of);
            (rules.tier_of("isolation_gown"), rules.tier_of("goggles"))
        };
        assert_eq!(tier_on("2022-02-28"), (Some(2), Some(1)));
        assert_eq!(tier_on("2022-03-01"), (Some(1), Some(1)));
    }

    #[test]
    fn an_overlay_decides_where_profiles_differ() {
        let overlay = Policy {
            profile: super::super::profile::Profile {
                id: "local".to_owned(),
                overlay: true,
                ..built_in("P0").profile
            },
            standard: Vec::new(),
            eligibility: Vec::new(),
            ..built_in("P0")
        };
        let rules =
            Rules::of(&[built_in("P0"), built_in("P3"), overlay]).expect("the overlay decides");
        assert_eq!(
            rules.priority.map(|priority| priority.id),
            Some("P0-A02".to_owned())
        );
        assert_eq!(
            rules.standards.len(),
            built_in("P0").standard.len() + built_in("P3").standard.len()
        );
        assert_eq!(rules.tiers.len(), 3);
    }
}

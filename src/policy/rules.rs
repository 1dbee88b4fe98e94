//! The rules in force: profiles side by side, and overlays on top of them.
//!
//! Standards join, a row each. Any other key may be set once; where two profiles set it differently an overlay has to
//! decide, because nobody else may.

use std::fmt::Debug;

use crate::diagnostic::{Code, Diagnostic};

use super::ladder::Ladder;
use super::priority::{DutyOrder, Eligibility, Named, Priority, WithinTier};
use super::profile::Policy;
use super::standard::{OnDemand, ScaleUp, Standard, TestingRound, TierList};

/// What the chosen policies say together.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The ids of the policies, in the order they were named.
    pub profiles: Vec<String>,
    pub standards: Vec<Standard>,
    pub tiers: Vec<TierList>,
    pub on_demand: Vec<OnDemand>,
    pub eligibility: Vec<Eligibility>,
    pub scale_up: Option<ScaleUp>,
    pub testing_round: Option<TestingRound>,
    pub priority: Option<Priority>,
    pub duty: Option<DutyOrder>,
    pub within_tier: Option<WithinTier>,
    pub earmark: Option<Named>,
    pub ladder: Option<Ladder>,
}

impl Rules {
    /// Lays `policies` over each other.
    ///
    /// Errors: `policy-conflict` for every key that two profiles set differently and no overlay decides.
    pub fn of(policies: &[Policy]) -> Result<Rules, Vec<Diagnostic>> {
        let mut conflicts = Vec::new();
        let mut rules = Rules {
            profiles: policies
                .iter()
                .map(|policy| policy.profile.id.clone())
                .collect(),
            standards: policies
                .iter()
                .flat_map(|policy| policy.standard.clone())
                .collect(),
            tiers: policies
                .iter()
                .flat_map(|policy| policy.tier.clone())
                .collect(),
            on_demand: policies
                .iter()
                .flat_map(|policy| policy.on_demand.clone())
                .collect(),
            scale_up: one(
                policies,
                "scale_up",
                |p| &p.scale_up,
                |k| &k.id,
                &mut conflicts,
            ),
            testing_round: one(
                policies,
                "testing_round",
                |p| &p.testing_round,
                |k| &k.id,
                &mut conflicts,
            ),
            priority: one(
                policies,
                "priority",
                |p| &p.priority,
                |k| &k.id,
                &mut conflicts,
            ),
            duty: one(policies, "duty", |p| &p.duty, |k| &k.id, &mut conflicts),
            within_tier: one(
                policies,
                "within_tier",
                |p| &p.within_tier,
                |k| &k.id,
                &mut conflicts,
            ),
            earmark: one(
                policies,
                "earmark",
                |p| &p.earmark,
                |k| &k.id,
                &mut conflicts,
            ),
            ladder: one(policies, "ladder", |p| &p.ladder, |k| &k.id, &mut conflicts),
            eligibility: Vec::new(),
        };
        for rule in policies.iter().flat_map(|policy| &policy.eligibility) {
            if !rules.eligibility.contains(rule) {
                rules.eligibility.push(rule.clone());
            }
        }
        if conflicts.is_empty() {
            Ok(rules)
        } else {
            Err(conflicts)
        }
    }

    /// The tier of an item in the catalogue of the policies, if it has one.
    pub fn tier_of(&self, item: &str) -> Option<i64> {
        self.tiers
            .iter()
            .find(|list| list.items.iter().any(|listed| listed == item))
            .map(|list| list.tier)
    }
}

/// The one value of a key: the overlay's where there is one, else what the profiles agree on.
fn one<T: Clone + PartialEq + Debug>(
    policies: &[Policy],
    key: &str,
    value: impl Fn(&Policy) -> &Option<T>,
    id: impl Fn(&T) -> &str,
    conflicts: &mut Vec<Diagnostic>,
) -> Option<T> {
    let set = |overlay: bool| {
        policies
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
        let hint =
            format!("name one profile, or add a policy file with overlay = true that sets [{key}]");
        conflicts.push(Diagnostic::error(Code::PolicyConflict, message).hint(hint));
    }
    Some(first.clone())
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

//! One policy file: a profile of one plan, or an overlay that decides where profiles differ.

use serde::Deserialize;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::ledger::word::ids;

use super::cited::Cited;
use super::custody::{Custody, Replenish};
use super::file::read;
use super::ladder::Ladder;
use super::limit::Limit;
use super::names::Name;
use super::oversight::Oversight;
use super::priority::{
    DutyOrder, Eligibility, FirstUse, Named, OwnLevel, Priority, Shipment, WithinTier,
};
use super::procedure::{Gate, Procedure};
use super::purchase::Purchase;
use super::register::{self, Entry};
use super::settlement::{self, FundRule, SettlementRule, SubsidyRule};
use super::sourcing::Sourcing;
use super::standard::{OnDemand, Responsibility, ScaleUp, Standard, TestingRound, TierList};
use super::term::{Since, Until, is_in_force};

/// A policy file as it was read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub profile: Profile,
    #[serde(default)]
    pub standard: Vec<Standard>,
    #[serde(default)]
    pub tier: Vec<TierList>,
    #[serde(default)]
    pub on_demand: Vec<OnDemand>,
    pub responsibility: Option<Responsibility>,
    pub scale_up: Option<ScaleUp>,
    pub testing_round: Option<TestingRound>,
    pub priority: Option<Priority>,
    pub own_level: Option<OwnLevel>,
    pub duty: Option<DutyOrder>,
    pub within_tier: Option<WithinTier>,
    #[serde(default)]
    pub eligibility: Vec<Eligibility>,
    #[serde(default)]
    pub first_use: Vec<FirstUse>,
    pub earmark: Option<Named>,
    /// Goods are for their purpose alone.
    pub purpose: Option<Named>,
    pub custody: Option<Custody>,
    pub replenish: Option<Replenish>,
    pub ladder: Option<Ladder>,
    pub gate: Option<Gate>,
    pub procedure: Option<Procedure>,
    pub purchase: Option<Purchase>,
    #[serde(default)]
    pub limit: Vec<Limit>,
    #[serde(default)]
    pub oversight: Vec<Oversight>,
    #[serde(default)]
    pub sourcing: Vec<Sourcing>,
    /// Rules of the plan, and what answers each; those of a profile that comes with granary are in its register.
    #[serde(default)]
    pub rule: Vec<Entry>,
    #[serde(default)]
    pub settlement: Vec<SettlementRule>,
    #[serde(default)]
    pub fund: Vec<FundRule>,
    pub subsidy: Option<SubsidyRule>,
    #[serde(default)]
    pub shipment: Vec<Shipment>,
    /// Uses of its own, with what people call them.
    #[serde(default, rename = "use")]
    pub uses: Vec<Name>,
}

/// What a policy file is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub title_en: String,
    #[serde(default)]
    pub issuer: String,
    /// An overlay decides the keys that profiles set differently.
    #[serde(default)]
    pub overlay: bool,
}

/// The profiles that come with granary: id and text.
const BUILT_IN: &[(&str, &str)] = &[
    ("P0", include_str!("../../data/policy/P0.toml")),
    ("P1", include_str!("../../data/policy/P1.toml")),
    ("P2", include_str!("../../data/policy/P2.toml")),
    ("P3", include_str!("../../data/policy/P3.toml")),
    ("P4", include_str!("../../data/policy/P4.toml")),
    ("P5", include_str!("../../data/policy/P5.toml")),
    ("P6", include_str!("../../data/policy/P6.toml")),
    ("P7", include_str!("../../data/policy/P7.toml")),
    ("city", include_str!("../../data/policy/city.toml")),
    ("combined", include_str!("../../data/policy/combined.toml")),
];

impl Policy {
    /// Reads a policy file; `name` is what diagnostics call it.
    pub fn parse(text: &str, name: &str) -> Result<Policy, Diagnostic> {
        let hint = "compare with a profile of data/policy; every rule has id, clause and from";
        let policy: Policy = read(text, name, hint)?;
        match register::fault_of(&policy.rule) {
            None => Ok(policy),
            Some(fault) => Err(fault.at(Place::file(name))),
        }
    }

    /// The same with what is in force on `as_of` only. A rule that is not leaves its place to another policy.
    ///
    /// Rule: `S13`.
    pub fn on(mut self, as_of: Day) -> Policy {
        let holds = |from: Since, until: Until| is_in_force(from, until, as_of);
        self.standard.retain(|rule| rule.applies_on(as_of));
        self.tier.retain(|rule| holds(rule.from, rule.until));
        self.on_demand.retain(|rule| holds(rule.from, rule.until));
        self.eligibility.retain(|rule| holds(rule.from, rule.until));
        self.first_use.retain(|rule| holds(rule.from, rule.until));
        self.limit.retain(|rule| holds(rule.from, rule.until));
        self.oversight.retain(|rule| holds(rule.from, rule.until));
        self.sourcing.retain(|rule| holds(rule.from, rule.until));
        self.settlement.retain(|rule| holds(rule.from, rule.until));
        self.fund.retain(|rule| holds(rule.from, rule.until));
        self.shipment.retain(|rule| holds(rule.from, rule.until));
        self.uses.retain(|rule| holds(rule.from, rule.until));
        self.responsibility
            .take_if(|rule| !holds(rule.from, rule.until));
        self.scale_up.take_if(|rule| !holds(rule.from, rule.until));
        self.testing_round
            .take_if(|rule| !holds(rule.from, rule.until));
        self.testing_round = self.testing_round.map(|round| round.on(as_of));
        self.priority.take_if(|rule| !holds(rule.from, rule.until));
        self.own_level.take_if(|rule| !holds(rule.from, rule.until));
        self.duty.take_if(|rule| !holds(rule.from, rule.until));
        self.within_tier
            .take_if(|rule| !holds(rule.from, rule.until));
        self.earmark.take_if(|rule| !holds(rule.from, rule.until));
        self.purpose.take_if(|rule| !holds(rule.from, rule.until));
        self.custody.take_if(|rule| !holds(rule.from, rule.until));
        self.replenish.take_if(|rule| !holds(rule.from, rule.until));
        self.ladder.take_if(|rule| !holds(rule.from, rule.until));
        self.gate.take_if(|rule| !holds(rule.from, rule.until));
        self.procedure.take_if(|rule| !holds(rule.from, rule.until));
        self.purchase.take_if(|rule| !holds(rule.from, rule.until));
        self.subsidy.take_if(|rule| !holds(rule.from, rule.until));
        self
    }

    /// The profile that comes with granary under `id`.
    pub fn built_in(id: &str) -> Result<Policy, Diagnostic> {
        let (known, text) = Policy::built_in_text(id)?;
        Policy::parse(text, &format!("{known}.toml"))
    }

    /// The id of the profile that comes with granary under `id`, as it is spelt, and its text.
    pub fn built_in_text(id: &str) -> Result<(&'static str, &'static str), Diagnostic> {
        let mut profiles = BUILT_IN.iter().copied();
        let found = profiles.find(|(known, _)| known.eq_ignore_ascii_case(id));
        found.ok_or_else(|| unknown(id))
    }

    /// The same with the register of its plan, for whoever asks about rules and not for those in force.
    pub fn built_in_with_register(id: &str) -> Result<Policy, Diagnostic> {
        let mut policy = Policy::built_in(id)?;
        let registered = register::built_in(&policy.profile.id)?;
        policy.rule.extend(registered);
        Ok(policy)
    }

    /// Every rule this file states.
    pub fn cited(&self) -> Vec<Cited> {
        let mut cited: Vec<_> = self.rule.iter().map(Entry::cited).collect();
        let standards = self.standard.iter();
        cited.extend(standards.map(|rule| Cited::new(&rule.id, &rule.title, &rule.clause)));
        cited.extend(self.tier.iter().map(|rule| {
            let what = format!("tier {}: {}", rule.tier, rule.items.join(", "));
            Cited::new(&rule.id, what, &rule.clause)
        }));
        cited.extend(self.on_demand.iter().map(|rule| {
            let what = format!("tier {} is bought on demand", rule.tier);
            Cited::new(&rule.id, what, &rule.clause)
        }));
        cited.extend(self.responsibility.iter().flat_map(Responsibility::cited));
        cited.extend(self.testing_round.iter().flat_map(TestingRound::cited));
        cited.extend(self.priority.iter().map(|rule| {
            let what = format!("order of classes: {:?}", rule.classes);
            Cited::new(&rule.id, what, &rule.clause)
        }));
        cited.extend(self.own_level.iter().map(OwnLevel::cited));
        cited.extend(self.duty.iter().map(|rule| {
            let what = format!("order of lines: {}", ids(&rule.order).join(", "));
            Cited::new(&rule.id, what, &rule.clause)
        }));
        cited.extend(self.within_tier.iter().map(|rule| {
            let what = format!("inside a tier: {:?}", rule.rule);
            Cited::new(&rule.id, what, &rule.clause)
        }));
        cited.extend(self.eligibility.iter().map(Eligibility::cited));
        cited.extend(self.first_use.iter().map(FirstUse::cited));
        let named = [
            (&self.earmark, "donors' wishes"),
            (&self.purpose, "goods are for their purpose alone"),
        ];
        cited.extend(named.into_iter().filter_map(|(rule, what)| {
            let rule = rule.as_ref()?;
            Some(Cited::new(&rule.id, what, &rule.clause))
        }));
        cited.extend(self.ladder.iter().flat_map(Ladder::cited));
        cited.extend(self.gate.iter().flat_map(Gate::cited));
        cited.extend(self.procedure.iter().flat_map(Procedure::cited));
        cited.extend(self.custody.iter().map(Custody::cited));
        cited.extend(self.replenish.iter().map(Replenish::cited));
        cited.extend(self.purchase.iter().map(Purchase::cited));
        cited.extend(self.limit.iter().map(Limit::cited));
        cited.extend(self.oversight.iter().map(Oversight::cited));
        cited.extend(self.sourcing.iter().flat_map(Sourcing::cited));
        cited.extend(settlement::cited(&self.settlement, &self.fund));
        cited.extend(self.subsidy.iter().flat_map(SubsidyRule::cited));
        cited.extend(self.shipment.iter().map(Shipment::cited));
        cited
    }

    /// The ids of the profiles that come with granary.
    pub fn built_in_ids() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(id, _)| *id)
    }
}

fn unknown(id: &str) -> Diagnostic {
    let ids: Vec<&str> = Policy::built_in_ids().collect();
    let meant = guess(id, ids.iter().copied());
    let hint = format!(
        "{meant}write one of {}, or the path of a policy file",
        ids.join(", ")
    );
    Diagnostic::error(
        Code::NoPolicy,
        format!("there is no policy profile \"{id}\""),
    )
    .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_that_comes_with_granary_can_be_read() {
        for id in Policy::built_in_ids() {
            let policy = Policy::built_in_with_register(id);
            let policy = policy.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(policy.profile.id, id);
            assert!(!policy.cited().is_empty(), "{id} says nothing");
        }
    }

    #[test]
    fn no_group_is_in_force_before_its_first_day() {
        let early = Day::parse("2022-03-01").expect("a date of the test");
        for (id, text) in BUILT_IN {
            let later = text.replace("from = \"undated\"", "from = \"2099-01-01\"");
            let policy = Policy::parse(&later, id).unwrap_or_else(|error| panic!("{error}"));
            let cited = policy.on(early).cited();
            assert!(cited.is_empty(), "{id} says {cited:?}");
        }
    }

    #[test]
    fn a_mistyped_key_is_named_with_its_line() {
        let error = Policy::parse(
            "[profile]\nid = \"X\"\ntitle = \"x\"\n\n[[standrad]]\n",
            "x.toml",
        )
        .expect_err("a typo");
        assert_eq!(error.code, Code::BadPolicy);
        assert!(error.place.is_some_and(|place| place.line >= 5));
    }
}

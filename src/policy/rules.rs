//! The rules in force: profiles side by side, and overlays on top of them.
//!
//! Standards join, a row each, and so do the gates of different reserves. Any other key may be set once; where two
//! profiles set it differently an overlay has to decide, because nobody else may.

use std::fmt::Debug;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Item, Site};

use super::custody::{Custody, Replenish};
use super::ladder::Ladder;
use super::limit::Limit;
use super::names::Name;
use super::oversight::{Oversight, Subject};
use super::priority::{
    DutyOrder, Eligibility, FirstUse, Named, OwnLevel, Priority, Shipment, WithinTier,
};
use super::procedure::{Gate, Procedure};
use super::profile::Policy;
use super::purchase::Purchase;
use super::settlement::{FundRule, SettlementRule, SubsidyRule};
use super::sourcing::Sourcing;
use super::standard::{OnDemand, Responsibility, ScaleUp, Standard, TestingRound, TierList};

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
    pub own_level: Option<OwnLevel>,
    pub duty: Option<DutyOrder>,
    pub within_tier: Option<WithinTier>,
    pub earmark: Option<Named>,
    pub purpose: Option<Named>,
    pub custody: Option<Custody>,
    pub replenish: Option<Replenish>,
    pub ladder: Option<Ladder>,
    pub gate: Option<Gate>,
    /// The gates of several reserves; none of them is `gate` before it is known which reserve gives.
    pub gates: Vec<Gate>,
    pub procedure: Option<Procedure>,
    /// In what order a plan buys.
    pub purchase: Option<Purchase>,
    /// Limits of the checks, overlays last.
    pub limits: Vec<Limit>,
    pub oversight: Vec<Oversight>,
    /// From whom missing goods are to come; the first that speaks of an item says.
    pub sourcing: Vec<Sourcing>,
    /// Who pays for what left a reserve.
    pub settlement: Vec<SettlementRule>,
    /// What each fund may be spent on.
    pub fund: Vec<FundRule>,
    /// What carriers earn.
    pub subsidy: Option<SubsidyRule>,
    /// What is of use at least of some goods.
    pub shipment: Vec<Shipment>,
    /// What the policies call uses of their own.
    pub uses: Vec<Name>,
}

impl Rules {
    /// Whether the policies say who comes first: by the classes of sites, by lines of duty alone, or of some goods by what
    /// they are for.
    pub fn puts_in_order(&self) -> bool {
        self.priority.is_some() || self.duty.is_some() || !self.first_use.is_empty()
    }

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
            own_level: keys.one("own_level", |p| &p.own_level, |k| &k.id),
            duty: keys.one("duty", |p| &p.duty, |k| &k.id),
            within_tier: keys.one("within_tier", |p| &p.within_tier, |k| &k.id),
            earmark: keys.one("earmark", |p| &p.earmark, |k| &k.id),
            purpose: keys.one("purpose", |p| &p.purpose, |k| &k.id),
            custody: keys.one("custody", |p| &p.custody, |k| &k.id),
            replenish: keys.one("replenish", |p| &p.replenish, |k| &k.id),
            ladder: keys.one("ladder", |p| &p.ladder, |k| &k.id),
            gate: None,
            gates: gates(policies),
            procedure: keys.one("procedure", |p| &p.procedure, |k| &k.id),
            first_use: keys.all(|policy| policy.first_use.clone()),
            purchase: keys.one("purchase", |p| &p.purchase, |k| &k.id),
            oversight: keys.all(|policy| policy.oversight.clone()),
            sourcing: keys.all(|policy| policy.sourcing.clone()),
            settlement: keys.all(|policy| policy.settlement.clone()),
            fund: keys.all(|policy| policy.fund.clone()),
            subsidy: keys.one("subsidy", |p| &p.subsidy, |k| &k.id),
            shipment: keys.all(|policy| policy.shipment.clone()),
            uses: keys.all(|policy| policy.uses.clone()),
            eligibility: Vec::new(),
            limits: keys.overlaid(|policy| policy.limit.clone()),
        };
        for rule in policies.iter().flat_map(|policy| &policy.eligibility) {
            if !rules.eligibility.contains(rule) {
                rules.eligibility.push(rule.clone());
            }
        }
        if rules.gates.len() < 2 {
            rules.gates.clear();
            rules.gate = keys.one("gate", |p| &p.gate, |k| &k.id);
        }
        if keys.conflicts.is_empty() {
            Ok(rules)
        } else {
            Err(keys.conflicts)
        }
    }

    /// Settles which gate is kept, by the stores that give: each reserve has its own.
    ///
    /// Errors: `policy-conflict` where stores of two reserves give, because a line would have to keep both gates.
    pub fn settle_gate<'a>(
        &mut self,
        givers: impl Iterator<Item = &'a Site>,
    ) -> Result<(), Diagnostic> {
        if self.gates.is_empty() {
            return Ok(());
        }
        let givers: Vec<&Site> = givers.collect();
        let gives = |gate: &&Gate| givers.iter().any(|site| gate.givers.includes(site));
        let mut kept = self.gates.iter().filter(gives);
        let (first, second) = (kept.next().cloned(), kept.next());
        if let (Some(first), Some(second)) = (&first, second) {
            let message = format!(
                "stores of two reserves give: {} and {}",
                first.id, second.id
            );
            let hint =
                "name the stores of one with --from, and plan each reserve in a run of its own";
            return Err(Diagnostic::error(Code::PolicyConflict, message).hint(hint));
        }
        self.gate = first;
        Ok(())
    }

    /// The rules on one subject, in the order of the policies.
    pub fn oversight_of(&self, subject: Subject) -> impl Iterator<Item = &Oversight> {
        self.oversight
            .iter()
            .filter(move |rule| rule.subject == subject)
    }

    /// The tier of an item in the catalogue of the policies, if it has one; of two lists the later one says.
    pub fn tier_of(&self, item: &str) -> Option<i64> {
        let holds = |list: &&TierList| list.items.iter().any(|listed| listed == item);
        let listed = self.tiers.iter().filter(holds);
        // Of equals the first stands, so that one undated catalogue is read from its top.
        let latest = listed.rev().max_by_key(|list| list.from);
        latest.map(|list| list.tier)
    }

    /// The owners whose goods are a reserve; none where no policy names any.
    pub fn reserve_owners(&self) -> &[String] {
        let rule = self.replenish.as_ref();
        rule.map_or(&[], |rule| &rule.owners)
    }

    /// From whom goods are to come that are missing; of several lists the first that speaks of the item.
    pub fn sourcing_of(&self, item: &Item) -> Option<&Sourcing> {
        let tier = self.tier_of(&item.item);
        let mut lists = self.sourcing.iter();
        lists.find(|list| list.items.includes(item, tier))
    }
}

/// The gates of different reserves that the policies have, an overlay's in place of a profile's; none where two
/// profiles set one for the same reserve.
fn gates(policies: &[Policy]) -> Vec<Gate> {
    let of = |overlay: bool| {
        let policies = policies.iter();
        let policies = policies.filter(move |policy| policy.profile.overlay == overlay);
        policies.filter_map(|policy| policy.gate.as_ref())
    };
    let mut gates: Vec<Gate> = of(true).cloned().collect();
    for gate in of(false) {
        match gates.iter().find(|known| known.givers == gate.givers) {
            Some(known) if known == gate => {}
            Some(_) if of(true).any(|decided| decided.givers == gate.givers) => {}
            Some(_) => return Vec::new(),
            None => gates.push(gate.clone()),
        }
    }
    gates
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
            let policies = self.policies.iter();
            let policies = policies.filter(move |policy| policy.profile.overlay == overlay);
            policies.filter_map(|policy| Some((&policy.profile.id, value(policy).as_ref()?)))
        };
        if let Some((_, decided)) = set(true).last() {
            return Some(decided.clone());
        }
        let (of, first) = set(false).next()?;
        if let Some((of_other, other)) = set(false).find(|(_, other)| *other != first) {
            let message = format!(
                "profiles set {key} differently: {of} by {}, and {of_other} by {}",
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
    use crate::calendar::Day;

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
            let policies = [built_in("P3"), overlay.clone()].map(|policy| policy.on(as_of));
            let rules = Rules::of(&policies).expect("an overlay decides");
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

    fn all_plans(overlay: bool) -> Vec<Policy> {
        let plans = ["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7"].into_iter();
        let overlay = overlay.then_some("combined");
        plans.chain(overlay).map(built_in).collect()
    }

    #[test]
    fn the_eight_plans_stand_together_under_the_overlay_that_ships() {
        assert!(Rules::of(&all_plans(false)).is_err());
        let rules = Rules::of(&all_plans(true)).expect("the overlay decides");
        let classes = rules.priority.map(|priority| priority.classes);
        let last = classes.and_then(|classes| classes.last().cloned());
        assert_eq!(last, Some(vec!["gate".to_owned()]));
        assert_eq!((rules.gate, rules.gates.len()), (None, 2));
    }

    #[test]
    fn each_reserve_keeps_its_own_gate() {
        let site = |level: &str| Site {
            site: level.to_owned(),
            name: String::new(),
            parent: String::new(),
            level: level.to_owned(),
            class: "depot".to_owned(),
            lat: None,
            lon: None,
            risk: String::new(),
            population: None,
            beds: None,
        };
        let (city, district, street) = (site("city"), site("district"), site("street"));
        let kept = |givers: &[&Site]| {
            let mut rules = Rules::of(&all_plans(true)).expect("the overlay decides");
            let settled = rules.settle_gate(givers.iter().copied());
            settled.map(|()| rules.gate.map(|gate| gate.id))
        };
        assert_eq!(kept(&[&city, &street]), Ok(Some("P0-E01".to_owned())));
        assert_eq!(kept(&[&district]), Ok(Some("P3-E01".to_owned())));
        assert_eq!(kept(&[&street]), Ok(None));
        let both = kept(&[&city, &district]).expect_err("two reserves");
        assert_eq!(both.code, Code::PolicyConflict);
    }
}

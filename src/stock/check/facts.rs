//! What is checked, as it was read; the checks borrow it.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Inbound, Movement, Norm, OnHand, People, Rotation, Staff, Usage};
use crate::ledger::{Catalogue, Loaded, SiteTree};
use crate::policy::Rules;

use super::{CheckInputs, Sealed, SupplyInputs};

/// The tables of [`CheckInputs`] and what they are checked against; [`CheckFacts::on`] has nothing yet.
#[derive(Debug)]
pub struct CheckFacts {
    pub as_of: Day,
    pub movements: Loaded<Movement>,
    pub sealed: Sealed,
    pub catalogue: Catalogue,
    pub sites: SiteTree,
    pub staff: Vec<Staff>,
    pub people: Vec<People>,
    pub norms: Vec<Norm>,
    pub usage: Loaded<Usage>,
    pub onhand: Loaded<OnHand>,
    pub rotation: Vec<Rotation>,
    pub inbound: Loaded<Inbound>,
    pub supply: SupplyInputs,
    pub rules: Rules,
    pub limits: BTreeMap<String, i64>,
}

impl CheckFacts {
    /// Facts of which nothing is known yet.
    pub fn on(as_of: Day) -> CheckFacts {
        CheckFacts {
            as_of,
            movements: Loaded::default(),
            sealed: Sealed::default(),
            catalogue: Catalogue::default(),
            sites: SiteTree::default(),
            staff: Vec::new(),
            people: Vec::new(),
            norms: Vec::new(),
            usage: Loaded::default(),
            onhand: Loaded::default(),
            rotation: Vec::new(),
            inbound: Loaded::default(),
            supply: SupplyInputs::default(),
            rules: Rules::default(),
            limits: BTreeMap::new(),
        }
    }

    /// The facts as the checks look at them.
    pub fn inputs(&self) -> CheckInputs<'_> {
        CheckInputs {
            as_of: self.as_of,
            movements: &self.movements,
            sealed: &self.sealed,
            catalogue: &self.catalogue,
            sites: &self.sites,
            staff: &self.staff,
            people: &self.people,
            norms: &self.norms,
            usage: &self.usage,
            onhand: &self.onhand,
            rotation: &self.rotation,
            inbound: &self.inbound,
            supply: &self.supply,
            rules: &self.rules,
            limits: &self.limits,
        }
    }
}

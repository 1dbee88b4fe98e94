//! What does a way cost, and may anything go along it?
//!
//! A donor's mark closes the ways to all whom it does not admit.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::Lane;
use crate::quantity::Price;

use super::PlanInputs;

/// The lanes by giver and receiver, and whom a mark admits.
pub struct Freight<'a> {
    lanes: HashMap<(&'a str, &'a str), &'a Lane>,
    sites: &'a SiteTree,
    as_of: Day,
}

impl<'a> Freight<'a> {
    /// The lanes of table `lane`, and the sites.
    pub fn of(inputs: &PlanInputs<'a>) -> Freight<'a> {
        let ends = |lane: &'a Lane| ((lane.from_site.as_str(), lane.site.as_str()), lane);
        Freight {
            lanes: inputs.lanes.iter().map(ends).collect(),
            sites: inputs.sites,
            as_of: inputs.stage.as_of,
        }
    }

    /// The same for goods with a mark: `None` also where it does not admit the receiver.
    ///
    /// Rule: `P0-A05`.
    pub fn of_marked(&self, wish: Option<&Earmark>, from: &str, to: &str) -> Option<Price> {
        let is_admitted = wish.is_none_or(|wish| wish.admits(to, self.sites, self.as_of));
        self.between(from, to).filter(|_| is_admitted)
    }

    /// The cost of the way of a base unit; `None` where it is closed. A lane that is not listed is open and costs
    /// nothing.
    pub fn between(&self, from: &str, to: &str) -> Option<Price> {
        match self.lanes.get(&(from, to)) {
            Some(lane) if lane.closed == Some(true) => None,
            lane => Some(lane.and_then(|lane| lane.freight).unwrap_or_default()),
        }
    }
}

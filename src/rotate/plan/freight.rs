//! What does a way cost, and may anything go along it?
//!
//! Goods have a way to those alone whom their donor's mark admits, and where there is no mark, to the units of the area
//! whose goods they are.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::tables::Lane;
use crate::quantity::Price;

use super::PlanInputs;
use super::offer::Offer;
use super::units::Units;

/// The lanes by giver and receiver, and who may have what.
pub struct Freight<'a> {
    lanes: HashMap<(&'a str, &'a str), &'a Lane>,
    pub units: Units<'a>,
    sites: &'a SiteTree,
    as_of: Day,
}

impl<'a> Freight<'a> {
    /// The lanes of table `lane`, and the units of each area.
    pub fn of(inputs: &PlanInputs<'a>) -> Freight<'a> {
        let ends = |lane: &'a Lane| ((lane.from_site.as_str(), lane.site.as_str()), lane);
        Freight {
            lanes: inputs.lanes.iter().map(ends).collect(),
            units: Units::of(inputs),
            sites: inputs.sites,
            as_of: inputs.stage.as_of,
        }
    }

    /// Which of `takers` may have what is offered.
    ///
    /// Rule: `P0-A05`, `P0-T02`.
    pub fn admitted(&self, offer: &Offer<'a>, takers: &[&str]) -> Vec<bool> {
        let goods = self.units.goods(offer.row);
        let may_have = |to: &&str| match &offer.wish {
            Some(wish) => wish.admits(to, self.sites, self.as_of),
            None => self.units.admit(goods, to),
        };
        takers.iter().map(may_have).collect()
    }

    /// The cost of the way of a base unit of what is offered to each of `takers`; `None` where it is closed, or they may not
    /// have it.
    pub fn ways(&self, offer: &Offer<'a>, takers: &[&str]) -> Vec<Option<Price>> {
        let admitted = self.admitted(offer, takers);
        let ways = takers.iter().map(|to| self.between(&offer.row.site, to));
        let ways = ways.zip(admitted);
        ways.map(|(way, may_have)| way.filter(|_| may_have))
            .collect()
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

//! What does a way cost, and may anything go along it?

use std::collections::HashMap;

use crate::ledger::tables::Lane;
use crate::quantity::Price;

/// The lanes by giver and receiver.
pub struct Freight<'a>(HashMap<(&'a str, &'a str), &'a Lane>);

impl<'a> Freight<'a> {
    /// The lanes of table `lane`.
    pub fn of(lanes: &'a [Lane]) -> Freight<'a> {
        let ends = |lane: &'a Lane| ((lane.from_site.as_str(), lane.site.as_str()), lane);
        Freight(lanes.iter().map(ends).collect())
    }

    /// The cost of the way of a base unit; `None` where it is closed. A lane that is not listed is open and costs
    /// nothing.
    pub fn between(&self, from: &str, to: &str) -> Option<Price> {
        match self.0.get(&(from, to)) {
            Some(lane) if lane.closed == Some(true) => None,
            lane => Some(lane.and_then(|lane| lane.freight).unwrap_or_default()),
        }
    }
}

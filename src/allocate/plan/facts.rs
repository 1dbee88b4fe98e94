//! What is looked up while a plan is made: lines, lots, own stock, sites and ways, each sorted once.
//!
//! Never: an answer. What is decided of an item stands in its problem.

use crate::allocate::PlanInputs;
use crate::allocate::supply::lots::Store;
use crate::allocate::supply::own::Own;
use crate::allocate::way::{Way, Ways};
use crate::diagnostic::Result;

use super::line::Lines;
use super::place::Places;

/// Everything that is looked up while a plan is made.
pub(super) struct Facts<'a> {
    pub(super) inputs: &'a PlanInputs<'a>,
    pub(super) lines: Lines<'a>,
    pub(super) store: Store<'a>,
    pub(super) own: Own<'a>,
    pub(super) places: Places<'a>,
    pub(super) ways: Ways<'a>,
}

impl<'a> Facts<'a> {
    /// Those of some inputs.
    ///
    /// Errors: a key that stands twice, a negative request, an earmark that cannot be read.
    pub(super) fn of(inputs: &'a PlanInputs<'a>) -> Result<Facts<'a>> {
        let lines = Lines::of(inputs.requests)?;
        let class_tier = |classes: &[&str]| {
            let order = inputs.rules.priority.as_ref();
            order.map_or(1, |order| order.tier(classes))
        };
        let store = Store::of(inputs, &lines.sites)?;
        let places = Places::of(&lines.sites, inputs.sites, class_tier);
        Ok(Facts {
            inputs,
            lines,
            store,
            own: Own::of(inputs),
            places,
            ways: Ways::new(
                inputs.sites,
                inputs.lanes,
                inputs.options.by,
                inputs.options.way_max,
            ),
        })
    }

    /// The way from each depot to a site, by its number.
    pub(super) fn ways_to(&self, site: usize) -> &[Way] {
        self.places.ways(site, &self.store.depots, &self.ways)
    }
}

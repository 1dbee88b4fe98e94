//! What does an area use of what its sites pass on? Only what leaves it.
//!
//! What a store gives to a hospital of its county is used once, at the hospital: counted at both it would make the use of
//! the county twice what it is. Standards of areas add up the rates of their sites, so that a site which passes goods on
//! within an area has another rate for it.

use super::passed::Passed;
use super::{BurnInputs, BurnOptions, Facts, HeadCount, Seen, goods, row};
use crate::engine::balance::in_ledger_order;
use crate::ledger::SiteTree;
use crate::ledger::tables::Burn;
use crate::ledger::word::MovementKind;

/// What a site uses a day, as the area around it has it.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaBurn {
    /// The site that the area stands for.
    pub area: String,
    pub burn: Burn,
}

/// The rates that are others for an area than for the site, by site, item and area; none where transfers do not count.
///
/// Rule: `D-16`.
pub fn burn_of_areas(
    inputs: &BurnInputs<'_>,
    options: &BurnOptions,
    sites: &SiteTree,
) -> Vec<AreaBurn> {
    if !options.include_transfers {
        return Vec::new();
    }
    let standing = in_ledger_order(inputs.movements, inputs.as_of);
    let passed = Passed::of(&standing);
    let heads = HeadCount::new(inputs.heads);
    let mut rates = Vec::new();
    let apart = BurnInputs {
        together: None,
        ..*inputs
    };
    for ((site, item), facts) in goods(&apart, options) {
        if inputs
            .catalogue
            .is_some_and(|catalogue| catalogue.is_durable(item))
        {
            continue;
        }
        for area in sites.upwards(site) {
            let blank = Burn::blank(inputs.as_of, site, item);
            let facts = facts.seen_by(area, &passed, sites);
            let burn = facts.and_then(|facts| row::of(blank, &facts, options, &heads));
            rates.extend(burn.map(|burn| AreaBurn {
                area: area.to_owned(),
                burn,
            }));
        }
    }
    let key = |rate: &AreaBurn| {
        (
            rate.burn.site.clone(),
            rate.burn.item.clone(),
            rate.area.clone(),
        )
    };
    rates.sort_by_cached_key(key);
    rates
}

impl<'a> Facts<'a> {
    /// The same as an area sees them; `None` where nothing was passed on within it.
    fn seen_by(&self, area: &str, passed: &Passed<'a>, sites: &SiteTree) -> Option<Facts<'a>> {
        let stays_inside = |seen: &Seen<'a>| {
            let to = passed.to(seen.movement);
            to.is_some_and(|to| sites.upwards(to).contains(&area))
        };
        let is_sent = |seen: &Seen<'_>| seen.movement.kind == MovementKind::TransferOut;
        let seen = self.movements.iter().map(|seen| Seen {
            stays_inside: is_sent(seen) && stays_inside(seen),
            ..*seen
        });
        let movements: Vec<Seen<'_>> = seen.collect();
        let is_any = movements.iter().any(|seen| seen.stays_inside);
        is_any.then(|| Facts {
            movements,
            ..self.clone()
        })
    }
}

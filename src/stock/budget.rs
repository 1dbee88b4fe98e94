//! Which money pays for which site, and when.

use crate::calendar::{Day, is_in_term};
use crate::ledger::SiteTree;
use crate::ledger::tables::Budget;

/// The scope of a budget that pays for all sites.
pub const ALL_SITES: &str = "*";

/// Whether a budget pays for purchases of a site: it names the site, one above it, or all.
pub fn pays_for(budget: &Budget, site: &str, sites: &SiteTree) -> bool {
    let scope = &*budget.scope;
    scope == ALL_SITES || scope == site || sites.upwards(site).contains(&scope)
}

/// Whether a budget may be spent on a day.
pub fn may_be_spent(budget: &Budget, day: Day) -> bool {
    is_in_term(day, budget.from, budget.to)
}

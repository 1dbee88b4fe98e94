//! What do those who ask for an item use of it, and of whom is that not known?
//!
//! Never: nothing for a use that is not known (D-31).

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::allocate::PlanInputs;
use crate::allocate::plan::eligibility::BarsByItem;
use crate::allocate::supply::own::rates;
use crate::quantity::Quantity;

/// How many of those whose use is not known are named in a reason.
const SITES_NAMED: usize = 3;

/// What those who ask for an item and may have it use of it a day.
#[derive(Debug, Clone, Default)]
pub(super) struct UseOfAskers<'a> {
    /// The sum of what is known; `None` where nothing is.
    pub(super) known: Option<Quantity>,
    /// Those of whom it is not known while it is of others, by code.
    pub(super) unknown: Vec<&'a str>,
}

/// The uses of the sites that ask, by item; none where nothing is known of any.
pub(super) fn uses_of_askers<'a>(inputs: &PlanInputs<'a>) -> HashMap<&'a str, UseOfAskers<'a>> {
    let mut uses: HashMap<&str, UseOfAskers> = HashMap::new();
    if inputs.burn.is_empty() {
        return uses;
    }
    let rates = rates(inputs.burn, inputs.as_of);
    let asking = inputs.requests.iter();
    let asking: HashSet<(&str, &str)> = asking
        .map(|line| (line.site.as_str(), line.item.as_str()))
        .collect();
    for ((site, item), rate) in &rates {
        if let Some(daily) = rate.in_days(1).filter(|_| asking.contains(&(*site, *item))) {
            *uses.entry(item).or_default().known.get_or_insert_default() += daily;
        }
    }
    let mut bars = BarsByItem::new(inputs.items, inputs.rules);
    let mut unknown: BTreeSet<(&str, &str)> = BTreeSet::new();
    for line in inputs.requests {
        let goods = (line.site.as_str(), line.item.as_str());
        if !uses.contains_key(goods.1) || rates.contains_key(&goods) {
            continue;
        }
        if bars.bar(line, inputs.sites.get(goods.0)).is_none() {
            unknown.insert(goods);
        }
    }
    for (site, item) in unknown {
        uses.entry(item).or_default().unknown.push(site);
    }
    uses
}

/// The reason of a row of which some uses are not known.
pub(super) fn use_unknown_of(sites: &[&str]) -> String {
    let first: Vec<&str> = sites.iter().copied().take(SITES_NAMED).collect();
    let more = match sites.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("use_unknown: {}{more}", first.join(", "))
}

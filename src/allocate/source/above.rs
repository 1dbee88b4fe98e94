//! What is the next level asked for?

use std::collections::{BTreeMap, HashMap};

use crate::ledger::SiteTree;
use crate::ledger::tables::Request;
use crate::quantity::Quantity;

use super::{Gap, SourceInputs};

/// The area a site lies in: what stands directly above it, or itself.
pub(super) fn area<'a>(site: &'a str, sites: &'a SiteTree) -> &'a str {
    let above = sites.upwards(site);
    above.get(1).copied().unwrap_or(site)
}

/// What the next level is called where no site stands for it.
pub const NEXT_LEVEL: &str = "next level";

/// Whom the area of a site asks: what stands above it.
pub(super) fn next_level<'a>(site: &'a str, sites: &'a SiteTree) -> &'a str {
    let above = sites.upwards(site);
    above.get(2).copied().unwrap_or(NEXT_LEVEL)
}

/// The request to the next level: a line an area and item, for the day on which the first of it is needed.
pub(super) fn residual(gaps: &[Gap], inputs: &SourceInputs) -> Vec<Request> {
    let mut asked: BTreeMap<(&str, &str), Request> = BTreeMap::new();
    let mut lines: HashMap<(&str, &str), usize> = HashMap::new();
    for gap in gaps.iter().filter(|gap| gap.open.is_positive()) {
        let key = (
            area(&gap.request.site, inputs.sites),
            gap.request.item.as_str(),
        );
        let row = asked.entry(key).or_insert_with(|| Request {
            request: inputs.plan_id.into(),
            date: Some(inputs.called_on),
            unit: gap.request.unit.clone(),
            need_by: gap.request.need_by,
            note: format!("to {}", next_level(&gap.request.site, inputs.sites)).into(),
            qty: Some(Quantity::ZERO),
            ..Request::of(key.0, key.1)
        });
        row.qty = row.qty.map(|qty| qty + gap.open);
        row.need_by = match (row.need_by, gap.request.need_by) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        *lines.entry(key).or_default() += 1;
    }
    let numbered = asked.into_iter().zip(1..);
    numbered
        .map(|((key, row), line)| Request {
            line: line.to_string().into(),
            note: format!("{}, {} request lines", row.note, lines[&key]).into(),
            ..row
        })
        .collect()
}

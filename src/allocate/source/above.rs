//! What is the next level asked for?

use std::collections::{BTreeMap, HashMap};

use crate::ledger::SiteTree;
use crate::ledger::tables::{Request, Terms};
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
    let mut asked: BTreeMap<(&str, &str), (Request, Terms)> = BTreeMap::new();
    let mut lines: HashMap<(&str, &str), usize> = HashMap::new();
    for gap in gaps.iter().filter(|gap| gap.open.is_positive()) {
        let key = (
            area(&gap.request.site, inputs.sites),
            gap.request.item.as_str(),
        );
        let need_by = gap.request.terms().need_by;
        let (row, terms) = asked.entry(key).or_insert_with(|| {
            let row = Request {
                request: inputs.plan_id.into(),
                date: Some(inputs.called_on),
                unit: gap.request.unit.clone(),
                qty: Some(Quantity::ZERO),
                ..Request::of(key.0, key.1)
            };
            let note = format!("to {}", next_level(&gap.request.site, inputs.sites)).into();
            let terms = Terms {
                need_by,
                note,
                ..Terms::default()
            };
            (row, terms)
        });
        row.qty = row.qty.map(|qty| qty + gap.open);
        terms.need_by = match (terms.need_by, need_by) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        *lines.entry(key).or_default() += 1;
    }
    let numbered = asked.into_iter().zip(1..);
    numbered
        .map(|((key, (row, terms)), line)| {
            let note = format!("{}, {} request lines", terms.note, lines[&key]).into();
            let line = line.to_string().into();
            Request { line, ..row }.on_terms(Terms { note, ..terms })
        })
        .collect()
}

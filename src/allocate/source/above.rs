//! Which area asks, which one does a reserve serve, and what is the next level asked for?

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ledger::SiteTree;
use crate::ledger::tables::{Request, Site, Terms};
use crate::quantity::Quantity;

use super::{Gap, SourceInputs};

/// What the next level is called where no site stands for it.
pub const NEXT_LEVEL: &str = "next level";

/// Which area asks, and which one a reserve serves.
pub(super) struct Areas<'a> {
    sites: &'a SiteTree,
    /// The sites under which others stand.
    parents: HashSet<&'a str>,
    /// Those directly under which a depot stands.
    with_depot: HashSet<&'a str>,
}

impl<'a> Areas<'a> {
    pub(super) fn of(sites: &'a SiteTree) -> Areas<'a> {
        let under = |site: &'a Site| site.parent.as_str();
        let depots = sites.sites().filter(|site| site.is_depot());
        Areas {
            sites,
            parents: sites.sites().map(under).collect(),
            with_depot: depots.map(under).collect(),
        }
    }

    /// The area that a site asks for: its own where it keeps a depot, else what stands directly above it.
    pub(super) fn of_asker(&self, site: &'a str) -> &'a str {
        match self.with_depot.contains(site) {
            true => site,
            false => directly_above(site, self.sites),
        }
    }

    /// The area that a reserve at a site serves: its own where others stand under it and it is of no class, else what
    /// stands directly above it.
    pub(super) fn of_reserve<'s>(&'s self, site: &'s str) -> &'s str {
        let is_of_no_class = || self.sites.classes(site).is_empty();
        match self.parents.contains(site) && is_of_no_class() {
            true => site,
            false => directly_above(site, self.sites),
        }
    }

    /// Whom an area asks: what stands above it.
    pub(super) fn above(&self, area: &'a str) -> &'a str {
        let above = self.sites.upwards(area);
        above.get(1).copied().unwrap_or(NEXT_LEVEL)
    }
}

fn directly_above<'a>(site: &'a str, sites: &'a SiteTree) -> &'a str {
    let above = sites.upwards(site);
    above.get(1).copied().unwrap_or(site)
}

/// The request to the next level: a line an area and item, for the day on which the first of it is needed.
pub(super) fn residual(gaps: &[Gap], inputs: &SourceInputs) -> Vec<Request> {
    let mut asked: BTreeMap<(&str, &str), (Request, Terms)> = BTreeMap::new();
    let mut lines: HashMap<(&str, &str), usize> = HashMap::new();
    for gap in gaps.iter().filter(|gap| gap.open.is_positive()) {
        let key = (gap.area, gap.request.item.as_str());
        let need_by = gap.request.terms().need_by;
        let (row, terms) = asked.entry(key).or_insert_with(|| {
            let row = Request {
                request: inputs.plan_id.into(),
                date: Some(inputs.called_on),
                unit: gap.request.unit.clone(),
                qty: Some(Quantity::ZERO),
                ..Request::of(key.0, key.1)
            };
            let note = format!("to {}", gap.next_level).into();
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

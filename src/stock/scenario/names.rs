//! Does everything exist that a scenario names? Sites, items, classes and enterprises, each fault at its place.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::ledger::tables::Item;
use crate::policy::scenario::{Happening, Named, What, unknown};

use super::ScenarioInputs;

/// A fault for every name that nothing has, in the order of the file.
pub fn faults(inputs: &ScenarioInputs<'_>) -> Vec<Diagnostic> {
    let facts = inputs.cover;
    let listed = facts.sites.sites().map(|site| &*site.site);
    let held = facts.onhand.iter().map(|row| &*row.site);
    let used = facts.burn.iter().map(|row| &*row.site);
    let sites: BTreeSet<&str> = listed.chain(held).chain(used).collect();
    let listed = facts.catalogue.items().map(|item| &*item.item);
    let held = facts.onhand.iter().map(|row| &*row.item);
    let used = facts.burn.iter().map(|row| &*row.item);
    let items: BTreeSet<&str> = listed.chain(held).chain(used).collect();
    let classes = facts.catalogue.items().map(|item| &*item.class);
    let classes: BTreeSet<&str> = classes.filter(|class| !class.is_empty()).collect();
    let enterprises: BTreeSet<&str> = inputs.enterprises.iter().map(String::as_str).collect();
    let either: BTreeSet<&str> = enterprises.iter().chain(&sites).copied().collect();
    let mut faults = Vec::new();
    let item_names: Vec<&str> = facts.catalogue.items().flat_map(Item::names).collect();
    let site_names: Vec<&str> = facts.sites.sites().map(|site| &*site.name).collect();
    let mut check = |names: Vec<&Named>, what: &str, known: &BTreeSet<&str>| {
        let missing = names
            .into_iter()
            .filter(|named| !known.contains(&*named.code));
        let also: &[&str] = match what {
            "item" => &item_names,
            "site" => &site_names,
            _ => &[],
        };
        let fault = |named| unknown(named, what, known.iter().copied(), also.iter().copied());
        faults.extend(missing.map(fault));
    };
    for event in &inputs.scenario.events {
        check(places(event), "site", &sites);
        check(event.items.iter().collect(), "item", &items);
        check(event.classes.iter().collect(), "class", &classes);
        let known = if enterprises.is_empty() {
            &either
        } else {
            &enterprises
        };
        let sources = sources(event).into_iter();
        let unknown_to_all = sources.filter(|source| !either.contains(&*source.code));
        check(unknown_to_all.collect(), "source", known);
    }
    faults.sort_by_key(|fault| fault.place.clone());
    faults
}

fn places(event: &Happening) -> Vec<&Named> {
    let more: Vec<&Named> = match &event.what {
        What::Closed { to, .. } => to.iter().flatten().collect(),
        What::Testing(testing) => testing.area.iter().collect(),
        _ => Vec::new(),
    };
    event.sites.iter().chain(more).collect()
}

fn sources(event: &Happening) -> Vec<&Named> {
    match &event.what {
        What::Closed { sources, .. } => sources.iter().collect(),
        What::Transport(transport) => transport.sources.iter().collect(),
        _ => Vec::new(),
    }
}

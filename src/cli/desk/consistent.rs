//! Rows that contradict each other though each stands for a key of its own: sites that lie under one another in a circle,
//! and two goods of one name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Item, Site};
use crate::ledger::{Column, Record as _, Row, Table};

/// What `rows` of `table` say that cannot all be so.
///
/// Errors: `conflict`, each at its row.
pub fn inconsistencies(table: Table, rows: &[Row]) -> Vec<Diagnostic> {
    match table {
        Table::Site => circles(rows),
        Table::Item => shared_aliases(rows),
        _ => Vec::new(),
    }
}

/// Each circle of sites once, at its first row. A site that is put under itself is one that nothing stands above.
fn circles(rows: &[Row]) -> Vec<Diagnostic> {
    let sites = rows.iter().map(Site::from_row);
    let parents: BTreeMap<String, String> = sites.map(|site| (site.site, site.parent)).collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for row in rows {
        let code = row.get::<String>(Column::Site);
        let of_site = parents.get_key_value(&code);
        let Some(circle) = of_site.and_then(|(site, _)| circle(site, &parents)) else {
            continue;
        };
        if circle.iter().all(|site| told.insert(*site)) {
            let message = format!(
                "{code} lies under itself, by way of {}",
                circle[1..].join(", ")
            );
            found.push(conflict(row, message, "correct the parent of one of them"));
        }
    }
    found
}

/// The sites from `site` upwards to below itself; `None` where there is no way back to it, or only itself above it.
fn circle<'a>(site: &'a str, parents: &'a BTreeMap<String, String>) -> Option<Vec<&'a str>> {
    let mut way = vec![site];
    loop {
        let above = parents.get(*way.last()?)?.as_str();
        if above == site {
            return (way.len() > 1).then_some(way);
        }
        if way.contains(&above) {
            return None;
        }
        way.push(above);
    }
}

/// Each alias that is a name of goods of another code as well: a sheet that gives goods by it means nobody knows which.
fn shared_aliases(rows: &[Row]) -> Vec<Diagnostic> {
    let items: Vec<Item> = rows.iter().map(Item::from_row).collect();
    let mut of_name: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for item in items.iter().filter(|item| !item.name.is_empty()) {
        of_name.entry(&item.name).or_insert(&item.item);
    }
    for (item, row) in items.iter().zip(rows) {
        let aliases = item.names().filter(|name| *name != item.name);
        for alias in aliases {
            let other = *of_name.entry(alias).or_insert(&item.item);
            if other != item.item {
                let message = format!("\"{alias}\" is a name of {other} and of {}", item.item);
                let hint = "leave it with one of them: an alias stands for one code";
                found.push(conflict(row, message, hint));
            }
        }
    }
    found
}

fn conflict(row: &Row, message: String, hint: &str) -> Diagnostic {
    let found = Diagnostic::error(Code::Conflict, message).hint(hint);
    match &row.place {
        Some(place) => found.at(place.clone()),
        None => found,
    }
}

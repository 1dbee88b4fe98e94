//! Does `granary explain` know every rule that a page shows in column `rule`?

use std::collections::BTreeMap;
use std::process::Command;

use crate::source::{files_under, repository, text};

#[test]
fn explain_knows_the_rules_that_pages_show() {
    let places = ["tests/cmd", "tests/rules", "tests/errors"];
    let pages = places
        .into_iter()
        .flat_map(|place| files_under(&repository(), place, &["md"]));
    let mut shown: BTreeMap<String, String> = BTreeMap::new();
    for page in pages {
        let text = text(&page);
        let of_its_own = |id: &str| text.contains(&format!("id = \"{id}\""));
        let ids = rules_of(&text).into_iter();
        shown.extend(
            ids.filter(|id| !of_its_own(id))
                .map(|id| (id, page.clone())),
        );
    }
    assert!(shown.len() > 80, "pages show {} rules", shown.len());
    let unknown: Vec<_> = shown.iter().filter(|(id, _)| !is_explained(id)).collect();
    assert!(unknown.is_empty(), "explain does not know {unknown:?}");
}

fn is_explained(id: &str) -> bool {
    let output = Command::new(env!("CARGO_BIN_EXE_granary"))
        .args(["explain", id])
        .output();
    output.expect("granary runs").status.success()
}

/// What stands in column `rule` of the tables that a page prints, rule by rule; what follows a rule says how it was kept.
fn rules_of(page: &str) -> Vec<String> {
    let mut rules = Vec::new();
    let mut column: Option<(usize, usize)> = None;
    for line in page.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let place = cells.iter().position(|cell| *cell == "rule");
        match (column, place) {
            _ if cells.len() < 2 || line.starts_with("$ ") => column = None,
            (_, Some(place)) if cells.iter().all(|cell| is_name(cell)) => {
                column = Some((place, cells.len()));
            }
            (Some((place, width)), _) if cells.len() == width && !line.contains('"') => {
                let parts = cells[place].split(['+', ';']);
                let first = parts.filter_map(|part| part.split_whitespace().next());
                rules.extend(first.filter(|rule| *rule != "*").map(str::to_owned));
            }
            _ => {}
        }
    }
    rules
}

fn is_name(cell: &str) -> bool {
    let is_of_it = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !cell.is_empty() && cell.chars().all(is_of_it)
}

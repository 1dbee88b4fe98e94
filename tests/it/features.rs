//! Does a page name each feature of `stock`, so that a reader finds what shows it?
//!
//! A feature is named by its id in the prose of a page; what stands in blocks are site codes and other data.

use crate::source::{files_under, repository, text};

/// Features of `stock` are S1 to this one.
const LAST: usize = 23;
/// Features that are not there yet: the catalogue's tiers and uses, and scenarios.
const NOT_YET: [usize; 2] = [14, 20];

#[test]
fn a_page_names_each_feature_of_stock() {
    let pages = ["tests/cmd", "tests/rules", "tests/errors"];
    let paths = pages
        .into_iter()
        .flat_map(|place| files_under(&repository(), place, &["md"]));
    let prose: Vec<String> = paths.map(|path| prose(&text(&path))).collect();
    let is_named = |number: &usize| prose.iter().any(|page| names(page, &format!("S{number}")));
    let unnamed: Vec<usize> = (1..=LAST)
        .filter(|number| !NOT_YET.contains(number) && !is_named(number))
        .collect();
    assert!(unnamed.is_empty(), "no page names S{unnamed:?}");
}

/// A page without its blocks.
fn prose(page: &str) -> String {
    let parts = page.split("```").step_by(2);
    parts.collect()
}

/// Whether `id` stands in `prose` as a word of its own.
fn names(prose: &str, id: &str) -> bool {
    let mut words = prose.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.any(|word| word == id)
}

#[test]
fn an_id_counts_only_as_a_word_of_prose() {
    let page = "Shown here: (S7), and P0-S8.\n```csv\nS9,mask\n```\nNot S10a.";
    let prose = prose(page);
    assert!(names(&prose, "S7"));
    assert!(["S8", "S9", "S10"].iter().all(|id| !names(&prose, id)));
}

//! Does a page name each feature of every noun, so that a reader finds what shows it?
//!
//! A feature is named by its id in the prose of a page; what stands in blocks are site codes and other data.

use crate::source::{files_under, repository, text};

/// Features of a noun: their letter, the last number, and those that are not there yet.
const FEATURES: &[(&str, usize, &[usize])] = &[
    ("S", 23, &[]),
    ("A", 24, &[]),
    ("R", 14, &[]),
    ("PR", 17, &[]),
    ("T", 20, &[]),
];

#[test]
fn a_page_names_each_feature() {
    let pages = ["tests/cmd", "tests/rules", "tests/errors"];
    let paths = pages
        .into_iter()
        .flat_map(|place| files_under(&repository(), place, &["md"]));
    let prose: Vec<String> = paths.map(|path| prose(&text(&path))).collect();
    let is_named = |id: &String| prose.iter().any(|page| names(page, id));
    let due = FEATURES.iter().flat_map(|(letter, last, not_yet)| {
        let due = (1..=*last).filter(|number| !not_yet.contains(number));
        due.map(move |number| format!("{letter}{number}"))
    });
    let unnamed: Vec<String> = due.filter(|id| !is_named(id)).collect();
    assert!(unnamed.is_empty(), "no page names {unnamed:?}");
}

/// A page without its blocks.
pub fn prose(page: &str) -> String {
    let parts = page.split("```").step_by(2);
    parts.collect()
}

/// Whether `id` stands in `prose` as a word of its own.
pub fn names(prose: &str, id: &str) -> bool {
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

//! Does the program do what the pages say? Finds the pages, runs them, and names every one that fails.
//!
//! How a page is written stands in `main.rs`.

mod expected;
mod page;
mod session;

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::source::{files_under, repository};
use session::Surroundings;

/// The folders of pages; each must have some.
const FOLDERS: [&str; 4] = ["tests/cmd", "tests/rules", "tests/errors", "examples"];
/// More would only wait for the same disk.
const THREADS_MAX: usize = 4;

#[test]
fn the_pages_of_commands_hold() {
    check(&pages_in("tests/cmd"));
}

#[test]
fn the_pages_of_rules_hold() {
    check(&pages_in("tests/rules"));
}

#[test]
fn the_pages_of_errors_hold() {
    check(&pages_in("tests/errors"));
}

#[test]
fn the_examples_hold() {
    check(&pages_in("examples"));
}

#[test]
fn the_readme_page_holds() {
    check(&["README.md".to_string()]);
}

#[test]
fn every_folder_of_pages_has_pages() {
    let empty: Vec<_> = FOLDERS
        .into_iter()
        .filter(|folder| pages_in(folder).is_empty())
        .collect();
    assert!(empty.is_empty(), "no page in {}", empty.join(", "));
}

#[test]
fn a_page_without_a_command_fails() {
    let around = Surroundings::of_this_repository().expect("the repository is here");
    let root = tempfile::tempdir().expect("a directory can be made");
    fs::write(root.path().join("p.md"), "```console norun\n$ ls\n```\n")
        .expect("the page can be written");
    let verdict = verdict(root.path(), "p.md", &around);
    assert_eq!(
        verdict.failures,
        ["p.md:1: a page without a command checks nothing"]
    );
}

/// What there is to say about one page.
#[derive(Default)]
struct Verdict {
    failures: Vec<String>,
    notes: Vec<String>,
}

/// Paths of the pages below `folder`, sorted, relative to the repository.
fn pages_in(folder: &str) -> Vec<String> {
    files_under(&repository(), folder, &["md"])
}

/// Runs `pages` on a few threads and fails with every mismatch of every page.
#[track_caller]
fn check(pages: &[String]) {
    let around = Surroundings::of_this_repository().expect("the repository is here");
    let only = env::var("PAGE").unwrap_or_default();
    let pages: Vec<&String> = pages.iter().filter(|page| page.contains(&only)).collect();
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    let work = || {
        while let Some(path) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let verdict = verdict(&repository(), path, &around);
            verdicts
                .lock()
                .expect("no page panics")
                .push((path, verdict));
        }
    };
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .min(THREADS_MAX);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));

    let mut verdicts = verdicts.into_inner().expect("no page panics");
    verdicts.sort_by_key(|(path, _)| *path);
    verdicts
        .iter()
        .flat_map(|(_, verdict)| &verdict.notes)
        .for_each(|note| eprintln!("{note}"));
    let failed = verdicts
        .iter()
        .filter(|(_, verdict)| !verdict.failures.is_empty());
    let names: Vec<_> = failed
        .clone()
        .map(|(path, _)| format!("  {path}"))
        .collect();
    let reports: Vec<_> = failed
        .flat_map(|(_, verdict)| verdict.failures.clone())
        .collect();
    assert!(
        names.is_empty(),
        "{} of {} pages fail:\n{}\n\n{}\nUPDATE=1 writes the real output into the pages.",
        names.len(),
        pages.len(),
        names.join("\n"),
        reports.join("\n"),
    );
}

/// Runs the page at `path` below `root`; with `UPDATE=1` writes what it really printed.
fn verdict(root: &Path, path: &str, around: &Surroundings) -> Verdict {
    let fault = |message: String| Verdict {
        failures: vec![message],
        ..Verdict::default()
    };
    let text = match fs::read_to_string(root.join(path)) {
        Ok(text) => text,
        Err(error) => return fault(format!("{path}: {error}")),
    };
    let page = match page::parse(path, &text) {
        Ok(page) => page,
        Err(message) => return fault(message),
    };
    if page.commands().next().is_none() {
        return fault(format!("{path}:1: a page without a command checks nothing"));
    }
    let outcome = match session::run(&page, around) {
        Ok(outcome) => outcome,
        Err(error) => return fault(format!("{path}: {error}")),
    };
    let mut verdict = Verdict {
        notes: outcome.skipped,
        ..Verdict::default()
    };
    if outcome.mismatches.is_empty() {
        return verdict;
    }
    if env::var("UPDATE").is_ok_and(|update| update == "1") {
        let written = session::updated(&page, &outcome.mismatches).and_then(|text| {
            fs::write(root.join(path), text).map_err(|error| format!("{path}: {error}"))
        });
        match written {
            Ok(()) => verdict
                .notes
                .push(format!("{path}: written anew, read the diff")),
            Err(message) => verdict.failures.push(message),
        }
    } else {
        verdict.failures = outcome
            .mismatches
            .iter()
            .map(|mismatch| session::report(&page, mismatch))
            .collect();
    }
    verdict
}

//! Does the map of each folder name every module in it?
//!
//! A map is the module doc of the file that declares the modules. The folders that are named here have one, and so has
//! every file whose doc holds a table `| file | … |`.

use std::collections::BTreeSet;

use crate::source::{Source, sources};

/// The folders with a map.
const MAPPED: [&str; 32] = [
    "allocate",
    "allocate/audit",
    "allocate/dispatch",
    "allocate/source",
    "allocate/transfer",
    "cli/desk",
    "cli/stock/posting",
    "engine",
    "io",
    "io/frame",
    "io/lane",
    "io/take",
    "io/take/plan",
    "io/take/reading",
    "io/xlsx",
    "ledger",
    "ledger/header",
    "ledger/parse",
    "policy",
    "price",
    "price/fund",
    "price/judge",
    "price/release",
    "price/settlement",
    "price/subsidy",
    "report",
    "report/daily",
    "rotate",
    "rotate/plan",
    "stock",
    "stock/burn",
    "stock/scenario",
];

#[test]
fn every_map_names_every_module_of_its_folder() {
    let sources = sources("src");
    let maps: Vec<&Source> = sources.iter().filter(|source| has_map(source)).collect();
    let findings: Vec<String> = maps.iter().flat_map(|source| unnamed(source)).collect();
    assert!(maps.len() >= MAPPED.len(), "{} maps are there", maps.len());
    assert!(
        findings.is_empty(),
        "{} modules are on no map:\n{}",
        findings.len(),
        findings.join("\n")
    );
}

fn has_map(source: &Source) -> bool {
    let folder = source.module().join("/");
    MAPPED.contains(&folder.as_str()) || doc(source).any(|line| line.starts_with("| file |"))
}

/// The lines of the module doc.
fn doc(source: &Source) -> impl Iterator<Item = &str> {
    let lines = source.lines.iter();
    lines.map_while(|line| Some(line.strip_prefix("//!")?.trim()))
}

/// Modules that a file declares and its doc does not name; modules of tests are on no map.
fn unnamed(source: &Source) -> Vec<String> {
    let named: BTreeSet<&str> = doc(source).flat_map(names).collect();
    let above = std::iter::once("").chain(source.lines.iter().map(String::as_str));
    let declared = source.lines.iter().zip(above).zip(1..);
    let modules = declared.filter_map(|((line, above), number)| {
        let module = line.strip_suffix(';')?.rsplit_once("mod ")?.1;
        let is_declared = line.starts_with("mod ") || line.starts_with("pub");
        (is_declared && above != "#[cfg(test)]").then_some((module, number))
    });
    let missing = modules.filter(|(module, _)| !named.contains(module));
    missing
        .map(|(module, number)| source.finding(number, format!("the map leaves out `{module}`")))
        .collect()
}

/// What stands between backticks, without the marks that tell rustdoc what is meant.
fn names(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.map(|name| name.trim_start_matches("mod@").trim_end_matches("()"))
}

#[test]
fn a_module_that_the_map_leaves_out_is_found() {
    let text = "//! A map: [`mod@a`], `b` and\n//! [`c()`].\n\npub mod a;\nmod b;\npub(super) mod c;\n\
        mod d;\n\n#[cfg(test)]\nmod tests;\n";
    let source = Source::new("src/stock.rs", text);
    assert_eq!(unnamed(&source), ["src/stock.rs:7: the map leaves out `d`"]);
    assert!(has_map(&source));
    assert!(!has_map(&Source::new("src/stock/a.rs", text)));
    let table = "//! | file | its question |\n";
    assert!(has_map(&Source::new("src/stock/a.rs", table)));
}

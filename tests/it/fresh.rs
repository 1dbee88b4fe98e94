//! Are the generated pages of `data/` what the definitions say today?
//!
//! `UPDATE=1 cargo test --test it fresh` writes them anew; then read the difference.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use granary::ledger::Table;
use granary::ledger::schema::{dictionary_page, json_schema};

/// Every generated file, by its path from the repository root.
fn generated() -> BTreeMap<PathBuf, String> {
    let schema = |table: Table| {
        let path = PathBuf::from(format!("data/schema/{}.json", table.id()));
        (path, format!("{:#}\n", json_schema(table)))
    };
    let dictionary = (PathBuf::from("data/dictionary.md"), dictionary_page());
    Table::all().map(schema).chain([dictionary]).collect()
}

/// The files that stand otherwise in the repository; with `update` they are written.
fn stale(root: &Path, update: bool) -> Vec<String> {
    let mut stale = Vec::new();
    for (path, text) in generated() {
        let full = root.join(&path);
        if fs::read_to_string(&full).is_ok_and(|there| there == text) {
            continue;
        }
        if update {
            let folder = full.parent().expect("a generated file lies in a folder");
            fs::create_dir_all(folder).expect("the folder can be made");
            fs::write(&full, &text).expect("the file can be written");
        } else {
            stale.push(path.display().to_string());
        }
    }
    stale
}

#[test]
fn the_dictionary_and_schemas_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stale = stale(root, std::env::var_os("UPDATE").is_some());
    assert!(
        stale.is_empty(),
        "not as the definitions say: {stale:?}; run UPDATE=1 cargo test --test it fresh"
    );
}

#[test]
fn a_file_that_is_not_there_is_stale() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(stale(empty.path(), false).len(), Table::all().count() + 1);
    assert!(stale(empty.path(), true).is_empty());
    assert!(stale(empty.path(), false).is_empty());
}

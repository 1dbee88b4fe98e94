//! A folder of parts: one table in several files, as other programs write a long one; and what files of tables are called.

use std::path::PathBuf;

use crate::diagnostic::{Code, Diagnostic, Place, Result};

use super::unreadable;

/// The endings of the files of tables in a folder: of the parts of one, or of the tables of a ledger.
pub const ENDINGS: [&str; 4] = ["csv", "jsonl", "xlsx", "parquet"];

/// The files of a folder, in the order of their names. Files of other endings beside them are no parts.
///
/// Errors: `not-found` where there is none.
pub fn of(folder: &str) -> Result<Vec<String>> {
    let files = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let is_part = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending))
    };
    let mut parts: Vec<PathBuf> = files
        .flatten()
        .map(|file| file.path())
        .filter(is_part)
        .collect();
    parts.sort();
    if parts.is_empty() {
        let message = format!(
            "the folder holds no file of a table ({})",
            ENDINGS.join(", ")
        );
        return Err(Diagnostic::error(Code::NotFound, message)
            .at(Place::file(folder))
            .hint("name a file, or give a ledger's folder with --ledger")
            .into());
    }
    let names = parts.iter().map(|part| part.to_string_lossy().into_owned());
    Ok(names.collect())
}

//! What is made for a ledger that is not there yet, and taken back where its first post cannot be written.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::diagnostic::Result;

use super::super::output;

/// Makes the folder of a ledger that names one, and those above it: the ones that were not there, the outermost first.
pub fn folders(ledger: &Path) -> Result<Vec<PathBuf>> {
    if ledger.extension().is_some() {
        return Ok(Vec::new());
    }
    let is_new = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let new = ledger.ancestors().take_while(is_new);
    let mut new: Vec<PathBuf> = new.map(Path::to_owned).collect();
    new.reverse();
    output::folder(ledger)?;
    Ok(new)
}

/// Removes a ledger that holds nothing, and its folders as far as they hold nothing else.
pub fn take_back(movements: &Path, folders: &[PathBuf]) {
    // What cannot be removed is an empty ledger, and the next post fills it.
    let _ = std::fs::remove_file(movements);
    for folder in folders.iter().rev() {
        let _ = std::fs::remove_dir(folder);
    }
}

/// Whether an open file has been removed from under its name.
#[cfg(unix)]
pub fn is_gone(file: &File, _: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.metadata().is_ok_and(|file| file.nlink() == 0)
}

/// Whether an open file has been removed from under its name.
#[cfg(not(unix))]
pub fn is_gone(_: &File, path: &Path) -> bool {
    !path.exists()
}

/// Syncs the folder of a new file, so that not only its lines but its name survives a crash.
#[cfg(unix)]
pub fn keep_name(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // A file system that cannot sync a folder keeps names in its own way.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// File systems of other kinds keep names in their own way.
#[cfg(not(unix))]
pub fn keep_name(_: &Path) {}

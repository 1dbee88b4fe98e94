//! What a command reads is still there after it: no output takes the place of an input, nor of another output.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::io::{ledger_file, output};

use super::global::Global;

impl Global {
    /// Refuses two outputs under one name, and an output under the name of the ledger's movements.
    pub fn refuse_lost_files(&self) -> Result<(), Refused> {
        let outputs = self.outputs();
        for (at, (flag, path)) in outputs.iter().enumerate() {
            let mut before = outputs[..at].iter();
            if let Some((other, _)) = before.find(|(_, other)| are_one(path, other)) {
                let message = format!("{other} and {flag} write to one file, {}", path.display());
                let error = Diagnostic::error(Code::BadFlag, message);
                return Err(error.hint("give each a name of its own").into());
            }
        }
        let movements = self.ledger.as_deref().map(ledger_file::movements_path);
        match movements.and_then(|path| self.output_over(&path)) {
            Some((flag, path)) => Err(lost(
                path,
                format!(
                    "{flag} names the movements of the ledger, which stock import and stock post alone write"
                ),
            )),
            None => Ok(()),
        }
    }

    /// Refuses to read the file `input` where an output would take its place.
    pub fn expect_kept(&self, input: &Path) -> Result<(), Refused> {
        match self.output_over(input) {
            Some((flag, path)) => Err(lost(
                path,
                format!("{flag} names a file that the command reads, and would take its place"),
            )),
            None => Ok(()),
        }
    }

    /// The output that would take the place of a file that is there.
    fn output_over(&self, file: &Path) -> Option<(&'static str, &Path)> {
        if !file.is_file() {
            return None;
        }
        let mut outputs = self.outputs().into_iter();
        outputs.find(|(_, path)| are_one(path, file))
    }

    /// The files that are written, each with its flag; streams take nobody's place.
    fn outputs(&self) -> Vec<(&'static str, &Path)> {
        let saves = self.save.iter().filter_map(|save| save.split_once('='));
        let saves = saves.map(|(_, file)| ("--save", Path::new(file)));
        let output = self.output.as_deref().map(|path| ("-o", path));
        let rejects = self.rejects.as_deref().map(|path| ("--rejects", path));
        let all = output.into_iter().chain(rejects).chain(saves);
        all.filter(|(_, path)| !output::is_stream(Some(path)))
            .collect()
    }
}

/// Whether two paths name one file, which may not be there yet.
fn are_one(one: &Path, other: &Path) -> bool {
    place(one) == place(other)
}

/// Where a path leads: through links, as far as there is anything.
fn place(path: &Path) -> PathBuf {
    let whole = path.canonicalize().ok();
    let in_folder = || {
        let folder = path.parent()?;
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    };
    whole.or_else(in_folder).unwrap_or_else(|| path.to_owned())
}

fn lost(path: &Path, message: String) -> Refused {
    Diagnostic::error(Code::CannotCreate, message)
        .at(Place::file(&path.to_string_lossy()))
        .hint("choose another name; the file is as it was")
        .into()
}

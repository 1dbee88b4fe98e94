//! What `--save` writes beside the answer: whole tables, which appear only when the answer can be written too.
//!
//! Nothing appears under any name while anything of the command can still be refused.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::diagnostic::Refused;
use crate::io::output::{self, Staged};
use crate::io::write::{Format, Prepared};
use crate::ledger::Table;

use super::Desk;

/// The files of `--save`, complete and not to be seen yet.
pub(super) struct Saves(Vec<Staged>);

impl Desk {
    /// The tables that `--save` names, put together.
    ///
    /// Errors: `missing-table`; those of the output.
    pub(super) fn saves(&mut self) -> Result<Saves> {
        let files = self.wanted.saved.clone();
        for (table, _) in &files {
            self.make_ready(*table)?;
        }
        let stage = |(table, path): &(Table, PathBuf)| {
            let views = [self.ready(*table, None)];
            Prepared::of(&views, Format::of_path(path))?.stage(path)
        };
        let staged = files.iter().map(stage);
        Ok(Saves(staged.collect::<Result<_, Refused>>()?))
    }
}

impl Saves {
    /// Writes an answer to `path`, or to standard output, and lets the files appear beside it.
    ///
    /// Errors: those of the answer, and of files that cannot appear.
    pub(super) fn beside(
        self,
        path: Option<&Path>,
        write: impl FnOnce() -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        // A stream cannot be taken back, and its reader may look for the files at once.
        if output::is_stream(path) {
            self.appear()?;
            return write();
        }
        write()?;
        self.appear()
    }

    /// Lets the files appear.
    pub(super) fn appear(self) -> Result<(), Refused> {
        self.0.into_iter().try_for_each(Staged::appear)
    }
}

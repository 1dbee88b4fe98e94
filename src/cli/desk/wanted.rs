//! The tables that are wanted of a command: what `--emit` and `--save` name, read once when its desk is opened.

use std::path::PathBuf;

use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;

use super::Desk;
use super::inputs::table_named;

/// The word for all tables: those that were read, and then the new ones.
const ALL: &str = "all";

/// What `--emit` and `--save` name.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Whether all tables are passed on.
    pub all: bool,
    /// The tables of `--emit`, as they were named.
    pub emitted: Vec<Table>,
    /// The tables of `--save`, each with its file.
    pub saved: Vec<(Table, PathBuf)>,
}

impl Wanted {
    /// What the flags name.
    ///
    /// Errors: `bad-flag` for what is no table, or names none.
    pub fn of(global: &Global) -> Result<Wanted, Refused> {
        let (all, named): (Vec<&String>, Vec<_>) =
            global.emit.iter().partition(|name| *name == ALL);
        let emitted = named.into_iter().map(|name| table_named(name));
        let saved = global.save.iter().map(|save| table_and_file(save));
        Ok(Wanted {
            all: !all.is_empty(),
            emitted: emitted.collect::<Result<_, _>>()?,
            saved: saved.collect::<Result<_, _>>()?,
        })
    }

    /// Whether nothing is said of what goes to the output, which is then the command's own table.
    pub fn is_its_own(&self) -> bool {
        !self.all && self.emitted.is_empty()
    }

    /// Whether `table` is written anywhere because it was named, alone or with all others.
    pub fn includes(&self, table: Table) -> bool {
        self.all || self.names(table)
    }

    /// Whether `table` itself is named, and not with all others.
    pub fn names(&self, table: Table) -> bool {
        let mut saved = self.saved.iter();
        self.emitted.contains(&table) || saved.any(|(saved, _)| *saved == table)
    }

    /// Whether nothing but `table` is written.
    pub fn is_only(&self, table: Table) -> bool {
        let mut emitted = self.emitted.iter();
        !self.all && self.saved.is_empty() && emitted.all(|emitted| *emitted == table)
    }
}

impl Desk {
    /// Whether `--emit` or `--save` names a table that is worked out only when it is asked for.
    pub fn is_asked_for(&self, table: Table) -> bool {
        self.wanted.includes(table)
    }

    /// The same where it is named itself, and not with all others.
    pub fn is_named(&self, table: Table) -> bool {
        self.wanted.names(table)
    }

    /// Whether rows of `table`, which the command answers with unless others are named, are looked at at all.
    pub fn answers_with(&self, table: Table) -> bool {
        let is_itself = self.global.nagios || self.global.explain.is_some();
        is_itself || self.wanted.is_its_own() || self.wanted.includes(table)
    }

    /// Whether rows of `table`, which stands beside the one that the command answers with, are looked at at all: they are
    /// written, or weighed for the exit code.
    pub fn looks_beside_at(&self, table: Table) -> bool {
        let is_weighed = self.global.fail_on.is_some() || self.global.nagios;
        is_weighed || self.wanted.includes(table)
    }

    /// Whether a flag says what is written, or where: an answer of no rows is then written too.
    pub fn is_told_what_to_write(&self) -> bool {
        let global = &self.global;
        let is_elsewhere = global.nagios || global.explain.is_some() || global.output.is_some();
        is_elsewhere || !self.wanted.is_its_own() || !self.wanted.saved.is_empty()
    }

    /// Has `tables` go to the output, unless `--emit` names others.
    pub fn emit(&mut self, tables: &[Table]) {
        if self.wanted.is_its_own() {
            self.wanted.emitted = tables.to_vec();
        }
    }
}

/// Reads one `--save TABLE=FILE`.
fn table_and_file(save: &str) -> Result<(Table, PathBuf), Refused> {
    let Some((table, file)) = save.split_once('=') else {
        let message = format!("--save \"{save}\" names no table");
        return Err(Diagnostic::error(Code::BadFlag, message)
            .hint("write --save TABLE=FILE")
            .into());
    };
    Ok((table_named(table)?, PathBuf::from(file)))
}

//! What of the ledger are rows to post held against?

use std::collections::{BTreeSet, HashSet};

use anyhow::Result;

use crate::cli::global::Global;
use crate::io::ledger_file::{self, LedgerFile};
use crate::ledger::word::{MovementKind, Word as _};
use crate::ledger::{Catalogue, Column, Row, Table};

use super::reading_desk;

/// How much of the ledger rows are worked out from.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// All of it: counts, and sheets that are known by their names, may meet any line.
    Whole,
    /// What these rows have to do with.
    Around(&'a [Row]),
}

/// What the ledger has.
#[derive(Debug, Default)]
pub struct Known {
    /// The lines in scope, in ledger order.
    pub rows: Vec<Row>,
    /// The sites that keep stock, be their lines in scope or not.
    pub keepers: BTreeSet<String>,
}

impl Known {
    /// What is known of a ledger that is locked.
    pub fn of(file: &LedgerFile, catalogue: &Catalogue, scope: Scope<'_>) -> Result<Known> {
        let rows = match scope {
            Scope::Whole => file.rows(catalogue, |_| true)?,
            Scope::Around(rows) => known_lines(file, catalogue, rows)?,
        };
        Ok(Known {
            rows,
            keepers: file.sites(),
        })
    }

    /// All that the ledger has; nothing where it is not there yet.
    pub fn whole(global: &Global) -> Result<Known> {
        let rows = known_rows(global)?;
        let keepers = sites(&rows);
        Ok(Known { rows, keepers })
    }

    /// Whether the ledger has no line.
    pub fn is_nothing(&self) -> bool {
        self.keepers.is_empty()
    }
}

/// The sites that keep stock in the ledger: those that any movement names as its place.
pub fn keepers(global: &Global) -> Result<BTreeSet<String>> {
    if let Some(sites) = global.ledger.as_deref().and_then(ledger_file::sites) {
        return Ok(sites);
    }
    Ok(sites(&known_rows(global)?))
}

fn sites(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(|row| row.get(Column::Site)).collect()
}

/// The movements that the ledger holds; none where it is not there yet.
pub fn known_rows(global: &Global) -> Result<Vec<Row>> {
    reading_desk(global)?.hand_out(Table::Movement)
}

/// The lines of the ledger that `rows` have to do with: those of the same documents, and every line of the goods that
/// move, at both ends of their way.
pub fn known_lines(file: &LedgerFile, catalogue: &Catalogue, rows: &[Row]) -> Result<Vec<Row>> {
    let text = |row: &Row, column| row.get::<String>(column);
    let at = |row: &Row, place| [place, Column::Item].map(|part| text(row, part));
    let goods = |row: &Row| at(row, Column::Site);
    let mut docs: HashSet<String> = rows.iter().map(|row| text(row, Column::Doc)).collect();
    let named: BTreeSet<String> = rows.iter().map(|row| text(row, Column::Ref)).collect();
    // A reference is a document and a line with a slash between, and either may hold another.
    docs.extend(named.iter().flat_map(|name| {
        let slashes = name.match_indices('/');
        slashes.map(|(at, _)| name[..at].to_owned())
    }));
    let reversal = MovementKind::Reversal;
    let read = |moving: &HashSet<[String; 2]>| {
        let moving: HashSet<[&str; 2]> = moving
            .iter()
            .map(|goods| goods.each_ref().map(String::as_str))
            .collect();
        file.rows(catalogue, |head| {
            let [site, item, _] = head.lot();
            MovementKind::parse(head.kind()) == Some(reversal)
                || docs.contains(head.doc())
                || moving.contains(&[site, item])
        })
    };
    let ends = |row: &Row| [Column::Site, Column::Counterparty].map(|end| at(row, end));
    let mut moving: HashSet<[String; 2]> = rows.iter().flat_map(ends).collect();
    let known = read(&moving)?;
    let undone = known
        .iter()
        .filter(|row| named.contains(&row.key().join("/")));
    let undone = undone.map(goods).filter(|goods| !moving.contains(goods));
    let found: Vec<[String; 2]> = undone.collect();
    if found.is_empty() {
        return Ok(known);
    }
    moving.extend(found);
    Ok(read(&moving)?)
}

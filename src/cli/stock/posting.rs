//! How rows enter the ledger: what is new in them, what stands there already, what may not be posted.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::engine;
use crate::io::csv;
use crate::io::ledger_file::{LedgerFile, content};
use crate::io::message::{self, Loudness};
use crate::ledger::tables::{Allocation, Movement};
use crate::ledger::{Column, Record as _, Row, Table};
use crate::stock::check::SealedLine;

/// How rows enter the ledger.
#[derive(Debug, Args)]
pub struct Posting {
    /// Write the rows to standard output instead of the ledger
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Wait so many seconds for another process to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=86_400))]
    pub wait: u64,
}

/// What must hold before rows are appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: rows of the past are taken as they come, and `stock check` judges them.
    None,
    /// No balance may fall below zero.
    Balances,
    /// The same, and the ledger must still end with this seal, where a plan names one.
    Basis(Option<String>),
}

/// Rows that the ledger does not have yet, and how many it has.
#[derive(Debug, Default)]
pub struct Fresh {
    pub rows: Vec<Row>,
    pub known: usize,
}

/// Leaves out the rows that the ledger has already, and rows given twice.
///
/// Errors: `conflict` for every row whose document and line stand there with other content.
pub fn fresh_rows(global: &Global, rows: Vec<Row>) -> Result<Fresh> {
    sift(&known_rows(global)?, rows)
}

/// Appends the fresh ones of `rows` to the ledger, under its lock, and says how many there were.
pub fn append(global: &Global, rows: Vec<Row>, wait: Duration, guard: Guard) -> Result<u8> {
    let ledger = global.ledger.clone().ok_or_else(no_ledger)?;
    if ledger.extension().is_none() {
        crate::io::output::folder(&ledger)?;
    }
    let mut file = LedgerFile::lock(&ledger, wait)?;
    let loudness = Loudness {
        quiet: global.quiet,
        verbose: global.verbose,
    };
    message::show(file.torn_tail(), loudness);
    let known = if file.is_empty() {
        Vec::new()
    } else {
        known_rows(global)?
    };
    let fresh = sift(&known, rows)?;
    let basis = match &guard {
        Guard::Basis(Some(basis)) if !fresh.rows.is_empty() => basis,
        _ => file.last_seal(),
    };
    if basis != file.last_seal() {
        return Err(moved_on(file.path()).into());
    }
    if guard != Guard::None {
        no_balance_below_zero(&known, &fresh.rows)?;
    }
    if !fresh.rows.is_empty() {
        file.append(&fresh.rows)?;
    }
    if !global.quiet {
        message::say(&counts(&fresh));
    }
    Ok(0)
}

/// What was new and what was there, as one line of words.
pub fn counts(fresh: &Fresh) -> String {
    let new = match fresh.rows.len() {
        1 => "1 movement is".to_owned(),
        n => format!("{n} movements are"),
    };
    format!("{new} new, {} there already", fresh.known)
}

/// The sites that keep stock in the ledger: those that any movement names as its place.
pub fn keepers(global: &Global) -> Result<BTreeSet<String>> {
    Ok(known_rows(global)?
        .iter()
        .map(|row| row.get::<String>(Column::Site))
        .collect())
}

/// The seal that the awards of a plan say the ledger ended with.
pub fn basis_seal(awards: &[Allocation]) -> Option<String> {
    awards
        .iter()
        .map(|award| award.basis_seal.clone())
        .find(|seal| !seal.is_empty())
}

/// The lines of the movements as they were sealed, by the file they stand in.
pub fn sealed_lines(desk: &mut Desk) -> Result<BTreeMap<String, Vec<SealedLine>>> {
    let mut files: BTreeMap<String, Vec<SealedLine>> = BTreeMap::new();
    for row in desk.rows(Table::Movement)? {
        let (file, line) = row
            .place
            .as_ref()
            .map_or((String::new(), 0), |p| (p.file.to_string(), p.line));
        files.entry(file).or_default().push(SealedLine {
            line,
            content: csv::line(content(row)),
            seal: row.get(Column::Seal),
        });
    }
    Ok(files)
}

fn sift(known: &[Row], rows: Vec<Row>) -> Result<Fresh> {
    let mut seen: HashMap<Vec<String>, Cow<'_, Row>> = known
        .iter()
        .map(|row| (row.key(), Cow::Borrowed(row)))
        .collect();
    let mut fresh = Fresh::default();
    let mut conflicts = Vec::new();
    for row in rows {
        match seen.entry(row.key()) {
            Entry::Vacant(free) => {
                free.insert(Cow::Owned(row.clone()));
                fresh.rows.push(row);
            }
            Entry::Occupied(there) => match difference(there.get(), &row) {
                None => fresh.known += 1,
                Some(detail) => conflicts.push(conflict(&row, &detail)),
            },
        }
    }
    if conflicts.is_empty() {
        Ok(fresh)
    } else {
        Err(Refused(conflicts).into())
    }
}

/// What the first differing cell of two rows holds; their seals do not count.
fn difference(there: &Row, here: &Row) -> Option<String> {
    let fields = here.table.fields().iter();
    let mut cells = fields.zip(there.cells.iter().zip(&here.cells));
    let differs = cells.find(|(field, (a, b))| field.column != Column::Seal && a != b);
    differs.map(|(field, (a, b))| format!("{} is \"{b}\", there \"{a}\"", field.column.id()))
}

fn conflict(row: &Row, detail: &str) -> Diagnostic {
    let message = format!(
        "document {} stands in the ledger with other content: {detail}",
        row.key().join(" line ")
    );
    let place = row.place.clone().unwrap_or_else(|| Place::file("plan"));
    Diagnostic::error(Code::Conflict, message)
        .at(place)
        .hint("correct a posted line by a reversal and a new document, or give this one a number of its own")
}

fn no_balance_below_zero(known: &[Row], fresh: &[Row]) -> Result<()> {
    let movements: Vec<Movement> = known.iter().chain(fresh).map(Movement::from_row).collect();
    let Some(last) = movements.iter().map(|movement| movement.date).max() else {
        return Ok(());
    };
    let touched: BTreeSet<_> = fresh
        .iter()
        .map(|row| crate::ledger::LotKey::of_movement(&Movement::from_row(row)))
        .collect();
    let balances = engine::balances(&movements, last);
    let short = balances
        .iter()
        .filter(|(key, balance)| touched.contains(key) && balance.qty.is_negative());
    let faults: Vec<Diagnostic> = short
        .map(|(key, balance)| {
            let message = format!(
                "{} lot \"{}\" at {} would fall to {}",
                key.item, key.lot, key.site, balance.qty
            );
            Diagnostic::error(Code::NegativeStock, message)
                .hint("post what came in first, or correct the quantity")
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused(faults).into())
    }
}

/// The movements that the ledger holds; none where it is not there yet.
fn known_rows(global: &Global) -> Result<Vec<Row>> {
    let reading = Global {
        inputs: Vec::new(),
        map: None,
        rejects: None,
        ..global.clone()
    };
    let mut desk = Desk::open_named(&reading)?;
    Ok(if desk.supplies(Table::Movement)? {
        desk.rows(Table::Movement)?.to_vec()
    } else {
        Vec::new()
    })
}

fn no_ledger() -> Refused {
    Diagnostic::error(Code::MissingTable, "no ledger is named to post to")
        .hint("name one with --ledger FOLDER, or look first with --dry-run")
        .into()
}

fn moved_on(path: &std::path::Path) -> Refused {
    Diagnostic::error(
        Code::LedgerMoved,
        "the ledger has moved on since the plan was made",
    )
    .at(Place::file(&path.to_string_lossy()))
    .hint("make the plan again, or post it all the same with --rebase")
    .into()
}

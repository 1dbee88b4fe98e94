//! How rows enter the ledger: what is new in them, what stands there already, what may not be posted.
//!
//! - `origin` where rows come from, `known` what they are held against, `rehearsal` a first post without a ledger
//! - kept out: `refusals` as a whole, `earmarks` that nobody could read, `late` lines of a day that was counted,
//!   `below` what goes below nothing, `leaving` what a plan gave and nobody ships any more

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted_are;
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::io::ledger_file::LedgerFile;
use crate::io::message;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::ledger::{Catalogue, Column, Record as _, Row};
use crate::stock::check::reversal;
use crate::stock::overlap::is_named_by_file;
use crate::stock::shortfall::{Lacking, Shortfall, lacking, shortfalls};

use super::units;

mod below;
mod earmarks;
mod known;
mod late;
mod leaving;
mod origin;
mod refusals;
mod rehearsal;

pub use known::{Known, Scope, keepers, known_rows};
pub use origin::{Origin, taken_back};

use known::known_lines;
use origin::sift_from;
use refusals::{moved_on, no_ledger};
use rehearsal::{is_to_be_made, rehearse};

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

/// What to do about a sheet of whose name the ledger has another one.
pub const SAME_NAME: &str = "the ledger has another sheet of this name, or its lines moved: give the file another name, and --overlap skip takes what is new; correct a posted line by a reversal and a new document";

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
    /// How many of those were taken back.
    pub taken_back: usize,
}

/// What of `rows` the ledger does not have yet, if it may be posted: the dry run of a post.
pub fn fresh_and_guarded(global: &Global, rows: Vec<Row>, origin: Origin) -> Result<Fresh> {
    let known = known_rows(global)?;
    let fresh = sift_from(origin, &known, rows)?;
    guard_leaving(origin, &known, &fresh)?;
    guard_units(&known, &fresh, global)?;
    guard_balances(&known, &fresh.rows)?;
    Ok(fresh)
}

/// Refuses fresh rows in another unit than the `known` ones of the same goods.
pub fn guard_units(known: &[Row], fresh: &Fresh, global: &Global) -> Result<()> {
    let catalogue = reading_desk(global)?.catalogue()?;
    Ok(units::guard_rows(known, &fresh.rows, &catalogue)?)
}

/// Appends the fresh ones of `rows` to the ledger, under its lock, and says how many there were.
pub fn append(
    global: &Global,
    rows: Vec<Row>,
    origin: Origin,
    wait: Duration,
    guard: Guard,
) -> Result<u8> {
    if is_to_be_made(global) {
        rehearse(global, rows.clone(), &guard)?;
    }
    let (mut file, catalogue) = locked(global, wait)?;
    let known = known_lines(&file, &catalogue, &rows)?;
    let fresh = sift_from(origin, &known, rows)?;
    guard_leaving(origin, &known, &fresh)?;
    units::guard_file(&file, &fresh.rows, &catalogue)?;
    append_to(&mut file, &known, fresh, &guard, global)
}

/// The same with rows that are worked out, under the lock, from what of the ledger is in `scope`.
pub fn append_prepared(
    global: &Global,
    wait: Duration,
    scope: Scope<'_>,
    prepare: impl Fn(&Known) -> Result<Vec<Row>>,
) -> Result<u8> {
    let prepared = match is_to_be_made(global) {
        true => Some(prepare(&Known::default())?),
        false => None,
    };
    if let Some(rows) = &prepared {
        rehearse(global, rows.clone(), &Guard::None)?;
    }
    let (mut file, catalogue) = locked(global, wait)?;
    let known = Known::of(&file, &catalogue, scope)?;
    let rows = match prepared.filter(|_| known.is_nothing()) {
        Some(rows) => rows,
        None => prepare(&known)?,
    };
    let fresh = sift(&known.rows, rows)?;
    units::guard_file(&file, &fresh.rows, &catalogue)?;
    append_to(&mut file, &known.rows, fresh, &Guard::None, global)
}

/// The ledger, locked, and the catalogue that its lines are read by.
fn locked(global: &Global, wait: Duration) -> Result<(LedgerFile, Catalogue)> {
    let ledger = global.ledger.clone().ok_or_else(no_ledger)?;
    let file = LedgerFile::lock(&ledger, wait)?;
    message::show(file.torn_tail(), global.loudness());
    Ok((file, reading_desk(global)?.catalogue()?))
}

fn append_to(
    file: &mut LedgerFile,
    known: &[Row],
    fresh: Fresh,
    guard: &Guard,
    global: &Global,
) -> Result<u8> {
    let basis = match guard {
        Guard::Basis(Some(basis)) if !fresh.rows.is_empty() => basis,
        _ => file.last_seal(),
    };
    if basis != file.last_seal() {
        return Err(moved_on(file.path()).into());
    }
    if *guard != Guard::None {
        guard_balances(known, &fresh.rows)?;
    }
    if !fresh.rows.is_empty() {
        file.append(&fresh.rows)?;
    }
    tell(known, &fresh, global);
    Ok(0)
}

/// Says what a post came to.
fn tell(known: &[Row], fresh: &Fresh, global: &Global) {
    let below = below::made_below(known, &fresh.rows);
    let below: Vec<Diagnostic> = below.into_iter().collect();
    message::show(&below, global.loudness());
    if !global.quiet {
        message::say(&counts(fresh));
        let more = [taken_back(fresh), idle(fresh)];
        more.iter().flatten().for_each(|line| message::say(line));
        let late = late::before_counts(known, &fresh.rows);
        late.iter().for_each(|line| message::say(line));
    }
}

/// What was new and what was there, as one line of words.
pub fn counts(fresh: &Fresh) -> String {
    let new = counted_are(fresh.rows.len(), "movement");
    format!("{new} new, {} there already", fresh.known)
}

/// How many of the new movements state no quantity, where any do that should: they are kept, and move nothing.
pub fn idle(fresh: &Fresh) -> Option<String> {
    let speaks_without = [MovementKind::Extend, MovementKind::Reversal];
    let is_idle = |row: &&Row| {
        row.cell(Column::Qty).is_empty() && !speaks_without.contains(&row.get(Column::Kind))
    };
    match fresh.rows.iter().filter(is_idle).count() {
        0 => None,
        1 => Some("1 movement states no quantity and moves nothing".to_owned()),
        count => Some(format!(
            "{count} movements state no quantity and move nothing"
        )),
    }
}

/// The seal that the rows of a plan say the ledger ended with.
pub fn basis_seal<'a>(seals: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut seals = seals.into_iter();
    seals.find(|seal| !seal.is_empty()).map(str::to_owned)
}

/// Leaves out of `rows` what is `known`, and rows given twice.
///
/// Errors: `conflict` for every row whose document and line stand there with other content; `bad-word` for every new one
/// whose earmark no plan could read.
pub fn sift(known: &[Row], mut rows: Vec<Row>) -> Result<Fresh> {
    let mut seen: HashMap<[&str; 2], &Row> = known.iter().map(|row| (line_of(row), row)).collect();
    let mut fresh = Fresh::default();
    let mut conflicts = Vec::new();
    let mut is_fresh = Vec::with_capacity(rows.len());
    for row in &rows {
        let entry = seen.entry(line_of(row));
        is_fresh.push(matches!(entry, Entry::Vacant(_)));
        match entry {
            Entry::Vacant(free) => {
                free.insert(row);
            }
            Entry::Occupied(there) => match difference(there.get(), row) {
                None => fresh.known += 1,
                Some(detail) => conflicts.push(conflict(row, &detail)),
            },
        }
    }
    if !conflicts.is_empty() {
        return Err(Refused(conflicts).into());
    }
    let mut is_fresh = is_fresh.into_iter();
    rows.retain(|_| is_fresh.next() == Some(true));
    earmarks::guard(&rows)?;
    fresh.rows = rows;
    Ok(fresh)
}

/// The document and line that a movement is known by.
fn line_of(row: &Row) -> [&str; 2] {
    [Column::Doc, Column::Line].map(|part| row.cell(part).text().unwrap_or(""))
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
    let hint = match is_named_by_file(row) {
        true => SAME_NAME,
        false => {
            "correct a posted line by a reversal and a new document, or give this one a number of its own"
        }
    };
    Diagnostic::error(Code::Conflict, message)
        .at(place)
        .hint(hint)
}

/// Refuses goods of plans that may not leave any more on the day of posting.
fn guard_leaving(origin: Origin, known: &[Row], fresh: &Fresh) -> Result<()> {
    match origin {
        Origin::Movements => Ok(()),
        Origin::Plans { on } => Ok(leaving::guard(known, &fresh.rows, on)?),
    }
}

/// Refuses what would take a lot below nothing at any instant, and reversals of what may not be undone.
fn guard_balances(known: &[Row], fresh: &[Row]) -> Result<()> {
    let movements = |rows: &[Row]| rows.iter().map(Movement::from_row).collect::<Vec<_>>();
    let (before, new) = (movements(known), movements(fresh));
    let place = |at: usize| {
        fresh[at]
            .place
            .clone()
            .unwrap_or_else(|| Place::file("plan"))
    };
    let reversals = reversal::faults(&[&*before, &*new].concat())
        .into_iter()
        .filter(|fault| fault.at >= before.len());
    let mut faults: Vec<Diagnostic> = reversals
        .map(|fault| {
            Diagnostic::error(Code::BadReversal, fault.message)
                .at(place(fault.at - before.len()))
                .hint(fault.hint)
        })
        .collect();
    let short = shortfalls(&before, &new).into_iter();
    faults.extend(short.map(|short| negative_stock(&short, &new[short.at], place(short.at))));
    if faults.is_empty() {
        let lacking = lacking(&before, &new).into_iter();
        faults.extend(lacking.map(|lack| none_left(&lack, &new[lack.at], place(lack.at))));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused(faults).into())
    }
}

fn negative_stock(short: &Shortfall, movement: &Movement, place: Place) -> Diagnostic {
    let lot = &short.lot;
    let when = match &short.when {
        Some(line) => format!(", with {line}"),
        None => String::new(),
    };
    let message = format!(
        "document {} line {}: {} lot \"{}\" at {} would fall to {} on {}{when}",
        movement.doc, movement.line, lot.item, lot.lot, lot.site, short.left, short.on
    );
    Diagnostic::error(Code::NegativeStock, message)
        .at(place)
        .hint("post what came in first, or correct the quantity")
}

fn none_left(lacking: &Lacking, movement: &Movement, place: Place) -> Diagnostic {
    let Lacking {
        site, item, left, ..
    } = lacking;
    let message = format!(
        "document {} line {}: {item} at {site} would fall to {left} over all its lots",
        movement.doc, movement.line
    );
    Diagnostic::error(Code::NegativeStock, message)
        .at(place)
        .hint("a lot is below nothing: post what came in, or reverse what went out without its lot and name the lot")
}

/// A desk with the ledger alone on it.
fn reading_desk(global: &Global) -> Result<Desk> {
    Desk::open_named(&Global {
        inputs: Vec::new(),
        map: None,
        rejects: None,
        ..global.clone()
    })
}

//! `granary stock import`: sheets of movements, and dated snapshots, into the ledger.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Movement, Site};
use crate::ledger::{Catalogue, Column, Row, Table, basis};

use super::incoming::Incoming;
use super::incoming::places;
use super::posting::{self, Known, Posting, Scope};
use super::units;

/// Read sheets of movements into the ledger
///
/// Foreign columns are understood by their Chinese or English names, or by a
/// map file. Rows that the ledger has already are skipped; a bad cell refuses
/// the file unless --rejects takes its row aside. With --dry-run the rows go
/// to standard output, and can be imported again.
///
/// A sheet of dated balances (table onhand) is read as counts. What it does
/// not list is not taken to be gone, unless --complete says so. A list that
/// states no day is that of --as-of.
///
///   $ granary stock import --dry-run granary-demo/movement.csv
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Import {
    /// Files to read: CSV, XLSX, JSON lines or Parquet (default: standard input)
    files: Vec<String>,
    /// Infer what came and went between the counts of dated balances
    #[arg(long)]
    pub infer: bool,
    /// Take lists of balances as complete: a count of 0 for what is absent
    #[arg(long, value_enum, value_name = "OF", value_delimiter = ',')]
    pub complete: Vec<Complete>,
    /// What to do with rows that the ledger has under another name
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub overlap: OnOverlap,
    #[command(flatten)]
    posting: Posting,
}

/// In what a list of balances is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Complete {
    /// each site on the list is there with all its goods
    Sites,
    /// each good on the list is there with all sites that hold it
    Goods,
}

/// What becomes of rows that the ledger has under another name, and of balances that two lists state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OnOverlap {
    /// name them, and import nothing
    #[default]
    Refuse,
    /// leave them out, and take the others
    Skip,
    /// take them all
    Add,
}

/// Runs `stock import`.
pub fn run(args: &Import, global: &Global) -> Result<u8> {
    let global = &Global {
        makes_ledger: true,
        ..global.clone()
    };
    let mut desk = Desk::open_files(global, &args.files)?;
    let is_any = |desk: &Desk| {
        [Table::Movement, Table::Onhand].map(|table| desk.supplies_without_ledger(table))
    };
    let [has_movements, has_balances] = is_any(&desk);
    if !has_movements && desk.has_map_of(Column::Date)? {
        desk.state(Table::Movement);
    } else if !has_movements && !has_balances {
        desk.expect_no_requests()?;
        desk.state_nearest(&[Table::Movement, Table::Onhand]);
    }
    let is_snapshot = desk.supplies_without_ledger(Table::Onhand);
    if !is_snapshot || desk.supplies_without_ledger(Table::Movement) {
        desk.load::<Movement>()?;
    }
    let mut incoming = Incoming {
        movements: desk.rows_without_ledger(Table::Movement)?,
        balances: desk.rows_without_ledger(Table::Onhand)?,
        opens: desk.opens().to_vec(),
    };
    desk.report_unread(&[Table::Movement, Table::Onhand])?;
    if global.rejects.is_some() {
        take_aside_unlike(&mut incoming, &mut desk)?;
    }
    name_places(&mut incoming, &mut desk)?;
    desk.note(&basis::unknown(basis::Line::of_rows(&incoming.movements)));
    if let Some(unlisted) = unlisted(&incoming, &desk.catalogue()?) {
        desk.say(&unlisted);
    }
    let placed = |error| desk.beside_column(error, Column::Earmark);
    if args.posting.dry_run {
        let known = Known::whole(global)?;
        let rows = incoming.rows(&known, args, global)?;
        let fresh = posting::sift(&known.rows, rows).map_err(placed)?;
        posting::guard_units(&known.rows, &fresh, global)?;
        desk.say(&posting::counts(&fresh));
        posting::idle(&fresh).iter().for_each(|line| desk.say(line));
        desk.put_rows(Table::Movement, fresh.rows);
        return desk.finish(Table::Movement);
    }
    let wait = Duration::from_secs(args.posting.wait);
    let scope = match incoming.depends_on_ledger() {
        true => Scope::Whole,
        false => Scope::Around(&incoming.movements),
    };
    posting::append_prepared(global, wait, scope, |known| {
        incoming.rows(known, args, global)
    })
    .map_err(placed)
}

/// Gives places the codes that table site has for their names, and says so; warns of those that it does not list.
fn name_places(incoming: &mut Incoming, desk: &mut Desk) -> Result<()> {
    let sites: Vec<Site> = desk.records()?;
    if sites.is_empty() {
        return Ok(());
    }
    let keepers = posting::keepers(&desk.global)?;
    let places = incoming.name_places(&sites, &keepers);
    places::in_words(&places.named)
        .iter()
        .for_each(|line| desk.say(line));
    let warning: Vec<Diagnostic> = places.warning().into_iter().collect();
    desk.note(&warning);
    Ok(())
}

/// Takes aside the rows in another unit than their goods are counted in.
fn take_aside_unlike(incoming: &mut Incoming, desk: &mut Desk) -> Result<()> {
    let known = posting::known_rows(&desk.global)?;
    let Incoming {
        movements,
        balances,
        ..
    } = incoming;
    let unlike = units::unlike_rows(&known, movements, balances, &desk.catalogue()?);
    let places = unlike.iter().filter_map(|fault| fault.place.clone());
    let places: HashSet<(Arc<str>, u64)> = places.map(|place| (place.file, place.line)).collect();
    let is_kept = |row: &Row| {
        let place = row.place.as_ref();
        place.is_none_or(|place| !places.contains(&(place.file.clone(), place.line)))
    };
    movements.retain(is_kept);
    balances.retain(is_kept);
    match unlike.is_empty() {
        true => Ok(()),
        false => desk.take_aside(unlike),
    }
}

/// Names shown of goods that no catalogue lists.
const NAMES_SHOWN: usize = 8;

/// What is said of goods that go by a Chinese name which no catalogue has: they are goods of their own then, and no
/// question about goods of the catalogue counts them.
fn unlisted(incoming: &Incoming, catalogue: &Catalogue) -> Option<String> {
    let rows = incoming.movements.iter().chain(&incoming.balances);
    let items: BTreeSet<String> = rows
        .map(|row| row.get::<String>(Column::Item))
        .filter(|item| !item.is_ascii() && catalogue.get(item).is_none())
        .collect();
    let shown: Vec<&str> = items.iter().take(NAMES_SHOWN).map(String::as_str).collect();
    let more = match items.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!items.is_empty()).then(|| {
        format!(
            "not in the catalogue, and goods of their own: {}{more}; where one is another's name, add it to its aliases in item.csv of the ledger",
            shown.join(", ")
        )
    })
}

//! `granary stock count`: a blind sheet out, counts in, a variance plan out.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, expect_listed, missing};
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::tables::{Count, Movement, OnHand};
use crate::ledger::{Column, Loaded, Record as _, Row, Table};
use crate::stock::count::{self, SheetOf};
use crate::stock::on_hand;

/// Count what is there, and hold it against the book
///
/// With --blank, write a count sheet: a line a lot, no quantities. Fill in
/// counted (blank is not counted, not 0) and reason, add a line for what is
/// not on it, and give the sheet back. The answer is table variance: nothing
/// is applied until `stock post` posts it, and posting it twice changes
/// nothing. Lots that moved since the sheet was made are to be counted again.
///
///   $ granary stock count --blank --ledger granary-demo --as-of 2022-03-15 \
///       --sample 5 --seed 42
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CountArgs {
    /// Count sheets that were filled in (default: standard input)
    files: Vec<String>,
    /// Write a count sheet instead
    #[arg(long)]
    blank: bool,
    /// Only these sites
    #[arg(long, value_name = "SITE", value_delimiter = ',', requires = "blank")]
    site: Vec<String>,
    /// Only so many lots, drawn by the seed: for an inspection unannounced
    #[arg(long, value_name = "N", requires = "blank", requires = "seed")]
    sample: Option<usize>,
    /// Any number; the same draws the same lots
    #[arg(long, value_name = "S", requires = "sample")]
    seed: Option<u64>,
}

/// Runs `stock count`.
pub fn run(args: &CountArgs, global: &Global) -> Result<u8> {
    if args.blank {
        write_sheet(args, global)
    } else {
        hold_against_book(args, global)
    }
}

/// Writes what is to be counted, and keeps the book of that moment beside it.
fn write_sheet(args: &CountArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let movements = desk.load::<Movement>()?;
    let book = on_hand(&movements.rows, desk.as_of());
    let shape = Shape::of("stock count")
        .with("site", &args.site)
        .with("sample", args.sample)
        .with("seed", args.seed);
    let (doc, basis_seal) = (desk.plan_id(&shape)?, desk.head_seal(None)?);
    let sites = desk.sites()?;
    for site in &args.site {
        expect_listed(&sites, site)?;
    }
    let of = SheetOf {
        doc: &doc,
        sites: &args.site,
        sample: args.sample.zip(args.seed),
        basis_seal: &basis_seal,
    };
    let lines = count::sheet(&book, &of, &desk.catalogue()?);
    desk.say(&format!(
        "count {doc}: {} to count",
        counted(lines.len(), "lot")
    ));
    desk.put(lines);
    desk.put(book);
    desk.finish(Table::Count)
}

/// Writes how the counted lines compare with the book that was kept, or that the ledger had at the seal of the sheet.
fn hold_against_book(args: &CountArgs, global: &Global) -> Result<u8> {
    let mut desk = match args.files.is_empty() {
        true => Desk::open(global)?,
        false => Desk::open_files(global, &args.files)?,
    };
    if !args.files.is_empty() && !desk.supplies_without_ledger(Table::Count) {
        desk.state(Table::Count);
    }
    let is_kept = desk.supplies_without_ledger(Table::Onhand);
    let has_seal = || desk.has_column(Table::Count, Column::BasisSeal);
    if !args.files.is_empty() && !is_kept && !has_seal()? {
        return Err(no_book("").into());
    }
    if args.files.is_empty() && !desk.supplies(Table::Count)? {
        return Err(no_sheet().into());
    }
    let lines = numbered(desk.load::<Count>()?);
    if let Some(refused) = counted_twice(&lines) {
        return Err(refused.into());
    }
    let kept = match is_kept {
        true => Some(desk.load::<OnHand>()?.rows),
        false => None,
    };
    let rows = match desk.supplies(Table::Movement)? {
        true => desk.rows(Table::Movement)?.to_vec(),
        false => Vec::new(),
    };
    let head = rows
        .last()
        .map_or(String::new(), |row| row.get(Column::Seal));
    let mut found = Vec::new();
    for (seal, lines) in by_seal(lines.rows) {
        let upto = rows
            .iter()
            .position(|row| !seal.is_empty() && row.get::<String>(Column::Seal) == seal);
        let posted = |rows: &[Row]| rows.iter().map(Movement::from_row).collect::<Vec<_>>();
        let since = upto.map_or(Vec::new(), |at| posted(&rows[at + 1..]));
        let book = match (&kept, upto, count::days(&lines)) {
            (Some(kept), _, _) => kept.clone(),
            (None, Some(at), Some((_, day))) => on_hand(&posted(&rows[..=at]), day),
            (None, None, Some((_, day))) if seal.is_empty() && !rows.is_empty() => {
                let book = on_hand(&posted(&rows), day);
                if !count::are_of_empty_stores(&lines, &book) {
                    return Err(no_book(&seal).into());
                }
                book
            }
            (None, ..) => return Err(no_book(&seal).into()),
        };
        if upto.is_none() && !seal.is_empty() {
            desk.say("what was posted since the sheet was made cannot be told: its seal is not in the ledger");
        }
        found.extend(count::variances(&lines, &book, &since));
    }
    for variance in &mut found {
        variance.basis_seal.clone_from(&head);
    }
    desk.say(&count::in_words(&found));
    desk.put(found);
    desk.finish(Table::Variance)
}

/// The lines with the document of the sheet on those that were added to it, and numbers behind all of its own.
fn numbered(mut lines: Loaded<Count>) -> Loaded<Count> {
    let is_added = |line: &Count, place: Option<&crate::diagnostic::Place>| {
        place.is_some_and(|place| place.document() == line.doc)
    };
    let added: Vec<bool> = lines
        .iter()
        .map(|(line, place)| is_added(line, place))
        .collect();
    let own = lines.rows.iter().zip(&added).filter(|(_, added)| !**added);
    let numbers = own.clone().filter_map(|(line, _)| line.line.parse().ok());
    let last: u64 = numbers.max().unwrap_or(0);
    if let Some((first, _)) = own.clone().next() {
        let (doc, seal) = (first.doc.clone(), first.basis_seal.clone());
        let added = lines.rows.iter_mut().zip(added).filter(|(_, added)| *added);
        for ((line, _), number) in added.zip(last + 1..) {
            line.doc.clone_from(&doc);
            line.line = number.to_string();
            line.basis_seal.clone_from(&seal);
        }
    }
    lines
}

/// The lines by the seal that the ledger ended with when their sheet was made.
fn by_seal(lines: Vec<Count>) -> BTreeMap<String, Vec<Count>> {
    let mut groups: BTreeMap<String, Vec<Count>> = BTreeMap::new();
    for line in lines {
        groups
            .entry(line.basis_seal.clone())
            .or_default()
            .push(line);
    }
    groups
}

fn counted_twice(lines: &Loaded<Count>) -> Option<Refused> {
    let faults: Vec<Diagnostic> = count::twice(&lines.rows)
        .into_iter()
        .map(|at| {
            let line = &lines.rows[at];
            let message = format!(
                "{} lot \"{}\" at {} was counted on an earlier line already",
                line.item, line.lot, line.site
            );
            let fault = Diagnostic::error(Code::Conflict, message)
                .hint("add up what lies in several places, and write it once");
            match &lines.places[at] {
                Some(place) => fault.at(place.clone()),
                None => fault,
            }
        })
        .collect();
    (!faults.is_empty()).then_some(Refused(faults))
}

/// The refusal of a count without a sheet that was filled in.
fn no_sheet() -> Refused {
    let mut refused = missing(Table::Count);
    for fault in &mut refused.0 {
        let hint = "name the sheet that was filled in: granary stock count SHEET.csv; --blank writes one to fill in";
        fault.hint = Some(hint.to_owned());
    }
    refused
}

/// The refusal of a sheet whose book is not known: the `seal` on it is not in the ledger, or there is none.
fn no_book(seal: &str) -> Refused {
    let (message, hint) = match seal.is_empty() {
        true => (
            "the sheet has no basis_seal (依据封签), which says of what book it was made",
            "count on a sheet that stock count --blank makes; or read a sheet of your own as a list of balances with stock import, its amounts headed 实存数量 and no line without one",
        ),
        false => (
            "the book that the sheet was made from is not there: its seal is not in the ledger",
            "keep it when the sheet is made with --save onhand=FILE, and give it back with --in onhand=FILE",
        ),
    };
    let mut refused = missing(Table::Onhand);
    for fault in &mut refused.0 {
        message.clone_into(&mut fault.message);
        fault.hint = Some(hint.to_owned());
    }
    refused
}

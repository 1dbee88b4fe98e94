//! What an import brings: movements as they stand and balances as counts, held against what the ledger has.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;

use crate::cli::desk::books::Opens;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::io::message;
use crate::ledger::tables::{Movement, OnHand};
use crate::ledger::{Column, Record as _, Row};
use crate::quantity::Quantity;
use crate::stock::between::as_transfers;
use crate::stock::book::{self, Before};
use crate::stock::list::{self, Twice};
use crate::stock::overlap::{Overlap, Overlaps, Why, is_named_by_file, overlaps};
use crate::stock::shift::shifts;
use crate::stock::snapshot::{self, INFERRED, Reading};

use super::import::{Complete, Import, OnOverlap};
use super::posting::{self, Known};

mod lists;
pub mod places;

/// The rows of the sheets that an import names.
pub struct Incoming {
    pub movements: Vec<Row>,
    pub balances: Vec<Row>,
    /// The counts among the movements that books open with.
    pub opens: Vec<Opens>,
}

impl Incoming {
    /// Whether what is to be posted cannot be told without the rest of the ledger.
    pub fn depends_on_ledger(&self) -> bool {
        let is_stated = !self.balances.is_empty() || !self.opens.is_empty();
        is_stated || self.movements.iter().any(is_named_by_file)
    }

    /// The movements to post, in the light of what is `known`: counts and what is inferred among them, overlaps
    /// refused or left out as the flags say. What a book opens with is left out where the ledger has it.
    ///
    /// Errors: `overlap`, `conflict`, `unit-mismatch`.
    pub fn rows(&self, known: &Known, args: &Import, global: &Global) -> Result<Vec<Row>> {
        let Known {
            rows: known,
            keepers,
        } = known;
        let mut rows = self.opened(known, global);
        rows.extend(self.counted(known, args, global)?);
        let between = as_transfers(known, keepers, &mut rows).in_words();
        between
            .iter()
            .filter(|_| !global.quiet)
            .for_each(|line| message::say(line));
        if args.overlap == OnOverlap::Add {
            return Ok(rows);
        }
        let fresh = posting::sift(known, rows.clone())?;
        let overlaps = self.overlapping(known, &rows, &fresh.rows)?;
        let named = overlaps.found.iter().map(diagnostic);
        if args.overlap == OnOverlap::Refuse {
            return match overlaps.found.is_empty() {
                true => Ok(rows),
                false => Err(Refused(named.collect()).into()),
            };
        }
        let warnings: Vec<Diagnostic> = named
            .zip(&overlaps.found)
            .filter(|(_, overlap)| overlap.why == Why::Period)
            .map(|(diagnostic, _)| diagnostic.softened())
            .collect();
        message::show(&warnings, global.loudness());
        let left_out = overlaps.repeated.iter().map(|at| fresh.rows[*at].key());
        let left_out: HashSet<Vec<String>> = left_out.collect();
        if !left_out.is_empty() && !global.quiet {
            let rows = counted(left_out.len(), "row");
            message::say(&format!(
                "{rows} left out: the ledger has the same under another name"
            ));
        }
        rows.retain(|row| !left_out.contains(&row.key()));
        Ok(rows)
    }

    /// What of `fresh`, whose keys are new, the ledger has under other names or at other lines of the same document.
    ///
    /// Errors: `conflict` for what stands where the ledger has something that is in the sheet no more.
    fn overlapping(&self, known: &[Row], rows: &[Row], fresh: &[Row]) -> Result<Overlaps> {
        let shifts = shifts(known, self.movements.iter().chain(rows), fresh);
        let replaced = shifts.replaced.iter();
        let replaced: Vec<Diagnostic> = replaced
            .map(|(at, there)| replacing(&fresh[*at], there))
            .collect();
        if !replaced.is_empty() {
            return Err(Refused(replaced).into());
        }
        let mut overlaps = overlaps(known, fresh);
        let moved: Vec<usize> = shifts.moved.iter().map(|(at, _)| *at).collect();
        overlaps.add_moved(fresh, &moved);
        Ok(overlaps)
    }

    /// The movements without the openings that others have already; those that differ from what others have are named.
    fn opened(&self, known: &[Row], global: &Global) -> Vec<Row> {
        if self.opens.is_empty() {
            return self.movements.clone();
        }
        let opens = self.opens.iter().map(|opens| (&opens.line, opens.is_made));
        let opens: HashMap<&[String; 2], bool> = opens.collect();
        let is_made = |row: &Row| {
            let line = [Column::Doc, Column::Line].map(|part| row.get::<String>(part));
            opens.get(&line).copied()
        };
        let told: Vec<(&Row, Movement, bool)> = self
            .movements
            .iter()
            .filter_map(|row| Some((row, Movement::from_row(row), is_made(row)?)))
            .collect();
        let others = known.iter().chain(&self.movements);
        let others: Vec<Movement> = others.map(Movement::from_row).collect();
        let counts: Vec<&Movement> = told.iter().map(|(_, movement, _)| movement).collect();
        let before = book::before(&counts, &others.iter().collect::<Vec<_>>());
        let mut warnings = Vec::new();
        let mut left_out: HashSet<Vec<String>> = HashSet::new();
        for ((row, movement, is_made), before) in told.iter().zip(before) {
            match before {
                Before::Same if *is_made => {
                    left_out.insert(row.key());
                }
                Before::Same | Before::Unknown => {}
                Before::Other(qty, doc) => warnings.push(opens_otherwise(row, movement, qty, &doc)),
            }
        }
        message::show(&warnings, global.loudness());
        if !left_out.is_empty() && !global.quiet {
            let count = left_out.len();
            message::say(&match count {
                1 => "1 opening is in the ledger already, and adds nothing".to_owned(),
                _ => format!("{count} openings are in the ledger already, and add nothing"),
            });
        }
        let rows = self.movements.iter();
        rows.filter(|row| !left_out.contains(&row.key()))
            .cloned()
            .collect()
    }

    /// The balances as counts, with what is inferred from them; each row keeps the place of its count.
    fn counted(&self, known: &[Row], args: &Import, global: &Global) -> Result<Vec<Row>> {
        let mut places: BTreeMap<String, BTreeMap<String, Place>> = BTreeMap::new();
        let mut counts = Vec::with_capacity(self.balances.len());
        for (place, balance) in self.added_up(args.overlap, global)? {
            let doc = place.document();
            let of_document = places.entry(doc.clone()).or_default();
            let mut line = place.line.to_string();
            if of_document.contains_key(&line) {
                // A wide sheet has several balances in one line.
                line = format!("{line}/{}/{}", balance.as_of, balance.item);
            }
            counts.push(snapshot::count(&balance, &doc, &line));
            of_document.insert(line, place);
        }
        if counts.is_empty() {
            return Ok(Vec::new());
        }
        let reading = Reading {
            infer: args.infer,
            is_site_complete: args.complete.contains(&Complete::Sites),
            is_good_complete: args.complete.contains(&Complete::Goods),
        };
        let known: Vec<Movement> = known.iter().map(Movement::from_row).collect();
        let found = snapshot::movements(&known, counts, &reading).into_iter();
        let rows = found
            .map(|movement| {
                let of_document = places.get(&movement.doc);
                let line = movement.line.trim_end_matches(INFERRED);
                let own = of_document.and_then(|lines| lines.get(line));
                let any = of_document.and_then(|lines| lines.values().next());
                let place = own.or(any).cloned();
                Row {
                    place,
                    ..movement.into_row()
                }
            })
            .collect();
        Ok(rows)
    }

    /// The balances, each once and at its first line; what was added up is said.
    ///
    /// Errors: `unit-mismatch` for lines of one balance that are not in one unit, `overlap` for balances that may stand
    /// there twice.
    fn added_up(&self, overlap: OnOverlap, global: &Global) -> Result<Vec<(Place, OnHand)>> {
        let place = |row: &Row| row.place.clone().unwrap_or_else(|| Place::file("-"));
        let lines = self.balances.iter();
        let lines: Vec<(Place, OnHand)> = lines
            .map(|row| (place(row), OnHand::from_row(row)))
            .collect();
        let twice = match overlap {
            OnOverlap::Refuse => Twice::Name,
            OnOverlap::Skip => Twice::Skip,
            OnOverlap::Add => Twice::Add,
        };
        let found = list::added_up(&lines, twice);
        let faults = lists::faults(&found, &lines);
        if !faults.is_empty() {
            return Err(Refused(faults).into());
        }
        if !global.quiet {
            lists::in_words(&found, &lines)
                .iter()
                .for_each(|line| message::say(line));
        }
        message::show(&lists::sent_again(&found, &lines), global.loudness());
        let balances = found.balances.into_iter();
        Ok(balances
            .map(|(at, balance)| (lines[at].0.clone(), balance))
            .collect())
    }
}

/// The warning of a book that opens with something else than `doc` and others come to.
fn opens_otherwise(row: &Row, opening: &Movement, other: Quantity, doc: &str) -> Diagnostic {
    let Movement {
        site, item, date, ..
    } = opening;
    let qty = opening.qty.unwrap_or(Quantity::ZERO);
    let message = format!(
        "{item} at {site}: the book opens with {qty} on {date}, and {doc} comes to {other} by then; the book's count stands"
    );
    let place = row.place.clone().unwrap_or_else(|| Place::file("-"));
    Diagnostic::warning(Code::BalanceDiffers, message)
        .at(place)
        .hint("two shelves, lots or goods need names of their own; else look for what one of the two lacks")
}

/// The refusal of a row that stands where the ledger has the line `there`, which is in the sheet no more.
fn replacing(row: &Row, there: &str) -> Diagnostic {
    let message = format!(
        "document {} stands in the ledger with other content: it has line {there}, which is not in the sheet any more",
        row.key().join(" line ")
    );
    let place = row.place.clone().unwrap_or_else(|| Place::file("-"));
    Diagnostic::error(Code::Conflict, message)
        .at(place)
        .hint(posting::SAME_NAME)
}

fn diagnostic(overlap: &Overlap) -> Diagnostic {
    let Overlap {
        doc,
        with,
        rows,
        of,
        from,
        to,
        ..
    } = overlap;
    let days = match from == to {
        true => from.to_string(),
        false => format!("{from} to {to}"),
    };
    let (message, hint) = match overlap.why {
        Why::Content => (
            format!("{rows} of {of} rows are in document {with} already ({days})"),
            "leave the sheet out; or take what is new with --overlap skip, or all of it with --overlap add",
        ),
        Why::Moved => (
            format!("{rows} of {of} rows are in the document already, at other lines ({days})"),
            "lines came in or were taken out above them: take what is new with --overlap skip; give another sheet a file name of its own",
        ),
        Why::Period => (
            format!(
                "{rows} of {of} rows fall into days that document {with} covers for the same goods ({days})"
            ),
            "if they correct it, reverse its lines first; to take them all the same, add --overlap add",
        ),
    };
    let place = overlap.place.clone().unwrap_or_else(|| Place::file(doc));
    Diagnostic::error(Code::Overlap, message)
        .at(place)
        .hint(hint)
}

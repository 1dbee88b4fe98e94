//! Goods in a unit that they are not counted in: refused where they would enter the ledger or be shared out, named
//! where they were added up already.

use std::collections::BTreeSet;

use crate::cli::desk::Desk;
use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::engine::Stock;
use crate::io::ledger_file::LedgerFile;
use crate::ledger::tables::{Movement, OnHand, Request};
use crate::ledger::{Catalogue, Column, Loaded, Record as _, Row};
use crate::quantity::Unit;
use crate::stock::snapshot;
use crate::stock::units::{self, Units, Unlike};

/// Refuses fresh rows in another unit than the `file` counts their goods in.
///
/// Errors: `unit-mismatch`, each at its row.
pub fn guard_file(file: &LedgerFile, fresh: &[Row], catalogue: &Catalogue) -> Result<(), Refused> {
    let items: BTreeSet<String> = fresh
        .iter()
        .map(|row| row.get::<String>(Column::Item))
        .filter(|item| catalogue.base_unit(item).is_none())
        .collect();
    let known = file.units(&items).into_iter();
    guard(
        known.map(|(item, unit)| (item, Unit::new(&unit))).collect(),
        fresh,
        catalogue,
    )
}

/// The same, where all that is `known` of the ledger is at hand.
pub fn guard_rows(known: &[Row], fresh: &[Row], catalogue: &Catalogue) -> Result<(), Refused> {
    let known: Vec<Movement> = known.iter().map(Movement::from_row).collect();
    let mut units = Units::new();
    units::unlike_movements(&mut units, &known, catalogue);
    guard(units, fresh, catalogue)
}

/// What is wrong with `movements` and `balances` in another unit than the goods have by the `known` rows, each at its row.
pub fn unlike_rows(
    known: &[Row],
    movements: &[Row],
    balances: &[Row],
    catalogue: &Catalogue,
) -> Vec<Diagnostic> {
    let known: Vec<Movement> = known.iter().map(Movement::from_row).collect();
    let mut units = Units::new();
    units::unlike_movements(&mut units, &known, catalogue);
    let moved: Vec<Movement> = movements.iter().map(Movement::from_row).collect();
    let mut faults = unlike(&mut units, &moved, movements, catalogue);
    let counted = balances.iter().map(OnHand::from_row);
    let counted: Vec<Movement> = counted.map(|row| snapshot::count(&row, "", "")).collect();
    faults.extend(unlike(&mut units, &counted, balances, catalogue));
    faults
}

fn guard(mut known: Units, fresh: &[Row], catalogue: &Catalogue) -> Result<(), Refused> {
    let movements: Vec<Movement> = fresh.iter().map(Movement::from_row).collect();
    refused(unlike(&mut known, &movements, fresh, catalogue))
}

/// What is wrong with `movements` in another unit than `known`, at the places of their `rows`.
fn unlike(
    known: &mut Units,
    movements: &[Movement],
    rows: &[Row],
    catalogue: &Catalogue,
) -> Vec<Diagnostic> {
    let unlike = units::unlike_movements(known, movements, catalogue);
    let faults = unlike.iter().map(|unlike| {
        let place = rows[unlike.at].place.clone();
        let message = format!(
            "{} is counted in {} here; it was first counted in {}",
            unlike.item, unlike.stated, unlike.expected
        );
        mismatch(message, unlike).at(place.unwrap_or_else(|| Place::file("plan")))
    });
    faults.collect()
}

/// Refuses request lines that ask for goods in another unit than a store holds them in: drums are no bottles.
///
/// Errors: `unit-mismatch`, each at its line.
pub fn guard_requests(
    lines: &Loaded<Request>,
    onhand: &[OnHand],
    catalogue: &Catalogue,
) -> Result<(), Refused> {
    let unlike = units::unlike_requests(&lines.rows, onhand, catalogue);
    let faults = unlike.iter().map(|unlike| {
        let (request, place) = (&lines.rows[unlike.at], lines.places[unlike.at].clone());
        let message = format!(
            "request {} line {} asks for {} in {}, and there is some in {}",
            request.request, request.line, unlike.item, unlike.stated, unlike.expected
        );
        mismatch(message, unlike).at(place.unwrap_or_else(|| Place::file("request")))
    });
    refused(faults.collect())
}

fn mismatch(message: String, unlike: &Unlike) -> Diagnostic {
    let Unlike { item, expected, .. } = unlike;
    Diagnostic::error(Code::UnitMismatch, message).hint(format!(
        "write the quantity in {expected}, or give {item} its unit, or pack_unit and pack_size, in the catalogue: item.csv in the ledger"
    ))
}

fn refused(faults: Vec<Diagnostic>) -> Result<(), Refused> {
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refused(faults)),
    }
}

/// Warns of lots whose lines state more than one unit, so that their balance is no amount.
pub fn warn_of_lots(desk: &mut Desk, stock: &Stock) {
    let lots = units::mixed_lots(stock).into_iter();
    let warnings: Vec<Diagnostic> = lots
        .map(|(item, site)| {
            let message = format!("{item} at {site} is added up from lines in different units");
            let hint = "stock check names the lines; correct them by reversals and new documents";
            Diagnostic::warning(Code::UnitMismatch, message).hint(hint)
        })
        .collect();
    desk.note(&warnings);
}

/// Warns of goods that lie in store in more than one unit, where what is there is added up over lots and sites.
pub fn warn_of_items(desk: &mut Desk, mixed: Vec<(String, Vec<String>)>) {
    let mixed = mixed.into_iter();
    let warnings: Vec<Diagnostic> = mixed
        .map(|(item, units)| {
            let message = format!("{item} lies in store in different units: {}", units.join(", "));
            let hint = "give two goods two codes, or give the item its unit, pack_unit and pack_size in the catalogue: item.csv in the ledger";
            Diagnostic::warning(Code::UnitMismatch, message).hint(hint)
        })
        .collect();
    desk.note(&warnings);
}

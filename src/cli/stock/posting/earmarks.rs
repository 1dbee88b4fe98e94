//! Earmarks that no plan could read do not enter the ledger: there they could not be mended.

use crate::diagnostic::{Diagnostic, Refused};
use crate::ledger::earmark::Earmark;
use crate::ledger::{Column, Row};

/// Refuses rows whose donor's wish cannot be read.
///
/// Errors: `bad-word` for each of them.
pub fn guard(rows: &[Row]) -> Result<(), Refused> {
    let faults: Vec<Diagnostic> = rows.iter().filter_map(fault).collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refused(faults)),
    }
}

/// What is wrong with the earmark of a row.
fn fault(row: &Row) -> Option<Diagnostic> {
    let wish = row.cell(Column::Earmark).text()?;
    let fault = Earmark::parse(wish).err()?;
    Some(match row.place.clone() {
        Some(place) => fault.at(place),
        None => fault,
    })
}

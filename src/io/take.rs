//! A sheet as typed rows: every bad cell in one go, with its place and what to write instead.
//!
//! No line vanishes: each is taken, refused, or counted as out of scope. What was rewritten on the way is counted.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::header::{missing, recognise};
use crate::ledger::parse::Repair;
use crate::ledger::table::Table;
use crate::ledger::{Catalogue, Row};

use super::sheet::{Line, Sheet};

pub mod plan;
mod reading;
mod shape;
mod top;

use plan::Plan;
use reading::Reading;
pub use shape::overflow;
use shape::{doubled, is_blank, is_subtotal, missing_column};
pub use top::{with_header, with_header_at};

/// What became of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    pub rows: Vec<Row>,
    /// Errors and warnings, in the order of the lines.
    pub diagnostics: Vec<Diagnostic>,
    /// The lines that were refused: number and cells.
    pub refused: Vec<Line>,
    /// Lines that are no data: titles, sub-totals, lines a map leaves out.
    pub out_of_scope: usize,
    pub repairs: BTreeMap<Repair, usize>,
    /// Headers that no column was found for.
    pub unused: Vec<String>,
}

/// The table that a sheet holds: as it states, as the map says, or as its columns tell.
pub fn table_of(sheet: &Sheet) -> Option<Table> {
    let stated = sheet.stated.as_deref().and_then(Table::from_id);
    stated.or_else(|| recognise(&sheet.headers))
}

/// Takes a sheet as rows of `plan.table`, quantities in the base units of `catalogue`.
pub fn take(sheet: &Sheet, plan: &Plan, catalogue: &Catalogue) -> Taken {
    let mut taken = Taken {
        out_of_scope: sheet.above.iter().filter(|line| !is_blank(line)).count(),
        unused: plan.unused.clone(),
        diagnostics: doubled(sheet, plan),
        ..Taken::default()
    };
    let missing = missing(plan.table, &plan.columns());
    let is_named_only = sheet.headers.is_empty() && sheet.lines.is_empty();
    if is_named_only {
        return taken;
    }
    if !missing.is_empty() {
        taken.diagnostics = missing
            .iter()
            .map(|field| missing_column(sheet, plan.table, field.column))
            .collect();
        return taken;
    }
    for line in &sheet.lines {
        if is_blank(line) {
            continue;
        }
        if plan.skips(&line.cells) || is_subtotal(&line.cells) {
            taken.out_of_scope += 1;
            continue;
        }
        if let Some(fault) = shape::fault(sheet, line) {
            match fault.severity {
                Severity::Warning => taken.out_of_scope += 1,
                Severity::Error => taken.refused.push(line.clone()),
            }
            taken.diagnostics.push(fault);
            continue;
        }
        let mut reading = Reading {
            sheet,
            plan,
            catalogue,
            line,
            faults: Vec::new(),
            repairs: Vec::new(),
        };
        let row = reading.row();
        let refused = reading
            .faults
            .iter()
            .any(|fault| fault.severity == Severity::Error);
        taken.diagnostics.append(&mut reading.faults);
        for repair in std::mem::take(&mut reading.repairs) {
            *taken.repairs.entry(repair).or_default() += 1;
        }
        match row {
            Some(row) if !refused => taken.rows.push(row),
            _ => taken.refused.push(reading.line_filled()),
        }
    }
    taken
}

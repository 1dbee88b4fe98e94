//! A sheet as typed rows: every bad cell in one go, with its place and what to write instead.
//!
//! No line vanishes: each is taken, refused, or counted as out of scope. What was rewritten on the way is counted.
//!
//! Where the table is: `blocks` several in a sheet, `top` its header, `title` what stands over it, `scope` which lines
//! are no data, `shape` whether it is one, `asked` whether it asks. What its cells are: `plan` where each column comes
//! from, `wide_list` a column an item, `reading` one line. `faults` is what is said of it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::ledger::header::{Says, missing, recognise};
use crate::ledger::parse::Repair;
use crate::ledger::table::{Field, Table};
use crate::ledger::{Catalogue, Column, Row};

use super::csv::rest::{each_line, lines_in};
use super::ledger_file;
use super::sheet::{Line, Sheet};

mod asked;
mod blocks;
pub mod faults;
pub mod plan;
mod reading;
mod scope;
mod shape;
pub mod title;
mod top;
pub mod wide_list;

pub use asked::NotAsked;
use asked::not_asked;
pub use blocks::{blocks, may_be_header};
use faults::{Faults, is_repeated};
use plan::Plan;
use reading::Reading;
pub use reading::terms_contradict;
pub use scope::{LeftOut, Why, fill_down, may_be_no_data};
use scope::{is_blank, no_data};
use shape::{doubled, missing_column};
pub use shape::{is_too_much, overflow, too_much};
pub use top::{with_header, with_header_at};
use wide_list::WideList;

/// What became of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    pub rows: Vec<Row>,
    /// Rows that were passed on and are not kept.
    pub passed: usize,
    /// Errors and warnings, in the order of the lines.
    pub diagnostics: Faults,
    /// The lines that were refused: number and cells.
    pub refused: Vec<Line>,
    /// How many more were, of which nothing is kept.
    pub refused_more: usize,
    /// Lines that are no data, each with why: titles, sub-totals, lines a map leaves out.
    pub out_of_scope: Vec<LeftOut>,
    /// Blank cells of wide lines, which state nothing.
    pub blank: usize,
    pub repairs: BTreeMap<Repair, usize>,
    /// Headers that no column was found for.
    pub unused: Vec<String>,
    /// What the lines of a book state to have been there before them, or to be left after them.
    pub stated: Vec<Stated>,
}

/// What a line of a book states beside what moved: a count, at the place of its cell, that is not to be posted.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    pub says: Says,
    pub row: Row,
}

impl Taken {
    /// Adds a line that was refused, as long as there are few enough to be looked through.
    fn refuse(&mut self, line: Line, plan: &Plan) {
        match self.refused.len() < plan.told_max {
            true => self.refused.push(line),
            false => self.refused_more += 1,
        }
    }
}

/// The table that a sheet holds: as it states, as the map says, or as its columns tell.
pub fn table_of(sheet: &Sheet) -> Option<Table> {
    let is_meant = |table: &Table| *table != Table::Request || not_asked(sheet).is_none();
    let known = || recognise(&sheet.headers).or_else(|| quotes_of_a_day(sheet));
    stated(sheet).or_else(|| known().filter(is_meant))
}

/// Table `quote` where the columns lack its day alone, and it stands over them.
fn quotes_of_a_day(sheet: &Sheet) -> Option<Table> {
    title::day_over(sheet)?;
    let day = [Column::Date.id().to_owned()];
    let dated = [&sheet.headers[..], &day].concat();
    recognise(&dated).filter(|table| *table == Table::Quote)
}

/// By what a sheet that has the columns of requests says that it is none, or not one of all that it states.
pub fn refused_request(sheet: &Sheet) -> Option<NotAsked> {
    let has_columns = || recognise(&sheet.headers) == Some(Table::Request);
    let may_ask = stated(sheet).is_none() && has_columns();
    may_ask.then(|| not_asked(sheet))?
}

/// The table that a sheet states to be; the name of a sheet in a workbook may be that of none.
fn stated(sheet: &Sheet) -> Option<Table> {
    sheet.stated.as_deref().and_then(Table::from_id)
}

/// Takes a sheet as rows of `plan.table`, quantities in the base units of `catalogue`.
pub fn take(sheet: &Sheet, plan: &Plan, catalogue: &Catalogue) -> Taken {
    let mut taken = begun(sheet, plan);
    let missing = missing(plan.table, &plan.columns());
    let is_named_only = sheet.headers.is_empty() && sheet.lines.is_empty();
    if is_named_only {
        return taken;
    }
    if !missing.is_empty() {
        let lacks = |field: &&Field| missing_column(sheet, plan.table, field.column);
        let wide = WideList::of(sheet, plan.table, catalogue);
        taken.diagnostics = match wide.filter(|_| !plan.is_wide()) {
            Some(wide) => wide.refusal(sheet, &missing).into_iter().collect(),
            None => missing.iter().map(lacks).collect(),
        };
        return taken;
    }
    let rest = sheet.rest.as_ref();
    taken
        .rows
        .reserve(sheet.lines.len() + rest.map_or(0, lines_in));
    for line in &sheet.lines {
        take_line(&mut taken, sheet, plan, catalogue, line);
    }
    if let Some(rest) = rest {
        each_line(rest, |line| {
            take_line(&mut taken, sheet, plan, catalogue, line)
        });
    }
    taken
}

/// What is known of a sheet before any of its lines is taken.
pub fn begun(sheet: &Sheet, plan: &Plan) -> Taken {
    let titles = sheet.above.iter().filter(|line| !is_blank(line));
    let mut taken = Taken {
        out_of_scope: titles.map(|line| LeftOut::new(line, Why::Title)).collect(),
        unused: plan.unused.clone(),
        diagnostics: doubled(sheet, plan).into_iter().collect(),
        ..Taken::default()
    };
    leave_out_unfinished(&mut taken, sheet);
    let unseen = shape::hidden(sheet).into_iter().chain(shape::struck(sheet));
    taken.diagnostics.extend(unseen);
    taken
        .diagnostics
        .extend(shape::last_day_unread(sheet, plan));
    let amounts = shape::amounts_unread(sheet, plan);
    taken.diagnostics.extend(amounts);
    taken
}

/// Takes one line of a sheet: its rows, or why there are none.
pub fn take_line(
    taken: &mut Taken,
    sheet: &Sheet,
    plan: &Plan,
    catalogue: &Catalogue,
    line: &Line,
) {
    if is_blank(line) {
        return;
    }
    if let Some(why) = no_data(sheet, plan, line) {
        taken.out_of_scope.push(LeftOut::new(line, why));
    } else if let Some(fault) = shape::fault(sheet, line) {
        taken.refuse(line.clone(), plan);
        taken.diagnostics.push(fault, plan.told_max);
    } else {
        read_line(taken, sheet, plan, catalogue, line);
    }
}

/// Names the post at the end of a ledger that was never acknowledged; its lines are no longer among the sheet's.
fn leave_out_unfinished(taken: &mut Taken, sheet: &Sheet) {
    taken.diagnostics.extend(ledger_file::warning(sheet));
    let Some(unfinished) = sheet.unfinished else {
        return;
    };
    let hint = "it was left out; the next post cuts it off, and its document can be posted again";
    let warning = unfinished.warning(&sheet.file, hint);
    taken.diagnostics.extend([warning]);
    taken.out_of_scope.push(LeftOut {
        line: unfinished.line,
        why: Why::Torn,
        text: String::new(),
    });
}

/// Reads one line: as one row, or as a row for each filled cell of a wide sheet; refused as a whole or not at all.
fn read_line(taken: &mut Taken, sheet: &Sheet, plan: &Plan, catalogue: &Catalogue, line: &Line) {
    let before = taken.rows.len();
    let (mut faults, mut refused) = (Vec::new(), None);
    let mut is_stated = false;
    for layer in plan.layers(&line.cells) {
        is_stated = true;
        let mut reading = Reading::new(sheet, layer, catalogue, line);
        let row = reading.row();
        if row.is_none() || reading.faults.iter().any(Diagnostic::is_error) {
            refused = Some(reading.line_filled());
        }
        for fault in reading.faults {
            // A cell that all columns of a wide line rest on is wrong once.
            let is_said = faults.contains(&fault) || is_repeated(&faults, &fault);
            if !is_said && !is_repeated(&taken.diagnostics, &fault) {
                faults.push(fault);
            }
        }
        for repair in reading.repairs {
            *taken.repairs.entry(repair).or_default() += 1;
        }
        taken.rows.extend(row);
    }
    for fault in faults {
        taken.diagnostics.push(fault, plan.told_max);
    }
    if refused.is_none() {
        is_stated |= read_statements(taken, sheet, plan, catalogue, line);
    }
    taken.blank += plan.blank_cells(&line.cells);
    if !is_stated {
        taken.out_of_scope.push(LeftOut::new(line, Why::Blank));
    }
    if let Some(line) = refused {
        taken.rows.truncate(before);
        taken.refuse(line, plan);
    }
}

/// Reads what a line of a book states beside what moved; whether it does. What cannot be read refuses no movement.
fn read_statements(
    taken: &mut Taken,
    sheet: &Sheet,
    plan: &Plan,
    catalogue: &Catalogue,
    line: &Line,
) -> bool {
    let mut is_any = false;
    for (says, column, statement) in plan.statements(&line.cells) {
        is_any = true;
        let mut reading = Reading::new(sheet, statement, catalogue, line);
        let row = reading.row();
        let is_faulty = reading.faults.iter().any(Diagnostic::is_error);
        for fault in reading.faults {
            if !is_repeated(&taken.diagnostics, &fault) {
                taken.diagnostics.push(fault.softened(), plan.told_max);
            }
        }
        let stated = row.filter(|_| !is_faulty).map(|row| {
            let header = &sheet.headers[column];
            let place = row.place.map(|place| place.at_column(column + 1, header));
            let row = Row { place, ..row };
            Stated { says, row }
        });
        taken.stated.extend(stated);
    }
    is_any
}

/// Whether a line can be read without those around it: it is no other header, and points to nothing above it.
pub fn stands_alone(plan: &Plan, cells: &[String]) -> bool {
    !may_be_header(cells) && !plan.points_above(cells)
}

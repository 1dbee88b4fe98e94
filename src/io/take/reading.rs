//! One line of a sheet on its way to a row: each cell read, mapped and measured, each fault with its place.
//!
//! Cells told elsewhere: `above` by one above, `came` beside the basis, `keeps` by how long goods keep, `otherwise`
//! not as they stand. `measured` quantities and prices, `terms` that contradict a request, `faults` in words.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ledger::cell::Cell;
use crate::ledger::parse::{
    Fault, Parsed, Repair, as_written, from_1904, is_ditto, is_failed, is_nothing, parse,
    parse_money, parse_percent,
};
use crate::ledger::table::{Field, Kind, Table};
use crate::ledger::text::tidy;
use crate::ledger::{Catalogue, Column, Row};
use crate::quantity::{Quantity, Unit, decimal};

use super::super::sheet::{Line, Merge, Sheet};
use super::plan::{Plan, Source, is_repeated};
use super::shape::is_too_much;
use super::title::is_of_lists;

mod above;
mod came;
mod faults;
mod keeps;
mod measured;
mod otherwise;
mod terms;

use faults::{cut_month, failed, negative, uncountable, without_length};
pub use terms::terms_contradict;

/// The decimals of a quantity: thousandths.
const QUANTITY_DECIMALS: usize = 3;

/// One line on its way to a row.
pub struct Reading<'a> {
    pub sheet: &'a Sheet,
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub line: &'a Line,
    pub faults: Vec<Diagnostic>,
    pub repairs: Vec<Repair>,
    /// Columns of days whose cell says how long the goods keep, with the fault that this is without a day of making.
    pub spans: Vec<(usize, String, Fault)>,
}

impl<'a> Reading<'a> {
    /// `line` of `sheet` before any of its cells is read by `plan`.
    pub fn new(
        sheet: &'a Sheet,
        plan: &'a Plan,
        catalogue: &'a Catalogue,
        line: &'a Line,
    ) -> Reading<'a> {
        Reading {
            sheet,
            plan,
            catalogue,
            line,
            faults: Vec::new(),
            repairs: Vec::new(),
            spans: Vec::new(),
        }
    }
}

impl Reading<'_> {
    /// The row of this line; `None` where a cell could not be read.
    pub fn row(&mut self) -> Option<Row> {
        let table = self.plan.table;
        let mut cells = Vec::with_capacity(table.fields().len());
        let mut units = Vec::new();
        let is_plain = self.is_plain();
        for (at, field) in table.fields().iter().enumerate() {
            let easy = is_plain.then(|| self.easy_cell(at, field)).flatten();
            cells.push(match easy {
                Some(cell) => cell,
                None => self.cell(at, field, &mut units)?,
            });
        }
        let mut row = Row {
            table,
            cells,
            place: Some(self.first_place()),
        };
        self.work_out_last_days(&mut row);
        self.refuse_no_place(&row);
        self.refuse_priced(&row);
        self.refuse_empty_pack(&row);
        if self.is_sound() {
            self.measure(&mut row, &units);
            self.number(&mut row);
            self.tell_basis(&mut row);
        }
        if self.is_sound() {
            self.judge(&row);
        }
        Some(row)
    }

    /// Whether nothing refuses the row so far.
    fn is_sound(&self) -> bool {
        !self.faults.iter().any(Diagnostic::is_error)
    }

    /// The cell of one column of which nothing is to be mapped, repaired or said, as of nearly every one.
    fn easy_cell(&self, at: usize, field: &Field) -> Option<Cell> {
        let source = &self.plan.sources[at];
        let text = source.as_it_stands(&self.line.cells)?;
        if text.is_empty() {
            return (!field.is_required).then_some(Cell::Empty);
        }
        let is_declared = source.date_format.is_some() || source.is_rounded || source.is_scaled();
        (!is_declared).then(|| as_written(field.kind, text))?
    }

    /// The cell of one column, empty after a fault; its unit goes to `units`. `None` where nothing is left to read.
    fn cell(&mut self, at: usize, field: &Field, units: &mut Vec<(usize, Unit)>) -> Option<Cell> {
        let source = &self.plan.sources[at];
        let as_it_stands = source.as_it_stands(&self.line.cells);
        let text = match as_it_stands.filter(|_| self.is_plain()) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.text(at, field.kind)?),
        };
        let text = match is_ditto(&text) && is_repeated(field.column) {
            true => Cow::Owned(self.above(at, &text)?),
            false => text,
        };
        let text = match self.rounded(source, &text) {
            Some(rounded) => Cow::Owned(rounded),
            None => text,
        };
        let cell = match (field.kind, tidy(&text)) {
            (_, tidied) if tidied.is_empty() => Cell::Empty,
            (kind, tidied) if is_failed(&tidied) => {
                self.fault(at, failed(kind, &tidied));
                return Some(Cell::Empty);
            }
            (Kind::Text, tidied) if is_nothing(&tidied) => {
                self.repairs.push(Repair::Nothing);
                Cell::Empty
            }
            (Kind::Text, tidied) => Cell::Text(tidied.into()),
            _ => match self.parsed(source, field.kind, &text) {
                Ok(parsed) => {
                    self.repairs.extend(parsed.repair);
                    units.extend(parsed.unit.map(|unit| (at, unit)));
                    parsed.cell
                }
                Err(fault) => match self.otherwise(at, field, &text, fault) {
                    Some(cell) => cell,
                    None => return Some(Cell::Empty),
                },
            },
        };
        if field.is_required && cell.is_empty() {
            self.missing_cell(at);
        }
        Some(cell)
    }

    /// What `text` says in a column of this kind.
    fn parsed(&self, source: &Source, kind: Kind, text: &str) -> Result<Parsed, Fault> {
        let is_day = matches!(kind, Kind::Day | Kind::Expiry);
        let is_cut = |column| self.sheet.cut_months.contains(&(self.line.number, column));
        if is_day && source.cell_column().is_some_and(is_cut) {
            return Err(cut_month(text));
        }
        let text = &*match self.sheet.counts_from_1904 && is_day {
            true => from_1904(text),
            false => Cow::Borrowed(text),
        };
        match kind {
            Kind::Money | Kind::Price if source.zeros() != 0 => {
                parse_money(kind, text, source.zeros())
            }
            Kind::Ratio if source.is_percent => parse_percent(text),
            _ => parse(kind, text, source.date_format.as_deref()),
        }
    }

    /// The text with its finest decimals rounded away, where the map says so.
    fn rounded(&mut self, source: &Source, text: &str) -> Option<String> {
        if !source.is_rounded {
            return None;
        }
        let rounded = decimal::rounded(&tidy(text), QUANTITY_DECIMALS)?;
        self.repairs.push(Repair::Rounded);
        Some(rounded)
    }

    /// Whether cells are read as they stand: nothing is merged, and no map turns a sign round.
    fn is_plain(&self) -> bool {
        self.sheet.merges.is_empty() && !self.plan.has_kinds()
    }

    /// The text of a column's cell, mapped; `None` after a fault that leaves nothing to read.
    fn text(&mut self, at: usize, kind: Kind) -> Option<String> {
        let source = &self.plan.sources[at];
        let mut text = source.text(&self.line.cells);
        if let Some((column, merge)) = self.merged(source) {
            if is_measured(kind) {
                self.faults
                    .push(self.merged_quantity(column, merge.from, merge.to));
            } else if text.is_empty() {
                text = self.sheet_cell(merge.from, column);
                self.repairs.push(Repair::FilledFromMerge);
            }
        }
        let negate = self.plan.table.position(Column::Qty) == Some(at)
            && self.plan.negates(&self.line.cells);
        if negate && !text.is_empty() {
            text = text
                .strip_prefix('-')
                .map_or_else(|| format!("-{text}"), str::to_owned);
        }
        Some(source.mapped(text))
    }

    /// The merged region over a source's cell, where it spans several lines.
    fn merged(&self, source: &Source) -> Option<(usize, Merge)> {
        let column = source.cell_column()?;
        let merge = *self.sheet.merge_at(self.line.number, column)?;
        (merge.to > merge.from).then_some((column, merge))
    }

    /// The line as it stands, with the words of merged cells: taken aside, it still says whose it is.
    pub fn line_filled(&self) -> Line {
        let mut line = self.line.clone();
        let sources = self.plan.sources.iter().zip(self.plan.table.fields());
        for (source, field) in sources {
            let Some((column, merge)) = self.merged(source).filter(|_| !is_measured(field.kind))
            else {
                continue;
            };
            if let Some(cell) = line
                .cells
                .get_mut(column)
                .filter(|cell| tidy(cell).is_empty())
            {
                *cell = self.sheet_cell(merge.from, column);
            }
        }
        line
    }

    fn place(&self) -> Place {
        Place {
            line: self.line.number,
            ..self.sheet.place()
        }
    }

    /// Where the row was read first: what was taken aside and mended keeps the file and line it came from.
    fn first_place(&self) -> Place {
        let origin = self.plan.origin(&self.line.cells);
        let first = origin.and_then(|(document, line)| {
            Some(Place::of_document(document).at_line(line.parse().ok()?))
        });
        first.unwrap_or_else(|| self.place())
    }

    /// The place of a column's cell in the file: its own position and header, not ours.
    fn cell_place(&self, at: usize) -> Place {
        match self.plan.sources[at].cell_column() {
            Some(column) => {
                let header = self.sheet.headers.get(column).map_or("", String::as_str);
                self.place().at_column(column + 1, header)
            }
            None => self.place(),
        }
    }

    fn fault(&mut self, at: usize, fault: Fault) {
        let place = self.cell_place(at);
        let text = self.plan.sources[at].text(&self.line.cells);
        self.faults.push(
            Diagnostic::error(fault.code, without_length(fault.message, &tidy(&text)))
                .at(place)
                .hint(fault.hint),
        );
    }

    fn missing_cell(&mut self, at: usize) {
        let column = self.plan.table.fields()[at].column;
        let message = format!("{} is empty", column.id());
        let mut hint = format!(
            "every row of {} needs its {}: {}",
            self.plan.table.id(),
            column.id(),
            column.entry().meaning
        );
        if let Some(header) = self.header_of_several(at) {
            hint.push_str(&format!(
                "; where a blank cell means the one above it, write 〃 in it, or fill_down = [\"{header}\"] in a map (--map)"
            ));
        }
        let place = self.cell_place(at);
        self.faults.push(
            Diagnostic::error(Code::MissingCell, message)
                .at(place)
                .hint(hint),
        );
    }

    fn merged_quantity(&self, column: usize, from: u64, to: u64) -> Diagnostic {
        let header = self.sheet.headers.get(column).map_or("", String::as_str);
        let message = format!("one merged cell holds the quantity of rows {from} to {to}");
        Diagnostic::error(Code::MergedQuantity, message)
            .at(self.place().at_column(column + 1, header))
            .hint("split the cell and write each row's own quantity")
    }

    /// Sheets without document numbers get the file as document and the row as line; mended rows keep the first ones.
    fn number(&self, row: &mut Row) {
        let document = match row.table {
            Table::Movement | Table::Count => Column::Doc,
            Table::Request => Column::Request,
            _ => return,
        };
        let (Some(document), Some(line)) = (
            row.table.position(document),
            row.table.position(Column::Line),
        ) else {
            return;
        };
        let Some(place) = &row.place else {
            return;
        };
        if row.cells[document].is_empty() {
            row.cells[document] = place.document().into();
        }
        if row.cells[line].is_empty() {
            row.cells[line] = place.line.to_string().into();
        }
        // A number that the sheet gives its line, as 序号 does, is that of each of its columns.
        if let Some(at) = self.plan.wide_column() {
            let header = &self.sheet.headers[at];
            row.cells[line] = format!("{}/{header}", row.cells[line]).into();
        }
    }

    /// Warns of the day of a line that lies in no year of which lists are kept.
    fn judge_day(&mut self, at: usize, day: Day) {
        let column = self.plan.table.fields()[at].column;
        if is_of_lists(day) || ![Column::Date, Column::AsOf].contains(&column) {
            return;
        }
        let message = format!("{day} is far from the days of any list; it was taken as it stands");
        let warning = Diagnostic::warning(Code::Implausible, message).at(self.cell_place(at));
        self.faults.push(warning.hint("check the year"));
    }

    /// What only the whole row tells: signs, and quantities larger than any store.
    fn judge(&mut self, row: &Row) {
        self.judge_terms(row);
        let fields = row.table.fields().iter();
        for (at, (cell, field)) in row.cells.iter().zip(fields).enumerate() {
            match cell {
                Cell::Day(day) => self.judge_day(at, *day),
                Cell::Quantity(quantity) if is_too_much(quantity.thousandths().into()) => {
                    self.fault(at, uncountable(*quantity));
                }
                cell if cell.is_negative() && !may_be_negative(row, field) => {
                    self.fault(at, negative(row.table, field, cell));
                }
                Cell::Quantity(quantity) if *quantity >= Quantity::IMPLAUSIBLE => {
                    let message = format!(
                        "{quantity} is more than any store holds; it was taken as it stands"
                    );
                    let warning = Diagnostic::warning(Code::Implausible, message);
                    let warning = warning.at(self.cell_place(at));
                    self.faults.push(warning.hint("check for extra zeros"));
                }
                Cell::Ratio(rate) => self.judge_rate(at, *rate),
                _ => {}
            }
        }
    }
}

/// Whether a cell of a column may be below nothing; of movements adjust alone has a sign, and the kind says it of all
/// others.
fn may_be_negative(row: &Row, field: &Field) -> bool {
    match (row.table, field.column) {
        (Table::Movement, Column::Qty) => row.cell(Column::Kind).word() == Some("adjust"),
        _ => !field.is_unsigned,
    }
}

/// Whether cells of a kind are amounts, which nobody writes by a mark.
fn is_measured(kind: Kind) -> bool {
    matches!(kind, Kind::Quantity | Kind::Money | Kind::Price)
}

//! What each cell of a line is: a plan of a sheet, made ready for reading one line after the other at full speed.
//!
//! A sheet that needs more than cells, constants, mapped words and kinds by one column has no layout, and is taken as
//! any other sheet: joined columns, declared dates, units in headers, lines that a map leaves out.

use crate::io::sheet::{Rest, Sheet};
use crate::io::take::plan::{Origin, Plan, Source};
use crate::ledger::header::missing;
use crate::ledger::table::{Kind, Table};
use crate::ledger::{Catalogue, Column};

/// Columns of movements that the fast lane reads; any other typed column must be empty there.
const READ: [Column; 11] = [
    Column::Date,
    Column::Kind,
    Column::Site,
    Column::Item,
    Column::Lot,
    Column::Qty,
    Column::Unit,
    Column::Expiry,
    Column::MfgDate,
    Column::Form,
    Column::UnitCost,
];

/// The same of quotes.
const READ_OF_QUOTES: [Column; 8] = [
    Column::Date,
    Column::Market,
    Column::Item,
    Column::Spec,
    Column::Price,
    Column::Unit,
    Column::Kind,
    Column::Category,
];

/// A sheet of movements or quotes whose lines lie unread in a file or in memory.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    pub sheet: &'a Sheet,
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub rest: &'a Rest,
    /// How many cells a line has.
    pub width: usize,
}

/// Where the text of a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    Nothing,
    Constant(&'a str),
    Cell(usize),
}

impl<'a> Layout<'a> {
    /// The layout of a sheet of movements or quotes; `None` where its lines are in memory, or need more than a layout tells.
    pub fn new(sheet: &'a Sheet, plan: &'a Plan, catalogue: &'a Catalogue) -> Option<Layout<'a>> {
        let layout = Layout::of_lines(sheet, plan, catalogue)?;
        let is_told = match plan.table {
            Table::Movement => true,
            Table::Quote => !plan.has_kinds(),
            _ => false,
        };
        (is_told && layout.is_supported()).then_some(layout)
    }

    /// The layout of a sheet of any table, of which each line is read exactly; `None` where its lines are in memory, or are
    /// not told one by one.
    pub fn of_lines(
        sheet: &'a Sheet,
        plan: &'a Plan,
        catalogue: &'a Catalogue,
    ) -> Option<Layout<'a>> {
        let layout = Layout {
            sheet,
            plan,
            catalogue,
            rest: sheet.rest.as_ref()?,
            width: sheet.width?,
        };
        let is_complete = missing(plan.table, &plan.columns()).is_empty();
        (is_complete && plan.is_by_line() && sheet.merges.is_empty()).then_some(layout)
    }

    /// The columns that the fast lane reads.
    fn read(&self) -> &'static [Column] {
        match self.plan.table {
            Table::Quote => &READ_OF_QUOTES,
            _ => &READ,
        }
    }

    fn is_supported(&self) -> bool {
        let fields = self.plan.table.fields().iter().zip(&self.plan.sources);
        fields.into_iter().all(|(field, source)| {
            let is_name = matches!(field.kind, Kind::Text | Kind::Word(_));
            let is_known = self.read().contains(&field.column) || !field.is_required;
            is_known
                && source.date_format.is_none()
                && !source.states_unit()
                && !source.is_rounded
                && match source.origin() {
                    Origin::Nothing => true,
                    Origin::Cell(_) => is_name || !source.has_values(),
                    Origin::Constant(_) => is_name,
                    Origin::Kind => self.plan.kind_column().is_some(),
                    Origin::Other => false,
                }
        })
    }

    /// Where the text of `column` comes from.
    pub fn part(&self, column: Column) -> Part<'a> {
        match self.source(column).map(Source::origin) {
            None | Some(Origin::Nothing | Origin::Other) => Part::Nothing,
            Some(Origin::Constant(text)) => Part::Constant(text),
            Some(Origin::Cell(at)) => Part::Cell(at),
            Some(Origin::Kind) => self.plan.kind_column().map_or(Part::Nothing, Part::Cell),
        }
    }

    /// The source of `column`.
    pub fn source(&self, column: Column) -> Option<&'a Source> {
        let position = self.plan.table.position(column)?;
        self.plan.sources.get(position)
    }

    /// The cells of typed columns that the fast lane does not read.
    pub fn other_typed_cells(&self) -> Vec<usize> {
        let fields = self.plan.table.fields().iter().zip(&self.plan.sources);
        let others = fields
            .filter(|(field, _)| field.kind != Kind::Text && !self.read().contains(&field.column));
        others
            .filter_map(|(_, source)| source.cell_column())
            .collect()
    }

    /// The cells that neither are names nor have a form of their own, so that only their text tells what they are.
    pub fn watched_cells(&self) -> Vec<usize> {
        let own = self.read().iter().chain(&[Column::Owner, Column::Earmark]);
        let read: Vec<Part<'_>> = own.map(|column| self.part(*column)).collect();
        let all = 0..self.width;
        all.filter(|at| !read.contains(&Part::Cell(*at))).collect()
    }
}

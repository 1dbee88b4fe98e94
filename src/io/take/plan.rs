//! Where each column of a table comes from in one sheet: a cell, a constant, several cells, a mapped word.
//!
//! `source` of one column, `unit` of amounts, `wide` columns that become rows, `price_kinds` side by side; `overlay`
//! is what a map says over it, `origin` what a line tells by itself.

use crate::diagnostic::Refused;
use crate::ledger::Column;
use crate::ledger::header::{
    Heading, Says, headings, is_day_of_line, is_double, is_span, spec_position,
};
use crate::ledger::parse::{Year, is_ditto, shelf_life};
use crate::ledger::table::{Kind, Table};
use crate::ledger::text::tidy;
use crate::quantity::Unit;

use super::super::map::{Kinds, Map, Skip};
use super::super::sheet::{REFUSED, Sheet};
use super::faults::TOLD_MAX;

mod overlay;
mod price_kinds;
mod source;
mod unit;
mod wide;

use source::From;
pub use source::Source;

mod origin;

pub use origin::Origin;

/// Lines whose cells are asked what a header means.
pub const LINES_ASKED: usize = 100;

/// Columns whose cells may point to the one above: what is told of several lines in a row. In a remark, or over an amount,
/// such a mark stands for itself.
const REPEATED: [Column; 12] = [
    Column::Date,
    Column::AsOf,
    Column::Kind,
    Column::Site,
    Column::Item,
    Column::Lot,
    Column::Unit,
    Column::Expiry,
    Column::MfgDate,
    Column::Market,
    Column::Spec,
    Column::Category,
];

/// Whether a cell of this column may point to the one above it.
pub fn is_repeated(column: Column) -> bool {
    REPEATED.contains(&column)
}

/// How a sheet is read as one table.
#[derive(Debug, Clone)]
pub struct Plan {
    pub table: Table,
    /// One source for each column of the table.
    pub sources: Vec<Source>,
    /// Headers that no column was found for.
    pub unused: Vec<String>,
    /// The positions of those headers.
    pub unread: Vec<usize>,
    /// Whether a map says where the amounts stand.
    pub has_mapped_amounts: bool,
    spec: Option<usize>,
    kinds: Option<(Kinds, Vec<usize>)>,
    skips: Vec<(Skip, usize)>,
    /// For a wide sheet, a plan for each of its columns that becomes a row of its own.
    wide: Vec<Plan>,
    /// For a book of both sides, plans for what its lines state to have been there before, or to be left.
    stated: Vec<(Says, Plan)>,
    /// The column of the sheet that this is the plan of, where the sheet is wide.
    column: Option<usize>,
    /// Columns of the sheet that must be blank for this plan to speak.
    unless: Vec<usize>,
    /// Where a row that was taken aside says which file and line it came from.
    origin: Option<(usize, usize)>,
    /// The year of days that name none.
    pub year: Option<Year>,
    /// Faults of one kind, and refused lines, that are told in full.
    pub told_max: usize,
}

impl Plan {
    /// The plan of a sheet for `table`, by its headers and, where there is one, a map.
    ///
    /// Errors: `bad-map` for every column the map names that the sheet or the table does not have, `bad-word` where the
    /// headers or the lines over them name units and not the one of an amount.
    pub fn new(sheet: &Sheet, table: Table, map: Option<&Map>) -> Result<Plan, Refused> {
        let found = headings(table, &sheet.headers);
        let mut sources = vec![Source::default(); table.fields().len()];
        for (at, heading) in found.iter().enumerate() {
            if let Some(position) = heading.column.and_then(|column| table.position(column)) {
                sources[position].from = From::Cell(at);
            }
        }
        let spec = spec_position(&sheet.headers);
        let mut plan = Plan {
            table,
            sources,
            unused: Vec::new(),
            unread: Vec::new(),
            has_mapped_amounts: map.is_some_and(|map| map.states(Column::Qty.id())),
            spec,
            kinds: None,
            skips: Vec::new(),
            wide: Vec::new(),
            stated: Vec::new(),
            column: None,
            unless: Vec::new(),
            origin: sheet.refused_columns(),
            year: None,
            told_max: TOLD_MAX,
        };
        plan.part_double_word(sheet);
        plan.forget_blank_day(sheet);
        if let Some(map) = map {
            plan.overlay(sheet, map)?;
        }
        if !map.is_some_and(|map| map.states(Column::Expiry.id())) {
            plan.forget_spans(sheet);
        }
        if let Some(map) = map {
            plan.widen(sheet, map)?;
        }
        plan.part_sides(sheet);
        plan.part_price_kinds(sheet, map);
        plan.take_units(sheet, map)?;
        plan.unread = (0..sheet.headers.len())
            .filter(|at| !plan.reads(*at))
            .collect();
        plan.unused = plan.unused_headers(sheet, map);
        plan.unused.retain(|header| !header.is_empty());
        Ok(plan)
    }

    /// Reads 单位 as the unit of measure where units stand under it: nowhere is called 盒.
    fn part_double_word(&mut self, sheet: &Sheet) {
        let position = |column| self.table.position(column);
        let (Some(site), Some(unit)) = (position(Column::Site), position(Column::Unit)) else {
            return;
        };
        let double = self.sources[site].cell_column();
        let double = double.filter(|at| is_double(&sheet.headers[*at]));
        let Some(at) = double.filter(|_| !self.sources[unit].is_something()) else {
            return;
        };
        let cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
        let is_unit = |cell: &String| !cell.is_ascii() && Unit::is_known(&tidy(cell));
        if cells.take(LINES_ASKED).any(is_unit) {
            self.sources.swap(site, unit);
        }
    }

    /// Lets go of the day of each line where no line states one: the list is of one day, and somebody else names it.
    fn forget_blank_day(&mut self, sheet: &Sheet) {
        let of_balances = Some(self.table).filter(|table| *table == Table::Onhand);
        let Some(day) = of_balances.and_then(|table| table.position(Column::AsOf)) else {
            return;
        };
        let stated = self.sources[day].cell_column();
        let Some(at) = stated.filter(|at| is_day_of_line(&sheet.headers[*at])) else {
            return;
        };
        let mut cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
        if sheet.rest.is_none() && cells.all(|cell| tidy(cell).is_empty()) {
            self.sources[day] = Source::default();
        }
    }

    /// Lets go of a column that says only how long goods keep, where none says when they were made: no last day follows.
    fn forget_spans(&mut self, sheet: &Sheet) {
        let position = |column| self.table.position(column);
        let (Some(last), Some(made)) = (position(Column::Expiry), position(Column::MfgDate)) else {
            return;
        };
        let span = self.sources[last].cell_column();
        let span = span.filter(|at| is_span(&sheet.headers[*at]));
        let Some(at) = span.filter(|_| !self.sources[made].is_something()) else {
            return;
        };
        let cells = sheet.lines.iter().filter_map(|line| line.cells.get(at));
        let cells = cells.map(|cell| tidy(cell));
        let mut filled = cells.filter(|cell| !cell.is_empty()).take(LINES_ASKED);
        if filled.all(|cell| shelf_life(&cell).is_some() || cell.parse::<u16>().is_ok()) {
            self.sources[last] = Source::default();
        }
    }

    /// The same plan, where days that name no year lie in `year`.
    pub fn with_year(mut self, year: Option<Year>) -> Plan {
        self.year = year;
        let stated = self.stated.iter_mut().map(|(_, plan)| plan);
        let layers = self.wide.iter_mut().chain(stated);
        layers.for_each(|layer| layer.year = year);
        self
    }

    /// The same plan, where every fault is told in full if it `is_asked` for.
    pub fn telling_all(mut self, is_asked: bool) -> Plan {
        if is_asked {
            self.told_max = usize::MAX;
        }
        self
    }

    /// Has `column` say `text` in every row where the sheet has no column for it; whether it does.
    pub fn state(&mut self, column: Column, text: &str) -> bool {
        let position = self.table.position(column);
        let Some(at) = position.filter(|at| !self.sources[*at].is_something()) else {
            return false;
        };
        for plan in self.all_sources() {
            plan[at].from = From::Constant(text.to_owned());
        }
        true
    }

    /// This plan, and those for parts of its lines.
    fn all(&self) -> impl Iterator<Item = &Plan> {
        let stated = self.stated.iter().map(|(_, plan)| plan);
        std::iter::once(self).chain(&self.wide).chain(stated)
    }

    /// The sources of this plan, and of those for parts of its lines.
    fn all_sources(&mut self) -> impl Iterator<Item = &mut Vec<Source>> {
        let stated = self.stated.iter_mut().map(|(_, plan)| plan);
        let parts = self.wide.iter_mut().chain(stated);
        std::iter::once(&mut self.sources).chain(parts.map(|plan| &mut plan.sources))
    }

    /// Whether a column of ours comes from the sheet's column `at` alone.
    pub fn reads(&self, at: usize) -> bool {
        let reads = |plan: &Plan| plan.sources.iter().any(|s| s.cell_column() == Some(at));
        self.all().any(reads)
    }

    /// The cell of a line that a column is read from.
    pub fn cell_of<'a>(&self, column: Column, cells: &'a [String]) -> Option<&'a str> {
        let source = &self.sources[self.table.position(column)?];
        cells.get(source.cell_column()?).map(String::as_str)
    }

    /// Whether a cell of a line points to the one above it.
    pub fn points_above(&self, cells: &[String]) -> bool {
        let mut pointing = REPEATED
            .iter()
            .filter_map(|column| self.cell_of(*column, cells));
        pointing.any(is_ditto)
    }

    /// The cells of a line that quantities and amounts are read from.
    pub fn measured<'a>(&'a self, cells: &'a [String]) -> impl Iterator<Item = &'a String> {
        let sources = self
            .all()
            .flat_map(|plan| plan.sources.iter().zip(plan.table.fields()));
        sources
            .filter(|(_, field)| matches!(field.kind, Kind::Quantity | Kind::Money | Kind::Price))
            .flat_map(|(source, _)| source.cell_columns())
            .filter_map(|at| cells.get(at))
    }

    /// The columns that come from anything at all.
    pub fn columns(&self) -> Vec<Column> {
        let fields = self.table.fields().iter().zip(&self.sources);
        fields
            .filter(|(_, source)| source.is_something())
            .map(|(field, _)| field.column)
            .collect()
    }

    /// The text of the line's 规格 cell, which may state a pack size.
    pub fn spec(&self, cells: &[String]) -> String {
        self.spec
            .and_then(|at| cells.get(at))
            .map_or(String::new(), |cell| tidy(cell).into_owned())
    }

    /// Whether the sheet has a column of units that the map reads as something else: what its amounts count is said, and is
    /// none of our units.
    pub fn gives_unit_away(&self, sheet: &Sheet) -> bool {
        let found = headings(self.table, &sheet.headers);
        let means_unit = |heading: &Heading| heading.column == Some(Column::Unit);
        let own = self.table.position(Column::Unit);
        let own = own.and_then(|own| self.sources[own].cell_column());
        let at = found.iter().position(means_unit);
        at.is_some_and(|at| own != Some(at) && self.reads(at))
    }

    /// Whether a map tells the kind, and with it the sign, from other columns.
    pub fn has_kinds(&self) -> bool {
        self.kinds.is_some()
    }

    /// Whether the map leaves this line out.
    pub fn skips(&self, cells: &[String]) -> bool {
        self.skips
            .iter()
            .any(|(skip, at)| cells.get(*at).is_some_and(|cell| skip.holds(&tidy(cell))))
    }

    /// Whether the map turns the sign of this line's quantity round.
    pub fn negates(&self, cells: &[String]) -> bool {
        let Some((kinds, columns)) = &self.kinds else {
            return false;
        };
        let held = kinds
            .when
            .iter()
            .zip(columns)
            .find(|(when, at)| cells.get(**at).is_some_and(|cell| when.holds(&tidy(cell))));
        held.is_some_and(|(when, _)| when.negate)
    }

    /// The headers that nothing is read from, nor decided, ordered or joined by.
    fn unused_headers(&self, sheet: &Sheet, map: Option<&Map>) -> Vec<String> {
        let read = self
            .all()
            .flat_map(|plan| plan.sources.iter().flat_map(Source::cell_columns));
        let skipped = self.skips.iter().map(|(_, at)| *at);
        let used: Vec<usize> = read.chain(skipped).chain(self.spec).collect();
        let by_name = |header: &String| {
            map.is_some_and(|map| {
                let joined = map.join.iter().any(|join| join.on.0 == *header);
                joined || map.sort.contains(header)
            }) || REFUSED.contains(&header.as_str())
        };
        let unused = sheet
            .headers
            .iter()
            .enumerate()
            .filter(|(at, header)| !used.contains(at) && !by_name(header));
        unused.map(|(_, header)| header.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_the_map_gives_a_meaning_has_no_other() {
        let text = "date,kind,site,item,unit,qty,reason,clerk\n";
        let sheet = crate::io::csv::read(text, "sheet.csv").expect("a header");
        let map = "column.lot = 'unit'\nkind.otherwise = 'issue'\n\
                   [[kind.when]]\ncolumn = 'reason'\nis = 'in'\nthen = 'receipt'\n";
        let map = Map::parse(map, "map.toml").expect("a map");
        let plan = Plan::new(&sheet, Table::Movement, Some(&map)).expect("the sheet has them");
        let cells = ["2020-01-30", "", "H1", "mask", "箱", "5", "in", "王"].map(str::to_owned);
        let text = |column| {
            let position = Table::Movement.position(column);
            position.map(|at| plan.sources[at].text(&cells))
        };
        assert_eq!(text(Column::Lot).as_deref(), Some("箱"));
        assert_eq!(text(Column::Unit).as_deref(), Some(""));
        assert_eq!(text(Column::Kind).as_deref(), Some("receipt"));
        assert_eq!(plan.unused, ["kind", "clerk"]);
    }
}

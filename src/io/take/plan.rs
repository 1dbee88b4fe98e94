//! Where each column of a table comes from in one sheet: a cell, a constant, several cells, a mapped word.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Place, Refused};
use crate::ledger::header::headings;
use crate::ledger::table::Table;
use crate::ledger::text::tidy;
use crate::ledger::{Column, table};
use crate::quantity::Unit;

use super::super::map::{Kinds, Map, Skip};
use super::super::sheet::Sheet;

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
    spec: Option<usize>,
    kinds: Option<(Kinds, Vec<usize>)>,
    skips: Vec<(Skip, usize)>,
}

/// Where one column comes from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    from: From,
    values: Option<BTreeMap<String, String>>,
    pub date_format: Option<String>,
    /// The unit that the header states in brackets.
    pub unit: Option<Unit>,
}

#[derive(Debug, Clone, Default)]
enum From {
    #[default]
    Nothing,
    Cell(usize),
    Constant(String),
    FirstOf(Vec<usize>),
    Concat(Vec<usize>, String),
    Kind(Kinds, Vec<usize>),
}

impl Source {
    /// The cell of `cells` that this column is read from without any change; empty where it is read from nothing.
    pub fn as_it_stands<'a>(&self, cells: &'a [String]) -> Option<&'a str> {
        match (&self.from, &self.values) {
            (From::Nothing, None) => Some(""),
            (From::Cell(at), None) => Some(cells.get(*at).map_or("", String::as_str)),
            _ => None,
        }
    }

    /// The text of this column in a line of `cells`, before its words are mapped.
    pub fn text(&self, cells: &[String]) -> String {
        let cell = |at: &usize| {
            cells
                .get(*at)
                .map_or(String::new(), |cell| tidy(cell).into_owned())
        };
        match &self.from {
            From::Nothing => String::new(),
            From::Cell(at) => cell(at),
            From::Constant(text) => text.clone(),
            From::FirstOf(columns) => columns
                .iter()
                .map(cell)
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            From::Concat(columns, with) => {
                let parts: Vec<String> = columns
                    .iter()
                    .map(cell)
                    .filter(|text| !text.is_empty())
                    .collect();
                parts.join(with)
            }
            From::Kind(kinds, columns) => {
                let held = kinds
                    .when
                    .iter()
                    .zip(columns)
                    .find(|(when, at)| when.holds(&cell(at)));
                held.map_or_else(|| kinds.otherwise.clone(), |(when, _)| when.then.clone())
            }
        }
    }

    /// The word that `text` is mapped to; the text itself where no value is given for it.
    pub fn mapped(&self, text: String) -> String {
        let Some(values) = &self.values else {
            return text;
        };
        let mapped = values
            .get(&text)
            .or_else(|| values.get("*").filter(|_| !text.is_empty()));
        mapped.cloned().unwrap_or(text)
    }

    /// The column of the sheet that this comes from, where it is a single one.
    pub fn cell_column(&self) -> Option<usize> {
        match &self.from {
            From::Cell(at) => Some(*at),
            _ => None,
        }
    }

    /// All columns of the sheet that this comes from or depends on.
    fn cell_columns(&self) -> Vec<usize> {
        match &self.from {
            From::Nothing | From::Constant(_) => Vec::new(),
            From::Cell(at) => vec![*at],
            From::FirstOf(columns) | From::Concat(columns, _) | From::Kind(_, columns) => {
                columns.clone()
            }
        }
    }

    fn is_something(&self) -> bool {
        !matches!(self.from, From::Nothing)
    }
}

impl Plan {
    /// The plan of a sheet for `table`, by its headers and, where there is one, a map.
    ///
    /// Errors: `bad-map` for every column the map names that the sheet or the table does not have.
    pub fn new(sheet: &Sheet, table: Table, map: Option<&Map>) -> Result<Plan, Refused> {
        let found = headings(table, &sheet.headers);
        let mut sources = vec![Source::default(); table.fields().len()];
        for (at, heading) in found.iter().enumerate() {
            if let Some(position) = heading.column.and_then(|column| table.position(column)) {
                sources[position].from = From::Cell(at);
                sources[position].unit = heading.unit.clone();
            }
        }
        let spec = sheet
            .headers
            .iter()
            .position(|header| Column::Spec.zh() == header || Column::Spec.id() == header);
        let mut plan = Plan {
            table,
            sources,
            unused: Vec::new(),
            unread: Vec::new(),
            spec,
            kinds: None,
            skips: Vec::new(),
        };
        if let Some(map) = map {
            plan.overlay(sheet, map)?;
        }
        plan.unread = (0..sheet.headers.len())
            .filter(|at| !plan.reads(*at))
            .collect();
        plan.unused = plan.unused_headers(sheet, map);
        plan.unused.retain(|header| !header.is_empty());
        Ok(plan)
    }

    /// Whether a column of ours comes from the sheet's column `at` alone.
    pub fn reads(&self, at: usize) -> bool {
        self.sources
            .iter()
            .any(|source| source.cell_column() == Some(at))
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
        let read = self.sources.iter().flat_map(Source::cell_columns);
        let skipped = self.skips.iter().map(|(_, at)| *at);
        let used: Vec<usize> = read.chain(skipped).chain(self.spec).collect();
        let by_name = |header: &String| {
            map.is_some_and(|map| {
                let joined = map.join.iter().any(|join| join.on.0 == *header);
                joined || map.sort.contains(header)
            })
        };
        let unused = sheet
            .headers
            .iter()
            .enumerate()
            .filter(|(at, header)| !used.contains(at) && !by_name(header));
        unused.map(|(_, header)| header.clone()).collect()
    }

    fn overlay(&mut self, sheet: &Sheet, map: &Map) -> Result<(), Refused> {
        let mut faults = Vec::new();
        let mut at_header = |header: &String| header_position(sheet, header, &mut faults);
        let mut set: Vec<(&String, From)> = Vec::new();
        set.extend(
            map.constant
                .iter()
                .map(|(ours, text)| (ours, From::Constant(text.clone()))),
        );
        for (ours, theirs) in &map.column {
            set.push((ours, at_header(theirs).map_or(From::Nothing, From::Cell)));
        }
        for (ours, theirs) in &map.first_of {
            set.push((
                ours,
                From::FirstOf(theirs.iter().filter_map(&mut at_header).collect()),
            ));
        }
        for (ours, concat) in &map.concat {
            let columns = concat.columns.iter().filter_map(&mut at_header).collect();
            set.push((ours, From::Concat(columns, concat.with.clone())));
        }
        let kinds = map.kind.as_ref().map(|kinds| {
            let columns: Vec<usize> = kinds
                .when
                .iter()
                .filter_map(|when| at_header(&when.column))
                .collect();
            (kinds.clone(), columns)
        });
        let skips: Vec<_> = map
            .skip
            .iter()
            .filter_map(|skip| Some((skip.clone(), at_header(&skip.column)?)))
            .collect();
        self.skips = skips;
        self.forget(set.iter().filter_map(|(_, from)| match from {
            From::Cell(at) => Some(*at),
            _ => None,
        }));
        for (ours, from) in set {
            if let Some(source) = self.source_mut(ours, &mut faults) {
                source.from = from;
            }
        }
        for (ours, values) in &map.values {
            if let Some(source) = self.source_mut(ours, &mut faults) {
                source.values = Some(values.clone());
            }
        }
        for (ours, format) in &map.date_format {
            if let Some(source) = self.source_mut(ours, &mut faults) {
                source.date_format = Some(format.clone());
            }
        }
        if let Some((kinds, columns)) = kinds.filter(|_| faults.is_empty()) {
            if let Some(position) = self.table.position(Column::Kind) {
                self.sources[position].from = From::Kind(kinds.clone(), columns.clone());
            }
            self.kinds = Some((kinds, columns));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Refused(faults))
        }
    }

    /// Lets go of what the headers told of `columns`: a header that the map gives a meaning has no other.
    fn forget(&mut self, columns: impl Iterator<Item = usize>) {
        let columns: Vec<usize> = columns.collect();
        for source in &mut self.sources {
            if source.cell_column().is_some_and(|at| columns.contains(&at)) {
                *source = Source::default();
            }
        }
    }

    fn source_mut(&mut self, column: &str, faults: &mut Vec<Diagnostic>) -> Option<&mut Source> {
        let position = Column::from_id(column).and_then(|column| self.table.position(column));
        if position.is_none() {
            let ids: Vec<&str> = self
                .table
                .fields()
                .iter()
                .map(|field: &table::Field| field.column.id())
                .collect();
            let message = format!("table {} has no column \"{column}\"", self.table.id());
            faults.push(
                Diagnostic::error(Code::BadMap, message)
                    .hint(format!("its columns are {}", ids.join(", "))),
            );
        }
        position.map(|position| &mut self.sources[position])
    }
}

/// The position of a header the map names; a fault where the sheet has none such.
fn header_position(sheet: &Sheet, header: &String, faults: &mut Vec<Diagnostic>) -> Option<usize> {
    let position = sheet
        .headers
        .iter()
        .position(|found| *found == tidy(header));
    if position.is_none() {
        let message = format!("the map names a column \"{header}\" that the sheet does not have");
        let place = Place {
            column: None,
            ..sheet.place()
        };
        let hint = format!("its columns are {}", sheet.headers.join(", "));
        faults.push(
            Diagnostic::error(Code::BadMap, message)
                .at(place)
                .hint(hint),
        );
    }
    position
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

//! Rows ready to be written: headings and cells, of one of our tables or of a query.

use std::borrow::Cow;

use crate::lang::units::unit_word;
use crate::lang::{Lang, said};
use crate::ledger::cell::{Cell, CellRef};
use crate::ledger::table::{Field, Kind};
use crate::ledger::{Column, Records, Row, Table};

/// In which words headings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// The snake-case ids.
    #[default]
    En,
    Zh,
}

/// Headings and rows of cells.
#[derive(Debug, Clone, Default)]
pub struct View<'a> {
    /// The name of the table; empty for the result of a query.
    pub name: String,
    pub headings: Vec<String>,
    /// What each column holds, whether or not a row fills it.
    pub kinds: Vec<Kind>,
    pub rows: Rows<'a>,
}

/// Rows to be written, as many cells in each as there are headings.
#[derive(Debug, Clone)]
pub enum Rows<'a> {
    Held(Vec<Vec<Cell>>),
    Borrowed(Vec<&'a [Cell]>),
    /// Structs of which each becomes cells when it is asked for; the places of the columns that are shown, where not all
    /// are.
    Worked(&'a dyn Records, Option<Vec<usize>>),
}

impl Default for Rows<'_> {
    fn default() -> Self {
        Rows::Held(Vec::new())
    }
}

impl From<Vec<Vec<Cell>>> for Rows<'_> {
    fn from(rows: Vec<Vec<Cell>>) -> Self {
        Rows::Held(rows)
    }
}

impl FromIterator<Vec<Cell>> for Rows<'_> {
    fn from_iter<T: IntoIterator<Item = Vec<Cell>>>(rows: T) -> Self {
        Rows::Held(rows.into_iter().collect())
    }
}

impl<'a> Rows<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Rows::Held(rows) => rows.len(),
            Rows::Borrowed(rows) => rows.len(),
            Rows::Worked(records, _) => records.count(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells of the row at a place.
    pub fn at(&self, at: usize) -> Cow<'_, [Cell]> {
        match self {
            Rows::Held(rows) => Cow::Borrowed(&rows[at]),
            Rows::Borrowed(rows) => Cow::Borrowed(rows[at]),
            Rows::Worked(records, places) => {
                let mut cells = records.cells(at);
                let Some(places) = places else {
                    return Cow::Owned(cells);
                };
                let picked = places
                    .iter()
                    .map(|place| std::mem::replace(&mut cells[*place], Cell::Empty));
                Cow::Owned(picked.collect())
            }
        }
    }

    /// The cells of the row at a place without a copy of any, where it stays the struct it was worked out as.
    pub fn refs(&self, at: usize) -> Option<Vec<CellRef<'_>>> {
        match self {
            Rows::Worked(records, None) => records.cell_refs(at),
            _ => None,
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, [Cell]>> {
        (0..self.len()).map(|at| self.at(at))
    }
}

impl<'a> View<'a> {
    /// The view of `rows`, all of `table`; `columns` picks and orders some of its columns.
    pub fn of_table(
        table: Table,
        rows: &'a [Row],
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> View<'a> {
        let rows = rows.iter().map(|row| row.cells.as_slice());
        let (view, places) = View::of_fields(table, table.fields(), headers, columns);
        let rows = match columns {
            None => Rows::Borrowed(rows.collect()),
            Some(_) => rows.map(|row| picked(row, &places)).collect(),
        };
        View { rows, ..view }
    }

    /// The view of rows of `table` that were worked out.
    pub fn of_records(
        table: Table,
        records: &'a dyn Records,
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> View<'a> {
        let (view, places) = View::of_fields(table, table.fields(), headers, columns);
        let rows = Rows::Worked(records, columns.map(|_| places));
        View { rows, ..view }
    }

    /// The view of rows with the columns `fields`, which are those of `table` or drawn from them.
    pub fn of_cells<'b>(
        table: Table,
        fields: &[Field],
        rows: impl Iterator<Item = &'b [Cell]>,
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> View<'a> {
        let (view, places) = View::of_fields(table, fields, headers, columns);
        let rows = rows.map(|row| picked(row, &places)).collect();
        View { rows, ..view }
    }

    /// A view without rows, and the places of its columns among `fields`.
    fn of_fields(
        table: Table,
        fields: &[Field],
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> (View<'a>, Vec<usize>) {
        let place = |column: &Column| fields.iter().position(|field| field.column == *column);
        let places: Vec<usize> = match columns {
            Some(columns) => columns.iter().filter_map(place).collect(),
            None => (0..fields.len()).collect(),
        };
        let heading = |field: Field| match headers {
            Headers::En => field.column.id().to_owned(),
            Headers::Zh => field.zh().to_owned(),
        };
        let view = View {
            name: table.id().to_owned(),
            headings: places.iter().map(|at| heading(fields[*at])).collect(),
            kinds: places.iter().map(|at| fields[*at].kind).collect(),
            rows: Rows::default(),
        };
        (view, places)
    }

    /// The same for a Chinese reader: words of closed lists, units and sentences; codes and names stand.
    pub fn in_chinese(self) -> View<'a> {
        let units = [Column::Unit.id(), Column::Unit.zh()];
        let is_unit = |at: usize| units.contains(&self.headings[at].as_str());
        let cell = |(at, cell): (usize, &Cell)| match (self.kinds.get(at), cell) {
            (Some(Kind::Word(choices)), Cell::Word(id)) => {
                let choice = choices.iter().find(|choice| choice.id == *id);
                choice.map_or(cell.clone(), |choice| Cell::Text(choice.zh.into()))
            }
            (_, Cell::Text(unit)) if is_unit(at) => Cell::Text(unit_word(unit, Lang::Zh).into()),
            (_, Cell::Text(text)) if text.contains(' ') => Cell::Text(said(text, Lang::Zh).into()),
            _ => cell.clone(),
        };
        let rows = self.rows.iter();
        let rows = rows
            .map(|row| row.iter().enumerate().map(&cell).collect())
            .collect();
        View { rows, ..self }
    }

    /// The cells as text, a line each, below the headings.
    pub fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        let rows = self
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::to_string).collect());
        std::iter::once(self.headings.clone()).chain(rows)
    }
}

fn picked(row: &[Cell], places: &[usize]) -> Vec<Cell> {
    places.iter().map(|at| row[*at].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::word::{Severity, Word as _};

    #[test]
    fn a_chinese_heading_says_what_the_column_holds_in_its_table() {
        let heading = |table: Table, column: Column| {
            View::of_table(table, &[], Headers::Zh, Some(&[column])).headings
        };
        assert_eq!(heading(Table::Fund, Column::Value), ["金额"]);
        assert_eq!(heading(Table::Alert, Column::Value), ["数值"]);
        assert_eq!(heading(Table::Finding, Column::Value), ["数值"]);
        assert_eq!(heading(Table::Waste, Column::Month), ["月份"]);
        assert_eq!(heading(Table::Change, Column::Month), ["月环比"]);
    }

    #[test]
    fn a_chinese_reader_gets_words_units_and_sentences_and_the_codes_as_they_are() {
        let text = |text: &str| Cell::Text(text.into());
        let view = View {
            name: "finding".to_owned(),
            headings: ["severity", "unit", "item", "message"]
                .map(str::to_owned)
                .to_vec(),
            kinds: vec![
                Kind::Word(Severity::CHOICES),
                Kind::Text,
                Kind::Text,
                Kind::Text,
            ],
            rows: vec![vec![
                Cell::Word("error"),
                text("drum"),
                text("short"),
                text("nobody has a phrase for this, 库存"),
            ]]
            .into(),
        };
        let shown: Vec<Vec<String>> = view.in_chinese().lines().skip(1).collect();
        assert_eq!(
            shown,
            [["错误", "桶", "short", "nobody has a phrase for this, 库存"]]
        );
    }
}

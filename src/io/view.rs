//! Rows ready to be written: headings and cells, of one of our tables or of a query.

use crate::ledger::cell::Cell;
use crate::ledger::table::{Field, Kind};
use crate::ledger::{Column, Row, Table};

/// In which words headings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// The snake-case ids.
    #[default]
    En,
    Zh,
}

/// Headings and rows of cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The name of the table; empty for the result of a query.
    pub name: String,
    pub headings: Vec<String>,
    /// What each column holds, whether or not a row fills it.
    pub kinds: Vec<Kind>,
    pub rows: Vec<Vec<Cell>>,
}

impl View {
    /// The view of `rows`, all of `table`; `columns` picks and orders some of its columns.
    pub fn of_table(
        table: Table,
        rows: &[Row],
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> View {
        let rows = rows.iter().map(|row| row.cells.as_slice());
        View::of_cells(table, table.fields(), rows, headers, columns)
    }

    /// The view of rows with the columns `fields`, which are those of `table` or drawn from them.
    pub fn of_cells<'a>(
        table: Table,
        fields: &[Field],
        rows: impl Iterator<Item = &'a [Cell]>,
        headers: Headers,
        columns: Option<&[Column]>,
    ) -> View {
        let place = |column: &Column| fields.iter().position(|field| field.column == *column);
        let places: Vec<usize> = match columns {
            Some(columns) => columns.iter().filter_map(place).collect(),
            None => (0..fields.len()).collect(),
        };
        let heading = |column: Column| match headers {
            Headers::En => column.id().to_owned(),
            Headers::Zh => column.zh().to_owned(),
        };
        View {
            name: table.id().to_owned(),
            headings: places
                .iter()
                .map(|at| heading(fields[*at].column))
                .collect(),
            kinds: places.iter().map(|at| fields[*at].kind).collect(),
            rows: rows
                .map(|row| places.iter().map(|at| row[*at].clone()).collect())
                .collect(),
        }
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

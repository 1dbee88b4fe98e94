//! Rows ready to be written: headings and cells, of one of our tables or of a query.

use crate::ledger::cell::Cell;
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
        let all: Vec<Column> = table.fields().iter().map(|field| field.column).collect();
        let picked = columns.unwrap_or(&all);
        let places: Vec<usize> = picked
            .iter()
            .filter_map(|column| table.position(*column))
            .collect();
        let heading = |column: Column| match headers {
            Headers::En => column.id().to_owned(),
            Headers::Zh => column.zh().to_owned(),
        };
        View {
            name: table.id().to_owned(),
            headings: places
                .iter()
                .map(|at| heading(table.fields()[*at].column))
                .collect(),
            rows: rows
                .iter()
                .map(|row| places.iter().map(|at| row.cells[*at].clone()).collect())
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

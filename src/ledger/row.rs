//! A row of any table: typed cells in the order of its columns, and the place it came from.

use crate::diagnostic::Place;

use super::cell::{Cell, FromCell};
use super::column::Column;
use super::table::Table;

/// A row whose cells are valid for its table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub table: Table,
    /// One cell for each column of the table.
    pub cells: Vec<Cell>,
    /// Where it was read; `None` for a row that was worked out.
    pub place: Option<Place>,
}

impl Row {
    /// The value in `column`.
    pub fn get<T: FromCell>(&self, column: Column) -> T {
        T::from_cell(self.cell(column))
            .expect("a row is checked against its table before it is made")
    }

    /// The cell in `column`.
    pub fn cell(&self, column: Column) -> &Cell {
        let position = self
            .table
            .position(column)
            .expect("a row is asked only for columns of its table");
        &self.cells[position]
    }

    /// The cells of the table's key, in order: what a row is known by.
    pub fn key(&self) -> Vec<String> {
        let fields = self.table.fields().iter().zip(&self.cells);
        fields
            .filter(|(field, _)| field.is_key)
            .map(|(_, cell)| cell.to_string())
            .collect()
    }

    /// The key in one word, as `--explain` names a row: joined by `/`, without the day that all rows share and without
    /// blanks at the end.
    pub fn subject(&self) -> String {
        let fields = self.table.fields().iter().zip(&self.cells);
        let parts: Vec<String> = fields
            .filter(|(field, _)| field.is_key && field.column != Column::AsOf)
            .map(|(_, cell)| cell.to_string())
            .collect();
        parts.join("/").trim_end_matches('/').to_owned()
    }
}

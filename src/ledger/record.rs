//! Rows as structs: a type for each table, and tables of them with the place of each row.

use crate::diagnostic::Place;

use super::cell::Cell;
use super::row::Row;
use super::table::Table;

/// A row of one table as a struct.
pub trait Record: Sized {
    const TABLE: Table;

    /// The struct of a checked row.
    fn from_row(row: &Row) -> Self;

    /// The cells in the order of the table's columns.
    fn into_cells(self) -> Vec<Cell>;

    /// A row that was worked out.
    fn into_row(self) -> Row {
        Row {
            table: Self::TABLE,
            cells: self.into_cells(),
            place: None,
        }
    }
}

/// The rows of one table and, in the same order, where each was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    pub rows: Vec<T>,
    pub places: Vec<Option<Place>>,
}

impl<T> Default for Loaded<T> {
    fn default() -> Loaded<T> {
        Loaded {
            rows: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl<T: Record> Loaded<T> {
    /// The structs of `rows`, which are all of this table.
    pub fn from_rows(rows: &[Row]) -> Loaded<T> {
        Loaded {
            rows: rows.iter().map(T::from_row).collect(),
            places: rows.iter().map(|row| row.place.clone()).collect(),
        }
    }

    /// Each row with its place.
    pub fn iter(&self) -> impl Iterator<Item = (&T, Option<&Place>)> {
        self.rows.iter().zip(self.places.iter().map(Option::as_ref))
    }
}

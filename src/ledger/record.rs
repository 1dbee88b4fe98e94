//! Rows as structs: a type for each table, and tables of them with the place of each row.

use std::fmt::Debug;

use crate::diagnostic::Place;

use super::cell::{Cell, CellRef};
use super::row::Row;
use super::table::Table;

/// A row of one table as a struct.
pub trait Record: Sized {
    const TABLE: Table;

    /// The struct of a checked row.
    fn from_row(row: &Row) -> Self;

    /// The cells in the order of the table's columns.
    fn into_cells(self) -> Vec<Cell>;

    /// The same as they are written, without a copy of any; `None` of a table of which no long answer is written. A table
    /// that has both lists its columns here, and its cells are made [of these](cells_of).
    fn cell_refs(&self) -> Option<Vec<CellRef<'_>>> {
        None
    }

    /// A row that was worked out.
    fn into_row(self) -> Row {
        Row {
            table: Self::TABLE,
            cells: self.into_cells(),
            place: None,
        }
    }
}

/// The cells that a row is written as.
pub fn cells_of(refs: Option<Vec<CellRef<'_>>>) -> Vec<Cell> {
    refs.into_iter().flatten().map(Cell::from).collect()
}

/// Rows of one table that were worked out and stay structs; each becomes cells when it is written.
pub trait Records: Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The cells of the row at a place.
    fn cells(&self, at: usize) -> Vec<Cell>;

    /// The same as they are written, without a copy of any; `None` where they must be made first.
    fn cell_refs(&self, at: usize) -> Option<Vec<CellRef<'_>>>;

    /// All of them as rows.
    fn rows(&self) -> Vec<Row>;
}

impl<T: Record + Clone + Debug + Send + Sync> Records for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn cells(&self, at: usize) -> Vec<Cell> {
        self[at].clone().into_cells()
    }

    fn cell_refs(&self, at: usize) -> Option<Vec<CellRef<'_>>> {
        self[at].cell_refs()
    }

    fn rows(&self) -> Vec<Row> {
        self.iter().cloned().map(Record::into_row).collect()
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

    /// The rows that are meant, in their order.
    pub fn only(&self, is_meant: impl Fn(&T) -> bool) -> Loaded<T>
    where
        T: Clone,
    {
        let meant = self.iter().filter(|(row, _)| is_meant(row));
        let (rows, places) = meant
            .map(|(row, place)| (row.clone(), place.cloned()))
            .unzip();
        Loaded { rows, places }
    }

    /// Each row with its place.
    pub fn iter(&self) -> impl Iterator<Item = (&T, Option<&Place>)> {
        self.rows.iter().zip(self.places.iter().map(Option::as_ref))
    }
}

//! The cells of a row that are not read as they are stored: whether they leave the row a plain one.

use crate::io::frame::rows::Rows;
use crate::io::frame::stored::Stored;
use crate::io::lane::layout::{Layout, Part};

use super::cell::{is_data, is_empty};
use super::column::{Column, Step};

/// Texts of columns that are not read, and typed cells that must be empty: whether they are.
pub struct Guards {
    watched: Vec<Column<bool>>,
    others: Vec<Column<bool>>,
}

impl Guards {
    /// The guards of `rows`, the lines of `layout`; `None` where only data frames can tell what is in the file.
    pub fn new(layout: &Layout<'_>, rows: &Rows) -> Option<Guards> {
        let stored = (0..layout.width).map(|at| rows.stored(at));
        let stored: Vec<Stored> = stored.collect::<Option<_>>()?;
        let watched = layout.watched_cells().into_iter();
        let watched = watched.filter(|at| stored[*at] == Stored::Text);
        let guard = |at| Column::new(Part::Cell(at), |_| true);
        Some(Guards {
            watched: watched.map(guard).collect(),
            others: layout.other_typed_cells().into_iter().map(guard).collect(),
        })
    }

    /// Takes a step; `None` where the cells cannot be read here.
    pub fn step(&mut self, step: &mut Step<'_>) -> Option<()> {
        for column in &mut self.watched {
            column.step(step, &mut is_data)?;
        }
        for column in &mut self.others {
            column.step(step, &mut is_empty)?;
        }
        Some(())
    }

    /// Whether a row of the batch may be read without the exact reader.
    #[inline]
    pub fn are_passed(&self, row: usize) -> bool {
        let guards = self.watched.iter().chain(&self.others);
        guards.fold(true, |all, guard| all & guard.batch[row])
    }
}

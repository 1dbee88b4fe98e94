//! A column of names or words in a group of rows, a batch at a time.

use crate::engine::name::Names;
use crate::io::lane::layout::Layout;
use crate::io::lane::line::name::EXACT;
use crate::ledger;

use super::cell::Words;
use super::column::{Column, Step};

/// A column of names or words.
pub struct Named<'a> {
    column: Column<u32>,
    words: Words<'a>,
}

impl<'a> Named<'a> {
    /// The words of `column`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names, column: ledger::Column) -> Named<'a> {
        let mut words = Words::new(layout, names, column);
        let column = Column::new(layout.part(column), |text| words.number_of_text(text));
        Named { column, words }
    }

    /// Takes a step; `None` where the cells cannot be read here.
    #[inline]
    pub fn step(&mut self, step: &mut Step<'_>) -> Option<()> {
        let Named { column, words } = self;
        column.step(step, &mut |value| words.number(value))
    }

    /// The number of a row of the batch; `None` where the exact reader is to judge it.
    #[inline]
    pub fn number(&self, row: usize) -> Option<u32> {
        Some(self.column.batch[row]).filter(|number| *number != EXACT)
    }
}

//! One column of a group of rows, a batch at a time: the answer for each row, or one for all.

use std::fs::File;

use crate::io::frame::rows::Rows;
use crate::io::frame::stored::{Answers, Value};
use crate::io::lane::layout::Part;

/// Rows that are read together, as many as postings are folded in together; fewer in tests, so that there are several.
pub const BATCH: usize = if cfg!(test) { 1 << 3 } else { 1 << 9 };

/// What every column of a group of rows does next.
#[derive(Debug)]
pub enum Step<'a> {
    /// Goes to the first row of a group of an open file.
    Open {
        rows: &'a Rows,
        file: &'a mut File,
        group: usize,
    },
    /// Goes to the next rows, so many of them, and no more than a batch.
    Next(usize),
}

/// A column's answers.
pub struct Column<T> {
    /// The column of the sheet, and its answers; none where every row has one answer.
    stored: Option<(usize, Answers<T>)>,
    /// The answers for the batch at hand.
    pub batch: Vec<T>,
}

impl<T: Copy> Column<T> {
    /// The column of `part`; `constant` is the answer for a text that stands in no cell.
    pub fn new(part: Part<'_>, constant: impl FnOnce(&str) -> T) -> Column<T> {
        let text = match part {
            Part::Cell(_) | Part::Nothing => "",
            Part::Constant(text) => text,
        };
        let all = constant(text);
        Column {
            stored: match part {
                Part::Cell(at) => Some((at, Answers::new(all))),
                Part::Constant(_) | Part::Nothing => None,
            },
            batch: vec![all; BATCH],
        }
    }

    /// Takes a step; `answer` gives the answers for what is stored. `None` where the cells of a group are stored in a way
    /// that is not read here, or cannot be read.
    #[inline]
    pub fn step(
        &mut self,
        step: &mut Step<'_>,
        answer: &mut impl FnMut(Value<'_>) -> T,
    ) -> Option<()> {
        let Some((at, answers)) = &mut self.stored else {
            return Some(());
        };
        match step {
            Step::Open { rows, file, group } => {
                answers.open(rows.chunk(file, *group, *at)?, answer)
            }
            Step::Next(rows) => answers.next_into(*rows, &mut self.batch, answer),
        }
    }
}

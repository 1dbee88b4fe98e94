//! One column of a group of rows, a batch at a time: the answer for each row, or one for all.

use std::fs::File;

use crate::io::frame::rows::Rows;
use crate::io::frame::stored::{Answers, Value};
use crate::io::lane::layout::Part;

/// Rows that are read together, as many as postings are folded in together; fewer in tests, so that there are several.
pub const BATCH: usize = if cfg!(test) { 1 << 3 } else { 1 << 9 };

/// A group of rows of an open file.
#[derive(Debug)]
pub struct Opened<'a> {
    pub rows: &'a Rows,
    pub file: &'a mut File,
    pub group: usize,
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

    /// Goes to the first row of a group; `None` where its cells are stored in a way that is not read here.
    pub fn open(
        &mut self,
        opened: &mut Opened<'_>,
        answer: &mut impl FnMut(Value<'_>) -> T,
    ) -> Option<()> {
        if let Some((at, answers)) = &mut self.stored {
            let chunk = opened.rows.chunk(opened.file, opened.group, *at)?;
            answers.open(chunk, answer)?;
        }
        Some(())
    }

    /// Goes to the next rows, no more than a batch; `None` where they cannot be read.
    #[inline]
    pub fn next(&mut self, rows: usize, answer: &mut impl FnMut(Value<'_>) -> T) -> Option<()> {
        match &mut self.stored {
            Some((_, answers)) => answers.next_into(rows, &mut self.batch, answer),
            None => Some(()),
        }
    }
}

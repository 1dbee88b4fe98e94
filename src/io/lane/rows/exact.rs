//! The rows that only the exact reader can judge, each as a line of text.

use crate::engine::Fold;
use crate::io::csv;
use crate::io::frame::rows::{DELIMITER, Group, Rows};
use crate::io::lane::worker::Worker;
use crate::io::lane::{Irregular, Share as _};
use crate::io::sheet::Line;
use crate::io::take::is_header;

/// The rows of one group that are read exactly.
#[derive(Debug)]
pub struct ExactRows<'a> {
    rows: &'a Rows,
    group: usize,
    /// All rows of the group, once one is asked for.
    read: Option<Group>,
    text: Vec<u8>,
    line: Line,
}

impl<'a> ExactRows<'a> {
    /// The rows of a group, none of them read.
    pub fn new(rows: &'a Rows, group: usize) -> ExactRows<'a> {
        ExactRows {
            rows,
            group,
            read: None,
            text: Vec::new(),
            line: Line::default(),
        }
    }

    /// Hands a row, numbered in the file from 0, to the exact reader.
    ///
    /// Errors: [`Irregular`] where it cannot be read, or is another header.
    pub fn take<F: Fold>(
        &mut self,
        worker: &mut Worker<'_, F>,
        row: usize,
    ) -> Result<(), Irregular> {
        if self.read.is_none() {
            self.read = self.rows.group(self.group);
        }
        let read = self.read.as_mut().ok_or(Irregular)?;
        let at = row - read.rows.start;
        self.text.clear();
        read.append(at..at + 1, &mut self.text);
        self.text.pop();
        let text = str::from_utf8(&self.text).map_err(|_| Irregular)?;
        csv::proper::cells_into(&mut self.line.cells, text, DELIMITER);
        self.line.number = row as u64 + 1;
        if is_header(&self.line.cells) {
            return Err(Irregular);
        }
        worker.take_exactly(worker.layout.sheet, &self.line);
        Ok(())
    }
}

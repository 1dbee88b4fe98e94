//! The rows that only the exact reader can judge, each as a line of text.

use crate::io::csv;
use crate::io::frame::rows::{DELIMITER, Group, Rows};
use crate::io::frame::stored::Lines;
use crate::io::lane::layout::Layout;
use crate::io::lane::{Irregular, Share};
use crate::io::sheet::Line;
use crate::io::take::stands_alone;

/// The rows of one group that are read exactly.
pub struct ExactRows<'a> {
    layout: &'a Layout<'a>,
    rows: &'a Rows,
    group: usize,
    /// Its lines where few are asked for, and all of them where a line is to be written by a data frame.
    lines: Option<Lines>,
    all: Option<Group>,
    is_open: bool,
    text: Vec<u8>,
    line: Line,
}

impl<'a> ExactRows<'a> {
    /// The rows of a group, none of them read.
    pub fn new(layout: &'a Layout<'a>, rows: &'a Rows, group: usize) -> ExactRows<'a> {
        ExactRows {
            layout,
            rows,
            group,
            lines: None,
            all: None,
            is_open: false,
            text: Vec::new(),
            line: Line::default(),
        }
    }

    /// Hands a row, numbered in the file from 0, to the exact reader; rows come in their order.
    ///
    /// Errors: [`Irregular`] where it cannot be read, or does not stand alone.
    pub fn take<S: Share>(&mut self, share: &mut S, row: usize) -> Result<(), Irregular> {
        self.write(row - self.rows.rows_of(self.group).start)
            .ok_or(Irregular)?;
        let text = str::from_utf8(&self.text).map_err(|_| Irregular)?;
        csv::proper::cells_into(&mut self.line.cells, text, DELIMITER);
        self.line.number = row as u64 + 1;
        if !stands_alone(self.layout.plan, &self.line.cells) {
            return Err(Irregular);
        }
        share.take_exactly(self.layout.sheet, &self.line);
        Ok(())
    }

    /// Writes the line of a row, numbered in the group from 0.
    fn write(&mut self, row: usize) -> Option<()> {
        if !self.is_open {
            self.is_open = true;
            self.lines = Lines::new(self.rows, self.group);
        }
        self.text.clear();
        let lines = self.lines.as_mut();
        if lines
            .and_then(|lines| lines.append(row, &mut self.text))
            .is_none()
        {
            self.lines = None;
            self.text.clear();
            if self.all.is_none() {
                self.all = self.rows.group(self.group);
            }
            self.all.as_mut()?.append(row..row + 1, &mut self.text);
        }
        self.text.pop();
        Some(())
    }
}

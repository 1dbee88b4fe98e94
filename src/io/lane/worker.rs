//! One thread of a pass: blocks to postings, and whatever is not plain to the exact reader.

use crate::engine::posting::line_name;
use crate::engine::separators::Separators;
use crate::engine::{Fold, Posting};
use crate::io::csv;
use crate::io::sheet::{Line, Sheet, Source};
use crate::io::take::{Taken, stands_alone, take_line};
use crate::ledger::tables::Movement;
use crate::ledger::{Record as _, Row};

use super::block::Block;
use super::layout::Layout;
use super::line::row::RowLane;
use super::line::{Cells, Lane};
use super::{Irregular, LineNames, Pass, Passed, Share};

/// Postings that are folded in together.
const BATCH: usize = 512;

/// One thread's share of a pass.
pub struct Worker<'a, F> {
    pub layout: &'a Layout<'a>,
    pub pass: Pass<'a>,
    lane: Lane<'a>,
    /// Reads the whole of a line in plain form, once one is asked for; none where no line of the sheet can be read so.
    rows: Option<Option<RowLane<'a>>>,
    postings: Vec<Posting>,
    /// Of the block at hand, the positions that alone are read.
    only: Option<&'a [u64]>,
    pub passed: Passed<F>,
}

impl<'a, F: Fold> Worker<'a, F> {
    /// A worker that has read nothing yet.
    pub fn new(layout: &'a Layout<'a>, pass: Pass<'a>, fold: F) -> Worker<'a, F> {
        Worker {
            layout,
            pass,
            lane: Lane::new(layout, pass.names),
            rows: None,
            postings: Vec::with_capacity(BATCH),
            only: None,
            passed: Passed {
                fold,
                taken: Taken::default(),
                total: 0,
            },
        }
    }

    /// What this thread's share came to.
    pub fn finish(mut self) -> Passed<F> {
        self.fold();
        self.passed
    }

    /// Reads a line, which has as many cells as its header or not.
    #[inline]
    fn read_line(
        &mut self,
        cells: &Cells<'_>,
        number: u64,
        is_whole: bool,
    ) -> Result<(), Irregular> {
        if let Some(only) = self.only {
            if only.binary_search(&(self.pass.base + number)).is_ok() {
                let line = line_of(self.layout, cells, number);
                self.take_exactly(self.layout.sheet, &line);
            }
            return Ok(());
        }
        // The name of a line is put together from cells without quotation marks.
        let is_open = is_whole
            && (self.pass.names_of_lines == LineNames::Unread || !self.lane.has_quoted_name(cells));
        let plain = match is_open {
            true => self.lane.posting(cells, self.pass.base + number),
            false => None,
        };
        match plain {
            Some(posting) => self.post(posting, cells, number),
            None => {
                let line = data_line(self.layout, cells, number)?;
                self.take_exactly(self.layout.sheet, &line);
            }
        }
        Ok(())
    }

    #[inline]
    fn post(&mut self, mut posting: Posting, cells: &Cells<'_>, number: u64) {
        if self.pass.names_of_lines != LineNames::Unread {
            let [doc, line] = self.lane.name(cells, number);
            posting.name = line_name(&doc, &line);
            if self.pass.names_of_lines == LineNames::Known {
                let known = self.pass.names.known(&format!("{doc}/{line}"));
                posting.reference = known.unwrap_or_default();
            }
        }
        if self.passed.fold.wants_receiver(&posting) {
            let Some(receiver) = self.lane.receiver(cells) else {
                let line = line_of(self.layout, cells, number);
                return self.take_exactly(self.layout.sheet, &line);
            };
            self.passed.fold.receive(&posting, receiver);
        }
        let wanted = self.passed.fold.wants(&posting);
        if wanted.holds(|| self.lane.has_reference(cells)) {
            let rows = self.rows.get_or_insert_with(|| RowLane::new(self.layout));
            let Some(row) = rows.as_mut().and_then(|rows| rows.row(cells, number)) else {
                // Read exactly, the line gives the same posting, and all its texts beside it.
                let line = line_of(self.layout, cells, number);
                return self.take_exactly(self.layout.sheet, &line);
            };
            let movement = Movement::from_row(row);
            self.passed.fold.keep(posting.position, movement);
        }
        self.add(posting);
    }

    /// Takes in a posting that is read to its end.
    #[inline]
    pub fn add(&mut self, posting: Posting) {
        self.passed.taken.passed += 1;
        let magnitude = posting
            .qty
            .map_or(0, |qty| qty.thousandths().unsigned_abs());
        self.passed.total += i128::from(magnitude);
        self.postings.push(posting);
        if self.postings.len() == BATCH {
            self.fold();
        }
    }

    fn fold(&mut self) {
        self.passed.fold.post(&self.postings);
        self.postings.clear();
    }
}

impl<F: Fold> Share for Worker<'_, F> {
    fn read(&mut self, block: &Block, separators: &mut Separators) -> Result<(), Irregular> {
        if block.is_tail {
            let (sheet, line) = tail(self.layout, block)?;
            self.take_exactly(&sheet, &line);
            return Ok(());
        }
        self.only = self.pass.only.map(|only| {
            let first = self.pass.base + block.line;
            let before = |line: u64| only.partition_point(|position| *position < line);
            &only[before(first)..before(first + block.lines)]
        });
        if self.only.is_some_and(<[u64]>::is_empty) {
            return Ok(());
        }
        each_line(self.layout, block, separators, |cells, number, is_whole| {
            self.read_line(cells, number, is_whole)
        })
    }

    fn take_exactly(&mut self, sheet: &Sheet, line: &Line) {
        let Some(row) = exact_row(self.layout, &mut self.passed.taken, sheet, line) else {
            return;
        };
        let movement = Movement::from_row(&row);
        let position = self.pass.base + line.number;
        let posting = Posting::new(&movement, position, self.pass.names);
        if self.passed.fold.wants_receiver(&posting) {
            let receiver = self.pass.names.number(&movement.counterparty);
            self.passed.fold.receive(&posting, receiver);
        }
        let wanted = self.passed.fold.wants(&posting);
        if wanted.holds(|| !movement.reference.is_empty()) {
            self.passed.fold.keep(position, movement);
        }
        self.add(posting);
    }
}

/// Hands over the lines of a block one after the other, each with its number and whether it has as many cells as the
/// header.
///
/// Errors: [`Irregular`] where it is no text, or not well formed.
#[inline]
pub fn each_line(
    layout: &Layout<'_>,
    block: &Block,
    separators: &mut Separators,
    mut read: impl FnMut(&Cells<'_>, u64, bool) -> Result<(), Irregular>,
) -> Result<(), Irregular> {
    separators.find(&block.bytes, layout.rest.delimiter);
    let text = simdutf8::basic::from_utf8(&block.bytes).ok();
    let text = text.filter(|_| separators.is_text && separators.is_proper);
    let text = text.ok_or(Irregular)?;
    let (width, bytes) = (layout.width, text.as_bytes());
    let mut inner_feeds = separators.inner_feeds.as_slice();
    let (mut first, mut start, mut number) = (0, 0, block.line);
    let is_by_row = matches!(layout.rest.source, Source::Rows(_));
    let (all, lines) = (separators.cells(), &separators.lines);
    for (at, last) in lines.iter().enumerate() {
        let ends = &all[first..*last as usize];
        let behind = lines.get(at + 1).unwrap_or(last);
        let feed = ends[ends.len() - 1] as usize;
        let has_return = feed > start && bytes[feed - 1] == b'\r';
        let cells = Cells {
            block: text,
            start,
            ends,
            end: feed - usize::from(has_return),
            behind: &all[*last as usize..*behind as usize],
        };
        read(&cells, number, ends.len() == width)?;
        number += 1;
        // The rows of a table are counted, and not the lines in their cells.
        if !inner_feeds.is_empty() && !is_by_row {
            let inner = inner_feeds.partition_point(|at| (*at as usize) < feed);
            number += inner as u64;
            inner_feeds = &inner_feeds[inner..];
        }
        (first, start) = (*last as usize, feed + 1);
    }
    Ok(())
}

/// A line as the exact reader takes it.
pub fn line_of(layout: &Layout<'_>, cells: &Cells<'_>, number: u64) -> Line {
    let line = &cells.block[cells.start..cells.end];
    let cells = csv::proper::cells(line, layout.rest.delimiter);
    Line { number, cells }
}

/// The same of a line that is no plain one.
///
/// Errors: [`Irregular`] where it does not stand alone.
pub fn data_line(layout: &Layout<'_>, cells: &Cells<'_>, number: u64) -> Result<Line, Irregular> {
    let mut line = Line::default();
    data_line_into(&mut line, layout, cells, number)?;
    Ok(line)
}

/// The same in place of another line, whose room is used again.
///
/// Errors: [`Irregular`] where it does not stand alone.
pub fn data_line_into(
    line: &mut Line,
    layout: &Layout<'_>,
    cells: &Cells<'_>,
    number: u64,
) -> Result<(), Irregular> {
    let text = &cells.block[cells.start..cells.end];
    csv::proper::cells_into(&mut line.cells, text, layout.rest.delimiter);
    line.number = number;
    match stands_alone(layout.plan, &line.cells) {
        true => Ok(()),
        false => Err(Irregular),
    }
}

/// The row that the exact reader makes of a line; `None` where it makes none, which `taken` then tells.
pub fn exact_row(
    layout: &Layout<'_>,
    taken: &mut Taken,
    sheet: &Sheet,
    line: &Line,
) -> Option<Row> {
    take_line(taken, sheet, layout.plan, layout.catalogue, line);
    taken.rows.pop()
}

/// What stands behind the last line end, and a sheet that says so: it may have been cut off.
pub fn tail(layout: &Layout<'_>, block: &Block) -> Result<(Sheet, Line), Irregular> {
    let sheet = Sheet {
        open_end: Some(block.line),
        lines: Vec::new(),
        ..layout.sheet.clone()
    };
    // What was cut off need not be well formed.
    let cells = csv::split(text(&block.bytes)?, layout.rest.delimiter);
    let number = block.line;
    match stands_alone(layout.plan, &cells) {
        true => Ok((sheet, Line { number, cells })),
        false => Err(Irregular),
    }
}

/// The text of a line without an end; [`Irregular`] where it is none, or where carriage returns stand alone.
fn text(bytes: &[u8]) -> Result<&str, Irregular> {
    let ends_line = |at| bytes.get(at + 1).is_none_or(|next| *next == b'\n');
    let is_written = memchr::memchr(0, bytes).is_none();
    let is_proper = memchr::memchr_iter(b'\r', bytes).all(ends_line);
    let text = simdutf8::basic::from_utf8(bytes).ok();
    text.filter(|_| is_written && is_proper).ok_or(Irregular)
}

//! Long tables that are wanted as structs: on all cores, and no row kept beside its struct. Lines of movements, requests
//! and quotes in plain form are read at once (`line::row`), all others exactly.
//!
//! The threads of a pass hand the structs over block by block; they are put in the order of the lines as they come, so
//! that few blocks wait. What one thread reads alone is in order, and stays where it is.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::separators::Separators;
use crate::io::sheet::{Line, Sheet};
use crate::io::take::Taken;
use crate::ledger::cell::Cell;
use crate::ledger::plan_id::append_row;
use crate::ledger::{Loaded, Record, Row};

use super::block::Block;
use super::layout::Layout;
use super::ledger::Answer;
use super::line::row::RowLane;
use super::worker::{data_line_into, each_line, exact_row, tail};
use super::{Irregular, Share, is_for_one, join, put_in_order, shares};

/// Blocks that may wait to be put in order.
const WAITING: usize = 16;

/// The rows of a table as structs.
#[derive(Debug)]
pub struct Recorded<T> {
    pub loaded: Loaded<T>,
    /// The same as text, for the id of a plan that is made of them; empty where none is.
    pub text: Vec<u8>,
}

/// Whether the rows of a table are kept as text, too, for the id of a plan that is made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanText {
    Kept,
    Unwanted,
}

/// The rows of sheets whose lines lie unread, with their text where it is to be kept.
///
/// Errors: [`Irregular`] where a sheet is to be taken as a whole.
pub fn records<T: Record + Send>(
    sheets: &[Layout<'_>],
    plan_text: PlanText,
) -> Result<Answer<Recorded<T>>, Irregular> {
    let mut answer = Answer {
        answer: Recorded::default(),
        taken: Vec::new(),
        total: 0,
    };
    for layout in sheets {
        let finished = match is_for_one(layout) {
            true => alone(layout, plan_text, &mut answer.answer)?,
            false => together(layout, plan_text, &mut answer.answer)?,
        };
        let mut taken = Taken::default();
        for (of_share, total) in finished {
            join(&mut taken, of_share);
            answer.total += total;
        }
        put_in_order(&mut taken, layout);
        answer.taken.push(taken);
    }
    Ok(answer)
}

/// What the readers of a sheet said of its lines, each with the sum of its quantities without their signs.
type Finished = Vec<(Taken, i128)>;

/// Reads the lines of a sheet on this thread.
fn alone<T: Record + Send>(
    layout: &Layout<'_>,
    plan_text: PlanText,
    recorded: &mut Recorded<T>,
) -> Result<Finished, Irregular> {
    let spare = Spare::default();
    let shares = shares(layout, &|| {
        RecordShare::new(layout, plan_text, None, &spare)
    })?;
    let finished = shares.into_iter().map(|mut share| {
        recorded.join(std::mem::take(&mut share.recorded));
        share.finish()
    });
    Ok(finished.collect())
}

/// Reads the lines of a sheet on several threads, whose pieces one more puts in order.
fn together<T: Record + Send>(
    layout: &Layout<'_>,
    plan_text: PlanText,
    recorded: &mut Recorded<T>,
) -> Result<Finished, Irregular> {
    let (sender, receiver) = sync_channel(WAITING);
    let spare = &Spare::default();
    std::thread::scope(|scope| {
        let gathering = scope.spawn(move || recorded.gather(layout, &receiver, spare));
        let share = || RecordShare::new(layout, plan_text, Some(sender.clone()), spare);
        let finished = shares(layout, &share).map(|shares| {
            let finished = shares.into_iter().map(RecordShare::finish);
            finished.collect()
        });
        drop(sender);
        gathering.join().expect("pieces are put in order");
        finished
    })
}

/// The rows of some lines.
struct Piece<T> {
    /// The number of the first line, and of the first behind them.
    first: u64,
    next: u64,
    /// How long they are in bytes; 0 where nobody counted.
    bytes: usize,
    recorded: Recorded<T>,
}

impl<T> Default for Recorded<T> {
    fn default() -> Recorded<T> {
        Recorded {
            loaded: Loaded::default(),
            text: Vec::new(),
        }
    }
}

impl<T> Recorded<T> {
    /// Appends a row but for its place, with its text where it is to be kept; the sum of its quantities without their
    /// signs.
    fn add(&mut self, row: &Row, plan_text: PlanText) -> i128
    where
        T: Record,
    {
        if plan_text == PlanText::Kept {
            append_row(row, &mut self.text);
        }
        self.loaded.rows.push(T::from_row(row));
        row.cells.iter().map(Cell::magnitude).sum()
    }

    /// Makes room for the rows of a block, and of so many others like it; the text for a plan is seldom twice as long.
    fn make_room(&mut self, block: &Block, others: usize, plan_text: PlanText) {
        let lines = usize::try_from(block.lines).unwrap_or(0);
        let rows = &mut self.loaded.rows;
        if rows.capacity() - rows.len() < lines {
            rows.reserve(lines + others * lines);
            self.loaded.places.reserve(lines + others * lines);
            if plan_text == PlanText::Kept {
                self.text.reserve((2 + others) * block.bytes.len());
            }
        }
    }

    /// Appends the pieces of one sheet in the order of its lines.
    fn gather(&mut self, layout: &Layout<'_>, pieces: &Receiver<Piece<T>>, spare: &Spare<T>) {
        let mut next = match layout.sheet.lines.is_empty() {
            true => layout.rest.line,
            false => 0,
        };
        let length = layout.rest.length();
        let mut waiting: BTreeMap<u64, Piece<T>> = BTreeMap::new();
        for piece in pieces {
            waiting.insert(piece.first, piece);
            while let Some(piece) = waiting.remove(&next) {
                next = piece.next;
                spare.give(self.append(piece, length));
            }
        }
        for piece in waiting.into_values() {
            self.append(piece, length);
        }
    }

    /// Appends a piece of a sheet whose lines are of this `length` together, as far as that is known; gives back the
    /// room that it took.
    fn append(&mut self, piece: Piece<T>, length: Option<u64>) -> Recorded<T> {
        let Recorded {
            mut loaded,
            mut text,
        } = piece.recorded;
        let (bytes, rows) = (piece.bytes, loaded.rows.len());
        if bytes > 0 && self.loaded.rows.capacity() - self.loaded.rows.len() < rows {
            // Room for all lines like these at once, so that rows are not moved again and again.
            let expected = length.unwrap_or(0) / bytes as u64 * rows as u64;
            let expected = usize::try_from(expected).unwrap_or(0) + rows;
            self.loaded.rows.reserve(expected);
            self.loaded.places.reserve(expected);
            self.text.reserve(text.len() / rows.max(1) * expected);
        }
        self.loaded.rows.append(&mut loaded.rows);
        self.loaded.places.append(&mut loaded.places);
        self.text.append(&mut text);
        Recorded { loaded, text }
    }

    /// Takes in the rows of a whole sheet; those of the first stay where they are.
    fn join(&mut self, mut other: Recorded<T>) {
        if self.loaded.rows.is_empty() {
            return *self = other;
        }
        self.loaded.rows.append(&mut other.loaded.rows);
        self.loaded.places.append(&mut other.loaded.places);
        self.text.append(&mut other.text);
    }
}

/// Room of pieces that were put in order, to be used again.
struct Spare<T>(Mutex<Vec<Recorded<T>>>);

impl<T> Default for Spare<T> {
    fn default() -> Spare<T> {
        Spare(Mutex::default())
    }
}

impl<T> Spare<T> {
    fn give(&self, room: Recorded<T>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(room);
    }

    fn take(&self) -> Recorded<T> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.pop().unwrap_or_default()
    }
}

/// One thread's share of a pass.
struct RecordShare<'a, T> {
    layout: &'a Layout<'a>,
    plan_text: PlanText,
    /// The sheet with a file name of this thread's own: a million places name it.
    sheet: Sheet,
    plain: Option<RowLane<'a>>,
    /// Who puts the pieces in order; `None` where this thread reads alone, and keeps what it read.
    sender: Option<SyncSender<Piece<T>>>,
    spare: &'a Spare<T>,
    recorded: Recorded<T>,
    taken: Taken,
    total: i128,
}

impl<'a, T: Record> RecordShare<'a, T> {
    fn new(
        layout: &'a Layout<'a>,
        plan_text: PlanText,
        sender: Option<SyncSender<Piece<T>>>,
        spare: &'a Spare<T>,
    ) -> RecordShare<'a, T> {
        RecordShare {
            layout,
            plan_text,
            sheet: Sheet {
                file: Arc::from(&*layout.sheet.file),
                ..layout.sheet.clone()
            },
            plain: RowLane::new(layout),
            sender,
            spare,
            recorded: Recorded::default(),
            taken: Taken::default(),
            total: 0,
        }
    }

    fn take(&mut self, sheet: &Sheet, line: &Line) {
        if let Some(row) = exact_row(self.layout, &mut self.taken, sheet, line) {
            self.taken.passed += 1;
            self.total += self.recorded.add(&row, self.plan_text);
            self.recorded.loaded.places.push(row.place);
        }
    }

    /// Hands over what was read of the lines from `first` on.
    fn hand_over(&mut self, first: u64, next: u64, bytes: usize) {
        let Some(sender) = &self.sender else {
            return;
        };
        let recorded = std::mem::replace(&mut self.recorded, self.spare.take());
        let piece = Piece {
            first,
            next,
            bytes,
            recorded,
        };
        sender
            .send(piece)
            .expect("the gatherer outlives the readers");
    }

    /// What was said of the lines, and the sum of all quantities without their signs.
    fn finish(mut self) -> (Taken, i128) {
        self.hand_over_head();
        (self.taken, self.total)
    }

    /// Hands over what was read before any block: lines that were split when the header was looked for.
    fn hand_over_head(&mut self) {
        if !self.recorded.loaded.rows.is_empty() {
            self.hand_over(0, self.layout.rest.line, 0);
        }
    }
}

impl<T: Record + Send> Share for RecordShare<'_, T> {
    fn read(&mut self, block: &Block, separators: &mut Separators) -> Result<(), Irregular> {
        self.hand_over_head();
        let others = match (&self.sender, self.layout.rest.length()) {
            (None, Some(length)) => length as usize / block.bytes.len().max(1),
            _ => 0,
        };
        self.recorded.make_room(block, others, self.plan_text);
        let next = block.line + block.lines;
        if block.is_tail {
            let (sheet, line) = tail(self.layout, block)?;
            self.take(&sheet, &line);
            self.hand_over(block.line, next + 1, 0);
            return Ok(());
        }
        let (layout, sheet) = (self.layout, std::mem::take(&mut self.sheet));
        let place = sheet.place();
        let mut line = Line::default();
        let read = each_line(layout, block, separators, |cells, number, is_whole| {
            let plain = self.plain.as_mut().filter(|_| is_whole);
            if let Some(row) = plain.and_then(|plain| plain.row(cells, number)) {
                self.taken.passed += 1;
                self.total += self.recorded.add(row, self.plan_text);
                self.recorded
                    .loaded
                    .places
                    .push(Some(place.at_line(number)));
                return Ok(());
            }
            data_line_into(&mut line, layout, cells, number)?;
            self.take(&sheet, &line);
            Ok(())
        });
        self.sheet = sheet;
        self.hand_over(block.line, next, block.bytes.len());
        read
    }

    fn take_exactly(&mut self, sheet: &Sheet, line: &Line) {
        self.take(sheet, line);
    }
}

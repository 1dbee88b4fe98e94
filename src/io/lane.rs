//! Long ledgers, line by line at the speed of the disk: the fast lane, and beside it the exact reader.
//!
//! A block of whole lines is cut off ([`block`]), checked for being text, and its cells are found; a line whose cells
//! are all in plain form becomes a posting at once (`line`), and any other goes, alone, through
//! [`take_line`](super::take::take_line). Rows of a Parquet file are read column by column as they are stored (`rows`);
//! whatever is stored in an unusual way, and rows of other tables, become such blocks group by group (`group`).
//! Rows, repairs, faults and their order are the same either way. What a [`layout`] cannot tell, and text that is not
//! well formed, is left to [`take`](super::take::take) as a whole.
//!
//! Passes are `ledger` over movements, `quotes` over quotes, `records` into structs; `worker` is one thread of them.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use crate::engine::Fold;
use crate::engine::memory;
use crate::engine::name::Names;
use crate::engine::parallel;
use crate::engine::separators::Separators;

use super::sheet::{Line, Sheet, Source};
use super::take::{Taken, begun};

pub mod block;
mod group;
pub mod layout;
pub mod ledger;
mod line;
pub mod quotes;
pub mod records;
mod rows;
mod worker;

#[cfg(test)]
mod tests;

use block::{Block, Blocks};
use group::RowBlocks;
use layout::Layout;
use rows::Only;
use worker::Worker;

/// A text that only the exact reader can judge as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Irregular;

/// Text for which a further thread is worth its start; little in tests, so that there are several.
const THREAD_BYTES: u64 = if cfg!(test) { 1 << 9 } else { 1 << 22 };

/// Bytes of text that a row of a Parquet file is taken for.
const ROW_BYTES: u64 = 1 << 6;

/// What a pass came to.
#[derive(Debug)]
pub struct Passed<F, T = Taken> {
    pub fold: F,
    /// Faults and repairs; rows are counted, and not kept.
    pub taken: T,
    /// The sum of all quantities without their signs, in thousandths.
    pub total: i128,
}

/// What a pass is to look at beside the lines themselves.
#[derive(Debug, Clone, Copy)]
pub struct Pass<'a> {
    pub names: &'a Names,
    /// Added to the number of a line it is its position: sheets before this one come before.
    pub base: u64,
    pub names_of_lines: LineNames,
    /// Positions of the lines that alone are read, in order; all lines where it is `None`.
    pub only: Option<&'a [u64]>,
}

/// What is asked of the names of lines, their documents and line numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineNames {
    Unread,
    /// A hash of each, by which equal ones can be found.
    Hashed,
    /// The hash, and the number of each that a reversal names.
    Known,
}

/// One thread's share of a pass.
trait Share: Send {
    /// Reads the lines of a block; `separators` is room to find its cells in.
    ///
    /// Errors: [`Irregular`] where it is no text, or not well formed.
    fn read(&mut self, block: &Block, separators: &mut Separators) -> Result<(), Irregular>;

    /// Takes a line by the exact reader.
    fn take_exactly(&mut self, sheet: &Sheet, line: &Line);
}

/// Passes once over the lines of a sheet, on as many threads as are worth it; `fold` makes a fold for each.
///
/// Errors: [`Irregular`] where the sheet is to be taken as a whole.
pub fn pass<F: Fold>(
    layout: &Layout<'_>,
    pass: Pass<'_>,
    fold: &(impl Fn() -> F + Sync),
) -> Result<Passed<F>, Irregular> {
    let worker = || Worker::new(layout, pass, fold());
    let shares = match &layout.rest.source {
        Source::Rows(rows) => {
            let only = |positions| Only {
                base: pass.base,
                positions,
            };
            rows::shares(layout, rows, pass.only.map(only), &worker)?
        }
        Source::Text(_) | Source::File(_) => shares(layout, &worker)?,
    };
    let parts = shares.into_iter().map(Worker::finish);
    let mut passed = parts
        .reduce(Passed::join)
        .expect("one thread at least passes");
    put_in_order(&mut passed.taken, layout);
    Ok(passed)
}

/// Passes once over the lines of a sheet, on as many threads as are worth it, each with a share that `share` makes.
fn shares<S: Share>(
    layout: &Layout<'_>,
    share: &(impl Fn() -> S + Sync),
) -> Result<Vec<S>, Irregular> {
    match &layout.rest.source {
        Source::Text(text) => {
            let rest = text
                .as_bytes()
                .get(layout.rest.offset as usize..)
                .ok_or(Irregular)?;
            shares_of_text(layout, share, rest, rest.len() as u64)
        }
        Source::File(path) => {
            let mut file = File::open(path).map_err(|_| Irregular)?;
            let end = file.seek(SeekFrom::End(0)).map_err(|_| Irregular)?;
            file.seek(SeekFrom::Start(layout.rest.offset))
                .map_err(|_| Irregular)?;
            shares_of_text(layout, share, file, end - layout.rest.offset)
        }
        Source::Rows(rows) => {
            let next_group = AtomicUsize::new(0);
            let blocks = || RowBlocks::new(rows, &next_group);
            let threads = rows.groups();
            shares_of(layout, share, threads, &blocks, |blocks, block| {
                blocks.next(block)
            })
        }
    }
}

/// How many bytes of text lie unread, about.
fn bytes(layout: &Layout<'_>) -> u64 {
    match &layout.rest.source {
        Source::Rows(rows) => rows.count() as u64 * ROW_BYTES,
        Source::Text(_) | Source::File(_) => layout.rest.length().unwrap_or_default(),
    }
}

/// Whether one thread reads the lines of a sheet: there are too few for more.
fn is_for_one(layout: &Layout<'_>) -> bool {
    let is_short = layout
        .rest
        .length()
        .is_some_and(|bytes| bytes < THREAD_BYTES);
    matches!(layout.rest.source, Source::Text(_)) && is_short
}

fn shares_of_text<S: Share>(
    layout: &Layout<'_>,
    share: &(impl Fn() -> S + Sync),
    rest: impl Read + Send,
    length: u64,
) -> Result<Vec<S>, Irregular> {
    let blocks = Mutex::new(Blocks::new(
        rest,
        layout.rest.offset,
        layout.rest.line,
        length,
    ));
    let threads = (length / THREAD_BYTES) as usize + 1;
    shares_of(layout, share, threads, &|| &blocks, |blocks, block| {
        let blocks = blocks.lock();
        blocks.unwrap_or_else(PoisonError::into_inner).next(block)
    })
}

/// Passes over the blocks that `next` gives, on no more than `threads` threads, each with what `source` makes for it.
fn shares_of<S: Share, B>(
    layout: &Layout<'_>,
    share: &(impl Fn() -> S + Sync),
    threads: usize,
    source: &(impl Fn() -> B + Sync),
    next: impl Fn(&mut B, &mut Block) -> Result<bool, Irregular> + Sync,
) -> Result<Vec<S>, Irregular> {
    let work = |mut share: S| {
        let (mut source, mut block) = (source(), Block::default());
        let mut separators = Separators::default();
        while next(&mut source, &mut block)? {
            share.read(&block, &mut separators)?;
        }
        Ok(share)
    };
    on_threads(layout, share, threads, &work)
}

/// What comes of the `work` of no more than `threads` threads; the first begins with the lines that were split before.
fn on_threads<S: Share>(
    layout: &Layout<'_>,
    share: &(impl Fn() -> S + Sync),
    threads: usize,
    work: &(impl Fn(S) -> Result<S, Irregular> + Sync),
) -> Result<Vec<S>, Irregular> {
    memory::make_ready_for(bytes(layout));
    let mut first = share();
    for line in &layout.sheet.lines {
        first.take_exactly(layout.sheet, line);
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..parallel::threads(threads))
            .map(|_| scope.spawn(|| work(share())))
            .collect();
        let mut shares = vec![work(first)];
        shares.extend(
            others
                .into_iter()
                .map(|other| other.join().expect("a reader of lines does not panic")),
        );
        shares.into_iter().collect()
    })
}

impl<F: Fold> Passed<F> {
    /// Two parts of one pass put together.
    fn join(mut self, other: Passed<F>) -> Passed<F> {
        self.fold.join(other.fold);
        self.total += other.total;
        join(&mut self.taken, other.taken);
        self
    }
}

/// What two parts of one pass said of their lines put together.
fn join(all: &mut Taken, taken: Taken) {
    all.passed += taken.passed;
    all.diagnostics.join(taken.diagnostics);
    all.refused.extend(taken.refused);
    all.refused_more += taken.refused_more;
    all.out_of_scope.extend(taken.out_of_scope);
    for (repair, count) in taken.repairs {
        *all.repairs.entry(repair).or_default() += count;
    }
}

/// Puts what was said of the lines in the order of the lines, behind what was said of the sheet.
fn put_in_order(taken: &mut Taken, layout: &Layout<'_>) {
    let (begun, most) = (begun(layout.sheet, layout.plan), layout.plan.told_max);
    taken.diagnostics.put_in_order(begun.diagnostics, most);
    taken.refused.sort_by_key(|refused| refused.number);
    taken.refused_more += taken.refused.len().saturating_sub(most);
    taken.refused.truncate(most);
    taken.out_of_scope.sort_by_key(|left_out| left_out.line);
    taken.out_of_scope.splice(0..0, begun.out_of_scope);
    taken.unused = begun.unused;
}

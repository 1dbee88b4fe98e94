//! Rows of a long Parquet file: each thread takes a group of rows at a time, and its cells become postings or quotes as
//! they are stored.
//!
//! A row that is not in plain form goes alone to the exact reader, as the line of text it would be ([`exact`]); a group
//! whose cells are stored in a way that is not read here goes through the lane of lines as a whole.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::Fold;
use crate::engine::separators::Separators;
use crate::io::frame::rows::Rows;

use super::block::Block;
use super::group::GroupBlocks;
use super::layout::Layout;
use super::worker::Worker;
use super::{Irregular, Share, on_threads};

mod cell;
mod column;
mod exact;
mod guard;
mod named;
mod posting;
pub mod quote;

use column::{BATCH, Step};
use exact::ExactRows;
use posting::PostingRows;

/// Columns that are read a batch of rows at a time.
pub trait Columns {
    /// Takes a step with every column; `None` where the cells of a group are stored in a way that is not read here, or
    /// cannot be read.
    fn step(&mut self, step: &mut Step<'_>) -> Option<()>;
}

/// One thread's share of a pass over rows as they are stored.
pub trait RowShare<'a>: Share {
    type Lane: Columns;

    /// What reads `rows` for this share; `None` where they are to be read as lines of text.
    fn lane(&self, rows: &Rows) -> Option<Self::Lane>;

    /// Is told that so many rows come, from line `first` on.
    fn begin(&mut self, first: u64, rows: usize);

    /// Takes in a row of the batch by its place there and the number of its line; `false` where the exact reader is to
    /// judge it.
    fn take(&mut self, lane: &mut Self::Lane, at: usize, number: u64) -> bool;
}

/// Passes over `rows`, or over those alone that `only` names, each thread with a share that `share` makes.
///
/// Errors: [`Irregular`] where the file is to be taken as a whole.
pub fn shares<'a, S: RowShare<'a>>(
    layout: &'a Layout<'a>,
    rows: &Rows,
    only: Option<Only<'_>>,
    share: &(impl Fn() -> S + Sync),
) -> Result<Vec<S>, Irregular> {
    let next_group = AtomicUsize::new(0);
    let work = |mut share: S| {
        let lane = || Some((share.lane(rows)?, rows.file()?));
        let mut lane = only.is_none().then(lane).flatten();
        loop {
            let group = next_group.fetch_add(1, Ordering::Relaxed);
            if group >= rows.groups() {
                return Ok(share);
            }
            if let Some(only) = only {
                read_only(&mut share, layout, rows, group, only)?;
                continue;
            }
            let opened = lane.as_mut().and_then(|(lane, file)| {
                lane.step(&mut Step::Open { rows, file, group })?;
                Some(lane)
            });
            match opened {
                Some(lane) => read_typed(&mut share, layout, lane, rows, group)?,
                None => read_lines(&mut share, rows, group)?,
            }
        }
    };
    on_threads(layout, share, rows.groups(), &work)
}

/// The rows that alone are read.
#[derive(Debug, Clone, Copy)]
pub struct Only<'a> {
    /// Added to the number of a row, from 1 on, it is its position.
    pub base: u64,
    /// Their positions, in order.
    pub positions: &'a [u64],
}

/// Reads the rows of a group that alone are asked for.
fn read_only<S: Share>(
    share: &mut S,
    layout: &Layout<'_>,
    rows: &Rows,
    group: usize,
    only: Only<'_>,
) -> Result<(), Irregular> {
    let of_group = rows.rows_of(group);
    let (first, all) = (only.base + 1, only.positions);
    let before = |row: usize| all.partition_point(|position| *position < first + row as u64);
    let mut exact = ExactRows::new(layout, rows, group);
    for position in &all[before(of_group.start)..before(of_group.end)] {
        exact.take(share, (position - first) as usize)?;
    }
    Ok(())
}

/// Reads the rows of a group that `lane` has opened.
fn read_typed<'a, S: RowShare<'a>>(
    share: &mut S,
    layout: &Layout<'_>,
    lane: &mut S::Lane,
    rows: &Rows,
    group: usize,
) -> Result<(), Irregular> {
    let of_group = rows.rows_of(group);
    share.begin(of_group.start as u64 + 1, of_group.len());
    let mut exact = ExactRows::new(layout, rows, group);
    let mut from = of_group.start;
    while from < of_group.end {
        let to = of_group.end.min(from + BATCH);
        lane.step(&mut Step::Next(to - from)).ok_or(Irregular)?;
        for (at, row) in (from..to).enumerate() {
            if !share.take(lane, at, row as u64 + 1) {
                exact.take(share, row)?;
            }
        }
        from = to;
    }
    Ok(())
}

/// Reads the rows of a group as lines of text.
fn read_lines<S: Share>(share: &mut S, rows: &Rows, group: usize) -> Result<(), Irregular> {
    let (mut block, mut separators) = (Block::default(), Separators::default());
    let mut blocks = GroupBlocks::new(rows, group)?;
    while blocks.next(&mut block) {
        share.read(&block, &mut separators)?;
    }
    Ok(())
}

impl<'a, F: Fold> RowShare<'a> for Worker<'a, F> {
    type Lane = PostingRows<'a>;

    fn lane(&self, rows: &Rows) -> Option<PostingRows<'a>> {
        PostingRows::new(self.layout, self.pass, self.passed.fold.asks(), rows)
    }

    fn begin(&mut self, _: u64, _: usize) {}

    #[inline]
    fn take(&mut self, lane: &mut PostingRows<'a>, at: usize, number: u64) -> bool {
        let Some(posting) = lane.posting(at, number) else {
            return false;
        };
        if self.passed.fold.wants_receiver(&posting) {
            let Some(receiver) = lane.receiver(at) else {
                return false;
            };
            self.passed.fold.receive(&posting, receiver);
        }
        let wanted = self.passed.fold.wants(&posting);
        let is_wanted = wanted.holds(|| lane.has_reference(at));
        if !is_wanted {
            self.add(posting);
        }
        !is_wanted
    }
}

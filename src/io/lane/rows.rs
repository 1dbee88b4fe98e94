//! Rows of a long Parquet file: each thread takes a group of rows at a time, and its cells become postings as they are
//! stored.
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
use super::{Irregular, Share as _, on_threads};

mod cell;
mod column;
mod exact;
mod typed;

use column::BATCH;
use exact::ExactRows;
use typed::RowLane;

/// Passes over `rows`, each thread with a worker that `worker` makes.
///
/// Errors: [`Irregular`] where the file is to be taken as a whole.
pub fn shares<'a, F: Fold>(
    layout: &'a Layout<'a>,
    rows: &Rows,
    worker: &(impl Fn() -> Worker<'a, F> + Sync),
) -> Result<Vec<Worker<'a, F>>, Irregular> {
    let next_group = AtomicUsize::new(0);
    let work = |mut worker: Worker<'a, F>| {
        let is_whole = worker.pass.only.is_none();
        let lane = || Some((RowLane::new(layout, worker.pass, rows)?, rows.file()?));
        let mut lane = is_whole.then(lane).flatten();
        loop {
            let group = next_group.fetch_add(1, Ordering::Relaxed);
            if group >= rows.groups() {
                return Ok(worker);
            }
            if !is_whole {
                read_only(&mut worker, rows, group)?;
                continue;
            }
            let opened = lane
                .as_mut()
                .and_then(|(lane, file)| lane.open(rows, file, group).map(|()| lane));
            match opened {
                Some(lane) => read_typed(&mut worker, lane, rows, group)?,
                None => read_lines(&mut worker, rows, group)?,
            }
        }
    };
    on_threads(layout, worker, rows.groups(), &work)
}

/// Reads the rows of a group that alone are asked for.
fn read_only<F: Fold>(
    worker: &mut Worker<'_, F>,
    rows: &Rows,
    group: usize,
) -> Result<(), Irregular> {
    let only = worker.pass.only.unwrap_or_default();
    let of_group = rows.rows_of(group);
    let first = worker.pass.base + 1;
    let before = |row: usize| only.partition_point(|position| *position < first + row as u64);
    let only = &only[before(of_group.start)..before(of_group.end)];
    let mut exact = ExactRows::new(rows, group);
    for position in only {
        exact.take(worker, (position - first) as usize)?;
    }
    Ok(())
}

/// Reads the rows of a group that `lane` has opened.
fn read_typed<F: Fold>(
    worker: &mut Worker<'_, F>,
    lane: &mut RowLane<'_>,
    rows: &Rows,
    group: usize,
) -> Result<(), Irregular> {
    let of_group = rows.rows_of(group);
    let mut exact = ExactRows::new(rows, group);
    let mut from = of_group.start;
    while from < of_group.end {
        let to = of_group.end.min(from + BATCH);
        lane.next(to - from).ok_or(Irregular)?;
        for (at, row) in (from..to).enumerate() {
            match lane.posting(at, row as u64 + 1) {
                Some(posting) if !worker.passed.fold.wants(&posting) => worker.add(posting),
                _ => exact.take(worker, row)?,
            }
        }
        from = to;
    }
    Ok(())
}

/// Reads the rows of a group as lines of text.
fn read_lines<F: Fold>(
    worker: &mut Worker<'_, F>,
    rows: &Rows,
    group: usize,
) -> Result<(), Irregular> {
    let (mut block, mut separators) = (Block::default(), Separators::default());
    let mut blocks = GroupBlocks::new(rows, group)?;
    while blocks.next(&mut block) {
        worker.read(&block, &mut separators)?;
    }
    Ok(())
}

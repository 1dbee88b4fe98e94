//! Blocks of lines of a long Parquet file: each thread takes a row group at a time, and cuts it into blocks.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::io::frame::rows::{Group, Rows};

use super::Irregular;
use super::block::Block;

/// Rows of a block, few enough for their text to stay near the processor; fewer in tests, so that there are several.
const BLOCK_ROWS: usize = if cfg!(test) { 1 << 3 } else { 1 << 11 };

/// One thread's blocks.
#[derive(Debug)]
pub struct RowBlocks<'a> {
    rows: &'a Rows,
    /// The next group that no thread has taken.
    next_group: &'a AtomicUsize,
    /// The group at hand, and how many of its rows were given.
    group: Option<(Group, usize)>,
}

impl<'a> RowBlocks<'a> {
    /// Blocks of whatever groups no other thread takes.
    pub fn new(rows: &'a Rows, next_group: &'a AtomicUsize) -> RowBlocks<'a> {
        RowBlocks {
            rows,
            next_group,
            group: None,
        }
    }

    /// Fills `block` with the next lines; `false` where there are none.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, Irregular> {
        let Some((group, given)) = &mut self.group else {
            return self.next_of_next_group(block);
        };
        let end = group.rows.len().min(*given + BLOCK_ROWS);
        let rows = *given..end;
        if rows.is_empty() {
            return self.next_of_next_group(block);
        }
        block.bytes.clear();
        (block.line, block.lines) = (
            (group.rows.start + rows.start) as u64 + 1,
            rows.len() as u64,
        );
        group.append(rows, &mut block.bytes);
        *given = end;
        Ok(true)
    }

    fn next_of_next_group(&mut self, block: &mut Block) -> Result<bool, Irregular> {
        // What was read of one group makes room before the next one is read.
        self.group = None;
        let number = self.next_group.fetch_add(1, Ordering::Relaxed);
        if number >= self.rows.groups() {
            return Ok(false);
        }
        let group = self.rows.group(number).ok_or(Irregular)?;
        self.group = Some((group, 0));
        self.next(block)
    }
}

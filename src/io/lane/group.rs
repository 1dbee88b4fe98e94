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
    blocks: Option<GroupBlocks>,
}

/// The blocks of one group.
#[derive(Debug)]
pub struct GroupBlocks {
    group: Group,
    /// How many of its rows were given.
    given: usize,
}

impl<'a> RowBlocks<'a> {
    /// Blocks of whatever groups no other thread takes.
    pub fn new(rows: &'a Rows, next_group: &'a AtomicUsize) -> RowBlocks<'a> {
        RowBlocks {
            rows,
            next_group,
            blocks: None,
        }
    }

    /// Fills `block` with the next lines; `false` where there are none.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, Irregular> {
        loop {
            if let Some(blocks) = &mut self.blocks
                && blocks.next(block)
            {
                return Ok(true);
            }
            // What was read of one group makes room before the next one is read.
            self.blocks = None;
            let number = self.next_group.fetch_add(1, Ordering::Relaxed);
            if number >= self.rows.groups() {
                return Ok(false);
            }
            self.blocks = Some(GroupBlocks::new(self.rows, number)?);
        }
    }
}

impl GroupBlocks {
    /// The blocks of a group of rows.
    ///
    /// Errors: [`Irregular`] where it cannot be read.
    pub fn new(rows: &Rows, number: usize) -> Result<GroupBlocks, Irregular> {
        let group = rows.group(number).ok_or(Irregular)?;
        Ok(GroupBlocks { group, given: 0 })
    }

    /// Fills `block` with the next lines; `false` where there are none.
    pub fn next(&mut self, block: &mut Block) -> bool {
        let rows = self.given..self.group.rows.len().min(self.given + BLOCK_ROWS);
        if rows.is_empty() {
            return false;
        }
        block.bytes.clear();
        (block.line, block.lines) = (
            (self.group.rows.start + rows.start) as u64 + 1,
            rows.len() as u64,
        );
        self.given = rows.end;
        self.group.append(rows, &mut block.bytes);
        true
    }
}

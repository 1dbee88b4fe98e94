//! Blocks of whole lines of a long text, cut with exact parity of quotation marks, each with its place in the file.

use std::io::Read;

use super::Irregular;
use crate::io::csv::proper::last_line_end;

/// Bytes read at a time, few enough to stay near the processor; fewer in tests, so that lines lie across the cuts.
const BLOCK_BYTES: u64 = if cfg!(test) { 1 << 8 } else { 1 << 18 };
/// The same of a short text: the system clears all room for a block and its cells before any of it is used.
const SHORT_BLOCK_BYTES: u64 = if cfg!(test) { 1 << 8 } else { 1 << 13 };
/// Texts below this are short.
const SHORT_BYTES: u64 = 1 << 20;
/// A line longer than this is taken for text that a stray quotation mark swallows.
const LINE_BYTES_MAX: usize = 1 << 26;

/// Whole lines of a text.
#[derive(Debug, Default)]
pub struct Block {
    pub bytes: Vec<u8>,
    /// The position of the first byte in the text.
    pub offset: u64,
    /// The number of the first line, and how many there are.
    pub line: u64,
    pub lines: u64,
    /// Whether this is what stands behind the last line end.
    pub is_tail: bool,
}

/// A text that is cut into blocks as it is read.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    carry: Vec<u8>,
    offset: u64,
    line: u64,
    /// Bytes read at a time.
    at_a_time: u64,
    is_at_end: bool,
}

impl<R: Read> Blocks<R> {
    /// The blocks of what `reader` still has to give: from byte `offset` and line `line` of a text on, about `length`
    /// bytes.
    pub fn new(reader: R, offset: u64, line: u64, length: u64) -> Blocks<R> {
        Blocks {
            reader,
            carry: Vec::new(),
            offset,
            line,
            at_a_time: match length < SHORT_BYTES {
                true => SHORT_BLOCK_BYTES,
                false => BLOCK_BYTES,
            },
            is_at_end: false,
        }
    }

    /// Fills `block` with the next lines; `false` where there are none.
    pub fn next(&mut self, block: &mut Block) -> Result<bool, Irregular> {
        block.bytes.clear();
        block.bytes.append(&mut self.carry);
        block.offset = self.offset;
        block.line = self.line;
        block.is_tail = self.is_at_end;
        while !self.is_at_end {
            self.read(&mut block.bytes)?;
            match last_line_end(&block.bytes) {
                Ok(end) => {
                    self.carry.extend_from_slice(&block.bytes[end..]);
                    block.bytes.truncate(end);
                    break;
                }
                Err(_) if block.bytes.len() > LINE_BYTES_MAX => return Err(Irregular),
                Err(_) => block.is_tail = self.is_at_end,
            }
        }
        if block.is_tail && last_line_end(&block.bytes) == Err(true) {
            return Err(Irregular);
        }
        self.offset += block.bytes.len() as u64;
        block.lines = memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
        self.line += block.lines;
        Ok(!block.bytes.is_empty())
    }

    fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), Irregular> {
        bytes.reserve(self.at_a_time as usize + 1);
        let mut block = self.reader.by_ref().take(self.at_a_time);
        let read = block.read_to_end(bytes).map_err(|_| Irregular)?;
        self.is_at_end = (read as u64) < self.at_a_time;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_put_together_are_the_text(lines in proptest::collection::vec("[a,]{0,9}|\"[a\n,]{0,9}\"", 0..40), ends: bool) {
            let mut text = lines.join("\n");
            if ends {
                text.push('\n');
            }
            let mut blocks = Blocks::new(text.as_bytes(), 7, 3, text.len() as u64);
            let (mut block, mut together) = (Block::default(), Vec::new());
            while blocks.next(&mut block).expect("every quotation mark is closed") {
                prop_assert_eq!(block.offset, 7 + together.len() as u64);
                let feeds = together.iter().filter(|byte| **byte == b'\n').count() as u64;
                prop_assert_eq!(block.line, 3 + feeds);
                prop_assert_eq!(block.is_tail, !block.bytes.ends_with(b"\n") || last_line_end(&block.bytes).is_err());
                together.extend_from_slice(&block.bytes);
            }
            prop_assert_eq!(together, text.into_bytes());
        }
    }
}

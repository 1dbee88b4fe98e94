//! Which number stands for a name? Each text of a ledger once, and a number wherever it is meant.
//!
//! [`Names`] is shared by the threads of a pass and gives one number for one text. A [`Memo`] belongs to one thread
//! and one column: it remembers for each cell, byte for byte as it stands, what reading it came to, so that a cell is
//! read exactly and only once. Nothing is ever forgotten: room is bounded by the number of different names.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The number of the empty name.
pub const NO_NAME: u32 = 0;

/// Texts that fit a memo's slot together with their length.
const SHORT: usize = 15;
/// Slots a memo starts with.
const SLOTS: usize = 64;

/// Every different text of a ledger, numbered as it came.
#[derive(Debug)]
pub struct Names(RwLock<Numbered>);

#[derive(Debug, Default)]
struct Numbered {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Default for Names {
    fn default() -> Names {
        let names = Names(RwLock::default());
        assert_eq!(names.number(""), NO_NAME, "the first name is the empty one");
        names
    }
}

impl Names {
    /// The number of `text`, a new one where it was never seen.
    pub fn number(&self, text: &str) -> u32 {
        if let Some(number) = self.known(text) {
            return number;
        }
        let mut names = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = names.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(names.texts.len()).expect("a ledger has fewer than 2^32 names");
        let text: Arc<str> = Arc::from(text);
        names.texts.push(text.clone());
        names.numbers.insert(text, number);
        number
    }

    /// The number of `text`, where it has one.
    pub fn known(&self, text: &str) -> Option<u32> {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        names.numbers.get(text).copied()
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> Arc<str> {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        names.texts[number as usize].clone()
    }

    /// Every text, by its number.
    pub fn texts(&self) -> Vec<Arc<str>> {
        let names = self.0.read().unwrap_or_else(PoisonError::into_inner);
        names.texts.clone()
    }
}

/// What reading the cells of one column came to, by the bytes of the cell.
#[derive(Debug)]
pub struct Memo {
    /// Short cells: their bytes and length in one word, and the answer; a word of zero is an empty slot.
    slots: Vec<(u128, u32)>,
    used: usize,
    long: HashMap<Box<[u8]>, u32>,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo {
            slots: vec![(0, 0); SLOTS],
            used: 0,
            long: HashMap::new(),
        }
    }
}

impl Memo {
    /// The answer for the cell at `from..to` of `block`; `read` gives it the first time.
    #[inline]
    pub fn answer(
        &mut self,
        block: &[u8],
        from: usize,
        to: usize,
        read: impl FnOnce(&[u8]) -> u32,
    ) -> u32 {
        let length = to - from;
        if length > SHORT {
            return self.long_answer(&block[from..to], read);
        }
        let word = word(block, from, length);
        let mut at = self.slot(word);
        loop {
            let (known, answer) = self.slots[at];
            if known == word {
                return answer;
            }
            if known == 0 {
                return self.learn(word, read(&block[from..to]));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn long_answer(&mut self, cell: &[u8], read: impl FnOnce(&[u8]) -> u32) -> u32 {
        if let Some(answer) = self.long.get(cell) {
            return *answer;
        }
        let answer = read(cell);
        self.long.insert(Box::from(cell), answer);
        answer
    }

    #[inline]
    fn slot(&self, word: u128) -> usize {
        let (low, high) = (word as u64, (word >> 64) as u64);
        let mixed =
            u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd6e8_feb8_6659_fd93);
        ((mixed >> 64) as u64 ^ mixed as u64) as usize & (self.slots.len() - 1)
    }

    #[cold]
    fn learn(&mut self, word: u128, answer: u32) -> u32 {
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            let wider = vec![(0, 0); self.slots.len() * 4];
            let old = std::mem::replace(&mut self.slots, wider);
            old.into_iter()
                .filter(|(word, _)| *word != 0)
                .for_each(|(word, answer)| self.place(word, answer));
        }
        self.place(word, answer);
        answer
    }

    fn place(&mut self, word: u128, answer: u32) {
        let mut at = self.slot(word);
        while self.slots[at].0 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (word, answer);
    }
}

/// A short cell's bytes, and one more than its length in the highest byte, so that no cell is zero.
#[inline]
fn word(block: &[u8], from: usize, length: usize) -> u128 {
    let bytes = match block.get(from..from + 16) {
        Some(bytes) => {
            let bytes: [u8; 16] = bytes.try_into().expect("sixteen bytes were cut out");
            u128::from_le_bytes(bytes) & !(u128::MAX << (8 * length))
        }
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&block[from..from + length]);
            u128::from_le_bytes(bytes)
        }
    };
    bytes | (length as u128 + 1) << 120
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_has_one_number_whoever_asks() {
        let names = Names::default();
        let mask = names.number("口罩");
        assert_eq!(names.number(""), NO_NAME);
        assert_eq!(names.number("口罩"), mask);
        assert_ne!(names.number("口罩 "), mask);
        assert_eq!(&*names.text(mask), "口罩");
    }

    #[test]
    fn a_cell_is_read_once_and_told_from_every_other() {
        let cells: Vec<String> = (0..5000)
            .map(|n| format!("{n:0width$}", width = n % 23))
            .chain(["\0".to_owned(), "\0\0".to_owned(), String::new()])
            .collect();
        let different: std::collections::BTreeSet<&str> =
            cells.iter().map(String::as_str).collect();
        let mut memo = Memo::default();
        let mut read = 0;
        for round in 0..2 {
            for cell in &cells {
                let expected = different
                    .iter()
                    .position(|known| known == cell)
                    .map(|at| at as u32);
                let mut block = vec![b'x'; round * 7];
                let from = block.len();
                block.extend(cell.bytes());
                let to = block.len();
                block.extend(std::iter::repeat_n(b'y', round * 20));
                let answer = memo.answer(&block, from, to, |_| {
                    read += 1;
                    expected.unwrap_or(0)
                });
                assert_eq!(Some(answer), expected, "{cell:?}");
            }
        }
        assert_eq!(read, different.len());
    }
}

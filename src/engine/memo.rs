//! What did reading a cell come to, the last time the same bytes stood there?
//!
//! A [`Memo`] belongs to one thread and one column: it remembers for each cell, byte for byte as it stands, what reading
//! it came to, so that a cell is read exactly and only once. Nothing is ever forgotten: room is bounded by the number of
//! different cells. A [`Glance`] forgets, and is for columns of which every cell may differ.

use std::hash::{BuildHasherDefault, Hasher};

use super::ahead::wish;

/// Bytes that fit a slot together with their length.
const SHORT: usize = 15;
/// Slots a memo starts with.
const SLOTS: usize = 64;
/// Slots from which on a memo may have to be waited for: it does not stay beside everything else near the processor.
const FAR_SLOTS: usize = 1 << 9;
/// Slots of a glance.
const GLANCES: usize = 64;

/// A short cell's bytes and its length; no cell is zero.
type Word = [u64; 2];

/// What reading the cells of one column came to, by the bytes of the cell.
#[derive(Debug)]
pub struct Memo {
    /// Short cells and their answers; a word of zeros is an empty slot.
    slots: Vec<(Word, u32)>,
    used: usize,
    long: Long,
}

/// Cells too long for a slot: their bytes lie one behind the other.
#[derive(Debug, Default)]
struct Long {
    /// A tag in the upper half, the number of the cell from 1 in the lower; 0 is an empty slot.
    slots: Vec<u64>,
    /// Where each cell ends in `bytes`, and its answer.
    cells: Vec<(usize, u32)>,
    bytes: Vec<u8>,
}

/// Short cells that were seen lately and of which one thing was true.
#[derive(Debug)]
pub struct Glance([Word; GLANCES]);

impl Default for Memo {
    fn default() -> Memo {
        Memo {
            slots: vec![([0; 2], 0); SLOTS],
            used: 0,
            long: Long::default(),
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
        if to - from > SHORT {
            return self.long.answer(&block[from..to], read);
        }
        let word = word(block, from, to - from);
        let mut at = self.slot(word);
        loop {
            let (known, answer) = self.slots[at];
            if known == word {
                return answer;
            }
            if known == [0; 2] {
                return self.learn(word, read(&block[from..to]));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether there are so many cells that answers are worth a wish.
    #[inline]
    pub fn is_far(&self) -> bool {
        self.slots.len() >= FAR_SLOTS
    }

    /// Asks for the answer for the cell at `from..to` of `block` ahead of its use.
    #[inline]
    pub fn wish(&self, block: &[u8], from: usize, to: usize) {
        if to - from <= SHORT {
            wish(&self.slots[self.slot(word(block, from, to - from))]);
        }
    }

    #[inline]
    fn slot(&self, word: Word) -> usize {
        mixed(word) as usize & (self.slots.len() - 1)
    }

    #[cold]
    fn learn(&mut self, word: Word, answer: u32) -> u32 {
        self.used += 1;
        if self.used * 4 > self.slots.len() * 3 {
            let wider = vec![([0; 2], 0); self.slots.len() * 2];
            let old = std::mem::replace(&mut self.slots, wider);
            old.into_iter()
                .filter(|(word, _)| *word != [0; 2])
                .for_each(|(word, answer)| self.place(word, answer));
        }
        self.place(word, answer);
        answer
    }

    fn place(&mut self, word: Word, answer: u32) {
        let mut at = self.slot(word);
        while self.slots[at].0 != [0; 2] {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (word, answer);
    }
}

impl Long {
    fn answer(&mut self, cell: &[u8], read: impl FnOnce(&[u8]) -> u32) -> u32 {
        let hash = hash(cell);
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        while let Some(found) = self.slots.get(slot).copied().filter(|found| *found != 0) {
            let number = (found as u32 - 1) as usize;
            if found >> 32 == hash >> 32 && is_same(self.cell(number), cell) {
                return self.cells[number].1;
            }
            slot = (slot + 1) & mask;
        }
        self.learn(cell, read(cell))
    }

    #[cold]
    fn learn(&mut self, cell: &[u8], answer: u32) -> u32 {
        self.bytes.extend_from_slice(cell);
        self.cells.push((self.bytes.len(), answer));
        if self.cells.len() * 2 > self.slots.len() {
            self.slots = vec![0; (self.slots.len() * 2).max(SLOTS)];
            (0..self.cells.len()).for_each(|number| self.place(number));
        } else {
            self.place(self.cells.len() - 1);
        }
        answer
    }

    fn place(&mut self, number: usize) {
        let hash = hash(self.cell(number));
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        let number = u32::try_from(number + 1).expect("a column has fewer than 2^32 cells");
        self.slots[slot] = hash >> 32 << 32 | u64::from(number);
    }

    fn cell(&self, number: usize) -> &[u8] {
        let from = number
            .checked_sub(1)
            .map_or(0, |before| self.cells[before].0);
        &self.bytes[from..self.cells[number].0]
    }
}

impl Default for Glance {
    fn default() -> Glance {
        Glance([[0; 2]; GLANCES])
    }
}

impl Glance {
    /// Whether `is_true` holds for the cell at `from..to` of `block`; it holds for the same bytes always, or never.
    #[inline]
    pub fn holds(
        &mut self,
        block: &[u8],
        from: usize,
        to: usize,
        is_true: impl FnOnce() -> bool,
    ) -> bool {
        if to - from > SHORT {
            return is_true();
        }
        let word = word(block, from, to - from);
        let seen = &mut self.0[mixed(word) as usize % GLANCES];
        if *seen == word {
            return true;
        }
        let holds = is_true();
        if holds {
            *seen = word;
        }
        holds
    }
}

/// A short cell's bytes, and one more than its length in the highest byte.
#[inline]
fn word(block: &[u8], from: usize, length: usize) -> Word {
    let [low, high] = match block.get(from..).and_then(|rest| rest.first_chunk::<16>()) {
        Some(bytes) => {
            let [mask_low, mask_high] = MASKS[length & SHORT];
            let [low, high] = halves(bytes);
            [low & mask_low, high & mask_high]
        }
        None => alone(&block[from..from + length]),
    };
    [low, high | (length as u64 + 1) << 56]
}

/// The bytes of a short cell behind which nothing may be read: its first and its last eight, or four where it has no
/// eight, which overlap.
#[inline]
fn alone(cell: &[u8]) -> Word {
    let bits = |bytes: usize| 8 * bytes as u32;
    if let (Some(first), Some(last)) = (cell.first_chunk::<8>(), cell.last_chunk::<8>()) {
        let beyond = bits(16 - cell.len());
        let high = u64::from_le_bytes(*last).checked_shr(beyond);
        return [u64::from_le_bytes(*first), high.unwrap_or(0)];
    }
    if let (Some(first), Some(last)) = (cell.first_chunk::<4>(), cell.last_chunk::<4>()) {
        let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
        return [first | last << bits(cell.len() - 4), 0];
    }
    let byte = |low, (at, byte): (usize, &u8)| low | u64::from(*byte) << bits(at);
    [cell.iter().enumerate().fold(0, byte), 0]
}

#[inline]
fn halves(bytes: &[u8; 16]) -> Word {
    let (halves, _) = bytes.as_chunks::<8>();
    [u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1])]
}

/// For each length of a short cell, its bytes.
const MASKS: [Word; SHORT + 1] = {
    let mut masks = [[0; 2]; SHORT + 1];
    let mut length = 1;
    while length <= SHORT {
        let mask = u128::MAX >> (128 - 8 * length);
        masks[length] = [mask as u64, (mask >> 64) as u64];
        length += 1;
    }
    masks
};

#[inline]
fn mixed([low, high]: Word) -> u64 {
    let product =
        u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd6e8_feb8_6659_fd93);
    (product >> 64) as u64 ^ product as u64
}

/// A hash of a text of any length; equal texts have one hash, and others hardly ever.
pub fn text_hash(text: &[u8]) -> u64 {
    match text.len() <= SHORT {
        true => mixed(word(text, 0, text.len())),
        false => hash(text),
    }
}

/// What spreads the hash of the texts before: bits to turn it by, and an odd number.
const TURN: u32 = 23;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Makes tables of texts by [`text_hash`].
pub type ByText = BuildHasherDefault<TextHasher>;

/// The hash of one text, or of several one behind the other.
#[derive(Debug, Default)]
pub struct TextHasher(u64);

impl Hasher for TextHasher {
    fn write(&mut self, text: &[u8]) {
        // Of several texts each counts by its place; one alone has its own hash.
        self.0 = self.0.rotate_left(TURN).wrapping_mul(SPREAD) ^ text_hash(text);
    }

    /// What ends a text tells it from no other, as each text is hashed by itself.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Whether two cells are the same; most are too short for a call to pay.
#[inline]
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() <= SHORT {
        return one == other;
    }
    let pairs = one
        .as_chunks::<16>()
        .0
        .iter()
        .zip(other.as_chunks::<16>().0);
    one.len() == other.len()
        && one.last_chunk::<16>() == other.last_chunk::<16>()
        && pairs.fold(true, |all, (one, other)| all & (one == other))
}

/// A hash of a cell of sixteen bytes or more.
fn hash(cell: &[u8]) -> u64 {
    let (pairs, _) = cell.as_chunks::<16>();
    let last = cell.last_chunk::<16>().into_iter();
    pairs
        .iter()
        .chain(last)
        .fold(cell.len() as u64, |hash, pair| {
            let [low, high] = halves(pair);
            mixed([low ^ hash, high])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn cells_are_the_same_where_every_byte_is() {
        for length in 0..50 {
            let cell: Vec<u8> = (0..length).collect();
            assert!(is_same(&cell, &cell.clone()));
            assert!(!is_same(&cell, &[cell.as_slice(), &[0]].concat()));
            for at in 0..cell.len() {
                let mut other = cell.clone();
                other[at] += 1;
                assert!(!is_same(&cell, &other), "{length} bytes, at {at}");
            }
        }
    }

    #[test]
    fn what_a_glance_has_seen_it_tells_again_and_nothing_else() {
        let mut glance = Glance::default();
        for round in 0..3 {
            for n in 0..500 {
                let cell = format!("{:0width$}", n * 7 + round, width = n % 19);
                let is_even = (n * 7 + round) % 2 == 0;
                let block = format!("{cell}{:20}", round);
                let held = glance.holds(block.as_bytes(), 0, cell.len(), || is_even);
                assert_eq!(held, is_even, "{cell}");
            }
        }
    }
}

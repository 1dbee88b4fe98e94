//! Where do the cells and lines of a block end? One pass over its bytes, 64 at a time, quotation marks obeyed.
//!
//! Result: the position of every separator outside quotation marks, for every line the number of separators up to and
//! including its end, and whether quotation marks stand around whole cells, so that no line need be looked at for
//! them. The bytes are looked for by the widest means the processor has, found out at run time; `masks` is the twin
//! without any, and the tests compare the two with a third that goes byte by byte.

/// Bytes looked at in one step.
const STEP: usize = 64;

/// The ends of a block's cells and lines, and what its quotation marks and control characters tell.
#[derive(Debug, Clone, Default)]
pub struct Separators {
    /// Room for positions, of which the first `found` are filled.
    room: Vec<u32>,
    found: usize,
    /// For each line, how many of the cells' ends lie up to and including its line feed.
    pub lines: Vec<u32>,
    /// Positions of line feeds within quotation marks.
    pub inner_feeds: Vec<u32>,
    /// Whether each quotation mark opens or closes a whole cell, or stands twice within one.
    pub is_proper: bool,
    /// Whether no byte is zero, and a line feed follows each carriage return.
    pub is_text: bool,
}

/// The bits of a step: delimiters, line feeds, quotation marks, carriage returns, zeros.
type Masks = [u64; 5];

/// What one step hands on to the next: bits at their lowest place.
struct Carry {
    /// All ones where the step ended within quotation marks.
    inside: u64,
    /// Whether its last byte ended a cell, closed a quotation, or was a carriage return.
    ended: u64,
    closed: u64,
    returned: u64,
}

impl Separators {
    /// Positions of delimiters and line feeds outside quotation marks.
    #[inline]
    pub fn cells(&self) -> &[u32] {
        &self.room[..self.found]
    }

    /// Finds the separators of `block`, which begins outside quotation marks, ends with a line feed, and is shorter
    /// than 4 GB.
    pub fn find(&mut self, block: &[u8], delimiter: u8) {
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2")
            && std::is_x86_feature_detected!("bmi1")
            && std::is_x86_feature_detected!("popcnt")
        {
            // SAFETY: the function needs nothing but the three features that were just detected.
            #[allow(unsafe_code)]
            return unsafe { wide::find(self, block, delimiter) };
        }
        self.find_by(block, delimiter, masks);
    }

    #[inline(always)]
    fn find_by(
        &mut self,
        block: &[u8],
        delimiter: u8,
        masks: impl Fn(&[u8; STEP], [u8; 5]) -> Masks,
    ) {
        self.found = 0;
        self.lines.clear();
        self.inner_feeds.clear();
        (self.is_proper, self.is_text) = (true, true);
        // Each step writes up to a whole step ahead of what it found.
        if self.room.len() < block.len() + 2 * STEP {
            self.room = vec![0; block.len() + 2 * STEP];
        }
        let wanted = [delimiter, b'\n', b'"', b'\r', 0];
        let mut carry = Carry {
            inside: 0,
            ended: 1,
            closed: 0,
            returned: 0,
        };
        let mut at = 0_u32;
        let (steps, rest) = block.as_chunks::<STEP>();
        for step in steps {
            self.push(at, masks(step, wanted), &mut carry);
            at += STEP as u32;
        }
        // A space is none of the five, so that the last step may be filled up with it.
        let mut last = [b' '; STEP];
        last[..rest.len()].copy_from_slice(rest);
        self.push(at, masks(&last, wanted), &mut carry);
    }

    /// Adds one step's separators.
    #[inline(always)]
    fn push(
        &mut self,
        at: u32,
        [delimiters, feeds, quotes, returns, zeros]: Masks,
        carry: &mut Carry,
    ) {
        if returns | zeros | carry.returned != 0 {
            self.is_text &= zeros == 0 && (returns << 1 | carry.returned) & !feeds == 0;
            carry.returned = returns >> 63;
        }
        let (mut ends, mut outer_feeds) = (delimiters | feeds, feeds);
        if quotes | carry.inside | carry.closed != 0 {
            let quoted = parity(quotes) ^ carry.inside;
            ends &= !quoted;
            outer_feeds &= !quoted;
            let (opening, closing) = (quotes & quoted, quotes & !quoted);
            // Two marks within a cell close it and open it again at once.
            let behind_closing = closing << 1 | carry.closed;
            let is_opened_well = opening & !(ends << 1 | carry.ended | behind_closing) == 0;
            let is_closed_well = behind_closing & !(ends | returns | opening) == 0;
            self.is_proper &= is_opened_well && is_closed_well;
            carry.inside = if quoted >> 63 == 1 { u64::MAX } else { 0 };
            carry.closed = closing >> 63;
            self.inner_feeds
                .extend(ones(feeds & quoted).map(|bit| at + bit));
        }
        carry.ended = ends >> 63;
        let before = self.found as u32;
        let lines =
            ones(outer_feeds).map(|bit| before + (ends & (u64::MAX >> (63 - bit))).count_ones());
        self.lines.extend(lines);
        self.write(at, ends);
    }

    /// Writes the positions of the bits of `ends`, eight at a time: what is written too far is written over.
    #[inline(always)]
    fn write(&mut self, at: u32, mut ends: u64) {
        let count = ends.count_ones() as usize;
        let room = self.room[self.found..].first_chunk_mut::<STEP>();
        let room = room.expect("there is room for a whole step behind the last position");
        for eight in room
            .as_chunks_mut::<8>()
            .0
            .iter_mut()
            .take(count.div_ceil(8))
        {
            for place in eight {
                *place = at.wrapping_add(ends.trailing_zeros());
                ends &= ends.wrapping_sub(1);
            }
        }
        self.found += count;
    }
}

/// The positions of the bits that are set, lowest first.
#[inline(always)]
fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros())?;
        bits &= bits - 1;
        Some(bit)
    })
}

/// For each bit, whether an odd number of bits is set up to and including it.
#[inline(always)]
fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The bits of a step where each of the `wanted` bytes stands, eight bytes at a time.
fn masks(step: &[u8; STEP], wanted: [u8; 5]) -> Masks {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, _) = step.as_chunks::<8>();
    wanted.map(|byte| {
        let pattern = u64::from(byte) * 0x0101_0101_0101_0101;
        let mask = |word: &[u8; 8]| {
            let differing = u64::from_le_bytes(*word) ^ pattern;
            // The high bit of each byte that equals the pattern: no carry crosses a byte.
            let equal = !(((differing & LOW) + LOW) | differing | LOW);
            (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
        };
        words
            .iter()
            .rev()
            .fold(0, |bits, word| bits << 8 | mask(word))
    })
}

#[cfg(target_arch = "x86_64")]
mod wide {
    //! The same with registers of 32 bytes.

    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_set1_epi8, _mm256_setr_epi64x,
    };

    use super::{Masks, STEP, Separators};

    /// [`Separators::find`], where the processor has these features.
    #[target_feature(enable = "avx2,bmi1,popcnt")]
    pub fn find(separators: &mut Separators, block: &[u8], delimiter: u8) {
        separators.find_by(block, delimiter, |step, wanted| masks(step, wanted));
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn masks(step: &[u8; STEP], wanted: [u8; 5]) -> Masks {
        let (words, _) = step.as_chunks::<8>();
        let word = |at: usize| i64::from_le_bytes(words[at]);
        let low = _mm256_setr_epi64x(word(0), word(1), word(2), word(3));
        let high = _mm256_setr_epi64x(word(4), word(5), word(6), word(7));
        wanted.map(|byte| {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            let bits = |half: __m256i| {
                u64::from(_mm256_movemask_epi8(_mm256_cmpeq_epi8(half, byte)).cast_unsigned())
            };
            bits(low) | bits(high) << 32
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is found of a block.
    #[derive(Debug, PartialEq, Default)]
    struct Found {
        cells: Vec<u32>,
        lines: Vec<u32>,
        inner_feeds: Vec<u32>,
        is_text: bool,
    }

    fn found(separators: &Separators) -> Found {
        Found {
            cells: separators.cells().to_vec(),
            lines: separators.lines.clone(),
            inner_feeds: separators.inner_feeds.clone(),
            is_text: separators.is_text,
        }
    }

    /// The separators found a byte at a time.
    fn naive(block: &[u8], delimiter: u8) -> Found {
        let is_text = |(at, byte): (usize, &u8)| match byte {
            0 => false,
            b'\r' => block.get(at + 1) == Some(&b'\n'),
            _ => true,
        };
        let mut found = Found {
            is_text: block.iter().enumerate().all(is_text),
            ..Found::default()
        };
        let mut is_inside = false;
        for (at, byte) in (0..).zip(block) {
            if *byte == b'"' {
                is_inside = !is_inside;
            } else if is_inside && *byte == b'\n' {
                found.inner_feeds.push(at);
            } else if !is_inside && (*byte == delimiter || *byte == b'\n') {
                found.cells.push(at);
                if *byte == b'\n' {
                    found.lines.push(found.cells.len() as u32);
                }
            }
        }
        found
    }

    /// Whether quotation marks stand around whole cells only, told cell by cell.
    fn is_proper(block: &[u8], cells: &[u32]) -> bool {
        let mut from = 0;
        cells.iter().all(|end| {
            let cell = &block[from..*end as usize];
            from = *end as usize + 1;
            let is_last = block[*end as usize] == b'\n';
            let cell = cell.strip_suffix(b"\r").filter(|_| is_last).unwrap_or(cell);
            match cell.strip_prefix(b"\"") {
                None => !cell.contains(&b'"'),
                Some(rest) => rest.strip_suffix(b"\"").is_some_and(|inner| {
                    let doubled = String::from_utf8_lossy(inner).replace("\"\"", "");
                    !doubled.contains('"')
                }),
            }
        })
    }

    proptest! {
        #[test]
        fn every_way_finds_the_same_separators(
            block in proptest::collection::vec(prop::sample::select(b",;\n\"a\xe5\x8c\r\0".to_vec()), 0..400),
            delimiter in prop::sample::select(b",;\t".to_vec()),
        ) {
            let block = [block.as_slice(), b"\n"].concat();
            let (mut widest, mut plain) = (Separators::default(), Separators::default());
            widest.find(&block, delimiter);
            plain.find_by(&block, delimiter, masks);
            prop_assert_eq!(found(&widest), naive(&block, delimiter));
            prop_assert_eq!(found(&plain), found(&widest));
            prop_assert_eq!(plain.is_proper, widest.is_proper);
        }

        #[test]
        fn well_formed_quotation_marks_are_told_from_any_other(
            lines in proptest::collection::vec("(a|\"\"|\"b,\n\"|\"é\")(,(a{0,9}|\"\"|\",\"|\"a\"\"b\"|a\"b\")){0,4}\r?\n", 1..30),
        ) {
            let block = lines.concat();
            let mut separators = Separators::default();
            separators.find(block.as_bytes(), b',');
            let expected = is_proper(block.as_bytes(), separators.cells());
            // A stray mark turns inside out what follows it, and then nothing more is promised than that it is told.
            prop_assert_eq!(separators.is_proper, expected);
        }
    }
}

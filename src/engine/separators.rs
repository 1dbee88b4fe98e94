//! Where do the cells and lines of a block end? One pass over its bytes, 64 at a time, quotation marks obeyed.
//!
//! Result: the position of every separator outside quotation marks, and for every line the number of separators up to
//! and including its end. The three bytes are looked for by the widest means the processor has, found out at run time;
//! `masks` is the twin without any, and the tests compare the two. Whether the quotation marks are well formed is
//! not known here.

/// Bytes looked at in one step.
const STEP: usize = 64;

/// The ends of a block's cells, lines and quotation marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Separators {
    /// Positions of delimiters and line feeds outside quotation marks.
    pub cells: Vec<u32>,
    /// For each line, how many of `cells` lie up to and including its line feed.
    pub lines: Vec<u32>,
    /// Positions of quotation marks.
    pub quotes: Vec<u32>,
}

/// The bits of a step: delimiters, line feeds, quotation marks.
type Masks = [u64; 3];

impl Separators {
    /// Finds the separators of `block`, which begins outside quotation marks and is shorter than 4 GB.
    pub fn find(&mut self, block: &[u8], delimiter: u8) {
        self.clear();
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

    fn clear(&mut self) {
        self.cells.clear();
        self.lines.clear();
        self.quotes.clear();
    }

    #[inline(always)]
    fn find_by(
        &mut self,
        block: &[u8],
        delimiter: u8,
        masks: impl Fn(&[u8; STEP], [u8; 3]) -> Masks,
    ) {
        let wanted = [delimiter, b'\n', b'"'];
        let mut inside = 0_u64;
        let mut at = 0_u32;
        let (steps, rest) = block.as_chunks::<STEP>();
        for step in steps {
            self.push(at, masks(step, wanted), &mut inside);
            at += STEP as u32;
        }
        // A space is none of the three, so that the last step may be filled up with it.
        let mut last = [b' '; STEP];
        last[..rest.len()].copy_from_slice(rest);
        self.push(at, masks(&last, wanted), &mut inside);
    }

    /// Adds one step's separators; `inside` is all ones where the step before ended within quotation marks.
    #[inline(always)]
    fn push(&mut self, at: u32, [delimiters, feeds, quotes]: Masks, inside: &mut u64) {
        let (mut ends, mut feeds) = (delimiters | feeds, feeds);
        if quotes | *inside != 0 {
            let quoted = parity(quotes) ^ *inside;
            *inside = if quoted >> 63 == 1 { u64::MAX } else { 0 };
            ends &= !quoted;
            feeds &= !quoted;
            self.quotes.extend(ones(quotes).map(|bit| at + bit));
        }
        let before = self.cells.len() as u32;
        let lines = ones(feeds).map(|bit| before + (ends & (u64::MAX >> (63 - bit))).count_ones());
        self.lines.extend(lines);
        while ends != 0 {
            self.cells.push(at + ends.trailing_zeros());
            ends &= ends - 1;
        }
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
fn masks(step: &[u8; STEP], wanted: [u8; 3]) -> Masks {
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
    fn masks(step: &[u8; STEP], wanted: [u8; 3]) -> Masks {
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

    /// The separators found a byte at a time.
    fn naive(block: &[u8], delimiter: u8) -> Separators {
        let mut found = Separators::default();
        let mut is_inside = false;
        for (at, byte) in (0..).zip(block) {
            if *byte == b'"' {
                is_inside = !is_inside;
                found.quotes.push(at);
            } else if !is_inside && (*byte == delimiter || *byte == b'\n') {
                found.cells.push(at);
                if *byte == b'\n' {
                    found.lines.push(found.cells.len() as u32);
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn every_way_finds_the_same_separators(
            block in proptest::collection::vec(prop::sample::select(b",;\n\"a\xe5\x8c".to_vec()), 0..400),
            delimiter in prop::sample::select(b",;\t".to_vec()),
        ) {
            let (mut widest, mut plain) = (Separators::default(), Separators::default());
            widest.find(&block, delimiter);
            plain.find_by(&block, delimiter, masks);
            prop_assert_eq!(&widest, &naive(&block, delimiter));
            prop_assert_eq!(&plain, &widest);
        }
    }
}

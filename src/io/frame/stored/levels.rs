//! What lies in an unpacked page: which rows have a value, and the numbers of the values.

use polars_parquet::parquet::encoding::hybrid_rle::{HybridRleChunk, HybridRleDecoder};
use polars_parquet::parquet::page::{DataPage, DataPageHeader};

/// Bits of the largest number of a value.
const CODE_BITS_MAX: u8 = 32;

/// The levels of a page, which tell the rows that have a value, and where the values begin; `None` where it is damaged.
pub fn split(page: &DataPage, has_levels: bool) -> Option<(Option<&[u8]>, usize)> {
    let bytes = page.buffer();
    let (from, to) = match page.header() {
        DataPageHeader::V1(_) if !has_levels => (0, 0),
        DataPageHeader::V1(_) => {
            let length = u32::from_le_bytes(*bytes.first_chunk()?);
            (4, usize::try_from(length).ok()?.checked_add(4)?)
        }
        DataPageHeader::V2(header) => {
            let repetitions = usize::try_from(header.repetition_levels_byte_length).ok()?;
            let definitions = usize::try_from(header.definition_levels_byte_length).ok()?;
            (repetitions, repetitions.checked_add(definitions)?)
        }
    };
    let levels = bytes.get(from..to)?;
    Some((has_levels.then_some(levels), to))
}

/// Puts into `presence` whether each of `rows` rows has a value, nothing where all have one; how many have one.
pub fn presence(levels: Option<&[u8]>, rows: usize, presence: &mut Vec<bool>) -> Option<usize> {
    presence.clear();
    let Some(levels) = levels else {
        return Some(rows);
    };
    let (mut told, mut present) = (0, 0);
    let mut bits = Vec::new();
    for chunk in HybridRleDecoder::new(levels, 1, rows).into_chunk_iter() {
        let before = told;
        match chunk.ok()? {
            HybridRleChunk::Rle(1, count) => {
                (told, present) = (told + count, present + count);
                if !presence.is_empty() {
                    presence.resize(told, true);
                }
            }
            HybridRleChunk::Rle(_, count) => {
                told += count;
                presence.resize(before, true);
                presence.resize(told, false);
            }
            HybridRleChunk::Bitpacked(decoder) => {
                bits.clear();
                decoder.collect_into(&mut bits);
                told += bits.len();
                presence.resize(before, true);
                presence.extend(bits.iter().map(|bit| *bit == 1));
                present += bits.iter().filter(|bit| **bit == 1).count();
            }
        }
    }
    if present == told {
        presence.clear();
    }
    (told == rows).then_some(present)
}

/// Puts the numbers of `count` values into `codes`.
pub fn codes_into(values: &[u8], count: usize, codes: &mut Vec<u32>) -> Option<()> {
    codes.clear();
    if count == 0 {
        return Some(());
    }
    let (bits, packed) = values.split_first()?;
    if *bits > CODE_BITS_MAX {
        return None;
    }
    for chunk in HybridRleDecoder::new(packed, u32::from(*bits), count).into_chunk_iter() {
        match chunk.ok()? {
            HybridRleChunk::Rle(code, times) => codes.resize(codes.len() + times, code),
            HybridRleChunk::Bitpacked(decoder) => decoder.collect_into(codes),
        }
    }
    (codes.len() == count).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_value_are_told_from_the_others() {
        let all = |levels: &[u8], rows: usize| {
            let mut told = vec![true; 3];
            presence(Some(levels), rows, &mut told).map(|present| (present, told))
        };
        // Ten rows in one run, and as runs and packed bits put together.
        assert_eq!(all(&[20, 1], 10), Some((10, vec![])));
        assert_eq!(all(&[20, 0], 10), Some((0, vec![false; 10])));
        let mixed = all(&[4, 1, 3, 0b1010_0101, 4, 0], 12).expect("well formed levels");
        let expected = [1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0].map(|bit| bit == 1);
        assert_eq!(mixed, (6, expected.to_vec()));
        assert_eq!(all(&[4, 1], 10), None, "too few are told");
    }
}

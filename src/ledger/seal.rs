//! Seals: a checksum of each ledger line chained to the line before, so that an edited line is named.
//!
//! Of the lines of one post all but the last carry a mark before their seal: more follows. A ledger that ends with a
//! marked line ends within a post that was interrupted, whatever interrupted it. The mark is part of what the next
//! seal is taken of.

use sha2::{Digest, Sha256};

/// The digits of a seal: 64 bits, enough to notice an edit, short enough to read over the telephone.
const SEAL_DIGITS: usize = 16;
/// Stands before the seal of a line after which more lines of the same post follow.
const MORE_FOLLOWS: char = '~';

/// The seal of a line: `content` is the line without its seal, `previous` the seal before it (empty at the start).
pub fn seal(previous: &str, content: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(previous.as_bytes());
    hash.update(b"\n");
    hash.update(content.as_bytes());
    hex(&hash.finalize(), SEAL_DIGITS)
}

/// The seal of a line after which more lines of the same post follow.
pub fn with_more_to_follow(seal: &str) -> String {
    format!("{MORE_FOLLOWS}{seal}")
}

/// Whether more lines of the same post follow the line with this seal.
pub fn is_followed(seal: &str) -> bool {
    seal.starts_with(MORE_FOLLOWS)
}

/// The checksum in a seal, without the mark.
pub fn checksum(seal: &str) -> &str {
    seal.trim_start_matches(MORE_FOLLOWS)
}

/// Whether a seal is there to its last digit.
pub fn is_whole(seal: &str) -> bool {
    let digits = checksum(seal);
    digits.len() == SEAL_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The first digits of a checksum.
pub(super) fn hex(bytes: &[u8], digits: usize) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .take(digits)
        .filter_map(|n| char::from_digit(n.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_depends_on_the_line_and_on_all_before_it() {
        let first = seal("", "a,1");
        assert_eq!(first.len(), 16);
        assert_ne!(seal(&first, "b,2"), seal("", "b,2"));
        assert_ne!(seal(&first, "b,2"), seal(&first, "b,3"));
        assert_eq!(seal(&first, "b,2"), seal(&first, "b,2"));
    }
}

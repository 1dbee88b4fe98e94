//! Text as people type it, made plain: invisible characters, full-width forms, wrapped lines.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A text of a cell. Up to 15 bytes, as codes and numbers of documents have, stand in it; a longer one is held once by
/// all its copies.
pub type Text = ecow::EcoString;

/// The text without invisible characters and surrounding space; a line wrapped inside a cell is joined.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if is_plain(bytes) {
        let is_padded = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
        return Cow::Borrowed(match is_padded {
            true => text.trim_matches(' '),
            false => text,
        });
    }
    let is_ideograph = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_usual =
        |c: char| !is_invisible(c) && !c.is_control() && (c == ' ' || !c.is_whitespace());
    let plain = |c: char| is_ideograph(c) || is_usual(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text.trim());
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let joined = visible
        .split(['\r', '\n'])
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let mut tidy = String::new();
    for line in joined {
        let wrapped_word = tidy.ends_with(|c: char| c.is_ascii_alphanumeric())
            && line.starts_with(|c: char| c.is_ascii_alphanumeric());
        if wrapped_word {
            tidy.push(' ');
        }
        tidy.extend(
            line.chars()
                .map(|c| if c.is_whitespace() { ' ' } else { c }),
        );
    }
    Cow::Owned(tidy.trim().to_owned())
}

/// Whether all characters are of plain ASCII, as those of nearly every cell: a space, a tilde, or one between them.
///
/// Eight are looked at together; the last eight again where they are no whole number of eights.
fn is_plain(bytes: &[u8]) -> bool {
    match bytes.last_chunk::<8>() {
        Some(last) => {
            let (words, _) = bytes.as_chunks::<8>();
            words.iter().chain([last]).all(|word| are_plain(*word))
        }
        None => bytes.iter().all(|byte| (b' '..=b'~').contains(byte)),
    }
}

fn are_plain(bytes: [u8; 8]) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(bytes);
    // A byte below a space borrows and one above a tilde carries, each into its own highest bit.
    let (below, above) = (
        word.wrapping_sub(EACH * u64::from(b' ')),
        word.wrapping_add(EACH),
    );
    (word | below | above) & (EACH << 7) == 0
}

/// The text in its plainest form: tidy, and full-width letters, digits and signs as their usual ones.
pub fn plain(text: &str) -> Cow<'_, str> {
    let tidy = tidy(text);
    if tidy.is_ascii() {
        return tidy;
    }
    Cow::Owned(tidy.nfkc().collect::<String>().trim().to_owned())
}

/// Zero-width and control characters and byte-order marks, which nobody sees and everything trips over.
fn is_invisible(c: char) -> bool {
    let is_zero_width = matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    );
    is_zero_width || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_characters_are_told_eight_at_a_time() {
        for odd in ['\u{0}', '\u{1f}', ' ', '~', '\u{7f}', '\u{80}', 'ÿ', '米'] {
            for before in 0..18 {
                let text = format!("{}{odd}{}", "a".repeat(before), "z".repeat(17 - before));
                let is_so = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
                assert_eq!(is_plain(text.as_bytes()), is_so, "{odd:?} behind {before}");
            }
        }
        assert!(is_plain(b"") && is_plain(b"~") && !is_plain(b"\t"));
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        assert_eq!(tidy("\u{200b}"), "");
        assert_eq!(tidy("H\u{0}1\u{1f}"), "H1");
        assert_eq!(tidy(" \u{3000}医用\n口罩 \u{a0}"), "医用口罩");
        assert_eq!(tidy("3M\n9500"), "3M 9500");
        assert_eq!(
            (tidy(" a b "), tidy("  "), tidy("")),
            ("a b".into(), "".into(), "".into())
        );
        assert_eq!(plain("１２．５万（个）"), "12.5万(个)");
    }
}

//! Cells that are a mark and no value: for nothing to say (`-`, `/`, 无, and of a last day 长期), for what the cell
//! above says (同上, 〃), or for a formula that failed (`#N/A`).

use super::super::text::plain;

/// Marks of which such a cell is made.
const MARKS: &str = "-—–―−/";
/// The most of them in a cell: `——`, `---`.
const MARKS_MAX: usize = 3;
/// No such cell has more bytes, blanks included.
const LENGTH_MAX: usize = 16;
/// The word for the same.
const NONE: &str = "无";
/// What stands where goods have no last day.
const ENDLESS: [&str; 7] = [
    "长期",
    "长期有效",
    "永久",
    "永久有效",
    "无限期",
    "无期限",
    "无有效期",
];

/// Whether a cell says that nothing is stated; which of "none" and "not known" is meant, nobody can tell.
pub fn is_nothing(text: &str) -> bool {
    // Nearly every cell is told by its length and its first byte.
    let first = text.bytes().find(|byte| *byte != b' ');
    let may_be = first.is_some_and(|byte| matches!(byte, b'-' | b'/') || !byte.is_ascii());
    if !may_be || text.len() > LENGTH_MAX || begins_a_name(text) {
        return false;
    }
    let plain = plain(text);
    let marks = plain.chars().count();
    plain == NONE || (1..=MARKS_MAX).contains(&marks) && plain.chars().all(|c| MARKS.contains(c))
}

/// Marks for what the cell above says.
const DITTO: [&str; 7] = ["同上", "〃", "″", "”", "“", "〞", "ditto"];
/// No such cell has more bytes, blanks included.
const DITTO_MAX: usize = 8;

/// Whether a cell says what the cell above it says.
pub fn is_ditto(text: &str) -> bool {
    let may_be = |byte: u8| matches!(byte, b' ' | b'd') || byte >= 0x80;
    text.len() <= DITTO_MAX
        && text.bytes().next().is_some_and(may_be)
        && DITTO.contains(&text.trim())
}

/// What a spreadsheet shows in place of a value that its formula did not find or could not work out.
const FAILED: [&str; 10] = [
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#FIELD!",
];

/// Whether a cell holds the error of a formula.
pub fn is_failed(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#') && FAILED.contains(&text)
}

/// Whether a cell of words is a mark in place of one.
pub fn is_mark(text: &str) -> bool {
    is_nothing(text) || is_ditto(text) || is_failed(text)
}

/// Whether a cell begins with an ideograph that no such cell has. All of this block are in their plainest form.
fn begins_a_name(text: &str) -> bool {
    let first = text.chars().find(|c| *c != ' ');
    first.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !NONE.starts_with(c))
}

/// Whether the cell of a last day says that there is none.
pub fn is_endless(text: &str) -> bool {
    ENDLESS.contains(&&*plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_words_for_nothing_are_told_from_numbers_and_names() {
        for text in [
            "-",
            " - ",
            "—",
            "——",
            "－",
            "/",
            "／",
            "--",
            "无",
            " 无",
            "\u{200b}无",
            "---",
        ] {
            assert!(is_nothing(text), "{text}");
        }
        for text in [
            "",
            "0",
            "-1",
            "无菌",
            "无批号",
            "A-",
            "----",
            "—1",
            "口罩",
            " 一",
            "－口罩",
            "口无",
        ] {
            assert!(!is_nothing(text), "{text}");
        }
        for text in ["同上", "〃", " 〃", " ” "] {
            assert!(is_ditto(text) && is_mark(text), "{text}");
        }
        for text in ["", "同上所述", "上", "D1", "\"", "口罩"] {
            assert!(!is_ditto(text), "{text}");
        }
        assert!(is_endless("长期") && is_endless(" 长期有效") && !is_endless("长期有货"));
    }
}

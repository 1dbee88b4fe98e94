//! Whether a cell for the record of an approval or a consent says that there is one.
//!
//! The cell names who agreed, and when, or the number of the paper. A word that says no, or not yet, names nothing.

/// Words that stand there where nobody approved, or not yet.
const NONE: [&str; 22] = [
    "no",
    "refused",
    "rejected",
    "declined",
    "pending",
    "否",
    "无",
    "不同意",
    "未同意",
    "拒绝",
    "不批准",
    "未批准",
    "未批",
    "未通过",
    "不通过",
    "待批",
    "待审",
    "待审批",
    "待批准",
    "待同意",
    "待确认",
    "待定",
];

/// Whether `record` is one: it says something, and not that nobody agreed.
pub fn is_given(record: &str) -> bool {
    let record = record.trim();
    !record.is_empty() && !NONE.iter().any(|word| word.eq_ignore_ascii_case(record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_no_is_no_record() {
        for record in ["command 7", "同意", "卫健委 2022-03-02", "yes"] {
            assert!(is_given(record), "{record}");
        }
        for record in ["", " ", "不同意", "待批", "No"] {
            assert!(!is_given(record), "{record}");
        }
    }
}

//! The help in Chinese: what commands and flags do, paragraph by paragraph, as `data/lang/zh/help.txt` has it.
//!
//! It stands apart from the phrases of messages: no message is one of these, and no run that ends well reads them.

use std::collections::HashMap;

use super::phrases::pairs;

/// The pairs, in the form of the other files.
const HELP: &str = include_str!("../../data/lang/zh/help.txt");

/// The Chinese of every paragraph of the help, of every kind of value and of every label of an example.
pub fn phrases() -> HashMap<&'static str, &'static str> {
    pairs(HELP).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_of_the_help_stands_once_and_is_chinese() {
        let listed: Vec<_> = pairs(HELP).collect();
        assert_eq!(listed.len(), phrases().len(), "one stands twice");
        for (english, chinese) in listed {
            assert!(!chinese.is_ascii(), "{english}: {chinese}");
            assert_eq!(chinese.trim(), chinese, "{english}");
            assert!(!chinese.contains(['\u{a0}', '\t']), "{english}: {chinese}");
        }
    }
}

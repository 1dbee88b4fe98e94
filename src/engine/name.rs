//! Which number stands for a name? Each text of a ledger once, and a number wherever it is meant.
//!
//! [`Names`] is shared by the threads of a pass and gives one number for one text. Nothing is ever forgotten: room is
//! bounded by the number of different names.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::memo::ByText;

/// The number of the empty name.
pub const NO_NAME: u32 = 0;

/// Every different text of a ledger, numbered as it came.
#[derive(Debug)]
pub struct Names(RwLock<Numbered>);

#[derive(Debug, Default)]
struct Numbered {
    numbers: HashMap<Arc<str>, u32, ByText>,
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
}

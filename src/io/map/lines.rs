//! On which line does a map file say something? Its keys and words, for faults that are found when a sheet is read by it.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Place;

/// A map file as it is written: it is looked through once something in it turns out to be wrong.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    file: Arc<str>,
    text: Arc<str>,
}

impl Lines {
    /// Those of the `text` of a file.
    pub fn of(text: &str, name: &str) -> Lines {
        Lines {
            file: Arc::from(name),
            text: Arc::from(text),
        }
    }

    /// Where the file first says `word`, as a key or as what stands at one, under one of the top keys `groups`; the whole
    /// file where it does so nowhere, or is no TOML.
    pub fn place(&self, groups: &[&str], word: &str) -> Place {
        let root = DeTable::parse(&self.text).ok();
        let root = root.iter().flat_map(|root| root.get_ref());
        let meant = root.filter(|(group, _)| groups.contains(&&**group.get_ref()));
        self.at(meant.filter_map(|(_, value)| first(value, word)).min())
    }

    /// Where the file says `key`, one of its top keys; the whole file where it does not.
    pub fn place_of(&self, key: &str) -> Place {
        let root = DeTable::parse(&self.text).ok();
        let root = root.iter().flat_map(|root| root.get_ref());
        let mut keys = root.filter(|(top, _)| top.get_ref() == key);
        self.at(keys.next().map(|(top, _)| top.span().start))
    }

    /// The line that a byte is on.
    fn at(&self, byte: Option<usize>) -> Place {
        let line = byte.map(|at| 1 + self.text[..at].matches('\n').count() as u64);
        Place::file(&self.file).at_line(line.unwrap_or_default())
    }
}

/// The byte at which `word` first stands in a value.
fn first(value: &Spanned<DeValue<'_>>, word: &str) -> Option<usize> {
    let at = |text: &str, at: usize| (text == word).then_some(at);
    match value.get_ref() {
        DeValue::String(text) => at(text, value.span().start),
        DeValue::Array(values) => values.iter().filter_map(|value| first(value, word)).min(),
        DeValue::Table(table) => {
            let said = table
                .iter()
                .flat_map(|(key, value)| [at(key.get_ref(), key.span().start), first(value, word)]);
            said.flatten().min()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_on_the_line_of_its_group() {
        let text = "table = 'movement'\n[column]\nlot = 'loss'\n[[kind.when]]\nis = 'x'\n\nthen = 'loss'\n";
        let lines = Lines::of(text, "map.toml");
        let line = |groups: &[&str], text| lines.place(groups, text).line;
        assert_eq!(line(&["kind", "values"], "loss"), 7);
        assert_eq!(line(&["column"], "loss"), 3);
        assert_eq!(line(&["table"], "movement"), 1);
        assert_eq!(line(&["column"], "lott"), 0);
        assert_eq!(lines.place(&["kind"], "then").to_string(), "map.toml:7");
    }
}

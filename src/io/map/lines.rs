//! On which line does a map file say something? Its keys and words, for faults that are found when a sheet is read by it.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Place;

/// The keys and words of a map file with their lines.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    file: Arc<str>,
    /// By line.
    said: Vec<Said>,
}

/// A key or a word of the file.
#[derive(Debug, Clone)]
struct Said {
    /// The top key that it stands under.
    group: String,
    text: String,
    line: u64,
}

impl Lines {
    /// Those of a file that is TOML; of any other none.
    pub fn of(text: &str, name: &str) -> Lines {
        let mut said = Vec::new();
        if let Ok(root) = DeTable::parse(text) {
            for (group, value) in root.get_ref() {
                let mut found = Found {
                    text,
                    group: group.get_ref(),
                    said: &mut said,
                };
                found.value(value);
            }
        }
        said.sort_by_key(|said| said.line);
        Lines {
            file: Arc::from(name),
            said,
        }
    }

    /// Where the file first says `text` under one of the top keys; the whole file where it does so nowhere.
    pub fn place(&self, groups: &[&str], text: &str) -> Place {
        let is_meant = |said: &&Said| groups.contains(&&*said.group) && said.text == text;
        let line = self.said.iter().find(is_meant).map_or(0, |said| said.line);
        Place::file(&self.file).at_line(line)
    }
}

/// What was found so far, while a group is walked through.
struct Found<'a> {
    text: &'a str,
    group: &'a str,
    said: &'a mut Vec<Said>,
}

impl Found<'_> {
    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::String(word) => self.say(word, value.span().start),
            DeValue::Array(values) => values.iter().for_each(|value| self.value(value)),
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.say(key.get_ref(), key.span().start);
                    self.value(value);
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str, at: usize) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = 1 + before.matches('\n').count() as u64;
        self.said.push(Said {
            group: self.group.to_owned(),
            text: text.to_owned(),
            line,
        });
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

//! Files of rules as they are read, and what is said of a file that is no such file.

use serde::de::{self, DeserializeOwned};

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Place, guess};

/// What a file of rules states; `name` is what diagnostics call it, `hint` what to write instead.
///
/// Errors: `bad-policy` with the line that is no such thing.
pub(super) fn read<T: DeserializeOwned>(
    text: &str,
    name: &str,
    hint: &str,
) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|error| unreadable(&error, text, name, hint))
}

/// What parts the message of a fault from the hint on what to write instead.
const HINT: &str = "\nhint: ";

/// A fault of a value with a hint of its own, in place of the one that holds for the file.
pub(super) fn advice<E: de::Error>(message: String, hint: &str) -> E {
    E::custom(message + HINT + hint)
}

/// The fault of a file of rules that cannot be read, with its line; `name` is what diagnostics call the file.
fn unreadable(error: &toml::de::Error, text: &str, name: &str, hint: &str) -> Diagnostic {
    let line = error
        .span()
        .map_or(0, |span| 1 + text[..span.start].matches('\n').count());
    let message = error.message();
    let own = message
        .split_once(HINT)
        .map(|(message, hint)| (message.to_owned(), hint.to_owned()));
    let (message, hint) = own
        .or_else(|| not_listed(message))
        .unwrap_or_else(|| (message.to_owned(), hint.to_owned()));
    Diagnostic::error(Code::BadPolicy, message)
        .at(Place::file(name).at_line(line as u64))
        .hint(hint)
}

/// What is said of a word, or of a key, that is none of those that can stand there, and what to write instead; `None` for
/// any other fault. serde names them all in one sentence of its own.
fn not_listed(message: &str) -> Option<(String, String)> {
    let (kind, rest) = message.strip_prefix("unknown ")?.split_once(" `")?;
    let (word, listed) = rest.split_once("`, expected ")?;
    let known: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
    let meant = guess(word, known.iter().copied());
    let known = known.join(", ");
    Some(match kind {
        "field" => (
            format!("\"{word}\" is no key of this group"),
            format!("{meant}its keys are {known}"),
        ),
        _ => (
            format!("\"{word}\" is no word of its list"),
            format!("{meant}write one of {known}"),
        ),
    })
}

/// A number of a file of rules, and between which two it must lie, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounded<'a> {
    /// The groups that it stands in, the outermost first, and its key.
    pub path: &'a [&'a str],
    pub value: f64,
    pub least: f64,
    /// Infinity where there is none.
    pub most: f64,
    /// What it counts, in the plural.
    pub unit: &'a str,
}

impl<'a> Bounded<'a> {
    /// A number that is 1 at least.
    pub fn from_one(path: &'a [&'a str], value: f64, unit: &'a str) -> Self {
        Bounded {
            path,
            value,
            least: 1.0,
            most: f64::INFINITY,
            unit,
        }
    }

    /// The same with another least value.
    pub fn least(self, least: f64) -> Self {
        Self { least, ..self }
    }

    /// The same with a greatest value.
    pub fn up_to(self, most: f64) -> Self {
        Self { most, ..self }
    }

    /// What is wrong with the number, at its line of `text`, and what to write; `None` where it lies within its bounds.
    pub fn fault(&self, text: &str, name: &str) -> Option<Diagnostic> {
        let Bounded { value, unit, .. } = *self;
        if (self.least..=self.most).contains(&value) {
            return None;
        }
        let (key, groups) = self.path.split_last()?;
        let groups = groups.join(".");
        let bounds = match self.most.is_finite() {
            true => format!("from {} to {}", self.least, self.most),
            false => format!("from {} on", self.least),
        };
        let message = format!("[{groups}] {key} = {value} lies outside its bounds");
        Some(
            Diagnostic::error(Code::BadPolicy, message)
                .at(Place::file(name).at_line(line(text, self.path)))
                .hint(format!("write {key} {bounds} ({unit})")),
        )
    }
}

/// The line of a key, by the groups that it stands in, and in a list by its place from 0; 0 where the file does not name
/// it.
pub(super) fn line(text: &str, path: &[&str]) -> u64 {
    let Ok(file) = DeTable::parse(text) else {
        return 0;
    };
    let Some((first, rest)) = path.split_first() else {
        return 0;
    };
    let mut found = file.get_ref().get(*first);
    for key in rest {
        found = match found.map(|value| value.get_ref()) {
            Some(DeValue::Table(table)) => table.get(*key),
            Some(DeValue::Array(list)) => key.parse().ok().and_then(|place: usize| list.get(place)),
            _ => None,
        };
    }
    let before = found.and_then(|value| text.get(..value.span().start));
    before.map_or(0, |before| 1 + before.matches('\n').count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_a_key_that_is_not_listed_is_answered_with_those_that_are() {
        for (message, said, hint) in [
            (
                "unknown variant `lots`, expected one of `lot`, `average`, `market`",
                "\"lots\" is no word of its list",
                "did you mean lot? write one of lot, average, market",
            ),
            (
                "unknown variant `x`, expected `on_delivery` or `after_sale`",
                "\"x\" is no word of its list",
                "write one of on_delivery, after_sale",
            ),
            (
                "unknown field `day`, expected one of `id`, `days`",
                "\"day\" is no key of this group",
                "did you mean days? its keys are id, days",
            ),
        ] {
            let answer = not_listed(message);
            assert_eq!(answer, Some((said.to_owned(), hint.to_owned())));
        }
        assert_eq!(not_listed("missing field `clause`"), None);
    }
}

//! Which use of the rules does a request line mean, and which word means none?
//!
//! A sheet says 流调 where the rules say `tracing`: the line goes on with the word of the rules. A word that no policy in
//! force knows is no reason to be silent: where a rule asks for the use of the goods it is named, once, with how many
//! lines say it.
//!
//! Never: who may have the goods.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::engine::number::{Numbered, numbered};
use crate::ledger::tables::{Item, Request};
use crate::ledger::{Catalogue, Loaded, Text};
use crate::policy::Rules;

/// A word that no rule knows, on lines of goods whose use is asked for.
struct Unknown {
    lines: usize,
    /// The goods of the first of them.
    item: Text,
    first: Option<Place>,
}

/// Gives every line the use of the rules that its word means. Result: a warning for each word that means none, in order
/// of the words.
///
/// Rule: `P1-A04`, `P1-A07`, `P5`, `P0-E13`.
pub fn read_uses(lines: &mut Loaded<Request>, items: &Catalogue, rules: &Rules) -> Vec<Diagnostic> {
    let Numbered { names, of } = numbered(&lines.rows, |line| &line.usage);
    let id = |word: &&str| match *word {
        "" => Some(Text::new()),
        word => rules.use_of(word).map(Text::from),
    };
    let ids: Vec<Option<Text>> = names.iter().map(id).collect();
    if names
        .iter()
        .zip(&ids)
        .all(|(word, id)| id.as_deref() == Some(*word))
    {
        return Vec::new();
    }
    let mut asked: HashMap<Text, bool> = HashMap::new();
    let mut unknown: BTreeMap<Text, Unknown> = BTreeMap::new();
    let placed = lines.rows.iter_mut().zip(&lines.places);
    for ((line, place), word) in placed.zip(of) {
        match &ids[word as usize] {
            Some(id) if *id == line.usage => {}
            Some(id) => line.usage = id.clone(),
            None => {
                if !asked.contains_key(&line.item) {
                    asked.insert(
                        line.item.clone(),
                        !uses_of(&line.item, items, rules).is_empty(),
                    );
                }
                if asked[&line.item] {
                    let seen = unknown.entry(line.usage.clone()).or_insert(Unknown {
                        lines: 0,
                        item: line.item.clone(),
                        first: place.clone(),
                    });
                    seen.lines += 1;
                }
            }
        }
    }
    let unknown = unknown.into_iter();
    unknown
        .map(|(word, seen)| {
            let uses = uses_of(&seen.item, items, rules);
            told(&word, seen, &uses, rules)
        })
        .collect()
}

/// The uses that the rules list for goods; none where no rule asks what they are for.
fn uses_of<'a>(code: &str, items: &Catalogue, rules: &'a Rules) -> Vec<&'a str> {
    let known = items.get(code).cloned();
    let item = known.unwrap_or_else(|| Item::unlisted(code));
    let tier = rules.tier_of(code);
    let listed = rules
        .eligibility
        .iter()
        .map(|rule| (&rule.items, &rule.uses));
    let first = rules.first_use.iter().map(|rule| (&rule.items, &rule.uses));
    let speaking = listed
        .chain(first)
        .filter(|(items, _)| items.includes(&item, tier));
    speaking
        .flat_map(|(_, uses)| uses)
        .map(String::as_str)
        .collect()
}

fn told(word: &str, seen: Unknown, uses: &[&str], rules: &Rules) -> Diagnostic {
    let lines = match seen.lines {
        1 => "1 request line".to_owned(),
        lines => format!("{lines} request lines"),
    };
    let message = format!("{lines}: no rule in force knows the use \"{word}\"");
    let near = rules.use_meant(word, uses);
    let near = near.map_or(String::new(), |(id, name)| {
        format!("did you mean {id} ({name})? ")
    });
    Diagnostic::warning(Code::UnknownUse, message)
        .at(seen.first.unwrap_or_else(|| Place::file("request")))
        .hint(format!("{near}granary explain use lists the words"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::ask;
    use crate::policy::Policy;

    #[test]
    fn a_line_goes_on_with_the_word_of_the_rules_and_an_unknown_word_is_told_once() {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        let rules = Rules::of(&[policy]).expect("one profile has no conflict");
        let items = Catalogue::new([Item {
            grade: "high".to_owned(),
            ..Item::unlisted("n95_respirator")
        }]);
        let line = |item: &str, usage: &str| Request {
            usage: usage.into(),
            ..ask("A", "H1", item, 5)
        };
        let rows = vec![
            line("n95_respirator", "流调"),
            line("n95_respirator", "前台"),
            line("n95_respirator", "前台"),
            line("mask", "前台"),
            line("mask", "办公"),
            line("n95_respirator", ""),
        ];
        let mut lines = Loaded {
            places: vec![None; rows.len()],
            rows,
        };
        let notes = read_uses(&mut lines, &items, &rules);
        let uses: Vec<&str> = lines.rows.iter().map(|line| line.usage.as_str()).collect();
        assert_eq!(uses, ["tracing", "前台", "前台", "前台", "office", ""]);
        let [note] = notes.as_slice() else {
            panic!("one word is unknown: {notes:?}");
        };
        assert_eq!(note.code, Code::UnknownUse);
        assert!(
            note.message.starts_with("2 request lines"),
            "{}",
            note.message
        );
    }
}

//! The phrases there are, read from `data/lang/zh`, and the sentence that is one of them.
//!
//! A file is a list of pairs, the English on a line of its own, the Chinese on the next one, set in. A line that begins
//! with `#` is a remark. `(s)` behind a number's noun stands for one of it and for several: `{#1} row(s)`.
//!
//! Of several phrases the one counts that says most of a sentence. What stands in its places is said likewise, down to
//! names that no phrase knows. Parts that a semicolon parts are looked up one by one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::Lang;
use super::pattern::Pattern;
use super::units::unit_word;

/// The files, each with what it speaks of.
const FILES: &[(&str, &str)] = &[
    ("words", include_str!("../../data/lang/zh/words.txt")),
    ("messages", include_str!("../../data/lang/zh/messages.txt")),
    ("tables", include_str!("../../data/lang/zh/tables.txt")),
    ("columns", include_str!("../../data/lang/zh/columns.txt")),
    ("inputs", include_str!("../../data/lang/zh/inputs.txt")),
    ("rules", include_str!("../../data/lang/zh/rules.txt")),
    (
        "registers",
        include_str!("../../data/lang/zh/registers.txt"),
    ),
    (
        "decisions",
        include_str!("../../data/lang/zh/decisions.txt"),
    ),
    ("checks", include_str!("../../data/lang/zh/checks.txt")),
    ("stock", include_str!("../../data/lang/zh/stock.txt")),
    ("sharing", include_str!("../../data/lang/zh/sharing.txt")),
    ("rotation", include_str!("../../data/lang/zh/rotation.txt")),
    ("prices", include_str!("../../data/lang/zh/prices.txt")),
];

/// What parts sentences, and the terms of a sum.
struct Separator {
    english: &'static str,
    chinese: &'static str,
    /// Whether only the first one parts: what stands behind a colon is a sentence of its own.
    is_once: bool,
    /// Whether each part must have a phrase: a comma stands in names and in prose too.
    takes_all: bool,
}

#[rustfmt::skip]
const SEPARATORS: &[Separator] = &[
    Separator { english: "; ", chinese: "；", is_once: false, takes_all: false },
    Separator { english: ": ", chinese: "：", is_once: true, takes_all: false },
    Separator { english: " → ", chinese: " → ", is_once: false, takes_all: false },
    Separator { english: " × ", chinese: " × ", is_once: false, takes_all: false },
    Separator { english: " / ", chinese: " / ", is_once: false, takes_all: true },
    Separator { english: " + ", chinese: " + ", is_once: false, takes_all: true },
    Separator { english: ", ", chinese: "，", is_once: false, takes_all: true },
];

/// How deep sentences stand in sentences: an explanation in a finding in a message, and then some.
const DEPTH_MAX: usize = 8;

/// How a hint begins that first guesses what was meant.
const GUESS: &str = "did you mean ";

/// The phrases, sorted by what a sentence of them begins or ends with.
struct Book {
    plain: HashMap<&'static str, &'static str>,
    /// By the first byte of the sentence.
    starting: HashMap<u8, Vec<Pattern<'static>>>,
    /// By the last byte of the sentence, for those that begin with a place.
    ending: HashMap<u8, Vec<Pattern<'static>>>,
    /// Those that begin and end with a place.
    open: Vec<Pattern<'static>>,
}

/// The English phrases with their Chinese, and the file each stands in; the plural and the singular of each.
pub fn all() -> impl Iterator<Item = (&'static str, Cow<'static, str>, &'static str)> {
    FILES.iter().flat_map(|(file, text)| {
        pairs(text).flat_map(move |(english, chinese)| {
            let forms = match english.contains("(s)") {
                true => vec![
                    Cow::Owned(english.replace("(s)", "s")),
                    Cow::Owned(english.replace("(s)", "")),
                ],
                false => vec![Cow::Borrowed(english)],
            };
            let forms = forms.into_iter();
            forms.map(move |form| (*file, form, chinese))
        })
    })
}

/// The pairs of a file: the English, and the Chinese set in below it.
pub fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut english = "";
    lines.filter_map(move |line| match line.strip_prefix("    ") {
        Some(chinese) => Some((english, chinese)),
        None => {
            english = line;
            None
        }
    })
}

/// `text` in a language: in English as it is, in Chinese as its phrase has it, or as it is where there is none.
pub fn said(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => text.to_owned(),
        Lang::Zh => spoken(text, DEPTH_MAX),
    }
}

/// Each line of `text` in a language, set in and marked as it was.
pub fn said_by_line(text: &str, lang: Lang) -> String {
    let line = |line: &str| {
        let words = line.trim_start_matches([' ', '#']);
        let margin = &line[..line.len() - words.len()];
        format!("{margin}{}", said(words, lang))
    };
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

fn spoken(text: &str, depth: usize) -> String {
    known(text, depth, 0).unwrap_or_else(|| text.to_owned())
}

/// The Chinese of a sentence, of several, or of an amount with its unit.
///
/// What stands in places is looked into `depth` levels deep, and a text is parted by the separators from the one at
/// `from` on: each byte is looked at a fixed number of times, however the text is built.
fn known(text: &str, depth: usize, from: usize) -> Option<String> {
    let sentence = text.trim();
    let is_said = depth > 0 && sentence.contains(|c: char| c.is_ascii_alphabetic());
    if !is_said {
        return None;
    }
    // The whole first: some phrases hold a semicolon themselves.
    guess(sentence, depth)
        .or_else(|| whole(sentence, depth))
        .or_else(|| parts(sentence, depth, from))
        .or_else(|| amount(sentence, depth))
}

/// A guess, and what else there is.
fn guess(text: &str, depth: usize) -> Option<String> {
    let (guess, rest) = text.strip_prefix(GUESS)?.split_once("? ")?;
    let guess = known(&format!("{GUESS}{guess}?"), depth - 1, 0)?;
    Some(guess + &spoken(rest, depth - 1))
}

/// Several sentences that semicolons part, or the terms of a sum, where there are phrases for them: the first separator
/// that the text has parts it, and the parts are parted by the later ones.
fn parts(text: &str, depth: usize, from: usize) -> Option<String> {
    let mut later = SEPARATORS.iter().enumerate().skip(from);
    let (at, separator) = later.find(|(_, separator)| text.contains(separator.english))?;
    let parts: Vec<&str> = match separator.is_once {
        true => text.splitn(2, separator.english).collect(),
        false => text.split(separator.english).collect(),
    };
    let known: Vec<Option<String>> = parts
        .iter()
        .map(|part| known(part, depth, at + 1))
        .collect();
    let is_plain = |part: &str| !part.contains(|c: char| c.is_ascii_alphabetic());
    let mut each = parts.iter().zip(&known);
    let is_said = match separator.takes_all {
        true => each.all(|(part, known)| known.is_some() || is_plain(part)),
        false => each.any(|(_, known)| known.is_some()),
    };
    let said = parts.iter().zip(known);
    let said = said.map(|(part, known)| known.unwrap_or_else(|| (*part).to_owned()));
    is_said.then(|| said.collect::<Vec<_>>().join(separator.chinese))
}

/// A number and its unit; in a place of a phrase a unit alone.
fn amount(text: &str, depth: usize) -> Option<String> {
    let (number, unit) = text.rsplit_once(' ').unwrap_or(("", text));
    let word = unit_word(unit, Lang::Zh);
    let is_number = number.ends_with(|c: char| c.is_ascii_digit()) && !number.contains(' ');
    let is_alone = number.is_empty() && depth < DEPTH_MAX;
    match (word != unit, is_number, is_alone) {
        (true, true, _) => Some(format!("{number} {word}")),
        (true, _, true) => Some(word.to_owned()),
        _ => None,
    }
}

fn whole(sentence: &str, depth: usize) -> Option<String> {
    let book = book();
    if let Some(chinese) = book.plain.get(sentence) {
        return Some((*chinese).to_owned());
    }
    let (first, last) = (sentence.as_bytes().first()?, sentence.as_bytes().last()?);
    let starting = book.starting.get(first).into_iter().flatten();
    let ending = book.ending.get(last).into_iter().flatten();
    // Each list stands by weight, so that its first match is its best.
    let best = [
        best(starting, sentence),
        best(ending, sentence),
        best(book.open.iter(), sentence),
    ];
    let (pattern, values) = best
        .into_iter()
        .flatten()
        .max_by_key(|(pattern, _)| pattern.weight())?;
    Some(pattern.filled(&values, |value| spoken(value, depth - 1)))
}

/// The first of `patterns` that `sentence` is of, with what stands in its places.
fn best<'a, 'b>(
    mut patterns: impl Iterator<Item = &'a Pattern<'static>>,
    sentence: &'b str,
) -> Option<(&'a Pattern<'static>, Vec<&'b str>)> {
    patterns.find_map(|pattern| Some((pattern, pattern.values(sentence)?)))
}

fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut book = Book {
            plain: HashMap::new(),
            starting: HashMap::new(),
            ending: HashMap::new(),
            open: Vec::new(),
        };
        for (_, english, chinese) in all() {
            book.add(english, chinese);
        }
        let lists = book.starting.values_mut().chain(book.ending.values_mut());
        for list in lists.chain([&mut book.open]) {
            list.sort_by_key(|pattern| std::cmp::Reverse(pattern.weight()));
        }
        book
    })
}

impl Book {
    fn add(&mut self, english: Cow<'static, str>, chinese: &'static str) {
        // Both forms of a noun are few, and live as long as the process.
        let text: &'static str = match english {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => text.leak(),
        };
        let Some(pattern) = Pattern::new(text, chinese) else {
            return;
        };
        let (start, end) = (pattern.start().as_bytes(), pattern.end().as_bytes());
        if pattern.is_plain() {
            self.plain.insert(text, chinese);
        } else if let Some(first) = start.first() {
            self.starting.entry(*first).or_default().push(pattern);
        } else if let Some(last) = end.last() {
            self.ending.entry(*last).or_default().push(pattern);
        } else {
            self.open.push(pattern);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_phrase_stands_once_holds_together_and_is_chinese() {
        let mut seen = BTreeSet::new();
        for (file, english, chinese) in all() {
            let place = format!("data/lang/zh/{file}.txt: {english}");
            assert!(seen.insert(english.to_string()), "{place} stands twice");
            assert!(!chinese.is_ascii(), "{place}");
            assert_eq!(
                (english.trim(), chinese.trim()),
                (&*english, chinese),
                "{place}"
            );
            let pattern = Pattern::new(&english, chinese);
            let pattern =
                pattern.unwrap_or_else(|| panic!("{place} has other places in {chinese}"));
            assert!(
                pattern.weight() >= LEAST_WEIGHT,
                "{place} says too little to be told by"
            );
        }
        assert!(seen.len() > 1000, "{}", seen.len());
    }

    /// A letter beside its places tells nothing of a sentence; two do, where a place is a number.
    const LEAST_WEIGHT: usize = 4;

    #[test]
    fn of_several_reasons_each_is_said_and_the_user_s_own_words_stand() {
        let zh = |text| said(text, Lang::Zh);
        assert_eq!(zh("not_triggered"), "未达到动用条件");
        assert_eq!(
            zh("not assessable: no population; comes after day 30"),
            "无法评估：无人口数；第 30 天以后到"
        );
        assert_eq!(zh("张医生说的; short"), "张医生说的；不足");
        assert_eq!(zh(""), "");
        assert_eq!(said("not_triggered", Lang::En), "not_triggered");
    }

    #[test]
    fn amounts_have_their_unit_and_a_guess_stands_before_what_there_is() {
        let zh = |text| said(text, Lang::Zh);
        assert_eq!(zh("1200 drum"), "1200 桶");
        assert_eq!(zh("the drum"), "the drum");
        assert_eq!(
            zh("did you mean cover? granary schema lists the tables"),
            "是否指 cover？各表见 granary schema"
        );
    }

    #[test]
    fn sentences_in_sentences_end_however_deep_they_stand() {
        let deep = "need: ".repeat(10_000) + "short";
        assert!(said(&deep, Lang::Zh).starts_with("需求：需求："));
        let mixed = "a b: c d, e f; g / h × ".repeat(2_000);
        assert_eq!(said(&mixed, Lang::Zh), mixed);
        let wide = "short; ".repeat(10_000) + "short";
        assert_eq!(said(&wide, Lang::Zh).matches("不足").count(), 10_001);
    }
}

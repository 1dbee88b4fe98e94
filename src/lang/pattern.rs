//! A phrase with places: `{1} lies before {2}` and how a sentence is told to be one of it.
//!
//! - `{1}` holds anything, and what it holds is said in Chinese too where there is a phrase for it
//! - `{=1}` holds a name, a path or a word to type: it stays as it is. So does what stands in quotation marks or
//!   backticks, as in `"{1}"`
//! - `{.1}` holds a name of one word
//! - `{#1}` holds a number or a day, and nothing else: `{#1} a day` is not met by `half a day`
//! - `{@1}` holds goods by their code, with their sort: they are called by their name
//! - `{-1}` holds what is not said in the other language
//!
//! The pieces between the places are looked for from the left, each as early as it stands, and the last one at the end:
//! one pass, and it finds a way to fill the places whenever there is one without `{#1}`.

use super::goods::named;

/// A phrase, and the sentence that it is said by in the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern<'a> {
    /// The text before the first place, between the places, and behind the last.
    pieces: Vec<&'a str>,
    places: Vec<Place>,
    /// The other language in the order it is said: a text, then the place behind it.
    said: Vec<(&'a str, Option<usize>)>,
}

/// What a place may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Anything,
    /// What stands in quotation marks.
    Quoted,
    /// A name or a list of names: no sentence ends in it.
    Name,
    Word,
    Number,
    Goods,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    number: usize,
    holds: Holds,
}

impl<'a> Pattern<'a> {
    /// The pattern of `phrase`, said as `other`; `None` where a place of one is missing in the other or stands twice in
    /// `phrase`.
    pub fn new(phrase: &'a str, other: &'a str) -> Option<Pattern<'a>> {
        let (pieces, places) = parts(phrase);
        let (texts, order) = parts(other);
        // Two places side by side have no end between them.
        let mut between = pieces.iter().skip(1).rev().skip(1);
        if between.any(|text| text.is_empty()) {
            return None;
        }
        let position = |place: &Place| places.iter().position(|p| p.number == place.number);
        let mut order: Vec<Option<usize>> = order
            .iter()
            .map(|place| position(place).map(Some))
            .collect::<Option<_>>()?;
        let is_used = |at: usize| order.contains(&Some(at));
        let is_once = |at: usize| {
            let same = places.iter().filter(|p| p.number == places[at].number);
            same.count() == 1
        };
        let is_silent = |at: usize| places[at].holds == Holds::Nothing;
        if !(0..places.len()).all(|at| is_once(at) && is_used(at) != is_silent(at)) {
            return None;
        }
        order.push(None);
        Some(Pattern {
            said: texts.into_iter().zip(order).collect(),
            pieces,
            places,
        })
    }

    /// The text before the first place.
    pub fn start(&self) -> &'a str {
        self.pieces[0]
    }

    /// The text behind the last place.
    pub fn end(&self) -> &'a str {
        self.pieces[self.pieces.len() - 1]
    }

    /// Whether it is one text, without places.
    pub fn is_plain(&self) -> bool {
        self.places.is_empty()
    }

    /// How many bytes of a sentence are the phrase's own, twice, and a little more for a place that takes numbers or one word only:
    /// of several phrases that a sentence is of, the one that says most of it is meant.
    pub fn weight(&self) -> usize {
        let own: usize = self.pieces.iter().map(|piece| piece.len()).sum();
        let narrow = self
            .places
            .iter()
            .filter(|place| matches!(place.holds, Holds::Number | Holds::Word));
        2 * own + narrow.count()
    }

    /// What stands in the places, in their order, where `sentence` is one of this phrase.
    pub fn values<'b>(&self, sentence: &'b str) -> Option<Vec<&'b str>> {
        let (last, between) = self.pieces[1..].split_last()?;
        let mut rest = sentence.strip_prefix(self.pieces[0])?;
        rest = rest.strip_suffix(last)?;
        let mut values = Vec::with_capacity(self.places.len());
        for piece in between {
            let (value, behind) = rest.split_once(piece)?;
            values.push(value);
            rest = behind;
        }
        values.push(rest);
        let mut filled = self.places.iter().zip(&values);
        let is_met = filled.all(|(place, value)| match place.holds {
            Holds::Number => is_number(value),
            Holds::Word => !value.is_empty() && !value.contains(' '),
            Holds::Name => !value.is_empty() && !value.contains("; "),
            Holds::Anything | Holds::Quoted | Holds::Goods | Holds::Nothing => !value.is_empty(),
        });
        is_met.then_some(values)
    }

    /// The sentence in the other language, with `values` in its places; `inner` says those that may be said.
    pub fn filled(&self, values: &[&str], inner: impl Fn(&str) -> String) -> String {
        let mut text = String::new();
        for (before, place) in &self.said {
            text.push_str(before);
            match place.map(|at| (self.places[at].holds, values[at])) {
                Some((Holds::Anything, value)) => text.push_str(&inner(value)),
                Some((Holds::Goods, value)) => text.push_str(&named(value)),
                // A place names its sheet, as in `book.xlsx, sheet 库存`.
                Some((Holds::Name, value)) => {
                    text.push_str(&value.replace(", sheet ", "，工作表 "))
                }
                Some((_, value)) => text.push_str(value),
                None => {}
            }
        }
        text
    }
}

/// The texts of a phrase, one more than it has places, and the places.
fn parts(phrase: &str) -> (Vec<&str>, Vec<Place>) {
    let (mut texts, mut places) = (Vec::new(), Vec::new());
    let mut rest = phrase;
    let mut from = 0;
    while let Some(at) = rest[from..].find('{').map(|at| from + at) {
        let inside = &rest[at + 1..];
        let Some((place, behind)) = inside.split_once('}').and_then(|(place, behind)| {
            let (holds, number) = match place.as_bytes().first()? {
                b'=' => (Holds::Name, &place[1..]),
                b'#' => (Holds::Number, &place[1..]),
                b'-' => (Holds::Nothing, &place[1..]),
                b'.' => (Holds::Word, &place[1..]),
                b'@' => (Holds::Goods, &place[1..]),
                _ => (Holds::Anything, place),
            };
            let number = number.parse().ok()?;
            Some((Place { number, holds }, behind))
        }) else {
            // A brace of the sentence itself.
            from = at + 1;
            continue;
        };
        let before = &rest[..at];
        let quoted = ['"', '`']
            .iter()
            .any(|mark| before.ends_with(*mark) && behind.starts_with(*mark));
        let holds = match place.holds {
            Holds::Anything if quoted => Holds::Quoted,
            holds => holds,
        };
        texts.push(before);
        places.push(Place { holds, ..place });
        (rest, from) = (behind, 0);
    }
    texts.push(rest);
    (texts, places)
}

/// Whether `text` is a number or a day as sentences write one: digits with a sign, a point, commas, a percent sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('%').unwrap_or(text);
    let digits = digits.strip_prefix(['+', '-', '−']).unwrap_or(digits);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | ':');
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(phrase: &'static str, other: &'static str, sentence: &str) -> Option<String> {
        let pattern = Pattern::new(phrase, other).expect("the places are those of the phrase");
        let values = pattern.values(sentence)?;
        Some(pattern.filled(&values, |value| value.to_uppercase()))
    }

    #[test]
    fn places_are_filled_in_the_order_of_the_other_language() {
        let (phrase, other) = ("{1} lies before {2}, the day", "{2} 早，{1} 晚");
        let sentence = "a lies before b, the day";
        assert_eq!(said(phrase, other, sentence).as_deref(), Some("B 早，A 晚"));
        assert_eq!(said(phrase, other, "a lies behind b, the day"), None);
        assert_eq!(said(phrase, other, "a lies before , the day"), None);
    }

    #[test]
    fn names_stand_and_numbers_are_numbers() {
        let name = |sentence| said("no table {=1} for \"{2}\"", "无 {1}：“{2}”", sentence);
        assert_eq!(
            name("no table event for \"short\"").as_deref(),
            Some("无 event：“short”")
        );
        assert_eq!(said("no line {=1}", "无行 {1}", "no line A; another"), None);
        assert_eq!(said("lot {.1}", "批号 {1}", "lot of it"), None);
        let goods = said("{@1} at {=2}", "{1}（{2}）", "rice japonica at M");
        assert_eq!(goods.as_deref(), Some("大米 japonica（M）"));
        let silent = said("needs {=1}: {-2}", "须填 {1}", "needs qty: how much");
        assert_eq!(silent.as_deref(), Some("须填 qty"));
        let number = |sentence| said("{#1} a day", "每天 {1}", sentence);
        assert_eq!(number("1,200.5 a day").as_deref(), Some("每天 1,200.5"));
        assert_eq!(number("-3% a day").as_deref(), Some("每天 -3%"));
        assert_eq!(number("half a day"), None);
        assert_eq!(number(" a day"), None);
    }

    #[test]
    fn a_piece_is_taken_where_it_first_stands_and_the_last_one_at_the_end() {
        let both = |sentence| said("{1} of {2} end", "{1}|{2}", sentence);
        assert_eq!(both("a of b of c end").as_deref(), Some("A|B OF C"));
        assert_eq!(both("a of b end end").as_deref(), Some("A|B END"));
    }

    #[test]
    fn a_brace_that_is_no_place_is_a_text_of_the_sentence() {
        assert_eq!(
            said("such as {item}: {1}", "如 {item}：{1}", "such as {item}: x").as_deref(),
            Some("如 {item}：X")
        );
    }

    #[test]
    fn a_phrase_that_does_not_hold_together_is_none() {
        for (phrase, other) in [
            ("{1} of {2}", "{1}"),
            ("{1}", "{1} {2}"),
            ("{1} {1}", "{1}"),
            ("{1}{2} x", "{1}{2}"),
        ] {
            assert_eq!(Pattern::new(phrase, other), None, "{phrase}");
        }
        assert!(Pattern::new("{1} of {2}", "{2}{1}").is_some());
        assert!(Pattern::new("{1} x", "{1} 和 {1}").is_some());
    }
}

//! A JSON object as it stands in a line: keys and the texts of their values.
//!
//! Values are not built first: a text is borrowed from the line, and a number becomes the text it is written as.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// An object: its keys with what they hold, and the order in which they stand.
#[derive(Debug, PartialEq)]
pub struct Flat<'a> {
    /// By key; of a key that stands twice the later value.
    pub entries: Vec<(Cow<'a, str>, Held<'a>)>,
    /// The keys as they stand.
    pub order: Vec<Cow<'a, str>>,
}

/// What a key holds.
#[derive(Debug, PartialEq)]
pub enum Held<'a> {
    Null,
    Text(Cow<'a, str>),
    /// A number, `true`, `false`, or whatever is nested, as JSON.
    Other(String),
}

/// A key or text, borrowed where nothing in it is escaped.
struct Text<'a>(Cow<'a, str>);

impl Flat<'_> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Held<'_>> {
        let at = self
            .entries
            .binary_search_by(|(other, _)| (**other).cmp(key));
        at.ok().map(|at| &self.entries[at].1)
    }
}

impl Held<'_> {
    /// The text where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Held::Text(text) => Some(text),
            Held::Null | Held::Other(_) => None,
        }
    }

    /// The text of a cell: nothing for null.
    pub fn into_text(self) -> String {
        match self {
            Held::Null => String::new(),
            Held::Text(text) => text.into_owned(),
            Held::Other(text) => text,
        }
    }
}

impl fmt::Display for Flat<'_> {
    /// Writes the object on one line, without spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| Value::from(text).to_string();
        let entries = self.entries.iter().map(|(key, held)| {
            let held = match held {
                Held::Null => "null".to_owned(),
                Held::Text(text) => quoted(text),
                Held::Other(text) => text.clone(),
            };
            format!("{}:{held}", quoted(key))
        });
        write!(f, "{{{}}}", entries.collect::<Vec<_>>().join(","))
    }
}

impl<'de> Deserialize<'de> for Flat<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flat<'de>, D::Error> {
        deserializer.deserialize_map(FlatVisitor)
    }
}

struct FlatVisitor;

impl<'de> Visitor<'de> for FlatVisitor {
    type Value = Flat<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Flat<'de>, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Held<'de>)> = Vec::new();
        while let Some((key, held)) = map.next_entry::<Text<'de>, Held<'de>>()? {
            entries.push((key.0, held));
        }
        let order = entries.iter().map(|(key, _)| key.clone()).collect();
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries.dedup_by(|later, earlier| {
            let is_again = later.0 == earlier.0;
            if is_again {
                std::mem::swap(later, earlier);
            }
            is_again
        });
        Ok(Flat { entries, order })
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'de>, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de> Deserialize<'de> for Held<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Held<'de>, D::Error> {
        deserializer.deserialize_any(HeldVisitor)
    }
}

struct HeldVisitor;

impl<'de> Visitor<'de> for HeldVisitor {
    type Value = Held<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Held<'de>, E> {
        Ok(Held::Null)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Held<'de>, E> {
        Ok(Held::Other(truth.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Held<'de>, E> {
        Ok(Held::Other(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Held<'de>, E> {
        Ok(Held::Other(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Held<'de>, E> {
        Ok(Held::Other(Value::from(number).to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Held<'de>, A::Error> {
        let nested = Value::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(Held::Other(nested.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Held<'de>, A::Error> {
        let nested = Value::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Held::Other(nested.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    #[test]
    fn a_flat_object_says_what_its_values_say() {
        for line in [
            r#"{"b":"x \"y\" \u7c73","a":null,"c":1.50,"d":-7,"e":1e3,"f":true}"#,
            r#"{"b":1,"a":[1,{"z":null,"y":"\n"}],"b":{"k":0.1},"c\t":18446744073709551615}"#,
            r#"{"big":123456789012345678901234567890,"tiny":5e-324,"table":5}"#,
            "{}",
        ] {
            let flat: Flat<'_> = serde_json::from_str(line).expect("an object");
            let map: Map<String, Value> = serde_json::from_str(line).expect("an object");
            assert_eq!(flat.to_string(), Value::Object(map.clone()).to_string());
            let cells = map.iter().map(|(key, value)| match value {
                Value::Null => (key.clone(), String::new()),
                Value::String(text) => (key.clone(), text.clone()),
                other => (key.clone(), other.to_string()),
            });
            assert!(map.keys().all(|key| flat.get(key).is_some()) && flat.get("q").is_none());
            let own = flat.entries.into_iter();
            let own = own.map(|(key, held)| (key.into_owned(), held.into_text()));
            assert_eq!(own.collect::<Vec<_>>(), cells.collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_no_object_is_refused_in_the_same_words() {
        for line in [
            "7",
            "[1]",
            "\"x\"",
            "not json",
            "{\"a\":1e999}",
            "{\"a\":",
            "{\"a\":[1}",
            "{a:1}",
            "{} {}",
        ] {
            let flat = serde_json::from_str::<Flat<'_>>(line).expect_err("no object");
            let map = serde_json::from_str::<Map<String, Value>>(line).expect_err("no object");
            assert_eq!(flat.to_string(), map.to_string(), "{line}");
        }
    }
}

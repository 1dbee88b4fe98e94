//! The keys of a line of JSON lines, in their order: a line that has the same keys is read straight into cells.
//!
//! A line of any other shape, or that is no object, is none of this: it is read by its keys, or refused.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};

use super::TABLE_KEY;
use super::flat::Held;

/// The keys of a line as they stand, and the column of each.
#[derive(Debug)]
pub struct Shape {
    /// The key of the table has no column.
    keys: Vec<(String, Option<usize>)>,
    /// The table that the line names; `None` where it names none in words.
    stated: Option<String>,
    /// The columns of the table.
    width: usize,
}

impl Shape {
    /// The shape of a line with these `keys`, which names the table `stated` and whose cells stand under `headers`.
    pub fn new(keys: &[Cow<'_, str>], stated: Option<String>, headers: &[String]) -> Shape {
        let column = |key: &str| headers.iter().position(|header| header == key);
        let placed = keys.iter().map(|key| {
            let is_table = key == TABLE_KEY;
            let column = column(key).filter(|_| !is_table);
            (key.clone().into_owned(), column)
        });
        Shape {
            keys: placed.collect(),
            stated,
            width: headers.len(),
        }
    }

    /// The cells of a line of this shape, none where it holds its table's name alone; `None` for any other line.
    pub fn cells(&self, line: &str) -> Option<Option<Vec<String>>> {
        let mut reader = serde_json::Deserializer::from_str(line);
        let cells = reader.deserialize_map(self).ok()?;
        reader.end().ok()?;
        let is_filled = self.keys.iter().any(|(_, column)| column.is_some());
        Some(is_filled.then_some(cells))
    }
}

impl<'de> Visitor<'de> for &Shape {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the keys of the one before")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let other = || A::Error::custom("another shape");
        let mut cells = vec![String::new(); self.width];
        for (key, column) in &self.keys {
            if map.next_key_seed(Is(key))? != Some(true) {
                return Err(other());
            }
            let held = map.next_value::<Held<'de>>()?;
            match column {
                Some(column) => cells[*column] = held.into_text(),
                None if held.text() == self.stated.as_deref() => {}
                None => return Err(other()),
            }
        }
        match map.next_key::<IgnoredAny>()? {
            None => Ok(cells),
            Some(_) => Err(other()),
        }
    }
}

/// Whether a key is the one that is expected.
struct Is<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(keys: &[&str], stated: Option<&str>) -> Shape {
        let keys: Vec<Cow<'_, str>> = keys.iter().map(|key| Cow::Borrowed(*key)).collect();
        let headers = ["beds", "name", "site"].map(str::to_owned);
        Shape::new(&keys, stated.map(str::to_owned), &headers)
    }

    #[test]
    fn a_line_of_the_same_keys_becomes_cells_in_the_order_of_the_columns() {
        let shape = shape(&["table", "site", "name", "beds"], Some("site"));
        let line = r#"{"table":"site","site":"H1","name":"\u7532 \"A\"","beds":2.50}"#;
        let cells = ["2.5", "甲 \"A\"", "H1"].map(str::to_owned).to_vec();
        assert_eq!(shape.cells(line), Some(Some(cells)));
    }

    #[test]
    fn a_line_of_any_other_shape_is_left_to_the_longer_way() {
        let shape = shape(&["table", "site", "beds"], Some("site"));
        for line in [
            r#"{"table":"site","beds":2,"site":"H1"}"#,
            r#"{"table":"norm","site":"H1","beds":2}"#,
            r#"{"table":5,"site":"H1","beds":2}"#,
            r#"{"table":"site","site":"H1"}"#,
            r#"{"table":"site","site":"H1","beds":2,"name":"x"}"#,
            r#"{"table":"site","site":"H1","beds":1e999}"#,
            r#"{"table":"site","site":"H1","beds":2} x"#,
            r#"{"table":"site","site":"H1""#,
            "[]",
        ] {
            assert_eq!(shape.cells(line), None, "{line}");
        }
    }

    #[test]
    fn of_a_key_that_stands_twice_the_later_value_counts() {
        let shape = shape(&["site", "site"], None);
        let cells = |site: &str| [String::new(), String::new(), site.to_owned()].to_vec();
        let read = |line| shape.cells(line);
        assert_eq!(read(r#"{"site":"a","site":"b"}"#), Some(Some(cells("b"))));
        assert_eq!(read(r#"{"site":"a","site":null}"#), Some(Some(cells(""))));
    }

    #[test]
    fn a_line_of_its_tables_name_alone_has_no_cells() {
        let shape = shape(&["table"], Some("site"));
        assert_eq!(shape.cells(r#"{"table":"site"}"#), Some(None));
    }
}

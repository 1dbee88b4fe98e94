//! Lines of JSON that are alike but for their values, as those of one table are: read straight into cells.
//!
//! What stands between the values of one line is looked for in the next. A line of any other shape, or that is no
//! object, is none of this: it is read by its keys, or refused.

use std::borrow::Cow;

use memchr::memchr2;

use super::TABLE_KEY;
use super::flat::Held;

/// Digits that surely fit 64 bits.
const DIGITS_PLAIN: usize = 18;

/// A line without its values.
#[derive(Debug)]
pub struct Shape {
    /// What stands before each value, such as `,"site":`, and the column of the value; that of the table has none.
    values: Vec<(String, Option<usize>)>,
    /// What stands behind the last value.
    end: String,
    /// The table that the line names; `None` where it names none in words.
    stated: Option<String>,
    /// The columns of the table.
    width: usize,
}

impl Shape {
    /// The shape of a `line` that is an object with these `keys`, names the table `stated`, and whose cells stand under
    /// `headers`; `None` where its values are nested, or its keys escaped.
    pub fn of(
        line: &str,
        keys: &[Cow<'_, str>],
        stated: Option<&str>,
        headers: &[String],
    ) -> Option<Shape> {
        let mut rest = line;
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let name = format!("\"{key}\"");
            let at = rest.find(&name)?;
            let is_next = rest[..at].trim_matches(['{', ',', ' ']).is_empty();
            let (_, behind) = rest[at + name.len()..]
                .split_once(':')
                .filter(|_| is_next)?;
            let held = behind.trim_start();
            let before = rest[..rest.len() - held.len()].to_owned();
            let column = headers.iter().position(|header| header == key);
            values.push((before, column.filter(|_| key != TABLE_KEY)));
            rest = &held[value(held)?.1..];
        }
        Some(Shape {
            values,
            end: rest.to_owned(),
            stated: stated.map(str::to_owned),
            width: headers.len(),
        })
    }

    /// The cells of a line of this shape, none where it holds its table's name alone; `None` for any other line.
    pub fn cells(&self, line: &str) -> Option<Option<Vec<String>>> {
        // No text of JSON has a control character that is not escaped.
        if line
            .bytes()
            .fold(false, |found, byte| found | (byte < b' '))
        {
            return None;
        }
        let mut rest = line;
        let mut cells = vec![String::new(); self.width];
        for (before, column) in &self.values {
            rest = rest.strip_prefix(before.as_str())?;
            let (text, length) = value(rest)?;
            match column {
                Some(column) => cells[*column] = text.into_owned(),
                None => {
                    let stated = rest.starts_with('"').then_some(text);
                    (stated.as_deref() == self.stated.as_deref()).then_some(())?;
                }
            }
            rest = &rest[length..];
        }
        let is_filled = self.values.iter().any(|(_, column)| column.is_some());
        (rest == self.end).then(|| is_filled.then_some(cells))
    }
}

/// The text of the value that `rest` begins with, as a cell holds it, and the bytes it takes; `None` for what is nested,
/// or no value.
fn value(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let word = |word: &'static str, text: &'static str| {
        let is_there = rest.starts_with(word);
        is_there.then_some((Cow::Borrowed(text), word.len()))
    };
    match rest.as_bytes().first()? {
        b'"' => text(rest),
        b'n' => word("null", ""),
        b't' => word("true", "true"),
        b'f' => word("false", "false"),
        b'-' | b'0'..=b'9' => number(rest),
        _ => None,
    }
}

fn text(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let bytes = rest.as_bytes();
    let (mut at, mut is_escaped) = (1, false);
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            break;
        }
        is_escaped = true;
        at += 2;
    }
    let text = match is_escaped {
        false => Cow::Borrowed(&rest[1..at]),
        true => Cow::Owned(serde_json::from_str(&rest[..=at]).ok()?),
    };
    Some((text, at + 1))
}

/// A whole number stands as it is written; any other as it is written anew.
fn number(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let length = rest.bytes().take_while(|byte| is_of_number(byte)).count();
    let number = &rest[..length];
    let digits = number.as_bytes();
    let is_whole = digits.iter().all(u8::is_ascii_digit)
        && digits.len() <= DIGITS_PLAIN
        && (digits[0] != b'0' || digits.len() == 1);
    let text = match is_whole {
        true => Cow::Borrowed(number),
        false => {
            let held: Held<'_> = serde_json::from_str(number).ok()?;
            Cow::Owned(held.into_text())
        }
    };
    Some((text, length))
}

#[cfg(test)]
mod tests {
    use super::super::flat::Flat;
    use super::*;

    /// The shape of a line of table `site`.
    fn shape(line: &str) -> Option<Shape> {
        let object: Flat<'_> = serde_json::from_str(line).expect("an object");
        let stated = object.get(TABLE_KEY).and_then(Held::text);
        let headers = ["beds", "name", "site"].map(str::to_owned);
        Shape::of(line, &object.order, stated, &headers)
    }

    fn cells(shape: &Shape, line: &str) -> Option<[String; 3]> {
        shape
            .cells(line)?
            .map(|cells| cells.try_into().expect("three columns"))
    }

    #[test]
    fn a_line_of_the_same_shape_becomes_cells_as_it_would_by_its_keys() {
        let shape = shape(r#"{"table":"site","site":"H1","name":null,"beds":2}"#).expect("flat");
        for values in [
            [r#""H2""#, r#""甲院""#, "0"],
            [r#""""#, r#""\u7532 \"A\" \\""#, "-7"],
            ["null", "true", "2.50"],
            ["false", r#""}""#, "1e3"],
            [r#""a,\"b\":""#, r#""{""#, "123456789012345678901"],
            [r#""x""#, r#""y""#, "-0"],
            [r#""x""#, r#""y""#, "18446744073709551615"],
        ] {
            let [site, name, beds] = values;
            let line = format!(r#"{{"table":"site","site":{site},"name":{name},"beds":{beds}}}"#);
            let texts = values.map(|value| {
                let held: Held<'_> = serde_json::from_str(value).expect("a value");
                held.into_text()
            });
            let [site, name, beds] = texts;
            assert_eq!(cells(&shape, &line), Some([beds, name, site]), "{line}");
        }
    }

    #[test]
    fn a_line_of_any_other_shape_is_left_to_the_longer_way() {
        let shape = shape(r#"{"table":"site","site":"H1","beds":2}"#).expect("flat");
        for line in [
            r#"{"table":"site","beds":2,"site":"H1"}"#,
            r#"{"table":"norm","site":"H1","beds":2}"#,
            r#"{"table":5,"site":"H1","beds":2}"#,
            r#"{"table":"site","site":"H1"}"#,
            r#"{"table":"site","site":"H1","beds":2,"name":"x"}"#,
            r#"{"table":"site","site":"H1","beds":1e999}"#,
            r#"{"table":"site","site":"H1","beds":02}"#,
            r#"{"table":"site","site":"H1","beds":-}"#,
            r#"{"table":"site","site":"H1","beds":[2]}"#,
            r#"{"table":"site","site":"\ud800","beds":2}"#,
            r#"{"table":"site","site":"\x","beds":2}"#,
            "{\"table\":\"site\",\"site\":\"\t\",\"beds\":2}",
            r#"{"table":"site","site":"H1","beds":nullx}"#,
            r#"{"table":"site","site":"H1","beds":2} x"#,
            r#"{"table":"site","site":"H1""#,
            r#"{"table":"site","site":"H1\"#,
            "[]",
            "",
        ] {
            assert!(shape.cells(line).is_none(), "{line}");
        }
    }

    #[test]
    fn of_a_key_that_stands_twice_the_later_value_counts() {
        let shape = shape(r#"{"site" : "x", "site":"y"}"#).expect("flat");
        let site = |line| cells(&shape, line).map(|[_, _, site]| site);
        let read = site(r#"{"site" : "a", "site":"b"}"#);
        assert_eq!(read.as_deref(), Some("b"));
        let read = site(r#"{"site" : "a", "site":null}"#);
        assert_eq!(read.as_deref(), Some(""));
    }

    #[test]
    fn a_line_of_its_tables_name_alone_has_no_cells() {
        let shape = shape(r#"{"table":"site"}"#).expect("flat");
        assert_eq!(shape.cells(r#"{"table":"site"}"#), Some(None));
    }

    #[test]
    fn what_is_nested_or_has_escaped_keys_makes_no_shape() {
        for line in [r#"{"site":{"a":1}}"#, r#"{"si\u0074e":"a"}"#] {
            assert!(shape(line).is_none(), "{line}");
        }
    }
}

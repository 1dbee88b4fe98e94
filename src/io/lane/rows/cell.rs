//! What a stored cell comes to: to the same as its text on a line, without being written out.
//!
//! A cell that the exact reader would repair, convert or refuse has no answer, or the number [`EXACT`].

use std::borrow::Cow;

use crate::calendar::Day;
use crate::engine::memo::{Memo, text_hash};
use crate::engine::name::Names;
use crate::io::frame::rows::{DELIMITER, steps_of};
use crate::io::frame::stored::{Text, Value, append_number};
use crate::io::lane::layout::Layout;
use crate::io::lane::line::name::{EXACT, form, kind, name, quote_kind};
use crate::io::take::may_be_no_data;
use crate::io::take::plan::Source;
use crate::ledger::parse::plain_digits_in;
use crate::ledger::text::tidy;
use crate::ledger::{Column, Table};
use crate::quantity::Price;

/// Thousandths of a quantity, and steps of a price, by their decimals.
const QUANTITY_DECIMALS: usize = 3;
const PRICE_DECIMALS: usize = 4;
/// Steps of 10^-4 in a thousandth.
const STEPS_OF_THOUSANDTH: i64 = 10;

/// A column of names or words, each different cell read once.
#[derive(Debug)]
pub struct Words<'a> {
    layout: &'a Layout<'a>,
    names: &'a Names,
    column: Column,
    memo: Memo,
    text: Vec<u8>,
}

impl<'a> Words<'a> {
    /// The words of `column`, whose names are numbered by `names`.
    pub fn new(layout: &'a Layout<'a>, names: &'a Names, column: Column) -> Words<'a> {
        Words {
            layout,
            names,
            column,
            memo: Memo::default(),
            text: Vec::new(),
        }
    }

    /// The number of a cell.
    #[inline]
    pub fn number(&mut self, value: Value<'_>) -> u32 {
        if let Value::Text(text) = value {
            return self.number_of(text.block, text.from, text.to);
        }
        let mut text = std::mem::take(&mut self.text);
        let number = match write_into(&mut text, value) {
            Some(()) => self.number_of(&text, 0, text.len()),
            None => EXACT,
        };
        self.text = text;
        number
    }

    /// The number of a text that stands in no cell.
    pub fn number_of_text(&mut self, text: &str) -> u32 {
        self.number_of(text.as_bytes(), 0, text.len())
    }

    #[inline]
    fn number_of(&mut self, block: &[u8], from: usize, to: usize) -> u32 {
        let (layout, names, column) = (self.layout, self.names, self.column);
        self.memo.answer(block, from, to, |cell| {
            match simdutf8::basic::from_utf8(cell) {
                Ok(cell) if !is_special(cell) => match column {
                    Column::Kind if layout.plan.table == Table::Quote => quote_kind(layout, cell),
                    Column::Kind => kind(layout, cell),
                    Column::Form => form(layout, cell),
                    column => name(layout, names, column, cell),
                },
                _ => EXACT,
            }
        })
    }
}

/// The hashes of a column that names lines, of which every cell may differ.
#[derive(Debug)]
pub struct Hashes<'a> {
    source: Option<&'a Source>,
    text: Vec<u8>,
}

impl<'a> Hashes<'a> {
    /// The hashes of `column`.
    pub fn new(layout: &Layout<'a>, column: Column) -> Hashes<'a> {
        Hashes {
            source: layout.source(column).filter(|source| source.has_values()),
            text: Vec::new(),
        }
    }

    /// The hash of a cell, none where it is empty; `None` where the exact reader is to judge it.
    #[inline]
    pub fn hash(&mut self, value: Value<'_>) -> Option<Option<u64>> {
        if let Value::Text(text) = value {
            return self.hash_of(text.text().filter(|text| !is_special(text))?);
        }
        let mut text = std::mem::take(&mut self.text);
        let hash =
            write_into(&mut text, value).and_then(|()| self.hash_of(str::from_utf8(&text).ok()?));
        self.text = text;
        hash
    }

    /// The hash of a text.
    pub fn hash_of(&self, text: &str) -> Option<Option<u64>> {
        let text = tidy(text);
        let text = match self.source {
            Some(source) => Cow::Owned(tidy(&source.mapped(text.into_owned())).into_owned()),
            None => text,
        };
        Some((!text.is_empty()).then(|| text_hash(text.as_bytes())))
    }
}

/// Writes what is no text as one; `None` where only data frames write it.
fn write_into(text: &mut Vec<u8>, value: Value<'_>) -> Option<()> {
    text.clear();
    append_number(value, text)
}

/// The day in a cell, none where it is empty; `None` where it is not in plain form.
pub fn day(value: Value<'_>) -> Option<Option<Day>> {
    match value {
        Value::Empty => Some(None),
        Value::Day(number) => Day::since_1970(number).map(Some),
        Value::Text(text) => match text.bytes() {
            b"" => Some(None),
            cell => Day::parse_iso(cell).map(Some),
        },
        _ => None,
    }
}

/// The thousandths in a cell, and whether a minus stands before them; `None` where it is not in plain form.
#[inline]
pub fn thousandths(value: Value<'_>) -> Option<(i64, bool)> {
    let signed = |number: i64| Some((number.checked_abs()?, number < 0));
    match value {
        Value::Integer(number) => signed(number.checked_mul(1000)?),
        Value::Float(number) => {
            let steps = steps_of(number)?;
            signed(steps / STEPS_OF_THOUSANDTH).filter(|_| steps % STEPS_OF_THOUSANDTH == 0)
        }
        Value::Decimal(number, scale) => signed(scaled(number, scale, QUANTITY_DECIMALS)?),
        Value::Text(Text {
            block, from, to, ..
        }) => {
            let has_minus = from < to && block[from] == b'-';
            let from = from + usize::from(has_minus);
            plain_digits_in(block, from, to, QUANTITY_DECIMALS as u32)
                .map(|number| (number, has_minus))
        }
        Value::Empty | Value::Day(_) | Value::Moment => None,
    }
}

/// The price in a cell, none where it is empty; `None` where it is not in plain form.
#[inline]
pub fn price(value: Value<'_>) -> Option<Option<Price>> {
    let steps = match value {
        Value::Empty => return Some(None),
        Value::Float(number) if number.is_nan() => return Some(None),
        Value::Float(number) => steps_of(number)?,
        Value::Integer(number) => scaled(number.into(), 0, PRICE_DECIMALS)?,
        Value::Decimal(number, scale) => scaled(number, scale, PRICE_DECIMALS)?,
        Value::Text(Text { from, to, .. }) if from == to => return Some(None),
        Value::Text(Text {
            block, from, to, ..
        }) => plain_digits_in(block, from, to, PRICE_DECIMALS as u32)?,
        Value::Day(_) | Value::Moment => return None,
    };
    (steps >= 0).then(|| Some(Price::from_steps(steps)))
}

/// Whether a cell of a column that is not read makes its line no other than a row.
#[inline]
pub fn is_data(value: Value<'_>) -> bool {
    let Value::Text(text) = value else {
        return true;
    };
    match text.bytes() {
        [] | [_] => text.is_text(),
        // No word of a sub-total begins so: those begin with t, s or g.
        [first, .., last]
            if last.is_ascii()
                && first.is_ascii_alphanumeric()
                && !matches!(first.to_ascii_lowercase(), b't' | b's' | b'g') =>
        {
            text.is_text()
        }
        _ => text.text().is_some_and(|text| !may_be_no_data(text)),
    }
}

/// Whether a cell of a typed column that is not read is empty.
pub fn is_empty(value: Value<'_>) -> bool {
    match value {
        Value::Empty => true,
        Value::Text(text) => text.bytes().is_empty(),
        _ => false,
    }
}

/// A number of `scale` decimals in steps of no fewer `decimals`.
fn scaled(number: i128, scale: usize, decimals: usize) -> Option<i64> {
    let finer = 10_i64.checked_pow(u32::try_from(decimals.checked_sub(scale)?).ok()?)?;
    i64::try_from(number).ok()?.checked_mul(finer)
}

/// Whether a text has what would have to stand in quotation marks on a line.
fn is_special(cell: &str) -> bool {
    let is_special = |byte: u8| matches!(byte, b'"' | DELIMITER | b'\n' | b'\r' | 0);
    cell.bytes().any(is_special)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_number_comes_to_what_its_digits_come_to() {
        for (value, expected) in [
            (Value::Integer(-5), Some((5000, true))),
            (Value::Integer(i64::MAX), None),
            (Value::Float(12.345), Some((12_345, false))),
            (Value::Float(12.3456), None),
            (Value::Float(f64::NAN), None),
            (Value::Float(-0.5), Some((500, true))),
            (Value::Decimal(-1200, 2), Some((12_000, true))),
            (Value::Decimal(12_000, 4), None),
            (Value::Empty, None),
        ] {
            assert_eq!(thousandths(value), expected, "{value:?}");
        }
        let steps = |value| price(value).map(|price| price.map(Price::steps));
        for (value, expected) in [
            (Value::Empty, Some(None)),
            (Value::Float(f64::NAN), Some(None)),
            (Value::Float(2.66), Some(Some(26_600))),
            (Value::Float(2.66001), None),
            (Value::Float(-1.0), None),
            (Value::Decimal(266, 2), Some(Some(26_600))),
            (Value::Decimal(266, 5), None),
        ] {
            assert_eq!(steps(value), expected, "{value:?}");
        }
    }

    #[test]
    fn days_of_no_file_are_left_to_the_exact_reader() {
        let number = |text: &str| {
            let day = Day::parse(text).expect("a day");
            day.days_since(Day::new(1970, 1, 1).expect("a day"))
        };
        let (first, last) = (number("1900-01-01"), number("9999-12-31"));
        for (number, is_read) in [
            (first, true),
            (first - 1, false),
            (last, true),
            (last + 1, false),
            (i64::MAX, false),
        ] {
            assert_eq!(day(Value::Day(number)).is_some(), is_read, "{number}");
        }
        assert_eq!(day(Value::Day(0)), Some(Day::new(1970, 1, 1)));
        assert_eq!(day(Value::Empty), Some(None));
    }
}

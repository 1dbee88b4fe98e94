//! Few rows of a group as lines of text, as a [`Group`](super::super::rows::Group) writes them, without the others:
//! what lies between them is passed over packed.

use std::fs::File;

use crate::calendar::Day;
use crate::ledger::cell::CellRef;
use crate::quantity::decimal;

use super::super::rows::{DELIMITER, Rows, append_float, append_text};
use super::{Answers, Value};

/// A text among those of a column, from one byte to another.
type Span = (u32, u32);

/// What a data frame alone writes.
const UNWRITTEN: Span = (u32::MAX, 0);

/// A group of rows of which few are asked for.
pub struct Lines {
    columns: Vec<Written>,
    /// The first row that was not passed over, numbered in the group from 0.
    next: usize,
}

/// A column, and the texts of its values.
struct Written {
    answers: Answers<Span>,
    texts: Vec<u8>,
    row: Vec<Span>,
}

impl Lines {
    /// The lines of a group; `None` where only data frames read it.
    pub fn new(rows: &Rows, group: usize) -> Option<Lines> {
        let mut file = rows.file()?;
        let columns = 0..rows.headers.len();
        let columns = columns.map(|at| Written::new(rows, &mut file, group, at));
        Some(Lines {
            columns: columns.collect::<Option<_>>()?,
            next: 0,
        })
    }

    /// Appends the line of a row, which stands behind all that were asked for before; `None` where a data frame is to
    /// write it.
    pub fn append(&mut self, row: usize, text: &mut Vec<u8>) -> Option<()> {
        let between = row.checked_sub(self.next)?;
        for column in &mut self.columns {
            column.append(between, text)?;
            text.push(DELIMITER);
        }
        text.pop();
        text.push(b'\n');
        self.next = row + 1;
        Some(())
    }
}

impl Written {
    fn new(rows: &Rows, file: &mut File, group: usize, column: usize) -> Option<Written> {
        let chunk = rows.chunk(file, group, column)?;
        let (mut answers, mut texts) = (Answers::new((0, 0)), Vec::new());
        answers.open(chunk, &mut |value| write(value, &mut texts))?;
        Some(Written {
            answers,
            texts,
            row: Vec::with_capacity(1),
        })
    }

    /// Appends the text behind so many others.
    fn append(&mut self, between: usize, text: &mut Vec<u8>) -> Option<()> {
        let Written {
            answers,
            texts,
            row,
        } = self;
        let known = texts.len();
        answers.pass_over(between)?;
        answers.next_into(1, row, &mut |value| write(value, texts))?;
        let (from, to) = row[0];
        text.extend_from_slice(texts.get(from as usize..to as usize)?);
        texts.truncate(known);
        Some(())
    }
}

/// Writes a value behind `texts`.
fn write(value: Value<'_>, texts: &mut Vec<u8>) -> Span {
    let from = texts.len();
    match (append_value(value, texts), u32::try_from(texts.len())) {
        (Some(()), Ok(to)) if texts.len() > from => (from as u32, to),
        (Some(()), Ok(_)) => (0, 0),
        _ => UNWRITTEN,
    }
}

/// Appends the text of a value as it stands in a line; `None` where only data frames write it.
fn append_value(value: Value<'_>, text: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Text(cell) => append_text(cell.text()?, text),
        Value::Decimal(number, scale) => append_decimal(number, scale, text),
        other => append_number(other, text)?,
    }
    Some(())
}

/// Appends the text of a value that is neither a text nor a decimal; `None` where only data frames write it.
pub fn append_number(value: Value<'_>, text: &mut Vec<u8>) -> Option<()> {
    match value {
        Value::Empty => {}
        Value::Integer(number) => decimal::append(text, number, 0, 0),
        Value::Float(number) => append_float(number, text),
        Value::Day(number) => CellRef::Day(Day::since_1970(number)?).append_to(text),
        Value::Text(_) | Value::Decimal(..) | Value::Moment => return None,
    }
    Some(())
}

/// Appends a decimal with all the decimals of its column.
fn append_decimal(number: i128, scale: usize, text: &mut Vec<u8>) {
    if number < 0 {
        text.push(b'-');
    }
    let digits = format!("{:0width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    text.extend_from_slice(whole.as_bytes());
    if scale > 0 {
        text.push(b'.');
        text.extend_from_slice(decimals.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_with_every_decimal_of_its_column() {
        for (number, scale, expected) in [
            (12_500, 3, "12.500"),
            (-5, 3, "-0.005"),
            (0, 2, "0.00"),
            (7, 0, "7"),
        ] {
            let mut text = Vec::new();
            append_decimal(number, scale, &mut text);
            assert_eq!(String::from_utf8(text).as_deref(), Ok(expected));
        }
    }
}

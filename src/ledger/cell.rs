//! One typed cell, and how typed values go into it and come out.

use std::fmt;

use crate::calendar::Day;
use crate::quantity::{Money, Price, Quantity};

use super::Text;

pub use super::cell_ref::CellRef;

/// A typed cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing was stated; never the same as zero.
    Empty,
    Text(Text),
    Quantity(Quantity),
    Money(Money),
    Price(Price),
    Day(Day),
    Integer(i64),
    Ratio(f64),
    Truth(bool),
    Word(&'static str),
}

impl Cell {
    /// Whether nothing was stated.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty) || matches!(self, Cell::Text(text) if text.is_empty())
    }

    /// Whether it is a number below nothing.
    pub fn is_negative(&self) -> bool {
        match self {
            Cell::Quantity(quantity) => quantity.is_negative(),
            Cell::Money(money) => money.fen() < 0,
            Cell::Price(price) => price.steps() < 0,
            Cell::Integer(n) => *n < 0,
            Cell::Ratio(ratio) => *ratio < 0.0,
            Cell::Empty | Cell::Text(_) | Cell::Day(_) | Cell::Truth(_) | Cell::Word(_) => false,
        }
    }

    /// Thousandths of a quantity without its sign; nothing of any other cell.
    pub fn magnitude(&self) -> i128 {
        match self {
            Cell::Quantity(quantity) => i128::from(quantity.thousandths()).abs(),
            _ => 0,
        }
    }

    /// The word of a closed list, if this is one.
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Cell::Word(id) => Some(id),
            _ => None,
        }
    }

    /// Appends the cell as a file holds it: what [`fmt::Display`] writes.
    #[inline]
    pub fn append_to(&self, text: &mut Vec<u8>) {
        CellRef::from(self).append_to(text);
    }

    /// The text of a text cell or word; empty for an empty cell, `None` for numbers and days.
    pub fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Word(id) => Some(id),
            Cell::Empty => Some(""),
            _ => None,
        }
    }
}

impl fmt::Display for Cell {
    /// Writes the cell as a file holds it: plain numbers, ISO days, nothing for an empty cell.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Empty => Ok(()),
            Cell::Text(text) => f.write_str(text),
            Cell::Quantity(quantity) => quantity.fmt(f),
            Cell::Money(money) => money.fmt(f),
            Cell::Price(price) => price.fmt(f),
            Cell::Day(day) => day.fmt(f),
            Cell::Integer(n) => n.fmt(f),
            Cell::Ratio(ratio) => f.write_str(&format_ratio(*ratio)),
            Cell::Truth(truth) => truth.fmt(f),
            Cell::Word(id) => f.write_str(id),
        }
    }
}

/// Writes a ratio with at most six decimals and no idle zeros: finer than any threshold, stable across machines.
pub fn format_ratio(ratio: f64) -> String {
    let text = format!("{ratio:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// A value that comes out of a cell of its type.
pub trait FromCell: Sized {
    /// The value of `cell`; `None` where the cell holds another type, or nothing.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Option<T>> {
        match cell {
            Cell::Empty => Some(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

impl FromCell for String {
    /// A text is empty where nothing was stated.
    fn from_cell(cell: &Cell) -> Option<String> {
        cell.text().map(str::to_owned)
    }
}

impl FromCell for Text {
    /// A text is empty where nothing was stated.
    fn from_cell(cell: &Cell) -> Option<Text> {
        match cell {
            Cell::Text(text) => Some(text.clone()),
            cell => cell.text().map(Text::from),
        }
    }
}

impl FromCell for Quantity {
    fn from_cell(cell: &Cell) -> Option<Quantity> {
        match cell {
            Cell::Quantity(quantity) => Some(*quantity),
            _ => None,
        }
    }
}

impl FromCell for Money {
    fn from_cell(cell: &Cell) -> Option<Money> {
        match cell {
            Cell::Money(money) => Some(*money),
            _ => None,
        }
    }
}

impl FromCell for Price {
    fn from_cell(cell: &Cell) -> Option<Price> {
        match cell {
            Cell::Price(price) => Some(*price),
            _ => None,
        }
    }
}

impl FromCell for Day {
    fn from_cell(cell: &Cell) -> Option<Day> {
        match cell {
            Cell::Day(day) => Some(*day),
            _ => None,
        }
    }
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<i64> {
        match cell {
            Cell::Integer(n) => Some(*n),
            _ => None,
        }
    }
}

impl FromCell for f64 {
    fn from_cell(cell: &Cell) -> Option<f64> {
        match cell {
            Cell::Ratio(ratio) => Some(*ratio),
            _ => None,
        }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<bool> {
        match cell {
            Cell::Truth(truth) => Some(*truth),
            _ => None,
        }
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(Text::from(text))
    }
}

impl From<Text> for Cell {
    fn from(text: Text) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Cell {
        Cell::Quantity(quantity)
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Cell {
        Cell::Money(money)
    }
}

impl From<Price> for Cell {
    fn from(price: Price) -> Cell {
        Cell::Price(price)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        Cell::Day(day)
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Integer(n)
    }
}

impl From<f64> for Cell {
    /// A ratio that is no finite number is missing: infinity is never written.
    fn from(ratio: f64) -> Cell {
        if ratio.is_finite() {
            Cell::Ratio(ratio)
        } else {
            Cell::Empty
        }
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Cell {
        Cell::Truth(truth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_cell_is_written_as_the_cell_itself() {
        let cells = [
            Cell::Empty,
            Cell::Text("口罩".into()),
            Cell::Quantity(Quantity::from_thousandths(-1500)),
            Cell::Money(Money::from_fen(5)),
            Cell::Price(Price::from_steps(12_340)),
            Cell::Day(Day::new(2022, 3, 5).expect("a day")),
            Cell::Integer(0),
            Cell::Integer(i64::MIN),
            Cell::Integer(120),
            Cell::Ratio(0.25),
            Cell::Truth(true),
            Cell::Truth(false),
            Cell::Word("short"),
        ];
        for cell in cells {
            let mut text = Vec::new();
            CellRef::from(&cell).append_to(&mut text);
            assert_eq!(String::from_utf8(text), Ok(cell.to_string()), "{cell:?}");
        }
    }

    #[test]
    fn infinity_is_never_written() {
        assert_eq!(Cell::from(f64::INFINITY), Cell::Empty);
        assert_eq!(Cell::from(0.25).to_string(), "0.25");
        assert_eq!(Cell::Ratio(-0.000_000_1).to_string(), "0");
    }
}

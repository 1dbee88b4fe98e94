//! What is a cell that borrows its text, as a long answer is written from it?

use crate::calendar::Day;
use crate::quantity::{Money, Price, Quantity, decimal};

use super::Text;
use super::cell::{Cell, format_ratio};

/// A typed cell that borrows its text: what a long answer is written from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellRef<'a> {
    Empty,
    Text(&'a str),
    /// The word of a closed list.
    Word(&'static str),
    Quantity(Quantity),
    Money(Money),
    Price(Price),
    Day(Day),
    Integer(i64),
    Ratio(f64),
    Truth(bool),
}

impl<'a> From<&'a Cell> for CellRef<'a> {
    fn from(cell: &'a Cell) -> CellRef<'a> {
        match cell {
            Cell::Empty => CellRef::Empty,
            Cell::Text(text) => CellRef::Text(text),
            Cell::Quantity(quantity) => CellRef::Quantity(*quantity),
            Cell::Money(money) => CellRef::Money(*money),
            Cell::Price(price) => CellRef::Price(*price),
            Cell::Day(day) => CellRef::Day(*day),
            Cell::Integer(n) => CellRef::Integer(*n),
            Cell::Ratio(ratio) => CellRef::Ratio(*ratio),
            Cell::Truth(truth) => CellRef::Truth(*truth),
            Cell::Word(id) => CellRef::Word(id),
        }
    }
}

impl From<CellRef<'_>> for Cell {
    fn from(cell: CellRef) -> Cell {
        match cell {
            CellRef::Empty => Cell::Empty,
            CellRef::Text(text) => Text::from(text).into(),
            CellRef::Word(id) => Cell::Word(id),
            CellRef::Quantity(quantity) => Cell::Quantity(quantity),
            CellRef::Money(money) => Cell::Money(money),
            CellRef::Price(price) => Cell::Price(price),
            CellRef::Day(day) => Cell::Day(day),
            CellRef::Integer(n) => Cell::Integer(n),
            CellRef::Ratio(ratio) => Cell::Ratio(ratio),
            CellRef::Truth(truth) => Cell::Truth(truth),
        }
    }
}

impl<'a, T: Into<CellRef<'a>>> From<Option<T>> for CellRef<'a> {
    fn from(value: Option<T>) -> CellRef<'a> {
        value.map_or(CellRef::Empty, Into::into)
    }
}

impl<'a> From<&'a Text> for CellRef<'a> {
    fn from(text: &'a Text) -> CellRef<'a> {
        match text.is_empty() {
            true => CellRef::Empty,
            false => CellRef::Text(text),
        }
    }
}

impl From<Quantity> for CellRef<'_> {
    fn from(quantity: Quantity) -> Self {
        CellRef::Quantity(quantity)
    }
}

impl From<Price> for CellRef<'_> {
    fn from(price: Price) -> Self {
        CellRef::Price(price)
    }
}

impl From<Day> for CellRef<'_> {
    fn from(day: Day) -> Self {
        CellRef::Day(day)
    }
}

impl From<i64> for CellRef<'_> {
    fn from(n: i64) -> Self {
        CellRef::Integer(n)
    }
}

impl From<f64> for CellRef<'_> {
    /// A ratio that is no finite number is missing: infinity is never written.
    fn from(ratio: f64) -> Self {
        match ratio.is_finite() {
            true => CellRef::Ratio(ratio),
            false => CellRef::Empty,
        }
    }
}

impl From<bool> for CellRef<'_> {
    fn from(truth: bool) -> Self {
        CellRef::Truth(truth)
    }
}

impl CellRef<'_> {
    /// Appends the cell as a file holds it, as [`Cell`] writes it.
    #[inline]
    pub fn append_to(self, text: &mut Vec<u8>) {
        match self {
            CellRef::Empty => {}
            CellRef::Text(own) | CellRef::Word(own) => text.extend_from_slice(own.as_bytes()),
            CellRef::Quantity(quantity) => decimal::append(text, quantity.thousandths(), 3, 0),
            CellRef::Money(money) => decimal::append(text, money.fen(), 2, 2),
            CellRef::Price(price) => decimal::append(text, price.steps(), 4, 2),
            CellRef::Integer(n) => decimal::append(text, n, 0, 0),
            CellRef::Ratio(ratio) => text.extend_from_slice(format_ratio(ratio).as_bytes()),
            CellRef::Truth(truth) => {
                text.extend_from_slice(if truth { b"true" } else { b"false" });
            }
            CellRef::Day(day) => text.extend_from_slice(&day.characters()),
        }
    }
}

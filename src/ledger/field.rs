//! Of what type a column is in one table, and what its cells must be.

use super::column::Column;
use super::word::Choice;

/// The type of a column in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Thousandths of the item's base unit.
    Quantity,
    /// Yuan with two decimals.
    Money,
    /// Yuan a base unit, with four decimals.
    Price,
    Day,
    /// A day, or a month that means its last day.
    Expiry,
    Integer,
    Ratio,
    Truth,
    /// One of a closed list.
    Word(&'static [Choice]),
}

impl Kind {
    /// Whether cells of it are numbers.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Kind::Quantity | Kind::Money | Kind::Price | Kind::Integer | Kind::Ratio
        )
    }
}

/// One column of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub column: Column,
    pub kind: Kind,
    /// Part of the table's key, by which its rows are ordered.
    pub is_key: bool,
    /// The header must have it, though a cell may be empty.
    pub is_expected: bool,
    /// Every cell must be filled.
    pub is_required: bool,
    /// No cell is below nothing.
    pub is_unsigned: bool,
    /// The Chinese heading, where it is another than in the dictionary.
    heading: Option<&'static str>,
}

/// An optional column; [`Field::key`], [`Field::expected`], [`Field::required`] and [`Field::unsigned`] make it more.
pub const fn field(column: Column, kind: Kind) -> Field {
    Field {
        column,
        kind,
        is_key: false,
        is_expected: false,
        is_required: false,
        is_unsigned: false,
        heading: None,
    }
}

impl Field {
    /// The Chinese heading, which says what the column holds in this table: a value that is no money, a month that is
    /// a change.
    pub fn zh(&self) -> &'static str {
        if let Some(heading) = self.heading {
            return heading;
        }
        match (self.column, self.kind) {
            (Column::Value, kind) if kind != Kind::Money => "数值",
            (Column::Month, Kind::Ratio) => "月环比",
            (Column::Level, Kind::Text) => "行政级别",
            (column, _) => column.zh(),
        }
    }

    /// The same with a Chinese heading of this table, which the dictionary has among the aliases of the column.
    pub const fn headed(self, heading: &'static str) -> Field {
        Field {
            heading: Some(heading),
            ..self
        }
    }

    /// The same as part of the key.
    pub const fn key(self) -> Field {
        Field {
            is_key: true,
            ..self
        }
    }

    /// The same with a header that must stand in the file.
    pub const fn expected(self) -> Field {
        Field {
            is_expected: true,
            ..self
        }
    }

    /// The same with a header that must stand in the file and cells that must be filled.
    pub const fn required(self) -> Field {
        Field {
            is_expected: true,
            is_required: true,
            ..self
        }
    }

    /// The same with cells that are refused where they are below nothing, as no stock, price or number of people is.
    ///
    /// Rule: `D-31`.
    pub const fn unsigned(self) -> Field {
        Field {
            is_unsigned: true,
            ..self
        }
    }
}

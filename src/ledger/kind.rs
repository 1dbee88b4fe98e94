//! Of which types the columns of tables are.

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

//! How much of a plan one line of cells tells by itself: what a reader of many lines asks before it begins.

use super::source::From;
use super::{Plan, Source};

/// Where the text of a column comes from, as far as a single line of cells is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    Nothing,
    Constant(&'a str),
    Cell(usize),
    /// A kind that follows from other columns.
    Kind,
    /// Several cells.
    Other,
}

impl Source {
    /// Where the text of this column comes from.
    pub fn origin(&self) -> Origin<'_> {
        match &self.from {
            From::Nothing => Origin::Nothing,
            From::Constant(text) => Origin::Constant(text),
            From::Cell(at) => Origin::Cell(*at),
            From::Kind(..) => Origin::Kind,
            From::FirstOf(_) | From::Concat(..) => Origin::Other,
        }
    }

    /// Whether a map gives words of theirs for words of ours.
    pub fn has_values(&self) -> bool {
        self.values.is_some()
    }

    /// The text of a kind that follows from one column, whose cell is `text`, before its word is mapped.
    pub fn kind_by(&self, text: &str) -> Option<String> {
        match &self.from {
            From::Kind(kinds, _) => Some(kinds.kind_of(text)),
            _ => None,
        }
    }
}

impl Plan {
    /// The one column that tells the kind, where a map tells it from one.
    pub fn kind_column(&self) -> Option<usize> {
        let (_, columns) = self.kinds.as_ref()?;
        let first = columns.first()?;
        columns.iter().all(|at| at == first).then_some(*first)
    }

    /// Whether the map turns the sign round where the column that tells the kind says `text`.
    pub fn negates_by(&self, text: &str) -> bool {
        let kinds = self.kinds.as_ref().map(|(kinds, _)| kinds);
        kinds.is_some_and(|kinds| kinds.when_of(text).is_some_and(|when| when.negate))
    }

    /// Whether a line by itself is one row with a place of its own: nothing is left out, wide, or was taken aside.
    pub fn is_by_line(&self) -> bool {
        self.skips.is_empty() && self.wide.is_empty() && self.origin.is_none()
    }

    /// Whether a 规格 column may state pack sizes.
    pub fn has_spec(&self) -> bool {
        self.spec.is_some()
    }
}

//! Shares of a shelf life that contracts and donors name, with where each is from.
//!
//! They are the terms of the worked cases in `examples/cases`; no command asks for them.

use serde::Deserialize;

use crate::diagnostic::Diagnostic;

use super::file::read;

/// A file of shelf-life terms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShelfTerms {
    /// At least this share is left on delivery.
    pub accept: Share,
    /// At most this share is left.
    pub half_gone: Share,
    /// At most this share is left.
    pub third_left: Share,
    /// Months that must be left for a donation.
    pub donation: MonthsLeft,
}

/// A part of the whole life, as a fraction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Numerator and denominator.
    pub left: [i64; 2],
    pub source: String,
    pub note: String,
}

/// Calendar months before expiry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthsLeft {
    pub months: i32,
    pub source: String,
    pub note: String,
}

const BUILT_IN: &str = include_str!("../../data/policy/shelf.toml");

impl ShelfTerms {
    /// Reads a file of terms; `name` is what diagnostics call it.
    pub fn parse(text: &str, name: &str) -> Result<ShelfTerms, Diagnostic> {
        read(text, name, "compare with data/policy/shelf.toml")
    }

    /// The terms that come with granary.
    pub fn built_in() -> Result<ShelfTerms, Diagnostic> {
        ShelfTerms::parse(BUILT_IN, "shelf.toml")
    }
}

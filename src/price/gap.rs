//! What keeps a day from being judged: the cause, by which gaps are counted, and the words for the reader.

use crate::ledger::tables::Assessment;

/// What a gap comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Quotes are too few, too old, or there is nothing to compare them with.
    Quotes,
    /// They are copied rather than calm.
    Copied,
    /// They are of another kind than the rule is set on.
    Kind,
    /// The rule itself cannot be applied, whatever is quoted.
    Rule,
}

/// Why a day cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub cause: Cause,
    pub words: String,
}

impl Cause {
    /// The same in words.
    pub fn said(self, words: impl Into<String>) -> Why {
        Why {
            cause: self,
            words: words.into(),
        }
    }
}

/// A row of `assessment`, and what keeps it from being a judgement, where anything does.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub row: Assessment,
    pub gap: Option<Cause>,
}

//! What is wrong, where, and what to write instead: the one shape of every error and warning.
//!
//! A [`Diagnostic`] has a [`Code`] (a word, with a page of its own in `tests/errors`), a sentence, a place and a
//! hint. Shortage, overdue and alerts are results, never diagnostics. This file never prints.

use std::fmt;

mod code;
mod nearest;
mod place;

pub use code::Code;
pub use nearest::{guess, nearest, slip};
pub use place::Place;

/// How much a diagnostic stops: an error refuses its row or command, a warning refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Warning,
    Error,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub place: Option<Place>,
    pub hint: Option<String>,
    /// How many more of its kind there are behind it that are not told.
    pub more: u32,
}

impl Diagnostic {
    /// An error without place or hint.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            hint: None,
            more: 0,
        }
    }

    /// A warning without place or hint.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message)
        }
    }

    /// Whether it refuses what it speaks of.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The same as a warning.
    pub fn softened(self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..self
        }
    }

    /// The same with a place.
    pub fn at(self, place: Place) -> Diagnostic {
        Diagnostic {
            place: Some(place),
            ..self
        }
    }

    /// The same with what to write or do instead.
    pub fn hint(self, hint: impl Into<String>) -> Diagnostic {
        Diagnostic {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: ", self.code.word())?;
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Everything that stops a command, in the order found; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub Vec<Diagnostic>);

/// What a step that can be refused returns.
pub type Result<T> = std::result::Result<T, Refused>;

impl Refused {
    /// The exit code of the first error.
    pub fn exit(&self) -> u8 {
        let first = self.0.iter().find(|found| found.is_error());
        first.map_or(1, |diagnostic| diagnostic.code.exit())
    }
}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Refused {
        Refused(vec![diagnostic])
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Diagnostic::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_and_what_to_write() {
        let place = Place::file("stock.csv").at_line(18).at_column(4, "库存");
        let diagnostic = Diagnostic::error(Code::BadQuantity, "\"12,5吨\" is not a quantity")
            .at(place)
            .hint("write 12.5吨");
        let expected = "error[bad-quantity]: stock.csv:18, column 4 `库存`: \"12,5吨\" is not a quantity\n  hint: write 12.5吨";
        assert_eq!(diagnostic.to_string(), expected);
    }
}

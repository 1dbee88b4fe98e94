//! What is wrong, where, and what to write instead: the one shape of every error and warning.
//!
//! A [`Diagnostic`] has a [`Code`] (a word, with a page of its own in `tests/errors`), a sentence, a place and a
//! hint. Shortage, overdue and alerts are results, never diagnostics. This file never prints.

use std::fmt;
use std::sync::Arc;

/// How much a diagnostic stops: an error refuses its row or command, a warning refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Warning,
    Error,
}

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    BadQuantity,
    BadMoney,
    BadDate,
    BadNumber,
    BadWord,
    MissingCell,
    MissingColumn,
    DoubleColumn,
    UnknownTable,
    UnknownPack,
    UnitMismatch,
    MergedQuantity,
    RaggedRow,
    BadJson,
    BadEncoding,
    BadWorkbook,
    Conflict,
    Overflow,
    Implausible,
    NegativeStock,
    EmptyFile,
    MissingTable,
    NotFound,
    CannotCreate,
    CannotWrite,
    Locked,
    LedgerMoved,
    BrokenSeal,
    TornTail,
    NoPolicy,
    PolicyConflict,
    BadPolicy,
    BadMap,
    BadFlag,
    BrokenPlan,
    BadQuery,
}

/// Every code with its word, the exit code it ends with, and what it means.
const CODES: &[(Code, &str, u8, &str)] = &[
    (
        Code::BadQuantity,
        "bad-quantity",
        65,
        "the cell is not an exact quantity",
    ),
    (
        Code::BadMoney,
        "bad-money",
        65,
        "the cell is not an amount or price in yuan",
    ),
    (
        Code::BadDate,
        "bad-date",
        65,
        "the cell is not a year-first date",
    ),
    (
        Code::BadNumber,
        "bad-number",
        65,
        "the cell is not a number",
    ),
    (
        Code::BadWord,
        "bad-word",
        65,
        "the cell is not one of the words its column takes",
    ),
    (
        Code::MissingCell,
        "missing-cell",
        65,
        "a required cell is empty",
    ),
    (
        Code::MissingColumn,
        "missing-column",
        65,
        "the header lacks a required column",
    ),
    (
        Code::DoubleColumn,
        "double-column",
        65,
        "the header has the same column twice",
    ),
    (
        Code::UnknownTable,
        "unknown-table",
        65,
        "the columns belong to no table",
    ),
    (
        Code::UnknownPack,
        "unknown-pack",
        65,
        "a pack word stands without a pack size",
    ),
    (
        Code::UnitMismatch,
        "unit-mismatch",
        65,
        "the unit is of another dimension than the item's",
    ),
    (
        Code::MergedQuantity,
        "merged-quantity",
        65,
        "one merged quantity stands for several rows",
    ),
    (
        Code::RaggedRow,
        "ragged-row",
        65,
        "the cells of a row do not line up with the header",
    ),
    (Code::BadJson, "bad-json", 65, "a line is not a JSON object"),
    (
        Code::BadEncoding,
        "bad-encoding",
        65,
        "the bytes are not text in any supported encoding",
    ),
    (
        Code::BadWorkbook,
        "bad-workbook",
        65,
        "the workbook cannot be opened",
    ),
    (
        Code::Conflict,
        "conflict",
        65,
        "the same key stands with other content",
    ),
    (
        Code::Overflow,
        "overflow",
        65,
        "the quantities of a table together exceed what can be counted",
    ),
    (
        Code::Implausible,
        "implausible",
        65,
        "a quantity is larger than any store",
    ),
    (
        Code::NegativeStock,
        "negative-stock",
        65,
        "more goes out than there is",
    ),
    (Code::EmptyFile, "empty-file", 65, "the file has no header"),
    (
        Code::MissingTable,
        "missing-table",
        66,
        "no input supplies a table that the command needs",
    ),
    (Code::NotFound, "not-found", 66, "the file cannot be opened"),
    (
        Code::CannotCreate,
        "cannot-create",
        73,
        "the output cannot be created",
    ),
    (
        Code::CannotWrite,
        "cannot-write",
        74,
        "reading or writing failed",
    ),
    (
        Code::Locked,
        "locked",
        75,
        "another process holds the ledger",
    ),
    (
        Code::LedgerMoved,
        "ledger-moved",
        75,
        "the ledger has moved on since the plan was made",
    ),
    (
        Code::BrokenSeal,
        "broken-seal",
        65,
        "a sealed line was edited",
    ),
    (
        Code::TornTail,
        "torn-tail",
        65,
        "the last line of a file is incomplete",
    ),
    (
        Code::NoPolicy,
        "no-policy",
        78,
        "the command needs a policy profile",
    ),
    (
        Code::PolicyConflict,
        "policy-conflict",
        78,
        "two profiles set the same key differently",
    ),
    (
        Code::BadPolicy,
        "bad-policy",
        78,
        "the policy file cannot be read",
    ),
    (Code::BadMap, "bad-map", 78, "the map file cannot be read"),
    (
        Code::BadFlag,
        "bad-flag",
        2,
        "a flag's value is not understood",
    ),
    (
        Code::BrokenPlan,
        "broken-plan",
        70,
        "the audit found a plan that breaks its own rules",
    ),
    (
        Code::BadQuery,
        "bad-query",
        2,
        "the query is not understood",
    ),
];

impl Code {
    /// Every code, in the order of the gallery.
    pub fn all() -> impl Iterator<Item = Code> {
        CODES.iter().map(|(code, ..)| *code)
    }

    /// The word that names this code in messages, findings and pages.
    pub fn word(self) -> &'static str {
        self.entry().1
    }

    /// The exit code of a command that ends with this error.
    pub fn exit(self) -> u8 {
        self.entry().2
    }

    /// One line on what the code means.
    pub fn meaning(self) -> &'static str {
        self.entry().3
    }

    fn entry(self) -> &'static (Code, &'static str, u8, &'static str) {
        CODES
            .iter()
            .find(|entry| entry.0 == self)
            .expect("a test checks that every code is listed")
    }
}

/// Where something stands in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it; `-` is standard input.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The line of the file or the row of the sheet, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// The column's position from 1 and its header.
    pub column: Option<(usize, Arc<str>)>,
}

impl Place {
    /// The place of a whole file.
    pub fn file(name: &str) -> Place {
        Place {
            file: Arc::from(name),
            sheet: None,
            line: 0,
            column: None,
        }
    }

    /// A line of the same file and sheet.
    pub fn at_line(&self, line: u64) -> Place {
        Place {
            line,
            ..self.clone()
        }
    }

    /// A column of the same line.
    pub fn at_column(&self, position: usize, header: &str) -> Place {
        Place {
            column: Some((position, Arc::from(header))),
            ..self.clone()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.sheet, self.line) {
            (Some(sheet), 0) => write!(f, ", sheet {sheet}")?,
            (Some(sheet), row) => write!(f, ", sheet {sheet}, row {row}")?,
            (None, 0) => {}
            (None, line) => write!(f, ":{line}")?,
        }
        match &self.column {
            Some((position, header)) if header.is_empty() => write!(f, ", column {position}"),
            Some((position, header)) => write!(f, ", column {position} `{header}`"),
            None => Ok(()),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub place: Option<Place>,
    pub hint: Option<String>,
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
        }
    }

    /// A warning without place or hint.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message)
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
        let first = self.0.iter().find(|d| d.severity == Severity::Error);
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

/// The candidate nearest to `word`, if near enough to be a slip of the hand: “did you mean”.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + word.chars().count() / 4;
    let scored = candidates
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate));
    scored
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Counts the insertions, deletions and substitutions that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_word_of_its_own() {
        let mut words: Vec<_> = Code::all().map(Code::word).collect();
        words.sort_unstable();
        let count = words.len();
        words.dedup();
        assert_eq!(words.len(), count);
        assert_eq!(
            count,
            Code::BadQuery as usize + 1,
            "a code is missing from the list"
        );
    }

    #[test]
    fn an_error_says_where_and_what_to_write() {
        let place = Place::file("stock.csv").at_line(18).at_column(4, "库存");
        let diagnostic = Diagnostic::error(Code::BadQuantity, "\"12,5吨\" is not a quantity")
            .at(place)
            .hint("write 12.5吨");
        let expected = "error[bad-quantity]: stock.csv:18, column 4 `库存`: \"12,5吨\" is not a quantity\n  hint: write 12.5吨";
        assert_eq!(diagnostic.to_string(), expected);
    }

    #[test]
    fn a_slip_of_the_hand_finds_its_word() {
        assert_eq!(nearest("recieve", ["receipt", "receive"]), Some("receive"));
        assert_eq!(nearest("xyz", ["receipt", "issue"]), None);
    }
}

//! What does a ledger hide? Named checks, each runnable alone; each finding has its file and line, and a hint.
//!
//! | check | finds |
//! |---|---|
//! | `negative` | a lot that goes below nothing, on the line that takes it there |
//! | `unit` | a unit that is not the item's |
//! | `expiry` | one lot with two expiry dates, unless it was extended |
//! | `transfer` | legs of a transfer that do not pair |
//! | `document` | one document line with two contents, or listed twice |
//! | `label` | receipts without maker, certificate or day of making (三无) |
//! | `expired-issue` | goods that went out after their last usable day |
//! | `reversal` | a reversal that names no line |
//!
//! Seals are checked on the text of the lines, by [`seal_findings`]. Table `finding`: one row per check, file and
//! line. Nothing is mended here.

use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::Severity;
use crate::ledger::{Catalogue, Loaded};

mod balance;
mod document;
mod label;
mod seal;

pub use seal::{SealedLine, seal_findings};

/// What is checked, and against what.
#[derive(Debug, Clone, Copy)]
pub struct CheckInputs<'a> {
    pub movements: &'a Loaded<Movement>,
    pub catalogue: &'a Catalogue,
}

/// A check by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    Negative,
    Unit,
    Expiry,
    Transfer,
    Document,
    Label,
    ExpiredIssue,
    Reversal,
}

impl Check {
    /// Every check, in the order they are run.
    pub const ALL: &'static [Check] = &[
        Check::Negative,
        Check::Unit,
        Check::Expiry,
        Check::Transfer,
        Check::Document,
        Check::Label,
        Check::ExpiredIssue,
        Check::Reversal,
    ];

    /// The word a check is called by.
    pub fn id(self) -> &'static str {
        match self {
            Check::Negative => "negative",
            Check::Unit => "unit",
            Check::Expiry => "expiry",
            Check::Transfer => "transfer",
            Check::Document => "document",
            Check::Label => "label",
            Check::ExpiredIssue => "expired-issue",
            Check::Reversal => "reversal",
        }
    }

    /// The check of a word.
    pub fn parse(word: &str) -> Option<Check> {
        Check::ALL.iter().copied().find(|check| check.id() == word)
    }

    /// What this check alone finds, in ledger order.
    pub fn run(self, inputs: &CheckInputs<'_>) -> Vec<Finding> {
        match self {
            Check::Negative => balance::negative(inputs.movements),
            Check::Unit => label::unit(inputs.movements, inputs.catalogue),
            Check::Expiry => label::expiry(inputs.movements),
            Check::Transfer => document::transfer(inputs.movements),
            Check::Document => document::document(inputs.movements),
            Check::Label => label::label(inputs.movements),
            Check::ExpiredIssue => balance::expired_issue(inputs.movements),
            Check::Reversal => document::reversal(inputs.movements),
        }
    }
}

/// What `checks` find in a ledger, by code, file and line; nothing where it is clean.
pub fn check(inputs: &CheckInputs<'_>, checks: &[Check]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = checks.iter().flat_map(|check| check.run(inputs)).collect();
    sort(&mut findings);
    findings
}

/// Orders findings by code, file and line; lines that are numbers by their value.
fn sort(findings: &mut [Finding]) {
    let number = |finding: &Finding| finding.line.parse().unwrap_or(u64::MAX);
    findings.sort_by(|a, b| {
        let keys = (&a.code, &a.file, number(a), &a.line);
        keys.cmp(&(&b.code, &b.file, number(b), &b.line))
    });
}

/// A finding on the line at `at`, without value, expectation and hint.
fn finding(
    movements: &Loaded<Movement>,
    at: usize,
    code: &str,
    severity: Severity,
    message: String,
) -> Finding {
    let movement = &movements.rows[at];
    let place = movements.places.get(at).and_then(Option::as_ref);
    let line = place.map_or_else(
        || format!("{}/{}", movement.doc, movement.line),
        |place| place.line.to_string(),
    );
    Finding {
        code: code.to_owned(),
        file: place.map_or(String::new(), |place| place.file.to_string()),
        line,
        severity,
        site: movement.site.clone(),
        item: movement.item.clone(),
        lot: movement.lot.clone(),
        value: String::new(),
        expected: String::new(),
        message,
        hint: String::new(),
    }
}

#[cfg(test)]
mod tests;

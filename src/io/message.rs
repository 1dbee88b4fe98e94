//! Words on standard error: diagnostics, counts, progress of a command. Data never goes here, words never elsewhere.

use std::io::Write as _;

use crate::diagnostic::{Diagnostic, Severity};

/// How many diagnostics of a kind are shown before the rest are counted.
const SHOWN: usize = 20;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loudness {
    /// Says nothing but errors.
    pub quiet: bool,
    /// Says what was repaired and left out.
    pub verbose: bool,
}

/// Writes one line of words; a closed standard error is no reason to stop.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Writes diagnostics, the first twenty of each severity, and counts the rest.
pub fn show(diagnostics: &[Diagnostic], loudness: Loudness) {
    for severity in [Severity::Error, Severity::Warning] {
        if loudness.quiet && severity == Severity::Warning {
            continue;
        }
        let of_severity: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .collect();
        for diagnostic in of_severity.iter().take(SHOWN) {
            say(&diagnostic.to_string());
        }
        if of_severity.len() > SHOWN {
            let word = if severity == Severity::Error {
                "errors"
            } else {
                "warnings"
            };
            say(&format!(
                "and {} more {word}, {} in all",
                of_severity.len() - SHOWN,
                of_severity.len()
            ));
        }
    }
}

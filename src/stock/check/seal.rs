//! Check `seal`: does each line still carry the seal it was written with?
//!
//! A seal is chained to the one before, and the chain is followed by the seals as they stand: an edited line is named
//! alone, and a line that was taken out shows at the next one.

use crate::diagnostic::Code;
use crate::ledger::seal;
use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;

use super::{CheckInputs, Outcome};

/// A line of a ledger as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedLine {
    /// The line of the file, from 1.
    pub line: u64,
    /// The line without its seal, as it is understood.
    pub content: String,
    /// The same as it stands in the file, where that is known. A catalogue that came later may turn its drums into
    /// bottles, and a spreadsheet may write its days in another form: neither edits the line.
    pub written: Option<String>,
    /// Its seal; empty where it has none.
    pub seal: String,
}

/// The lines whose seal is broken or missing, in files of which any line is sealed.
pub fn seal(inputs: &CheckInputs) -> Outcome {
    let mut lines = inputs.sealed.values().flatten();
    if lines.all(|line| line.seal.is_empty()) {
        return Outcome::Lacks("a sealed ledger, as stock import writes it");
    }
    let files = inputs.sealed.iter();
    Outcome::Found(
        files
            .flat_map(|(file, lines)| seal_findings(file, lines))
            .collect(),
    )
}

/// The lines of `file` whose seal is broken or missing; one notice where no line has a seal.
pub fn seal_findings(file: &str, lines: &[SealedLine]) -> Vec<Finding> {
    if lines.iter().all(|line| line.seal.is_empty()) {
        let unsealed = || {
            found(
                file,
                "",
                "unsealed",
                Severity::Notice,
                "no line carries a seal; edits cannot be told",
            )
        };
        return lines.iter().take(1).map(|_| unsealed()).collect();
    }
    let mut findings = Vec::new();
    let mut previous = "";
    for line in lines {
        let number = line.line.to_string();
        if line.seal.is_empty() {
            let message = "the line carries no seal; it was not written by stock post";
            findings.push(found(file, &number, "unsealed", Severity::Warning, message));
            continue;
        }
        let stands = seal::checksum(&line.seal);
        let written = line.written.as_deref().unwrap_or(&line.content);
        let expected = seal::seal(previous, written);
        if expected != stands && seal::seal(previous, &line.content) != stands {
            let message =
                "the line was edited after it was sealed, or the line before it was taken out";
            findings.push(Finding {
                value: line.seal.clone(),
                expected,
                hint: "restore the line from a copy and correct it by a reversal".to_owned(),
                ..found(
                    file,
                    &number,
                    Code::BrokenSeal.word(),
                    Severity::Error,
                    message,
                )
            });
        }
        previous = &line.seal;
    }
    findings
}

fn found(file: &str, line: &str, code: &str, severity: Severity, message: &str) -> Finding {
    Finding {
        file: file.to_owned(),
        line: line.to_owned(),
        ..Finding::new(code, severity, message.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: [&str; 3] = ["a,1", "b,2", "c,3"];

    fn seals() -> Vec<String> {
        let mut seals: Vec<String> = Vec::new();
        for content in CONTENT {
            let previous = seals.last().map_or("", String::as_str);
            seals.push(seal::seal(previous, content));
        }
        seals
    }

    fn lines(content: &[&str], seals: &[String]) -> Vec<SealedLine> {
        let lines = content.iter().zip(seals).zip(2..);
        lines
            .map(|((content, seal), line)| SealedLine {
                written: None,
                line,
                content: (*content).to_owned(),
                seal: seal.clone(),
            })
            .collect()
    }

    #[test]
    fn only_the_edited_line_is_named() {
        let seals = seals();
        assert!(seal_findings("l.csv", &lines(&CONTENT, &seals)).is_empty());
        let findings = seal_findings("l.csv", &lines(&["a,1", "b,9", "c,3"], &seals));
        let named: Vec<(&str, &str)> = findings
            .iter()
            .map(|f| (f.code.as_str(), f.line.as_str()))
            .collect();
        assert_eq!(named, [("broken-seal", "3")]);
    }

    #[test]
    fn a_line_that_was_taken_out_shows_at_the_next_one() {
        let mut seals = seals();
        seals.remove(1);
        let findings = seal_findings("l.csv", &lines(&["a,1", "c,3"], &seals));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, "3");
    }

    #[test]
    fn a_line_without_a_seal_is_named_and_a_file_without_seals_once() {
        let mut seals = seals();
        seals[1].clear();
        let codes = |seals: &[String]| -> Vec<String> {
            seal_findings("l.csv", &lines(&CONTENT, seals))
                .into_iter()
                .map(|f| f.code)
                .collect()
        };
        assert_eq!(codes(&seals), ["unsealed", "broken-seal"]);
        assert_eq!(
            codes(&[String::new(), String::new(), String::new()]),
            ["unsealed"]
        );
        assert!(codes(&[]).is_empty());
    }
}

//! Check `seal`: does each line still carry the seal it was written with?
//!
//! A seal is chained to the one before, and the chain is followed by the seals as they stand: an edited line is named
//! alone, and a line that was taken out shows at the next one.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::ledger::cell::Cell;
use crate::ledger::seal;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::Severity;
use crate::ledger::{Loaded, Record as _};

use super::{CheckInputs, Outcome};

/// The lines of ledgers without their seals, as the seals were taken of them.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// As they stand in each file that granary wrote, by the number of the line. A catalogue that came later may turn its
    /// drums into bottles, and a spreadsheet may write its days in another form: neither edits the line.
    pub written: BTreeMap<String, BTreeMap<u64, String>>,
    /// How the cells of a movement are written, as it is understood.
    pub content: fn(&[Cell]) -> String,
}

impl Default for Sealed {
    fn default() -> Sealed {
        Sealed {
            written: BTreeMap::new(),
            content: |_| String::new(),
        }
    }
}

/// The lines whose seal is broken or missing, in files of which any line is sealed.
pub fn seal(inputs: &CheckInputs) -> Outcome {
    if inputs.movements.rows.iter().all(|row| row.seal.is_empty()) {
        return Outcome::Lacks("a sealed ledger, as stock import writes it");
    }
    let files = by_file(inputs.movements).into_iter();
    Outcome::Found(
        files
            .flat_map(|(file, lines)| findings_in(file, &lines, inputs.sealed))
            .collect(),
    )
}

/// The movements of each file, with their lines.
fn by_file(movements: &Loaded<Movement>) -> BTreeMap<&str, Vec<(u64, &Movement)>> {
    let mut files: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (row, place) in movements.iter() {
        let (file, line) = place.map_or(("", 0), |place| (&place.file, place.line));
        files.entry(file).or_default().push((line, row));
    }
    files
}

/// The lines of `file` whose seal is broken or missing; one notice where no line has a seal.
fn findings_in(file: &str, lines: &[(u64, &Movement)], sealed: &Sealed) -> Vec<Finding> {
    if lines.iter().all(|(_, row)| row.seal.is_empty()) {
        let message = "no line carries a seal; edits cannot be told";
        return vec![found(file, "", "unsealed", Severity::Notice, message)];
    }
    let mut findings = Vec::new();
    let (written, mut previous) = (sealed.written.get(file), "");
    for (line, row) in lines {
        if row.seal.is_empty() {
            let (line, message) = (
                line.to_string(),
                "the line carries no seal; it was not written by stock post",
            );
            findings.push(found(file, &line, "unsealed", Severity::Warning, message));
            continue;
        }
        let stands = seal::checksum(&row.seal);
        let as_written = written.and_then(|lines| lines.get(line));
        let expected = as_written.map(|written| seal::seal(previous, written));
        if expected.as_deref() != Some(stands) {
            let understood = seal::seal(previous, &(sealed.content)(&(*row).clone().into_cells()));
            if understood != stands {
                let expected = expected.unwrap_or(understood);
                findings.push(broken(file, *line, &row.seal, expected));
            }
        }
        previous = &row.seal;
    }
    findings
}

fn broken(file: &str, line: u64, seal: &str, expected: String) -> Finding {
    let (code, message) = (
        Code::BrokenSeal.word(),
        "the line was edited after it was sealed, or the line before it was taken out",
    );
    Finding {
        value: seal.to_owned(),
        expected,
        hint: "restore the line from a copy and correct it by a reversal".to_owned(),
        ..found(file, &line.to_string(), code, Severity::Error, message)
    }
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
    use super::super::CheckFacts;
    use super::*;
    use crate::calendar::Day;
    use crate::diagnostic::Place;
    use crate::ledger::word::MovementKind;

    /// The documents of three movements.
    const DOCS: [&str; 3] = ["a", "b", "c"];

    fn content(cells: &[Cell]) -> String {
        cells[0].to_string()
    }

    fn seals() -> Vec<String> {
        let mut seals: Vec<String> = Vec::new();
        for doc in DOCS {
            let previous = seals.last().map_or("", String::as_str);
            seals.push(seal::seal(previous, doc));
        }
        seals
    }

    /// Code and line of what is found in a ledger of movements with these documents and seals.
    fn named(docs: &[&str], seals: &[String], written: &[(u64, &str)]) -> Vec<(String, String)> {
        let mut inputs = CheckFacts::on(Day::new(2022, 3, 15).expect("a day"));
        let file = Place::file("l.csv");
        for ((doc, seal), line) in docs.iter().zip(seals).zip(2..) {
            let day = Day::new(2022, 3, 1).expect("a day");
            inputs.movements.rows.push(Movement {
                doc: (*doc).to_owned(),
                seal: seal.clone(),
                ..Movement::new(day, MovementKind::Receipt, "D1", "gloves")
            });
            inputs.movements.places.push(Some(file.at_line(line)));
        }
        let written = written
            .iter()
            .map(|(line, text)| (*line, (*text).to_owned()));
        inputs.sealed = Sealed {
            written: BTreeMap::from([("l.csv".to_owned(), written.collect())]),
            content,
        };
        match seal(&inputs.inputs()) {
            Outcome::Found(found) => found.into_iter().map(|f| (f.code, f.line)).collect(),
            Outcome::Lacks(what) => vec![("lacks".to_owned(), what.to_owned())],
        }
    }

    fn pairs(named: &[(String, String)]) -> Vec<(&str, &str)> {
        named
            .iter()
            .map(|(code, line)| (&**code, &**line))
            .collect()
    }

    #[test]
    fn only_the_edited_line_is_named() {
        let seals = seals();
        assert!(named(&DOCS, &seals, &[]).is_empty());
        let edited = named(&["a", "x", "c"], &seals, &[]);
        assert_eq!(pairs(&edited), [("broken-seal", "3")]);
    }

    #[test]
    fn a_line_holds_as_it_stands_or_as_it_is_understood() {
        let seals = seals();
        let understood_otherwise = named(&["a", "x", "c"], &seals, &[(3, "b")]);
        assert!(understood_otherwise.is_empty());
        let written_otherwise = named(&DOCS, &seals, &[(2, "a"), (3, "B")]);
        assert!(written_otherwise.is_empty());
        let edited = named(&["a", "x", "c"], &seals, &[(2, "a"), (3, "x"), (4, "c")]);
        assert_eq!(pairs(&edited), [("broken-seal", "3")]);
    }

    #[test]
    fn a_line_that_was_taken_out_shows_at_the_next_one() {
        let mut seals = seals();
        seals.remove(1);
        let cut = named(&["a", "c"], &seals, &[]);
        assert_eq!(pairs(&cut), [("broken-seal", "3")]);
    }

    #[test]
    fn a_line_without_a_seal_is_named_and_a_file_without_seals_is_lacking() {
        let mut seals = seals();
        seals[1].clear();
        let found = named(&DOCS, &seals, &[]);
        assert_eq!(pairs(&found), [("unsealed", "3"), ("broken-seal", "4")]);
        let bare = [const { String::new() }; 3];
        assert_eq!(named(&DOCS, &bare, &[])[0].0, "lacks");
        assert_eq!(named(&[], &[], &[])[0].0, "lacks");
    }
}

//! A file of worked cases, judged: which agree with the library, which do not, which it cannot answer.
//!
//! Knows no kind and no expected result; `kinds.rs` says who answers, the file says what is right.

mod case;
mod claims;
mod compare;
mod flows;
mod indices;
mod kinds;
mod money;
mod plans;
mod prices;
mod rotation;
mod rules;
mod sharing;
mod standards;
mod statistics;
mod stock;
mod supply;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use case::{Case, Trouble};
use compare::differences;
use kinds::KINDS;

/// What became of one case.
pub struct Outcome {
    pub id: String,
    pub kind: String,
    pub verdict: Verdict,
}

/// How the library's answer stands to the case.
pub enum Verdict {
    Passed,
    /// What differs, or why the case cannot be read, a line each.
    Failed(Vec<String>),
    /// What can be answered agrees; the rest is named.
    Unanswered(String),
    UnknownKind,
}

/// How many cases ended how.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Tally {
    /// Counts `outcomes`.
    pub fn of(outcomes: &[Outcome]) -> Tally {
        let mut tally = Tally::default();
        for outcome in outcomes {
            match outcome.verdict {
                Verdict::Passed => tally.passed += 1,
                Verdict::Failed(_) => tally.failed += 1,
                Verdict::Unanswered(_) | Verdict::UnknownKind => tally.skipped += 1,
            }
        }
        tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// Judges every case of a file, in its order.
///
/// Errors: the text is no JSON, or holds no list of cases.
pub fn run(text: &str) -> Result<Vec<Outcome>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let file: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let list = match &file {
        Value::Object(file) => file.get("cases"),
        bare => Some(bare),
    };
    let cases = list
        .and_then(Value::as_array)
        .ok_or("no list of cases, neither bare nor under \"cases\"")?;
    Ok(cases.iter().zip(1..).map(outcome).collect())
}

/// The kinds that nobody here answers, each with its cases.
pub fn unknown_kinds(outcomes: &[Outcome]) -> BTreeMap<&str, Vec<&str>> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for outcome in outcomes {
        if matches!(outcome.verdict, Verdict::UnknownKind) {
            kinds.entry(&outcome.kind).or_default().push(&outcome.id);
        }
    }
    kinds
}

fn outcome((value, number): (&Value, usize)) -> Outcome {
    match Case::read(value) {
        Ok(case) => Outcome {
            verdict: verdict(&case),
            id: case.id,
            kind: case.kind,
        },
        Err(why) => Outcome {
            id: match value.get("id").and_then(Value::as_str) {
                Some(id) => id.to_owned(),
                None => format!("case {number}"),
            },
            kind: String::new(),
            verdict: Verdict::Failed(vec![format!("malformed: {why}")]),
        },
    }
}

fn verdict(case: &Case) -> Verdict {
    let Some(kind) = KINDS.iter().find(|kind| kind.word == case.kind) else {
        return Verdict::UnknownKind;
    };
    let got = match (kind.answer)(case) {
        Ok(got) => got,
        Err(Trouble::Malformed(why)) => return Verdict::Failed(vec![format!("malformed: {why}")]),
        Err(Trouble::NotKnown(what)) => return Verdict::Unanswered(what),
    };
    let mut expected = case.expected.clone();
    let mut unknown = Vec::new();
    if let (Value::Object(expected), Value::Object(_)) = (&mut expected, &got) {
        expected.retain(|key, _| {
            let is_known = kind.keys.contains(&key.as_str());
            if !is_known {
                unknown.push(key.clone());
            }
            is_known
        });
    }
    let found = differences(&expected, &got, case.tol);
    match (found.is_empty(), unknown.is_empty()) {
        (true, true) => Verdict::Passed,
        (true, false) => Verdict::Unanswered(unknown.join(", ")),
        (false, _) => Verdict::Failed(found),
    }
}

//! Check `lot`: one lot with two makers or two days of making, or that expires before it was made.
//!
//! A line that was reversed says nothing of its lot.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::Severity;

use super::reversal::standing_lines;
use super::{CheckInputs, Outcome, finding};

/// What the ledger first said of a lot.
#[derive(Default)]
struct First<'a> {
    maker: Option<&'a str>,
    mfg_date: Option<Day>,
}

/// Lots of which the ledger says two things.
pub fn lot(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut firsts: BTreeMap<(&str, &str), First<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    let standing = standing_lines(&movements.rows).into_iter();
    for (at, movement) in standing.filter(|(_, row)| !row.lot.is_empty()) {
        let first = firsts.entry((&movement.item, &movement.lot)).or_default();
        let faults = [
            expires_unmade(movement),
            other_day(movement, first),
            other_maker(movement, first),
        ];
        for (value, expected, message, severity) in faults.into_iter().flatten() {
            findings.push(Finding {
                value,
                expected,
                hint: "look at the label; goods of two makers are two lots".to_owned(),
                ..finding(movements, at, "lot", severity, message)
            });
        }
    }
    Outcome::Found(findings)
}

/// Value, expectation, message and severity.
type Fault = (String, String, String, Severity);

fn expires_unmade(movement: &Movement) -> Option<Fault> {
    let (made, expiry) = (movement.mfg_date?, movement.expiry?);
    (expiry < made).then(|| {
        let lot = &movement.lot;
        let message = format!("lot {lot} expires on {expiry} and was made on {made}");
        let expected = format!("{made} or later");
        (expiry.to_string(), expected, message, Severity::Error)
    })
}

fn other_day(movement: &Movement, first: &mut First<'_>) -> Option<Fault> {
    let made = movement.mfg_date?;
    let known = *first.mfg_date.get_or_insert(made);
    (made != known).then(|| {
        let lot = &movement.lot;
        let message = format!("lot {lot} was made on {made} here and on {known} before");
        (
            made.to_string(),
            known.to_string(),
            message,
            Severity::Error,
        )
    })
}

/// Two makers may give their lots one number, so that this is no more than a warning.
fn other_maker<'a>(movement: &'a Movement, first: &mut First<'a>) -> Option<Fault> {
    let maker = Some(movement.maker.as_str()).filter(|maker| !maker.is_empty())?;
    let known = *first.maker.get_or_insert(maker);
    (maker != known).then(|| {
        let lot = &movement.lot;
        let message = format!("lot {lot} is of {maker} here and of {known} before");
        (
            maker.to_owned(),
            known.to_owned(),
            message,
            Severity::Warning,
        )
    })
}

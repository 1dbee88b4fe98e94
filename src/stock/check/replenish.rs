//! Check `replenish`: what a reserve gave out and has not got back.
//!
//! A notice while it is owed, a warning once it is overdue. No plan says within how many days; the limit does.
//!
//! Rule: `P0-F02`.

use crate::ledger::tables::{Finding, Replenishment};
use crate::ledger::word::{ReplenishStatus, Severity};

use super::super::replenish::{positions, replenish as rows_of};
use super::{CheckInputs, Outcome, finding};

/// What is owed back to a reserve.
pub fn replenish(inputs: &CheckInputs) -> Outcome {
    let Some(rows) = replenishment(inputs) else {
        return Outcome::Lacks("a policy that restocks its reserve, such as P0");
    };
    let positions = positions(&inputs.movements.rows);
    let owed = rows.iter().filter(|row| row.owed.is_positive());
    let findings = owed.map(|row| {
        let (severity, when) = match (row.status, row.due) {
            (ReplenishStatus::Overdue, Some(due)) => {
                (Severity::Warning, format!("was due by {due}"))
            }
            (_, Some(due)) => (Severity::Notice, format!("is due by {due}")),
            _ => (Severity::Notice, "has no day it is due by".to_owned()),
        };
        let message = format!(
            "{} of {} given out on {} is owed back and {when}",
            row.owed, row.qty, row.date
        );
        let found = match positions.get(&format!("{}/{}", row.doc, row.line)) {
            Some(&at) => finding(inputs.movements, at, "replenish", severity, message),
            None => Finding::new("replenish", severity, message),
        };
        Finding {
            value: row.owed.to_string(),
            expected: "0".to_owned(),
            hint: format!(
                "restock the reserve ({}); a receipt may name {}/{} in ref",
                row.rule, row.doc, row.line
            ),
            ..found
        }
    });
    Outcome::Found(findings.collect())
}

/// What each issue from a reserve gets back; `None` without a rule.
pub fn replenishment(inputs: &CheckInputs) -> Option<Vec<Replenishment>> {
    let rule = inputs.rules.replenish.as_ref()?;
    let days = inputs.limits.get("replenish").copied();
    Some(rows_of(&inputs.movements.rows, rule, days, inputs.as_of))
}

//! Checks of what must be followed up: failed inspections, and breaches on record.

use crate::ledger::tables::Finding;
use crate::ledger::word::{InspectionResult, Severity, Word};
use crate::policy::Subject;

use super::supply::on_row;
use super::{CheckInputs, Outcome};

/// Inspections that failed and of which nothing is on record that followed by the day of the check; what is dated
/// before the failure did not follow it.
///
/// Rule: `P3-F05`.
pub fn quality(inputs: &CheckInputs) -> Outcome {
    let inspections = &inputs.supply.inspections;
    if inspections.rows.is_empty() {
        return Outcome::Lacks("table inspection");
    }
    let rule = rule(inputs);
    let failed = inspections.rows.iter().enumerate().filter(|(_, row)| {
        let term = row.date..=inputs.as_of;
        let followed = row.followed_on.is_some_and(|day| term.contains(&day));
        let is_open = row.follow_up.is_empty() || !followed;
        row.result == InspectionResult::Fail && row.date <= inputs.as_of && is_open
    });
    let findings = failed.map(|(at, row)| {
        let days = inputs.as_of.days_since(row.date);
        let (item, who, date) = (&row.item, &row.enterprise, row.date);
        let message = match row.followed_on.filter(|day| *day < date) {
            Some(before) => {
                format!("{item} of {who} failed on {date}, and what followed is dated {before}")
            }
            None => {
                format!(
                    "{item} of {who} failed on {date}, and for {days} days nothing has followed"
                )
            }
        };
        let code = ("quality-open", Severity::Warning);
        Finding {
            lot: row.lot.clone(),
            value: days.to_string(),
            expected: format!("a measure and its day{rule}"),
            hint: "write follow_up and followed_on; take the lot out of use until then".to_owned(),
            ..on_row(inspections, at, &row.item, code, message)
        }
    });
    Outcome::Found(findings.collect())
}

/// The list of breaches that are not closed on the day of the check, with the measure taken so far; what is dated before
/// the breach did not close it.
///
/// Rule: `P3-F05`.
pub fn breach(inputs: &CheckInputs) -> Outcome {
    let breaches = &inputs.supply.breaches;
    if breaches.rows.is_empty() {
        return Outcome::Lacks("table breach");
    }
    let rule = rule(inputs);
    let open = breaches.rows.iter().enumerate().filter(|(_, row)| {
        let term = row.date..=inputs.as_of;
        let is_closed = row.closed_on.is_some_and(|day| term.contains(&day));
        row.date <= inputs.as_of && !is_closed
    });
    let findings = open.map(|(at, row)| {
        let measure = row.measure.map_or("no measure", Word::id);
        let (who, date, breach) = (&row.enterprise, row.date, &row.breach);
        let agreement = match row.agreement.as_str() {
            "" => "its agreement",
            agreement => agreement,
        };
        let message = match row.closed_on.filter(|day| *day < date) {
            Some(before) => {
                format!(
                    "{who} did not keep to {agreement} on {date}: {breach}; {measure}, and what closed it is dated {before}"
                )
            }
            None => {
                format!("{who} did not keep to {agreement} on {date}: {breach}; {measure} so far")
            }
        };
        let severity = match row.measure {
            Some(_) => Severity::Notice,
            None => Severity::Warning,
        };
        Finding {
            value: measure.to_owned(),
            expected: format!("criticism, clawback or disqualify, and the day it was closed{rule}"),
            hint: "write measure, recovered and closed_on".to_owned(),
            ..on_row(breaches, at, &row.item, ("breach-open", severity), message)
        }
    });
    Outcome::Found(findings.collect())
}

fn rule(inputs: &CheckInputs) -> String {
    let rule = inputs.rules.oversight_of(Subject::FollowUp).next();
    rule.map_or(String::new(), |rule| format!(" ({})", rule.id))
}

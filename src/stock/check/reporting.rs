//! Check `reporting`: enterprises that owe a daily report, and those that were late.

use crate::ledger::tables::Finding;
use crate::ledger::word::{ReportStatus, Severity};

use super::super::enterprise::{report_rule, reporting as rows};
use super::{CheckInputs, Outcome, blank};

/// The days that are looked back on for late reports.
const DAYS: i64 = 7;

/// Who is missing on the newest day whose report is due, and who was late on one of the seven days.
///
/// Rule: `P0-M05`, `P7-M02`.
pub fn reporting(inputs: &CheckInputs) -> Outcome {
    let supply = &inputs.supply;
    if report_rule(&inputs.rules).is_none() {
        return Outcome::Lacks("a policy on daily reports, such as P0 or P7");
    }
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let rows = rows(
        &supply.register.rows,
        &supply.production.rows,
        &inputs.rules,
        inputs.as_of,
        DAYS,
    );
    let newest = rows.iter().map(|row| row.date).max();
    let findings = rows.iter().filter_map(|row| {
        let (code, severity, message) = match row.status {
            ReportStatus::Missing if Some(row.date) == newest => {
                let last = row.last_on.map_or_else(
                    || "it never reported".to_owned(),
                    |last| format!("its newest figures are of {last}"),
                );
                let message = format!("{} owes its report of {}; {last}", row.enterprise, row.date);
                ("report-missing", Severity::Warning, message)
            }
            ReportStatus::Late => {
                let came_in = row.reported_on.map_or(String::new(), |day| day.to_string());
                let message = format!("{} reported {} on {came_in}", row.enterprise, row.date);
                ("report-late", Severity::Notice, message)
            }
            _ => return None,
        };
        let due = row.due_on.map_or(String::new(), |due| due.to_string());
        Some(Finding {
            line: format!("{}/{}", row.enterprise, row.date),
            value: row.age_days.map_or(String::new(), |age| age.to_string()),
            expected: format!("by {due} ({})", row.rule),
            hint: "ask for the report; until it comes the old figures stand with their age"
                .to_owned(),
            ..blank(code, severity, message)
        })
    });
    Outcome::Found(findings.collect())
}

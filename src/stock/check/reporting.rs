//! Check `reporting`: enterprises that owe a daily report, and those that were late.

use crate::ledger::tables::{Finding, Reporting};
use crate::ledger::word::{ReportStatus, Severity};

use super::super::enterprise::{report_rule, reporting as rows};
use super::supply::on_row;
use super::{CheckInputs, Outcome};

/// The name of the check, under which its limit stands: the days that are looked back on for late reports.
const REPORTING: &str = "reporting";

/// Who is missing on the newest day whose report is due, and who was late on one of the days of the limit.
///
/// A missing report stands on its enterprise's entry in the register, a late one on its own row.
///
/// Rule: `P0-M05`, `P7-M02`.
pub fn reporting(inputs: &CheckInputs) -> Outcome {
    let supply = &inputs.supply;
    if report_rule(inputs.rules).is_none() {
        return Outcome::Lacks("a policy on daily reports, such as P0 or P7");
    }
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let Some(days) = inputs.limits.get(REPORTING).copied() else {
        return Outcome::Lacks("a limit of days to look back on (--limit reporting=DAYS)");
    };
    let rows = rows(
        &supply.register.rows,
        &supply.production.rows,
        inputs.rules,
        inputs.as_of,
        days,
    );
    let newest = rows.iter().map(|row| row.date).max();
    let findings = rows.iter().filter_map(|row| {
        let found = match row.status {
            ReportStatus::Missing if Some(row.date) == newest => {
                let last = row.last_on.map_or_else(
                    || "it never reported".to_owned(),
                    |last| format!("its newest figures are of {last}"),
                );
                let message = format!("{} owes its report of {}; {last}", row.enterprise, row.date);
                let code = ("report-missing", Severity::Warning);
                on_row(&supply.register, entry(inputs, row), "", code, message)
            }
            ReportStatus::Late => {
                let came_in = row.reported_on.map_or(String::new(), |day| day.to_string());
                let message = format!("{} reported {} on {came_in}", row.enterprise, row.date);
                let code = ("report-late", Severity::Notice);
                on_row(
                    &supply.production,
                    last_line(inputs, row),
                    "",
                    code,
                    message,
                )
            }
            _ => return None,
        };
        let due = row.due_on.map_or(String::new(), |due| due.to_string());
        Some(Finding {
            value: row.age_days.map_or(String::new(), |age| age.to_string()),
            expected: format!("by {due} ({})", row.rule),
            hint: "ask for the report; until it comes the old figures stand with their age"
                .to_owned(),
            ..found
        })
    });
    Outcome::Found(findings.collect())
}

/// Where the enterprise stands in the register.
fn entry(inputs: &CheckInputs, row: &Reporting) -> usize {
    let mut entries = inputs.supply.register.rows.iter();
    let own = entries.position(|entry| entry.enterprise == row.enterprise);
    own.expect("only enterprises of the register owe a report")
}

/// The line of a report that came in last.
fn last_line(inputs: &CheckInputs, row: &Reporting) -> usize {
    let register = inputs.supply.enterprises();
    let lines = inputs.supply.production.rows.iter().enumerate();
    let own = lines.filter(|(_, line)| {
        line.date == row.date
            && line.reported_on.is_none_or(|day| day <= inputs.as_of)
            && register.code(&line.enterprise) == row.enterprise
    });
    let last = own.max_by_key(|(at, line)| (line.reported_on, *at));
    last.expect("a report that came in late has a line").0
}

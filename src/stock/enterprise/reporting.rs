//! Which of those that must report have done so, in time, late or not at all?

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Enterprise, Production, Reporting};
use crate::ledger::word::ReportStatus;
use crate::policy::Rules;

use super::{Register, report_rule};

/// What came in from one enterprise: the days it speaks of, and when the last line of each came in.
#[derive(Default)]
struct Reported {
    days: BTreeMap<Day, Option<Day>>,
}

/// A row for each of the `days` newest days whose report is due by `as_of`, and each enterprise that must report.
///
/// A report is in when its last line is. One that does not say when it came in is `received`; one that came in after
/// `as_of` has not come in yet. Without a rule on daily reports they are asked for from the day before back, and
/// nobody is late. By date and enterprise.
///
/// Rule: `P0-M05`, `P7-M02`.
pub fn reporting(
    register: &[Enterprise],
    reports: &[Production],
    rules: &Rules,
    as_of: Day,
    days: i64,
) -> Vec<Reporting> {
    let register = Register(register);
    let rule = report_rule(rules);
    let newest = as_of.plus_days(-rule.map_or(1, |(_, days)| days));
    let reported = reported(register, reports, as_of);
    let nothing = Reported::default();
    let mut rows = Vec::new();
    for date in (0..days).rev().map(|back| newest.plus_days(-back)) {
        let must = register
            .on(date)
            .filter(|entry| entry.reports == Some(true));
        for entry in must {
            let own = reported.get(&*entry.enterprise).unwrap_or(&nothing);
            let due_on = rule.map(|(_, days)| date.plus_days(days));
            let last_on = own.days.keys().next_back().copied();
            rows.push(Reporting {
                date,
                enterprise: entry.enterprise.clone(),
                name: entry.name.clone(),
                status: status(own.days.get(&date), due_on),
                due_on,
                reported_on: own.days.get(&date).copied().flatten(),
                last_on,
                age_days: last_on.map(|last| as_of.days_since(last)),
                rule: rule.map_or(String::new(), |(rule, _)| rule.id.clone()),
            });
        }
    }
    rows.sort_by(|a, b| (a.date, &a.enterprise).cmp(&(b.date, &b.enterprise)));
    rows
}

/// What has come in by `as_of`, by the code of the enterprise.
fn reported<'a>(
    register: Register<'a>,
    reports: &'a [Production],
    as_of: Day,
) -> BTreeMap<&'a str, Reported> {
    let mut reported: BTreeMap<&str, Reported> = BTreeMap::new();
    let known = reports
        .iter()
        .filter(|report| report.date <= as_of && report.reported_on.is_none_or(|day| day <= as_of));
    for report in known {
        let own = reported
            .entry(register.code(&report.enterprise))
            .or_default();
        let came_in = own.days.entry(report.date).or_default();
        *came_in = (*came_in).max(report.reported_on);
    }
    reported
}

fn status(came_in: Option<&Option<Day>>, due_on: Option<Day>) -> ReportStatus {
    match (came_in, due_on) {
        (None, _) => ReportStatus::Missing,
        (Some(Some(day)), Some(due)) if *day <= due => ReportStatus::OnTime,
        (Some(Some(_)), Some(_)) => ReportStatus::Late,
        _ => ReportStatus::Received,
    }
}

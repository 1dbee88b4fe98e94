//! How grave is what a row of a table says? The scale on which commands fail and monitors wake somebody.
//!
//! A notice, a warning, something severe, or nothing of the kind. What a table judges itself stands; the others are judged
//! here, once for all who ask.

use crate::calendar::Day;
use crate::ledger::word::{
    Action, Assessed, Grade, Pace, ProcurementStatus, Rung, Severity, StockState, Verdict,
    Word as _,
};
use crate::ledger::{Column, Row, Table};
use crate::quantity::Quantity;

/// How grave a row is; `None` where it says nothing grave.
pub fn grade(row: &Row) -> Option<Grade> {
    match row.table {
        Table::Alert => Grade::parse(row.cell(Column::Grade).word().unwrap_or("")),
        Table::Assessment => match row.get(Column::Status) {
            Assessed::NotAssessable => Some(Grade::Warning),
            _ => None,
        },
        Table::Finding => {
            Severity::parse(row.cell(Column::Severity).word().unwrap_or("")).map(of_severity)
        }
        // What cannot be told is no all-clear.
        Table::Tracking => match row.get(Column::Verdict) {
            Pace::Lost => Some(Grade::Severe),
            Pace::Behind | Pace::NotAssessable => Some(Grade::Warning),
            Pace::Done | Pace::OnPace => None,
        },
        Table::Cover => of_cover(row),
        Table::Requirement => match row.get::<Option<Verdict>>(Column::Verdict) {
            Some(Verdict::Short) => Some(Grade::Warning),
            None if row.get::<Option<Quantity>>(Column::Qty).is_none() => Some(Grade::Warning),
            _ => None,
        },
        Table::Procurement => match row.get::<Option<ProcurementStatus>>(Column::Status) {
            Some(ProcurementStatus::NotAssessable) => Some(Grade::Warning),
            _ => None,
        },
        // What a drill finds out, or short of a standard, where it was neither before.
        Table::Impact => match row.get::<Option<StockState>>(Column::StateAfter) {
            after if after >= row.get(Column::State) => None,
            Some(StockState::Out) => Some(Grade::Severe),
            Some(StockState::BelowMin) => Some(Grade::Warning),
            _ => None,
        },
        Table::Compliance => match row.get::<Option<Verdict>>(Column::Verdict) {
            Some(Verdict::Short) | None => Some(Grade::Warning),
            Some(Verdict::Within | Verdict::Above) => None,
        },
        Table::Deadline => match row.get::<Option<i64>>(Column::DaysLeft) {
            Some(..0) => Some(Grade::Warning),
            _ => None,
        },
        Table::Stage if row.get::<Quantity>(Column::Qty).is_positive() => of_stage(row),
        Table::Escalation => Some(Grade::Warning),
        Table::Difference => Some(Grade::Notice),
        _ => None,
    }
}

/// The grade of a finding.
fn of_severity(severity: Severity) -> Grade {
    match severity {
        Severity::Notice => Grade::Notice,
        Severity::Warning => Grade::Warning,
        Severity::Error => Grade::Severe,
    }
}

/// How grave a row of cover is. What is used and not there is severe, whether a standard says so or not; short is a
/// warning, and short with nothing left for today severe; what cannot be told is no all-clear.
fn of_cover(row: &Row) -> Option<Grade> {
    let is_short = row.cell(Column::Verdict).word() == Some(Verdict::Short.id());
    let has_day = row.get::<Option<i64>>(Column::CoverDays) != Some(0);
    let action: Option<Action> = row.get(Column::Action);
    let is_gone = row.get::<Option<StockState>>(Column::State) == Some(StockState::Out)
        && row.get::<Option<Quantity>>(Column::Rate).is_none()
        && action != Some(Action::PurchaseOnDemand);
    if is_out(row) || is_short && !has_day {
        Some(Grade::Severe)
    } else if is_short || !has_day || is_gone || action == Some(Action::NotAssessable) {
        Some(Grade::Warning)
    } else {
        None
    }
}

/// How grave a row of a lot in store is: what has no expiry and should have one is no all-clear.
fn of_stage(row: &Row) -> Option<Grade> {
    let is_unknown = row.get::<Option<Day>>(Column::Expiry).is_none()
        && row
            .cell(Column::Rule)
            .text()
            .is_some_and(|rule| !rule.is_empty());
    of_rung(row.get(Column::Stage)).max(is_unknown.then_some(Grade::Notice))
}

/// How grave it is that a lot in store stands on a rung: past its last deadline severe, within the notice of the plan a
/// warning.
fn of_rung(rung: Rung) -> Option<Grade> {
    match rung {
        Rung::Normal | Rung::Planned => None,
        Rung::NearExpiry | Rung::Auction | Rung::Donate => Some(Grade::Warning),
        Rung::WriteOff | Rung::Expired => Some(Grade::Severe),
    }
}

/// Whether a row of cover says that goods are used and nothing usable is left of them.
pub fn is_out(row: &Row) -> bool {
    let rate = row.get::<Option<Quantity>>(Column::Rate);
    row.get::<Option<StockState>>(Column::State) == Some(StockState::Out)
        && rate.is_some_and(Quantity::is_positive)
}

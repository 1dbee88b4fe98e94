//! How grave what a row says is.

use crate::calendar::Day;
use crate::ledger::word::{
    Assessed, Grade, Pace, ProcurementStatus, Rung, Severity, StockState, Verdict, Word as _,
};
use crate::ledger::{Column, Row, Table};
use crate::quantity::Quantity;
use crate::stock::cover::{NOT_ASSESSABLE, PURCHASE_ON_DEMAND};

/// How grave a row is, for `--fail-on`: 1 notice, 2 warning, 3 severe.
pub(super) fn grade(row: &Row) -> u8 {
    match row.table {
        Table::Alert => Grade::parse(row.cell(Column::Grade).word().unwrap_or(""))
            .map_or(0, |grade| grade as u8 + 1),
        Table::Assessment => match row.get(Column::Status) {
            Assessed::NotAssessable => 2,
            _ => 0,
        },
        Table::Finding => Severity::parse(row.cell(Column::Severity).word().unwrap_or(""))
            .map_or(0, |s| s as u8 + 1),
        // What cannot be told is no all-clear.
        Table::Tracking => match row.get(Column::Verdict) {
            Pace::Lost => 3,
            Pace::Behind | Pace::NotAssessable => 2,
            Pace::Done | Pace::OnPace => 0,
        },
        Table::Cover => of_cover(row),
        Table::Requirement => match row.get::<Option<Verdict>>(Column::Verdict) {
            Some(Verdict::Short) => 2,
            None if row.get::<Option<Quantity>>(Column::Qty).is_none() => 2,
            _ => 0,
        },
        Table::Procurement => match row.get::<Option<ProcurementStatus>>(Column::Status) {
            Some(ProcurementStatus::NotAssessable) => 2,
            _ => 0,
        },
        // What a drill finds out, or short of a standard, where it was neither before.
        Table::Impact => match row.get::<Option<StockState>>(Column::StateAfter) {
            after if after >= row.get(Column::State) => 0,
            Some(StockState::Out) => 3,
            Some(StockState::BelowMin) => 2,
            _ => 0,
        },
        Table::Compliance => match row.get::<Option<Verdict>>(Column::Verdict) {
            Some(Verdict::Short) | None => 2,
            Some(Verdict::Within | Verdict::Above) => 0,
        },
        Table::Deadline => match row.get::<Option<i64>>(Column::DaysLeft) {
            Some(..0) => 2,
            _ => 0,
        },
        Table::Stage if row.get::<Quantity>(Column::Qty).is_positive() => of_stage(row),
        Table::Escalation => 2,
        Table::Difference => 1,
        _ => 0,
    }
}

/// How grave a row of cover is. What is used and not there is severe, whether a standard says so or not; short is a
/// warning, and short with nothing left for today severe; what cannot be told is no all-clear.
fn of_cover(row: &Row) -> u8 {
    let is_short = row.cell(Column::Verdict).word() == Some(Verdict::Short.id());
    let has_day = row.get::<Option<i64>>(Column::CoverDays) != Some(0);
    let action = row.cell(Column::Action).text();
    let is_gone = row.get::<Option<StockState>>(Column::State) == Some(StockState::Out)
        && row.get::<Option<Quantity>>(Column::Rate).is_none()
        && action != Some(PURCHASE_ON_DEMAND);
    if is_out(row) || is_short && !has_day {
        3
    } else if is_short || !has_day || is_gone || action == Some(NOT_ASSESSABLE) {
        2
    } else {
        0
    }
}

/// How grave a row of a lot in store is: what has no expiry and should have one is no all-clear.
fn of_stage(row: &Row) -> u8 {
    let is_unknown = row.get::<Option<Day>>(Column::Expiry).is_none()
        && row
            .cell(Column::Rule)
            .text()
            .is_some_and(|rule| !rule.is_empty());
    of_rung(row.get(Column::Stage)).max(u8::from(is_unknown))
}

/// How grave it is that a lot in store stands on a rung: past its last deadline severe, within the notice of the plan a
/// warning.
fn of_rung(rung: Rung) -> u8 {
    match rung {
        Rung::Normal | Rung::Planned => 0,
        Rung::NearExpiry | Rung::Auction | Rung::Donate => 2,
        Rung::WriteOff | Rung::Expired => 3,
    }
}

/// Whether a row of cover says that goods are used and nothing usable is left of them.
pub(super) fn is_out(row: &Row) -> bool {
    let rate = row.get::<Option<Quantity>>(Column::Rate);
    row.get::<Option<StockState>>(Column::State) == Some(StockState::Out)
        && rate.is_some_and(Quantity::is_positive)
}

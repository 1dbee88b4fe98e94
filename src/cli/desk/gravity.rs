//! How grave what a row says is.

use crate::ledger::word::{Assessed, Grade, Pace, Severity, StockState, Verdict, Word as _};
use crate::ledger::{Column, Row, Table};
use crate::stock::cover::NOT_ASSESSABLE;

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
        Table::Cover if row.cell(Column::Action).text() == Some(NOT_ASSESSABLE) => 2,
        Table::Cover | Table::Requirement
            if row.cell(Column::Verdict).word() != Some(Verdict::Short.id()) =>
        {
            0
        }
        // Short is a warning; short with nothing left for today is severe.
        Table::Cover if row.get::<Option<i64>>(Column::CoverDays) == Some(0) => 3,
        Table::Cover | Table::Requirement => 2,
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
        Table::Escalation => 2,
        Table::Difference => 1,
        _ => 0,
    }
}

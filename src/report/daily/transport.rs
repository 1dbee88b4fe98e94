//! What is on its way, how the roads are, and what of the dispatch is overdue.
//!
//! The state of a road is what somebody reported; a report that is not of the day is stale and says how old it is.

use std::cmp::Reverse;

use crate::ledger::Column;
use crate::ledger::tables::{Dispatch, Inbound, Road};
use crate::ledger::word::{DispatchStatus, InboundStatus, RouteState};
use crate::report::page::{Block, Fit, Grid, Heading, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: goods underway, roads, dispatch.
pub fn blocks(view: &View) -> Vec<Block> {
    let lang = view.lang;
    let mut blocks = view.inbound.blocks(lang, |rows| vec![underway(view, rows)]);
    blocks.extend(view.road.blocks(lang, |rows| vec![roads(view, rows)]));
    blocks.extend(
        view.dispatch
            .blocks(lang, |rows| vec![dispatch(view, rows)]),
    );
    blocks
}

/// Whether goods were to be there before the day.
fn is_overdue(view: &View, row: &Inbound) -> bool {
    row.expected_on.is_some_and(|day| day < view.as_of)
}

/// What has not arrived, overdue first.
fn underway(view: &View, rows: &[&Inbound]) -> Block {
    let done = [InboundStatus::Received, InboundStatus::Cancelled];
    let mut rows: Vec<&Inbound> = rows
        .iter()
        .copied()
        .filter(|row| !done.contains(&row.status))
        .collect();
    rows.sort_by_key(|row| (row.expected_on.is_none(), row.expected_on));
    let columns = [
        Column::ExpectedOn,
        Column::Site,
        Column::Item,
        Column::Qty,
        Column::Unit,
        Column::Status,
        Column::Counterparty,
        Column::Doc,
        Column::Note,
    ];
    let grid = Grid::of_rows(
        Label::Underway,
        &view.names,
        &columns,
        &rows,
        |row| match is_overdue(view, row) {
            true => Tone::Bad,
            false => Tone::Plain,
        },
    );
    let heading = Heading::said(Label::OverdueColumn, view.lang, Fit::Number);
    Block::Grid(grid.led_by(heading, &rows, |row| {
        let overdue = row.expected_on.filter(|_| is_overdue(view, row));
        overdue.map_or(String::new(), |day| view.as_of.days_since(day).to_string())
    }))
}

/// Blocked roads first; a report of an earlier day says how old it is.
///
/// Rule: `T20`.
fn roads(view: &View, rows: &[&Road]) -> Block {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| {
        let gravity = match row.state {
            RouteState::Blocked => 0,
            RouteState::Slow => 1,
            RouteState::Open => 2,
            RouteState::Arrived => 3,
        };
        (gravity, row.expected_on.is_none(), row.expected_on)
    });
    let columns = [
        Column::FromSite,
        Column::Site,
        Column::Ref,
        Column::State,
        Column::ExpectedOn,
        Column::Item,
        Column::Qty,
        Column::ReportedOn,
        Column::Note,
    ];
    let is_stale = |row: &Road| row.state != RouteState::Arrived && row.reported_on < view.as_of;
    let grid = Grid::of_rows(Label::Roads, &view.names, &columns, &rows, |row| {
        match (row.state, is_stale(row)) {
            (RouteState::Blocked, _) => Tone::Bad,
            (RouteState::Slow, _) | (_, true) => Tone::Warn,
            _ => Tone::Plain,
        }
    });
    let heading = Heading::said(Label::StaleColumn, view.lang, Fit::Whole);
    Block::Grid(grid.led_by(heading, &rows, |row| match is_stale(row) {
        true => {
            let days = view.as_of.days_since(row.reported_on).to_string();
            Label::StaleDays.fill(view.lang, &[&days])
        }
        false => String::new(),
    }))
}

/// What is not closed yet, the longest overdue first: received goods may still lack papers, or a part of them.
fn dispatch(view: &View, rows: &[&Dispatch]) -> Block {
    let mut rows: Vec<&Dispatch> = rows
        .iter()
        .copied()
        .filter(|row| row.status != DispatchStatus::Closed)
        .collect();
    rows.sort_by_key(|row| Reverse(row.overdue_days));
    let columns = [
        Column::Request,
        Column::Line,
        Column::FromSite,
        Column::Site,
        Column::Item,
        Column::Qty,
        Column::Status,
        Column::NextStep,
        Column::NextDue,
        Column::OverdueDays,
        Column::Liable,
        Column::Rule,
    ];
    Block::Grid(Grid::of_rows(
        Label::DispatchOpen,
        &view.names,
        &columns,
        &rows,
        |row| match row.overdue_days {
            Some(days) if days > 0 => Tone::Bad,
            _ => Tone::Plain,
        },
    ))
}

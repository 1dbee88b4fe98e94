//! `granary report calendar`: what must be done by which day.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::io::output;
use crate::ledger::Table;
use crate::ledger::tables::{Deadline, Dispatch, Inbound, Replenishment, Stage};
use crate::report::deadlines::{DeadlineInputs, deadlines};
use crate::report::{documents, ics};

use super::forms;
use super::known::Known;

/// List what must be done by which day, also for calendars on phones
///
/// Dates of lots come from `rotate stage`, which tells the step that is next,
/// those of goods to come back from `stock check --emit replenishment`, of
/// dispatch from `allocate dispatch`, of arrivals from table inbound. --ics,
/// or an output that ends in .ics, writes an iCalendar file.
///
///   $ granary rotate stage --ledger granary-demo --as-of 2022-03-15 --policy P0 -q --where "qty > 0" | granary report calendar --ledger granary-demo --as-of 2022-03-15 --days 30
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CalendarArgs {
    /// Only the deadlines of so many days from the day answered for
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=36_600))]
    days: Option<i64>,
    /// Write an iCalendar file
    #[arg(long)]
    ics: bool,
}

/// Runs `report calendar`.
pub fn run(args: &CalendarArgs, global: &Global) -> Result<u8> {
    let ending = global.output.as_deref().and_then(Path::extension);
    let is_ics = args.ics || ending.is_some_and(|ending| ending == "ics");
    if is_ics {
        forms::refuse_rows(global, "an iCalendar file", "leave --ics out")?;
    }
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let tables = [
        Table::Stage,
        Table::Replenishment,
        Table::Inbound,
        Table::Dispatch,
    ];
    let mut is_any = false;
    for table in tables {
        is_any |= desk.supplies(table)?;
    }
    if !is_any {
        return Err(desk.missing(Table::Stage).into());
    }
    let stage = desk.records::<Stage>()?;
    let replenishment = desk.records::<Replenishment>()?;
    let inbound = desk.records::<Inbound>()?;
    let dispatch = desk.records::<Dispatch>()?;
    let inputs = DeadlineInputs {
        stage: &stage,
        replenishment: &replenishment,
        inbound: &inbound,
        dispatch: &dispatch,
    };
    let until = args.days.map(|days| as_of.plus_days(days));
    let rows = deadlines(&inputs, as_of, until);
    if is_ics {
        let known = Known::of(&mut desk)?;
        desk.say_left_over();
        let text = ics::calendar(&rows, &known.names(forms::lang(global)), as_of);
        output::write(global.output.as_deref(), text.as_bytes())?;
        forms::say_rows(global, "report calendar", rows.len(), 0);
        desk.put(rows);
        return Ok(desk.verdict(FailOn::None));
    }
    forms::finish(desk, rows, "report calendar", |rows: &[Deadline], names| {
        documents::deadlines(rows, names, as_of)
    })
}

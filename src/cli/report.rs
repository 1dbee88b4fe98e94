//! `granary report`: what to tell whom today.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Subcommand;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::{Row, Table};

mod audit;
mod calendar;
mod capability;
mod daily;
mod delivery;
mod diff;
mod escalate;
mod forms;
mod known;
mod lists;
mod standards;

/// The verbs of `report`.
#[derive(Debug, Subcommand)]
pub enum Report {
    Daily(daily::DailyArgs),
    Lists(lists::ListsArgs),
    Audit(audit::AuditArgs),
    Standards(standards::StandardsArgs),
    Escalate(escalate::EscalateArgs),
    Calendar(calendar::CalendarArgs),
    Diff(diff::DiffArgs),
    Capability(capability::CapabilityArgs),
    Delivery(delivery::DeliveryArgs),
}

/// Runs a verb of `report`.
pub fn run(verb: &Report, global: &Global) -> Result<u8> {
    match verb {
        Report::Daily(args) => daily::run(args, global),
        Report::Lists(args) => lists::run(args, global),
        Report::Audit(args) => audit::run(args, global),
        Report::Standards(args) => standards::run(args, global),
        Report::Escalate(args) => escalate::run(args, global),
        Report::Calendar(args) => calendar::run(args, global),
        Report::Diff(args) => diff::run(args, global),
        Report::Capability(args) => capability::run(args, global),
        Report::Delivery(args) => delivery::run(args, global),
    }
}

/// Every table that the files hold, and nothing else: neither `--in` nor the ledger.
fn tables_of(global: &Global, files: &[String]) -> Result<BTreeMap<Table, Vec<Row>>> {
    let alone = Global {
        inputs: Vec::new(),
        ledger: None,
        ..global.clone()
    };
    let mut desk = Desk::open_files(&alone, files)?;
    let mut tables = BTreeMap::new();
    for table in Table::all() {
        if desk.supplies(table)? {
            tables.insert(table, desk.hand_out(table)?);
        }
    }
    Ok(tables)
}

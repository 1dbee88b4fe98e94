//! `granary report capability`: what can be mobilised.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::tables::{Availability, Capability};
use crate::report::capability::capabilities;
use crate::report::documents;

use super::forms;

/// List what can be mobilised: kinds, quantities, capacity, how soon
///
/// Made of the rows of `stock plan --emit availability` alone, a row for each
/// item and form; forms are never added up. What is only pledged is not
/// counted and stands apart.
///
///   $ granary stock plan --ledger granary-demo --as-of 2022-03-15 --emit availability -q | granary report capability --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CapabilityArgs {
    /// Only what can be had within so many days of the call
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=3660))]
    days: Option<i64>,
}

/// Runs `report capability`.
pub fn run(args: &CapabilityArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let mut rows = desk.load::<Availability>()?.rows;
    if let Some(days) = args.days {
        // What has no day is not counted, and stays to be named.
        rows.retain(|row| row.day_number.is_none_or(|day| day <= days));
    }
    let rows = capabilities(&rows, &desk.catalogue()?);
    forms::finish(
        desk,
        rows,
        "report capability",
        |rows: &[Capability], names| documents::capabilities(rows, names, as_of),
    )
}

//! `granary allocate deliver cycle`: whose order or call is due.

use anyhow::Result;
use clap::Args;

use super::super::privacy::mask_tables;
use super::households;
use crate::allocate::deliver::cycle::{CycleInputs, due};
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Call, Order};
use crate::policy::Delivery;

/// Whose order or telephone call is due
///
/// Every household orders once in three days; those with special needs are
/// called as often. Without a record it is due at once.
///
///   $ printf '%s\n' household,site,group h1,C1, h2,C1,bedridden |
///       granary allocate deliver cycle --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CycleArgs {
    /// List every household, also those of which nothing is due
    #[arg(long)]
    all: bool,
}

/// Runs `allocate deliver cycle`.
pub fn run(args: &CycleArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let rules = Delivery::built_in().map_err(Refused::from)?;
    let households = households(&mut desk, &rules)?;
    let (orders, calls) = (
        desk.load_or_empty::<Order>()?.rows,
        desk.load_or_empty::<Call>()?.rows,
    );
    let inputs = CycleInputs {
        households: &households,
        orders: &orders,
        calls: &calls,
        rules: &rules,
        as_of: desk.as_of(),
        all: args.all,
    };
    let rows = due(&inputs);
    desk.say(&format!(
        "{} of {} households listed",
        households_of(&rows),
        households.len()
    ));
    desk.put(rows);
    mask_tables(&mut desk)?;
    desk.finish(Table::Cycle)
}

fn households_of(rows: &[crate::ledger::tables::Cycle]) -> usize {
    let mut names: Vec<&str> = rows.iter().map(|row| row.household.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

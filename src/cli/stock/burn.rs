//! `granary stock burn`: what is used a day.

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::{Burn, Movement, Usage};
use crate::stock;

/// Daily use, adjusted for days without stock
///
/// The window ends the day before and starts no earlier than the first
/// receipt; days on which nothing was available do not count.
///
///   $ granary stock burn --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct BurnArgs {
    #[command(flatten)]
    window: Window,
}

/// The window of daily use.
#[derive(Debug, Args)]
pub struct Window {
    /// Days in the window
    #[arg(long, value_name = "DAYS", default_value_t = 28, value_parser = clap::value_parser!(i64).range(1..=3660))]
    window: i64,
    /// Count goods transferred to other sites as used
    #[arg(long)]
    include_transfers: bool,
}

/// Runs `stock burn`.
pub fn run(args: &BurnArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let record = UseRecord::load(&mut desk)?;
    let rates = burn_rows(&record, desk.as_of(), &args.window);
    desk.put(rates);
    desk.finish(Table::Burn)
}

/// What is known of use: movements, and what sites report.
pub struct UseRecord {
    pub movements: Vec<Movement>,
    pub usage: Vec<Usage>,
}

impl UseRecord {
    /// Reports of use stand without a ledger; with neither there is nothing to go by.
    pub fn load(desk: &mut Desk) -> Result<UseRecord> {
        let usage = desk.load_or_empty::<Usage>()?.rows;
        let movements = match usage.is_empty() {
            true => desk.load::<Movement>()?.rows,
            false => desk.load_or_empty::<Movement>()?.rows,
        };
        Ok(UseRecord { movements, usage })
    }
}

/// Daily use, worked out from movements and usage.
pub fn burn_rows(record: &UseRecord, as_of: Day, window: &Window) -> Vec<Burn> {
    let options = stock::BurnOptions {
        window_days: window.window,
        include_transfers: window.include_transfers,
    };
    let inputs = stock::BurnInputs {
        movements: &record.movements,
        usage: &record.usage,
        as_of,
    };
    stock::burn(&inputs, &options)
}

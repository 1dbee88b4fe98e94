//! `granary stock on-hand`: what lies where on a day.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::Movement;
use crate::stock;

/// Balances by site, item and lot on a day
///
/// Movements dated up to and including the day count. Expired, held and
/// reserved goods stay on hand; `available` leaves them out.
///
///   $ granary stock on-hand --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct OnHandArgs {}

/// Runs `stock on-hand`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let movements = desk.load::<Movement>()?;
    desk.put(stock::on_hand(&movements.rows, desk.as_of()));
    desk.finish(Table::Onhand)
}

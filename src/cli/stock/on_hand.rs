//! `granary stock on-hand`: what lies where on a day.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::io::csv::lines::{Lines, write_parts};
use crate::ledger::Table;
use crate::ledger::tables::{Kit, Movement};
use crate::stock;

/// Balances by site, item and lot on a day
///
/// Movements dated up to and including the day count. Expired, held and
/// reserved goods stay on hand; `available` leaves them out. `--emit asset`
/// lists durable goods with who has them, `--emit readiness` the whole sets
/// that table kit asks for.
///
///   $ granary stock on-hand --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct OnHandArgs {}

/// Runs `stock on-hand`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let stock = desk.stock(as_of)?;
    if desk.writes_csv_alone(Table::Onhand) {
        let headers = || Table::Onhand.fields().iter().map(|field| field.column.id());
        let lines = |places, lines: &mut Lines| {
            stock::on_hand_cells(&stock, as_of, places).for_each(|cells| lines.line(cells));
        };
        return desk.finish_by(&mut |out| write_parts(out, headers(), stock.len(), lines));
    }
    let onhand = stock::on_hand_of(&stock, as_of);
    if desk.is_asked_for(Table::Asset) {
        let (catalogue, movements) = (desk.catalogue()?, desk.load::<Movement>()?);
        desk.put(stock::asset::assets(&movements.rows, &catalogue, as_of));
    }
    if desk.is_asked_for(Table::Readiness) {
        let kits = desk.load::<Kit>()?.rows;
        desk.put(stock::kit::readiness(&onhand, &kits, as_of));
    }
    if let Some(asked) = desk.to_explain(&onhand)? {
        let movements = desk.load()?;
        desk.put(stock::explain::on_hand(&movements, &asked, as_of));
    }
    desk.put(onhand);
    desk.finish(Table::Onhand)
}

//! The first post to a ledger, tried before the ledger is made: what is refused leaves no empty one behind.

use anyhow::Result;

use crate::cli::global::Global;
use crate::io::ledger_file;
use crate::ledger::Row;

use super::{Guard, guard_balances, guard_units, sift};

/// Whether a post would make the ledger: what is refused then must leave no empty one behind.
pub fn is_to_be_made(global: &Global) -> bool {
    let ledger = global.ledger.as_deref().map(ledger_file::movements_path);
    ledger.is_some_and(|path| !path.exists())
}

/// Refuses what a ledger that holds nothing yet would refuse.
pub fn rehearse(global: &Global, rows: Vec<Row>, guard: &Guard) -> Result<()> {
    let fresh = sift(&[], rows)?;
    guard_units(&[], &fresh, global)?;
    match guard {
        Guard::None => Ok(()),
        Guard::Balances | Guard::Basis(_) => guard_balances(&[], &fresh.rows),
    }
}

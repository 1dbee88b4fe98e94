//! Agreements with what is left of them, and balances that a need is held against: with what those in force are worth.

use anyhow::Result;

use crate::cli::desk::Desk;
use crate::engine::digest::{Days, Deliveries};
use crate::ledger::Table;
use crate::ledger::tables::{Agreement, Movement, OnHand};
use crate::stock;

/// Table `agreement` less what was received under each by the day answered for; `None` where nothing supplies it.
///
/// The ledger is read for receipts alone where it is long.
pub fn agreements(desk: &mut Desk) -> Result<Option<Vec<Agreement>>> {
    let Some(agreements) = desk.load_if_given::<Agreement>()? else {
        return Ok(None);
    };
    let as_of = desk.as_of();
    if agreements.is_empty() || !desk.supplies(Table::Movement)? {
        return Ok(Some(agreements));
    }
    let days = Days {
        from: as_of,
        until: as_of,
        deliveries: Deliveries::All,
    };
    let receipts = match desk.short_ledger(days, false, false)? {
        Some(short) => short.deliveries,
        None => desk.load::<Movement>()?.rows,
    };
    Ok(Some(stock::agreed::still_owed(
        &agreements,
        &receipts,
        as_of,
    )))
}

/// `onhand` with what table `agreement` says of its promises, and a warning of each agreement that counts for no site;
/// `None` where nothing supplies the table.
pub fn agreed(
    desk: &mut Desk,
    onhand: &[OnHand],
    agreements: Option<&[Agreement]>,
) -> Option<Vec<OnHand>> {
    let (agreements, as_of) = (agreements?, desk.as_of());
    desk.note(&stock::agreed::of_no_site(onhand, agreements, as_of));
    Some(stock::agreed(onhand, agreements, as_of))
}

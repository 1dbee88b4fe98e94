//! Balances that a need is held against: with what agreements in force are worth.

use crate::cli::desk::Desk;
use crate::ledger::tables::{Agreement, OnHand};
use crate::stock;

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

//! Lots that an import takes below nothing: goods that went out without the lot they came in with lie under that lot still.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Balances, balances};
use crate::ledger::tables::Movement;
use crate::ledger::{LotKey, Record as _, Row};

/// Lots shown of more.
const SHOWN: usize = 5;

/// The warning of the lots that `fresh` rows take below nothing, or further below.
pub fn made_below(known: &[Row], fresh: &[Row]) -> Option<Diagnostic> {
    let movements: Vec<Movement> = known.iter().chain(fresh).map(Movement::from_row).collect();
    let touched = movements[known.len()..].iter().map(LotKey::of_movement);
    let touched: BTreeSet<LotKey> = touched.collect();
    let last = movements.iter().map(|movement| movement.date).max()?;
    let left = |balances: &Balances, lot: &LotKey| balances.get(lot).map(|lot| lot.qty);
    let (before, after) = (
        balances(&movements[..known.len()], last),
        balances(&movements, last),
    );
    let below = touched.iter().filter_map(|lot| {
        let qty = left(&after, lot).filter(|qty| qty.is_negative())?;
        let is_new = qty < left(&before, lot).unwrap_or_default();
        is_new.then_some((lot, qty))
    });
    let below: Vec<String> = below
        .map(|(lot, qty)| format!("{} lot \"{}\" at {}: {qty}", lot.item, lot.lot, lot.site))
        .collect();
    let first = below[..below.len().min(SHOWN)].join(", ");
    let shown = match below.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    };
    let message = format!("more went out than came in: {shown}");
    let hint = "write the lot that went out beside each issue; until then the rest of the other lots counts for less";
    (!below.is_empty()).then(|| Diagnostic::warning(Code::NegativeStock, message).hint(hint))
}

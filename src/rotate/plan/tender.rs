//! Does an institution need a tender for what it takes?

use std::collections::BTreeMap;

use crate::ledger::tables::Rotation;
use crate::quantity::Money;

/// Writes into every share whether what its institution takes of the item is within the limit of the local platform:
/// then it needs no tender.
///
/// Rule: `P0-T03`.
pub fn say_tender(shares: &mut [Rotation], limit: Option<Money>) {
    let mut totals: BTreeMap<(String, String), i128> = BTreeMap::new();
    for share in shares.iter() {
        let total = totals.entry((share.institution.clone(), share.item.clone()));
        *total.or_default() += i128::from(share.value.map_or(0, Money::fen));
    }
    for share in shares {
        let total = totals[&(share.institution.clone(), share.item.clone())];
        share.tender = match limit {
            None => "limit not set",
            Some(limit) if is_exempt(total, limit) => "exempt",
            Some(_) => "tender_required",
        }
        .to_owned();
    }
}

/// Whether a total in fen is within the limit, which itself is within it.
pub fn is_exempt(total: i128, limit: Money) -> bool {
    total <= i128::from(limit.fen())
}

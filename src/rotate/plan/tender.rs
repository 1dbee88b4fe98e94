//! Does an institution need a tender for what it takes?

use std::collections::BTreeMap;

use crate::ledger::tables::Rotation;
use crate::quantity::Money;

/// Writes into every share whether what its institution takes of the item is within the limit of the local platform:
/// then it needs no tender.
///
/// Rule: `P0-T03`.
pub fn say_tender(shares: &mut [Rotation], limit: Option<Money>) {
    // None where the value of any part is not known.
    let mut totals: BTreeMap<(String, String), Option<i128>> = BTreeMap::new();
    for share in shares.iter() {
        let total = totals.entry((share.institution.clone(), share.item.clone()));
        let total = total.or_insert(Some(0));
        *total = total
            .zip(share.value)
            .map(|(sum, value)| sum + i128::from(value.fen()));
    }
    for share in shares {
        let total = totals[&(share.institution.clone(), share.item.clone())];
        share.tender = match (limit, total) {
            (None, _) => "limit not set",
            (_, None) => "value not known",
            (Some(limit), Some(total)) if is_exempt(total, limit) => "exempt",
            (Some(_), Some(_)) => "tender_required",
        }
        .to_owned();
    }
}

/// Whether a total in fen is within the limit, which itself is within it.
pub fn is_exempt(total: i128, limit: Money) -> bool {
    total <= i128::from(limit.fen())
}

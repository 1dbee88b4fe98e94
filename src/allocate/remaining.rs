//! What stays in store when a plan is carried out: balances less awards.

use std::collections::HashMap;

use crate::ledger::tables::{Allocation, OnHand};
use crate::quantity::Quantity;

use super::lots::available;

/// The balances less what a plan gives: what stays in store, at every site and in every form.
///
/// Result: the rows of `onhand` in their order, each with less quantity and less available. Rule: `A2`.
pub fn remaining(onhand: &[OnHand], allocation: &[Allocation]) -> Vec<OnHand> {
    let mut given: HashMap<_, Quantity> = HashMap::new();
    for award in allocation {
        let lot = (&award.from_site, &award.item, &award.lot);
        let whose = (award.form, &award.owner, &award.earmark);
        *given.entry((lot, whose)).or_default() += award.qty;
    }
    let row = |row: &OnHand| {
        let key = (
            (&row.site, &row.item, &row.lot),
            (row.form, &row.owner, &row.earmark),
        );
        let Some(qty) = given.get(&key) else {
            return row.clone();
        };
        OnHand {
            qty: row.qty - *qty,
            available: Some(available(row) - *qty),
            ..row.clone()
        }
    };
    onhand.iter().map(row).collect()
}

//! What stays in store when a plan is carried out: balances less awards.

use std::collections::HashMap;

use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand};
use crate::quantity::Quantity;

use super::lots::available;

/// The balances less what a plan gives: what stays in store, at every site and in every form.
///
/// Result: the rows of `onhand` in their order, each with less quantity and less available. Rule: `A2`.
pub fn remaining(onhand: &[OnHand], allocation: &[Allocation]) -> Vec<OnHand> {
    let mut given: HashMap<_, Quantity> = HashMap::new();
    for award in allocation {
        let lot = [&award.from_site, &award.item, &award.lot];
        let whose = [&award.owner, &award.earmark];
        let key = (lot.map(Text::as_str), whose.map(Text::as_str), award.form);
        *given.entry(key).or_default() += award.qty;
    }
    let row = |row: &OnHand| {
        let lot = [&row.site, &row.item, &row.lot];
        let whose = [&row.owner, &row.earmark];
        let key = (lot.map(String::as_str), whose.map(String::as_str), row.form);
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

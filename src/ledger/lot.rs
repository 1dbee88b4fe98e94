//! What a balance is kept of: one lot of one item at one site, in one form, of one owner, for one donor's wish.

use super::tables::{Movement, OnHand};
use super::word::Form;

/// The key of a balance; forms, owners and earmarks are never added up silently.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LotKey {
    pub site: String,
    pub item: String,
    pub lot: String,
    pub form: Form,
    pub owner: String,
    pub earmark: String,
}

impl LotKey {
    /// The key a movement posts to; without a form it is physical stock.
    pub fn of_movement(movement: &Movement) -> LotKey {
        LotKey {
            site: movement.site.clone(),
            item: movement.item.clone(),
            lot: movement.lot.clone(),
            form: Form::stated(movement.form),
            owner: movement.owner.clone(),
            earmark: movement.earmark.clone(),
        }
    }

    /// The key of a balance.
    pub fn of_balance(balance: &OnHand) -> LotKey {
        LotKey {
            site: balance.site.clone(),
            item: balance.item.clone(),
            lot: balance.lot.clone(),
            form: Form::stated(balance.form),
            owner: balance.owner.clone(),
            earmark: balance.earmark.clone(),
        }
    }
}

//! One lot of a stock, as it is looked at: whose it is, what lies there, what is said of it.

use crate::calendar::Day;
use crate::ledger::word::Form;
use crate::ledger::{LotExpiry, LotKey};
use crate::quantity::{Price, Quantity};

/// One lot and what lies in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'a> {
    /// The numbers of site, item, lot, and whose it is, as the passes over the ledger gave them.
    pub key: u128,
    pub site: &'a str,
    pub item: &'a str,
    pub lot: &'a str,
    pub form: Form,
    pub owner: &'a str,
    pub earmark: &'a str,
    pub qty: Quantity,
    pub held: Quantity,
    pub reserved: Quantity,
    pub unit: &'a str,
    pub expiry: LotExpiry,
    pub mfg_date: Option<Day>,
    pub unit_cost: Option<Price>,
}

impl Standing<'_> {
    /// The key of the lot as texts.
    pub fn lot_key(&self) -> LotKey {
        LotKey {
            site: self.site.to_owned(),
            item: self.item.to_owned(),
            lot: self.lot.to_owned(),
            form: self.form,
            owner: self.owner.to_owned(),
            earmark: self.earmark.to_owned(),
        }
    }
}

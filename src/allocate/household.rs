//! What do households order, and how does it reach them?
//!
//! | file | its noun |
//! |---|---|
//! | `ordered` | order lines with the household's address, the price and the supplier |
//! | [`kits`] | packages put together: labels, what to pack, parts, what is not delivered |
//! | [`listed`] | what is wrong with a list of households |
//! | `privacy` | telephone numbers and doors, masked |
//!
//! Never: money paid, or who brings the goods (`deliver`).

pub mod kits;
pub mod listed;
pub mod ordered;
pub mod privacy;

use crate::calendar::Day;
use crate::ledger::Loaded;
use crate::ledger::tables::{Household, Kit, OnHand, Order, Package};
use crate::policy::Delivery;

/// What packages are made from.
#[derive(Debug, Clone, Copy)]
pub struct KitsInputs<'a> {
    pub orders: &'a Loaded<Order>,
    pub households: &'a Loaded<Household>,
    /// Packages on offer; `None` where nothing lists them, so that no package is unknown.
    pub packages: Option<&'a [Package]>,
    /// What is in each package.
    pub parts: &'a [Kit],
    /// Stock of the suppliers; one that holds nothing here buys what it needs, and nothing limits it.
    pub onhand: &'a [OnHand],
    pub rules: &'a Delivery,
    pub as_of: Day,
    /// Last day of payment.
    pub pay_by: Day,
    pub plan_id: &'a str,
}

#[cfg(test)]
mod sample;

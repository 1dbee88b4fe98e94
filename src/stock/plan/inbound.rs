//! What is on its way: dispatched, in transit or shipped, and there by the end of the period.
//!
//! What is pledged or merely ordered does not count, nor what will have expired by then. What is late or has no day has
//! left all the same: it counts, so that it is not bought a second time.

use crate::ledger::tables::Inbound;
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::coming::is_confirmed;
use super::period::Period;
use super::target::Target;

/// Everything on its way.
pub struct Way<'a>(Vec<&'a Inbound>);

impl<'a> Way<'a> {
    /// What is on its way of all that is coming.
    pub fn new(coming: &'a [Inbound]) -> Way<'a> {
        Way(coming.iter().filter(|row| is_confirmed(row)).collect())
    }

    /// What arrives for a target at `stores` by the end of a period, and has not expired by then.
    pub fn confirmed(&self, stores: &[&str], target: &Target, period: &Period) -> Quantity {
        let arriving = self.0.iter().filter(|goods| {
            stores.contains(&&*goods.site)
                && goods.item == target.item
                && Form::stated(goods.form) == target.form
                && goods.expected_on.is_none_or(|day| day <= period.to)
                && goods.expiry.is_none_or(|expiry| expiry > period.to)
        });
        arriving.map(|goods| goods.qty).sum()
    }
}

//! What of the stock that is handed in can still be used in time, in one form.

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::OnHand;
use crate::ledger::word::Form;
use crate::quantity::{Quantity, Rate};

use super::super::cover::pickable;
use super::super::fefo::{self, Demand, Lot};

/// The stock that counts for one site.
pub struct Shelf<'a> {
    pub rows: Vec<&'a OnHand>,
    pub as_of: Day,
    pub demand_from: Day,
}

impl Shelf<'_> {
    /// What of some items can still be used on `last`: a need that is met at once.
    pub fn usable_on(&self, items: &[&str], form: Form, last: Day) -> Quantity {
        let lasting = self
            .of(items, form)
            .filter(|row| !is_expired(row.expiry, last));
        lasting.map(|row| pickable(row, self.as_of)).sum()
    }

    /// What first-expiry use at `rate` gets out of some items before they expire.
    ///
    /// Rule: `D-01`.
    pub fn usable_at(&self, items: &[&str], form: Form, rate: Rate) -> Quantity {
        if rate.is_zero() {
            return self.usable_on(items, form, self.demand_from);
        }
        let lots: Vec<Lot<'_>> = self
            .of(items, form)
            .map(|row| Lot {
                lot: &row.lot,
                qty: pickable(row, self.as_of),
                expiry: row.expiry,
            })
            .collect();
        fefo::run(self.as_of, self.demand_from, &lots, &Demand::Daily(rate)).usable
    }

    fn of<'s>(&'s self, items: &'s [&str], form: Form) -> impl Iterator<Item = &'s OnHand> {
        let rows = self.rows.iter().copied();
        rows.filter(move |row| items.contains(&row.item.as_str()) && Form::stated(row.form) == form)
    }
}

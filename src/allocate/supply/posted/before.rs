//! Balances as they were before awards were carried out.

use std::collections::HashMap;

use crate::allocate::supply::lots::{LotName, name_of_award, name_of_balance};
use crate::calendar::Day;
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand};
use crate::quantity::Quantity;

/// Balances on their way back to the day before.
pub(super) struct Before<'a> {
    pub(super) rows: Vec<OnHand>,
    of_lots: HashMap<LotName<'a>, usize>,
    /// The rows of a site, item and lot, whoever owns it.
    of_names: HashMap<[&'a str; 3], Vec<usize>>,
}

impl<'a> Before<'a> {
    pub(super) fn of(onhand: &'a [OnHand]) -> Before<'a> {
        let mut before = Before {
            rows: Vec::with_capacity(onhand.len()),
            of_lots: HashMap::new(),
            of_names: HashMap::new(),
        };
        for row in onhand {
            before.add(name_of_balance(row), row.clone());
        }
        before
    }

    fn add(&mut self, name: LotName<'a>, row: OnHand) {
        let at = self.rows.len();
        self.of_lots.insert(name, at);
        let [site, item, lot, ..] = name.0;
        self.of_names.entry([site, item, lot]).or_default().push(at);
        self.rows.push(row);
    }

    /// Puts what left by an award back into its lot.
    pub(super) fn put_back(&mut self, award: &'a Allocation, left: Quantity, as_of: Day) {
        if !left.is_positive() {
            return;
        }
        let name = name_of_award(award);
        if let Some(at) = self.of_lots.get(&name) {
            return change(&mut self.rows[*at], left);
        }
        let row = OnHand {
            lot: award.lot.to_string(),
            form: award.form,
            owner: award.owner.to_string(),
            earmark: award.earmark.to_string(),
            qty: left,
            unit: award.unit.to_string(),
            expiry: award.expiry,
            available: Some(left),
            unit_cost: award.unit_cost,
            ..OnHand::new(as_of, &award.from_site, &award.item)
        };
        self.add(name, row);
    }

    /// Takes what arrived by an award from who got it, as far as it still lies there.
    pub(super) fn take_from_receiver(&mut self, award: &Allocation, arrived: Quantity) {
        if !arrived.is_positive() {
            return;
        }
        let name = [&award.site, &award.item, &award.lot].map(Text::as_str);
        let mut open = arrived;
        for at in self.of_names.get(&name).into_iter().flatten() {
            let row = &mut self.rows[*at];
            let part = open.min(row.qty).or_zero();
            change(row, -part);
            open -= part;
        }
    }
}

fn change(row: &mut OnHand, by: Quantity) {
    row.qty += by;
    if let Some(available) = &mut row.available {
        *available = (*available + by).or_zero();
    }
}

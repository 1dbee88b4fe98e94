//! Balances as they were before awards were carried out.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::ledger::tables::{Allocation, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

/// A lot: site, item, name, owner and earmark, in its form.
type Lot = ([String; 5], Form);

/// Balances on their way back to the day before.
pub(super) struct Before {
    pub(super) rows: Vec<OnHand>,
    of_lots: HashMap<Lot, usize>,
    /// The rows of a site, item and lot, whoever owns it.
    of_names: HashMap<[String; 3], Vec<usize>>,
}

impl Before {
    pub(super) fn of(onhand: &[OnHand]) -> Before {
        let mut before = Before {
            rows: Vec::with_capacity(onhand.len()),
            of_lots: HashMap::new(),
            of_names: HashMap::new(),
        };
        onhand.iter().for_each(|row| before.add(row.clone()));
        before
    }

    fn add(&mut self, row: OnHand) {
        let at = self.rows.len();
        let goods = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
        let form = Form::stated(row.form);
        self.of_lots.insert((goods.map(String::clone), form), at);
        let name = [&row.site, &row.item, &row.lot].map(String::clone);
        self.of_names.entry(name).or_default().push(at);
        self.rows.push(row);
    }

    /// Puts what left by an award back into its lot.
    pub(super) fn put_back(&mut self, award: &Allocation, left: Quantity, as_of: Day) {
        if !left.is_positive() {
            return;
        }
        let goods = [
            &award.from_site,
            &award.item,
            &award.lot,
            &award.owner,
            &award.earmark,
        ];
        let lot = (goods.map(|part| part.to_string()), Form::stated(award.form));
        match self.of_lots.get(&lot) {
            Some(at) => change(&mut self.rows[*at], left),
            None => self.add(OnHand {
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
            }),
        }
    }

    /// Takes what arrived by an award from who got it, as far as it still lies there.
    pub(super) fn take_from_receiver(&mut self, award: &Allocation, arrived: Quantity) {
        if !arrived.is_positive() {
            return;
        }
        let name = [&award.site, &award.item, &award.lot].map(|part| part.to_string());
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

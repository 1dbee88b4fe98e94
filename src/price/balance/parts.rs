//! The three parts of a supply, and why one of them is not known.

use std::collections::BTreeSet;

use crate::ledger::word::Form;
use crate::quantity::Quantity;
use crate::stock::availability::Arrival;

use super::{BalanceInputs, Known};

/// A part of the supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Stock,
    Capacity,
    Purchase,
}

/// Which part of the supply an arrival is: what nobody delivers lies in a store.
fn part(arrival: &Arrival) -> Part {
    match arrival.form {
        Form::Capacity => Part::Capacity,
        _ if arrival.enterprise.is_empty() => Part::Stock,
        _ => Part::Purchase,
    }
}

/// The parts of a supply as they are known, in the order of the rule.
pub(super) struct Parts {
    pub(super) stock: Option<Quantity>,
    pub(super) capacity: Option<Quantity>,
    pub(super) purchasable: Option<Quantity>,
}

impl Parts {
    /// Those of what is known of one category in one place.
    pub(super) fn of(known: &Known) -> Parts {
        let of = |wanted: Part| -> Option<Quantity> {
            let of_part = known.arrivals.iter().filter(|one| part(one) == wanted);
            let mut quantities = of_part.map(|arrival| arrival.qty).peekable();
            quantities.peek()?;
            Some(quantities.sum())
        };
        Parts {
            stock: of(Part::Stock).or_else(|| known.is_kept.then_some(Quantity::ZERO)),
            capacity: of(Part::Capacity),
            purchasable: of(Part::Purchase),
        }
    }

    /// Their sum; `None` where none is known.
    pub(super) fn supply(&self) -> Option<Quantity> {
        let known = [self.stock, self.capacity, self.purchasable];
        let mut known = known.into_iter().flatten().peekable();
        known.peek()?;
        Some(known.sum())
    }

    /// Why parts are missing. A line that is not counted is no line that is not there.
    pub(super) fn reasons(&self, known: &Known, inputs: &BalanceInputs) -> Vec<String> {
        let capacity = match inputs.knows_capacity {
            true => "local_capacity: no line here makes it",
            false => "local_capacity: table capacity is not supplied",
        };
        let purchasable = match inputs.knows_purchases {
            true => "purchasable: nothing on its way or agreed",
            false => "purchasable: tables inbound and agreement are not supplied",
        };
        let line =
            |why: &str| format!("local_capacity: what lines here make is not counted: {why}");
        let agreed = |why: &str| format!("purchasable: what is agreed is not counted: {why}");
        let stock = vec!["stock: no balance and no use on record".to_owned()];
        let capacity = known.left_out(Form::Capacity, line, capacity);
        let purchasable = known.left_out(Form::Agreement, agreed, purchasable);
        let parts = [
            (self.stock, stock),
            (self.capacity, capacity),
            (self.purchasable, purchasable),
        ];
        let missing = parts.into_iter().filter(|(part, _)| part.is_none());
        missing.flat_map(|(_, why)| why).collect()
    }
}

impl Known<'_> {
    /// What `say` says of each reason why a source of a form does not count; where there is none, `nothing`.
    fn left_out(&self, form: Form, say: impl Fn(&str) -> String, nothing: &str) -> Vec<String> {
        let of_form = self.uncounted.iter().filter(|one| one.form == form);
        let reasons: BTreeSet<&str> = of_form.map(|one| one.reason.as_str()).collect();
        match reasons.is_empty() {
            true => vec![nothing.to_owned()],
            false => reasons.into_iter().map(say).collect(),
        }
    }
}

//! Who gives, and what of it can be spared?
//!
//! Never: who gets it.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::allocate::supply::surplus::{Surplus, SurplusInputs};
use crate::ledger::tables::{Allocation, OnHand, Request};
use crate::quantity::Quantity;

use super::super::{Earlier, PlanInputs};
use super::TransferInputs;
use super::givers::Givers;

/// Those who give, and what they can spare.
pub(super) struct Spare<'a> {
    pub(super) givers: Givers<'a>,
    names: Vec<String>,
    pub(super) surplus: Surplus<'a>,
    onhand: Vec<OnHand>,
    /// What was given before and is not among the balances of who gets it.
    arriving: Cow<'a, [Allocation]>,
}

impl<'a> Spare<'a> {
    /// What can be spared for the lines of `open`; who asks for goods, in them or in `asked`, gives none of them.
    pub(super) fn of(
        open: &[Request],
        asked: &[Request],
        inputs: &TransferInputs<'a>,
    ) -> Spare<'a> {
        let mut surplus = Surplus::of(&SurplusInputs {
            onhand: inputs.onhand,
            allocation: inputs.allocation,
            posted: inputs.posted,
            burn: inputs.burn,
            cover: inputs.cover,
            sites: inputs.sites,
            floor_days: inputs.floor_days,
            as_of: inputs.as_of,
        });
        let asking: HashSet<(&str, &str)> = asked
            .iter()
            .map(|row| (row.site.as_str(), row.item.as_str()))
            .collect();
        let mut free = surplus.keeps.clone();
        free.retain(|goods, _| !asking.contains(goods));
        let givers = Givers::of(inputs, open, &free);
        surplus.keep_for_areas(|site, item| givers.gives(site, item));
        Spare {
            names: givers.names(),
            onhand: own_stock(inputs, surplus.to_give(), &givers),
            arriving: inputs.posted.to_arrive(inputs.allocation),
            givers,
            surplus,
        }
    }

    /// What is not given because nobody says what is needed there.
    pub(super) fn unknown(&self) -> Vec<(String, String)> {
        let keeps = self.surplus.keeps.iter();
        let unknown = keeps.filter(|((site, item), keep)| {
            let is_asked = self.givers.has_word(site, item).is_some();
            is_asked && keep.floor.is_none() && keep.stock.is_positive()
        });
        let names = unknown.map(|((site, item), _)| ((*site).to_owned(), (*item).to_owned()));
        names.collect()
    }

    /// The plan by which it is given to the lines of `open`.
    pub(super) fn plan_inputs<'s>(
        &'s self,
        open: &'s [Request],
        asked: &'s [Request],
        inputs: &TransferInputs<'s>,
    ) -> PlanInputs<'s> {
        PlanInputs {
            onhand: &self.onhand,
            requests: open,
            burn: inputs.burn,
            lanes: inputs.lanes,
            items: inputs.items,
            sites: inputs.sites,
            rules: inputs.rules,
            as_of: inputs.as_of,
            from: Some(&self.names),
            plan_id: inputs.plan_id,
            basis_seal: inputs.basis_seal,
            options: inputs.options,
            earlier: Earlier {
                requests: asked,
                given: &self.arriving,
            },
            gifts: None,
        }
    }
}

/// The balances of a plan of transfers: what givers can spare, and what the others keep as it was.
fn own_stock(inputs: &TransferInputs, spare: Vec<OnHand>, givers: &Givers) -> Vec<OnHand> {
    let rows = inputs.onhand.iter().zip(spare);
    let row = |(own, spare): (&OnHand, OnHand)| match givers.has_word(&own.site, &own.item) {
        Some(true) => spare,
        Some(false) => OnHand {
            available: Some(Quantity::ZERO),
            ..spare
        },
        None => own.clone(),
    };
    rows.map(row).collect()
}

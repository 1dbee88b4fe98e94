//! What is on its way: dispatched, in transit or shipped, and there by the end of the period.
//!
//! What is pledged or merely ordered does not count, nor what will have expired by then. Transfers of the ledger that
//! left a store and have not arrived count for the site they are bound for, where that site keeps stock here.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::reversal::{reference, reversed_lines};
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, InboundStatus, MovementKind};
use crate::quantity::Quantity;

use super::PlanInputs;
use super::period::Period;
use super::target::Target;

/// Goods on their way to one site.
struct Underway<'a> {
    site: &'a str,
    item: &'a str,
    form: Form,
    qty: Quantity,
    expected_on: Option<Day>,
    expiry: Option<Day>,
}

/// Everything on its way.
pub struct Way<'a>(Vec<Underway<'a>>);

impl<'a> Way<'a> {
    /// What tables `inbound` and `movement` say is on its way on a day.
    pub fn new(inputs: &PlanInputs<'a>, as_of: Day) -> Way<'a> {
        let stated = inputs.inbound.iter().filter(|row| is_confirmed(row));
        let stated = stated.map(|row| Underway {
            site: &row.site,
            item: &row.item,
            form: row.form.unwrap_or(Form::Physical),
            qty: row.qty,
            expected_on: row.expected_on,
            expiry: row.expiry,
        });
        Way(stated.chain(transfers(inputs.movements, as_of)).collect())
    }

    /// What arrives for a target at `stores` by the end of a period, and has not expired by then.
    pub fn confirmed(&self, stores: &[&str], target: &Target, period: &Period) -> Quantity {
        let arriving = self.0.iter().filter(|goods| {
            stores.contains(&goods.site)
                && goods.item == target.item
                && goods.form == target.form
                && goods.expected_on.is_none_or(|day| day <= period.to)
                && goods.expiry.is_none_or(|expiry| expiry > period.to)
        });
        arriving.map(|goods| goods.qty).sum()
    }
}

/// Whether goods have left whoever sends them, and not arrived.
pub fn is_confirmed(row: &Inbound) -> bool {
    matches!(
        row.status,
        InboundStatus::Dispatched | InboundStatus::InTransit | InboundStatus::Shipped
    )
}

/// Transfers that have left and not arrived, by document, item, lot and receiver; a receiver's own document names the
/// line that sent the goods in its `ref`.
fn transfers<'a>(movements: &'a [Movement], as_of: Day) -> Vec<Underway<'a>> {
    let keepers: BTreeSet<&str> = movements.iter().map(|row| row.site.as_str()).collect();
    let reversed = reversed_lines(movements, as_of);
    let outs = movements
        .iter()
        .filter(|row| row.kind == MovementKind::TransferOut);
    let senders: BTreeMap<String, &str> = outs.map(|row| (reference(row), &*row.doc)).collect();
    let mut legs: BTreeMap<_, (Quantity, Option<&'a Movement>)> = BTreeMap::new();
    let lines = movements.iter().enumerate();
    for (_, row) in lines.filter(|(at, row)| row.date <= as_of && !reversed.contains(at)) {
        let (doc, receiver) = match row.kind {
            MovementKind::TransferOut => (&*row.doc, &*row.counterparty),
            MovementKind::TransferIn => {
                let sent = senders.get(&row.reference).copied();
                (sent.unwrap_or(&row.doc), &*row.site)
            }
            _ => continue,
        };
        let leg = legs
            .entry((doc, &*row.item, &*row.lot, receiver))
            .or_default();
        let qty = row.qty.unwrap_or_default();
        match row.kind {
            MovementKind::TransferOut => {
                leg.0 += qty;
                leg.1.get_or_insert(row);
            }
            _ => leg.0 -= qty,
        }
    }
    let open = legs.into_values().filter_map(|(qty, out)| {
        let out = out.filter(|row| keepers.contains(&*row.counterparty))?;
        qty.is_positive().then_some(Underway {
            site: &out.counterparty,
            item: &out.item,
            form: out.form.unwrap_or(Form::Physical),
            qty,
            expected_on: None,
            expiry: out.expiry,
        })
    });
    open.collect()
}

//! What does the ledger set aside for institutions by plans whose table is not at hand?
//!
//! Shape: so much of an item for each institution, a part for each reservation. What has left for it since, what was
//! lifted and what expired is set aside no more. A plan whose table is at hand tells its shares itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::is_expired;
use crate::engine::balance::in_ledger_order;
use crate::ledger::LotKey;
use crate::ledger::tables::{Movement, Rotation};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;
use crate::rotate::delivery::Deliveries;

use super::PlanInputs;

/// What is set aside for an institution of an item.
pub struct SetAside<'a> {
    pub institution: &'a str,
    pub item: &'a str,
    pub qty: Quantity,
}

/// What is set aside on the day of `inputs` for institutions, beside the shares of the plans at hand.
pub fn set_aside<'a>(inputs: &PlanInputs<'a>) -> Vec<SetAside<'a>> {
    let as_of = inputs.stage.as_of;
    let shares = inputs.stage.rotation.iter();
    let told: BTreeSet<&str> = shares.map(|share| &*share.plan).collect();
    let lines = in_ledger_order(inputs.movements, as_of);
    let is_meant = |line: &&Movement| {
        line.kind == MovementKind::Reserve
            && !line.counterparty.is_empty()
            && !told.contains(&*line.doc)
            && !is_told(inputs.stage.rotation, line)
    };
    let reserved: Vec<&'a Movement> = lines.into_iter().filter(is_meant).collect();
    let shares: Vec<Rotation> = reserved.iter().map(|line| share(line)).collect();
    let deliveries = Deliveries::of(&shares, inputs.movements, &[], as_of);
    let mut left = still_reserved(inputs);
    let mut parts = Vec::new();
    for (at, line) in reserved.into_iter().enumerate() {
        let open = (shares[at].qty - deliveries.of_share(at).gone()).or_zero();
        let Some(left) = left.get_mut(&LotKey::of_movement(line)) else {
            continue;
        };
        let qty = open.min(*left);
        *left -= qty;
        if qty.is_positive() {
            parts.push(SetAside {
                institution: &line.counterparty,
                item: &line.item,
                qty,
            });
        }
    }
    parts
}

/// Whether a share that names no plan speaks of what a line sets aside.
fn is_told(rotation: &[Rotation], line: &Movement) -> bool {
    let mut unnamed = rotation.iter().filter(|share| share.plan.is_empty());
    unnamed.any(|share| {
        let told = [&share.institution, &share.item, &share.lot];
        told == [&line.counterparty, &line.item, &line.lot]
    })
}

/// A reservation as a share of its plan.
fn share(line: &Movement) -> Rotation {
    Rotation {
        plan: line.doc.clone(),
        date: Some(line.date),
        from_site: line.site.clone(),
        item: line.item.clone(),
        qty: line.qty.unwrap_or_default(),
        form: line.form,
        owner: line.owner.clone(),
        earmark: line.earmark.clone(),
        ..Rotation::new(&line.lot, &line.counterparty)
    }
}

/// What of each balance that has not expired is still reserved.
fn still_reserved(inputs: &PlanInputs) -> BTreeMap<LotKey, Quantity> {
    let as_of = inputs.stage.as_of;
    let rows = inputs.stage.onhand.iter();
    let usable = rows.filter(|row| !is_expired(row.expiry, as_of));
    let reserved = usable.filter_map(|row| Some((LotKey::of_balance(row), row.reserved?)));
    reserved.collect()
}

//! What was agreed: whether it stands, how much of it is left, and by when it delivers.

use crate::calendar::Day;
use crate::ledger::tables::{Agreement, OnHand};
use crate::ledger::word::{AgreementKind, AgreementStatus, Form};
use crate::quantity::Quantity;

use super::{Arrival, Arrivals, AvailabilityInputs, Horizon, Uncounted, is_by_agreement, store};

/// Whether an agreement binds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    InForce,
    Pledged,
    Unsigned,
    Ended,
    NotYet,
    Lapsed,
}

impl Standing {
    /// Why it does not count; empty where it does.
    fn reason(self) -> &'static str {
        match self {
            Standing::InForce => "",
            Standing::Pledged => "pledged only",
            Standing::Unsigned => "not signed",
            Standing::Ended => "ended",
            Standing::NotYet => "its term has not begun",
            Standing::Lapsed => "its term is over",
        }
    }
}

/// Whether an agreement binds on `day`: signed on or before it, not pledged, not ended, within its term.
pub fn standing(agreement: &Agreement, day: Day) -> Standing {
    let signed = agreement.signed_on.is_some_and(|signed| signed <= day);
    match agreement.status {
        Some(AgreementStatus::Pledged) => Standing::Pledged,
        Some(AgreementStatus::Ended) => Standing::Ended,
        _ if !signed => Standing::Unsigned,
        _ if agreement.from.is_some_and(|from| from > day) => Standing::NotYet,
        _ if agreement.to.is_some_and(|to| to < day) => Standing::Lapsed,
        _ => Standing::InForce,
    }
}

/// Adds what agreements in force deliver, and names those that do not count.
pub fn add(inputs: &AvailabilityInputs<'_>, horizon: Horizon, arrivals: &mut Arrivals) {
    for agreement in inputs.agreements {
        let lots: Vec<&OnHand> = inputs
            .onhand
            .iter()
            .filter(|row| is_by_agreement(row))
            .filter(|row| row.lot == agreement.agreement && row.item == agreement.item)
            .collect();
        match standing(agreement, horizon.called_on) {
            Standing::InForce => in_force(agreement, &lots, inputs, horizon, arrivals),
            other => {
                let on_books = !lots.is_empty();
                let left = on_books.then(|| lots.iter().map(|row| row.qty).sum());
                let qty = left.unwrap_or(agreement.qty);
                arrivals
                    .uncounted
                    .push(left_out(agreement, qty, other.reason()));
            }
        }
    }
}

fn in_force(
    agreement: &Agreement,
    lots: &[&OnHand],
    inputs: &AvailabilityInputs<'_>,
    horizon: Horizon,
    arrivals: &mut Arrivals,
) {
    match agreement.kind {
        AgreementKind::Storage => stored(agreement, lots, horizon, arrivals),
        AgreementKind::Production if has_line(agreement, inputs) => {}
        AgreementKind::Production | AgreementKind::Supply => {
            let called = lots.iter().map(|row| row.qty.or_zero()).sum();
            let left = if lots.is_empty() {
                agreement.qty
            } else {
                called
            };
            deliver(agreement, left, horizon, arrivals);
        }
    }
}

/// Whether a production line names the agreement: then the line is counted, once.
fn has_line(agreement: &Agreement, inputs: &AvailabilityInputs<'_>) -> bool {
    inputs
        .capacities
        .iter()
        .any(|line| line.agreement == agreement.agreement && line.item == agreement.item)
}

/// Entrusted goods: an agreement puts nothing into a store, so only what is on the books counts.
fn stored(agreement: &Agreement, lots: &[&OnHand], horizon: Horizon, arrivals: &mut Arrivals) {
    let day = first_day(agreement, horizon).unwrap_or(0);
    for row in lots {
        store::lot(row, Form::Consigned, day, horizon, arrivals);
    }
    let held = lots.iter().map(|row| row.qty.or_zero()).sum();
    let missing = (agreement.qty - held).or_zero();
    if missing.is_positive() {
        let reason = "agreed, and not on the books as entrusted stock of that number";
        arrivals
            .uncounted
            .push(left_out(agreement, missing, reason));
    }
}

/// Deliveries of what is left, one by one.
fn deliver(agreement: &Agreement, left: Quantity, horizon: Horizon, arrivals: &mut Arrivals) {
    let Some(first) = first_day(agreement, horizon) else {
        let reason = "no lead time and no day from which it can be had";
        arrivals.uncounted.push(left_out(agreement, left, reason));
        return;
    };
    let batch = agreement
        .per_delivery
        .filter(|batch| batch.is_positive())
        .unwrap_or(left);
    let interval = agreement.interval_days.filter(|days| *days > 0);
    let (mut day, mut rest) = (first, left);
    while rest.is_positive() && horizon.holds(day) {
        let qty = batch.min(rest);
        rest -= qty;
        arrivals.counted.push(arrival(agreement, day, qty));
        match interval {
            Some(days) => day = day.saturating_add(days),
            None => break,
        }
    }
    if rest.is_positive() {
        let reason = match interval {
            None if horizon.holds(first) => {
                "no interval is agreed, so that one delivery counts".to_owned()
            }
            _ => format!("comes after day {}", horizon.days),
        };
        arrivals.uncounted.push(left_out(agreement, rest, &reason));
    }
}

/// The day of the first delivery: after the lead time, and not before the day from which it can be had.
fn first_day(agreement: &Agreement, horizon: Horizon) -> Option<i64> {
    let lead = agreement.lead_days.map(|days| days.max(0));
    let from = agreement
        .available_on
        .map(|day| day.days_since(horizon.called_on).max(0));
    lead.into_iter().chain(from).max()
}

fn form(agreement: &Agreement) -> Form {
    match agreement.kind {
        AgreementKind::Supply => Form::Agreement,
        AgreementKind::Storage => Form::Consigned,
        AgreementKind::Production => Form::Capacity,
    }
}

fn arrival(agreement: &Agreement, day: i64, qty: Quantity) -> Arrival {
    Arrival {
        site: agreement.site.clone(),
        item: agreement.item.clone(),
        form: form(agreement),
        source: source(agreement),
        enterprise: agreement.enterprise.clone(),
        day,
        qty,
        expiry: None,
        earmark: String::new(),
        reason: String::new(),
    }
}

fn left_out(agreement: &Agreement, qty: Quantity, reason: &str) -> Uncounted {
    Uncounted {
        site: agreement.site.clone(),
        item: agreement.item.clone(),
        form: form(agreement),
        source: source(agreement),
        qty: Some(qty),
        reason: reason.to_owned(),
    }
}

fn source(agreement: &Agreement) -> String {
    format!("{} with {}", agreement.agreement, agreement.enterprise)
}

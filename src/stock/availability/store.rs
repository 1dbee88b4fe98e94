//! What lies in a store: there on the day of the call, and gone on the day after its last.

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::OnHand;
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::cover::pickable;
use super::super::on_hand::is_in_store;
use super::{Arrival, Arrivals, AvailabilityInputs, Horizon, Uncounted, agreed, is_by_agreement};

/// Adds what may be picked of each lot, and names what may not.
///
/// Promises and entrusted goods that an agreement speaks of, by its number as their lot, are left to the agreement.
pub fn add(inputs: &AvailabilityInputs<'_>, horizon: Horizon, arrivals: &mut Arrivals) {
    let agreed = agreed(inputs.agreements);
    let own = inputs
        .onhand
        .iter()
        .filter(|row| !(is_by_agreement(row) && agreed.contains(&(&*row.lot, &*row.item))));
    for row in own {
        let form = Form::stated(row.form);
        if !is_in_store(Some(form)) {
            arrivals.uncounted.push(promise(row, form));
            continue;
        }
        let left_out = |qty: Quantity, reason: &str| Uncounted {
            site: row.site.clone(),
            item: row.item.clone(),
            form,
            source: source(row),
            qty: Some(qty),
            reason: reason.to_owned(),
        };
        if is_expired(row.expiry, horizon.called_on) {
            arrivals.uncounted.push(left_out(row.qty, "expired"));
            continue;
        }
        let parts = [(row.held, "on hold"), (row.reserved, "set aside")];
        let parts = parts
            .into_iter()
            .filter_map(|(qty, reason)| Some((qty?, reason)));
        arrivals.uncounted.extend(
            parts
                .filter(|(qty, _)| qty.is_positive())
                .map(|(qty, reason)| left_out(qty, reason)),
        );
        lot(row, form, 0, horizon, arrivals);
    }
}

/// Adds one lot on the day it can be had, and takes it off on the day after its last usable one.
pub fn lot(row: &OnHand, form: Form, day: i64, horizon: Horizon, arrivals: &mut Arrivals) {
    let arrival = Arrival {
        site: row.site.clone(),
        item: row.item.clone(),
        form,
        source: source(row),
        enterprise: String::new(),
        day,
        qty: pickable(row, horizon.called_on),
        expiry: row.expiry,
        earmark: row.earmark.clone(),
        reason: String::new(),
    };
    dated(arrival, horizon, arrivals);
}

/// Adds goods on the day they can be had, and takes them off on the day after their last usable one.
pub fn dated(arrival: Arrival, horizon: Horizon, arrivals: &mut Arrivals) {
    let day_after = |expiry: Day| expiry.days_since(horizon.called_on) + 1;
    let gone = arrival.expiry.map(day_after);
    if gone.is_some_and(|gone| gone <= arrival.day) || !horizon.holds(arrival.day) {
        return;
    }
    if let Some(gone) = gone.filter(|gone| horizon.holds(*gone)) {
        arrivals.counted.push(Arrival {
            day: gone,
            qty: -arrival.qty,
            reason: "expires unless it is used before".to_owned(),
            ..arrival.clone()
        });
    }
    arrivals.counted.push(arrival);
}

fn source(row: &OnHand) -> String {
    match &*row.lot {
        "" => "stock".to_owned(),
        lot => format!("lot {lot}"),
    }
}

/// A promise on the books of which no agreement says whether it is signed, and by when it delivers.
fn promise(row: &OnHand, form: Form) -> Uncounted {
    let reason = match form {
        Form::Cash => "cash has no price here; state it in tables budget and demand",
        Form::Capacity => "no line in table capacity says what is made a day",
        _ => "no row of table agreement says whether it is signed, and by when it delivers",
    };
    Uncounted {
        site: row.site.clone(),
        item: row.item.clone(),
        form,
        source: source(row),
        qty: Some(row.qty),
        reason: reason.to_owned(),
    }
}

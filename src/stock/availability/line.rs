//! What production lines make: nothing before their start day, then up the ramp, until the raw material ends.
//!
//! The rows of one line and item are the steps of its curve. From a step's start day output goes in even steps from
//! the step before (nothing, for the first) to the step's own in `ramp_days` days: a ramp of 5 days to 50,000 gives
//! 10,000 on the first day and 50,000 on the fifth. A part of a unit is not made.

use std::collections::BTreeMap;

use crate::calendar::is_in_term;
use crate::ledger::tables::Capacity;
use crate::ledger::word::{AgreementStatus, Form, Word};
use crate::quantity::{Quantity, THOUSANDTHS};

use super::agreement::{Standing, standing};
use super::{Arrival, Arrivals, AvailabilityInputs, Horizon, Uncounted};

/// Thousandths of a day in a day: raw material is stated to a decimal or three.
const THOUSANDTHS_OF_A_DAY: f64 = 1000.0;

/// Adds the output of every line, and names those that do not count.
pub fn add(inputs: &AvailabilityInputs<'_>, horizon: Horizon, arrivals: &mut Arrivals) {
    let mut lines: BTreeMap<_, Vec<&Capacity>> = BTreeMap::new();
    for row in inputs.capacities {
        let key = (&row.site, &row.item, &row.enterprise, &row.production_line);
        match refusal(row, inputs, horizon) {
            Some(reason) => arrivals.uncounted.push(left_out(row, reason)),
            None => lines.entry(key).or_default().push(row),
        }
    }
    for steps in lines.values_mut() {
        steps.sort_by_key(|row| row.start_day);
        curve(steps, horizon, arrivals);
    }
}

/// Why a row does not count; `None` where it does.
fn refusal(
    row: &Capacity,
    inputs: &AvailabilityInputs<'_>,
    horizon: Horizon,
) -> Option<&'static str> {
    match row.status {
        Some(AgreementStatus::Pledged) => return Some("pledged only"),
        Some(AgreementStatus::Ended) => return Some("ended"),
        _ => {}
    }
    if row.start_day.is_none() {
        return Some("no start day is stated");
    }
    if row.agreement.is_empty() {
        return None;
    }
    let named = inputs
        .agreements
        .iter()
        .find(|agreement| agreement.agreement == row.agreement);
    match named.map(|agreement| standing(agreement, horizon.called_on)) {
        Some(Standing::InForce) => None,
        Some(_) => Some("its agreement is not in force"),
        None => Some("its agreement is not in table agreement"),
    }
}

/// Adds the daily output of one line.
fn curve(steps: &[&Capacity], horizon: Horizon, arrivals: &mut Arrivals) {
    let mut material = steps.iter().find_map(|step| material(step));
    for day in 0..=horizon.days {
        let Some(at) = steps.iter().rposition(|step| step.start_day <= Some(day)) else {
            continue;
        };
        let date = horizon.called_on.plus_days(day);
        let step = steps[at];
        if !is_in_term(date, step.from, step.to) {
            continue;
        }
        let before = at
            .checked_sub(1)
            .map_or(Quantity::ZERO, |at| steps[at].capacity);
        let full = output(step, before, day);
        let made = material.map_or(full, |left| full.min(left.round_down_to_whole()));
        if let Some(left) = &mut material {
            *left -= made;
        }
        let is_out = material.is_some_and(|left| left.round_down_to_whole().is_zero());
        let reason = if is_out { "the raw material ends" } else { "" };
        arrivals.counted.push(Arrival {
            site: step.site.clone(),
            item: step.item.clone(),
            form: Form::Capacity,
            source: source(step),
            enterprise: step.enterprise.clone(),
            day,
            qty: made,
            expiry: None,
            earmark: String::new(),
            reason: reason.to_owned(),
        });
    }
}

/// What a step makes on a day, on its ramp or above it, in whole units.
fn output(step: &Capacity, before: Quantity, day: i64) -> Quantity {
    let ramp = step.ramp_days.unwrap_or(1).max(1);
    let run = day
        .saturating_sub(step.start_day.unwrap_or(day))
        .saturating_add(1);
    if run >= ramp {
        return step.capacity.round_down_to_whole();
    }
    let rise = i128::from((step.capacity - before).thousandths()) * i128::from(run);
    let rise = Quantity::from_sum(rise.div_euclid(i128::from(ramp)));
    (before + rise.expect("a part of a rise is no larger than it")).round_down_to_whole()
}

/// What the raw material of a step makes; `None` where it is not stated, and then it is no bound.
fn material(step: &Capacity) -> Option<Quantity> {
    let days = (step.raw_material_days? * THOUSANDTHS_OF_A_DAY).round() as i128;
    let made = i128::from(step.capacity.thousandths()).checked_mul(days)?;
    Quantity::from_sum(made / i128::from(THOUSANDTHS))
}

fn left_out(row: &Capacity, reason: &str) -> Uncounted {
    Uncounted {
        site: row.site.clone(),
        item: row.item.clone(),
        form: Form::Capacity,
        source: source(row),
        qty: None,
        reason: format!("{reason} ({} a day)", row.capacity),
    }
}

fn source(row: &Capacity) -> String {
    let line = match &*row.production_line {
        "" => String::new(),
        line => format!(" {line}"),
    };
    format!("{}{line} ({})", row.enterprise, row.kind.id())
}

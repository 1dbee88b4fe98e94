//! Check `durable`: durable goods that were issued twice, or did not come back in time.
//!
//! A thermometer is not used up: it is issued, and returned. A lot of durables of which more is out than ever came in
//! was issued twice, wherever that happened. How long a loan may last is for the limit to say; without one only what
//! was issued twice is found. What comes back comes from whoever returns it, and only beyond that from the oldest loan.

use std::collections::BTreeMap;

use crate::ledger::Loaded;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::super::on_hand::is_in_store;
use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// What came in of a lot, what is out, and by which lines.
#[derive(Default)]
struct Lot {
    came: Quantity,
    out: Quantity,
    /// Lines of issue that are not returned, oldest first, with what of each is still out.
    loans: Vec<(usize, Quantity)>,
}

/// Durables issued twice, and loans beyond the limit.
pub fn durable(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut lots: BTreeMap<(&str, &str), Lot> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in in_order(movements) {
        let row = &movements.rows[at];
        let is_durable = inputs
            .catalogue
            .get(&row.item)
            .is_some_and(|item| item.consumable == Some(false));
        if !is_durable || row.lot.is_empty() || !is_in_store(row.form) || row.date > inputs.as_of {
            continue;
        }
        let lot = lots.entry((&row.item, &row.lot)).or_default();
        let was_out = lot.loans.last().map(|(at, _)| *at);
        post(lot, movements, at);
        if row.kind == MovementKind::Issue && lot.out > lot.came {
            findings.push(twice(inputs, at, lot, was_out));
        }
    }
    if let Some(days) = inputs.limits.get("durable").copied() {
        let loans = lots.values().flat_map(|lot| &lot.loans);
        let late = loans.filter(|(at, _)| inputs.as_of.days_since(movements.rows[*at].date) > days);
        findings.extend(late.map(|(at, qty)| not_returned(inputs, *at, *qty, days)));
    }
    Outcome::Found(findings)
}

fn post(lot: &mut Lot, movements: &Loaded<Movement>, at: usize) {
    let row = &movements.rows[at];
    let qty = row.qty.unwrap_or_default();
    match row.kind {
        MovementKind::Receipt | MovementKind::Adjust => lot.came += qty,
        // What was counted lies there beside what is out.
        MovementKind::Count => lot.came = lot.came.max(lot.out + qty),
        MovementKind::Issue => {
            lot.out += qty;
            lot.loans.push((at, qty));
        }
        MovementKind::Return => {
            lot.out = (lot.out - qty).or_zero();
            let is_theirs = |at: usize| movements.rows[at].counterparty == row.counterparty;
            let rest = give_back(&mut lot.loans, qty, is_theirs);
            give_back(&mut lot.loans, rest, |_| true);
            lot.loans.retain(|(_, out)| out.is_positive());
        }
        _ => {}
    }
}

/// Takes `back` off those loans that `is_meant` holds for, oldest first, and tells what was too much.
fn give_back(
    loans: &mut [(usize, Quantity)],
    mut back: Quantity,
    is_meant: impl Fn(usize) -> bool,
) -> Quantity {
    for (_, out) in loans.iter_mut().filter(|(at, _)| is_meant(*at)) {
        let returned = back.min(*out);
        *out -= returned;
        back -= returned;
    }
    back
}

fn twice(inputs: &CheckInputs, at: usize, lot: &Lot, before: Option<usize>) -> Finding {
    let movements = &inputs.movements;
    let earlier = before.map_or(String::new(), |before| {
        let row = &movements.rows[before];
        format!(
            "; before it went to {} on {} by {}/{}",
            row.counterparty, row.date, row.doc, row.line
        )
    });
    let message = format!("{} is out of {} that ever came{earlier}", lot.out, lot.came);
    Finding {
        value: lot.out.to_string(),
        expected: format!("{} at most", lot.came),
        hint: "post the return that was forgotten, or correct the number of the device".to_owned(),
        ..finding(movements, at, "issued-twice", Severity::Error, message)
    }
}

fn not_returned(inputs: &CheckInputs, at: usize, qty: Quantity, days: i64) -> Finding {
    let row = &inputs.movements.rows[at];
    let message = format!(
        "{qty} issued to {} on {} did not come back within {days} days",
        row.counterparty, row.date
    );
    Finding {
        value: qty.to_string(),
        expected: "0".to_owned(),
        hint: "ask for it back, or write it off".to_owned(),
        ..finding(
            inputs.movements,
            at,
            "not-returned",
            Severity::Warning,
            message,
        )
    }
}

//! Check `conservation`: what came in less what went out is what lies there, item by item over all sites.
//!
//! Three things can break it, and each is named on its line: a count that changes a balance without saying why, a
//! balance kept beside the ledger that is not the ledger's, and a fault in how balances are added up, which would be
//! granary's own: the sum here shares no code with the balances.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Balances, balances};
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::balance::{Key, in_order, key};
use super::{CheckInputs, Outcome, finding, finding_at};

/// What is not conserved: counts without a reason, balances kept elsewhere, sums that do not tie.
pub fn conservation(inputs: &CheckInputs) -> Outcome {
    let mut findings = Vec::new();
    let variances = variances(inputs, &mut findings);
    findings.extend(untied(inputs, &variances));
    findings.extend(other_balances(inputs));
    Outcome::Found(findings)
}

/// What the counts of each item changed; a count that changes a moving lot and gives no reason is a finding.
fn variances<'a>(
    inputs: &'a CheckInputs,
    findings: &mut Vec<Finding>,
) -> BTreeMap<&'a str, Quantity> {
    let movements = &inputs.movements;
    let mut lots: BTreeMap<Key<'_>, (Quantity, bool)> = BTreeMap::new();
    let mut variances: BTreeMap<&str, Quantity> = BTreeMap::new();
    for at in in_order(movements) {
        let movement = &movements.rows[at];
        let (there, moved) = lots.entry(key(movement)).or_default();
        match effect(movement) {
            Effect::Add(change) => {
                *there += change;
                *moved = true;
            }
            Effect::Set(counted) => {
                let (book, variance) = (*there, counted - *there);
                *variances.entry(&movement.item).or_default() += variance;
                *there = counted;
                if *moved && !variance.is_zero() && movement.note.is_empty() {
                    findings.push(unexplained(inputs, at, book, counted));
                }
            }
            _ => {}
        }
    }
    variances
}

fn unexplained(inputs: &CheckInputs, at: usize, book: Quantity, counted: Quantity) -> Finding {
    let difference = counted - book;
    let sign = if difference.is_positive() { "+" } else { "" };
    let message = format!(
        "{counted} was counted of {book} in the book ({sign}{difference}), and no reason is given"
    );
    Finding {
        value: counted.to_string(),
        expected: book.to_string(),
        hint: "reverse the count and post it again with the reason in note".to_owned(),
        ..finding(
            inputs.movements,
            at,
            "count-variance",
            Severity::Notice,
            message,
        )
    }
}

/// Items whose lines, added up by kind, do not make what the balances make together with what is on the road.
fn untied(inputs: &CheckInputs, variances: &BTreeMap<&str, Quantity>) -> Vec<Finding> {
    let movements = &inputs.movements;
    let order = in_order(movements);
    let mut flows: BTreeMap<&str, (Quantity, usize)> = BTreeMap::new();
    for &at in &order {
        let movement = &movements.rows[at];
        let (flow, last) = flows.entry(&movement.item).or_default();
        *flow += flow_of(movement);
        *last = at;
    }
    let last_day = movements.rows.iter().map(|movement| movement.date).max();
    let held = last_day
        .map(|day| balances(&movements.rows, day))
        .unwrap_or_default();
    let mut there: BTreeMap<&str, Quantity> = BTreeMap::new();
    for (key, balance) in &held {
        *there.entry(&key.item).or_default() += balance.qty;
    }
    let untied = flows.into_iter().filter_map(|(item, (flow, last))| {
        let expected = flow + variances.get(item).copied().unwrap_or_default();
        let balance = there.get(item).copied().unwrap_or_default();
        (balance != expected).then(|| {
            let message =
                format!("the lines of {item} add up to {expected}, its balances to {balance}");
            Finding {
                value: balance.to_string(),
                expected: expected.to_string(),
                hint: "this is a fault of granary; please report it with the ledger".to_owned(),
                ..finding(movements, last, "conservation", Severity::Error, message)
            }
        })
    });
    untied.collect()
}

/// What a line adds to or takes from the stores together; a transfer leaves one and enters another.
fn flow_of(movement: &Movement) -> Quantity {
    let qty = movement.qty.unwrap_or_default();
    match movement.kind {
        MovementKind::Receipt
        | MovementKind::Return
        | MovementKind::Adjust
        | MovementKind::TransferIn => qty,
        MovementKind::Issue | MovementKind::Dispose | MovementKind::TransferOut => -qty,
        _ => Quantity::ZERO,
    }
}

/// Rows of table `onhand` that are not what the ledger makes on their day, and lots that they leave out.
fn other_balances(inputs: &CheckInputs) -> Vec<Finding> {
    let days: BTreeSet<_> = inputs.onhand.rows.iter().map(|row| row.as_of).collect();
    let ledger: BTreeMap<_, Balances> = days
        .into_iter()
        .map(|day| (day, balances(&inputs.movements.rows, day)))
        .collect();
    let rows = inputs.onhand.iter();
    let differing = rows.filter_map(|(row, place)| {
        let key = LotKey::of_balance(row);
        let qty = ledger[&row.as_of].get(&key).map(|balance| balance.qty);
        let qty = qty.unwrap_or_default();
        let name = format!("{}/{}/{}", row.site, row.item, row.lot);
        (qty != row.qty).then(|| {
            let message = format!(
                "{} stands here, and the ledger makes {qty} on {}",
                row.qty, row.as_of
            );
            Finding {
                site: row.site.clone(),
                item: row.item.clone(),
                lot: row.lot.clone(),
                value: row.qty.to_string(),
                expected: qty.to_string(),
                hint: "keep no balances beside the ledger, or count the lot".to_owned(),
                ..finding_at(place, name, "conservation", Severity::Error, message)
            }
        })
    });
    differing.collect()
}

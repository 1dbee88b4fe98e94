//! Check `overdue`: goods that should have arrived and did not.
//!
//! Table `inbound` says what is on its way and when it is expected. A line has arrived when it says so itself, or as
//! far as receipts and arrivals of the ledger make it up: those that name it in `ref`, or else carry its document for
//! the same item. Pledges are expected of nobody. The limit grants days of grace; without one the day after counts.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Finding, Inbound, Movement};
use crate::ledger::word::{InboundStatus, MovementKind, Severity};
use crate::quantity::Quantity;

use super::{CheckInputs, Outcome, finding_at};

/// Inbound lines past their day, with what of them is still to come.
pub fn overdue(inputs: &CheckInputs) -> Outcome {
    if inputs.inbound.rows.is_empty() {
        return Outcome::Lacks("table inbound");
    }
    let grace = inputs.limits.get("overdue").copied().unwrap_or_default();
    let to_come = to_come(&inputs.inbound.rows, &inputs.movements.rows, inputs.as_of);
    let lines = inputs.inbound.iter().zip(to_come);
    let findings = lines.filter_map(|((row, place), rest)| {
        let name = name(row);
        let expected = row.expected_on?;
        let days = inputs.as_of.days_since(expected);
        if !is_on_its_way(row) || !rest.is_positive() || days <= grace {
            return None;
        }
        let message = match rest == row.qty {
            true => format!("{rest} was expected on {expected} and has not arrived"),
            false => {
                let qty = row.qty;
                format!("{rest} of {qty} was expected on {expected} and has not arrived")
            }
        };
        Some(Finding {
            site: row.site.clone(),
            item: row.item.clone(),
            value: rest.to_string(),
            expected: expected.to_string(),
            hint: format!("ask {}; the receipt names {name} in ref", whom(row)),
            ..finding_at(place, name.clone(), "overdue", Severity::Warning, message)
        })
    });
    Outcome::Found(findings.collect())
}

/// What of each line is still to come on `as_of`, in the order of `inbound`.
///
/// An arrival makes up the line that it names in `ref`, or else the lines of its document for the same item: those to
/// its own site first, then those that are expected first. What was reversed by then did not arrive.
pub fn to_come(inbound: &[Inbound], movements: &[Movement], as_of: Day) -> Vec<Quantity> {
    let mut rest: Vec<Quantity> = inbound.iter().map(|row| row.qty).collect();
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of_doc: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, row) in inbound.iter().enumerate() {
        named.entry(name(row)).or_default().push(at);
        of_doc.entry((&row.doc, &row.item)).or_default().push(at);
    }
    for arrival in in_ledger_order(movements, as_of)
        .into_iter()
        .filter(|row| arrives(row))
    {
        let by_doc = || of_doc.get(&(arrival.doc.as_str(), arrival.item.as_str()));
        let Some(lines) = named.get(&arrival.reference).or_else(by_doc) else {
            continue;
        };
        let mut lines = lines.clone();
        lines.sort_by_key(|at| {
            let row = &inbound[*at];
            let is_undated = row.expected_on.is_none();
            (row.site != arrival.site, is_undated, row.expected_on, *at)
        });
        let mut qty = arrival.qty.unwrap_or_default();
        for at in lines {
            let part = qty.min(rest[at]);
            rest[at] -= part;
            qty -= part;
        }
    }
    rest
}

/// How a receipt names a line.
fn name(row: &Inbound) -> String {
    format!("{}/{}", row.doc, row.line)
}

fn arrives(row: &Movement) -> bool {
    matches!(row.kind, MovementKind::Receipt | MovementKind::TransferIn)
}

fn is_on_its_way(row: &Inbound) -> bool {
    !matches!(
        row.status,
        InboundStatus::Received | InboundStatus::Cancelled | InboundStatus::Pledged
    )
}

fn whom(row: &Inbound) -> &str {
    match row.counterparty.as_str() {
        "" => "whoever sends it",
        name => name,
    }
}

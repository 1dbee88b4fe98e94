//! Check `overdue`: goods that should have arrived and did not.
//!
//! Table `inbound` says what is on its way and when it is expected. It has arrived when it says so itself, or when a
//! receipt or arrival of the ledger names it in `ref`, or carries its document for the same item. Pledges are expected
//! of nobody. The limit grants days of grace; without one the day after counts.

use std::collections::BTreeSet;

use crate::ledger::tables::{Finding, Inbound, Movement};
use crate::ledger::word::{InboundStatus, MovementKind, Severity};

use super::{CheckInputs, Outcome, finding_at};

/// Inbound lines past their day.
pub fn overdue(inputs: &CheckInputs) -> Outcome {
    if inputs.inbound.rows.is_empty() {
        return Outcome::Lacks("table inbound");
    }
    let grace = inputs.limits.get("overdue").copied().unwrap_or_default();
    let arrivals = inputs.movements.rows.iter().filter(|row| arrives(row));
    let arrivals: BTreeSet<(&str, &str)> = arrivals
        .flat_map(|row| [(&*row.reference, ""), (&*row.doc, &*row.item)])
        .collect();
    let findings = inputs.inbound.iter().filter_map(|(row, place)| {
        let name = format!("{}/{}", row.doc, row.line);
        let has_arrived =
            arrivals.contains(&(&*name, "")) || arrivals.contains(&(&*row.doc, &*row.item));
        let expected = row.expected_on?;
        let days = inputs.as_of.days_since(expected);
        if !is_on_its_way(row) || has_arrived || days <= grace {
            return None;
        }
        let message = format!("{} was expected on {expected} and has not arrived", row.qty);
        Some(Finding {
            site: row.site.clone(),
            item: row.item.clone(),
            value: row.qty.to_string(),
            expected: expected.to_string(),
            hint: format!("ask {}; the receipt names {name} in ref", whom(row)),
            ..finding_at(place, name.clone(), "overdue", Severity::Warning, message)
        })
    });
    Outcome::Found(findings.collect())
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

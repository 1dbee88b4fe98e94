//! Check `overdue`: goods that should have arrived and did not.
//!
//! Table `inbound` says what is on its way and when it is expected. A line has arrived when it says so itself, or as
//! far as receipts and arrivals of the ledger make it up ([`still_to_come`]). Pledges are expected of nobody. The limit
//! grants days of grace; without one the day after counts.

use crate::ledger::tables::{Finding, Inbound};
use crate::ledger::word::{InboundStatus, Severity};

use super::super::coming::{named_in_ref, still_to_come};
use super::{CheckInputs, Outcome, finding_at};

/// Inbound lines past their day, with what of them is still to come.
pub fn overdue(inputs: &CheckInputs) -> Outcome {
    if inputs.inbound.rows.is_empty() {
        return Outcome::Lacks("table inbound");
    }
    let grace = inputs.limits.get("overdue").copied().unwrap_or_default();
    let (inbound, movements) = (&inputs.inbound.rows, &inputs.movements.rows);
    let to_come = still_to_come(inbound, movements, inputs.as_of);
    let lines = inputs.inbound.iter().zip(to_come);
    let findings = lines.filter_map(|((row, place), rest)| {
        let name = named_in_ref(row);
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

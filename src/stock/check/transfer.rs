//! Check `transfer`: goods on the road, and legs of a transfer that do not pair.
//!
//! Legs pair by document, item and lot. A `transfer_in` may carry a document of its own, the receiver's, when its
//! `ref` names the line that sent the goods. What left and has not arrived is nobody's; from the days of the limit on
//! it is a warning.

use std::collections::BTreeMap;

use crate::engine::reversal::reference;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::reversal::undone_lines;
use super::{CheckInputs, Outcome, finding};

/// What a transfer is known by: document, item and lot of its first leg.
type Key<'a> = (&'a str, &'a str, &'a str);

/// One leg or both of a transfer of one lot.
#[derive(Default)]
struct Legs {
    out: Quantity,
    into: Quantity,
    first_out: Option<usize>,
    first_in: Option<usize>,
    /// A leg that was reversed.
    undone: Option<usize>,
}

/// Transfers whose legs do not pair.
pub fn transfer(inputs: &CheckInputs) -> Outcome {
    let transfers = transfers(&inputs.movements.rows);
    Outcome::Found(
        transfers
            .values()
            .filter_map(|legs| unpaired(inputs, legs))
            .collect(),
    )
}

fn transfers(movements: &[Movement]) -> BTreeMap<Key<'_>, Legs> {
    let undone = undone_lines(movements);
    let senders: BTreeMap<String, &Movement> = movements
        .iter()
        .filter(|movement| movement.kind == MovementKind::TransferOut)
        .map(|movement| (reference(movement), movement))
        .collect();
    let mut transfers: BTreeMap<Key<'_>, Legs> = BTreeMap::new();
    for (at, movement) in movements.iter().enumerate() {
        let is_in = match movement.kind {
            MovementKind::TransferOut => false,
            MovementKind::TransferIn => true,
            _ => continue,
        };
        let sender = senders.get(&movement.reference).filter(|_| is_in);
        let doc = sender.map_or(&movement.doc, |sender| &sender.doc);
        let legs = transfers
            .entry((doc, &movement.item, &movement.lot))
            .or_default();
        let qty = movement.qty.unwrap_or_default();
        match (undone.contains(&at), is_in) {
            (true, _) => legs.undone = Some(at),
            (false, true) => {
                legs.into += qty;
                legs.first_in.get_or_insert(at);
            }
            (false, false) => {
                legs.out += qty;
                legs.first_out.get_or_insert(at);
            }
        }
    }
    transfers
}

fn unpaired(inputs: &CheckInputs, legs: &Legs) -> Option<Finding> {
    let (at, code, severity, message, hint) = match (legs.first_out, legs.first_in) {
        (Some(at), None) if legs.undone.is_none() => return Some(on_the_road(inputs, legs, at)),
        (Some(at), None) => (
            at,
            "transfer",
            Severity::Error,
            format!("{} left and has not arrived", legs.out),
            "reverse this leg as well, or post the other one again",
        ),
        (None, Some(at)) => (
            at,
            "transfer",
            match legs.undone {
                Some(_) => Severity::Error,
                None => Severity::Warning,
            },
            format!("{} arrived and left nowhere in this ledger", legs.into),
            match legs.undone {
                Some(_) => "reverse this leg as well, or post the other one again",
                None => "add the transfer_out, or call it a receipt",
            },
        ),
        (Some(_), Some(at)) if legs.into > legs.out => (
            at,
            "transfer",
            Severity::Error,
            format!("{} arrived of {} that left", legs.into, legs.out),
            "one leg is wrong; correct it by a reversal",
        ),
        (Some(_), Some(at)) if legs.into < legs.out => (
            at,
            "transfer",
            Severity::Warning,
            format!("{} arrived of {} that left", legs.into, legs.out),
            "post the rest when it arrives, or dispose of the loss",
        ),
        _ => return None,
    };
    let message = match legs.undone {
        Some(undone) => format!(
            "{message}; its other leg {} was reversed",
            reference(&inputs.movements.rows[undone])
        ),
        None => message,
    };
    Some(Finding {
        value: legs.into.to_string(),
        expected: legs.out.to_string(),
        hint: hint.to_owned(),
        ..finding(&inputs.movements, at, code, severity, message)
    })
}

/// Goods that left and have not arrived: a notice, and a warning after the days of the limit.
fn on_the_road(inputs: &CheckInputs, legs: &Legs, at: usize) -> Finding {
    let sent = inputs.movements.rows[at].date;
    let days = inputs.limits.get("transfer").copied();
    let late = days.filter(|days| inputs.as_of.days_since(sent) > *days);
    let (severity, message) = match late {
        Some(days) => (
            Severity::Warning,
            format!(
                "{} left on {sent} and has not arrived within {days} days",
                legs.out
            ),
        ),
        None => (
            Severity::Notice,
            format!("{} left and has not arrived", legs.out),
        ),
    };
    Finding {
        value: legs.into.to_string(),
        expected: legs.out.to_string(),
        hint: "post the transfer_in when the goods arrive".to_owned(),
        ..finding(&inputs.movements, at, "in-transit", severity, message)
    }
}

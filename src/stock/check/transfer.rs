//! Check `transfer`: goods on the road, and legs of a transfer that do not pair.
//!
//! Legs pair by document, item and lot, and where both say from where to where by that way ([`way`]). A `transfer_in`
//! may carry a document of its own, the receiver's, when its `ref` names the line that sent the goods. A receipt that
//! books in what was sent ([`BookedIn`]) is an arrival too, and named, because it passes for new goods. What left and has
//! not arrived is nobody's; from the days of the limit on it is a warning. Nothing arrives before it left.

use std::collections::BTreeMap;

use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity, Word as _};
use crate::quantity::Quantity;
use crate::stock::coming::booked::BookedIn;

use super::reversal::undone_lines;
use super::{CheckInputs, Outcome, finding};

mod way;

use way::Way;

/// What to do about two legs that contradict each other.
const ONE_IS_WRONG: &str = "one leg is wrong; correct it by a reversal";

/// What a transfer is known by: document, item and lot of its first leg.
pub type Key<'a> = (&'a str, &'a str, &'a str);

/// One line of a transfer.
struct Leg<'a> {
    /// Its position among the movements.
    at: usize,
    is_in: bool,
    /// Whether it was reversed.
    is_undone: bool,
    /// From where to where: as it states it itself, a receipt as the line that it names.
    way: Way<'a>,
}

/// What the legs that belong together say of one lot.
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
    let rows = &inputs.movements.rows;
    let mut findings = Vec::new();
    for ((doc, _, _), legs) in transfers(rows) {
        // Without a document many transfers look like one, so that nothing is said of days and places.
        let is_known = !doc.is_empty();
        let ways = match is_known {
            true => way::by_way(inputs, legs),
            false => vec![legs],
        };
        for legs in ways {
            findings.extend(unpaired(inputs, &Legs::of(rows, &legs)));
            findings.extend(received(inputs, &legs));
            if is_known {
                findings.extend(too_early(inputs, &legs));
                findings.extend(way::elsewhere(inputs, &legs));
            }
        }
    }
    Outcome::Found(findings)
}

fn transfers(movements: &[Movement]) -> BTreeMap<Key<'_>, Vec<Leg<'_>>> {
    let undone = undone_lines(movements);
    let senders = Senders::of(movements.iter());
    let booked = BookedIn::of(movements.iter());
    let mut transfers: BTreeMap<Key<'_>, Vec<Leg<'_>>> = BTreeMap::new();
    for (at, movement) in movements.iter().enumerate() {
        let is_undone = undone.contains(&at);
        // A receipt that was reversed booked in nothing, whatever it named.
        let sent_by = || booked.sent_by(movement).filter(|_| !is_undone);
        let sent = match movement.kind {
            MovementKind::Receipt => sent_by(),
            _ => way::is_leg(movement).then_some(movement),
        };
        let Some(sent) = sent else { continue };
        let legs = transfers.entry(key(sent, &senders)).or_default();
        legs.push(Leg {
            at,
            is_in: movement.kind != MovementKind::TransferOut,
            is_undone,
            way: way::stated(sent),
        });
    }
    transfers
}

/// The transfer that a leg belongs to.
pub fn key<'a>(leg: &'a Movement, senders: &Senders<'a>) -> Key<'a> {
    (senders.document(leg), &leg.item, &leg.lot)
}

impl Legs {
    fn of(movements: &[Movement], legs: &[Leg<'_>]) -> Legs {
        let mut sums = Legs::default();
        for leg in legs {
            let (at, qty) = (leg.at, movements[leg.at].qty.unwrap_or_default());
            match (leg.is_undone, leg.is_in) {
                (true, _) => sums.undone = Some(at),
                (false, true) => {
                    sums.into += qty;
                    sums.first_in.get_or_insert(at);
                }
                (false, false) => {
                    sums.out += qty;
                    sums.first_out.get_or_insert(at);
                }
            }
        }
        sums
    }
}

/// An arrival that is dated before anything left.
fn too_early(inputs: &CheckInputs, legs: &[Leg<'_>]) -> Option<Finding> {
    let movements = &inputs.movements.rows;
    let earliest = |is_in: bool| {
        let standing = legs
            .iter()
            .filter(move |leg| leg.is_in == is_in && !leg.is_undone);
        let at = standing.map(|leg| leg.at);
        at.min_by_key(|at| (movements[*at].date, *at))
    };
    let (sent, at) = (earliest(false)?, earliest(true)?);
    let (left, arrived) = (movements[sent].date, movements[at].date);
    let qty = movements[at].qty.unwrap_or_default();
    let message = format!("{qty} arrived on {arrived}, before it left on {left}");
    (arrived < left).then(|| Finding {
        value: arrived.to_string(),
        expected: format!("{left} or later"),
        hint: ONE_IS_WRONG.to_owned(),
        ..finding(inputs.movements, at, "transfer", Severity::Error, message)
    })
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
            ONE_IS_WRONG,
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
        ..finding(inputs.movements, at, code, severity, message)
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
        ..finding(inputs.movements, at, "in-transit", severity, message)
    }
}

/// Arrivals that were booked in as receipts: the goods have come, and pass for new ones in every list of what came in.
fn received(inputs: &CheckInputs, legs: &[Leg<'_>]) -> Vec<Finding> {
    let rows = &inputs.movements.rows;
    let receipts = legs
        .iter()
        .filter(|leg| rows[leg.at].kind == MovementKind::Receipt);
    let named = receipts.map(|leg| {
        let (row, severity) = (&rows[leg.at], Severity::Warning);
        let qty = row.qty.unwrap_or_default();
        let message = format!(
            "{qty} of transfer {} arrived and was booked in as a receipt of new goods",
            row.reference
        );
        Finding {
            value: MovementKind::Receipt.id().to_owned(),
            expected: MovementKind::TransferIn.id().to_owned(),
            hint: "reverse this line, and post it as a transfer_in with the same ref".to_owned(),
            ..finding(inputs.movements, leg.at, "transfer", severity, message)
        }
    });
    named.collect()
}

//! Check `between`: goods that moved between two sites with books of their own, and were issued by the one or bought by the
//! other in this ledger.
//!
//! Such goods are used twice, and bought twice, in whatever adds the sites up. A receipt of as much of a lot as was sent
//! and has not arrived is that arrival, whoever it names; what states to be bought or given is not asked.

use std::collections::{BTreeSet, HashSet};

use crate::engine::reversal::reference;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity, Word as _};
use crate::stock::between::sent::Sent;

use super::reversal::undone_lines;
use super::{CheckInputs, Outcome, finding};

/// The code of a line that is one leg of a transfer and is booked as something else.
const CODE: &str = "not-transfer";

/// Issues to sites that keep stock here or report their use, and receipts of what another site of the ledger sent.
pub fn between(inputs: &CheckInputs) -> Outcome {
    let rows = &inputs.movements.rows;
    let undone = undone_lines(rows);
    let keepers: BTreeSet<&str> = rows.iter().map(|row| &*row.site).collect();
    let reported = inputs.usage.rows.iter().filter(|row| row.used.is_some());
    let reporters: BTreeSet<(&str, &str)> = reported.map(|row| (&*row.site, &*row.item)).collect();
    let sent = sent(rows);
    let standing = rows
        .iter()
        .enumerate()
        .filter(|(at, _)| !undone.contains(at));
    let found = standing.filter_map(|(at, row)| {
        let qty = row.qty.filter(|qty| qty.is_positive())?;
        let other = Some(&*row.counterparty).filter(|other| *other != row.site);
        let keeper = other.filter(|other| keepers.contains(other));
        match row.kind {
            MovementKind::Issue => {
                let reporter = other.filter(|other| reporters.contains(&(other, &row.item)));
                let message = match (keeper, reporter) {
                    (Some(to), _) => format!(
                        "{qty} went to {to}, which keeps stock in this ledger, and count as used here and again there"
                    ),
                    (None, Some(to)) => format!(
                        "{qty} went to {to}, which reports its use, and count as used here and again there"
                    ),
                    (None, None) => return None,
                };
                let hint = "reverse this line, and post it as a transfer_out".to_owned();
                Some(line(inputs, at, MovementKind::TransferOut, message, hint))
            }
            MovementKind::Receipt if row.basis.is_empty() && row.reference.is_empty() => {
                let name = sent.first(row).map(reference);
                let message = match (&name, keeper) {
                    (Some(name), _) => format!(
                        "{qty} came in as new goods, as many as {name} sent here and have not arrived"
                    ),
                    (None, Some(from)) => format!(
                        "{qty} came from {from}, which keeps stock in this ledger, and were booked in as new goods"
                    ),
                    (None, None) => return None,
                };
                let hint = match name {
                    Some(name) => format!("reverse this line, and post it as a transfer_in with ref {name}"),
                    None => "reverse this line, and post it as a transfer_in".to_owned(),
                };
                Some(line(inputs, at, MovementKind::TransferIn, message, hint))
            }
            _ => None,
        }
    });
    Outcome::Found(found.collect())
}

fn line(
    inputs: &CheckInputs,
    at: usize,
    expected: MovementKind,
    message: String,
    hint: String,
) -> Finding {
    let kind = inputs.movements.rows[at].kind;
    Finding {
        value: kind.id().to_owned(),
        expected: expected.id().to_owned(),
        hint,
        ..finding(inputs.movements, at, CODE, Severity::Warning, message)
    }
}

fn leg(row: &Movement) -> [&str; 3] {
    [&row.doc, &row.item, &row.lot]
}

/// What was sent and has not arrived: no line names it, and no arrival is of its document.
fn sent(rows: &[Movement]) -> Sent<'_> {
    let arrived = rows
        .iter()
        .filter(|row| row.kind == MovementKind::TransferIn);
    let arrived: HashSet<[&str; 3]> = arrived.map(leg).collect();
    Sent::of(rows.iter(), |row| arrived.contains(&leg(row)))
}

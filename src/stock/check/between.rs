//! Check `between`: goods that moved between two sites with books of their own, and were issued by the one or bought by the
//! other in this ledger.
//!
//! Such goods are used twice, and bought twice, in whatever adds the sites up. A receipt of as much of a lot as was sent
//! and has not arrived is that arrival, whoever it names; what states to be bought or given is not asked.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::engine::reversal::reference;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity, Word as _};
use crate::quantity::Quantity;

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
    let sent = Sent::of(rows);
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
                let name = sent.to(row);
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

/// What was sent and that no line says to have arrived, by receiver, item, lot and how much.
struct Sent<'a>(HashMap<([&'a str; 3], Option<Quantity>), Vec<&'a Movement>>);

impl<'a> Sent<'a> {
    fn of(rows: &'a [Movement]) -> Sent<'a> {
        let named = rows.iter().map(|row| &*row.reference);
        let named: HashSet<&str> = named.filter(|name| !name.is_empty()).collect();
        let arrived = rows
            .iter()
            .filter(|row| row.kind == MovementKind::TransferIn);
        let leg = |row: &'a Movement| [&*row.doc, &row.item, &row.lot];
        let arrived: HashSet<[&str; 3]> = arrived.map(leg).collect();
        let mut sent: HashMap<_, Vec<&Movement>> = HashMap::new();
        let out = rows
            .iter()
            .filter(|row| row.kind == MovementKind::TransferOut);
        for row in out.filter(|row| !row.counterparty.is_empty()) {
            if !arrived.contains(&leg(row)) && !named.contains(&*reference(row)) {
                let goods = [&*row.counterparty, &row.item, &row.lot];
                sent.entry((goods, row.qty)).or_default().push(row);
            }
        }
        Sent(sent)
    }

    /// The first line that sent what `receipt` brings and not later, as it is named.
    fn to(&self, receipt: &Movement) -> Option<String> {
        let goods = [&*receipt.site, &receipt.item, &receipt.lot];
        let sent = self.0.get(&(goods, receipt.qty))?;
        let sent = sent.iter().find(|sent| sent.date <= receipt.date)?;
        Some(reference(sent))
    }
}

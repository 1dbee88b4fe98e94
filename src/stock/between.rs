//! Lines between two stores that both keep a book in one ledger: what the one issues and the other takes in is a transfer,
//! or it would be used twice, and bought twice. What comes in is made one; of what lies there check `between` tells.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::engine::reversal::reference;
use crate::ledger::posting::between_books;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::ledger::{Column, Record as _, Row};

pub mod sent;

use sent::Sent;

/// The basis of goods that came from another store.
const TRANSFER: &str = "transfer";

/// How many lines were taken as transfers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Between {
    pub leaving: usize,
    pub arriving: usize,
}

impl Between {
    /// What is said of them; nothing where there are none.
    pub fn in_words(self) -> Option<String> {
        let Between { leaving, arriving } = self;
        (leaving + arriving > 0).then(|| {
            format!(
                "taken as transfers, because both ends keep stock in this ledger: {leaving} transfer_out, {arriving} transfer_in"
            )
        })
    }
}

/// Makes transfers of those issues and receipts among `rows` whose counterparty keeps stock, as `keepers` do, or in `rows`.
///
/// An arrival that names no line gets the first that sent as much of the lot and has not arrived. A line that is `known`
/// stays what it is there, so that importing it twice adds nothing.
pub fn as_transfers(known: &[Row], keepers: &BTreeSet<String>, rows: &mut [Row]) -> Between {
    let site = |row: &Row| row.get::<String>(Column::Site);
    let keep_here: HashSet<String> = rows.iter().map(site).collect();
    let keeps = |site: &String| keepers.contains(site) || keep_here.contains(site);
    let mut moved: Vec<(usize, Movement)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let movement = Movement::from_row(row);
        let is_other = movement.counterparty != movement.site;
        // What states to be bought or given changed hands as well.
        let is_moved = movement.basis.is_empty() || movement.basis == TRANSFER;
        let is_between = is_other && is_moved && keeps(&movement.counterparty);
        if is_between && between_books(movement.kind) != movement.kind {
            moved.push((at, movement));
        }
    }
    if moved.is_empty() {
        return Between::default();
    }
    let known: Vec<Movement> = known.iter().map(Movement::from_row).collect();
    let there: HashMap<[&str; 2], &Movement> = known.iter().map(|row| (line(row), row)).collect();
    moved.retain_mut(|(_, movement)| {
        let kind = between_books(movement.kind);
        let is_kept = there
            .get(&line(movement))
            .is_some_and(|there| there.kind != kind);
        movement.kind = kind;
        !is_kept
    });
    let is_sent = |(_, movement): &(usize, Movement)| movement.kind == MovementKind::TransferOut;
    let (leaving, mut arriving): (Vec<_>, Vec<_>) = moved.into_iter().partition(is_sent);
    let others: Vec<Movement> = rows.iter().map(Movement::from_row).collect();
    let sent_now = leaving.iter().map(|(_, movement)| movement);
    let mut sent = Sent::of(known.iter().chain(&others).chain(sent_now), |_| false);
    for (_, arrival) in &mut arriving {
        if arrival.reference.is_empty() {
            let own = there
                .get(&line(arrival))
                .map(|there| there.reference.clone());
            let sent_to = || sent.take(arrival).map(reference);
            arrival.reference = own.or_else(sent_to).unwrap_or_default();
        }
    }
    let between = Between {
        leaving: leaving.len(),
        arriving: arriving.len(),
    };
    for (at, movement) in leaving.into_iter().chain(arriving) {
        rows[at].cells = movement.into_row().cells;
    }
    between
}

fn line(movement: &Movement) -> [&str; 2] {
    [&movement.doc, &movement.line]
}

//! What is coming? What was ordered or sent, less what the ledger says has arrived.
//!
//! Table `inbound` says what was ordered or sent. Of each of its lines that part is there already which receipts and
//! arrivals of the ledger brought: those that name the line in `ref`, else those of its document with the same item.
//! Beside its lines stand the transfers of the ledger that left a store and have not arrived, for sites that keep stock
//! in the ledger; what both speak of counts once. Lines that were undone, and lines after the day, count for nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::reversal::{reference, reversed_lines};
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, InboundStatus, MovementKind};
use crate::quantity::Quantity;

/// Whether goods have left whoever sends them, and not arrived.
pub fn is_confirmed(row: &Inbound) -> bool {
    matches!(
        row.status,
        InboundStatus::Dispatched | InboundStatus::InTransit | InboundStatus::Shipped
    )
}

/// What is still to come of `inbound`, in its order, then transfers on the road by document, item, lot and receiver.
///
/// `movements`: receipts, transfers and reversals at least; `keeps_stock`: whether a site has a ledger of its own, where
/// an arrival would be booked.
pub fn coming(
    inbound: &[Inbound],
    movements: &[Movement],
    keeps_stock: impl Fn(&str) -> bool,
    as_of: Day,
) -> Vec<Inbound> {
    let reversed = reversed_lines(movements, as_of);
    let lines = movements.iter().enumerate();
    let lines = lines.filter(|(at, row)| row.date <= as_of && !reversed.contains(at));
    let lines: Vec<&Movement> = lines
        .map(|(_, row)| row)
        .filter(|row| arrives(row) || row.kind == MovementKind::TransferOut)
        .collect();
    let mut stated = less_arrived(inbound, &lines);
    let mut transfers = transfers(&lines, keeps_stock);
    count_once(inbound, &mut stated, &mut transfers);
    stated.extend(transfers);
    stated.retain(|row| !is_open(row) || row.qty.is_positive());
    stated
}

/// The same from all lines of a ledger: a site keeps stock that has a line up to the day.
pub fn coming_by_ledger(inbound: &[Inbound], movements: &[Movement], as_of: Day) -> Vec<Inbound> {
    let keepers = keepers(movements, as_of);
    coming(inbound, movements, |site| keepers.contains(site), as_of)
}

/// The sites that have a line in a ledger up to a day.
fn keepers(movements: &[Movement], as_of: Day) -> BTreeSet<&str> {
    let in_time = movements.iter().filter(|row| row.date <= as_of);
    in_time.map(|row| row.site.as_str()).collect()
}

/// Whether a line brings goods to where they were sent.
fn arrives(row: &Movement) -> bool {
    matches!(row.kind, MovementKind::Receipt | MovementKind::TransferIn)
}

/// Whether a line of table `inbound` says that its goods are still to come.
fn is_open(row: &Inbound) -> bool {
    !matches!(
        row.status,
        InboundStatus::Received | InboundStatus::Cancelled
    )
}

/// The lines of table `inbound`, each less what arrived of it.
fn less_arrived(inbound: &[Inbound], lines: &[&Movement]) -> Vec<Inbound> {
    let numbered = || inbound.iter().enumerate();
    let names = numbered().map(|(at, row)| (format!("{}/{}", row.doc, row.line), at));
    let names: BTreeMap<String, usize> = names.collect();
    let mut of_document: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, row) in numbered() {
        let of_goods = of_document.entry((&row.doc, &row.item)).or_default();
        of_goods.push(at);
    }
    let mut left: Vec<Quantity> = inbound.iter().map(|row| row.qty).collect();
    let mut unnamed = Vec::new();
    for line in lines.iter().filter(|line| arrives(line)) {
        let qty = line.qty.unwrap_or_default();
        match names.get(&line.reference) {
            Some(at) => left[*at] -= qty,
            None => {
                let of_goods = of_document.get(&(&*line.doc, &*line.item));
                unnamed.extend(of_goods.map(|of_goods| (*line, qty, of_goods)));
            }
        }
    }
    // What is known to have arrived accounts for a line of its document first, then what was sent to the same site.
    let accounts: [fn(&Inbound, &Movement) -> bool; 3] = [
        |row, _| row.status == InboundStatus::Received,
        |row, line| is_open(row) && row.site == line.site,
        |row, _| is_open(row),
    ];
    for accounts_for in accounts {
        for (line, qty, of_goods) in &mut unnamed {
            let meant = of_goods.iter().copied();
            for at in meant.filter(|at| accounts_for(&inbound[*at], line)) {
                let part = left[at].min(*qty).or_zero();
                left[at] -= part;
                *qty -= part;
            }
        }
    }
    let rows = inbound.iter().zip(left);
    let row = |(row, left): (&Inbound, Quantity)| Inbound {
        qty: if is_open(row) {
            left.or_zero()
        } else {
            row.qty
        },
        ..row.clone()
    };
    rows.map(row).collect()
}

/// Transfers that have left and not arrived, by document, item, lot and receiver; a receiver's own document names the
/// line that sent the goods in its `ref`.
fn transfers(lines: &[&Movement], keeps_stock: impl Fn(&str) -> bool) -> Vec<Inbound> {
    let sent = |row: &&&Movement| row.kind == MovementKind::TransferOut;
    let outs = lines.iter().filter(sent);
    let senders: BTreeMap<String, &str> = outs.map(|row| (reference(row), &*row.doc)).collect();
    let mut legs: BTreeMap<_, (Quantity, Option<&Movement>)> = BTreeMap::new();
    for row in lines {
        let (doc, receiver) = match row.kind {
            MovementKind::TransferOut => (&*row.doc, &*row.counterparty),
            MovementKind::TransferIn => {
                let sent = senders.get(&row.reference).copied();
                (sent.unwrap_or(&row.doc), &*row.site)
            }
            _ => continue,
        };
        let leg = legs
            .entry((doc, &*row.item, &*row.lot, receiver))
            .or_default();
        let qty = row.qty.unwrap_or_default();
        match row.kind {
            MovementKind::TransferOut => {
                leg.0 += qty;
                leg.1.get_or_insert(row);
            }
            _ => leg.0 -= qty,
        }
    }
    let open = legs.into_values().filter_map(|(qty, out)| {
        let out = out.filter(|row| keeps_stock(&row.counterparty))?;
        qty.is_positive().then(|| on_the_road(out, qty))
    });
    open.collect()
}

/// A transfer of which so much is on the road; nobody says when it arrives.
fn on_the_road(out: &Movement, qty: Quantity) -> Inbound {
    Inbound {
        doc: out.doc.clone(),
        line: out.line.clone(),
        site: out.counterparty.clone(),
        item: out.item.clone(),
        qty,
        unit: out.unit.clone(),
        status: InboundStatus::InTransit,
        expected_on: None,
        expiry: out.expiry,
        form: out.form,
        counterparty: out.site.clone(),
        note: String::new(),
    }
}

/// Takes off once what a line of `stated` and a transfer both speak of: from the transfer where the line says that it
/// has left, else from the line, which takes it for ordered only. `inbound` has the lines of `stated` as they stand.
fn count_once(inbound: &[Inbound], stated: &mut [Inbound], transfers: &mut [Inbound]) {
    let mut stated_of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, row) in inbound.iter().enumerate() {
        stated_of.entry(goods_of(row)).or_default().push(at);
    }
    let mut unmatched: Vec<Quantity> = stated.iter().map(|row| row.qty).collect();
    for transfer in transfers {
        let places = stated_of.get(&goods_of(transfer)).cloned();
        for at in places.unwrap_or_default() {
            let (row, unmatched) = (&mut stated[at], &mut unmatched[at]);
            let part = (*unmatched).min(transfer.qty).or_zero();
            match row.status {
                InboundStatus::Ordered => row.qty -= part,
                _ if is_confirmed(row) => transfer.qty -= part,
                _ => continue,
            }
            *unmatched -= part;
        }
    }
}

/// What a line of table `inbound` and a transfer have in common where they speak of the same goods.
fn goods_of(row: &Inbound) -> (&str, &str, &str, Form) {
    let form = row.form.unwrap_or(Form::Physical);
    (&row.doc, &row.item, &row.site, form)
}

#[cfg(test)]
mod tests;

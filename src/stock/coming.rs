//! What is coming? What was ordered or sent, less what the ledger says has arrived.
//!
//! Table `inbound` says what was ordered or sent. Of each of its lines that part is there already which receipts and
//! arrivals of the ledger brought: those that name the line in `ref`, else those of its document with the same item,
//! of several lines those to the arrival's own site first, and of these the ones expected first.
//! Beside its lines stand the transfers of the ledger that left a store and have not arrived, for sites that keep stock
//! in the ledger; what both speak of counts once. Lines that were undone, and lines after the day, count for nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::memo::ByText;
use crate::engine::reversal::reversed_lines;
use crate::engine::senders::Senders;
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
    let lines = deliveries(movements, as_of);
    let left = left_of(inbound, &lines);
    let row = |(row, left): (&Inbound, Quantity)| Inbound {
        qty: if is_open(row) { left } else { row.qty },
        ..row.clone()
    };
    let mut stated: Vec<Inbound> = inbound.iter().zip(left).map(row).collect();
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

/// What of each line of table `inbound` is still to come, in its order.
pub fn still_to_come(inbound: &[Inbound], movements: &[Movement], as_of: Day) -> Vec<Quantity> {
    left_of(inbound, &deliveries(movements, as_of))
}

/// How a receipt names a line of table `inbound`: `doc/line`.
pub fn named_in_ref(row: &Inbound) -> String {
    format!("{}/{}", row.doc, row.line)
}

/// The receipts and the legs of transfers up to a day that count.
fn deliveries(movements: &[Movement], as_of: Day) -> Vec<&Movement> {
    let reversed = reversed_lines(movements, as_of);
    let lines = movements.iter().enumerate();
    let lines = lines.filter(|(at, row)| row.date <= as_of && !reversed.contains(at));
    let is_one = |row: &&Movement| arrives(row) || row.kind == MovementKind::TransferOut;
    lines.map(|(_, row)| row).filter(is_one).collect()
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

/// What of each line of table `inbound` is left when what arrived is taken off.
fn left_of(inbound: &[Inbound], lines: &[&Movement]) -> Vec<Quantity> {
    let mut left: Vec<Quantity> = inbound.iter().map(|row| row.qty).collect();
    // Of lines that an arrival may make up, those come first that are expected first.
    let mut expected: Vec<usize> = (0..inbound.len()).collect();
    expected.sort_by_key(|at| (inbound[*at].expected_on.is_none(), inbound[*at].expected_on));
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of_document: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for at in expected {
        let row = &inbound[at];
        named.entry(named_in_ref(row)).or_default().push(at);
        of_document
            .entry((&row.doc, &row.item))
            .or_default()
            .push(at);
    }
    let mut unnamed = Vec::new();
    for line in lines.iter().filter(|line| arrives(line)) {
        let mut qty = line.qty.unwrap_or_default();
        match named.get(&line.reference) {
            Some(meant) => make_up(&mut left, &mut qty, meant.iter().copied()),
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
            let meant = meant.filter(|at| accounts_for(&inbound[*at], line));
            make_up(&mut left, qty, meant);
        }
    }
    left
}

/// Takes what arrived off the lines that it makes up, each as far as it goes.
fn make_up(left: &mut [Quantity], qty: &mut Quantity, lines: impl Iterator<Item = usize>) {
    for at in lines {
        let part = left[at].min(*qty).or_zero();
        left[at] -= part;
        *qty -= part;
    }
}

/// Transfers that have left and not arrived, by document, item, lot and receiver; a receiver's own document names the
/// line that sent the goods in its `ref`.
fn transfers(lines: &[&Movement], keeps_stock: impl Fn(&str) -> bool) -> Vec<Inbound> {
    let senders = Senders::of(lines.iter().copied());
    let mut legs: HashMap<_, (Quantity, Option<&Movement>), ByText> = HashMap::default();
    for row in lines {
        let receiver = match row.kind {
            MovementKind::TransferOut => &*row.counterparty,
            MovementKind::TransferIn => &*row.site,
            _ => continue,
        };
        let doc = senders.document(row);
        let leg = legs
            .entry([doc, &*row.item, &*row.lot, receiver])
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
    let left = legs.into_iter().filter(|(_, (qty, _))| qty.is_positive());
    let open = left.filter_map(|(leg, (qty, out))| {
        let out = out.filter(|row| keeps_stock(&row.counterparty))?;
        Some((leg, on_the_road(out, qty)))
    });
    let mut open: Vec<_> = open.collect();
    open.sort_unstable_by_key(|(leg, _)| *leg);
    open.into_iter().map(|(_, row)| row).collect()
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

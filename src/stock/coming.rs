//! What is coming? What was ordered or sent, less what the ledger says has arrived.
//!
//! Table `inbound` says what was ordered or sent. Of each of its lines that part is there already which receipts and
//! arrivals of the ledger brought: those that name the line in `ref`, else those of its document with the same item,
//! of several lines those to the arrival's own site first, and of these the ones expected first.
//! Beside its lines stand the transfers of the ledger that left a store and have not arrived, for sites that keep stock
//! in the ledger; what both speak of counts once, and a transfer that names a line in `ref` is that line on its way.
//! Lines that were undone, and lines after the day, count for nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::reversal::reversed_lines;
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, InboundStatus, MovementKind};
use crate::quantity::Quantity;

pub mod booked;
mod road;

pub use road::Leg;
use road::Roads;

/// The lines of table `inbound` by how `ref` names them, those first that are expected first.
type Named = BTreeMap<String, Vec<usize>>;

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
    let named = named(inbound);
    let mut roads = Roads::of(&lines, inbound, &named);
    let left = left_of(inbound, &named, &lines, &mut roads);
    let row = |(row, left): (&Inbound, Quantity)| Inbound {
        qty: if is_open(row) { left } else { row.qty },
        ..row.clone()
    };
    let mut stated: Vec<Inbound> = inbound.iter().zip(left).map(row).collect();
    let mut transfers = roads.open(keeps_stock);
    count_once(inbound, &mut stated, &mut transfers, &roads);
    stated.extend(transfers.into_iter().map(|(_, row)| row));
    stated.retain(|row| !is_open(row) || row.qty.is_positive());
    stated
}

/// The same from all lines of a ledger: a site keeps stock that has a line up to the day.
pub fn coming_by_ledger(inbound: &[Inbound], movements: &[Movement], as_of: Day) -> Vec<Inbound> {
    let keepers = keepers(movements, as_of);
    coming(inbound, movements, |site| keepers.contains(site), as_of)
}

/// How much of each transfer has left and not arrived, by document, item, lot and receiver, for sites of which the ledger
/// has any line: where they keep stock here, an arrival would be posted here.
pub fn under_way(movements: &[Movement], as_of: Day) -> BTreeMap<Leg<'_>, Quantity> {
    let sites: BTreeSet<&str> = movements.iter().map(|row| row.site.as_str()).collect();
    let lines = deliveries(movements, as_of);
    let roads = Roads::of(&lines, &[], &Named::new());
    let open = roads.open(|site| sites.contains(site)).into_iter();
    open.map(|(leg, row)| (leg, row.qty)).collect()
}

/// What of each line of table `inbound` is still to come, in its order.
pub fn still_to_come(inbound: &[Inbound], movements: &[Movement], as_of: Day) -> Vec<Quantity> {
    let lines = deliveries(movements, as_of);
    let named = named(inbound);
    let mut roads = Roads::of(&lines, inbound, &named);
    left_of(inbound, &named, &lines, &mut roads)
}

/// How much of each transfer has arrived by a day, by document, item, lot and receiver.
pub fn arrived(movements: &[Movement], as_of: Day) -> HashMap<[&str; 4], Quantity> {
    let lines = deliveries(movements, as_of);
    let roads = Roads::of(&lines, &[], &Named::new());
    let mut arrived = HashMap::new();
    for line in lines.into_iter().filter(|line| arrives(line)) {
        if let Some(leg) = roads.leg(line) {
            *arrived.entry(leg).or_default() += line.qty.unwrap_or_default();
        }
    }
    arrived
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

/// The positions of the lines of table `inbound`, those first that are expected first.
fn by_day(inbound: &[Inbound]) -> Vec<usize> {
    let mut expected: Vec<usize> = (0..inbound.len()).collect();
    expected.sort_by_key(|at| (inbound[*at].expected_on.is_none(), inbound[*at].expected_on));
    expected
}

fn named(inbound: &[Inbound]) -> Named {
    let mut named = Named::new();
    for at in by_day(inbound) {
        let name = named_in_ref(&inbound[at]);
        named.entry(name).or_default().push(at);
    }
    named
}

/// What of each line of table `inbound` is left when what arrived is taken off.
fn left_of<'a>(
    inbound: &[Inbound],
    named: &Named,
    lines: &[&'a Movement],
    roads: &mut Roads<'a>,
) -> Vec<Quantity> {
    let mut left: Vec<Quantity> = inbound.iter().map(|row| row.qty).collect();
    let mut of_document: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for at in by_day(inbound) {
        let row = &inbound[at];
        let of_goods = of_document.entry((&row.doc, &row.item));
        of_goods.or_default().push(at);
    }
    let mut unnamed = Vec::new();
    for line in lines.iter().copied().filter(|line| arrives(line)) {
        let mut qty = line.qty.unwrap_or_default();
        match named.get(&line.reference) {
            Some(meant) => {
                let mut closing = qty;
                let close = |at: &usize| roads.close(*at, line, &mut closing);
                meant.iter().for_each(close);
                make_up(&mut left, &mut qty, meant.iter().copied());
            }
            None => {
                for (at, mut part) in roads.arrived_for(line) {
                    qty -= part;
                    make_up(&mut left, &mut part, [at].into_iter());
                }
                let of_goods = of_document.get(&(&*line.doc, &*line.item));
                unnamed.extend(of_goods.map(|of_goods| (line, qty, of_goods)));
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

/// Takes off once what a line of `stated` and a transfer both speak of: from the transfer where the line says that it
/// has left, else from the line, which takes it for ordered only. What was sent for a line is that line's first.
/// `inbound` has the lines of `stated` as they stand.
fn count_once<'a>(
    inbound: &[Inbound],
    stated: &mut [Inbound],
    transfers: &mut [(Leg<'a>, Inbound)],
    roads: &Roads<'a>,
) {
    let mut stated_of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, row) in inbound.iter().enumerate() {
        stated_of.entry(goods_of(row)).or_default().push(at);
    }
    let mut unmatched: Vec<Quantity> = stated.iter().map(|row| row.qty).collect();
    for (leg, transfer) in transfers {
        let sent = transfer.qty;
        let mut open = sent;
        let of_goods = stated_of.get(&goods_of(transfer)).cloned();
        let of_goods = of_goods.into_iter().flatten().map(|at| (at, sent));
        for (at, most) in roads.orders_of(leg).chain(of_goods) {
            let (row, unmatched) = (&mut stated[at], &mut unmatched[at]);
            let part = (*unmatched).min(open).min(most).or_zero();
            match row.status {
                InboundStatus::Ordered => row.qty -= part,
                _ if is_confirmed(row) => transfer.qty -= part,
                _ => continue,
            }
            *unmatched -= part;
            open -= part;
        }
    }
}

/// What a line of table `inbound` and a transfer have in common where they speak of the same goods.
fn goods_of(row: &Inbound) -> (&str, &str, &str, Form) {
    let form = Form::stated(row.form);
    (&row.doc, &row.item, &row.site, form)
}

#[cfg(test)]
mod tests;

//! Transfers on the road: which arrival belongs to which, what of each is still under way, and what it was sent for.
//!
//! A transfer is a leg: document, item, lot and receiver. Goods arrive by a `transfer_in` of the document, or of one of
//! the receiver's own that names the line that sent them; or by a receipt at the receiver that names that line. A line
//! that sends may name a line of table `inbound` in `ref`: what it sends is that order on its way, and a receipt that
//! names the order closes what was sent for it. All of it is one pass over the lines, and one look at each name.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::engine::memo::ByText;
use crate::engine::senders::Senders;
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, InboundStatus, MovementKind};
use crate::quantity::Quantity;

use super::booked::BookedIn;
use super::{Named, arrives};

/// Document, item, lot and receiver of what was sent.
pub type Leg<'a> = [&'a str; 4];

/// The transfers of a ledger.
pub struct Roads<'a> {
    senders: Senders<'a>,
    booked: BookedIn<'a>,
    /// What has not arrived of each leg, below nothing where more did, and the first line that sent it.
    legs: HashMap<Leg<'a>, (Quantity, &'a Movement), ByText>,
    /// What of a leg was sent for which lines of table `inbound`, less what has arrived.
    orders: HashMap<Leg<'a>, VecDeque<(usize, Quantity)>, ByText>,
    /// The legs that were sent for each of these lines, and how much.
    sent_for: BTreeMap<usize, VecDeque<(Leg<'a>, Quantity)>>,
}

impl<'a> Roads<'a> {
    /// The transfers among `lines`; `orders` are the lines of `inbound` by how `ref` names them.
    pub fn of(lines: &[&'a Movement], inbound: &[Inbound], orders: &Named) -> Roads<'a> {
        let mut roads = Roads {
            senders: Senders::of(lines.iter().copied()),
            booked: BookedIn::of(lines.iter().copied()),
            legs: HashMap::default(),
            orders: HashMap::default(),
            sent_for: BTreeMap::new(),
        };
        let of_kind = |kind| lines.iter().copied().filter(move |line| line.kind == kind);
        for line in of_kind(MovementKind::TransferOut) {
            let (leg, qty) = (sent(line), line.qty.unwrap_or_default());
            roads.legs.entry(leg).or_insert((Quantity::ZERO, line)).0 += qty;
            let meant = orders.get(&line.reference).into_iter().flatten();
            let meant = meant.filter(|at| is_the_order(&inbound[**at], line));
            if let Some(at) = meant.copied().next() {
                roads.orders.entry(leg).or_default().push_back((at, qty));
                roads.sent_for.entry(at).or_default().push_back((leg, qty));
            }
        }
        for line in lines.iter().filter(|line| arrives(line)) {
            let arrived = roads.leg(line).and_then(|leg| roads.legs.get_mut(&leg));
            if let Some((left, _)) = arrived {
                *left -= line.qty.unwrap_or_default();
            }
        }
        roads
    }

    /// The leg that an arrival belongs to, whether it was ever sent or not; `None` for a receipt from elsewhere.
    pub fn leg(&self, arrival: &'a Movement) -> Option<Leg<'a>> {
        let Movement { item, lot, .. } = arrival;
        if arrival.kind == MovementKind::TransferIn {
            return Some([self.senders.document(arrival), item, lot, &arrival.site]);
        }
        self.booked.sent_by(arrival).map(sent)
    }

    /// What an arrival brings of what was sent for lines of table `inbound`, and for which of them.
    pub fn arrived_for(&mut self, arrival: &'a Movement) -> Vec<(usize, Quantity)> {
        let mut brought = Vec::new();
        if self.orders.is_empty() {
            return brought;
        }
        let Some(orders) = self.leg(arrival).and_then(|leg| self.orders.get_mut(&leg)) else {
            return brought;
        };
        let mut qty = arrival.qty.unwrap_or_default();
        while let Some((at, sent)) = orders.front_mut().filter(|_| qty.is_positive()) {
            let part = qty.min(*sent).or_zero();
            brought.push((*at, part));
            *sent -= part;
            qty -= part;
            if !sent.is_positive() {
                orders.pop_front();
            }
        }
        brought
    }

    /// Closes what was sent for line `order` of table `inbound`, as far as `qty` of an arrival that names the order goes;
    /// one that belongs to a leg of its own closed that already.
    pub fn close(&mut self, order: usize, arrival: &'a Movement, qty: &mut Quantity) {
        if self.sent_for.is_empty() {
            return;
        }
        let own = self.leg(arrival);
        if own.is_some_and(|leg| self.legs.contains_key(&leg)) {
            return;
        }
        let Some(sent_for) = self.sent_for.get_mut(&order) else {
            return;
        };
        while let Some((leg, sent)) = sent_for.front_mut().filter(|_| qty.is_positive()) {
            let [.., receiver] = *leg;
            let road = self.legs.get_mut(leg).filter(|_| receiver == arrival.site);
            let Some((left, _)) = road else { return };
            let part = sent.min(left).min(qty).or_zero();
            *left -= part;
            *sent -= part;
            *qty -= part;
            if !sent.is_positive() || !left.is_positive() {
                sent_for.pop_front();
            }
        }
    }

    /// The transfers that have left and not arrived, by document, item, lot and receiver, for those that keep stock.
    pub fn open(&self, keeps_stock: impl Fn(&str) -> bool) -> Vec<(Leg<'a>, Inbound)> {
        let left = self.legs.iter().filter(|(_, (qty, _))| qty.is_positive());
        let open = left.filter(|(_, (_, out))| keeps_stock(&out.counterparty));
        let open = open.map(|(leg, (qty, out))| (*leg, on_the_road(out, *qty)));
        let mut open: Vec<_> = open.collect();
        open.sort_unstable_by_key(|(leg, _)| *leg);
        open
    }

    /// What of a leg is on its way for which lines of table `inbound`.
    pub fn orders_of(&self, leg: &Leg<'a>) -> impl Iterator<Item = (usize, Quantity)> {
        self.orders.get(leg).into_iter().flatten().copied()
    }
}

/// The leg of a line that sends.
fn sent(line: &Movement) -> Leg<'_> {
    [&line.doc, &line.item, &line.lot, &line.counterparty]
}

/// Whether a line that names an order sends what was ordered to where it was ordered for.
fn is_the_order(order: &Inbound, line: &Movement) -> bool {
    order.item == line.item
        && order.site == line.counterparty
        && Form::stated(order.form) == Form::stated(line.form)
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

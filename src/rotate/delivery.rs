//! What came of the shares of a plan: how much of its lot left for each institution, came there and was used.
//!
//! Shape: a [`Delivery`] for each share, by its position in the plan. What a line of the ledger or a report says counts
//! once: of several shares that an institution has in one lot, a delivery carries out those that its sender gives, the
//! earliest plan first, and each up to what it says. What came by another way is of no share.
//!
//! What became of it at the institution is worked out in `delivery/spent.rs`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::senders::Senders;
use crate::ledger::LotExpiry;
use crate::ledger::tables::{Movement, Rotation, Usage};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::stock::coming::booked::BookedIn;

use super::book::is_known;

mod spent;

/// What is known of one share; a use of `None` is not known, and never nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivery {
    /// What left the site that gives, arrived or not.
    pub sent: Quantity,
    pub received: Quantity,
    pub used: Option<Quantity>,
    /// What the institution gave back, or handed on.
    pub given_back: Quantity,
    /// What was written off, otherwise disposed of, or found missing at the institution.
    pub written_off: Quantity,
    /// Whether the ledger ever set goods aside for it.
    pub is_posted: bool,
    /// The last usable day of its lot, as the lines of the ledger state it.
    pub expiry: Option<Day>,
}

impl Delivery {
    /// What the site that gives has no more: it left, or an arrival says that it did.
    pub fn gone(&self) -> Quantity {
        self.sent.max(self.received)
    }

    /// What the institution has no more: used, as far as is known, given back or written off.
    pub fn spent(&self) -> Quantity {
        self.used.unwrap_or_default() + self.given_back + self.written_off
    }

    /// What has left and not arrived.
    pub fn on_the_road(&self) -> Quantity {
        self.gone() - self.received
    }
}

/// What came of each share of a plan.
#[derive(Debug, Clone, Default)]
pub struct Deliveries(Vec<Delivery>);

impl Deliveries {
    /// By the movements that count on `as_of`, and what was reported by then; shares are told by their positions.
    ///
    /// A share without a site that gives may come from any; one of a later plan has nothing yet.
    pub fn of(
        shares: &[Rotation],
        movements: &[Movement],
        usage: &[Usage],
        as_of: Day,
    ) -> Deliveries {
        if shares.is_empty() {
            return Deliveries::default();
        }
        let by_lot = by_lot(shares, as_of);
        let lines = in_ledger_order(movements, as_of);
        let keepers: BTreeSet<&str> = lines.iter().map(|line| &*line.site).collect();
        let of_lot = |line: &&&Movement| by_lot.contains_key(&(&*line.item, &*line.lot));
        let plan = Plan {
            shares,
            lines: lines.iter().filter(of_lot).copied().collect(),
            by_lot,
        };
        let sent = plan.sent();
        let arrived = plan.arrived();
        let keeps = |at: &usize| keepers.contains(&*shares[*at].institution);
        let came = (0..shares.len()).map(|at| match keeps(&at) {
            true => arrived[at].clone(),
            false => sent[at].clone(),
        });
        let came: Vec<Came> = came.collect();
        let expiries = plan.expiries();
        let spent = plan.spent(&came, usage, &keepers, &expiries, as_of);
        let posted = plan.posted();
        let delivery = |at: usize| Delivery {
            sent: sent[at].of_share.sum(),
            received: came[at].of_share.sum(),
            used: spent[at].used,
            given_back: spent[at].given_back,
            written_off: spent[at].written_off,
            is_posted: posted[at],
            expiry: expiries[at],
        };
        Deliveries((0..shares.len()).map(delivery).collect())
    }

    /// What came of the share at a position.
    pub fn of_share(&self, at: usize) -> Delivery {
        self.0.get(at).copied().unwrap_or_default()
    }
}

/// Quantities by day.
#[derive(Debug, Clone, Default)]
struct Parts(Vec<(Day, Quantity)>);

impl Parts {
    fn sum(&self) -> Quantity {
        self.0.iter().map(|(_, qty)| *qty).sum()
    }

    fn by(&self, day: Day) -> Quantity {
        let in_time = self.0.iter().filter(|(came, _)| *came <= day);
        in_time.map(|(_, qty)| *qty).sum()
    }
}

/// What came to a share, and on which days.
#[derive(Debug, Clone, Default)]
struct Came {
    /// As far as the share goes.
    of_share: Parts,
    /// What came when there was nothing left to come: it makes up for what was given back.
    beyond: Parts,
}

/// The shares, and the lines of the ledger that are of their lots, in its order.
struct Plan<'a> {
    shares: &'a [Rotation],
    lines: Vec<&'a Movement>,
    by_lot: ByLot<'a>,
}

/// The shares by item and lot, in the order in which they are carried out.
type ByLot<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// The shares that are known on the day: the earliest plan first, and last of all those that any site may give.
fn by_lot(shares: &[Rotation], as_of: Day) -> ByLot<'_> {
    let known = (0..shares.len()).filter(|at| is_known(&shares[*at], as_of));
    let mut known: Vec<usize> = known.collect();
    known.sort_by_key(|at| (shares[*at].from_site.is_empty(), shares[*at].date));
    let mut by_lot = ByLot::new();
    for at in known {
        let lot = (&*shares[at].item, &*shares[at].lot);
        by_lot.entry(lot).or_default().push(at);
    }
    by_lot
}

impl Plan<'_> {
    /// What left for the institution of each share.
    fn sent(&self) -> Vec<Came> {
        let lines = self.lines.iter().copied();
        let leaving = lines
            .filter(|line| matches!(line.kind, MovementKind::Issue | MovementKind::TransferOut));
        self.carried_out(leaving, |share, line| {
            share.institution == line.counterparty
                && gives(share, &line.site)
                && are_its_goods(share, line)
        })
    }

    /// What arrived at the institution of each share: first what is known to have come from the site that gives.
    fn arrived(&self) -> Vec<Came> {
        let senders = SentFrom::of(&self.lines);
        let arrivals = self
            .lines
            .iter()
            .filter(|line| matches!(line.kind, MovementKind::TransferIn | MovementKind::Receipt));
        let (known, unknown): (Vec<&Movement>, Vec<&Movement>) =
            arrivals.partition(|line| !senders.site(line).is_empty());
        self.carried_out(known.into_iter().chain(unknown), |share, line| {
            let sender = senders.site(line);
            share.institution == line.site && (sender.is_empty() || gives(share, sender))
        })
    }

    /// Shares `lines` out: each goes to the shares that it is of, those of its mark first, else in their order, as far as
    /// it reaches; what no share has room for came beyond the first of them.
    fn carried_out<'b>(
        &self,
        lines: impl Iterator<Item = &'b Movement>,
        is_of: impl Fn(&Rotation, &'b Movement) -> bool,
    ) -> Vec<Came> {
        let mut came = vec![Came::default(); self.shares.len()];
        for line in lines {
            let mut qty = line.qty.unwrap_or_default();
            let is_marked_so = |at: &usize| self.shares[*at].earmark == line.earmark;
            let of_lot = self.of_lot(line).iter().copied();
            let meant = of_lot.filter(|at| {
                let share = &self.shares[*at];
                is_since(share, line.date) && is_of(share, line)
            });
            let (mut meant, then): (Vec<usize>, Vec<usize>) = meant.partition(is_marked_so);
            meant.extend(then);
            for at in &meant {
                let open = self.shares[*at].qty - came[*at].of_share.sum();
                let part = qty.min(open).or_zero();
                if part.is_positive() {
                    came[*at].of_share.0.push((line.date, part));
                    qty -= part;
                }
            }
            if let Some(at) = meant.first().filter(|_| qty.is_positive()) {
                came[*at].beyond.0.push((line.date, qty));
            }
        }
        came
    }

    /// The last usable day of the lot of each share, `None` where no line states one.
    fn expiries(&self) -> Vec<Option<Day>> {
        let mut stated: BTreeMap<(&str, &str), LotExpiry> = BTreeMap::new();
        for line in &self.lines {
            let lot = stated.entry((&line.item, &line.lot)).or_default();
            lot.join(LotExpiry::of(line));
        }
        let expiry = |share: &Rotation| stated.get(&(&*share.item, &*share.lot))?.day();
        self.shares.iter().map(expiry).collect()
    }

    /// Whether the ledger has set goods aside for each share: by the document of its plan, or of no plan and in the name of
    /// its institution.
    fn posted(&self) -> Vec<bool> {
        let plans: BTreeSet<&str> = self.shares.iter().map(|share| &*share.plan).collect();
        let mut posted = vec![false; self.shares.len()];
        let reserves = self.lines.iter();
        for line in reserves.filter(|line| line.kind == MovementKind::Reserve) {
            for at in self.of_lot(line) {
                let share = &self.shares[*at];
                let is_named = line.counterparty == share.institution;
                let is_for = match plans.contains(&*line.doc) {
                    true => line.doc == share.plan && (is_named || line.counterparty.is_empty()),
                    false => is_named,
                };
                posted[*at] |= is_for && gives(share, &line.site) && is_since(share, line.date);
            }
        }
        posted
    }

    fn of_lot<'s>(&'s self, line: &'s Movement) -> &'s [usize] {
        let shares = self.by_lot.get(&(&*line.item, &*line.lot));
        shares.map_or(&[], Vec::as_slice)
    }
}

/// Where arrivals came from, as the lines that sent them say.
struct SentFrom<'a> {
    senders: Senders<'a>,
    booked: BookedIn<'a>,
    /// By document, item, lot and receiver.
    sites: HashMap<[&'a str; 4], &'a str>,
}

impl<'a> SentFrom<'a> {
    fn of(lines: &[&'a Movement]) -> SentFrom<'a> {
        let sent = lines
            .iter()
            .filter(|line| line.kind == MovementKind::TransferOut);
        let sites = sent.map(|line| {
            let leg = [&line.doc, &line.item, &line.lot, &line.counterparty];
            (leg.map(String::as_str), &*line.site)
        });
        SentFrom {
            senders: Senders::of(lines.iter().copied()),
            booked: BookedIn::of(lines.iter().copied()),
            sites: sites.collect(),
        }
    }

    /// The site that an arrival is from: that of the line that sent it, else as it says itself; empty where neither does.
    fn site(&self, arrival: &'a Movement) -> &'a str {
        let doc = self.senders.document(arrival);
        let leg = [doc, &arrival.item, &arrival.lot, &arrival.site];
        let booked = self.booked.sent_by(arrival).map(|out| &*out.site);
        let sender = booked.or_else(|| self.sites.get(&leg).copied());
        sender.unwrap_or(&arrival.counterparty)
    }
}

/// Whether a share is of a plan that was made by the day; the day itself counts.
fn is_since(share: &Rotation, day: Day) -> bool {
    share.date.is_none_or(|made| day >= made)
}

/// Whether a share may come from a site.
fn gives(share: &Rotation, site: &str) -> bool {
    share.from_site.is_empty() || share.from_site == site
}

/// Whether a line moves goods of the form and owner of a share, where both are stated.
fn are_its_goods(share: &Rotation, line: &Movement) -> bool {
    let form = Form::stated(line.form);
    let owners = [&share.owner, &line.owner];
    share.form.is_none_or(|planned| planned == form)
        && (owners.iter().any(|owner| owner.is_empty()) || owners[0] == owners[1])
}

#[cfg(test)]
mod tests;

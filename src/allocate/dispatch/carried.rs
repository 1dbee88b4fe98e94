//! What left and what arrived of each award, as the ledger has it.
//!
//! A departure names the request line in `ref`. It is of the awards of that line with its depot, item and lot: those of its
//! owner, form and earmark, and where there are none those that a blank leaves open. An arrival is of the awards of the
//! lines that sent it, paired as `stock check transfer` pairs them, and else of those of the request line that it names.
//! What came back to the depot has not left, unless it arrived. Each line is shared out once: to each award as far as it
//! has room, what is more to the first of them.
//!
//! Never: the papers; those are steps.

use std::collections::HashMap;

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::tables::{Allocation, Movement};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::stock::coming::booked::BookedIn;

/// What of a line of the ledger is of one award.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub line: &'a Movement,
    pub qty: Quantity,
}

/// What the ledger says of one award.
#[derive(Debug, Clone, Default)]
pub struct Carried<'a> {
    pub sent: Vec<Part<'a>>,
    pub came: Vec<Part<'a>>,
    /// What came back to the depot.
    pub back: Quantity,
}

/// What the ledger says of all awards, in their order.
#[derive(Debug, Default)]
pub struct Carriage<'a> {
    pub awards: Vec<Carried<'a>>,
    /// Lines that left a depot for a request line that it has an award of that item for, but of other goods.
    pub others: Vec<&'a Movement>,
}

fn sum(parts: &[Part]) -> Quantity {
    parts.iter().map(|part| part.qty).sum()
}

impl Carried<'_> {
    /// What left and did not come back.
    pub fn net(&self) -> Quantity {
        sum(&self.sent) - self.back
    }

    /// What arrived; zero where nothing did.
    pub fn arrived(&self) -> Quantity {
        sum(&self.came)
    }

    /// What is gone from the depot: what came back later, after it had arrived, was carried out all the same.
    pub fn left(&self) -> Quantity {
        self.net().max(self.arrived())
    }
}

/// The awards, the lines of the ledger that count on the day, and what is found of them so far.
struct Matching<'a> {
    awards: &'a [Allocation],
    lines: Vec<&'a Movement>,
    /// Awards by their request line, as `ref` names it.
    by_line: HashMap<String, Vec<usize>>,
    /// The awards that a departure is of, by its position among the lines.
    takers: HashMap<usize, Vec<usize>>,
    /// Departures by their own name, `doc/line`.
    named: HashMap<String, usize>,
    found: Carriage<'a>,
}

/// What left and arrived of each award up to the day; what a reversal undid did not happen.
///
/// Rule: `A9`, `A24`.
pub fn carried<'a>(
    awards: &'a [Allocation],
    movements: &'a [Movement],
    as_of: Day,
) -> Carriage<'a> {
    let mut by_line: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, award) in awards.iter().enumerate() {
        let line = format!("{}/{}", award.request, award.line);
        by_line.entry(line).or_default().push(at);
    }
    let mut matching = Matching {
        awards,
        lines: in_ledger_order(movements, as_of),
        by_line,
        takers: HashMap::new(),
        named: HashMap::new(),
        found: Carriage {
            awards: vec![Carried::default(); awards.len()],
            others: Vec::new(),
        },
    };
    for at in 0..matching.lines.len() {
        match matching.lines[at].kind {
            MovementKind::Issue | MovementKind::TransferOut => matching.leave(at),
            MovementKind::Return => matching.come_back(at),
            _ => {}
        }
    }
    matching.arrive();
    matching.found
}

impl<'a> Matching<'a> {
    /// The awards of the request line that a line of the ledger names, with its item.
    fn named_by(&self, line: &Movement) -> Vec<usize> {
        let named = self.by_line.get(&*line.reference).into_iter().flatten();
        let of_item = named.filter(|at| self.awards[**at].item == line.item);
        of_item.copied().collect()
    }

    fn leave(&mut self, at: usize) {
        let line = self.lines[at];
        let mut of_depot = self.named_by(line);
        of_depot.retain(|at| self.awards[*at].from_site == line.site);
        let is_of = |at: &usize| {
            let award = &self.awards[*at];
            award.lot == line.lot && may_be_its_goods(award, line)
        };
        let meant = of_depot.iter().copied().filter(is_of).collect();
        let meant = self.closest(meant, line);
        let Some(first) = meant.first() else {
            self.found
                .others
                .extend((!of_depot.is_empty()).then_some(line));
            return;
        };
        let open = |at: &usize| (self.awards[*at].qty - self.found.awards[*at].net()).or_zero();
        let qty = line.qty.unwrap_or_else(|| open(first));
        let parts = shared_out(qty, &[meant.iter().map(open).collect()]);
        for (at, qty) in meant.iter().zip(parts) {
            if qty.is_positive() {
                self.found.awards[*at].sent.push(Part { line, qty });
            }
        }
        self.named.insert(reference(line), at);
        self.takers.insert(at, meant);
    }

    fn come_back(&mut self, at: usize) {
        let line = self.lines[at];
        let sent = self.named.get(&*line.reference);
        let mut meant = match sent.and_then(|at| self.takers.get(at)) {
            Some(takers) => takers.clone(),
            None => {
                let mut named = self.named_by(line);
                named.retain(|at| self.awards[*at].from_site == line.site);
                named
            }
        };
        meant.retain(|at| {
            let award = &self.awards[*at];
            award.item == line.item && award.lot == line.lot
        });
        let meant = self.closest(meant, line);
        let nets: Vec<Quantity> = meant
            .iter()
            .map(|at| self.found.awards[*at].net())
            .collect();
        let all: Quantity = nets.iter().copied().sum();
        let parts = shared_out(line.qty.unwrap_or(all).min(all), &[nets]);
        for (at, qty) in meant.into_iter().zip(parts) {
            self.found.awards[at].back += qty;
        }
    }

    /// Shares the arrivals out: first those whose sender is known.
    fn arrive(&mut self) {
        let senders = Senders::of(self.lines.iter().copied());
        let booked = BookedIn::of(self.lines.iter().copied());
        let mut sent: HashMap<[&str; 3], Vec<usize>> = HashMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            if line.kind == MovementKind::TransferOut && !line.doc.is_empty() {
                let transfer = [&line.doc, &line.item, &line.lot].map(String::as_str);
                sent.entry(transfer).or_default().push(at);
            }
        }
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for line in self.lines.clone() {
            let leg = match line.kind {
                MovementKind::TransferIn => Some(line),
                _ => booked.sent_by(line),
            };
            let Some(leg) = leg else { continue };
            let transfer = [senders.document(leg), &leg.item, &leg.lot];
            let legs = sent.get(&transfer).map_or(&[][..], Vec::as_slice);
            let legs = self.on_its_way(legs, line);
            let from = legs
                .first()
                .map_or(&*line.counterparty, |at| &*self.lines[*at].site);
            let meant = self.awards_of(line, &legs, from);
            match from.is_empty() {
                true => unknown.push((line, meant)),
                false => known.push((line, meant)),
            }
        }
        for (line, meant) in known.into_iter().chain(unknown) {
            self.take_in(line, &meant);
        }
    }

    /// Those of the lines that sent a transfer which go the way that an arrival states, and all where none do.
    fn on_its_way(&self, sent: &[usize], arrival: &Movement) -> Vec<usize> {
        let from = &arrival.counterparty;
        let is_its_way = |at: &usize| {
            let line = self.lines[*at];
            line.counterparty == arrival.site && (from.is_empty() || line.site == *from)
        };
        let on_it: Vec<usize> = sent.iter().copied().filter(is_its_way).collect();
        match on_it.is_empty() {
            true => sent.to_vec(),
            false => on_it,
        }
    }

    /// The awards that an arrival is of: of the lines that sent it, else of the request line that it names.
    fn awards_of(&self, arrival: &Movement, sent: &[usize], from: &str) -> Vec<usize> {
        let is_there = |at: &usize| {
            let award = &self.awards[*at];
            award.site == arrival.site && award.lot == arrival.lot && award.item == arrival.item
        };
        let takers = sent.iter().filter_map(|at| self.takers.get(at)).flatten();
        let mut meant: Vec<usize> = takers.copied().filter(is_there).collect();
        meant.sort_unstable();
        meant.dedup();
        if meant.is_empty() {
            meant = self.named_by(arrival);
            meant.retain(|at| {
                is_there(at) && (from.is_empty() || self.awards[*at].from_site == from)
            });
        }
        self.closest(meant, arrival)
    }

    /// Shares an arrival out: first to what left, then to what was awarded.
    fn take_in(&mut self, line: &'a Movement, meant: &[usize]) {
        let open = |of: fn(&Carried, &Allocation) -> Quantity| {
            let room = |at: &usize| {
                let carried = &self.found.awards[*at];
                (of(carried, &self.awards[*at]) - carried.arrived()).or_zero()
            };
            meant.iter().map(room).collect::<Vec<Quantity>>()
        };
        let rooms = [
            open(|carried, _| carried.net()),
            open(|carried, award| carried.net().max(award.qty)),
        ];
        let all = || rooms[0].iter().copied().sum();
        let parts = shared_out(line.qty.unwrap_or_else(all), &rooms);
        for (at, qty) in meant.iter().zip(parts) {
            if qty.is_positive() {
                self.found.awards[*at].came.push(Part { line, qty });
            }
        }
    }

    /// Those awards whose goods are the line's own, and all where none are; first those for its receiver, and of its plan.
    fn closest(&self, meant: Vec<usize>, line: &Movement) -> Vec<usize> {
        let is_own = |at: &usize| are_its_goods(&self.awards[*at], line);
        let (mut own, others): (Vec<usize>, Vec<usize>) = meant.into_iter().partition(is_own);
        if own.is_empty() {
            own = others;
        }
        own.sort_by_key(|at| {
            let award = &self.awards[*at];
            let of_plan = line.doc.strip_prefix(&*award.plan);
            let is_of_plan = of_plan.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
            (line.counterparty != *award.site, !is_of_plan)
        });
        own
    }
}

/// Shares a quantity out: to each as far as its rooms go, one room of all after the other; what is more to the first.
fn shared_out(mut qty: Quantity, rooms: &[Vec<Quantity>]) -> Vec<Quantity> {
    let mut given = vec![Quantity::ZERO; rooms.first().map_or(0, Vec::len)];
    for room in rooms {
        for (given, room) in given.iter_mut().zip(room) {
            let part = qty.min(*room - *given).or_zero();
            *given += part;
            qty -= part;
        }
    }
    if let Some(first) = given.first_mut() {
        *first += qty;
    }
    given
}

fn forms(award: &Allocation, line: &Movement) -> [Form; 2] {
    [award.form, line.form].map(Form::stated)
}

/// Whether a line moves goods of the form, owner and earmark of an award.
fn are_its_goods(award: &Allocation, line: &Movement) -> bool {
    let [planned, moved] = forms(award, line);
    planned == moved && award.owner == *line.owner && award.earmark == *line.earmark
}

/// The same as far as both state them.
fn may_be_its_goods(award: &Allocation, line: &Movement) -> bool {
    let [planned, moved] = forms(award, line);
    let agree =
        |planned: &str, moved: &str| planned.is_empty() || moved.is_empty() || planned == moved;
    (award.form.is_none() || planned == moved)
        && agree(&award.owner, &line.owner)
        && agree(&award.earmark, &line.earmark)
}

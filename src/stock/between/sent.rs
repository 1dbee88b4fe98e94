//! What was sent from store to store and that no line names: which of it does an arrival bring?

use std::collections::{HashMap, HashSet};

use crate::engine::reversal::reference;
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

/// Lines that sent goods, in the order of the ledger, each once.
pub struct Sent<'a> {
    lines: Vec<&'a Movement>,
    /// Their positions, by what they sent.
    of_goods: HashMap<Goods<'a>, Vec<usize>>,
    taken: HashSet<usize>,
}

/// To where, which item and lot, how much.
type Goods<'a> = ([&'a str; 3], Option<Quantity>);

impl<'a> Sent<'a> {
    /// Those among `movements` that name a receiver and that no line names in `ref`, unless one `has_arrived` otherwise.
    pub fn of(
        movements: impl Iterator<Item = &'a Movement> + Clone,
        has_arrived: impl Fn(&'a Movement) -> bool,
    ) -> Sent<'a> {
        let named = movements.clone().map(|movement| &*movement.reference);
        let named: HashSet<&str> = named.filter(|name| !name.is_empty()).collect();
        let mut sent = Sent {
            lines: Vec::new(),
            of_goods: HashMap::new(),
            taken: HashSet::new(),
        };
        let mut seen: HashSet<([&str; 2], Goods<'_>)> = HashSet::new();
        let out = movements.filter(|row| row.kind == MovementKind::TransferOut);
        for row in out.filter(|row| !row.counterparty.is_empty()) {
            let goods = goods(row, &row.counterparty);
            let is_new = seen.insert(([&row.doc, &row.line], goods));
            if is_new && !has_arrived(row) && !named.contains(&*reference(row)) {
                let at = sent.lines.len();
                sent.of_goods.entry(goods).or_default().push(at);
                sent.lines.push(row);
            }
        }
        sent
    }

    /// The first line not after `arrival` that sent as much of its lot to its site, whoever it was.
    pub fn first(&self, arrival: &Movement) -> Option<&'a Movement> {
        self.position(arrival, |_| true).map(|at| self.lines[at])
    }

    /// The same from whom `arrival` names; it is taken once.
    pub fn take(&mut self, arrival: &Movement) -> Option<&'a Movement> {
        let at = self.position(arrival, |sent| sent.site == arrival.counterparty)?;
        self.taken.insert(at);
        Some(self.lines[at])
    }

    fn position(&self, arrival: &Movement, is_theirs: impl Fn(&Movement) -> bool) -> Option<usize> {
        let of_goods = self.of_goods.get(&goods(arrival, &arrival.site))?;
        let is_it = |at: &&usize| {
            let sent = self.lines[**at];
            !self.taken.contains(*at) && sent.date <= arrival.date && is_theirs(sent)
        };
        of_goods.iter().find(is_it).copied()
    }
}

fn goods<'a>(movement: &'a Movement, to: &'a str) -> Goods<'a> {
    ([to, &movement.item, &movement.lot], movement.qty)
}

//! A plan that is made in several draws, each of what the ones before left open.
//!
//! A draw is a plan of its own, of some of the stores and for some of the lines. What it gives is added, and what a line
//! is short of after it is held against what the line asked for in the first place.
//!
//! Never: who may draw on what, or in which order.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Allocation, Request, Unmet};
use crate::quantity::Quantity;

use super::Plan;

/// A plan in the making.
pub(super) struct Draft<'a> {
    requests: &'a [Request],
    numbers: HashMap<(&'a str, &'a str), usize>,
    /// Whether the line of each number took part in a draw.
    is_drawn: Vec<bool>,
    allocation: Vec<Allocation>,
    /// What is not met so far, by number.
    unmet: BTreeMap<usize, Unmet>,
    notes: Vec<Diagnostic>,
}

impl<'a> Draft<'a> {
    /// The draft of which nothing is drawn yet.
    pub(super) fn of(requests: &'a [Request]) -> Draft<'a> {
        let names = requests.iter().map(|line| (&*line.request, &*line.line));
        Draft {
            requests,
            numbers: names.zip(0..).collect(),
            is_drawn: vec![false; requests.len()],
            allocation: Vec::new(),
            unmet: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// The draft that begins with a whole plan of these lines.
    pub(super) fn begun(requests: &'a [Request], plan: Plan) -> Draft<'a> {
        let mut draft = Draft::of(requests);
        draft.add(plan, requests);
        draft
    }

    fn number(&self, request: &str, line: &str) -> Option<usize> {
        self.numbers.get(&(request, line)).copied()
    }

    /// What the lines that `may_draw` are still open for: those that took part in no draw as they stand, the others with
    /// what they are short of, and what they miss of the least that is of use to them.
    pub(super) fn open(&self, may_draw: impl Fn(&Request) -> bool) -> Vec<Request> {
        let open = |(number, line): (usize, &Request)| match self.unmet.get(&number) {
            Some(row) => Some(Request {
                qty: Some(row.short.filter(|short| short.is_positive())?),
                min_qty: line.min_qty.map(|least| (least - row.given).or_zero()),
                ..line.clone()
            }),
            None => (!self.is_drawn[number]).then(|| line.clone()),
        };
        let lines = self.requests.iter().enumerate();
        lines
            .filter(|(_, line)| may_draw(line))
            .filter_map(open)
            .collect()
    }

    /// What is not met so far.
    pub(super) fn unmet(&self) -> impl Iterator<Item = &Unmet> {
        self.unmet.values()
    }

    /// The same with the lines, to be reworded.
    pub(super) fn unmet_mut(&mut self) -> impl Iterator<Item = (&'a Request, &mut Unmet)> {
        let rows = self.unmet.iter_mut();
        rows.map(|(number, row)| (&self.requests[*number], row))
    }

    /// What is given so far.
    pub(super) fn allocation(&self) -> &[Allocation] {
        &self.allocation
    }

    /// Adds a draw for the lines of `asked`, which [`open`](Draft::open) gave.
    pub(super) fn add(&mut self, drawn: Plan, asked: &[Request]) {
        let mut short: HashMap<usize, Unmet> = drawn
            .unmet
            .into_iter()
            .filter_map(|row| Some((self.number(&row.request, &row.line)?, row)))
            .collect();
        for line in asked {
            let Some(number) = self.number(&line.request, &line.line) else {
                continue;
            };
            self.is_drawn[number] = true;
            let before = self.unmet.remove(&number);
            if let Some(row) = short.remove(&number) {
                let row = still_short(&self.requests[number], row, before);
                self.unmet.insert(number, row);
            }
        }
        self.allocation.extend(drawn.allocation);
        self.say(drawn.notes);
    }

    /// Adds goods that count for `met` of the line they are given to.
    pub(super) fn meet(&mut self, award: Allocation, met: Quantity) {
        let number = self.number(&award.request, &award.line);
        if let Some(number) = number
            && let Some(row) = self.unmet.get_mut(&number)
        {
            row.given += met;
            row.short = row.short.map(|short| (short - met).or_zero());
            if row.short == Some(Quantity::ZERO) {
                self.unmet.remove(&number);
            }
        }
        self.allocation.push(award);
    }

    /// Adds notes, each once: what one draw says of a site or an item, the next one says again.
    pub(super) fn say(&mut self, notes: impl IntoIterator<Item = Diagnostic>) {
        for note in notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// The plan, by its keys.
    pub(super) fn finish(mut self) -> Plan {
        self.allocation.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut unmet: Vec<Unmet> = self.unmet.into_values().collect();
        unmet.sort_by(|a, b| (&a.request, &a.line).cmp(&(&b.request, &b.line)));
        Plan {
            allocation: self.allocation,
            unmet,
            notes: self.notes,
        }
    }
}

/// The order of awards; owner and wish tell lots of one name apart.
fn order(row: &Allocation) -> impl Ord + '_ {
    let lot = (&row.from_site, &row.lot, &row.owner, &row.earmark);
    (&row.request, &row.line, lot, &row.item)
}

/// What a line is short of after a draw. Where the draw had none of the goods, what kept it short before says more; that
/// no way leads there says more than that there are none.
fn still_short(line: &Request, row: Unmet, before: Option<Unmet>) -> Unmet {
    let given = line.qty.zip(row.short).map(|(asked, short)| asked - short);
    let (reason, rule) = match before {
        Some(before) if is_less(&row.reason, &before.reason) => (before.reason, before.rule),
        _ => (row.reason, row.rule),
    };
    Unmet {
        requested: line.qty,
        given: given.unwrap_or(row.given),
        reason,
        rule,
        ..row
    }
}

/// Whether what a draw says of a line tells less than what was said before.
fn is_less(said: &str, before: &str) -> bool {
    said == "no_stock" || (said == "no_way" && before != "no_stock")
}

//! A plan that is made in several draws, each of what the ones before left open.
//!
//! A draw is a plan of its own, of some of the stores and for some of the lines. What it gives is added, and what a line
//! is short of after it is held against what the line asked for in the first place.
//!
//! Never: who may draw on what, or in which order.

use std::collections::{HashMap, HashSet};

use crate::allocate::Plan;
use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Allocation, Request, Unmet};
use crate::ledger::word::UnmetReason;
use crate::quantity::Quantity;

/// A plan in the making.
pub(super) struct Draft<'a> {
    requests: &'a [Request],
    numbers: HashMap<(&'a str, &'a str), usize>,
    lines: Vec<Line>,
    allocation: Vec<Allocation>,
    /// What was not met after some draw; the rows that still hold are those that a line names.
    unmet: Vec<Unmet>,
    notes: Notes,
}

/// How far a line has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// It took part in no draw.
    Undrawn,
    Met,
    /// It is short; its row stands at this place.
    Short(usize),
}

/// Notes, each once: what one draw says of a site or an item, the next one says again.
#[derive(Default)]
pub(in crate::allocate) struct Notes {
    all: Vec<Diagnostic>,
    said: HashSet<Diagnostic>,
}

impl Notes {
    pub(in crate::allocate) fn say(&mut self, notes: impl IntoIterator<Item = Diagnostic>) {
        for note in notes {
            if self.said.insert(note.clone()) {
                self.all.push(note);
            }
        }
    }

    pub(in crate::allocate) fn into_all(self) -> Vec<Diagnostic> {
        self.all
    }
}

impl<'a> Draft<'a> {
    /// The draft of which nothing is drawn yet.
    pub(super) fn of(requests: &'a [Request]) -> Draft<'a> {
        let names = requests.iter().map(|line| (&*line.request, &*line.line));
        Draft {
            requests,
            numbers: names.zip(0..).collect(),
            lines: vec![Line::Undrawn; requests.len()],
            allocation: Vec::new(),
            unmet: Vec::new(),
            notes: Notes::default(),
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
        let open = |(line, state): (&Request, &Line)| match *state {
            Line::Short(at) => {
                let row = &self.unmet[at];
                let short = row.short.filter(|short| short.is_positive())?;
                Some(line.open_for(short, row.given))
            }
            Line::Undrawn => Some(line.clone()),
            Line::Met => None,
        };
        let lines = self.requests.iter().zip(&self.lines);
        lines
            .filter(|(line, _)| may_draw(line))
            .filter_map(open)
            .collect()
    }

    /// What is not met so far.
    pub(super) fn unmet(&self) -> impl Iterator<Item = &Unmet> {
        self.lines.iter().filter_map(|line| match line {
            Line::Short(at) => Some(&self.unmet[*at]),
            Line::Undrawn | Line::Met => None,
        })
    }

    /// The same with the lines, to be reworded.
    pub(super) fn unmet_mut(&mut self) -> impl Iterator<Item = (&'a Request, &mut Unmet)> {
        let mut line_of = vec![None; self.unmet.len()];
        for (request, line) in self.requests.iter().zip(&self.lines) {
            if let Line::Short(at) = line {
                line_of[*at] = Some(request);
            }
        }
        let rows = line_of.into_iter().zip(&mut self.unmet);
        rows.filter_map(|(request, row)| Some((request?, row)))
    }

    /// What is given so far.
    pub(super) fn allocation(&self) -> &[Allocation] {
        &self.allocation
    }

    /// Adds a draw for the lines of `asked`, which [`open`](Draft::open) gave.
    pub(super) fn add(&mut self, drawn: Plan, asked: &[Request]) {
        let asked = asked.iter();
        let asked = asked.filter_map(|line| self.number(&line.request, &line.line));
        let mut before: HashMap<usize, usize> = HashMap::new();
        for number in asked.collect::<Vec<usize>>() {
            if let Line::Short(at) = std::mem::replace(&mut self.lines[number], Line::Met) {
                before.insert(number, at);
            }
        }
        self.unmet.reserve(drawn.unmet.len());
        for row in drawn.unmet {
            let Some(number) = self.number(&row.request, &row.line) else {
                continue;
            };
            let before = before.get(&number).map(|at| &self.unmet[*at]);
            let row = still_short(&self.requests[number], row, before);
            self.lines[number] = Line::Short(self.unmet.len());
            self.unmet.push(row);
        }
        self.allocation.extend(drawn.allocation);
        self.say(drawn.notes);
    }

    /// Adds goods that count for `met` of the line they are given to.
    pub(super) fn meet(&mut self, award: Allocation, met: Quantity) {
        if let Some(number) = self.number(&award.request, &award.line)
            && let Line::Short(at) = self.lines[number]
        {
            let row = &mut self.unmet[at];
            row.given += met;
            row.short = row.short.map(|short| (short - met).or_zero());
            if row.short == Some(Quantity::ZERO) {
                self.lines[number] = Line::Met;
            }
        }
        self.allocation.push(award);
    }

    /// Adds notes.
    pub(super) fn say(&mut self, notes: impl IntoIterator<Item = Diagnostic>) {
        self.notes.say(notes);
    }

    /// The plan, by its keys.
    pub(super) fn finish(mut self) -> Plan {
        self.allocation.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut holds = vec![false; self.unmet.len()];
        for line in &self.lines {
            if let Line::Short(at) = line {
                holds[*at] = true;
            }
        }
        let mut holds = holds.into_iter();
        self.unmet.retain(|_| holds.next() == Some(true));
        self.unmet
            .sort_by(|a, b| (&a.request, &a.line).cmp(&(&b.request, &b.line)));
        Plan {
            allocation: self.allocation,
            unmet: self.unmet,
            notes: self.notes.into_all(),
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
fn still_short(line: &Request, row: Unmet, before: Option<&Unmet>) -> Unmet {
    let given = line.qty.zip(row.short).map(|(asked, short)| asked - short);
    let (reason, rule) = match before {
        Some(before) if is_less(row.why(), before.why()) => {
            (before.reason.clone(), before.rule.clone())
        }
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
fn is_less(said: Option<UnmetReason>, before: Option<UnmetReason>) -> bool {
    match said {
        Some(UnmetReason::NoStock) => true,
        Some(UnmetReason::NoWay) => before != Some(UnmetReason::NoStock),
        _ => false,
    }
}

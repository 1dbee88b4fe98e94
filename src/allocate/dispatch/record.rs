//! What is on record of an award: steps that people wrote down, and what the ledger knows.
//!
//! A step without a line is of the whole request. Of several records of one step the first counts; what is dated after
//! the day answered for has not happened yet.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::tables::{Allocation, Finding, Movement, Step};
use crate::ledger::word::{DispatchStep, MovementKind, Severity, Word};
use crate::quantity::Quantity;

use super::DispatchInputs;

/// A step that was done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) date: Day,
    pub(super) handler: &'a str,
    paper: &'a str,
}

impl Record<'_> {
    /// The document that proves it; without one, who did it and when.
    pub(super) fn paper(&self) -> String {
        match self.paper {
            "" => format!("{} {}", self.handler, self.date).trim().to_owned(),
            paper => paper.to_owned(),
        }
    }
}

/// The first record of each step.
#[derive(Debug, Clone, Default)]
pub(super) struct Done<'a>(BTreeMap<DispatchStep, Record<'a>>);

impl<'a> Done<'a> {
    pub(super) fn of(&self, step: DispatchStep) -> Option<&Record<'a>> {
        self.0.get(&step)
    }

    pub(super) fn on(&self, step: DispatchStep) -> Option<Day> {
        self.of(step).map(|record| record.date)
    }

    fn add(&mut self, step: DispatchStep, record: Record<'a>) {
        let first = self.0.entry(step).or_insert(record);
        if record.date < first.date {
            *first = record;
        }
    }
}

/// Everything on record, by request line and by award.
pub(super) struct Records<'a> {
    steps: BTreeMap<(&'a str, &'a str), Vec<&'a Step>>,
    /// Shipped and arrived, by request line, item and lot.
    moves: BTreeMap<Key<'a>, Vec<&'a Movement>>,
}

/// A request line as `ref` names it, an item, and a lot: a line may have several items, one standing in for another.
type Key<'a> = (&'a str, &'a str, &'a str);

/// The awards that one arrival may be meant for.
fn claim(award: &Allocation) -> [&str; 5] {
    [
        &award.request,
        &award.line,
        &award.item,
        &award.lot,
        &award.site,
    ]
}

/// The requests of which only one line has awards.
fn lone_lines(awards: &[Allocation]) -> HashSet<&str> {
    let mut lines: HashMap<&str, Option<&str>> = HashMap::new();
    for award in awards {
        let only = lines.entry(&award.request).or_insert(Some(&award.line));
        *only = only.filter(|line| *line == &*award.line);
    }
    let lone = lines.into_iter().filter(|(_, only)| only.is_some());
    lone.map(|(request, _)| request).collect()
}

impl<'a> Records<'a> {
    pub(super) fn of(inputs: &DispatchInputs<'a>) -> Records<'a> {
        let mut steps: BTreeMap<(&str, &str), Vec<&Step>> = BTreeMap::new();
        for step in inputs
            .steps
            .rows
            .iter()
            .filter(|step| step.date <= inputs.as_of)
        {
            steps
                .entry((&step.request, &step.line))
                .or_default()
                .push(step);
        }
        let mut moves: BTreeMap<Key, Vec<&Movement>> = BTreeMap::new();
        // What a reversal undid did not happen.
        for movement in in_ledger_order(inputs.movements, inputs.as_of) {
            let key = (&*movement.reference, &*movement.item, &*movement.lot);
            moves.entry(key).or_default().push(movement);
        }
        Records { steps, moves }
    }

    fn steps_of(&self, award: &Allocation) -> impl Iterator<Item = &'a Step> {
        let of = |line: &str| {
            self.steps
                .get(&(award.request.as_str(), line))
                .cloned()
                .unwrap_or_default()
        };
        let whole = if award.line.is_empty() {
            Vec::new()
        } else {
            of("")
        };
        of(&award.line).into_iter().chain(whole)
    }

    fn moves_of(&self, award: &Allocation) -> impl Iterator<Item = &'a Movement> {
        let line = format!("{}/{}", award.request, award.line);
        let key = (&*line, &*award.item, &*award.lot);
        let found = self.moves.get(&key).cloned();
        found.unwrap_or_default().into_iter()
    }

    /// The steps that were done for an award.
    pub(super) fn of_award(&self, award: &Allocation) -> Done<'a> {
        let mut done = Done::default();
        for step in self.steps_of(award) {
            let record = Record {
                date: step.date,
                handler: &step.handler,
                paper: &step.reference,
            };
            done.add(step.step, record);
        }
        for movement in self.moves_of(award) {
            let step = match movement.kind {
                MovementKind::Issue | MovementKind::TransferOut
                    if movement.site == award.from_site =>
                {
                    DispatchStep::Ship
                }
                MovementKind::TransferIn if movement.site == award.site => DispatchStep::Receive,
                _ => continue,
            };
            let record = Record {
                date: movement.date,
                handler: &movement.handler,
                paper: &movement.doc,
            };
            done.add(step, record);
        }
        done
    }

    /// What arrived of each award, in their order; `None` where nothing is on record.
    ///
    /// An arrival that several awards of a line could claim, because it names no lot or they share one, and what is on
    /// record for a line without a lot, goes to them one after the other, and what is more than they say to the last. A
    /// record without a quantity means all of it.
    pub(super) fn received_by_award(&self, inputs: &DispatchInputs<'a>) -> Vec<Option<Quantity>> {
        let awards = &inputs.awards.rows;
        let mut arrivals: BTreeMap<_, (Option<Quantity>, usize)> = BTreeMap::new();
        for award in awards {
            let claimed = arrivals
                .entry(claim(award))
                .or_insert_with(|| (self.arrived(award), 0));
            claimed.1 += 1;
        }
        let mut left: BTreeMap<(&str, &str), Option<Quantity>> = BTreeMap::new();
        let mut received = Vec::new();
        for award in awards {
            let (arrived, claims) = arrivals.get_mut(&claim(award)).expect("claimed above");
            *claims -= 1;
            if let Some(rest) = arrived {
                let is_last = *claims == 0;
                let own = if is_last {
                    *rest
                } else {
                    (*rest).min(award.qty)
                };
                *rest -= own;
                received.push(Some(own).filter(|own| is_last || own.is_positive()));
                continue;
            }
            received.push(self.receipt_of(award, &mut left));
        }
        let lone = lone_lines(awards);
        for (award, received) in awards.iter().zip(&mut received).rev() {
            let is_of_line = arrivals[&claim(award)].0.is_none() && self.names_line(award, &lone);
            let rest = left.get_mut(&(&*award.request, &*award.line));
            if let (true, Some(Some(rest)), Some(received)) = (is_of_line, rest, received) {
                *received += std::mem::take(rest);
            }
        }
        received
    }

    /// Whether what was received for a line is of that line alone: the records name it, or the request is `lone`.
    fn names_line(&self, award: &Allocation, lone: &HashSet<&str>) -> bool {
        let receipts = self.steps.get(&(award.request.as_str(), ""));
        let is_receipt = |step: &&Step| step.step == DispatchStep::Receive;
        let is_of_request = receipts.is_some_and(|steps| steps.iter().any(is_receipt));
        !is_of_request || lone.contains(&*award.request)
    }

    /// What the ledger says arrived for an award; `None` where nothing did.
    fn arrived(&self, award: &Allocation) -> Option<Quantity> {
        let arrived = self
            .moves_of(award)
            .filter(|row| row.kind == MovementKind::TransferIn && row.site == award.site);
        let sums = arrived.map(|row| row.qty.unwrap_or_default());
        sums.reduce(|sum, qty| sum + qty)
    }

    /// What a record says was received of an award; `left`: what is left of it for the awards of a line.
    fn receipt_of<'b>(
        &self,
        award: &'b Allocation,
        left: &mut BTreeMap<(&'b str, &'b str), Option<Quantity>>,
    ) -> Option<Quantity> {
        let receipts: Vec<&Step> = self
            .steps_of(award)
            .filter(|step| step.step == DispatchStep::Receive)
            .collect();
        if receipts.is_empty() {
            return None;
        }
        let all = receipts
            .iter()
            .map(|step| step.qty)
            .sum::<Option<Quantity>>();
        let open = left.entry((&award.request, &award.line)).or_insert(all);
        Some(match open {
            None => award.qty,
            Some(rest) => {
                let own = (*rest).min(award.qty);
                *rest -= own;
                own
            }
        })
    }

    /// Steps of requests that no award belongs to.
    pub(super) fn unknown(&self, inputs: &DispatchInputs) -> Vec<Finding> {
        let known: HashSet<&str> = inputs
            .awards
            .rows
            .iter()
            .map(|award| award.request.as_str())
            .collect();
        let steps = inputs
            .steps
            .iter()
            .filter(|(step, _)| !known.contains(step.request.as_str()));
        steps
            .map(|(step, place)| Finding {
                file: place.map_or(String::new(), |place| place.file.to_string()),
                line: place.map_or(String::new(), |place| place.line.to_string()),
                value: step.request.clone(),
                hint: "correct the number of the request, or hand in the plan it belongs to"
                    .to_owned(),
                ..Finding::new(
                    "unknown_request",
                    Severity::Warning,
                    format!(
                        "step {} of request {}, which has no award",
                        step.step.id(),
                        step.request
                    ),
                )
            })
            .collect()
    }
}

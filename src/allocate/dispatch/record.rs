//! What is on record of an award: steps that people wrote down, and what the ledger knows.
//!
//! A step without a line is of the whole request. Of several records of one step the first counts; what is dated after
//! the day answered for has not happened yet.

use std::collections::{BTreeMap, HashSet};

use crate::calendar::Day;
use crate::ledger::tables::{Allocation, Movement, Step};
use crate::ledger::word::DispatchStep;
use crate::quantity::Quantity;

use super::DispatchInputs;
use super::carried::{Carriage, Carried, Part, carried};
use super::noted::{Claim, Steps, noted};

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

/// What is on record of one award.
#[derive(Debug, Clone, Default)]
pub(super) struct Account<'a> {
    pub(super) done: Done<'a>,
    /// What left, as far as anything says how much: the ledger, else the records; zero where nothing does.
    pub(super) sent: Quantity,
    /// What arrived; `None` where nothing is on record.
    pub(super) received: Option<Quantity>,
}

/// Everything on record.
pub(super) struct Records<'a> {
    awards: &'a [Allocation],
    steps: Steps<'a>,
    carriage: Carriage<'a>,
}

impl<'a> Records<'a> {
    pub(super) fn of(inputs: &DispatchInputs<'a>) -> Records<'a> {
        let mut steps = Steps::new();
        let rows = inputs.steps.rows.iter();
        for step in rows.filter(|step| step.date <= inputs.as_of) {
            let key = (&*step.request, &*step.line);
            steps.entry(key).or_default().push(step);
        }
        let awards = &inputs.awards.rows;
        Records {
            awards,
            steps,
            carriage: carried(awards, inputs.movements, inputs.as_of),
        }
    }

    /// Goods that left for a request line and that no award of it is of.
    pub(super) fn others(&self) -> &[&'a Movement] {
        &self.carriage.others
    }

    /// How many lines of the ledger took goods of an award out of its depot.
    pub(super) fn departures(&self, at: usize) -> usize {
        self.carriage.awards[at].sent.len()
    }

    /// What is on record of each award, in their order.
    pub(super) fn accounts(&self) -> Vec<Account<'a>> {
        let sent = self.sent();
        let received = self.received(&sent);
        let of_award = |at: usize| Account {
            done: self.done(at),
            sent: sent[at],
            received: received[at],
        };
        (0..self.awards.len()).map(of_award).collect()
    }

    /// What left of each award: as the ledger says, and where it knows of none as people wrote down.
    fn sent(&self) -> Vec<Quantity> {
        let claim = |(award, carried): (&Allocation, &Carried)| match carried.sent.is_empty() {
            true => Claim::Open {
                qty: award.qty,
                is_first: true,
            },
            false => Claim::Known(carried.left()),
        };
        let claims: Vec<Claim> = self
            .awards
            .iter()
            .zip(&self.carriage.awards)
            .map(claim)
            .collect();
        let noted = noted(&self.steps, DispatchStep::Ship, self.awards, &claims);
        let known = noted.into_iter().zip(&claims);
        known
            .map(|(noted, claim)| match claim {
                Claim::Known(left) => *left,
                Claim::Open { .. } => noted.unwrap_or_default(),
            })
            .collect()
    }

    /// What arrived of each award: as the ledger says, and as people wrote down where it knows of no arrival of a lot of
    /// the line.
    fn received(&self, sent: &[Quantity]) -> Vec<Option<Quantity>> {
        let pairs = || self.awards.iter().zip(&self.carriage.awards);
        let kept = pairs().filter(|(_, carried)| !carried.came.is_empty());
        // Who keeps stock in the ledger books all of it in there, from whichever depot it comes.
        let kept: HashSet<[&str; 5]> = kept.map(|(award, _)| arrival(award)).collect();
        let claims: Vec<Claim> = pairs()
            .zip(sent)
            .map(
                |((award, carried), sent)| match kept.contains(&arrival(award)) {
                    true => Claim::Known(carried.arrived()),
                    false => Claim::Open {
                        qty: if sent.is_positive() { *sent } else { award.qty },
                        is_first: sent.is_positive(),
                    },
                },
            )
            .collect();
        let noted = noted(&self.steps, DispatchStep::Receive, self.awards, &claims);
        let known = noted.into_iter().zip(&claims).zip(sent);
        known
            .map(|((noted, claim), sent)| match claim {
                Claim::Known(came) => Some(*came).filter(|came| came.is_positive()),
                // Nothing is missing of what never left.
                Claim::Open { .. } => noted.filter(|qty| qty.is_positive() || sent.is_positive()),
            })
            .collect()
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

    /// The steps that were done for an award.
    fn done(&self, at: usize) -> Done<'a> {
        let mut done = Done::default();
        for step in self.steps_of(&self.awards[at]) {
            let record = Record {
                date: step.date,
                handler: &step.handler,
                paper: &step.reference,
            };
            done.add(step.step, record);
        }
        let carried = &self.carriage.awards[at];
        for (step, parts) in [
            (DispatchStep::Ship, &carried.sent),
            (DispatchStep::Receive, &carried.came),
        ] {
            for Part { line, .. } in parts {
                let record = Record {
                    date: line.date,
                    handler: &line.handler,
                    paper: &line.doc,
                };
                done.add(step, record);
            }
        }
        done
    }
}

/// The awards of one lot that arrive for a request line at one site.
fn arrival(award: &Allocation) -> [&str; 5] {
    [
        &award.request,
        &award.line,
        &award.item,
        &award.lot,
        &award.site,
    ]
}

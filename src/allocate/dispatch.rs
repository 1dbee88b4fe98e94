//! How far has each award come on its way, what is due next, and what may leave now?
//!
//! Apply, approve, issue the task, ship; receive closes the order. In an emergency goods are shipped first and the same
//! papers follow, with a clock that runs from the day of shipping. Nothing that is specially scarce leaves without
//! approval, emergency or not. Steps are records of who did what and when; what the ledger knows of shipping and arrival
//! counts as a record. Tables: `dispatch` (a row an award), `allocation` (the awards that may leave now), `finding`.
//!
//! What is on record: `record`, of it `noted` what people wrote down and `carried` what the ledger knows; `fault` what
//! is wrong with it. `route` says where a request goes, `quota` what became of goods from above.
//!
//! Never: a movement; that is for `stock post`.

pub mod carried;
pub mod quota;
pub mod route;

mod fault;
mod noted;
mod record;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::calendar::Day;
use crate::ledger::Loaded;
use crate::ledger::tables::{Allocation, Dispatch, Finding, Movement, Request, Step};
use crate::ledger::word::{DispatchStatus, DispatchStep};
use crate::policy::procedure::Procedure;
use crate::quantity::Quantity;

use record::{Account, Records};

/// What a dispatch desk has before it.
#[derive(Debug, Clone, Copy)]
pub struct DispatchInputs<'a> {
    pub awards: &'a Loaded<Allocation>,
    pub steps: &'a Loaded<Step>,
    pub requests: &'a [Request],
    /// What was posted already; may be empty.
    pub movements: &'a [Movement],
    /// Items that are specially scarce, besides those that the awards say are.
    pub special: &'a BTreeSet<String>,
    pub rules: &'a Procedure,
    pub as_of: Day,
    /// Days after shipping in which the papers of an emergency follow.
    pub grace: i64,
}

/// The state of a plan on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatched {
    pub orders: Vec<Dispatch>,
    /// The awards that may leave now, with their approval.
    pub cleared: Vec<Allocation>,
    pub findings: Vec<Finding>,
}

/// The steps of an ordinary order, and of one that ships first. Rule: `P0-E05`, `D-07`, `P0-E07`, `P0-E08`.
const PAPERS_FIRST: [DispatchStep; 4] = [
    DispatchStep::Apply,
    DispatchStep::Approve,
    DispatchStep::IssueTask,
    DispatchStep::Ship,
];
const SHIPS_FIRST: [DispatchStep; 4] = [
    DispatchStep::Ship,
    DispatchStep::Apply,
    DispatchStep::Approve,
    DispatchStep::IssueTask,
];

/// What comes first: the papers, or, in an emergency, the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    PapersFirst,
    ShipsFirst,
}

impl Course {
    /// The course of what is, or is not, urgent.
    pub fn of(is_urgent: bool) -> Course {
        match is_urgent {
            true => Course::ShipsFirst,
            false => Course::PapersFirst,
        }
    }

    /// The steps in their order.
    pub fn steps(self) -> [DispatchStep; 4] {
        match self {
            Course::PapersFirst => PAPERS_FIRST,
            Course::ShipsFirst => SHIPS_FIRST,
        }
    }
}

/// An award with what is on record of it.
struct Order<'a> {
    award: &'a Allocation,
    course: Course,
    is_special: bool,
    is_urgent: bool,
    /// How many lines of the ledger took goods of it out.
    departures: usize,
    on_record: Account<'a>,
}

/// The documents of awards of these plans that the ledger knows on the day, also those that a reversal undid.
fn documents<'a>(inputs: &DispatchInputs<'a>) -> HashSet<&'a str> {
    let awards = inputs.awards.rows.iter();
    let plans: BTreeSet<&str> = awards.map(|award| award.plan.as_str()).collect();
    let is_of_plan = |doc: &str| plans.iter().any(|plan| doc.starts_with(plan));
    let lines = inputs.movements.iter();
    let known = lines.filter(|line| line.date <= inputs.as_of && is_of_plan(&line.doc));
    known.map(|line| line.doc.as_str()).collect()
}

/// How far each award has come on the day.
///
/// Result: `orders` and `cleared` in the order of the awards. Rule: `P0-A04`, `P0-E05`, `P0-E07`, `P0-E08`.
pub fn dispatch(inputs: &DispatchInputs) -> Dispatched {
    let records = Records::of(inputs);
    let documents = documents(inputs);
    let urgent: HashMap<(&str, &str), bool> = inputs
        .requests
        .iter()
        .map(|row| {
            (
                (row.request.as_str(), row.line.as_str()),
                row.urgent == Some(true),
            )
        })
        .collect();
    let mut answer = Dispatched {
        orders: Vec::new(),
        cleared: Vec::new(),
        findings: Vec::new(),
    };
    let accounts = records.accounts();
    for (at, ((award, place), on_record)) in inputs.awards.iter().zip(accounts).enumerate() {
        let is_urgent = urgent
            .get(&(award.request.as_str(), award.line.as_str()))
            .copied()
            .unwrap_or(false);
        let is_special =
            award.special == Some(true) || inputs.special.contains(award.item.as_str());
        let order = Order {
            award,
            course: Course::of(is_urgent && !is_special),
            is_special,
            is_urgent,
            departures: records.departures(at),
            on_record,
        };
        answer.findings.extend(fault::of_order(&order, place));
        if let Some(cleared) = cleared(&order, at + 1, &documents, inputs) {
            answer.cleared.push(cleared);
        }
        answer.orders.push(row(&order, inputs));
    }
    let others = records.others().iter().copied();
    answer.findings.extend(others.map(fault::other_lot));
    answer.findings.extend(fault::unknown(inputs));
    answer
}

impl Order<'_> {
    /// The day on which a step was done, as far as is known.
    fn on(&self, step: DispatchStep) -> Option<Day> {
        let done = self.on_record.done.on(step);
        match step {
            DispatchStep::Ship => done.filter(|_| self.on_record.sent.is_positive()),
            DispatchStep::Receive => done.filter(|_| self.on_record.received.is_some()),
            _ => done,
        }
    }

    /// What left: at least what arrived, and all of it where nothing says how much.
    fn left(&self) -> Quantity {
        let received = self.on_record.received.unwrap_or_default();
        let is_told = self.on_record.sent.is_positive() || !received.is_positive();
        match is_told {
            true => self.on_record.sent.max(received),
            false => self.award.qty.max(received),
        }
    }

    /// What should arrive, as far as is known.
    fn due(&self) -> Quantity {
        match self.on_record.sent.is_positive() {
            true => self.on_record.sent,
            false => self.award.qty,
        }
    }

    fn papers_are_done(&self) -> bool {
        [
            DispatchStep::Apply,
            DispatchStep::Approve,
            DispatchStep::IssueTask,
        ]
        .iter()
        .all(|step| self.on(*step).is_some())
    }

    /// What is due next; `None` where the order is closed.
    fn next_step(&self) -> Option<DispatchStep> {
        let open = self.course.steps().into_iter().find(|step| match step {
            DispatchStep::Ship => self.left() < self.award.qty,
            step => self.on(*step).is_none(),
        });
        open.or((!self.is_all_there()).then_some(DispatchStep::Receive))
    }

    /// When it was shipped, as far as is known: what arrived was, by the day on which it arrived.
    fn shipped(&self) -> Option<Day> {
        let arrived = self.on_record.received;
        let arrived = arrived.filter(|received| received.is_positive());
        let arrived = arrived.and_then(|_| self.on(DispatchStep::Receive));
        self.on(DispatchStep::Ship).or(arrived)
    }

    fn is_all_there(&self) -> bool {
        let received = self.on_record.received;
        received.is_some_and(|received| received >= self.award.qty)
    }

    fn status(&self) -> DispatchStatus {
        let done = |step| self.on(step).is_some();
        match self.next_step() {
            None => DispatchStatus::Closed,
            Some(_) if self.on_record.received.is_some() => DispatchStatus::Received,
            Some(_) if self.left() >= self.award.qty => DispatchStatus::Shipped,
            Some(_) if done(DispatchStep::Ship) => DispatchStatus::PartlyShipped,
            Some(_) if self.papers_are_done() => DispatchStatus::Tasked,
            Some(_) if done(DispatchStep::Approve) => DispatchStatus::Approved,
            Some(_) if done(DispatchStep::Apply) => DispatchStatus::Applied,
            Some(_) => DispatchStatus::Proposed,
        }
    }

    /// Whether it was shipped before anybody approved it, and no emergency allowed that.
    fn left_unapproved(&self) -> bool {
        let shipped = self.shipped();
        let approved = self.on(DispatchStep::Approve);
        self.course == Course::PapersFirst
            && shipped.is_some_and(|shipped| approved.is_none_or(|approved| approved > shipped))
    }

    fn reason(&self) -> &'static str {
        let is_shipped = self.shipped().is_some();
        let received = self.on_record.received;
        let is_short = received.is_some_and(|received| received < self.due());
        let is_part = is_shipped && self.left() < self.award.qty;
        match () {
            () if self.left_unapproved() => "shipped_unapproved",
            () if self.is_special && self.on(DispatchStep::Approve).is_none() => "needs_approval",
            () if is_shipped && !self.papers_are_done() => "papers_open",
            () if is_short => "short_received",
            () if is_part => "partly_shipped",
            () => "",
        }
    }
}

fn row(order: &Order, inputs: &DispatchInputs) -> Dispatch {
    let award = order.award;
    let on = |step| order.on(step);
    let received = order.on_record.received;
    let approval = order.on_record.done.of(DispatchStep::Approve);
    let reason = order.reason();
    let papers_due = order
        .shipped()
        .filter(|_| !order.papers_are_done())
        .map(|shipped| shipped.plus_days(inputs.grace));
    Dispatch {
        plan: award.plan.to_string(),
        request: award.request.to_string(),
        line: award.line.to_string(),
        from_site: award.from_site.to_string(),
        lot: award.lot.to_string(),
        site: award.site.to_string(),
        item: award.item.to_string(),
        qty: award.qty,
        unit: award.unit.to_string(),
        status: order.status(),
        next_step: order.next_step(),
        special: order.is_special.then_some(true),
        urgent: order.is_urgent.then_some(true),
        approval: approval.map_or(String::new(), |record| record.paper()),
        approver: approval.map_or(String::new(), |record| record.handler.to_owned()),
        approved_on: on(DispatchStep::Approve),
        shipped_on: on(DispatchStep::Ship),
        received_on: on(DispatchStep::Receive),
        received,
        short: received.map(|received| (award.qty - received).or_zero()),
        next_due: papers_due,
        overdue_days: papers_due.map(|due| inputs.as_of.days_since(due).max(0)),
        liable: inputs.rules.liable.clone(),
        reason: reason.to_owned(),
        rule: rule_of(reason, inputs.rules).to_owned(),
    }
}

fn rule_of<'a>(reason: &str, rules: &'a Procedure) -> &'a str {
    match reason {
        "needs_approval" => &rules.special.rule,
        "shipped_unapproved" => &rules.approve.rule,
        "papers_open" => &rules.urgent.rule,
        _ => &rules.id,
    }
}

/// What of the award may leave now: what has not left, after its papers, or at once in an emergency.
///
/// Its document is the plan's with the `number` of the award, so that awards of one plan can be posted on different days
/// and none of them twice; what follows after a part has left, or after a document was undone by a reversal, has a
/// document of its own.
fn cleared(
    order: &Order,
    number: usize,
    documents: &HashSet<&str>,
    inputs: &DispatchInputs,
) -> Option<Allocation> {
    let may_leave = order.course == Course::ShipsFirst || order.papers_are_done();
    let award = order.award;
    let qty = award.qty - order.left();
    if !qty.is_positive() || !may_leave {
        return None;
    }
    let document = |part: usize| match part {
        1 => format!("{}-{number}", award.plan),
        part => format!("{}-{number}-{part}", award.plan),
    };
    let mut free = (order.departures + 1..).map(document);
    let free = free.find(|name| !documents.contains(name.as_str()))?;
    let approval = order.on_record.done.of(DispatchStep::Approve);
    Some(Allocation {
        plan: free.into(),
        date: Some(inputs.as_of),
        approval: match approval {
            Some(record) => record.paper().into(),
            None => inputs.rules.urgent.rule.as_str().into(),
        },
        special: order.is_special.then_some(true),
        ..award.part(qty)
    })
}

#[cfg(test)]
mod tests;

//! What goes from the surplus of some to those who are still short?
//!
//! What was not met is asked for again, of the sites that have more than they keep for themselves
//! (`supply::surplus`) and did not refuse. Who gets how much is shared as in any plan: tier by tier, by the
//! rule of the policy; which lots go comes second, by the shortest way in all. Each row of `transfer` says
//! what its giver keeps and how long that lasts, who agreed, and how far it is.
//!
//! | a site does not give | because |
//! |---|---|
//! | of what it asks for itself | its own need comes first |
//! | without a known floor | nobody can say what it could spare |
//! | where it or its county refused | `consent`, the latest answer |
//! | where the risk of its area is high | nothing leaves there |
//!
//! `givers` is who gives and what they answered, `spare` what of it can go, `left` what is open of each line; `audit`
//! judges.
//!
//! Rule: `P0-E09`, `P0-F06`.
//!
//! Never: money. What a transfer costs is worked out from what was posted.

use std::collections::{HashMap, HashSet};

use crate::allocate::supply::lots::{available, smallest_issue};
use crate::allocate::supply::posted::Posted;
use crate::allocate::supply::remaining::remaining;
use crate::allocate::supply::surplus::Surplus;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostic, Result};
use crate::ledger::tables::{
    Allocation, Burn, Consent, Cover, Finding, Lane, OnHand, Request, Transfer, Unmet,
};
use crate::ledger::{Catalogue, SiteTree, Text};
use crate::policy::Rules;
use crate::quantity::Quantity;

mod audit;
mod givers;
mod left;
mod spare;

use super::plan::implausible_claims;
use super::{PlanOptions, plan};
use givers::{Givers, consent};
use left::left_open;
use spare::Spare;

/// What transfers are made from.
#[derive(Debug, Clone, Copy)]
pub struct TransferInputs<'a> {
    pub onhand: &'a [OnHand],
    pub requests: &'a [Request],
    /// What a plan before left open; `None` where nobody says, and then requests are but for its awards.
    pub unmet: Option<&'a [Unmet]>,
    /// What that plan and transfers before give out of the same balances: it is gone where it lay, and lies with who
    /// gets it.
    pub allocation: &'a [Allocation],
    /// Those transfers.
    pub before: &'a [Transfer],
    /// What of all that the ledger has carried out, so that the balances are without it.
    pub posted: &'a Posted,
    pub burn: &'a [Burn],
    pub cover: &'a [Cover],
    pub consents: &'a [Consent],
    pub lanes: &'a [Lane],
    pub items: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub rules: &'a Rules,
    pub as_of: Day,
    /// The sites that may give; `None`: every site that keeps stock.
    pub from: Option<&'a [String]>,
    /// Days of its own use that a giver keeps; `None` where only its standards count.
    pub floor_days: Option<i64>,
    pub plan_id: &'a str,
    pub basis_seal: &'a str,
    pub options: PlanOptions,
}

/// Transfers, and what is open after them and the plans before. Both tables are sorted by their keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfers {
    pub transfer: Vec<Transfer>,
    pub unmet: Vec<Unmet>,
    pub notes: Vec<Diagnostic>,
}

/// Plans what goes from surplus to shortage.
///
/// Result: `transfer` by (request, line, from_site, lot), `unmet` by (request, line). No giver falls below
/// its floor. Errors: those of [`plan()`].
///
/// Rule: `P0-E09`.
pub fn transfers(inputs: &TransferInputs) -> Result<Transfers> {
    let open = open_requests(inputs);
    let drawn = draw(&open, &[], inputs)?;
    Ok(Transfers {
        transfer: drawn.transfer,
        unmet: left_open(drawn.unmet, inputs),
        notes: drawn.of_lines.into_iter().chain(drawn.of_givers).collect(),
    })
}

/// What one draw on those who give moves, and what it leaves of the lines it is for.
pub(super) struct Drawn {
    pub(super) transfer: Vec<Transfer>,
    unmet: Vec<Unmet>,
    /// What is to be said of the lines and of the goods.
    pub(super) of_lines: Vec<Diagnostic>,
    /// What is to be said of those who give.
    pub(super) of_givers: Vec<Diagnostic>,
    /// The goods that stay because nobody says what is needed where they lie, by site and item.
    pub(super) unknown: Vec<(String, String)>,
}

/// Plans what goes to the lines of `open`.
///
/// `asked`: where this is one of several draws, all that is asked for; who asks for goods gives none of them, in no draw.
/// Errors: those of [`plan`].
pub(super) fn draw(open: &[Request], asked: &[Request], inputs: &TransferInputs) -> Result<Drawn> {
    let spare = Spare::of(open, asked, inputs);
    let planned = plan(&spare.plan_inputs(open, asked, inputs))?;
    Ok(Drawn {
        transfer: rows(planned.allocation, &spare.givers, &spare.surplus, inputs),
        unmet: planned.unmet,
        of_lines: planned.notes,
        unknown: spare.unknown(),
        of_givers: spare.givers.notes,
    })
}

/// Warns of claims of `open` that cannot be meant, held against all that may be given: once for several draws.
///
/// Errors: those of [`plan`].
pub(super) fn implausible(open: &[Request], inputs: &TransferInputs) -> Result<Vec<Diagnostic>> {
    let spare = Spare::of(open, &[], inputs);
    implausible_claims(&spare.plan_inputs(open, &[], inputs))
}

/// The request lines that are still open, each with what it lacks; who may not have the goods lacks none of them.
pub fn open_requests(inputs: &TransferInputs) -> Vec<Request> {
    let Some(unmet) = inputs.unmet else {
        return less_awards(inputs);
    };
    let named: HashMap<(&str, &str), &Request> = inputs
        .requests
        .iter()
        .map(|row| ((row.request.as_str(), row.line.as_str()), row))
        .collect();
    // A pipe may hold what a plan left open and what transfers left of that: the first stands.
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    let open = unmet.iter().filter(|row| {
        let is_open = !row.is_barred() && row.short.is_some_and(|short| short.is_positive());
        is_open && seen.insert((&row.request, &row.line))
    });
    let moved = moved_since(unmet, inputs.before);
    let open = open.map(|row| {
        let line = (row.request.as_str(), row.line.as_str());
        let asked = named.get(&line);
        let moved = moved.get(&line).copied().unwrap_or_default();
        Request {
            qty: row.short.map(|short| whole(short - moved, row, inputs)),
            ..asked.map_or_else(|| bare_request(row), |asked| (*asked).clone())
        }
    });
    open.filter(|line| line.qty.is_some_and(Quantity::is_positive))
        .collect()
}

/// What is open of a line that asks for whole units, in whole units: what stands in for goods leaves parts of them open,
/// and nobody issues a part of one.
///
/// Rule: `D-32`.
fn whole(open: Quantity, row: &Unmet, inputs: &TransferInputs) -> Quantity {
    let unit = inputs.items.get(&row.item).map_or("", |item| &item.unit);
    let step = smallest_issue(unit, None);
    let asks_whole = row
        .requested
        .is_some_and(|asked| asked.thousandths() % step == 0);
    let part = open.thousandths().rem_euclid(step);
    match asks_whole && part > 0 {
        true => Quantity::from_thousandths(open.thousandths() - part + step),
        false => open,
    }
}

/// What transfers brought to each line that the rows of `unmet` do not know of: those of a transfer are what all of
/// them left.
fn moved_since<'a>(
    unmet: &[Unmet],
    before: &'a [Transfer],
) -> HashMap<(&'a str, &'a str), Quantity> {
    let plans: HashSet<&str> = before.iter().map(|row| row.plan.as_str()).collect();
    let mut moved = HashMap::new();
    if unmet.iter().any(|row| plans.contains(row.plan.as_str())) {
        return moved;
    }
    for row in before {
        *moved.entry((&*row.request, &*row.line)).or_default() += row.qty;
    }
    moved
}

/// The request lines with what the awards of the plan before left open of each; where there was none, as they stand.
fn less_awards(inputs: &TransferInputs) -> Vec<Request> {
    let mut given: HashMap<(&str, &str), Quantity> = HashMap::new();
    for award in inputs.allocation {
        *given.entry((&award.request, &award.line)).or_default() += award.met();
    }
    let open = inputs.requests.iter().filter_map(|line| {
        let got = given.get(&(line.request.as_str(), line.line.as_str()));
        let Some(got) = got.copied() else {
            return Some(line.clone());
        };
        let qty = line.qty.map(|asked| asked - got);
        qty.is_none_or(Quantity::is_positive).then(|| Request {
            qty,
            ..line.clone()
        })
    });
    open.collect()
}

/// A request of which only what is missing is known.
fn bare_request(row: &Unmet) -> Request {
    Request {
        request: row.request.clone(),
        line: row.line.clone(),
        ..Request::of(&row.site, &row.item)
    }
}

/// Judges transfers by logic of its own: no lot gives more than it has, no giver falls below its floor, refuses or is
/// in danger, nobody gets more than it lacks.
///
/// Codes: `over_issued`, `below_floor`, `refused`, `risky`, `over_awarded`.
pub fn audit(inputs: &TransferInputs, transfer: &[Transfer]) -> Vec<Finding> {
    audit::findings(inputs, transfer)
}

/// The awards of the plan as transfers, each with what its giver has left after all of them.
fn rows(
    allocation: Vec<Allocation>,
    givers: &Givers,
    spare: &Surplus,
    inputs: &TransferInputs,
) -> Vec<Transfer> {
    let left = remaining(&spare.left, &allocation);
    let hours: HashMap<(&str, &str), Option<f64>> = inputs
        .lanes
        .iter()
        .map(|lane| ((lane.from_site.as_str(), lane.site.as_str()), lane.hours))
        .collect();
    let row = |award: Allocation| {
        let goods = (award.from_site.as_str(), award.item.as_str());
        let keep = spare.keeps[&goods];
        let kept = spare.lots_of(goods, &left);
        let way = hours.get(&(award.from_site.as_str(), award.site.as_str()));
        let answer = givers.answer(goods.0, goods.1);
        Transfer {
            floor: keep.floor,
            kept: Some(kept.iter().map(|row| available(row)).sum()),
            kept_days: keep.days(&kept, inputs.as_of),
            hours: way.copied().flatten(),
            consent: answer.map_or(String::new(), consent),
            plan: award.plan.into(),
            request: award.request.into(),
            line: award.line.into(),
            lot: award.lot.into(),
            date: award.date,
            site: award.site.into(),
            qty: award.qty,
            unit: award.unit.into(),
            expiry: award.expiry,
            form: award.form,
            owner: award.owner.into(),
            earmark: award.earmark.into(),
            unit_cost: award.unit_cost,
            tier: award.tier,
            distance: award.distance,
            rule: award.rule.into(),
            reason: award.reason.into(),
            basis_seal: award.basis_seal.into(),
            from_site: award.from_site.into(),
            item: award.item.into(),
        }
    };
    allocation.into_iter().map(row).collect()
}

/// A transfer that was planned before as what it is to the goods: they leave a lot, and lie with who gets them.
pub fn as_award(row: &Transfer) -> Allocation {
    Allocation {
        plan: row.plan.as_str().into(),
        request: row.request.as_str().into(),
        line: row.line.as_str().into(),
        from_site: row.from_site.as_str().into(),
        lot: row.lot.as_str().into(),
        date: row.date,
        site: row.site.as_str().into(),
        item: row.item.as_str().into(),
        qty: row.qty,
        unit: row.unit.as_str().into(),
        expiry: row.expiry,
        form: row.form,
        owner: row.owner.as_str().into(),
        earmark: row.earmark.as_str().into(),
        unit_cost: row.unit_cost,
        tier: row.tier,
        rule: row.rule.as_str().into(),
        reason: row.reason.as_str().into(),
        distance: row.distance,
        approval: Text::new(),
        basis_seal: row.basis_seal.as_str().into(),
        special: None,
        stands_for: Text::new(),
        counts_as: None,
    }
}

#[cfg(test)]
mod tests;

//! Which lines may draw on a reserve, and what do the others do?
//!
//! A reserve opens at the response levels of its gate. Below them every store that is no reserve serves first, each area
//! itself; then the reserve serves those whose urgency is on record, of what they are still short of. The others get
//! nothing of it: `not_triggered`, and the rule says what they do instead. Where nobody states a level the gate is not
//! judged, and that is said.
//!
//! DIFFERENCE: a level that nobody states is not taken for none, which would shut every reserve without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Allocation, Event, OnHand, Request, Unmet};
use crate::ledger::word::{Form, Level};
use crate::policy::procedure::Gate;
use crate::quantity::Quantity;

use super::lots::{available, givers};
use super::{Plan, PlanInputs};

/// The gate of a policy, and the levels in force.
#[derive(Debug, Clone, Copy)]
pub struct Gated<'a> {
    pub gate: &'a Gate,
    /// The level that stands in place of those of the events.
    pub stated: Option<Level>,
    pub events: &'a [Event],
}

impl Gated<'_> {
    /// The level in force where a line asks.
    fn level(&self, request: &Request, inputs: &PlanInputs) -> Option<Level> {
        let in_force = || {
            inputs
                .sites
                .level_in_force(self.events, &request.site, inputs.as_of)
        };
        self.stated.or_else(in_force)
    }

    /// Whether a line may draw on the reserve; so may one of which nobody knows the level.
    fn is_open(&self, request: &Request, inputs: &PlanInputs) -> bool {
        let level = self.level(request, inputs);
        let by_level = level.is_none_or(|level| self.gate.is_open_at(level));
        by_level || (request.urgent == Some(true) && self.gate.urgent.is_some())
    }
}

/// A plan that keeps the gate; without one, or where every line may draw on the reserve, the plan of [`super::plan`].
///
/// Errors: those of the plan. Rule: `P0-E01`, `P0-E02`, `P0-E08`, `P0-T16`, `P3-E01`.
pub fn plan(inputs: &PlanInputs, gated: Option<&Gated>) -> Result<Plan> {
    let Some(gated) = gated else {
        return super::plan(inputs);
    };
    let (own, reserve) = stores(inputs, gated.gate);
    let by_level = |request: &Request| {
        gated
            .level(request, inputs)
            .is_none_or(|level| gated.gate.is_open_at(level))
    };
    if reserve.is_empty() || inputs.requests.iter().all(by_level) {
        let mut plan = super::plan(inputs)?;
        plan.notes.extend(unjudged(inputs, gated, &reserve));
        return Ok(plan);
    }
    let mut plan = super::plan(&PlanInputs {
        from: Some(&own),
        ..*inputs
    })?;
    let open = still_short(inputs, gated, &plan.unmet);
    let drawn = super::plan(&PlanInputs {
        from: Some(&reserve),
        requests: &open,
        ..*inputs
    })?;
    merge(&mut plan, drawn, inputs, gated, &reserve);
    Ok(plan)
}

/// The stores that give freely, and those that are the reserve.
fn stores(inputs: &PlanInputs, gate: &Gate) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = givers(inputs).into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    let is_reserve = |name: &String| {
        inputs
            .sites
            .get(name)
            .is_some_and(|site| gate.givers.includes(site))
    };
    let (reserve, own) = names.into_iter().partition(is_reserve);
    (own, reserve)
}

/// What lines that may draw on the reserve are still short of.
fn still_short(inputs: &PlanInputs, gated: &Gated, unmet: &[Unmet]) -> Vec<Request> {
    let short: BTreeMap<(&str, &str), Quantity> = unmet
        .iter()
        .filter_map(|row| Some(((row.request.as_str(), row.line.as_str()), row.short?)))
        .collect();
    let open = inputs
        .requests
        .iter()
        .filter(|line| gated.is_open(line, inputs));
    open.filter_map(|line| {
        let short = short.get(&(line.request.as_str(), line.line.as_str()))?;
        Some(Request {
            qty: Some(*short),
            ..line.clone()
        })
    })
    .collect()
}

/// Adds what the reserve gives, and says why the others get none of it.
fn merge(plan: &mut Plan, drawn: Plan, inputs: &PlanInputs, gated: &Gated, reserve: &[String]) {
    let asked: BTreeMap<(&str, &str), &Request> = inputs
        .requests
        .iter()
        .map(|line| ((line.request.as_str(), line.line.as_str()), line))
        .collect();
    let drawn_short: BTreeMap<(&str, &str), &Unmet> = drawn
        .unmet
        .iter()
        .map(|row| ((row.request.as_str(), row.line.as_str()), row))
        .collect();
    let in_reserve = items_in(reserve, inputs);
    let mut refused = 0;
    plan.unmet.retain_mut(|row| {
        let key = (row.request.as_str(), row.line.as_str());
        let Some(line) = asked.get(&key) else {
            return true;
        };
        if gated.is_open(line, inputs) {
            let still = drawn_short.get(&key).copied();
            let Some(short) = row.short else { return true };
            let left = still.and_then(|row| row.short).unwrap_or(Quantity::ZERO);
            row.given += short - left;
            row.short = Some(left);
            if let Some(still) = still {
                (row.reason, row.rule) = (still.reason.clone(), still.rule.clone());
            }
            return left.is_positive();
        }
        let is_barred = row.reason.starts_with("not_eligible") || row.short.is_none();
        if !is_barred && in_reserve.contains(row.item.as_str()) {
            refused += 1;
            "not_triggered".clone_into(&mut row.reason);
            row.rule = format!(
                "{}+{}",
                gated.gate.id,
                instead(&line.site, inputs, gated.gate, reserve)
            );
        }
        true
    });
    plan.allocation.extend(drawn.allocation);
    plan.allocation.sort_by(|a, b| {
        let key = |row: &'_ Allocation| {
            [&row.request, &row.line, &row.from_site, &row.lot].map(Clone::clone)
        };
        key(a).cmp(&key(b))
    });
    plan.notes
        .extend(drawn.notes.into_iter().filter(|note| !is_of_part(note)));
    plan.notes
        .extend((refused > 0).then(|| closed(refused, gated.gate)));
}

/// Notes that a part of the requests would repeat.
fn is_of_part(note: &Diagnostic) -> bool {
    matches!(note.code, Code::BadWord | Code::Implausible)
}

fn closed(refused: usize, gate: &Gate) -> Diagnostic {
    let lines = match refused {
        1 => "1 line gets".to_owned(),
        more => format!("{more} lines get"),
    };
    let levels = gate.levels.join(" or ");
    let message = format!("{lines} nothing of the reserve, which opens at level {levels}");
    let hint = "offer its own units paid rotation (rotate plan), or record urgency in column urgent of the request";
    Diagnostic::warning(Code::NotTriggered, message).hint(hint)
}

/// Says that the gate was not judged, where the reserve gives and nobody states a level.
fn unjudged(inputs: &PlanInputs, gated: &Gated, reserve: &[String]) -> Option<Diagnostic> {
    let unknown = inputs
        .requests
        .iter()
        .any(|line| gated.level(line, inputs).is_none());
    (unknown && !reserve.is_empty() && !gated.events.is_empty()).then(|| {
        let message = "nobody states the response level where some ask, so that the gate of the reserve is not judged there";
        Diagnostic::warning(Code::NotTriggered, message).hint("add an event of their area to table event, or give --level")
    })
}

/// The items of which a reserve has something to give.
fn items_in<'a>(reserve: &[String], inputs: &PlanInputs<'a>) -> BTreeSet<&'a str> {
    let in_store = |row: &&OnHand| {
        reserve.contains(&row.site)
            && row.form.is_none_or(|form| form == Form::Physical)
            && !is_expired(row.expiry, inputs.as_of)
            && available(row).is_positive()
    };
    inputs
        .onhand
        .iter()
        .filter(in_store)
        .map(|row| row.item.as_str())
        .collect()
}

/// The rule on what a site does while the reserve is shut: a unit of its own level stands under the same area.
fn instead<'a>(site: &str, inputs: &PlanInputs, gate: &'a Gate, reserve: &[String]) -> &'a str {
    let parent = |code: &str| {
        inputs
            .sites
            .get(code)
            .map(|site| site.parent.as_str())
            .filter(|parent| !parent.is_empty())
    };
    let is_own =
        parent(site).is_some_and(|area| reserve.iter().any(|store| parent(store) == Some(area)));
    match is_own {
        true => &gate.own.rule,
        false => &gate.others.rule,
    }
}

/// Whether the reserve of an institution is called up with those of all others: the gate of the plan is open there.
///
/// Rule: `P0-E03`, `P3-E02`.
pub fn is_pooled(site: &str, gated: &Gated, sites: &SiteTree, as_of: Day) -> bool {
    let in_force = || sites.level_in_force(gated.events, site, as_of);
    let level = gated.stated.or_else(in_force);
    gated.gate.pooled.is_some() && level.is_some_and(|level| gated.gate.is_open_at(level))
}

#[cfg(test)]
mod tests;

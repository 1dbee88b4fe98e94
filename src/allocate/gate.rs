//! Which lines may draw on a reserve, and what do the others do?
//!
//! A reserve opens at the response levels of its gate. Below them every store that is no reserve serves first: an area
//! that supplies itself keeps its stores for its own lines, and stores of no such area serve whoever is still short;
//! then the reserve serves those whose urgency is on record, of what they are still short of. The others get nothing of
//! it: `not_triggered`, and the rule says what they do instead. Where nobody states a level the gate is not judged, and
//! that is said.
//!
//! DIFFERENCE: a level that nobody states is not taken for none, which would shut every reserve without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Event, OnHand, Request};
use crate::ledger::word::{Form, Level};
use crate::policy::procedure::Gate;

use super::draft::Draft;
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

    /// Whether the level opens the reserve to a line, or its use does; so may one of which nobody knows the level.
    fn is_open_by_level(&self, request: &Request, inputs: &PlanInputs) -> bool {
        let level = || self.level(request, inputs);
        self.gate.lets_through(&request.usage)
            || level().is_none_or(|level| self.gate.is_open_at(level))
    }

    /// Whether a line may draw on the reserve: by level, by use, or by its urgency.
    fn is_open(&self, request: &Request, inputs: &PlanInputs) -> bool {
        let is_urgent = request.urgent == Some(true);
        let level = || self.level(request, inputs);
        self.is_open_by_level(request, inputs)
            || level().is_some_and(|level| self.gate.is_open_for(level, is_urgent))
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
    let by_level = |request: &Request| gated.is_open_by_level(request, inputs);
    if inputs.requests.iter().all(by_level) {
        let mut plan = super::plan(inputs)?;
        plan.notes.extend(unjudged(inputs, gated, &reserve));
        return Ok(plan);
    }
    let mut draft = Draft::of(inputs.requests);
    for (area, stores) in by_area(own, inputs, gated.gate) {
        let is_served = |line: &Request| {
            area.is_none_or(|area| self_reliant(&line.site, inputs, gated.gate) == Some(area))
        };
        draw(&mut draft, inputs, &stores, is_served)?;
    }
    if !reserve.is_empty() {
        draw(&mut draft, inputs, &reserve, |line| {
            gated.is_open(line, inputs)
        })?;
    }
    refuse(&mut draft, inputs, gated, &reserve);
    draft.say(unjudged(inputs, gated, &reserve));
    Ok(draft.finish())
}

/// Lets the lines that are `served` and still open draw on some of the stores.
fn draw(
    draft: &mut Draft,
    inputs: &PlanInputs,
    stores: &[String],
    served: impl Fn(&Request) -> bool,
) -> Result<()> {
    let open = draft.open(served);
    let drawn = super::plan(&PlanInputs {
        from: Some(stores),
        requests: &open,
        ..*inputs
    })?;
    draft.add(drawn, &open);
    Ok(())
}

/// The stores that give freely, and those that are the reserve.
fn stores(inputs: &PlanInputs, gate: &Gate) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = givers(inputs).into_iter().map(str::to_owned).collect();
    if inputs.from.is_none() {
        // A depot that nobody named and that keeps nothing is no mistake of anybody.
        let keeping: BTreeSet<&str> = inputs.onhand.iter().map(|row| row.site.as_str()).collect();
        names.retain(|name| keeping.contains(name.as_str()));
    }
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

/// Stores by the area that they supply, and last those of no such area, which supply whoever is still short.
fn by_area<'a>(
    stores: Vec<String>,
    inputs: &PlanInputs<'a>,
    gate: &Gate,
) -> Vec<(Option<&'a str>, Vec<String>)> {
    let mut areas: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut general = Vec::new();
    for store in stores {
        // Of a store that stands under no such area nobody knows whose it is.
        match self_reliant(&store, inputs, gate).filter(|area| *area != store) {
            Some(area) => areas.entry(area).or_default().push(store),
            None => general.push(store),
        }
    }
    let areas = areas.into_iter().map(|(area, stores)| (Some(area), stores));
    areas.chain([(None, general)]).collect()
}

/// The area that supplies itself while the reserve is shut, and that a site belongs to: the highest, as depots may bear
/// the level of their area.
fn self_reliant<'a>(site: &str, inputs: &PlanInputs<'a>, gate: &Gate) -> Option<&'a str> {
    let sites = inputs.sites;
    let known = sites
        .upwards(site)
        .into_iter()
        .filter_map(|code| sites.get(code));
    let areas = known.filter(|area| gate.self_reliant.contains(&area.level));
    areas.map(|area| area.site.as_str()).next_back()
}

/// Says why the lines that may not draw on the reserve get none of it, where it has any.
fn refuse(draft: &mut Draft, inputs: &PlanInputs, gated: &Gated, reserve: &[String]) {
    let in_reserve = items_in(reserve, inputs);
    let mut refused = 0;
    for (line, row) in draft.unmet_mut() {
        let is_barred = row.reason.starts_with("not_eligible") || row.short.is_none();
        if !is_barred && !gated.is_open(line, inputs) && in_reserve.contains(row.item.as_str()) {
            refused += 1;
            "not_triggered".clone_into(&mut row.reason);
            let instead = instead(&line.site, inputs, gated.gate, reserve);
            row.rule = match instead == gated.gate.id {
                true => instead.to_owned(),
                false => format!("{}+{instead}", gated.gate.id),
            };
        }
    }
    draft.say((refused > 0).then(|| closed(refused, gated.gate)));
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
        .any(|line| !gated.gate.lets_through(&line.usage) && gated.level(line, inputs).is_none());
    (unknown && !reserve.is_empty()).then(|| {
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

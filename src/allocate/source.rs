//! Where is each missing unit to come from?
//!
//! A gap goes down the steps of the policy: the area's own stores and its neighbours' surplus
//! (`transfer.rs`), then what enterprises hold, have agreed to, can make, what institutions hold, what the
//! money buys, what is on order from outside. A step takes what it can have by the day of need and lasts as
//! long as is asked for; what no step has is asked of the next level. Every unit of a gap stands in exactly
//! one row, and no source gives more than it has.
//!
//! Of what comes in time a line takes the latest, so that the earliest is left for who cannot wait; when all
//! lines have taken theirs, each has it as early as the others leave it.
//!
//! Gaps are taken tier by tier, and inside a tier in their order of priority: a step that has too little
//! for all serves who comes first.
//!
//! Rule: `P0-E12`, `P0-E04`.
//!
//! Never: an order, a call-off or a price; those are for the desk.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::calendar::Day;
use crate::ledger::tables::{Event, Finding, Inbound, Item, Request, Source, Transfer, Unmet};
use crate::ledger::word::{Channel, Level};
use crate::ledger::{Catalogue, SiteTree, Text};
use crate::policy::{Rules, Sourcing, SourcingStep};
use crate::quantity::Quantity;
use crate::stock::availability::Arrivals;

mod above;
mod audit;
mod offer;
mod taken;

pub use above::NEXT_LEVEL;
use above::{area, next_level, residual};
use offer::offers;
use taken::{Taken, bring_forward, rows_of, take};

use super::claimant::Precedence;
use super::eligibility::Gates;

/// What sources are found in.
#[derive(Debug, Clone, Copy)]
pub struct SourceInputs<'a> {
    /// The lines that are short, each with what it lacks.
    pub open: &'a [Request],
    /// What neighbours give of it.
    pub transfers: &'a [Transfer],
    /// What can be had by when, beside what lies in the stores.
    pub arrivals: &'a Arrivals,
    /// The day of the call that arrivals count from.
    pub called_on: Day,
    pub inbound: &'a [Inbound],
    pub items: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub rules: &'a Rules,
    /// The events that say which response level is in force where.
    pub events: &'a [Event],
    /// The level that was named, in place of theirs.
    pub level: Option<Level>,
    pub plan_id: &'a str,
}

/// The sources, and what the next level is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Sources {
    /// By (request, line, rank, provider).
    pub source: Vec<Source>,
    /// One line an asking area and item, by area and item.
    pub request: Vec<Request>,
}

/// A line that is short.
struct Gap<'a> {
    request: &'a Request,
    open: Quantity,
    rule: Option<&'a Sourcing>,
}

/// The lines that may have what they ask for: what others ask for is cut to zero, and no step is to bring it.
///
/// Rule: `P1-A04`.
pub fn eligible(
    open: Vec<Request>,
    items: &Catalogue,
    sites: &SiteTree,
    rules: &Rules,
) -> Vec<Request> {
    let mut gates = Gates::new(items, rules);
    let may_have = |line: &Request| gates.bar(line, sites.get(&line.site)).is_none();
    open.into_iter().filter(may_have).collect()
}

/// Finds a source for every missing unit.
///
/// Rule: that of the step, in column `rule`.
pub fn sources(inputs: &SourceInputs) -> Sources {
    let mut gaps = gaps(inputs);
    let mut offers = offers(inputs);
    let mut rows: Vec<Source> = Vec::new();
    let last = inputs
        .rules
        .sourcing
        .iter()
        .map(|rule| rule.steps.len())
        .max()
        .unwrap_or(0);
    for rank in 0..last {
        let mut taken: Vec<Taken> = Vec::new();
        for (number, gap) in gaps.iter_mut().enumerate() {
            let Some(step) = step_of(gap, rank, inputs) else {
                continue;
            };
            rows.extend(moved(gap, step, rank, inputs));
            taken.extend(take(gap, number, step.channel, &mut offers, inputs));
        }
        let taken = bring_forward(taken, &gaps, &mut offers, inputs);
        rows.extend(rows_of(&taken, &gaps, rank, &offers, inputs));
    }
    let request = residual(&gaps, inputs);
    rows.extend(gaps.iter().filter_map(|gap| asked_above(gap, inputs)));
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    Sources {
        source: rows,
        request,
    }
}

/// The lines that are short as they were before `transfers`: what a pipe says is left after them is not lacking twice,
/// and a line that they met in full, of which it says nothing, lacked what they bring.
pub fn before_transfers(unmet: &[Unmet], transfers: &[Transfer]) -> Vec<Unmet> {
    let mut moved: HashMap<(&str, &str), Quantity> = HashMap::new();
    for row in transfers {
        *moved.entry((&row.request, &row.line)).or_default() += row.qty;
    }
    let plans: HashSet<&str> = transfers.iter().map(|row| row.plan.as_str()).collect();
    let before = |row: &Unmet| {
        let moved = moved.get(&(row.request.as_str(), row.line.as_str()));
        let moved = moved.filter(|_| plans.contains(row.plan.as_str()));
        Unmet {
            short: row
                .short
                .map(|short| short + moved.copied().unwrap_or_default()),
            ..row.clone()
        }
    };
    let mut said: HashSet<(&str, &str)> = unmet
        .iter()
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let met = transfers
        .iter()
        .filter(|row| said.insert((&row.request, &row.line)))
        .map(|row| Unmet {
            plan: row.plan.as_str().into(),
            request: row.request.as_str().into(),
            line: row.line.as_str().into(),
            site: row.site.as_str().into(),
            item: row.item.as_str().into(),
            requested: None,
            given: Quantity::ZERO,
            short: moved
                .get(&(row.request.as_str(), row.line.as_str()))
                .copied(),
            reason: Text::new(),
            rule: Text::new(),
        });
    unmet.iter().map(before).chain(met).collect()
}

/// Judges sources by logic of its own: every gap adds up, nobody gives more than it has or after the day of need.
///
/// Codes: `gap_not_covered`, `over_promised`, `too_late`.
pub fn audit(inputs: &SourceInputs, found: &Sources) -> Vec<Finding> {
    audit::findings(inputs, found)
}

fn key(row: &Source) -> impl Ord + '_ {
    (
        &row.request,
        &row.line,
        row.rank,
        &row.provider,
        row.available_on,
    )
}

/// The gaps in the order in which they are served.
fn gaps<'a>(inputs: &SourceInputs<'a>) -> Vec<Gap<'a>> {
    let class_tier = |site: &str| {
        let order = inputs.rules.priority.as_ref();
        order.map_or(1, |order| order.tier(&inputs.sites.classes(site)))
    };
    let gap = |request: &'a Request| {
        let open = request.qty?;
        let item = inputs.items.get(&request.item).cloned();
        let item = item.unwrap_or_else(|| Item::unlisted(&request.item));
        let rule = inputs.rules.sourcing_of(&item);
        open.is_positive().then_some(Gap {
            request,
            open,
            rule,
        })
    };
    let mut gaps: Vec<Gap> = inputs.open.iter().filter_map(gap).collect();
    gaps.sort_by_cached_key(|gap| {
        let request = gap.request;
        let precedence = Precedence::of(&request.item, inputs.items, inputs.rules);
        let tier = precedence.tier(class_tier(&request.site), request);
        let urgency = (
            request.terms().priority.unwrap_or(i64::MAX),
            request.terms().need_by.is_none(),
            request.terms().need_by,
        );
        (
            tier,
            urgency,
            request.site.clone(),
            request.request.clone(),
            request.line.clone(),
        )
    });
    gaps
}

/// The step of this rank that is open to a gap.
fn step_of<'a>(gap: &Gap<'a>, rank: usize, inputs: &SourceInputs) -> Option<&'a SourcingStep> {
    let in_force = || {
        let (sites, site) = (inputs.sites, &gap.request.site);
        sites.level_in_force(inputs.events, site, inputs.called_on)
    };
    let level = inputs.level.or_else(in_force);
    let mut steps = gap.rule?.open_at(level);
    let step = steps.find(|(at, _)| *at == rank);
    step.map(|(_, step)| step)
}

/// What a gap takes of the transfers of a step, in time for its day of need.
fn moved(gap: &mut Gap, step: &SourcingStep, rank: usize, inputs: &SourceInputs) -> Vec<Source> {
    let mut rows = Vec::new();
    let (request, due) = (gap.request, due(gap, inputs));
    for transfer in inputs.transfers.iter().filter(|row| {
        (row.request == request.request && row.line == request.line)
            && row.item == request.item
            && due.is_none_or(|due| row.date.unwrap_or(inputs.called_on) <= due)
    }) {
        if step.channel == store_of(transfer, inputs.sites) {
            let qty = transfer.qty.min(gap.open);
            gap.open -= qty;
            let lot = format!("{} {}", transfer.from_site, transfer.lot);
            rows.push(row(gap, step, rank, lot.trim(), qty, transfer.date, inputs));
        }
    }
    merged(rows)
}

/// The day of need; one that is past is the day of the call.
fn due(gap: &Gap, inputs: &SourceInputs) -> Option<Day> {
    let need_by = gap.request.terms().need_by;
    need_by.map(|need| need.max(inputs.called_on))
}

/// Rows of one provider as one, available when the last of it is.
fn merged(rows: Vec<Source>) -> Vec<Source> {
    let mut by_provider: BTreeMap<String, Source> = BTreeMap::new();
    for row in rows {
        match by_provider.get_mut(&row.provider) {
            Some(there) => {
                there.qty += row.qty;
                there.available_on = there.available_on.max(row.available_on);
            }
            None => {
                by_provider.insert(row.provider.clone(), row);
            }
        }
    }
    by_provider
        .into_values()
        .filter(|row| row.qty.is_positive())
        .collect()
}

/// Whether a transfer stays in the area of its receiver.
fn store_of(transfer: &Transfer, sites: &SiteTree) -> Channel {
    match area(&transfer.from_site, sites) == area(&transfer.site, sites) {
        true => Channel::Own,
        false => Channel::Neighbour,
    }
}

fn row(
    gap: &Gap,
    step: &SourcingStep,
    rank: usize,
    provider: &str,
    qty: Quantity,
    day: Option<Day>,
    inputs: &SourceInputs,
) -> Source {
    Source {
        plan: inputs.plan_id.to_owned(),
        request: gap.request.request.to_string(),
        line: gap.request.line.to_string(),
        rank: i64::try_from(rank + 1).ok(),
        channel: step.channel,
        provider: provider.to_owned(),
        site: gap.request.site.to_string(),
        item: gap.request.item.to_string(),
        qty,
        unit: gap.request.unit.to_string(),
        available_on: day,
        need_by: gap.request.terms().need_by,
        reason: String::new(),
        rule: step.rule.clone(),
    }
}

/// What no step has of a gap, as its last row.
fn asked_above(gap: &Gap, inputs: &SourceInputs) -> Option<Source> {
    let asked = gap.rule.and_then(|rule| {
        let at = rule
            .steps
            .iter()
            .position(|step| step.channel == Channel::Request)?;
        Some((at, &rule.steps[at]))
    });
    let bare = SourcingStep::of(Channel::Request);
    let (rank, step) = asked.unwrap_or((0, &bare));
    let reason = match gap.rule {
        Some(_) => "no step has it in time",
        None => "no policy says where it may come from",
    };
    gap.open.is_positive().then(|| Source {
        rank: asked
            .is_some()
            .then(|| i64::try_from(rank + 1).unwrap_or(i64::MAX)),
        reason: reason.to_owned(),
        ..row(
            gap,
            step,
            rank,
            next_level(&gap.request.site, inputs.sites),
            gap.open,
            None,
            inputs,
        )
    })
}

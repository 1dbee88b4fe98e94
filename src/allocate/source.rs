//! Where is each missing unit to come from?
//!
//! A gap goes down the steps of the policy in their order: the surplus of the area's own stores and that of its
//! neighbours (`transfer`), what enterprises hold, have agreed to, can make, what institutions hold, what the
//! money buys, what is on order from outside. A step takes what it can have by the day of need and lasts as
//! long as is asked for; what no step has is asked of the next level. Every unit of a gap stands in exactly
//! one row, and no source gives more than it has. What transfers before have planned comes before all steps.
//!
//! Whom a row of a table serves is said by its site, in one way for all tables: a site under which others stand, and
//! that is of no class, is an area, and the row serves those in it; a depot, a shop or an institution serves the area it
//! stands under, and a row without a site serves everybody. A budget pays for its scope alone. What institutions hold
//! serves everybody while the policy calls up all of it together.
//!
//! Of what comes in time a line takes the latest, so that the earliest is left for who cannot wait; when all
//! lines have taken theirs, each has it as early as the others leave it.
//!
//! Gaps are taken tier by tier, and inside a tier in their order of priority: a step that has too little
//! for all serves who comes first.
//!
//! `offer` is what each step could give, `stores` what own stores and neighbours do, `taken` who takes how much of it,
//! `above` what the next level is asked for; `audit` finds every missing unit in one row.
//!
//! Rule: `P0-E03`, `P0-E04`, `P0-E12`, `P3-E01`.
//!
//! Never: an order, a call-off or a price; those are for the desk.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::allocate::plan::claimant::Precedence;
use crate::allocate::plan::eligibility::BarsByItem;
use crate::calendar::Day;
use crate::diagnostic::{Diagnostic, Result};
use crate::ledger::tables::{
    Budget, Demand, Event, Finding, Inbound, Item, Request, Source, Transfer, Unmet,
};
use crate::ledger::word::{Channel, Level};
use crate::ledger::{Catalogue, SiteTree, Text};
use crate::policy::{Rules, Sourcing, SourcingStep};
use crate::quantity::Quantity;
use crate::stock::availability::Arrivals;

mod above;
mod audit;
mod offer;
mod stores;
mod taken;

pub use above::NEXT_LEVEL;
use above::{Areas, residual};
use offer::offers;
use stores::Drawing;
pub use stores::Stores;
use taken::{Taken, bring_forward, rows_of, take};

/// What sources are found in.
#[derive(Debug, Clone, Copy)]
pub struct SourceInputs<'a> {
    /// The lines that are short, each with what it lacks.
    pub open: &'a [Request],
    /// What own stores and neighbours give of it.
    pub stores: Stores<'a>,
    /// What can be had by when, beside what lies in the stores and what money buys.
    pub arrivals: &'a Arrivals,
    /// The day of the call that arrivals count from.
    pub called_on: Day,
    pub inbound: &'a [Inbound],
    pub budgets: &'a [Budget],
    /// For the prices that it states.
    pub demands: &'a [Demand],
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
    /// What own stores and neighbours give where that was not planned before, step by step.
    pub transfer: Vec<Transfer>,
    pub notes: Vec<Diagnostic>,
}

/// A line that is short.
struct Gap<'a> {
    request: &'a Request,
    open: Quantity,
    rule: Option<&'a Sourcing>,
    /// The area that asks, and whom it asks.
    area: &'a str,
    next_level: &'a str,
    /// Whether a store of its area keeps all it has because nobody says what it needs.
    is_kept_back: bool,
}

impl<'a> Gap<'a> {
    /// The step of a channel, and its place in the order of the policy.
    fn step_for(&self, channel: Channel) -> Option<(usize, &'a SourcingStep)> {
        let steps = self.rule?.steps.iter().enumerate();
        let mut of_channel = steps.filter(|(_, step)| step.channel == channel);
        of_channel.next()
    }
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
    let mut bars = BarsByItem::new(items, rules);
    let may_have = |line: &Request| bars.bar(line, sites.get(&line.site)).is_none();
    open.into_iter().filter(may_have).collect()
}

/// Finds a source for every missing unit.
///
/// Errors: those of transfers, and `bad-word` for a mark of a donor that cannot be read.
///
/// Rule: that of the step, in column `rule`.
pub fn sources(inputs: &SourceInputs) -> Result<Sources> {
    let areas = Areas::of(inputs.sites);
    let mut gaps = gaps(inputs, &areas);
    let mut offers = offers(inputs, &areas)?;
    let mut drawing = Drawing::begun(&gaps, &areas, inputs)?;
    let mut rows = drawing.planned(&mut gaps);
    let lists = inputs.rules.sourcing.iter();
    let last = lists.map(|rule| rule.steps.len()).max().unwrap_or(0);
    for rank in 0..last {
        rows.extend(drawing.step(rank, &mut gaps)?);
        let mut taken: Vec<Taken> = Vec::new();
        for (number, gap) in gaps.iter_mut().enumerate() {
            if let Some(step) = step_of(gap, rank, inputs) {
                taken.extend(take(gap, number, step.channel, &mut offers, inputs));
            }
        }
        let taken = bring_forward(taken, &gaps, &mut offers.all, inputs);
        rows.extend(rows_of(&taken, &gaps, rank, &offers.all, inputs));
    }
    let request = residual(&gaps, inputs);
    rows.extend(gaps.iter().filter_map(|gap| asked_above(gap, inputs)));
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    let (transfer, notes) = drawing.finish();
    Ok(Sources {
        source: rows,
        request,
        transfer,
        notes,
    })
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
        // What the next level is asked for comes last, also where no step names it.
        row.channel == Channel::Request,
        row.rank,
        &row.provider,
        row.available_on,
    )
}

/// The gaps in the order in which they are served.
fn gaps<'a>(inputs: &SourceInputs<'a>, areas: &Areas<'a>) -> Vec<Gap<'a>> {
    let class_tier = |site: &str| {
        let order = inputs.rules.priority.as_ref();
        order.map_or(1, |order| order.tier(&inputs.sites.classes(site)))
    };
    let gap = |request: &'a Request| {
        let open = request.qty.filter(|open| open.is_positive())?;
        let area = areas.of_asker(&request.site);
        Some(Gap {
            request,
            open,
            rule: rule_of(&request.item, inputs),
            area,
            next_level: areas.above(area),
            is_kept_back: false,
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

/// The steps by which an item is looked for.
fn rule_of<'a>(item: &str, inputs: &SourceInputs<'a>) -> Option<&'a Sourcing> {
    let listed = inputs.items.get(item).cloned();
    let listed = listed.unwrap_or_else(|| Item::unlisted(item));
    inputs.rules.sourcing_of(&listed)
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

fn row(
    gap: &Gap,
    step: &SourcingStep,
    rank: Option<usize>,
    provider: &str,
    qty: Quantity,
    day: Option<Day>,
    inputs: &SourceInputs,
) -> Source {
    Source {
        plan: inputs.plan_id.to_owned(),
        request: gap.request.request.to_string(),
        line: gap.request.line.to_string(),
        rank: rank.and_then(|rank| i64::try_from(rank + 1).ok()),
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
    let asked = gap.step_for(Channel::Request);
    let bare = SourcingStep::of(Channel::Request);
    let step = asked.map_or(&bare, |(_, step)| step);
    let reason = match gap.rule {
        Some(_) if gap.is_kept_back => KEPT_BACK,
        Some(_) => "no step has it in time",
        None => "no policy says where it may come from",
    };
    let rank = asked.map(|(rank, _)| rank);
    gap.open.is_positive().then(|| Source {
        reason: reason.to_owned(),
        ..row(gap, step, rank, gap.next_level, gap.open, None, inputs)
    })
}

/// Why a line goes without what lies in a store of its area.
const KEPT_BACK: &str =
    "own stores keep what they have, as nobody says what they need; no other step has it in time";

//! Which lines may draw on a reserve, and what do the others do?
//!
//! A reserve opens at the response levels of its gate, area by area, as events say. An area below them supplies itself:
//! its stores serve its own lines and no others, whoever else asks. Then stores of no such area serve whoever is still
//! short. Last, the reserve and the stores of the areas at which the gate is open are drawn on as one, by the lines for
//! which it is open. The others get nothing of the reserve: `not_triggered`, and the rule says what they do instead. Where
//! nobody states a level the gate is not judged, and that is said. Lines of a use that has a trigger of its own, goods
//! released onto the market, pass the gate whatever the level is, of what they are still short of: that opens the reserve
//! alone, and what another area holds takes the consent of that area. Where all lines do, there is no gate. Urgency opens
//! none: it turns the steps of a dispatch, once goods are to be had (P0-E08).
//!
//! DIFFERENCE: a level that nobody states is not taken for none, which would shut every reserve without a word.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::allocate::supply::lots::{available, givers};
use crate::allocate::{Earlier, Plan, PlanInputs};
use crate::calendar::{Day, is_expired};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::number::numbered;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Event, Lane, OnHand, Request};
use crate::ledger::word::{Form, Level, UnmetReason, Word as _, ids};
use crate::policy::procedure::Gate;

use super::draft::Draft;

/// The gate of a policy, and the levels in force.
#[derive(Debug, Clone, Copy)]
pub struct Gated<'a> {
    pub gate: &'a Gate,
    /// The level that stands in place of those of the events.
    pub stated: Option<Level>,
    pub events: &'a [Event],
}

/// A gate held against the level in force at each site that asks, which is looked up once; `None` where nobody states
/// one.
struct Levels<'a> {
    inputs: &'a PlanInputs<'a>,
    gated: &'a Gated<'a>,
    of_askers: HashMap<&'a str, Option<Level>>,
}

impl<'a> Levels<'a> {
    fn of(inputs: &'a PlanInputs<'a>, gated: &'a Gated<'a>) -> Levels<'a> {
        let mut levels = Levels {
            inputs,
            gated,
            of_askers: HashMap::new(),
        };
        let askers = numbered(inputs.requests, |line| &line.site).names;
        levels.of_askers = askers
            .into_iter()
            .map(|site| (site, levels.at(site)))
            .collect();
        levels
    }

    /// The level in force at a site.
    fn at(&self, site: &str) -> Option<Level> {
        let in_force = || {
            let (sites, as_of) = (self.inputs.sites, self.inputs.as_of);
            sites.level_in_force(self.gated.events, site, as_of)
        };
        let stated = || self.gated.stated.or_else(in_force);
        self.of_askers.get(site).copied().unwrap_or_else(stated)
    }

    /// Whether the level at a site keeps the reserve shut; one that nobody knows does not.
    fn is_shut(&self, site: &str) -> bool {
        let level = self.at(site);
        level.is_some_and(|level| !self.gated.gate.is_open_at(level))
    }

    /// Whether a line has a trigger of its own.
    fn passes(&self, request: &Request) -> bool {
        self.gated.gate.lets_through(&request.usage)
    }

    /// Whether a line may draw on the reserve; so may one of which nobody knows the level.
    fn is_open(&self, request: &Request) -> bool {
        self.passes(request) || !self.is_shut(&request.site)
    }
}

/// The stores of a plan, by whom they serve.
struct Stores<'a> {
    reserve: Vec<String>,
    /// Of each area that supplies itself now: its own lines alone.
    kept: BTreeMap<&'a str, Vec<String>>,
    /// Of the areas at which the gate is open: whom the reserve serves, together with it.
    called_up: Vec<String>,
    /// Of no such area, so that nobody knows whose they are: whoever is still short.
    general: Vec<String>,
}

/// A plan that keeps the gate; without one, or where it is open at every store and for every line, or no line heeds it,
/// the plan of [`crate::allocate::plan()`].
///
/// Errors: those of the plan. Rule: `P0-E01`, `P0-E02`, `P0-E03`, `P0-E08`, `P0-E09`, `P0-E13`, `P0-T16`, `P3-E01`.
pub fn plan(inputs: &PlanInputs, gated: Option<&Gated>) -> Result<Plan> {
    let Some(gated) = gated else {
        return crate::allocate::plan(inputs);
    };
    let levels = Levels::of(inputs, gated);
    let mut shut: Vec<&str> = levels.of_askers.keys().copied().collect();
    shut.retain(|site| levels.is_shut(site));
    shut.sort_unstable();
    let stores = stores(&levels, &shut);
    let is_open = shut.is_empty() && stores.kept.is_empty();
    if is_open || inputs.requests.iter().all(|line| levels.passes(line)) {
        let mut plan = crate::allocate::plan(inputs)?;
        plan.notes.extend(unjudged(&levels, &stores.reserve));
        return Ok(plan);
    }
    let mut draft = Draft::of(inputs.requests);
    draft.say(crate::allocate::plan::implausible_claims(inputs)?);
    for (area, stores) in &stores.kept {
        let is_own = |line: &Request| self_reliant(&line.site, inputs, gated.gate) == Some(*area);
        draw(&mut draft, inputs, stores, is_own)?;
    }
    let mut together = [stores.reserve.clone(), stores.called_up].concat();
    match shut.is_empty() {
        true => together.extend(stores.general),
        false => draw(&mut draft, inputs, &stores.general, |_| true)?,
    }
    // Without a store there is nothing to draw, but lines that took part in no draw are to be named as unmet.
    if !together.is_empty() || shut.is_empty() {
        let lanes = lanes(inputs, &together, &stores.reserve, &shut);
        let inputs = &PlanInputs {
            lanes: &lanes,
            ..*inputs
        };
        draw(&mut draft, inputs, &together, |line| levels.is_open(line))?;
    }
    refuse(&mut draft, &levels, &stores.reserve);
    draft.say(unjudged(&levels, &stores.reserve));
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
    let before = inputs.earlier;
    let earlier = Earlier {
        requests: &joined(before.requests, inputs.requests),
        given: &joined(before.given, draft.allocation()),
    };
    let drawn = crate::allocate::plan(&PlanInputs {
        from: Some(stores),
        requests: &open,
        earlier,
        ..*inputs
    })?;
    draft.add(drawn, &open);
    Ok(())
}

/// What went before a plan together with what went before in it.
pub(super) fn joined<'a, T: Clone>(before: &'a [T], within: &'a [T]) -> Cow<'a, [T]> {
    match before.is_empty() {
        true => Cow::Borrowed(within),
        false => Cow::Owned([before, within].concat()),
    }
}

/// The stores by whom they serve. `shut`: the sites that ask and at which the reserve is shut.
///
/// An area supplies itself where the reserve is shut at one of its stores or for one of those who ask in it.
fn stores<'a>(levels: &Levels<'a>, shut: &[&str]) -> Stores<'a> {
    let (inputs, gate) = (levels.inputs, levels.gated.gate);
    let mut names: Vec<&str> = givers(inputs).into_iter().collect();
    if inputs.from.is_none() {
        // A depot that nobody named and that keeps nothing is no mistake of anybody.
        let keeping: HashSet<&str> = numbered(inputs.onhand, |row| &row.site)
            .names
            .into_iter()
            .collect();
        names.retain(|name| keeping.contains(name));
    }
    names.sort_unstable();
    let is_reserve = |name: &&str| {
        let site = inputs.sites.get(name);
        site.is_some_and(|site| gate.givers.includes(site))
    };
    let (reserve, others): (Vec<&str>, Vec<&str>) = names.into_iter().partition(is_reserve);
    let shut_stores = others.iter().filter(|store| levels.is_shut(store));
    let supplying_itself: BTreeSet<&str> = shut
        .iter()
        .chain(shut_stores)
        .filter_map(|site| self_reliant(site, inputs, gate))
        .collect();
    let mut stores = Stores {
        reserve: reserve.into_iter().map(str::to_owned).collect(),
        kept: BTreeMap::new(),
        called_up: Vec::new(),
        general: Vec::new(),
    };
    for store in others {
        let area = self_reliant(store, inputs, gate).filter(|area| *area != store);
        let served = match area {
            Some(area) if supplying_itself.contains(area) => stores.kept.entry(area).or_default(),
            Some(_) => &mut stores.called_up,
            None => &mut stores.general,
        };
        served.push(store.to_owned());
    }
    stores
}

/// The stores that a line may draw on: those of its own area while that supplies itself, those of no area, and where the
/// reserve is open for it that, together with the stores of the areas at which it is open.
pub(in crate::allocate) fn stores_for(
    line: &Request,
    inputs: &PlanInputs,
    gated: &Gated,
) -> Vec<String> {
    let levels = Levels::of(inputs, gated);
    let mut shut: Vec<&str> = levels.of_askers.keys().copied().collect();
    shut.retain(|site| levels.is_shut(site));
    let mut stores = stores(&levels, &shut);
    let own = self_reliant(&line.site, inputs, gated.gate);
    let mut serving = own
        .and_then(|area| stores.kept.remove(area))
        .unwrap_or_default();
    serving.extend(stores.general);
    if levels.is_open(line) {
        serving.extend(stores.reserve);
        // To where the reserve is shut, a trigger of the line's own opens that alone.
        if !levels.is_shut(&line.site) {
            serving.extend(stores.called_up);
        }
    }
    serving
}

/// The lanes of what is drawn on as one: to the sites at which the reserve is shut there is none but from the reserve.
fn lanes(inputs: &PlanInputs, together: &[String], reserve: &[String], shut: &[&str]) -> Vec<Lane> {
    let reserve: HashSet<&String> = reserve.iter().collect();
    let others = together.iter().filter(|store| !reserve.contains(store));
    let barred = others.flat_map(|store| shut.iter().map(move |site| Lane::shut(store, site)));
    inputs.lanes.iter().cloned().chain(barred).collect()
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
fn refuse(draft: &mut Draft, levels: &Levels, reserve: &[String]) {
    let (inputs, gate) = (levels.inputs, levels.gated.gate);
    let in_reserve = items_in(reserve, inputs);
    let units_under: HashSet<&str> = reserve
        .iter()
        .filter_map(|store| parent(store, inputs.sites))
        .collect();
    let mut refused = 0;
    for (line, row) in draft.unmet_mut() {
        let is_barred = row.is_barred() || row.short.is_none();
        let has_some = in_reserve.contains(row.item.as_str());
        if row.why() == Some(UnmetReason::NoWay) && !has_some && levels.is_shut(&line.site) {
            // What lies in the store of another area is none for it, however the roads are.
            row.reason = UnmetReason::NoStock.id().into();
        }
        if !is_barred && !levels.is_open(line) && has_some {
            refused += 1;
            row.reason = UnmetReason::NotTriggered.id().into();
            let is_own =
                parent(&line.site, inputs.sites).is_some_and(|area| units_under.contains(area));
            let instead = match is_own {
                true => &gate.own.rule,
                false => &gate.others.rule,
            };
            row.rule = match *instead == gate.id {
                true => instead.as_str().into(),
                false => format!("{}+{instead}", gate.id).into(),
            };
        }
    }
    draft.say((refused > 0).then(|| closed(refused, gate)));
}

fn closed(refused: usize, gate: &Gate) -> Diagnostic {
    let lines = match refused {
        1 => "1 line gets".to_owned(),
        more => format!("{more} lines get"),
    };
    let levels = ids(&gate.levels).join(" or ");
    let message = format!("{lines} nothing of the reserve, which opens at level {levels}");
    let hint = "offer its own units paid rotation (rotate plan), and an area what others agree to spare (allocate transfer)";
    Diagnostic::warning(Code::NotTriggered, message).hint(hint)
}

/// Says that the gate was not judged, where the reserve gives and nobody states a level.
fn unjudged(levels: &Levels, reserve: &[String]) -> Option<Diagnostic> {
    let lines = levels.inputs.requests.iter();
    let mut heeding = lines.filter(|line| !levels.passes(line));
    let unknown = heeding.any(|line| levels.at(&line.site).is_none());
    (unknown && !reserve.is_empty()).then(|| {
        let message = "nobody states the response level where some ask, so that the gate of the reserve is not judged there";
        Diagnostic::warning(Code::NotTriggered, message).hint("add an event of their area to table event, or give --level")
    })
}

/// The items of which a reserve has something to give.
fn items_in<'a>(reserve: &[String], inputs: &PlanInputs<'a>) -> HashSet<&'a str> {
    let reserve: HashSet<&str> = reserve.iter().map(String::as_str).collect();
    let in_store = |row: &&OnHand| {
        reserve.contains(row.site.as_str())
            && Form::stated(row.form) == Form::Physical
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

/// What a site stands right under, where it is listed.
fn parent<'a>(code: &str, sites: &'a SiteTree) -> Option<&'a str> {
    let parent = sites.get(code)?.parent.as_str();
    (!parent.is_empty()).then_some(parent)
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

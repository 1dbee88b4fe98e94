//! Events that change use: it multiplies, patients come, everybody is tested, orders multiply.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::word::NormBasis;
use crate::policy::TestingRound;
use crate::policy::needs::Workload;
use crate::policy::scenario::{Happening, Orders, Outbreak, Testing, What};
use crate::quantity::{Quantity, Rate};

use super::super::cover::area::Areas;
use super::super::cover::norm::{Norms, times};
use super::super::round::{Counted, round};
use super::super::steps::{Span, Steps, multiplied};
use super::world::{Says, World, span};
use super::{delivery, lacks, too_much};

/// The level rises, use multiplies, patients come.
///
/// Rule: `S20`.
pub fn outbreak(
    world: &mut World<'_>,
    event: &Happening,
    outbreak: &Outbreak,
) -> Result<(), Diagnostic> {
    level(world, event);
    if let Some(by) = outbreak.times {
        multiply(world, event, by)?;
    }
    match outbreak.patients.is_empty() {
        true => Ok(()),
        false => patients(world, event, &outbreak.patients),
    }
}

/// The level that an event states, where it states one: an outbreak raises it, and a level of its own is in force.
///
/// Rule: `S13`.
pub fn level(world: &mut World<'_>, event: &Happening) {
    let says = match &event.what {
        What::Level(level) => Some(Says::InForce(*level)),
        What::Outbreak(outbreak) => outbreak.level.map(Says::AtLeast),
        _ => None,
    };
    if let Some(says) = says {
        world.state_level(event, says);
    }
}

/// Orders multiply: stock is asked for the most, whatever of it can be delivered.
///
/// Rule: `P2-L05`, `D-29`.
pub fn orders(
    world: &mut World<'_>,
    event: &Happening,
    orders: &Orders,
    workload: &Workload,
) -> Result<(), Diagnostic> {
    match delivery::multiples(orders, workload).last() {
        Some(most) => multiply(world, event, *most),
        None => Ok(()),
    }
}

/// Everybody in an area is tested out of the stock of a site: so much each day until the last round is done.
///
/// Rule: `P0-R04`, `D-05`, `D-19`.
pub fn testing(
    world: &mut World<'_>,
    event: &Happening,
    testing: &Testing,
) -> Result<(), Diagnostic> {
    let rules = world.as_it_was.rules;
    let Some(terms) = rules.testing_round.clone() else {
        let message = format!(
            "event {}: no policy in force says what a test of everybody takes",
            event.id
        );
        return Err(Diagnostic::error(Code::NoPolicy, message)
            .at(event.place.clone())
            .hint("name a profile that says it with --policy, such as P0"));
    };
    let is_stated = testing.people.is_some() || testing.area.is_some();
    if event.sites.is_empty() || (is_stated && event.sites.len() > 1) {
        let message = "whose stock is used is not clear".to_owned();
        let hint =
            "name one site with sites = [\"…\"]; several only where each tests its own residents";
        return Err(lacks(event, message, hint));
    }
    let days = terms.days.saturating_mul(testing.rounds.unwrap_or(1));
    let span = Span {
        from: event.from,
        until: Some(event.from.plus_days(days.max(1) - 1)),
    };
    for site in &event.sites {
        let area = testing.area.as_ref().unwrap_or(site);
        let people = testing.people.or_else(|| residents(world, &area.code));
        let Some(people) = people else {
            let message = format!("nobody says how many people live in {}", area.code);
            let hint = "write people = …, area = \"…\", or give the population in table site";
            return Err(lacks(event, message, hint));
        };
        let goods = goods_of_round(world, &site.code, people, &terms);
        for (item, qty) in goods.ok_or_else(|| too_much(event))? {
            let rate = Rate::over(qty, terms.days).ok_or_else(|| too_much(event))?;
            let steps = Steps::constant(span.from, rate).within(span);
            let added = world.add_use(&site.code, &item, &steps.into());
            added.ok_or_else(|| too_much(event))?;
        }
    }
    Ok(())
}

/// What one round takes of each item, with what the samplers wear; `None` where it does not fit.
fn goods_of_round(
    world: &World<'_>,
    site: &str,
    people: i64,
    terms: &TestingRound,
) -> Option<BTreeMap<String, Quantity>> {
    let facts = world.as_it_was;
    let one = round(people, terms)?;
    let norms = Norms::new(facts.norms, facts.staff, facts.sites);
    let counted = terms.per_pool.iter().chain(&terms.per_person);
    let items: BTreeSet<&str> = counted.map(String::as_str).chain(norms.items()).collect();
    let mut goods = BTreeMap::new();
    for item in items {
        let worn = || norms.per_sampler(site, item).map(|norm| norm.rate);
        if let Some(counted) = Counted::of(item, terms, worn) {
            goods.insert(item.to_owned(), counted.need(&one)?);
        }
    }
    Some(goods)
}

fn residents(world: &World<'_>, site: &str) -> Option<i64> {
    let site = world.as_it_was.sites.get(site)?;
    Areas::new(world.as_it_was.sites).residents(&site.site)
}

/// Multiplies the use of everything that the event speaks of.
fn multiply(world: &mut World<'_>, event: &Happening, by: Quantity) -> Result<(), Diagnostic> {
    for (site, item) in world.goods_of(event) {
        if world.use_of(&site, &item).is_some() {
            let change = |rate| multiplied(rate, by);
            let changed = world.change_use(&site, &item, span(event), change);
            changed.ok_or_else(|| too_much(event))?;
        }
    }
    Ok(())
}

/// Adds what so many patients use, by the norms of the sites they come to.
fn patients(
    world: &mut World<'_>,
    event: &Happening,
    curve: &[(Day, i64)],
) -> Result<(), Diagnostic> {
    if event.sites.is_empty() {
        let message = "nobody says where the patients come to".to_owned();
        return Err(lacks(
            event,
            message,
            "name the hospitals with sites = [\"…\"]",
        ));
    }
    for site in &event.sites {
        let norms = per_patient(world, event, &site.code);
        if norms.is_empty() {
            let message = format!("no norm says what a patient uses at {}", site.code);
            let hint = "add rows of basis per_patient or per_bed to table norm, for the site, its class or an area above";
            return Err(lacks(event, message, hint));
        }
        for (item, each) in norms {
            for (at, (day, count)) in curve.iter().enumerate() {
                let next = curve.get(at + 1).map(|(next, _)| next.plus_days(-1));
                let days = Span {
                    from: (*day).max(event.from),
                    until: next.into_iter().chain(event.until).min(),
                };
                let count = Quantity::whole(*count).ok_or_else(|| too_much(event))?;
                if count.is_zero() || each.is_zero() {
                    continue;
                }
                let rate = times(each, count).ok_or_else(|| too_much(event))?;
                let steps = Steps::constant(days.from, rate).within(days);
                let added = world.add_use(&site.code, &item, &steps.into());
                added.ok_or_else(|| too_much(event))?;
            }
        }
    }
    Ok(())
}

/// What one patient uses a day at a site, by item; a norm for each bed stands for its patient.
fn per_patient(world: &World<'_>, event: &Happening, site: &str) -> BTreeMap<String, Quantity> {
    let facts = world.as_it_was;
    let norms = Norms::new(facts.norms, facts.staff, facts.sites);
    let of_patient = |item: &str| {
        let on = |basis| norms.nearest(site, item, basis);
        on(NormBasis::PerPatient).or_else(|| on(NormBasis::PerBed))
    };
    let items = norms.items().into_iter();
    let used =
        items.filter(|item| world.speaks_of(event, item) && !facts.catalogue.is_durable(item));
    let used = used.filter_map(|item| Some((item.to_owned(), of_patient(item)?.rate)));
    used.collect()
}

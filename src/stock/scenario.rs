//! What if? Cover before and after the events of a scenario, side by side, and what would be short by when.
//!
//! Table `impact`: one row per site, item, form and standard, as in table `cover`, and one at its use for all stock.
//! Table `backlog`: one row per event of kind `orders`, site and multiple.
//!
//! Each event changes the facts that cover is worked out from, and nothing else: use from a day on, stock
//! out of reach for a time, deliveries that come later or never, levels. Then cover is worked out again, by the same
//! computation, for the goods that the event touches, at the sites where it does ([`super::cover::run`]). The events are
//! put in one after the other, in the order of the file, so that what each of them adds is known, and the steps add up
//! from the figures before to those after.
//!
//! - *Levels.* The gravest level of the days looked at counts from the day answered for: what a standard asks for at that
//!   level has to be in store by then. So a level that an event raises counts whenever the event begins, and a lower one
//!   where it is in force on all of these days.
//! - *Needs.* What a standard asks for rests on what is on record, norms and people; a scenario changes it only by its
//!   level. Days and shortage are those of the use that is expected. More use closes no gap: of what is usable with and
//!   without the change of use, the smaller is held against the need.
//! - *What is over.* An event that ended before the day answered for changes nothing.
//! - *What is far off.* An event that begins after the last day looked at changes nothing but the level.
//!
//! `world` is the facts as events have changed them: `usage` and `supply` are those events, `names` what they speak
//! of, `delivery` the orders that wait; `rows` writes what changed.
//!
//! The ledger is never touched; nothing here is ordered, moved or written.

use std::sync::Arc;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Backlog, Cover, Impact};
use crate::policy::Scenario;
use crate::policy::needs::Workload;
use crate::policy::scenario::{Happening, What};

use super::cover::run::Run;
use super::cover::{CoverInputs, CoverOptions, Land, Shown};
use super::enterprise::Register;

mod delivery;
mod names;
mod rows;
mod supply;
mod usage;
mod world;

pub use rows::{Figure, by_key, figures, key_of_impact};

use world::World;

/// What a scenario is answered from.
#[derive(Debug, Clone, Copy)]
pub struct ScenarioInputs<'a> {
    /// The facts as they are, with what arrives.
    pub cover: &'a CoverInputs<'a>,
    /// The enterprises that any table names.
    pub enterprises: &'a [String],
    /// Which of those names are of one enterprise.
    pub register: Register<'a>,
    pub scenario: &'a Scenario,
    /// What the plan says of orders and staff.
    pub workload: &'a Workload,
}

/// Cover after each event.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioAnswer {
    /// By site, item, form and standard.
    pub impact: Vec<Impact>,
    /// In the order of the events, least multiple first.
    pub backlog: Vec<Backlog>,
    /// The runs behind it: as it is, and then after each event. What an event did not touch is one row in both.
    pub runs: Vec<Vec<Arc<Cover>>>,
    pub notes: Vec<Diagnostic>,
}

/// Answers a scenario; what is missing is added up through `until`.
///
/// Errors: `bad-scenario` for every site, item, class and enterprise that nothing names, and for an event that lacks
/// what it needs; `no-policy` where a rule is needed that no policy has. Rule: `S20`, `A20`.
pub fn scenario(
    inputs: &ScenarioInputs<'_>,
    options: &CoverOptions,
    until: Day,
) -> Result<ScenarioAnswer, Vec<Diagnostic>> {
    let faults = names::faults(inputs);
    if !faults.is_empty() {
        return Err(faults);
    }
    let options = CoverOptions {
        until: Some(until),
        shown: Shown::All,
        ..*options
    };
    let land = Land::of(inputs.cover);
    let mut world = World::as_it_is(inputs, &options, until);
    let (before, untold) = {
        let (inputs, options) = world.facts();
        Run::whole(&land, &inputs, &options).map_err(|refused| refused.0)?
    };
    let (mut run, mut notes) = (before, untold);
    let mut runs = vec![run.rows.clone()];
    let mut backlog = Vec::new();
    for event in &inputs.scenario.events {
        let waiting = backlog.len();
        if let What::Orders(orders) = &event.what {
            let rows = delivery::rows(inputs, event, orders).map_err(|fault| vec![fault])?;
            backlog.extend(rows);
        }
        let out_of_sight = match event {
            event if is_over(event, options.as_of) => Some(over(event)),
            event if event.from > until => {
                usage::level(&mut world, event);
                Some(far_off(event, until))
            }
            event => {
                happen(&mut world, inputs, event).map_err(|fault| vec![fault])?;
                None
            }
        };
        let after = run_after(&land, &mut world, &run)?;
        let is_idle = are_same(&run.rows, &after.rows) && backlog.len() == waiting;
        notes.extend(out_of_sight.or_else(|| is_idle.then(|| idle(event))));
        runs.push(after.rows.clone());
        run = after;
    }
    Ok(ScenarioAnswer {
        impact: rows::impact(inputs.scenario, &runs, until),
        backlog,
        runs,
        notes,
    })
}

/// Cover after an event: what it did not touch is as it was before.
fn run_after(land: &Land<'_>, world: &mut World<'_>, before: &Run) -> Result<Run, Vec<Diagnostic>> {
    let touched = world.take_touched();
    let (inputs, options) = world.facts();
    let after = before.after(land, &inputs, &options, &touched);
    after.map_err(|refused| refused.0)
}

/// Whether two runs say the same; what was kept is not read again.
fn are_same(before: &[Arc<Cover>], after: &[Arc<Cover>]) -> bool {
    let mut pairs = before.iter().zip(after);
    before.len() == after.len() && pairs.all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
}

/// Puts one event into the world.
fn happen(
    world: &mut World<'_>,
    inputs: &ScenarioInputs<'_>,
    event: &Happening,
) -> Result<(), Diagnostic> {
    match &event.what {
        What::Outbreak(outbreak) => usage::outbreak(world, event, outbreak),
        What::Level(_) => {
            usage::level(world, event);
            Ok(())
        }
        What::Testing(testing) => usage::testing(world, event, testing),
        What::Orders(orders) => usage::orders(world, event, orders, inputs.workload),
        What::Lost => {
            supply::lost(world, event);
            Ok(())
        }
        What::Closed { sources, to } => supply::closed(world, event, sources, to.as_deref()),
        What::Transport(transport) => {
            supply::transport(world, event, transport);
            Ok(())
        }
    }
}

fn is_over(event: &Happening, as_of: Day) -> bool {
    event.until.is_some_and(|until| until < as_of)
}

fn over(event: &Happening) -> Diagnostic {
    let message = format!("event {} is over by the day answered for", event.id);
    Diagnostic::warning(Code::BadScenario, message)
        .at(event.place.clone())
        .hint(
            "it changes nothing; give it a later until, or answer for an earlier day with --as-of",
        )
}

fn far_off(event: &Happening, until: Day) -> Diagnostic {
    let message = format!(
        "event {} begins after {until}, the last day looked at",
        event.id
    );
    Diagnostic::warning(Code::BadScenario, message)
        .at(event.place.clone())
        .hint("nothing of it counts but a level; give it an earlier from, or look further ahead with --horizon")
}

fn idle(event: &Happening) -> Diagnostic {
    let message = format!("event {} changes no figure", event.id);
    let hint = match &event.what {
        What::Level(_) => {
            "the gravest level of the days looked at counts, and a lower one where it is in force on all of them: answer for a later day with --as-of; or nothing it speaks of is in store or in use"
        }
        What::Outbreak(outbreak) if outbreak.level.is_some() => {
            "a level as grave is in force, and an outbreak lowers none; nothing else it speaks of is in store or in use"
        }
        _ => {
            "nothing it speaks of is in store, in use or on its way; check its sites, items and days"
        }
    };
    Diagnostic::warning(Code::BadScenario, message)
        .at(event.place.clone())
        .hint(hint)
}

/// What an event lacks, and what to write.
fn lacks(event: &Happening, message: String, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::BadScenario, format!("event {}: {message}", event.id))
        .at(event.place.clone())
        .hint(hint)
}

/// What does not fit any more.
fn too_much(event: &Happening) -> Diagnostic {
    let message = format!("event {}: the use that it makes does not fit", event.id);
    Diagnostic::error(Code::Overflow, message)
        .at(event.place.clone())
        .hint("check its multiple and its numbers")
}

#[cfg(test)]
mod tests;

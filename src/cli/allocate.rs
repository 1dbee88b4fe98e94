//! `granary allocate`: who gets what when there is too little.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};

use crate::allocate;
use crate::allocate::reason::USE_MISSING;
use crate::allocate::remaining::remaining;
use crate::allocate::shortage::{mark_special, shortages};
use crate::allocate::substitute::replaced;
use crate::allocate::way::WayBy;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::engine::parallel::both;
use crate::ledger::tables::{Lane, Remaining, Unmet};
use crate::ledger::{Column, Table};
use crate::policy::Needs;

mod check;
mod deliver;
mod dispatch;
pub mod given;
mod kits;
mod privacy;
mod sharing;
mod source;
mod transfer;

pub use given::are_known;
use given::{Given, burn, on_hand, taken_in};

/// The verbs of `allocate`.
#[derive(Debug, Subcommand)]
pub enum Allocate {
    Plan(PlanArgs),
    Check(check::CheckArgs),
    Dispatch(dispatch::DispatchArgs),
    Transfer(transfer::TransferArgs),
    Source(source::SourceArgs),
    Kits(kits::KitsArgs),
    #[command(subcommand)]
    Deliver(deliver::Deliver),
}

/// Share the stock among requests, by tiers
///
/// First line before second, class by class; inside a tier as the policy says.
/// Donors' wishes, eligibility and first expiry first are kept. What cannot be
/// met is in table unmet, with the reason; scarcity is an answer, not an error.
/// A reserve opens at its response level or for urgent lines. What the
/// catalogue names as substitute stands in for what ran out. How scarce each
/// item is: --emit shortage; what stays in store: --emit remaining.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    #[command(flatten)]
    stores: given::Stores,
    #[command(flatten)]
    sharing: sharing::Sharing,
}

/// Names of what counts on a way.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum WayName {
    Distance,
    Hours,
    Freight,
}

impl From<WayName> for WayBy {
    fn from(name: WayName) -> WayBy {
        match name {
            WayName::Distance => WayBy::Distance,
            WayName::Hours => WayBy::Hours,
            WayName::Freight => WayBy::Freight,
        }
    }
}

impl WayName {
    /// Refuses a way of counting that no lane states; the distance is known without lanes.
    fn refuse_unstated(self, lanes: &[Lane]) -> Result<(), Refused> {
        let (column, is_stated) = match self {
            WayName::Distance => return Ok(()),
            WayName::Hours => (Column::Hours, lanes.iter().any(|lane| lane.hours.is_some())),
            WayName::Freight => (
                Column::Freight,
                lanes.iter().any(|lane| lane.freight.is_some()),
            ),
        };
        if is_stated {
            return Ok(());
        }
        let name = column.id();
        let message = format!("--way {name} counts {name}, and no lane states any");
        let hint = format!("add column {name} to table lane, or leave --way away");
        Err(Diagnostic::error(Code::MissingColumn, message)
            .hint(hint)
            .into())
    }
}

/// Runs a verb of `allocate`.
pub fn run(verb: &Allocate, global: &Global) -> Result<u8> {
    match verb {
        Allocate::Plan(args) => plan(args, global),
        Allocate::Check(args) => check::run(args, global),
        Allocate::Dispatch(args) => dispatch::run(args, global),
        Allocate::Transfer(args) => transfer::run(args, global),
        Allocate::Source(args) => source::run(args, global),
        Allocate::Kits(args) => kits::run(args, global),
        Allocate::Deliver(verb) => deliver::run(verb, global),
    }
}

fn plan(args: &PlanArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut given = Given::load(&mut desk)?;
    let from = given.set_aside(&args.stores)?;
    desk.note(&given.without_effect(&args.stores));
    let plan_id = desk.plan_id(&[format!("{args:?} {}", given.as_of)]);
    let inputs = given.inputs(
        &plan_id,
        from.as_deref(),
        args.sharing.options(&given.lanes)?,
    );
    let gated = given.gated();
    let mut plan = allocate::substitute::plan(&inputs, gated.as_ref())?;
    let needs = Needs::built_in().map_err(Refused::from)?;
    let (findings, shortages) = both(
        inputs.requests.len(),
        || allocate::audit_whole(&inputs, gated.as_ref(), &plan.allocation, &plan.unmet),
        || shortages(&inputs, &plan.allocation, &plan.unmet, &needs),
    );
    audited(&findings)?;
    let shortages = shortages?;
    plan.notes
        .extend(mark_special(&mut plan.allocation, &shortages));
    desk.note(&plan.notes);
    desk.note(allocate::kept_by_askers(&inputs).as_slice());
    if desk.is_handed_in(Table::Allocation) {
        desk.note(&[planned_before()]);
    }
    let awards = counted(plan.allocation.len(), "award");
    let unmet = counted(plan.unmet.len(), "request");
    desk.say(&format!(
        "plan {plan_id}: {awards}, {unmet} not met in full (--emit unmet shows them)"
    ));
    say_unstated(&desk, &plan.unmet);
    let replaced = replaced(&plan.allocation);
    if replaced > 0 {
        let lines = counted(replaced, "request line");
        desk.say(&format!(
            "{lines} with goods that stand in for what ran out: column stands_for"
        ));
    }
    if desk.is_asked_for(Table::Remaining) {
        let left = remaining(given.balances(), &plan.allocation);
        desk.put(left.into_iter().map(Remaining).collect());
    }
    desk.put(plan.allocation);
    desk.put(plan.unmet);
    desk.put(shortages);
    let code = desk.finish(Table::Allocation)?;
    // The process ends here: giving a million lines back one by one is time that nobody has of it.
    std::mem::forget(given);
    Ok(code)
}

/// Warns of awards in the input: they are not looked at, and what they give is given again.
fn planned_before() -> Diagnostic {
    let message =
        "table allocation holds a plan already, and its goods are given out a second time";
    let hint = "go on from a plan with allocate transfer, or plan from the balances it leaves (--emit remaining)";
    Diagnostic::warning(Code::Conflict, message).hint(hint)
}

/// Says how many lines got nothing because they do not say what the goods are for.
///
/// Rule: `P1-A04`.
fn say_unstated(desk: &Desk, unmet: &[Unmet]) {
    let unstated = unmet.iter().filter(|row| row.reason == USE_MISSING);
    let unstated = unstated.count();
    if unstated > 0 {
        let lines = counted(unstated, "request line");
        desk.say(&format!(
            "{lines} got nothing for want of a stated use: fill column use (granary explain use lists the words)"
        ));
    }
}

//! `granary allocate plan`: who gets what, from which lot, and who goes short.

use std::collections::HashSet;

use anyhow::Result;
use clap::Args;

use super::before;
use super::given::Given;
use super::sharing::Sharing;
use super::stores::Stores;
use crate::allocate;
use crate::allocate::PlanInputs;
use crate::allocate::draws::further::Further;
use crate::allocate::draws::substitute::replaced;
use crate::allocate::review::shortage::{mark_special, shortages};
use crate::allocate::review::unused::unused;
use crate::allocate::supply::entrusted::entrusted;
use crate::allocate::supply::remaining::remaining;
use crate::allocate::transfer::as_award;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::shape::Shape;
use crate::diagnostic::Refused;
use crate::engine::parallel::both;
use crate::ledger::tables::{Allocation, OnHand, Remaining, Transfer, Unmet};
use crate::ledger::word::UnmetReason;
use crate::ledger::{Record, Table};
use crate::policy::Needs;

/// Share the stock among requests, by tiers
///
/// First line before second, class by class; inside a tier as the policy says.
/// Donors' wishes, eligibility and first expiry first are kept. What cannot be
/// met is in table unmet, with the reason; scarcity is an answer, not an error.
/// A reserve opens at its response level; urgency opens none. What the catalogue
/// names as substitute stands in for what ran out. How scarce each item is:
/// --emit shortage; what stays in store: --emit remaining. Behind another plan
/// or allocate transfer it goes on from what those gave, and hands the awards on.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    #[command(flatten)]
    stores: Stores,
    #[command(flatten)]
    sharing: Sharing,
}

impl PlanArgs {
    /// The flags that shape a plan.
    fn shape(&self) -> Shape {
        let shape = self.stores.shape(Shape::of("allocate plan"));
        self.sharing.shape(shape)
    }
}

/// Runs `allocate plan`.
pub fn run(args: &PlanArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let mut planned = handed_in::<Allocation>(&mut desk)?;
    let mut moved = handed_in::<Transfer>(&mut desk)?;
    let mut given = Given::load(&mut desk, &plans_of(&planned, &moved))?;
    before::keep_standing(
        &desk,
        &given.posted,
        given.balances(),
        &mut planned,
        &mut moved,
    );
    before::say_served(&desk, &given.requests, given.posted.others());
    let from = given.set_aside(&args.stores)?;
    desk.note(&given.without_effect(&args.stores));
    let plan_id = desk.plan_id(&args.shape())?;
    let inputs = given.inputs(
        &plan_id,
        from.as_deref(),
        args.sharing.options(&given.lanes)?,
    );
    let gated = given.gated();
    let kept = planned.len() + moved.len();
    let goes_on = kept > 0 || !given.posted.others().is_empty();
    let further = goes_on.then(|| Further::of(planned, &moved, &given.posted, &inputs));
    let open = further.as_ref().map(|further| further.inputs(&inputs));
    let open = open.unwrap_or(inputs);
    let mut drawn = allocate::draws::substitute::plan(&open, gated.as_ref())?;
    let needs = Needs::built_in().map_err(Refused::from)?;
    let (findings, shortages) = both(
        open.requests.len(),
        || allocate::audit_whole(&open, gated.as_ref(), &drawn.allocation, &drawn.unmet),
        || shortages(&open, &drawn.allocation, &drawn.unmet, &needs),
    );
    audited(&findings)?;
    audited(&given.audit_own_run(&args.stores, from.as_deref()))?;
    let shortages = shortages?;
    drawn
        .notes
        .extend(mark_special(&mut drawn.allocation, &shortages));
    let awards = counted(drawn.allocation.len(), "award");
    let plan = match &further {
        Some(further) => further.joined(drawn),
        None => drawn,
    };
    desk.note(&plan.notes);
    note_of_goods(&mut desk, &given, &inputs, &plan.allocation, &moved);
    if kept > 0 {
        let kept = counted(kept, "award");
        desk.say(&format!(
            "goes on from what was planned before: {kept} kept"
        ));
    }
    let unmet = counted(plan.unmet.len(), "request");
    desk.say(&format!(
        "plan {plan_id}: {awards}, {unmet} not met in full (--emit unmet shows them)"
    ));
    say_unstated(&desk, &plan.unmet);
    say_entrusted(&desk, given.balances(), &plan.unmet);
    say_replaced(&desk, &plan.allocation);
    put_remaining(&mut desk, &given, &plan.allocation, &moved);
    desk.put(plan.allocation);
    desk.put(plan.unmet);
    desk.put(shortages);
    let code = desk.finish(Table::Allocation)?;
    // The process ends here: giving a million lines back one by one is time that nobody has of it.
    std::mem::forget(given);
    Ok(code)
}

/// Says which goods stay with those who ask for them, and which expire before they can be used.
fn note_of_goods(
    desk: &mut Desk,
    given: &Given,
    inputs: &PlanInputs,
    awards: &[Allocation],
    moved: &[Transfer],
) {
    desk.note(allocate::kept_by_askers(inputs).as_slice());
    let moved = moved.iter().map(as_award);
    let all: Vec<Allocation> = awards.iter().cloned().chain(moved).collect();
    desk.note(&unused(inputs, &given.posted.to_arrive(&all)));
}

/// What stays in store after the awards and the goods `moved`, where it is asked for.
fn put_remaining(desk: &mut Desk, given: &Given, awards: &[Allocation], moved: &[Transfer]) {
    if desk.is_asked_for(Table::Remaining) {
        let moved = moved.iter().map(as_award);
        let given_out: Vec<Allocation> = awards.iter().cloned().chain(moved).collect();
        let left = remaining(given.balances(), &given.posted.to_leave(&given_out));
        desk.put(left.into_iter().map(Remaining).collect());
    }
}

fn say_replaced(desk: &Desk, awards: &[Allocation]) {
    let replaced = replaced(awards);
    if replaced > 0 {
        let lines = counted(replaced, "request line");
        desk.say(&format!(
            "{lines} with goods that stand in for what ran out: column stands_for"
        ));
    }
}

/// The rows of what a plan goes on from, where a pipe or a file hands them in; those of the ledger are of other days.
fn handed_in<T: Record>(desk: &mut Desk) -> Result<Vec<T>> {
    match desk.is_handed_in(T::TABLE) {
        true => desk.records(),
        false => Ok(Vec::new()),
    }
}

/// The plans that awards and transfers are of.
pub fn plans_of<'a>(awards: &'a [Allocation], moved: &'a [Transfer]) -> HashSet<&'a str> {
    let awards = awards.iter().map(|award| award.plan.as_str());
    awards
        .chain(moved.iter().map(|row| row.plan.as_str()))
        .collect()
}

/// Says what of the goods that lines are short of is entrusted to others.
pub fn say_entrusted(desk: &Desk, onhand: &[OnHand], unmet: &[Unmet]) {
    if let Some(said) = entrusted(onhand, unmet, desk.as_of()) {
        desk.say(&said);
    }
}

/// Says how many lines got nothing because they do not say what the goods are for.
///
/// Rule: `P1-A04`.
fn say_unstated(desk: &Desk, unmet: &[Unmet]) {
    let unstated = unmet
        .iter()
        .filter(|row| row.why() == Some(UnmetReason::UseMissing));
    let unstated = unstated.count();
    if unstated > 0 {
        let lines = counted(unstated, "request line");
        desk.say(&format!(
            "{lines} got nothing for want of a stated use: fill column use (granary explain use lists the words)"
        ));
    }
}

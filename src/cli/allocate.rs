//! `granary allocate`: who gets what when there is too little.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};

use crate::allocate;
use crate::allocate::round::Rounding;
use crate::allocate::shortage::{mark_special, shortages};
use crate::allocate::way::WayBy;
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::ledger::Table;
use crate::policy::SharingRule;

mod check;
mod deliver;
mod dispatch;
mod given;
mod kits;
mod privacy;
mod source;
mod transfer;

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
/// A reserve opens at its response level or for urgent lines. How scarce each
/// item is: --emit shortage.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    /// Share by this rule inside a tier instead of the policy's
    #[arg(long, value_enum)]
    rule: Option<RuleName>,
    #[command(flatten)]
    stores: given::Stores,
    /// Round to packs: pack by pack to whom it is due, or by largest remainder
    #[arg(long, value_enum, default_value_t = RoundingName::PackByPack)]
    rounding: RoundingName,
    /// Give every request its min_qty first, as far as that goes
    #[arg(long)]
    guarantee: bool,
    /// Choose lots by the shortest, the quickest or the cheapest way in all
    #[arg(long, value_enum, default_value_t = WayName::Distance)]
    way: WayName,
    /// Use no way longer than this: km, hours, or yuan a unit
    #[arg(long, value_name = "MOST")]
    way_max: Option<f64>,
    /// Give whole packs only
    #[arg(long)]
    whole_packs: bool,
    /// Cut every request to what there is before sharing
    #[arg(long)]
    truncate: bool,
}

/// Names of the sharing rules.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RuleName {
    Proportional,
    EqualAwards,
    EqualLosses,
    Talmud,
    Weighted,
    EqualCover,
}

impl From<RuleName> for SharingRule {
    fn from(name: RuleName) -> SharingRule {
        match name {
            RuleName::Proportional => SharingRule::Proportional,
            RuleName::EqualAwards => SharingRule::EqualAwards,
            RuleName::EqualLosses => SharingRule::EqualLosses,
            RuleName::Talmud => SharingRule::Talmud,
            RuleName::Weighted => SharingRule::Weighted,
            RuleName::EqualCover => SharingRule::EqualCover,
        }
    }
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

/// Names of the ways to whole packs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoundingName {
    PackByPack,
    Hamilton,
}

impl From<RoundingName> for Rounding {
    fn from(name: RoundingName) -> Rounding {
        match name {
            RoundingName::PackByPack => Rounding::PackByPack,
            RoundingName::Hamilton => Rounding::LargestRemainder,
        }
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
    let plan_id = desk.plan_id(&[format!("{args:?} {}", given.as_of)]);
    let inputs = given.inputs(&plan_id, from.as_deref(), args.options());
    let gated = given.gated();
    let mut plan = allocate::gate::plan(&inputs, gated.as_ref())?;
    audited(&allocate::audit_gated(
        &inputs,
        gated.as_ref(),
        &plan.allocation,
        &plan.unmet,
    ))?;
    let shortages = shortages(&inputs, given.month()?)?;
    plan.notes
        .extend(mark_special(&mut plan.allocation, &shortages));
    desk.note(&plan.notes);
    let awards = counted(plan.allocation.len(), "award");
    let unmet = counted(plan.unmet.len(), "request");
    desk.say(&format!(
        "plan {plan_id}: {awards}, {unmet} not met in full (--emit unmet shows them)"
    ));
    desk.put(plan.allocation);
    desk.put(plan.unmet);
    desk.put(shortages);
    desk.finish(Table::Allocation)
}

impl PlanArgs {
    /// How the flags want it shared.
    fn options(&self) -> allocate::PlanOptions {
        allocate::PlanOptions {
            rule: self.rule.map(SharingRule::from),
            by: self.way.into(),
            way_max: self.way_max,
            rounding: self.rounding.into(),
            minimum: match self.guarantee {
                true => allocate::Minimum::Guaranteed,
                false => allocate::Minimum::Ignored,
            },
            break_packs: !self.whole_packs,
            truncate: self.truncate,
        }
    }
}

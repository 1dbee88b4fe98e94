//! `granary allocate deliver`: how goods reach households. A file for each question.

use anyhow::Result;
use clap::Subcommand;

use crate::allocate::household::listed::faults;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::tables::Household;
use crate::policy::Delivery;

mod boxes;
mod cycle;
mod radius;
mod slots;
mod workload;

/// How goods reach households
///
/// When each gets them, in how many boxes and vehicles, who has not been heard
/// of, and whether those who deliver can keep up.
#[derive(Debug, Subcommand)]
pub enum Deliver {
    Slots(slots::SlotsArgs),
    Boxes(boxes::BoxesArgs),
    Cycle(cycle::CycleArgs),
    Workload(workload::WorkloadArgs),
    Radius(radius::RadiusArgs),
}

/// Runs a verb of `allocate deliver`.
pub fn run(verb: &Deliver, global: &Global) -> Result<u8> {
    match verb {
        Deliver::Slots(args) => slots::run(args, global),
        Deliver::Boxes(args) => boxes::run(args, global),
        Deliver::Cycle(args) => cycle::run(args, global),
        Deliver::Workload(args) => workload::run(args, global),
        Deliver::Radius(args) => radius::run(args, global),
    }
}

/// A number of things, from nothing on.
fn number() -> clap::builder::RangedI64ValueParser<i64> {
    clap::value_parser!(i64).range(0..=1_000_000_000)
}

/// A number of things, from one on: nothing can be served in none.
fn some() -> clap::builder::RangedI64ValueParser<i64> {
    clap::value_parser!(i64).range(1..=1_000_000_000)
}

/// The list of households.
///
/// Errors: `missing-table` without one; every household that stands twice or has a need that no rule speaks of.
fn households(desk: &mut Desk, rules: &Delivery) -> Result<Vec<Household>> {
    let households = desk.load::<Household>()?;
    match faults(&households, rules) {
        faults if faults.is_empty() => Ok(households.rows),
        faults => Err(Refused(faults).into()),
    }
}

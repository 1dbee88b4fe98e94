//! `granary allocate`: who gets what when there is too little.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

mod before;
mod check;
mod deliver;
mod dispatch;
pub mod given;
mod kits;
mod plan;
mod privacy;
mod sharing;
pub mod source;
pub mod stores;
mod transfer;

pub use given::are_known;

/// The verbs of `allocate`.
#[derive(Debug, Subcommand)]
pub enum Allocate {
    Plan(plan::PlanArgs),
    Check(check::CheckArgs),
    Dispatch(dispatch::DispatchArgs),
    Transfer(transfer::TransferArgs),
    Source(source::SourceArgs),
    Kits(kits::KitsArgs),
    #[command(subcommand)]
    Deliver(deliver::Deliver),
}

/// Runs a verb of `allocate`.
pub fn run(verb: &Allocate, global: &Global) -> Result<u8> {
    match verb {
        Allocate::Plan(args) => plan::run(args, global),
        Allocate::Check(args) => check::run(args, global),
        Allocate::Dispatch(args) => dispatch::run(args, global),
        Allocate::Transfer(args) => transfer::run(args, global),
        Allocate::Source(args) => source::run(args, global),
        Allocate::Kits(args) => kits::run(args, global),
        Allocate::Deliver(verb) => deliver::run(verb, global),
    }
}

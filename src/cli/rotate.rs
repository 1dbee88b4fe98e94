//! `granary rotate`: what must leave before it expires. A file a verb.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::stock::burn::{self, UseRecord, burn_rows};
use crate::ledger::Table;
use crate::ledger::tables::{Burn, Movement};
use crate::stock::BurnOptions;
use crate::stock::cover::group::Place;

mod dispose;
mod plan;
mod stage;
mod track;

/// The verbs of `rotate`.
#[derive(Debug, Subcommand)]
pub enum Rotate {
    Stage(stage::StageArgs),
    Plan(plan::PlanArgs),
    Track(track::TrackArgs),
    Dispose(dispose::DisposeArgs),
}

/// Runs a verb of `rotate`.
pub fn run(verb: &Rotate, global: &Global) -> Result<u8> {
    match verb {
        Rotate::Stage(_) => stage::run(global),
        Rotate::Plan(args) => plan::run(args, global),
        Rotate::Track(args) => track::run(args, global),
        Rotate::Dispose(_) => dispose::run(global),
    }
}

/// What is known of use, and the daily use: table `burn` where it is supplied, else worked out as `stock burn` does.
///
/// `movements`: those of the ledger, where they are at hand already.
fn use_of(desk: &mut Desk, movements: Option<Vec<Movement>>) -> Result<(UseRecord, Vec<Burn>)> {
    let given = burn::stated(desk)?;
    if given.is_some() && !desk.supplies(Table::Movement)? {
        let usage = desk.records()?;
        return Ok((UseRecord::of(Vec::new(), usage), given.unwrap_or_default()));
    }
    let record = UseRecord::whole(desk, movements)?;
    let burn = match given {
        Some(burn) => burn,
        None => burn_rows(desk, &record, &BurnOptions::default(), Place::Site)?,
    };
    Ok((record, burn))
}

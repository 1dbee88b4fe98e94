//! `granary rotate`: what must leave before it expires. A file a verb.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

mod dispose;
mod stage;
mod track;

/// The verbs of `rotate`.
#[derive(Debug, Subcommand)]
pub enum Rotate {
    Stage(stage::StageArgs),
    Track(track::TrackArgs),
    Dispose(dispose::DisposeArgs),
}

/// Runs a verb of `rotate`.
pub fn run(verb: &Rotate, global: &Global) -> Result<u8> {
    match verb {
        Rotate::Stage(_) => stage::run(global),
        Rotate::Track(args) => track::run(args, global),
        Rotate::Dispose(_) => dispose::run(global),
    }
}

//! `granary price`: what things cost, and what moved.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

mod watch;

/// The verbs of `price`.
#[derive(Debug, Subcommand)]
pub enum Price {
    Watch(watch::WatchArgs),
}

/// Runs a verb of `price`.
pub fn run(verb: &Price, global: &Global) -> Result<u8> {
    match verb {
        Price::Watch(args) => watch::run(args, global),
    }
}

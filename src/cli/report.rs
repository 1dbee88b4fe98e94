//! `granary report`: what to tell whom today.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

mod daily;

/// The verbs of `report`.
#[derive(Debug, Subcommand)]
pub enum Report {
    Daily(daily::DailyArgs),
}

/// Runs a verb of `report`.
pub fn run(verb: &Report, global: &Global) -> Result<u8> {
    match verb {
        Report::Daily(args) => daily::run(args, global),
    }
}

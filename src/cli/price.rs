//! `granary price`: what things cost, and what moved.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

mod funds;
mod reference;
mod settle;
mod subsidy;
mod value;
mod watch;

/// The verbs of `price`.
#[derive(Debug, Subcommand)]
pub enum Price {
    Watch(watch::WatchArgs),
    Reference(reference::ReferenceArgs),
    Value(value::ValueArgs),
    Settle(settle::SettleArgs),
    Funds(funds::FundsArgs),
    Subsidy(subsidy::SubsidyArgs),
}

/// Runs a verb of `price`.
pub fn run(verb: &Price, global: &Global) -> Result<u8> {
    match verb {
        Price::Watch(args) => watch::run(args, global),
        Price::Reference(args) => reference::run(args, global),
        Price::Value(args) => value::run(args, global),
        Price::Settle(args) => settle::run(args, global),
        Price::Funds(args) => funds::run(args, global),
        Price::Subsidy(_) => subsidy::run(global),
    }
}

//! `granary price`: what things cost, and what moved.

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::policy::AlertRules;

mod balance;
mod forecast;
mod funds;
mod index;
mod markup;
mod payable;
mod quotes;
mod reference;
mod release;
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
    Index(index::IndexArgs),
    Forecast(forecast::ForecastArgs),
    Markup(markup::MarkupArgs),
    Payable(payable::PayableArgs),
    Balance(balance::BalanceArgs),
    Release(release::ReleaseArgs),
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
        Price::Index(args) => index::run(args, global),
        Price::Forecast(args) => forecast::run(args, global),
        Price::Markup(args) => markup::run(args, global),
        Price::Payable(args) => payable::run(args, global),
        Price::Balance(args) => balance::run(args, global),
        Price::Release(args) => release::run(args, global),
    }
}

/// The rules of a file, or those that come with granary.
///
/// Errors: what is wrong with the file.
pub fn rules(path: Option<&Path>) -> Result<AlertRules> {
    let rules = match path {
        Some(path) => {
            let name = path.to_string_lossy();
            AlertRules::parse(&crate::io::open::text(&name)?, &name)
        }
        None => AlertRules::built_in(),
    };
    Ok(rules.map_err(Refused::from)?)
}

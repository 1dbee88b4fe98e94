//! `granary stock`: what there is, what is used, and for how many days it lasts. A file a verb.

use anyhow::Result;
use clap::Subcommand;

use crate::cli::global::Global;

pub mod agreed;
pub mod burn;
mod check;
mod count;
pub mod cover;
mod import;
pub mod incoming;
pub mod negative;
mod norms;
pub mod on_hand;
mod plan;
mod post;
mod posting;
mod require;
mod scenario;
mod twice;
pub mod units;

/// The verbs of `stock`.
#[derive(Debug, Subcommand)]
pub enum Stock {
    Import(import::Import),
    Post(post::Post),
    OnHand(on_hand::OnHandArgs),
    Burn(burn::BurnArgs),
    Cover(cover::CoverArgs),
    Plan(Box<plan::PlanArgs>),
    Check(check::CheckArgs),
    Count(count::CountArgs),
    Scenario(scenario::ScenarioArgs),
    #[command(subcommand)]
    Require(require::Require),
}

/// Runs a verb of `stock`.
pub fn run(verb: &Stock, global: &Global) -> Result<u8> {
    match verb {
        Stock::Import(args) => import::run(args, global),
        Stock::Post(args) => post::run(args, global),
        Stock::OnHand(_) => on_hand::run(global),
        Stock::Burn(args) => burn::run(args, global),
        Stock::Cover(args) => cover::run(args, global),
        Stock::Plan(args) => plan::run(args, global),
        Stock::Check(args) => check::run(args, global),
        Stock::Count(args) => count::run(args, global),
        Stock::Scenario(args) => scenario::run(args, global),
        Stock::Require(kind) => require::run(kind, global),
    }
}

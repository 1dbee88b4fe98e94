//! `granary stock require testing`: what it takes to test everybody.

use anyhow::Result;
use clap::Args;

use super::super::norms::norms_of_rounds;
use super::{Given, Where, days, finish, number};
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::quantity::decimal;
use crate::stock::require::testing::{Means, TestingAsked, testing};

/// Test everybody, pooled: tubes, reagents, swabs, wear, people, places
///
/// For the residents of table site, or for --population. Store and agreement are
/// judged apart. Of the means you tell, the scarcest binds.
///
///   $ granary stock require testing --population 1530000 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct TestingArgs {
    #[command(flatten)]
    place: Where,
    /// People to be tested, in place of the residents of table site
    #[arg(long, value_name = "PEOPLE", value_parser = number())]
    population: Option<i64>,
    /// People a tube, in place of the policy's
    #[arg(long, value_name = "PEOPLE", value_parser = number())]
    pool: Option<i64>,
    /// Loss in percent, in place of the policy's
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    loss: Option<i64>,
    /// Days within which everybody is tested, in place of the policy's
    #[arg(long, value_name = "DAYS", value_parser = days())]
    days: Option<i64>,
    /// Rounds in each form, in place of the standard's
    #[arg(long, value_name = "ROUNDS", value_parser = number())]
    rounds: Option<i64>,
    /// Tubes that a transport box holds
    #[arg(long, value_name = "TUBES", value_parser = number())]
    tubes_per_box: Option<i64>,
    /// Samplers there are
    #[arg(long, value_name = "PEOPLE", value_parser = number())]
    samplers: Option<i64>,
    /// Sampling sites there are
    #[arg(long, value_name = "SITES", value_parser = number())]
    sites: Option<i64>,
    /// Sampling desks there are
    #[arg(long, value_name = "DESKS", value_parser = number())]
    desks: Option<i64>,
    /// Reactions that the laboratories do a day
    #[arg(long, value_name = "REACTIONS", value_parser = number())]
    laboratory: Option<i64>,
}

/// Runs `stock require testing`.
pub fn run(args: &TestingArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let given = Given::load(&mut desk, &args.place)?;
    let (rules, terms) = desk.rules_with("a testing round", |rules| rules.testing_round.clone())?;
    let norms = norms_of_rounds(&mut desk)?;
    let asked = TestingAsked {
        population: args.population,
        persons_per_tube: args.pool,
        loss_bp: args.loss,
        days: args.days,
        rounds: args.rounds,
        tubes_per_box: args.tubes_per_box,
        means: Means {
            samplers: args.samplers,
            sites: args.sites,
            desks: args.desks,
            laboratory: args.laboratory,
        },
    };
    let rows = testing(&given.inputs(), &rules, &terms, &norms, &asked).map_err(Refused::from)?;
    finish(desk, rows)
}

/// Reads a percentage in hundredths of a percent.
fn percent(text: &str) -> Result<i64, String> {
    match decimal::parse(text, 2) {
        Ok(hundredths) if (0..=10_000).contains(&hundredths) => Ok(hundredths),
        _ => Err("write a percentage from 0 to 100, with at most two decimals".to_owned()),
    }
}

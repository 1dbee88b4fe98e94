//! `granary allocate dispatch`: how far a plan has come on its way, and what may leave now.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;

use crate::allocate::dispatch::quota::quotas;
use crate::allocate::dispatch::{DispatchInputs, dispatch};
use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::cli::number::counted;
use crate::ledger::Table;
use crate::ledger::tables::{Allocation, Movement, Request, Shortage, Step};
use crate::ledger::word::{DispatchStatus, ShortageGrade};

/// How far a plan has come: apply, approve, task, ship, receive
///
/// Table step records who did what and when; the ledger's shipments and
/// arrivals count. In an emergency goods ship first and their papers follow,
/// with a clock. Nothing specially scarce leaves without approval. The awards
/// that may leave now: --emit allocation, for stock post. What came from the
/// level above and where it went: --emit quota.
///
///   $ granary allocate plan --ledger granary-demo --as-of 2022-03-15 \
///       --policy P0 -q | granary allocate dispatch --policy P0 \
///       --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DispatchArgs {
    /// Items that are specially scarce, besides those that the plan says are
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    special: Vec<String>,
    /// Days after shipping in which the papers of an emergency follow
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=365))]
    grace: i64,
}

/// Runs `allocate dispatch`.
pub fn run(args: &DispatchArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let (_, procedure) =
        desk.rules_with("the steps of dispatch", |rules| rules.procedure.clone())?;
    let awards = desk.load::<Allocation>()?;
    let steps = desk.load_or_empty::<Step>()?;
    let requests = desk.load_or_empty::<Request>()?.rows;
    let movements = desk.load_or_empty::<Movement>()?.rows;
    let graded = desk.load_or_empty::<Shortage>()?.rows.into_iter();
    let graded = graded
        .filter(|row| row.grade == ShortageGrade::Special)
        .map(|row| row.item);
    let special: BTreeSet<String> = graded.chain(args.special.iter().cloned()).collect();
    let inputs = DispatchInputs {
        awards: &awards,
        steps: &steps,
        requests: &requests,
        movements: &movements,
        special: &special,
        rules: &procedure,
        as_of: desk.as_of(),
        grace: args.grace,
    };
    let answer = dispatch(&inputs);
    let closed = answer
        .orders
        .iter()
        .filter(|row| row.status == DispatchStatus::Closed)
        .count();
    let late = answer
        .orders
        .iter()
        .filter(|row| row.overdue_days.is_some_and(|days| days > 0))
        .count();
    desk.say(&format!(
        "{}: {} may leave now, {closed} closed, {late} with papers overdue",
        counted(answer.orders.len(), "award"),
        answer.cleared.len()
    ));
    if desk.is_asked_for(Table::Quota) {
        let sites = desk.sites()?;
        desk.put(quotas(&movements, &awards.rows, &sites, desk.as_of()));
    }
    desk.put(answer.orders);
    desk.put(answer.cleared);
    desk.put(answer.findings);
    desk.finish_or(Table::Dispatch, FailOn::None)
}

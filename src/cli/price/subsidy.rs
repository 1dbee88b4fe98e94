//! `granary price subsidy`: what carriers earn for the reserve they store.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::{Carrier, Movement};
use crate::price;

/// What carriers earn for what they store, and what is clawed back
///
/// A year's rate on the value agreed, by days of the calendar year, both ends
/// counted (actual days: a choice, the plan says a year). Days on which less
/// was held than agreed are clawed back, and so is what follows a failed
/// inspection. difference is still to be paid; negative is to be recovered.
///
///   $ granary price subsidy --ledger granary-demo --as-of 2022-03-15 --policy P3
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SubsidyArgs {}

/// Runs `price subsidy`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let (rules, rule) = desk.rules_with("a storage subsidy", |rules| rules.subsidy.clone())?;
    let carriers = desk.load::<Carrier>()?.rows;
    let movements = desk.load_or_empty::<Movement>()?;
    let inputs = price::SubsidyInputs {
        carriers: &carriers,
        movements: &movements.rows,
        inspections: &desk.records()?,
        breaches: &desk.records()?,
        sites: &desk.sites()?,
        rule: &rule,
        reserve_owners: rules.reserve_owners(),
        as_of: desk.as_of(),
    };
    let rows = price::subsidies(&inputs);
    if let Some(asked) = desk.to_explain(&rows)? {
        desk.put(price::subsidy::explain(&inputs, &movements, &asked));
    }
    desk.put(rows);
    desk.finish(Table::Subsidy)
}

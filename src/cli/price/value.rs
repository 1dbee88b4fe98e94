//! `granary price value`: what the stock is worth.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::ledger::Table;
use crate::ledger::tables::Movement;
use crate::ledger::word::ValueMethod;
use crate::price;

use super::reference::{money_rules, references};

/// What the stock of a day is worth, by one method or several
///
/// actual: each lot at its own cost. fifo: what is left is what came last.
/// weighted: the mean cost, moved by every receipt. market: the last reference
/// price of a market (table reference, else worked out from tables quote and
/// agreement), which stands for as long as the widest window that quotes are
/// looked for in. What an owner has on the road between two of its sites has a
/// row of its own, at site D1>D2. What has no cost is counted in uncosted, with the reason.
///
///   $ granary price value --ledger granary-demo --as-of 2022-03-15 --method actual,weighted
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ValueArgs {
    /// Value by these methods, a row each
    #[arg(
        long,
        value_enum,
        value_name = "METHOD",
        value_delimiter = ',',
        default_value = "actual"
    )]
    method: Vec<MethodName>,
    /// Read the rules of money from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// Names of the methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// Each lot at its own cost
    Actual,
    /// What is left is what came last
    Fifo,
    /// The mean cost, moved by every receipt
    Weighted,
    /// The last reference price of a market
    Market,
}

/// Runs `price value`.
pub fn run(args: &ValueArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let loaded = desk.load::<Movement>()?;
    let mut methods: Vec<ValueMethod> = Vec::new();
    for method in args.method.iter().map(|name| ValueMethod::from(*name)) {
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    if args.rules.is_some() && !methods.contains(&ValueMethod::Market) {
        desk.say("--rules says what a reference price rests on: only --method market reads it");
    }
    let (references, reference_days) = match methods.contains(&ValueMethod::Market) {
        true => {
            let rules = money_rules(args.rules.as_deref())?;
            (references(&mut desk, &rules)?, rules.reference.widest())
        }
        false => (Vec::new(), 0),
    };
    let inputs = price::ValuationInputs {
        movements: &loaded.rows,
        references: &references,
        reference_days,
        as_of: desk.as_of(),
    };
    let rows = price::valuation(&inputs, &methods);
    let uncosted = rows
        .iter()
        .filter(|row| row.uncosted.is_some_and(|qty| qty.is_positive()));
    let uncosted = uncosted.count();
    if uncosted > 0 {
        desk.say(&format!(
            "{} {} goods without a cost: they have no value here, and are not worth nothing",
            counted(uncosted, "row"),
            if uncosted == 1 { "holds" } else { "hold" }
        ));
    }
    if let Some(asked) = desk.to_explain(&rows)? {
        desk.put(price::valuation::explain(&inputs, &loaded, &asked));
    }
    desk.put(rows);
    desk.finish(Table::Valuation)
}

impl From<MethodName> for ValueMethod {
    fn from(name: MethodName) -> ValueMethod {
        match name {
            MethodName::Actual => ValueMethod::Actual,
            MethodName::Fifo => ValueMethod::Fifo,
            MethodName::Weighted => ValueMethod::Weighted,
            MethodName::Market => ValueMethod::Market,
        }
    }
}

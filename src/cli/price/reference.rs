//! `granary price reference`: what is a fair price, and where an auction starts.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Agreement, Reference};
use crate::ledger::word::QuoteKind;
use crate::policy::MoneyRules;
use crate::price;
use crate::price::reference::{FACTOR_STEPS, factor};
use crate::price::series::gather;

use super::quotes::{Quotes, say_targets};

/// Reference prices from comparable quotes, else from contracts
///
/// The median of the last 30 days' quotes of one kind and unit, after data
/// errors are left out; with fewer than 3 quotes or 2 markets a wider window,
/// then the price of a contract. Number, window and spread stand beside it.
/// rotate dispose and price settle take the table.
///
///   $ granary price reference --ledger granary-demo --as-of 2022-03-15 --kind retail
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ReferenceArgs {
    /// Take quotes of this kind only
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// Times the price, for what is left of the shelf life: 0.85
    #[arg(long, value_name = "FACTOR", value_parser = factor_of)]
    factor: Option<i64>,
    /// Read the rules of money from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// Names of the kinds of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindName {
    Wholesale,
    Retail,
    Purchase,
}

/// Runs `price reference`.
pub fn run(args: &ReferenceArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let rules = money_rules(args.rules.as_deref())?;
    let quotes = Quotes::read_if_given(&mut desk)?;
    let agreements = desk.load_if_given::<Agreement>()?;
    if quotes.is_none() && agreements.is_none() {
        return Err(desk.missing(Table::Quote).into());
    }
    let quotes = quotes.unwrap_or_default();
    let gathered = quotes.gathered(desk.as_of());
    say_targets(&mut desk, &gathered);
    let rows = price::reference(&price::ReferenceInputs {
        quotes: &gathered,
        agreements: &agreements.unwrap_or_default(),
        rules: &rules,
        as_of: desk.as_of(),
        kind: args.kind.map(QuoteKind::from),
        factor: args.factor.unwrap_or(FACTOR_STEPS),
    });
    let without = rows.iter().filter(|row| row.price.is_none()).count();
    if without > 0 {
        desk.say(&format!(
            "{} without a reference price, each with its reason",
            counted(without, "row")
        ));
    }
    desk.put(rows);
    desk.finish(Table::Reference)
}

/// The rules of money: those of a file, else granary's own.
pub fn money_rules(path: Option<&Path>) -> Result<MoneyRules> {
    let rules = match path {
        Some(path) => {
            let name = path.to_string_lossy();
            MoneyRules::parse(&crate::io::open::text(&name)?, &name)
        }
        None => MoneyRules::built_in(),
    };
    Ok(rules.map_err(Refused::from)?)
}

/// Reference prices as table `reference` gives them, else worked out from the quotes and contracts there are.
pub fn references(desk: &mut Desk, rules: &MoneyRules) -> Result<Vec<Reference>> {
    if let Some(given) = desk.load_if_given()? {
        return Ok(given);
    }
    Ok(price::reference(&price::ReferenceInputs {
        quotes: &gather(&desk.records()?, desk.as_of()),
        agreements: &desk.records()?,
        rules,
        as_of: desk.as_of(),
        kind: None,
        factor: FACTOR_STEPS,
    }))
}

fn factor_of(text: &str) -> Result<i64, String> {
    factor(text).ok_or_else(|| {
        format!(
            "\"{text}\" is no factor above 0 and up to 1, with at most four decimals; write 0.85"
        )
    })
}

impl From<KindName> for QuoteKind {
    fn from(name: KindName) -> QuoteKind {
        match name {
            KindName::Wholesale => QuoteKind::Wholesale,
            KindName::Retail => QuoteKind::Retail,
            KindName::Purchase => QuoteKind::Purchase,
        }
    }
}

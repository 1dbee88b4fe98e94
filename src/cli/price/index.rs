//! `granary price index`: what a class of goods costs against an earlier period.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::price::index::basket::Every;
use crate::price::index::table::{Asked, indices};
use crate::price::index::{Formula, chained_faults};

use super::quotes::{Quotes, say_targets};

/// Price indices of each category, period by period
///
/// Items are one spec at one market. One that is not quoted carries the mean
/// change of its class for three periods at most; one that comes or goes moves
/// no index, since it is linked where old and new are both quoted. Weighted
/// formulas need the quantities sold.
///
///   $ granary price index --ledger granary-demo --as-of 2022-03-15 --formula jevons,dutot --every xun
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct IndexArgs {
    /// Formulas: carli, dutot, jevons, lowe, laspeyres, paasche, fisher, tornqvist, geks
    #[arg(
        long,
        value_name = "FORMULA",
        value_delimiter = ',',
        default_value = "jevons"
    )]
    formula: Vec<String>,
    /// Length of a period
    #[arg(long, value_enum, value_name = "PERIOD", default_value = "month")]
    every: Period,
    /// Multiply steps from period to period instead of comparing with the base
    #[arg(long)]
    chain: bool,
    /// A day of the base period (default: the first one quoted)
    #[arg(long, value_name = "DATE", value_parser = day)]
    base: Option<Day>,
    /// A day of the period whose quantities lowe buys (default: the base period)
    #[arg(long, value_name = "DATE", value_parser = day)]
    basket: Option<Day>,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Period {
    Day,
    Week,
    Xun,
    Month,
}

/// Runs `price index`.
pub fn run(args: &IndexArgs, global: &Global) -> Result<u8> {
    let formulas = formulas(&args.formula)?;
    if args.chain {
        chained(&formulas)?;
    }
    if args.basket.is_some() && !formulas.contains(&Formula::Lowe) {
        let unused = Diagnostic::error(Code::BadFlag, "--basket is bought by lowe alone");
        let hint = "add lowe to --formula, or leave --basket away";
        return Err(Refused::from(unused.hint(hint)).into());
    }
    let mut desk = Desk::open(global)?;
    let asked = Asked {
        formulas,
        every: match args.every {
            Period::Day => Every::Day,
            Period::Week => Every::Week,
            Period::Xun => Every::Xun,
            Period::Month => Every::Month,
        },
        is_chained: args.chain,
        base: args.base,
        basket: args.basket,
        as_of: desk.as_of(),
    };
    let quotes = Quotes::read_with_sold(&mut desk)?;
    let catalogue = desk.catalogue()?;
    let gathered = quotes.gathered(asked.as_of).with_categories(&catalogue);
    say_targets(&mut desk, &gathered);
    let rows = indices(gathered, quotes.sold(), &asked);
    let gaps = rows.iter().filter(|row| row.value.is_none()).count();
    if gaps > 0 {
        let (have, their) = match gaps {
            1 => ("has", "its"),
            _ => ("have", "their"),
        };
        let periods = counted(gaps, "period");
        desk.say(&format!(
            "{periods} {have} no index; {their} reason says why"
        ));
    }
    desk.put(rows);
    desk.finish(Table::Index)
}

fn formulas(ids: &[String]) -> Result<Vec<Formula>, Refused> {
    let formula = |id: &String| {
        Formula::parse(id).ok_or_else(|| {
            let known: Vec<&str> = Formula::ids().collect();
            let message = format!("there is no formula \"{id}\"");
            let hint = format!("the formulas are {}", known.join(", "));
            Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint))
        })
    };
    ids.iter().map(formula).collect()
}

/// Refuses to chain what drifts when it is chained.
fn chained(formulas: &[Formula]) -> Result<(), Refused> {
    match chained_faults(formulas) {
        None => Ok(()),
        Some((formula, why)) => {
            let message = format!("{} is not chained", formula.id());
            Err(Diagnostic::error(Code::BadFlag, message).hint(why).into())
        }
    }
}

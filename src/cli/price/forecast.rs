//! `granary price forecast`: where a price may go, and how such forecasts fared before.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::policy::Holidays;
use crate::price::forecast::{Asked, forecasts};

use super::quotes::{Quotes, say_targets};

/// Forecasts of every price, with the error of past ones
///
/// A model is chosen for each series by what it would have said on past days;
/// that nothing changes is the default, and another must have been better by
/// a twentieth. The interval is of past errors, and coverage is how often the
/// newer prices fell within it. A step is a day, a week or a month, as the
/// series is quoted.
///
///   $ granary price forecast --ledger granary-demo --as-of 2022-03-15 --steps 3
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ForecastArgs {
    /// Steps ahead
    #[arg(long, value_name = "N", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=90))]
    steps: u16,
    /// Part of prices that the interval is meant for
    #[arg(long, value_name = "PART", default_value = "0.8")]
    interval: f64,
    /// Rise whose probability is told, as a fraction of the newest price
    #[arg(long, value_name = "FRACTION", default_value = "0.3")]
    rise: f64,
    /// Read alert rules from this file instead of granary's own: what is fresh, and how a model is chosen
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// Runs `price forecast`.
pub fn run(args: &ForecastArgs, global: &Global) -> Result<u8> {
    fraction("--interval", args.interval, 1.0)?;
    fraction("--rise", args.rise, 10.0)?;
    let rules = super::rules(args.rules.as_deref())?;
    let mut desk = Desk::open(global)?;
    let holidays = Holidays::built_in().map_err(Refused::from)?;
    let asked = Asked {
        as_of: desk.as_of(),
        steps: usize::from(args.steps),
        nominal: args.interval,
        rise: args.rise,
        holidays: &holidays,
        rules: &rules,
    };
    let quotes = Quotes::read(&mut desk)?;
    let gathered = quotes.gathered(asked.as_of);
    say_targets(&mut desk, &gathered);
    desk.put(forecasts(&gathered, &asked));
    desk.finish(Table::Forecast)
}

/// Refuses what does not lie between nothing and `most`.
fn fraction(flag: &str, value: f64, most: f64) -> Result<(), Refused> {
    if value > 0.0 && value < most {
        return Ok(());
    }
    let message = format!("{flag} {value} does not lie between 0 and {most}");
    let hint = "write a fraction such as 0.8 for eighty percent";
    Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into())
}

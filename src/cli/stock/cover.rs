//! `granary stock cover`: for how many days there is stock, and whether that is what the plan asks for.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::Table;
use crate::ledger::tables::Cover;
use crate::quantity::decimal;
use crate::stock;
use crate::stock::cover::group::Grouping;
use crate::stock::minmax::{MinMax, Months};

use super::burn::Window;

mod facts;

pub use facts::{Coming, Facts, on_road};

/// Days of stock, against the standards of a policy
///
/// Goods are used first expiry first; what expires unused does not count.
/// Without --policy the days are printed without a standard. With --by
/// item, site, class, category, county or prefecture, stock and use are put
/// together before they are simulated.
///
///   $ granary stock cover --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CoverArgs {
    #[command(flatten)]
    window: Window,
    /// Percent of the basic amount where a standard is scaled up by level
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(i64).range(100..=10_000))]
    scale_up: Option<i64>,
    /// Show what can be had by when in so many days, each form apart
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=3660))]
    horizon: Option<i64>,
    #[command(flatten)]
    bounds: Bounds,
}

/// Months of use to hold stock against, beside the standards.
#[derive(Debug, Args)]
struct Bounds {
    /// Months of use below which stock is short
    #[arg(long, value_name = "MONTHS", value_parser = months, requires_all = ["max_months", "emergency_months"])]
    min_months: Option<Months>,
    /// Months of use that an order fills up to
    #[arg(long, value_name = "MONTHS", value_parser = months, requires = "min_months")]
    max_months: Option<Months>,
    /// Months of use at which an order cannot wait
    #[arg(long, value_name = "MONTHS", value_parser = months, requires = "min_months")]
    emergency_months: Option<Months>,
}

/// The rows that table `cover` states, of several days those of the last one up to the day asked for; `None` where
/// nothing supplies it.
pub fn stated(desk: &mut Desk) -> Result<Option<Vec<Cover>>> {
    let (rows, as_of) = (desk.load_if_given::<Cover>()?, desk.as_of());
    Ok(rows.map(|rows| stock::standing::cover(rows, as_of)))
}

/// Runs `stock cover`.
pub fn run(args: &CoverArgs, global: &Global) -> Result<u8> {
    let use_options = args.window.options()?;
    let bounds = args.bounds.checked()?;
    let mut desk = Desk::open(global)?;
    let grouping = grouping(&desk.take_by(), global.explain.is_some())?;
    let as_of = desk.as_of();
    let rules = desk.rules()?;
    let may_order = bounds.is_some() || !rules.standards.is_empty();
    let asks_for_coming = may_order || args.horizon.is_some();
    let facts = Facts::load(&mut desk, &use_options, grouping.place, asks_for_coming)?;
    facts.warn_of_agreements(&mut desk);
    let arrivals = match args.horizon {
        Some(days) => {
            let coming = Coming::load(&mut desk, &facts)?;
            Some(coming.arrivals(&mut desk, &facts, days).counted)
        }
        None => None,
    };
    let options = stock::CoverOptions {
        demand_from: desk.demand_from()?,
        level: global.level,
        percent: args.scale_up,
        grouping,
        bounds,
        until: args.horizon.map(|days| as_of.plus_days(days)),
        with_waste: desk.is_asked_for(Table::Waste),
        ..stock::CoverOptions::on(as_of)
    };
    let arrivals = arrivals.as_deref();
    let answer = match facts.stock_by_site() {
        Some(stock) if stock::cover::is_told_by_site(&rules, &options) => {
            let inputs = facts.inputs_beside_stock(&rules, arrivals);
            stock::cover_by_site(stock, &inputs, &options)?
        }
        _ => stock::cover(&facts.inputs(&rules, arrivals), &options)?,
    };
    desk.note(&answer.notes);
    if let Some(asked) = desk.to_explain(&answer.cover)? {
        let inputs = facts.inputs(&rules, arrivals);
        desk.put(stock::explain::cover(&inputs, &options, &asked).map_err(Refused::from)?);
    }
    desk.put(answer.cover);
    if options.with_waste {
        desk.put(answer.waste);
    }
    desk.finish(Table::Cover)
}

impl Bounds {
    /// The bounds, where they were given.
    ///
    /// Errors: `bad-flag` where they do not rise.
    fn checked(&self) -> Result<Option<MinMax>> {
        let given = self
            .emergency_months
            .zip(self.min_months)
            .zip(self.max_months);
        let Some(((emergency, min), max)) = given else {
            return Ok(None);
        };
        if emergency <= min && min <= max {
            return Ok(Some(MinMax {
                emergency,
                min,
                max,
            }));
        }
        let message = "--emergency-months, --min-months and --max-months do not rise";
        let hint = "write for example --emergency-months 1 --min-months 2 --max-months 4";
        Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into())
    }
}

/// Reads a number of months given as a flag.
fn months(text: &str) -> Result<Months, String> {
    let read = decimal::parse(text, 3).ok().filter(|months| *months >= 0);
    read.map(Months)
        .ok_or_else(|| "write a number of months, such as 2 or 1.5".to_owned())
}

/// How `--by` puts stock together.
///
/// Errors: `bad-flag` for a word that cover does not group by, and where what is put together is to be explained.
pub fn grouping(by: &[String], is_explained: bool) -> Result<Grouping> {
    if by.is_empty() {
        return Ok(Grouping::default());
    }
    if is_explained {
        let message = "stock put together by --by is not explained";
        let hint = "explain the rows of its sites: leave --by out";
        return Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into());
    }
    let words = Grouping::words();
    if let Some(word) = by.iter().find(|word| !words.contains(&word.as_str())) {
        let meant = guess(word, words.iter().copied());
        let message = format!("cover does not group by \"{word}\"");
        let hint = format!("{meant}it groups by {}", words.join(", "));
        return Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into());
    }
    Ok(Grouping::by(by))
}

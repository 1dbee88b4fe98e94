//! `granary price balance`: is there enough of the necessities, and for how many days.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::stock::cover::{Coming, Facts};
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::Table;
use crate::ledger::tables::Balance;
use crate::policy::{Necessities, Needs};
use crate::price::balance::{BalanceInputs, BalanceOptions, NeedBy, balance, explain, unplaced};
use crate::stock::BurnOptions;
use crate::stock::cover::group::Place;

/// Supply and demand of the eight necessities
///
/// Stock, what local lines make and what can be bought, against what residents
/// eat or what was used, over the days looked at. Tight is a supply that lasts
/// for fewer days than the policy states. --by site, county or prefecture (the
/// default); --emit availability shows each form by the day it can be had.
///
///   $ granary price balance --ledger granary-demo --as-of 2022-03-15 --by county
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct BalanceArgs {
    /// Days of need looked at (default: those below which the policy calls a supply tight)
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=366))]
    days: Option<i64>,
    /// Count the need on this (default: use at a site; elsewhere residents where a population is stated, else use)
    #[arg(long, value_enum)]
    need: Option<NeedName>,
    /// What a resident eats where table norm does not say (default: the planning figures that granary explain S19 shows)
    #[arg(long, value_name = "NAME")]
    ration: Option<String>,
    /// Read the rules on necessities from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
}

/// Names of what a need is counted on.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum NeedName {
    Residents,
    Use,
}

/// Runs `price balance`.
pub fn run(args: &BalanceArgs, global: &Global) -> Result<u8> {
    let rules = necessities(args.rules.as_deref())?;
    let needs = Needs::built_in().map_err(Refused::from)?;
    let ration = needs
        .ration_named(args.ration.as_deref())
        .map_err(Refused::from)?;
    let mut desk = Desk::open(global)?;
    let place = place(&desk.take_by())?;
    let by = args.need.map(NeedBy::from);
    let of_use = by == Some(NeedBy::Use) || (by.is_none() && place == Place::Site);
    if args.ration.is_some() && of_use {
        desk.say("--ration says what residents eat: here the need is what was used");
    }
    let options = BalanceOptions {
        as_of: desk.as_of(),
        demand_from: desk.demand_from()?,
        days: args.days.unwrap_or(rules.tight.days),
        place,
        by,
    };
    let knows = |desk: &mut Desk, tables: &[Table]| -> Result<bool> {
        let mut is_known = false;
        for table in tables {
            is_known |= desk.supplies(*table)?;
        }
        Ok(is_known)
    };
    let knows_capacity = knows(&mut desk, &[Table::Capacity])?;
    let knows_purchases = knows(&mut desk, &[Table::Inbound, Table::Agreement])?;
    let facts = Facts::load(&mut desk, &BurnOptions::default(), options.place, true)?;
    let coming = Coming::load(&mut desk, &facts)?;
    let arrivals = coming.arrivals(&mut desk, &facts, options.last_day());
    let inputs = BalanceInputs {
        onhand: facts.onhand(),
        arrivals: &arrivals.counted,
        uncounted: &arrivals.uncounted,
        knows_capacity,
        knows_purchases,
        burn: &facts.burn,
        norms: &facts.norms,
        ration,
        needs: &needs,
        catalogue: &facts.catalogue,
        sites: &facts.sites,
        rules: &rules,
    };
    let rows = balance(&inputs, &options);
    if let Some(asked) = desk.to_explain(&rows)? {
        desk.put(explain(&inputs, &options, &asked));
    }
    desk.say(&in_words(&rows));
    let unplaced = unplaced(&inputs, &options);
    if !unplaced.is_empty() {
        let sources = unplaced.join(", ");
        desk.say(&format!(
            "of no site, and so of none of these rows: {sources}"
        ));
    }
    desk.put(rows);
    desk.finish(Table::Balance)
}

/// The rules on necessities: those of a file, else granary's own.
pub fn necessities(path: Option<&Path>) -> Result<Necessities> {
    let rules = match path {
        Some(path) => {
            let name = path.to_string_lossy();
            Necessities::parse(&crate::io::open::text(&name)?, &name)
        }
        None => Necessities::built_in(),
    };
    Ok(rules.map_err(Refused::from)?)
}

/// The place that `--by` names; without it the prefecture.
///
/// Errors: `bad-flag` for a word that is no place.
fn place(by: &[String]) -> Result<Place> {
    let known = |named: &str| Place::NAMED.into_iter().find(|place| place.id() == named);
    let one = match by {
        [] => Some(Place::Prefecture),
        [one] => known(one),
        _ => None,
    };
    match one {
        Some(place) => Ok(place),
        None => {
            let named = by.join(",");
            let words = Place::NAMED.map(Place::id);
            let meant = guess(&named, words);
            let hint = format!("{meant}name one of {}", words.join(", "));
            let message = format!("balance does not group by \"{named}\"");
            Err(Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint)).into())
        }
    }
}

/// How many supplies are tight, and of how many nobody can say.
fn in_words(rows: &[Balance]) -> String {
    let count = |tight: Option<bool>| rows.iter().filter(|row| row.tight == tight).count();
    let mut words = format!(
        "{}: {} tight",
        counted(rows.len(), "balance"),
        count(Some(true))
    );
    if count(None) > 0 {
        words += &format!(", {} not assessable", count(None));
    }
    words
}

impl From<NeedName> for NeedBy {
    fn from(name: NeedName) -> NeedBy {
        match name {
            NeedName::Residents => NeedBy::Residents,
            NeedName::Use => NeedBy::Use,
        }
    }
}

//! `granary price watch`: what moved, and which rules it met.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{Quote, Usage};
use crate::policy::AlertRules;
use crate::price;

/// Changes of every price, and the rules they met
///
/// Each change names its base date; none is drawn from a later quote. Alerts
/// name the rule, its threshold, and how many quotes it rests on; they are in
/// table alert.
///
///   $ granary price watch --ledger granary-demo --as-of 2022-03-15 --emit alert
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct WatchArgs {
    /// Read alert rules from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Apply only these rules (default: those marked as default, and robust-z)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Answer for every day from this one on
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Take the change since this day apart, in table driver (default: a week before --as-of)
    #[arg(long, value_name = "DATE", value_parser = day)]
    against: Option<Day>,
}

/// Days that drivers look back where no day is named.
const DRIVER_DAYS: i64 = 7;

/// Runs `price watch`.
pub fn run(args: &WatchArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = super::rules(args.rules.as_deref())?;
    known_rules(&args.rule, &rules)?;
    let quotes = desk.load::<Quote>()?.rows;
    let usage = desk.load_or_empty::<Usage>()?.rows;
    let inputs = price::WatchInputs {
        quotes: &quotes,
        usage: &usage,
        rules: &rules,
        chosen: &args.rule,
        as_of,
        since: args.since,
        base: desk
            .is_asked_for(Table::Driver)
            .then(|| args.against.unwrap_or(as_of.plus_days(-DRIVER_DAYS))),
        checks_quotes: desk.is_asked_for(Table::Finding),
        each_day: desk.is_asked_for(Table::Assessment),
    };
    let watch = price::watch(&inputs);
    for line in in_words(&watch) {
        desk.say(&line);
    }
    desk.put(watch.changes);
    desk.put(watch.alerts);
    desk.put(watch.spreads);
    if inputs.base.is_some() {
        desk.put(watch.drivers);
    }
    if inputs.checks_quotes {
        desk.put(watch.findings);
    }
    desk.put(watch.assessments);
    desk.finish(Table::Change)
}

/// What a watch left out, and why: nothing vanishes without a count.
fn in_words(watch: &price::Watch) -> Vec<String> {
    let count = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let uncovered = (!watch.uncovered.is_empty())
        .then(|| format!("no threshold for category {}", watch.uncovered.join(", ")));
    [
        count(watch.no_quotes, "rows hold no price"),
        count(
            watch.unknown_units,
            "quotes are in a unit that nobody knows",
        ),
        count(watch.later, "quotes are later than the day answered for"),
        count(watch.no_category, "quotes name no category"),
        count(
            watch.not_assessable().count(),
            "series could not be assessed by a rule (too few or too old quotes)",
        ),
        uncovered,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Refuses a rule that the file does not have.
fn known_rules(chosen: &[String], rules: &AlertRules) -> Result<()> {
    let mut ids = rules.ids();
    ids.extend(rules.alps.iter().map(|method| method.published.as_str()));
    match chosen.iter().find(|id| !ids.contains(&id.as_str())) {
        None => Ok(()),
        Some(id) => {
            let hint = format!("the rules are {}", ids.join(", "));
            let unknown =
                Diagnostic::error(Code::BadFlag, format!("there is no price rule \"{id}\""));
            Err(Refused::from(unknown.hint(hint)).into())
        }
    }
}

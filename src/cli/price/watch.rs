//! `granary price watch`: what moved, and which rules it met.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::number::{counted, counted_are};
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::ledger::Table;
use crate::ledger::tables::Usage;
use crate::policy::{AlertRule, AlertRules, Holidays};
use crate::price;
use crate::price::gap::Cause;

use super::quotes::Quotes;

/// Changes of every price, and the rules they met
///
/// Each change names its base date; none is drawn from a later quote. Alerts
/// name the rule, its threshold, and how many quotes it rests on; they are in
/// table alert. A rule with other thresholds in a disaster takes them while
/// table event says that there is one.
///
///   $ granary price watch --ledger granary-demo --as-of 2022-03-15 --emit alert
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct WatchArgs {
    /// Read alert rules from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Apply only these rules (default: those marked as default, and the ladder of indicators)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Answer for every day from this one on
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Day>,
    /// Take the change since this day apart, in table driver (default: a week before --as-of); needs --emit driver
    #[arg(long, value_name = "DATE", value_parser = day)]
    against: Option<Day>,
}

/// How many goods are named of those without a category.
const NAMES_SHOWN: usize = 8;

/// Days that drivers look back where no day is named.
const DRIVER_DAYS: i64 = 7;

/// Runs `price watch`.
pub fn run(args: &WatchArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = super::rules(args.rules.as_deref())?;
    known_rules(&args.rule, &rules)?;
    if let Some(against) = args.against {
        comparable(against, as_of, desk.is_asked_for(Table::Driver))?;
    }
    let checks_quotes = desk.is_asked_for(Table::Finding);
    let quotes = match checks_quotes {
        true => Quotes::rows(&mut desk)?,
        false => Quotes::read(&mut desk)?,
    };
    let usage = desk.records::<Usage>()?;
    let circumstances = price::circumstances::Circumstances {
        holidays: Some(Holidays::built_in().map_err(Refused::from)?),
        events: desk.events()?,
        sites: desk.sites()?,
    };
    let inputs = price::WatchInputs {
        quotes: &quotes.rows,
        usage: &usage,
        rules: &rules,
        circumstances: &circumstances,
        chosen: &args.rule,
        as_of,
        options: price::WatchOptions {
            since: args.since,
            base: desk
                .is_asked_for(Table::Driver)
                .then(|| args.against.unwrap_or(as_of.plus_days(-DRIVER_DAYS))),
            checks_quotes,
            lists_changes: desk.answers_with(Table::Change),
            lists_spreads: desk.is_asked_for(Table::Spread),
            each_day: desk.is_asked_for(Table::Assessment),
        },
    };
    let catalogue = desk.catalogue()?;
    let gathered = quotes.gathered(as_of).with_categories(&catalogue);
    let watch = price::watch_gathered(&inputs, gathered);
    for line in in_words(&watch) {
        desk.say(&line);
    }
    for one in &watch.unquoted_kinds {
        let (rule, kind) = (&one.rule, &one.kind);
        let categories = one.categories.join(", ");
        desk.say(&format!(
            "rule {rule} is set on {kind} prices, and of {categories} only others are quoted"
        ));
    }
    for line in out_of_force(&args.rule, &rules, as_of) {
        desk.say(&line);
    }
    desk.put(watch.changes);
    desk.put(watch.alerts);
    desk.put(watch.spreads);
    if let Some(base) = inputs.options.base {
        if watch.drivers.is_empty() && desk.is_named(Table::Driver) {
            desk.say(&price::driver::nothing(base, as_of));
        }
        desk.put(watch.drivers);
    }
    if inputs.options.checks_quotes {
        desk.put_beside(watch.findings)?;
    }
    desk.put(watch.assessments);
    desk.finish(Table::Change)
}

/// What a watch left out, and why: nothing vanishes without a count.
fn in_words(watch: &price::Watch) -> Vec<String> {
    let gaps = |cause: Cause, words: &str| {
        let count = watch.gaps.get(&cause).copied().unwrap_or(0);
        let judgements = counted(count, "judgement");
        (count, format!("{judgements} could not be made ({words})"))
    };
    [
        (
            watch.without_price,
            format!("{} without a price", counted(watch.without_price, "row")),
        ),
        (
            watch.unknown_units,
            format!(
                "{} in a unit that nobody knows",
                counted_are(watch.unknown_units, "quote")
            ),
        ),
        (
            watch.later,
            format!(
                "{} later than the day answered for",
                counted_are(watch.later, "quote")
            ),
        ),
        (
            watch.without_category.len(),
            without_category(&watch.without_category),
        ),
        gaps(Cause::Quotes, "too few or too old quotes"),
        gaps(Cause::Copied, "quotes copied rather than calm"),
        gaps(
            Cause::Kind,
            "quotes of another kind than the rule is set on",
        ),
        gaps(Cause::Rule, "rules that cannot be applied"),
        (
            watch.uncovered.len(),
            format!("no threshold for category {}", watch.uncovered.join(", ")),
        ),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, words)| words)
    .collect()
}

/// What is said of the series without a category: of which goods they are, the first few by name, and what to do.
fn without_category(items: &[String]) -> String {
    let names: BTreeSet<&str> = items.iter().map(String::as_str).collect();
    let shown: Vec<&str> = names.iter().take(NAMES_SHOWN).copied().collect();
    let shown = shown.join(", ");
    let more = names.len().saturating_sub(NAMES_SHOWN);
    let named = match more {
        0 => shown,
        more => format!("{shown} and {more} more"),
    };
    format!(
        "{} series without a category, passed over by rules on categories: {named}; write category in table quote or item",
        items.len()
    )
}

/// What is said of the rules that were named and are not in force on the day: an empty answer of theirs is no calm.
fn out_of_force(named: &[String], rules: &AlertRules, as_of: Day) -> Vec<String> {
    let rules = rules.alert.iter();
    let others = rules.filter(|rule| named.contains(&rule.id) && !rule.is_in_force(as_of));
    let line = |rule: &AlertRule| {
        let (id, from) = (&rule.id, &rule.from);
        let until = rule.until.as_deref();
        match until.filter(|until| Day::parse(until).is_some_and(|until| until < as_of)) {
            Some(until) => format!("rule {id} holds for quotes up to {until}"),
            None => format!("rule {id} holds for quotes from {from} on"),
        }
    };
    others.map(line).collect()
}

/// Refuses a day that drivers cannot compare with, or that nobody would see compared.
fn comparable(against: Day, as_of: Day, is_asked_for: bool) -> Result<(), Refused> {
    let (message, hint) = if !is_asked_for {
        (
            "--against is for table driver",
            "add --emit driver".to_owned(),
        )
    } else if against >= as_of {
        (
            "--against is not before the day answered for",
            format!("name a day before {as_of}"),
        )
    } else {
        return Ok(());
    };
    Err(Diagnostic::error(Code::BadFlag, message).hint(hint).into())
}

/// Refuses a rule that the file does not have.
fn known_rules(chosen: &[String], rules: &AlertRules) -> Result<()> {
    let ids = rules.ids();
    match chosen.iter().find(|id| !ids.contains(&id.as_str())) {
        None => Ok(()),
        Some(id) => {
            let meant = guess(id, ids.iter().copied());
            let hint = format!("{meant}the rules are {}", ids.join(", "));
            let unknown =
                Diagnostic::error(Code::BadFlag, format!("there is no price rule \"{id}\""));
            Err(Refused::from(unknown.hint(hint)).into())
        }
    }
}

//! `granary price markup`: whose mark-up stands out, and who keeps goods back.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::calendar::Day;
use crate::cli::desk::Desk;
use crate::cli::global::{Global, day};
use crate::cli::number::counted;
use crate::diagnostic::{Code, Diagnostic, Refused};
use crate::ledger::Table;
use crate::ledger::tables::{OnHand, Quote, Usage};
use crate::policy::AlertRules;
use crate::policy::alert::Markup;
use crate::price::hoarding::hoarding;
use crate::price::markup::{Screen, screen};

/// Screen sellers: mark-ups that stand out, stock kept back
///
/// A sale is a retail quote with its delivery fee, its cost the purchase or
/// wholesale quote at the same market. Candidates are ranked by excess times
/// quantity; each shows every baseline and both denominators. It is a screen,
/// never a verdict. Table hoarding comes from dated stock and usage.
///
///   $ granary price markup --ledger granary-demo --as-of 2022-03-15 --cutoff 2022-03-08
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct MarkupArgs {
    /// Last day of the baseline; later sales are judged (default: the day before --as-of)
    #[arg(long, value_name = "DATE", value_parser = day)]
    cutoff: Option<Day>,
    /// Apply only these rules (default: those marked as default)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// Read rules from this file instead of granary's own
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Show every sale, not only candidates and those that cannot be judged
    #[arg(long)]
    all: bool,
}

/// Runs `price markup`.
pub fn run(args: &MarkupArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = super::rules(args.rules.as_deref())?;
    let chosen = chosen(&rules, &args.rule)?;
    if desk.is_asked_for(Table::Hoarding) {
        let stock = desk.records::<OnHand>()?;
        let usage = desk.records::<Usage>()?;
        let rows = rules.storage.as_ref();
        desk.put(rows.map_or_else(Vec::new, |rule| hoarding(&stock, &usage, rule, as_of)));
    }
    if desk.is_named(Table::Hoarding) && !desk.supplies(Table::Quote)? {
        if args.cutoff.is_some() || args.all || !args.rule.is_empty() {
            desk.say("--rule, --cutoff and --all are of sales: hoarding reads stock and use alone");
        }
        return desk.finish(Table::Hoarding);
    }
    let cutoff = args.cutoff.unwrap_or(as_of.plus_days(-1));
    for rule in chosen.iter().filter(|rule| is_ahead_of(rule, cutoff)) {
        let (id, from) = (&rule.id, &rule.from);
        desk.say(&format!(
            "rule {id} is in force from {from} on; earlier sales are not judged by it"
        ));
    }
    let quotes = desk.load_once::<Quote>()?.rows;
    let screened = screen(&Screen {
        quotes: &quotes,
        rules: &chosen,
        known: &rules.markup,
        cutoff,
        as_of,
        shows_all: args.all,
    });
    let judged = |candidate: Option<bool>| {
        let rows = screened.rows.iter();
        rows.filter(|row| row.candidate == candidate).count()
    };
    desk.say(&format!(
        "{} with a cost after the cut-off: {}, {} not assessable; a screen, no verdict",
        counted(screened.judged, "sale"),
        counted(judged(Some(true)), "candidate"),
        judged(None)
    ));
    if screened.no_cost > 0 {
        let sales = counted(screened.no_cost, "sale");
        desk.say(&format!(
            "{sales} after the cut-off without a cost, not looked at"
        ));
    }
    if !screened.by_quantity {
        desk.say("ranked by excess alone: not every candidate has a quantity");
    }
    desk.put(screened.rows);
    desk.finish(Table::Markup)
}

/// Whether sales right after the cut-off are older than the rule.
fn is_ahead_of(rule: &Markup, cutoff: Day) -> bool {
    Day::parse(&rule.from).is_some_and(|from| from > cutoff.plus_days(1))
}

/// The rules that apply; one that the file does not have is refused.
fn chosen<'a>(rules: &'a AlertRules, ids: &[String]) -> Result<Vec<&'a Markup>, Refused> {
    if ids.is_empty() {
        return Ok(rules.markup.iter().filter(|rule| rule.default).collect());
    }
    let find = |id: &String| {
        let found = rules.markup.iter().find(|rule| rule.id == *id);
        found.ok_or_else(|| {
            let known: Vec<&str> = rules.markup.iter().map(|rule| rule.id.as_str()).collect();
            let message = format!("there is no mark-up rule \"{id}\"");
            let hint = format!("the rules are {}", known.join(", "));
            Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint))
        })
    };
    ids.iter().map(find).collect()
}

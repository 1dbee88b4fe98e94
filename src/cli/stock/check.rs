//! `granary stock check`: every fault of a ledger, with its place.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::{FailOn, Global};
use crate::diagnostic::{Code, Diagnostic, Refused, guess};
use crate::io::ledger_file::{self, content};
use crate::io::output;
use crate::ledger::tables::Movement;
use crate::ledger::{Loaded, Table};
use crate::policy::{Limit, limit};
use crate::stock::check::{Due, Lacking, Reads, Sealed, SupplyInputs, replenishment};
use crate::stock::{self, Check, CheckFacts, CheckInputs};

/// Check the ledger, and name every fault with its place
///
/// Prints nothing and ends with 0 when all is well; any finding ends with 1.
/// A check that is named and lacks an input is a finding too.
///
/// A check judges the ledger as it was on --as-of and takes no notice of later
/// lines. Those that --list marks (all lines) look at how lines are written, and
/// read every one of them.
///
///   $ granary stock check --ledger granary-demo --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CheckArgs {
    /// Run only these checks
    #[arg(value_name = "CHECK")]
    only: Vec<String>,
    /// Run every check, also those that run only when they are named
    #[arg(long, conflicts_with = "only")]
    strict: bool,
    /// Say what each check finds, and stop
    #[arg(long)]
    list: bool,
    /// Set the limit of a check: days, or percent
    #[arg(long, value_name = "CHECK=NUMBER")]
    limit: Vec<String>,
}

/// The check that looks at lines as they stand.
const SEAL: &str = "seal";

/// The checks that need no other lines than those that can matter to them.
const LIGHT: [&str; 2] = ["negative", "document"];

/// Runs `stock check`.
pub fn run(args: &CheckArgs, global: &Global) -> Result<u8> {
    if args.list {
        output::write(global.output.as_deref(), list().as_bytes())?;
        return Ok(0);
    }
    let checks = chosen_checks(args)?;
    let mut desk = Desk::open(global)?;
    let facts = facts(&mut desk, &checks, &args.limit)?;
    let inputs = facts.inputs();
    let is_named = args.strict || !args.only.is_empty();
    if !is_named && inputs.movements.rows.iter().all(|row| row.seal.is_empty()) {
        desk.say("no line carries a seal, so that edits cannot be told; stock import writes a sealed ledger");
    }
    let lacking = match is_named {
        true => Lacking::Found,
        false => Lacking::PassedOver,
    };
    let findings = stock::check(&inputs, &checks, lacking);
    let is_clean = findings.is_empty();
    if let Some(asked) = desk.to_explain(&findings)? {
        let as_of = desk.as_of();
        desk.put(stock::explain::check(inputs.movements, &asked, as_of));
    }
    desk.put(findings);
    put_replenishment(&mut desk, &inputs)?;
    // A clean ledger prints nothing, not even a header, unless the table was asked for.
    if is_clean && !desk.is_told_what_to_write() {
        desk.say_left_over();
        return Ok(0);
    }
    desk.finish_or(Table::Finding, FailOn::Notice)
}

/// Adds what each issue from a reserve gets back, where that table was asked for.
fn put_replenishment(desk: &mut Desk, inputs: &CheckInputs) -> Result<()> {
    if !desk.is_named(Table::Replenishment) {
        return Ok(());
    }
    let rows = replenishment(inputs)
        .ok_or_else(|| desk.no_policy("restocking a reserve", |rules| rules.replenish.is_some()))?;
    if !inputs.limits.contains_key("replenish") {
        desk.say("nobody says within how many days a reserve is restocked, so that nothing is due; --limit replenish=DAYS sets it");
    }
    desk.put(rows);
    Ok(())
}

/// The ledger, and all that is supplied beside it.
fn facts(desk: &mut Desk, checks: &[Check], limits: &[String]) -> Result<CheckFacts> {
    let rules = desk.rules()?;
    let movements = movements(desk, checks)?;
    let written = match checks.iter().any(|check| check.id == SEAL) {
        true => written(&movements),
        false => BTreeMap::new(),
    };
    Ok(CheckFacts {
        movements,
        sealed: Sealed { written, content },
        catalogue: desk.catalogue()?,
        sites: desk.sites()?,
        staff: desk.records()?,
        people: desk.records()?,
        norms: desk.records()?,
        usage: desk.load_or_empty()?,
        onhand: desk.load_or_empty()?,
        rotation: desk.records()?,
        inbound: desk.load_or_empty()?,
        supply: supply(desk)?,
        limits: limits_in_force(&rules.limits, limits)?,
        rules,
        ..CheckFacts::on(desk.as_of())
    })
}

/// The movements that the checks look at; those that lie beside the ledger do without.
fn movements(desk: &mut Desk, checks: &[Check]) -> Result<Loaded<Movement>> {
    if checks.iter().all(|check| LIGHT.contains(&check.id)) {
        return desk.suspects();
    }
    match checks.iter().any(|check| check.needs_ledger) {
        true => desk.load_once(),
        false => desk.load_or_empty(),
    }
}

/// The lines of the files that sealed movements stand in.
fn written(movements: &Loaded<Movement>) -> BTreeMap<String, BTreeMap<u64, String>> {
    let sealed = movements.iter().filter(|(row, _)| !row.seal.is_empty());
    let files: BTreeSet<&str> = sealed
        .filter_map(|(_, place)| place.map(|place| &*place.file))
        .collect();
    let lines = |file: &str| Some((file.to_owned(), ledger_file::written(file)?));
    files.into_iter().filter_map(lines).collect()
}

/// What lies beside the ledger: agreements, carriers, producers and what they report.
fn supply(desk: &mut Desk) -> Result<SupplyInputs> {
    Ok(SupplyInputs {
        agreements: desk.load_or_empty()?,
        capacities: desk.load_or_empty()?,
        carriers: desk.load_or_empty()?,
        register: desk.load_or_empty()?,
        production: desk.load_or_empty()?,
        inspections: desk.load_or_empty()?,
        breaches: desk.load_or_empty()?,
    })
}

fn no_limit(id: &str) -> Refused {
    let limited = Check::ALL.iter().filter(|check| check.has_limit);
    let ids: Vec<&str> = limited.map(|check| check.id).collect();
    let hint = format!("the checks that a number bounds are {}", ids.join(", "));
    Diagnostic::error(Code::BadFlag, format!("no number bounds check {id}"))
        .hint(hint)
        .into()
}

/// The limits that come with granary, those of the policies, those of the flags: the last one stands.
fn limits_in_force(policies: &[Limit], flags: &[String]) -> Result<BTreeMap<String, i64>> {
    let built_in = Limit::built_in().map_err(Refused::from)?;
    let mut limits = limit::in_force(built_in.iter().chain(policies));
    for flag in flags {
        let (name, number) = flag.split_once('=').unwrap_or((flag, ""));
        let check = Check::parse(name).ok_or_else(|| unknown(name))?;
        if !check.has_limit {
            return Err(no_limit(check.id).into());
        }
        let number: i64 = number.parse().ok().filter(|n| *n >= 0).ok_or_else(|| {
            let message = format!("--limit \"{flag}\" sets no number");
            Refused::from(
                Diagnostic::error(Code::BadFlag, message)
                    .hint("write --limit CHECK=NUMBER, such as --limit transfer=3"),
            )
        })?;
        limits.insert(check.id.to_owned(), number);
    }
    Ok(limits)
}

/// The checks that were named, or those that always run.
fn chosen_checks(args: &CheckArgs) -> Result<Vec<Check>> {
    let all = Check::ALL.iter().copied();
    if args.only.is_empty() {
        return Ok(all
            .filter(|check| args.strict || check.due == Due::Always)
            .collect());
    }
    let named = args.only.iter();
    let named = named.map(|name| Check::parse(name).ok_or_else(|| unknown(name)));
    Ok(named.collect::<Result<_, _>>()?)
}

fn unknown(name: &str) -> Refused {
    let ids: Vec<&str> = Check::ALL.iter().map(|check| check.id).collect();
    let meant = guess(name, ids.iter().copied());
    Diagnostic::error(Code::BadFlag, format!("there is no check \"{name}\""))
        .hint(format!("{meant}the checks are {}", ids.join(", ")))
        .into()
}

/// A line for each check: its name, and what it finds.
fn list() -> String {
    let line = |check: &Check| {
        let asked = match check.due {
            Due::Always => "",
            Due::Asked => " (when asked)",
        };
        let lines = match check.reads {
            Reads::UpToTheDay => "",
            Reads::AllLines => " (all lines)",
        };
        format!("{:<15} {}{asked}{lines}\n", check.id, check.meaning)
    };
    Check::ALL.iter().map(line).collect()
}

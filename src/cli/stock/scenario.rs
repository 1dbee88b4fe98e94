//! `granary stock scenario`: cover before and after what a drill makes happen.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Enterprise, Impact};
use crate::ledger::word::StockState;
use crate::policy::{Needs, Scenario};
use crate::stock;

use super::burn::Window;
use super::cover::{Coming, Facts, grouping};

/// Cover before and after the events of a scenario, side by side
///
/// FILE is TOML: [scenario] with id and title, then an [[event]] for each thing
/// that happens, with id, kind, from, until, sites, items or classes:
///
///   outbreak   level = "I"  times = 2.5  patients = 80
///   level      level = "II"
///   testing    area = "C1"  rounds = 2
///   closed     sources = ["E1"]  to = ["M2"]
///   lost       (all stock of the sites, until the last day or for good)
///   orders     times = [20, 30]  staff = "1/5"  orders_a_day = 1000
///              staff_usual = 50  each_a_day = 20
///   transport  sources = ["E1"]  delay_days = 5  or  lost = true
///
/// The ledger is only read. What begins after the last day looked at changes
/// nothing but the level. --emit backlog has the orders that wait, --explain
/// which event changed which figure. With --by stock and use are put together
/// as in stock cover.
///
///   $ granary stock scenario granary-demo/scenario.toml \
///       --ledger granary-demo --as-of 2022-03-15 --policy P0 --changed
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ScenarioArgs {
    /// The file of the scenario
    file: PathBuf,
    /// Only the rows that an event changed
    #[arg(long)]
    changed: bool,
    /// Days after the day answered for, to add up what is missing
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=3660))]
    horizon: i64,
    /// Percent of the basic amount where a standard is scaled up by level
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(i64).range(100..=10_000))]
    scale_up: Option<i64>,
    #[command(flatten)]
    window: Window,
}

/// Runs `stock scenario`.
pub fn run(args: &ScenarioArgs, global: &Global) -> Result<u8> {
    let use_options = args.window.options()?;
    let file = args.file.to_string_lossy();
    let scenario = Scenario::parse(&crate::io::open::text(&file)?, &file)?;
    let mut desk = Desk::open(global)?;
    let grouping = grouping(&desk.take_by(), false)?;
    let as_of = desk.as_of();
    let rules = desk.rules()?;
    let facts = Facts::load(&mut desk, &use_options, grouping.place, true)?;
    facts.warn_of_agreements(&mut desk);
    let scenario = scenario.by_code(
        |name| facts.catalogue.code_of_name(name).map(str::to_owned),
        |name| facts.sites.code_of_name(name).map(str::to_owned),
    );
    let coming = Coming::load(&mut desk, &facts)?;
    let arrivals = coming.arrivals(&mut desk, &facts, args.horizon).counted;
    let register = desk.records::<Enterprise>()?;
    let enterprises = enterprises(&register, &facts, &coming);
    let workload = Needs::built_in().map_err(Refused::from)?.workload;
    let inputs = stock::ScenarioInputs {
        cover: &facts.inputs(&rules, Some(&arrivals)),
        enterprises: &enterprises,
        register: stock::enterprise::Register(&register),
        scenario: &scenario,
        workload: &workload,
    };
    let options = stock::CoverOptions {
        demand_from: desk.demand_from()?,
        level: global.level,
        percent: args.scale_up,
        grouping,
        ..stock::CoverOptions::on(as_of)
    };
    let until = as_of.plus_days(args.horizon);
    let answer = stock::scenario(&inputs, &options, until).map_err(Refused)?;
    desk.note(&answer.notes);
    desk.say(&summary(&scenario, &answer.impact));
    if let Some(asked) = desk.to_explain(&answer.impact)? {
        desk.put(stock::explain::scenario(&scenario, &answer, &asked));
    }
    let shown = answer.impact.into_iter();
    desk.put(
        shown
            .filter(|row| !args.changed || !row.events.is_empty())
            .collect(),
    );
    desk.put(answer.backlog);
    desk.finish(Table::Impact)
}

/// Everybody who delivers, by the tables that name them; whoever is registered also by name.
fn enterprises(register: &[Enterprise], facts: &Facts, coming: &Coming) -> Vec<String> {
    let registered = register.iter().flat_map(|row| [&row.enterprise, &row.name]);
    let agreed = coming.agreements.iter().map(|row| &row.enterprise);
    let making = coming.capacities.iter().map(|row| &row.enterprise);
    let sending = facts.inbound.iter().map(|row| &row.counterparty);
    let all = registered.chain(agreed).chain(making).chain(sending);
    let all: BTreeSet<&String> = all.filter(|name| !name.is_empty()).collect();
    all.into_iter().cloned().collect()
}

/// One line on what the scenario does.
fn summary(scenario: &Scenario, rows: &[Impact]) -> String {
    let changed = rows.iter().filter(|row| !row.events.is_empty());
    let becomes = |state| {
        let rows = changed.clone();
        rows.filter(|row| row.state_after == Some(state) && row.state != Some(state))
            .count()
    };
    let counts = [
        (changed.clone().count(), "rows changed"),
        (becomes(StockState::Out), "out of stock"),
        (becomes(StockState::BelowMin), "below the minimum"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    format!("scenario {}: {}", scenario.id, counts.join(", "))
}

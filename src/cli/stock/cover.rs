//! `granary stock cover`: for how many days there is stock, and whether that is what the plan asks for.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::{Desk, missing};
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Burn, Event, Norm, OnHand, Staff};
use crate::stock;

use super::burn::{UseRecord, Window, burn_rows};

/// Days of stock, against the standards of a policy
///
/// Goods are used first expiry first; what expires unused does not count.
/// Without --policy the days are printed without a standard.
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
}

/// Runs `stock cover`.
pub fn run(args: &CoverArgs, global: &Global) -> Result<u8> {
    let use_options = args.window.options()?;
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let rules = desk.rules()?;
    let (onhand, burn) = (
        desk.load_if_given::<OnHand>()?,
        desk.load_if_given::<Burn>()?,
    );
    let has_record = desk.supplies(Table::Movement)? || desk.supplies(Table::Usage)?;
    if onhand.is_none() && !desk.supplies(Table::Movement)? {
        return Err(missing(Table::Movement).into());
    }
    let record = match onhand.is_some() && !has_record {
        true => UseRecord {
            movements: Vec::new(),
            usage: Vec::new(),
        },
        false => {
            // A standard may look at the most that was ever used.
            let from = use_options.looks_back_to(as_of);
            UseRecord::load(&mut desk, from.filter(|_| global.policy.is_empty()))?
        }
    };
    let onhand = onhand.unwrap_or_else(|| {
        let onhand = stock::on_hand(&record.movements, as_of);
        desk.put(onhand.clone());
        onhand
    });
    let burn = match burn {
        Some(burn) => burn,
        None => {
            let burn = burn_rows(&mut desk, &record, &use_options)?;
            desk.put(burn.clone());
            burn
        }
    };
    let inputs = stock::CoverInputs {
        onhand: &onhand,
        burn: &burn,
        movements: &record.movements,
        usage: &record.usage,
        catalogue: &desk.catalogue()?,
        sites: &desk.sites()?,
        staff: &desk.load_or_empty::<Staff>()?.rows,
        events: &desk.load_or_empty::<Event>()?.rows,
        norms: &desk.load_or_empty::<Norm>()?.rows,
        rules: &rules,
    };
    let options = stock::CoverOptions {
        demand_from: global.demand_from.unwrap_or(as_of),
        level: global.level,
        percent: args.scale_up,
        ..stock::CoverOptions::on(as_of)
    };
    let answer = stock::cover(&inputs, &options).map_err(Refused::from)?;
    desk.note(&answer.notes);
    desk.put(answer.cover);
    desk.put(answer.waste);
    desk.finish(Table::Cover)
}

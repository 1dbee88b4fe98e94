//! `granary allocate deliver slots`: when each household gets its goods.

use anyhow::Result;
use clap::Args;

use super::super::privacy::mask_tables;
use super::{households, number, some};
use crate::allocate::deliver::slots::{
    Hours, Resident, SlotInputs, audit, minutes, queue_places, slots,
};
use crate::cli::audit::audited;
use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::diagnostic::Refused;
use crate::ledger::Table;
use crate::ledger::tables::{Household, Label};
use crate::policy::Delivery;

/// A slot for each household, building by building
///
/// Of table label, else of table household. In a compound of class sealed, and
/// for households with special needs, goods are brought; others fetch them.
///
///   $ printf '%s\n' household,site,building h1,C1,1 h2,C1,2 |
///       granary allocate deliver slots --per-slot 20 --as-of 2022-03-15
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SlotsArgs {
    /// Households that fetch their goods in one slot
    #[arg(long, value_name = "HOUSEHOLDS", value_parser = some())]
    per_slot: Option<i64>,
    /// Metres that people may stand in, two metres apart
    #[arg(long, value_name = "METRES", value_parser = number(), conflicts_with = "per_slot")]
    queue: Option<i64>,
    /// Doors that are reached in one slot
    #[arg(long, value_name = "HOUSEHOLDS", value_parser = some())]
    doors: Option<i64>,
    /// When the first slot starts [default: 08:00]
    #[arg(long, value_name = "TIME", value_parser = time)]
    opens: Option<i64>,
    /// When the last slot ends [default: 18:00]
    #[arg(long, value_name = "TIME", value_parser = time)]
    closes: Option<i64>,
    /// Minutes in a slot [default: 30]
    #[arg(long, value_name = "MINUTES", value_parser = some())]
    minutes: Option<i64>,
}

fn time(text: &str) -> Result<i64, String> {
    minutes(text).ok_or_else(|| "write a time such as 08:30".to_owned())
}

/// Runs `allocate deliver slots`.
pub fn run(args: &SlotsArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let rules = Delivery::built_in().map_err(Refused::from)?;
    let sites = desk.sites()?;
    let labels = desk.load_if_given::<Label>()?;
    let households = match labels {
        Some(_) => Vec::new(),
        None => households(&mut desk, &rules)?,
    };
    let residents = match &labels {
        Some(labels) => of_labels(labels),
        None => households.iter().map(of_household).collect(),
    };
    let own = &rules.own;
    let apart = rules.spacing.value.first().copied().unwrap_or(0);
    let inputs = SlotInputs {
        residents: &residents,
        sites: &sites,
        rules: &rules,
        hours: Hours {
            from: desk.as_of(),
            opens: args.opens.or_else(|| minutes(&own.opens)).unwrap_or(0),
            closes: args.closes.or_else(|| minutes(&own.closes)).unwrap_or(0),
            minutes: args.minutes.unwrap_or(own.slot_minutes),
        },
        pickup_most: args.per_slot.or_else(|| queue_places(args.queue?, apart)),
        doorstep_most: args.doors,
    };
    let rows = slots(&inputs)?;
    audited(&audit(&inputs, &rows))?;
    desk.put(rows);
    mask_tables(&mut desk)?;
    desk.finish(Table::Slot)
}

/// One resident a household, however many bags it gets.
fn of_labels(labels: &[Label]) -> Vec<Resident<'_>> {
    let mut residents: Vec<Resident> = labels
        .iter()
        .map(|label| Resident {
            site: &label.site,
            building: &label.building,
            entrance: &label.entrance,
            household: &label.household,
            special: !label.group.is_empty(),
        })
        .collect();
    residents.sort();
    residents.dedup_by(|a, b| (a.site, a.household) == (b.site, b.household));
    residents
}

fn of_household(row: &Household) -> Resident<'_> {
    Resident {
        site: &row.site,
        building: &row.building,
        entrance: &row.entrance,
        household: &row.household,
        special: !row.group.is_empty(),
    }
}

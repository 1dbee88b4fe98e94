//! `granary rotate track`: whether institutions will have used up what a plan gave them.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::Rotation;
use crate::rotate::{Reservations, TrackInputs};
use crate::{rotate, stock};

use super::use_of;

/// Follow the lots that institutions have to use up
///
/// For every share of a rotation plan: received, used, left; how much a day is
/// needed from now on, with what must be used before it; the last day to begin
/// at the present rate; and what will be left over. Use is taken from table
/// burn, or worked out as stock burn does. Of a plan that was posted and whose
/// table is not at hand, the ledger says what it sets aside.
///
///   $ granary rotate track --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct TrackArgs {
    /// Follow every dated lot that an institution holds and uses, planned or not
    #[arg(long)]
    all: bool,
}

/// Runs `rotate track`.
pub fn run(args: &TrackArgs, global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let (_, ladder) = desk.rules_with("rotation", |rules| rules.ladder.clone())?;
    let at_hand = desk.records::<Rotation>()?;
    let (record, burn) = use_of(&mut desk, None)?;
    let movements = record.movements;
    let onhand = match crate::cli::stock::on_hand::stated(&mut desk)? {
        Some(onhand) => onhand,
        None => stock::on_hand(&movements, as_of),
    };
    let reservations = Reservations::OfPlans;
    let rotation = rotate::with_set_aside(at_hand, &onhand, &movements, as_of, reservations);
    if rotation.is_empty() && !args.all {
        desk.say("no rotation plan is supplied or posted: nothing to follow (--all follows every dated lot in use)");
    }
    let rows = rotate::track(&TrackInputs {
        onhand: &onhand,
        rotation: &rotation,
        movements: &movements,
        usage: &record.usage,
        burn: &burn,
        ladder: &ladder,
        as_of,
        all: args.all,
    });
    desk.put(rows);
    desk.finish(Table::Tracking)
}

//! `granary rotate`: what must leave before it expires.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::ledger::Table;
use crate::ledger::tables::{Auction, Disposal, Movement, OnHand, Rotation};
use crate::{rotate, stock};

/// The verbs of `rotate`.
#[derive(Debug, Subcommand)]
pub enum Rotate {
    Stage(StageArgs),
}

/// Put every lot on its rung, with its deadlines
///
/// Counted back from expiry: near-expiry warning, auction, donation, write-off.
/// A lot that can no longer make two auctions before the last donation day is
/// named now.
///
///   $ granary rotate stage --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StageArgs {}

/// Runs a verb of `rotate`.
pub fn run(verb: &Rotate, global: &Global) -> Result<u8> {
    match verb {
        Rotate::Stage(_) => stage(global),
    }
}

fn stage(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let as_of = desk.as_of();
    let (_, ladder) = desk.rules_with("rotation", |rules| rules.ladder.clone())?;
    let onhand = match desk.load_if_given::<OnHand>()? {
        Some(onhand) => onhand,
        None => stock::on_hand(&desk.load::<Movement>()?.rows, as_of),
    };
    let inputs = rotate::StageInputs {
        onhand: &onhand,
        rotation: &desk.load_or_empty::<Rotation>()?.rows,
        auctions: &desk.load_or_empty::<Auction>()?.rows,
        disposals: &desk.load_or_empty::<Disposal>()?.rows,
        catalogue: &desk.catalogue()?,
        ladder: &ladder,
        as_of,
    };
    let stages = rotate::stages(&inputs);
    let strays = rotate::strays(&inputs);
    for line in in_words(&strays) {
        desk.say(&line);
    }
    desk.put(stages);
    desk.finish(Table::Stage)
}

/// Which records met no balance: nothing vanishes without a count.
fn in_words(strays: &rotate::Strays) -> Vec<String> {
    let tables = [
        (Table::Rotation, strays.rotation.len()),
        (Table::Auction, strays.auctions.len()),
        (Table::Disposal, strays.disposals.len()),
    ];
    let named = tables.into_iter().filter(|(_, count)| *count > 0);
    named
        .map(|(table, n)| {
            format!(
                "{n} rows of {} are later than this day, or meet no balance of it",
                table.id()
            )
        })
        .collect()
}

//! `granary rotate stage`: every lot on its rung.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::counted;
use crate::cli::stock::on_hand::{
    balances_and_reservations, balances_of_lines, balances_of_lines_once,
};
use crate::ledger::tables::{Auction, Disposal, Movement, OnHand, Rotation};
use crate::ledger::word::AuctionResult;
use crate::ledger::{Catalogue, Loaded, SiteTree, Table};
use crate::policy::Ladder;
use crate::rotate::{self, Reservations, book::Excess, delivery::Deliveries};

/// Put every lot on its rung, with its deadlines
///
/// Counted back from expiry: near-expiry warning, auction, donation, write-off.
/// A lot that can no longer make two auctions before the last donation day is
/// named now. What the ledger sets aside under the id of a plan is planned, as the
/// table of the plan says where it is at hand.
///
///   $ granary rotate stage --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StageArgs {}

/// Runs `rotate stage`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let record = StageRecord::load(&mut desk, Lines::OfPlans)?;
    let inputs = record.inputs(&desk);
    let stages = rotate::stages(&inputs);
    for line in in_words(&rotate::strays(&inputs)) {
        desk.say(&line);
    }
    if let Some(asked) = desk.to_explain(&stages)? {
        desk.put(rotate::explain::stage(&asked, &record.ladder));
    }
    desk.put(stages);
    desk.finish(Table::Stage)
}

/// When the lines of the ledger are read one by one: it takes longer than balances alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Where there is a plan, in a table or by what the ledger sets aside: they say what came of its shares.
    OfPlans,
    /// The same where an auction sold anything: they say whether it has left.
    OfPlansAndSales,
    /// In any case, and reports of use with them.
    Always,
}

/// What is known of the lots and of what was done about them.
pub struct StageRecord {
    pub onhand: Vec<OnHand>,
    /// The shares of the plans at hand, and of those that the ledger alone knows.
    pub rotation: Vec<Rotation>,
    pub deliveries: Deliveries,
    /// The lines of the ledger, where they were read and anything supplies them.
    pub movements: Option<Vec<Movement>>,
    pub auctions: Loaded<Auction>,
    pub disposals: Loaded<Disposal>,
    pub catalogue: Catalogue,
    pub ladder: Ladder,
    /// Tell whom a mark admits.
    pub sites: SiteTree,
}

impl StageRecord {
    /// The balances with the record and the ladder of the policy.
    ///
    /// Errors: `missing-table` without balances.
    pub fn load(desk: &mut Desk, lines: Lines) -> Result<StageRecord> {
        let (_, ladder) = desk.rules_with("rotation", |rules| rules.ladder.clone())?;
        StageRecord::with_ladder(desk, lines, ladder)
    }

    /// The same with a ladder that is known already.
    pub fn with_ladder(desk: &mut Desk, lines: Lines, ladder: Ladder) -> Result<StageRecord> {
        let at_hand: Vec<Rotation> = desk.records()?;
        let auctions: Loaded<Auction> = desk.load_or_empty()?;
        let is_sold = |row: &Auction| row.result == AuctionResult::Sold;
        let is_needed = !at_hand.is_empty()
            || lines == Lines::OfPlansAndSales && auctions.rows.iter().any(is_sold);
        let mut found = match lines {
            Lines::Always => balances_of_lines(desk)?,
            _ if is_needed => balances_of_lines_once(desk)?,
            _ => balances_and_reservations(desk)?,
        };
        if lines == Lines::Always && found.movements.is_none() {
            found.movements = desk.load_if_given()?;
        }
        let onhand = found.onhand.ok_or_else(|| desk.missing(Table::Movement))?;
        let movements = found.movements.as_deref().unwrap_or_default();
        // Whoever plans counts what is promised, whether a plan promised it or not.
        let reservations = match lines {
            Lines::Always => Reservations::All,
            Lines::OfPlans | Lines::OfPlansAndSales => Reservations::OfPlans,
        };
        let as_of = desk.as_of();
        let rotation = rotate::with_set_aside(at_hand, &onhand, movements, as_of, reservations);
        // What becomes of goods that have left matters to a plan alone.
        let usage = match lines {
            Lines::Always => desk.records()?,
            Lines::OfPlans | Lines::OfPlansAndSales => Vec::new(),
        };
        let deliveries = Deliveries::of(&rotation, movements, &usage, desk.as_of());
        Ok(StageRecord {
            onhand,
            rotation,
            deliveries,
            movements: found.movements,
            auctions,
            disposals: desk.load_or_empty()?,
            catalogue: desk.catalogue()?,
            ladder,
            sites: desk.sites()?,
        })
    }

    /// The same as the stages take it.
    pub fn inputs(&self, desk: &Desk) -> rotate::StageInputs<'_> {
        rotate::StageInputs {
            onhand: &self.onhand,
            rotation: &self.rotation,
            deliveries: &self.deliveries,
            auctions: &self.auctions.rows,
            disposals: &self.disposals.rows,
            catalogue: &self.catalogue,
            ladder: &self.ladder,
            sites: &self.sites,
            as_of: desk.as_of(),
        }
    }
}

/// Which records met no balance, more than one lot, or less than they give: nothing vanishes without a word.
fn in_words(strays: &rotate::Strays) -> Vec<String> {
    let tables = [
        (Table::Rotation, strays.rotation.len()),
        (Table::Auction, strays.auctions.len()),
        (Table::Disposal, strays.disposals.len()),
    ];
    let named = tables.into_iter().filter(|(_, count)| *count > 0);
    let without_balance = named.map(|(table, n)| {
        format!(
            "{} of {} later than this day, or without a balance of it",
            counted(n, "row"),
            table.id()
        )
    });
    let unclear = [
        (Table::Auction, strays.unclear.auctions.len()),
        (Table::Disposal, strays.unclear.disposals.len()),
    ];
    let unclear = unclear.into_iter().filter(|(_, count)| *count > 0);
    let of_several = unclear.map(|(table, n)| {
        format!(
            "{} of {} counted for no lot: several have the number, and the row leaves out its site or item",
            counted(n, "row"),
            table.id()
        )
    });
    let excess = strays.excess.iter().map(|over| {
        let Excess {
            from_site,
            item,
            lot,
            qty,
        } = over;
        format!("plans give {qty} more of lot {from_site}/{item}/{lot} than is there")
    });
    without_balance.chain(of_several).chain(excess).collect()
}

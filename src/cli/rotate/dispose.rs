//! `granary rotate dispose`: what has to be donated or written off, and the book of auctions.

use anyhow::Result;
use clap::Args;

use crate::cli::desk::Desk;
use crate::cli::global::Global;
use crate::cli::number::{counted, counted_are};
use crate::ledger::Table;
use crate::rotate;
use crate::rotate::dispose::{Places, take_off_sales};

use super::stage::{Lines, StageRecord};

/// Propose donations and write-offs, and keep the book of auctions
///
/// A proposal for every lot that is to be donated or written off, less what an
/// institution has in a plan until it expires and what an auction sold, with
/// what it is worth at cost.
/// Fill in result, approval and, of a write-off, witness and destroyed_on; stock
/// post then takes it out of the ledger. --emit auctionbook adds up the auctions
/// of each lot, and with table reference says where the first starts; --emit
/// finding names what is out of order on record.
///
///   $ granary rotate dispose --ledger granary-demo --as-of 2022-03-15 --policy P0
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct DisposeArgs {}

/// Runs `rotate dispose`.
pub fn run(global: &Global) -> Result<u8> {
    let mut desk = Desk::open(global)?;
    let record = StageRecord::load(&mut desk, Lines::OfPlansAndSales)?;
    let inputs = record.inputs(&desk);
    let mut staged = rotate::staged(&inputs);
    let movements = record.movements.as_deref();
    let sold = take_off_sales(&mut staged, &inputs, movements);
    if !sold.is_empty() {
        let lots = counted_are(sold.len(), "lot");
        desk.say(&match movements {
            Some(_) => format!(
                "{lots} sold in whole or part and still in the ledger: what is sold is not proposed (stock post auction takes it out)"
            ),
            None => format!(
                "{lots} sold in whole or part, and no ledger says whether it has left: what is sold is taken to lie there still, and is not proposed"
            ),
        });
    }
    let proposals = rotate::dispose::proposals(&staged, &inputs);
    let held = rotate::dispose::held_back(&staged);
    if !held.is_empty() {
        desk.say(&format!(
            "{} due for donation and on hold in whole or part, which is not given away: {}",
            counted_are(held.len(), "lot"),
            held.join(", ")
        ));
    }
    let places = Places {
        auctions: &record.auctions.places,
        disposals: &record.disposals.places,
    };
    let findings = rotate::dispose::findings(&inputs, places, &sold);
    if !findings.is_empty() {
        desk.say(&format!(
            "the record of auctions and disposals is out of order in {} (--emit finding shows them)",
            counted(findings.len(), "place")
        ));
    }
    let references = desk.records()?;
    let book = rotate::auction_book(&staged, &inputs, &references);
    desk.put(proposals);
    desk.put(book);
    desk.put(findings);
    desk.finish(Table::Disposal)
}

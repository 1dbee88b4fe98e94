//! The auctions of each lot added up: how often, what came in, what is next. Table `auctionbook`.
//!
//! Shape: a row for every lot at a site that was put up or may be, with what of it may be put up, whoever's it is: what a
//! plan gives to institutions is theirs. A price is of one base unit; where a row states the proceeds of its sale they
//! stand, else the price times what was sold. A lot that was never put up starts where table `reference` says, if
//! anything says it. Which rung a lot is on is decided in [`super::stage`].

use std::cmp::Reverse;

use crate::ledger::tables::{Auction, AuctionBook, Reference, Stage};
use crate::ledger::word::Rung;
use crate::quantity::{Money, Price, Quantity};

use super::book::{AuctionCount, Auctions};
use super::stage::{StageInputs, Staged, action_with_shares};

/// The book of auctions up to the day, in the order of `staged`; `references`: start prices of what was never put up.
///
/// Errors: none; a sum that no amount can hold is left out. Rule: `P0-T07`, `P0-T14`, `D-13`.
pub fn auction_book(
    staged: &[Staged],
    inputs: &StageInputs<'_>,
    references: &[Reference],
) -> Vec<AuctionBook> {
    let known = Auctions::of(inputs);
    let mut book = Vec::new();
    for balances in staged.chunk_by(|one, other| lot_of(one) == lot_of(other)) {
        let stage = &balances[0].stage;
        let lot = (&*stage.site, &*stage.item, &*stage.lot);
        let auctions: Vec<&Auction> = known.of_lot(lot).collect();
        if balances.iter().any(may_be_put_up) || !auctions.is_empty() {
            book.push(row(balances, &auctions, references));
        }
    }
    book
}

fn lot_of(staged: &Staged) -> [&str; 3] {
    let stage = &staged.stage;
    [&stage.site, &stage.item, &stage.lot]
}

fn may_be_put_up(staged: &Staged) -> bool {
    staged.stage.stage == Rung::Auction && staged.stage.qty.is_positive()
}

/// The row of a lot at a site, by its balances; what is put up next of it says what is to be done.
fn row(balances: &[Staged], auctions: &[&Auction], references: &[Reference]) -> AuctionBook {
    let first = balances.iter().min_by_key(|staged| {
        let is_open = staged.open().is_positive();
        (!may_be_put_up(staged), !is_open)
    });
    let stage = &first.expect("a lot has a balance").stage;
    // Forms are never added up.
    let of_form = balances.iter().filter(|of| of.stage.form == stage.form);
    let of_form: Vec<&Staged> = of_form.collect();
    let count = AuctionCount::of(auctions.iter().copied(), stage.auction_from);
    let sold = auctions.iter().filter_map(|row| row.sold_qty);
    let proceeds = money(auctions.iter().map(|row| proceeds(row)));
    let fees = money(auctions.iter().map(|row| row.fee));
    let last = auctions.iter().max_by_key(|row| row.date);
    AuctionBook {
        as_of: stage.as_of,
        site: stage.site.clone(),
        item: stage.item.clone(),
        lot: stage.lot.clone(),
        qty: Some(of_form.iter().map(|staged| staged.open()).sum()),
        unit: stage.unit.clone(),
        expiry: stage.expiry,
        auctions: count.held,
        failed: count.failed,
        last_auction: count.last,
        start_price: match last {
            Some(last) => last.start_price,
            None => start_of(stage, references),
        },
        sold_qty: Quantity::from_sum(sold.map(|qty| i128::from(qty.thousandths())).sum()),
        proceeds,
        fee: fees,
        net: match (proceeds, fees) {
            (Some(proceeds), Some(fees)) => {
                Money::from_sum(i128::from(proceeds.fen()) - i128::from(fees.fen()))
            }
            _ => None,
        },
        action: action_with_shares(&stage.action, &of_form),
        rule: stage.rule.clone(),
    }
}

/// Where the first auction of a lot starts: by the last reference prices of its item up to the day, the lowest of them,
/// so that bids come.
fn start_of(stage: &Stage, references: &[Reference]) -> Option<Price> {
    let of_item = references.iter().filter(|row| row.item == stage.item);
    let known = of_item.filter(|row| row.as_of <= stage.as_of);
    let starts = known.filter_map(|row| Some((Reverse(row.as_of), row.start_price?)));
    starts.min().map(|(_, price)| price)
}

/// What one auction brought in; `None` where nothing was sold.
pub fn proceeds(auction: &Auction) -> Option<Money> {
    let by_price = || Money::of(auction.sold_qty?, auction.sold_price?);
    auction.proceeds.or_else(by_price)
}

/// The sum of what is stated; nothing stated is nothing paid.
fn money(amounts: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    Money::from_sum(
        amounts
            .flatten()
            .map(|amount| i128::from(amount.fen()))
            .sum(),
    )
}

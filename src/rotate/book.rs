//! What was done about each lot so far: auctions in a row that failed, donations refused, shares planned away and not
//! yet sent.
//!
//! Shape: one [`Story`] a balance; which balance a share is planned out of is settled in `book/promised.rs`, and which lot a
//! row of `auction` or `disposal` means in `book/auctions.rs`. Rows dated after the day are not known yet. This file never
//! decides a rung.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::tables::{Auction, Disposal, OnHand, Rotation};
use crate::ledger::word::{AuctionResult, DisposalMethod, DisposalResult};
use crate::policy::Ladder;
use crate::quantity::Quantity;

use super::deadlines::Deadlines;
use super::stage::StageInputs;

mod auctions;
mod promised;

pub use auctions::{AuctionCount, Auctions, Unclear};
pub use promised::Excess;
use promised::{Promised, entitlement_to};

/// What is known of one balance on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// Auctions that failed in a row since the last sale.
    pub failed_auctions: i64,
    /// The same up to the last day of donation.
    pub failed_in_time: i64,
    /// The day of the last auction that sold anything.
    pub sold_on: Option<Day>,
    /// The day of the last auction, failed or not.
    pub last_auction: Option<Day>,
    /// The day the last donation offered was refused; `None` where it was not, or none was offered.
    pub refused_on: Option<Day>,
    /// The approval record of the last donation offered, which may override a missed date.
    pub override_record: String,
    /// How much of the balance the annual plan gives to institutions.
    pub planned: Quantity,
    /// The institutions that take it.
    pub takers: BTreeSet<String>,
    /// The day by which they have to use it up.
    pub use_by: Option<Day>,
}

/// The rows of the inputs by lot number, and what of each balance is promised to institutions.
pub struct Book<'a> {
    auctions: Auctions<'a>,
    disposals: BTreeMap<&'a str, Vec<&'a Disposal>>,
    promised: BTreeMap<LotKey, Promised>,
    ladder: &'a Ladder,
}

/// What does not fit the balances: rows that say nothing about any, by their position, of lots that are gone or dated after
/// the day; rows that may be of several lots; plans of more than there is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strays {
    pub rotation: Vec<usize>,
    pub auctions: Vec<usize>,
    pub disposals: Vec<usize>,
    /// Rows that may mean several lots, and so count for none.
    pub unclear: Unclear,
    /// What plans give beyond what is there.
    pub excess: Vec<Excess>,
}

impl<'a> Book<'a> {
    /// The book of `inputs`, up to and including its day.
    pub fn of(inputs: &StageInputs<'a>) -> Book<'a> {
        let mut book = Book {
            auctions: Auctions::of(inputs),
            disposals: BTreeMap::new(),
            promised: promised::promised(inputs).0,
            ladder: inputs.ladder,
        };
        let unclear: BTreeSet<usize> = Unclear::of(inputs).disposals.into_iter().collect();
        let disposals = inputs.disposals.iter().enumerate();
        for (_, row) in
            disposals.filter(|(at, row)| row.date <= inputs.as_of && !unclear.contains(at))
        {
            book.disposals.entry(&row.lot).or_default().push(row);
        }
        book
    }

    /// What is known of `balance`.
    pub fn story(&self, balance: &OnHand) -> Story {
        let mut story = Story::default();
        self.read_auctions(balance, &mut story);
        self.read_donations(balance, &mut story);
        if !self.promised.is_empty() {
            self.read_plan(balance, &mut story);
        }
        story
    }

    fn read_auctions(&self, balance: &OnHand, story: &mut Story) {
        let lot = (&*balance.site, &*balance.item, &*balance.lot);
        let dates = balance
            .expiry
            .map(|expiry| Deadlines::of(expiry, self.ladder));
        let of_lot = || self.auctions.of_lot(lot);
        let from = dates.map(|dates| dates.auction_from);
        let count = AuctionCount::of(of_lot(), from);
        let in_time = of_lot().filter(|row| dates.is_none_or(|dates| row.date <= dates.donate_by));
        story.failed_in_time = AuctionCount::of(in_time, from).failed;
        story.sold_on = count.sold_on;
        story.last_auction = count.last;
        story.failed_auctions = count.failed;
    }

    fn read_donations(&self, balance: &OnHand, story: &mut Story) {
        let of_lot = self.disposals.get(balance.lot.as_str());
        let offers = of_lot.into_iter().flatten().filter(|disposal| {
            disposal.method == DisposalMethod::Donation
                && means(balance, &disposal.site, &disposal.item)
        });
        // The last of equals: of two offers of one day the later row stands.
        if let Some(last) = offers.max_by_key(|disposal| disposal.date) {
            let is_refused = last.result == Some(DisposalResult::Refused);
            story.refused_on = is_refused.then_some(last.date);
            story.override_record.clone_from(&last.approval);
        }
    }

    fn read_plan(&self, balance: &OnHand, story: &mut Story) {
        if let Some(promised) = self.promised.get(&LotKey::of_balance(balance)) {
            story.planned = promised.qty;
            story.takers.clone_from(&promised.takers);
            story.use_by = promised.use_by;
        }
    }
}

/// The rows of `inputs` that say nothing about any of its balances on the day.
pub fn strays(inputs: &StageInputs) -> Strays {
    let mut held: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
    for balance in inputs.onhand {
        held.entry(&balance.lot).or_default().push(balance);
    }
    let any = |lot: &str, says: &dyn Fn(&OnHand) -> bool| {
        let of_lot = held.get(lot);
        of_lot.is_some_and(|balances| balances.iter().any(|balance| says(balance)))
    };
    Strays {
        rotation: positions(inputs.rotation, |row| {
            let says = |b: &OnHand| {
                entitlement_to(row, b, inputs).is_some()
                    || (row.institution == b.site && row.item == b.item)
            };
            is_known(row, inputs.as_of) && any(&row.lot, &says)
        }),
        auctions: positions(inputs.auctions, |row| {
            row.date <= inputs.as_of && any(&row.lot, &|b| means(b, &row.site, &row.item))
        }),
        disposals: positions(inputs.disposals, |row| {
            row.date <= inputs.as_of && any(&row.lot, &|b| means(b, &row.site, &row.item))
        }),
        unclear: Unclear::of(inputs),
        excess: promised::promised(inputs).1,
    }
}

/// The positions of the rows that are of no use.
fn positions<T>(rows: &[T], is_used: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..rows.len()).filter(|at| !is_used(&rows[*at])).collect()
}

/// Whether a plan was made by the day; an undated one was.
pub fn is_known(rotation: &Rotation, as_of: Day) -> bool {
    rotation.date.is_none_or(|date| date <= as_of)
}

/// Whether a row of `site` and `item`, which may be left out, means `balance`.
pub fn means(balance: &OnHand, site: &str, item: &str) -> bool {
    (site.is_empty() || site == balance.site) && (item.is_empty() || item == balance.item)
}

/// Whether anything was sold, whatever the result is called.
fn is_sale(auction: &Auction) -> bool {
    auction.result == AuctionResult::Sold || auction.sold_qty.is_some_and(Quantity::is_positive)
}

/// The earlier of two days, where either is known.
pub fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

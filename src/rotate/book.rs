//! What was done about each lot so far: auctions in a row that failed, donations refused, shares planned away and not
//! yet sent.
//!
//! Shape: one [`Story`] a balance. A row of `auction` or `disposal` that leaves its site or item out means every lot
//! of that number. Rows dated after the day are not known yet. This file never decides a rung.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Auction, Disposal, OnHand, Rotation};
use crate::ledger::word::{AuctionResult, DisposalMethod};
use crate::quantity::Quantity;

use super::stage::StageInputs;

/// Words in which a donee says no.
const REFUSALS: &[&str] = &["refused", "rejected", "declined", "拒绝", "拒收", "谢绝"];

/// What is known of one balance on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// Auctions that failed in a row since the last sale.
    pub failed_auctions: i64,
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

/// The rows of the inputs by lot number, and what is left of each planned share.
pub struct Book<'a> {
    auctions: BTreeMap<&'a str, Vec<&'a Auction>>,
    disposals: BTreeMap<&'a str, Vec<&'a Disposal>>,
    shares: BTreeMap<&'a str, Vec<Share<'a>>>,
}

/// A planned share with what no balance has taken up yet.
struct Share<'a> {
    rotation: &'a Rotation,
    left: Quantity,
    /// Whether the ledger ever set goods aside for it.
    is_posted: bool,
}

/// How often a lot was put up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuctionCount {
    pub held: i64,
    /// In a row since the last sale.
    pub failed: i64,
    pub last: Option<Day>,
}

impl AuctionCount {
    /// Counts the auctions of one lot: a sale, also of a part, starts the failures anew; rows of one day are one
    /// auction.
    ///
    /// Rule: `D-13`.
    pub fn of<'a>(auctions: impl Iterator<Item = &'a Auction>) -> AuctionCount {
        let mut days: BTreeMap<Day, bool> = BTreeMap::new();
        for auction in auctions {
            *days.entry(auction.date).or_default() |= is_sale(auction);
        }
        let failed = days.values().rev().take_while(|sold| !**sold).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        AuctionCount {
            held: count(days.len()),
            failed: count(failed),
            last: days.keys().next_back().copied(),
        }
    }
}

/// Rows that say nothing about any balance, by their position: of lots that are gone, or dated after the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strays {
    pub rotation: Vec<usize>,
    pub auctions: Vec<usize>,
    pub disposals: Vec<usize>,
}

impl<'a> Book<'a> {
    /// The book of `inputs`, up to and including its day.
    pub fn of(inputs: &StageInputs<'a>) -> Book<'a> {
        let mut book = Book {
            auctions: BTreeMap::new(),
            disposals: BTreeMap::new(),
            shares: BTreeMap::new(),
        };
        for auction in inputs
            .auctions
            .iter()
            .filter(|row| row.date <= inputs.as_of)
        {
            book.auctions.entry(&auction.lot).or_default().push(auction);
        }
        for disposal in inputs
            .disposals
            .iter()
            .filter(|row| row.date <= inputs.as_of)
        {
            book.disposals
                .entry(&disposal.lot)
                .or_default()
                .push(disposal);
        }
        let rotation = inputs.rotation.iter().enumerate();
        for (at, rotation) in rotation.filter(|(_, row)| is_known(row, inputs.as_of)) {
            let delivery = inputs.deliveries.of_share(at);
            let share = Share {
                rotation,
                left: (rotation.qty - delivery.gone()).or_zero(),
                is_posted: delivery.is_posted,
            };
            book.shares.entry(&rotation.lot).or_default().push(share);
        }
        book
    }

    /// What is known of `balance`; planned shares are taken up in the order of the calls.
    pub fn story(&mut self, balance: &OnHand) -> Story {
        let mut story = Story::default();
        self.read_auctions(balance, &mut story);
        self.read_donations(balance, &mut story);
        self.read_plan(balance, &mut story);
        story
    }

    fn read_auctions(&self, balance: &OnHand, story: &mut Story) {
        let of_lot = self.auctions.get(balance.lot.as_str());
        let of_balance = of_lot
            .into_iter()
            .flatten()
            .filter(|auction| means(balance, &auction.site, &auction.item));
        let count = AuctionCount::of(of_balance.copied());
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
            story.refused_on = is_refusal(&last.result).then_some(last.date);
            story.override_record.clone_from(&last.approval);
        }
    }

    /// Takes up the shares planned from this balance, or received by it, as far as they go.
    ///
    /// What has left a depot is planned there no more. Where the ledger reserves part of a depot's balance, no more than
    /// that is still to be delivered; where nothing is reserved a share that was set aside is given up, and one that
    /// never was is not posted yet and counts in full.
    fn read_plan(&mut self, balance: &OnHand, story: &mut Story) {
        let reserved = balance.reserved.filter(|reserved| reserved.is_positive());
        let is_released = balance.reserved.is_some_and(Quantity::is_zero);
        let mut open = balance.qty.or_zero();
        for share in self
            .shares
            .get_mut(balance.lot.as_str())
            .into_iter()
            .flatten()
        {
            let rotation = share.rotation;
            let received = rotation.institution == balance.site && rotation.item == balance.item;
            if !received && !is_taken_from(rotation, balance) {
                continue;
            }
            let is_given_up = is_released && share.is_posted;
            if !received && (is_given_up || !share.left.is_positive()) {
                continue;
            }
            let limit = match reserved {
                Some(reserved) if !received => (reserved - story.planned).or_zero(),
                _ => open,
            };
            // What an institution has received is part of the same share that its depot still counts.
            let rest = if received { rotation.qty } else { share.left };
            let taken = open.min(limit).min(rest);
            if !received {
                share.left -= taken;
            }
            open -= taken;
            story.planned += taken;
            story.takers.insert(rotation.institution.clone());
            story.use_by = earliest(story.use_by, rotation.use_by);
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
                is_taken_from(row, b) || (row.institution == b.site && row.item == b.item)
            };
            is_known(row, inputs.as_of) && any(&row.lot, &says)
        }),
        auctions: positions(inputs.auctions, |row| {
            row.date <= inputs.as_of && any(&row.lot, &|b| means(b, &row.site, &row.item))
        }),
        disposals: positions(inputs.disposals, |row| {
            row.date <= inputs.as_of && any(&row.lot, &|b| means(b, &row.site, &row.item))
        }),
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

/// Whether the share is planned from `balance`; form and owner bind where both sides state them, a mark where the share
/// does.
fn is_taken_from(rotation: &Rotation, balance: &OnHand) -> bool {
    let is_form = match (rotation.form, balance.form) {
        (Some(planned), Some(held)) => planned == held,
        _ => true,
    };
    let owners = [&rotation.owner, &balance.owner];
    let is_owner = owners.iter().any(|owner| owner.is_empty()) || owners[0] == owners[1];
    let is_marked = rotation.earmark.is_empty() || rotation.earmark == balance.earmark;
    is_form && is_owner && is_marked && means(balance, &rotation.from_site, &rotation.item)
}

/// Whether anything was sold, whatever the result is called.
fn is_sale(auction: &Auction) -> bool {
    auction.result == AuctionResult::Sold || auction.sold_qty.is_some_and(Quantity::is_positive)
}

/// Whether a donee said no.
pub fn is_refusal(result: &str) -> bool {
    let result = result.trim();
    REFUSALS
        .iter()
        .any(|word| word.eq_ignore_ascii_case(result))
}

/// The earlier of two days, where either is known.
pub fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    one.into_iter().chain(other).min()
}

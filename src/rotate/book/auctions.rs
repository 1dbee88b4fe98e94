//! Which auctions of a lot were there, and how many of them failed?
//!
//! A lot number is the maker's: lots of two goods may have the same one, and a lot may lie at two sites. A row that leaves
//! out its site or item means the one lot that has the number; where several have it, nobody can tell which was put up, and
//! the row counts for none of them. The same holds for disposals.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Auction, Disposal, OnHand};
use crate::rotate::stage::StageInputs;

use super::{is_sale, means};

/// The auctions up to a day that say which lot they mean, by lot number.
pub struct Auctions<'a>(BTreeMap<&'a str, Vec<&'a Auction>>);

impl<'a> Auctions<'a> {
    /// Those of `inputs`.
    pub fn of(inputs: &StageInputs<'a>) -> Auctions<'a> {
        let rows = inputs.auctions.iter();
        let places = Places::of(inputs.onhand, rows.clone().map(Named::of_auction));
        let mut auctions: BTreeMap<&str, Vec<&Auction>> = BTreeMap::new();
        let known = rows.filter(|row| row.date <= inputs.as_of);
        for row in known.filter(|row| !places.are_several(&Named::of_auction(row))) {
            auctions.entry(&row.lot).or_default().push(row);
        }
        Auctions(auctions)
    }

    /// Those of a lot; a site or item that is left out, here or there, may be any.
    pub fn of_lot<'s>(
        &'s self,
        (site, item, lot): (&'s str, &'s str, &str),
    ) -> impl Iterator<Item = &'a Auction> + 's {
        let fits = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
        let of_number = self.0.get(lot).into_iter().flatten().copied();
        of_number.filter(move |row| fits(&row.site, site) && fits(&row.item, item))
    }
}

/// How often a lot was put up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuctionCount {
    pub held: i64,
    /// In a row since the last sale, and not before auctions of the lot were allowed.
    pub failed: i64,
    pub last: Option<Day>,
    /// The day of the last sale, also of a part.
    pub sold_on: Option<Day>,
}

impl AuctionCount {
    /// Counts the auctions of one lot: a sale, also of a part, starts the failures anew; rows of one day are one
    /// auction. One before `from`, the first day on which auctions of the lot are allowed, is held but is no failure.
    ///
    /// Rule: `D-09`, `D-13`.
    pub fn of<'a>(auctions: impl Iterator<Item = &'a Auction>, from: Option<Day>) -> AuctionCount {
        let mut days: BTreeMap<Day, bool> = BTreeMap::new();
        for auction in auctions {
            *days.entry(auction.date).or_default() |= is_sale(auction);
        }
        let since_sale = days.iter().rev().take_while(|(_, sold)| !**sold);
        let failed = since_sale.filter(|(day, _)| from.is_none_or(|from| **day >= from));
        let mut sales = days.iter().filter(|(_, sold)| **sold);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        AuctionCount {
            held: count(days.len()),
            failed: count(failed.count()),
            last: days.keys().next_back().copied(),
            sold_on: sales.next_back().map(|(day, _)| *day),
        }
    }
}

/// What a row says of the lot it means.
struct Named<'a> {
    site: &'a str,
    item: &'a str,
    lot: &'a str,
}

impl<'a> Named<'a> {
    fn of_auction(row: &'a Auction) -> Named<'a> {
        Named {
            site: &row.site,
            item: &row.item,
            lot: &row.lot,
        }
    }

    fn of_disposal(row: &'a Disposal) -> Named<'a> {
        Named {
            site: &row.site,
            item: &row.item,
            lot: &row.lot,
        }
    }

    fn is_whole(&self) -> bool {
        !self.site.is_empty() && !self.item.is_empty()
    }
}

/// Where the lots lie that rows without a site or item may mean.
struct Places<'a>(BTreeMap<&'a str, Vec<&'a OnHand>>);

impl<'a> Places<'a> {
    /// Of the lot numbers of `rows`; what lies there counts, or where nothing of the number does, what lay there.
    fn of(onhand: &'a [OnHand], rows: impl Iterator<Item = Named<'a>>) -> Places<'a> {
        let numbers: BTreeSet<&str> = rows
            .filter(|row| !row.is_whole())
            .map(|row| row.lot)
            .collect();
        let mut places: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
        for balance in onhand.iter().filter(|row| numbers.contains(&*row.lot)) {
            places.entry(&balance.lot).or_default().push(balance);
        }
        for of_number in places.values_mut() {
            if of_number.iter().any(|balance| balance.qty.is_positive()) {
                of_number.retain(|balance| balance.qty.is_positive());
            }
        }
        Places(places)
    }

    /// Whether a row may mean several lots: of more than one item, or at more than one site.
    fn are_several(&self, row: &Named<'_>) -> bool {
        if row.is_whole() {
            return false;
        }
        let of_number = self.0.get(row.lot).into_iter().flatten();
        let meant = of_number.filter(|balance| means(balance, row.site, row.item));
        let meant: BTreeSet<(&str, &str)> = meant
            .map(|balance| (&*balance.site, &*balance.item))
            .collect();
        meant.len() > 1
    }

    /// The positions of the rows that may mean several lots.
    fn positions<'n>(&self, rows: impl Iterator<Item = Named<'n>>) -> Vec<usize> {
        let several = rows.enumerate().filter(|(_, row)| self.are_several(row));
        several.map(|(at, _)| at).collect()
    }
}

/// Rows that may mean several lots, by their positions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unclear {
    pub auctions: Vec<usize>,
    pub disposals: Vec<usize>,
}

impl Unclear {
    /// Those of `inputs`, of any day.
    pub fn of(inputs: &StageInputs<'_>) -> Unclear {
        let auctions = inputs.auctions.iter().map(Named::of_auction);
        let disposals = inputs.disposals.iter().map(Named::of_disposal);
        let places = Places::of(inputs.onhand, auctions.clone().chain(disposals.clone()));
        Unclear {
            auctions: places.positions(auctions),
            disposals: places.positions(disposals),
        }
    }
}

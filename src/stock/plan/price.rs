//! What an item costs: as stated, else as agreed, else as quoted for purchases, else as last paid, else the
//! highest cost of a lot in store.
//!
//! Of several quotes of the newest day the highest counts, because a budget that is too small is found out too late.
//! Without any of them there is no price, and the row says so.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::calendar::Day;
use crate::engine::reversal::reversed_lines;
use crate::ledger::word::QuoteKind;
use crate::quantity::Price;

use super::super::availability::{Standing, standing};
use super::super::on_hand::is_in_store;
use super::PlanInputs;
use super::target::Target;

/// What things cost, as the tables say it; looked up once for all targets.
pub struct Prices<'a> {
    inputs: &'a PlanInputs<'a>,
    as_of: Day,
    /// The newest quote of a purchase by item, the dearest of a day.
    quoted: HashMap<&'a str, (Day, Price, &'a str)>,
    /// The last purchase by item, with its place in the ledger.
    paid: HashMap<&'a str, (Day, usize, Price)>,
    /// The highest cost of a lot in store by item, where balances are all there is.
    in_store: HashMap<&'a str, (Price, &'a str)>,
}

impl<'a> Prices<'a> {
    /// The prices known on `as_of`.
    pub fn new(inputs: &'a PlanInputs<'a>, as_of: Day) -> Prices<'a> {
        Prices {
            inputs,
            as_of,
            quoted: highest(quoted(inputs, as_of)),
            paid: highest(paid(inputs, as_of)),
            in_store: highest(in_store(inputs)),
        }
    }

    /// The price of a target's item, and where it is from; a price of nothing is none.
    pub fn of(&self, target: &Target) -> Option<(Price, String)> {
        let stated = target.price.filter(is_some_price);
        let stated = stated.map(|price| (price, "stated in the demand list".to_owned()));
        let item = &*target.item;
        stated
            .or_else(|| self.agreed(target))
            .or_else(|| {
                let (date, price, market) = self.quoted.get(item)?;
                Some((*price, format!("quote of {date}, {market}")))
            })
            .or_else(|| {
                let (date, at, cost) = self.paid.get(item)?;
                let row = &self.inputs.movements[*at];
                Some((
                    *cost,
                    format!("purchase {}/{} of {date}", row.doc, row.line),
                ))
            })
            .or_else(|| {
                let (cost, lot) = self.in_store.get(item)?;
                Some((*cost, format!("cost of lot {lot}")))
            })
    }

    /// The lowest price of an agreement in force for the site, or for all.
    fn agreed(&self, target: &Target) -> Option<(Price, String)> {
        let rows = self.inputs.agreements.iter().filter(|row| {
            row.item == target.item
                && (row.site == target.site || row.site.is_empty())
                && standing(row, self.as_of) == Standing::InForce
        });
        rows.filter_map(|row| {
            Some((
                row.price.filter(is_some_price)?,
                format!("agreement {}", row.agreement),
            ))
        })
        .min()
    }
}

fn is_some_price(price: &Price) -> bool {
    price.steps() > 0
}

/// The highest of what is said of each item.
fn highest<'a, T: Ord>(said: impl Iterator<Item = (&'a str, T)>) -> HashMap<&'a str, T> {
    let mut highest: HashMap<&str, T> = HashMap::new();
    for (item, new) in said {
        match highest.entry(item) {
            Entry::Vacant(entry) => drop(entry.insert(new)),
            Entry::Occupied(mut entry) if *entry.get() < new => drop(entry.insert(new)),
            Entry::Occupied(_) => {}
        }
    }
    highest
}

fn quoted<'a>(
    inputs: &PlanInputs<'a>,
    as_of: Day,
) -> impl Iterator<Item = (&'a str, (Day, Price, &'a str))> {
    let quotes = inputs.quotes.iter();
    let known =
        quotes.filter(move |row| row.kind == Some(QuoteKind::Purchase) && row.date <= as_of);
    known.filter_map(|row| {
        let price = row.price.filter(is_some_price)?;
        Some((&*row.item, (row.date, price, &*row.market)))
    })
}

/// Receipts that were paid for, by [`Movement::is_purchase`](crate::ledger::tables::Movement::is_purchase).
fn paid<'a>(
    inputs: &PlanInputs<'a>,
    as_of: Day,
) -> impl Iterator<Item = (&'a str, (Day, usize, Price))> {
    let reversed = reversed_lines(inputs.movements, as_of);
    let receipts = inputs
        .movements
        .iter()
        .enumerate()
        .filter(move |(at, row)| row.is_purchase() && row.date <= as_of && !reversed.contains(at));
    receipts.filter_map(|(at, row)| {
        let cost = row.unit_cost.filter(is_some_price)?;
        Some((&*row.item, (row.date, at, cost)))
    })
}

fn in_store<'a>(inputs: &PlanInputs<'a>) -> impl Iterator<Item = (&'a str, (Price, &'a str))> {
    let lots = inputs.onhand.iter();
    let lots = lots.filter(|row| is_in_store(row.form) && row.qty.is_positive());
    lots.filter_map(|row| {
        let cost = row.unit_cost.filter(is_some_price)?;
        Some((&*row.item, (cost, &*row.lot)))
    })
}

//! What an item costs: as stated, else as agreed, else as quoted for purchases, else as last paid, else the
//! highest cost of a lot in store.
//!
//! Of several quotes of the newest day the highest counts, because a budget that is too small is found out too late.
//! Without any of them there is no price, and the row says so.

use crate::calendar::Day;
use crate::engine::reversal::reversed_lines;
use crate::ledger::word::{MovementKind, QuoteKind};
use crate::quantity::Price;

use super::super::availability::{Standing, standing};
use super::super::on_hand::is_in_store;
use super::PlanInputs;
use super::target::Target;

/// How a receipt that was paid for says that it was bought; empty where the ledger does not say.
const PURCHASE: [&str; 3] = ["purchase", "采购", ""];

/// The price of a target's item, and where it is from; a price of nothing is none.
pub fn price(inputs: &PlanInputs<'_>, target: &Target, as_of: Day) -> Option<(Price, String)> {
    let stated = target.price.filter(is_some_price);
    let stated = stated.map(|price| (price, "stated in the demand list".to_owned()));
    stated
        .or_else(|| agreed(inputs, target, as_of))
        .or_else(|| quoted(inputs, &target.item, as_of))
        .or_else(|| paid(inputs, &target.item, as_of))
        .or_else(|| in_store(inputs, &target.item))
}

fn is_some_price(price: &Price) -> bool {
    price.steps() > 0
}

/// The lowest price of an agreement in force for the site, or for all.
fn agreed(inputs: &PlanInputs<'_>, target: &Target, as_of: Day) -> Option<(Price, String)> {
    let rows = inputs.agreements.unwrap_or_default().iter().filter(|row| {
        row.item == target.item
            && (row.site == target.site || row.site.is_empty())
            && standing(row, as_of) == Standing::InForce
    });
    rows.filter_map(|row| {
        Some((
            row.price.filter(is_some_price)?,
            format!("agreement {}", row.agreement),
        ))
    })
    .min()
}

fn quoted(inputs: &PlanInputs<'_>, item: &str, as_of: Day) -> Option<(Price, String)> {
    let quotes = inputs.quotes.iter().filter(|quote| {
        quote.item == item && quote.kind == Some(QuoteKind::Purchase) && quote.date <= as_of
    });
    let newest = quotes
        .filter_map(|quote| {
            Some((
                quote.date,
                quote.price.filter(is_some_price)?,
                &quote.market,
            ))
        })
        .max()?;
    let (date, price, market) = newest;
    Some((price, format!("quote of {date}, {market}")))
}

fn paid(inputs: &PlanInputs<'_>, item: &str, as_of: Day) -> Option<(Price, String)> {
    let reversed = reversed_lines(inputs.movements, as_of);
    let receipts = inputs.movements.iter().enumerate().filter(|(at, row)| {
        row.kind == MovementKind::Receipt
            && row.item == item
            && row.date <= as_of
            && PURCHASE.contains(&&*row.basis)
            && !reversed.contains(at)
    });
    let last = receipts
        .filter_map(|(at, row)| Some((row.date, at, row.unit_cost.filter(is_some_price)?)))
        .max()?;
    let (date, at, cost) = last;
    let row = &inputs.movements[at];
    Some((cost, format!("purchase {}/{} of {date}", row.doc, row.line)))
}

/// The highest cost of the lots in store, where balances are all there is.
fn in_store(inputs: &PlanInputs<'_>, item: &str) -> Option<(Price, String)> {
    let lots = inputs.onhand.iter().filter(|row| row.item == item);
    let lots = lots.filter(|row| is_in_store(row.form) && row.qty.is_positive());
    lots.filter_map(|row| {
        Some((
            row.unit_cost.filter(is_some_price)?,
            format!("cost of lot {}", row.lot),
        ))
    })
    .max()
}

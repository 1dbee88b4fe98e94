//! What is a fair price of each item today? Table `reference`, and where an auction starts.
//!
//! Shape: a row for each item, spec and kind of price. The median of comparable quotes (one kind, one unit) within the
//! narrowest window that has enough quotes of enough markets, after data errors are left out; where even the widest has
//! too few, the price of a contract in force; else none, and why. Quotes after the day are not known yet, and what a thing
//! should cost (kind `target`) is no quote of a market.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Agreement, Reference};
use crate::ledger::word::QuoteKind;
use crate::policy::money::{Hampel, MoneyRules};
use crate::quantity::{Price, decimal, div_half_up};
use crate::stock::availability::{Standing, standing};

use super::screen::hampel;
use super::series::{Gathered, Point};
pub use super::sorted::median_price as median;

/// What a factor counts: ten-thousandths.
pub const FACTOR_STEPS: i64 = 10_000;
const PERCENT: i128 = 100;

/// What reference prices are made of.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceInputs<'a> {
    /// What is quoted up to the day.
    pub quotes: &'a Gathered<'a>,
    pub agreements: &'a [Agreement],
    pub rules: &'a MoneyRules,
    pub as_of: Day,
    /// Only quotes of this kind; all kinds, each apart, where none is named.
    pub kind: Option<QuoteKind>,
    /// What is left of the shelf life, in ten-thousandths of the price; 10,000 where nobody states it.
    pub factor: i64,
}

/// What a reference price is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Thing<'a> {
    item: &'a str,
    spec: &'a str,
    kind: Option<QuoteKind>,
    unit: &'a str,
}

/// One quote that counts: its day, its market and its price in ten-thousandths of a yuan.
type Counted<'a> = (Day, &'a str, i64);

/// The reference prices on the day, by item, spec and kind; an item that only a contract speaks of has a row too.
pub fn reference(inputs: &ReferenceInputs) -> Vec<Reference> {
    let mut quotes: BTreeMap<Thing, (Vec<Counted>, Vec<Day>)> = BTreeMap::new();
    for series in &inputs.quotes.series {
        let key = &series.key;
        if key.is_target() || inputs.kind.is_some() && key.kind != inputs.kind {
            continue;
        }
        let thing = Thing {
            item: key.item,
            spec: key.spec,
            kind: key.kind,
            unit: key.unit,
        };
        let (counted, errors) = quotes.entry(thing).or_default();
        for (point, is_error) in series
            .points
            .iter()
            .zip(errors_of(&series.points, inputs.rules.reference.hampel))
        {
            match is_error {
                true => errors.push(point.date),
                false => counted.push((point.date, key.market, point.price.steps())),
            }
        }
    }
    let mut rows: Vec<Reference> = quotes
        .iter()
        .map(|(thing, (counted, errors))| row(inputs, *thing, counted, errors))
        .collect();
    let quoted: BTreeSet<String> = rows.iter().map(|row| row.item.clone()).collect();
    let agreed: BTreeSet<&str> = inputs
        .agreements
        .iter()
        .filter(|agreement| has_price_in_force(agreement, inputs.as_of))
        .map(|agreement| agreement.item.as_str())
        .filter(|item| !quoted.contains(*item))
        .collect();
    rows.extend(agreed.into_iter().map(|item| {
        let thing = Thing {
            item,
            spec: "",
            kind: None,
            unit: "",
        };
        row(inputs, thing, &[], &[])
    }));
    rows.sort_by(|a, b| (&a.item, &a.spec, a.kind).cmp(&(&b.item, &b.spec, b.kind)));
    rows
}

/// Which points are data errors: so many robust deviations from the median of their neighbours in time.
///
/// The spread has a floor, a part of the median, because most quotes repeat the one before and have no spread of their own.
fn errors_of(points: &[Point], method: Hampel) -> Vec<bool> {
    let prices: Vec<f64> = points.iter().map(|p| p.price.steps() as f64).collect();
    let (deviations, floor) = (method.deviations, method.spread_floor);
    let errors = hampel(&prices, method.neighbours, deviations, floor);
    let is_error = |at: usize| errors.binary_search(&at).is_ok();
    (0..points.len()).map(is_error).collect()
}

/// The quotes within the window that was taken, and whether they are enough.
struct Window {
    days: i64,
    is_enough: bool,
    /// In order of size, ten-thousandths of a yuan.
    prices: Vec<i64>,
    markets: usize,
}

/// The narrowest window with enough quotes of enough markets, else the widest.
fn window(inputs: &ReferenceInputs, counted: &[Counted]) -> Window {
    let rule = &inputs.rules.reference;
    let of_days = |days: i64| {
        let inside = counted
            .iter()
            .filter(|(day, ..)| is_within(inputs.as_of, days, *day));
        let markets: BTreeSet<&str> = inside.clone().map(|(_, market, _)| *market).collect();
        let mut prices: Vec<i64> = inside.map(|(_, _, price)| *price).collect();
        prices.sort_unstable();
        Window {
            days,
            is_enough: prices.len() >= rule.quotes_min && markets.len() >= rule.markets_min,
            prices,
            markets: markets.len(),
        }
    };
    let mut windows = rule.windows.iter().map(|days| of_days(*days));
    windows
        .find(|window| window.is_enough)
        .unwrap_or_else(|| of_days(rule.widest()))
}

fn is_within(as_of: Day, days: i64, day: Day) -> bool {
    day > as_of.plus_days(-days)
}

fn row(inputs: &ReferenceInputs, thing: Thing, counted: &[Counted], errors: &[Day]) -> Reference {
    let rule = &inputs.rules.reference;
    let window = window(inputs, counted);
    let (shown, prices) = (window.days, &window.prices);
    let outliers = errors
        .iter()
        .filter(|day| is_within(inputs.as_of, shown, **day))
        .count();
    let agreed = contract_price(inputs.agreements, thing.item, inputs.as_of);
    let few = || few(rule, prices, window.markets, shown);
    let (price, price_basis, agreement, reason) = match (window.is_enough, agreed) {
        (true, _) => (median(prices), "median of quotes", None, String::new()),
        (false, Some((price, agreement))) => (Some(price), "contract", Some(agreement), few()),
        (false, None) => (None, "", None, format!("{}, and no contract price", few())),
    };
    let start =
        price.and_then(|price| start_price(price, inputs.rules.auction.first, inputs.factor));
    let (low, high) = (prices.first().copied(), prices.last().copied());
    let middle = median(prices);
    Reference {
        as_of: inputs.as_of,
        item: thing.item.to_owned(),
        spec: thing.spec.to_owned(),
        kind: thing.kind,
        price,
        unit: thing.unit.to_owned(),
        quotes: i64::try_from(prices.len()).ok(),
        markets: i64::try_from(window.markets).ok(),
        days: Some(shown),
        from: Some(inputs.as_of.plus_days(1 - shown)),
        to: Some(inputs.as_of),
        price_low: low.map(Price::from_steps),
        price_high: high.map(Price::from_steps),
        spread: middle
            .zip(low.zip(high))
            .map(|(middle, (low, high))| (high - low) as f64 / middle.steps() as f64),
        outliers: i64::try_from(outliers).ok(),
        price_basis: price_basis.to_owned(),
        agreement: agreement.unwrap_or_default(),
        factor: Some(inputs.factor as f64 / FACTOR_STEPS as f64),
        start_price: start,
        second_price: start
            .and_then(|start| start_price(start, inputs.rules.auction.second, FACTOR_STEPS)),
        reason,
        rule: format!("{}+{}", rule.id, inputs.rules.auction.id),
    }
}

/// So many percent of `price`, times a factor in ten-thousandths; half-up to the fen, in which bids are made.
///
/// `None` where it does not fit.
pub fn start_price(price: Price, percent: i64, factor: i64) -> Option<Price> {
    const STEPS_PER_FEN: i128 = 100;
    let exact = i128::from(price.steps()) * i128::from(percent) * i128::from(factor);
    let fen = div_half_up(exact, PERCENT * i128::from(FACTOR_STEPS) * STEPS_PER_FEN);
    i64::try_from(fen * STEPS_PER_FEN)
        .ok()
        .map(Price::from_steps)
}

/// The price of the contract in force that was signed last, with its number.
pub fn contract_price(agreements: &[Agreement], item: &str, day: Day) -> Option<(Price, String)> {
    let of_item = agreements
        .iter()
        .filter(|row| row.item == item && has_price_in_force(row, day));
    let latest = of_item.max_by_key(|row| (row.signed_on, &row.agreement))?;
    Some((latest.price?, latest.agreement.clone()))
}

/// Whether a contract states a price and binds on the day.
pub fn has_price_in_force(agreement: &Agreement, day: Day) -> bool {
    agreement.price.is_some_and(|price| price.steps() > 0)
        && standing(agreement, day) == Standing::InForce
}

fn few(
    rule: &crate::policy::money::ReferenceRule,
    prices: &[i64],
    markets: usize,
    days: i64,
) -> String {
    let counted =
        |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!(
        "{} of {} in {days} days, where {} of {} are needed",
        counted(prices.len(), "quote"),
        counted(markets, "market"),
        counted(rule.quotes_min, "quote"),
        counted(rule.markets_min, "market")
    )
}

/// Reads a factor such as 0.85 as ten-thousandths; `None` unless it lies above 0 and not above 1.
pub fn factor(text: &str) -> Option<i64> {
    const DECIMALS: u32 = 4;
    let steps = decimal::parse(text.trim(), DECIMALS).ok()?;
    (0 < steps && steps <= FACTOR_STEPS).then_some(steps)
}

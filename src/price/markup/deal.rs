//! What was sold where, when and at what, with what it cost.
//!
//! Shape: for each thing sold at a market its sales, oldest first. A day on which several costs are quoted has their
//! mean.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Quote;
use crate::ledger::word::QuoteKind;
use crate::policy::alert::Basis;
use crate::quantity::{Price, Quantity};

use super::super::series::{self, price_of};
use super::{Screen, rate};

/// One thing sold at one market on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Deal {
    pub date: Day,
    /// With the fee.
    pub price: Price,
    pub fee: Option<Price>,
    /// `None` where nobody quotes one; the price stands all the same.
    pub cost: Option<Price>,
    pub qty: Option<Quantity>,
}

impl Deal {
    /// Its mark-up; `None` without a cost.
    pub fn rate(&self, basis: Basis) -> Option<f64> {
        rate(self.price.as_f64(), self.cost?.as_f64(), basis)
    }
}

/// What is sold where.
pub(super) type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The sales of each thing, oldest first, and how many later than the cut-off have no cost.
///
/// Those have no mark-up to judge and are left out; an earlier one without a cost still tells what it was sold at.
pub(super) fn deals<'a>(screen: &Screen<'a>) -> (BTreeMap<Key<'a>, Vec<Deal>>, usize) {
    let mut costs: BTreeMap<Key, [Daily; 2]> = BTreeMap::new();
    let mut sales: BTreeMap<Key, Vec<&Quote>> = BTreeMap::new();
    for quote in screen
        .quotes
        .iter()
        .filter(|quote| quote.date <= screen.as_of)
    {
        let key = (&*quote.market, &*quote.item, &*quote.spec, &*quote.unit);
        let place = match quote.kind {
            Some(QuoteKind::Purchase) => 0,
            Some(QuoteKind::Wholesale) => 1,
            Some(QuoteKind::Retail) => {
                let is_priced = price_of(quote).is_some();
                sales
                    .entry(key)
                    .or_default()
                    .extend(is_priced.then_some(quote));
                continue;
            }
            _ => continue,
        };
        if let Some(price) = price_of(quote) {
            let daily = &mut costs.entry(key).or_default()[place];
            daily.0.entry(quote.date).or_default().push(price);
        }
    }
    let (mut deals, mut no_cost): (BTreeMap<Key, Vec<Deal>>, usize) = (BTreeMap::new(), 0);
    for (key, quotes) in sales {
        for quote in quotes {
            let cost = costs
                .get(&key)
                .and_then(|costs| standing(costs, quote.date));
            match cost.is_none() && quote.date > screen.cutoff {
                true => no_cost += 1,
                false => deals.entry(key).or_default().extend(deal(quote, cost)),
            }
        }
    }
    deals
        .values_mut()
        .for_each(|deals| deals.sort_by_key(|deal| (deal.date, deal.price)));
    (deals, no_cost)
}

/// The last cost on or before `date`: of a purchase, else of the wholesale market.
fn standing(costs: &[Daily; 2], date: Day) -> Option<Price> {
    costs.iter().find_map(|daily| daily.standing(date))
}

fn deal(quote: &Quote, cost: Option<Price>) -> Option<Deal> {
    let fee = quote.fee.map_or(0, Price::steps);
    Some(Deal {
        date: quote.date,
        price: Price::from_steps(quote.price?.steps().checked_add(fee)?),
        fee: quote.fee,
        cost,
        qty: quote.qty,
    })
}

/// The sales of the last day on which there was one, as one sale at their mean price.
pub(super) fn last_day(deals: impl DoubleEndedIterator<Item = Deal> + Clone) -> Option<Deal> {
    let last = deals.clone().next_back()?;
    let of_day: Vec<Price> = deals
        .rev()
        .take_while(|deal| deal.date == last.date)
        .map(|deal| deal.price)
        .collect();
    Some(Deal {
        price: mean(of_day.into_iter()),
        ..last
    })
}

/// The last sale of which a cost is known.
pub(super) fn last_costed(before: &[Deal]) -> Option<Deal> {
    let costed = before.iter().copied().filter(|deal| deal.cost.is_some());
    last_day(costed)
}

/// Prices by day, of which a day has the mean.
#[derive(Debug, Default)]
struct Daily(BTreeMap<Day, Vec<Price>>);

impl Daily {
    /// The price of the last day up to `date`.
    fn standing(&self, date: Day) -> Option<Price> {
        let (_, prices) = self.0.range(..=date).next_back()?;
        Some(mean(prices.iter().copied()))
    }
}

/// The mean of prices, half-up; of none it is nothing.
fn mean(prices: impl ExactSizeIterator<Item = Price>) -> Price {
    let count = prices.len().max(1);
    let sum: i128 = prices.map(|price| i128::from(price.steps())).sum();
    series::mean(sum, count)
}

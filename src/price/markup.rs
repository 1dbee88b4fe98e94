//! Which sales have a mark-up that stands out: a screen, ranked by excess, for somebody to look at.
//!
//! Shape: rows of `markup` for each sale after the cut-off and each rule. A sale is a retail quote, its delivery fee
//! included; its cost is the purchase quote that stands on its day at the same market, the wholesale one where there is
//! none. Both rates are shown: 顺加 divides by the cost, 倒扣 by the selling price, and 11 on 15 is the one or the other.
//! This file gives no verdict: a candidate is a line that somebody should read.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Markup, Quote};
use crate::ledger::word::QuoteKind;
use crate::policy::alert::{Baseline, Basis, Markup as Rule};
use crate::quantity::{Price, Quantity};

use super::cut::SLACK;
use super::series::price_of;
use super::sorted::{quantile, sorted};

/// The mark-up of a sale: the difference by its cost, or by its price. `None` where that is nothing.
pub fn rate(price: f64, cost: f64, basis: Basis) -> Option<f64> {
    let divisor = match basis {
        Basis::Cost => cost,
        Basis::Price => price,
    };
    (divisor > 0.0).then(|| (price - cost) / divisor)
}

/// Whether a mark-up passes its limit.
pub fn is_candidate(markup: f64, limit: f64) -> bool {
    markup > limit + SLACK
}

/// One thing sold at one market on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Deal {
    date: Day,
    /// With the fee.
    price: Price,
    fee: Option<Price>,
    cost: Price,
    qty: Option<Quantity>,
}

impl Deal {
    fn rate(&self, basis: Basis) -> Option<f64> {
        rate(self.price.as_f64(), self.cost.as_f64(), basis)
    }
}

/// What is sold where.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

/// What the screen looks at.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    pub quotes: &'a [Quote],
    /// Those that apply.
    pub rules: &'a [&'a Rule],
    /// All of the file: what they call highest and usual is shown beside each row.
    pub known: &'a [Rule],
    /// Baselines are of this day and before, sales after it are judged.
    pub cutoff: Day,
    pub as_of: Day,
    /// Whether sales that are no candidate are shown too.
    pub shows_all: bool,
}

/// What the screen found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Screened {
    /// The candidates first, by excess times quantity; then those that cannot be judged.
    pub rows: Vec<Markup>,
    /// Sales after the cut-off, and those of them without a cost.
    pub judged: usize,
    pub no_cost: usize,
    /// Whether every candidate has a quantity, so that they are ranked by it.
    pub by_quantity: bool,
}

/// Screens the sales after the cut-off by each rule.
///
/// Rule: those of the rule file.
pub fn screen(screen: &Screen) -> Screened {
    let mut screened = Screened::default();
    let (deals, no_cost) = deals(screen);
    screened.no_cost = no_cost;
    for (key, deals) in &deals {
        let split = deals.partition_point(|deal| deal.date <= screen.cutoff);
        let (before, after) = deals.split_at(split);
        screened.judged += after.len();
        for deal in after {
            let rows = screen
                .rules
                .iter()
                .map(|rule| row(key, deal, before, rule, screen));
            let shown = rows.filter(|row| screen.shows_all || row.candidate != Some(false));
            screened.rows.extend(shown);
        }
    }
    rank(&mut screened);
    screened
}

/// The sales of each thing, oldest first, and how many later than the cut-off have no cost.
fn deals<'a>(screen: &Screen<'a>) -> (BTreeMap<Key<'a>, Vec<Deal>>, usize) {
    let mut costs: BTreeMap<Key, [Vec<(Day, Price)>; 2]> = BTreeMap::new();
    let mut sales: BTreeMap<Key, Vec<&Quote>> = BTreeMap::new();
    for quote in screen
        .quotes
        .iter()
        .filter(|quote| quote.date <= screen.as_of)
    {
        let key = (&*quote.market, &*quote.item, &*quote.spec, &*quote.unit);
        match (quote.kind, price_of(quote)) {
            (Some(QuoteKind::Purchase), Some(price)) => {
                costs.entry(key).or_default()[0].push((quote.date, price));
            }
            (Some(QuoteKind::Wholesale), Some(price)) => {
                costs.entry(key).or_default()[1].push((quote.date, price));
            }
            (Some(QuoteKind::Retail), Some(_)) => sales.entry(key).or_default().push(quote),
            _ => {}
        }
    }
    costs
        .values_mut()
        .flatten()
        .for_each(|costs| costs.sort_unstable());
    let (mut deals, mut no_cost): (BTreeMap<Key, Vec<Deal>>, usize) = (BTreeMap::new(), 0);
    for (key, quotes) in sales {
        for quote in quotes {
            match costs
                .get(&key)
                .and_then(|costs| standing(costs, quote.date))
            {
                Some(cost) => deals.entry(key).or_default().extend(deal(quote, cost)),
                None => no_cost += usize::from(quote.date > screen.cutoff),
            }
        }
    }
    deals
        .values_mut()
        .for_each(|deals| deals.sort_by_key(|deal| (deal.date, deal.price)));
    (deals, no_cost)
}

/// The last cost on or before `date`: of a purchase, else of the wholesale market.
fn standing(costs: &[Vec<(Day, Price)>; 2], date: Day) -> Option<Price> {
    costs.iter().find_map(|costs| {
        let passed = costs.partition_point(|(day, _)| *day <= date);
        Some(costs[passed.checked_sub(1)?].1)
    })
}

fn deal(quote: &Quote, cost: Price) -> Option<Deal> {
    let fee = quote.fee.map_or(0, Price::steps);
    Some(Deal {
        date: quote.date,
        price: Price::from_steps(quote.price?.steps().checked_add(fee)?),
        fee: quote.fee,
        cost,
        qty: quote.qty,
    })
}

/// The mark-ups before the cut-off that a sale may be held against, by one basis.
struct Baselines {
    last_deal: Option<f64>,
    highest: Option<f64>,
    usual: Option<f64>,
}

/// Each baseline by the rule itself where it is its own, else by the first rule of the file that has it.
fn baselines(before: &[Deal], rule: &Rule, screen: &Screen) -> Baselines {
    let within = |one: &Rule| -> Vec<f64> {
        let age = |deal: &Deal| screen.cutoff.days_since(deal.date);
        let recent = before
            .iter()
            .filter(|deal| one.days.is_none_or(|days| age(deal) < days));
        let rates = sorted(recent.filter_map(|deal| deal.rate(rule.basis)).collect());
        match rates.len() >= one.deals_min.unwrap_or(1) {
            true => rates,
            false => Vec::new(),
        }
    };
    let by = |baseline: Baseline| {
        let mut rules = std::iter::once(rule).chain(screen.known);
        rules.find(|one| one.baseline == baseline)
    };
    let usual = |one: &Rule| quantile(&within(one), one.share?);
    Baselines {
        last_deal: before.last().and_then(|deal| deal.rate(rule.basis)),
        highest: by(Baseline::Highest).and_then(|one| within(one).last().copied()),
        usual: by(Baseline::Usual).and_then(usual),
    }
}

fn row(key: &Key, deal: &Deal, before: &[Deal], rule: &Rule, screen: &Screen) -> Markup {
    let basis = rule.basis;
    let known = baselines(before, rule, screen);
    let last = before.last();
    let baseline = match rule.baseline {
        Baseline::Highest => known.highest,
        Baseline::Usual => known.usual,
        // The price itself must not rise: at today's cost that is this mark-up.
        Baseline::LastPrice => {
            last.and_then(|last| rate(last.price.as_f64(), deal.cost.as_f64(), basis))
        }
        Baseline::LastDeal => known.last_deal,
    };
    let limit = baseline.map(|rate| rate + rule.tolerance).or(rule.fallback);
    let own = deal.rate(basis);
    let excess = own.zip(limit).map(|(own, limit)| own - limit);
    let candidate = own.zip(limit).map(|(own, limit)| is_candidate(own, limit));
    let cost_change = last.map(|last| deal.cost.as_f64() / last.cost.as_f64() - 1.0);
    let mut row = Markup {
        date: deal.date,
        market: key.0.to_owned(),
        item: key.1.to_owned(),
        spec: key.2.to_owned(),
        rule: rule.id.clone(),
        unit: key.3.to_owned(),
        rank: None,
        candidate,
        price: Some(deal.price),
        fee: deal.fee,
        unit_cost: Some(deal.cost),
        markup_on_cost: deal.rate(Basis::Cost),
        markup_on_price: deal.rate(Basis::Price),
        basis: basis.id().to_owned(),
        markup_max: limit,
        excess,
        last_deal: known.last_deal,
        highest: known.highest,
        usual: known.usual,
        cost_change,
        qty: deal.qty,
        text: String::new(),
    };
    row.text = match limit {
        Some(_) => sentence(&row, rule, baseline.is_none(), last.is_some()),
        None => format!(
            "not assessable: {}",
            unheld(&row.item, rule, last.is_some())
        ),
    };
    row
}

/// Why there is nothing to hold an item against.
fn unheld(item: &str, rule: &Rule, is_sold: bool) -> String {
    let needed = rule.deals_min.unwrap_or(1);
    let within = rule
        .days
        .map_or(String::new(), |days| format!(" within {days} days"));
    match is_sold {
        true => format!("too few sales of {item} before the cut-off; it takes {needed}{within}"),
        false => format!("no sale on or before the cut-off to hold {item} against"),
    }
}

/// What a row with a limit says; `is_sold` tells whether there was any sale before the cut-off.
fn sentence(row: &Markup, rule: &Rule, is_fallback: bool, is_sold: bool) -> String {
    let percent = |rate: Option<f64>| match rate {
        Some(rate) => format!("{:.1}%", rate * 100.0),
        None => "unknown".to_owned(),
    };
    let of = match rule.basis {
        Basis::Price => row.markup_on_price,
        Basis::Cost => row.markup_on_cost,
    };
    let against = match (is_fallback, is_sold) {
        (true, false) => "no sale before the cut-off, so the rule's own",
        (true, true) => "too few sales before the cut-off, so the rule's own",
        (false, _) => match rule.baseline {
            Baseline::Highest => "the highest before the cut-off",
            Baseline::Usual => "what was usual before the cut-off",
            Baseline::LastPrice => "the price before the cut-off",
            Baseline::LastDeal => "the last sale before the cut-off",
        },
    };
    let cost = match row.cost_change {
        Some(change) if change.abs() >= SLACK => format!("; cost {:+.1}% since", change * 100.0),
        Some(_) => "; cost unchanged".to_owned(),
        None => String::new(),
    };
    let head = match row.candidate {
        Some(true) => "to be looked at, no verdict",
        _ => "within its limit",
    };
    format!(
        "{head}: {} by {}, limit {} by {against}{cost}",
        percent(of),
        rule.basis.id(),
        percent(row.markup_max)
    )
}

/// Sorts the rows and numbers the candidates.
fn rank(screened: &mut Screened) {
    let is_candidate = |row: &Markup| row.candidate == Some(true);
    screened.by_quantity = screened
        .rows
        .iter()
        .filter(|row| is_candidate(row))
        .all(|row| row.qty.is_some());
    let by_quantity = screened.by_quantity;
    let weight = |row: &Markup| {
        let quantity = row
            .qty
            .filter(|_| by_quantity)
            .map_or(1.0, Quantity::as_f64);
        row.excess.unwrap_or(f64::NEG_INFINITY) * quantity
    };
    screened.rows.sort_by(|a, b| {
        let key = |row: &Markup| {
            (
                row.date,
                row.market.clone(),
                row.item.clone(),
                row.spec.clone(),
                row.rule.clone(),
            )
        };
        is_candidate(b)
            .cmp(&is_candidate(a))
            .then(weight(b).total_cmp(&weight(a)))
            .then_with(|| key(a).cmp(&key(b)))
    });
    let candidates = screened.rows.iter_mut().filter(|row| is_candidate(row));
    for (row, rank) in candidates.zip(1..) {
        row.rank = Some(rank);
    }
}

#[cfg(test)]
#[path = "markup_tests.rs"]
mod tests;

//! Which sales have a mark-up that stands out: a screen, ranked by excess, for somebody to look at.
//!
//! Shape: rows of `markup` for each sale after the cut-off and each rule. A sale is a retail quote, its delivery fee
//! included; its cost is the purchase quote that stands on its day at the same market, the wholesale one where there is
//! none. Both rates are shown: 顺加 divides by the cost, 倒扣 by the selling price, and 11 on 15 is the one or the other.
//! This file gives no verdict: a candidate is a line that somebody should read.

use crate::calendar::Day;
use crate::ledger::tables::{Markup, Quote};
use crate::policy::alert::{Baseline, Basis, Markup as Rule};
use crate::quantity::Quantity;

use super::cut::SLACK;
use super::sorted::{quantile, sorted};

mod deal;

use deal::{Deal, Key, deals, last_costed, last_day};

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
        last_deal: last_costed(before).and_then(|deal| deal.rate(rule.basis)),
        highest: by(Baseline::Highest).and_then(|one| within(one).last().copied()),
        usual: by(Baseline::Usual).and_then(usual),
    }
}

fn row(key: &Key, deal: &Deal, before: &[Deal], rule: &Rule, screen: &Screen) -> Markup {
    let basis = rule.basis;
    let known = baselines(before, rule, screen);
    // The price of a sale tells by itself what it was, a mark-up only with its cost.
    let last = match rule.baseline {
        Baseline::LastPrice => last_day(before.iter().copied()),
        _ => last_costed(before),
    };
    let baseline = match rule.baseline {
        Baseline::Highest => known.highest,
        Baseline::Usual => known.usual,
        // The price itself must not rise: at today's cost that is this mark-up.
        Baseline::LastPrice => {
            let costs = last.zip(deal.cost);
            costs.and_then(|(last, cost)| rate(last.price.as_f64(), cost.as_f64(), basis))
        }
        Baseline::LastDeal => known.last_deal,
    };
    let is_in_force = rule.is_in_force(deal.date);
    let limit = baseline.map(|rate| rate + rule.tolerance).or(rule.fallback);
    let limit = limit.filter(|_| is_in_force);
    let own = deal.rate(basis);
    let excess = own.zip(limit).map(|(own, limit)| own - limit);
    let candidate = own.zip(limit).map(|(own, limit)| is_candidate(own, limit));
    let costs = deal.cost.zip(last.and_then(|last| last.cost));
    let cost_change = costs.map(|(now, before)| now.as_f64() / before.as_f64() - 1.0);
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
        unit_cost: deal.cost,
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
    let sold = match (before.is_empty(), last) {
        (true, _) => Sold::Never,
        (false, None) => Sold::Uncosted,
        (false, Some(_)) => Sold::Before,
    };
    row.text = match limit {
        Some(_) => sentence(&row, rule, baseline.is_none(), sold),
        None if !is_in_force => {
            format!("not assessable: the rule is in force from {} on", rule.from)
        }
        None => format!("not assessable: {}", unheld(&row.item, rule, sold)),
    };
    row
}

/// What is known of sales before the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sold {
    Never,
    /// There were some, all without a cost.
    Uncosted,
    Before,
}

/// Why there is nothing to hold an item against.
fn unheld(item: &str, rule: &Rule, sold: Sold) -> String {
    let needed = rule.deals_min.unwrap_or(1);
    let within = rule
        .days
        .map_or(String::new(), |days| format!(" within {days} days"));
    match sold {
        Sold::Before => {
            format!("too few sales of {item} before the cut-off; it takes {needed}{within}")
        }
        Sold::Uncosted => format!("no sale of {item} on or before the cut-off has a cost"),
        Sold::Never => format!("no sale on or before the cut-off to hold {item} against"),
    }
}

/// What a row with a limit says.
fn sentence(row: &Markup, rule: &Rule, is_fallback: bool, sold: Sold) -> String {
    let percent = |rate: Option<f64>| match rate {
        Some(rate) => format!("{:.1}%", rate * 100.0),
        None => "unknown".to_owned(),
    };
    let of = match rule.basis {
        Basis::Price => row.markup_on_price,
        Basis::Cost => row.markup_on_cost,
    };
    let against = match (is_fallback, sold) {
        (true, Sold::Never) => "no sale before the cut-off, so the rule's own",
        (true, Sold::Uncosted) => "no sale with a cost before the cut-off, so the rule's own",
        (true, Sold::Before) => "too few sales before the cut-off, so the rule's own",
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
    let loss = match of.is_some_and(|rate| rate < -SLACK) {
        true => "; sold below its cost",
        false => "",
    };
    format!(
        "{head}: {} by {}, limit {} by {against}{cost}{loss}",
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
mod tests;

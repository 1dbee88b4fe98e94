//! Whose stock grows while their sales fall: a screen for goods held back, for somebody to look at.
//!
//! Shape: a row of `hoarding` for each site and item with stock and sales: two windows of equal length, the later one
//! ending on the day answered for. What is not reported often enough cannot be judged, and says so. No verdict: goods
//! that came in for a holiday look the same.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Hoarding, OnHand, Usage};
use crate::policy::alert::Storage;
use crate::quantity::Quantity;

use super::cut::graded;

/// What one site reported of one item.
#[derive(Default)]
struct Reported {
    /// Stock by day, and sales by day, in thousandths.
    stock: BTreeMap<Day, i128>,
    sales: BTreeMap<Day, i128>,
}

/// The screen of `stock`, dated balances, and `usage`, whose `used` is what was sold.
pub fn hoarding(stock: &[OnHand], usage: &[Usage], rule: &Storage, as_of: Day) -> Vec<Hoarding> {
    let mut reported: BTreeMap<(&str, &str), Reported> = BTreeMap::new();
    for row in stock.iter().filter(|row| row.as_of <= as_of) {
        let one = reported.entry((&row.site, &row.item)).or_default();
        *one.stock.entry(row.as_of).or_default() += i128::from(row.qty.thousandths());
    }
    for row in usage.iter().filter(|row| row.date <= as_of) {
        if let Some(used) = row.used {
            let one = reported.entry((&row.site, &row.item)).or_default();
            *one.sales.entry(row.date).or_default() += i128::from(used.thousandths());
        }
    }
    reported
        .into_iter()
        .map(|((site, item), one)| row(site, item, &one, rule, as_of))
        .collect()
}

fn row(site: &str, item: &str, one: &Reported, rule: &Storage, as_of: Day) -> Hoarding {
    let later = as_of.plus_days(1 - rule.days);
    let earlier = later.plus_days(-rule.days);
    let stock = |from: Day, to: Day| one.stock.range(from..to).next_back().map(|(_, qty)| *qty);
    let end = as_of.plus_days(1);
    let (before, after) = (stock(earlier, later), stock(later, end));
    let sales = |from: Day, to: Day| -> Option<i128> {
        let days = one.sales.range(from..to).map(|(_, qty)| *qty);
        let (sum, count) = days.fold((0, 0), |(sum, count), qty| (sum + qty, count + 1));
        (count >= rule.days_min).then(|| sum / i128::from(count.max(1)))
    };
    let (sold_before, sold_after) = (sales(earlier, later), sales(later, end));
    let change = |before: Option<i128>, after: Option<i128>| {
        let (before, after) = before.filter(|before| *before > 0).zip(after)?;
        Some(after as f64 / before as f64 - 1.0)
    };
    let stock_change = change(before, after);
    let sales_change = change(sold_before, sold_after);
    let candidate = stock_change.zip(sales_change).map(|(stock, sales)| {
        graded(stock, &[rule.stock_rise]).is_some() && graded(-sales, &[rule.sales_fall]).is_some()
    });
    let quantity = |thousandths: Option<i128>| Quantity::from_sum(thousandths?);
    Hoarding {
        site: site.to_owned(),
        item: item.to_owned(),
        to: as_of,
        from: Some(earlier),
        stock_before: quantity(before),
        stock_after: quantity(after),
        stock_change,
        sales_before: quantity(sold_before),
        sales_after: quantity(sold_after),
        sales_change,
        candidate,
        reason: match (stock_change, sales_change) {
            (None, _) => format!(
                "no stock above nothing in both windows of {} days",
                rule.days
            ),
            (_, None) => format!(
                "sales of fewer than {} days in one of the windows of {} days, or none sold",
                rule.days_min, rule.days
            ),
            _ => String::new(),
        },
        text: match (candidate, stock_change, sales_change) {
            (Some(true), Some(stock), Some(sales)) => format!(
                "to be looked at, no verdict: stock {:+.0}% while sales {:+.0}%",
                stock * 100.0,
                sales * 100.0
            ),
            _ => String::new(),
        },
    }
}

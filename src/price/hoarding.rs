//! Whose stock grows while their sales fall: a screen for goods held back, for somebody to look at.
//!
//! Shape: a row of `hoarding` for each site and item with stock and sales: two windows of equal length, the later one
//! ending on the day answered for. What is not reported often enough cannot be judged, and says so. No verdict: goods
//! that came in for a holiday look the same.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Hoarding, OnHand, Usage};
use crate::policy::alert::Storage;
use crate::quantity::{Quantity, div_half_up};

use super::cut::graded;

/// What one site reported of one item.
#[derive(Default)]
struct Reported {
    /// Stock by day, and sales by day, in thousandths.
    stock: BTreeMap<Day, i128>,
    sales: BTreeMap<Day, i128>,
}

/// What was sold in a window, in thousandths, and on how many days.
struct Sold {
    qty: i128,
    days: i64,
}

impl Sold {
    /// Thousandths a day.
    fn a_day(&self) -> f64 {
        self.qty as f64 / self.days as f64
    }
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
    let sales = |from: Day, to: Day| -> Option<Sold> {
        let days = one.sales.range(from..to).map(|(_, qty)| *qty);
        let (qty, days) = days.fold((0, 0), |(sum, count), qty| (sum + qty, count + 1));
        (days > 0 && days >= rule.days_min).then_some(Sold { qty, days })
    };
    let (sold_before, sold_after) = (sales(earlier, later), sales(later, end));
    let change = |before: Option<f64>, after: Option<f64>| {
        let (before, after) = before.filter(|before| *before > 0.0).zip(after)?;
        Some(after / before - 1.0)
    };
    let in_store = |qty: Option<i128>| qty.map(|qty| qty as f64);
    let a_day = |sold: &Option<Sold>| sold.as_ref().map(Sold::a_day);
    let stock_change = change(in_store(before), in_store(after));
    let sales_change = change(a_day(&sold_before), a_day(&sold_after));
    let candidate = stock_change.zip(sales_change).map(|(stock, sales)| {
        graded(stock, &[rule.stock_rise]).is_some() && graded(-sales, &[rule.sales_fall]).is_some()
    });
    let quantity = |thousandths: Option<i128>| Quantity::from_sum(thousandths?);
    let printed = |sold: Option<Sold>| {
        quantity(sold.map(|sold| div_half_up(sold.qty, i128::from(sold.days))))
    };
    Hoarding {
        site: site.to_owned(),
        item: item.to_owned(),
        to: as_of,
        from: Some(earlier),
        stock_before: quantity(before),
        stock_after: quantity(after),
        stock_change,
        sales_before: printed(sold_before),
        sales_after: printed(sold_after),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::AlertRules;

    #[test]
    fn a_fall_is_that_of_what_was_sold_and_not_of_what_is_printed() {
        let rules = AlertRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let rule = rules.storage.expect("granary has the screen");
        let as_of = Day::parse("2022-03-14").expect("a date of the test");
        let on = |before: i64| as_of.plus_days(-before);
        let thousandths = |n: i64| Quantity::from_thousandths(n);
        let sold = |before: i64, n: i64| Usage {
            used: Some(thousandths(n)),
            ..Usage::new(on(before), "S1", "cabbage")
        };
        let held = |before: i64, n: i64| OnHand {
            qty: thousandths(n),
            ..OnHand::new(on(before), "S1", "cabbage")
        };
        // Ten a day for a week; then eight on six days and fourteen on the seventh, 62 in all.
        let week = (7..14).map(|before| sold(before, 10));
        let next = (0..7).map(|before| sold(before, if before == 0 { 14 } else { 8 }));
        let usage: Vec<Usage> = week.chain(next).collect();
        let stock = [held(7, 1_000), held(0, 1_200)];
        let row = &hoarding(&stock, &usage, &rule, as_of)[0];
        let change = row.sales_change.expect("both windows are reported");
        assert!((change - (62.0 / 70.0 - 1.0)).abs() < 1e-12, "{change}");
        assert_eq!(row.candidate, Some(false));
        assert_eq!(row.sales_after, Some(thousandths(9)), "62 of seven days");
    }
}

//! What a change is made of: the items, markets and steps of trade that it coincides with.
//!
//! Shape: rows of `driver` for each category, kind and unit: its total, and parts that sum to it exactly. Parts of one
//! kind sum to the total; different kinds of parts are different cuts through the same change. This file says what moved
//! together; it never says why.
//!
//! - `item`: what each series adds, its weight times its own change (Laspeyres)
//! - `common` and `local`: what the median market's change explains, and what one market adds to it
//! - `price` and `mix`: the change of what is quoted on both days, and what comes from other goods or markets being quoted
//! - `wholesale` and `margin`: how much of a retail price's change is that of its wholesale price

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Driver;
use crate::ledger::word::{QuoteKind, Word};

use super::category::groups;
use super::change::WEEK_LOOK_BACK;
use super::series::{Point, Series, mean};
use super::sorted::{median, sorted};

/// Millionths, in which parts are apportioned so that they sum as they are printed.
const MILLIONTHS: f64 = 1e6;

/// One series on the base day and on the day.
struct Pair<'a> {
    series: &'a Series<'a>,
    base: Point,
    now: Point,
}

/// The drivers of each category's change from `base` to `date`.
pub fn drivers(series: &[Series], base: Day, date: Day) -> Vec<Driver> {
    let mut rows = Vec::new();
    for group in groups(series) {
        rows.extend(of_group(&group, base, date));
    }
    rows.extend(pass_through(series, base, date));
    rows.sort_by(|a, b| {
        let key = |row: &Driver| {
            (
                row.scope.clone(),
                row.kind,
                row.unit.clone(),
                rank(&row.part),
            )
        };
        let gravest = || {
            let size = |row: &Driver| row.contribution.unwrap_or_default().abs();
            size(b).total_cmp(&size(a))
        };
        key(a)
            .cmp(&key(b))
            .then_with(gravest)
            .then_with(|| (&a.item, &a.spec, &a.market).cmp(&(&b.item, &b.spec, &b.market)))
    });
    rows
}

/// Why there is no row.
pub fn nothing(base: Day, date: Day) -> String {
    format!(
        "nothing to take apart: no series with a category is quoted on both {base} and {date}, or up to {WEEK_LOOK_BACK} days before"
    )
}

/// The order in which parts are told.
fn rank(part: &str) -> usize {
    const PARTS: [&str; 8] = [
        "total",
        "price",
        "mix",
        "item",
        "common",
        "local",
        "wholesale",
        "margin",
    ];
    PARTS
        .iter()
        .position(|known| *known == part)
        .unwrap_or(PARTS.len())
}

/// The last point up to `date`, if it still stands for it.
fn standing(series: &Series, date: Day) -> Option<Point> {
    let passed = series.points.partition_point(|point| point.date <= date);
    let point = series.points[passed.checked_sub(1)?];
    (date.days_since(point.date) <= WEEK_LOOK_BACK).then_some(point)
}

fn of_group(group: &[&Series], base: Day, date: Day) -> Vec<Driver> {
    let stands = |date: Day| -> Vec<(&Series, Point)> {
        let each = group.iter();
        each.filter_map(|one| Some((*one, standing(one, date)?)))
            .collect()
    };
    let (before, after) = (stands(base), stands(date));
    let pairs: Vec<Pair> = after
        .iter()
        .filter_map(|(series, now)| {
            let base = standing(series, base)?;
            Some(Pair {
                series,
                base,
                now: *now,
            })
        })
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let level = |points: &[(&Series, Point)]| {
        points.iter().map(|(_, point)| steps(point)).sum::<f64>() / points.len() as f64
    };
    let (base_level, now_level) = (level(&before), level(&after));
    let total = millionths(now_level / base_level - 1.0);
    let base_sum: f64 = pairs.iter().map(|pair| steps(&pair.base)).sum();
    let now_sum: f64 = pairs.iter().map(|pair| steps(&pair.now)).sum();
    let matched = millionths(now_sum / base_sum - 1.0);
    let maker = Maker {
        of: group[0],
        base,
        date,
    };
    let quotes = before.len() + after.len();
    let mut rows = vec![
        maker.total(total, (base_level, now_level), quotes),
        maker.part("price", matched, pairs.len() * 2),
        maker.part("mix", total - matched, quotes),
    ];
    let changes: Vec<f64> = pairs
        .iter()
        .map(|pair| (steps(&pair.now) - steps(&pair.base)) / base_sum)
        .collect();
    for (pair, part) in pairs.iter().zip(apportioned(&changes, matched)) {
        let mut row = maker.part(
            "item",
            part,
            (pair.base.quotes() + pair.now.quotes()) as usize,
        );
        row.item = pair.series.key.item.to_owned();
        row.spec = pair.series.key.spec.to_owned();
        row.market = pair.series.key.market.to_owned();
        row.base_price = Some(pair.base.price);
        row.price = Some(pair.now.price);
        row.weight = Some(steps(&pair.base) / base_sum);
        row.from = Some(pair.base.date);
        row.text = maker.says(part, &format!("{} at {}", named(pair.series), row.market));
        rows.push(row);
    }
    rows.extend(common_and_local(&pairs, base_sum, matched, &maker));
    rows
}

/// What the median market's change explains of each item, and what the markets add on their own.
fn common_and_local(pairs: &[Pair], base_sum: f64, matched: i64, maker: &Maker) -> Vec<Driver> {
    let mut relatives: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for pair in pairs {
        let relative = steps(&pair.now) / steps(&pair.base);
        relatives
            .entry(named(pair.series))
            .or_default()
            .push(relative);
    }
    let common: BTreeMap<String, f64> = relatives
        .into_iter()
        .map(|(item, relatives)| (item, median(&sorted(relatives))))
        .collect();
    let mut markets: BTreeMap<&str, f64> = BTreeMap::new();
    let mut shared = 0.0;
    for pair in pairs {
        let expected = common[&named(pair.series)];
        let base = steps(&pair.base);
        shared += base * (expected - 1.0) / base_sum;
        let own = (steps(&pair.now) - base * expected) / base_sum;
        *markets.entry(pair.series.key.market).or_default() += own;
    }
    let parts: Vec<f64> = std::iter::once(shared)
        .chain(markets.values().copied())
        .collect();
    let mut parts = apportioned(&parts, matched).into_iter();
    let common = parts.next().unwrap_or(0);
    let mut row = maker.part("common", common, pairs.len() * 2);
    row.text = maker.says(common, "the change that the markets have in common");
    let mut rows = vec![row];
    for (market, part) in markets.keys().zip(parts) {
        let mut row = maker.part("local", part, pairs.len() * 2);
        row.market = (*market).to_owned();
        row.text = maker.says(part, &format!("a change at {market} alone"));
        rows.push(row);
    }
    rows
}

/// How much of the change of retail prices is that of their wholesale prices, over the goods that have both.
fn pass_through(series: &[Series], base: Day, date: Day) -> Vec<Driver> {
    let mut goods: BTreeMap<_, [Vec<(Point, Point)>; 2]> = BTreeMap::new();
    for one in series.iter().filter(|one| !one.category.is_empty()) {
        let step = match one.key.kind {
            Some(QuoteKind::Wholesale | QuoteKind::Purchase) => 0,
            Some(QuoteKind::Retail) => 1,
            _ => continue,
        };
        let key = (one.category, one.key.unit, one.key.item, one.key.spec);
        if let Some(pair) = standing(one, base).zip(standing(one, date)) {
            goods.entry(key).or_default()[step].push(pair);
        }
    }
    let mut categories: BTreeMap<(&str, &str), [f64; 4]> = BTreeMap::new();
    for ((category, unit, ..), [wholesale, retail]) in &goods {
        if wholesale.is_empty() || retail.is_empty() {
            continue;
        }
        let mean = |pairs: &[(Point, Point)], of: fn(&(Point, Point)) -> f64| {
            pairs.iter().map(of).sum::<f64>() / pairs.len() as f64
        };
        let sums = categories.entry((category, unit)).or_default();
        sums[0] += mean(wholesale, |pair| steps(&pair.0));
        sums[1] += mean(wholesale, |pair| steps(&pair.1));
        sums[2] += mean(retail, |pair| steps(&pair.0));
        sums[3] += mean(retail, |pair| steps(&pair.1));
    }
    let any = |category: &str, unit: &str| {
        let is_retail = |one: &&Series| {
            one.category == category
                && one.key.unit == unit
                && one.key.kind == Some(QuoteKind::Retail)
        };
        series.iter().find(is_retail)
    };
    let mut rows = Vec::new();
    for ((category, unit), [w0, w1, r0, r1]) in categories {
        let Some(of) = any(category, unit) else {
            continue;
        };
        let maker = Maker { of, base, date };
        let total = millionths(r1 / r0 - 1.0);
        let parts = apportioned(&[(w1 - w0) / r0, (r1 - r0 - (w1 - w0)) / r0], total);
        for (part, value) in ["wholesale", "margin"].into_iter().zip(parts) {
            let mut row = maker.part(part, value, 0);
            row.quotes = None;
            row.text = maker.says(
                value,
                &format!("a change of the {part} price").replace("margin price", "margin"),
            );
            rows.push(row);
        }
    }
    rows
}

/// Makes rows of one category between two days.
struct Maker<'a> {
    of: &'a Series<'a>,
    base: Day,
    date: Day,
}

impl Maker<'_> {
    fn part(&self, part: &str, contribution: i64, quotes: usize) -> Driver {
        Driver {
            date: self.date,
            scope: self.of.category.to_owned(),
            part: part.to_owned(),
            item: String::new(),
            market: String::new(),
            kind: self.of.key.kind,
            unit: self.of.key.unit.to_owned(),
            from: Some(self.base),
            base_price: None,
            price: None,
            weight: None,
            contribution: Some(contribution as f64 / MILLIONTHS),
            quotes: i64::try_from(quotes).ok(),
            text: String::new(),
            spec: String::new(),
        }
    }

    /// The whole change of the mean of what is quoted, from `levels` in ten-thousandths of a yuan.
    fn total(&self, total: i64, levels: (f64, f64), quotes: usize) -> Driver {
        let price = |level: f64| mean(level.round() as i128, 1);
        let kind = self.of.key.kind.map_or("", |kind| kind.id());
        let mut row = self.part("total", total, quotes);
        row.base_price = Some(price(levels.0));
        row.price = Some(price(levels.1));
        row.text = format!(
            "mean {kind} price of {}: {} since {}",
            self.of.category,
            points(total),
            self.base
        );
        row
    }

    fn says(&self, part: i64, what: &str) -> String {
        format!("{} coincides with {what}", points(part))
    }
}

/// A contribution as points of a percent.
fn points(part: i64) -> String {
    format!("{:+.1} points", part as f64 / MILLIONTHS * 100.0)
}

fn named(series: &Series) -> String {
    match series.key.spec {
        "" => series.key.item.to_owned(),
        spec => format!("{} {spec}", series.key.item),
    }
}

fn steps(point: &Point) -> f64 {
    point.price.steps() as f64
}

fn millionths(fraction: f64) -> i64 {
    (fraction * MILLIONTHS).round() as i64
}

/// `parts` in millionths that sum to `total`: each rounded down, and what is missing given where the most was cut off.
fn apportioned(parts: &[f64], total: i64) -> Vec<i64> {
    let mut whole: Vec<i64> = parts
        .iter()
        .map(|part| (part * MILLIONTHS).floor() as i64)
        .collect();
    let cut_off = |at: usize| parts[at] * MILLIONTHS - whole[at] as f64;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| cut_off(*b).total_cmp(&cut_off(*a)).then(a.cmp(b)));
    let missing = total - whole.iter().sum::<i64>();
    let step = missing.signum();
    for at in order
        .into_iter()
        .cycle()
        .take(missing.unsigned_abs() as usize)
    {
        whole[at] += step;
    }
    whole
}

#[cfg(test)]
mod tests;

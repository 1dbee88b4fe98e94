//! How good is a plan by the measures that others publish: part met, way of a unit, days it lay idle?
//!
//! After the measures of PPE-Match: the part met of a recipient and item; its mean over the recipients who asked for the
//! item, and over those who got any; the mean of these over the items. A unit's way and the days between its receipt and
//! its award are means over the units that were given; shipments are counted by giver, receiver and day.
//! Table `metric` (metric, site, item).
//!
//! Never: a mean over nothing, which is `None`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::ledger::tables::{Allocation, Metric, Movement, Nearby, Request};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::fairness::share;

/// What measures look at.
#[derive(Debug, Clone, Copy)]
pub struct MetricInputs<'a> {
    pub requests: &'a [Request],
    pub awards: &'a [Allocation],
    /// When the goods came.
    pub movements: &'a [Movement],
    /// Distances of givers and receivers, where the awards do not say them.
    pub nearby: &'a [Nearby],
}

/// The measures by (metric, site, item).
pub fn metrics(inputs: &MetricInputs) -> Vec<Metric> {
    let mut rows = fill_rates(inputs);
    rows.extend(by_unit(inputs));
    rows.push(metric(
        "shipments",
        "",
        "",
        shipments(inputs.awards),
        "mean number of shipments of a giver",
    ));
    rows.sort_by(|a, b| (&a.metric, &a.site, &a.item).cmp(&(&b.metric, &b.site, &b.item)));
    rows
}

fn metric(name: &str, site: &str, item: &str, value: Option<f64>, text: &str) -> Metric {
    Metric {
        metric: name.to_owned(),
        site: site.to_owned(),
        item: item.to_owned(),
        value,
        text: text.to_owned(),
    }
}

/// The mean; `None` of nothing.
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn fill_rates(inputs: &MetricInputs) -> Vec<Metric> {
    let mut asked: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for line in inputs.requests {
        *asked.entry((&line.item, &line.site)).or_default() += line.qty.unwrap_or_default();
    }
    let mut given: HashMap<(&str, &str), Quantity> = HashMap::new();
    for award in inputs.awards {
        *given.entry((award.asked_item(), &award.site)).or_default() += award.met();
    }
    let mut rows = Vec::new();
    let mut by_item: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((item, site), asked) in asked {
        let got = given.get(&(item, site)).copied().unwrap_or_default();
        // Who asked for nothing has no part of it.
        let Some(part) = share(got, asked) else {
            continue;
        };
        rows.push(metric(
            "fill_rate",
            site,
            item,
            Some(part),
            "part met of what the recipient asked for",
        ));
        by_item.entry(item).or_default().push(part);
    }
    let (mut means, mut served_means) = (Vec::new(), Vec::new());
    for (item, parts) in by_item {
        let served: Vec<f64> = parts.iter().copied().filter(|part| *part > 0.0).collect();
        let (all, served) = (mean(&parts), mean(&served));
        means.extend(all);
        served_means.extend(served);
        rows.push(metric(
            "fill_rate",
            "",
            item,
            all,
            "mean over the recipients who asked for it",
        ));
        rows.push(metric(
            "fill_rate_served",
            "",
            item,
            served,
            "mean over the recipients who got any",
        ));
    }
    rows.push(metric(
        "fill_rate",
        "",
        "",
        mean(&means),
        "mean over the items",
    ));
    rows.push(metric(
        "fill_rate_served",
        "",
        "",
        mean(&served_means),
        "mean over the items, of recipients who got any",
    ));
    rows
}

/// Sums over the units given: how many, and their value each.
#[derive(Clone, Copy)]
struct Sum {
    units: f64,
    /// `None` as soon as the value of one award is not known.
    total: Option<f64>,
}

impl Sum {
    const NOTHING: Sum = Sum {
        units: 0.0,
        total: Some(0.0),
    };

    fn add(&mut self, units: f64, each: Option<f64>) {
        self.units += units;
        self.total = self
            .total
            .zip(each)
            .map(|(total, each)| total + units * each);
    }

    fn mean(self) -> Option<f64> {
        self.total
            .filter(|_| self.units > 0.0)
            .map(|total| total / self.units)
    }
}

fn by_unit(inputs: &MetricInputs) -> Vec<Metric> {
    let received = first_receipts(inputs.movements);
    let known: HashMap<(&str, &str), f64> = inputs
        .nearby
        .iter()
        .filter_map(|row| Some(((row.site.as_str(), row.place.as_str()), row.distance?)))
        .collect();
    let way = |award: &Allocation| {
        let pair = (award.from_site.as_str(), award.site.as_str());
        award.distance.or_else(|| known.get(&pair).copied())
    };
    let idle = |award: &Allocation| {
        let came = received.get(&(
            award.from_site.as_str(),
            award.item.as_str(),
            award.lot.as_str(),
        ))?;
        Some(award.date?.days_since(*came) as f64)
    };
    let mut rows = mean_by_unit(
        "unit_distance",
        inputs.awards,
        &way,
        "mean way of a unit given",
    );
    rows.extend(mean_by_unit(
        "unit_days",
        inputs.awards,
        &idle,
        "mean days that a unit given lay idle",
    ));
    rows
}

fn mean_by_unit(
    name: &str,
    awards: &[Allocation],
    each: &dyn Fn(&Allocation) -> Option<f64>,
    text: &str,
) -> Vec<Metric> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut all = Sum::NOTHING;
    for award in awards {
        let (units, each) = (award.qty.as_f64(), each(award));
        sums.entry(&award.item)
            .or_insert(Sum::NOTHING)
            .add(units, each);
        all.add(units, each);
    }
    let mut rows: Vec<Metric> = sums
        .iter()
        .map(|(item, sum)| metric(name, "", item, sum.mean(), text))
        .collect();
    rows.push(metric(name, "", "", all.mean(), text));
    rows
}

/// The day on which a lot first came to a site.
fn first_receipts(movements: &[Movement]) -> HashMap<(&str, &str, &str), Day> {
    let mut first: HashMap<(&str, &str, &str), Day> = HashMap::new();
    let came =
        |row: &&Movement| matches!(row.kind, MovementKind::Receipt | MovementKind::TransferIn);
    for row in movements.iter().filter(came) {
        let day = first
            .entry((&row.site, &row.item, &row.lot))
            .or_insert(row.date);
        *day = row.date.min(*day);
    }
    first
}

/// The mean number of shipments of a giver: what goes to one receiver on one day is one.
fn shipments(awards: &[Allocation]) -> Option<f64> {
    let trips: BTreeSet<(&str, &str, Option<Day>)> = awards
        .iter()
        .map(|award| (award.from_site.as_str(), award.site.as_str(), award.date))
        .collect();
    let givers: BTreeSet<&str> = trips.iter().map(|(giver, ..)| *giver).collect();
    (!givers.is_empty()).then(|| trips.len() as f64 / givers.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{ask, day, pieces};
    use crate::ledger::tables::Allocation;

    fn award(
        request: &str,
        from: &str,
        to: &str,
        qty: i64,
        on: &str,
        km: Option<f64>,
    ) -> Allocation {
        Allocation {
            plan: "".into(),
            request: request.into(),
            line: "1".into(),
            from_site: from.into(),
            lot: "".into(),
            date: Some(day(on)),
            site: to.into(),
            item: "mask".into(),
            qty: pieces(qty),
            unit: "".into(),
            expiry: None,
            form: None,
            owner: "".into(),
            earmark: "".into(),
            unit_cost: None,
            tier: None,
            rule: "".into(),
            reason: "".into(),
            distance: km,
            approval: "".into(),
            basis_seal: "".into(),
            special: None,
            stands_for: "".into(),
            counts_as: None,
        }
    }

    fn value(rows: &[Metric], name: &str, site: &str) -> Option<f64> {
        rows.iter()
            .find(|row| {
                row.metric == name && row.site == site && row.item.is_empty() == site.is_empty()
            })?
            .value
    }

    #[test]
    fn parts_ways_and_days_are_means_over_those_they_speak_of() {
        let requests = [
            ask("A", "R1", "mask", 100),
            ask("B", "R2", "mask", 200),
            ask("C", "R3", "mask", 60),
            ask("D", "R4", "mask", 0),
        ];
        let awards = [
            award("A", "D1", "R1", 100, "2022-03-10", Some(10.0)),
            award("B", "D1", "R2", 100, "2022-03-14", Some(40.0)),
        ];
        let movements = [Movement {
            qty: Some(pieces(200)),
            ..Movement::new(day("2022-03-04"), MovementKind::Receipt, "D1", "mask")
        }];
        let inputs = MetricInputs {
            requests: &requests,
            awards: &awards,
            movements: &movements,
            nearby: &[],
        };
        let rows = metrics(&inputs);
        assert_eq!(value(&rows, "fill_rate", "R2"), Some(0.5));
        assert_eq!(value(&rows, "fill_rate", "R4"), None);
        assert_eq!(value(&rows, "fill_rate", ""), Some(0.5));
        assert_eq!(value(&rows, "fill_rate_served", ""), Some(0.75));
        assert_eq!(value(&rows, "unit_distance", ""), Some(25.0));
        assert_eq!(value(&rows, "unit_days", ""), Some(8.0));
        assert_eq!(value(&rows, "shipments", ""), Some(2.0));
    }

    #[test]
    fn what_is_not_known_of_one_award_is_not_known_of_their_mean() {
        let awards = [
            award("A", "D1", "R1", 1, "2022-03-10", Some(10.0)),
            award("B", "D2", "R1", 1, "2022-03-10", None),
        ];
        let inputs = MetricInputs {
            requests: &[],
            awards: &awards,
            movements: &[],
            nearby: &[],
        };
        let rows = metrics(&inputs);
        assert_eq!(value(&rows, "unit_distance", ""), None);
        assert_eq!(value(&rows, "unit_days", ""), None);
        let none = metrics(&MetricInputs {
            awards: &[],
            ..inputs
        });
        assert!(none.iter().all(|row| row.value.is_none()));
    }
}

//! What have the enterprises together, by item, and how old is what they say?

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::Catalogue;
use crate::ledger::tables::{Capacity, Enterprise, Production, Supply};
use crate::ledger::word::DataStatus;
use crate::policy::Rules;
use crate::quantity::Quantity;

use super::{Register, report_rule};

/// The newest report of one enterprise on one item.
type Newest<'a> = BTreeMap<(&'a str, &'a str), Option<&'a Production>>;

/// An enterprise and its newest report, if it ever reported.
type Member<'a> = (&'a str, Option<&'a Production>);

/// Sums of the newest report of each enterprise, by item: fresh ones, old ones with their age, and those missing.
///
/// A report is old when a newer one was due. Old figures are summed apart and named with their age: they are neither
/// nought nor news. A sum is as old as its oldest part: that is its `last_on`. Who has a line for an item and never reported it is `missing`, without figures.
///
/// By item and status.
pub fn supply(
    register: &[Enterprise],
    reports: &[Production],
    capacities: &[Capacity],
    catalogue: &Catalogue,
    rules: &Rules,
    as_of: Day,
) -> Vec<Supply> {
    let register = Register(register);
    let fresh_days = report_rule(rules).map_or(1, |(_, days)| days);
    let newest = newest(register, reports, capacities, as_of);
    let mut groups: BTreeMap<(&str, DataStatus), Vec<Member<'_>>> = BTreeMap::new();
    for ((item, enterprise), report) in newest {
        let status = match report {
            None => DataStatus::Missing,
            Some(report) if as_of.days_since(report.date) <= fresh_days => DataStatus::Fresh,
            Some(_) => DataStatus::Stale,
        };
        groups
            .entry((item, status))
            .or_default()
            .push((enterprise, report));
    }
    let rows = groups.into_iter();
    rows.map(|((item, status), members)| row(as_of, item, status, &members, catalogue))
        .collect()
}

fn newest<'a>(
    register: Register<'a>,
    reports: &'a [Production],
    capacities: &'a [Capacity],
    as_of: Day,
) -> Newest<'a> {
    let lines = capacities
        .iter()
        .map(|line| ((&*line.item, register.code(&line.enterprise)), None));
    let mut newest: Newest<'_> = lines.collect();
    let known = reports
        .iter()
        .filter(|report| report.date <= as_of && report.reported_on.is_none_or(|day| day <= as_of));
    for report in known {
        let entry = newest
            .entry((&*report.item, register.code(&report.enterprise)))
            .or_default();
        if entry.is_none_or(|there| there.date <= report.date) {
            *entry = Some(report);
        }
    }
    newest
}

fn row(
    as_of: Day,
    item: &str,
    status: DataStatus,
    members: &[Member<'_>],
    catalogue: &Catalogue,
) -> Supply {
    let reports: Vec<(&str, &Production)> = members
        .iter()
        .filter_map(|(enterprise, report)| Some((*enterprise, (*report)?)))
        .collect();
    let sum = |figure: fn(&Production) -> Option<Quantity>| {
        let stated = reports.iter().filter_map(|(_, report)| figure(report));
        stated.fold(None, |sum: Option<Quantity>, qty| {
            Some(sum.unwrap_or_default() + qty)
        })
    };
    let oldest = reports.iter().map(|(_, report)| report.date).min();
    let unit = reports.iter().map(|(_, report)| report.unit.clone()).next();
    let listed = catalogue.get(item).map(|item| item.unit.clone());
    Supply {
        as_of,
        item: item.to_owned(),
        status,
        unit: listed.or(unit).unwrap_or_default(),
        enterprises: i64::try_from(members.len()).ok(),
        capacity: sum(|report| report.capacity),
        output: sum(|report| report.output),
        stock: sum(|report| report.stock),
        last_on: oldest,
        age_days: oldest.map(|day| as_of.days_since(day)),
        reason: reason(as_of, status, members, &reports),
    }
}

/// Who is old and how old, who is missing, and which figures a report lacks.
fn reason(
    as_of: Day,
    status: DataStatus,
    members: &[Member<'_>],
    reports: &[(&str, &Production)],
) -> String {
    let mut parts: Vec<String> = match status {
        DataStatus::Fresh => Vec::new(),
        DataStatus::Stale => reports
            .iter()
            .map(|(enterprise, report)| {
                format!("{enterprise} is {} days old", as_of.days_since(report.date))
            })
            .collect(),
        DataStatus::Missing => members
            .iter()
            .map(|(enterprise, _)| format!("{enterprise} never reported"))
            .collect(),
    };
    let lacks = |what: &str, figure: fn(&Production) -> Option<Quantity>| {
        let silent: BTreeSet<&str> = reports
            .iter()
            .filter(|(_, report)| figure(report).is_none())
            .map(|(enterprise, _)| *enterprise)
            .collect();
        let names: Vec<&str> = silent.into_iter().collect();
        (!names.is_empty()).then(|| format!("no {what} from {}", names.join(", ")))
    };
    parts.extend(lacks("capacity", |report| report.capacity));
    parts.extend(lacks("output", |report| report.output));
    parts.extend(lacks("stock", |report| report.stock));
    parts.join("; ")
}

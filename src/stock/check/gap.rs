//! Check `gap`: months in which nothing was written down.
//!
//! A site that had a line in a month before has none in one between, or in none since: `gap`. An item that was used in
//! a month before and in one after, and lay there all the time, was not used in between: `missing-use`, because a blank
//! is more often a sheet that never came than goods that nobody needed. Only whole months before as-of count.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;
use crate::quantity::Quantity;

use super::super::on_hand::is_in_store;
use super::super::record::{burns, use_on_record};
use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// Months since the start of the era.
type Month = i64;

/// Months without a line, and months without use.
pub fn gap(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let mut months: BTreeMap<&str, BTreeMap<Month, usize>> = BTreeMap::new();
    for at in in_order(movements) {
        let row = &movements.rows[at];
        if row.date <= inputs.as_of {
            months
                .entry(&row.site)
                .or_default()
                .insert(month(row.date), at);
        }
    }
    let mut findings = Vec::new();
    for of_site in months.values() {
        // The month of as-of is not over yet: until then its sheet may come.
        let nexts = of_site.keys().skip(1).copied();
        let nexts = nexts.chain([month(inputs.as_of)]);
        for ((before, at), after) in of_site.iter().zip(nexts) {
            if after - before > 1 {
                findings.push(silence(inputs, *at, before + 1, after - 1));
            }
        }
    }
    findings.extend(missing_use(inputs));
    Outcome::Found(findings)
}

/// Months from `first` to `last` without a line, on the last line before them.
fn silence(inputs: &CheckInputs, at: usize, first: Month, last: Month) -> Finding {
    let message = match first == last {
        true => format!("nothing was written down in {}", name(first)),
        false => format!(
            "nothing was written down from {} to {}",
            name(first),
            name(last)
        ),
    };
    Finding {
        value: (last - first + 1).to_string(),
        expected: "0".to_owned(),
        hint: "look for sheets that were never imported, or say in a count that nothing moved"
            .to_owned(),
        ..finding(inputs.movements, at, "gap", Severity::Warning, message)
    }
}

/// Items in store all the time that were used before and after some months, and not in them.
fn missing_use(inputs: &CheckInputs) -> Vec<Finding> {
    let movements = &inputs.movements;
    let record = use_on_record(&movements.rows, &inputs.usage.rows, inputs.as_of);
    let stock = in_stock(inputs);
    let mut last_use: BTreeMap<(&str, &str, Month), usize> = BTreeMap::new();
    for at in in_order(movements) {
        let row = &movements.rows[at];
        if burns(row, false) {
            last_use.insert((&row.site, &row.item, month(row.date)), at);
        }
    }
    let mut findings = Vec::new();
    for ((site, item), series) in &record {
        let used: BTreeSet<Month> = series
            .iter()
            .filter(|(_, qty)| qty.is_positive())
            .map(|(day, _)| month(*day))
            .collect();
        for (before, after) in used.iter().zip(used.iter().skip(1)) {
            let (first, last) = (before + 1, after - 1);
            let lay_there = (first..=last).all(|month| stock.contains(&(*site, *item, month)));
            let at = last_use.get(&(*site, *item, *before));
            if let (true, true, Some(&at)) = (first <= last, lay_there, at) {
                let message = match first == last {
                    true => format!(
                        "{item} lay there all {} and none was used, unlike the months beside it",
                        name(first)
                    ),
                    false => format!(
                        "{item} lay there from {} to {} and none was used, unlike before and after",
                        name(first),
                        name(last)
                    ),
                };
                findings.push(Finding {
                    hint: "look for the month's sheet of use".to_owned(),
                    ..finding(movements, at, "missing-use", Severity::Notice, message)
                });
            }
        }
    }
    findings
}

/// The months through which each item lay in store at each site: something was there on every day.
fn in_stock<'a>(inputs: &CheckInputs<'a>) -> BTreeSet<(&'a str, &'a str, Month)> {
    let movements = &inputs.movements;
    let mut stock: BTreeMap<(&str, &str), (Quantity, Option<Month>)> = BTreeMap::new();
    let mut held = BTreeSet::new();
    let mut lots: BTreeMap<super::balance::Key<'_>, Quantity> = BTreeMap::new();
    for at in in_order(movements) {
        let row = &movements.rows[at];
        if !is_in_store(row.form) || row.date > inputs.as_of {
            continue;
        }
        let lot = lots.entry(super::balance::key(row)).or_default();
        let before = *lot;
        match effect(row) {
            Effect::Add(change) => *lot += change,
            Effect::Set(counted) => *lot = counted,
            _ => continue,
        }
        let (there, since) = stock.entry((&row.site, &row.item)).or_default();
        let was_there = there.is_positive();
        // Whole months between the last change and this one had stock if the last change left some.
        if was_there {
            let first = since.map_or(month(row.date), |since| since + 1);
            held.extend((first..month(row.date)).map(|month| (&*row.site, &*row.item, month)));
        }
        *there += *lot - before;
        *since = Some(month(row.date));
    }
    held
}

fn month(day: Day) -> Month {
    use chrono::Datelike as _;
    i64::from(day.date().year()) * 12 + i64::from(day.date().month0())
}

fn name(month: Month) -> String {
    format!(
        "{:04}-{:02}",
        month.div_euclid(12),
        month.rem_euclid(12) + 1
    )
}

//! Check `gap`: months in which nothing was written down.
//!
//! A site that had a line in a month before and in one after has none in between: `gap`. An item that was used in the
//! month before and the month after, and lay there all the time, was not used in between: `missing-use`, because a
//! blank is more often a sheet that never came than goods that nobody needed. Only whole months before as-of count.

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
        let lines: Vec<(&Month, &usize)> = of_site.iter().collect();
        for pair in lines.windows(2) {
            let ((before, at), (after, _)) = (pair[0], pair[1]);
            if after - before > 1 {
                let (first, last) = (name(before + 1), name(after - 1));
                let message = match first == last {
                    true => format!("nothing was written down in {first}"),
                    false => format!("nothing was written down from {first} to {last}"),
                };
                findings.push(Finding {
                    value: (after - before - 1).to_string(),
                    expected: "0".to_owned(),
                    hint: "look for sheets that were never imported, or say in a count that nothing moved".to_owned(),
                    ..finding(movements, *at, "gap", Severity::Warning, message)
                });
            }
        }
    }
    findings.extend(missing_use(inputs));
    Outcome::Found(findings)
}

/// Items in store all month that were used before and after, and not in between.
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
        for before in &used {
            let between = before + 1;
            let is_missing = !used.contains(&between) && used.contains(&(between + 1));
            let lay_there = stock.contains(&(*site, *item, between));
            let at = last_use.get(&(*site, *item, *before));
            if let (true, true, Some(&at)) = (is_missing, lay_there, at) {
                let message = format!(
                    "{item} lay there all {} and none was used, unlike the months beside it",
                    name(between)
                );
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
fn in_stock(inputs: &CheckInputs) -> BTreeSet<(&str, &str, Month)> {
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

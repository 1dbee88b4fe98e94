//! What did the past need? What a site gave out and what it was short of, over the days before the plan.
//!
//! P3 makes the plan of what was needed and what was really dispatched before; P4 looks at the month to come. The
//! larger of the two counts: a site that was short of goods needed them, unless it says that it was not short and was
//! judged to need less, and one that gave out more than was asked for gave it out. What came back of it was not needed.
//! The window ends the day before the plan and starts no earlier than the first record. Durable goods are assigned and
//! not used up (S22): how often they went out says nothing of how many are needed.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::issued::DaysOfIssue;
use crate::ledger::word::Form;
use crate::quantity::{Quantity, Rate};

use super::super::burn::day::demanded;
use super::super::record::{burns, comes_back};
use super::target::{Amount, Target};
use super::{PlanInputs, PlanOptions};

/// Why the record of a durable good makes no target.
const COMES_BACK: &str = "durable: what is given out comes back";

/// What is on record of an item at a site.
#[derive(Default)]
struct Past {
    first: Option<Day>,
    given_out: DaysOfIssue,
    asked_for: Quantity,
}

/// A target for each site and item of which anything was given out or asked for.
pub fn targets(inputs: &PlanInputs<'_>, options: &PlanOptions<'_>) -> Vec<Target> {
    let record = record(inputs, options).into_iter();
    let rows = record.map(|(goods, past)| {
        let given_out = past.given_out.clone().sums().into_iter();
        (goods, given_out.map(|(_, qty)| qty).sum(), past)
    });
    let rows = rows.filter(|(_, given_out, past): &(_, Quantity, Past)| {
        given_out.is_positive() || past.asked_for.is_positive()
    });
    rows.map(|((site, item), given_out, past)| {
        let days = past
            .first
            .map_or(0, |first| options.as_of.days_since(first));
        let need = given_out.max(past.asked_for);
        let basis = format!(
            "given out {given_out}, asked for {} in {days} days",
            past.asked_for
        );
        let amount = match Rate::over(need, days) {
            _ if inputs.catalogue.is_durable(item) => Amount::Unknown(COMES_BACK.to_owned()),
            Some(rate) => Amount::Use(rate),
            None => Amount::Unknown("no day on record".to_owned()),
        };
        Target {
            site: site.to_owned(),
            item: item.to_owned(),
            form: Form::Physical,
            standard: String::new(),
            amount,
            basis,
            priority: None,
            price: None,
            awaits: String::new(),
        }
    })
    .collect()
}

/// The record of the window, by site and item.
fn record<'a>(
    inputs: &PlanInputs<'a>,
    options: &PlanOptions<'_>,
) -> BTreeMap<(&'a str, &'a str), Past> {
    let last = options.as_of.plus_days(-1);
    let start = options.as_of.plus_days(-options.past_days);
    let mut record: BTreeMap<(&str, &str), Past> = BTreeMap::new();
    let mut note = |site: &'a str, item: &'a str, date: Day, tell: &dyn Fn(&mut Past)| {
        let past = record.entry((site, item)).or_default();
        let since = date.max(start);
        past.first = Some(past.first.map_or(since, |first| first.min(since)));
        if date >= start {
            tell(past);
        }
    };
    for movement in in_ledger_order(inputs.movements, last) {
        let (date, qty) = (movement.date, movement.qty.unwrap_or_default());
        note(&movement.site, &movement.item, date, &|past| {
            if burns(movement, true) {
                past.given_out.add(date, qty);
            } else if comes_back(movement) && !inputs.catalogue.is_durable(&movement.item) {
                past.given_out.add_return(date, qty);
            }
        });
    }
    // What a site reports that it asked for beats the forms it sent in: they are the same asking.
    let mut reported = BTreeSet::new();
    for row in inputs.usage.iter().filter(|row| row.date <= last) {
        let asked = demanded(row).or(row.used).unwrap_or_default();
        note(&row.site, &row.item, row.date, &|past| {
            past.asked_for += asked;
        });
        reported.insert((&*row.site, &*row.item));
    }
    let unreported = inputs
        .requests
        .iter()
        .filter(|row| !reported.contains(&(&*row.site, &*row.item)));
    for row in unreported {
        let date = row.date.unwrap_or(last);
        if date <= last {
            let asked = row.qty.unwrap_or_default();
            note(&row.site, &row.item, date, &|past| past.asked_for += asked);
        }
    }
    record
}

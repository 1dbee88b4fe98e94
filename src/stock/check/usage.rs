//! Check `usage`: what sites report to have used does not tie with what the ledger says went out.
//!
//! Month by month for each site and item of which both speak: use against issues, and what was received against
//! receipts and arrivals. What came back is taken off the newest issues before it, as in rates and peaks, in whatever
//! month they were. A month without any of them is one of none from the first on that the ledger has of these goods
//! there. A report that leaves its use blank is named: it is missing, not nothing.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::engine::issued::DaysOfIssue;
use crate::ledger::tables::{Finding, Movement, Usage};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Quantity;

use super::super::record::{burns, comes_back};
use super::balance::in_order;
use super::{CheckInputs, Outcome, finding_at};

/// Site, item and the month as year and month.
type Key<'a> = (&'a str, &'a str, String);

/// Site and item.
type Goods<'a> = (&'a str, &'a str);

/// The first day of which the ledger says something of a site and item.
type Since<'a> = BTreeMap<Goods<'a>, Day>;

/// What the two books say of one month.
#[derive(Default)]
struct Month {
    used: Option<Quantity>,
    received: Option<Quantity>,
    issued: Option<Quantity>,
    came: Option<Quantity>,
    /// The first report.
    first: Option<usize>,
}

/// Months whose reports and ledger differ, and reports without use.
pub fn usage(inputs: &CheckInputs) -> Outcome {
    if inputs.usage.rows.is_empty() {
        return Outcome::Lacks("table usage");
    }
    let mut findings = blanks(inputs);
    for ((site, item, name), month) in months(inputs) {
        let Some(first) = month.first else { continue };
        let pairs = [
            ("used", month.used, month.issued, "went out"),
            ("received", month.received, month.came, "came in"),
        ];
        for (what, reported, booked, how) in pairs {
            let (Some(reported), Some(booked)) = (reported, booked) else {
                continue;
            };
            if reported == booked {
                continue;
            }
            let message = format!(
                "in {name} {reported} was reported as {what}, and by the ledger {booked} {how}"
            );
            findings.push(Finding {
                value: reported.to_string(),
                expected: booked.to_string(),
                hint: "find the sheet that is wrong; correct the ledger by a reversal".to_owned(),
                ..of(inputs, first, site, item, message)
            });
        }
    }
    Outcome::Found(findings)
}

fn blanks(inputs: &CheckInputs) -> Vec<Finding> {
    let rows = inputs.usage.rows.iter().enumerate();
    rows.filter(|(_, row)| row.used.is_none())
        .map(|(at, row)| Finding {
            expected: "0 or more".to_owned(),
            hint: "ask the site; nothing used is written 0".to_owned(),
            ..of(
                inputs,
                at,
                &row.site,
                &row.item,
                format!("the report of {} states no use", row.date),
            )
        })
        .collect()
}

fn months<'a>(inputs: &CheckInputs<'a>) -> BTreeMap<Key<'a>, Month> {
    let mut months: BTreeMap<Key<'_>, Month> = BTreeMap::new();
    for (at, row) in inputs.usage.rows.iter().enumerate() {
        let key: Key<'_> = (&row.site, &row.item, name(row.date));
        let month = months.entry(key).or_default();
        month.first.get_or_insert(at);
        add(&mut month.used, row.used);
        add(&mut month.received, row.received);
    }
    let movements = &inputs.movements;
    let goods = months.keys().map(|(site, item, _)| (*site, *item));
    let mut issues: BTreeMap<Goods<'_>, DaysOfIssue> =
        goods.map(|goods| (goods, DaysOfIssue::default())).collect();
    let (mut issuing, mut receiving) = (Since::new(), Since::new());
    for at in in_order(movements) {
        let row: &Movement = &movements.rows[at];
        let goods: Goods<'_> = (&row.site, &row.item);
        let Some(issues) = issues.get_mut(&goods) else {
            continue;
        };
        let qty = row.qty.unwrap_or_default();
        if comes_back(row) {
            issues.add_return(row.date, qty);
        } else if burns(row, false) {
            issues.add(row.date, qty);
            issuing.entry(goods).or_insert(row.date);
        } else if matches!(row.kind, MovementKind::Receipt | MovementKind::TransferIn) {
            receiving.entry(goods).or_insert(row.date);
            let key: Key<'_> = (&row.site, &row.item, name(row.date));
            if let Some(month) = months.get_mut(&key) {
                add(&mut month.came, row.qty);
            }
        }
    }
    for ((site, item), issues) in issues {
        for (day, qty) in issues.sums() {
            if let Some(month) = months.get_mut(&(site, item, name(day))) {
                add(&mut month.issued, Some(qty));
            }
        }
    }
    for ((site, item, month), told) in &mut months {
        let has_begun = |since: &Since<'_>| {
            let first = since.get(&(*site, *item));
            first.is_some_and(|first| name(*first) < *month)
        };
        if has_begun(&issuing) {
            told.issued.get_or_insert(Quantity::ZERO);
        }
        if has_begun(&receiving) {
            told.came.get_or_insert(Quantity::ZERO);
        }
    }
    months
}

fn add(sum: &mut Option<Quantity>, qty: Option<Quantity>) {
    if let Some(qty) = qty {
        *sum = Some(sum.unwrap_or_default() + qty);
    }
}

fn name(day: Day) -> String {
    day.to_string()[..7].to_owned()
}

fn of(inputs: &CheckInputs, at: usize, site: &str, item: &str, message: String) -> Finding {
    let row: &Usage = &inputs.usage.rows[at];
    let place = inputs.usage.places.get(at).and_then(Option::as_ref);
    let name = format!("{}/{site}/{item}", row.date);
    Finding {
        site: site.to_owned(),
        item: item.to_owned(),
        ..finding_at(place, name, "usage", Severity::Warning, message)
    }
}

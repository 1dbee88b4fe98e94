//! What can be mobilised? One row for each item and form: what there is at once, what more by when, and from how many.
//!
//! Made of the rows of `availability` alone; forms stand side by side and are never added up. What is pledged or not in
//! force is not counted, and stands apart with its reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::Catalogue;
use crate::ledger::tables::{Availability, Capability};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

/// The list, by item and form; `day_number` is the last day that any row states.
///
/// Rule: `T7`.
pub fn capabilities(rows: &[Availability], catalogue: &Catalogue) -> Vec<Capability> {
    let mut groups: BTreeMap<(&str, Form), Vec<&Availability>> = BTreeMap::new();
    for row in rows {
        groups.entry((&row.item, row.form)).or_default().push(row);
    }
    let last = rows.iter().filter_map(|row| row.day_number).max();
    groups
        .into_iter()
        .map(|((item, form), rows)| capability(item, form, &rows, last, catalogue))
        .collect()
}

fn capability(
    item: &str,
    form: Form,
    rows: &[&Availability],
    last: Option<i64>,
    catalogue: &Catalogue,
) -> Capability {
    let mut by_day: BTreeMap<i64, i128> = BTreeMap::new();
    for row in rows {
        if let (Some(day), Some(added)) = (row.day_number, row.added) {
            *by_day.entry(day).or_default() += i128::from(added.thousandths());
        }
    }
    let most = by_day.values().copied().max().and_then(Quantity::from_sum);
    // A line starts on the day on which it first makes goods, be it that of the call.
    let from = match form {
        Form::Capacity => 0,
        _ => 1,
    };
    let start = by_day
        .iter()
        .find(|(day, added)| **day >= from && **added > 0);
    let sources: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.site.as_str(), row.source.as_str()))
        .collect();
    let reasons: BTreeSet<&str> = rows.iter().map(|row| row.reason.as_str()).collect();
    let reasons: Vec<&str> = reasons
        .into_iter()
        .filter(|reason| !reason.is_empty())
        .collect();
    let listed = catalogue.get(item);
    let at_once = rows.iter().filter(|row| row.day_number == Some(0));
    Capability {
        item: item.to_owned(),
        form,
        class: listed.map_or(String::new(), |item| item.class.clone()),
        category: listed.map_or(String::new(), |item| item.category.clone()),
        unit: rows.first().map_or(String::new(), |row| row.unit.clone()),
        qty: total(at_once.map(|row| row.added)),
        total: total(rows.iter().map(|row| row.added)),
        day_number: last,
        capacity: most.filter(|_| form == Form::Capacity),
        start_day: start.map(|(day, _)| *day),
        sources: Some(sources.len() as i64),
        uncounted: total(rows.iter().map(|row| row.uncounted)),
        reason: reasons.join("; "),
    }
}

/// The sum of what is stated; `None` where nothing is.
fn total(quantities: impl Iterator<Item = Option<Quantity>>) -> Option<Quantity> {
    let stated = quantities
        .flatten()
        .map(|qty| i128::from(qty.thousandths()));
    let sum = stated.fold(None, |sum: Option<i128>, qty| Some(sum.unwrap_or(0) + qty));
    sum.and_then(Quantity::from_sum)
}

//! Does every missing unit have exactly one source?

use std::collections::BTreeMap;

use crate::ledger::tables::{Finding, Source};
use crate::ledger::word::{Channel, Form, Severity};
use crate::quantity::Money;
use crate::stock::availability::money_of;

use super::{SourceInputs, Sources, Stores};

pub(super) fn findings(inputs: &SourceInputs, found: &Sources) -> Vec<Finding> {
    let mut faults = gaps(inputs, found);
    faults.extend(promises(inputs, found));
    faults.extend(overspent(inputs, found));
    let late = found.source.iter().filter(|row| {
        row.need_by
            .zip(row.available_on)
            .is_some_and(|(need, day)| day > need.max(inputs.called_on))
    });
    faults.extend(late.map(|row| {
        let message = format!("{} has it only after the day of need", row.provider);
        finding("too_late", row, message, "take a source that is in time")
    }));
    faults
}

/// Gaps whose rows do not add up to what is missing.
fn gaps(inputs: &SourceInputs, found: &Sources) -> Vec<Finding> {
    let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in &found.source {
        *sums.entry((&row.request, &row.line)).or_default() += row.qty.thousandths();
    }
    let mut faults = Vec::new();
    for line in inputs.open {
        let lacks = line.qty.map_or(0, |qty| qty.thousandths().max(0));
        let sum = sums
            .remove(&(line.request.as_str(), line.line.as_str()))
            .unwrap_or(0);
        if sum != lacks {
            faults.push(Finding {
                line: format!("{}/{}", line.request, line.line),
                site: line.site.to_string(),
                item: line.item.to_string(),
                value: sum.to_string(),
                expected: lacks.to_string(),
                hint: "name one source for every unit".to_owned(),
                ..Finding::new(
                    "gap_not_covered",
                    Severity::Error,
                    "the sources do not add up to what is missing",
                )
            });
        }
    }
    faults
}

/// Providers that promise more than they have.
fn promises(inputs: &SourceInputs, found: &Sources) -> Vec<Finding> {
    let mut left: BTreeMap<(Channel, String, &str), i128> = BTreeMap::new();
    for arrival in &inputs.arrivals.counted {
        let channels: &[Channel] = match arrival.form {
            Form::Commercial => &[Channel::Commercial],
            Form::Agreement => &[Channel::Agreement],
            Form::Capacity => &[Channel::Production],
            Form::Institution => &[Channel::Requisition],
            Form::Consigned => &[Channel::Agreement, Channel::Own],
            Form::Physical | Form::Cash => &[],
        };
        for channel in channels {
            let has = left
                .entry((*channel, arrival.source.clone(), &arrival.item))
                .or_default();
            *has += i128::from(arrival.qty.thousandths().max(0));
        }
    }
    for row in inputs.inbound {
        let provider = format!("{} {}", row.counterparty, row.doc)
            .trim()
            .to_owned();
        *left
            .entry((Channel::Import, provider, &row.item))
            .or_default() += i128::from(row.qty.thousandths());
    }
    let planned = match inputs.stores {
        Stores::Planned(transfers) => transfers,
        Stores::Asked(_) => &[],
    };
    for row in planned.iter().chain(&found.transfer) {
        let provider = format!("{} {}", row.from_site, row.lot).trim().to_owned();
        for channel in [Channel::Own, Channel::Neighbour] {
            *left
                .entry((channel, provider.clone(), &row.item))
                .or_default() += i128::from(row.qty.thousandths());
        }
    }
    let mut faults = Vec::new();
    for row in found
        .source
        .iter()
        .filter(|row| ![Channel::Request, Channel::Purchase].contains(&row.channel))
    {
        let left = left
            .entry((row.channel, row.provider.clone(), &row.item))
            .or_default();
        *left -= i128::from(row.qty.thousandths());
        if *left < 0 {
            let message = format!("{} does not have so much", row.provider);
            faults.push(finding(
                "over_promised",
                row,
                message,
                "promise no more than there is",
            ));
        }
    }
    faults
}

/// Money that is spent more than once: what is bought costs more than there is, at the lowest prices that are stated.
fn overspent(inputs: &SourceInputs, found: &Sources) -> Option<Finding> {
    let mut left: BTreeMap<String, i128> = BTreeMap::new();
    for budget in inputs.budgets {
        *left.entry(money_of(budget)).or_default() += i128::from(budget.budget.fen());
    }
    let bought = found.source.iter();
    let mut bought = bought.filter(|row| row.channel == Channel::Purchase);
    let over = bought.find(|row| {
        let stated = inputs
            .demands
            .iter()
            .filter(|demand| demand.item == row.item);
        let cost = stated
            .filter_map(|demand| Money::of(row.qty, demand.price?))
            .min();
        let left = left.entry(row.provider.clone()).or_default();
        *left -= cost.map_or(i128::MAX / 2, |cost| i128::from(cost.fen()));
        *left < 0
    })?;
    let message = format!("{} does not have so much", over.provider);
    let hint = "promise no more than there is";
    Some(finding("over_promised", over, message, hint))
}

fn finding(code: &str, row: &Source, message: String, hint: &str) -> Finding {
    Finding {
        line: format!("{}/{}", row.request, row.line),
        site: row.site.clone(),
        item: row.item.clone(),
        value: row.qty.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

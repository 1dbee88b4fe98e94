//! Is every order line on a label or in `unmet`, and does everything add up?
//!
//! Reads the tables again by logic of its own, from the rows of the orders alone.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Day;
use crate::ledger::tables::{Finding, Household, Order};
use crate::ledger::word::{Payment, Severity};

use super::super::KitsInputs;
use super::Kits;

/// Judges what was packed; no finding means that every order is accounted for and every sum ties.
pub fn audit(inputs: &KitsInputs, kits: &Kits) -> Vec<Finding> {
    let mut findings = lines(inputs, kits);
    findings.extend(sums(inputs, kits));
    findings
}

fn finding(code: &str, line: &str, message: String) -> Finding {
    Finding {
        line: line.to_owned(),
        hint: "every order is delivered, or in unmet with its reason".to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

/// What an order has a right to: nothing unless it is paid in time, or its household pays nothing.
fn is_due(order: &Order, households: &HashMap<&str, &Household>, inputs: &KitsInputs) -> bool {
    let group = households
        .get(order.household.as_str())
        .map_or("", |row| &row.group);
    let is_free = inputs.rules.group.iter().any(|rule| {
        rule.free && (rule.name == group || rule.aliases.iter().any(|alias| alias == group))
    });
    let too_late = |on: Day| on > inputs.pay_by || on > inputs.as_of;
    let too_late = order.paid_on.is_some_and(too_late);
    let says_so = order.paid == Some(true) || (order.paid.is_none() && order.paid_on.is_some());
    is_free || (says_so && !too_late)
}

/// The packages of each household, as ordered less what is not delivered, against its labels.
fn lines(inputs: &KitsInputs, kits: &Kits) -> Vec<Finding> {
    let households: HashMap<&str, &Household> = inputs
        .households
        .rows
        .iter()
        .map(|row| (row.household.as_str(), row))
        .collect();
    let open: HashMap<(&str, &str), i64> = kits
        .unmet
        .iter()
        .map(|row| {
            (
                (row.request.as_str(), row.line.as_str()),
                row.short.unwrap_or_default().thousandths(),
            )
        })
        .collect();
    let mut expected: BTreeMap<&str, i64> = BTreeMap::new();
    let mut found = Vec::new();
    let is_placed = |order: &&Order| order.date.is_none_or(|day| day <= inputs.as_of);
    for order in inputs.orders.rows.iter().filter(is_placed) {
        let short = open
            .get(&(order.order.as_str(), order.line.as_str()))
            .copied()
            .unwrap_or(0);
        let given = order.qty.thousandths() - short;
        if given > 0 && !is_due(order, &households, inputs) {
            let message = format!("order {} is packed and nobody paid for it", order.order);
            found.push(finding("unpaid_bag", &order.order, message));
        }
        *expected.entry(&order.household).or_default() += given;
    }
    for label in &kits.labels {
        *expected.entry(&label.household).or_default() -= label.qty.thousandths();
        let is_free = label.payment == Payment::Free;
        if is_free && label.amount.is_some_and(|amount| amount.fen() != 0) {
            found.push(finding(
                "free_bag",
                &label.household,
                "a bag that is free asks for money".to_owned(),
            ));
        }
    }
    let wrong = expected.into_iter().filter(|(_, left)| *left != 0);
    found.extend(wrong.map(|(household, _)| {
        finding(
            "wrong_bag",
            household,
            format!("the bags of {household} do not hold what is delivered of its orders"),
        )
    }));
    found
}

/// Labels against what is picked, what is picked against the parts, the parts against the shelves.
fn sums(inputs: &KitsInputs, kits: &Kits) -> Vec<Finding> {
    let mut picked: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let mut parts: BTreeMap<(&str, &str), i128> = BTreeMap::new();
    for row in &kits.picking {
        *picked.entry((&row.enterprise, &row.site)).or_default() += row.qty.thousandths();
        for part in inputs.parts.iter().filter(|part| part.kit == row.package) {
            let count = i128::from(row.qty.thousandths()) / 1000;
            *parts.entry((&row.enterprise, &part.item)).or_default() +=
                count * i128::from(part.qty.thousandths());
        }
    }
    for label in &kits.labels {
        *picked.entry((&label.enterprise, &label.site)).or_default() -= label.qty.thousandths();
    }
    let mut found: Vec<Finding> = picked
        .into_iter()
        .filter(|(_, left)| *left != 0)
        .map(|((enterprise, site), _)| {
            finding(
                "wrong_picking",
                site,
                format!("what {enterprise} packs for {site} is not what the labels say"),
            )
        })
        .collect();
    for row in &kits.parts {
        let used = parts
            .remove(&(row.enterprise.as_str(), row.item.as_str()))
            .unwrap_or(0);
        let is_over = row.have.is_some_and(|have| row.given > have);
        if used != i128::from(row.given.thousandths()) || is_over {
            found.push(finding(
                "wrong_part",
                &row.item,
                format!("{} of {} do not tie", row.item, row.enterprise),
            ));
        }
    }
    found
}

//! What each household ordered, paid and owes. Table `receipt`.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Order, Package, Receipt};
use crate::ledger::word::PaymentState;
use crate::quantity::{Money, Quantity};

/// The receipts of the orders dated up to the day, by order.
///
/// `free`: households whose goods are free of charge, with the rule that says so. A package without a price leaves the
/// order without one: what is not priced is neither paid nor free. Rule: `P6-L06`, `P6-L08`.
pub fn receipts(
    orders: &[Order],
    packages: &[Package],
    free: &BTreeMap<String, String>,
    as_of: Day,
) -> Vec<Receipt> {
    let mut by_order: BTreeMap<&str, Vec<&Order>> = BTreeMap::new();
    let known = orders
        .iter()
        .filter(|row| row.date.is_none_or(|date| date <= as_of));
    for row in known {
        by_order.entry(&row.order).or_default().push(row);
    }
    by_order
        .into_iter()
        .map(|(order, lines)| receipt(order, &lines, packages, free, as_of))
        .collect()
}

fn receipt(
    order: &str,
    lines: &[&Order],
    packages: &[Package],
    free: &BTreeMap<String, String>,
    as_of: Day,
) -> Receipt {
    let household = lines.first().map_or("", |line| line.household.as_str());
    let free = free.get(household);
    let price = |line: &Order| {
        let offer = packages
            .iter()
            .find(|offer| offer.package == line.package)?;
        Money::of(line.qty, offer.price?)
    };
    let is_paid = |line: &Order| {
        line.paid == Some(true) && line.paid_on.is_none_or(|paid_on| paid_on <= as_of)
    };
    let amounts: Option<Vec<(Money, bool)>> = lines
        .iter()
        .map(|line| Some((price(line)?, is_paid(line))))
        .collect();
    let sum = |of: &dyn Fn(bool) -> bool| {
        let fen = amounts.iter().flatten().filter(|(_, paid)| of(*paid));
        Money::from_sum(fen.map(|(money, _)| i128::from(money.fen())).sum())
    };
    let unpriced = lines.iter().filter(|line| price(line).is_none());
    let unpriced: BTreeSet<&str> = unpriced.map(|line| line.package.as_str()).collect();
    let unpriced: Vec<&str> = unpriced.into_iter().collect();
    let (paid, all) = (
        lines.iter().filter(|line| is_paid(line)).count(),
        lines.len(),
    );
    let state = match (free, paid) {
        (Some(_), _) => PaymentState::Free,
        (None, 0) => PaymentState::Unpaid,
        (None, paid) if paid == all => PaymentState::Paid,
        (None, _) => PaymentState::Part,
    };
    let known = amounts.is_some();
    let paid_amount = known.then(|| sum(&|paid| paid)).flatten();
    Receipt {
        order: order.to_owned(),
        household: household.to_owned(),
        site: lines
            .first()
            .map_or(String::new(), |line| line.site.clone()),
        date: lines.iter().filter_map(|line| line.date).min(),
        contents: contents(lines),
        value: known.then(|| sum(&|_| true)).flatten(),
        paid_amount,
        unpaid: match (free, known) {
            (Some(_), _) => Some(Money::ZERO),
            (None, true) => sum(&|paid| !paid),
            (None, false) => None,
        },
        payment: Some(state),
        paid_on: lines
            .iter()
            .filter(|line| is_paid(line))
            .filter_map(|line| line.paid_on)
            .max(),
        reason: reason(&unpriced, free, paid_amount),
    }
}

/// What the receipt says: packages of which nobody knows the price, and that the household owes nothing.
fn reason(unpriced: &[&str], free: Option<&String>, paid: Option<Money>) -> String {
    let unpriced = match unpriced {
        [] => None,
        packages => Some(format!("no price of package {}", packages.join(", "))),
    };
    let free = free.map(|rule| free_of_charge(rule, paid));
    let said: Vec<String> = unpriced.into_iter().chain(free).collect();
    said.join("; ")
}

/// Why a household owes nothing; what it paid all the same is its own.
fn free_of_charge(rule: &str, paid: Option<Money>) -> String {
    match paid {
        Some(paid) if paid.fen() > 0 => {
            format!("free of charge by {rule}: {paid} paid is to be given back")
        }
        _ => format!("free of charge by {rule}"),
    }
}

/// The packages of an order by name, each once with how many, as the label of its bag says it.
fn contents(lines: &[&Order]) -> String {
    let mut counts: BTreeMap<&str, Quantity> = BTreeMap::new();
    for line in lines {
        *counts.entry(&line.package).or_default() += line.qty;
    }
    let parts = counts.iter();
    let parts: Vec<String> = parts
        .map(|(package, count)| format!("{package}×{count}"))
        .collect();
    parts.join("; ")
}

//! What each household ordered, paid and owes. Table `receipt`.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Order, Package, Receipt};
use crate::ledger::word::PaymentState;
use crate::quantity::Money;

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
    let unpriced: Vec<&str> = unpriced.map(|line| line.package.as_str()).collect();
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
    Receipt {
        order: order.to_owned(),
        household: household.to_owned(),
        site: lines
            .first()
            .map_or(String::new(), |line| line.site.clone()),
        date: lines.iter().filter_map(|line| line.date).min(),
        contents: contents(lines),
        value: known.then(|| sum(&|_| true)).flatten(),
        paid_amount: known.then(|| sum(&|paid| paid)).flatten(),
        unpaid: match (known, free) {
            (false, _) => None,
            (true, Some(_)) => Some(Money::ZERO),
            (true, None) => sum(&|paid| !paid),
        },
        payment: Some(state),
        paid_on: lines
            .iter()
            .filter(|line| is_paid(line))
            .filter_map(|line| line.paid_on)
            .max(),
        reason: match (unpriced.as_slice(), free) {
            ([], None) => String::new(),
            ([], Some(rule)) => format!("free of charge by {rule}"),
            (packages, _) => format!("no price of package {}", packages.join(", ")),
        },
    }
}

/// The packages of an order, each with how many.
fn contents(lines: &[&Order]) -> String {
    let parts: Vec<String> = lines
        .iter()
        .map(|line| format!("{}×{}", line.package, line.qty))
        .collect();
    parts.join("; ")
}

//! Why so much to buy? The terms of the need, the packs, and what the budget pays for.

use crate::ledger::tables::{Explanation, Procurement};
use crate::ledger::{Column, Record as _};
use crate::quantity::Quantity;

use super::account::Account;

/// The terms behind `rows` of a plan; those of each figure add up to it.
pub fn plan(rows: &[Procurement]) -> Vec<Explanation> {
    rows.iter()
        .flat_map(|row| account(row).into_rows())
        .collect()
}

fn account(row: &Procurement) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let Some(need) = row.need else {
        let mut figure = account.figure(Column::Need, None, &row.unit);
        figure.note(None, row.reason.clone());
        return account;
    };
    let mut figure = account.figure(Column::Need, Some(need), &row.unit);
    figure.say(format!("at the end of {}", row.period));
    let mut rest = need;
    for (sign, qty, text) in terms(row) {
        let qty = qty.unwrap_or_default();
        if qty.is_zero() {
            continue;
        }
        let term = if sign { qty } else { -qty };
        figure.add(term, text);
        rest -= term;
    }
    if !rest.is_zero() {
        figure.add(rest, "more than enough is not missing");
    }
    if !row.standard.is_empty() {
        figure.rule(&row.standard, &row.basis);
    }
    packs(&mut account, row, need);
    paid(&mut account, row);
    account
}

/// The terms of a need: whether each adds to it, how much it is, and what it is.
fn terms(row: &Procurement) -> [(bool, Option<Quantity>, String); 6] {
    let target = match row.basis.is_empty() {
        true => "is to be there".to_owned(),
        false => format!("is to be there: {}", row.basis),
    };
    let text = |words: &str| words.to_owned();
    [
        (true, row.target, target),
        (true, row.redundancy, text("stated surplus")),
        (true, row.expiring, text("of what is there expires by then")),
        (false, row.available, text("is there and may be picked")),
        (
            false,
            row.inbound,
            text("is on its way and arrives by then"),
        ),
        (
            false,
            row.planned,
            text("is bought in earlier periods of the plan"),
        ),
    ]
}

/// The need in whole packs.
fn packs(account: &mut Account, row: &Procurement, need: Quantity) {
    let Some(qty) = row.qty else {
        return;
    };
    let mut figure = account.figure(Column::Qty, Some(qty), &row.unit);
    figure.add(need, "needed");
    if qty != need {
        let text = match row.pack_size {
            Some(pack) => format!("up to whole packs of {pack}"),
            None => "up to a whole unit".to_owned(),
        };
        figure.add(qty - need, text);
    }
    match (row.price, row.amount) {
        (Some(price), Some(amount)) => {
            let text = format!("at {price} yuan, {}: {amount} yuan", row.price_basis);
            figure.note(None, text);
        }
        _ => {
            figure.note(None, row.reason.clone());
        }
    }
}

/// What the budget pays for.
fn paid(account: &mut Account, row: &Procurement) {
    let (Some(qty), Some(funded)) = (row.qty, row.funded) else {
        return;
    };
    let mut figure = account.figure(Column::Funded, Some(funded), &row.unit);
    figure.add(qty, "to buy");
    if funded != qty {
        figure.add(funded - qty, "the budget does not pay for");
        figure.change("more money, or a place further up in the order of purchase");
    }
    if let Some(rank) = row.rank {
        figure.note(None, format!("number {rank} in the order of purchase"));
    }
}

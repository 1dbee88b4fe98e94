//! Why is so much needed? The terms it was counted by, what there is of it, and what is missing.

use crate::ledger::tables::{Explanation, Requirement};
use crate::ledger::{Column, Record as _};

use super::account::Account;

/// The terms behind `rows` of table `requirement`; those of each figure add up to it.
pub fn require(rows: &[Requirement]) -> Vec<Explanation> {
    let accounts = rows.iter().map(account);
    accounts.flat_map(Account::into_rows).collect()
}

fn account(row: &Requirement) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let mut figure = account.figure(Column::Qty, row.qty, &row.unit);
    match row.qty {
        Some(qty) => {
            figure.say(row.basis.clone());
            figure.add(qty, row.terms.clone());
        }
        None => {
            figure.note(None, row.basis.clone());
        }
    }
    if let Some(most) = row.need_max {
        figure.note(Some(most), "at most, by the upper end of the rule");
    }
    if !row.limit.is_empty() {
        figure.note(None, row.limit.clone());
    }
    if !row.rule.is_empty() {
        figure.rule(&row.rule, &row.source);
    }
    missing(&mut account, row);
    account
}

/// What is missing: the need less what there is, but never below nothing.
fn missing(account: &mut Account, row: &Requirement) {
    let (Some(qty), Some(have), Some(gap)) = (row.qty, row.have, row.gap) else {
        return;
    };
    let mut figure = account.figure(Column::Gap, Some(gap), &row.unit);
    figure.add(qty, "needed");
    figure.add(-have, "is there and can be used in time");
    let surplus = gap - (qty - have);
    if !surplus.is_zero() {
        let text = match gap.is_zero() {
            true => "more than enough is not missing",
            false => "up to a whole unit",
        };
        figure.add(surplus, text);
    }
    if gap.is_positive() {
        figure.change(format!("{gap} more that can be used in time"));
    }
}

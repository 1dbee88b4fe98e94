//! Does a settlement keep its promises? Every figure is worked out again from the ledger, by other steps.
//!
//! | code | holds |
//! |---|---|
//! | `once` | no line of the ledger is settled twice, or settled and named as unsettled |
//! | `issued` | a line bills the goods and the quantity that its line of the ledger moved |
//! | `line` | a line is its quantity at its price, half up to the fen; at a mean of what was paid, as near as the price tells |
//! | `total` | goods and freight make the total |
//! | `entries` | what is debited for a settlement is credited |
//! | `cash` | the cash reserve pays no more than it holds |

use std::collections::BTreeMap;

use crate::ledger::tables::{Entry, Finding, Movement, Settlement};
use crate::ledger::word::{MovementKind, Severity};
use crate::quantity::Money;

use super::funding::CASH_RESERVE;
use super::pricing::is_mean;
use super::{Settled, SettlementInputs, is_paid};

/// What is wrong with `settled`, if anything.
pub fn audit(settled: &Settled, entries: &[Entry], inputs: &SettlementInputs) -> Vec<Finding> {
    let mut broken: Vec<(&'static str, String)> = Vec::new();
    let rows = &settled.settlements;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let ledger = ledger(inputs);
    let goods = rows.iter().filter(|row| !row.reference.is_empty());
    for row in goods {
        *seen.entry(&row.reference).or_default() += 1;
        let moved = ledger.get(&row.reference);
        if !moved.is_some_and(|moved| is_as_moved(row, moved)) {
            broken.push(("issued", name(row)));
        }
        if !is_at_price(row) {
            broken.push(("line", name(row)));
        }
    }
    for (line, _) in &settled.unsettled {
        *seen.entry(line).or_default() += 1;
    }
    broken.extend(
        seen.iter()
            .filter(|(_, times)| **times != 1)
            .map(|(line, times)| ("once", format!("{line} stands {times} times"))),
    );
    let adds_up = |row: &&Settlement| row.fund.is_empty() && row.total != parts(row);
    broken.extend(rows.iter().filter(adds_up).map(|row| ("total", name(row))));
    broken.extend(unbalanced(entries).map(|id| ("entries", id)));
    if let Some(cash) = inputs.cash {
        let from_cash = rows
            .iter()
            .filter(|row| row.fund == CASH_RESERVE && row.reason.is_empty());
        if sum(from_cash.map(|row| row.total)) > i128::from(cash.fen().max(0)) {
            broken.push(("cash", format!("more than {cash} of the cash reserve")));
        }
    }
    broken.into_iter().map(finding).collect()
}

/// The lines of the ledger by their names; what reverses one names it and is none.
fn ledger<'a>(inputs: &SettlementInputs<'a>) -> BTreeMap<String, &'a Movement> {
    let lines = inputs.movements.iter();
    let lines = lines.filter(|row| row.kind != MovementKind::Reversal && row.date <= inputs.as_of);
    let named = lines.map(|row| (format!("{}/{}", row.doc, row.line), row));
    named.collect()
}

/// Whether a bill is for what its line of the ledger moved.
fn is_as_moved(row: &Settlement, moved: &Movement) -> bool {
    (row.qty, &row.item, &row.lot) == (moved.qty, &moved.item, &moved.lot)
        && row.date == Some(moved.date)
}

/// Whether a bill is its quantity at its price, or nothing where one of them is not known: thousandths times
/// ten-thousandths of a yuan. A mean that is printed may be half of its last decimal off, for each of the goods.
fn is_at_price(row: &Settlement) -> bool {
    let Some((qty, price)) = row.qty.zip(row.unit_cost) else {
        return row.goods.is_none();
    };
    let qty = i128::from(qty.thousandths());
    let exact = qty * i128::from(price.steps());
    let off = if is_mean(&row.price_basis) {
        qty / 2
    } else {
        0
    };
    let fen = |exact: i128| Money::from_sum((exact + 50_000).div_euclid(100_000));
    let (least, most) = (fen(exact - off), fen(exact + off));
    least <= row.goods && row.goods <= most
}

/// Goods and freight together, of a line that somebody pays; freight that nobody pays is shown apart.
fn parts(row: &Settlement) -> Option<Money> {
    match (row.goods, row.freight) {
        (Some(goods), None) => Some(goods),
        (None, Some(freight)) if is_paid(row) => Some(freight),
        _ => None,
    }
}

fn sum(amounts: impl Iterator<Item = Option<Money>>) -> i128 {
    amounts.flatten().map(|money| i128::from(money.fen())).sum()
}

/// Settlements whose debits are not their credits.
fn unbalanced(entries: &[Entry]) -> impl Iterator<Item = String> {
    let mut balance: BTreeMap<&str, i128> = BTreeMap::new();
    for entry in entries {
        *balance.entry(&entry.settlement).or_default() +=
            i128::from(entry.debited.fen()) - i128::from(entry.credited.fen());
    }
    let unequal: Vec<String> = balance
        .into_iter()
        .filter(|(_, balance)| *balance != 0)
        .map(|(id, balance)| format!("{id}: {balance} fen apart"))
        .collect();
    unequal.into_iter()
}

fn name(row: &Settlement) -> String {
    format!("{} line {}", row.settlement, row.line)
}

fn finding((code, message): (&'static str, String)) -> Finding {
    Finding {
        hint: "this is a fault of granary: please report it with the ledger".to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

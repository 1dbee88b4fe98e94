//! What two areas owe each other, set off: a statement for each side to sign. Table `netting`.
//!
//! Shape: two rows for each pair, one for each side, whose nets add up to nothing. What a side is to receive stands in
//! its own book by what it sent; what the other acknowledges, by what it posted as received. Where the two books differ
//! the statement says by how much, and is not for signing before that is cleared. Fund lines owe nobody anything.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Netting, Settlement};
use crate::quantity::Money;

use super::settlement::is_owed;

/// The bills of one direction: who is paid by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Bills {
    count: usize,
    /// By the book of who is paid, in fen.
    claimed: i128,
    /// By how much the books of both sides differ, in fen: line by line, so that more here and less there is no less.
    apart: i128,
    /// Bills of which the payer keeps no book.
    unseen: usize,
    /// Bills without an amount.
    unknown: usize,
}

/// The statements of the settlements dated from `since` up to the day, by side and counterparty.
///
/// Rule: `P0-F06`.
pub fn netting(settlements: &[Settlement], since: Option<Day>, as_of: Day) -> Vec<Netting> {
    let mut directions: BTreeMap<(&str, &str), Bills> = BTreeMap::new();
    let in_period = |row: &&Settlement| {
        row.date
            .is_none_or(|date| date <= as_of && since.is_none_or(|since| date >= since))
    };
    let owed = settlements.iter().filter(in_period);
    for row in owed.filter(|row| is_owed(row)) {
        let bills = directions.entry((&row.payee, &row.payer)).or_default();
        bills.add(row);
    }
    let mut pairs: Vec<(&str, &str)> = directions
        .keys()
        .flat_map(|(one, other)| [(*one, *other), (*other, *one)])
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
        .into_iter()
        .filter_map(|(side, other)| {
            let bills = |key| directions.get(&key).copied().unwrap_or_default();
            statement(
                (since, as_of),
                (side, other),
                bills((side, other)),
                bills((other, side)),
            )
        })
        .collect()
}

impl Bills {
    fn add(&mut self, row: &Settlement) {
        self.count += 1;
        let Some(total) = row.total else {
            self.unknown += 1;
            return;
        };
        let claimed = i128::from(total.fen());
        self.claimed += claimed;
        let by_receiver = match row.received.zip(row.unit_cost) {
            // The price is printed: what came whole comes to the whole bill.
            Some((received, _)) if row.qty == Some(received) => Some(total),
            Some((received, price)) => Money::of(received, price),
            None => None,
        };
        if by_receiver.is_none() && row.qty.is_some() {
            self.unseen += 1;
        }
        self.apart += by_receiver.map_or(0, |money| (claimed - i128::from(money.fen())).abs());
    }
}

/// So many lines, with their verb.
fn lines(count: usize, one: &str, more: &str) -> String {
    match count {
        1 => format!("1 line {one}"),
        _ => format!("{count} lines {more}"),
    }
}

/// The statement of one side; `None` where a sum does not fit.
fn statement(
    (since, as_of): (Option<Day>, Day),
    (side, other): (&str, &str),
    to_receive: Bills,
    to_pay: Bills,
) -> Option<Netting> {
    let both = [to_receive, to_pay];
    let apart: i128 = both.iter().map(|bills| bills.apart).sum();
    let count = |of: fn(&Bills) -> usize| both.iter().map(of).sum::<usize>();
    let (unseen, unknown) = (count(|bills| bills.unseen), count(|bills| bills.unknown));
    let parts = [
        (apart != 0).then(|| "the books differ: clear it before signing".to_owned()),
        (unknown > 0).then(|| format!("{} no amount", lines(unknown, "has", "have"))),
        (unseen > 0).then(|| {
            let known = lines(unseen, "is", "are");
            format!("{known} known from the giver's book alone")
        }),
    ];
    Some(Netting {
        from: since,
        to: as_of,
        site: side.to_owned(),
        counterparty: other.to_owned(),
        rows: i64::try_from(count(|bills| bills.count)).ok(),
        receivable: Money::from_sum(to_receive.claimed)?,
        payable: Money::from_sum(to_pay.claimed)?,
        net_amount: Money::from_sum(to_receive.claimed - to_pay.claimed)?,
        disputed: Money::from_sum(apart),
        signatory: String::new(),
        signed_on: None,
        reason: parts.into_iter().flatten().collect::<Vec<_>>().join("; "),
    })
}

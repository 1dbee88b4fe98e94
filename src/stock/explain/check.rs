//! What is behind a finding? What was found and expected, and the lines of the lot with the books after each.

use crate::calendar::Day;
use crate::ledger::tables::{Explanation, Finding, Movement};
use crate::ledger::{Column, Loaded, LotKey, Record as _};
use crate::quantity::{Quantity, decimal};

use super::account::Account;
use super::on_hand::{Posted, Shelf, changes};

/// The decimals of a quantity.
const DECIMALS: u32 = 3;

/// The lines behind `findings` on the ledger of `movements` on `as_of`.
///
/// A finding on a lot whose value is a quantity has every line of that lot, with what was on the books after it; any
/// other has the line it stands on.
pub fn check(movements: &Loaded<Movement>, findings: &[Finding], as_of: Day) -> Vec<Explanation> {
    let posted = Posted::of(movements, as_of);
    let accounts = findings.iter().map(|finding| account(&posted, finding));
    accounts.flat_map(Account::into_rows).collect()
}

fn account(posted: &Posted<'_>, finding: &Finding) -> Account {
    let mut account = Account::of(finding.clone().into_row().subject());
    let value = decimal::parse(&finding.value, DECIMALS).ok();
    let value = value.map(Quantity::from_thousandths);
    let mut figure = account.figure(Column::Value, value, "");
    figure.say(finding.message.clone());
    let is_of_lot = |key: &LotKey| {
        key.site == finding.site && key.item == finding.item && key.lot == finding.lot
    };
    let is_of_a_balance = value.is_some() && !finding.site.is_empty() && !finding.item.is_empty();
    for lines in posted.lots(|key| is_of_a_balance && is_of_lot(key)) {
        let mut books = Quantity::ZERO;
        for (line, change, text) in changes(lines, Shelf::Stock) {
            books += change;
            figure.note_line(line, Some(change), format!("{text}; {books} on the books"));
        }
    }
    let own = || posted.line_at(&finding.file, &finding.line);
    if let Some(line) = (!is_of_a_balance).then(own).flatten() {
        figure.note_line(line, line.movement.qty, "the line it stands on");
    }
    if !finding.expected.is_empty() {
        figure.note(None, format!("expected: {}", finding.expected));
    }
    if !finding.hint.is_empty() {
        figure.change(finding.hint.clone());
    }
    account
}

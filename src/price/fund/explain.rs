//! What adds up to an account: each row that moved its money, and the bills that are still to be paid into it.

use crate::ledger::tables::{Account as Row, Explanation, FundEntry};
use crate::ledger::word::{FundKind, Word as _};
use crate::ledger::{Column, Loaded, Record as _};
use crate::quantity::Money;
use crate::stock::explain::{Account, Figure, put_place};

use super::super::settlement::is_reserve;
use super::{FundInputs, Posted, posted};

/// The terms behind `rows` of table `account`; those of each figure add up to it.
///
/// `entries` are those of `inputs`, with their places.
pub fn explain(inputs: &FundInputs, entries: &Loaded<FundEntry>, rows: &[Row]) -> Vec<Explanation> {
    let funds = posted(inputs).funds;
    let account = |row: &Row| {
        let moves = funds
            .get(&row.fund)
            .map_or(&[][..], |(_, moves)| moves.as_slice());
        account(row, inputs, entries, moves)
    };
    rows.iter()
        .flat_map(|row| account(row).into_rows())
        .collect()
}

/// A sum of the account, and which kinds of rows it is of.
type Sum = (Column, Option<Money>, fn(FundKind) -> bool);

fn account(
    row: &Row,
    inputs: &FundInputs,
    entries: &Loaded<FundEntry>,
    moves: &[Posted],
) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let add = |figure: &mut Figure<'_>, posted: &Posted, fen: i128| {
        let entry = &posted.entry;
        let term = figure.add_fen(fen, said(entry));
        term.date = Some(entry.date);
        term.reference = format!("{}/{}", entry.doc, entry.line);
        term.rule.clone_from(&entry.source);
        let is_own = |own: &FundEntry| (&own.doc, &own.line) == (&entry.doc, &entry.line);
        let own = entries.iter().find(|(own, _)| is_own(own));
        put_place(term, own.and_then(|(_, place)| place));
    };
    if row.opening.is_some() {
        let mut figure = account.money(Column::Opening, row.opening);
        for posted in moves.iter().filter(|posted| posted.is_before) {
            add(&mut figure, posted, effect(&posted.entry));
        }
    }
    let figures: [Sum; 4] = [
        (Column::Income, row.income, comes_in),
        (Column::RotationIncome, row.rotation_income, |kind| {
            kind == FundKind::RotationIncome
        }),
        (Column::Spent, row.spent, |kind| {
            matches!(kind, FundKind::Spend | FundKind::Prepay)
        }),
        (Column::Reduced, row.reduced, |kind| {
            kind == FundKind::Reduce
        }),
    ];
    for (column, sum, is_of) in figures {
        let mut figure = account.money(column, sum);
        let counted = moves.iter().filter(|posted| !posted.is_before);
        for posted in counted.filter(|posted| is_of(posted.entry.kind)) {
            add(&mut figure, posted, i128::from(posted.entry.value.fen()));
        }
    }
    let mut figure = account.money(Column::Balance, Some(row.balance));
    figure.say(row.reason.clone());
    let parts = [
        (row.opening, 1, "opening"),
        (row.income, 1, "income"),
        (row.spent, -1, "spent"),
        (row.reduced, -1, "reduced"),
    ];
    for (money, sign, text) in parts {
        if let Some(money) = money {
            figure.add_fen(sign * i128::from(money.fen()), text);
        }
    }
    if let Some(rule) = inputs.rules.iter().find(|rule| rule.fund == row.fund) {
        figure.rule(&rule.id, &rule.clause);
    }
    if row.receivable.is_some() {
        owed(&mut account, row, inputs);
    }
    account
}

/// The bills of a reserve that are still to be paid.
fn owed(account: &mut Account, row: &Row, inputs: &FundInputs) {
    let mut figure = account.money(Column::Receivable, row.receivable);
    let bills = inputs.bills.payables.iter();
    let open = bills.filter(|bill| is_reserve(&bill.payee) && bill.unpaid.fen() != 0);
    for bill in open {
        let text = format!("unpaid by {}", bill.payer);
        let term = figure.add_fen(i128::from(bill.unpaid.fen()), text);
        term.date = bill.date;
        term.reference.clone_from(&bill.invoice);
    }
}

/// Whether a kind of row brings money in.
fn comes_in(kind: FundKind) -> bool {
    matches!(
        kind,
        FundKind::Allot | FundKind::Income | FundKind::RotationIncome | FundKind::Refund
    )
}

/// What a row does to the balance, in fen.
fn effect(entry: &FundEntry) -> i128 {
    let fen = i128::from(entry.value.fen());
    match entry.kind {
        FundKind::Clear => 0,
        kind if comes_in(kind) => fen,
        _ => -fen,
    }
}

/// The kind of a row, what it was for, and who gave or took it.
fn said(entry: &FundEntry) -> String {
    let parts = [entry.kind.id(), &entry.purpose, &entry.counterparty];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

//! What adds up to a bill, to what was paid of it, and to what is owed: the lines, and the payments of both tables.

use crate::ledger::tables::{Explanation, Payable};
use crate::ledger::{Column, Record as _};
use crate::stock::explain::{Account, Figure};

use super::paid::{Bill, Paid, Part};
use super::{INVOICE, PayableInputs, billed, bills};

/// The terms behind `rows` of table `payable`; those of each figure add up to it.
pub fn explain(inputs: &PayableInputs, rows: &[Payable]) -> Vec<Explanation> {
    let paid = Paid::of(inputs, &bills(inputs));
    let accounts = rows.iter().map(|row| account(row, inputs, &paid));
    accounts.flat_map(Account::into_rows).collect()
}

fn account(row: &Payable, inputs: &PayableInputs, paid: &Paid) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let mut figure = account.money(Column::Value, Some(row.value));
    if row.source == INVOICE {
        let term = figure.add_fen(i128::from(row.value.fen()), "the bill states it");
        term.date = row.date;
        term.reference.clone_from(&row.invoice);
    } else {
        lines(&mut figure, row, inputs);
    }
    let bill: Bill = (row.invoice.clone(), row.payer.clone(), row.payee.clone());
    let mut figure = account.money(Column::PaidAmount, Some(row.paid_amount));
    let counted = i128::from(row.paid_amount.fen());
    payments(&mut figure, &bill, counted, paid);
    let mut figure = account.money(Column::Unpaid, Some(row.unpaid));
    figure.say(row.reason.clone());
    figure.add_fen(i128::from(row.value.fen()), "billed");
    figure.add_fen(-counted, "paid");
    if row.unpaid.fen() > 0 {
        figure.change("a payment whose ref is the bill, in table payment or fund");
    }
    account
}

/// The lines of the settlement that a bill is.
fn lines(figure: &mut Figure<'_>, row: &Payable, inputs: &PayableInputs) {
    let lines = billed(inputs).filter(|line| {
        line.settlement == row.invoice && line.payer == row.payer && line.payee == row.payee
    });
    for line in lines {
        let what = match (line.goods, line.freight) {
            (None, Some(_)) => "freight".to_owned(),
            _ => format!("goods: {} {}", line.item, line.lot)
                .trim_end()
                .to_owned(),
        };
        let term = match line.total {
            Some(total) => figure.add_fen(i128::from(total.fen()), what),
            None => figure.note(None, line.reason.clone()),
        };
        term.date = line.date;
        term.reference = match line.reference.as_str() {
            "" => format!("{}/{}", line.settlement, line.line),
            movement => movement.to_owned(),
        };
        term.rule.clone_from(&line.rule);
    }
}

/// What was paid of a bill by the table that has more of it, and beside it what the other one has.
fn payments(figure: &mut Figure<'_>, bill: &Bill, counted: i128, paid: &Paid) {
    let of_bill = |parts: &'_ [Part]| -> Vec<Part> {
        let parts = parts.iter().filter(|part| part.bill == *bill);
        parts.cloned().collect()
    };
    let (by_payment, by_book) = (of_bill(&paid.paid.list), of_bill(&paid.booked.list));
    let sum = |parts: &[Part]| parts.iter().map(|part| part.fen).sum::<i128>();
    let stands = paid.of_bill(bill);
    let (counts, by, beside, again) = match sum(&by_payment) == stands {
        true => (
            by_payment,
            "by table payment",
            by_book,
            "table fund has it, too, and it counts once",
        ),
        false => (
            by_book,
            "by table fund",
            by_payment,
            "table payment has it, too, and it counts once",
        ),
    };
    for part in &counts {
        let text = format!("{}, {by}", back_or_forth(part.fen));
        put(figure.add_fen(part.fen, text), part);
    }
    for part in &beside {
        put(figure.note(None, again), part);
    }
    let over = counted - sum(&counts);
    if over != 0 {
        figure.add_fen(over, "more than the bill is for, and no payment of it");
    }
}

fn back_or_forth(fen: i128) -> &'static str {
    match fen < 0 {
        true => "paid back",
        false => "paid",
    }
}

fn put(term: &mut Explanation, part: &Part) {
    let payment = &part.payment;
    term.date = Some(payment.date);
    term.reference = format!("{}/{}", payment.doc, payment.line);
}

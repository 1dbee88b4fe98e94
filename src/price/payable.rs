//! Which bills are paid, which are due, and how late are they? Tables `payable`, `ageing` and `receipt`.
//!
//! Shape: a row for each bill, from table `invoice` or a settlement that somebody has to pay. A bill is due on the day it
//! states, else so many days after its date as its contract says, else nobody knows and the row says so. Ageing adds up
//! the unpaid ones by payer, payee and lateness; its spans add up to the total beside them. A receipt is what one
//! household ordered, paid and owes: paid and unpaid make the price of the order, but for a household whose goods are
//! free of charge, which owes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Ageing, Agreement, Invoice, Payable, Payment, Settlement};
use crate::policy::money::AgeingRule;
use crate::quantity::Money;

use super::settlement::is_owed;

pub mod receipt;

/// The span of bills that are not due yet, and of those of which nobody knows when they are.
const NOT_DUE: &str = "not_due";
const NO_DUE_DATE: &str = "no_due_date";
const TOTAL: &str = "total";

/// What bills are made of.
#[derive(Debug, Clone, Copy)]
pub struct PayableInputs<'a> {
    pub invoices: &'a [Invoice],
    pub settlements: &'a [Settlement],
    pub payments: &'a [Payment],
    pub agreements: &'a [Agreement],
    pub rule: &'a AgeingRule,
    pub as_of: Day,
}

/// A bill by its name, who pays and who is paid: a settlement of several payers is a bill for each.
type Bill = (String, String, String);

/// The bills dated up to the day, by name; and payments that pay none of them: document and what it names.
pub fn payables(inputs: &PayableInputs) -> (Vec<Payable>, Vec<(String, String)>) {
    let is_known = |row: &&Invoice| row.date <= inputs.as_of;
    let invoices = inputs.invoices.iter().filter(is_known);
    let stated: BTreeSet<&str> = invoices.clone().map(|row| &*row.invoice).collect();
    // An invoice of a settlement stands for it.
    let settled = of_settlements(inputs).into_iter();
    let settled = settled.filter(|row| !stated.contains(&*row.invoice));
    let bills = invoices.map(|invoice| of_invoice(invoice, inputs));
    let named = |row: Payable| {
        let bill = (row.invoice.clone(), row.payer.clone(), row.payee.clone());
        (bill, row)
    };
    let mut rows: BTreeMap<Bill, Payable> = bills.chain(settled).map(named).collect();
    let mut paid: BTreeMap<Bill, i128> = BTreeMap::new();
    let mut strays = Vec::new();
    for payment in inputs
        .payments
        .iter()
        .filter(|row| row.date <= inputs.as_of)
    {
        match put(payment, &rows, &mut paid) {
            true => {}
            false => strays.push((payment.doc.clone(), payment.reference.clone())),
        }
    }
    for (bill, row) in &mut rows {
        close(row, paid.get(bill).copied().unwrap_or(0), inputs);
    }
    (rows.into_values().collect(), strays)
}

/// Puts a payment against the bills it names, each up to what is open; what is more stands on the first. A payment that
/// says who pays whom is put against theirs alone, if they have one. Whether it names any.
fn put(payment: &Payment, rows: &BTreeMap<Bill, Payable>, paid: &mut BTreeMap<Bill, i128>) -> bool {
    let first = (payment.reference.clone(), String::new(), String::new());
    let named = rows.range(first..);
    let named = named.take_while(|(bill, _)| bill.0 == payment.reference);
    let fits = |stated: &str, is: &str| stated.is_empty() || stated == is;
    let is_between = |bill: &Bill| fits(&payment.payer, &bill.1) && fits(&payment.payee, &bill.2);
    let theirs = named.clone().filter(|(bill, _)| is_between(bill));
    let mut bills: Vec<(&Bill, &Payable)> = theirs.collect();
    if bills.is_empty() {
        bills = named.collect();
    }
    let Some((first, _)) = bills.first() else {
        return false;
    };
    let mut left = i128::from(payment.value.fen());
    for (bill, row) in &bills {
        let sum = paid.entry((*bill).clone()).or_default();
        let open = (i128::from(row.value.fen()) - *sum).max(0);
        let part = left.min(open);
        *sum += part;
        left -= part;
    }
    *paid.entry((*first).clone()).or_default() += left;
    true
}

fn of_invoice(invoice: &Invoice, inputs: &PayableInputs) -> Payable {
    let agreed = inputs
        .agreements
        .iter()
        .find(|row| !invoice.agreement.is_empty() && row.agreement == invoice.agreement);
    let by_contract = || {
        let days = agreed.and_then(|row| row.pay_days)?;
        Some(invoice.date.plus_days(days))
    };
    Payable {
        date: Some(invoice.date),
        payer: invoice.payer.clone(),
        payee: invoice.payee.clone(),
        agreement: invoice.agreement.clone(),
        value: invoice.value,
        due: invoice.due.or_else(by_contract),
        source: "invoice".to_owned(),
        ..bare(inputs.as_of, &invoice.invoice)
    }
}

/// One bill for each settlement that somebody pays: goods and freight together.
fn of_settlements(inputs: &PayableInputs) -> Vec<Payable> {
    let mut bills: BTreeMap<(&str, &str, &str), Payable> = BTreeMap::new();
    let billed = inputs
        .settlements
        .iter()
        .filter(|row| is_owed(row) && row.date.is_none_or(|date| date <= inputs.as_of));
    for row in billed {
        let key = (&*row.settlement, &*row.payer, &*row.payee);
        let bill = bills.entry(key).or_insert_with(|| Payable {
            date: row.date,
            payer: row.payer.clone(),
            payee: row.payee.clone(),
            source: "settlement".to_owned(),
            ..bare(inputs.as_of, &row.settlement)
        });
        let sum = row.total.and_then(|total| {
            Money::from_sum(i128::from(bill.value.fen()) + i128::from(total.fen()))
        });
        match sum {
            Some(sum) => bill.value = sum,
            None => "a line of it has no amount".clone_into(&mut bill.reason),
        }
    }
    bills.into_values().collect()
}

/// A bill of which only the name is known.
fn bare(as_of: Day, invoice: &str) -> Payable {
    Payable {
        as_of,
        invoice: invoice.to_owned(),
        date: None,
        payer: String::new(),
        payee: String::new(),
        agreement: String::new(),
        value: Money::ZERO,
        paid_amount: Money::ZERO,
        unpaid: Money::ZERO,
        due: None,
        overdue_days: None,
        bucket: String::new(),
        source: String::new(),
        reason: String::new(),
    }
}

/// Sets what is paid against what is billed, and says how late the rest is.
fn close(row: &mut Payable, paid: i128, inputs: &PayableInputs) {
    let value = i128::from(row.value.fen());
    let counted = paid.min(value.max(0));
    row.paid_amount = Money::from_sum(counted).unwrap_or_default();
    row.unpaid = Money::from_sum(value - counted).unwrap_or_default();
    if value < 0 {
        let owed = Money::from_sum(-value).unwrap_or_default();
        add(
            &mut row.reason,
            &format!("a credit note: the payee owes {owed}"),
        );
    }
    if paid > value.max(0) {
        let over = Money::from_sum(paid - value.max(0)).unwrap_or_default();
        add(
            &mut row.reason,
            &format!("{over} more was paid than billed"),
        );
    }
    let late = row.due.map(|due| inputs.as_of.days_since(due));
    if row.unpaid.fen() == 0 {
        return;
    }
    row.overdue_days = late.map(|days| days.max(0));
    row.bucket = match late {
        None => NO_DUE_DATE.to_owned(),
        Some(days) if days <= 0 => NOT_DUE.to_owned(),
        Some(days) => span(days, &inputs.rule.days),
    };
    if late.is_none() {
        add(
            &mut row.reason,
            "neither the bill nor a contract says when it is due",
        );
    }
}

fn add(reason: &mut String, part: &str) {
    if !reason.is_empty() {
        reason.push_str("; ");
    }
    reason.push_str(part);
}

/// The span that so many days of lateness fall into: `1-30`, `31-60`, `91+`.
fn span(late: i64, ends: &[i64]) -> String {
    let mut first = 1;
    for end in ends {
        if late <= *end {
            return format!("{first}-{end}");
        }
        first = end + 1;
    }
    format!("{first}+")
}

/// What is unpaid by payer, payee and span, each pair with its total; spans in the order of their lateness.
pub fn ageing(payables: &[Payable], rule: &AgeingRule, as_of: Day) -> Vec<Ageing> {
    let mut spans = vec![NOT_DUE.to_owned()];
    spans.extend(rule.days.iter().map(|end| span(*end, &rule.days)));
    spans.push(span(i64::MAX, &rule.days));
    spans.push(NO_DUE_DATE.to_owned());
    spans.push(TOTAL.to_owned());
    let mut sums: BTreeMap<(&str, &str, usize), (i128, i64)> = BTreeMap::new();
    for row in payables.iter().filter(|row| row.unpaid.fen() != 0) {
        let at = spans.iter().position(|name| *name == row.bucket);
        let at = at.expect("the spans are those that the bills were put into");
        for at in [at, spans.len() - 1] {
            let sum = sums.entry((&row.payer, &row.payee, at)).or_default();
            sum.0 += i128::from(row.unpaid.fen());
            sum.1 += 1;
        }
    }
    let row = |((payer, payee, at), (sum, count)): ((&str, &str, usize), (i128, i64))| Ageing {
        as_of,
        payer: payer.to_owned(),
        payee: payee.to_owned(),
        bucket: spans[at].clone(),
        unpaid: Money::from_sum(sum).unwrap_or_default(),
        rows: Some(count),
    };
    sums.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_on_its_last_day() {
        let ends = [30, 60, 90];
        let spans = [1, 30, 31, 60, 90, 91].map(|late| span(late, &ends));
        assert_eq!(spans, ["1-30", "1-30", "31-60", "31-60", "61-90", "91+"]);
    }
}

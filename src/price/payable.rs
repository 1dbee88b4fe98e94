//! Which bills are paid, which are due, and how late are they? Tables `payable`, `ageing` and `receipt`.
//!
//! Shape: a row for each bill, from table `invoice` or a settlement that somebody has to pay. A bill is due on the day
//! it states, else so many days after its date as its contract says; a settlement to be paid on delivery is due on
//! the day on which the last of it was received, and not before. Else nobody knows and the row says so. What the payee pays the payer is money that comes back. What is paid into
//! a reserve stands in table `payment`, in the book of money (table `fund`), or in both, and counts once. Ageing adds up
//! the unpaid ones by payer, payee and lateness; its spans add up to the total beside them. A receipt is what one
//! household ordered, paid and owes: paid and unpaid make the price of the order, but for a household whose goods are
//! free of charge, which owes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::group::AGEING_TOTAL;
use crate::ledger::tables::{
    Ageing, Agreement, Finding, FundEntry, Invoice, Payable, Payment, Settlement,
};
use crate::ledger::word::Severity;
use crate::policy::money::AgeingRule;
use crate::policy::settlement::PayWhen;
use crate::quantity::Money;

use super::settlement::is_owed;

mod explain;
mod paid;
pub mod receipt;

pub use explain::explain;
use paid::{Bill, Paid};

/// The span of bills that are not due yet, and of those of which nobody knows when they are.
const NOT_DUE: &str = "not_due";
const NO_DUE_DATE: &str = "no_due_date";
/// The source of a bill that is no settlement.
const INVOICE: &str = "invoice";

/// The finding of an invoice of another amount than the settlement it stands for.
pub const INVOICE_DIFFERS: &str = "invoice-differs";

/// What bills are made of.
#[derive(Debug, Clone, Copy)]
pub struct PayableInputs<'a> {
    pub invoices: &'a [Invoice],
    pub settlements: &'a [Settlement],
    pub payments: &'a [Payment],
    /// The book of money: what came in of the bills of a reserve.
    pub funds: &'a [FundEntry],
    pub agreements: &'a [Agreement],
    pub rule: &'a AgeingRule,
    pub as_of: Day,
}

/// Bills with what is paid of them, and what is odd about that.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bills {
    /// Those dated up to the day, by name.
    pub payables: Vec<Payable>,
    /// A sentence on each payment that names no bill, or other parties than its bill has.
    pub strays: Vec<String>,
    /// Payments into a reserve that the book of money has not.
    pub unbooked: Vec<Payment>,
    /// Bills of which table `payment` and the book of money tell different sums, and invoices of another amount than the
    /// settlement they stand for.
    pub findings: Vec<Finding>,
}

/// The bills dated up to the day.
pub fn payables(inputs: &PayableInputs) -> Bills {
    let mut rows = bills(inputs);
    let paid = Paid::of(inputs, &rows);
    let settled = settled_by_name(inputs);
    let awaited = awaited(inputs);
    let mut findings = Vec::new();
    for (bill, row) in &mut rows {
        if let Some(finding) = otherwise_settled(row, &settled) {
            add(&mut row.reason, &finding.message);
            findings.push(finding);
        }
        if let Some(finding) = paid.differing(bill) {
            add(&mut row.reason, &finding.message);
            findings.push(finding);
        }
        let is_awaited = row.source != INVOICE && awaited.contains(bill);
        close(row, paid.of_bill(bill), is_awaited, inputs);
    }
    Bills {
        payables: rows.into_values().collect(),
        unbooked: paid.unbooked(),
        strays: paid.strays,
        findings,
    }
}

/// The bills dated up to the day, of which nothing is paid yet.
fn bills(inputs: &PayableInputs) -> BTreeMap<Bill, Payable> {
    let is_known = |row: &&Invoice| row.date <= inputs.as_of;
    let invoices = inputs.invoices.iter().filter(is_known);
    let stated: BTreeSet<&str> = invoices.clone().map(|row| &*row.invoice).collect();
    // An invoice of a settlement stands for it.
    let settled = of_settlements(inputs).into_iter();
    let settled = settled.filter(|row| !stated.contains(&*row.invoice));
    let bills = invoices.map(|invoice| of_invoice(invoice, inputs));
    let by_name = |row: Payable| {
        let bill = (row.invoice.clone(), row.payer.clone(), row.payee.clone());
        (bill, row)
    };
    bills.chain(settled).map(by_name).collect()
}

/// What each settlement comes to, in fen, by its name, the payer and the payee; those with a line without an amount are
/// left out, because nobody knows what they come to.
fn settled_by_name(inputs: &PayableInputs) -> BTreeMap<Bill, i128> {
    let known = of_settlements(inputs).into_iter();
    let known = known.filter(|row| row.reason.is_empty());
    known
        .map(|row| {
            (
                (row.invoice, row.payer, row.payee),
                i128::from(row.value.fen()),
            )
        })
        .collect()
}

/// What is to be said of an invoice that stands for a settlement of another amount between the same two.
fn otherwise_settled(row: &Payable, settled: &BTreeMap<Bill, i128>) -> Option<Finding> {
    let name = (row.invoice.clone(), row.payer.clone(), row.payee.clone());
    let is_invoice = row.source == INVOICE;
    let fen = settled.get(&name).filter(|_| is_invoice)?;
    let settled = Money::from_sum(*fen).filter(|settled| *settled != row.value)?;
    let message = format!(
        "invoice {} is of {}, and the settlement it stands for of {settled}: the invoice counts",
        row.invoice, row.value
    );
    Some(Finding {
        line: row.invoice.clone(),
        value: row.value.to_string(),
        expected: settled.to_string(),
        hint: "correct the invoice, or the lines of the ledger that the settlement rests on"
            .to_owned(),
        ..Finding::new(INVOICE_DIFFERS, Severity::Warning, message)
    })
}

fn of_invoice(invoice: &Invoice, inputs: &PayableInputs) -> Payable {
    let days = pay_days(&invoice.agreement, inputs);
    // Rows of one contract that state different days do not say when this bill is due.
    let by_contract = match days.len() {
        1 => days.first().map(|days| invoice.date.plus_days(*days)),
        _ => None,
    };
    Payable {
        date: Some(invoice.date),
        payer: invoice.payer.clone(),
        payee: invoice.payee.clone(),
        agreement: invoice.agreement.clone(),
        value: invoice.value,
        due: invoice.due.or(by_contract),
        source: INVOICE.to_owned(),
        ..bare(inputs.as_of, &invoice.invoice)
    }
}

/// In how many days the rows of a contract say that its bills are due.
fn pay_days(agreement: &str, inputs: &PayableInputs) -> BTreeSet<i64> {
    let agreements = inputs.agreements.iter();
    let agreed = agreements.filter(|row| !agreement.is_empty() && row.agreement == agreement);
    agreed.filter_map(|row| row.pay_days).collect()
}

/// Why nobody knows when a bill is due.
fn undated(row: &Payable, inputs: &PayableInputs) -> String {
    let days = pay_days(&row.agreement, inputs);
    if days.len() < 2 {
        return "neither the bill nor a contract says when it is due".to_owned();
    }
    let days: Vec<String> = days.iter().map(i64::to_string).collect();
    format!(
        "the rows of contract {} state different pay_days ({}): write due on the bill",
        row.agreement,
        days.join(", ")
    )
}

/// The lines of settlements by the day that somebody pays.
fn billed<'a>(inputs: &PayableInputs<'a>) -> impl Iterator<Item = &'a Settlement> {
    let as_of = inputs.as_of;
    let is_billed =
        move |row: &&Settlement| is_owed(row) && row.date.is_none_or(|date| date <= as_of);
    inputs.settlements.iter().filter(is_billed)
}

/// One bill for each settlement that somebody pays: goods and freight together.
fn of_settlements(inputs: &PayableInputs) -> Vec<Payable> {
    let mut bills: BTreeMap<(&str, &str, &str), Payable> = BTreeMap::new();
    for row in billed(inputs) {
        let due = row.received_on.filter(|_| is_on_delivery(row));
        let key = (&*row.settlement, &*row.payer, &*row.payee);
        let bill = bills.entry(key).or_insert_with(|| Payable {
            date: row.date,
            payer: row.payer.clone(),
            payee: row.payee.clone(),
            due,
            source: "settlement".to_owned(),
            ..bare(inputs.as_of, &row.settlement)
        });
        // Lines that are to be paid at other times, and those on their way, leave the bill without one day.
        bill.due = bill.due.zip(due).map(|(so_far, due)| so_far.max(due));
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

/// Whether a line is to be paid when its goods are received.
fn is_on_delivery(row: &Settlement) -> bool {
    row.pay_when == PayWhen::OnDelivery.id()
}

/// The bills that are paid on delivery and of which goods have not been received.
///
/// Rule: `P0-F08`.
fn awaited(inputs: &PayableInputs) -> BTreeSet<Bill> {
    let on_their_way =
        billed(inputs).filter(|row| is_on_delivery(row) && row.received_on.is_none());
    let bill = |row: &Settlement| (row.settlement.clone(), row.payer.clone(), row.payee.clone());
    on_their_way.map(bill).collect()
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
fn close(row: &mut Payable, paid: i128, is_awaited: bool, inputs: &PayableInputs) {
    let value = i128::from(row.value.fen());
    let counted = paid.clamp(value.min(0), value.max(0));
    let money = |fen: i128| Money::from_sum(fen).unwrap_or_default();
    row.paid_amount = money(counted);
    row.unpaid = money(value - counted);
    if row.unpaid.fen() < 0 {
        let owed = money(counted - value);
        add(
            &mut row.reason,
            &format!("a credit note: the payee owes {owed}"),
        );
    }
    if paid > counted {
        let over = money(paid - counted);
        add(
            &mut row.reason,
            &format!("{over} more was paid than billed"),
        );
    }
    if paid < counted {
        let over = money(counted - paid);
        add(
            &mut row.reason,
            &format!("{over} more came back than was paid"),
        );
    }
    let late = row.due.map(|due| inputs.as_of.days_since(due));
    if row.unpaid.fen() == 0 {
        return;
    }
    row.overdue_days = late.map(|days| days.max(0));
    row.bucket = match late {
        None if is_awaited => NOT_DUE.to_owned(),
        None => NO_DUE_DATE.to_owned(),
        Some(days) if days <= 0 => NOT_DUE.to_owned(),
        Some(days) => span(days, &inputs.rule.days),
    };
    let why = match (late, is_awaited) {
        (Some(_), _) => return,
        (None, true) => "due on the day of receipt, and not all of it is received".to_owned(),
        (None, false) => undated(row, inputs),
    };
    add(&mut row.reason, &why);
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
    spans.push(AGEING_TOTAL.to_owned());
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

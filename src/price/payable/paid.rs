//! What was paid of each bill: by table `payment`, and by the book of money where a bill is paid into a reserve.
//!
//! Shape: a part for each row and bill that it was put against. Both tables may tell of one payment, so that what both
//! have counts once: of a bill that much was paid as the one says that has more. Where both speak of a bill and differ,
//! that is a finding.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Finding, FundEntry, Payable, Payment, Settlement};
use crate::ledger::word::{FundKind, Severity};
use crate::quantity::Money;

use super::super::settlement::is_reserve;
use super::{INVOICE, PayableInputs, billed};

/// A bill by its name, who pays and who is paid: a settlement of several payers is a bill for each.
pub(super) type Bill = (String, String, String);

/// What a row of a table paid of one bill.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub bill: Bill,
    pub payment: Payment,
    /// Below nothing where the money came back.
    pub fen: i128,
}

/// What the rows of one table paid.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Parts {
    /// In the order of the rows.
    pub list: Vec<Part>,
    sums: BTreeMap<Bill, i128>,
}

/// What was paid of bills by the day.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Paid {
    /// By table `payment`.
    pub paid: Parts,
    /// By what came into a reserve in the book of money.
    pub booked: Parts,
    /// A sentence on each payment that names no bill, or other parties than its bill has.
    pub strays: Vec<String>,
}

impl Paid {
    /// What was paid of the bills `rows`.
    pub(super) fn of(inputs: &PayableInputs, rows: &BTreeMap<Bill, Payable>) -> Paid {
        let lines = lines_of_settlements(inputs);
        let mut paid = Paid::default();
        let known = inputs.payments.iter();
        for payment in known.filter(|row| row.date <= inputs.as_of) {
            let meant = named(&payment.reference, rows, &lines);
            paid.strays.extend(paid.paid.put(payment, &meant));
        }
        let came_in = inputs.funds.iter().filter(|row| {
            let is_income = matches!(row.kind, FundKind::Income | FundKind::RotationIncome);
            is_income && row.date <= inputs.as_of && row.value.fen() > 0
        });
        for entry in came_in {
            let mut meant = named(&entry.reference, rows, &lines);
            if meant.is_empty() {
                let payments = inputs.payments.iter();
                let mut of_name = payments.filter(|payment| is_named(payment, &entry.reference));
                let payment = of_name.next();
                meant = payment.map_or(meant, |row| named(&row.reference, rows, &lines));
            }
            meant.retain(|(_, row)| is_reserve(&row.payee) && row.value.fen() > 0);
            if !meant.is_empty() {
                paid.booked.put(&as_payment(entry, &meant), &meant);
            }
        }
        paid
    }

    /// What counts as paid of a bill, in fen.
    pub(super) fn of_bill(&self, bill: &Bill) -> i128 {
        match (self.paid.of(bill), self.booked.of(bill)) {
            (paid, 0) => paid,
            (0, booked) => booked,
            (paid, booked) => paid.max(booked),
        }
    }

    /// What of a bill the two tables have, where both speak of it and differ.
    pub(super) fn differing(&self, bill: &Bill) -> Option<Finding> {
        let (paid, booked) = (self.paid.of(bill), self.booked.of(bill));
        if paid == 0 || booked == 0 || paid == booked {
            return None;
        }
        let money = |fen: i128| Money::from_sum(fen).unwrap_or_default().to_string();
        let (paid, booked) = (money(paid), money(booked));
        let message = format!(
            "of {} table payment has {paid} paid, and table fund {booked}: the larger counts",
            bill.0
        );
        Some(Finding {
            line: bill.0.clone(),
            value: paid,
            expected: booked,
            hint: "write each payment into both tables, or all of a bill into one of them"
                .to_owned(),
            ..Finding::new("payment-differs", Severity::Warning, message)
        })
    }

    /// What table `payment` has of the bills of a reserve and the book of money has not: its newest payments.
    pub(super) fn unbooked(&self) -> Vec<Payment> {
        let of_reserves = self.paid.sums.keys().filter(|bill| is_reserve(&bill.2));
        let left = |bill| (self.paid.of(bill) - self.booked.of(bill)).max(0);
        let mut left: BTreeMap<&Bill, i128> = of_reserves.map(|bill| (bill, left(bill))).collect();
        let parts = self.paid.list.iter();
        let mut parts: Vec<&Part> = parts.filter(|part| part.fen > 0).collect();
        parts.sort_by_key(|part| part.payment.date);
        let mut unbooked = Vec::new();
        for part in parts.into_iter().rev() {
            let Some(left) = left.get_mut(&part.bill) else {
                continue;
            };
            let fen = part.fen.min(*left);
            *left -= fen;
            if let Some(value) = Money::from_sum(fen).filter(|_| fen > 0) {
                unbooked.push(Payment {
                    value,
                    payer: part.bill.1.clone(),
                    ..part.payment.clone()
                });
            }
        }
        unbooked.reverse();
        unbooked
    }
}

impl Parts {
    /// What was paid of a bill, in fen.
    fn of(&self, bill: &Bill) -> i128 {
        self.sums.get(bill).copied().unwrap_or(0)
    }

    fn add(&mut self, payment: &Payment, bill: &Bill, fen: i128) {
        if fen == 0 {
            return;
        }
        *self.sums.entry(bill.clone()).or_default() += fen;
        self.list.push(Part {
            bill: bill.clone(),
            payment: payment.clone(),
            fen,
        });
    }

    /// Puts a payment against the bills it names, and says what is odd about it.
    ///
    /// Each bill is paid up to what is open; what is more stands on the first. A payment that says who pays whom is put
    /// against theirs alone; where it goes from the payee to the payer, the money comes back. One between others is
    /// counted and said.
    fn put(&mut self, payment: &Payment, meant: &[(&Bill, &Payable)]) -> Option<String> {
        let (doc, named) = (&payment.doc, &payment.reference);
        let fits = |stated: &str, is: &str| stated.is_empty() || stated == is;
        let between = |payer: &str, payee: &str| -> Vec<(&Bill, &Payable)> {
            let theirs = meant.iter().copied();
            theirs
                .filter(|(bill, _)| fits(payer, &bill.1) && fits(payee, &bill.2))
                .collect()
        };
        let forth = between(&payment.payer, &payment.payee);
        let back = between(&payment.payee, &payment.payer);
        let value = i128::from(payment.value.fen());
        // Of a credit note only the payee can pay anything, so that nobody need be named.
        let is_of_nobody = payment.payer.is_empty() && payment.payee.is_empty();
        let are_credits = meant.iter().all(|(_, row)| row.value.fen() < 0);
        let value = match is_of_nobody && are_credits {
            true => -value.abs(),
            false => value,
        };
        match (forth.as_slice(), back.as_slice(), meant) {
            ([], [], []) => {
                return Some(format!(
                    "payment {doc} pays \"{named}\", which is no bill here"
                ));
            }
            ([], [(bill, _), ..], _) => self.add(payment, bill, -value),
            ([], [], all) => {
                self.pay(payment, value, all);
                return Some(format!(
                    "payment {doc} is not between the parties of bill {named}: it is counted there all the same"
                ));
            }
            (theirs, ..) => self.pay(payment, value, theirs),
        }
        None
    }

    /// Pays `bills` one by one, each up to what is open; what is more stands on the first.
    fn pay(&mut self, payment: &Payment, value: i128, bills: &[(&Bill, &Payable)]) {
        let mut left = value;
        let mut parts = Vec::new();
        for (bill, row) in bills {
            let open = (i128::from(row.value.fen()) - self.of(bill)).max(0);
            let part = left.min(open);
            left -= part;
            parts.push(part);
        }
        if let Some(first) = parts.first_mut() {
            *first += left;
        }
        for ((bill, _), part) in bills.iter().zip(parts) {
            self.add(payment, bill, part);
        }
    }
}

/// Whether `reference` names a payment, by its document or its line.
fn is_named(payment: &Payment, reference: &str) -> bool {
    let Payment { doc, line, .. } = payment;
    reference == doc || reference == format!("{doc}/{line}")
}

/// A row of the book of money as a payment of one of the bills that are meant: who gave it need not be a payer of theirs.
fn as_payment(entry: &FundEntry, meant: &[(&Bill, &Payable)]) -> Payment {
    let mut payers = meant.iter().map(|(_, row)| &row.payer);
    let is_payer = payers.any(|payer| *payer == entry.counterparty);
    Payment {
        doc: entry.doc.clone(),
        line: entry.line.clone(),
        date: entry.date,
        reference: entry.reference.clone(),
        value: entry.value,
        payer: match is_payer {
            true => entry.counterparty.clone(),
            false => String::new(),
        },
        payee: String::new(),
        note: String::new(),
    }
}

/// A line of a settlement, with the name, the payer and the payee of its bill.
type BilledLine<'a> = (&'a str, &'a str, &'a str, &'a str);

/// The lines of the settlements that somebody pays.
fn lines_of_settlements<'a>(inputs: &PayableInputs<'a>) -> BTreeSet<BilledLine<'a>> {
    let line = |row: &'a Settlement| (&*row.line, &*row.settlement, &*row.payer, &*row.payee);
    billed(inputs).map(line).collect()
}

/// The bills that a payment names: those of that name, else, where it names a bill and one of its lines (`doc/line`),
/// the one that has the line. An invoice has no lines of its own, so that any of them is its.
fn named<'a>(
    reference: &str,
    rows: &'a BTreeMap<Bill, Payable>,
    lines: &BTreeSet<BilledLine>,
) -> Vec<(&'a Bill, &'a Payable)> {
    let of_name = |name: &str| {
        let first = (name.to_owned(), String::new(), String::new());
        let from = rows.range(first..);
        let name = name.to_owned();
        from.take_while(move |(bill, _)| bill.0 == name)
    };
    let whole: Vec<_> = of_name(reference).collect();
    let Some((name, line)) = reference.rsplit_once('/').filter(|_| whole.is_empty()) else {
        return whole;
    };
    let has_line =
        |(bill, _): &(&Bill, &Payable)| lines.contains(&(line, &*bill.0, &*bill.1, &*bill.2));
    let of_line: Vec<_> = of_name(name).filter(has_line).collect();
    if !of_line.is_empty() {
        return of_line;
    }
    let invoices = of_name(name).filter(|(_, row)| row.source == INVOICE);
    invoices.collect()
}

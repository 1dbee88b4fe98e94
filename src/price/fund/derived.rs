//! What other tables say of money: sales, write-offs, settlements, as rows of the book of money.

use std::collections::{BTreeMap, HashSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::cost::{Cost, LotPrices, money};
use crate::ledger::posting::disposals::document_of;
use crate::ledger::tables::{Disposal, Finding, FundEntry, Movement, Payable, Settlement};
use crate::ledger::word::{
    AuctionResult, DisposalMethod, FundKind, MovementKind, SettlementBasis, Word as _,
};
use crate::policy::FundRule;
use crate::quantity::{Money, Price};
use crate::rotate::auction_book::proceeds;

use super::super::settlement::{is_reserve, unstated};
use super::booked::{Booked, line_of};
use super::{FundInputs, book};

/// What restocking and reserve purchases are spent on.
const PURPOSE: &str = "reserve";

/// What the fees of auctions are spent on.
const ROTATION: &str = "rotation";

/// Every row that moves money up to the day, by date; and what could not be told.
pub(super) fn moves(inputs: &FundInputs) -> (Vec<FundEntry>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut moves: Vec<FundEntry> = inputs.entries.to_vec();
    let rotated = rotated(inputs);
    moves
        .iter_mut()
        .for_each(|entry| of_rotation(entry, &rotated));
    moves.extend(auctioned(inputs));
    moves.extend(write_offs(inputs, &mut findings));
    moves.extend(drawn(inputs));
    moves.extend(repaid(inputs, &rotated));
    moves.retain(|entry| entry.date <= inputs.as_of);
    // Stable, so that rows of one day stand as they were written.
    moves.sort_by_key(|entry| entry.date);
    (moves, findings)
}

/// What an institution pays for goods that it took in rotation is income of the rotation, whatever the row calls it.
///
/// Rule: `P0-T14`.
fn of_rotation(entry: &mut FundEntry, rotated: &HashSet<String>) {
    if entry.kind == FundKind::Income && rotated.contains(&entry.reference) {
        entry.kind = FundKind::RotationIncome;
    }
}

/// The settlements of what was taken in rotation, and their lines, as a row of money names them.
fn rotated(inputs: &FundInputs) -> HashSet<String> {
    let is_of_rotation = |row: &&Settlement| row.basis == SettlementBasis::Rotation;
    let settled = inputs.settlements.iter().filter(is_of_rotation);
    let names = |row: &Settlement| [row.settlement.clone(), line_of(&row.settlement, &row.line)];
    settled.flat_map(names).collect()
}

/// What the book of money has itself by the day, in rows of one of the kinds.
///
/// A row of another kind, a freight of the same document say, does not take the place of what the document implies.
fn booked<'a>(inputs: &FundInputs<'a>, kinds: &[FundKind]) -> Booked<'a> {
    let entries = inputs.entries.iter();
    Booked::of(entries.filter(|entry| entry.date <= inputs.as_of && kinds.contains(&entry.kind)))
}

/// Of the rows that other tables imply, in their order, what the book has not itself.
///
/// A row that is worth nothing is one, too, unless the book names it.
fn open(implied: Vec<FundEntry>, mut booked: Booked) -> Vec<FundEntry> {
    let lines = implied
        .iter()
        .map(|row| (row.doc.as_str(), row.line.as_str(), row.value.fen()));
    let open = booked.open(&lines.collect::<Vec<_>>());
    let rows = implied.into_iter().zip(open);
    let unbooked = rows.filter(|(row, fen)| *fen != 0 || !booked.names(&row.doc, &row.line));
    unbooked
        .map(|(row, fen)| FundEntry {
            value: Money::from_fen(fen),
            ..row
        })
        .collect()
}

/// A row that another table implies, of which the document, the fund and the day are known.
fn implied(doc: &str, line: &str, fund: &str, date: Day) -> FundEntry {
    FundEntry {
        doc: doc.to_owned(),
        line: line.to_owned(),
        date,
        fund: fund.to_owned(),
        kind: FundKind::Spend,
        value: Money::ZERO,
        purpose: String::new(),
        counterparty: String::new(),
        reference: String::new(),
        approval: String::new(),
        source: String::new(),
        note: String::new(),
    }
}

/// What auctions brought, which goes back to the reserve, and the fees of all of them, which rotating it cost: an auction
/// that failed has a fee, too, and one fee may be more than what was sold.
///
/// Rule: `P0-T14`.
fn auctioned(inputs: &FundInputs) -> Vec<FundEntry> {
    let rules = inputs.rules.iter();
    let Some((rule, source)) = rules
        .filter_map(|rule| Some((rule, rule.rotation_income.as_ref()?)))
        .next()
    else {
        return Vec::new();
    };
    let (mut income, mut fees) = (Vec::new(), Vec::new());
    for auction in inputs.auctions {
        let doc = document_of(&Disposal {
            site: auction.site.clone(),
            item: auction.item.clone(),
            ..Disposal::new(&auction.lot, auction.date, DisposalMethod::Sale)
        });
        let entry = |kind, value, purpose: &str| FundEntry {
            kind,
            value,
            purpose: purpose.to_owned(),
            counterparty: auction.counterparty.clone(),
            source: source.clone(),
            ..implied(&doc, "1", &rule.fund, auction.date)
        };
        let brought = proceeds(auction).filter(|_| auction.result == AuctionResult::Sold);
        income.extend(brought.map(|value| entry(FundKind::RotationIncome, value, "")));
        let fee = auction.fee.filter(|fee| fee.fen() != 0);
        fees.extend(fee.map(|value| entry(FundKind::Spend, value, ROTATION)));
    }
    let of_sales = booked(inputs, &[FundKind::Income, FundKind::RotationIncome]);
    let mut moves = open(income, of_sales);
    moves.extend(open(fees, booked(inputs, &[FundKind::Spend])));
    moves
}

/// Whether a movement writes goods of the reserve off: what was given away, used in tests, past its last day or spoilt,
/// in whatever word its basis says so. What was sold brings money and is none.
///
/// Rule: `P0-T11`.
pub(super) fn is_write_off(movement: &Movement, inputs: &FundInputs) -> bool {
    let is_sold = DisposalMethod::parse(&movement.basis) == Some(DisposalMethod::Sale);
    movement.kind == MovementKind::Dispose
        && !is_sold
        && (movement.owner.is_empty() || inputs.reserve_owners.contains(&movement.owner))
}

/// What written-off goods had cost: the fund is reduced by it. Goods that were given are worth nothing.
///
/// Rule: `P0-T13`, `D-24`.
fn write_offs(inputs: &FundInputs, findings: &mut Vec<Finding>) -> Vec<FundEntry> {
    let Some(rule) = fund_of_reserve(inputs) else {
        return Vec::new();
    };
    let mut reductions = Vec::new();
    let booked = booked(inputs, &[FundKind::Reduce]);
    let ordered = in_ledger_order(inputs.movements, inputs.as_of);
    let costs = LotPrices::of(inputs.movements, inputs.as_of);
    for movement in ordered.into_iter().filter(|row| is_write_off(row, inputs)) {
        let cost = match costs.are_given(movement) {
            true => Some(Cost::stated(Price::default())),
            false => costs.of_movement(movement),
        };
        let value = cost
            .zip(movement.qty)
            .and_then(|(cost, qty)| money(cost.of(qty)));
        let entry = FundEntry {
            kind: FundKind::Reduce,
            value: value.unwrap_or_default(),
            counterparty: movement.counterparty.clone(),
            approval: movement.approver.clone(),
            source: rule.write_off.clone().unwrap_or_default(),
            ..implied(&movement.doc, &movement.line, &rule.fund, movement.date)
        };
        match value {
            Some(_) => reductions.push(entry),
            None if booked.names(&movement.doc, &movement.line) => {}
            None => findings.push(book::finding(
                "write-off-cost",
                &entry,
                format!(
                    "{}: the fund is not reduced",
                    unstated(&movement.item, &movement.lot)
                ),
                "state unit_cost of the receipt or of the write-off",
            )),
        }
    }
    open(reductions, booked)
}

/// What settlements draw from a fund beyond what the book shows as drawn for them.
fn drawn(inputs: &FundInputs) -> Vec<FundEntry> {
    let mut by_fund: BTreeMap<&str, Vec<FundEntry>> = BTreeMap::new();
    for row in inputs.settlements.iter().filter(|row| !row.fund.is_empty()) {
        let Some(value) = row.total.filter(|total| total.fen() > 0) else {
            continue;
        };
        let date = row.date.unwrap_or(inputs.as_of);
        by_fund.entry(&row.fund).or_default().push(FundEntry {
            value,
            purpose: PURPOSE.to_owned(),
            approval: row.approval.clone(),
            source: row.rule.clone(),
            ..implied(&row.settlement, &row.line, &row.fund, date)
        });
    }
    let mut moves = Vec::new();
    for (fund, implied) in by_fund {
        let spent = inputs.entries.iter().filter(|entry| {
            entry.kind == FundKind::Spend && entry.date <= inputs.as_of && entry.fund == fund
        });
        moves.extend(open(implied, Booked::of(spent)));
    }
    moves
}

/// The fund of the reserve: what counties repay goes into it.
fn fund_of_reserve<'a>(inputs: &FundInputs<'a>) -> Option<&'a FundRule> {
    inputs.rules.iter().find(|rule| rule.write_off.is_some())
}

/// What table `payment` has of the bills of a reserve, and the book of money has not.
///
/// Rule: `P0-F01`.
fn repaid(inputs: &FundInputs, rotated: &HashSet<String>) -> Vec<FundEntry> {
    let Some(rule) = fund_of_reserve(inputs) else {
        return Vec::new();
    };
    let unbooked = inputs.bills.unbooked.iter().map(|payment| {
        let mut entry = FundEntry {
            kind: FundKind::Income,
            value: payment.value,
            counterparty: payment.payer.clone(),
            reference: payment.reference.clone(),
            ..implied(&payment.doc, &payment.line, &rule.fund, payment.date)
        };
        of_rotation(&mut entry, rotated);
        entry
    });
    unbooked.collect()
}

/// What bills of a reserve are still to bring into its fund, in fen, by fund.
pub(super) fn receivable<'a>(inputs: &FundInputs<'a>) -> BTreeMap<&'a str, i128> {
    let bills = inputs.bills.payables.iter();
    let of_reserves: Vec<&Payable> = bills.filter(|row| is_reserve(&row.payee)).collect();
    let Some(rule) = fund_of_reserve(inputs) else {
        return BTreeMap::new();
    };
    if inputs.settlements.is_empty() && of_reserves.is_empty() {
        return BTreeMap::new();
    }
    let open = of_reserves.iter().map(|row| i128::from(row.unpaid.fen()));
    BTreeMap::from([(rule.fund.as_str(), open.sum())])
}

//! What other tables say of money: sales, write-offs, settlements, as rows of the book of money.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::posting::disposals::{document_of, sales};
use crate::ledger::tables::{Finding, FundEntry, Movement};
use crate::ledger::word::{DisposalMethod, FundKind, MovementKind, Word as _};
use crate::quantity::{Money, Price};
use crate::rotate::auction_book::proceeds;

use super::super::settlement::{is_owed, is_reserve};
use super::super::valuation::{Cost, LotPrices, donated_lots, money};
use super::{FundInputs, book};

/// What restocking and reserve purchases are spent on.
const PURPOSE: &str = "reserve";

/// Every row that moves money up to the day, by date; and what could not be told.
pub(super) fn moves(inputs: &FundInputs) -> (Vec<FundEntry>, Vec<Finding>) {
    let sold = booked(inputs, &[FundKind::Income, FundKind::RotationIncome]);
    let reduced = booked(inputs, &[FundKind::Reduce]);
    let mut findings = Vec::new();
    let mut moves: Vec<FundEntry> = inputs.entries.to_vec();
    moves.extend(rotation_income(inputs, &sold));
    moves.extend(write_offs(inputs, &reduced, &mut findings));
    moves.extend(drawn(inputs));
    moves.retain(|entry| entry.date <= inputs.as_of);
    // Stable, so that rows of one day stand as they were written.
    moves.sort_by_key(|entry| entry.date);
    (moves, findings)
}

/// Documents that the book of money has itself by the day, in rows of one of the kinds.
///
/// A row of another kind, a freight of the same document say, does not take the place of what the document implies.
fn booked(inputs: &FundInputs, kinds: &[FundKind]) -> BTreeSet<String> {
    let entries = inputs.entries.iter();
    entries
        .filter(|entry| entry.date <= inputs.as_of && kinds.contains(&entry.kind))
        .flat_map(|entry| [entry.doc.clone(), entry.reference.clone()])
        .filter(|name| !name.is_empty())
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

/// What auctions brought, less their fees: it goes back to the reserve.
///
/// Rule: `P0-T14`.
fn rotation_income(inputs: &FundInputs, booked: &BTreeSet<String>) -> Vec<FundEntry> {
    let Some(rule) = inputs
        .rules
        .iter()
        .find(|rule| rule.rotation_income.is_some())
    else {
        return Vec::new();
    };
    let mut income = Vec::new();
    for (at, sale) in sales(inputs.auctions) {
        let auction = &inputs.auctions[at];
        let doc = document_of(&sale);
        let fee = auction.fee.map_or(0, Money::fen);
        let net = proceeds(auction).and_then(|money| money.fen().checked_sub(fee));
        if let Some(net) = net.filter(|_| !booked.contains(&doc)) {
            income.push(FundEntry {
                kind: FundKind::RotationIncome,
                value: Money::from_fen(net),
                counterparty: auction.counterparty.clone(),
                source: rule.rotation_income.clone().unwrap_or_default(),
                ..implied(&doc, "1", &rule.fund, auction.date)
            });
        }
    }
    income
}

/// Whether a movement writes goods of the reserve off: what was given away, used in tests or spoilt.
///
/// Rule: `P0-T11`.
pub(super) fn is_write_off(movement: &Movement, inputs: &FundInputs) -> bool {
    let is_gone = [DisposalMethod::WriteOff, DisposalMethod::Donation]
        .iter()
        .any(|method| method.id() == movement.basis);
    movement.kind == MovementKind::Dispose
        && is_gone
        && (movement.owner.is_empty() || inputs.reserve_owners.contains(&movement.owner))
}

/// What written-off goods had cost: the fund is reduced by it. Goods that were given are worth nothing.
///
/// Rule: `P0-T13`, `D-24`.
fn write_offs(
    inputs: &FundInputs,
    booked: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Vec<FundEntry> {
    let Some(rule) = inputs.rules.iter().find(|rule| rule.write_off.is_some()) else {
        return Vec::new();
    };
    let mut reductions = Vec::new();
    let ordered = in_ledger_order(inputs.movements, inputs.as_of);
    let costs = LotPrices::of(inputs.movements, inputs.as_of);
    let donated = donated_lots(&ordered);
    for movement in ordered.into_iter().filter(|row| is_write_off(row, inputs)) {
        if booked.contains(&movement.doc) {
            continue;
        }
        let is_gift = donated.contains(&(movement.item.as_str(), movement.lot.as_str()));
        let cost = match is_gift {
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
            None => findings.push(book::finding(
                "write-off-cost",
                &entry,
                format!(
                    "nobody states what lot {} cost: the fund is not reduced",
                    movement.lot
                ),
                "state unit_cost of the receipt or of the write-off",
            )),
        }
    }
    reductions
}

/// What settlements draw from a fund beyond what the book shows as drawn for them.
fn drawn(inputs: &FundInputs) -> Vec<FundEntry> {
    let mut booked: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let spent = inputs
        .entries
        .iter()
        .filter(|entry| entry.kind == FundKind::Spend && entry.date <= inputs.as_of);
    for entry in spent {
        *booked.entry((&entry.reference, &entry.fund)).or_default() += entry.value.fen();
    }
    let lines = inputs.settlements.iter().filter(|row| !row.fund.is_empty());
    lines
        .filter_map(|row| {
            let known = booked.get(&(row.settlement.as_str(), row.fund.as_str()));
            let open = row.total?.fen() - known.copied().unwrap_or(0);
            let date = row.date.unwrap_or(inputs.as_of);
            (open > 0).then(|| FundEntry {
                value: Money::from_fen(open),
                purpose: PURPOSE.to_owned(),
                approval: row.approval.clone(),
                source: row.rule.clone(),
                ..implied(&row.settlement, &row.line, &row.fund, date)
            })
        })
        .collect()
}

/// What settlements are still to bring into the fund of the reserve, in fen, by fund.
pub(super) fn receivable<'a>(inputs: &FundInputs<'a>) -> BTreeMap<&'a str, i128> {
    let fund = inputs.rules.iter().find(|rule| rule.write_off.is_some());
    let Some(fund) = fund.filter(|_| !inputs.settlements.is_empty()) else {
        return BTreeMap::new();
    };
    let mut owed: BTreeMap<&str, i128> = BTreeMap::new();
    let bills = inputs.settlements.iter().filter(|row| {
        is_owed(row) && is_reserve(&row.payee) && row.date.is_none_or(|date| date <= inputs.as_of)
    });
    for row in bills {
        let total = row.total.map_or(0, |total| i128::from(total.fen()));
        *owed.entry(&row.settlement).or_default() += total;
    }
    let paid = inputs.entries.iter().filter(|entry| {
        matches!(entry.kind, FundKind::Income | FundKind::RotationIncome)
            && entry.date <= inputs.as_of
    });
    for entry in paid {
        if let Some(open) = owed.get_mut(entry.reference.as_str()) {
            *open = (*open - i128::from(entry.value.fen())).max(0);
        }
    }
    BTreeMap::from([(fund.fund.as_str(), owed.values().sum())])
}

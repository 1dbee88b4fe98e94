//! Does the ledger tie: each movement applied again, from the lines alone.
//!
//! Knows the sign of a kind and nothing of the story; never changes a ledger.

use std::collections::BTreeMap;

use crate::ledger::{Balance, Kind, Ledger, Stock};

/// Applies one movement to the balance of its lot.
pub fn apply(balance: &mut Balance, kind: Kind, qty: i64) {
    match kind {
        Kind::Receipt | Kind::TransferIn | Kind::Return | Kind::Adjust => balance.qty += qty,
        Kind::Issue | Kind::TransferOut | Kind::Dispose => balance.qty -= qty,
        Kind::Count => balance.qty = qty,
        Kind::Reserve => balance.reserved += qty,
        Kind::Release => balance.reserved -= qty,
        Kind::Hold => balance.held += qty,
        Kind::Unhold => balance.held -= qty,
    }
}

/// Is true where nothing is below zero and no more is kept back than lies there.
pub fn is_sound(balance: Balance) -> bool {
    balance.held >= 0 && balance.reserved >= 0 && balance.qty >= balance.held + balance.reserved
}

/// Replays `ledger` from its lines and panics where it does not tie.
///
/// Order of dates, no balance below zero, no expired lot issued, both legs of each transfer.
pub fn prove(ledger: &Ledger) {
    let mut balances: BTreeMap<Stock, Balance> = BTreeMap::new();
    let mut transit: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    let mut last = None;
    for movement in &ledger.movements {
        assert!(
            last.is_none_or(|date| date <= movement.date),
            "dates run backwards"
        );
        last = Some(movement.date);
        let stock = &movement.stock;
        let balance = balances.entry(stock.clone()).or_default();
        apply(balance, movement.kind, movement.qty);
        assert!(
            is_sound(*balance),
            "{} {}: below zero",
            movement.doc,
            movement.line
        );
        let leg = (movement.doc.as_str(), stock.item, stock.lot.as_str());
        match movement.kind {
            Kind::TransferOut => *transit.entry(leg).or_default() += movement.qty,
            Kind::TransferIn => *transit.entry(leg).or_default() -= movement.qty,
            Kind::Issue => {
                let expiry = ledger.lots[&(stock.item, stock.lot.clone())].expiry;
                assert!(
                    expiry.is_none_or(|day| day >= movement.date),
                    "{}: expired goods issued",
                    movement.doc
                );
            }
            _ => {}
        }
    }
    assert!(
        transit.values().all(|open| *open == 0),
        "a transfer lacks a leg"
    );
}

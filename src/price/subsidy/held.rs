//! What a carrier held day by day at what it cost, and on which days that was less than agreed. Goods past their last day
//! are not held: what is paid for is a reserve that can be used, and their scrapping is the carrier's (P3-F01, D-01).

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::engine::balance::{balances, in_ledger_order};
use crate::engine::cost::{EXACT_PER_FEN, LotBook, LotCosts, fen};
use crate::ledger::tables::{Carrier, Movement};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Money;

use super::super::settlement::unstated;
use super::{Shortfall, Span, SubsidyInputs};

/// What stands in column owner where goods are a carrier's, and nobody says whose.
const CARRIER: &str = "carrier";

/// What the carriers store: their movements, less those that were reversed by the day, which never happened.
///
/// A reversal need not say what it reverses but by its `ref`, so reversed lines go before anything is told by form or
/// owner.
pub(super) struct Stores<'a> {
    /// In the order of the carriers; of each in ledger order.
    pub by_carrier: Vec<Vec<Movement>>,
    /// The lots that any store of an enterprise ever had of an item.
    lots: BTreeMap<(&'a str, &'a str), BTreeSet<String>>,
}

impl<'a> Stores<'a> {
    pub(super) fn of(inputs: &SubsidyInputs<'a>) -> Stores<'a> {
        let stands = in_ledger_order(inputs.movements, inputs.as_of).into_iter();
        let is_stock = |row: &&Movement| {
            row.form == Some(Form::Consigned) && row.kind != MovementKind::Reversal
        };
        let stock: Vec<&Movement> = stands.filter(is_stock).collect();
        let mut stores = Stores {
            by_carrier: Vec::new(),
            lots: BTreeMap::new(),
        };
        for carrier in inputs.carriers {
            let here = stored(carrier, inputs, &stock);
            let had = stores.lots.entry((&carrier.enterprise, &carrier.item));
            had.or_default()
                .extend(here.iter().map(|row| row.lot.clone()));
            stores.by_carrier.push(here);
        }
        stores
    }

    /// Whether any store that the enterprise of `carrier` has for its item ever had the lot.
    pub(super) fn ever_had(&self, carrier: &Carrier, lot: &str) -> bool {
        let lots = self.lots.get(&(&*carrier.enterprise, &*carrier.item));
        lots.is_some_and(|lots| lots.contains(lot))
    }
}

/// Those of `stock` that a carrier stores: what names it as owner; where it is the only carrier of the item there, what is
/// of no named owner too.
fn stored(carrier: &Carrier, inputs: &SubsidyInputs, stock: &[&Movement]) -> Vec<Movement> {
    let is_only = !inputs.carriers.iter().any(|other| {
        other.item == carrier.item
            && other.site == carrier.site
            && other.enterprise != carrier.enterprise
    });
    let is_nobodys = |owner: &String| {
        owner.is_empty() || owner == CARRIER || inputs.reserve_owners.contains(owner)
    };
    let is_there = |row: &Movement| {
        let places = || inputs.sites.upwards(&row.site);
        carrier.site.is_empty() || places().contains(&carrier.site.as_str())
    };
    let is_of = |row: &&&Movement| {
        let is_whose = row.owner == carrier.enterprise || (is_only && is_nobodys(&row.owner));
        row.item == carrier.item && is_whose && is_there(row)
    };
    stock.iter().filter(is_of).copied().cloned().collect()
}

/// The spans of `term`, as far as it is past, on which less was held than `value`.
///
/// Errors: the first lot without a cost, which leaves the value unknown.
pub(super) fn shortfalls(
    movements: &[Movement],
    costs: &LotCosts,
    value: Money,
    term: Span,
) -> Result<Vec<Shortfall>, String> {
    let mut spans: Vec<Shortfall> = Vec::new();
    for Span { from, to } in stretches(movements, term) {
        let held = held_on(movements, costs, from)?;
        let short = (i128::from(value.fen()) * EXACT_PER_FEN - held).max(0);
        match spans.last_mut() {
            Some(last) if last.short == short && last.to.plus_days(1) == from => last.to = to,
            _ => spans.push(Shortfall { from, to, short }),
        }
    }
    // A price to a ten-thousandth of a yuan does not hit every value to the fen: what is less than half of one is none.
    spans.retain(|span| fen(span.short) > 0);
    Ok(spans)
}

/// The lots that lie there on a day and are past their last.
pub(super) fn expired_lots(movements: &[Movement], day: Day) -> Vec<String> {
    let lots = balances(movements, day).into_iter();
    let expired = lots
        .filter(|(_, balance)| balance.qty.is_positive() && is_expired(balance.expiry.day(), day));
    expired.map(|(lot, _)| lot.lot).collect()
}

/// The days of `whole` in spans: a new one begins on each day on which something was moved, and on the day after the last
/// of any goods.
pub(super) fn stretches(movements: &[Movement], whole: Span) -> Vec<Span> {
    let inside = |day: &Day| *day > whole.from && *day <= whole.to;
    let mut starts: BTreeSet<Day> = BTreeSet::from([whole.from]);
    starts.extend(movements.iter().map(|row| row.date).filter(inside));
    let after_last = movements
        .iter()
        .filter_map(|row| Some(row.expiry?.plus_days(1)));
    starts.extend(after_last.filter(inside));
    let starts: Vec<Day> = starts.into_iter().collect();
    let ends = starts.iter().skip(1).map(|next| next.plus_days(-1));
    let ends: Vec<Day> = ends.chain([whole.to]).collect();
    let spans = starts.into_iter().zip(ends);
    spans.map(|(from, to)| Span { from, to }).collect()
}

/// What lies there on a day and can still be used, at cost, in ten-thousandths of a yuan times thousandths of a base unit: exact.
fn held_on(movements: &[Movement], costs: &LotCosts, day: Day) -> Result<i128, String> {
    let book = LotBook::of(movements, costs, day);
    let mut exact = 0_i128;
    for (lot, balance) in balances(movements, day) {
        if !balance.qty.is_positive() || is_expired(balance.expiry.day(), day) {
            continue;
        }
        let held = book.held(&lot);
        if held.is_unknown() {
            return Err(unstated(&lot.item, &lot.lot));
        }
        exact += held.paid;
    }
    Ok(exact)
}

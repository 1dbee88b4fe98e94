//! What is on the road to institutions and was sent by no plan?
//!
//! Shape: [`Sent`] goods by institution and item, of sites that keep stock in the ledger. What a share of a plan sent is
//! counted with the share.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::ledger::LotExpiry;
use crate::ledger::tables::Movement;
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::stock::coming_by_ledger;

/// Goods of one lot that have left and not arrived.
pub struct Sent<'a> {
    pub lot: &'a str,
    pub qty: Quantity,
    pub expiry: Option<Day>,
}

/// Goods by institution and item.
pub type Road<'a> = BTreeMap<(&'a str, &'a str), Vec<Sent<'a>>>;

/// What is on the road on `as_of`, less what `in_shares` of each institution, item and lot.
pub fn beside_shares<'a>(
    movements: &'a [Movement],
    mut in_shares: BTreeMap<(&'a str, &'a str, &'a str), Quantity>,
    as_of: Day,
) -> Road<'a> {
    let coming = coming_by_ledger(&[], movements, as_of);
    if coming.is_empty() {
        return Road::new();
    }
    let lines = in_ledger_order(movements, as_of);
    let sent = lines
        .iter()
        .filter(|line| line.kind == MovementKind::TransferOut);
    let sent: BTreeMap<(&str, &str), &Movement> = sent
        .map(|line| ((&*line.doc, &*line.line), *line))
        .collect();
    let mut road = Road::new();
    for row in &coming {
        let line = sent.get(&(&*row.doc, &*row.line));
        let Some(line) = line.filter(|line| is_physical(line)) else {
            continue;
        };
        let key = (&*line.counterparty, &*line.item, &*line.lot);
        let of_shares = in_shares.entry(key).or_default();
        let part = row.qty.min(*of_shares);
        *of_shares -= part;
        if row.qty > part {
            road.entry((key.0, key.1)).or_default().push(Sent {
                lot: key.2,
                qty: row.qty - part,
                expiry: None,
            });
        }
    }
    date(&mut road, &lines);
    road
}

fn is_physical(line: &Movement) -> bool {
    line.form.unwrap_or(Form::Physical) == Form::Physical
}

/// Puts to each lot the last usable day that the lines of the ledger state.
fn date(road: &mut Road<'_>, lines: &[&Movement]) {
    let on_road: BTreeSet<(&str, &str)> = road
        .iter()
        .flat_map(|((_, item), sent)| sent.iter().map(|sent| (*item, sent.lot)))
        .collect();
    let mut stated: BTreeMap<(&str, &str), LotExpiry> = BTreeMap::new();
    for line in lines {
        let lot = (&*line.item, &*line.lot);
        if on_road.contains(&lot) {
            stated.entry(lot).or_default().join(LotExpiry::of(line));
        }
    }
    for ((_, item), sent) in road {
        for sent in sent {
            let expiry = stated.get(&(*item, sent.lot));
            sent.expiry = expiry.and_then(|expiry| expiry.day());
        }
    }
}

//! What is on the road to institutions and was sent by no plan?
//!
//! Shape: [`Sent`] goods by institution and item: those that left a store for a site that keeps stock in the ledger, and
//! those that table `inbound` says have left for it; what both speak of counts once. What a share of a plan sent is
//! counted with the share.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::ledger::LotExpiry;
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::stock::coming::{is_confirmed, named_in_ref};
use crate::stock::coming_by_ledger;

/// Goods of one lot that have left and not arrived; of goods that table `inbound` alone knows the lot is not known.
pub struct Sent {
    pub lot: Option<String>,
    pub qty: Quantity,
    pub expiry: Option<Day>,
    /// When it is to be there; what is late, or of no day, may come any day.
    pub expected_on: Option<Day>,
}

/// Goods by institution and item.
pub type Road = BTreeMap<(String, String), Vec<Sent>>;

/// So much of what was sent to an institution of a lot is counted with its shares.
type OfShares<'a> = BTreeMap<(&'a str, &'a str, &'a str), Quantity>;

/// What is on the road on `as_of`, less what `in_shares` of each institution, item and lot.
pub fn beside_shares(
    inbound: &[Inbound],
    movements: &[Movement],
    in_shares: OfShares<'_>,
    as_of: Day,
) -> Road {
    let mut coming = coming_by_ledger(inbound, movements, as_of);
    coming.retain(is_confirmed);
    if coming.is_empty() {
        return Road::new();
    }
    let lines = in_ledger_order(movements, as_of);
    let sent = SentLines::of(&lines);
    let (mut road, mut in_shares) = (Road::new(), in_shares);
    for row in &coming {
        let lots = sent.lots_of(row);
        let qty = row.qty - of_shares(&mut in_shares, row, &lots);
        if qty.is_positive() && row.form.unwrap_or(Form::Physical) == Form::Physical {
            let key = (row.site.clone(), row.item.clone());
            let lot = lots.first().filter(|_| lots.len() == 1);
            road.entry(key).or_default().push(Sent {
                lot: lot.map(|lot| (*lot).to_owned()),
                qty,
                expiry: row.expiry,
                expected_on: row.expected_on,
            });
        }
    }
    date(&mut road, &lines);
    road
}

/// Takes off what of a row is of shares of its lots.
fn of_shares<'a>(in_shares: &mut OfShares<'a>, row: &'a Inbound, lots: &[&'a str]) -> Quantity {
    let mut sum = Quantity::ZERO;
    for lot in lots {
        if let Some(of_share) = in_shares.get_mut(&(&*row.site, &*row.item, *lot)) {
            let part = (row.qty - sum).min(*of_share).or_zero();
            *of_share -= part;
            sum += part;
        }
    }
    sum
}

/// The lines that sent goods, by how a row names them.
struct SentLines<'a> {
    /// By their own document and line, and by the order that they name.
    by_name: BTreeMap<String, Vec<&'a Movement>>,
    by_document: BTreeMap<&'a str, Vec<&'a Movement>>,
}

impl<'a> SentLines<'a> {
    fn of(lines: &[&'a Movement]) -> SentLines<'a> {
        let (mut by_name, mut by_document) = (BTreeMap::new(), BTreeMap::new());
        let kinds = [MovementKind::TransferOut, MovementKind::Issue];
        for line in lines.iter().copied() {
            if kinds.contains(&line.kind) {
                let names = [reference(line), line.reference.clone()];
                for name in names {
                    let of_name: &mut Vec<_> = by_name.entry(name).or_default();
                    of_name.push(line);
                }
                let of_document: &mut Vec<_> = by_document.entry(&*line.doc).or_default();
                of_document.push(line);
            }
        }
        SentLines {
            by_name,
            by_document,
        }
    }

    /// The lots that a row is of, as far as the ledger knows who sent it.
    fn lots_of(&self, row: &Inbound) -> Vec<&'a str> {
        let named = self.by_name.get(&named_in_ref(row));
        let lines = named.or_else(|| self.by_document.get(&*row.doc));
        let lines = lines.into_iter().flatten();
        let meant = lines.filter(|line| line.counterparty == row.site && line.item == row.item);
        let mut lots: Vec<&str> = meant.map(|line| &*line.lot).collect();
        lots.sort_unstable();
        lots.dedup();
        lots
    }
}

/// Puts to each lot the last usable day that the lines of the ledger state.
fn date(road: &mut Road, lines: &[&Movement]) {
    let on_road: BTreeSet<(&str, &str)> = road
        .iter()
        .flat_map(|((_, item), sent)| {
            sent.iter()
                .filter_map(|sent| Some((&**item, sent.lot.as_deref()?)))
        })
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
            if let Some(lot) = &sent.lot {
                let of_lot = stated.get(&(&**item, &**lot));
                sent.expiry = of_lot.and_then(|expiry| expiry.day());
            }
        }
    }
}

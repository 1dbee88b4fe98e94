//! What is on the road to institutions and was sent by no plan?
//!
//! Shape: [`Sent`] goods by institution and item: those that left a store and have not arrived, and those that table
//! `inbound` says have left; what both speak of counts once. What a share of a plan sent is counted with the share.
//!
//! An institution that keeps no stock in the ledger books no arrival: what left for it lies there until it is used up, the
//! oldest first ([`unused`]).

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::ledger::LotExpiry;
use crate::ledger::tables::{Inbound, Movement};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::{Quantity, Rate};
use crate::stock::coming::{coming, is_confirmed, named_in_ref};

/// Goods of one lot that have left and not arrived; of goods that table `inbound` alone knows the lot is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub lot: Option<String>,
    pub qty: Quantity,
    pub expiry: Option<Day>,
    /// When it is to be there; what is late, or of no day, may come any day.
    pub expected_on: Option<Day>,
    /// When it left, as far as the ledger knows.
    pub sent_on: Option<Day>,
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
    let mut coming = coming(inbound, movements, |_| true, as_of);
    coming.retain(is_confirmed);
    if coming.is_empty() {
        return Road::new();
    }
    let lines = in_ledger_order(movements, as_of);
    let sent = SentLines::of(&lines);
    let (mut road, mut in_shares) = (Road::new(), in_shares);
    for row in &coming {
        let lines = sent.lines_of(row);
        let lots = lots_of(&lines);
        let qty = row.qty - of_shares(&mut in_shares, row, &lots);
        if qty.is_positive() && Form::stated(row.form) == Form::Physical {
            let key = (row.site.clone(), row.item.clone());
            let lot = lots.first().filter(|_| lots.len() == 1);
            road.entry(key).or_default().push(Sent {
                lot: lot.map(|lot| (*lot).to_owned()),
                qty,
                expiry: row.expiry,
                expected_on: row.expected_on,
                sent_on: lines.iter().map(|line| line.date).max(),
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

    /// The lines that sent a row, as far as the ledger knows.
    fn lines_of(&self, row: &Inbound) -> Vec<&'a Movement> {
        let named = self.by_name.get(&named_in_ref(row));
        let lines = named.or_else(|| self.by_document.get(&*row.doc));
        let lines = lines.into_iter().flatten().copied();
        let meant = lines.filter(|line| line.counterparty == row.site && line.item == row.item);
        meant.collect()
    }
}

/// The lots of some lines, each once.
fn lots_of<'a>(lines: &[&'a Movement]) -> Vec<&'a str> {
    let lots: BTreeSet<&str> = lines.iter().map(|line| &*line.lot).collect();
    lots.into_iter().collect()
}

/// What is left on `as_of` of goods that were `sent` to somebody who books no arrival and uses them at a `rate`: it uses
/// what it was sent first, from the day on which that left. Of what nobody says when it left nothing is used yet.
pub fn unused(sent: &[Sent], rate: Rate, as_of: Day) -> Vec<Sent> {
    let dated = sent
        .iter()
        .filter_map(|sent| Some((sent.sent_on?, sent.qty)));
    let mut dated: Vec<(Day, Quantity)> = dated.collect();
    dated.sort_unstable();
    let (mut left, mut since) = (Quantity::ZERO, as_of);
    let used_between = |since: Day, day: Day| {
        let days = i128::from(day.days_since(since).max(0));
        let used = i128::from(rate.numerator().thousandths()) * days;
        Quantity::from_sum(used / i128::from(rate.denominator())).unwrap_or(Quantity::MAX)
    };
    for (day, qty) in dated {
        left = (left - used_between(since, day)).or_zero() + qty;
        since = day;
    }
    left = (left - used_between(since, as_of)).or_zero();
    let mut newest_first: Vec<&Sent> = sent.iter().collect();
    newest_first.sort_by_key(|sent| std::cmp::Reverse(sent.sent_on));
    let mut unused = Vec::new();
    for sent in newest_first {
        let part = match sent.sent_on {
            Some(_) => left.min(sent.qty),
            None => sent.qty,
        };
        if sent.sent_on.is_some() {
            left -= part;
        }
        if part.is_positive() {
            unused.push(Sent {
                qty: part,
                ..sent.clone()
            });
        }
    }
    unused
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_books_no_arrival_uses_first_what_was_sent_first() {
        let day = |text: &str| Day::parse(text).expect("a date of the test");
        let pieces = |count| Quantity::whole(count).expect("a small number");
        let of = |lot: &str, qty, sent_on: Option<&str>| Sent {
            lot: Some(lot.to_owned()),
            qty: pieces(qty),
            expiry: None,
            expected_on: None,
            sent_on: sent_on.map(day),
        };
        let rate = Rate::over(pieces(3), 2).expect("a rate");
        let left = |sent: &[Sent], as_of: &str| {
            let unused = unused(sent, rate, day(as_of)).into_iter();
            let left = unused.map(|sent| (sent.lot.unwrap_or_default(), sent.qty));
            left.collect::<Vec<_>>()
        };
        let named = |lot: &str, qty| (lot.to_owned(), pieces(qty));
        let sent = [
            of("A", 100, Some("2022-01-10")),
            of("B", 50, Some("2022-01-20")),
        ];
        assert_eq!(left(&sent[..1], "2022-02-01"), [named("A", 67)]);
        // 15 of A are used when B comes, and 18 after it.
        let both = [named("B", 50), named("A", 67)];
        assert_eq!(left(&sent, "2022-02-01"), both);
        // What was used up before B came is not used of B.
        let late = [of("A", 6, Some("2022-01-10")), sent[1].clone()];
        assert_eq!(left(&late, "2022-01-22"), [named("B", 47)]);
        assert_eq!(left(&[of("C", 9, None)], "2022-12-31"), [named("C", 9)]);
    }
}

//! Who nearby has more than its own need? A transfer is proposed before an order.
//!
//! A site or area gives what it has beyond the highest of its own standards, in whole units; one that no standard
//! judges gives nothing, because nobody knows what it needs. The neediest takes first: fewest days, then by code; it
//! takes from the nearest: by steps in the tree of sites, then by km, then by code. What is given once is gone. Nobody
//! gives to a site whose stock is counted with its own, and nothing is moved here: the rows propose.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::ledger::SiteTree;
use crate::ledger::tables::Cover;
use crate::ledger::word::{Form, Verdict};
use crate::quantity::Quantity;

use super::row::{MOVE, MOVE_AND_ORDER, ORDER_NOW};

/// What one site has of one item, against the strictest of its standards.
struct Party {
    site: String,
    /// Missing to the highest target, less what is on order.
    lacks: Quantity,
    /// Beyond the highest target.
    spares: Quantity,
    days: i64,
}

/// The rows that are short and could get something, by their place among `rows`: with what could be moved, taken off
/// what is to be ordered.
///
/// `rows` has all rows of an item or none of them; `counted`: the sites whose stock counts for a site.
/// Rule: `P0-A10`, `MINMAX`.
pub fn proposed<'a>(
    rows: &[impl Borrow<Cover>],
    sites: &SiteTree,
    counted: impl Fn(&str) -> &'a [&'a str],
) -> Vec<(usize, Cover)> {
    let mut by_item: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let row = row.borrow();
        if row.form == Some(Form::Physical) && row.verdict.is_some() {
            by_item.entry(&row.item).or_default().push(at);
        }
    }
    let mut proposed = Vec::new();
    for places in by_item.into_values() {
        let mut parties = parties(places.iter().map(|at| rows[*at].borrow()));
        let gifts = gifts(&mut parties, sites, &counted);
        for at in places {
            let row = rows[at].borrow();
            let gifts = gifts.get(&row.site);
            let given = gifts.and_then(|gifts| with_gifts(row, gifts));
            proposed.extend(given.map(|row| (at, row)));
        }
    }
    proposed
}

/// The sites of one item, each once.
fn parties<'a>(rows: impl Iterator<Item = &'a Cover>) -> Vec<Party> {
    let mut parties: BTreeMap<&str, Party> = BTreeMap::new();
    for row in rows {
        let target = row.need_max.or(row.need_min).unwrap_or_default();
        let there = row.usable + row.on_order.unwrap_or_default();
        let spares = (row.usable - target).or_zero().round_down_to_whole();
        let lacks = match row.verdict {
            Some(Verdict::Short) => (target - there).or_zero().round_up_to_whole(),
            _ => Quantity::ZERO,
        };
        let days = row.cover_days.unwrap_or(i64::MAX);
        let party = parties.entry(&row.site).or_insert_with(|| Party {
            site: row.site.clone(),
            lacks,
            spares,
            days,
        });
        party.lacks = party.lacks.max(lacks);
        party.spares = party.spares.min(spares);
        party.days = party.days.min(days);
    }
    parties.into_values().collect()
}

/// Who gives how much to whom: by receiver, the givers nearest first.
fn gifts<'a>(
    parties: &mut [Party],
    sites: &SiteTree,
    counted: &impl Fn(&str) -> &'a [&'a str],
) -> BTreeMap<String, Vec<(String, Quantity)>> {
    let mut needy: Vec<usize> = (0..parties.len())
        .filter(|at| parties[*at].lacks.is_positive())
        .collect();
    needy.sort_by_key(|at| parties[*at].days);
    let mut gifts: BTreeMap<String, Vec<(String, Quantity)>> = BTreeMap::new();
    for receiver in needy {
        let to = parties[receiver].site.clone();
        for giver in givers(parties, &to, sites, counted) {
            let lacks = parties[receiver].lacks;
            let given = lacks.min(parties[giver].spares);
            if given.is_positive() {
                parties[receiver].lacks -= given;
                parties[giver].spares -= given;
                let from = parties[giver].site.clone();
                gifts.entry(to.clone()).or_default().push((from, given));
            }
        }
    }
    gifts
}

/// Those that have something to spare for `to`, nearest first.
fn givers<'a>(
    parties: &[Party],
    to: &str,
    sites: &SiteTree,
    counted: &impl Fn(&str) -> &'a [&'a str],
) -> Vec<usize> {
    let (with_it, above) = (counted(to), sites.upwards(to));
    let is_part = |from: &str| above.contains(&from) && counted(from).contains(&to);
    let is_apart = |from: &str| from != to && !with_it.contains(&from) && !is_part(from);
    let mut givers: Vec<usize> = (0..parties.len())
        .filter(|at| parties[*at].spares.is_positive() && is_apart(&parties[*at].site))
        .collect();
    givers.sort_by_cached_key(|at| {
        let from = &parties[*at].site;
        let steps = sites.steps_between(from, to).unwrap_or(usize::MAX);
        // Distances are rounded to tenths of a km.
        let tenths = sites.km_between(from, to).map(|km| (km * 10.0) as i64);
        (steps, tenths.unwrap_or(i64::MAX))
    });
    givers
}

/// One row with what it gets, up to its own target; `None` where it orders nothing.
fn with_gifts(row: &Cover, gifts: &[(String, Quantity)]) -> Option<Cover> {
    let mut lacks = row.order_qty.filter(|order| order.is_positive())?;
    let mut from = Vec::new();
    let mut moved = Quantity::ZERO;
    for (site, qty) in gifts {
        let taken = lacks.min(*qty);
        if taken.is_positive() {
            from.push(format!("{site} {taken}"));
            moved += taken;
            lacks -= taken;
        }
    }
    let action = match lacks.is_positive() {
        false => MOVE,
        // What cannot wait does not wait for the move.
        true if row.action == ORDER_NOW => ORDER_NOW,
        true => MOVE_AND_ORDER,
    };
    Some(Cover {
        move_qty: Some(moved),
        move_from: from.join("; "),
        order_qty: Some(lacks),
        action: action.to_owned(),
        ..row.clone()
    })
}

//! Who nearby has more than its own need? A transfer is proposed before an order.
//!
//! A site or area gives what it has beyond the highest of its own standards, in whole units; one that no standard
//! judges gives nothing, because nobody knows what it needs. The neediest takes first: fewest days, then by code; it
//! takes from the nearest: by steps in the tree of sites, then by km, then by code. What is given once is gone. Nobody
//! gives to a site whose stock is counted with its own, and nothing is moved here: the rows propose. What a donor marked
//! goes to those alone whom the mark admits; a mark that cannot be read admits nobody. What lies at a site that it is not
//! meant for is nothing that the site needs, and all of it may go to those whom it is meant for.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::ledger::earmark::Earmark;
use crate::ledger::tables::Cover;
use crate::ledger::word::{Action, Form, Verdict};
use crate::quantity::Quantity;

use super::desk::Desk;
use super::meant::is_meant;
use super::pickable;

/// What one site has of one item, against the strictest of its standards.
struct Party {
    site: String,
    /// Missing to the highest target, less what is on order.
    lacks: Quantity,
    /// Beyond the highest target.
    spares: Quantity,
    days: i64,
    /// What lies there, where a donor marked any of it.
    marked: Option<Marked>,
}

/// What may be picked of one item at a site, apart by the marks that bind.
struct Marked {
    free: Quantity,
    bound: Vec<Bound>,
}

/// A lot with a mark.
struct Bound {
    /// `None` where it cannot be read.
    wish: Option<Earmark>,
    qty: Quantity,
    /// Whether it is meant for the place where it lies, and counts there.
    counts_here: bool,
}

impl Party {
    /// Whether there is anything that it could give to somebody.
    fn has_any(&self) -> bool {
        let marked = self.marked.as_ref();
        self.spares.is_positive() || marked.is_some_and(Marked::keeps_for_others)
    }

    /// Gives up to `most` to a site: what lies here for it, then of what is beyond its own need.
    fn give(&mut self, most: Quantity, to: (&str, &Desk<'_>)) -> Quantity {
        let Some(marked) = &mut self.marked else {
            let given = most.min(self.spares);
            self.spares -= given;
            return given;
        };
        let handed = marked.hand_over(most, to);
        let given = marked.take((most - handed).min(self.spares), to);
        self.spares -= given;
        handed + given
    }
}

impl Marked {
    /// What lies there of an item; `None` where no mark binds any of it.
    fn of(desk: &Desk<'_>, site: &str, item: &str) -> Option<Marked> {
        let as_of = desk.options.as_of;
        let (mut free, mut bound) = (Quantity::ZERO, Vec::new());
        for lot in desk.area_lots(site, item, Form::Physical) {
            let qty = pickable(lot, as_of);
            let wish = match Earmark::binding(lot, as_of) {
                Ok(None) => {
                    free += qty;
                    continue;
                }
                Ok(wish) => wish,
                Err(_) => None,
            };
            bound.push(Bound {
                wish,
                qty,
                counts_here: is_meant(desk, site, lot),
            });
        }
        (!bound.is_empty()).then_some(Marked { free, bound })
    }

    /// Whether anything lies there that is meant for others alone.
    fn keeps_for_others(&self) -> bool {
        let mut bound = self.bound.iter();
        bound.any(|lot| !lot.counts_here && lot.qty.is_positive())
    }

    /// The lots that are meant for `to`: those that count where they lie, or the others.
    fn meant<'s>(
        &'s mut self,
        counts_here: bool,
        (to, desk): (&str, &Desk<'_>),
    ) -> impl Iterator<Item = &'s mut Quantity> {
        let (sites, as_of) = (desk.inputs.sites, desk.options.as_of);
        let bound = self.bound.iter_mut();
        bound.filter_map(move |lot| {
            let is_meant = |wish: &Earmark| wish.admits(to, sites, as_of);
            let is_theirs =
                lot.counts_here == counts_here && lot.wish.as_ref().is_some_and(is_meant);
            is_theirs.then_some(&mut lot.qty)
        })
    }

    /// Takes up to `most` of what lies there for `to` and for nobody here.
    fn hand_over(&mut self, most: Quantity, to: (&str, &Desk<'_>)) -> Quantity {
        let there: Quantity = self.meant(false, to).map(|qty| *qty).sum();
        let given = most.min(whole(there));
        take_of(self.meant(false, to), given);
        given
    }

    /// Takes up to `most` of what counts there and may go to `to`, first what is meant for it.
    fn take(&mut self, most: Quantity, to: (&str, &Desk<'_>)) -> Quantity {
        let meant: Quantity = self.meant(true, to).map(|qty| *qty).sum();
        let given = most.min(whole(meant + self.free));
        let beside = take_of(self.meant(true, to), given);
        self.free -= beside;
        given
    }
}

/// Takes `open` of some lots, one after the other; gives what is left to take.
fn take_of<'s>(lots: impl Iterator<Item = &'s mut Quantity>, mut open: Quantity) -> Quantity {
    for qty in lots {
        let taken = open.min(*qty);
        *qty -= taken;
        open -= taken;
    }
    open
}

fn whole(qty: Quantity) -> Quantity {
    qty.or_zero().round_down_to_whole()
}

/// The rows that are short and could get something, by their place among `rows`: with what could be moved, taken off
/// what is to be ordered.
///
/// `rows` has all rows of an item or none of them. Rule: `P0-A10`, `P0-A05`, `MINMAX`.
pub fn proposed(rows: &[impl Borrow<Cover>], desk: &Desk<'_>) -> Vec<(usize, Cover)> {
    let mut by_item: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let row = row.borrow();
        if row.form == Some(Form::Physical) && row.verdict.is_some() {
            by_item.entry(&row.item).or_default().push(at);
        }
    }
    let mut proposed = Vec::new();
    for (item, places) in by_item {
        let mut parties = parties(places.iter().map(|at| rows[*at].borrow()));
        let gifts = gifts(&mut parties, item, desk);
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
            marked: None,
        });
        party.lacks = party.lacks.max(lacks);
        party.spares = party.spares.min(spares);
        party.days = party.days.min(days);
    }
    parties.into_values().collect()
}

/// Who gives how much to whom: by receiver, the givers nearest first.
fn gifts(
    parties: &mut [Party],
    item: &str,
    desk: &Desk<'_>,
) -> BTreeMap<String, Vec<(String, Quantity)>> {
    let mut needy: Vec<usize> = (0..parties.len())
        .filter(|at| parties[*at].lacks.is_positive())
        .collect();
    needy.sort_by_key(|at| parties[*at].days);
    let mut gifts: BTreeMap<String, Vec<(String, Quantity)>> = BTreeMap::new();
    if needy.is_empty() {
        return gifts;
    }
    for party in parties.iter_mut() {
        party.marked = Marked::of(desk, &party.site, item);
    }
    for receiver in needy {
        let to = parties[receiver].site.clone();
        for giver in givers(parties, &to, desk) {
            let given = parties[giver].give(parties[receiver].lacks, (&to, desk));
            if given.is_positive() {
                parties[receiver].lacks -= given;
                let from = parties[giver].site.clone();
                gifts.entry(to.clone()).or_default().push((from, given));
            }
        }
    }
    gifts
}

/// Those that have something to spare for `to`, nearest first.
fn givers(parties: &[Party], to: &str, desk: &Desk<'_>) -> Vec<usize> {
    let sites = desk.inputs.sites;
    let (with_it, above) = (desk.counted(to), sites.upwards(to));
    let is_part = |from: &str| above.contains(&from) && desk.counted(from).contains(&to);
    let is_apart = |from: &str| from != to && !with_it.contains(&from) && !is_part(from);
    let mut givers: Vec<usize> = (0..parties.len())
        .filter(|at| parties[*at].has_any() && is_apart(&parties[*at].site))
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
        false => Action::Move,
        // What cannot wait does not wait for the move.
        true if row.action == Some(Action::OrderNow) => Action::OrderNow,
        true => Action::MoveAndOrder,
    };
    Some(Cover {
        move_qty: Some(moved),
        move_from: from.join("; "),
        order_qty: Some(lacks),
        action: Some(action),
        ..row.clone()
    })
}

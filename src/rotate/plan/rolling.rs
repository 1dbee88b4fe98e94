//! Rolling rotation: the oldest lots of a reserve go into daily use, and fresher goods come back for them, one for one.
//!
//! In a cycle of days each institution draws what it uses from the reserve, the earliest expiring lots first, as far as
//! it gets through them in time beside what it has that expires as early. For every unit it gives one back that lasts
//! longer: of its own stock, the longest-lived first, and what it does not have it buys new. So the reserve keeps its
//! quantity, and what is in it lasts longer. Table `exchange`: a row for each lot that goes out and each that comes in.
//!
//! What a donor marked for somebody does not roll: whoever is to have it owes nothing for it. The reserve of an area rolls
//! among its own units, as in a plan of the year.
//!
//! Never: an exchange that gains nothing. Rule: `R11`, `P4-T01`.

use std::collections::BTreeMap;

use crate::calendar::{Day, is_expired};
use crate::diagnostic::Diagnostic;
use crate::ledger::Catalogue;
use crate::ledger::tables::{Exchange, Movement, OnHand};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::rotate::book::Book;

use super::audit::{Fault, audit_takers};
use super::freight::Freight;
use super::left_out::{LeftOut, left_out};
use super::model::{Model, Objective};
use super::offer::{Offer, offered, offers};
use super::room::Rooms;
use super::{PlanInputs, model_of, pack_of, solve, too_large};

/// Goods of their own that an institution gives back, and goods that it buys for it.
const OWN: &str = "own_stock";
const BOUGHT: &str = "purchase";

/// Exchanges, and who has none of what is offered.
#[derive(Debug, Default)]
pub struct Rolled {
    /// By item, lot, institution and then the lot that comes in.
    pub exchanges: Vec<Exchange>,
    /// Who uses what is offered and may have none of it.
    pub left_out: LeftOut,
}

/// The exchanges of a cycle of `days`.
///
/// Errors: `overflow` where the quantities of an item do
/// not fit; `bad-word` where a mark cannot be read.
pub fn exchanges(inputs: &PlanInputs<'_>, days: i64, rule: &str) -> Result<Rolled, Diagnostic> {
    let rooms = Rooms::of(inputs);
    let freight = Freight::of(inputs);
    let book = Book::of(&inputs.stage);
    let (mut rows, mut items) = (Vec::new(), Vec::new());
    for (item, lots) in offered(inputs) {
        let pack = pack_of(inputs, item);
        let mut offers = offers(inputs, &lots, pack, &book)?;
        offers.retain(|offer| offer.wish.is_none());
        let takers = rooms.takers(item);
        let model = model(inputs, item, &offers, &rooms, &freight, days);
        let shares = solve::solve(&model, Objective::WasteFirst);
        let shares = shares.map_err(|why| too_large(item, why))?;
        let mut back = Backs::of(inputs, item, &takers);
        let mut order: Vec<usize> = (0..offers.len()).collect();
        // The oldest finds the longest-lived: what has little to gain comes last.
        order.sort_by_key(|at| (offers[*at].row.expiry, *at));
        for at in order {
            let given = takers.iter().zip(&shares[at]);
            for (institution, packs) in given.filter(|(_, packs)| **packs > 0) {
                let qty = Quantity::from_thousandths(packs * pack);
                rows.extend(back.exchange(&offers[at], institution, qty, rule));
            }
        }
        items.push((offers, takers));
    }
    let items = items.iter().map(|(offers, takers)| (&**offers, &**takers));
    Ok(Rolled {
        exchanges: rows,
        left_out: left_out(items, &freight, &inputs.options.to),
    })
}

/// The same model as a plan's, with what each uses of the reserve in the cycle, and nothing worth more than the rest: so
/// the earliest expiring goes first.
fn model(
    inputs: &PlanInputs<'_>,
    item: &str,
    offers: &[Offer<'_>],
    rooms: &Rooms<'_>,
    freight: &Freight<'_>,
    days: i64,
) -> Model {
    let pack = pack_of(inputs, item);
    let mut expiries: Vec<Day> = offers.iter().filter_map(|offer| offer.row.expiry).collect();
    expiries.sort_unstable();
    expiries.dedup();
    let takers = rooms.takers(item);
    let mut model = model_of(offers, &expiries, rooms, freight, item, &takers, pack);
    for lot in &mut model.lots {
        lot.worth = 1;
    }
    model.rooms = takers
        .iter()
        .map(|to| {
            let own = own_stock(inputs.stage.onhand, to, item, inputs.stage.as_of);
            rooms.in_cycle(to, item, &expiries, pack, days, &own)
        })
        .collect();
    model
}

/// What an institution has in store of an item and may give away: dated goods, in no hurry.
fn own_stock<'a>(onhand: &'a [OnHand], site: &str, item: &str, as_of: Day) -> Vec<&'a OnHand> {
    let own = onhand.iter().filter(|row| {
        row.site == site
            && row.item == item
            && Form::stated(row.form) == Form::Physical
            && row.earmark.is_empty()
            && !is_expired(row.expiry, as_of)
    });
    own.collect()
}

/// What institutions have to give back.
struct Backs<'a> {
    /// By institution: its lots, the longest-lived first, with what is left of each.
    lots: BTreeMap<&'a str, Vec<(&'a OnHand, Quantity)>>,
    /// The last day of goods that are bought now.
    fresh: Option<Day>,
}

impl<'a> Backs<'a> {
    fn of(inputs: &PlanInputs<'a>, item: &str, takers: &[&'a str]) -> Backs<'a> {
        let as_of = inputs.stage.as_of;
        let lots = takers.iter().map(|site| {
            let mut own = own_stock(inputs.stage.onhand, site, item, as_of);
            own.retain(|row| row.expiry.is_some());
            own.sort_by(|a, b| b.expiry.cmp(&a.expiry).then(a.lot.cmp(&b.lot)));
            let left = |row: &'a OnHand| (row, row.available.unwrap_or(row.qty).or_zero());
            (*site, own.into_iter().map(left).collect())
        });
        Backs {
            lots: lots.collect(),
            fresh: last_day_of_new(inputs.stage.catalogue, item, as_of),
        }
    }

    /// What comes back from an institution for `qty` of a lot: of its own what lasts longer, then what it buys.
    ///
    /// Result: a row for each lot that comes in; less than `qty` in all where nothing that can be had lasts longer.
    fn exchange(
        &mut self,
        offer: &Offer<'_>,
        institution: &str,
        qty: Quantity,
        rule: &str,
    ) -> Vec<Exchange> {
        let mut open = qty;
        let mut rows = Vec::new();
        let own = self.lots.get_mut(institution).into_iter().flatten();
        for (row, left) in own.filter(|(row, _)| row.expiry > offer.row.expiry) {
            let qty = open.min(*left);
            if qty.is_positive() {
                *left -= qty;
                open -= qty;
                rows.push(row_of(offer, institution, qty, Some(row), row.expiry, rule));
            }
        }
        let gains = self
            .fresh
            .is_none_or(|fresh| Some(fresh) > offer.row.expiry);
        if open.is_positive() && gains {
            rows.push(row_of(offer, institution, open, None, self.fresh, rule));
        }
        rows
    }
}

/// The last usable day of goods of an item that are made today, where the catalogue knows how long it keeps.
fn last_day_of_new(catalogue: &Catalogue, item: &str, made: Day) -> Option<Day> {
    catalogue.get(item)?.last_day_of(made)
}

fn row_of(
    offer: &Offer<'_>,
    institution: &str,
    qty: Quantity,
    own: Option<&OnHand>,
    in_expiry: Option<Day>,
    rule: &str,
) -> Exchange {
    let out = offer.row;
    let gain = in_expiry
        .zip(out.expiry)
        .map(|(new, old)| new.days_since(old));
    Exchange {
        plan: String::new(),
        from_site: out.site.clone(),
        lot: out.lot.clone(),
        institution: institution.to_owned(),
        in_lot: own.map_or(String::new(), |row| row.lot.clone()),
        item: out.item.clone(),
        qty,
        unit: out.unit.clone(),
        form: out.form,
        owner: out.owner.clone(),
        expiry: out.expiry,
        in_expiry,
        gain_days: gain,
        reason: if own.is_some() { OWN } else { BOUGHT }.to_owned(),
        rule: rule.to_owned(),
        basis_seal: String::new(),
    }
}

/// What goes from hand to hand as movements: the old lot to the institution and its own lot into the reserve. Goods that
/// are bought come in when they come.
pub fn movements(exchanges: &[Exchange], as_of: Day) -> Vec<Movement> {
    let own = exchanges.iter().filter(|row| row.reason == OWN);
    let four = own.flat_map(|row| {
        let (reserve, institution) = (row.from_site.as_str(), row.institution.as_str());
        let old = (row.lot.as_str(), row.expiry, row.owner.as_str());
        let new = (row.in_lot.as_str(), row.in_expiry, row.owner.as_str());
        [
            (MovementKind::TransferOut, reserve, institution, old),
            (
                MovementKind::TransferIn,
                institution,
                reserve,
                (old.0, old.1, ""),
            ),
            (
                MovementKind::TransferOut,
                institution,
                reserve,
                (new.0, new.1, ""),
            ),
            (MovementKind::TransferIn, reserve, institution, new),
        ]
        .map(|(kind, site, other, (lot, expiry, owner))| Movement {
            doc: row.plan.clone(),
            lot: lot.to_owned(),
            expiry,
            owner: owner.to_owned(),
            qty: Some(row.qty),
            unit: row.unit.clone(),
            form: row.form,
            basis: "transfer".to_owned(),
            counterparty: other.to_owned(),
            note: "rolling rotation".to_owned(),
            ..Movement::new(as_of, kind, site, &row.item)
        })
    });
    let numbered = (1..).zip(four);
    let movements = numbered.map(|(line, movement)| Movement {
        line: i32::to_string(&line),
        ..movement
    });
    movements.collect()
}

/// Judges exchanges by what must hold: of no lot goes more than it has, neither of those that go out nor of those that
/// come in, and what comes in lasts longer than what goes out.
pub fn audit(onhand: &[OnHand], exchanges: &[Exchange]) -> Vec<Fault> {
    let mut out: BTreeMap<(&str, &str, &str), Quantity> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut find = |item: &str, what: String| {
        let item = item.to_owned();
        faults.push(Fault { item, what });
    };
    for row in exchanges {
        *out.entry((&row.from_site, &row.item, &row.lot))
            .or_default() += row.qty;
        if !row.in_lot.is_empty() {
            *out.entry((&row.institution, &row.item, &row.in_lot))
                .or_default() += row.qty;
        }
        if row
            .in_expiry
            .is_some_and(|new| row.expiry.is_some_and(|old| new <= old))
        {
            let what = format!("what comes in for lot {} lasts no longer", row.lot);
            find(&row.item, what);
        }
        if !row.qty.is_positive() {
            let what = format!("{} of lot {} are exchanged", row.qty, row.lot);
            find(&row.item, what);
        }
    }
    for ((site, item, lot), qty) in out {
        let there: Quantity = onhand
            .iter()
            .filter(|row| {
                (row.site.as_str(), row.item.as_str(), row.lot.as_str()) == (site, item, lot)
            })
            .map(|row| row.qty)
            .sum();
        if qty > there {
            let what = format!("{qty} of the {there} of lot {lot} at {site} go");
            find(item, what);
        }
    }
    faults
}

/// Judges exchanges by whose goods go to whom.
pub fn audit_areas(inputs: &PlanInputs<'_>, exchanges: &[Exchange]) -> Vec<Fault> {
    let key = |site: &str, item: &str, lot: &str, owner: &str| {
        [site, item, lot, owner].map(str::to_owned)
    };
    let rows = inputs.stage.onhand.iter();
    let rows = rows.map(|row| (key(&row.site, &row.item, &row.lot, &row.owner), row));
    let rows: BTreeMap<[String; 4], &OnHand> = rows.collect();
    let faults = exchanges.iter().flat_map(|exchange| {
        let Exchange {
            from_site,
            item,
            lot,
            owner,
            ..
        } = exchange;
        let row = rows.get(&key(from_site, item, lot, owner));
        let given = row.map(|row| (*row, &*exchange.institution));
        let faults = audit_takers(given.as_slice(), inputs).into_iter();
        faults.map(|what| Fault {
            item: item.clone(),
            what,
        })
    });
    faults.collect()
}

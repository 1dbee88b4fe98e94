//! Which institution takes how much of which lot, so that as little as possible expires: tables `rotation` and `residual`.
//!
//! Shape: a share for every lot and institution that takes some of it, and a row of what nobody takes for every lot of
//! which something is left. Items do not trade with each other; each is a [`model`] of its own, which [`solve`] plans
//! and [`audit`] checks without its help. [`beside`] says what simpler ways would have wasted.
//!
//! - An institution has room for what it uses by a day, less its own usable stock and what earlier plans gave it.
//! - What is wasted is counted at cost. Donated goods have none: they are handed out all the same, after all others.
//! - Lots go in whole packs of the catalogue, where it knows one.

pub mod audit;
pub mod beside;
pub mod model;
mod room;
pub mod solve;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{
    Burn, Demand, Lane, Metric, Movement, OnHand, Residual, Rotation, Usage,
};
use crate::ledger::word::{Form, Rung};
use crate::ledger::{LotKey, SiteTree};
use crate::quantity::{Money, Price, Quantity, THOUSANDTHS, div_ceil};

use super::book::Book;
use super::stage::{HEALTH_COMMISSION, INSTITUTION, StageInputs, is_on_ladder, stages};
use audit::Fault;
use model::{Lot, Model, Objective, Shares, TooLarge};
use room::Rooms;

/// Class of the sites that give, where none is named.
const DEPOT: &str = "depot";

/// What a plan is made of.
pub struct PlanInputs<'a> {
    pub stage: StageInputs<'a>,
    pub movements: &'a [Movement],
    pub usage: &'a [Usage],
    pub burn: &'a [Burn],
    pub sites: &'a SiteTree,
    pub lanes: &'a [Lane],
    /// What is to be there by plan, of which a part is kept.
    pub demand: &'a [Demand],
    pub options: PlanOptions,
}

/// How a plan is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// The last expiry that is planned.
    pub until: Day,
    /// Whether only lots past their warning are offered again.
    pub second_round: bool,
    pub objective: Objective,
    /// The sites that give; all depots where none is named.
    pub from: BTreeSet<String>,
    /// What an institution may buy of one item without a tender.
    pub limit: Option<Money>,
    /// Percent of the planned reserve that stays in store.
    pub keep: i64,
}

/// A plan with what it leaves over and what simpler ways would.
#[derive(Debug, Default)]
pub struct PlanAnswer {
    pub shares: Vec<Rotation>,
    pub residuals: Vec<Residual>,
    pub metrics: Vec<Metric>,
    /// What an independent look at the plan found wrong with it; nothing, or the plan must not be used.
    pub faults: Vec<Fault>,
}

/// A balance that may be handed out.
struct Offer<'a> {
    row: &'a OnHand,
    /// What may leave, in whole packs.
    packs: i64,
}

/// Plans every item.
///
/// Errors: an item whose quantities times values do not fit. Rule: `P0-T01` to `P0-T06`.
pub fn plan(inputs: &PlanInputs<'_>) -> Result<PlanAnswer, TooLarge> {
    let mut by_item: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
    let staged = stages(&inputs.stage);
    let near: BTreeSet<(&str, &str, &str)> = staged
        .iter()
        .filter(|stage| stage.stage == Rung::NearExpiry)
        .map(|stage| (&*stage.site, &*stage.item, &*stage.lot))
        .collect();
    let mut offered: Vec<&OnHand> = inputs.stage.onhand.iter().collect();
    offered.retain(|row| {
        let is_near = near.contains(&(&*row.site, &*row.item, &*row.lot));
        gives(inputs, row) && (!inputs.options.second_round || is_near)
    });
    offered.sort_by_cached_key(|row| LotKey::of_balance(row));
    for row in offered {
        by_item.entry(&row.item).or_default().push(row);
    }
    let rooms = Rooms::of(inputs);
    let mut book = Book::of(&inputs.stage);
    let mut answer = PlanAnswer::default();
    for (item, rows) in by_item {
        plan_item(inputs, item, &rows, &rooms, &mut book, &mut answer)?;
    }
    Ok(answer)
}

/// Whether a balance may be handed out at all.
fn gives(inputs: &PlanInputs<'_>, row: &OnHand) -> bool {
    let as_of = inputs.stage.as_of;
    let of_site = match inputs.options.from.is_empty() {
        true => inputs.sites.classes(&row.site).contains(&DEPOT),
        false => inputs.options.from.contains(&row.site),
    };
    let in_time = row
        .expiry
        .is_some_and(|last| last <= inputs.options.until && !is_expired(Some(last), as_of));
    let in_store = row.form.unwrap_or(Form::Physical) == Form::Physical;
    of_site && in_time && in_store && row.owner != INSTITUTION && is_on_ladder(row, &inputs.stage)
}

fn plan_item(
    inputs: &PlanInputs<'_>,
    item: &str,
    rows: &[&OnHand],
    rooms: &Rooms<'_>,
    book: &mut Book<'_>,
    answer: &mut PlanAnswer,
) -> Result<(), TooLarge> {
    let pack = pack_of(inputs, item);
    let offers = offers(inputs, rows, pack, book);
    let mut days: Vec<Day> = offers.iter().filter_map(|offer| offer.row.expiry).collect();
    days.sort_unstable();
    days.dedup();
    let takers = rooms.takers(item);
    let model = model_of(inputs, &offers, &days, rooms, item, &takers, pack);
    let shares = solve::solve(&model, inputs.options.objective)?;
    answer
        .faults
        .extend(audit::audit(&model, &shares).into_iter().map(|what| Fault {
            item: item.to_owned(),
            what,
        }));
    for (at, offer) in offers.iter().enumerate() {
        let taken = hand_out(inputs, offer, &shares[at], &takers, pack, answer);
        leave(offer, taken, answer);
    }
    answer.metrics.extend(metrics(item, &model, &shares, pack));
    Ok(())
}

/// The size of a pack in thousandths of the base unit; a whole unit where no pack is known.
fn pack_of(inputs: &PlanInputs<'_>, item: &str) -> i64 {
    let item = inputs.stage.catalogue.get(item);
    let stated = item
        .and_then(|item| item.pack_size)
        .map(Quantity::thousandths);
    stated.filter(|pack| *pack > 0).unwrap_or(THOUSANDTHS)
}

/// What of each balance may leave: not what is promised, and of each site not what its floor keeps, the longest-lived
/// first.
fn offers<'a>(
    inputs: &PlanInputs<'_>,
    rows: &[&'a OnHand],
    pack: i64,
    book: &mut Book<'_>,
) -> Vec<Offer<'a>> {
    let mut free: Vec<Quantity> = Vec::new();
    for row in rows {
        let planned = book.story(row).planned;
        let available = row.available.unwrap_or(row.qty).or_zero();
        free.push(available.min((row.qty - planned).or_zero()));
    }
    for (site, mut kept) in floors(inputs, rows) {
        let mut latest: Vec<usize> = (0..rows.len())
            .filter(|at| rows[*at].site == site)
            .collect();
        latest.sort_by_key(|at| std::cmp::Reverse(rows[*at].expiry));
        for at in latest {
            let stays = free[at].min(kept);
            free[at] -= stays;
            kept -= stays;
        }
    }
    let offer = |(row, free): (&&'a OnHand, Quantity)| Offer {
        row,
        packs: free.thousandths() / pack,
    };
    rows.iter().zip(free).map(offer).collect()
}

/// How much of what is offered each site must keep, beyond what it holds besides.
fn floors(inputs: &PlanInputs<'_>, rows: &[&OnHand]) -> BTreeMap<String, Quantity> {
    let mut floors = BTreeMap::new();
    let Some(item) = rows.first().map(|row| row.item.clone()) else {
        return floors;
    };
    for demand in inputs.demand.iter().filter(|demand| demand.item == item) {
        let keep = i128::from(demand.demand.thousandths()) * i128::from(inputs.options.keep);
        let held = inputs.stage.onhand.iter().filter(|row| {
            row.site == demand.site
                && row.item == item
                && !is_expired(row.expiry, inputs.stage.as_of)
        });
        let held: i128 = held
            .map(|row| i128::from(row.available.unwrap_or(row.qty).thousandths()))
            .sum();
        let offered = rows.iter().filter(|row| row.site == demand.site);
        let offered: i128 = offered
            .map(|row| i128::from(row.available.unwrap_or(row.qty).thousandths()))
            .sum();
        let kept = div_ceil(keep, 100) - (held - offered);
        if let Some(kept) = Quantity::from_sum(kept.max(0)) {
            floors.insert(demand.site.clone(), kept);
        }
    }
    floors
}

fn model_of(
    inputs: &PlanInputs<'_>,
    offers: &[Offer<'_>],
    days: &[Day],
    rooms: &Rooms<'_>,
    item: &str,
    takers: &[&str],
    pack: i64,
) -> Model {
    let depots: BTreeSet<&str> = offers.iter().map(|offer| &*offer.row.site).collect();
    let depots: Vec<&str> = depots.into_iter().collect();
    let lots = offers.iter().map(|offer| {
        let expiry = offer
            .row
            .expiry
            .and_then(|last| days.binary_search(&last).ok());
        let depot = depots.binary_search(&&*offer.row.site);
        Lot {
            packs: offer.packs,
            expiry: expiry.expect("only dated lots are offered"),
            worth: offer.row.unit_cost.map_or(0, Price::steps),
            depot: depot.expect("every site that offers is a depot here"),
        }
    });
    let freight = |depot: &&str| {
        takers
            .iter()
            .map(|to| way(inputs.lanes, depot, to))
            .collect()
    };
    Model {
        lots: lots.collect(),
        rooms: takers
            .iter()
            .map(|to| rooms.by(to, item, days, pack))
            .collect(),
        uses: takers.iter().map(|to| rooms.use_of(to, item)).collect(),
        freight: depots.iter().map(freight).collect(),
    }
}

/// What the way of one unit costs, in ten-thousandths of a yuan; a lane that is not listed is open and costs nothing.
fn way(lanes: &[Lane], from: &str, to: &str) -> Option<i64> {
    let lane = lanes
        .iter()
        .find(|lane| lane.from_site == from && lane.site == to);
    match lane {
        Some(lane) if lane.closed == Some(true) => None,
        Some(lane) => Some(lane.freight.map_or(0, Price::steps)),
        None => Some(0),
    }
}

/// Adds the shares of one balance; gives how much they take.
fn hand_out(
    inputs: &PlanInputs<'_>,
    offer: &Offer<'_>,
    shares: &[i64],
    takers: &[&str],
    pack: i64,
    answer: &mut PlanAnswer,
) -> Quantity {
    let mut taken = Quantity::ZERO;
    for (institution, packs) in takers.iter().zip(shares).filter(|(_, packs)| **packs > 0) {
        let qty = Quantity::from_thousandths(packs * pack);
        taken += qty;
        let row = offer.row;
        let days = row
            .expiry
            .map(|last| last.days_since(inputs.stage.as_of) + 1);
        let a_day = days
            .and_then(|days| Quantity::from_sum(div_ceil(qty.thousandths().into(), days.into())));
        let freight = way(inputs.lanes, &row.site, institution).map(Price::from_steps);
        answer.shares.push(Rotation {
            plan: String::new(),
            lot: row.lot.clone(),
            institution: (*institution).to_owned(),
            date: Some(inputs.stage.as_of),
            from_site: row.site.clone(),
            item: row.item.clone(),
            qty,
            unit: row.unit.clone(),
            form: row.form,
            owner: row.owner.clone(),
            unit_cost: row.unit_cost,
            use_by: row.expiry,
            per_day: a_day,
            value: row.unit_cost.and_then(|cost| Money::of(qty, cost)),
            freight: freight.and_then(|freight| Money::of(qty, freight)),
            tender: String::new(),
            basis_seal: String::new(),
        });
    }
    taken
}

/// Adds what nobody takes of one balance.
fn leave(offer: &Offer<'_>, taken: Quantity, answer: &mut PlanAnswer) {
    let row = offer.row;
    let left = row.available.unwrap_or(row.qty).or_zero() - taken;
    if left.is_positive() {
        answer.residuals.push(Residual {
            plan: String::new(),
            site: row.site.clone(),
            item: row.item.clone(),
            lot: row.lot.clone(),
            qty: left,
            value: row.unit_cost.and_then(|cost| Money::of(left, cost)),
            liable: HEALTH_COMMISSION.to_owned(),
        });
    }
}

/// What the plan and simpler ways waste of an item, in yuan at cost.
fn metrics(item: &str, model: &Model, shares: &Shares, pack: i64) -> Vec<Metric> {
    let used: Vec<i64> = shares.iter().map(|shares| shares.iter().sum()).collect();
    let ways = [
        ("plan", used),
        ("first_expiry_first", beside::first_expiry_first(model)),
        ("greedy", beside::greedy(model)),
        ("proportional", beside::proportional(model)),
    ];
    let metric = |(name, used): (&str, Vec<i64>)| {
        let wasted = beside::wasted(model, &used) * i128::from(pack);
        let packs: i64 = model
            .lots
            .iter()
            .zip(&used)
            .map(|(lot, used)| lot.packs - used)
            .sum();
        let left = Quantity::from_sum(i128::from(packs) * i128::from(pack));
        Metric {
            metric: format!("wasted_value_{name}"),
            site: String::new(),
            item: item.to_owned(),
            // Steps of a ten-thousandth of a yuan times thousandths of a unit.
            value: Some(wasted as f64 / 10_000_000.0),
            text: format!("{} left over", left.unwrap_or_default()),
        }
    };
    ways.into_iter().map(metric).collect()
}

/// Writes into every share whether what its institution takes of the item is within the limit of the local platform:
/// then it needs no tender.
///
/// Rule: `P0-T03`.
pub fn with_tender(shares: &mut [Rotation], limit: Option<Money>) {
    let mut totals: BTreeMap<(String, String), i128> = BTreeMap::new();
    for share in shares.iter() {
        let total = totals.entry((share.institution.clone(), share.item.clone()));
        *total.or_default() += i128::from(share.value.map_or(0, Money::fen));
    }
    for share in shares {
        let total = totals[&(share.institution.clone(), share.item.clone())];
        share.tender = match limit {
            None => "limit not set",
            Some(limit) if is_exempt(total, limit) => "exempt",
            Some(_) => "tender_required",
        }
        .to_owned();
    }
}

/// Whether a total in fen is within the limit, which itself is within it.
pub fn is_exempt(total: i128, limit: Money) -> bool {
    total <= i128::from(limit.fen())
}

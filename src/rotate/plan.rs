//! Which institution takes how much of which lot, so that as little as possible expires: tables `rotation` and `residual`.
//!
//! Shape: a share for every lot and institution that takes some of it, and a row of what nobody takes for every lot of
//! which something is left. Items do not trade with each other; each is a [`model`] of its own, which [`solve`] plans
//! and [`audit`] checks without its help. [`beside`] says what simpler ways would have wasted.
//!
//! - An institution has room for what it uses by a day, less its own usable stock, what is on the road to it and what
//!   earlier plans gave it.
//! - What is wasted is counted at cost. Donated goods have none: they are handed out all the same, after all others.
//! - What a donor marked goes to those whom the mark admits, and to nobody else; the rest of a reserve to the units of
//!   the area that keeps it.
//! - Lots go in whole packs of the catalogue, where it knows one.
//! - What: `offer`, `units`. To whom: `room`, `road`, `set_aside`, `left_out`. At what cost: `freight`, `tender`. How:
//!   `parts` apart, `pool` as a flow, `dear` what expires all the same, `rolling` old for fresh. Why: `explain`.

pub mod audit;
pub mod beside;
mod dear;
mod explain;
mod freight;
mod left_out;
pub mod model;
mod offer;
mod parts;
mod pool;
mod road;
pub mod rolling;
mod room;
pub mod solve;
pub mod tender;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::parallel::in_parallel;
use crate::ledger::SiteTree;
use crate::ledger::tables::{
    Burn, Demand, Inbound, Lane, Metric, Movement, OnHand, Residual, Rotation,
};
use crate::quantity::{Money, Price, Quantity, THOUSANDTHS, div_ceil};

pub use explain::explain;
pub use left_out::LeftOut;

use super::book::Book;
use super::stage::{HEALTH_COMMISSION, StageInputs};
use audit::{Fault, audit_marks, audit_takers};
use freight::Freight;
use model::{Lot, Model, NoPlan, Objective, Shares};
use offer::{Offer, offered, offers};
use room::Rooms;
use tender::say_tender;

/// What a plan is made of.
pub struct PlanInputs<'a> {
    pub stage: StageInputs<'a>,
    /// The lines of the ledger, which say what is on the road.
    pub movements: &'a [Movement],
    /// What was ordered or sent; only what has left counts.
    pub inbound: &'a [Inbound],
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
    /// The sites that take, whosever units they are; all that the rule admits where none is named.
    pub to: BTreeSet<String>,
    /// What an institution may buy of one item without a tender.
    pub limit: Option<Money>,
    /// Percent of the planned reserve that stays in store.
    pub keep: i64,
    /// Whether simpler ways are held beside the plan; they count every pack.
    pub with_metrics: bool,
}

/// A plan with what it leaves over and what simpler ways would.
#[derive(Debug, Default)]
pub struct PlanAnswer {
    pub shares: Vec<Rotation>,
    pub residuals: Vec<Residual>,
    pub metrics: Vec<Metric>,
    /// Who uses what is offered and may have none of it.
    pub left_out: LeftOut,
    /// What a plan of least cost has to say of single lots.
    pub at_cost: AtCost,
    /// What an independent look at the plan found wrong with it; nothing, or the plan must not be used.
    pub faults: Vec<Fault>,
}

/// The lots, as `site/item/lot`, of which a plan of least cost did something that its reader has to know.
#[derive(Debug, Default)]
pub struct AtCost {
    /// Left to expire although somebody has room for them: their way costs more than they are worth.
    pub left_for_their_way: Vec<String>,
    /// Handed out after all others, because nobody knows what they are worth.
    pub without_cost: Vec<String>,
}

/// What holds for all items: who has room for how much, and what the ways to them cost.
struct Ground<'a> {
    rooms: Rooms<'a>,
    freight: Freight<'a>,
}

impl<'a> Ground<'a> {
    fn of(inputs: &PlanInputs<'a>) -> Ground<'a> {
        Ground {
            rooms: Rooms::of(inputs),
            freight: Freight::of(inputs),
        }
    }
}

/// Plans every item.
///
/// Errors: `overflow` where the quantities of an item times values do not fit; `bad-word` where a mark cannot be read.
/// Rule: `P0-T01` to `P0-T06`, `P0-T16`, `P0-A05`.
pub fn plan(inputs: &PlanInputs<'_>) -> Result<PlanAnswer, Diagnostic> {
    let ground = Ground::of(inputs);
    let book = Book::of(&inputs.stage);
    let offered = offered(inputs);
    let tasks = offered
        .iter()
        .map(|(item, rows)| task(inputs, item, rows, &ground, &book));
    let tasks = tasks.collect::<Result<Vec<_>, Diagnostic>>()?;
    let items = tasks.iter().map(|task| (&*task.offers, &*task.takers));
    let left_out = left_out::left_out(items, &ground.freight, &inputs.options.to);
    let objective = inputs.options.objective;
    let solved = in_parallel(tasks, |task| {
        let shares = solve::solve(&task.model, objective);
        (task, shares)
    });
    let mut answer = PlanAnswer {
        left_out,
        ..PlanAnswer::default()
    };
    for (task, shares) in solved {
        let shares = shares.map_err(|why| too_large(task.item, why))?;
        hand_out(inputs, &task, &shares, &ground.freight, &mut answer);
    }
    say_tender(&mut answer.shares, inputs.options.limit);
    Ok(answer)
}

/// The refusal of an item whose numbers do not fit.
fn too_large(item: &str, why: NoPlan) -> Diagnostic {
    Diagnostic::error(Code::Overflow, format!("the plan of {item}: {why}"))
        .hint("check the quantities and costs of its lots for extra zeros")
}

/// One item to be planned.
struct Task<'a> {
    item: &'a str,
    /// The size of a pack in thousandths of the base unit.
    pack: i64,
    offers: Vec<Offer<'a>>,
    takers: Vec<&'a str>,
    model: Model,
}

fn task<'a>(
    inputs: &PlanInputs<'a>,
    item: &'a str,
    rows: &[&'a OnHand],
    ground: &Ground<'a>,
    book: &Book<'_>,
) -> Result<Task<'a>, Diagnostic> {
    let pack = pack_of(inputs, item);
    let offers = offers(inputs, rows, pack, book)?;
    let mut days: Vec<Day> = offers.iter().filter_map(|offer| offer.row.expiry).collect();
    days.sort_unstable();
    days.dedup();
    let takers = ground.rooms.takers(item);
    let (rooms, ways) = (&ground.rooms, &ground.freight);
    let model = model_of(&offers, &days, rooms, ways, item, &takers, pack);
    Ok(Task {
        item,
        pack,
        offers,
        takers,
        model,
    })
}

/// Adds the shares of an item, what is left over, and what an independent look finds wrong with them.
fn hand_out(
    inputs: &PlanInputs<'_>,
    task: &Task<'_>,
    shares: &Shares,
    freight: &Freight<'_>,
    answer: &mut PlanAnswer,
) {
    let mut given = Vec::new();
    for (offer, shares) in task.offers.iter().zip(shares) {
        let takers = task.takers.iter().zip(shares);
        let mut taken = Quantity::ZERO;
        for (institution, packs) in takers.filter(|(_, packs)| **packs > 0) {
            let qty = Quantity::from_thousandths(packs * task.pack);
            taken += qty;
            let share = share(inputs, offer.row, institution, qty, freight);
            answer.shares.push(share);
            given.push((offer.row, *institution));
        }
        leave(offer, taken, answer);
    }
    let faults = audit::audit(&task.model, shares).into_iter();
    let faults = faults.chain(audit_marks(&given, inputs.sites, inputs.stage.as_of));
    let faults = faults.chain(audit_takers(&given, inputs));
    answer.faults.extend(faults.map(|what| Fault {
        item: task.item.to_owned(),
        what,
    }));
    if inputs.options.objective == Objective::Cost {
        weigh(task, shares, &mut answer.at_cost);
    }
    if inputs.options.with_metrics {
        answer.metrics.extend(metrics(task, shares));
    }
}

/// Names the lots of an item that a plan of least cost left for their way, and those that have no cost.
fn weigh(task: &Task<'_>, shares: &Shares, at_cost: &mut AtCost) {
    let name = |offer: &Offer<'_>| {
        let OnHand {
            site, item, lot, ..
        } = offer.row;
        format!("{site}/{item}/{lot}")
    };
    let left = dear::left_for_their_way(&task.model, shares);
    let left = left.into_iter().map(|at| name(&task.offers[at]));
    at_cost.left_for_their_way.extend(left);
    let without = task.offers.iter().filter(|offer| {
        let OnHand { unit_cost, .. } = offer.row;
        unit_cost.is_none() && offer.packs > 0
    });
    at_cost.without_cost.extend(without.map(name));
}

/// The size of a pack in thousandths of the base unit; a whole unit where no pack is known.
fn pack_of(inputs: &PlanInputs<'_>, item: &str) -> i64 {
    let item = inputs.stage.catalogue.get(item);
    let stated = item
        .and_then(|item| item.pack_size)
        .map(Quantity::thousandths);
    stated.filter(|pack| *pack > 0).unwrap_or(THOUSANDTHS)
}

fn model_of<'a>(
    offers: &[Offer<'a>],
    days: &[Day],
    rooms: &Rooms<'_>,
    ways: &Freight<'a>,
    item: &str,
    takers: &[&str],
    pack: i64,
) -> Model {
    // What a donor marked lies apart in its depot, and so do the goods of each owner: they have ways of their own.
    let depot_of = |offer: &Offer<'_>| {
        let mark = offer.wish.as_ref().map_or("", |_| &offer.row.earmark);
        let OnHand { site, owner, .. } = offer.row;
        (site.clone(), owner.clone(), mark.to_owned())
    };
    let depots = offers.iter().map(|offer| (depot_of(offer), offer));
    let depots = Vec::from_iter(BTreeMap::from_iter(depots));
    let lots = offers.iter().map(|offer| {
        let expiry = offer
            .row
            .expiry
            .and_then(|last| days.binary_search(&last).ok());
        let depot = depots.binary_search_by_key(&depot_of(offer), |(depot, _)| depot.clone());
        Lot {
            packs: offer.packs,
            expiry: expiry.expect("only dated lots are offered"),
            worth: offer.row.unit_cost.map_or(0, Price::steps),
            is_costed: offer.row.unit_cost.is_some(),
            depot: depot.expect("every site that offers is a depot here"),
        }
    });
    let freight = depots.iter().map(|(_, offer)| {
        let ways = ways.ways(offer, takers).into_iter();
        ways.map(|way| way.map(Price::steps)).collect()
    });
    Model {
        lots: lots.collect(),
        rooms: takers
            .iter()
            .map(|to| rooms.by(to, item, days, pack))
            .collect(),
        uses: takers.iter().map(|to| rooms.use_of(to, item)).collect(),
        freight: freight.collect(),
        is_marked: depots
            .iter()
            .map(|(_, offer)| offer.wish.is_some())
            .collect(),
    }
}

/// What an institution takes of a balance, and how much of it a day.
fn share(
    inputs: &PlanInputs<'_>,
    row: &OnHand,
    institution: &str,
    qty: Quantity,
    freight: &Freight<'_>,
) -> Rotation {
    let as_of = inputs.stage.as_of;
    let days = row.expiry.map(|last| last.days_since(as_of) + 1);
    let a_day =
        days.and_then(|days| Quantity::from_sum(div_ceil(qty.thousandths().into(), days.into())));
    let way = freight.between(&row.site, institution);
    Rotation {
        date: Some(as_of),
        from_site: row.site.clone(),
        item: row.item.clone(),
        qty,
        unit: row.unit.clone(),
        form: row.form,
        owner: row.owner.clone(),
        earmark: row.earmark.clone(),
        unit_cost: row.unit_cost,
        use_by: row.expiry,
        per_day: a_day,
        value: row.unit_cost.and_then(|cost| Money::of(qty, cost)),
        freight: way.and_then(|way| Money::of(qty, way)),
        ..Rotation::new(&row.lot, institution)
    }
}

/// Adds what nobody takes of one balance, what the floor keeps included: it expires all the same.
fn leave(offer: &Offer<'_>, taken: Quantity, answer: &mut PlanAnswer) {
    let row = offer.row;
    let left = offer.open - taken;
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

/// What the plan and simpler ways waste of an item, in yuan at cost: what no way can hand out, because it is less than a
/// pack or kept back, is wasted in each of them.
fn metrics(task: &Task<'_>, shares: &Shares) -> Vec<Metric> {
    let (model, pack) = (&task.model, i128::from(task.pack));
    let offers = task.offers.iter().zip(&model.lots);
    let beyond = offers.map(|(offer, lot)| {
        let qty = i128::from(offer.open.thousandths()) - i128::from(lot.packs) * pack;
        (qty, qty * i128::from(lot.worth))
    });
    let (kept, kept_worth) = beyond.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let used: Vec<i64> = shares.iter().map(|shares| shares.iter().sum()).collect();
    let ways = [
        ("plan", used),
        ("first_expiry_first", beside::first_expiry_first(model)),
        ("greedy", beside::greedy(model)),
        ("proportional", beside::proportional(model)),
    ];
    let metric = |(name, used): (&str, Vec<i64>)| {
        let wasted = beside::wasted(model, &used) * pack + kept_worth;
        let packs: i64 = model
            .lots
            .iter()
            .zip(&used)
            .map(|(lot, used)| lot.packs - used)
            .sum();
        let left = Quantity::from_sum(i128::from(packs) * pack + kept);
        Metric {
            metric: format!("wasted_value_{name}"),
            site: String::new(),
            item: task.item.to_owned(),
            // Steps of a ten-thousandth of a yuan times thousandths of a unit.
            value: Some(wasted as f64 / 10_000_000.0),
            text: format!("{} left over", left.unwrap_or_default()),
        }
    };
    ways.into_iter().map(metric).collect()
}

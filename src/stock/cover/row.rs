//! One row of cover: the lots of one form, the days they last, and what of them is usable.

use crate::calendar::is_expired;
use crate::ledger::tables::{Cover, OnHand};
use crate::ledger::word::{Form, Level};
use crate::quantity::{Quantity, Rate};

use super::super::fefo::{self, Demand, FefoAnswer, Lot};
use super::desk::Desk;
use super::pickable;

/// What to do about a row.
pub const ORDER: &str = "order";
pub const ORDER_NOW: &str = "order_now";
pub const AWAIT: &str = "await_delivery";
pub const MOVE: &str = "move";
pub const MOVE_AND_ORDER: &str = "move_and_order";
pub const USE_FIRST: &str = "use_first";
pub const NOTHING: &str = "none";
pub const NOT_ASSESSABLE: &str = "not_assessable";
pub const PURCHASE_ON_DEMAND: &str = "purchase_on_demand";

/// What a row of cover is about.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub site: &'a str,
    pub item: &'a str,
    pub form: Form,
}

/// First-expiry use of what may be picked of `lots`, at `rate`.
pub fn simulate(desk: &Desk<'_>, lots: &[&OnHand], rate: Rate) -> FefoAnswer {
    let as_of = desk.options.as_of;
    let pickable: Vec<Lot<'_>> = lots
        .iter()
        .map(|row| Lot {
            lot: &row.lot,
            qty: pickable(row, as_of),
            expiry: row.expiry,
        })
        .collect();
    fefo::run(
        as_of,
        desk.options.demand_from,
        &pickable,
        &Demand::Daily(rate),
    )
}

/// The row of `lots` that are used at `rate`, held against no standard yet.
///
/// Without a rate, or where nothing is used, there are no days, and whatever may be picked is usable.
pub fn of_lots(
    desk: &Desk<'_>,
    key: Key<'_>,
    lots: &[&OnHand],
    rate: Option<Rate>,
    basis: String,
) -> Cover {
    let as_of = desk.options.as_of;
    let total = |wanted: bool| {
        let rows = lots
            .iter()
            .filter(|row| is_expired(row.expiry, as_of) == wanted);
        rows.map(|row| row.qty).sum()
    };
    let simulated = rate
        .filter(|rate| !rate.is_zero())
        .map(|rate| simulate(desk, lots, rate));
    let all: Quantity = lots.iter().map(|row| pickable(row, as_of)).sum();
    let waste = simulated.as_ref().map(FefoAnswer::wasted_total);
    let unit = lots.first().map(|row| row.unit.clone());
    let listed = desk.inputs.catalogue.get(key.item);
    Cover {
        as_of,
        site: key.site.to_owned(),
        item: key.item.to_owned(),
        form: Some(key.form),
        standard: String::new(),
        unit: unit
            .filter(|unit| !unit.is_empty())
            .or_else(|| listed.map(|item| item.unit.clone()))
            .unwrap_or_default(),
        level: Some(desk.level(key.site).unwrap_or(Level::None)),
        on_hand: total(false),
        expired: Some(total(true)),
        usable: simulated.as_ref().map_or(all, |answer| answer.usable),
        rate: rate.map(Rate::rounded),
        cover_days: simulated.as_ref().and_then(|answer| answer.cover_days),
        naive_days: simulated.as_ref().and_then(|answer| answer.naive_days),
        short_on: simulated.as_ref().and_then(|answer| answer.short_on),
        waste_qty: waste,
        need_min: None,
        need_max: None,
        gap: None,
        verdict: None,
        action: if waste.is_some_and(Quantity::is_positive) {
            USE_FIRST
        } else {
            NOTHING
        }
        .to_owned(),
        order_qty: None,
        rule: String::new(),
        basis,
        state: None,
        on_order: None,
        move_qty: None,
        move_from: String::new(),
        class: listed.map_or_else(String::new, |item| item.class.clone()),
        category: listed.map_or_else(String::new, |item| item.category.clone()),
        later_days: None,
        later_forms: String::new(),
    }
}

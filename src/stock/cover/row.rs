//! One row of cover: the lots of one form, the days they last, and what of them is usable.

use std::borrow::Cow;

use crate::calendar::is_expired;
use crate::ledger::tables::{Cover, OnHand};
use crate::ledger::word::{Action, Form, Level};
use crate::quantity::Quantity;

use super::super::fefo::{self, Demand, FefoAnswer, Lot};
use super::super::outlook::is_gone;
use super::super::phased;
use super::super::steps::Span;
use super::desk::Desk;
use super::pickable;

/// What a row of cover is about.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub site: &'a str,
    pub item: &'a str,
    pub form: Form,
}

/// First-expiry use of what may be picked of `lots`, and can be reached.
pub fn simulate(desk: &Desk<'_>, lots: &[Cow<'_, OnHand>], demand: &Demand) -> FefoAnswer {
    let as_of = desk.options.as_of;
    let pickable: Vec<Lot<'_>> = lots
        .iter()
        .map(|row| Lot {
            lot: &row.lot,
            qty: pickable(row, as_of),
            expiry: row.expiry,
        })
        .collect();
    let first = desk.options.demand_from;
    let away: Vec<&[Span]> = lots.iter().map(|row| desk.away(row)).collect();
    match away.iter().all(|spans| spans.is_empty()) {
        true => fefo::run(as_of, first, &pickable, demand),
        false => phased::first_expiry(as_of, first, &pickable, &away, demand),
    }
}

/// The row of `lots` of which `demand` is asked, held against no standard yet.
///
/// Without a demand, or where nothing is used, there are no days, and whatever may be picked is usable.
pub fn of_lots(
    desk: &Desk<'_>,
    key: Key<'_>,
    lots: &[Cow<'_, OnHand>],
    demand: Option<&Demand>,
    basis: String,
) -> Cover {
    let as_of = desk.options.as_of;
    let simulated = demand
        .filter(|demand| !demand.is_zero())
        .map(|demand| simulate(desk, lots, demand));
    let there = Held::of(desk, lots);
    // What is lost is not wasted; the sum rounds once where nothing is lost.
    let waste = simulated.as_ref().map(|answer| match there.is_ever_away {
        true => answer.wasted.iter().copied().sum(),
        false => answer.wasted_total(),
    });
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
        on_hand: there.on_hand,
        expired: Some(there.expired),
        usable: simulated
            .as_ref()
            .map_or(there.pickable, |answer| answer.usable),
        rate: demand.map(|demand| desk.highest(demand).rounded()),
        cover_days: simulated.as_ref().and_then(|answer| answer.cover_days),
        naive_days: simulated.as_ref().and_then(|answer| answer.naive_days),
        short_on: simulated.as_ref().and_then(|answer| answer.short_on),
        waste_qty: waste,
        need_min: None,
        need_max: None,
        gap: None,
        verdict: None,
        action: Some(match waste.is_some_and(Quantity::is_positive) {
            true => Action::UseFirst,
            false => Action::Nothing,
        }),
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
        missing: None,
    }
}

/// What of `lots` is usable where `demand` is asked of them; whatever may be picked where nothing is.
pub fn usable_at(desk: &Desk<'_>, lots: &[Cow<'_, OnHand>], demand: Option<&Demand>) -> Quantity {
    match demand.filter(|demand| !demand.is_zero()) {
        Some(demand) => simulate(desk, lots, demand).usable,
        None => Held::of(desk, lots).pickable,
    }
}

/// What lots come to before anything is used of them.
struct Held {
    on_hand: Quantity,
    expired: Quantity,
    /// What may be picked from the first day of use on, and is not lost for good.
    pickable: Quantity,
    /// Whether any of them is out of reach for a time, or for good.
    is_ever_away: bool,
}

impl Held {
    fn of(desk: &Desk<'_>, lots: &[Cow<'_, OnHand>]) -> Held {
        let as_of = desk.options.as_of;
        let total = |wanted: bool| {
            let rows = lots
                .iter()
                .filter(|row| is_expired(row.expiry, as_of) == wanted)
                .filter(|row| !is_gone(desk.away(row), as_of));
            rows.map(|row| row.qty).sum()
        };
        // What has expired by the first day of use is gone, whether anything is used or not.
        let stays = |row: &&Cow<'_, OnHand>| {
            !is_expired(row.expiry, desk.options.demand_from)
                && desk.away(row).iter().all(|span| span.until.is_some())
        };
        let staying = lots.iter().filter(stays);
        Held {
            on_hand: total(false),
            expired: total(true),
            pickable: staying.map(|row| pickable(row, as_of)).sum(),
            is_ever_away: lots.iter().any(|row| !desk.away(row).is_empty()),
        }
    }
}

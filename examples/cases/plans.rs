//! Cases of rotation plans: who takes what before it expires, and when a purchase needs no tender.

use std::collections::BTreeSet;

use granary::calendar::Day;
use granary::quantity::{Money, THOUSANDTHS, div_half_up};
use granary::rotate::plan::beside;
use granary::rotate::plan::model::{Lot, Model, Objective, Shares};
use granary::rotate::plan::solve::solve;
use granary::rotate::plan::tender::is_exempt;
use serde_json::{Map, Value, json};

use super::case::{Case, Fields, Read, count, day, flag, malformed, some, text};

pub const ROTATION_PLAN: &[&str] = &[
    "min_cost_fen",
    "waste_cost_fen",
    "freight_cost_fen",
    "rotated_total",
    "wasted_total",
    "fefo_waste_cost_fen",
    "waste_by_lot",
];

/// A lot of a case: its name, quantity, last day, and what is lost with a unit.
struct CaseLot {
    name: String,
    qty: i64,
    expiry: Day,
    worth: i64,
}

/// An institution of a case: use a day, own stock, freight of a unit.
struct Taker {
    rate: i64,
    own: i64,
    freight: i64,
}

/// Money is in fen a unit; with packs each share counts as so many units.
pub fn rotation_plan(case: &Case) -> Read<Value> {
    let as_of = day(case.input.need("asof")?)?;
    let pack = case.input.maybe("pack", count)?.unwrap_or(1);
    let mut lots = case.input.list("lots", case_lot)?;
    // Lots of one expiry are issued by their names, in whatever order they stand.
    lots.sort_by(|a, b| (a.expiry, &a.name).cmp(&(b.expiry, &b.name)));
    let takers = case.input.list("institutions", taker)?;
    if pack < 1 {
        return malformed("a pack holds less than one unit");
    }
    let shares = cheaper(&model_of(&lots, &takers, as_of, pack))?;
    let mut freight = 0;
    let (mut rotated, mut wasted, mut waste_cost) = (0, 0, 0);
    let mut by_lot = Map::new();
    for (lot, shares) in lots.iter().zip(&shares) {
        let used: i64 = shares.iter().sum::<i64>() * pack;
        let ways = shares.iter().zip(&takers);
        freight += ways
            .map(|(packs, taker)| packs * pack * taker.freight)
            .sum::<i64>();
        rotated += used;
        wasted += lot.qty - used;
        waste_cost += (lot.qty - used) * lot.worth;
        if lot.qty > used {
            by_lot.insert(lot.name.clone(), (lot.qty - used).into());
        }
    }
    // What first expiry first would lose is told unit by unit, whatever the packs.
    let fefo = beside::first_expiry_first(&model_of(&lots, &takers, as_of, 1));
    let fefo_lost = lots.iter().zip(fefo);
    let fefo_lost = fefo_lost.map(|(lot, used)| (lot.qty - used) * lot.worth);
    let mut answer = json!({
        "min_cost_fen": waste_cost + freight,
        "waste_cost_fen": waste_cost,
        "freight_cost_fen": freight,
        "rotated_total": rotated,
        "wasted_total": wasted,
        "fefo_waste_cost_fen": fefo_lost.sum::<i64>(),
    });
    // Where plans of one cost waste other lots, nobody can say which is right.
    let is_unique = case.input.maybe("unique_waste", flag)?.unwrap_or(false);
    if is_unique || case.expected.get("waste_by_lot").is_some() {
        answer["waste_by_lot"] = by_lot.into();
    }
    Ok(answer)
}

/// Lots and takers in packs of so many units.
fn model_of(lots: &[CaseLot], takers: &[Taker], as_of: Day, pack: i64) -> Model {
    let days: BTreeSet<Day> = lots.iter().map(|lot| lot.expiry).collect();
    let days: Vec<Day> = days.into_iter().collect();
    let lot = |lot: &CaseLot| Lot {
        packs: lot.qty / pack,
        expiry: days.binary_search(&lot.expiry).unwrap_or_default(),
        worth: lot.worth,
        is_costed: true,
        depot: 0,
    };
    let rooms = |taker: &Taker| {
        let room = |last: &Day| taker.rate * (last.days_since(as_of) + 1) - taker.own;
        days.iter().map(|last| room(last).max(0) / pack).collect()
    };
    Model {
        lots: lots.iter().map(lot).collect(),
        rooms: takers.iter().map(rooms).collect(),
        uses: takers.iter().map(|taker| taker.rate).collect(),
        freight: vec![takers.iter().map(|taker| Some(taker.freight)).collect()],
        is_marked: vec![false],
    }
}

/// The plan of least waste, then of least freight.
///
/// The library hands out what is worth nothing as well, for the use it still has; the figure of a case counts the way
/// and not the use, so that such lots move only where that costs nothing.
fn cheaper(model: &Model) -> Read<Shares> {
    let all = solve(model, Objective::WasteFirst).or_else(malformed)?;
    let mut worthy = model.clone();
    for lot in worthy.lots.iter_mut().filter(|lot| lot.worth <= 0) {
        lot.packs = 0;
    }
    let worthy = solve(&worthy, Objective::WasteFirst).or_else(malformed)?;
    match cost(model, &worthy) < cost(model, &all) {
        true => Ok(worthy),
        false => Ok(all),
    }
}

/// What is wasted and what the ways cost, together, a pack each.
fn cost(model: &Model, shares: &Shares) -> i64 {
    let of_lot = |(lot, shares): (&Lot, &Vec<i64>)| {
        let ways = shares.iter().zip(&model.freight[lot.depot]);
        let freight: i64 = ways.map(|(packs, way)| packs * way.unwrap_or(0)).sum();
        freight - shares.iter().sum::<i64>() * lot.worth
    };
    model.lots.iter().zip(shares).map(of_lot).sum()
}

fn case_lot(value: &Value) -> Read<CaseLot> {
    let fields = Fields::of(value)?;
    let value = count(fields.need("unit_value_fen")?)?;
    let salvage = fields.maybe("salvage_fen", count)?.unwrap_or(0);
    Ok(CaseLot {
        name: text(fields.need("lot")?)?,
        qty: fields.amount("qty")?,
        expiry: day(fields.need("expiry")?)?,
        worth: value - salvage,
    })
}

fn taker(value: &Value) -> Read<Taker> {
    let fields = Fields::of(value)?;
    Ok(Taker {
        rate: fields.amount("daily_use")?,
        own: fields.amount_or_none("own_stock")?,
        freight: fields.amount_or_none("freight_fen")?,
    })
}

pub const ROTATE: &[&str] = &["saved_value", "expired_value"];

/// Expiries are day numbers, today is 1; the days that a way takes are lost at the start.
pub fn rotate(case: &Case) -> Read<Value> {
    let lots = case.input.list("lots", |value| {
        let fields = Fields::of(value)?;
        let number = |key| fields.need(key).and_then(count);
        Ok((fields.amount("qty")?, number("expiry")?, number("value")?))
    })?;
    let takers = case.input.list("institutions", |value| {
        let fields = Fields::of(value)?;
        let own: i64 = fields.list("own", count)?.iter().sum();
        if own < 0 {
            return malformed(format!("\"own\" is negative: {own}"));
        }
        Ok((fields.amount("rate")?, fields.amount("lead")?, own))
    })?;
    let days: BTreeSet<i64> = lots.iter().map(|(_, expiry, _)| *expiry).collect();
    let days: Vec<i64> = days.into_iter().collect();
    let model = Model {
        lots: lots
            .iter()
            .map(|(qty, expiry, value)| Lot {
                packs: *qty,
                expiry: days.binary_search(expiry).unwrap_or_default(),
                worth: *value,
                is_costed: true,
                depot: 0,
            })
            .collect(),
        rooms: takers
            .iter()
            .map(|(rate, lead, own)| {
                let room = |day: &i64| (rate * (day - lead).max(0) - own).max(0);
                days.iter().map(room).collect()
            })
            .collect(),
        uses: takers.iter().map(|(rate, ..)| *rate).collect(),
        freight: vec![vec![Some(0); takers.len()]],
        is_marked: vec![false],
    };
    let shares = solve(&model, Objective::WasteFirst).or_else(malformed)?;
    let used = shares.iter().map(|shares| shares.iter().sum::<i64>());
    let saved: i64 = lots
        .iter()
        .zip(used)
        .map(|((.., value), used)| used * value)
        .sum();
    let all: i64 = lots.iter().map(|(qty, _, value)| qty * value).sum();
    Ok(json!({ "saved_value": saved, "expired_value": all - saved }))
}

pub const PROCUREMENT: &[&str] = &["value_fen", "tender_exempt"];

/// What an institution buys of one item, against the limit below which no tender is needed; without a limit there is no
/// verdict (D-35).
pub fn procurement(case: &Case) -> Read<Value> {
    let qty = some(case.input.need("qty")?)?.thousandths();
    let fen = count(case.input.need("unit_fen")?)?;
    let value = div_half_up(i128::from(qty) * i128::from(fen), THOUSANDTHS.into());
    let mut answer = json!({ "value_fen": i64::try_from(value).or_else(malformed)? });
    if let Some(limit) = case.input.maybe("limit_fen", count)? {
        answer["tender_exempt"] = is_exempt(value, Money::from_fen(limit)).into();
    }
    Ok(answer)
}

//! Cases of stock: first-expiry cover, averages, peaks, what a testing round takes.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::policy::TestingRound;
use granary::quantity::{Quantity, Rate, days_of_cover, decimal};
use granary::stock::burn::{Averages, Period, averages};
use granary::stock::fefo::{self, Demand, Lot};
use granary::stock::minmax::{MinMax, Months, months_of_stock};
use granary::stock::need::gap;
use granary::stock::peak;
use granary::stock::round::{Range, round_with_loss};
use serde_json::{Map, Value, json};

use super::case::{Case, Fields, Read, count, day, malformed, number, quantity, scaled, text};
use super::rules::policy;

pub const FEFO_COVER: &[&str] = &[
    "on_hand",
    "expired_on_hand",
    "naive_days",
    "cover_days",
    "first_short_date",
    "first_short_qty",
    "wasted",
    "wasted_total",
    "usable_qty",
];

/// Lots used up first expiry first, from the day of asking on.
pub fn fefo_cover(case: &Case) -> Read<Value> {
    let as_of = day(case.input.need("asof")?)?;
    let lots = case.input.list("lots", lot)?;
    let lots: Vec<Lot<'_>> = lots
        .iter()
        .map(|(lot, rest)| Lot { lot, ..*rest })
        .collect();
    expect_a_sum(lots.iter().map(|lot| lot.qty))?;
    let answer = fefo::run(as_of, as_of, &lots, &demand(&case.input)?);
    let mut wasted: BTreeMap<&str, Quantity> = BTreeMap::new();
    let losses = lots.iter().zip(&answer.wasted);
    for (lot, loss) in losses.filter(|(_, loss)| loss.is_positive()) {
        *wasted.entry(lot.lot).or_default() += *loss;
    }
    let wasted: Map<String, Value> = wasted
        .into_iter()
        .map(|(lot, loss)| (lot.to_owned(), number(loss)))
        .collect();
    let mut keys = Map::new();
    keys.insert("on_hand".into(), number(answer.on_hand));
    keys.insert("expired_on_hand".into(), number(answer.expired));
    put(&mut keys, "naive_days", answer.naive_days);
    put(&mut keys, "cover_days", answer.cover_days);
    put(
        &mut keys,
        "first_short_date",
        answer.short_on.map(|day| day.to_string()),
    );
    put(&mut keys, "first_short_qty", answer.short_qty.map(number));
    keys.insert("wasted".into(), wasted.into());
    keys.insert("wasted_total".into(), number(answer.wasted_total()));
    keys.insert("usable_qty".into(), number(answer.usable));
    Ok(keys.into())
}

/// Puts a value under `key`; what does not apply has no key.
fn put(keys: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        keys.insert(key.to_owned(), value.into());
    }
}

fn lot(value: &Value) -> Read<(String, Lot<'static>)> {
    let fields = Fields::of(value)?;
    let rest = Lot {
        lot: "",
        qty: quantity(fields.need("qty")?)?,
        expiry: fields.maybe("expiry", day)?,
    };
    Ok((text(fields.need("lot")?)?, rest))
}

/// A daily amount, or amounts that hold from a day until the next entry.
fn demand(input: &Fields) -> Read<Demand> {
    let entry = |value: &Value| -> Read<(Day, Rate)> {
        let fields = Fields::of(value)?;
        let qty = not_negative(quantity(fields.need("qty")?)?)?;
        Ok((day(fields.need("from")?)?, Rate::daily(qty)))
    };
    match input.get("schedule") {
        Some(_) => Ok(Demand::Schedule(input.list("schedule", entry)?)),
        None => {
            let daily = not_negative(quantity(input.need("daily_demand")?)?)?;
            Ok(Demand::Daily(Rate::daily(daily)))
        }
    }
}

/// Refuses quantities whose sum does not fit: the library counts on its callers for that.
fn expect_a_sum(quantities: impl Iterator<Item = Quantity>) -> Read<()> {
    let sum = quantities
        .map(|qty| i128::from(qty.max(-qty).thousandths()))
        .sum();
    match Quantity::from_sum(sum) {
        Some(_) => Ok(()),
        None => malformed("the quantities are too large together"),
    }
}

/// A daily amount that is not below nothing.
pub fn not_negative(qty: Quantity) -> Read<Quantity> {
    match qty.is_negative() {
        true => malformed(format!("{qty} is no daily amount")),
        false => Ok(qty),
    }
}

pub const AMC: &[&str] = &[
    "adc",
    "adc_2dp",
    "amc_days",
    "amc_who",
    "amc_unadjusted",
    "days_of_supply",
    "need_30_days",
    "error",
];

/// Average use over the days in stock, a day and a month.
pub fn amc(case: &Case) -> Read<Value> {
    let input = &case.input;
    let period = Period {
        consumed: not_negative(quantity(input.need("consumed")?)?)?,
        days: count(input.need("days_in_period")?)?,
        days_out: count(input.need("days_out_of_stock")?)?,
        months: count(input.need("months_in_period")?)?,
    };
    let on_hand = input.maybe("on_hand", quantity)?;
    match averages(&period) {
        Err(none) => Ok(json!({ "error": none.to_string() })),
        Ok(averages) => Ok(averages_in_words(&averages, on_hand)),
    }
}

fn averages_in_words(averages: &Averages, on_hand: Option<Quantity>) -> Value {
    let daily = averages.daily;
    let (used, days) = daily.lowest_terms();
    let in_words = |rate: Option<Rate>| rate.map(Rate::to_hundredths);
    let mut keys = Map::new();
    keys.insert("adc".into(), format!("{used}/{days}").into());
    keys.insert("adc_2dp".into(), daily.to_hundredths().into());
    put(&mut keys, "amc_days", in_words(averages.monthly));
    put(&mut keys, "amc_who", in_words(averages.monthly_who));
    put(
        &mut keys,
        "amc_unadjusted",
        in_words(averages.monthly_unadjusted),
    );
    let lasts = on_hand.and_then(|stock| days_of_cover(stock, daily));
    put(&mut keys, "days_of_supply", lasts.map(|days| days.0));
    put(&mut keys, "need_30_days", daily.need(30).map(number));
    keys.into()
}

pub const PEAK_USE: &[&str] = &["peak_sum", "start_index", "mean_scaled"];

/// The most that was used in so many days in a row.
pub fn peak_use(case: &Case) -> Read<Value> {
    let daily = case.input.list("daily", quantity)?;
    let window = count(case.input.need("window")?)?;
    expect_a_sum(daily.iter().copied())?;
    let days = usize::try_from(window).unwrap_or(0);
    let highest = peak::highest(&daily, days).zip(peak::mean_scaled(&daily, window));
    let Some((peak, mean)) = highest else {
        return malformed(format!("{} days have no {window} in a row", daily.len()));
    };
    Ok(json!({
        "peak_sum": number(peak.sum),
        "start_index": peak.start,
        "mean_scaled": number(mean),
    }))
}

pub const MINMAX: &[&str] = &["mos", "status", "order_qty"];

/// Months of stock against a minimum and a maximum, and what to order.
pub fn minmax(case: &Case) -> Read<Value> {
    let input = &case.input;
    let months = |key| Ok(Months(scaled(input.need(key)?, 3)?));
    let bounds = MinMax {
        emergency: months("eop_mos")?,
        min: months("min_mos")?,
        max: months("max_mos")?,
    };
    let monthly = Rate::daily(not_negative(quantity(input.need("amc")?)?)?);
    let on_hand = quantity(input.need("on_hand")?)?;
    let on_order = input.maybe("on_order", quantity)?.unwrap_or_default();
    let answer = months_of_stock(on_hand, monthly)
        .zip(bounds.order(on_hand, on_order, monthly))
        .zip(bounds.status(on_hand, monthly));
    let Some(((hundredths, order), status)) = answer else {
        return malformed("nothing is used, or it does not fit");
    };
    Ok(json!({
        "mos": decimal::format(hundredths, 2, 2),
        "status": status.id(),
        "order_qty": number(order.round_up_to_whole()),
    }))
}

pub const TESTING_ROUND: &[&str] = &[
    "pools_per_round",
    "tubes",
    "swabs",
    "reactions",
    "plates",
    "boxes",
    "samplers_24h",
    "sites",
    "desks",
    "physical_gap",
    "agreement_gap",
    "met",
];

/// What one test of everybody takes, and what is missing of it in store and by agreement.
pub fn testing_round(case: &Case) -> Read<Value> {
    let input = &case.input;
    let of_plan = policy("P0")?.testing_round.clone();
    let Some(of_plan) = of_plan else {
        return malformed("the plan says nothing of a testing round");
    };
    let terms = TestingRound {
        persons_per_tube: count(input.need("pool")?)?,
        ..of_plan
    };
    let loss_bp = count(input.need("loss_bp")?)?;
    let population = count(input.need("population")?)?;
    let Some(round) = round_with_loss(population, &terms, loss_bp) else {
        return malformed("a pool of nobody, a negative loss or population, or too many people");
    };
    let mut keys = Map::new();
    keys.insert("pools_per_round".into(), round.pools.into());
    keys.insert("tubes".into(), round.tubes.into());
    keys.insert("reactions".into(), round.tubes.into());
    keys.insert("swabs".into(), round.swabs.into());
    keys.insert("plates".into(), round.plates.into());
    let boxes = round.boxes(count(input.need("tubes_per_box")?)?);
    put(&mut keys, "boxes", boxes);
    keys.insert("samplers_24h".into(), round.samplers.into());
    let range = |range: Option<Range>| json!(range.map(|range| [range.fewest, range.most]));
    keys.insert("sites".into(), range(round.sites));
    keys.insert("desks".into(), range(round.desks));
    if let Some(physical) = input.maybe("physical", quantity)? {
        let agreement = input.maybe("agreement", quantity)?.unwrap_or_default();
        let Some(tubes) = Quantity::whole(round.tubes) else {
            return malformed("too many tubes");
        };
        let (in_store, agreed) = (gap(physical, tubes), gap(agreement, tubes));
        keys.insert("physical_gap".into(), number(in_store));
        keys.insert("agreement_gap".into(), number(agreed));
        keys.insert(
            "met".into(),
            (in_store.is_zero() && agreed.is_zero()).into(),
        );
    }
    Ok(keys.into())
}

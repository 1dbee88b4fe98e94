//! Cases of prices: changes against earlier quotes, and the grades that changes reach.

use granary::calendar::Day;
use granary::ledger::tables::Quote;
use granary::policy::AlertRule;
use granary::policy::alert::{Basis, Indicator};
use granary::price::change::{comparisons, name};
use granary::price::cut::Cuts;
use granary::price::forecast::mase as scaled_error;
use granary::price::markup::{is_candidate, rate};
use granary::price::series::gather;
use granary::quantity::Price;
use serde_json::{Map, Value};

use super::case::{Case, Read, Trouble, count, day, float, malformed, scaled, text};
use super::rules::alerts;

pub const CHANGES: &[&str] = &["price", "prev", "day", "week", "xun", "month", "year"];

/// Ten-thousandths in a yuan.
const STEPS: f64 = 10_000.0;

const INDICATORS: [Indicator; 6] = [
    Indicator::Prev,
    Indicator::Day,
    Indicator::Week,
    Indicator::Xun,
    Indicator::Month,
    Indicator::Year,
];

/// The last price of a series and its changes, those that have something to be compared with.
pub fn changes(case: &Case) -> Read<Value> {
    let dates = case.input.list("dates", day)?;
    let prices = case.input.list("values", price)?;
    if dates.len() != prices.len() {
        return malformed(format!("{} dates and {} values", dates.len(), prices.len()));
    }
    let quotes: Vec<Quote> = dates.iter().copied().zip(prices).map(quote).collect();
    let newest = dates.iter().max().copied();
    let gathered = newest.map(|newest| gather(&quotes, newest));
    let series = gathered
        .as_ref()
        .and_then(|gathered| gathered.series.first());
    let points = series.map_or(&[][..], |series| &series.points);
    let compared = comparisons(points, 0);
    let Some((last, compared)) = points.last().zip(compared.last()) else {
        return malformed("no quotes");
    };
    let mut keys = Map::new();
    keys.insert("price".to_owned(), (last.steps() / STEPS).into());
    for indicator in INDICATORS {
        if let Some(comparison) = compared.of(indicator) {
            keys.insert(name(indicator).to_owned(), comparison.change().into());
        }
    }
    Ok(keys.into())
}

/// A price in ten-thousandths of a yuan, which is as fine as granary reads one.
fn price(value: &Value) -> Read<Price> {
    match (scaled(value, 4), value.as_f64()) {
        (Ok(steps), _) => Ok(Price::from_steps(steps)),
        (Err(_), Some(_)) => Err(Trouble::NotKnown(format!("a price as fine as {value}"))),
        (Err(trouble), None) => Err(trouble),
    }
}

fn quote((date, price): (Day, Price)) -> Quote {
    Quote {
        date,
        market: String::new(),
        item: String::new(),
        spec: String::new(),
        price: Some(price),
        unit: String::new(),
        kind: None,
        category: String::new(),
        source: String::new(),
        low: None,
        high: None,
        fee: None,
        qty: None,
    }
}

/// The lights of the rule that grades categories: none, the lighter grade, the graver.
const LIGHTS: [&str; 3] = ["green", "yellow", "red"];
const LIGHTS_RULE: &str = "gd-signal-light";

/// The light of each category and change.
pub fn signal_light(case: &Case) -> Read<Value> {
    let rule = alert_rule(LIGHTS_RULE)?;
    let lights = case.input.list("pairs", |pair| {
        let Some([category, change]) = pair.as_array().map(Vec::as_slice) else {
            return malformed(format!("{pair} is no pair"));
        };
        let category = text(category)?;
        match rule.cuts_for(&category) {
            Some(cuts) => grade(float(change)?, cuts, &LIGHTS),
            None => Err(Trouble::NotKnown(format!("category {category}"))),
        }
    })?;
    Ok(lights.into())
}

fn alert_rule(id: &str) -> Read<&'static AlertRule> {
    match alerts()?.alert.iter().find(|rule| rule.id == id) {
        Some(rule) => Ok(rule),
        None => malformed(format!("no rule {id}")),
    }
}

/// The grade of each value under the cuts of the case.
pub fn graded(case: &Case) -> Read<Value> {
    let cuts = case.params.list("cuts", float)?;
    let names = case.params.list("names", text)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let grades = case
        .input
        .list("values", |value| grade(float(value)?, &cuts, &names))?;
    Ok(grades.into())
}

/// The name of the gravest cut that `value` reaches; the first name is that of none.
fn grade(value: f64, cuts: &[f64], names: &[&str]) -> Read<String> {
    let reached = granary::price::graded(value, cuts).map_or(0, |at| at + 1);
    match names.get(reached) {
        Some(name) => Ok((*name).to_owned()),
        None => malformed(format!("{} names for {} cuts", names.len(), cuts.len())),
    }
}

/// How grave the last of weekly ratios of hog to grain is, 1 the gravest.
pub fn hog_fall(case: &Case) -> Read<Value> {
    let rule = alert_rule("hog-fall-2021")?;
    rank(rule, "*", &case.input.list("ratios", float)?)
}

/// How grave a rise of pork over a year is, 1 the gravest.
pub fn pork_rise(case: &Case) -> Read<Value> {
    let rule = alert_rule("pork-rise-2021")?;
    rank(rule, "pork", &[float(case.input.need("yoy")?)?])
}

/// The place of the grade that `values` meet, counted from the gravest.
fn rank(rule: &AlertRule, name: &str, values: &[f64]) -> Read<Value> {
    let cuts = cuts(rule, name)?;
    let met = cuts.meets(values);
    Ok(met.map_or(Value::Null, |at| (cuts.list.len() - at).into()))
}

fn cuts(rule: &AlertRule, name: &str) -> Read<Cuts> {
    match rule.cuts_for(name) {
        Some(bounds) => Cuts::of(rule, bounds).or_else(malformed),
        None => malformed(format!("no cuts for {name}")),
    }
}

/// Whether one of two published indices reaches its cut, both in percent; the case states the cuts, since they are not
/// the same everywhere.
pub fn social_aid(case: &Case) -> Read<Value> {
    let rule = alert_rule("social-aid")?;
    let stated = |param: &str| {
        let bound = float(case.params.need(param)?)? / 100.0;
        Cuts::of(rule, &[bound]).or_else(malformed)
    };
    let (of_all, of_food) = (stated("cpi")?, stated("food")?);
    let is_met = |cuts: &Cuts, percent: f64| cuts.meets(&[percent / 100.0]).is_some();
    let met = case.input.list("pairs", |pair| {
        let Some([cpi, food]) = pair.as_array().map(Vec::as_slice) else {
            return malformed(format!("{pair} is no pair"));
        };
        Ok(is_met(&of_all, float(cpi)?) || is_met(&of_food, float(food)?))
    })?;
    Ok(met.into())
}

pub const PRICE_ALERT: &[&str] = &["alert"];

/// What the grades of the weekly rule are called.
const ALERTS: [&str; 4] = ["none", "light", "considerable", "severe"];

/// The graver of a week's rise and of days out of stock.
pub fn price_alert(case: &Case) -> Read<Value> {
    let (week, out) = (alert_rule("mofcom-weekly")?, alert_rule("mofcom-stockout")?);
    let rise = scaled(case.input.need("week_rise_pct")?, 4)? as f64 / 1_000_000.0;
    let days = float(case.input.need("stockout_days")?)?;
    let reached = [
        cuts(week, "*")?.meets(&[rise]),
        cuts(out, "*")?.meets(&[days]),
    ];
    let gravest = reached.into_iter().flatten().max().map_or(0, |at| at + 1);
    Ok(serde_json::json!({ "alert": ALERTS[gravest] }))
}

pub const GOUGING: &[&str] = &["markup", "limit", "candidate"];

/// The rule that says what a mark-up may be where there is no earlier sale.
const MARKUP_RULE: &str = "wf-last-deal";

/// A sale's mark-up against that of an earlier sale, or what the rule allows without one.
pub fn gouging(case: &Case) -> Read<Value> {
    let basis = match case.params.maybe("basis", text)?.as_deref() {
        None | Some("cost") => Basis::Cost,
        Some("price") => Basis::Price,
        Some(_) => return malformed("the basis is cost or price"),
    };
    let field = |key: &str| float(case.input.need(key)?);
    let own = rate(field("sell")?, field("buy")?, basis);
    let limit = match case.input.get("base_sell").or(case.input.get("base_buy")) {
        Some(_) => rate(field("base_sell")?, field("base_buy")?, basis),
        None => markup_without_base()?,
    };
    match own.zip(limit) {
        Some((own, limit)) => Ok(serde_json::json!({
            "markup": own, "limit": limit, "candidate": is_candidate(own, limit),
        })),
        None => malformed("a price or cost of nothing"),
    }
}

fn markup_without_base() -> Read<Option<f64>> {
    let rule = alerts()?.markup.iter().find(|rule| rule.id == MARKUP_RULE);
    Ok(rule.and_then(|rule| rule.fallback))
}

/// The scaled error of a forecast.
pub fn mase(case: &Case) -> Read<Value> {
    let list = |key: &str| case.input.list(key, float);
    let Ok(m) = usize::try_from(count(case.params.need("m")?)?) else {
        return malformed("m is no period");
    };
    let error = scaled_error(&list("train")?, &list("test")?, &list("forecast")?, m);
    Ok(error.map_or(Value::Null, Value::from))
}

//! Cases of prices: changes against earlier quotes, and the grades that changes reach.

use granary::calendar::Day;
use granary::ledger::tables::Quote;
use granary::policy::alert::Indicator;
use granary::policy::{AlertRule, AlertRules};
use granary::price::change::{comparisons, name};
use granary::price::series::gather;
use granary::quantity::Price;
use serde_json::{Map, Value};

use super::case::{Case, Read, Trouble, day, float, malformed, scaled, text};

pub const CHANGES: &[&str] = &["price", "prev", "day", "week", "xun", "month", "year"];

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
    let compared = comparisons(points);
    let Some((last, compared)) = points.last().zip(compared.last()) else {
        return malformed("no quotes");
    };
    let mut keys = Map::new();
    keys.insert("price".to_owned(), last.price.as_f64().into());
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

fn alert_rule(id: &str) -> Read<AlertRule> {
    let rules = AlertRules::built_in().or_else(|error| malformed(error.message))?;
    match rules.alert.into_iter().find(|rule| rule.id == id) {
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

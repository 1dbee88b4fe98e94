//! When does a reserve of necessities go onto the market, how much of it, and what is to come back?
//!
//! A legal rule of prices that is met gravely and confirmed, or a supply that is tight, begins an episode of its category;
//! an episode releases an item once. What may be released lies above the floor of each store; where a balance says what
//! is missing, no more than that is. Only whole base units leave. A statistic triggers nothing, nor does an old quote: the
//! newest sign that is grave and confirmed is what a release rests on, and a lighter one after it only keeps the episode
//! open.
//!
//! Shape: a row for each episode and item; its shares are request lines, its parts by store are to be made good.
//!
//! `trigger` says that a category is in a rise, `episode` from when until when, `floor` what stays in the stores,
//! `posted` what has left.
//!
//! Rule: `P0-E13`, `P0-E14`, `market-release` of the rules of money.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::share::apportion::{Method, apportion};
use crate::calendar::{Day, is_expired};
use crate::ledger::Catalogue;
use crate::ledger::tables::{
    Alert, Assessment, Balance, Burn, Item, OnHand, Release, Replenishment, Request,
};
use crate::ledger::word::ReplenishStatus;
use crate::policy::money::ReleaseRule;
use crate::quantity::{Price, Quantity};
use crate::stock::cover::pickable;
use crate::stock::on_hand::is_in_store;

pub mod episode;
pub mod floor;
mod posted;
mod trigger;

use episode::Episode;
pub use posted::unposted;
use trigger::{is_one, market_price, signs, tight_rule, triggering};

/// What the lines of a market release are for: the use by which a gate knows them.
pub const MARKET_RELEASE: &str = "market_release";

/// What a release is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseInputs<'a> {
    pub alerts: &'a [Alert],
    pub assessments: &'a [Assessment],
    pub balances: &'a [Balance],
    /// What was released before.
    pub earlier: &'a [Release],
    pub onhand: &'a [OnHand],
    /// What stays in a store, by (site, item).
    pub floors: &'a BTreeMap<(String, String), Quantity>,
    /// What markets use a day: their shares.
    pub burn: &'a [Burn],
    pub catalogue: &'a Catalogue,
    /// Rules of prices with a source that look for a rise; no other triggers.
    pub legal: &'a BTreeSet<&'a str>,
    pub rule: &'a ReleaseRule,
    /// The stores of the reserve.
    pub from: &'a [String],
    /// The markets that it goes to.
    pub to: &'a [String],
    pub as_of: Day,
    /// Days within which it is made good, where somebody says.
    pub replenish_days: Option<i64>,
}

/// What is released, to whom, and what is to come back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Released {
    /// By episode and item.
    pub releases: Vec<Release>,
    pub requests: Vec<Request>,
    pub replenishments: Vec<Replenishment>,
    /// Why an open episode releases nothing.
    pub notes: Vec<String>,
}

/// What the open episodes release on the day.
pub fn release(inputs: &ReleaseInputs) -> Released {
    let mut released = Released::default();
    for (category, signs) in signs(inputs) {
        if let Some(episode) = signs.open(category, inputs.rule.clear, inputs.as_of) {
            of_episode(category, &episode, inputs, &mut released);
        }
    }
    released
}

/// The stock of an item that may be released.
struct Store<'a> {
    site: &'a str,
    on_hand: Quantity,
    above_floor: Quantity,
}

fn of_episode(category: &str, episode: &Episode, inputs: &ReleaseInputs, released: &mut Released) {
    let id = &episode.id;
    let triggered = episode.triggered;
    let age = inputs.as_of.days_since(triggered);
    if age > inputs.rule.quote_age {
        released.notes.push(format!(
            "{id}: the newest sign that counts is of {triggered}, {age} days old; nothing is released on it"
        ));
        return;
    }
    let mut wanted = missing(category, inputs);
    let is_of_it = |item: &&Item| is_one(&item.category, category) || is_one(&item.item, category);
    let items = inputs.catalogue.items().filter(is_of_it);
    let (told, released_before) = (released.notes.len(), released.releases.len());
    for listed in items {
        let item = listed.item.as_str();
        let held_up = earlier(episode, item, inputs).or_else(|| other_unit(id, listed, inputs));
        if let Some(why) = held_up {
            released.notes.push(why);
            continue;
        }
        let stores = stores(item, inputs);
        if stores.is_empty() {
            continue;
        }
        // Without a market in sight nothing leaves the reserve, and the episode has still to release it.
        if inputs.to.is_empty() {
            released.notes.push(format!(
                "{id}: nothing is released of {item}, because no market is listed to release it to; name one with --to"
            ));
            continue;
        }
        let row = row(category, item, episode, &stores, wanted, inputs);
        let qty = row.qty.unwrap_or_default();
        wanted = wanted.map(|wanted| (wanted - qty).or_zero());
        if qty.is_positive() {
            share(&row, qty, inputs, released);
            owe(&row, qty, &stores, inputs, released);
        }
        released.releases.push(row);
    }
    let is_silent = told == released.notes.len() && released_before == released.releases.len();
    if is_silent {
        released.notes.push(format!(
            "{id}: nothing is released, because no store of the reserve holds goods that are known to be of category {category}; table item says of which category they are"
        ));
    }
}

/// What an episode released of an item already, in words.
fn earlier(episode: &Episode, item: &str, inputs: &ReleaseInputs) -> Option<String> {
    let id = &episode.id;
    let released = |row: &&Release| row.qty.is_some_and(Quantity::is_positive);
    let mut rows = inputs.earlier.iter().filter(released);
    let done = rows.find(|row| row.episode == *id && row.item == item)?;
    let (qty, unit, since) = (done.qty?, &done.unit, done.date.unwrap_or(episode.first));
    let clear = inputs.rule.clear;
    Some(format!(
        "{id}: {qty} {unit} of {item} were released already, once an episode; it ends with {clear} quiet days on record, which price watch --since {since} puts into table assessment"
    ))
}

/// What a balance says is missing of a category; `None` where none says so.
fn missing(category: &str, inputs: &ReleaseInputs) -> Option<Quantity> {
    let gaps = balances(category, inputs).filter_map(|row| row.gap);
    let sum: Quantity = gaps.sum();
    sum.is_positive().then_some(sum)
}

/// Why a gap says nothing of an item: it is counted in another unit.
fn other_unit(episode: &str, item: &Item, inputs: &ReleaseInputs) -> Option<String> {
    let mut gaps = balances(&item.category, inputs).filter(|row| row.gap.is_some());
    let other = gaps.find(|row| !row.unit.is_empty() && row.unit != item.unit)?;
    Some(format!(
        "{episode}: {} is counted in {} and what is missing in {}; give a balance in the item's unit",
        item.item, item.unit, other.unit
    ))
}

/// What is known today of the supply of a category.
fn balances<'a>(
    category: &'a str,
    inputs: &ReleaseInputs<'a>,
) -> impl Iterator<Item = &'a Balance> {
    let as_of = inputs.as_of;
    let rows = inputs.balances.iter();
    rows.filter(move |row| is_one(&row.category, category) && row.as_of == as_of)
}

/// The stores of the reserve that hold an item, by site.
fn stores<'a>(item: &str, inputs: &ReleaseInputs<'a>) -> Vec<Store<'a>> {
    let mut held: BTreeMap<&str, (Quantity, Quantity)> = BTreeMap::new();
    for row in lots(item, inputs) {
        let (on_hand, free) = held.entry(&row.site).or_default();
        *on_hand += row.qty;
        *free += pickable(row, inputs.as_of);
    }
    let store = |(site, (on_hand, free)): (&'a str, (Quantity, Quantity))| {
        let floor = inputs.floors.get(&(site.to_owned(), item.to_owned()));
        Store {
            site,
            on_hand,
            above_floor: (free - floor.copied().unwrap_or_default()).or_zero(),
        }
    };
    held.into_iter().map(store).collect()
}

fn lots<'a>(item: &str, inputs: &ReleaseInputs<'a>) -> impl Iterator<Item = &'a OnHand> {
    let (from, as_of) = (inputs.from, inputs.as_of);
    inputs.onhand.iter().filter(move |row| {
        row.item == item
            && from.contains(&row.site)
            && is_in_store(row.form)
            && !is_expired(row.expiry, as_of)
    })
}

fn row(
    category: &str,
    item: &str,
    episode: &Episode,
    stores: &[Store],
    wanted: Option<Quantity>,
    inputs: &ReleaseInputs,
) -> Release {
    let on_hand: Quantity = stores.iter().map(|store| store.on_hand).sum();
    let above = stores
        .iter()
        .map(|store| store.above_floor.round_down_to_whole());
    let releasable: Quantity = above.sum();
    let key = |store: &Store| (store.site.to_owned(), item.to_owned());
    let floors = stores
        .iter()
        .filter_map(|store| inputs.floors.get(&key(store)).copied());
    let floor = floors.reduce(|sum, floor| sum + floor);
    let qty = wanted.map_or(releasable, |wanted| {
        wanted.round_up_to_whole().min(releasable)
    });
    let trigger = triggering(category, inputs);
    let market = market_price(category, inputs);
    let leaving = lots(item, inputs).filter(|row| pickable(row, inputs.as_of).is_positive());
    let price_low = leaving.filter_map(|row| row.unit_cost).max();
    let price_high = market.and_then(|price| below(price, inputs.rule.below_market));
    let mut reasons = vec![amount_in_words(wanted, qty)];
    reasons.extend(floor_in_words(floor, stores, releasable));
    if price_low
        .zip(price_high)
        .is_some_and(|(low, high)| low > high)
    {
        reasons.push("what it cost lies above the highest price".to_owned());
    }
    Release {
        episode: episode.id.clone(),
        item: item.to_owned(),
        alert_rule: trigger
            .map_or_else(|| tight_rule(category, inputs), |alert| alert.rule.clone()),
        first_date: Some(episode.first),
        price_low,
        price_high,
        floor,
        qty: Some(qty),
        replenish_by: inputs
            .replenish_days
            .map(|days| inputs.as_of.plus_days(days)),
        date: Some(inputs.as_of),
        scope: category.to_owned(),
        unit: inputs
            .catalogue
            .get(item)
            .map_or(String::new(), |item| item.unit.clone()),
        on_hand: Some(on_hand),
        releasable: Some(releasable),
        grade: trigger.map(|alert| alert.grade),
        persistence: trigger.and_then(|alert| alert.persistence),
        breadth: trigger.and_then(|alert| alert.breadth),
        markets: trigger.and_then(|alert| alert.markets),
        freshness: trigger.map(|alert| inputs.as_of.days_since(alert.date)),
        price: market,
        reason: reasons.join("; "),
        rule: inputs.rule.carried_out().to_owned(),
        items: trigger.and_then(|alert| alert.items),
    }
}

/// That nothing says what must stay; or that it is not told of all stores together, where they do not come out even.
fn floor_in_words(
    floor: Option<Quantity>,
    stores: &[Store],
    releasable: Quantity,
) -> Option<String> {
    let on_hand: Quantity = stores.iter().map(|store| store.on_hand).sum();
    let Some(floor) = floor else {
        return Some("no floor is stated".to_owned());
    };
    let is_uneven = stores.len() > 1 && (on_hand - floor).or_zero() > releasable;
    is_uneven.then(|| {
        "floor and on_hand are of all its stores, and what lies above the floor is told store by store".to_owned()
    })
}

/// Why it is this quantity.
fn amount_in_words(wanted: Option<Quantity>, qty: Quantity) -> String {
    match wanted {
        Some(Quantity::ZERO) => {
            "nothing is missing any more: items before it, by their codes, give all of it"
                .to_owned()
        }
        Some(wanted) if wanted > qty => {
            format!("{wanted} are missing; no more lies above the floor")
        }
        Some(wanted) => format!("{wanted} are missing"),
        None if qty.is_zero() => {
            "nothing may be released: all that lies there is kept or set aside".to_owned()
        }
        None => "all that may be released: no balance says what is missing".to_owned(),
    }
}

/// A price less so many percent; down to a ten-thousandth of a yuan.
fn below(price: Price, percent: i64) -> Option<Price> {
    let steps = i128::from(price.steps()) * i128::from(100 - percent) / 100;
    i64::try_from(steps).ok().map(Price::from_steps)
}

/// The request lines of the markets: shares by what they use, else the same for each; together the quantity.
fn share(row: &Release, qty: Quantity, inputs: &ReleaseInputs, released: &mut Released) {
    let used = |site: &String| {
        let mut rows = inputs
            .burn
            .iter()
            .filter(|burn| burn.site == *site && burn.item == row.item);
        let rate = rows.find_map(|burn| burn.rate).unwrap_or_default();
        rate.or_zero().thousandths()
    };
    let mut weights: Vec<i64> = inputs.to.iter().map(used).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights = vec![1; inputs.to.len()];
    }
    let shares = apportion(Method::Hamilton, &weights, qty.whole_units_down());
    let shares = shares.expect("neither a use nor a quantity lies below nothing");
    let given = inputs.to.iter().zip(shares).filter(|(_, share)| *share > 0);
    for (site, share) in given {
        let line = 1 + released
            .requests
            .iter()
            .filter(|one| one.request == row.episode)
            .count();
        released.requests.push(Request {
            request: row.episode.as_str().into(),
            line: line.to_string().into(),
            date: Some(inputs.as_of),
            qty: Quantity::whole(share),
            unit: row.unit.as_str().into(),
            usage: MARKET_RELEASE.into(),
            ..Request::of(site, &row.item)
        });
    }
}

/// What each store is to get back: its part of the quantity, store by store.
fn owe(
    row: &Release,
    qty: Quantity,
    stores: &[Store],
    inputs: &ReleaseInputs,
    released: &mut Released,
) {
    let mut left = qty;
    for store in stores {
        let part = left.min(store.above_floor.round_down_to_whole());
        left -= part;
        if !part.is_positive() {
            continue;
        }
        let line = 1 + released
            .replenishments
            .iter()
            .filter(|one| one.doc == row.episode)
            .count();
        released.replenishments.push(Replenishment {
            doc: row.episode.clone(),
            line: line.to_string(),
            date: inputs.as_of,
            site: store.site.to_owned(),
            item: row.item.clone(),
            counterparty: String::new(),
            qty: part,
            unit: row.unit.clone(),
            replaced: Quantity::ZERO,
            owed: part,
            due: row.replenish_by,
            status: ReplenishStatus::Owed,
            rule: inputs.rule.carried_out().to_owned(),
        });
    }
}

#[cfg(test)]
mod tests;

//! Rows of cover under a standard: each addressed site, each item the standard names, its stock against the need.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::is_expired;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{Cover, Item, OnHand, Site};
use crate::ledger::word::{Action, Level, Verdict, Word};
use crate::policy::{Rules, Standard};
use crate::quantity::Quantity;

use super::super::fefo::Demand;
use super::super::need::{Band, gap, gap_in, verdict};
use super::super::outlook::is_in_reach;
use super::basis::{Asked, asked};
use super::desk::{Desk, Pace, in_order};
use super::group::{Goods, Place, are_units_mixed};
use super::later::{later, with_later};
use super::meant::as_meant;
use super::row::{Key, of_lots, usable_at};
use super::{item_of, pickable};

/// The least percentage a scale-up may have: an amount that is scaled up does not shrink.
const PERCENT_MIN: i64 = 100;

/// The rows of every site that a standard in force addresses.
pub fn rows(desk: &Desk<'_>) -> Result<Vec<Cover>, Diagnostic> {
    let items = items(desk);
    // Room for the rows without a standard as well, which come behind.
    let mut rows = Vec::with_capacity(desk.shelves.len() + desk.burns.len());
    let sites = desk.inputs.sites.sites();
    let sites = sites.filter(|site| is_shown(desk, site) && desk.looks_at_any(&site.site));
    for site in sites {
        let here = items.iter();
        let here = here.filter(|(item, _)| desk.looks_at_it(&site.site, &item.item));
        let here: Vec<&(Cow<'_, Item>, Option<i64>)> = here.collect();
        if here.is_empty() {
            continue;
        }
        let level = desk.level(&site.site).unwrap_or(Level::None);
        let in_force = |standard: &&Standard| {
            let speaks_of = |site: &Site| standard.sites.includes(site);
            standard.applies_at(level) && desk.areas.is_addressed(site, speaks_of)
        };
        for standard in desk.inputs.rules.standards.iter().filter(in_force) {
            for (item, tier) in &here {
                if standard.items.includes(item, *tier) {
                    rows.extend(row(desk, site, standard, item, level)?);
                }
            }
        }
    }
    Ok(rows)
}

/// Whether the rows of the answer are about sites such as this one.
fn is_shown(desk: &Desk<'_>, site: &Site) -> bool {
    let grouping = desk.options.grouping;
    let levels = grouping.place.levels();
    let of_level = levels.is_none_or(|levels| levels.contains(&site.level.as_str()));
    of_level && grouping.place != Place::Everywhere && grouping.goods == Goods::Item
}

/// The items of the catalogue, and those that are held or used without standing in it, each with its tier.
fn items<'a>(desk: &Desk<'a>) -> Vec<(Cow<'a, Item>, Option<i64>)> {
    let held = desk.shelves.keys().map(|(_, item, _)| *item);
    let used = desk.burns.keys().map(|(_, item)| *item);
    let codes = held.chain(used).chain(desk.inputs.catalogue.codes());
    let codes: BTreeSet<&str> = codes.filter(|code| desk.looks_at(code)).collect();
    let tier_of = |code| desk.inputs.rules.tier_of(code);
    let items = codes.into_iter();
    items
        .map(|code| (item_of(desk, code), tier_of(code)))
        .collect()
}

/// The row of one item at one site; none where nothing is known of it there, and one for each unit where its lots state
/// several, which are no sum.
fn row(
    desk: &Desk<'_>,
    site: &Site,
    standard: &Standard,
    item: &Item,
    level: Level,
) -> Result<Vec<Cover>, Diagnostic> {
    let form = standard.form();
    let key = Key {
        site: &site.site,
        item: &item.item,
        form,
    };
    let lots = desk.area_lots(&site.site, &item.item, form);
    if are_units_mixed(desk, &item.item, &lots) {
        return Ok(of_units(desk, key, (standard, level), &lots));
    }
    let lots = as_meant(desk, &site.site, &lots);
    let use_now = desk.area_rate(&site.site, &item.item);
    let unscaled = asked(desk, standard, &site.site, item, None);
    let is_known = !lots.is_empty() || desk.is_on_record(&site.site, &item.item);
    if !is_known && use_now.is_none() && unscaled.band.is_none() {
        return Ok(Vec::new());
    }
    let asked = match standard.scaled {
        true => asked_at(desk, standard, &site.site, item, level)?,
        false => unscaled,
    };
    let pace = asked.pace.or(use_now.map(Pace::Use));
    let demand = desk.area_demand(&site.site, &item.item, pace);
    let (sites, items) = (in_order(desk.counted(&site.site)), [&*item.item]);
    let row = of_lots(desk, key, &lots, demand.as_ref(), asked.basis.clone());
    let row = Cover {
        usable: usable_for_need(desk, &lots, row.usable, demand.as_ref(), pace),
        standard: standard.id.clone(),
        rule: standard.id.clone(),
        level: Some(level),
        on_order: desk.on_order(&sites, &items, form),
        ..row
    };
    let later = || later(desk, &site.site, &sites, &items, demand.as_ref());
    let row = with_later(row, later);
    Ok(vec![judged(desk, row, &lots, &asked)])
}

/// The rows of goods that are counted in several units, a row for each unit: how much of one is in another nobody says,
/// so that no need can be held against them.
fn of_units(
    desk: &Desk<'_>,
    key: Key<'_>,
    (standard, level): (&Standard, Level),
    lots: &[&OnHand],
) -> Vec<Cover> {
    let mut by_unit: BTreeMap<&str, Vec<&OnHand>> = BTreeMap::new();
    for lot in lots {
        by_unit.entry(&lot.unit).or_default().push(lot);
    }
    let row = |lots: Vec<&OnHand>| {
        let lots = as_meant(desk, key.site, &lots);
        let basis = "not assessable: counted in several units".to_owned();
        Cover {
            standard: standard.id.clone(),
            rule: standard.id.clone(),
            level: Some(level),
            action: Some(Action::NotAssessable),
            ..of_lots(desk, key, &lots, None, basis)
        }
    };
    by_unit.into_values().map(row).collect()
}

/// What of `usable` is held against a need: no more than is usable at the `pace` that goes on as it is.
///
/// Goods that only a faster use saves from their expiry are gone with it, and close no shortage.
fn usable_for_need(
    desk: &Desk<'_>,
    lots: &[Cow<'_, OnHand>],
    usable: Quantity,
    expected: Option<&Demand>,
    pace: Option<Pace>,
) -> Quantity {
    let as_it_is = pace.map(|pace| Demand::Daily(pace.rate()));
    match as_it_is.as_ref() == expected {
        true => usable,
        false => usable.min(usable_at(desk, lots, as_it_is.as_ref())),
    }
}

/// What `standard` asks of the area of a site at `level`, scaled up where it is.
pub fn asked_at(
    desk: &Desk<'_>,
    standard: &Standard,
    site: &str,
    item: &Item,
    level: Level,
) -> Result<Asked, Diagnostic> {
    let (rules, chosen) = (desk.inputs.rules, desk.options.percent);
    let percent = match standard.scaled {
        true => Some(scale_up_percent(rules, chosen, standard, level)?),
        false => None,
    };
    Ok(asked(desk, standard, site, item, percent))
}

/// The row with what is asked for and what is missing.
fn judged(desk: &Desk<'_>, row: Cover, lots: &[Cow<'_, OnHand>], asked: &Asked) -> Cover {
    let Some(band) = asked.band else {
        return Cover {
            action: Some(Action::NotAssessable),
            ..row
        };
    };
    let usable = match asked.round_days {
        Some(days) => usable_in_round(desk, lots, days),
        None => row.usable,
    };
    let verdict = verdict(usable, band);
    if asked.is_least && verdict != Verdict::Short {
        return Cover {
            basis: format!("not assessable: {}", row.basis),
            action: Some(Action::NotAssessable),
            ..row
        };
    }
    let coming = row.on_order.unwrap_or_default();
    let order = (verdict == Verdict::Short).then(|| to_order(usable + coming, band));
    let action = match order {
        None => row.action,
        Some(order) if order.is_positive() => Some(Action::Order),
        Some(_) => Some(Action::AwaitDelivery),
    };
    Cover {
        usable,
        need_min: Some(band.min),
        need_max: band.max,
        gap: Some(gap_in(&row.unit, usable, band.min)),
        verdict: Some(verdict),
        action,
        order_qty: order,
        ..row
    }
}

/// What is missing to the target, in whole units.
fn to_order(there: Quantity, band: Band) -> Quantity {
    gap(there, band.max.unwrap_or(band.min)).round_up_to_whole()
}

/// What can still be used on the last day of a round that starts with the first day of use.
fn usable_in_round(desk: &Desk<'_>, lots: &[Cow<'_, OnHand>], days: i64) -> Quantity {
    let last = desk.options.demand_from.plus_days((days - 1).max(0));
    let lasting = lots
        .iter()
        .filter(|row| !is_expired(row.expiry, last) && is_in_reach(desk.away(row), last));
    lasting.map(|row| pickable(row, desk.options.as_of)).sum()
}

/// The percent of the basic amount that a scaled `standard` asks for at `level`: the `chosen` one, else the policy's.
///
/// Errors: `no-policy` where neither is given, because the plan gives none; `bad-policy` where it would scale down.
/// Rule: `D-14`.
pub fn scale_up_percent(
    rules: &Rules,
    chosen: Option<i64>,
    standard: &Standard,
    level: Level,
) -> Result<i64, Diagnostic> {
    let of_policy = || {
        rules
            .scale_up
            .as_ref()
            .and_then(|scale_up| scale_up.at(level))
    };
    let Some(percent) = chosen.or_else(of_policy) else {
        let message = format!(
            "{} scales the basic amount up at level {}, and nobody says by how much",
            standard.id,
            level.id()
        );
        let set = format!("[scale_up] with id and percent = {{ {} = … }}", level.id());
        let hint =
            format!("add a policy file that sets {set}, or give the percentage with --scale-up");
        return Err(Diagnostic::error(Code::NoPolicy, message).hint(hint));
    };
    if percent < PERCENT_MIN {
        let message = format!(
            "{percent}% at level {} would scale the basic amount down",
            level.id()
        );
        return Err(Diagnostic::error(Code::BadPolicy, message)
            .hint(format!("write {PERCENT_MIN} or more")));
    }
    Ok(percent)
}

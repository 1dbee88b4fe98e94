//! Rows of cover without a standard: what every site, or group of sites, has and uses, in days.

use crate::engine::parallel;
use crate::ledger::tables::Cover;
use crate::ledger::word::{Action, Form, Verdict};
use crate::quantity::Rate;

use super::super::burn::monthly;
use super::super::minmax::{MinMax, MinMaxStatus, need_of_months};
use super::super::need::gap_in;
use super::desk::{Desk, Pace};
use super::group::Group;
use super::later::{later, with_later};
use super::meant::as_meant;
use super::row::{Key, of_lots};

/// The standard of rows that are held against months of use, and their rule.
const BY_MONTHS: &str = "minmax";
const MONTHS_RULE: &str = "MINMAX";

/// The site, item and form of rows that a standard judged, in order.
pub type Judged<'a> = [(&'a str, &'a str, Option<Form>)];

/// One row for each group that no standard judged: against months of use where bounds are given, else without.
pub fn rows(desk: &Desk<'_>, groups: &[Group<'_>], judged: &Judged<'_>) -> Vec<Cover> {
    let by_months = |group: &Group<'_>| {
        let bounds = desk.options.bounds?;
        let rate = group.rate().filter(|_| group.form == Form::Physical)?;
        of_months(of_group(desk, group), &bounds, rate)
    };
    let row = |group: &Group<'_>| {
        by_months(group).or_else(|| (!is_judged(group, judged)).then(|| unjudged(desk, group)))
    };
    parallel::all_of(groups, row)
}

/// The rows of the groups that a standard judged, at their use.
pub fn beside(desk: &Desk<'_>, groups: &[Group<'_>], judged: &Judged<'_>) -> Vec<Cover> {
    let groups = groups.iter().filter(|group| is_judged(group, judged));
    groups.map(|group| of_group(desk, group)).collect()
}

fn is_judged(group: &Group<'_>, judged: &Judged<'_>) -> bool {
    let key = (group.site, group.item, Some(group.form));
    judged.binary_search(&key).is_ok()
}

/// The row of a group without a threshold; where months of use were asked for and nobody knows the use, nothing can be
/// said of them.
fn unjudged(desk: &Desk<'_>, group: &Group<'_>) -> Cover {
    let row = of_group(desk, group);
    let is_asked = desk.options.bounds.is_some() && group.form == Form::Physical;
    let is_unknown = row.rate.is_none() && !desk.inputs.catalogue.is_durable(group.item);
    match is_asked && is_unknown && row.action == Some(Action::Nothing) {
        true => Cover {
            action: Some(Action::NotAssessable),
            ..row
        },
        false => row,
    }
}

fn of_group(desk: &Desk<'_>, group: &Group<'_>) -> Cover {
    let rate = group.rate();
    let key = Key {
        site: group.site,
        item: group.item,
        form: group.form,
    };
    let demand = desk.demand(&group.sites, &group.items, rate.map(Pace::Use));
    let lots = as_meant(desk, group.site, &group.lots);
    let row = of_lots(desk, key, &lots, demand.as_ref(), group.basis(rate));
    let row = Cover {
        unit: match row.unit.is_empty() {
            true => group.unit.to_owned(),
            false => row.unit,
        },
        class: group.class.to_owned(),
        category: group.category.to_owned(),
        on_order: desk.on_order(&group.sites, &group.items, group.form),
        ..row
    };
    let row = with_later(row, || {
        later(
            desk,
            group.site,
            &group.sites,
            &group.items,
            demand.as_ref(),
        )
    });
    match on_demand(desk, group.item) {
        Some(rule) => Cover {
            rule,
            action: Some(Action::PurchaseOnDemand),
            ..row
        },
        None => row,
    }
}

/// The row held against months of use; `None` where nothing is used.
///
/// Rule: `MINMAX`, `D-01`.
fn of_months(row: Cover, bounds: &MinMax, rate: Rate) -> Option<Cover> {
    let monthly = monthly(rate).filter(|rate| !rate.is_zero())?;
    let min = need_of_months(monthly, bounds.min)?;
    let status = bounds.status(row.usable, monthly)?;
    let verdict = match status {
        MinMaxStatus::Emergency | MinMaxStatus::Understock => Verdict::Short,
        MinMaxStatus::Adequate => Verdict::Within,
        MinMaxStatus::Overstock => Verdict::Above,
    };
    let is_short = verdict == Verdict::Short;
    let order = bounds
        .order(row.usable, row.on_order.unwrap_or_default(), monthly)
        .filter(|_| is_short);
    let action = match (order, status) {
        (None, _) => row.action,
        (Some(order), _) if !order.is_positive() => Some(Action::AwaitDelivery),
        (Some(_), MinMaxStatus::Emergency) => Some(Action::OrderNow),
        (Some(_), _) => Some(Action::Order),
    };
    Some(Cover {
        standard: BY_MONTHS.to_owned(),
        rule: MONTHS_RULE.to_owned(),
        need_min: Some(min),
        need_max: need_of_months(monthly, bounds.max),
        gap: Some(gap_in(&row.unit, row.usable, min)),
        verdict: Some(verdict),
        action,
        order_qty: order.map(|order| order.round_up_to_whole()),
        ..row
    })
}

/// The rule by which an item is bought on demand and not kept in store.
fn on_demand(desk: &Desk<'_>, item: &str) -> Option<String> {
    let rules = desk.inputs.rules;
    let of_catalogue = || desk.inputs.catalogue.tier(item);
    let tier = rules.tier_of(item).or_else(of_catalogue)?;
    rules
        .on_demand
        .iter()
        .find(|rule| rule.tier == tier)
        .map(|rule| rule.id.clone())
}

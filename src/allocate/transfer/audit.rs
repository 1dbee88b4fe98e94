//! Do transfers keep their promises?

use std::collections::BTreeMap;

use crate::ledger::tables::{Allocation, Consent, Finding, Transfer};
use crate::ledger::word::{Form, Risk, Severity};

use super::TransferInputs;

/// What of the goods of one site moves, and the row that moved last.
type Moved<'a> = BTreeMap<(&'a str, &'a str), (i128, &'a Transfer)>;

pub(super) fn findings(inputs: &TransferInputs, transfer: &[Transfer]) -> Vec<Finding> {
    let gone = &*inputs.posted.to_leave(inputs.allocation);
    let mut found = over_issued(inputs, gone, transfer);
    found.extend(
        transfer
            .iter()
            .filter_map(|row| gone_on_the_way(row, inputs)),
    );
    let mut moved: Moved = BTreeMap::new();
    for row in transfer {
        let sum = moved.entry((&row.from_site, &row.item)).or_insert((0, row));
        sum.0 += i128::from(row.qty.thousandths());
    }
    for (&(site, item), &(sum, row)) in &moved {
        let left = in_store(inputs, gone, site, item) - sum;
        let (used, days) = use_of(inputs, site, item).unwrap_or((0, 1));
        let by_days = i128::from(inputs.floor_days.unwrap_or(0)) * used;
        let areas = judged_areas(inputs, site, item);
        let are_kept = areas.iter().all(|(area, need)| {
            let stores = inputs.sites.sites().map(|store| store.site.as_str());
            let stores = stores.filter(|store| store != area && is_store_of(inputs, store, area));
            let left = |store| {
                let sum = moved.get(&(store, item)).map_or(0, |(sum, _)| *sum);
                in_store(inputs, gone, store, item) - sum
            };
            stores.map(left).sum::<i128>() + left(area) >= *need
        });
        let is_kept = left * days >= by_days && are_kept;
        let is_known = inputs.floor_days == Some(0)
            || (inputs.floor_days.is_some() && use_of(inputs, site, item).is_some())
            || (inputs.floor_days.is_none() && !areas.is_empty());
        if !is_kept || !is_known {
            let message = format!("{site} falls below what it needs of {item} itself");
            found.push(finding(
                "below_floor",
                row,
                message,
                "leave a giver what it needs",
            ));
        }
        if is_refused(inputs, site, item) {
            let message = format!("{site} refused to give {item}");
            found.push(finding("refused", row, message, "ask somebody else"));
        }
        if inputs.sites.area_risk(site) == Some(Risk::High) {
            let message = format!("{site} lies in an area of high risk");
            found.push(finding("risky", row, message, "let nothing leave there"));
        }
    }
    found
}

/// What expires before it arrives.
fn gone_on_the_way(row: &Transfer, inputs: &TransferInputs) -> Option<Finding> {
    let days = (row.hours.unwrap_or(0.0).max(0.0) / 24.0) as i64;
    let is_gone = row.expiry? < inputs.as_of.plus_days(days);
    is_gone.then(|| {
        let message = format!("lot \"{}\" has expired", row.lot);
        let hint = "give a lot that lasts longer";
        finding("expired_lot", row, message, hint)
    })
}

/// Lots that give more than is left of them when what is awarded before is `gone`.
fn over_issued(
    inputs: &TransferInputs,
    gone: &[Allocation],
    transfer: &[Transfer],
) -> Vec<Finding> {
    let mut left: BTreeMap<[&str; 5], i128> = BTreeMap::new();
    for row in inputs.onhand {
        let set_aside = row.held.unwrap_or_default() + row.reserved.unwrap_or_default();
        let can_leave = row.available.unwrap_or(row.qty - set_aside).thousandths();
        let lot = [
            &*row.site,
            &*row.item,
            &*row.lot,
            &*row.owner,
            &*row.earmark,
        ];
        *left.entry(lot).or_default() += i128::from(can_leave.max(0));
    }
    for row in gone {
        let lot = [
            &*row.from_site,
            &*row.item,
            &*row.lot,
            &*row.owner,
            &*row.earmark,
        ];
        *left.entry(lot).or_default() -= i128::from(row.qty.thousandths());
    }
    let mut found = Vec::new();
    for row in transfer {
        let lot = [
            &*row.from_site,
            &*row.item,
            &*row.lot,
            &*row.owner,
            &*row.earmark,
        ];
        let left = left.entry(lot).or_default();
        *left -= i128::from(row.qty.thousandths());
        if *left < 0 || !row.qty.is_positive() {
            let message = format!(
                "lot \"{}\" at {} does not hold so much",
                row.lot, row.from_site
            );
            found.push(finding(
                "over_issued",
                row,
                message,
                "move no more than the lot has left",
            ));
        }
    }
    found
}

/// What lies usable in a store when what is awarded before is `gone`, in thousandths.
fn in_store(inputs: &TransferInputs, gone: &[Allocation], site: &str, item: &str) -> i128 {
    let mut sum = 0i128;
    for row in inputs
        .onhand
        .iter()
        .filter(|row| row.site == site && row.item == item)
    {
        let is_usable = row.expiry.is_none_or(|expiry| expiry >= inputs.as_of);
        if is_usable && Form::stated(row.form) == Form::Physical {
            let set_aside = row.held.unwrap_or_default() + row.reserved.unwrap_or_default();
            sum += i128::from(
                row.available
                    .unwrap_or(row.qty - set_aside)
                    .thousandths()
                    .max(0),
            );
        }
    }
    for row in gone
        .iter()
        .filter(|row| row.from_site == site && row.item == item)
    {
        sum -= i128::from(row.qty.thousandths());
    }
    sum
}

/// The latest printed rate as so much in so many days; the counted one where it is stated.
fn use_of(inputs: &TransferInputs, site: &str, item: &str) -> Option<(i128, i128)> {
    let of_goods = inputs.burn.iter().filter(|row| {
        row.site == site && row.item == item && row.as_of <= inputs.as_of && row.rate.is_some()
    });
    let row = of_goods.max_by_key(|row| (row.as_of, row.rate))?;
    // A thousandth less than the printed rate at most: the printed one is rounded half up.
    let rate = i128::from(row.rate?.thousandths());
    let days = i128::from(row.days.unwrap_or(1) - row.days_out.unwrap_or(0));
    match row.used {
        Some(used) if days > 0 && (i128::from(used.thousandths()) - rate * days).abs() <= days => {
            Some((i128::from(used.thousandths()), days))
        }
        _ => Some((rate, 1)),
    }
}

/// The areas that a site is a store of and a standard speaks of, with the most that is asked of each.
fn judged_areas<'a>(
    inputs: &TransferInputs<'a>,
    site: &str,
    item: &str,
) -> BTreeMap<&'a str, i128> {
    let mut needs = BTreeMap::new();
    for row in inputs.cover.iter().filter(|row| row.item == item) {
        let is_physical = Form::stated(row.form) == Form::Physical;
        let is_of_it = row.site == site || is_store_of(inputs, site, &row.site);
        if let Some(need) = row.need_min.filter(|_| is_physical && is_of_it) {
            let most = needs.entry(row.site.as_str()).or_insert(0);
            *most = i128::from(need.thousandths()).max(*most);
        }
    }
    needs
}

/// Whether a site lies below an area and keeps stock in the name of the same level of government.
fn is_store_of(inputs: &TransferInputs, site: &str, area: &str) -> bool {
    let level = |code: &str| inputs.sites.get(code).map(|site| site.level.as_str());
    level(area).is_some()
        && level(site) == level(area)
        && inputs.sites.upwards(site).contains(&area)
}

/// Whether the site or somebody above it said no, and nobody nearer said yes since.
fn is_refused(inputs: &TransferInputs, site: &str, item: &str) -> bool {
    let chain = inputs.sites.upwards(site);
    let of_item = inputs
        .consents
        .iter()
        .filter(|row| row.item.is_empty() || row.item == item);
    let in_time = of_item.filter(|row| row.date.is_none_or(|day| day <= inputs.as_of));
    let said: Vec<(usize, &Consent)> = in_time
        .filter_map(|row| Some((chain.iter().position(|at| *at == row.from_site)?, row)))
        .collect();
    let refusals = said.iter().filter(|(_, row)| !row.agreed);
    refusals.into_iter().any(|(place, no)| {
        let is_lifted =
            |(nearer, yes): &(usize, &Consent)| yes.agreed && nearer <= place && yes.date > no.date;
        !said.iter().any(is_lifted)
    })
}

fn finding(code: &str, row: &Transfer, message: String, hint: &str) -> Finding {
    Finding {
        line: format!("{}/{}", row.request, row.line),
        site: row.from_site.clone(),
        item: row.item.clone(),
        lot: row.lot.clone(),
        value: row.qty.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

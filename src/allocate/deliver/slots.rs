//! When does each household get its goods, at the door or to fetch?
//!
//! Each compound has its own row of slots, one for those who fetch and one for those to whom goods are brought: sealed
//! compounds and households with special needs have them brought, the others are called building by building and
//! entrance by entrance. An entrance is not torn between two slots unless it is larger than one. Table `slot` (site,
//! household).
//!
//! Never: more households in a slot than it holds, or a slot that ends after closing time.

use std::collections::{BTreeMap, HashMap};

use crate::allocate::household::ordered::natural;
use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Refused, Result};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Finding, Slot};
use crate::ledger::word::DeliveryMode;
use crate::policy::Delivery;

use super::finding;

/// A household that gets goods.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resident<'a> {
    pub site: &'a str,
    pub building: &'a str,
    pub entrance: &'a str,
    pub household: &'a str,
    /// Whether it has special needs.
    pub special: bool,
}

/// Slots of a day, in minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: Day,
    pub opens: i64,
    pub closes: i64,
    pub minutes: i64,
}

/// What slots are made from.
#[derive(Debug, Clone, Copy)]
pub struct SlotInputs<'a> {
    pub residents: &'a [Resident<'a>],
    pub sites: &'a SiteTree,
    pub rules: &'a Delivery,
    pub hours: Hours,
    /// Households that a slot holds: of those who fetch, and of those to whom goods are brought.
    pub pickup_most: Option<i64>,
    pub doorstep_most: Option<i64>,
}

/// How many people stand in a row of `metres` when each keeps `apart` metres from the next: a row of none holds one.
///
/// Rule: `P6-L09`.
pub fn queue_places(metres: i64, apart: i64) -> Option<i64> {
    (metres >= 0 && apart > 0).then(|| metres / apart + 1)
}

/// The slot of every household.
///
/// Errors: a way of delivery for which nobody says how many a slot holds; a day without a slot.
/// Rule: `P2-L07`, `P2-L08`, `P2-A01`.
pub fn slots(inputs: &SlotInputs) -> Result<Vec<Slot>> {
    let hours = inputs.hours;
    let a_day = if hours.minutes > 0 {
        (hours.closes - hours.opens) / hours.minutes
    } else {
        0
    };
    if a_day < 1 {
        let message = "no slot fits between opening and closing";
        let hint = "open earlier, close later, or make the slots shorter";
        return Err(Refused::from(
            Diagnostic::error(Code::BadFlag, message).hint(hint),
        ));
    }
    let mut rows = Vec::with_capacity(inputs.residents.len());
    for ((site, mode), queue) in queues(inputs) {
        let most = most_of(mode, inputs)?;
        for (slot, rank, resident, rule) in fill(&queue, most) {
            rows.push(row(site, mode, slot, rank, resident, rule, (hours, a_day)));
        }
    }
    rows.sort_by(|a, b| (&a.site, &a.household).cmp(&(&b.site, &b.household)));
    Ok(rows)
}

fn most_of(mode: DeliveryMode, inputs: &SlotInputs) -> Result<i64> {
    let (most, what, hint) = match mode {
        DeliveryMode::Pickup => (
            inputs.pickup_most,
            "fetch their goods",
            "give --per-slot, or --queue with the metres that people may stand in",
        ),
        DeliveryMode::Doorstep => (
            inputs.doorstep_most,
            "have them brought",
            "give --doors, the doors that one slot reaches",
        ),
    };
    most.filter(|most| *most > 0).ok_or_else(|| {
        let message = format!("nobody says how many households a slot holds of those that {what}");
        Refused::from(Diagnostic::error(Code::BadFlag, message).hint(hint))
    })
}

/// The households of each compound and way, in the order in which they are called.
type Queues<'a> = BTreeMap<(&'a str, DeliveryMode), Vec<(&'a Resident<'a>, &'a str)>>;

fn queues<'a>(inputs: &SlotInputs<'a>) -> Queues<'a> {
    let mut queues = Queues::new();
    let mut by_site: HashMap<&str, (DeliveryMode, &str)> = HashMap::new();
    for resident in inputs.residents {
        let (mode, rule) = *by_site
            .entry(resident.site)
            .or_insert_with(|| inputs.rules.mode_of(&inputs.sites.classes(resident.site)));
        let (mode, rule) = match (resident.special, mode) {
            (true, DeliveryMode::Pickup) => {
                (DeliveryMode::Doorstep, inputs.rules.helped.rule.as_str())
            }
            _ => (mode, rule),
        };
        queues
            .entry((resident.site, mode))
            .or_default()
            .push((resident, rule));
    }
    for queue in queues.values_mut() {
        queue.sort_by_cached_key(|(resident, _)| {
            let place = [resident.building, resident.entrance, resident.household].map(natural);
            (place, resident.household)
        });
    }
    queues
}

/// Slot numbers from 0, and the place within each from 1.
fn fill<'a>(
    queue: &[(&'a Resident<'a>, &'a str)],
    most: i64,
) -> Vec<(i64, i64, &'a Resident<'a>, &'a str)> {
    let mut filled = Vec::with_capacity(queue.len());
    let (mut slot, mut used) = (0, 0);
    let entrance = |resident: &Resident<'a>| (resident.building, resident.entrance);
    for group in queue.chunk_by(|a, b| entrance(a.0) == entrance(b.0)) {
        let size = i64::try_from(group.len()).unwrap_or(i64::MAX);
        if used > 0 && size <= most && used + size > most {
            (slot, used) = (slot + 1, 0);
        }
        for (resident, rule) in group {
            if used == most {
                (slot, used) = (slot + 1, 0);
            }
            used += 1;
            filled.push((slot, used, *resident, *rule));
        }
    }
    filled
}

fn row(
    site: &str,
    mode: DeliveryMode,
    slot: i64,
    rank: i64,
    resident: &Resident,
    rule: &str,
    (hours, a_day): (Hours, i64),
) -> Slot {
    let starts = hours.opens + slot % a_day * hours.minutes;
    Slot {
        site: site.to_owned(),
        household: resident.household.to_owned(),
        building: resident.building.to_owned(),
        entrance: resident.entrance.to_owned(),
        mode,
        date: hours.from.plus_days(slot / a_day),
        slot: slot % a_day + 1,
        starts: clock(starts),
        ends: clock(starts + hours.minutes),
        rank,
        rule: rule.to_owned(),
    }
}

/// Minutes after midnight as `08:30`.
fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `08:30` as minutes after midnight; `None` where it is no time of a day.
pub fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once([':', '：'])?;
    let (hours, minutes): (i64, i64) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
    let is_time =
        (0..=24).contains(&hours) && (0..60).contains(&minutes) && hours * 60 + minutes <= 24 * 60;
    is_time.then_some(hours * 60 + minutes)
}

/// Whether every household has one slot, no slot holds too many, and all lie within the hours.
pub fn audit(inputs: &SlotInputs, rows: &[Slot]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut times: BTreeMap<(&str, &str), i64> = inputs
        .residents
        .iter()
        .map(|resident| ((resident.site, resident.household), 0))
        .collect();
    let mut held: BTreeMap<(&str, DeliveryMode, Day, &str), i64> = BTreeMap::new();
    for row in rows {
        *times.entry((&row.site, &row.household)).or_insert(1) += 1;
        *held
            .entry((&row.site, row.mode, row.date, &row.starts))
            .or_default() += 1;
        let (starts, ends) = (minutes(&row.starts), minutes(&row.ends));
        let is_open = starts >= Some(inputs.hours.opens)
            && ends.is_some_and(|ends| ends <= inputs.hours.closes);
        if !is_open || row.date < inputs.hours.from {
            found.push(finding(
                "closed_slot",
                &row.site,
                format!("the slot of {} lies outside the hours", row.household),
            ));
        }
        let is_sealed =
            inputs.rules.mode_of(&inputs.sites.classes(&row.site)).0 == DeliveryMode::Doorstep;
        if is_sealed && row.mode == DeliveryMode::Pickup {
            found.push(finding(
                "sealed_pickup",
                &row.site,
                format!("{} is sealed in and is to fetch its goods", row.household),
            ));
        }
    }
    let wrong = times.into_iter().filter(|(_, times)| *times != 1);
    found.extend(wrong.map(|((site, household), times)| {
        finding(
            "not_one_slot",
            site,
            format!("household {household} has {times} slots"),
        )
    }));
    let most = |mode| match mode {
        DeliveryMode::Pickup => inputs.pickup_most,
        DeliveryMode::Doorstep => inputs.doorstep_most,
    };
    let full = held
        .into_iter()
        .filter(|((_, mode, ..), count)| most(*mode).is_none_or(|most| *count > most));
    found.extend(full.map(|((site, _, date, starts), count)| {
        finding(
            "slot_over_capacity",
            site,
            format!("{count} households at {starts} on {date}"),
        )
    }));
    found
}

#[cfg(test)]
mod tests;

//! How far are institutions in using up what expires? Table `tracking`.
//!
//! Shape: a row for every share of a rotation plan, and on request one for every other dated lot that an institution
//! holds. What it gave back or wrote off it has no more to use; the latter is lost. A lot is used after everything at the institution that must be used before it, so that a share is in time
//! when the whole queue up to it is. Nothing is planned here, and what a plan gave is never changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::LotKey;
use crate::ledger::tables::{Burn, Movement, OnHand, Rotation, Tracking, Usage};
use crate::ledger::word::{Form, Pace, Word};
use crate::policy::Ladder;
use crate::quantity::{Quantity, Rate, div_ceil};
use crate::stock::burn::rate_of;
use crate::stock::fefo::{self, Demand, Lot};

use super::book::{earliest, is_known};
use super::delivery::{Deliveries, Delivery};
use super::stage::INSTITUTION;

/// What the tracking is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct TrackInputs<'a> {
    pub onhand: &'a [OnHand],
    pub rotation: &'a [Rotation],
    pub movements: &'a [Movement],
    pub usage: &'a [Usage],
    pub burn: &'a [Burn],
    pub ladder: &'a Ladder,
    pub as_of: Day,
    /// Whether lots that no plan gives are followed too.
    pub all: bool,
}

/// One thing that an institution has to use up: a share of a plan, or a lot of its own.
struct Task<'a> {
    share: Option<&'a Rotation>,
    lot: &'a str,
    unit: &'a str,
    expiry: Option<Day>,
    /// The last day on which it may be used.
    last: Option<Day>,
    delivery: Delivery,
    left: Quantity,
}

impl Task<'_> {
    fn is_past(&self, as_of: Day) -> bool {
        self.last.is_some_and(|last| last < as_of)
    }
}

/// Follows every share that was planned by the day.
///
/// Result: by institution and item, in the order of use. Rule: `P0-T04`.
pub fn track(inputs: &TrackInputs<'_>) -> Vec<Tracking> {
    let deliveries = Deliveries::of(
        inputs.rotation,
        inputs.movements,
        inputs.usage,
        inputs.as_of,
    );
    let rates: BTreeMap<(&str, &str), &Burn> = inputs
        .burn
        .iter()
        .map(|row| ((&*row.site, &*row.item), row))
        .collect();
    let mut rows = Vec::new();
    for ((institution, item), shares) in by_institution(inputs) {
        let tasks = queue(inputs, institution, item, &shares, &deliveries);
        let burn = rates.get(&(institution, item)).copied();
        rows.extend(judged(inputs, institution, item, &tasks, burn));
    }
    rows
}

/// Shares, each with its position among all.
type Shares<'a> = BTreeMap<(&'a str, &'a str), Vec<(usize, &'a Rotation)>>;

/// The shares of each institution and item; without shares too where its own lots are followed.
fn by_institution<'a>(inputs: &TrackInputs<'a>) -> Shares<'a> {
    let mut shares = Shares::new();
    let rotation = inputs.rotation.iter().enumerate();
    for (at, row) in rotation.filter(|(_, row)| is_known(row, inputs.as_of)) {
        let key = (&*row.institution, &*row.item);
        shares.entry(key).or_default().push((at, row));
    }
    if inputs.all {
        let used: BTreeSet<(&str, &str)> = inputs
            .burn
            .iter()
            .filter(|row| row.rate.is_some_and(Quantity::is_positive))
            .map(|row| (&*row.site, &*row.item))
            .collect();
        for row in inputs.onhand.iter().filter(|row| row.expiry.is_some()) {
            let key = (&*row.site, &*row.item);
            if used.contains(&key) {
                shares.entry(key).or_default();
            }
        }
    }
    shares
}

/// Everything an institution has to use up of an item, in the order of use.
fn queue<'a>(
    inputs: &TrackInputs<'a>,
    institution: &str,
    item: &str,
    shares: &[(usize, &'a Rotation)],
    deliveries: &Deliveries,
) -> Vec<Task<'a>> {
    let mut tasks: Vec<Task<'a>> = Vec::new();
    let mut in_shares: BTreeMap<&str, Quantity> = BTreeMap::new();
    for (at, share) in shares {
        let delivery = deliveries.of_share(*at);
        let expiry = expiry_of(inputs, share).or(delivery.expiry);
        let left = (share.qty - delivery.spent()).or_zero();
        *in_shares.entry(&share.lot).or_default() += left;
        tasks.push(Task {
            share: Some(share),
            lot: &share.lot,
            unit: &share.unit,
            expiry,
            last: earliest(share.use_by, expiry),
            delivery,
            left,
        });
    }
    let mut own: Vec<&OnHand> = inputs.onhand.iter().collect();
    own.retain(|row| row.site == institution && row.item == item && is_there(row));
    own.sort_by_cached_key(|row| LotKey::of_balance(row));
    for row in own {
        // What a share has brought is counted with the share.
        let counted = in_shares.entry(&row.lot).or_default();
        let of_share = row.qty.min(*counted);
        *counted -= of_share;
        let left = row.qty - of_share;
        if left.is_positive() && row.expiry.is_none_or(|last| last >= inputs.as_of) {
            tasks.push(Task {
                share: None,
                lot: &row.lot,
                unit: &row.unit,
                expiry: row.expiry,
                last: row.expiry,
                delivery: Delivery::default(),
                left,
            });
        }
    }
    tasks.sort_by_key(|task| (task.last.is_none(), task.last, task.lot));
    tasks
}

fn is_there(row: &OnHand) -> bool {
    Form::stated(row.form) == Form::Physical && row.qty.is_positive()
}

/// The last usable day of a lot, as any balance of it states it.
fn expiry_of(inputs: &TrackInputs<'_>, share: &Rotation) -> Option<Day> {
    let of_lot = |row: &&OnHand| row.lot == share.lot && row.item == share.item;
    let stated = inputs.onhand.iter().filter(of_lot);
    stated.filter_map(|row| row.expiry).min()
}

/// The rows of one institution and item.
fn judged(
    inputs: &TrackInputs<'_>,
    institution: &str,
    item: &str,
    tasks: &[Task<'_>],
    burn: Option<&Burn>,
) -> Vec<Tracking> {
    let rate = burn.and_then(rate_of);
    let open: Vec<Lot<'_>> = tasks
        .iter()
        .map(|task| Lot {
            lot: task.lot,
            qty: task.left,
            expiry: task.last,
        })
        .collect();
    let wasted = rate.map(|rate| {
        let demand = Demand::Daily(rate);
        fefo::run(inputs.as_of, inputs.as_of, &open, &demand).wasted
    });
    let mut queue = Quantity::ZERO;
    let mut rows = Vec::new();
    for (at, task) in tasks.iter().enumerate() {
        if !task.is_past(inputs.as_of) {
            queue += task.left;
        }
        let is_shown = task.share.is_some() || (inputs.all && task.expiry.is_some());
        if is_shown {
            let waste = wasted.as_ref().map(|wasted| wasted[at]);
            let outlook = Outlook { queue, rate, waste };
            let (verdict, reason) = verdict(inputs, task, waste, burn);
            rows.push(Tracking {
                institution: institution.to_owned(),
                item: item.to_owned(),
                verdict,
                reason,
                ..row(inputs, task, &outlook)
            });
        }
    }
    rows
}

/// What lies ahead of a task.
struct Outlook {
    /// All that is to be used up by its last day, itself included.
    queue: Quantity,
    rate: Option<Rate>,
    waste: Option<Quantity>,
}

/// The figures of a task.
fn row(inputs: &TrackInputs<'_>, task: &Task<'_>, outlook: &Outlook) -> Tracking {
    let is_past = task.is_past(inputs.as_of);
    let is_open = task.left.is_positive() && !is_past;
    let days_left = task.last.map(|last| last.days_since(inputs.as_of));
    let days_open = days_left.filter(|_| is_open);
    Tracking {
        as_of: inputs.as_of,
        plan: task
            .share
            .map(|share| share.plan.clone())
            .unwrap_or_default(),
        institution: String::new(),
        item: String::new(),
        lot: task.lot.to_owned(),
        expiry: task.expiry,
        use_by: task.last,
        days_left,
        planned: task.share.map(|share| share.qty),
        received: task.share.map(|_| task.delivery.received),
        used: task.share.and(task.delivery.used),
        left: Some(task.left),
        unit: task.unit.to_owned(),
        rate: outlook.rate.map(Rate::rounded),
        per_day: days_open.and_then(|days| a_day(outlook.queue, days + 1)),
        start_by: match (task.last, outlook.rate) {
            (Some(last), Some(rate)) if is_open => start_by(last, outlook.queue, rate),
            _ => None,
        },
        waste_qty: wasted(task, outlook.waste.filter(|_| is_open), is_past),
        verdict: Pace::NotAssessable,
        liable: INSTITUTION.to_owned(),
        reason: String::new(),
        rule: match task.share {
            Some(_) => inputs.ladder.planned.rule.clone(),
            None => String::new(),
        },
    }
}

/// What is lost of a task: what was written off, and what its last day left over or `expected` will be.
fn wasted(task: &Task<'_>, expected: Option<Quantity>, is_past: bool) -> Option<Quantity> {
    let lost = task.delivery.written_off;
    match (is_past, expected) {
        (true, _) => Some(task.left + lost),
        (false, Some(expected)) => Some(expected + lost),
        (false, None) => Some(lost).filter(|lost| lost.is_positive() && !task.left.is_positive()),
    }
}

/// What of a share is gone without having been used.
fn unused(delivery: &Delivery) -> String {
    let (back, lost) = (delivery.given_back, delivery.written_off);
    match (back.is_positive(), lost.is_positive()) {
        (true, true) => format!("{back} given back and {lost} written off"),
        (true, false) => format!("{back} given back"),
        (false, true) => format!("{lost} written off"),
        (false, false) => String::new(),
    }
}

/// The verdict on a task, and why there is none; else what is gone of it without use.
fn verdict(
    inputs: &TrackInputs<'_>,
    task: &Task<'_>,
    waste: Option<Quantity>,
    burn: Option<&Burn>,
) -> (Pace, String) {
    if !task.left.is_positive() {
        let is_lost = task.delivery.written_off.is_positive();
        let pace = if is_lost { Pace::Lost } else { Pace::Done };
        return (pace, unused(&task.delivery));
    }
    if task.share.is_some() && task.delivery.used.is_none() {
        return (Pace::NotAssessable, "use_not_reported".to_owned());
    }
    if task.is_past(inputs.as_of) {
        return (Pace::Lost, unused(&task.delivery));
    }
    match waste {
        Some(waste) if waste.is_positive() => (Pace::Behind, unused(&task.delivery)),
        Some(_) => (Pace::OnPace, unused(&task.delivery)),
        None => {
            let why = match burn {
                Some(burn) => burn.reason.map_or("", Word::id),
                None => "no_use_on_record",
            };
            (Pace::NotAssessable, why.to_owned())
        }
    }
}

/// What has to be used each day for `queue` to be gone in `days` days, rounded up.
fn a_day(queue: Quantity, days: i64) -> Option<Quantity> {
    Quantity::from_sum(div_ceil(queue.thousandths().into(), days.into()))
}

/// The last day to begin: as many days before `last` as `queue` takes at `rate`, so that the last day is in hand.
fn start_by(last: Day, queue: Quantity, rate: Rate) -> Option<Day> {
    let (used, days) = (rate.numerator().thousandths(), rate.denominator());
    if used <= 0 {
        return None;
    }
    let needed = div_ceil(
        i128::from(queue.thousandths()) * i128::from(days),
        used.into(),
    );
    let needed = i64::try_from(needed).ok()?;
    let day = last.plus_days(-needed);
    (last.days_since(day) == needed).then_some(day)
}

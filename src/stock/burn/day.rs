//! What is known of one item at one site, day by day: used, passed on, asked for, and whether there was anything to use.
//!
//! Whether there was anything to use the site's report of a day says first, and where it is silent the ledger's lots,
//! carried forward day by day. What was used is told month by month: by the reports in the months that they state some
//! use in, else by the ledger. Of a day whose report is left blank, or missing though the ledger gave something out,
//! nothing is known: it is no day without use. Nor is a day after the last report of its site. Each movement is looked at
//! once. Beyond that a day's facts say nothing of the days around it, so that every way of working out a rate is a sum
//! over them.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::engine::issued::take_back;
use crate::ledger::LotExpiry;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::{Movement, Usage};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;

use super::super::on_hand::is_in_store;
use super::super::record::{brings_stock, burns, comes_back};
use super::super::reported::Report;
use super::Seen;

/// One day of one item at one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayFact {
    /// What was used there: by the site's report, else issued, less what came back of it.
    pub used: Quantity,
    /// What went to other sites, outside of those looked at together.
    pub transferred: Quantity,
    /// What was asked for, where the site reported it: what was used, and more where stock was short.
    pub demanded: Option<Quantity>,
    /// Patients on that day, where the site reported them.
    pub patients: Option<Quantity>,
    /// Whether there was something to use: some was used, or of some lot more lay there than had expired, was on hold or
    /// was set aside.
    pub is_available: bool,
    /// Who says what was used.
    pub told_by: Teller,
}

/// Who says what was used on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Teller {
    #[default]
    Ledger,
    Report,
    /// Neither: not known, and not zero.
    Nobody,
}

/// What a site reported of the days looked at.
pub struct Reports<'a> {
    pub rows: Vec<Report<'a>>,
    /// The last day on which the site reported anything of its goods.
    pub until: Option<Day>,
    /// Whether what was asked for counts, so that it tells of a day as well.
    pub with_asked: bool,
}

impl<'a> Reports<'a> {
    /// The reports that tell of their days. One that states no use is none of them: what a blank stands for is not zero.
    fn telling(&self) -> impl Iterator<Item = &Report<'a>> {
        self.rows.iter().filter(|report| {
            report.row.used.is_some() || self.with_asked && report.row.requested.is_some()
        })
    }

    /// The days on which such reports were made.
    pub fn dates(&self) -> BTreeSet<Day> {
        self.telling().map(|report| report.row.date).collect()
    }
}

/// The `days` days from `from` on.
///
/// `movements`: of one item at one site, in ledger order; `reports`: what the site reported in those days. In a month
/// that they tell of what the ledger issued is no use.
///
/// Rule: `D-16`.
pub fn days_of(
    movements: &[Seen<'_>],
    reports: &Reports<'_>,
    from: Day,
    days: i64,
) -> Vec<DayFact> {
    let mut facts = match movements.is_empty() {
        true => vec![
            DayFact {
                is_available: true,
                ..DayFact::default()
            };
            usize::try_from(days).unwrap_or(0)
        ],
        false => by_ledger(movements, from, days),
    };
    let told: BTreeSet<Day> = reports.telling().flat_map(Report::days).collect();
    if !told.is_empty() {
        tell(&mut facts, from, &told, reports);
    }
    if let Some(until) = reports.until.filter(|_| !told.is_empty()) {
        fall_silent(&mut facts, from, until, !movements.is_empty());
    }
    for report in &reports.rows {
        for day in report.days() {
            let at = usize::try_from(day.days_since(from)).ok();
            if let Some(fact) = at.and_then(|at| facts.get_mut(at)) {
                lay_over(fact, report, day);
            }
        }
    }
    facts
}

/// Says who tells of each day, where reports tell of the days `told`: in the months of these reports nobody else does. A
/// day there without a report had no use, as lists leave such days out; but where it was left blank, or the ledger gave
/// something out on it, the report is missing and nothing is known of it. Where a day of another month was left blank, the
/// ledger tells of it if it has some use in that month.
fn tell(facts: &mut [DayFact], from: Day, told: &BTreeSet<Day>, reports: &Reports<'_>) {
    let dated = |at: usize| from.plus_days(i64::try_from(at).unwrap_or(i64::MAX));
    let listed: BTreeSet<Day> = reports.rows.iter().flat_map(Report::days).collect();
    let reported = reports.dates().into_iter().map(Day::month_number);
    let reported: BTreeSet<i32> = reported.collect();
    let with_use = facts.iter().enumerate();
    let with_use = with_use.filter(|(_, fact)| fact.used.is_positive());
    let booked: BTreeSet<i32> = with_use.map(|(at, _)| dated(at).month_number()).collect();
    for (at, fact) in facts.iter_mut().enumerate() {
        let (day, month) = (dated(at), dated(at).month_number());
        let is_blank = listed.contains(&day);
        fact.told_by = match reported.contains(&month) {
            _ if told.contains(&day) => Teller::Report,
            true if is_blank || fact.used.is_positive() => Teller::Nobody,
            true => Teller::Report,
            false if is_blank && !booked.contains(&month) => Teller::Nobody,
            false => Teller::Ledger,
        };
        if fact.told_by != Teller::Ledger {
            fact.used = Quantity::ZERO;
        }
    }
}

/// Of the days after the last report of its site nobody knows whether anything was used, but where its ledger tells of
/// their month: a report that has not come is no report of nothing.
///
/// Rule: `D-31`.
fn fall_silent(facts: &mut [DayFact], from: Day, until: Day, has_ledger: bool) {
    let after = usize::try_from(until.days_since(from) + 1).unwrap_or(0);
    for fact in facts.iter_mut().skip(after) {
        if fact.told_by == Teller::Report || !has_ledger {
            fact.told_by = Teller::Nobody;
        }
    }
}

/// Lays what a site reported over what the ledger says of a day that the report tells of. Whatever was used or came in was
/// there on the day of the report. That nothing was lacking holds for all of its days, and so does a lack in which nothing
/// was used.
fn lay_over(fact: &mut DayFact, report: &Report<'_>, day: Day) {
    let row = report.row;
    let moved = [row.used, row.received]
        .into_iter()
        .flatten()
        .any(Quantity::is_positive);
    let is_its_own = day == row.date;
    fact.is_available = match row.stockout {
        Some(true) if !moved => false,
        Some(false) => true,
        _ => fact.is_available || moved && is_its_own,
    };
    fact.used += report.part(row.used.unwrap_or_default(), day);
    if let Some(demanded) = demanded(row) {
        *fact.demanded.get_or_insert(Quantity::ZERO) += report.part(demanded, day);
    }
    fact.patients = row.patients.filter(|_| is_its_own).or(fact.patients);
}

/// What was asked for: where stock was short that is demand, though it was not given; where the site says that it
/// was not short, whoever got less was judged to need less.
pub fn demanded(row: &Usage) -> Option<Quantity> {
    let (requested, used) = (row.requested?, row.used.unwrap_or_default());
    Some(match row.stockout {
        Some(false) => used,
        _ => requested.max(used),
    })
}

fn by_ledger(movements: &[Seen<'_>], from: Day, days: i64) -> Vec<DayFact> {
    let mut shelves = Shelves::new();
    let mut coming = movements
        .iter()
        .filter(|seen| is_in_store(seen.movement.form))
        .peekable();
    while let Some(seen) = coming.next_if(|seen| seen.movement.date < from) {
        post(&mut shelves, seen.movement);
    }
    let mut facts = Vec::with_capacity(usize::try_from(days).unwrap_or(0));
    let mut returns: Vec<(Day, Quantity)> = Vec::new();
    for offset in 0..days {
        let day = from.plus_days(offset);
        let mut fact = DayFact {
            is_available: shelves.values().any(|shelf| shelf.is_usable(day)),
            ..DayFact::default()
        };
        while let Some(seen) = coming.next_if(|seen| seen.movement.date == day) {
            let movement = seen.movement;
            let gone = burns(movement, true);
            let shelf = post(&mut shelves, movement);
            fact.is_available |= gone || brings_stock(movement) && !shelf.is_expired(day);
            if comes_back(movement) {
                returns.push((day, movement.qty.unwrap_or_default()));
            }
            let qty = movement.qty.filter(|_| gone).unwrap_or_default();
            match movement.kind {
                MovementKind::TransferOut if seen.stays_inside => {}
                MovementKind::TransferOut => fact.transferred += qty,
                _ => fact.used += qty,
            }
        }
        facts.push(fact);
    }
    if !returns.is_empty() {
        take_off(&mut facts, from, &returns);
    }
    facts
}

/// Takes what came back off what was issued in these days.
fn take_off(facts: &mut [DayFact], from: Day, returns: &[(Day, Quantity)]) {
    let days = facts.iter().zip(0..);
    let mut issued: Vec<(Day, Quantity)> = days
        .map(|(fact, offset)| (from.plus_days(offset), fact.used))
        .collect();
    take_back(&mut issued, returns);
    for (fact, (_, used)) in facts.iter_mut().zip(issued) {
        fact.used = used;
    }
}

/// A lot as the days pass.
#[derive(Default)]
struct Shelf {
    qty: Quantity,
    held: Quantity,
    reserved: Quantity,
    expiry: LotExpiry,
}

/// Lots by number, form, owner and earmark.
type Shelves<'a> = BTreeMap<(&'a str, Form, &'a str, &'a str), Shelf>;

/// Posts a movement to its lot, and gives that lot as it then stands.
fn post<'s, 'a>(shelves: &'s mut Shelves<'a>, movement: &'a Movement) -> &'s Shelf {
    let form = Form::stated(movement.form);
    let key = (&*movement.lot, form, &*movement.owner, &*movement.earmark);
    let shelf = shelves.entry(key).or_default();
    match effect(movement) {
        Effect::Add(change) => shelf.qty += change,
        Effect::Set(counted) => shelf.qty = counted,
        Effect::Hold(change) => shelf.held = (shelf.held + change).or_zero(),
        Effect::Reserve(change) => shelf.reserved = (shelf.reserved + change).or_zero(),
        Effect::Extend | Effect::Reverse | Effect::None => {}
    }
    shelf.expiry.join(LotExpiry::of(movement));
    shelf
}

impl Shelf {
    fn is_usable(&self, day: Day) -> bool {
        !self.is_expired(day) && self.qty > self.held + self.reserved
    }

    fn is_expired(&self, day: Day) -> bool {
        is_expired(self.expiry.day(), day)
    }
}

//! For how long what a carrier stores does not count after a failed inspection, and what was decided about each.
//!
//! Shape: a failure for each failed inspection that costs days of the term, by date; those followed by criticism alone
//! are none.

use crate::calendar::Day;
use crate::engine::balance::balances;
use crate::ledger::tables::{Carrier, Inspection, Movement};
use crate::ledger::word::{InspectionResult, Measure};

use super::SubsidyInputs;
use super::held::Stores;
use super::row::breaches_of;

/// A failed inspection, what was decided about it, and the days of the term that do not count for it.
pub(super) struct Failure {
    pub from: Day,
    pub to: Day,
    pub measure: Measure,
    inspected_on: Day,
    is_proposed: bool,
}

impl Failure {
    /// What the row says of it.
    pub(super) fn said(&self) -> String {
        let decided = match self.is_proposed {
            true => "proposed, no measure is on record",
            false => "on record",
        };
        format!("failed inspection of {} ({decided})", self.inspected_on)
    }
}

/// Goods that failed, and the day on which they passed again.
struct Failed<'a> {
    date: Day,
    lot: &'a str,
    passed: Option<Day>,
}

/// The failures that cost days of the term from one day to another, in the store whose movements are `here`.
///
/// Until the goods pass again, so through today where they have not, or to the end of the term where it is on record
/// that the carrier is disqualified; without a measure on record the gravest is proposed for goods that did not pass
/// again. Goods that failed before the term and have not passed by its first day do not count from then on.
/// Rule: `P3-F05`.
pub(super) fn failures(
    carrier: &Carrier,
    inputs: &SubsidyInputs,
    (stores, here): (&Stores, &[Movement]),
    (from, to): (Day, Day),
) -> Vec<Failure> {
    let all = failed(carrier, inputs);
    let failure = |(at, one): (usize, &Failed)| {
        if !is_open(one, (from, to))
            || !is_anybodys(one, carrier, stores) && !lies_here(one, here, (from, to))
        {
            return None;
        }
        let decided = measure(carrier, inputs, &all, at);
        let proposed = match one.passed {
            Some(_) => Measure::Clawback,
            None => Measure::Disqualify,
        };
        let until = match (decided, one.passed) {
            (Some(Measure::Criticism), _) => return None,
            (Some(Measure::Disqualify), _) => to,
            // Whether they pass tomorrow nobody knows.
            (_, None) => inputs.as_of.min(to),
            (_, Some(passed)) => passed.plus_days(-1).min(to),
        };
        Some(Failure {
            from: one.date.max(from),
            to: until,
            measure: decided.unwrap_or(proposed),
            inspected_on: one.date,
            is_proposed: decided.is_none(),
        })
    };
    all.iter().enumerate().filter_map(failure).collect()
}

/// What the row says of goods that failed, and of which the store at hand held nothing any more, or not yet.
pub(super) fn without_goods(
    carrier: &Carrier,
    inputs: &SubsidyInputs,
    here: &[Movement],
    (from, to): (Day, Day),
) -> Vec<String> {
    let all = failed(carrier, inputs);
    let is_said = |one: &&Failed| {
        is_open(one, (from, to))
            && here.iter().any(|row| row.lot == one.lot)
            && !lies_here(one, here, (from, to))
    };
    let said = all.iter().filter(is_said).map(|one| {
        let Failed { date, lot, .. } = one;
        format!("the failed inspection of {date} costs no days: none of lot {lot} lay here then")
    });
    said.collect()
}

/// Whether goods that failed had not passed again on some day of the term.
fn is_open(one: &Failed, (from, to): (Day, Day)) -> bool {
    one.date <= to && one.passed.is_none_or(|passed| passed > from)
}

/// What of the enterprise's item failed by today, by date. Where both inspections name a lot, a lot passes for itself
/// alone.
fn failed<'a>(carrier: &Carrier, inputs: &SubsidyInputs<'a>) -> Vec<Failed<'a>> {
    let of = |result| {
        inputs.inspections.iter().filter(move |row| {
            row.enterprise == carrier.enterprise
                && row.item == carrier.item
                && row.date <= inputs.as_of
                && row.result == result
        })
    };
    let passed = |failed: &Inspection| {
        let is_of = |row: &&Inspection| {
            row.date > failed.date
                && (row.lot == failed.lot || row.lot.is_empty() || failed.lot.is_empty())
        };
        let passes = of(InspectionResult::Pass).filter(is_of);
        passes.map(|row| row.date).min()
    };
    let mut failed: Vec<Failed> = of(InspectionResult::Fail)
        .map(|row| Failed {
            date: row.date,
            lot: &row.lot,
            passed: passed(row),
        })
        .collect();
    failed.sort_by_key(|one| (one.date, one.lot));
    failed
}

/// Whether goods that failed may be those of any store: where their lot is not named, or none of the enterprise's stores
/// ever had it.
fn is_anybodys(failed: &Failed, carrier: &Carrier, stores: &Stores) -> bool {
    failed.lot.is_empty() || !stores.ever_had(carrier, failed.lot)
}

/// Whether the lot that failed lay among `here` on a day of the term on which its failure counts: from the day it failed
/// to the day before it passed again.
fn lies_here(failed: &Failed, here: &[Movement], (from, to): (Day, Day)) -> bool {
    let day = failed.date.max(from);
    let last = failed.passed.map_or(to, |passed| passed.plus_days(-1));
    let lot: Vec<Movement> = here
        .iter()
        .filter(|row| row.lot == failed.lot)
        .cloned()
        .collect();
    // Goods that left on the day they failed were there when they did.
    let moves = |row: &Movement| {
        let is_within = row.date > day && row.date <= last.min(to);
        is_within || row.date == failed.date && row.date == day
    };
    let on_day = balances(&lot, day);
    lot.iter().any(moves) || on_day.values().any(|balance| balance.qty.is_positive())
}

/// What was decided about a failure: the gravest measure on record since then and before the next one.
///
/// What was decided after goods had failed again without passing is decided about both, unless the first had a measure
/// of its own.
fn measure(
    carrier: &Carrier,
    inputs: &SubsidyInputs,
    all: &[Failed],
    at: usize,
) -> Option<Measure> {
    let (one, later) = (&all[at], &all[at + 1..]);
    let next = later
        .iter()
        .map(|other| other.date)
        .find(|date| *date > one.date);
    let since = breaches_of(carrier, inputs)
        .filter(|row| row.date >= one.date && next.is_none_or(|next| row.date < next));
    let own = since.filter_map(|row| row.measure).max();
    own.or_else(|| {
        let is_same = |other: &Failed| other.lot == one.lot && other.passed == one.passed;
        let again = later.iter().position(is_same)?;
        measure(carrier, inputs, all, at + 1 + again)
    })
}

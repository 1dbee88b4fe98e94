//! For how long what a carrier stores does not count after a failed inspection, and what was decided about each.
//!
//! Shape: a failure for each failed inspection that costs days of the term, by date; those followed by criticism alone
//! are none. A lot that failed costs a store the days on which some of it lay there, and no others.

use crate::calendar::Day;
use crate::engine::balance::balances;
use crate::ledger::tables::{Inspection, Movement};
use crate::ledger::word::{InspectionResult, Measure};

use super::Span;
use super::held::stretches;
use super::row::{Case, breaches_of};

/// A failed inspection, what was decided about it, and the days of the term that do not count for it.
pub(super) struct Failure {
    pub days: Vec<Span>,
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

/// The failures that cost days of `term`.
///
/// Those on which the goods lay there until they pass again, so through today where they have not; or all from the first
/// of them to the end of the term, where it is on record that the carrier is disqualified. Without a measure on record
/// the gravest is proposed for goods that did not pass again. Goods that failed before the term and have not passed by
/// its first day do not count from then on. Rule: `P3-F05`.
pub(super) fn failures(case: Case, term: Span) -> Vec<Failure> {
    let all = failed(case);
    let failure = |(at, one): (usize, &Failed)| {
        let open = open_days(one, case.inputs.as_of, term)?;
        let lay = match is_anybodys(one, case) {
            true => vec![open],
            false => days_here(one, case.here, open),
        };
        let first = lay.first()?;
        let decided = measure(case, &all, at);
        let proposed = match one.passed {
            Some(_) => Measure::Clawback,
            None => Measure::Disqualify,
        };
        let days = match decided {
            Some(Measure::Criticism) => return None,
            Some(Measure::Disqualify) => vec![Span {
                from: first.from,
                to: term.to,
            }],
            Some(Measure::Clawback) | None => lay,
        };
        Some(Failure {
            days,
            measure: decided.unwrap_or(proposed),
            inspected_on: one.date,
            is_proposed: decided.is_none(),
        })
    };
    all.iter().enumerate().filter_map(failure).collect()
}

/// What the row says of goods that failed, and of which the store at hand held nothing any more, or not yet.
pub(super) fn without_goods(case: Case, term: Span) -> Vec<String> {
    let all = failed(case);
    let is_said = |one: &&Failed| {
        let open = open_days(one, case.inputs.as_of, term);
        case.here.iter().any(|row| row.lot == one.lot)
            && open.is_some_and(|open| days_here(one, case.here, open).is_empty())
    };
    let said = all.iter().filter(is_said).map(|one| {
        let Failed { date, lot, .. } = one;
        format!("the failed inspection of {date} costs no days: none of lot {lot} lay here then")
    });
    said.collect()
}

/// The days of the term on which goods had failed and not passed again: from the day they failed to the day before they
/// passed, or to today, because whether they pass tomorrow nobody knows. `None` where there are none.
fn open_days(one: &Failed, as_of: Day, term: Span) -> Option<Span> {
    let last = one.passed.map_or(as_of, |passed| passed.plus_days(-1));
    let open = Span {
        from: one.date.max(term.from),
        to: last.min(term.to),
    };
    (open.from <= open.to).then_some(open)
}

/// What of the enterprise's item failed by today, by date. Inspections of one day were made in the order of their rows.
///
/// A lot passes for itself alone: where both inspections name one, and where the failed one names none, for a store that
/// had it, or for any where none is known to have had it.
fn failed(case: Case<'_>) -> Vec<Failed<'_>> {
    let Case {
        carrier, inputs, ..
    } = case;
    let of = |result| {
        inputs
            .inspections
            .iter()
            .enumerate()
            .filter(move |(_, row)| {
                row.enterprise == carrier.enterprise
                    && row.item == carrier.item
                    && row.date <= inputs.as_of
                    && row.result == result
            })
    };
    let may_be_here = |lot: &str| {
        case.here.iter().any(|row| row.lot == lot) || !case.stores.ever_had(carrier, lot)
    };
    let passed = |at: usize, failed: &Inspection| {
        let is_of = |(place, row): &(usize, &Inspection)| {
            let is_its_lot = match failed.lot.as_str() {
                "" => row.lot.is_empty() || may_be_here(&row.lot),
                lot => row.lot.is_empty() || row.lot == lot,
            };
            is_its_lot && (row.date, *place) > (failed.date, at)
        };
        let passes = of(InspectionResult::Pass).filter(is_of);
        passes.map(|(_, row)| row.date).min()
    };
    let mut failed: Vec<Failed> = of(InspectionResult::Fail)
        .map(|(at, row)| Failed {
            date: row.date,
            lot: &row.lot,
            passed: passed(at, row),
        })
        .collect();
    failed.sort_by_key(|one| (one.date, one.lot));
    failed
}

/// Whether goods that failed may be those of any store: where their lot is not named, or none of the enterprise's stores
/// ever had it.
fn is_anybodys(failed: &Failed, case: Case) -> bool {
    failed.lot.is_empty() || !case.stores.ever_had(case.carrier, failed.lot)
}

/// The spans of `open` on which some of the lot that failed lay among `here`.
fn days_here(failed: &Failed, here: &[Movement], open: Span) -> Vec<Span> {
    let is_of_it = |row: &&Movement| row.lot == failed.lot;
    let lot: Vec<Movement> = here.iter().filter(is_of_it).cloned().collect();
    let first = open.from;
    // Goods that left on the day they failed were there when they did.
    let moved = lot.iter().any(|row| row.date == first);
    let when_failed = (first == failed.date && moved).then_some(Span {
        from: first,
        to: first,
    });
    let lay = stretches(&lot, open).into_iter().filter(|span| {
        let on_day = balances(&lot, span.from);
        on_day.values().any(|balance| balance.qty.is_positive())
    });
    when_failed.into_iter().chain(lay).collect()
}

/// What was decided about a failure: the gravest measure on record since then and before the next one.
///
/// What was decided after goods had failed again without passing is decided about both, unless the first had a measure
/// of its own.
fn measure(case: Case, all: &[Failed], at: usize) -> Option<Measure> {
    let (one, later) = (&all[at], &all[at + 1..]);
    let next = later
        .iter()
        .map(|other| other.date)
        .find(|date| *date > one.date);
    let since = breaches_of(case)
        .filter(|row| row.date >= one.date && next.is_none_or(|next| row.date < next));
    let own = since.filter_map(|row| row.measure).max();
    own.or_else(|| {
        let is_same = |other: &Failed| other.lot == one.lot && other.passed == one.passed;
        let again = later.iter().position(is_same)?;
        measure(case, all, at + 1 + again)
    })
}

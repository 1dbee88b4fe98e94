//! Does a plan keep its own rules?
//!
//! Reads `allocation` and `unmet` against the balances, requests and rules they were made from, and
//! gives one `finding` for each broken promise, by (code, line). It shares no code with the planner:
//! what it knows of lots, wishes, uses and tiers it works out anew.
//!
//! | code | what is broken |
//! |---|---|
//! | `unknown_line`, `wrong_receiver`, `wrong_tier` | an award to no request line, of other goods or to another site, or that says another tier |
//! | `unknown_lot`, `wrong_form`, `wrong_giver`, `lot_changed` | an award from no balance, from what is not in store, from who does not give, with another expiry |
//! | `bad_award`, `over_issued` | nothing or less is awarded; more than is available of a lot |
//! | `expired_lot`, `too_short_lived`, `broken_earmark`, `not_eligible` | goods that this line may not have |
//! | `closed_lane` | goods go where no lane is open |
//! | `over_awarded`, `wrong_short`, `missing_unmet`, `idle_unmet` | a line gets more than it asks for; `unmet` does not say what is missing |
//! | `tier_inversion` | a lot went to a later tier while an earlier one was short of it |
//! | `uneven_cover` | somebody got goods while another of the same turn, with fewer days of cover, could have used them |
//! | `uneven_share` | the same by another rule of sharing: one who got less, a smaller part, or is short of more |
//! | `left_over` | a lot stays in store while a line that may have it is short |
//! | `broken_fefo` | a lot goes out of a store while an earlier one that would do as well stays there |
//! | `idle_earmark` | a site gets open goods while goods that a donor meant for it stay in store |
//! | `broken_pack` | part of a unit is given, or of a pack that stays closed |
//! | `below_minimum`, `below_guarantee` | a line gets less than is of use to it, or than is guaranteed to it before others of its site get more |
//! | `bad_substitute`, `wrong_count` | goods stand in for an item they may not stand in for, or count as more or less of it than they are |
//!
//! Known anew: `book` what is looked up, `index` by name, `goods` the rules of an item, `cover` what sites have and
//! use, `bar` who may have goods that are kept for some, `road` open ways. Judged: `lot` each award, `line` each
//! request, `order` who came first, `even` inside a turn, `useful` least amounts, `idle` what stays, `substitute` what
//! stands in, `gate` a reserve, `own` and `chain` several plans, `short` what lines lack.
//!
//! Never: whether another plan would be fairer inside a tier that is shared by the rule of the Talmud.

mod bar;
mod book;
mod chain;
mod cover;
mod even;
mod gate;
mod goods;
mod idle;
mod index;
mod line;
mod lot;
mod order;
mod own;
mod road;
mod short;
mod substitute;
mod useful;

pub use chain::audit_chain;
pub use own::{RunOfArea, audit_own_run};
pub use short::{shorts, shorts_at_gate};
pub use substitute::{audit_last, audit_moved, audit_whole};

use crate::ledger::tables::{Allocation, Finding, Unmet};
use crate::ledger::word::Severity;

use super::PlanInputs;
use book::{Book, Traced};

/// Judges a plan; no finding means that it keeps every promise.
pub fn audit(inputs: &PlanInputs, allocation: &[Allocation], unmet: &[Unmet]) -> Vec<Finding> {
    let book = Book::of(inputs);
    let traced = book.trace(allocation);
    let mut findings = of_awards(&book, &traced);
    findings.extend(line::findings(&book, &traced, unmet, &[]));
    in_order(findings)
}

/// What is wrong with awards by themselves, whatever is said of those who are short.
fn of_awards(book: &Book, traced: &[Traced]) -> Vec<Finding> {
    let givers = lot::Givers::of(book);
    let roads = road::Roads::of(&book.inputs);
    let mut findings = lot::findings(book, traced, &givers, &roads);
    findings.extend(road::findings(book, traced, &roads));
    findings.extend(order::findings(book, traced, &givers, &roads));
    findings.extend(even::findings(book, traced, &roads));
    findings.extend(useful::findings(book, traced, &givers, &roads));
    findings.extend(idle::findings(book, traced, &givers, &roads));
    findings
}

/// Judges a part of a plan, of which only the awards are there: what its lines are short of follows from them.
fn of_part<'a>(
    inputs: &PlanInputs<'a>,
    awards: impl IntoIterator<Item = &'a Allocation>,
) -> Vec<Finding> {
    let book = Book::of(inputs);
    let traced = book.trace(awards);
    let mut findings = of_awards(&book, &traced);
    findings.extend(line::too_much(&book, &traced));
    findings
}

/// Findings in the order of their table.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings
}

/// The order of findings.
fn key(row: &Finding) -> impl Ord + '_ {
    let goods = (&row.site, &row.item, &row.lot);
    (&row.code, &row.line, goods, &row.message)
}

/// A finding on one award.
fn on_award(code: &str, award: &Allocation, message: String, hint: &str) -> Finding {
    Finding {
        line: format!("{}/{}", award.request, award.line),
        site: award.site.to_string(),
        item: award.item.to_string(),
        lot: award.lot.to_string(),
        value: award.qty.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

#[cfg(test)]
mod tests;

//! Does a plan keep its own rules?
//!
//! Reads `allocation` and `unmet` against the balances, requests and rules they were made from, and
//! gives one `finding` for each broken promise, by (code, line). It shares no code with the planner:
//! what it knows of lots, wishes, uses and tiers it works out anew.
//!
//! | code | what is broken |
//! |---|---|
//! | `unknown_line`, `wrong_receiver` | an award to no request line, or of other goods or to another site |
//! | `unknown_lot`, `wrong_form`, `wrong_giver`, `lot_changed` | an award from no balance, from what is not in store, from who does not give, with another expiry |
//! | `bad_award`, `over_issued` | nothing or less is awarded; more than is available of a lot |
//! | `expired_lot`, `too_short_lived`, `broken_earmark`, `not_eligible` | goods that this line may not have |
//! | `closed_lane` | goods go where no lane is open |
//! | `over_awarded`, `wrong_short`, `missing_unmet`, `idle_unmet` | a line gets more than it asks for; `unmet` does not say what is missing |
//! | `tier_inversion` | a lot went to a later tier while an earlier one was short of it |
//! | `uneven_cover` | somebody got goods while another of the same turn, with fewer days of cover, could have used them |
//! | `left_over` | a lot stays in store while a line that may have it is short |
//! | `broken_pack` | part of a unit is given, or of a pack that stays closed |
//! | `below_minimum` | a line gets less than is of use to it |
//! | `bad_substitute`, `wrong_count` | goods stand in for an item they may not stand in for, or count as more or less of it than they are |
//!
//! Never: whether another plan would be fairer inside a tier that is not shared by equal cover.

mod cover;
mod gate;
mod line;
mod lot;
mod order;
mod road;
mod substitute;
mod useful;

pub use gate::{audit_gated, shorts};
pub use substitute::audit_whole;

use std::collections::HashMap;

use crate::ledger::tables::{Allocation, Finding, OnHand, Request, Unmet};
use crate::ledger::word::{Form, Severity};

use super::PlanInputs;

/// An award with the request line and the balance it names.
struct Traced<'a> {
    award: &'a Allocation,
    request: Option<&'a Request>,
    lot: Option<&'a OnHand>,
}

/// Judges a plan; no finding means that it keeps every promise.
pub fn audit(inputs: &PlanInputs, allocation: &[Allocation], unmet: &[Unmet]) -> Vec<Finding> {
    let traced = trace(inputs, allocation);
    let givers = lot::Givers::of(inputs);
    let mut findings = lot::findings(inputs, &traced, &givers);
    findings.extend(line::findings(inputs, &traced, unmet));
    let roads = road::Roads::of(inputs);
    findings.extend(road::findings(inputs, &traced, &roads));
    findings.extend(order::findings(inputs, &traced, &givers, &roads));
    findings.extend(cover::findings(inputs, &traced, &roads));
    findings.extend(useful::findings(inputs, &traced, &givers, &roads));
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings
}

/// The order of findings.
fn key(row: &Finding) -> impl Ord + '_ {
    let goods = (&row.site, &row.item, &row.lot);
    (&row.code, &row.line, goods, &row.message)
}

fn trace<'a>(inputs: &PlanInputs<'a>, allocation: &'a [Allocation]) -> Vec<Traced<'a>> {
    let requests: HashMap<(&str, &str), &Request> = inputs
        .requests
        .iter()
        .map(|row| ((row.request.as_str(), row.line.as_str()), row))
        .collect();
    let lots: HashMap<_, &OnHand> = inputs
        .onhand
        .iter()
        .map(|row| {
            let names = [&row.site, &row.item, &row.lot, &row.owner, &row.earmark];
            ((names, row.form.unwrap_or(Form::Physical)), row)
        })
        .collect();
    let traced = allocation.iter().map(|award| {
        let names = [
            &award.from_site,
            &award.item,
            &award.lot,
            &award.owner,
            &award.earmark,
        ];
        let form = award.form.unwrap_or(Form::Physical);
        Traced {
            request: requests
                .get(&(award.request.as_str(), award.line.as_str()))
                .copied(),
            lot: lots.get(&(names, form)).copied(),
            award,
        }
    });
    traced.collect()
}

/// A finding on one award.
fn on_award(code: &str, award: &Allocation, message: String, hint: &str) -> Finding {
    Finding {
        line: format!("{}/{}", award.request, award.line),
        site: award.site.clone(),
        item: award.item.clone(),
        lot: award.lot.clone(),
        value: award.qty.to_string(),
        hint: hint.to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

#[cfg(test)]
mod tests;

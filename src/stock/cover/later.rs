//! Days of stock if what arrives within a horizon is counted beside what lies there.
//!
//! Agreements as they deliver, lines as they run up, goods kept elsewhere as they can be fetched: each from its own day
//! on. The figure stands beside the days of the physical stock and never in its place, and names the forms it is made
//! of, because an agreement cannot stand in for stock. What is pledged or unsigned is no arrival, and cash is no goods.

use std::collections::BTreeSet;

use crate::ledger::tables::Cover;
use crate::ledger::word::{Form, Word};
use crate::quantity::Quantity;

use super::super::fefo::Demand;
use super::super::phased::{Batch, met};
use super::desk::Desk;

/// Whole days met with everything that arrives, the forms that it comes in, and what is missing even so.
pub struct Later {
    pub days: Option<i64>,
    pub missing: Option<Quantity>,
    pub forms: String,
}

/// The days that `sites` can meet the `demand` of a place for `items`, arrivals included; `None` without a horizon.
/// Both are in order: of goods that come on one day and keep as long, those of the first go first. What a donor meant for
/// others is none of the place.
///
/// Rule: `S9`, `P0-A05`.
pub fn later(
    desk: &Desk<'_>,
    place: &str,
    sites: &[&str],
    items: &[&str],
    demand: Option<&Demand>,
) -> Option<Later> {
    let mut arriving = desk.arriving(sites, items)?;
    let wishes = desk.wishes();
    arriving.retain(|arrival| {
        let is_goods = arrival.form != Form::Cash && arrival.qty.is_positive();
        is_goods && wishes.admit(place, &arrival.earmark)
    });
    let batches: Vec<Batch<'_>> = arriving
        .iter()
        .map(|arrival| Batch {
            from: desk.options.as_of.plus_days(arrival.day),
            qty: arrival.qty,
            expiry: arrival.expiry,
            away: desk.away_of(&arrival.site, &arrival.item, Some(arrival.form)),
        })
        .collect();
    let forms: BTreeSet<Form> = arriving.iter().map(|arrival| arrival.form).collect();
    let forms: Vec<&str> = forms.into_iter().map(Form::id).collect();
    let (first, until) = (desk.options.demand_from, desk.options.until);
    let last = until.unwrap_or_else(|| first.plus_days(-1));
    let answer = demand.map(|demand| met(first, &batches, demand, last));
    Some(Later {
        days: answer.as_ref().and_then(|answer| answer.days),
        missing: answer
            .filter(|_| desk.options.until.is_some())
            .and_then(|answer| answer.missing),
        forms: forms.join(";"),
    })
}

/// A row of physical stock with what arrives later; another form has no such days.
pub fn with_later(row: Cover, later: impl Fn() -> Option<Later>) -> Cover {
    let is_physical = row.form == Some(Form::Physical);
    match is_physical.then(later).flatten() {
        None => row,
        Some(later) => Cover {
            later_days: later.days,
            later_forms: later.forms,
            missing: later.missing,
            ..row
        },
    }
}

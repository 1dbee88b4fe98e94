//! What does a row of cover rest on? Its lots in the order of use, how fast they go, and what each of them gives.
//!
//! The same look-ups that made the row; nothing is judged here.

use std::borrow::Cow;

use crate::calendar::is_expired;
use crate::diagnostic::Diagnostic;
use crate::ledger::tables::{Cover, OnHand};
use crate::ledger::word::{Form, Level};
use crate::policy::Standard;
use crate::quantity::{Quantity, Rate};

use super::super::burn::rate_of;
use super::super::fefo::Demand;
use super::desk::{Desk, Pace};
use super::group::are_units_mixed;
use super::meant::as_meant;
use super::row::simulate;
use super::standard::{asked_at, scale_up_percent};
use super::{CoverInputs, CoverOptions, item_of, pickable};

/// What one row of cover rests on.
pub struct Grounds<'a> {
    pub standard: Option<&'a Standard>,
    /// The rate before it is rounded for printing.
    pub rate: Option<Rate>,
    /// Percent of the basic amount, where the standard is scaled by level.
    pub percent: Option<i64>,
    /// Days within which the whole need is used up, where it is a need of a round.
    pub round_days: Option<i64>,
    /// The lots that count, in the order of use.
    pub shares: Vec<Share<'a>>,
}

/// What one lot gives.
pub struct Share<'a> {
    pub lot: Cow<'a, OnHand>,
    /// What may be picked of it.
    pub pickable: Quantity,
    /// What of it adds to the usable stock.
    pub usable: Quantity,
    /// The whole days that end while it is in use; `None` where nothing is used.
    pub days: Option<i64>,
}

/// The grounds of `rows`, which are rows of cover of the same inputs and options.
///
/// Errors: `no-policy` where a level scales the amount and nobody says by how much.
pub fn grounds<'a>(
    inputs: &'a CoverInputs<'a>,
    options: &'a CoverOptions,
    rows: &[Cover],
) -> Result<Vec<Grounds<'a>>, Diagnostic> {
    let desk = Desk::of(inputs, options, None);
    rows.iter().map(|row| of_row(&desk, row)).collect()
}

fn of_row<'a>(desk: &Desk<'a>, row: &Cover) -> Result<Grounds<'a>, Diagnostic> {
    let form = Form::stated(row.form);
    let (item, level) = (item_of(desk, &row.item), row.level.unwrap_or(Level::None));
    let tier = desk.inputs.rules.tier_of(&row.item);
    let site = desk.inputs.sites.get(&row.site);
    let mut standards = desk.inputs.rules.standards.iter();
    // One rule may state several standards: of each tier its own days.
    let standard = standards.find(|rule| {
        let speaks_of = rule.items.includes(&item, tier) && rule.applies_at(level);
        let is_here = || site.is_some_and(|site| rule.sites.includes(site));
        rule.id == row.standard && rule.form() == form && speaks_of && is_here()
    });
    let (mut lots, mut grounds) = (Vec::new(), blank(standard));
    match standard {
        None => {
            let mut shelves = desk.shelves.iter();
            let own = shelves.find(|(key, _)| **key == (&*row.site, &*row.item, form));
            lots.extend(own.into_iter().flat_map(|(_, lots)| lots).copied());
            let mut burns = desk.burns.iter();
            let burn = burns.find(|(key, _)| **key == (&*row.site, &*row.item));
            grounds.rate = burn.and_then(|(_, burn)| rate_of(burn));
        }
        Some(standard) => {
            let asked = asked_at(desk, standard, &row.site, &item, level)?;
            lots = desk.area_lots(&row.site, &row.item, form);
            let pace = asked.pace.map(Pace::rate);
            grounds.rate = pace.or_else(|| desk.area_rate(&row.site, &row.item));
            grounds.round_days = asked.round_days;
            if standard.scaled {
                let (rules, chosen) = (desk.inputs.rules, desk.options.percent);
                grounds.percent = Some(scale_up_percent(rules, chosen, standard, level)?);
            }
        }
    }
    if are_units_mixed(desk, &row.item, &lots) {
        lots.retain(|lot| lot.unit == row.unit);
        grounds.rate = None;
    }
    lots.sort_by_key(|lot| (lot.expiry.is_none(), lot.expiry, lot.lot.as_str()));
    grounds.shares = shares(desk, as_meant(desk, &row.site, &lots), &grounds);
    Ok(grounds)
}

fn blank(standard: Option<&Standard>) -> Grounds<'_> {
    Grounds {
        standard,
        rate: None,
        percent: None,
        round_days: None,
        shares: Vec::new(),
    }
}

/// What each lot adds to what those before it give: later lots change nothing of that, so the parts add up.
fn shares<'a>(
    desk: &Desk<'_>,
    lots: Vec<Cow<'a, OnHand>>,
    grounds: &Grounds<'_>,
) -> Vec<Share<'a>> {
    let (as_of, first) = (desk.options.as_of, desk.options.demand_from);
    let rate = grounds.rate.filter(|rate| !rate.is_zero());
    let last = grounds
        .round_days
        .map(|days| first.plus_days((days - 1).max(0)));
    let (mut usable_before, mut days_before) = (Quantity::ZERO, 0);
    let share = |at: usize| {
        let lot = &lots[at];
        let pickable = pickable(lot, as_of);
        let used = rate.map(|rate| simulate(desk, &lots[..=at], &Demand::Daily(rate)));
        let days = used.as_ref().and_then(|used| used.cover_days);
        let usable = match (last, &used) {
            (Some(last), _) if is_expired(lot.expiry, last) => Quantity::ZERO,
            (None, None) if is_expired(lot.expiry, first) => Quantity::ZERO,
            (Some(_), _) | (None, None) => pickable,
            (None, Some(used)) => used.usable - usable_before,
        };
        usable_before = used.map_or(usable_before, |used| used.usable);
        let gained = days.map(|days| days - days_before);
        days_before = days.unwrap_or(days_before);
        Share {
            lot: lot.clone(),
            pickable,
            usable,
            days: gained,
        }
    };
    (0..lots.len()).map(share).collect()
}

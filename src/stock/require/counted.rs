//! One row of what norms count: the quantity, and the terms that add up to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::Requirement;
use crate::ledger::word::{Form, NeedKind, NormBasis, Word};
use crate::quantity::{Quantity, Rate};

use super::super::cover::area::Areas;
use super::super::cover::norm::{Norms, ONE, Part};
use super::super::cover::sum_of_rates;
use super::{RequireInputs, judged};

/// What a row is for.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub kind: NeedKind,
    /// `None` where it is handed out once.
    pub days: Option<i64>,
    pub rule: &'a str,
    pub site: &'a str,
    pub durables: Durables,
}

/// What norms say of durable goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durables {
    /// How many there are to be, however many days are counted, as `stock cover` reads table `norm`.
    KeptOnce,
    /// What of them a post wears out a day, as WHO's tables have it.
    WearOut,
}

/// The rows of one site, or of its area, at the site, where it is the one that is asked for.
pub fn rows_asked_of<'a>(
    inputs: &RequireInputs<'a>,
    norms: &Norms<'a>,
    asked: &Asked<'_>,
) -> Vec<Requirement> {
    let named = inputs.site.and_then(|site| inputs.sites.get(site));
    let Some(site) = named.filter(|site| site.site == asked.site) else {
        return rows_of(inputs, norms, asked);
    };
    let areas = Areas::new(inputs.sites);
    let row = |item: &&str| {
        let parts = norms.area_parts(&site.site, item, &areas);
        row_of(inputs, asked, item, &parts, Form::Physical)
    };
    norms.items().iter().filter_map(row).collect()
}

/// The rows of one site: every item that any norm speaks of.
pub fn rows_of(
    inputs: &RequireInputs<'_>,
    norms: &Norms<'_>,
    asked: &Asked<'_>,
) -> Vec<Requirement> {
    let row = |item: &&str| {
        let parts = norms.parts(asked.site, item);
        row_of(inputs, asked, item, &parts, Form::Physical)
    };
    norms.items().iter().filter_map(row).collect()
}

/// The row of one item; `None` where no norm counts anything. A durable good that is kept is there for every day:
/// the norm asks for it once.
///
/// Rule: `S22`.
pub fn row_of(
    inputs: &RequireInputs<'_>,
    asked: &Asked<'_>,
    item: &str,
    parts: &[Part<'_>],
    form: Form,
) -> Option<Requirement> {
    let rate = rate_of(parts)?;
    let is_kept = asked.durables == Durables::KeptOnce && inputs.catalogue.is_durable(item);
    let days = asked.days.filter(|_| !is_kept);
    let kept_once = match asked.days.is_some() && is_kept {
        true => ", once: durable",
        false => "",
    };
    let qty = rate.need(days.unwrap_or(1));
    let have = inputs.shelf(asked.site).map(|shelf| match days {
        Some(_) => shelf.usable_at(&[item], form, rate),
        None => shelf.usable_on(&[item], form, inputs.demand_from),
    });
    let bases: BTreeSet<&str> = parts.iter().map(|part| part.norm.basis.id()).collect();
    let sources: BTreeSet<&str> = parts
        .iter()
        .map(|part| &*part.norm.source)
        .filter(|s| !s.is_empty())
        .collect();
    let listed = inputs.row(asked.kind, asked.site, item);
    let row = Requirement {
        form: Some(form),
        unit: match listed.unit.is_empty() {
            true => stated_unit(parts).to_owned(),
            false => listed.unit.clone(),
        },
        qty,
        days,
        basis: format!("norm {}{kept_once}", Vec::from_iter(bases).join("+")),
        terms: terms(parts, days, rate, qty),
        rule: asked.rule.to_owned(),
        source: Vec::from_iter(sources).join("; "),
        ..listed
    };
    Some(judged(row, have))
}

/// The unit that norms state, of goods that no catalogue lists; none where they differ.
fn stated_unit<'a>(parts: &[Part<'a>]) -> &'a str {
    let stated = parts.iter().map(|part| &*part.norm.unit);
    let units: BTreeSet<&str> = stated.filter(|unit| !unit.is_empty()).collect();
    let mut units = units.into_iter();
    units
        .next()
        .filter(|_| units.next().is_none())
        .unwrap_or("")
}

/// What all terms make a day, or once.
pub fn rate_of(parts: &[Part<'_>]) -> Option<Rate> {
    let rates: Option<Vec<Rate>> = parts.iter().map(Part::rate).collect();
    sum_of_rates(rates?.into_iter())
}

/// The terms: each norm with all that it was counted for, their sum, the days.
fn terms(parts: &[Part<'_>], days: Option<i64>, rate: Rate, qty: Option<Quantity>) -> String {
    let mut counts: BTreeMap<(String, Quantity), Quantity> = BTreeMap::new();
    for part in parts {
        *counts.entry((label(part), part.norm.rate)).or_default() += part.count;
    }
    let term = |((label, rate), count): (&(String, Quantity), &Quantity)| match label.as_str() {
        FIXED if *count == ONE => format!("{rate} {FIXED}"),
        FIXED => format!("{count} sites × {rate} {FIXED}"),
        label => format!("{count} {label} × {rate}"),
    };
    let sum: Vec<String> = counts.iter().map(term).collect();
    let sum = match (sum.len(), days) {
        (1, _) => sum.join(""),
        (_, Some(_)) => format!("({})", sum.join(" + ")),
        (_, None) => sum.join(" + "),
    };
    let times = days.map_or(String::new(), |days| format!(" × {days} days"));
    let exact = i128::from(rate.numerator().thousandths()) * i128::from(days.unwrap_or(1));
    let is_exact =
        |qty: Quantity| exact == i128::from(qty.thousandths()) * i128::from(rate.denominator());
    let equals = if qty.is_some_and(is_exact) {
        "="
    } else {
        "→"
    };
    let qty = qty.map_or(String::new(), |qty| format!(" {equals} {qty}"));
    format!("{sum}{times}{qty}")
}

/// What a norm that states one amount is called.
const FIXED: &str = "fixed";

/// What a norm is counted for, in a word.
fn label(part: &Part<'_>) -> String {
    let of_site = match part.norm.basis {
        NormBasis::PerRole => "posts",
        NormBasis::PerMember => "people",
        NormBasis::PerBed => "beds",
        NormBasis::PerPatient => "beds of patients",
        NormBasis::PerResident => "residents",
        NormBasis::PerSampler => "samplers",
        NormBasis::PerHousehold => "households",
        NormBasis::Fixed => FIXED,
    };
    match part.of {
        "" => of_site.to_owned(),
        role => role.to_owned(),
    }
}

//! What key units use and hold, unit by unit, each of them listed; who did not report is marked.
//!
//! A key unit is one that was named, or a unit of the site table that lies in an area of risk: not an area itself, not
//! a depot. A unit is silent on a day for which it has no report of use; without table `usage` nobody can tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::lang::units::unit_word;
use crate::ledger::tables::{Site, Usage};
use crate::ledger::word::Risk;
use crate::ledger::{Column, SiteTree, Table};
use crate::policy::Names;
use crate::quantity::Quantity;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::view::View;

/// The section: how many units are silent, then the table.
///
/// Rule: `T2`.
pub fn blocks(view: &View) -> Vec<Block> {
    let units = units(view);
    if units.is_empty() {
        let text = Label::UnitsNone.text(view.lang).to_owned();
        return vec![Block::note(Tone::Warn, text)];
    }
    let lines = units.iter().flat_map(|unit| lines(view, unit)).collect();
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Site, lang, Fit::Text),
        Heading::said(Label::ReportColumn, lang, Fit::Whole),
        Heading::of(Column::LastOn, lang, Fit::Whole),
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Used, lang, Fit::Number),
        Heading::of(Column::Received, lang, Fit::Number),
        Heading::of(Column::OnHand, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
        Heading::of(Column::CoverDays, lang, Fit::Number),
        Heading::of(Column::Stockout, lang, Fit::Whole),
    ];
    vec![
        heard(view, &units),
        Block::Grid(Grid::of_lines(Label::UnitList, lang, headings, lines)),
    ]
}

/// How many units are silent, and which.
fn heard(view: &View, units: &[&str]) -> Block {
    let lang = view.lang;
    if !view.usage.is_supplied() {
        let name = table_name(Table::Usage, lang);
        return Block::note(Tone::Warn, Label::NotSupplied.fill(lang, &[&name]));
    }
    let silent: Vec<&str> = units
        .iter()
        .copied()
        .filter(|unit| !has_reported(view, unit))
        .collect();
    let names: Vec<&str> = silent.iter().map(|unit| view.names.site(unit)).collect();
    let count = [units.len().to_string(), silent.len().to_string()];
    match silent.is_empty() {
        true => Block::note(Tone::Good, Label::UnitsHeard.fill(lang, &[&count[0]])),
        false => {
            let names = names.join(view.comma());
            let text = Label::UnitsSilent.fill(lang, &[&count[0], &count[1], &names]);
            Block::note(Tone::Bad, text)
        }
    }
}

/// The key units by code.
fn units<'v>(view: &'v View) -> Vec<&'v str> {
    let named = view.options.units.iter().map(String::as_str);
    let tree = SiteTree::new(view.site.rows().iter().copied().cloned());
    let is_key = |site: &&&Site| {
        let is_at_risk = tree.area_risk(&site.site) >= Some(Risk::Medium);
        is_at_risk && !Names::built_in().is_area(&site.level) && !site.is_depot()
    };
    let listed = view
        .site
        .rows()
        .iter()
        .filter(is_key)
        .map(|site| site.site.as_str());
    let units: BTreeSet<&str> = match view.options.units.is_empty() {
        true => listed.collect(),
        false => named.collect(),
    };
    units.into_iter().collect()
}

fn has_reported(view: &View, unit: &str) -> bool {
    let mut rows = view.usage.rows().iter();
    rows.any(|row| row.site == unit && row.date == view.as_of)
}

/// A line for each item that the unit used on the day or holds; one alone where there is none.
fn lines(view: &View, unit: &str) -> Vec<Line> {
    let usage = view.usage.rows().iter().filter(|row| row.site == unit);
    let last_on: Option<Day> = usage.clone().map(|row| row.date).max();
    let today: BTreeMap<&str, &Usage> = usage
        .filter(|row| row.date == view.as_of)
        .map(|row| (row.item.as_str(), *row))
        .collect();
    let held = held(view, unit);
    let items: BTreeSet<&str> = today.keys().chain(held.keys()).copied().collect();
    let (report, tone) = match (today.is_empty(), last_on) {
        _ if !view.usage.is_supplied() => (Label::NotSuppliedShort, Tone::Warn),
        (false, _) => (Label::ReportIn, Tone::Plain),
        (true, Some(_)) => (Label::ReportLate, Tone::Bad),
        (true, None) => (Label::ReportNever, Tone::Bad),
    };
    let line = |item: &str| {
        let used = today.get(item);
        let (stock, unit_of) = held.get(item).copied().unwrap_or((None, ""));
        let out = used.and_then(|row| row.stockout).unwrap_or(false);
        let out = if out { Label::Yes.text(view.lang) } else { "" };
        Line {
            tone,
            cells: vec![
                view.names.site_shown(unit),
                Shown::from(report.text(view.lang).to_owned()),
                Shown::day(last_on),
                view.names.item_shown(item),
                view.names.qty_shown(used.and_then(|row| row.used)),
                view.names.qty_shown(used.and_then(|row| row.received)),
                view.names.qty_shown(stock),
                Shown::from(unit_word(view.names.unit(unit_of, item), view.lang).to_owned()),
                cover_days(view, unit, item).map_or(Shown::from(String::new()), |days| {
                    Shown::from(days.to_string())
                }),
                Shown::from(out.to_owned()),
            ],
        }
    };
    match items.is_empty() {
        true => vec![line("")],
        false => items.into_iter().map(line).collect(),
    }
}

/// What lies at the unit by item, physical goods alone, with the unit they are counted in; nothing where two units
/// stand side by side.
fn held<'v>(view: &'v View, unit: &str) -> BTreeMap<&'v str, (Option<Quantity>, &'v str)> {
    let mut held: BTreeMap<&str, (Option<Quantity>, &str)> = BTreeMap::new();
    let rows = view.onhand.rows().iter();
    let lies_here = |form| form == crate::ledger::word::Form::Physical;
    for row in rows.filter(|row| row.site == unit && row.form.is_none_or(lies_here)) {
        let (sum, counted_in) = held
            .entry(&row.item)
            .or_insert((Some(Quantity::ZERO), row.unit.as_str()));
        *sum = match *counted_in == row.unit {
            true => sum.and_then(|sum| sum.checked_add(row.qty)),
            false => None,
        };
    }
    held
}

/// The fewest days that any row of cover states for the item at the unit.
fn cover_days(view: &View, unit: &str, item: &str) -> Option<i64> {
    let rows = view.cover.rows().iter();
    let of_both = rows.filter(|row| row.site == unit && row.item == item);
    of_both.filter_map(|row| row.cover_days).min()
}

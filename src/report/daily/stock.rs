//! What is in store, a line for each item, form and unit, and where daily use is not known.
//!
//! Quantities are added up only within one item, form and unit; a balance that does not state what is available
//! leaves that total open.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::units::unit_word;
use crate::ledger::Column;
use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;
use crate::report::names::quantity;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: stock by item, then daily use that is not known.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut blocks = view.onhand.age(view.as_of, view.lang);
    blocks.extend(
        view.onhand
            .blocks(view.lang, |rows| vec![by_item(view, rows)]),
    );
    blocks.extend(view.burn.age(view.as_of, view.lang));
    blocks.extend(
        view.burn
            .blocks(view.lang, |rows| vec![use_unknown(view, rows)]),
    );
    blocks
}

/// The sums of one item, form and unit; an open sum is one that a row leaves open.
struct Total<'a> {
    qty: i128,
    available: Option<i128>,
    held: i128,
    reserved: i128,
    lots: usize,
    sites: BTreeSet<&'a str>,
}

impl<'a> Total<'a> {
    fn empty() -> Total<'a> {
        Total {
            qty: 0,
            available: Some(0),
            held: 0,
            reserved: 0,
            lots: 0,
            sites: BTreeSet::new(),
        }
    }

    fn add(&mut self, row: &'a OnHand) {
        let exact = |qty: Quantity| i128::from(qty.thousandths());
        self.qty += exact(row.qty);
        self.available = match (self.available, row.available) {
            (Some(sum), Some(available)) => Some(sum + exact(available)),
            _ => None,
        };
        self.held += row.held.map_or(0, exact);
        self.reserved += row.reserved.map_or(0, exact);
        if !row.qty.is_zero() {
            self.lots += 1;
            self.sites.insert(&row.site);
        }
    }
}

/// What may be added up: one item, form and unit.
type Kept<'a> = (&'a str, Option<Form>, &'a str);

fn by_item(view: &View, rows: &[&OnHand]) -> Block {
    let mut totals: BTreeMap<Kept, Total> = BTreeMap::new();
    for row in rows {
        let unit = view.names.unit(&row.unit, &row.item);
        let kept = (row.item.as_str(), row.form, unit);
        totals.entry(kept).or_insert_with(Total::empty).add(row);
    }
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Form, lang, Fit::Whole),
        Heading::of(Column::Qty, lang, Fit::Number),
        Heading::of(Column::Available, lang, Fit::Number),
        Heading::of(Column::Held, lang, Fit::Number),
        Heading::of(Column::Reserved, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
        Heading::said(Label::LotsColumn, lang, Fit::Number),
        Heading::said(Label::SitesColumn, lang, Fit::Number),
    ];
    let lines = totals
        .iter()
        .map(|(kept, total)| line(view, *kept, total))
        .collect();
    Block::Grid(Grid::of_lines(Label::StockByItem, lang, headings, lines))
}

fn line(view: &View, (item, form, unit): Kept, total: &Total) -> Line {
    let mut cells = vec![view.names.item_shown(item)];
    cells.extend(
        [
            form.map_or(String::new(), |form| view.names.word(form)),
            sum(total.qty),
            total.available.map_or(String::new(), sum),
            sum(total.held),
            sum(total.reserved),
            unit_word(unit, view.lang).to_owned(),
            total.lots.to_string(),
            total.sites.len().to_string(),
        ]
        .map(Shown::from),
    );
    let tone = match total.available {
        Some(available) if available <= 0 => Tone::Warn,
        _ => Tone::Plain,
    };
    Line { tone, cells }
}

/// A sum as it is shown; nothing where it exceeds what can be counted.
pub fn sum(thousandths: i128) -> String {
    Quantity::from_sum(thousandths).map_or(String::new(), quantity)
}

fn use_unknown(view: &View, rows: &[&Burn]) -> Block {
    let unknown: Vec<&Burn> = rows
        .iter()
        .copied()
        .filter(|row| row.rate.is_none())
        .collect();
    if unknown.is_empty() {
        return Block::note(Tone::Good, Label::UseKnown.count(view.lang, &[rows.len()]));
    }
    let columns = [
        Column::Site,
        Column::Item,
        Column::Method,
        Column::From,
        Column::To,
        Column::DaysOut,
        Column::Reason,
    ];
    Block::Grid(Grid::of_rows(
        Label::UseUnknown,
        &view.names,
        &columns,
        &unknown,
        |_| Tone::Warn,
    ))
}

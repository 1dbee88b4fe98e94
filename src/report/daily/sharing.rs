//! Who asked for what, what was awarded, and what stays unmet.
//!
//! By plan and item that was asked for, a transfer with the plans before it: quantities of different forms or units stand
//! side by side, never as one sum. A column whose table is not supplied says so in every line.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Result;
use crate::lang::units::unit_word;
use crate::ledger::tables::{Fairness, Unmet};
use crate::ledger::word::Form;
use crate::ledger::{Column, Record, Table};
use crate::quantity::Quantity;
use crate::report::chart::{self, Bar};
use crate::report::page::{Block, Chart, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::picked::Picked;
use super::stock::sum;
use super::view::View;

/// The bars of the drawing.
const BARS_MAX: usize = 24;

/// The section: by item, then the request lines that are not met.
///
/// Errors: only where a drawing fails.
pub fn blocks(view: &View) -> Result<Vec<Block>> {
    let lang = view.lang;
    let mut blocks = Vec::new();
    blocks.extend(silent(&view.request, view));
    blocks.extend(silent(&view.allocation, view));
    blocks.extend(by_item(view));
    let rows = view.request.rows();
    let blank = rows.iter().filter(|row| row.qty.is_none()).count();
    if blank > 0 {
        blocks.push(Block::note(
            Tone::Warn,
            Label::QtyLeftBlank.count(lang, &[blank]),
        ));
    }
    blocks.extend(view.unmet.blocks(lang, |rows| vec![listing(view, rows)]));
    blocks.extend(fill(view)?);
    Ok(blocks)
}

/// What each tier got of each item, drawn and listed; nothing without table `fairness`.
fn fill(view: &View) -> Result<Vec<Block>> {
    let mut rows: Vec<(&Fairness, f64)> = view
        .fairness
        .rows()
        .iter()
        .filter_map(|row| Some((*row, row.fill?)))
        .collect();
    rows.sort_by(|(a, a_fill), (b, b_fill)| {
        a_fill
            .total_cmp(b_fill)
            .then((a.tier, &a.item).cmp(&(b.tier, &b.item)))
    });
    let bar = |(row, fill): &(&Fairness, f64)| {
        let tier = row.tier.map_or_else(
            || Label::NotStated.text(view.lang).to_owned(),
            |tier| Label::TierName.fill(view.lang, &[&tier.to_string()]),
        );
        // A part just below the whole is never shown as the whole.
        let text = format!("{}%", (fill * 100.0).floor());
        Bar {
            label: format!("{tier} · {}", view.names.item(&row.item)),
            value: *fill * 100.0,
            text: match *fill < 1.0 {
                true => Label::ShortWord.fill(view.lang, &[&text]),
                false => text,
            },
            mark: Some(100.0),
            is_bad: *fill < 1.0,
        }
    };
    let bars: Vec<Bar> = rows.iter().take(BARS_MAX).map(bar).collect();
    if bars.is_empty() {
        return Ok(Vec::new());
    }
    let chart = Block::Chart(Chart {
        caption: Label::FillChart.text(view.lang).to_owned(),
        svg: chart::bars(&bars)?,
    });
    let rows: Vec<&Fairness> = rows.into_iter().map(|(row, _)| row).collect();
    Ok(vec![chart, tiers(view, &rows)])
}

fn tiers(view: &View, rows: &[&Fairness]) -> Block {
    let columns = [
        Column::Tier,
        Column::Item,
        Column::Lines,
        Column::Requested,
        Column::Given,
        Column::Short,
        Column::Fill,
        Column::Full,
        Column::Unserved,
    ];
    let tone = |row: &Fairness| match row.short.is_positive() {
        true => Tone::Bad,
        false => Tone::Plain,
    };
    Block::Grid(Grid::of_rows(
        Label::TierList,
        &view.names,
        &columns,
        rows,
        tone,
    ))
}

/// The sentence of a table without rows.
fn silent<T: Record + Clone + PartialEq>(picked: &Picked<T>, view: &View) -> Option<Block> {
    let text = picked.stated(view.lang).err()?;
    Some(Block::note(picked.silence(), text))
}

/// The unmet lines that are still open: urgent ones first, then by the share that is short, then by quantity.
pub fn open_needs<'a>(view: &View, rows: &[&'a Unmet]) -> Vec<&'a Unmet> {
    let urgent: BTreeSet<(&str, &str)> = view
        .request
        .rows()
        .iter()
        .filter(|row| row.urgent == Some(true))
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let is_urgent = |row: &Unmet| urgent.contains(&(row.request.as_str(), row.line.as_str()));
    let mut open = rows.to_vec();
    open.retain(|row| row.short.is_none_or(Quantity::is_positive));
    open.sort_by(|a, b| {
        let urgency = is_urgent(b).cmp(&is_urgent(a));
        urgency.then_with(|| larger_share_first(a, b))
    });
    open
}

/// Compares the short share of two lines exactly; a line that does not state both counts as wholly short.
fn larger_share_first(a: &Unmet, b: &Unmet) -> Ordering {
    let share = |row: &Unmet| match (row.short, row.requested) {
        (Some(short), Some(requested)) if requested.is_positive() => (
            i128::from(short.thousandths()),
            i128::from(requested.thousandths()),
        ),
        _ => (1, 1),
    };
    let ((short_a, of_a), (short_b, of_b)) = (share(a), share(b));
    let by_share = (short_b * of_a).cmp(&(short_a * of_b));
    by_share.then_with(|| Reverse(a.short).cmp(&Reverse(b.short)))
}

/// Sums of one item that may be added: by form and unit.
#[derive(Default)]
struct Sums<'a>(BTreeMap<(Option<Form>, &'a str), i128>);

impl<'a> Sums<'a> {
    fn add(&mut self, form: Option<Form>, unit: &'a str, qty: Quantity) {
        *self.0.entry((form, unit)).or_default() += i128::from(qty.thousandths());
    }

    fn join(&mut self, other: Sums<'a>) {
        for (of, qty) in other.0 {
            *self.0.entry(of).or_default() += qty;
        }
    }

    /// The one sum, or each with its form and unit.
    fn text(&self, view: &View) -> String {
        if self.0.len() == 1 {
            return self.0.values().copied().map(sum).collect();
        }
        let part = |(&(form, unit), &qty): (&(Option<Form>, &str), &i128)| {
            let form = form.map_or(String::new(), |form| view.names.word(form));
            let part = format!("{form} {} {}", sum(qty), unit_word(unit, view.lang));
            part.trim().to_owned()
        };
        let parts: Vec<String> = self.0.iter().map(part).collect();
        parts.join("; ")
    }
}

/// The line of one plan and item.
#[derive(Default)]
struct Share<'a> {
    given: Sums<'a>,
    short: Sums<'a>,
}

fn by_item(view: &View) -> Option<Block> {
    let unit = |stated, item| view.names.unit(stated, item);
    let mut requested: BTreeMap<&str, Sums> = BTreeMap::new();
    let mut shares: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    for row in view.request.rows() {
        if let Some(qty) = row.qty {
            let sums = requested.entry(&row.item).or_default();
            sums.add(None, unit(&row.unit, &row.item), qty);
        }
    }
    for row in view.allocation.rows() {
        // What stands in for an item counts where that item was asked for, as much as it counts as.
        let (item, qty) = (row.asked_item(), row.met());
        let unit = match item == row.item {
            true => unit(&row.unit, item),
            false => unit("", item),
        };
        let share = shares.entry((&row.plan, item)).or_default();
        share.given.add(row.form, unit, qty);
    }
    for row in view.transfer.rows() {
        let unit = unit(&row.unit, &row.item);
        let share = shares.entry((&row.plan, &row.item)).or_default();
        share.given.add(row.form, unit, row.qty);
    }
    for row in view.unmet.rows() {
        let share = shares.entry((&row.plan, &row.item)).or_default();
        if let Some(short) = row.short {
            share.short.add(None, unit("", &row.item), short);
        }
    }
    let mut shares = in_lines(view, shares);
    let planned: BTreeSet<&str> = shares.keys().map(|(_, item)| *item).collect();
    for item in requested.keys().filter(|item| !planned.contains(*item)) {
        shares.insert((String::new(), item), Share::default());
    }
    (!shares.is_empty()).then(|| grid(view, &requested, shares))
}

/// The shares by line. A transfer goes on where a plan left off, so that with one all plans of an item are one line, and
/// short is what the transfer leaves: not what the plan before it left, should that be handed in too.
fn in_lines<'a>(
    view: &View,
    shares: BTreeMap<(&'a str, &'a str), Share<'a>>,
) -> BTreeMap<(String, &'a str), Share<'a>> {
    if !view.transfer.is_supplied() {
        let shares = shares.into_iter();
        let named = shares.map(|((plan, item), share)| ((plan.to_owned(), item), share));
        return named.collect();
    }
    let awards = view.allocation.rows().iter();
    let first: BTreeSet<&str> = awards.map(|row| &*row.plan).collect();
    let mut by_item: BTreeMap<&str, Vec<(&str, Share)>> = BTreeMap::new();
    for ((plan, item), share) in shares {
        by_item.entry(item).or_default().push((plan, share));
    }
    let line = |(item, shares): (&'a str, Vec<(&'a str, Share<'a>)>)| {
        let plans: Vec<&str> = shares.iter().map(|(plan, _)| *plan).collect();
        let goes_on = plans.iter().any(|plan| !first.contains(plan));
        let mut line = Share::default();
        for (plan, share) in shares {
            line.given.join(share.given);
            if !goes_on || !first.contains(plan) {
                line.short.join(share.short);
            }
        }
        ((plans.join(view.comma()), item), line)
    };
    by_item.into_iter().map(line).collect()
}

fn grid(
    view: &View,
    requested: &BTreeMap<&str, Sums>,
    shares: BTreeMap<(String, &str), Share>,
) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::of(Column::Requested, lang, Fit::Number),
        Heading::of(Column::Given, lang, Fit::Number),
        Heading::of(Column::Short, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
        Heading::of(Column::Plan, lang, Fit::Whole),
    ];
    let none = Sums::default();
    let line = |((plan, item), share): (&(String, &str), &Share)| {
        let asked = requested.get(item).unwrap_or(&none);
        line(view, item, plan, asked, share)
    };
    let mut lines: Vec<Line> = shares.iter().map(line).collect();
    lines.sort_by_key(|line| line.tone != Tone::Bad);
    Block::Grid(Grid::of_lines(Label::ByItem, lang, headings, lines))
}

fn line(view: &View, item: &str, plan: &str, asked: &Sums, share: &Share) -> Line {
    let lang = view.lang;
    let units: BTreeSet<&str> = [asked, &share.given, &share.short]
        .iter()
        .flat_map(|sums| sums.0.keys().map(|(_, unit)| unit_word(unit, lang)))
        .filter(|unit| !unit.is_empty())
        .collect();
    let units: Vec<&str> = units.into_iter().collect();
    let cell = |is_supplied, sums: &Sums| match is_supplied {
        true => sums.text(view),
        false => Label::NotSuppliedShort.text(lang).to_owned(),
    };
    let is_given = view.allocation.is_supplied() || view.transfer.is_supplied();
    let mut cells = vec![view.names.item_shown(item)];
    cells.extend(
        [
            cell(view.request.is_supplied(), asked),
            cell(is_given, &share.given),
            cell(view.unmet.is_supplied(), &share.short),
            units.join(view.comma()),
            plan.to_owned(),
        ]
        .map(Shown::from),
    );
    let is_short = share.short.0.values().any(|short| *short > 0);
    Line {
        tone: if is_short { Tone::Bad } else { Tone::Plain },
        cells,
    }
}

fn listing(view: &View, rows: &[&Unmet]) -> Block {
    let open = open_needs(view, rows);
    if open.is_empty() {
        let name = table_name(Table::Unmet, view.lang);
        return Block::note(Tone::Good, Label::NothingToReport.fill(view.lang, &[&name]));
    }
    let columns = [
        Column::Site,
        Column::Item,
        Column::Requested,
        Column::Given,
        Column::Short,
        Column::Reason,
        Column::Rule,
        Column::Request,
        Column::Line,
    ];
    Block::Grid(Grid::of_rows(
        Label::UnmetLargest,
        &view.names,
        &columns,
        &open,
        |_| Tone::Bad,
    ))
}

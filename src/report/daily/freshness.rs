//! How old each table is, how many rows were left out, what the rows lack, and of which goods less than nothing is there.

use std::collections::BTreeSet;

use crate::ledger::Record;
use crate::ledger::tables::OnHand;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone, more};
use crate::report::table_names::table_name;
use crate::report::words::Label;

use super::picked::{Picked, State};
use super::view::View;

/// The balances below nothing that are named before it is said how many more there are.
const BELOW_MAX: usize = 5;

/// The section: the balances that cannot be, the state of each table, then what the rows lack.
pub fn blocks(view: &View) -> Vec<Block> {
    let mut blocks: Vec<Block> = below_nothing(view).into_iter().collect();
    blocks.extend([states(view), gaps(view)]);
    blocks
}

/// The balances below nothing, by site and item; `None` where there is none.
fn below_nothing(view: &View) -> Option<Block> {
    let rows = view.onhand.rows().iter();
    let mut below: Vec<&OnHand> = rows.filter(|row| row.qty.is_negative()).copied().collect();
    below.sort_by_key(|row| (&row.site, &row.item));
    let line = |row: &&OnHand| {
        let (site, item) = (view.names.site(&row.site), view.names.item(&row.item));
        let amount = view.names.amount(row.qty, &row.unit, &row.item);
        Label::BelowNothingLine.fill(view.lang, &[site, item, &amount])
    };
    let mut named: Vec<String> = below.iter().take(BELOW_MAX).map(line).collect();
    named.extend(more(below.len(), BELOW_MAX, view.lang));
    let text = || Label::BelowNothing.fill(view.lang, &[&named.join(view.comma())]);
    (!below.is_empty()).then(|| Block::note(Tone::Bad, text()))
}

fn states(view: &View) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::said(Label::TablesColumn, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
        Heading::said(Label::NewestColumn, lang, Fit::Whole),
        Heading::said(Label::AgeColumn, lang, Fit::Number),
        Heading::said(Label::LeftOutColumn, lang, Fit::Number),
    ];
    let states = view.states();
    let lines = states.iter().map(|state| line(view, state));
    Block::Grid(Grid::of_lines(Label::TableStates, lang, headings, lines.collect()).whole())
}

fn line(view: &View, state: &State) -> Line {
    let name = table_name(state.table, view.lang);
    let missing = || Label::NotSuppliedShort.text(view.lang).to_owned();
    let age = state.newest.map(|newest| view.as_of.days_since(newest));
    let left_out = state.supplied.map(|rows| rows - state.picked);
    let cells = [
        name,
        state.supplied.map_or_else(missing, |rows| rows.to_string()),
        state.newest.map_or_else(String::new, |day| day.to_string()),
        age.map_or_else(String::new, |days| days.to_string()),
        left_out.map_or_else(String::new, |rows| rows.to_string()),
    ];
    Line {
        tone: if state.supplied.is_none() {
            Tone::Warn
        } else {
            Tone::Plain
        },
        cells: cells.map(Shown::from).into(),
    }
}

fn gaps(view: &View) -> Block {
    let lang = view.lang;
    let (items, sites) = codes(view);
    let is_listed = |code: &&&str| {
        view.catalogue
            .is_some_and(|listed| listed.get(code).is_some())
    };
    let unnamed_items = items
        .iter()
        .filter(|code| !is_listed(code) && !view.names.has_item(code));
    let unnamed_sites = sites.iter().filter(|code| !view.names.has_site(code));
    // What was not supplied lacks nothing that anybody could count.
    let counts = [
        (
            Label::ItemsUnnamed,
            view.item.is_supplied().then(|| unnamed_items.count()),
        ),
        (
            Label::SitesUnnamed,
            view.site.is_supplied().then(|| unnamed_sites.count()),
        ),
        (
            Label::RatesMissing,
            lacking(&view.burn, |row| row.rate.is_none()),
        ),
        (
            Label::ExpiryMissing,
            lacking(&view.onhand, |row| {
                row.qty.is_positive() && row.expiry.is_none()
            }),
        ),
        (
            Label::PricesMissing,
            lacking(&view.quote, |row| row.price.is_none()),
        ),
        (
            Label::QtyMissing,
            lacking(&view.request, |row| row.qty.is_none()),
        ),
        (Label::RowsConflicting, Some(conflicts(view))),
    ];
    let headings = vec![
        Heading::said(Label::GapColumn, lang, Fit::Whole),
        Heading::said(Label::RowsColumn, lang, Fit::Number),
    ];
    let missing = || Label::NotSuppliedShort.text(lang).to_owned();
    let line = |(label, count): (Label, Option<usize>)| Line {
        tone: if count > Some(0) {
            Tone::Warn
        } else {
            Tone::Plain
        },
        cells: [
            label.text(lang).to_owned(),
            count.map_or_else(missing, |count| count.to_string()),
        ]
        .map(Shown::from)
        .into(),
    };
    let lines = counts.map(line).into();
    Block::Grid(Grid::of_lines(Label::Gaps, lang, headings, lines))
}

/// How many rows say something else than a later one of the same key, where only one can be right.
fn conflicts(view: &View) -> usize {
    view.onhand.conflicts()
        + view.burn.conflicts()
        + view.cover.conflicts()
        + view.supply.conflicts()
        + view.inbound.conflicts()
        + view.request.conflicts()
        + view.unmet.conflicts()
        + view.replenishment.conflicts()
        + view.stage.conflicts()
        + view.account.conflicts()
}

/// How many rows of a table lack something; `None` where it was not supplied.
fn lacking<T: Record + Clone + PartialEq>(
    picked: &Picked<T>,
    lacks: impl Fn(&T) -> bool,
) -> Option<usize> {
    let count = || picked.rows().iter().filter(|row| lacks(row)).count();
    picked.is_supplied().then(count)
}

/// The items and sites that stand in the rows of stock, cover, requests, awards and stages.
fn codes<'v>(view: &'v View) -> (BTreeSet<&'v str>, BTreeSet<&'v str>) {
    let stock = view
        .onhand
        .rows()
        .iter()
        .map(|row| (&*row.item, &*row.site));
    let burn = view.burn.rows().iter().map(|row| (&*row.item, &*row.site));
    let cover = view.cover.rows().iter().map(|row| (&*row.item, &*row.site));
    let request = view
        .request
        .rows()
        .iter()
        .map(|row| (&*row.item, &*row.site));
    let award = view
        .allocation
        .rows()
        .iter()
        .map(|row| (&*row.item, &*row.site));
    let stage = view.stage.rows().iter().map(|row| (&*row.item, &*row.site));
    let pairs = stock
        .chain(burn)
        .chain(cover)
        .chain(request)
        .chain(award)
        .chain(stage);
    pairs
        .filter(|(item, site)| !item.is_empty() && !site.is_empty())
        .unzip()
}

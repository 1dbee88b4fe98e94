//! Notice of what a reserve gave out and what is to come back: each issue with what is replaced and what is owed.
//!
//! All figures are those of table `replenishment`, a row an issue; they are added up by item and unit only.

use std::collections::BTreeMap;

use crate::lang::units::unit_word;
use crate::ledger::Column;
use crate::ledger::tables::Replenishment;
use crate::ledger::word::ReplenishStatus;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::stock::sum;
use super::view::View;

/// The section: sums by item, then what is owed, the longest overdue first.
///
/// Rule: `T5`.
pub fn blocks(view: &View) -> Vec<Block> {
    view.replenishment.blocks(view.lang, |rows| {
        let mut blocks = vec![by_item(view, rows)];
        let mut owed: Vec<&Replenishment> = rows
            .iter()
            .copied()
            .filter(|row| row.status != ReplenishStatus::Replaced)
            .collect();
        owed.sort_by_key(|row| (row.due.is_none(), row.due, row.date));
        if owed.is_empty() {
            let text = Label::NothingOwed.text(view.lang).to_owned();
            blocks.push(Block::note(Tone::Good, text));
        } else {
            blocks.push(listing(view, &owed));
        }
        blocks
    })
}

fn by_item(view: &View, rows: &[&Replenishment]) -> Block {
    let lang = view.lang;
    let mut totals: BTreeMap<(&str, &str), [i128; 3]> = BTreeMap::new();
    for row in rows {
        let unit = view.names.unit(&row.unit, &row.item);
        let total = totals.entry((&row.item, unit)).or_default();
        for (sum, qty) in total.iter_mut().zip([row.qty, row.replaced, row.owed]) {
            *sum += i128::from(qty.thousandths());
        }
    }
    let headings = vec![
        Heading::of(Column::Item, lang, Fit::Text),
        Heading::said(Label::DrawnColumn, lang, Fit::Number),
        Heading::of(Column::Replaced, lang, Fit::Number),
        Heading::of(Column::Owed, lang, Fit::Number),
        Heading::of(Column::Unit, lang, Fit::Whole),
    ];
    let line = |((item, unit), [drawn, replaced, owed]): ((&str, &str), [i128; 3])| {
        let mut cells = vec![view.names.item_shown(item)];
        cells.extend([drawn, replaced, owed].map(|qty| Shown::from(sum(qty))));
        cells.push(Shown::from(unit_word(unit, lang).to_owned()));
        Line {
            tone: if owed > 0 { Tone::Warn } else { Tone::Plain },
            cells,
        }
    };
    let lines = totals.into_iter().map(line).collect();
    Block::Grid(Grid::of_lines(Label::DrawnByItem, lang, headings, lines))
}

fn listing(view: &View, rows: &[&Replenishment]) -> Block {
    let columns = [
        Column::Due,
        Column::Status,
        Column::Site,
        Column::Item,
        Column::Qty,
        Column::Replaced,
        Column::Owed,
        Column::Unit,
        Column::Date,
        Column::Doc,
        Column::Line,
        Column::Counterparty,
        Column::Rule,
    ];
    Block::Grid(Grid::of_rows(
        Label::OwedList,
        &view.names,
        &columns,
        rows,
        |row| match row.status {
            ReplenishStatus::Overdue => Tone::Bad,
            _ => Tone::Warn,
        },
    ))
}

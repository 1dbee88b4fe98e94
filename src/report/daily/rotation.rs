//! How many lots stand on each rung, which of them need action now, and what will expire unused.
//!
//! A lot needs action now from the auction rung on; the date shown is that of its next step. All dates are those of the
//! `stage` rows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::Result;
use crate::ledger::Column;
use crate::ledger::tables::{Residual, Stage, Waste};
use crate::ledger::word::{Rung, Word};
use crate::quantity::Money;
use crate::report::chart::{self, Bar};
use crate::report::names::grouped;
use crate::report::page::{Block, Chart, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The months of expiry that are drawn: those that stage the next two years.
const MONTHS_MAX: usize = 24;

/// The section: rungs, lots to act on, expected waste, lots no institution takes.
///
/// Errors: only where a drawing fails.
pub fn blocks(view: &View) -> Result<Vec<Block>> {
    let mut blocks = view.stage.age(view.as_of, view.lang);
    let lang = view.lang;
    blocks.extend(view.stage.blocks(lang, |rows| ladder(view, rows)));
    blocks.extend(expiries(view)?);
    blocks.extend(
        view.waste
            .blocks(lang, |rows| vec![waste_by_month(view, rows)]),
    );
    blocks.extend(
        view.residual
            .blocks(lang, |rows| vec![residual(view, rows)]),
    );
    Ok(blocks)
}

/// A bar for each month in which lots in store expire; a month with a lot that needs action now is marked.
fn expiries(view: &View) -> Result<Option<Block>> {
    let lang = view.lang;
    let mut months: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for row in held(view.stage.rows()) {
        let Some(expiry) = row.expiry else { continue };
        let month = expiry.to_string()[.."2022-03".len()].to_owned();
        let (lots, is_due) = months.entry(month).or_default();
        *lots += 1;
        *is_due |= row.stage >= Rung::Auction;
    }
    if months.is_empty() {
        return Ok(None);
    }
    let bar = |(month, (lots, is_due)): (String, (usize, bool))| {
        let count = Label::LotsCount.count(lang, &[lots]);
        Bar {
            label: month,
            value: lots as f64,
            text: match is_due {
                true => Label::ActWord.fill(lang, &[&count]),
                false => count,
            },
            mark: None,
            is_bad: is_due,
        }
    };
    let bars: Vec<Bar> = months.into_iter().take(MONTHS_MAX).map(bar).collect();
    Ok(Some(Block::Chart(Chart {
        caption: Label::ExpiryChart.text(lang).to_owned(),
        svg: chart::bars(&bars)?,
    })))
}

/// The lots of which something is on hand: an empty one asks for nothing.
pub fn held<'a>(rows: &[&'a Stage]) -> Vec<&'a Stage> {
    let held = rows.iter().filter(|row| row.qty.is_positive());
    held.copied().collect()
}

/// The lots that need action now: earliest date first, at one date the later rung first.
pub fn due<'a>(as_of: Day, rows: &[&'a Stage]) -> Vec<&'a Stage> {
    let mut due = rows.to_vec();
    due.retain(|row| row.stage >= Rung::Auction && row.qty.is_positive());
    due.sort_by_key(|row| {
        let date = act_by(as_of, row);
        (date.is_none(), date, Reverse(row.stage))
    });
    due
}

/// The day by which the lot's next step must be done, as its row states it; of a row that names no step the nearest date of
/// its rung that has not passed.
pub fn act_by(as_of: Day, row: &Stage) -> Option<Day> {
    if let Some(step) = row.next_step {
        return row.date_of(step);
    }
    let ahead = |day: &Option<Day>| day.is_some_and(|day| day >= as_of);
    match row.stage {
        Rung::Normal => row.warn_on,
        Rung::NearExpiry => row.auction_from,
        Rung::Planned | Rung::WriteOff | Rung::Expired => row.expiry,
        Rung::Auction => [row.auction_1_by, row.auction_2_by, row.donate_by]
            .into_iter()
            .find(ahead)
            .unwrap_or(row.expiry),
        Rung::Donate => row.donate_by,
    }
}

fn ladder(view: &View, rows: &[&Stage]) -> Vec<Block> {
    let held = held(rows);
    let mut blocks = vec![rungs(view, &held), lots(view, &held)];
    let empty = rows.len() - held.len();
    if empty > 0 {
        let text = Label::LotsEmpty.count(view.lang, &[empty]);
        blocks.push(Block::note(Tone::Plain, text));
    }
    blocks
}

fn rungs(view: &View, rows: &[&Stage]) -> Block {
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Stage, lang, Fit::Whole),
        Heading::said(Label::LotsColumn, lang, Fit::Number),
    ];
    let line = |rung: &Rung| {
        let lots = rows.iter().filter(|row| row.stage == *rung).count();
        let tone = match (lots, tone(*rung)) {
            (0, _) => Tone::Plain,
            (_, tone) => tone,
        };
        let cells = [view.names.word_shown(*rung), Shown::count(lots)];
        Line {
            tone,
            cells: cells.into(),
        }
    };
    let lines = Rung::ALL.iter().map(line).collect();
    Block::Grid(Grid::of_lines(Label::RungCounts, lang, headings, lines))
}

fn tone(rung: Rung) -> Tone {
    match rung {
        Rung::Normal | Rung::Planned => Tone::Plain,
        Rung::NearExpiry | Rung::Auction => Tone::Warn,
        Rung::Donate | Rung::WriteOff | Rung::Expired => Tone::Bad,
    }
}

fn lots(view: &View, rows: &[&Stage]) -> Block {
    let due = due(view.as_of, rows);
    if due.is_empty() {
        return Block::note(Tone::Good, Label::NoLotToAct.text(view.lang).to_owned());
    }
    let columns = [
        Column::Site,
        Column::Item,
        Column::Lot,
        Column::Form,
        Column::Qty,
        Column::Unit,
        Column::Stage,
        Column::Expiry,
        Column::DaysLeft,
        Column::Action,
        Column::Liable,
        Column::Rule,
    ];
    let grid = Grid::of_rows(Label::LotsToAct, &view.names, &columns, &due, |row| {
        tone(row.stage)
    });
    let heading = Heading::said(Label::ActByColumn, view.lang, Fit::Whole);
    Block::Grid(grid.led_by(heading, &due, |row| {
        act_by(view.as_of, row).map_or_else(String::new, |day| day.to_string())
    }))
}

/// Lots and value by month: values are yuan and add up; quantities of different items do not.
fn waste_by_month(view: &View, rows: &[&Waste]) -> Block {
    let mut months: BTreeMap<&str, (usize, i128, usize)> = BTreeMap::new();
    for row in rows {
        let (lots, fen, not_valued) = months.entry(&row.month).or_default();
        *lots += 1;
        *fen += row.value.map_or(0, |value| i128::from(value.fen()));
        *not_valued += usize::from(row.value.is_none());
    }
    let lang = view.lang;
    let headings = vec![
        Heading::of(Column::Month, lang, Fit::Whole),
        Heading::said(Label::LotsColumn, lang, Fit::Number),
        Heading::of(Column::Value, lang, Fit::Number),
        Heading::said(Label::NotValued, lang, Fit::Number),
    ];
    let line = |(month, (lots, fen, not_valued)): (&str, (usize, i128, usize))| {
        let value = Money::from_sum(fen).filter(|_| not_valued < lots);
        let value = value.map_or_else(String::new, |value| grouped(&value.to_string()));
        let cells = [
            month.to_owned(),
            lots.to_string(),
            value,
            not_valued.to_string(),
        ];
        Line {
            tone: Tone::Plain,
            cells: cells.map(Shown::from).into(),
        }
    };
    let lines = months.into_iter().map(line).collect();
    Block::Grid(Grid::of_lines(Label::WasteByMonth, lang, headings, lines))
}

fn residual(view: &View, rows: &[&Residual]) -> Block {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| Reverse(row.value));
    let columns = [
        Column::Site,
        Column::Item,
        Column::Lot,
        Column::Qty,
        Column::Value,
        Column::Liable,
        Column::Plan,
    ];
    Block::Grid(Grid::of_rows(
        Label::ResidualLots,
        &view.names,
        &columns,
        &rows,
        |_| Tone::Warn,
    ))
}

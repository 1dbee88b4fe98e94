//! Complaints, checks, passes and the like: how many, by day and by kind. Plain sums, which the totals tie to.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::Tally;
use crate::ledger::word::TallyKind;
use crate::quantity::Money;
use crate::report::names::grouped;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::view::View;

/// The section: a line for each day and kind, newest day first, and one for each kind over all days.
///
/// Rule: `T13`.
pub fn blocks(view: &View) -> Vec<Block> {
    view.tally.blocks(view.lang, |rows| {
        vec![
            grid(view, Label::TallyTotals, rows, |_| None),
            grid(view, Label::TallyDays, rows, |row| Some(row.date)),
        ]
    })
}

/// What is counted on one line.
#[derive(Default)]
struct Count {
    cases: i128,
    handled: Option<i128>,
    amount: Option<i128>,
}

fn grid(
    view: &View,
    caption: Label,
    rows: &[&Tally],
    day: impl Fn(&Tally) -> Option<Day>,
) -> Block {
    let lang = view.lang;
    let mut counts: BTreeMap<(std::cmp::Reverse<Option<Day>>, TallyKind), Count> = BTreeMap::new();
    for row in rows {
        let key = (std::cmp::Reverse(day(row)), row.kind);
        let count = counts.entry(key).or_default();
        count.cases += i128::from(row.cases);
        if let Some(handled) = row.handled {
            *count.handled.get_or_insert(0) += i128::from(handled);
        }
        if let Some(amount) = row.amount {
            *count.amount.get_or_insert(0) += i128::from(amount.fen());
        }
    }
    let is_daily = caption == Label::TallyDays;
    let mut headings = vec![
        Heading::of(Column::Kind, lang, Fit::Whole),
        Heading::of(Column::Cases, lang, Fit::Number),
        Heading::of(Column::Handled, lang, Fit::Number),
        Heading::of(Column::Amount, lang, Fit::Number),
    ];
    if is_daily {
        headings.insert(0, Heading::of(Column::Date, lang, Fit::Whole));
    }
    let whole = |n: Option<i128>| Shown::from(n.map_or(String::new(), |n| grouped(&n.to_string())));
    let line = |((day, kind), count): ((std::cmp::Reverse<Option<Day>>, TallyKind), Count)| {
        let money = count.amount.and_then(Money::from_sum);
        let mut cells = vec![
            view.names.word_shown(kind),
            whole(Some(count.cases)),
            whole(count.handled),
            Shown::from(money.map_or(String::new(), |money| grouped(&money.to_string()))),
        ];
        if is_daily {
            cells.insert(0, Shown::day(day.0));
        }
        Line {
            tone: Tone::Plain,
            cells,
        }
    };
    let lines = counts.into_iter().map(line).collect();
    Block::Grid(Grid::of_lines(caption, lang, headings, lines))
}

//! Lots that stand on another rung of the ladder than the day before, and those that left it.

use crate::ledger::Column;
use crate::ledger::tables::Stage;
use crate::ledger::word::Rung;
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::super::view::View;
use super::{Days, Pair};

impl Days<'_, '_> {
    /// The lots that moved, then those that were to leave and are not there any more.
    pub(super) fn rungs(&self) -> Block {
        let view = self.view;
        self.told(&view.stage, |pairs| {
            let moved = pairs.iter().filter_map(|pair| moved(view, pair));
            let gone = pairs.iter().filter_map(|pair| gone(view, pair));
            let lines = moved.chain(gone).collect();
            let headings = vec![
                Heading::of(Column::Site, view.lang, Fit::Text),
                Heading::of(Column::Item, view.lang, Fit::Text),
                Heading::of(Column::Lot, view.lang, Fit::Whole),
                Heading::of(Column::Before, view.lang, Fit::Whole),
                Heading::of(Column::After, view.lang, Fit::Whole),
                Heading::said(Label::QtyBeforeColumn, view.lang, Fit::Number),
                Heading::of(Column::Qty, view.lang, Fit::Number),
                Heading::of(Column::Expiry, view.lang, Fit::Whole),
            ];
            Grid::of_lines(Label::RungsSince, view.lang, headings, lines).unless_empty()
        })
    }
}

/// The row of a lot of which something was, or is, on hand.
fn held(row: &Option<Stage>) -> Option<&Stage> {
    row.as_ref().filter(|row| row.qty.is_positive())
}

fn moved(view: &View, pair: &Pair<Stage>) -> Option<Line> {
    let (before, after) = (held(&pair.before), held(&pair.after)?);
    let is_moved = before.map(|row| row.stage) != Some(after.stage);
    is_moved.then(|| line(view, after, pair, view.names.word_shown(after.stage)))
}

/// A lot that stood on a rung from which it was to leave, or has expired since; that goods in good time are used up is no
/// matter of the ladder.
fn gone(view: &View, pair: &Pair<Stage>) -> Option<Line> {
    let before = held(&pair.before).filter(|_| held(&pair.after).is_none())?;
    let is_expired = before.expiry.is_some_and(|day| day < view.as_of);
    let word = match pair.after {
        Some(_) => Label::LotEmptied,
        None => Label::LotNotListed,
    };
    let word = Shown::from(word.text(view.lang).to_owned());
    (before.stage != Rung::Normal || is_expired).then(|| line(view, before, pair, word))
}

fn line(view: &View, row: &Stage, pair: &Pair<Stage>, after: Shown) -> Line {
    let qty = |row: &Option<Stage>| view.names.qty_shown(row.as_ref().map(|row| row.qty));
    Line {
        tone: Tone::Warn,
        cells: vec![
            view.names.site_shown(&row.site),
            view.names.item_shown(&row.item),
            Shown::from(row.lot.clone()),
            view.names.word_if(held(&pair.before).map(|row| row.stage)),
            after,
            qty(&pair.before),
            qty(&pair.after),
            Shown::day(row.expiry),
        ],
    }
}

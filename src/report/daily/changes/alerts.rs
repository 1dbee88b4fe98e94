//! Price alerts that came, went or have another grade.

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::{Alert, Change};
use crate::report::page::{Block, Fit, Grid, Heading, Line, Shown, Tone};
use crate::report::words::Label;

use super::super::answers::Answers;
use super::{Days, Pair};

impl Days<'_, '_> {
    /// The alerts of one day and not of the other, and those of both whose grade changed.
    pub(super) fn alerts(&self) -> Block {
        let view = self.view;
        self.told(&view.alert, |pairs| {
            let day = day_before(&pairs).unwrap_or(view.as_of);
            let day = self.day().unwrap_or(day);
            let alerts: Vec<Alert> = self.rows_before();
            let prices = self.rows_before::<Change>().into_iter().map(|row| row.date);
            let answers = Answers::of(&alerts, prices, view.freshness, day);
            let stood = |row: &Alert| answers.are_of_day(row);
            let lines = pairs.into_iter().filter_map(|pair| {
                let before = pair.before.filter(stood).map(|row| row.grade);
                let after = pair.after.map(|row| row.grade);
                let (word, tone) = match (before, after) {
                    (None, Some(_)) => (Label::IsNew, Tone::Warn),
                    (Some(_), None) => (Label::IsGone, Tone::Good),
                    (before, after) if before < after => (Label::IsGraver, Tone::Warn),
                    (before, after) if before > after => (Label::IsLighter, Tone::Good),
                    _ => return None,
                };
                let cells = vec![
                    Shown::from(word.text(view.lang).to_owned()),
                    Shown::from(pair.subject),
                    view.names.word_if(before),
                    view.names.word_if(after),
                ];
                Some(Line { tone, cells })
            });
            let headings = vec![
                Heading::of(Column::Change, view.lang, Fit::Whole),
                Heading::of(Column::Subject, view.lang, Fit::Text),
                Heading::of(Column::Before, view.lang, Fit::Whole),
                Heading::of(Column::After, view.lang, Fit::Whole),
            ];
            let lines = lines.collect();
            Grid::of_lines(Label::AlertsSince, view.lang, headings, lines).unless_empty()
        })
    }
}

/// The newest date among the alerts of the earlier day.
fn day_before(pairs: &[Pair<Alert>]) -> Option<Day> {
    let before = pairs.iter().filter_map(|pair| pair.before.as_ref());
    before.map(|row| row.date).max()
}

//! How many observations in a row reach each cut, of which a period is one: that of its newest day.
//!
//! A rule on 旬 judges every day by what is known of its 旬. What a day says stands for the 旬 until the next day is
//! known, so that ten days of one 旬 are no ten observations in a row.

use crate::calendar::Day;
use crate::price::observe::Observation;

use super::Cuts;

/// Runs up to the newest observation that was taken in.
#[derive(Debug)]
pub struct Runs {
    /// For each cut, the periods in a row that reach it, up to the one before and up to the newest day of this one.
    before: Vec<i64>,
    now: Vec<i64>,
    /// For each period the first of its days in a row, up to its newest, that reach the lightest cut.
    starts: Vec<Option<Day>>,
}

impl Runs {
    /// No observation yet of a rule with so many cuts.
    pub fn new(cuts: usize) -> Runs {
        Runs {
            before: vec![0; cuts],
            now: vec![0; cuts],
            starts: Vec::new(),
        }
    }

    /// Begins the next period.
    pub fn next_period(&mut self) {
        self.before.clone_from(&self.now);
        self.starts.push(None);
    }

    /// The place of the period at hand.
    pub fn period(&self) -> usize {
        self.starts.len() - 1
    }

    /// Takes in the next observation of the period at hand.
    pub fn take(&mut self, observation: &Observation, cuts: &Cuts) {
        let of_day = cuts.on(observation.date);
        let runs = self.now.iter_mut().zip(&self.before);
        for (at, (now, before)) in runs.enumerate().take(of_day.len()) {
            *now = match cuts.counts(of_day, at, observation.value) {
                true => before + 1,
                false => 0,
            };
        }
        let is_reached = self.now.first().is_some_and(|run| *run > 0);
        if let Some(start) = self.starts.last_mut() {
            *start = is_reached.then(|| start.unwrap_or(observation.date));
        }
    }

    /// Whether the newest observation reaches no cut.
    pub fn are_none(&self) -> bool {
        self.now.iter().all(|run| *run == 0)
    }

    /// For each cut, the periods in a row that reach it, of those from the one at `start` on.
    pub fn since(&self, start: usize) -> Vec<i64> {
        let in_row = i64::try_from(self.starts.len() - start).unwrap_or(i64::MAX);
        self.now.iter().map(|run| in_row.min(*run)).collect()
    }

    /// The first day of a row of so many periods; `None` where they are none.
    pub fn first_day(&self, periods: i64) -> Option<Day> {
        let periods = usize::try_from(periods).ok()?;
        let at = self.starts.len().checked_sub(periods)?;
        self.starts.get(at).copied().flatten()
    }
}

//! How far observations lie apart, and where a row of them begins.

use crate::calendar::Day;
use crate::policy::alert::Freshness;
use crate::price::freshness::Quoted;

/// The gaps before observations, widest first: of each only those that no later one is as wide as.
///
/// So the newest gap that is wider than some days is found without a walk back through the whole series.
#[derive(Debug, Default)]
pub struct Gaps(Vec<(usize, i64)>);

impl Gaps {
    /// Takes in that the observation at `at` came `days` after the one before it; said again of the same, the longer gap
    /// takes the place of the shorter.
    pub fn push(&mut self, at: usize, days: i64) {
        while self.0.last().is_some_and(|(_, narrower)| *narrower <= days) {
            self.0.pop();
        }
        self.0.push((at, days));
    }

    /// The place of the first observation since which none came more than `apart` days after the one before it.
    pub fn start(&self, apart: i64) -> usize {
        let wider = self.0.partition_point(|(_, days)| *days > apart);
        wider.checked_sub(1).map_or(0, |last| self.0[last].0)
    }

    /// The place of the first observation that is in a row with that of `day`, of what is `quoted`.
    pub fn start_of_row(&self, day: Day, quoted: Quoted, rule: &Freshness) -> usize {
        match self.start(rule.days) {
            // No limit is below these days, so that nobody need know what is usual.
            0 => 0,
            _ => self.start(quoted.limit(rule, day)),
        }
    }
}

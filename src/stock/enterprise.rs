//! Who has reported, and what do the enterprises have together?
//!
//! - [`reporting()`]: a row for each enterprise that must report: in time, late, or missing
//! - [`supply()`]: capacity, output and stock by item; old figures stand apart with their age, and are never nought
//!
//! An enterprise is known by its code or by its name. Figures are what the enterprises say; nothing is guessed for
//! those that are silent.

use crate::calendar::{Day, is_in_term};
use crate::ledger::tables::Enterprise;
use crate::policy::{Oversight, Rules, Subject};

mod reporting;
mod supply;

pub use reporting::reporting;
pub use supply::supply;

/// The words of the register for what an enterprise is.
pub const DESIGNATED_PRODUCER: &str = "designated_producer";
/// The same as the plan writes it.
const DESIGNATED_PRODUCER_ZH: &str = "定点保供企业";

/// The register of enterprises.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a>(pub &'a [Enterprise]);

impl<'a> Register<'a> {
    /// The entry of an enterprise by code, else by name.
    pub fn find(self, word: &str) -> Option<&'a Enterprise> {
        let by_code = self.0.iter().find(|entry| entry.enterprise == word);
        by_code.or_else(|| {
            self.0
                .iter()
                .find(|entry| !entry.name.is_empty() && entry.name == word)
        })
    }

    /// The code of an enterprise in the register, or the word itself.
    pub fn code<'w>(self, word: &'w str) -> &'w str
    where
        'a: 'w,
    {
        self.find(word).map_or(word, |entry| &entry.enterprise)
    }

    /// The entries in force on a day.
    pub fn on(self, day: Day) -> impl Iterator<Item = &'a Enterprise> {
        self.0.iter().filter(move |entry| is_listed(entry, day))
    }
}

/// Whether an entry is in force on a day.
pub fn is_listed(entry: &Enterprise, day: Day) -> bool {
    is_in_term(day, entry.from, entry.to)
}

/// Whether an entry is a designated producer.
pub fn is_designated(entry: &Enterprise) -> bool {
    entry
        .class
        .split([';', '；', '、'])
        .map(str::trim)
        .any(|class| class == DESIGNATED_PRODUCER || class == DESIGNATED_PRODUCER_ZH)
}

/// The rule on daily reports that leaves the fewest days, and those days.
pub fn report_rule(rules: &Rules) -> Option<(&Oversight, i64)> {
    let stated = rules
        .oversight_of(Subject::DailyReport)
        .filter_map(|rule| Some((rule, rule.bounds()?.0)));
    stated.min_by_key(|(_, days)| *days)
}

#[cfg(test)]
mod tests;

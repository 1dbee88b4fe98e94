//! Holidays before which prices move: their days, and how long before.

use serde::Deserialize;

use crate::calendar::Day;
use crate::diagnostic::Diagnostic;

use super::file::read;

/// The holidays of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    pub holiday: Vec<Holiday>,
}

/// One holiday, year by year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub name: String,
    /// Days before it in which people buy ahead.
    pub days_before: i64,
    /// Its first days, in their order.
    pub dates: Vec<String>,
    pub source: String,
}

const BUILT_IN: &str = include_str!("../../data/policy/holidays.toml");

impl Holidays {
    /// The holidays that come with granary.
    pub fn built_in() -> Result<Holidays, Diagnostic> {
        read(
            BUILT_IN,
            "holidays.toml",
            "every holiday has name, days_before, dates and source",
        )
    }
}

impl Holiday {
    /// Its first days that are dates.
    pub fn days(&self) -> Vec<Day> {
        self.dates
            .iter()
            .filter_map(|date| Day::parse(date))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_holiday_has_its_days_in_order() {
        let holidays = Holidays::built_in().unwrap_or_else(|error| panic!("{error}"));
        for holiday in &holidays.holiday {
            let days = holiday.days();
            assert_eq!(days.len(), holiday.dates.len(), "{}", holiday.name);
            assert!(days.is_sorted(), "{}", holiday.name);
        }
    }
}

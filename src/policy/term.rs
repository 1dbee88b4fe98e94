//! From when until when is a rule in force, and in which part of the year?
//!
//! A date is written as in the plan; `undated` is in force at all times, because a plan without a date of effect does
//! not say since when. A rule whose first or last day cannot be read is refused with the file.

use serde::Deserialize;

use crate::calendar::Day;

/// What a rule writes where its plan gives no date.
const UNDATED: &str = "undated";

/// A part of every year, both days counted; it may run over the turn of the year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Month and day: `11-15`.
    pub from: String,
    pub until: String,
}

/// Whether a rule from one day until another is in force on `as_of`; both days count.
pub fn is_in_force(from: &str, until: &str, as_of: Day) -> bool {
    let has_begun = Day::parse(from).is_none_or(|from| from <= as_of);
    let has_ended = Day::parse(until).is_some_and(|until| until < as_of);
    has_begun && !has_ended
}

/// The first day of a rule, by which the later of two is known; `None` where it is undated.
pub fn first_day(from: &str) -> Option<Day> {
    Day::parse(from)
}

/// What is wrong with the dates of a rule, if anything.
pub fn fault(from: &str, until: &str) -> Option<String> {
    let is_read = |text: &str| text.is_empty() || Day::parse(text).is_some();
    if from != UNDATED && !is_read(from) {
        return Some(format!(
            "from = \"{from}\" is neither a day nor \"{UNDATED}\""
        ));
    }
    (!is_read(until)).then(|| format!("until = \"{until}\" is no day"))
}

impl Season {
    /// Whether a day lies in the season.
    pub fn holds(&self, day: Day) -> bool {
        let month_and_day = day.to_string().split_off("2022-".len());
        let (from, until) = (&self.from, &self.until);
        match from <= until {
            true => *from <= month_and_day && month_and_day <= *until,
            false => *from <= month_and_day || month_and_day <= *until,
        }
    }

    /// What is wrong with the season, if anything: each end must be a day of a leap year.
    pub fn fault(&self) -> Option<String> {
        let is_read = |text: &str| text.len() == 5 && Day::parse(&format!("2024-{text}")).is_some();
        let ends = [&self.from, &self.until].into_iter();
        let unread = ends.into_iter().find(|text| !is_read(text));
        unread.map(|text| format!("\"{text}\" is no month and day, such as 11-15"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    #[test]
    fn a_rule_holds_on_its_first_and_on_its_last_day() {
        let holds = |as_of| is_in_force("2022-03-01", "2022-03-31", day(as_of));
        assert!(!holds("2022-02-28") && holds("2022-03-01"));
        assert!(holds("2022-03-31") && !holds("2022-04-01"));
        assert!(is_in_force("undated", "", day("1999-01-01")));
    }

    #[test]
    fn a_winter_runs_over_the_turn_of_the_year() {
        let winter = Season {
            from: "11-15".to_owned(),
            until: "03-15".to_owned(),
        };
        let holds = |as_of| winter.holds(day(as_of));
        assert!(!holds("2021-11-14") && holds("2021-11-15") && holds("2022-01-01"));
        assert!(holds("2022-03-15") && !holds("2022-03-16"));
        assert_eq!(winter.fault(), None);
    }

    #[test]
    fn dates_that_cannot_be_read_are_faults() {
        assert_eq!(fault("undated", ""), None);
        assert_eq!(fault("2022-03-01", "2022-04-01"), None);
        assert!(fault("spring", "").is_some() && fault("undated", "2022-13-01").is_some());
        let odd = Season {
            from: "15-11".to_owned(),
            until: "03-15".to_owned(),
        };
        assert!(odd.fault().is_some());
    }
}

//! From when until when is a rule in force, and in which part of the year?
//!
//! A date is written as in the plan; `undated` is in force at all times, because a plan without a date of effect does
//! not say since when. A rule whose first or last day cannot be read is refused with the file.

use serde::{Deserialize, Deserializer};

use crate::calendar::Day;

use super::file::advice;

/// What a rule writes where its plan gives no date.
const UNDATED: &str = "undated";

const HINT: &str = "write a day as 2022-03-01, a season as { from = \"11-15\", until = \"03-15\" }";

/// A part of every year, both days counted; it may run over the turn of the year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Month and day: `11-15`.
    #[serde(deserialize_with = "month_and_day")]
    pub from: String,
    #[serde(deserialize_with = "month_and_day")]
    pub until: String,
}

/// Since when a rule is in force; at all times where its plan does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since(Option<Day>);

/// The last day of a rule that another one followed; none where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Until(Option<Day>);

impl Since {
    /// The first day of the rule; `None` where it is undated.
    pub fn day(self) -> Option<Day> {
        self.0
    }
}

/// Whether a rule from one day until another is in force on `as_of`; both days count.
pub fn is_in_force(from: Since, until: Until, as_of: Day) -> bool {
    let has_begun = from.0.is_none_or(|from| from <= as_of);
    let has_ended = until.0.is_some_and(|until| until < as_of);
    has_begun && !has_ended
}

impl<'de> Deserialize<'de> for Since {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Since, D::Error> {
        let text = String::deserialize(from)?;
        match text.as_str() {
            UNDATED | "" => Ok(Since(None)),
            _ => Day::parse(&text)
                .or_else(|| first_of_month(&text))
                .map(|day| Since(Some(day)))
                .ok_or_else(|| {
                    let fault = format!("from = \"{text}\" is neither a day nor \"{UNDATED}\"");
                    advice(fault, HINT)
                }),
        }
    }
}

impl<'de> Deserialize<'de> for Until {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Until, D::Error> {
        let text = String::deserialize(from)?;
        match text.as_str() {
            "" => Ok(Until(None)),
            _ => Day::parse(&text)
                .map(|day| Until(Some(day)))
                .ok_or_else(|| advice(format!("until = \"{text}\" is no day"), HINT)),
        }
    }
}

/// The first day of a month such as `2022-03`: of some rules no more is known than the month.
fn first_of_month(text: &str) -> Option<Day> {
    let is_month = text.len() == "2022-03".len();
    is_month
        .then(|| Day::parse(&format!("{text}-01")))
        .flatten()
}

/// An end of a season, which must be a day of a leap year.
fn month_and_day<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    let is_read = text.len() == 5 && Day::parse(&format!("2024-{text}")).is_some();
    match is_read {
        true => Ok(text),
        false => Err(advice(
            format!("\"{text}\" is no month and day, such as 11-15"),
            HINT,
        )),
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn since(text: &str) -> Result<Since, String> {
        read(&format!("from = \"{text}\""), "from")
    }

    fn until(text: &str) -> Result<Until, String> {
        read(&format!("until = \"{text}\""), "until")
    }

    fn read<T: serde::de::DeserializeOwned + Clone>(text: &str, key: &str) -> Result<T, String> {
        let file: Result<std::collections::BTreeMap<String, T>, _> = toml::from_str(text);
        file.map(|file| file[key].clone())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_rule_holds_on_its_first_and_on_its_last_day() {
        let holds = |as_of| {
            is_in_force(
                since("2022-03-01").expect("a day"),
                until("2022-03-31").expect("a day"),
                day(as_of),
            )
        };
        assert!(!holds("2022-02-28") && holds("2022-03-01"));
        assert!(holds("2022-03-31") && !holds("2022-04-01"));
        let always = is_in_force(
            since("undated").expect("no day"),
            Until::default(),
            day("1999-01-01"),
        );
        assert!(always);
    }

    #[test]
    fn a_rule_of_a_month_holds_from_its_first_day() {
        let march = since("2022-03").expect("a month");
        assert_eq!(march.day(), Some(day("2022-03-01")));
        assert!(since("2022-13").is_err() && since("2022-3-1-").is_err());
        assert!(until("2022-03").is_err());
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
    }

    #[test]
    fn dates_that_cannot_be_read_are_refused() {
        assert!(since("spring").is_err() && until("2022-13-01").is_err());
        assert!(toml::from_str::<Season>("from = \"11-15\"\nuntil = \"03-15\"").is_ok());
        assert!(toml::from_str::<Season>("from = \"15-11\"\nuntil = \"03-15\"").is_err());
    }
}

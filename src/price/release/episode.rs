//! From when until when is an episode? It begins with a trigger, once, and ends after enough quiet days in a row.
//!
//! Signs of several rules on one day are one sign, the gravest. A day without a sign says nothing: it neither prolongs an
//! episode nor ends it, because silence is not calm.

use std::collections::BTreeMap;

use crate::calendar::Day;

/// What a day says of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Every rule that looked found nothing.
    Quiet,
    /// A rule is met, but not gravely enough to begin an episode.
    Alive,
    /// Grave enough to begin one.
    Trigger,
}

/// One rise, from its first trigger until it has cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    pub id: String,
    pub first: Day,
    /// The newest day with a trigger: a lighter sign keeps it open, and nothing is released on one.
    pub triggered: Day,
    /// The first of the quiet days in a row up to now.
    pub quiet: Option<Day>,
}

/// The signs of one category by day, and the names of episodes that are on record.
#[derive(Debug, Clone, Default)]
pub struct Signs {
    by_day: BTreeMap<Day, Sign>,
    named: BTreeMap<Day, String>,
}

impl Signs {
    /// Adds a sign; of several on a day the gravest counts.
    pub fn add(&mut self, day: Day, sign: Sign) {
        let known = self.by_day.entry(day).or_insert(sign);
        *known = (*known).max(sign);
    }

    /// Adds the first day of an episode on record.
    pub fn name(&mut self, first: Day, id: &str) {
        self.add(first, Sign::Trigger);
        self.named.insert(first, id.to_owned());
    }

    /// The episode that is open on `as_of`; it ends with the last of `clear` quiet days.
    pub fn open(&self, category: &str, clear: i64, as_of: Day) -> Option<Episode> {
        let mut open: Option<Episode> = None;
        for (day, sign) in self.by_day.range(..=as_of) {
            open = match (open, sign) {
                (None, Sign::Trigger) => Some(self.begun(category, *day)),
                (None, _) => None,
                (Some(episode), Sign::Quiet) => still_open(episode, *day, clear),
                (Some(episode), Sign::Alive) => Some(Episode {
                    quiet: None,
                    ..episode
                }),
                (Some(episode), Sign::Trigger) => Some(Episode {
                    triggered: *day,
                    quiet: None,
                    ..episode
                }),
            };
        }
        open
    }

    fn begun(&self, category: &str, day: Day) -> Episode {
        let named = self.named.get(&day).cloned();
        Episode {
            id: named.unwrap_or_else(|| format!("{category}-{day}")),
            first: day,
            triggered: day,
            quiet: None,
        }
    }
}

/// The episode after a quiet day; `None` where that was the last it took.
fn still_open(episode: Episode, day: Day, clear: i64) -> Option<Episode> {
    let quiet = episode.quiet.unwrap_or(day);
    (day.days_since(quiet) + 1 < clear).then_some(Episode {
        quiet: Some(quiet),
        ..episode
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Day {
        Day::parse("2022-03-01")
            .expect("a date of the test")
            .plus_days(number)
    }

    /// The first day of the episode that is open on day 60, with a trigger on day 0 and `signs` after it.
    fn open(signs: &[(i64, Sign)]) -> Option<i64> {
        let mut all = Signs::default();
        all.add(day(0), Sign::Trigger);
        for (number, sign) in signs {
            all.add(day(*number), *sign);
        }
        let open = all.open("vegetable", 15, day(60));
        open.map(|episode| episode.first.days_since(day(0)))
    }

    fn quiet(days: std::ops::RangeInclusive<i64>) -> Vec<(i64, Sign)> {
        days.map(|number| (number, Sign::Quiet)).collect()
    }

    #[test]
    fn fifteen_quiet_days_end_an_episode_and_fourteen_do_not() {
        assert_eq!(open(&quiet(1..=15)), None);
        assert_eq!(open(&quiet(1..=14)), Some(0));
        assert_eq!(open(&[]), Some(0), "silence is not calm");
    }

    #[test]
    fn a_light_sign_prolongs_an_episode_and_begins_none() {
        let again = |sign: Sign| [quiet(1..=14), vec![(15, sign)], quiet(16..=29)].concat();
        assert_eq!(open(&again(Sign::Alive)), Some(0));
        assert_eq!(open(&again(Sign::Trigger)), Some(0), "the same episode");
        let after = |sign: Sign| [quiet(1..=15), vec![(16, sign)]].concat();
        assert_eq!(open(&after(Sign::Alive)), None);
        assert_eq!(open(&after(Sign::Trigger)), Some(16), "the next episode");
    }

    #[test]
    fn of_two_signs_of_a_day_the_graver_counts_and_the_future_is_not_known() {
        let mut signs = Signs::default();
        signs.add(day(0), Sign::Trigger);
        signs.add(day(0), Sign::Quiet);
        signs.name(day(3), "E7");
        assert_eq!(signs.open("rice", 15, day(-1)), None);
        let open = signs.open("rice", 15, day(5)).expect("an episode");
        assert_eq!(
            (open.id.as_str(), open.triggered),
            ("rice-2022-03-01", day(3))
        );
        signs.add(day(4), Sign::Alive);
        let open = signs.open("rice", 15, day(5)).expect("an episode");
        assert_eq!(open.triggered, day(3), "a light sign is no trigger");
    }
}

//! What makes a day unlike others for a rule: a holiday near by, or a disaster on record.

use crate::calendar::{Day, is_in_term};
use crate::ledger::SiteTree;
use crate::ledger::tables::Event;
use crate::policy::Holidays;
use crate::policy::alert::Exception;

/// What is known of days that are unlike others.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    pub holidays: Option<Holidays>,
    /// Disasters are those of these events; `sites` tells which market lies where.
    pub events: Vec<Event>,
    pub sites: SiteTree,
}

/// Days in a row that are unlike others for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// The holiday, or `a disaster`.
    pub name: String,
    pub from: Day,
    /// `None`: it is not over yet.
    pub until: Option<Day>,
}

impl Occasion {
    /// Whether it holds on a day.
    pub fn holds(&self, day: Day) -> bool {
        is_in_term(day, Some(self.from), self.until)
    }
}

impl Circumstances {
    /// The days on which `exception` is made for what is sold at `markets`; a disaster counts where all of them lie in one.
    pub fn occasions(&self, exception: &Exception, markets: &[&str]) -> Vec<Occasion> {
        let mut occasions = self.of_holidays(exception);
        if exception.disaster {
            occasions.extend(self.of_disasters(markets));
        }
        occasions
    }

    fn of_holidays(&self, exception: &Exception) -> Vec<Occasion> {
        let known = self.holidays.iter().flat_map(|known| &known.holiday);
        let named = known.filter(|holiday| exception.holidays.contains(&holiday.name));
        let days = named.flat_map(|holiday| {
            let occasion = |first: Day| Occasion {
                name: holiday.name.clone(),
                from: first.plus_days(-exception.days_before),
                until: Some(first.plus_days(exception.days_after)),
            };
            holiday.days().into_iter().map(occasion)
        });
        days.collect()
    }

    fn of_disasters(&self, markets: &[&str]) -> Vec<Occasion> {
        let told = self.events.iter().filter(|event| event.disaster.is_some());
        let mut changes: Vec<Day> = told.map(|event| event.date).collect();
        changes.sort_unstable();
        changes.dedup();
        let is_one = |day: Day| {
            let is_there = |market: &&str| self.sites.is_in_disaster(&self.events, market, day);
            markets.iter().all(is_there)
        };
        let spans = changes.iter().enumerate().map(|(at, from)| Occasion {
            name: "a disaster".to_owned(),
            from: *from,
            until: changes.get(at + 1).map(|next| next.plus_days(-1)),
        });
        spans.filter(|span| is_one(span.from)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::watch::fixture::{day, quote, seen_under};
    use super::*;
    use crate::ledger::word::{Level, QuoteKind};

    fn event(date: &str, scope: &str, disaster: Option<bool>) -> Event {
        Event {
            date: day(date),
            scope: scope.to_owned(),
            level: Level::Iii,
            outbreak: String::new(),
            disaster,
            source: String::new(),
        }
    }

    fn exception(holidays: &[&str], disaster: bool) -> Exception {
        Exception {
            cuts: [].into(),
            holidays: holidays.iter().map(|name| (*name).to_owned()).collect(),
            days_before: 1,
            days_after: 6,
            disaster,
        }
    }

    #[test]
    fn a_holiday_is_its_days_and_those_around_them() {
        let circumstances = Circumstances {
            holidays: Holidays::built_in().ok(),
            ..Circumstances::default()
        };
        let occasions = circumstances.occasions(&exception(&["春节"], false), &["M1"]);
        let named = |text: &str| {
            let mut held = occasions.iter().filter(|one| one.holds(day(text)));
            held.next().map(|one| one.name.as_str())
        };
        let days = ["2022-01-30", "2022-01-31", "2022-02-07", "2022-02-08"];
        assert_eq!(days.map(named), [None, Some("春节"), Some("春节"), None]);
        assert_eq!(named("2022-10-01"), None);
    }

    #[test]
    fn a_disaster_lasts_until_it_is_said_to_be_over_and_holds_where_all_markets_are() {
        let circumstances = Circumstances {
            events: vec![
                event("2022-03-02", "*", Some(true)),
                event("2022-03-04", "*", None),
                event("2022-03-06", "M2", Some(false)),
                event("2022-03-08", "*", Some(false)),
            ],
            ..Circumstances::default()
        };
        let held = |markets: &[&str], text: &str| {
            let occasions = circumstances.occasions(&exception(&[], true), markets);
            occasions.iter().any(|one| one.holds(day(text)))
        };
        let of = |markets: &[&str]| {
            let days = [
                "2022-03-01",
                "2022-03-02",
                "2022-03-05",
                "2022-03-07",
                "2022-03-08",
            ];
            days.map(|text| held(markets, text))
        };
        assert_eq!(of(&["M1"]), [false, true, true, true, false]);
        assert_eq!(of(&["M1", "M2"]), [false, true, true, false, false]);
        let without = circumstances.occasions(&exception(&["春节"], false), &["M1"]);
        assert_eq!(without, []);
    }

    #[test]
    fn a_basket_is_judged_by_the_cuts_of_each_day() {
        // Seven days of the spring festival of 2022 and the eighth after it, at 40 percent above target.
        let start = day("2022-02-01");
        let mut quotes = Vec::new();
        for item in ["cabbage", "potato", "radish", "tomato"] {
            let mut target = quote("2022-01-01", item, 10_000);
            target.kind = Some(QuoteKind::Target);
            quotes.push(target);
            quotes.extend((0..11).map(|at| quote(&start.plus_days(at).to_string(), item, 14_000)));
        }
        let circumstances = Circumstances {
            holidays: Holidays::built_in().ok(),
            ..Circumstances::default()
        };
        let of = |circumstances: &Circumstances, as_of| {
            let watch = seen_under(circumstances, &quotes, &["hainan-target"], as_of, None);
            let threshold = watch.assessments.first().and_then(|row| row.threshold);
            let lasts = watch.alerts.first().and_then(|alert| alert.persistence);
            (threshold, lasts)
        };
        assert_eq!(of(&circumstances, "2022-02-07"), (Some(0.5), None));
        assert_eq!(
            of(&Circumstances::default(), "2022-02-07"),
            (Some(0.3), Some(7))
        );
        // The days of the festival are not among those above thirty percent.
        assert_eq!(of(&circumstances, "2022-02-10"), (Some(0.3), None));
        assert_eq!(of(&circumstances, "2022-02-11"), (Some(0.3), Some(4)));
    }
}

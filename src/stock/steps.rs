//! A daily use that changes: so much from one day on, so much from another, carried as exact rates.
//!
//! Nothing is asked for before the first day. Days without a change of their own go on as the day before; this file
//! knows no stock and no reason for a change.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::quantity::{Quantity, Rate, THOUSANDTHS};

use super::cover::sum_of_rates;
use super::fefo::Demand;

/// Days from one on, up to another where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Day,
    /// The last day; without one there is no end in sight.
    pub until: Option<Day>,
}

impl Span {
    /// Whether `day` is one of the days.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The first day after it; `None` without an end.
    pub fn after(self) -> Option<Day> {
        self.until.map(|until| until.plus_days(1))
    }
}

/// A daily use from each day on until the next entry, by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps(Vec<(Day, Rate)>);

impl Steps {
    /// The same use every day from `from` on.
    pub fn constant(from: Day, rate: Rate) -> Steps {
        Steps(vec![(from, rate)])
    }

    /// The use of `entries`, whatever their order.
    pub fn of(mut entries: Vec<(Day, Rate)>) -> Steps {
        entries.sort_by_key(|(day, _)| *day);
        Steps(entries)
    }

    /// What is used on `day`; nothing before the first entry.
    pub fn at(&self, day: Day) -> Rate {
        let entries = self.0.iter().take_while(|(from, _)| *from <= day);
        entries
            .last()
            .map_or(Rate::daily(Quantity::ZERO), |(_, rate)| *rate)
    }

    /// The same with the use of the days of `span` changed; `None` where a changed use does not fit.
    pub fn changed(&self, span: Span, change: impl Fn(Rate) -> Option<Rate>) -> Option<Steps> {
        let mut days: BTreeSet<Day> = self.0.iter().map(|(day, _)| *day).collect();
        days.insert(span.from);
        days.extend(span.after());
        let rate_of = |day: Day| match span.holds(day) {
            true => change(self.at(day)),
            false => Some(self.at(day)),
        };
        let entries = days.into_iter().map(|day| Some((day, rate_of(day)?)));
        entries.collect::<Option<_>>().map(Steps)
    }

    /// The part of it that falls on the days of `span`; nothing on the others.
    pub fn within(&self, span: Span) -> Steps {
        let ends = [Some(span.from), span.after()];
        let days: BTreeSet<Day> = self.days().chain(ends.into_iter().flatten()).collect();
        let rate_of = |day: Day| match span.holds(day) {
            true => self.at(day),
            false => Rate::daily(Quantity::ZERO),
        };
        Steps(days.into_iter().map(|day| (day, rate_of(day))).collect())
    }

    /// What of it falls on one who uses `own` a day where several use `together`, by the use of each day; on days on which
    /// none of these `count` uses any it is an even part. `None` where it does not fit.
    pub fn share_of(&self, own: &Steps, together: &Steps, count: usize) -> Option<Steps> {
        let one = Rate::daily(Quantity::from_thousandths(1));
        let all = Rate::daily(Quantity::from_thousandths(i64::try_from(count).ok()?));
        let days: BTreeSet<Day> = [self, own, together]
            .iter()
            .flat_map(|steps| steps.days())
            .collect();
        let rate_of = |day: Day| {
            let (rate, together) = (self.at(day), together.at(day));
            match (rate.is_zero(), together.is_zero()) {
                (true, _) => Some(rate),
                (false, true) => shared(rate, one, all),
                (false, false) => shared(rate, own.at(day), together),
            }
        };
        let entries = days.into_iter().map(|day| Some((day, rate_of(day)?)));
        entries.collect::<Option<_>>().map(Steps)
    }

    /// Whether nothing is used on any day.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|(_, rate)| rate.is_zero())
    }

    /// What all use together; `None` where the sum does not fit.
    pub fn sum(all: &[&Steps]) -> Option<Steps> {
        let days: BTreeSet<Day> = all.iter().flat_map(|steps| steps.days()).collect();
        let sum = |day: Day| sum_of_rates(all.iter().map(|steps| steps.at(day)));
        let entries = days.into_iter().map(|day| Some((day, sum(day)?)));
        entries.collect::<Option<_>>().map(Steps)
    }

    /// `own` a day from the first entry on, but on days that use more than `own` and more than `now` what they use.
    pub fn where_above(&self, now: Rate, own: Rate) -> Steps {
        let is_above = |rate: Rate, bound: Rate| compare(rate, bound) == Ordering::Greater;
        let entries = self.0.iter().map(|(day, rate)| {
            let is_more = is_above(*rate, now) && is_above(*rate, own);
            (*day, if is_more { *rate } else { own })
        });
        Steps(entries.collect())
    }

    /// The days on which it changes, in order.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        self.0.iter().map(|(day, _)| *day)
    }

    /// The use of the day that uses most, of those that begin by `last`.
    pub fn peak(&self, last: Day) -> Rate {
        let rates = self.0.iter().filter(|(day, _)| *day <= last);
        let none = Rate::daily(Quantity::ZERO);
        rates
            .map(|(_, rate)| *rate)
            .fold(none, |peak, rate| match compare(peak, rate) {
                Ordering::Less => rate,
                _ => peak,
            })
    }

    /// The same as a demand.
    pub fn into_demand(self) -> Demand {
        Demand::Schedule(self.0)
    }
}

/// `rate` times `by`; `None` where it does not fit.
pub fn multiplied(rate: Rate, by: Quantity) -> Option<Rate> {
    let used = i128::from(rate.numerator().thousandths()) * i128::from(by.thousandths());
    let days = i128::from(rate.denominator()) * i128::from(THOUSANDTHS);
    part(used, days)
}

/// `rate` times `share` over `of`; `None` where there is nothing to share over, or it does not fit.
fn shared(rate: Rate, share: Rate, of: Rate) -> Option<Rate> {
    let used = i128::from(rate.numerator().thousandths())
        .checked_mul(share.numerator().thousandths().into())?
        .checked_mul(of.denominator().into())?;
    let days = i128::from(rate.denominator())
        .checked_mul(share.denominator().into())?
        .checked_mul(of.numerator().thousandths().into())?;
    part(used, days)
}

/// `used` thousandths over `days` in lowest terms.
fn part(used: i128, days: i128) -> Option<Rate> {
    let (mut divisor, mut rest) = (used.abs(), days);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    if divisor == 0 {
        return None;
    }
    let used = Quantity::from_sum(used / divisor)?;
    Rate::over(used, i64::try_from(days / divisor).ok()?)
}

fn compare(a: Rate, b: Rate) -> Ordering {
    let scaled =
        |a: Rate, b: Rate| i128::from(a.numerator().thousandths()) * i128::from(b.denominator());
    scaled(a, b).cmp(&scaled(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn pieces(n: i64) -> Quantity {
        Quantity::whole(n).expect("a quantity of the test")
    }

    fn span(from: &str, until: &str) -> Span {
        Span {
            from: day(from),
            until: Day::parse(until),
        }
    }

    fn daily(n: i64) -> Rate {
        Rate::daily(pieces(n))
    }

    #[test]
    fn a_change_begins_on_its_first_day_and_ends_after_its_last() {
        let steps = Steps::constant(day("2022-03-01"), daily(10));
        let tripled = steps.changed(span("2022-03-05", "2022-03-09"), |rate| {
            multiplied(rate, pieces(3))
        });
        let tripled = tripled.expect("it fits");
        let at = |text| tripled.at(day(text)).rounded();
        assert_eq!(at("2022-03-04"), pieces(10));
        assert_eq!(at("2022-03-05"), pieces(30));
        assert_eq!(at("2022-03-09"), pieces(30));
        assert_eq!(at("2022-03-10"), pieces(10));
        assert_eq!(tripled.at(day("2022-02-28")).rounded(), Quantity::ZERO);
        assert_eq!(tripled.peak(day("2022-03-04")), daily(10));
        assert_eq!(tripled.peak(day("2022-03-05")), daily(30));
    }

    #[test]
    fn a_change_without_an_end_stays() {
        let steps = Steps::constant(day("2022-03-01"), daily(10));
        let none = steps.changed(span("2022-03-03", ""), |_| Some(daily(0)));
        let none = none.expect("it fits");
        assert_eq!(none.at(day("2030-01-01")), daily(0));
    }

    #[test]
    fn an_amount_of_its_own_gives_way_to_days_that_use_more_than_it_and_more_than_now() {
        let steps = Steps::of(vec![
            (day("2022-03-01"), daily(15)),
            (day("2022-03-02"), daily(16)),
            (day("2022-03-03"), daily(14)),
        ]);
        let rates = |now, own| {
            let steps = steps.where_above(daily(now), daily(own));
            let days = ["2022-03-01", "2022-03-02", "2022-03-03"];
            days.map(|on| steps.at(day(on)).rounded().whole_units_down())
        };
        assert_eq!(rates(15, 10), [10, 16, 10]);
        assert_eq!(rates(15, 16), [16, 16, 16]);
        assert_eq!(rates(10, 15), [15, 16, 15]);
    }

    #[test]
    fn a_share_is_that_of_the_day_and_even_where_nobody_uses_any() {
        let whole = Steps::constant(day("2022-03-01"), daily(60));
        let none_at_first = |rate| Steps::of(vec![(day("2022-03-02"), rate)]);
        let own = none_at_first(daily(10));
        let other = none_at_first(daily(20)).changed(span("2022-03-03", ""), |_| Some(daily(50)));
        let other = other.expect("it fits");
        let together = Steps::sum(&[&own, &other]).expect("it fits");
        let days = ["2022-03-01", "2022-03-02", "2022-03-03"];
        let shares = |of: &Steps| {
            let share = whole.share_of(of, &together, 2).expect("it fits");
            days.map(|on| share.at(day(on)).rounded().whole_units_down())
        };
        assert_eq!(shares(&own), [30, 20, 10]);
        assert_eq!(shares(&other), [30, 40, 50]);
    }

    #[test]
    fn shares_add_up_to_the_whole_and_nothing_is_no_share() {
        let whole = Rate::over(pieces(10), 3).expect("days");
        let parts = [1, 2, 4].map(|n| shared(whole, daily(n), daily(7)).expect("it fits"));
        assert_eq!(
            sum_of_rates(parts.into_iter()),
            sum_of_rates([whole].into_iter())
        );
        assert_eq!(shared(whole, daily(0), daily(0)), None);
    }
}

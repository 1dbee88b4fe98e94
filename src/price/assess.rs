//! Rows of `assessment`: what each rule says of each subject, day by day, and where it says nothing.
//!
//! Shape: a row for each observation that is asked for; one that says why where the newest day cannot be judged. Silence
//! would read as calm: `clear` is said, `not_assessable` is said, and a price that fell below the cuts lately is
//! `holding` until it has stayed there long enough.

use crate::calendar::Day;
use crate::ledger::tables::{Alert, Assessment};
use crate::ledger::word::{Assessed, Grade, QuoteKind};

use super::alert::Hit;
use super::cut::{Cuts, Met};
use super::freshness::Quoted;
use super::gap::{Cause, Judged, Why};
use super::observe::Observation;
use super::series::Series;
use super::watch::WatchInputs;

/// What is judged, and by which rule.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    pub scope: String,
    pub item: String,
    pub spec: String,
    pub kind: Option<QuoteKind>,
    pub unit: &'a str,
    /// The category that others confirm it in; empty where it stands for more than one series, or nobody names one.
    pub category: &'a str,
    pub rule: &'a str,
    pub newest: Day,
    /// Whether the newest day still is news on the day that is asked for.
    pub is_news: bool,
    /// The first day it is quoted.
    pub start: Day,
    pub share: Option<f64>,
}

/// What is to be said beside the observations.
pub struct Verdict<L> {
    /// Why the newest day cannot be judged.
    pub why: Option<Why>,
    /// Whether that is a gap, and not only a rung that the series is too short for.
    pub is_gap: bool,
    /// What a value is called.
    pub level: L,
}

impl<'a> Subject<'a> {
    /// A series.
    pub fn of_series(series: &Series<'a>, rule: &'a str) -> Subject<'a> {
        Subject {
            scope: series.key.market.to_owned(),
            item: series.key.item.to_owned(),
            spec: series.key.spec.to_owned(),
            kind: series.key.kind,
            unit: series.key.unit,
            category: series.category,
            rule,
            newest: series.points[series.points.len() - 1].date,
            is_news: true,
            start: series.points[0].date,
            share: None,
        }
    }

    /// A category; `series` is any of it.
    pub fn of_category(series: &Series<'a>, rule: &'a str, newest: Day) -> Subject<'a> {
        Subject {
            scope: series.category.to_owned(),
            item: String::new(),
            spec: String::new(),
            category: "",
            newest,
            ..Subject::of_series(series, rule)
        }
    }

    /// An item at a site that reports between two days.
    pub fn of_site(site: &str, item: &str, rule: &'a str, days: (Day, Day)) -> Subject<'a> {
        Subject {
            scope: site.to_owned(),
            item: item.to_owned(),
            spec: String::new(),
            kind: None,
            unit: "",
            category: "",
            rule,
            newest: days.1,
            is_news: true,
            start: days.0,
            share: None,
        }
    }

    /// An observation of it that met the rule.
    pub fn hit(&self, met: &Met, cuts: &Cuts, text: String, inputs: &WatchInputs) -> Hit<'a> {
        Hit {
            alert: self.alert(met, text, inputs),
            met: met.clone(),
            cuts: cuts.clone(),
            category: self.category,
            is_single: true,
            is_asked_for: true,
            moved: String::new(),
        }
    }

    /// The row of an observation that met the rule, as far as it is known before others are seen.
    fn alert(&self, met: &Met, text: String, inputs: &WatchInputs) -> Alert {
        let observation = &met.observation;
        Alert {
            date: observation.date,
            scope: self.scope.clone(),
            item: self.item.clone(),
            rule: self.rule.to_owned(),
            grade: Grade::Notice,
            value: Some(observation.value),
            threshold: None,
            price: observation.price,
            persistence: Some(met.persistence),
            breadth: Some(i64::from(observation.breadth)),
            quotes: Some(i64::from(observation.quotes)),
            freshness: Some(self.freshness(observation.date, inputs)),
            text,
            spec: self.spec.clone(),
            kind: self.kind,
            unit: self.unit.to_owned(),
            from: Some(met.since),
            items: None,
            markets: None,
            label: String::new(),
        }
    }

    /// Days from the newest quote that a row of `date` rests on to the day it answers for.
    ///
    /// A look back answers for each day on that day; its newest quote, while it is news, for the day that is asked for.
    fn freshness(&self, date: Day, inputs: &WatchInputs) -> i64 {
        let is_of_the_past = date < self.newest || !self.is_news;
        match inputs.options.since {
            Some(_) if is_of_the_past => 0,
            _ => inputs.as_of.days_since(date),
        }
    }

    fn row(&self, date: Day, status: Assessed, inputs: &WatchInputs) -> Assessment {
        Assessment {
            date,
            scope: self.scope.clone(),
            item: self.item.clone(),
            spec: self.spec.clone(),
            rule: self.rule.to_owned(),
            kind: self.kind,
            unit: self.unit.to_owned(),
            status,
            grade: None,
            value: None,
            threshold: None,
            persistence: None,
            quotes: None,
            share: self.share,
            from: Some(self.start),
            freshness: Some(self.freshness(date, inputs)),
            clear_on: None,
            reason: String::new(),
        }
    }
}

/// The rows of `subject` for its observations `seen`, oldest first.
pub fn assessments<L: Fn(f64) -> String>(
    subject: &Subject,
    (seen, found): (&[Observation], &[Met]),
    cuts: &Cuts,
    verdict: &Verdict<L>,
    inputs: &WatchInputs,
) -> Vec<Judged> {
    let first = assessed_from(seen, verdict.why.is_some(), inputs);
    let asked_for = seen.iter().skip(first);
    let row = |observation: &Observation| {
        let passed = found.partition_point(|met| met.observation.date <= observation.date);
        let last = passed.checked_sub(1).map(|at| &found[at]);
        Judged {
            row: of_day(subject, observation, cuts, last, verdict, inputs),
            gap: None,
        }
    };
    let mut rows: Vec<Judged> = asked_for.map(row).collect();
    match &verdict.why {
        Some(why) if verdict.is_gap => rows.push(not_assessable(subject, why.clone(), inputs)),
        Some(why) => rows.push(Judged {
            row: Assessment {
                reason: why.words.clone(),
                ..subject.row(subject.newest, Assessed::NotEligible, inputs)
            },
            gap: None,
        }),
        None => {}
    }
    rows
}

/// The row of `subject` where nothing can be told of its newest day, and why.
pub fn not_assessable(subject: &Subject, why: Why, inputs: &WatchInputs) -> Judged {
    gap(subject, subject.newest, why, inputs)
}

/// The row of `subject` for a day that cannot be judged.
fn gap(subject: &Subject, day: Day, why: Why, inputs: &WatchInputs) -> Judged {
    Judged {
        row: Assessment {
            reason: why.words,
            ..subject.row(day, Assessed::NotAssessable, inputs)
        },
        gap: Some(why.cause),
    }
}

/// The rows of the days of a look back before the newest that have no observation in `seen`, the last of each period that
/// is quoted; `why` says why a day could not be judged, and nothing where that is no gap.
pub fn unjudged(
    subject: &Subject,
    seen: &[Observation],
    quoted: Quoted,
    inputs: &WatchInputs,
    why: impl Fn(Day) -> Option<Why>,
) -> Vec<Judged> {
    let Some(since) = inputs.options.since.filter(|_| inputs.options.each_day) else {
        return Vec::new();
    };
    let period = |day: Day| quoted.every.first_day(day);
    let is_seen = |day: Day| {
        let at = seen.partition_point(|seen| period(seen.date) < period(day));
        seen.get(at)
            .is_some_and(|seen| period(seen.date) == period(day))
    };
    let periods = quoted
        .days
        .chunk_by(|one, next| period(*one) == period(*next));
    let days = periods.filter_map(|days| days.last().copied());
    let asked_for = days.filter(|day| *day >= since && *day < subject.newest && !is_seen(*day));
    let row = |day: Day| Some(gap(subject, day, why(day)?, inputs));
    asked_for.filter_map(row).collect()
}

/// The position of the first observation of `seen` that is assessed; `is_unjudged` says that the newest day cannot be.
pub fn assessed_from(seen: &[Observation], is_unjudged: bool, inputs: &WatchInputs) -> usize {
    match inputs.options.since {
        None if is_unjudged => seen.len(),
        None => seen.len().saturating_sub(1),
        Some(_) if !inputs.options.each_day => seen.len(),
        Some(since) => seen.partition_point(|seen| seen.date < since),
    }
}

/// The row of one day; `last` is the newest observation up to it that met the rule.
fn of_day<L: Fn(f64) -> String>(
    subject: &Subject,
    observation: &Observation,
    cuts: &Cuts,
    last: Option<&Met>,
    verdict: &Verdict<L>,
    inputs: &WatchInputs,
) -> Assessment {
    let days = inputs.rules.clear.as_ref().map_or(0, |clear| clear.days);
    let ends = last.map(|met| met.observation.date.plus_days(days));
    let met = last.filter(|met| met.observation.date == observation.date);
    // An indicator of attention is not held: only a legal grade has to be lifted.
    let is_held = cuts.is_change || cuts.falls;
    let day = observation.date.max(match inputs.options.since {
        None => inputs.as_of,
        Some(_) => observation.date,
    });
    let status = match (met, ends) {
        (Some(_), _) => Assessed::Met,
        (None, Some(ends)) if is_held && day < ends => Assessed::Holding,
        (None, _) => Assessed::Clear,
    };
    let mut row = subject.row(observation.date, status, inputs);
    row.value = Some(observation.value);
    row.quotes = Some(i64::from(observation.quotes));
    let of_day = cuts.on(observation.date);
    row.grade = met.map(|met| of_day[met.cut].grade);
    row.persistence = met.map(|met| met.persistence);
    row.threshold = match met {
        Some(met) => Some(of_day[met.cut].bound),
        None => of_day.first().map(|cut| cut.bound),
    }
    .filter(|bound| bound.is_finite());
    if is_held && status != Assessed::Clear {
        row.clear_on = ends;
    }
    row.reason = (verdict.level)(observation.value);
    row
}

/// The chosen ids that no rule has, each with the ids there are.
pub fn unknown(inputs: &WatchInputs) -> Vec<Judged> {
    let known = inputs.rules.ids();
    let strange = inputs
        .chosen
        .iter()
        .filter(|id| !known.contains(&id.as_str()));
    let named = strange.map(|id| Assessment {
        date: inputs.as_of,
        scope: "*".to_owned(),
        item: String::new(),
        spec: String::new(),
        rule: id.clone(),
        kind: None,
        unit: String::new(),
        status: Assessed::NotAssessable,
        grade: None::<Grade>,
        value: None,
        threshold: None,
        persistence: None,
        quotes: None,
        share: None,
        from: None,
        freshness: None,
        clear_on: None,
        reason: format!("no rule has this id; there are {}", known.join(", ")),
    });
    let judged = named.map(|row| Judged {
        row,
        gap: Some(Cause::Rule),
    });
    judged.collect()
}

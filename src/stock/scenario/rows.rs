//! Cover before and after as rows of table `impact`, and which event changed which of their figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::{Cover, Impact};
use crate::ledger::word::Form;
use crate::policy::Scenario;
use crate::quantity::{Quantity, THOUSANDTHS};

/// What a row is about: site, item, form, standard; class, category and unit where goods are put together.
pub type Key<'a> = (
    &'a str,
    &'a str,
    Option<Form>,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
);

/// One figure of a row of cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// The column of table `impact` that states it after all events.
    pub column: Column,
    pub value: Option<Quantity>,
    /// Whether it counts days, and not goods.
    pub in_days: bool,
}

/// What a row of cover is about.
pub fn key_of_cover(row: &Cover) -> Key<'_> {
    (
        &row.site,
        &row.item,
        row.form,
        &row.standard,
        &row.class,
        &row.category,
        &row.unit,
    )
}

/// What a row of table `impact` is about.
pub fn key_of_impact(row: &Impact) -> Key<'_> {
    (
        &row.site,
        &row.item,
        row.form,
        &row.standard,
        &row.class,
        &row.category,
        &row.unit,
    )
}

/// The figures of a row of cover, as table `impact` calls them after the events.
pub fn figures(row: Option<&Cover>) -> [Figure; 7] {
    let days = |days: Option<i64>| {
        days.map(|days| Quantity::from_thousandths(days.saturating_mul(THOUSANDTHS)))
    };
    let goods = |column, value: Option<Quantity>| Figure {
        column,
        value,
        in_days: false,
    };
    let in_days = |column, value: Option<i64>| Figure {
        column,
        value: days(value),
        in_days: true,
    };
    [
        goods(Column::UsableAfter, row.map(|row| row.usable)),
        goods(Column::RateAfter, row.and_then(|row| row.rate)),
        in_days(Column::CoverDaysAfter, row.and_then(|row| row.cover_days)),
        in_days(Column::LaterDaysAfter, row.and_then(|row| row.later_days)),
        goods(Column::NeedMinAfter, row.and_then(|row| row.need_min)),
        goods(Column::GapAfter, row.and_then(|row| row.gap)),
        goods(Column::MissingAfter, row.and_then(|row| row.missing)),
    ]
}

/// Table `impact` of the runs of a scenario: as it is first, then after each event.
pub fn impact(scenario: &Scenario, runs: &[Vec<Arc<Cover>>], until: Day) -> Vec<Impact> {
    let mut runs: Vec<Walk<'_>> = runs.iter().map(|rows| Walk::over(rows)).collect();
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return Vec::new();
    };
    let mut keys: Vec<Key<'_>> = first.keys().chain(last.keys()).collect();
    keys.sort();
    keys.dedup();
    let row = |key: Key<'_>| {
        let of_key: Vec<Option<&Cover>> = runs.iter_mut().map(|run| run.row(&key)).collect();
        let (before, after) = (of_key[0], of_key[of_key.len() - 1]);
        let events = changed_by(scenario, &of_key);
        impact_of(scenario, before, after, events, until)
    };
    keys.into_iter().filter_map(row).collect()
}

/// The rows of one run in the order of their keys, gone through once.
struct Walk<'a> {
    rows: Vec<(Key<'a>, &'a Cover)>,
    at: usize,
}

impl<'a> Walk<'a> {
    fn over(rows: &'a [Arc<Cover>]) -> Walk<'a> {
        let rows = rows.iter().map(|row| (key_of_cover(row), &**row));
        let mut rows: Vec<(Key<'_>, &Cover)> = rows.collect();
        rows.sort_by_key(|(key, _)| *key);
        Walk { rows, at: 0 }
    }

    fn keys(&self) -> impl Iterator<Item = Key<'a>> {
        self.rows.iter().map(|(key, _)| *key)
    }

    /// The last row of a key, which comes behind all that were asked for before.
    fn row(&mut self, key: &Key<'_>) -> Option<&'a Cover> {
        let mut found = None;
        while let Some((at, row)) = self.rows.get(self.at)
            && at <= key
        {
            if at == key {
                found = Some(*row);
            }
            self.at += 1;
        }
        found
    }
}

/// The rows of a run by what they are about.
pub fn by_key(rows: &[Arc<Cover>]) -> BTreeMap<Key<'_>, &Cover> {
    rows.iter().map(|row| (key_of_cover(row), &**row)).collect()
}

/// The ids of the events whose step changed anything of a row, in the order of the file.
fn changed_by(scenario: &Scenario, runs: &[Option<&Cover>]) -> String {
    let is_same = |before: Option<&Cover>, after: Option<&Cover>| match (before, after) {
        (Some(before), Some(after)) if std::ptr::eq(before, after) => true,
        _ => shown(before) == shown(after),
    };
    let steps = runs.windows(2).zip(&scenario.events);
    let changed = steps.filter(|(runs, _)| !is_same(runs[0], runs[1]));
    let ids: Vec<&str> = changed.map(|(_, event)| &*event.id).collect();
    ids.join("; ")
}

/// What of a row stands in table `impact`.
fn shown(row: Option<&Cover>) -> impl PartialEq {
    let words = row.map(|row| (row.level, row.state, row.short_on, row.verdict));
    (figures(row), words)
}

fn impact_of(
    scenario: &Scenario,
    before: Option<&Cover>,
    after: Option<&Cover>,
    events: String,
    until: Day,
) -> Option<Impact> {
    let known = after.or(before)?;
    Some(Impact {
        as_of: known.as_of,
        scenario: scenario.id.clone(),
        site: known.site.clone(),
        item: known.item.clone(),
        form: known.form,
        standard: known.standard.clone(),
        unit: known.unit.clone(),
        level: before.and_then(|row| row.level),
        level_after: after.and_then(|row| row.level),
        usable: before.map(|row| row.usable),
        usable_after: after.map(|row| row.usable),
        rate: before.and_then(|row| row.rate),
        rate_after: after.and_then(|row| row.rate),
        cover_days: before.and_then(|row| row.cover_days),
        cover_days_after: after.and_then(|row| row.cover_days),
        short_on: before.and_then(|row| row.short_on),
        short_on_after: after.and_then(|row| row.short_on),
        later_days: before.and_then(|row| row.later_days),
        later_days_after: after.and_then(|row| row.later_days),
        need_min: before.and_then(|row| row.need_min),
        need_min_after: after.and_then(|row| row.need_min),
        gap: before.and_then(|row| row.gap),
        gap_after: after.and_then(|row| row.gap),
        state: before.and_then(|row| row.state),
        state_after: after.and_then(|row| row.state),
        missing: before.and_then(|row| row.missing),
        missing_after: after.and_then(|row| row.missing),
        missing_by: Some(until),
        events,
        basis: known.basis.clone(),
        class: known.class.clone(),
        category: known.category.clone(),
    })
}

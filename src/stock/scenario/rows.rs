//! Cover before and after as rows of table `impact`, and which event changed which of their figures.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Day;
use crate::ledger::Column;
use crate::ledger::tables::{Cover, Impact};
use crate::ledger::word::Form;
use crate::policy::Scenario;
use crate::quantity::{Quantity, THOUSANDTHS};

use super::super::cover::in_order;

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
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return Vec::new();
    };
    let mut changed_by: BTreeMap<Key<'_>, Vec<&str>> = BTreeMap::new();
    for (step, event) in runs.windows(2).zip(&scenario.events) {
        for pair in side_by_side(&step[0], &step[1]) {
            if !pair.is_kept() && shown(pair.before) != shown(pair.after) {
                changed_by.entry(pair.key()).or_default().push(&event.id);
            }
        }
    }
    let mut pairs = side_by_side(first, last);
    pairs.sort_by_key(Pair::key);
    let row = |pair: Pair<'_>| {
        let events = changed_by.get(&pair.key());
        let events = events.map_or(String::new(), |events| events.join("; "));
        impact_of(scenario, pair, events, until)
    };
    pairs.into_iter().map(row).collect()
}

/// The rows of one key in two runs; one of them at least.
#[derive(Debug, Clone, Copy)]
struct Pair<'a> {
    before: Option<&'a Cover>,
    after: Option<&'a Cover>,
    /// The row after, else that before.
    known: &'a Cover,
}

impl<'a> Pair<'a> {
    fn key(&self) -> Key<'a> {
        key_of_cover(self.known)
    }

    /// Whether the row was not worked out anew.
    fn is_kept(&self) -> bool {
        let rows = self.before.zip(self.after);
        rows.is_some_and(|(before, after)| std::ptr::eq(before, after))
    }
}

/// The rows of two runs, which are in order, by what they are about; of several the last.
fn side_by_side<'a>(before: &'a [Arc<Cover>], after: &'a [Arc<Cover>]) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'a>> = Vec::with_capacity(before.len().max(after.len()));
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) if Arc::ptr_eq(a, b) => Ordering::Equal,
            (Some(a), Some(b)) => in_order(a).cmp(&in_order(b)),
        };
        let old = before.next_if(|_| order.is_le()).map(|row| &**row);
        let new = after.next_if(|_| order.is_ge()).map(|row| &**row);
        let Some(known) = new.or(old) else { break };
        let pair = Pair {
            before: old,
            after: new,
            known,
        };
        match pairs.last_mut().filter(|last| last.key() == pair.key()) {
            Some(last) => {
                *last = Pair {
                    before: old.or(last.before),
                    after: new.or(last.after),
                    known,
                }
            }
            None => pairs.push(pair),
        }
    }
    pairs
}

/// The rows of a run by what they are about.
pub fn by_key(rows: &[Arc<Cover>]) -> BTreeMap<Key<'_>, &Cover> {
    rows.iter().map(|row| (key_of_cover(row), &**row)).collect()
}

/// What of a row stands in table `impact`.
fn shown(row: Option<&Cover>) -> impl PartialEq {
    let words = row.map(|row| (row.level, row.state, row.short_on, row.verdict));
    (figures(row), words)
}

fn impact_of(scenario: &Scenario, pair: Pair<'_>, events: String, until: Day) -> Impact {
    let Pair {
        before,
        after,
        known,
    } = pair;
    Impact {
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
    }
}

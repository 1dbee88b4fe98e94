//! Whose order or telephone call is due?
//!
//! Every household orders once in so many days, and households with special needs are called as often. What was last
//! done on day 0 is due on day n and overdue from the day after; a household without a record is due at once, because
//! nobody knows how long it has waited. Table `cycle` (kind, household).

use std::collections::HashMap;

use crate::calendar::Day;
use crate::ledger::tables::{Call, Cycle, Household, Order};
use crate::ledger::word::CycleKind;
use crate::policy::Delivery;

/// How it stands with something that comes round every few days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub next_due: Day,
    pub is_due: bool,
    /// Days since it was due; 0 on the day itself and before.
    pub overdue_days: i64,
}

/// What was last done on `last` and comes round every `every` days. Rule: `P6-L02`, `P6-L03`.
pub fn standing(last: Day, every: i64, as_of: Day) -> Standing {
    let next_due = last.plus_days(every);
    let late = as_of.days_since(next_due);
    Standing {
        next_due,
        is_due: late >= 0,
        overdue_days: late.max(0),
    }
}

/// What a round of calls is made from.
#[derive(Debug, Clone, Copy)]
pub struct CycleInputs<'a> {
    pub households: &'a [Household],
    pub orders: &'a [Order],
    pub calls: &'a [Call],
    pub rules: &'a Delivery,
    pub as_of: Day,
    /// Whether also those are listed of which nothing is due.
    pub all: bool,
}

/// Orders and calls that are due, by (kind, household).
pub fn due(inputs: &CycleInputs) -> Vec<Cycle> {
    let as_of = inputs.as_of;
    let orders = inputs
        .orders
        .iter()
        .filter_map(|row| Some((row.household.as_str(), row.date?)));
    let calls = inputs
        .calls
        .iter()
        .map(|row| (row.household.as_str(), row.date));
    let (orders, calls) = (latest(orders, as_of), latest(calls, as_of));
    let mut rows: Vec<Cycle> = Vec::new();
    for household in inputs.households {
        let row = |kind, last: &HashMap<&str, Day>| row(inputs, household, kind, last);
        rows.push(row(CycleKind::Order, &orders));
        if !household.group.is_empty() {
            rows.push(row(CycleKind::Call, &calls));
        }
    }
    rows.retain(|row| inputs.all || is_due(row, as_of));
    rows.sort_by(|a, b| (a.kind, &a.household).cmp(&(b.kind, &b.household)));
    rows
}

fn is_due(row: &Cycle, as_of: Day) -> bool {
    row.next_due.is_none_or(|due| due <= as_of)
}

/// The last day up to `as_of` on which something is on record for each household.
fn latest<'a>(records: impl Iterator<Item = (&'a str, Day)>, as_of: Day) -> HashMap<&'a str, Day> {
    let mut latest: HashMap<&str, Day> = HashMap::new();
    for (household, day) in records.filter(|(_, day)| *day <= as_of) {
        let last = latest.entry(household).or_insert(day);
        *last = day.max(*last);
    }
    latest
}

fn row(
    inputs: &CycleInputs,
    household: &Household,
    kind: CycleKind,
    last: &HashMap<&str, Day>,
) -> Cycle {
    let clause = match kind {
        CycleKind::Order => &inputs.rules.order_every,
        CycleKind::Call => &inputs.rules.call_every,
    };
    let last_done = last.get(household.household.as_str()).copied();
    let every = clause.value.first().copied();
    let standing = last_done
        .zip(every)
        .map(|(last, every)| standing(last, every, inputs.as_of));
    Cycle {
        kind,
        household: household.household.clone(),
        site: household.site.clone(),
        group: household.group.clone(),
        last_done,
        next_due: standing.map(|standing| standing.next_due),
        overdue_days: standing.map(|standing| standing.overdue_days),
        reason: match standing {
            Some(_) => String::new(),
            None => "no_record".to_owned(),
        },
        rule: clause.rule.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    fn at(as_of: &str) -> (bool, i64) {
        let standing = standing(day("2020-02-10"), 3, day(as_of));
        assert_eq!(standing.next_due, day("2020-02-13"));
        (standing.is_due, standing.overdue_days)
    }

    #[test]
    fn what_comes_round_every_three_days_is_due_on_the_third_and_overdue_on_the_fourth() {
        assert_eq!(at("2020-02-12"), (false, 0));
        assert_eq!(at("2020-02-13"), (true, 0));
        assert_eq!(at("2020-02-14"), (true, 1));
    }

    #[test]
    fn a_household_without_a_record_is_due_and_only_those_in_need_are_called() {
        let household = |id: &str, group: &str| Household {
            household: id.to_owned(),
            site: "C1".to_owned(),
            building: String::new(),
            entrance: String::new(),
            door: String::new(),
            name: String::new(),
            phone: String::new(),
            headcount: None,
            group: group.to_owned(),
        };
        let households = [household("h1", ""), household("h2", "bedridden")];
        let called = |on| {
            [Call {
                household: "h2".to_owned(),
                date: day(on),
                handler: "volunteer".to_owned(),
                result: String::new(),
            }]
        };
        let rules = Delivery::built_in().expect("the rules can be read");
        let listed = |calls: &[Call]| {
            let inputs = CycleInputs {
                households: &households,
                orders: &[],
                calls,
                rules: &rules,
                as_of: day("2020-02-14"),
                all: false,
            };
            due(&inputs)
                .into_iter()
                .map(|row| (row.kind, row.household, row.overdue_days))
                .collect::<Vec<_>>()
        };
        let order = |id: &str| (CycleKind::Order, id.to_owned(), None);
        assert_eq!(listed(&called("2020-02-12")), [order("h1"), order("h2")]);
        let late = (CycleKind::Call, "h2".to_owned(), Some(1));
        assert_eq!(
            listed(&called("2020-02-10")),
            [order("h1"), order("h2"), late]
        );
        // What is dated after the day answered for has not happened yet.
        let unheard = (CycleKind::Call, "h2".to_owned(), None);
        assert_eq!(
            listed(&called("2020-02-15")),
            [order("h1"), order("h2"), unheard]
        );
    }
}

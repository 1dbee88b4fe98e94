//! Which event changed which figure? The figure as it is, and what each event adds to it, in the order of the file.

use crate::ledger::Record as _;
use crate::ledger::choice::Word;
use crate::ledger::tables::{Cover, Explanation, Impact};
use crate::policy::Scenario;
use crate::policy::scenario::Happening;
use crate::quantity::Quantity;

use super::super::scenario::{Figure, ScenarioAnswer, by_key, figures, key_of_impact};
use super::account::{Account, put_place};

/// In what unit days are counted.
const DAY: &str = "day";

/// The terms behind `rows`, which are rows of the answer to `scenario`.
///
/// The terms of a figure add up to it: where it had no value before an event, the event adds all of it.
pub fn scenario(scenario: &Scenario, answer: &ScenarioAnswer, rows: &[Impact]) -> Vec<Explanation> {
    let runs: Vec<_> = answer.runs.iter().map(|rows| by_key(rows)).collect();
    let account = |row: &Impact| {
        let key = key_of_impact(row);
        let of_row: Vec<Option<&Cover>> = runs.iter().map(|run| run.get(&key).copied()).collect();
        account(row, &scenario.events, &of_row).into_rows()
    };
    rows.iter().flat_map(account).collect()
}

/// `runs` are the rows of cover: as it is, and after each event.
fn account(row: &Impact, events: &[Happening], runs: &[Option<&Cover>]) -> Account {
    let mut account = Account::of(row.clone().into_row().subject());
    let figures: Vec<[Figure; 7]> = runs.iter().map(|run| figures(*run)).collect();
    let Some(last) = figures.last() else {
        return account;
    };
    for (at, after) in last.iter().enumerate() {
        let values: Vec<Option<Quantity>> = figures.iter().map(|run| run[at].value).collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let unit = if after.in_days { DAY } else { &row.unit };
        let mut figure = account.figure(after.column, after.value, unit);
        match values[0] {
            Some(value) => figure.add(value, "as it is"),
            None => figure.note(None, "as it is there is no such figure"),
        };
        for (event, step) in events.iter().zip(values.windows(2)) {
            let (before, value) = (step[0], step[1]);
            if before == value {
                continue;
            }
            let change = value.unwrap_or_default() - before.unwrap_or_default();
            let text = match (before, value) {
                (_, None) => format!("{}: there is no such figure any more", event.id),
                (None, _) => format!("{}: there was no such figure before", event.id),
                _ => format!("{}, from {} on", event.id, event.from),
            };
            put_place(figure.add(change, text), Some(&event.place));
        }
    }
    words(&mut account, events, runs);
    account
}

/// What is no number: the level, the state and the day, event by event.
fn words(account: &mut Account, events: &[Happening], runs: &[Option<&Cover>]) {
    let mut figure = account.figure(crate::ledger::Column::StateAfter, None, "");
    let in_words = |run: Option<&Cover>| {
        let Some(row) = run else {
            return "no row".to_owned();
        };
        let level = row.level.map_or("none", Word::id);
        let state = row.state.map_or("without a state", Word::id);
        let short = row
            .short_on
            .map_or("never short".to_owned(), |day| format!("short on {day}"));
        format!("level {level}, {state}, {short}")
    };
    figure.note(None, format!("as it is: {}", in_words(runs[0])));
    for (event, step) in events.iter().zip(runs.windows(2)) {
        let [before, after] = [0, 1].map(|at| in_words(step[at]));
        if before != after {
            let term = figure.note(None, format!("{}: {after}", event.id));
            put_place(term, Some(&event.place));
        }
    }
}

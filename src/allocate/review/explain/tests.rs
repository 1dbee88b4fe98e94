//! The terms add up, and what would change an award was planned again.

use super::*;
use crate::allocate::sample::{Sample, ask, lot, pieces};
use crate::ledger::tables::Lane;
use crate::ledger::word::TermKind;

/// The account of a request: its figure, the sum of its terms, and the changes.
fn account(sample: &Sample, request: &str) -> (Quantity, Quantity, Vec<String>) {
    let plan = sample.plan();
    let inputs = sample.inputs();
    let explained = Explained {
        inputs: &inputs,
        gated: None,
        before: &[],
        awards: &plan.allocation,
        unmet: Some(&plan.unmet),
    };
    let line = sample
        .requests
        .iter()
        .find(|row| row.request == request)
        .expect("the request")
        .clone();
    let rows = explain(&explained, &[line]).expect("an account");
    let sum = rows
        .iter()
        .filter(|row| row.kind == TermKind::Add)
        .filter_map(|row| row.qty)
        .sum();
    let changes = rows
        .iter()
        .filter(|row| row.kind == TermKind::Change)
        .map(|row| row.text.clone())
        .collect();
    (rows[0].qty.unwrap_or_default(), sum, changes)
}

#[test]
fn the_terms_add_up_to_the_award_and_each_change_was_planned_again() {
    let requests = vec![
        ask("A", "CASE", "mask", 30),
        ask("B", "F1", "mask", 20),
        ask("C", "F2", "mask", 40),
    ];
    let sample = Sample::of(vec![lot("mask", "L", 60, "2023-01-01")], requests);
    let (given, sum, changes) = account(&sample, "C");
    assert_eq!((given, sum), (pieces(15), pieces(15)));
    assert_eq!(
        changes,
        [
            "with 25 more in store it would get 35",
            "with 30 more in store it would get 40"
        ]
    );
    let (given, sum, changes) = account(&sample, "A");
    assert_eq!((given, sum), (pieces(30), pieces(30)));
    assert_eq!(
        changes,
        ["it is met in full: only a larger request gets more"]
    );
}

#[test]
fn a_use_that_may_have_the_goods_and_a_shorter_life_are_tried() {
    let mut office = ask("O", "OFFICE", "n95", 40);
    office.usage = "office".into();
    let mut strict = ask("S", "F1", "mask", 10);
    strict.terms.get_or_insert_default().min_days_left = Some(400);
    let lots = vec![
        lot("n95", "N", 40, "2023-01-01"),
        lot("mask", "M", 60, "2022-09-01"),
    ];
    let sample = Sample::of(lots, vec![office, strict]);
    let (given, sum, changes) = account(&sample, "O");
    assert_eq!((given, sum), (pieces(0), pieces(0)));
    assert_eq!(
        changes,
        ["for use \"aid_team\" in the first line it would get 40"]
    );
    let (_, sum, changes) = account(&sample, "S");
    assert_eq!(sum, pieces(0));
    assert_eq!(
        changes.last().map(String::as_str),
        Some("with any life left on arrival it would get 10")
    );
}

#[test]
fn an_amount_that_is_not_said_is_what_has_to_change() {
    let mut blank = ask("A", "CASE", "mask", 0);
    blank.qty = None;
    let sample = Sample::of(vec![lot("mask", "L", 60, "2023-01-01")], vec![blank]);
    let (_, _, changes) = account(&sample, "A");
    assert_eq!(
        changes,
        ["say how much is asked for: what is not said is none"]
    );
}

#[test]
fn more_is_supposed_where_it_reaches_the_line_and_no_change_that_gives_nothing_is_named() {
    let lots = vec![lot("mask", "L", 0, "")];
    let mut sample = Sample::of(lots, vec![ask("A", "F1", "mask", 10)]);
    sample.lanes = vec![Lane::shut("D1", "F1")];
    let (_, _, changes) = account(&sample, "A");
    assert_eq!(changes, ["with 10 more in store it would get 10"]);
    sample.lanes.push(Lane::shut("D2", "F1"));
    let (_, _, changes) = account(&sample, "A");
    assert!(changes.is_empty(), "{changes:?}");
}

#[test]
fn more_is_supposed_at_who_does_not_ask_for_it_and_where_all_do_that_is_said() {
    let lots = vec![lot("mask", "L", 0, "")];
    let asked = vec![ask("A", "F1", "mask", 10), ask("D", "D1", "mask", 5)];
    let mut sample = Sample::of(lots, asked);
    let (_, _, changes) = account(&sample, "A");
    assert_eq!(changes, ["with 10 more in store it would get 10"]);
    sample.requests.push(ask("E", "D2", "mask", 5));
    let (_, _, changes) = account(&sample, "A");
    assert_eq!(
        changes,
        ["whoever gives asks for these goods as well, and who asks gives none"]
    );
}

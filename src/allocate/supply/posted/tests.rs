//! What was posted of a plan is given once, and leaves the stores once.

use std::collections::BTreeSet;

use super::*;
use crate::allocate::sample::{AS_OF, Sample, ask, day, lot, pieces};
use crate::ledger::posting::movements_of_awards;

/// What of 60 masks for Q1 is to leave and to arrive, when the lines of `change` are in the ledger.
fn open(change: impl Fn(&mut Vec<Movement>)) -> [Quantity; 2] {
    let lots = vec![lot("mask", "A", 60, "2023-12-31")];
    let plan = Sample::of(lots, vec![ask("Q1", "F1", "mask", 60)]).plan();
    let as_of = day(AS_OF);
    let keepers = BTreeSet::from(["F1"]);
    let mut lines = movements_of_awards(&plan.allocation, &keepers, as_of);
    change(&mut lines);
    let plans = HashSet::from([plan.allocation[0].plan.as_str()]);
    let posted = Posted::of(&lines, &plans, as_of);
    let sum = |awards: Cow<[Allocation]>| awards.iter().map(|award| award.qty).sum();
    [
        sum(posted.to_leave(&plan.allocation)),
        sum(posted.to_arrive(&plan.allocation)),
    ]
}

#[test]
fn what_was_posted_has_left_and_what_has_arrived_lies_with_its_receiver() {
    assert_eq!(open(Vec::clear), [pieces(60), pieces(60)]);
    assert_eq!(open(|_| ()), [pieces(0), pieces(60)]);
    let arrives = |lines: &mut Vec<Movement>| {
        lines.push(Movement {
            kind: MovementKind::TransferIn,
            site: "F1".to_owned(),
            counterparty: lines[0].site.clone(),
            qty: Some(pieces(45)),
            ..lines[0].clone()
        });
    };
    assert_eq!(open(arrives), [pieces(0), pieces(15)]);
}

#[test]
fn a_part_a_line_that_was_taken_back_and_one_of_a_later_day_are_seen_as_such() {
    let part = |lines: &mut Vec<Movement>| lines[0].qty = Some(pieces(20));
    assert_eq!(open(part), [pieces(40), pieces(60)]);
    let undone = |lines: &mut Vec<Movement>| {
        let reference = format!("{}/{}", lines[0].doc, lines[0].line);
        lines.push(Movement {
            doc: "R1".to_owned(),
            kind: MovementKind::Reversal,
            reference,
            ..lines[0].clone()
        });
    };
    assert_eq!(open(undone), [pieces(60), pieces(60)]);
    let later = |lines: &mut Vec<Movement>| lines[0].date = day("2022-03-15");
    assert_eq!(open(later), [pieces(60), pieces(60)]);
}

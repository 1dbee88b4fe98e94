//! Dispatch: nothing leaves unapproved, an emergency ships first with its clock running, receipts close the order.

use super::route::{Drawn, Requester, Route, RouteAsked, route};
use super::*;
use crate::allocate::sample::{Sample, ask, day, lot, pieces};
use crate::ledger::word::{Level, MovementKind};
use crate::policy::{Policy, Rules};

mod quantities;

fn rules() -> Rules {
    let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
    Rules::of(&[policy]).expect("one profile does not clash")
}

/// Awards that nobody read from a file.
fn loaded(rows: Vec<Allocation>) -> Loaded<Allocation> {
    Loaded {
        places: vec![None; rows.len()],
        rows,
    }
}

struct Trial {
    awards: Loaded<Allocation>,
    requests: Vec<Request>,
    steps: Loaded<Step>,
    movements: Vec<Movement>,
    special: BTreeSet<String>,
    rules: Procedure,
}

impl Trial {
    /// One award of 20 masks in two lots to F1.
    fn new(urgent: bool) -> Trial {
        let lots = vec![
            lot("mask", "A", 15, "2022-09-01"),
            lot("mask", "B", 15, "2022-10-01"),
        ];
        let mut request = ask("Q", "F1", "mask", 20);
        request.urgent = Some(urgent);
        let sample = Sample::of(lots, vec![request]);
        Trial {
            awards: loaded(sample.plan().allocation),
            requests: sample.requests,
            steps: Loaded::default(),
            movements: Vec::new(),
            special: BTreeSet::new(),
            rules: rules().procedure.expect("P0 has a procedure"),
        }
    }

    fn step(&mut self, step: DispatchStep, on: &str, qty: Option<i64>) -> &mut Trial {
        self.steps.rows.push(Step {
            request: "Q".to_owned(),
            line: String::new(),
            step,
            date: day(on),
            handler: "command".to_owned(),
            reference: String::new(),
            qty: qty.map(pieces),
            note: String::new(),
        });
        self.steps.places.push(None);
        self
    }

    fn on(&self, as_of: &str) -> Dispatched {
        dispatch(&DispatchInputs {
            awards: &self.awards,
            steps: &self.steps,
            requests: &self.requests,
            movements: &self.movements,
            special: &self.special,
            rules: &self.rules,
            as_of: day(as_of),
            grace: 2,
        })
    }

    /// Status, next step and reason of the first award, and how many awards may leave.
    fn state(&self, as_of: &str) -> (DispatchStatus, Option<DispatchStep>, String, usize) {
        let answer = self.on(as_of);
        let first = &answer.orders[0];
        (
            first.status,
            first.next_step,
            first.reason.clone(),
            answer.cleared.len(),
        )
    }
}

#[test]
fn an_order_goes_step_by_step_and_leaves_only_after_its_papers() {
    use DispatchStatus as Is;
    use DispatchStep as Do;
    let mut trial = Trial::new(false);
    let plain = String::new;
    assert_eq!(
        trial.state("2022-03-14"),
        (Is::Proposed, Some(Do::Apply), plain(), 0)
    );
    trial
        .step(Do::Apply, "2022-03-14", None)
        .step(Do::Approve, "2022-03-15", None);
    assert_eq!(
        trial.state("2022-03-14"),
        (Is::Applied, Some(Do::Approve), plain(), 0)
    );
    assert_eq!(
        trial.state("2022-03-15"),
        (Is::Approved, Some(Do::IssueTask), plain(), 0)
    );
    trial.step(Do::IssueTask, "2022-03-15", None);
    assert_eq!(
        trial.state("2022-03-15"),
        (Is::Tasked, Some(Do::Ship), plain(), 2)
    );
    assert_eq!(
        trial.on("2022-03-15").cleared[0].approval,
        "command 2022-03-15"
    );
    trial.step(Do::Ship, "2022-03-16", None);
    assert_eq!(
        trial.state("2022-03-16"),
        (Is::Shipped, Some(Do::Receive), plain(), 0)
    );
    trial.step(Do::Receive, "2022-03-17", None);
    assert_eq!(trial.state("2022-03-17"), (Is::Closed, None, plain(), 0));
    assert_eq!(trial.on("2022-03-17").findings, []);
}

#[test]
fn of_two_items_of_a_line_without_lots_each_is_shipped_for_itself() {
    let mut trial = Trial::new(false);
    for step in [
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
    ] {
        trial.step(step, "2022-03-15", None);
    }
    for (award, item) in trial.awards.rows.iter_mut().zip(["mask", "gown"]) {
        award.item = item.into();
        award.lot.clear();
    }
    let shipped = Movement {
        qty: Some(trial.awards.rows[0].qty),
        reference: "Q/1".to_owned(),
        counterparty: "F1".to_owned(),
        ..Movement::new(day("2022-03-16"), MovementKind::Issue, "D1", "mask")
    };
    trial.movements.push(shipped);
    let statuses: Vec<_> = trial
        .on("2022-03-16")
        .orders
        .iter()
        .map(|row| row.status)
        .collect();
    assert_eq!(statuses, [DispatchStatus::Shipped, DispatchStatus::Tasked]);
}

#[test]
fn receipts_close_the_order_and_what_is_missing_keeps_it_open() {
    let mut trial = Trial::new(false);
    for step in Course::PapersFirst.steps() {
        trial.step(step, "2022-03-15", None);
    }
    trial.step(DispatchStep::Receive, "2022-03-16", Some(18));
    let orders = trial.on("2022-03-16").orders;
    let got: Vec<_> = orders
        .iter()
        .map(|row| (row.status, row.received, row.short))
        .collect();
    let closed = (DispatchStatus::Closed, Some(pieces(15)), Some(pieces(0)));
    let open = (DispatchStatus::Received, Some(pieces(3)), Some(pieces(2)));
    assert_eq!(got, [closed, open]);
    assert_eq!(orders[1].reason, "short_received");
    trial.step(DispatchStep::Receive, "2022-03-17", Some(2));
    assert!(
        trial
            .on("2022-03-17")
            .orders
            .iter()
            .all(|row| row.status == DispatchStatus::Closed)
    );
}

#[test]
fn an_emergency_ships_first_and_its_clock_runs() {
    let mut trial = Trial::new(true);
    let cleared = trial.on("2022-03-14").cleared;
    assert_eq!((cleared.len(), cleared[0].approval.as_str()), (2, "P0-E08"));
    trial.step(DispatchStep::Ship, "2022-03-14", None);
    let clock = |as_of| {
        let row = trial.on(as_of).orders.remove(0);
        (row.next_step, row.overdue_days, row.reason, row.rule)
    };
    let open = |days| {
        (
            Some(DispatchStep::Apply),
            Some(days),
            "papers_open".to_owned(),
            "P0-E08".to_owned(),
        )
    };
    assert_eq!(clock("2022-03-16"), open(0));
    assert_eq!(clock("2022-03-17"), open(1));
    assert_eq!(trial.on("2022-03-17").findings, []);
}

#[test]
fn nothing_specially_scarce_leaves_unapproved_not_even_in_an_emergency() {
    let mut trial = Trial::new(true);
    trial.special.insert("mask".to_owned());
    assert_eq!(
        trial.state("2022-03-14"),
        (
            DispatchStatus::Proposed,
            Some(DispatchStep::Apply),
            "needs_approval".to_owned(),
            0
        )
    );
    trial.step(DispatchStep::Ship, "2022-03-14", None);
    let answer = trial.on("2022-03-14");
    assert_eq!(answer.orders[0].reason, "shipped_unapproved");
    assert_eq!(answer.findings.len(), 2);
    for step in [
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
    ] {
        trial.step(step, "2022-03-13", None);
    }
    assert_eq!(trial.on("2022-03-14").findings, []);
}

#[test]
fn what_the_ledger_knows_of_shipping_and_arrival_is_on_record() {
    let mut trial = Trial::new(false);
    for step in [
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
    ] {
        trial.step(step, "2022-03-14", None);
    }
    let moved = |kind, site: &str, on: &str, qty| Movement {
        reference: "Q/1".to_owned(),
        lot: "A".to_owned(),
        qty: Some(pieces(qty)),
        ..Movement::new(day(on), kind, site, "mask")
    };
    trial.movements = vec![
        moved(MovementKind::TransferOut, "D1", "2022-03-15", 15),
        moved(MovementKind::TransferIn, "F1", "2022-03-16", 15),
    ];
    let status = |as_of| {
        trial
            .on(as_of)
            .orders
            .iter()
            .map(|row| row.status)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        status("2022-03-15"),
        [DispatchStatus::Shipped, DispatchStatus::Tasked]
    );
    assert_eq!(
        status("2022-03-16"),
        [DispatchStatus::Closed, DispatchStatus::Tasked]
    );
}

#[test]
fn what_a_reversal_undid_was_not_shipped() {
    let mut trial = Trial::new(false);
    for step in [
        DispatchStep::Apply,
        DispatchStep::Approve,
        DispatchStep::IssueTask,
    ] {
        trial.step(step, "2022-03-14", None);
    }
    let line = |doc: &str, kind, reference: &str| Movement {
        doc: doc.to_owned(),
        line: "1".to_owned(),
        reference: reference.to_owned(),
        lot: "A".to_owned(),
        qty: Some(pieces(15)),
        ..Movement::new(day("2022-03-15"), kind, "D1", "mask")
    };
    trial.movements = vec![
        line("S1", MovementKind::TransferOut, "Q/1"),
        line("V1", MovementKind::Reversal, "S1/1"),
    ];
    let orders = trial.on("2022-03-15").orders;
    assert_eq!(orders[0].status, DispatchStatus::Tasked);
    let document = |trial: &Trial| trial.on("2022-03-15").cleared[0].plan.to_string();
    assert_eq!(document(&trial), "p1-1");
    // What was cleared, posted and undone leaves again as a document of its own, as often as that happens.
    trial.movements = vec![
        line("p1-1", MovementKind::TransferOut, "Q/1"),
        line("V1", MovementKind::Reversal, "p1-1/1"),
    ];
    assert_eq!(document(&trial), "p1-1-2");
    trial.movements.extend([
        line("p1-1-2", MovementKind::TransferOut, "Q/1"),
        line("V2", MovementKind::Reversal, "p1-1-2/1"),
    ]);
    assert_eq!(document(&trial), "p1-1-3");
    // On a day before it was posted it is the same document still, so that nothing is posted twice.
    let early = trial.on("2022-03-14").cleared;
    assert_eq!(early[0].plan, "p1-1");
}

#[test]
fn a_step_of_a_request_that_no_award_belongs_to_is_named() {
    let mut trial = Trial::new(false);
    trial.step(DispatchStep::Apply, "2022-03-14", None);
    trial.steps.rows[0].request = "Z".to_owned();
    assert_eq!(trial.on("2022-03-14").findings[0].code, "unknown_request");
    trial.awards = Loaded::default();
    trial.steps = Loaded::default();
    assert!(trial.on("2022-03-14").orders.is_empty());
}

#[test]
fn the_reserve_opens_at_its_levels_where_the_area_is_short_and_urgency_opens_nothing() {
    let gate = rules().gate.expect("P0 has a gate");
    let asked = RouteAsked {
        requester: Requester::Area,
        level: Level::Ii,
        outbreak: true,
        urgent: false,
        local_sufficient: false,
        reserve_sufficient: true,
    };
    let drawn = |unified, urgent: bool| Drawn {
        unified,
        approve_first: !urgent,
        steps: Course::of(urgent).steps(),
    };
    assert_eq!(route(&asked, &gate), Route::Reserve(drawn(true, false)));
    let at = |level, urgent| {
        route(
            &RouteAsked {
                level,
                urgent,
                ..asked
            },
            &gate,
        )
    };
    assert_eq!(at(Level::I, true), Route::Reserve(drawn(true, true)));
    let full = RouteAsked {
        local_sufficient: true,
        ..asked
    };
    assert_eq!(route(&full, &gate), Route::OwnSupply);
    let empty = RouteAsked {
        reserve_sufficient: false,
        ..asked
    };
    assert_eq!(route(&empty, &gate), Route::LevelAbove(drawn(true, false)));
    let unit = RouteAsked {
        requester: Requester::OwnUnit,
        level: Level::None,
        ..asked
    };
    for urgent in [false, true] {
        assert_eq!(at(Level::Iii, urgent), Route::OwnSupply);
        let unit = RouteAsked { urgent, ..unit };
        assert_eq!(route(&unit, &gate), Route::PaidRotation);
    }
}

#[test]
fn what_was_received_has_left_and_more_than_was_sent_is_named() {
    use DispatchStep as Do;
    let mut trial = Trial::new(true);
    assert_eq!(trial.on("2022-03-14").cleared.len(), 2);
    trial.step(Do::Receive, "2022-03-14", Some(15));
    // The first lot is there; the second may still leave.
    let answer = trial.on("2022-03-14");
    assert_eq!((answer.cleared.len(), answer.findings.len()), (1, 0));
    assert_eq!(answer.orders[0].next_step, Some(Do::Apply));
    trial.step(Do::Receive, "2022-03-15", Some(6));
    let answer = trial.on("2022-03-15");
    assert_eq!(answer.cleared, []);
    let found = answer.findings.iter();
    let told: Vec<_> = found
        .map(|row| [&*row.code, &*row.value, &*row.expected])
        .collect();
    // Of the second lot 5 were awarded, all of which may have left.
    assert_eq!(told, [["over_received", "6", "5"]]);
}

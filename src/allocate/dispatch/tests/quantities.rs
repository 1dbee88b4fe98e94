//! How much left and arrived: parts, goods of two owners, arrivals in papers of their own, records with a quantity.

use super::*;
use crate::ledger::word::MovementKind::{Issue, Receipt, Return, TransferIn, TransferOut};

fn line(doc: &str, kind: MovementKind, site: &str, qty: i64, reference: &str) -> Movement {
    Movement {
        doc: doc.to_owned(),
        line: "1".to_owned(),
        lot: "A".to_owned(),
        qty: Some(pieces(qty)),
        counterparty: if site == "F1" { "D1" } else { "F1" }.to_owned(),
        reference: reference.to_owned(),
        ..Movement::new(day("2022-03-15"), kind, site, "mask")
    }
}

impl Trial {
    /// What is still to leave and what arrived of each award, urgent and so without papers.
    fn open_and_received(&self) -> Vec<(Option<Quantity>, Option<Quantity>)> {
        let answer = self.on("2022-03-16");
        let numbered = (1..).zip(&answer.orders);
        let open = |number: i64| {
            let is_its =
                |row: &&Allocation| row.plan.split('-').nth(1) == Some(&*number.to_string());
            answer.cleared.iter().find(is_its).map(|row| row.qty)
        };
        numbered
            .map(|(number, row)| (open(number), row.received))
            .collect()
    }

    fn codes(&self) -> Vec<String> {
        let findings = self.on("2022-03-16").findings.into_iter();
        findings.map(|row| row.code).collect()
    }
}

#[test]
fn what_did_not_leave_is_passed_on_and_what_came_back_is_again() {
    let mut trial = Trial::new(true);
    trial.awards.rows.truncate(1);
    trial.awards.places.truncate(1);
    let mut open_after = |row: Movement| {
        trial.movements.push(row);
        trial.open_and_received()[0].0
    };
    assert_eq!(
        open_after(line("I1", Issue, "D1", 4, "Q/1")),
        Some(pieces(11))
    );
    assert_eq!(open_after(line("I2", Issue, "D1", 11, "Q/1")), None);
    assert_eq!(
        open_after(line("R1", Return, "D1", 11, "I2/1")),
        Some(pieces(11))
    );
    assert_eq!(open_after(line("I3", Issue, "D1", 12, "Q/1")), None);
    assert_eq!(trial.codes(), ["over_shipped"]);
    assert_eq!(
        trial.on("2022-03-16").orders[0].status,
        DispatchStatus::Shipped
    );
}

#[test]
fn what_arrived_and_was_given_back_later_is_carried_out_all_the_same() {
    let mut trial = Trial::new(true);
    trial.movements = vec![
        line("T1", TransferOut, "D1", 15, "Q/1"),
        line("T1", TransferIn, "F1", 15, ""),
        line("R1", Return, "D1", 15, "T1/1"),
    ];
    let first = trial.open_and_received()[0];
    assert_eq!(first, (None, Some(pieces(15))));
}

#[test]
fn an_arrival_is_of_what_sent_it_whatever_paper_it_is_booked_in_by() {
    for (doc, kind, reference) in [
        ("T1", TransferIn, ""),
        ("T1", TransferIn, "Q/1"),
        ("W7", TransferIn, "T1/1"),
        ("W7", TransferIn, "Q/1"),
        ("W7", Receipt, "T1/1"),
    ] {
        let mut trial = Trial::new(true);
        let other = Allocation {
            from_site: "D2".into(),
            ..trial.awards.rows[0].clone()
        };
        trial.awards = loaded(vec![other, trial.awards.rows[0].clone()]);
        trial.movements = vec![
            line("T1", TransferOut, "D1", 15, "Q/1"),
            line(doc, kind, "F1", 15, reference),
        ];
        let expected = [(Some(pieces(15)), None), (None, Some(pieces(15)))];
        assert_eq!(trial.open_and_received(), expected, "{doc} {reference}");
    }
}

#[test]
fn each_owner_is_shipped_for_itself_and_a_blank_leaves_it_open() {
    let left = |owner: &str| {
        let mut trial = Trial::new(true);
        let award = trial.awards.rows.remove(0);
        let of = |owner: &str| Allocation {
            owner: owner.into(),
            ..award.clone()
        };
        trial.awards = loaded(vec![of("city"), of("county")]);
        trial.movements.push(Movement {
            owner: owner.to_owned(),
            ..line("I1", Issue, "D1", 10, "Q/1")
        });
        let open = trial.open_and_received().into_iter();
        let open: Vec<_> = open.map(|(open, _)| open).collect();
        (open, trial.codes())
    };
    let (five, all) = (Some(pieces(5)), Some(pieces(15)));
    assert_eq!(left("city"), (vec![five, all], vec![]));
    assert_eq!(left("county"), (vec![all, five], vec![]));
    assert_eq!(left(""), (vec![five, all], vec![]));
    assert_eq!(
        left("region"),
        (vec![all, all], vec!["other_lot".to_owned()])
    );
}

#[test]
fn a_record_of_the_request_counts_once_and_a_record_of_shipping_by_its_quantity() {
    let mut trial = Trial::new(true);
    let mut second = trial.awards.rows[0].clone();
    second.line = "2".into();
    trial.requests.push(Request {
        line: "2".into(),
        ..trial.requests[0].clone()
    });
    trial.awards = loaded(vec![trial.awards.rows[0].clone(), second]);
    trial.step(DispatchStep::Ship, "2022-03-15", Some(22));
    assert_eq!(
        trial.open_and_received(),
        [(None, None), (Some(pieces(8)), None)]
    );
    trial.step(DispatchStep::Receive, "2022-03-16", Some(20));
    assert_eq!(
        trial.open_and_received(),
        [(None, Some(pieces(15))), (Some(pieces(8)), Some(pieces(5)))]
    );
    assert_eq!(trial.on("2022-03-16").orders[1].short, Some(pieces(10)));
}

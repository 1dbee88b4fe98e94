//! Tests of the named checks: a ledger that is clean, and one fault at a time.

use super::*;
use crate::calendar::Day;
use crate::diagnostic::Place;
use crate::ledger::tables::{Item, Site};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn movement(doc: &str, date: &str, kind: MovementKind, site: &str, pieces: i64) -> Movement {
    Movement {
        doc: doc.to_owned(),
        line: "1".to_owned(),
        lot: "A".to_owned(),
        qty: Quantity::whole(pieces),
        unit: "piece".to_owned(),
        expiry: Some(day("2022-03-10")),
        mfg_date: Some(day("2021-03-11")),
        maker: "maker".to_owned(),
        certificate: "QC-A".to_owned(),
        ..Movement::new(day(date), kind, site, "mask")
    }
}

fn clean() -> Vec<Movement> {
    vec![
        movement("R1", "2022-03-01", MovementKind::Receipt, "D1", 100),
        Movement {
            line: "2".to_owned(),
            ..movement("T1", "2022-03-02", MovementKind::TransferOut, "D1", 60)
        },
        movement("T1", "2022-03-03", MovementKind::TransferIn, "H1", 60),
        movement("I1", "2022-03-10", MovementKind::Issue, "H1", 60),
    ]
}

fn inputs(movements: Vec<Movement>) -> CheckFacts {
    let place = |at: usize| Some(Place::file("l.csv").at_line(at as u64 + 2));
    CheckFacts {
        movements: Loaded {
            places: (0..movements.len()).map(place).collect(),
            rows: movements,
        },
        ..CheckFacts::on(day("2022-03-15"))
    }
}

fn found_in(inputs: &CheckFacts) -> Vec<Finding> {
    let always: Vec<Check> = Check::ALL
        .iter()
        .copied()
        .filter(|check| check.due == Due::Always)
        .collect();
    check(&inputs.inputs(), &always, Lacking::PassedOver)
}

/// Code and line of each finding.
fn found(movements: Vec<Movement>) -> Vec<(String, String)> {
    let findings = found_in(&inputs(movements));
    findings
        .into_iter()
        .map(|finding| (finding.code, finding.line))
        .collect()
}

fn one(code: &str, line: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), line.to_owned())]
}

#[test]
fn a_clean_ledger_has_no_findings() {
    assert_eq!(found(clean()), []);
    assert_eq!(found(Vec::new()), []);
}

#[test]
fn the_line_that_takes_a_lot_below_nothing_is_named() {
    let mut ledger = clean();
    ledger.push(movement("I2", "2022-03-04", MovementKind::Issue, "D1", 41));
    assert_eq!(found(ledger.clone()), one("negative", "6"));
    ledger[4].qty = Quantity::whole(40);
    assert_eq!(found(ledger), []);
}

#[test]
fn a_balance_is_negative_on_its_day_even_if_goods_come_later() {
    let mut ledger = clean();
    ledger[0].date = day("2022-03-05");
    assert_eq!(found(ledger), one("negative", "3"));
}

#[test]
fn what_is_dated_after_the_day_has_not_happened() {
    let mut ledger = clean();
    ledger.push(movement("I2", "2022-03-16", MovementKind::Issue, "D1", 41));
    assert_eq!(found(ledger.clone()), []);
    ledger.push(Movement {
        maker: String::new(),
        ..movement("R2", "2022-03-04", MovementKind::Receipt, "D1", 5)
    });
    ledger.push(Movement {
        reference: "R2/1".to_owned(),
        ..movement("X2", "2022-03-16", MovementKind::Reversal, "D1", 5)
    });
    assert_eq!(found(ledger.clone()), one("label", "7"));
    ledger[6].date = day("2022-03-15");
    assert_eq!(found(ledger.clone()), []);
    let counted_on = |counted: &str| {
        let mut inputs = inputs(ledger.clone());
        inputs.onhand.places.push(None);
        let row = OnHand::new(day(counted), "D1", "mask");
        inputs.onhand.rows.push(OnHand {
            qty: Quantity::from_thousandths(1),
            ..row
        });
        found_in(&inputs).len()
    };
    assert_eq!((counted_on("2022-03-15"), counted_on("2022-03-16")), (1, 0));
}

#[test]
fn goods_may_leave_on_their_expiry_day_and_not_after() {
    let mut ledger = clean();
    ledger[3].date = day("2022-03-11");
    assert_eq!(found(ledger.clone()), one("expired-issue", "5"));
    ledger[3].expiry = None;
    assert_eq!(
        found(ledger.clone()),
        one("expired-issue", "5"),
        "the lot's expiry is known from its receipt"
    );
    ledger.insert(
        3,
        Movement {
            expiry: Some(day("2022-09-10")),
            approver: "command 31".to_owned(),
            ..movement("E1", "2022-03-04", MovementKind::Extend, "H1", 0)
        },
    );
    assert_eq!(found(ledger), []);
}

#[test]
fn an_extension_needs_a_new_day_and_an_approval() {
    let extension = |day_stated: Option<Day>, approver: &str| {
        let mut ledger = clean();
        ledger.push(Movement {
            expiry: day_stated,
            approver: approver.to_owned(),
            ..movement("E1", "2022-03-06", MovementKind::Extend, "H1", 0)
        });
        found(ledger)
    };
    let new = Some(day("2022-09-10"));
    assert_eq!(extension(new, "command 31"), []);
    assert_eq!(extension(new, ""), one("extension", "6"));
    assert_eq!(extension(None, "command 31"), one("extension", "6"));
}

#[test]
fn a_lot_has_one_expiry_unless_it_was_extended() {
    let mut ledger = clean();
    ledger[2].expiry = Some(day("2022-04-10"));
    assert_eq!(found(ledger), one("expiry", "4"));
}

#[test]
fn goods_that_left_and_did_not_arrive_are_in_transit() {
    let mut ledger = clean();
    ledger.truncate(2);
    assert_eq!(found(ledger), one("in-transit", "3"));
}

#[test]
fn legs_of_a_transfer_must_be_equal() {
    for (arrived, severity) in [(59, Severity::Warning), (61, Severity::Error)] {
        let mut ledger = clean();
        ledger.truncate(3);
        ledger[2].qty = Quantity::whole(arrived);
        let findings = found_in(&inputs(ledger));
        assert_eq!(
            (findings[0].code.as_str(), findings[0].severity),
            ("transfer", severity)
        );
    }
    let mut ledger = clean();
    ledger.remove(1);
    assert_eq!(found(ledger), one("transfer", "3"));
}

/// A leg of transfer T1: 50 pieces from one site to another, on a day of March.
fn leg(kind: MovementKind, line: &str, day: u8, from: &str, to: &str) -> Movement {
    let (site, other) = match kind {
        MovementKind::TransferOut => (from, to),
        _ => (to, from),
    };
    Movement {
        line: line.to_owned(),
        counterparty: other.to_owned(),
        ..movement("T1", &format!("2022-03-{day:02}"), kind, site, 50)
    }
}

/// What check `transfer` says of `legs`: value, expectation and line.
fn said_of(legs: Vec<Movement>) -> Vec<(String, String, String)> {
    let transfer = [Check::parse("transfer").expect("a check")];
    let findings = check(&inputs(legs).inputs(), &transfer, Lacking::Found);
    let said = findings.into_iter();
    said.map(|finding| (finding.value, finding.expected, finding.line))
        .collect()
}

#[test]
fn goods_arrive_where_they_were_sent() {
    use MovementKind::{TransferIn, TransferOut};
    let said = |value: &str, expected: &str, line: &str| {
        vec![(value.to_owned(), expected.to_owned(), line.to_owned())]
    };
    let sent = leg(TransferOut, "1", 2, "D1", "H1");
    let arrived = |from, to| leg(TransferIn, "2", 3, from, to);
    let elsewhere = vec![sent.clone(), arrived("D1", "D2")];
    assert_eq!(said_of(elsewhere.clone()), said("D2", "H1", "3"));
    let of_another = vec![sent.clone(), arrived("D9", "H1")];
    assert_eq!(said_of(of_another), said("D9", "D1", "3"));
    let mut silent = elsewhere.clone();
    silent[1].counterparty.clear();
    assert_eq!(said_of(silent), [], "one leg says nothing of places");
    let unnumbered = elsewhere.iter().cloned().map(|leg| Movement {
        doc: String::new(),
        ..leg
    });
    assert_eq!(said_of(unnumbered.collect()), [], "no document");
    let mut split = elsewhere;
    split[0].qty = Quantity::whole(100);
    split.push(leg(TransferIn, "3", 3, "D1", "H1"));
    assert_eq!(
        said_of(split),
        said("D2", "H1", "3"),
        "half of it went astray"
    );
    let onward = vec![
        leg(TransferOut, "1", 2, "D1", "D2"),
        leg(TransferIn, "2", 3, "D1", "D2"),
        leg(TransferOut, "3", 3, "D2", "H1"),
        leg(TransferIn, "4", 4, "D2", "H1"),
    ];
    assert_eq!(said_of(onward.clone()), []);
    let mut short = onward;
    short[1].qty = Quantity::whole(40);
    assert_eq!(said_of(short.clone()), said("40", "50", "3"));
    short[1].qty = Quantity::whole(50);
    short[3].site = "H2".to_owned();
    assert_eq!(said_of(short), said("H2", "H1", "5"));
}

#[test]
fn a_site_may_be_called_by_its_name_or_by_where_it_belongs() {
    use MovementKind::{TransferIn, TransferOut};
    let hospital = Site {
        name: "county hospital".to_owned(),
        parent: "C1".to_owned(),
        ..Site::unlisted("H1")
    };
    for to in ["H1", "county hospital", "C1"] {
        let legs = vec![
            leg(TransferOut, "1", 2, "D1", to),
            leg(TransferIn, "2", 3, "D1", "H1"),
        ];
        let listed = CheckFacts {
            sites: SiteTree::new([hospital.clone()]),
            ..inputs(legs)
        };
        let transfer = [Check::parse("transfer").expect("a check")];
        assert_eq!(
            check(&listed.inputs(), &transfer, Lacking::Found),
            [],
            "{to}"
        );
    }
}

#[test]
fn nothing_arrives_before_it_left() {
    use MovementKind::{TransferIn, TransferOut};
    let legs = |left, arrived| {
        vec![
            leg(TransferOut, "1", left, "D1", "H1"),
            leg(TransferIn, "2", arrived, "D1", "H1"),
        ]
    };
    assert_eq!(said_of(legs(7, 7)), []);
    let said = ("2022-03-06", "2022-03-07 or later", "3");
    let said = (said.0.to_owned(), said.1.to_owned(), said.2.to_owned());
    assert_eq!(said_of(legs(7, 6)), [said]);
}

#[test]
fn a_document_line_stands_once() {
    let mut ledger = clean();
    ledger.push(movement(
        "R1",
        "2022-03-01",
        MovementKind::Receipt,
        "D1",
        100,
    ));
    assert_eq!(found(ledger.clone()), one("duplicate", "6"));
    ledger[4].qty = Quantity::whole(99);
    assert_eq!(found(ledger), one("conflict", "6"));
}

#[test]
fn a_receipt_names_maker_certificate_and_date() {
    let mut ledger = clean();
    ledger[0].maker.clear();
    ledger[0].mfg_date = None;
    let findings = found_in(&inputs(ledger));
    assert_eq!(
        (findings[0].code.as_str(), findings[0].value.as_str()),
        ("label", "maker, mfg_date")
    );
    assert_eq!(findings[0].severity, Severity::Warning);
}

#[test]
fn a_unit_is_that_of_the_catalogue_or_the_first_one() {
    let mut ledger = clean();
    ledger[3].unit = "pair".to_owned();
    assert_eq!(found(ledger.clone()), one("unit", "5"));
    ledger[3].unit = "个".to_owned();
    assert_eq!(found(ledger.clone()), [], "two words of one unit");
    let listed = Item {
        unit: "pair".to_owned(),
        ..Item::unlisted("mask")
    };
    let listed = CheckFacts {
        catalogue: Catalogue::new([listed]),
        ..inputs(ledger)
    };
    assert_eq!(found_in(&listed).len(), 4);
}

#[test]
fn a_reversal_names_its_line_and_undoes_it() {
    let mut ledger = clean();
    ledger.push(movement("I2", "2022-03-04", MovementKind::Issue, "D1", 41));
    let reversal = |reference: &str| Movement {
        reference: reference.to_owned(),
        expiry: None,
        ..movement("X1", "2022-03-05", MovementKind::Reversal, "D1", 41)
    };
    ledger.push(reversal("I2/1"));
    assert_eq!(found(ledger.clone()), []);
    ledger.pop();
    ledger.push(reversal("I2/9"));
    let codes: Vec<String> = found(ledger).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["negative", "reversal"]);
}

#[test]
fn a_check_is_called_by_its_name() {
    for check in Check::ALL {
        assert_eq!(Check::parse(check.id).map(|found| found.id), Some(check.id));
    }
    assert!(Check::parse("balance").is_none());
}

#[test]
fn a_check_that_lacks_an_input_is_a_finding_only_when_it_was_asked_for() {
    let seal = [Check::parse("seal").expect("a check")];
    let inputs = inputs(clean());
    assert!(check(&inputs.inputs(), &seal, Lacking::PassedOver).is_empty());
    let findings = check(&inputs.inputs(), &seal, Lacking::Found);
    assert_eq!(
        (findings[0].code.as_str(), findings[0].severity),
        (NOT_ASSESSABLE, Severity::Warning)
    );
}

//! Reports in time, late, missing and old, from both sides of the day.

use super::*;
use crate::ledger::Catalogue;
use crate::ledger::tables::{Capacity, Production};
use crate::ledger::word::{DataStatus, LineKind, ReportStatus};
use crate::policy::Policy;
use crate::quantity::Quantity;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Option<Quantity> {
    Quantity::whole(n)
}

fn entry(code: &str, reports: bool) -> Enterprise {
    Enterprise {
        enterprise: code.to_owned(),
        name: format!("{code} Ltd"),
        class: "designated_producer;carrier".to_owned(),
        site: String::new(),
        reports: Some(reports),
        from: None,
        to: Some(day("2022-12-31")),
        note: String::new(),
    }
}

fn report(date: &str, enterprise: &str, came_in: Option<&str>, output: i64) -> Production {
    Production {
        date: day(date),
        enterprise: enterprise.to_owned(),
        item: "mask".to_owned(),
        unit: "piece".to_owned(),
        capacity: None,
        output: pieces(output),
        stock: pieces(10),
        raw_material_days: None,
        result: None,
        reported_on: came_in.map(day),
        note: String::new(),
    }
}

fn rules() -> Rules {
    let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
    Rules::of(&[policy]).unwrap_or_else(|errors| panic!("{errors:?}"))
}

#[test]
fn a_report_is_in_time_through_the_day_it_is_due() {
    let register = [
        entry("A", true),
        entry("B", true),
        entry("C", true),
        entry("D", false),
    ];
    let reports = [
        report("2022-03-12", "A", Some("2022-03-13"), 1),
        report("2022-03-12", "B Ltd", Some("2022-03-14"), 1),
        report("2022-03-13", "A", None, 1),
        report("2022-03-13", "B", Some("2022-03-15"), 1),
    ];
    let rows = reporting(&register, &reports, &rules(), day("2022-03-14"), 2);
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.date, &*row.enterprise, row.status, row.age_days))
        .collect();
    let (first, second) = (day("2022-03-12"), day("2022-03-13"));
    let expected = [
        (first, "A", ReportStatus::OnTime, Some(1)),
        (first, "B", ReportStatus::Late, Some(2)),
        (first, "C", ReportStatus::Missing, None),
        (second, "A", ReportStatus::Received, Some(1)),
        (second, "B", ReportStatus::Missing, Some(2)),
        (second, "C", ReportStatus::Missing, None),
    ];
    assert_eq!(found, expected);
}

#[test]
fn who_has_left_the_register_owes_no_report() {
    let register = [entry("A", true)];
    let after = reporting(&register, &[], &rules(), day("2023-01-02"), 1);
    assert!(after.is_empty());
    assert_eq!(
        reporting(&register, &[], &rules(), day("2023-01-01"), 1).len(),
        1
    );
    assert!(reporting(&[], &[], &rules(), day("2023-01-01"), 7).is_empty());
}

#[test]
fn old_figures_stand_apart_with_their_age_and_are_not_nought() {
    let register = [entry("A", true), entry("B", true), entry("C", true)];
    let reports = [
        report("2022-03-13", "A", None, 7),
        report("2022-03-12", "B", None, 5),
        report("2022-03-10", "B", None, 99),
    ];
    let line = Capacity {
        enterprise: "C".to_owned(),
        production_line: String::new(),
        item: "mask".to_owned(),
        start_day: Some(0),
        kind: LineKind::Existing,
        site: String::new(),
        capacity: Quantity::ZERO,
        unit: String::new(),
        ramp_days: None,
        raw_material_days: None,
        from: None,
        to: None,
        status: None,
        agreement: String::new(),
        note: String::new(),
    };
    let rows = supply(
        &register,
        &reports,
        &[line],
        &Catalogue::default(),
        &rules(),
        day("2022-03-14"),
    );
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.status, row.output, row.age_days, &*row.reason))
        .collect();
    let expected = [
        (DataStatus::Fresh, pieces(7), Some(1), "no capacity from A"),
        (
            DataStatus::Stale,
            pieces(5),
            Some(2),
            "B is 2 days old; no capacity from B",
        ),
        (DataStatus::Missing, None, None, "C never reported"),
    ];
    assert_eq!(found, expected);
    assert_eq!(rows[0].capacity, None, "what nobody states is not nought");
}

#[test]
fn a_class_is_read_in_both_languages() {
    let of = |class: &str| {
        is_designated(&Enterprise {
            class: class.to_owned(),
            ..entry("A", true)
        })
    };
    assert!(of("定点保供企业；承储企业") && of("carrier; designated_producer"));
    assert!(!of("carrier") && !of(""));
}

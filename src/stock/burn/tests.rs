//! Tests of the window, of days without stock, and of who is believed.

use super::*;
use crate::engine::digest::{Days, Deliveries, Digest};
use crate::engine::name::Names;
use crate::engine::order::Order;
use crate::engine::{Fold as _, Posting};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Norm, Site, Staff};
use crate::ledger::word::{Form, MovementKind, NoRate, NormBasis};
use crate::quantity::Quantity;

mod methods;
mod reports;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn movement(date: Day, kind: MovementKind, lot: &str, qty: i64) -> Movement {
    Movement {
        lot: lot.to_owned(),
        qty: Some(pieces(qty)),
        ..Movement::new(date, kind, "H1", "mask")
    }
}

fn usage(date: &str, used: i64, stockout: Option<bool>) -> Usage {
    Usage {
        used: Some(pieces(used)),
        stockout,
        ..Usage::new(day(date), "H1", "mask")
    }
}

fn burn_on(
    as_of: &str,
    movements: &[Movement],
    usage: &[Usage],
    options: BurnOptions,
) -> Vec<Burn> {
    let inputs = BurnInputs {
        movements,
        usage,
        as_of: day(as_of),
        heads: HeadInputs::default(),
        catalogue: None,
        together: None,
    };
    burn(&inputs, &options)
}

fn burn_of(as_of: &str, movements: &[Movement], usage: &[Usage]) -> Burn {
    let rows = burn_on(as_of, movements, usage, BurnOptions::default());
    rows.into_iter().next().expect("the item came in")
}

fn window(days: i64) -> BurnOptions {
    BurnOptions {
        window_days: days,
        ..BurnOptions::default()
    }
}

#[test]
fn the_window_ends_the_day_before_and_starts_no_earlier_than_the_first_receipt() {
    let ledger = [
        movement(day("2022-03-01"), MovementKind::Receipt, "A", 100),
        movement(day("2022-03-05"), MovementKind::Issue, "A", 20),
        movement(day("2022-03-11"), MovementKind::Issue, "A", 50),
    ];
    let row = burn_of("2022-03-11", &ledger, &[]);
    assert_eq!(
        (row.from, row.to),
        (Some(day("2022-03-01")), Some(day("2022-03-10")))
    );
    assert_eq!(
        (row.days, row.days_out, row.used),
        (Some(10), Some(0), Some(pieces(20)))
    );
    assert_eq!(row.rate, Some(pieces(2)));
    let late = burn_of("2022-04-30", &ledger, &[]);
    assert_eq!(
        (late.from, late.days, late.used),
        (Some(day("2022-04-02")), Some(28), Some(Quantity::ZERO))
    );
}

#[test]
fn a_depot_that_passes_everything_on_each_day_is_never_out() {
    let mut ledger = Vec::new();
    for offset in 0..90 {
        let date = day("2022-01-01").plus_days(offset);
        ledger.push(movement(date, MovementKind::Receipt, "A", 10));
        ledger.push(movement(date, MovementKind::Issue, "A", 10));
    }
    let row = &burn_on("2022-04-01", &ledger, &[], window(90))[0];
    assert_eq!((row.days, row.days_out), (Some(90), Some(0)));
    assert_eq!(row.rate, Some(pieces(10)));
}

#[test]
fn days_that_open_with_nothing_are_taken_out() {
    let mut ledger = vec![movement(day("2022-01-01"), MovementKind::Receipt, "A", 300)];
    for offset in 0..30 {
        ledger.push(movement(
            day("2022-01-01").plus_days(offset),
            MovementKind::Issue,
            "A",
            10,
        ));
    }
    let row = &burn_on("2022-04-01", &ledger, &[], window(90))[0];
    assert_eq!((row.days, row.days_out), (Some(90), Some(60)));
    assert_eq!(row.rate, Some(pieces(10)));
    assert_eq!(rate_of(row), Rate::over(pieces(300), 30));
}

#[test]
fn another_lot_that_nobody_touched_keeps_the_days_available() {
    let ledger = [
        movement(day("2022-01-01"), MovementKind::Receipt, "A", 100),
        movement(day("2022-01-01"), MovementKind::Receipt, "B", 10),
        movement(day("2022-01-10"), MovementKind::Issue, "B", 10),
    ];
    assert_eq!(burn_of("2022-01-31", &ledger, &[]).days_out, Some(0));
}

#[test]
fn stock_that_is_expired_held_or_promised_makes_no_day_available() {
    let receipt = movement(day("2022-03-01"), MovementKind::Receipt, "A", 100);
    let expiring = [Movement {
        expiry: Some(day("2022-03-04")),
        ..receipt.clone()
    }];
    assert_eq!(burn_of("2022-03-11", &expiring, &[]).days_out, Some(6));
    let hold = movement(day("2022-03-01"), MovementKind::Hold, "A", 100);
    assert_eq!(
        burn_of("2022-03-11", &[receipt.clone(), hold], &[]).days_out,
        Some(9)
    );
    let kept = movement(day("2022-03-01"), MovementKind::Reserve, "A", 100);
    let given_back = movement(day("2022-03-05"), MovementKind::Release, "A", 1);
    let ledger = [receipt.clone(), kept, given_back];
    assert_eq!(burn_of("2022-03-11", &ledger[..2], &[]).days_out, Some(9));
    assert_eq!(burn_of("2022-03-11", &ledger, &[]).days_out, Some(4));
    let promised = Movement {
        form: Some(Form::Agreement),
        ..receipt
    };
    assert!(burn_on("2022-03-11", &[promised], &[], BurnOptions::default()).is_empty());
}

#[test]
fn counting_what_has_expired_makes_no_day_available() {
    let receipt = Movement {
        expiry: Some(day("2022-03-04")),
        ..movement(day("2022-03-01"), MovementKind::Receipt, "A", 100)
    };
    let count = |date| movement(day(date), MovementKind::Count, "A", 90);
    let ledger = [receipt, count("2022-03-04"), count("2022-03-07")];
    assert_eq!(burn_of("2022-03-11", &ledger, &[]).days_out, Some(6));
}

#[test]
fn without_an_available_day_there_is_a_reason_and_no_rate() {
    let ledger = [movement(day("2022-03-11"), MovementKind::Receipt, "A", 100)];
    let row = burn_of("2022-03-11", &ledger, &[]);
    assert_eq!((row.rate, row.reason), (None, Some(NoRate::NoAvailableDay)));
    assert_eq!(rate_of(&row), None);
    let never_in = [movement(day("2022-03-01"), MovementKind::Issue, "A", 1)];
    assert!(burn_on("2022-03-11", &never_in, &[], BurnOptions::default()).is_empty());
}

#[test]
fn what_a_site_reports_beats_the_ledger() {
    let ledger = [
        movement(day("2022-03-01"), MovementKind::Receipt, "A", 100),
        movement(day("2022-03-02"), MovementKind::Issue, "A", 100),
    ];
    let reports = [
        usage("2022-03-03", 8, None),
        usage("2022-03-04", 0, Some(true)),
        usage("2022-03-05", 0, Some(false)),
    ];
    let row = burn_of("2022-03-06", &ledger, &reports);
    assert_eq!(
        (row.used, row.days, row.days_out),
        (Some(pieces(8)), Some(5), Some(1))
    );
    assert_eq!(row.method, "usage_available_days");
    let stale = burn_of("2022-06-01", &[], &reports);
    assert_eq!(
        (stale.rate, stale.reason),
        (None, Some(NoRate::NoUsageInWindow))
    );
}

#[test]
fn a_report_that_leaves_the_use_blank_does_not_say_that_there_was_none() {
    let ledger = [
        movement(day("2022-03-01"), MovementKind::Receipt, "A", 200),
        movement(day("2022-03-02"), MovementKind::Issue, "A", 50),
        movement(day("2022-03-04"), MovementKind::Issue, "A", 100),
    ];
    let blank = Usage {
        used: None,
        ..usage("2022-03-03", 0, Some(true))
    };
    let row = burn_of("2022-03-06", &ledger, std::slice::from_ref(&blank));
    assert_eq!((row.used, row.days), (Some(pieces(150)), Some(5)));
    assert_eq!((&*row.method, row.days_reported), ("available_days", None));
    // That it was out is said all the same.
    assert_eq!(row.days_out, Some(1));
    let asked = Usage {
        requested: Some(pieces(30)),
        ..blank.clone()
    };
    let wanted = BurnOptions {
        demand: Demand::Requested,
        ..BurnOptions::default()
    };
    let rows = burn_on("2022-03-06", &ledger, &[asked], wanted);
    assert_eq!(
        (rows[0].demanded, &*rows[0].method),
        (Some(pieces(30)), "requested_available_days")
    );
    assert!(burn_on("2022-03-06", &[], &[blank], BurnOptions::default()).is_empty());
}

#[test]
fn transfers_burn_only_when_asked_for() {
    let ledger = [
        movement(day("2022-03-01"), MovementKind::Receipt, "A", 100),
        movement(day("2022-03-02"), MovementKind::TransferOut, "A", 40),
        movement(day("2022-03-02"), MovementKind::Dispose, "A", 30),
    ];
    let with = BurnOptions {
        include_transfers: true,
        ..BurnOptions::default()
    };
    assert_eq!(
        burn_of("2022-03-11", &ledger, &[]).used,
        Some(Quantity::ZERO)
    );
    assert_eq!(
        burn_on("2022-03-11", &ledger, &[], with)[0].rate,
        Some(pieces(4))
    );
}

#[test]
fn the_printed_rate_is_rounded_and_the_exact_one_is_not() {
    let ledger = [
        movement(day("2022-03-01"), MovementKind::Receipt, "A", 100),
        movement(day("2022-03-02"), MovementKind::Issue, "A", 20),
    ];
    let row = burn_of("2022-03-04", &ledger, &[]);
    assert_eq!(row.rate, Some(Quantity::from_thousandths(6_667)));
    assert_eq!(rate_of(&row), Rate::over(pieces(20), 3));
    let copied = Burn { used: None, ..row };
    assert_eq!(
        rate_of(&copied),
        Some(Rate::daily(Quantity::from_thousandths(6_667)))
    );
}

#[test]
fn a_site_that_writes_no_use_down_does_not_say_that_there_was_none() {
    let counts = |site: &str| Movement {
        site: site.to_owned(),
        ..movement(day("2022-03-01"), MovementKind::Count, "A", 100)
    };
    let of_others = |site: &str, kind| Movement {
        item: "gloves".to_owned(),
        site: site.to_owned(),
        ..movement(day("2022-03-10"), kind, "G", 5)
    };
    let rate_with = |more: &[Movement]| {
        let mut ledger = vec![counts("H1"), counts("H2")];
        ledger.extend_from_slice(more);
        let rows = burn_on("2022-03-20", &ledger, &[], BurnOptions::default());
        let row = rows
            .into_iter()
            .find(|row| row.site == "H1" && row.item == "mask");
        let row = row.expect("the mask was counted at H1");
        (row.rate, row.reason)
    };
    let unknown = (None, Some(NoRate::NoUseWritten));
    let none = (Some(Quantity::ZERO), None);
    assert_eq!(rate_with(&[]), unknown);
    assert_eq!(
        rate_with(&[of_others("H1", MovementKind::Receipt)]),
        unknown
    );
    assert_eq!(rate_with(&[of_others("H2", MovementKind::Issue)]), unknown);
    assert_eq!(rate_with(&[of_others("H1", MovementKind::Issue)]), none);
    assert_eq!(
        rate_with(&[of_others("H1", MovementKind::TransferOut)]),
        none
    );
    let issue = Movement {
        doc: "W1".to_owned(),
        line: "1".to_owned(),
        ..of_others("H1", MovementKind::Issue)
    };
    let undone = Movement {
        reference: "W1/1".to_owned(),
        ..of_others("H1", MovementKind::Reversal)
    };
    assert_eq!(rate_with(&[issue, undone]), unknown);
}

/// Two months at some sites: each line is chosen by the bits of its number.
fn movements_of_sites(sites: usize) -> Vec<Movement> {
    let kinds = [
        MovementKind::Receipt,
        MovementKind::Issue,
        MovementKind::Count,
        MovementKind::TransferOut,
    ];
    let line = |n: usize| Movement {
        lot: format!("L{}", n % 3),
        qty: Some(pieces(n as i64 * 7 % 40)),
        ..Movement::new(
            day("2022-01-05").plus_days(n as i64 % 60),
            kinds[n * n / 5 % kinds.len()],
            &format!("H{}", n * 11 % sites),
            ["mask", "gown"][n / 2 % 2],
        )
    };
    (0..sites * 20).map(line).collect()
}

#[test]
fn a_short_ledger_in_parts_has_the_rates_of_all_its_lines_at_once() {
    let (as_of, options) = (day("2022-03-01"), BurnOptions::default());
    let movements = movements_of_sites(9);
    // One of the sites has lines in the ledger, the other has none.
    let usage = [
        usage("2022-02-20", 30, None),
        Usage {
            site: "X9".to_owned(),
            ..usage("2022-02-21", 4, Some(true))
        },
    ];
    let inputs = BurnInputs {
        movements: &movements,
        usage: &usage,
        as_of,
        heads: HeadInputs::default(),
        catalogue: None,
        together: None,
    };
    let (names, order) = (Names::default(), Order::default());
    let from = options.looks_back_to(as_of).expect("a window of days");
    let days = Days {
        from,
        until: as_of,
        deliveries: Deliveries::Nothing,
    };
    let mut digest = Digest::new(days, false, &order, &names);
    let postings = movements.iter().zip(1..);
    let postings: Vec<Posting> = postings
        .map(|(movement, at)| Posting::new(movement, at, &names))
        .collect();
    digest.post(&postings);
    let short = digest.short();
    assert!(short.parts() > 3, "{} parts", short.parts());
    let of_all = burn(&inputs, &options);
    let in_parts = BurnInputs {
        movements: &[],
        ..inputs
    };
    assert_eq!(burn_of_short(&short, &in_parts, &options), of_all);
    assert!(of_all.iter().any(|row| row.site == "X9"));
}

//! Tests of what sites report: which days it tells of, and what is known of the others.

use super::*;

/// Ten a day issued from 1 January to 28 February, of 5,000 received.
fn ten_a_day() -> Vec<Movement> {
    let mut ledger = vec![movement(
        day("2022-01-01"),
        MovementKind::Receipt,
        "A",
        5000,
    )];
    ledger.extend((0..59).map(|offset| {
        let date = day("2022-01-01").plus_days(offset);
        movement(date, MovementKind::Issue, "A", 10)
    }));
    ledger
}

fn blank(date: &str, stockout: bool) -> Usage {
    Usage {
        used: None,
        ..usage(date, 0, Some(stockout))
    }
}

#[test]
fn one_report_speaks_for_its_day_and_not_for_the_window() {
    let report = [usage("2022-02-28", 12, Some(false))];
    let row = burn_of("2022-03-01", &ten_a_day(), &report);
    assert_eq!((row.rate, row.days_reported), (Some(pieces(12)), Some(1)));
    assert_eq!((row.days, row.divisor), (Some(28), Some(pieces(1))));
    // Of March the ledger tells, and it had none: 18 days of February less 17 that nobody tells of, and 14.
    let later = burn_of("2022-03-15", &ten_a_day(), &report);
    assert_eq!(
        (later.used, later.divisor),
        (Some(pieces(12)), Some(pieces(15)))
    );
}

#[test]
fn the_ledger_tells_of_the_months_without_a_report() {
    let reports = [usage("2022-02-01", 30, None), blank("2022-02-02", true)];
    let row = burn_of("2022-02-11", &ten_a_day(), &reports);
    // 14 January to 10 February: 18 days of the ledger, a day reported, a day out, 8 days that nobody tells of.
    assert_eq!((row.days, row.days_out), (Some(28), Some(1)));
    assert_eq!(
        (row.used, row.divisor),
        (Some(pieces(210)), Some(pieces(19)))
    );
    assert_eq!(&*row.method, "usage_available_days");
    let peak = BurnOptions {
        method: Method::Peak,
        peak_days: 10,
        ..BurnOptions::default()
    };
    let report = [usage("2022-02-28", 10, None)];
    let peak = burn_on("2022-03-01", &ten_a_day(), &report, peak).remove(0);
    assert_eq!(
        (peak.rate, peak.used),
        (Some(pieces(10)), Some(pieces(100)))
    );
}

#[test]
fn a_day_left_blank_is_no_day_without_use() {
    let told = ["2022-03-01", "2022-03-02", "2022-03-03"];
    let mut reports: Vec<Usage> = told.iter().map(|day| usage(day, 30, None)).collect();
    reports.extend(["2022-03-04", "2022-03-06", "2022-03-07"].map(|day| blank(day, false)));
    reports.push(blank("2022-03-05", true));
    let row = burn_of("2022-03-08", &[], &reports);
    assert_eq!((row.days, row.days_out), (Some(7), Some(1)));
    assert_eq!((row.rate, row.divisor), (Some(pieces(30)), Some(pieces(3))));
    assert_eq!(row.unmet, Some(pieces(30)));
    let plain = BurnOptions {
        method: Method::Plain,
        ..BurnOptions::default()
    };
    let plain = burn_on("2022-03-08", &[], &reports, plain).remove(0);
    // The day out counts here: nothing was used on it.
    assert_eq!(plain.divisor, Some(pieces(4)));
}

#[test]
fn what_was_passed_on_counts_in_the_months_that_the_ledger_tells_of() {
    let mut ledger = ten_a_day();
    for date in ["2022-01-20", "2022-02-05"] {
        ledger.push(movement(day(date), MovementKind::TransferOut, "A", 100));
    }
    let with = BurnOptions {
        include_transfers: true,
        ..BurnOptions::default()
    };
    let row = burn_on(
        "2022-02-11",
        &ledger,
        &[usage("2022-02-01", 30, None)],
        with,
    )
    .remove(0);
    assert_eq!(row.used, Some(pieces(180 + 100 + 30)));
    assert_eq!(&*row.method, "usage_available_days_with_transfers");
    assert_eq!(row.transferred, Some(pieces(200)));
}

#[test]
fn after_its_last_report_a_site_says_nothing() {
    let of = |item: &str, date: &str, used| Usage {
        item: item.to_owned(),
        ..usage(date, used, None)
    };
    let masks = ["2022-03-01", "2022-03-02", "2022-03-03"].map(|day| of("mask", day, 30));
    let row = burn_of("2022-03-21", &[], &masks);
    assert_eq!((row.days, row.used), (Some(20), Some(pieces(90))));
    assert_eq!((row.rate, row.divisor), (Some(pieces(30)), Some(pieces(3))));
    // What it reports of gloves says that no masks were used until then.
    let mut reports = masks.to_vec();
    reports.push(of("gloves", "2022-03-09", 4));
    let rows = burn_on("2022-03-21", &[], &reports, BurnOptions::default());
    let mask = rows.iter().find(|row| row.item == "mask").expect("a row");
    assert_eq!(
        (mask.rate, mask.divisor),
        (Some(pieces(10)), Some(pieces(9)))
    );
    // Nor does a month without a report say that there was none, where nobody keeps a ledger.
    let later = burn_of("2022-03-25", &[], &masks[..1]);
    assert_eq!(
        (later.rate, later.divisor),
        (Some(pieces(30)), Some(pieces(1)))
    );
    let april = burn_of("2022-04-10", &[], &[of("mask", "2022-03-20", 30)]);
    assert_eq!(
        (april.rate, april.divisor),
        (Some(pieces(30)), Some(pieces(1)))
    );
}

#[test]
fn the_first_report_of_a_site_tells_of_as_many_days_as_the_next() {
    let weekly = ["2022-03-07", "2022-03-14", "2022-03-21"].map(|day| usage(day, 70, None));
    let row = burn_of("2022-03-22", &[], &weekly);
    assert_eq!((row.from, row.days), (Some(day("2022-03-01")), Some(21)));
    assert_eq!((row.rate, row.used), (Some(pieces(10)), Some(pieces(210))));
    // Where the ledger says when the goods came, it says when there could be use.
    let came = [movement(
        day("2022-03-05"),
        MovementKind::Receipt,
        "A",
        5000,
    )];
    let row = burn_of("2022-03-22", &came, &weekly);
    assert_eq!((row.from, row.days), (Some(day("2022-03-05")), Some(17)));
    // Goods that were not listed before are told of since the report before, of whatever goods.
    let gloves = |date| Usage {
        item: "gloves".to_owned(),
        ..usage(date, 4, None)
    };
    let reports = [
        gloves("2022-03-01"),
        gloves("2022-03-04"),
        usage("2022-03-08", 12, None),
    ];
    let rows = burn_on("2022-03-09", &[], &reports, BurnOptions::default());
    let row = rows.iter().find(|row| row.item == "mask").expect("a row");
    assert_eq!(
        (row.from, row.rate),
        (Some(day("2022-03-05")), Some(pieces(3)))
    );
}

//! Tests of the methods: what each divides by what, and the reasons why one has no rate.

use super::*;

fn by(method: Method) -> BurnOptions {
    BurnOptions {
        method,
        ..BurnOptions::default()
    }
}

/// 100 received on 1 January and 10 a day used on the first ten days of it.
fn ten_days_of_ten() -> Vec<Movement> {
    let mut ledger = vec![movement(day("2022-01-01"), MovementKind::Receipt, "A", 100)];
    ledger.extend((0..10).map(|offset| {
        let date = day("2022-01-01").plus_days(offset);
        movement(date, MovementKind::Issue, "A", 10)
    }));
    ledger
}

fn thousandths(n: i64) -> Option<Quantity> {
    Some(Quantity::from_thousandths(n))
}

#[test]
fn a_month_half_without_stock_needs_twice_what_it_used() {
    let month = |used_up_after: i64| {
        let mut ledger = vec![movement(day("2022-06-01"), MovementKind::Receipt, "A", 100)];
        ledger.push(movement(
            day("2022-06-01").plus_days(used_up_after - 1),
            MovementKind::Issue,
            "A",
            100,
        ));
        burn_on("2022-07-01", &ledger, &[], window(30)).remove(0)
    };
    let row = month(15);
    assert_eq!((row.days, row.days_out), (Some(30), Some(15)));
    assert_eq!(
        rate_of(&row).and_then(|rate| rate.need(30)),
        Some(pieces(200))
    );
    assert_eq!(row.unmet, Some(pieces(100)));
}

#[test]
fn the_methods_differ_by_their_days_only() {
    let row = |options| burn_on("2022-01-21", &ten_days_of_ten(), &[], options).remove(0);
    let plain = row(by(Method::Plain));
    assert_eq!(
        (plain.rate, plain.divisor),
        (Some(pieces(5)), Some(pieces(20)))
    );
    let available = row(by(Method::AvailableDays));
    assert_eq!(
        (available.rate, available.divisor),
        (Some(pieces(10)), Some(pieces(10)))
    );
    assert_eq!(
        (available.monthly, available.unmet),
        (Some(pieces(304)), Some(pieces(100)))
    );
    assert_eq!(plain.transferred, Some(Quantity::ZERO));
}

#[test]
fn the_formula_of_months_counts_whole_months_on_record() {
    let who = |as_of| burn_on(as_of, &ten_days_of_ten(), &[], by(Method::Who)).remove(0);
    let row = who("2022-02-15");
    // One month of 30.4 days, 15 January to 14 February, all of it out.
    assert_eq!(
        (row.from, row.rate, row.reason),
        (Some(day("2022-01-15")), None, Some(NoRate::NoAvailableDay))
    );
    let first = who("2022-02-01");
    // 100 over 30.4 less 21 days out.
    assert_eq!(
        (first.days, first.days_out, first.divisor),
        (Some(31), Some(21), thousandths(9_400))
    );
    assert_eq!(rate_of(&first), Rate::over(pieces(500), 47));
    // 100 / (1 − 21 / 30.4)
    assert_eq!(first.monthly, thousandths(323_404));
    let short = who("2022-01-31");
    assert_eq!(
        (short.rate, short.reason),
        (None, Some(NoRate::ShortRecord))
    );
}

#[test]
fn the_peak_is_the_earliest_of_the_highest_and_never_longer_than_the_record() {
    let mut ledger = vec![movement(
        day("2022-01-01"),
        MovementKind::Receipt,
        "A",
        1000,
    )];
    for (offset, used) in [5, 8, 12, 20, 18, 25, 9, 4, 3, 63].into_iter().enumerate() {
        let date = day("2022-01-01").plus_days(offset as i64);
        ledger.push(movement(date, MovementKind::Issue, "A", used));
    }
    let peak = |as_of, peak_days| {
        let options = BurnOptions {
            peak_days,
            ..by(Method::Peak)
        };
        burn_on(as_of, &ledger, &[], options).remove(0)
    };
    let row = peak("2022-01-09", 3);
    assert_eq!(
        (row.from, row.to, row.used),
        (
            Some(day("2022-01-04")),
            Some(day("2022-01-06")),
            Some(pieces(63))
        )
    );
    assert_eq!(rate_of(&row), Rate::over(pieces(63), 3));
    let single = peak("2022-01-10", 1);
    assert_eq!(
        (single.from, single.rate),
        (Some(day("2022-01-10")), Some(pieces(63)))
    );
    let long = peak("2022-01-09", 10);
    assert_eq!((long.rate, long.reason), (None, Some(NoRate::ShortRecord)));
}

#[test]
fn what_was_asked_for_counts_where_stock_was_short_and_not_where_it_was_refused() {
    let asked = |date, used, requested, stockout| Usage {
        requested: Some(pieces(requested)),
        ..usage(date, used, stockout)
    };
    let reports = [
        asked("2022-03-01", 10, 10, Some(false)),
        asked("2022-03-02", 4, 10, Some(true)),
        asked("2022-03-03", 4, 10, Some(false)),
        asked("2022-03-04", 0, 10, Some(true)),
    ];
    let requested = BurnOptions {
        demand: Demand::Requested,
        ..BurnOptions::default()
    };
    let row = burn_on("2022-03-05", &[], &reports, requested).remove(0);
    // 10 + 10 + 4 + 10: the third day was judged, the fourth was out and still tells the need.
    assert_eq!(
        (row.demanded, row.used),
        (Some(pieces(34)), Some(pieces(18)))
    );
    assert_eq!((row.days_out, row.rate), (Some(0), thousandths(8_500)));
    assert_eq!(row.method, "requested_available_days");
    assert_eq!(row.unmet, Some(pieces(16)));
    let issued = burn_of("2022-03-05", &[], &reports);
    assert_eq!((issued.demanded, issued.rate), (None, Some(pieces(6))));
    let silent = [usage("2022-03-01", 8, None)];
    let row = burn_on("2022-03-02", &[], &silent, requested).remove(0);
    assert_eq!(
        (row.method.as_str(), row.demanded),
        ("usage_available_days", None)
    );
}

/// A site with 20 beds, 1,000 residents and posts of 4 and 6.
fn heads(item_norm: Option<NormBasis>) -> (SiteTree, Vec<Staff>, Vec<Norm>) {
    let site = Site {
        site: "H1".to_owned(),
        name: String::new(),
        parent: String::new(),
        level: String::new(),
        class: String::new(),
        lat: None,
        lon: None,
        risk: String::new(),
        population: Some(pieces(1000)),
        beds: Some(pieces(20)),
    };
    let post = |role: &str, headcount| Staff {
        site: "H1".to_owned(),
        role: role.to_owned(),
        headcount: pieces(headcount),
        duty: None,
    };
    let norm = item_norm.map(|basis| Norm {
        scope: "*".to_owned(),
        item: "mask".to_owned(),
        rate: pieces(1),
        unit: String::new(),
        basis,
        source: String::new(),
        occasion: None,
    });
    (
        SiteTree::new([site]),
        vec![post("nurse", 4), post("cleaner", 6)],
        norm.into_iter().collect(),
    )
}

fn per_head(norm: Option<NormBasis>, usage: &[Usage]) -> Burn {
    per_head_by(norm, usage, by(Method::PerHead))
}

fn per_head_by(norm: Option<NormBasis>, usage: &[Usage], options: BurnOptions) -> Burn {
    let (sites, staff, norms) = heads(norm);
    let inputs = BurnInputs {
        movements: &[],
        usage,
        as_of: day("2022-03-05"),
        heads: HeadInputs {
            sites: Some(&sites),
            staff: &staff,
            norms: &norms,
        },
        catalogue: None,
        together: None,
    };
    burn(&inputs, &options).remove(0)
}

#[test]
fn the_norm_says_what_use_is_counted_on() {
    let reports = [
        usage("2022-03-01", 40, None),
        usage("2022-03-02", 40, None),
        usage("2022-03-03", 0, Some(true)),
        usage("2022-03-04", 40, None),
    ];
    let of = |norm| {
        let row = per_head(norm, &reports);
        (row.head_basis, row.heads, row.head_days, row.per_head)
    };
    assert_eq!(
        of(Some(NormBasis::PerRole)),
        (
            Some(NormBasis::PerRole),
            Some(pieces(10)),
            Some(pieces(30)),
            Some(pieces(4))
        )
    );
    assert_eq!(of(None).0, Some(NormBasis::PerBed));
    assert_eq!(of(Some(NormBasis::PerResident)).3, thousandths(40));
    assert_eq!(
        per_head(Some(NormBasis::PerResident), &reports).rate,
        Some(pieces(40))
    );
    let none = per_head(Some(NormBasis::Fixed), &reports);
    assert_eq!((none.rate, none.reason), (None, Some(NoRate::NoHeads)));
}

#[test]
fn a_norm_of_one_role_is_counted_on_its_posts() {
    let (sites, staff, mut norms) = heads(Some(NormBasis::PerRole));
    norms[0].scope = "nurse".to_owned();
    let reports = [usage("2022-03-04", 40, None)];
    let inputs = BurnInputs {
        movements: &[],
        usage: &reports,
        as_of: day("2022-03-05"),
        heads: HeadInputs {
            sites: Some(&sites),
            staff: &staff,
            norms: &norms,
        },
        catalogue: None,
        together: None,
    };
    let row = burn(&inputs, &by(Method::PerHead)).remove(0);
    let (rate, each) = (Some(pieces(40)), Some(pieces(10)));
    assert_eq!(
        (row.heads, row.per_head, row.rate),
        (Some(pieces(4)), each, rate)
    );
}

#[test]
fn a_ward_that_fills_up_needs_more() {
    let ward = |date, used, patients| Usage {
        patients: Some(pieces(patients)),
        ..usage(date, used, None)
    };
    let reports = [
        ward("2022-03-01", 20, 10),
        ward("2022-03-02", 20, 10),
        ward("2022-03-03", 40, 20),
        usage("2022-03-04", 99, None),
    ];
    let row = per_head(Some(NormBasis::PerPatient), &reports);
    // 80 over 40 patient-days, and 20 patients now; the day without a census does not count.
    assert_eq!(
        (row.head_days, row.heads),
        (Some(pieces(40)), Some(pieces(20)))
    );
    assert_eq!(
        (row.per_head, row.rate),
        (Some(pieces(2)), Some(pieces(40)))
    );
    assert_eq!(rate_of(&row).map(Rate::lowest_terms), Some((40, 1)));
    let beds = per_head(
        Some(NormBasis::PerPatient),
        &[usage("2022-03-04", 40, None)],
    );
    assert_eq!(beds.head_basis, Some(NormBasis::PerBed));
}

#[test]
fn the_patients_of_a_day_out_count_where_it_was_told_what_they_needed() {
    let ward = |date, used, stockout| Usage {
        requested: Some(pieces(20)),
        patients: Some(pieces(10)),
        ..usage(date, used, Some(stockout))
    };
    let reports = [ward("2022-03-03", 20, false), ward("2022-03-04", 0, true)];
    let requested = BurnOptions {
        demand: Demand::Requested,
        ..by(Method::PerHead)
    };
    let row = per_head_by(Some(NormBasis::PerPatient), &reports, requested);
    assert_eq!((row.demanded, row.days_out), (Some(pieces(40)), Some(0)));
    assert_eq!(
        (row.per_head, row.rate),
        (Some(pieces(2)), Some(pieces(20)))
    );
    // By what was given, the day out says nothing.
    let given = per_head(Some(NormBasis::PerPatient), &reports);
    assert_eq!(
        (given.head_days, given.per_head),
        (Some(pieces(10)), Some(pieces(2)))
    );
}

#[test]
fn every_method_has_a_reason_where_there_was_never_a_day_in_stock() {
    let first_day = [movement(day("2022-03-11"), MovementKind::Receipt, "A", 100)];
    let of = |method| burn_on("2022-03-11", &first_day, &[], by(method)).remove(0);
    for method in [
        Method::Plain,
        Method::AvailableDays,
        Method::PerHead,
        Method::Who,
    ] {
        let row = of(method);
        assert!(row.rate.is_none() && row.reason.is_some(), "{method:?}");
        assert_eq!(rate_of(&row), None);
    }
}

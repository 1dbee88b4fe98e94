//! Tests of standards: both sides of each bound, areas, forms, levels, and where a need comes from.

use super::*;

#[test]
fn a_county_on_its_thirty_days_is_not_short_and_one_below_is() {
    let mut desk = Desktop::under(&["P0"]);
    desk.norms = vec![
        norm("D1", "medicine", 10, NormBasis::Fixed),
        norm("H1", "medicine", 99, NormBasis::Fixed),
    ];
    desk.onhand = vec![
        physical("D1", "medicine", 300),
        physical("H1", "medicine", 100),
        physical("D0", "medicine", 9),
    ];
    let row = desk.row("C1", "medicine", "P0-R01");
    assert_eq!(
        (row.usable, row.need_min, row.need_max),
        (pieces(300), Some(pieces(300)), None)
    );
    assert_eq!(
        (row.verdict, row.gap, row.action),
        (
            Some(Verdict::Within),
            Some(Quantity::ZERO),
            Some(Action::Nothing)
        )
    );
    assert_eq!(
        (row.cover_days, row.basis.as_str()),
        (Some(30), "norm fixed")
    );
    desk.onhand[0].qty = Quantity::from_thousandths(299_999);
    let row = desk.row("C1", "medicine", "P0-R01");
    assert_eq!(
        (row.verdict, row.gap),
        (Some(Verdict::Short), Some(pieces(1)))
    );
    assert_eq!(
        (row.action, row.order_qty),
        (Some(Action::Order), Some(pieces(1)))
    );
    assert_eq!(desk.row("H1", "medicine", "").on_hand, pieces(100));
    assert_eq!(desk.row("D0", "medicine", "").on_hand, pieces(9));
}

#[test]
fn the_shelves_of_a_hospital_count_only_when_asked_so() {
    let mut desk = Desktop::under(&["P0"]);
    desk.norms = vec![norm("C1", "medicine", 10, NormBasis::Fixed)];
    desk.onhand = vec![
        physical("D1", "medicine", 200),
        physical("H1", "medicine", 100),
    ];
    let row = desk.row("C1", "medicine", "P0-R01");
    assert_eq!((row.usable, row.gap), (pieces(200), Some(pieces(100))));
    let whole_area = |options| CoverOptions {
        counted: Counted::Area,
        ..options
    };
    let rows = desk.answer(whole_area).expect("nothing is scaled").cover;
    let row = rows
        .iter()
        .find(|row| row.site == "C1")
        .expect("the county is addressed");
    assert_eq!((row.usable, row.gap), (pieces(300), Some(Quantity::ZERO)));
}

#[test]
fn the_highest_day_stands_in_for_a_norm_and_is_labelled() {
    let mut desk = Desktop::under(&["P0"]);
    let issue = |date: &str, qty: i64| Movement {
        qty: Some(pieces(qty)),
        ..Movement::new(day(date), MovementKind::Issue, "H1", "medicine")
    };
    desk.movements = vec![
        issue("2022-03-01", 4),
        issue("2022-03-02", 7),
        issue("2022-03-16", 50),
    ];
    desk.onhand = vec![physical("D1", "medicine", 210)];
    let row = desk.row("C1", "medicine", "P0-R01");
    assert_eq!(
        (row.need_min, row.basis.as_str()),
        (Some(pieces(210)), "highest day on record")
    );
    desk.movements.clear();
    let row = desk.row("C1", "medicine", "P0-R01");
    assert_eq!(
        (row.need_min, row.verdict, row.action),
        (None, None, Some(Action::NotAssessable))
    );
    assert_eq!(row.basis, "not assessable: no norm and no use on record");
}

#[test]
fn an_agreement_does_not_stand_in_for_the_round_in_store() {
    let mut desk = Desktop::under(&["P0"]);
    desk.onhand = vec![
        physical("D1", "nat_reagent", 1049),
        lot("D1", "nat_reagent", Form::Agreement, 1050, "2022-12-31"),
    ];
    let store = desk.row("C1", "nat_reagent", "P0-R02");
    assert_eq!(
        (store.need_min, store.gap, store.verdict),
        (Some(pieces(1050)), Some(pieces(1)), Some(Verdict::Short))
    );
    assert_eq!(store.basis, "10000 people, 10 a tube, 5% loss");
    let agreed = desk.row("C1", "nat_reagent", "P0-R03");
    assert_eq!(
        (agreed.form, agreed.verdict),
        (Some(Form::Agreement), Some(Verdict::Within))
    );
    let swabs = desk.row("C1", "swab", "P0-R02");
    assert_eq!(
        (swabs.on_hand, swabs.gap),
        (Quantity::ZERO, Some(pieces(10_500)))
    );
}

#[test]
fn protective_goods_of_a_round_are_for_its_samplers() {
    let mut desk = Desktop::under(&["P0"]);
    desk.norms = vec![norm("*", "surgical_mask", 4, NormBasis::PerSampler)];
    let row = desk.row("C1", "surgical_mask", "P0-R02");
    assert_eq!(
        (row.need_min, row.basis.as_str()),
        (Some(pieces(112)), "28 samplers, 4 a day")
    );
    desk.norms.clear();
    assert!(
        desk.rows().iter().all(|row| row.item != "surgical_mask"),
        "nothing is known of it"
    );
}

#[test]
fn tiers_are_scaled_from_level_three_on_and_only_by_a_stated_percentage() {
    let mut desk = Desktop::under(&["P3"]);
    desk.norms = vec![norm("C1", "surgical_mask", 500, NormBasis::Fixed)];
    desk.onhand = vec![physical("D1", "surgical_mask", 8000)];
    let at = |level, percent| {
        let rows = desk
            .answer(|options| CoverOptions {
                level: Some(level),
                percent,
                ..options
            })?
            .cover;
        Ok::<_, Refused>(
            rows.into_iter()
                .find(|row| row.site == "C1")
                .expect("the county is addressed"),
        )
    };
    let fourth = at(Level::Iv, None).expect("not scaled");
    assert_eq!(
        (fourth.standard.as_str(), fourth.need_max, fourth.verdict),
        ("P3-R01", Some(pieces(10_000)), Some(Verdict::Within))
    );
    let second = at(Level::Ii, Some(150)).expect("a percentage is given");
    assert_eq!(
        (second.standard.as_str(), second.gap),
        ("P3-R03", Some(pieces(2500)))
    );
    assert_eq!(
        (second.order_qty, second.basis.as_str()),
        (Some(pieces(7000)), "norm fixed at 150%")
    );
    let error = at(Level::Iii, None).expect_err("nobody says by how much");
    assert_eq!(error.0[0].code, Code::NoPolicy);
    assert!(error.to_string().contains("level III"), "{error}");
    assert!(at(Level::Iii, Some(99)).is_err());
}

#[test]
fn use_over_available_days_is_the_basic_amount_without_a_norm() {
    let mut desk = Desktop::under(&["P3"]);
    desk.onhand = vec![physical("D1", "surgical_mask", 100)];
    desk.burn = vec![
        burn("D1", "surgical_mask", 10, 3),
        burn("H1", "surgical_mask", 10, 6),
    ];
    let row = desk.row("C1", "surgical_mask", "P3-R01");
    assert_eq!(
        (row.rate, row.need_min, row.basis.as_str()),
        (Some(pieces(5)), Some(pieces(70)), "burn")
    );
    assert_eq!(
        (row.cover_days, row.verdict),
        (Some(20), Some(Verdict::Within))
    );
    desk.onhand[0].qty = Quantity::from_thousandths(100_001);
    assert_eq!(
        desk.row("C1", "surgical_mask", "P3-R01").verdict,
        Some(Verdict::Above)
    );
}

/// A plan with one standard: so many days of past peak use at every institution.
fn peak_plan(days: i64) -> Rules {
    let text = format!(
        r#"
        [profile]
        id = "T"
        title = "a test"
        [[standard]]
        id = "T-01"
        title = "past peak use"
        items = {{ class = ["medicine"] }}
        sites = {{ level = ["institution"] }}
        levels = "any"
        form = "physical"
        need = {{ value = [{days}], unit = "day", basis = "peak_use" }}
        clause = "a test"
        from = "undated"
        "#
    );
    let policy = Policy::parse(&text, "t.toml").unwrap_or_else(|error| panic!("{error}"));
    Rules::of(&[policy]).expect("one plan does not contradict itself")
}

#[test]
fn past_peak_use_is_the_highest_sum_of_days_in_a_row() {
    let issue = |date: &str, qty: i64| Movement {
        qty: Some(pieces(qty)),
        ..Movement::new(day(date), MovementKind::Issue, "H1", "medicine")
    };
    let mut desk = Desktop::under(&[]);
    desk.movements = vec![
        issue("2022-03-01", 9),
        issue("2022-03-03", 20),
        issue("2022-03-04", 18),
        issue("2022-03-05", 25),
    ];
    desk.rules = peak_plan(3);
    let row = desk.row("H1", "medicine", "T-01");
    assert_eq!(
        (row.need_min, row.basis.as_str()),
        (Some(pieces(63)), "peak of 3 days")
    );
    assert_eq!(
        (row.verdict, row.cover_days),
        (Some(Verdict::Short), Some(0))
    );
    desk.rules = peak_plan(6);
    let row = desk.row("H1", "medicine", "T-01");
    assert_eq!(row.need_min, Some(pieces(72)), "a quiet day is on record");
    desk.rules = peak_plan(15);
    assert_eq!(desk.row("H1", "medicine", "T-01").basis, "peak of 15 days");
    desk.rules = peak_plan(16);
    let row = desk.row("H1", "medicine", "T-01");
    assert_eq!(row.need_min, Some(pieces(400)));
    assert_eq!(row.basis, "peak day x 16, the record is shorter");
}

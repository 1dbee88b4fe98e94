//! Tests of days, waste and what could not be told: rows without a standard.

use super::*;

#[test]
fn days_are_printed_where_no_standard_applies() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        lot("H1", "x", Form::Physical, 120, "2022-03-15"),
        lot("H1", "x", Form::Physical, 100, "2022-03-24"),
    ];
    desk.burn = vec![burn("H1", "x", 50, 1)];
    let row = desk.row("H1", "x", "");
    assert_eq!(
        (row.cover_days, row.naive_days, row.short_on),
        (Some(3), Some(4), Some(day("2022-03-18")))
    );
    assert_eq!(
        (row.on_hand, row.usable, row.waste_qty),
        (pieces(220), pieces(150), Some(pieces(70)))
    );
    assert_eq!(
        (row.action, row.basis.as_str(), row.verdict),
        (Some(Action::UseFirst), "burn", None)
    );
    assert_eq!(row.level, Some(Level::None));
}

#[test]
fn waste_is_valued_at_cost_in_the_month_it_expires() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        lot("H1", "x", Form::Physical, 120, "2022-03-15"),
        lot("H1", "x", Form::Agreement, 9, "2022-03-15"),
    ];
    desk.burn = vec![burn("H1", "x", 50, 1)];
    let waste = desk.answer(|options| options).expect("no standard").waste;
    assert_eq!(waste.len(), 1, "what is only agreed cannot go to waste");
    assert_eq!(
        (waste[0].month.as_str(), waste[0].qty),
        ("2022-03", pieces(70))
    );
    assert_eq!(
        waste[0].value,
        Some(crate::quantity::Money::from_fen(14_000))
    );
}

#[test]
fn the_losses_of_the_months_add_up_to_the_simulation() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        lot("H1", "x", Form::Physical, 70, "2022-03-17"),
        lot("H1", "x", Form::Physical, 70, "2022-03-31"),
        lot("H1", "x", Form::Physical, 900, "2022-04-10"),
        lot("H1", "x", Form::Physical, 900, "2022-05-10"),
    ];
    desk.burn = vec![burn("H1", "x", 100, 7)];
    let answer = desk.answer(|options| options).expect("no standard");
    let by_month: Vec<(&str, Quantity)> = answer
        .waste
        .iter()
        .map(|row| (row.month.as_str(), row.qty))
        .collect();
    assert_eq!(by_month.len(), 3, "{by_month:?}");
    let lost: Quantity = by_month.iter().map(|(_, qty)| *qty).sum();
    assert_eq!(Some(lost), answer.cover[0].waste_qty);
    let first = &answer.waste[0];
    assert_eq!(first.available, Some(pieces(70)));
    let rate = first.waste_rate.expect("a part of the lot");
    assert!((rate - first.qty.as_f64() / 70.0).abs() < 1e-12);
}

#[test]
fn an_item_that_ran_out_is_short_today() {
    let mut desk = Desktop::under(&[]);
    desk.burn = vec![burn("H1", "x", 10, 28)];
    let row = desk.row("H1", "x", "");
    assert_eq!(
        (row.cover_days, row.short_on),
        (Some(0), Some(day("2022-03-15")))
    );
    desk.burn[0].used = Some(Quantity::ZERO);
    desk.burn[0].rate = Some(Quantity::ZERO);
    assert!(
        desk.rows().is_empty(),
        "nothing there and nothing asked for"
    );
}

#[test]
fn without_a_rate_there_are_no_days_but_a_reason() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        lot("H1", "x", Form::Physical, 5, "2022-03-14"),
        physical("H1", "x", 7),
    ];
    let row = desk.row("H1", "x", "");
    assert_eq!(
        (row.rate, row.cover_days, row.waste_qty),
        (None, None, None)
    );
    assert_eq!(
        (row.on_hand, row.expired, row.usable),
        (pieces(7), Some(pieces(5)), pieces(7))
    );
    assert_eq!(row.basis, "no use on record");
}

#[test]
fn the_third_tier_has_no_standing_stock_and_names_its_rule() {
    let mut desk = Desktop::under(&["P3"]);
    desk.onhand = vec![physical("D1", "nat_reagent", 1)];
    let row = desk.row("D1", "nat_reagent", "");
    assert_eq!(
        (row.rule.as_str(), row.action),
        ("P3-R04", Some(Action::PurchaseOnDemand))
    );
}

#[test]
fn an_unknown_item_and_an_unknown_level_are_said() {
    let mut desk = Desktop::under(&["P0"]);
    desk.onhand = vec![physical("D1", "medicin", 1)];
    let answer = desk
        .answer(|options| options)
        .expect("the others are judged");
    assert_eq!(answer.notes[0].code, Code::UnknownItem);
    let hint = answer.notes[0].hint.as_deref();
    assert!(hint.is_some_and(|hint| hint.contains("did you mean medicine?")));
    let row = desk.row("D1", "medicin", "");
    assert_eq!(
        (row.verdict, row.action),
        (None, Some(Action::NotAssessable))
    );
    let desk = Desktop {
        onhand: vec![physical("D1", "swab", 1)],
        ..Desktop::under(&["P3"])
    };
    let notes = desk
        .answer(|options| options)
        .expect("nothing is scaled")
        .notes;
    assert!(notes[0].message.contains("response level"), "{}", notes[0]);
}

#[test]
fn what_expires_before_the_first_day_of_use_is_not_usable_at_any_rate() {
    for burns in [
        vec![burn("H1", "x", 0, 9)],
        Vec::new(),
        vec![burn("H1", "x", 1, 1)],
    ] {
        let mut desk = Desktop::under(&[]);
        desk.onhand = vec![
            lot("H1", "x", Form::Physical, 120, "2022-03-15"),
            lot("H1", "x", Form::Physical, 100, "2023-03-24"),
        ];
        desk.burn = burns;
        let tomorrow = |options| CoverOptions {
            demand_from: day("2022-03-16"),
            ..options
        };
        let row = desk.answer(tomorrow).expect("no standard").cover.remove(0);
        assert_eq!((row.on_hand, row.usable), (pieces(220), pieces(100)));
    }
}

//! Tests of cover some sites at a time.

use super::super::group::{Goods, Grouping, Place};
use super::*;
use crate::engine::Stock;
use crate::stock::on_hand::on_hand_of;

/// Receipts of lots at seven sites, three items of which differ in unit and class, some past their last day.
fn receipts() -> Vec<Movement> {
    let line = |n: i64| Movement {
        lot: format!("L{}", n % 4),
        form: Some([Form::Physical, Form::Agreement][(n % 5 / 4) as usize]),
        qty: Some(pieces(n * 7 % 40)),
        unit: ["piece", "box"][(n % 3 / 2) as usize].to_owned(),
        expiry: Some(day("2022-03-01").plus_days(n * 13 % 90)),
        ..Movement::new(
            day("2022-01-05").plus_days(n % 60),
            MovementKind::Receipt,
            &format!("H{}", n * 11 % 7),
            ["surgical_mask", "swab", "unlisted"][(n % 3) as usize],
        )
    };
    (0..90).map(line).collect()
}

#[test]
fn sites_told_one_after_the_other_have_the_rows_of_all_at_once() {
    let as_of = day("2022-03-15");
    let stock = Stock::of(&receipts(), as_of);
    let mut desk = Desktop::under(&[]);
    desk.onhand = on_hand_of(&stock, as_of);
    // A0, H3a and X have no lot: before, between and behind those that have one.
    let sites = ["A0", "H0", "H1", "H3", "H3a", "H6", "X"];
    let rates = sites.iter().zip(3..);
    desk.burn = rates
        .map(|(site, used)| burn(site, "surgical_mask", used, 9))
        .collect();
    for goods in [Goods::Item, Goods::Category, Goods::Everything] {
        let place = Place::Site;
        let options = CoverOptions {
            grouping: Grouping { place, goods },
            ..CoverOptions::on(as_of)
        };
        assert!(stock.parts_by_site(stock.len().div_ceil(2)).len() == 7);
        let inputs = desk.inputs();
        let of_all = cover(&inputs, &options).expect("no standard");
        let without = CoverInputs {
            onhand: &[],
            ..inputs
        };
        let by_site = cover_by_site(&stock, &without, &options).expect("no standard");
        assert!(of_all.cover.iter().any(|row| row.site == "H3a"));
        assert!(!of_all.waste.is_empty());
        assert_eq!(by_site, of_all, "{goods:?}");
    }
}

#[test]
fn use_without_any_lot_is_told_all_the_same() {
    let as_of = day("2022-03-15");
    let mut desk = Desktop::under(&[]);
    desk.burn = vec![burn("H1", "swab", 5, 1)];
    let (inputs, options) = (desk.inputs(), CoverOptions::on(as_of));
    let answer = cover_by_site(&Stock::of(&[], as_of), &inputs, &options).expect("no standard");
    assert_eq!(answer.cover.len(), 1);
    assert_eq!(answer, cover(&inputs, &options).expect("no standard"));
}

#[test]
fn what_looks_beyond_a_site_is_not_told_by_site() {
    let options = CoverOptions::on(day("2022-03-15"));
    let bare = Rules::default();
    assert!(is_told_by_site(&bare, &options));
    let with_standards = Desktop::under(&["P0"]).rules;
    assert!(!is_told_by_site(&with_standards, &options));
    let place = Place::County;
    let grouping = Grouping {
        place,
        ..Grouping::default()
    };
    let put_together = CoverOptions {
        grouping,
        ..options
    };
    assert!(!is_told_by_site(&bare, &put_together));
}

//! The worked examples of stock valuation, with an edge on each side.

use super::*;
use crate::engine::cost::{Flow, LotPrices};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

/// `kind qty cost`, a movement a day from 2022-03-01 on, all of lot `lot`.
fn ledger(lines: &[(MovementKind, i64, Option<i64>, &str)]) -> Vec<Movement> {
    lines
        .iter()
        .enumerate()
        .map(|(at, (kind, pieces, cost, lot))| Movement {
            doc: "M".to_owned(),
            line: (at + 1).to_string(),
            lot: (*lot).to_owned(),
            qty: Quantity::whole(*pieces),
            unit: "piece".to_owned(),
            unit_cost: cost.map(Price::from_steps),
            ..Movement::new(day("2022-03-01").plus_days(at as i64), *kind, "D1", "mask")
        })
        .collect()
}

fn value(movements: &[Movement], method: ValueMethod) -> (String, String, String) {
    let inputs = ValuationInputs {
        movements,
        references: &[],
        reference_days: 90,
        as_of: day("2022-12-31"),
    };
    let rows = valuation(&inputs, &[method]);
    let row = &rows[0];
    let value = row
        .value
        .map_or("none".to_owned(), |value| value.to_string());
    let uncosted = row.uncosted.unwrap_or_default().to_string();
    (value, uncosted, row.reason.clone())
}

use MovementKind::{Count, Issue, Receipt};

/// 100 at 1.00, 100 at 1.30, 150 issued, 50 at 1.60: 100 are left.
fn textbook() -> Vec<Movement> {
    ledger(&[
        (Receipt, 100, Some(10_000), "A"),
        (Receipt, 100, Some(13_000), "B"),
        (Issue, 100, None, "A"),
        (Issue, 50, None, "B"),
        (Receipt, 50, Some(16_000), "C"),
    ])
}

#[test]
fn the_textbook_example_by_three_methods() {
    let worth = |method| value(&textbook(), method).0;
    // Actual and first in first out: 50 at 1.30 and 50 at 1.60.
    assert_eq!(worth(ValueMethod::Actual), "145.00");
    assert_eq!(worth(ValueMethod::Fifo), "145.00");
    // The mean of 200 is 1.15, so 50 of them are 57.50, and 50 at 1.60 are 80.
    assert_eq!(worth(ValueMethod::Weighted), "137.50");
}

#[test]
fn actual_and_first_in_first_out_differ_where_a_younger_lot_left_first() {
    let movements = ledger(&[
        (Receipt, 100, Some(10_000), "A"),
        (Receipt, 100, Some(13_000), "B"),
        (Issue, 100, None, "B"),
    ]);
    assert_eq!(value(&movements, ValueMethod::Actual).0, "100.00");
    assert_eq!(value(&movements, ValueMethod::Fifo).0, "130.00");
}

#[test]
fn a_lot_that_came_in_two_parts_is_worth_what_was_paid_for_both() {
    let mut movements = ledger(&[
        (Receipt, 100, Some(10_000), "A"),
        (Receipt, 50, Some(30_000), "A"),
    ]);
    for method in [
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
    ] {
        assert_eq!(value(&movements, method).0, "250.00");
    }
    movements.extend(ledger(&[(Issue, 60, None, "A")]));
    movements[2].date = day("2022-03-09");
    // Ninety of 150 that cost 250.00, and not ninety at 1.6667.
    assert_eq!(value(&movements, ValueMethod::Actual).0, "150.00");
}

#[test]
fn what_left_before_a_part_was_bought_is_none_of_that_part() {
    let mut movements = ledger(&[
        (Receipt, 100, Some(50_000), "A"),
        (Issue, 90, None, "A"),
        (Receipt, 100, Some(100_000), "A"),
    ]);
    assert_eq!(value(&movements, ValueMethod::Actual).0, "1050.00");
    movements[1].qty = Quantity::whole(100);
    assert_eq!(value(&movements, ValueMethod::Actual).0, "1000.00");
    let prices = LotPrices::of(&movements, day("2022-12-31"));
    let cost = |at: usize| prices.of_movement(&movements[at]).and_then(Cost::price);
    assert_eq!(
        cost(1),
        Some(Price::from_steps(50_000)),
        "by what was paid then"
    );
}

#[test]
fn what_has_no_cost_is_named_and_not_nothing() {
    let movements = ledger(&[
        (Receipt, 100, Some(10_000), "A"),
        (Receipt, 40, None, "GIFT"),
    ]);
    let actual = value(&movements, ValueMethod::Actual);
    assert_eq!(
        actual,
        ("100.00".into(), "40".into(), "no cost of lot GIFT".into())
    );
    let fifo = value(&movements, ValueMethod::Fifo);
    assert_eq!(fifo.0, "100.00");
    assert_eq!(fifo.2, "no cost of M/2 of 2022-03-02");
    let weighted = value(&movements, ValueMethod::Weighted);
    assert_eq!((&*weighted.0, &*weighted.1), ("none", "140"));
}

#[test]
fn a_mean_begins_anew_once_everything_is_gone() {
    let movements = ledger(&[
        (Receipt, 40, None, "GIFT"),
        (Issue, 40, None, "GIFT"),
        (Receipt, 3, Some(10_000), "A"),
        (Receipt, 3, Some(10_001), "A"),
        (Issue, 5, None, "A"),
    ]);
    assert_eq!(
        value(&movements, ValueMethod::Weighted),
        ("1.00".into(), "0".into(), "".into())
    );
}

#[test]
fn a_count_moves_the_stock_by_its_difference() {
    let movements = ledger(&[
        (Receipt, 100, Some(10_000), "A"),
        (Count, 90, None, "A"),
        (Count, 95, None, "A"),
    ]);
    for method in [
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
    ] {
        assert_eq!(value(&movements, method).0, "95.00");
    }
}

#[test]
fn stock_below_zero_has_no_value() {
    let movements = ledger(&[(Receipt, 5, Some(10_000), "A"), (Issue, 6, None, "A")]);
    for method in [
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
    ] {
        assert_eq!(value(&movements, method).0, "none");
    }
}

#[test]
fn the_average_before_each_line_is_the_mean_of_all_that_came_before_it() {
    let mut seed = 5_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005);
        seed = seed.wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) % below) as i64
    };
    let flows = (0..400).map(|at| {
        let comes = next(2) == 0;
        let pieces = 1 + next(20);
        Flow {
            qty: Quantity::from_thousandths(if comes { pieces } else { -pieces } * 1_000),
            cost: (comes && next(40) > 0)
                .then(|| Cost::stated(Price::from_steps(1 + next(90_000)))),
            at,
            line: format!("M/{at}"),
            date: day("2022-03-01"),
            transfer: None,
            is_found: false,
            is_given: false,
            back_from: None,
        }
    });
    let pool = Pool {
        flows: flows.collect(),
        ..Pool::default()
    };
    let key = PoolKey {
        site: "D1".to_owned(),
        item: "mask".to_owned(),
        owner: String::new(),
        form: Form::Physical,
    };
    let key = (key, false);
    let whole = BTreeMap::from([(key.clone(), pool.clone())]);
    let averages = averages_of(&whole);
    let by_definition = |at: usize| {
        let part = Pool {
            flows: pool.flows[..at].to_vec(),
            ..Pool::default()
        };
        let part = BTreeMap::from([(key.clone(), part)]);
        let walked = walk(&part, |(key, _)| goods_of(key), Leaves::Mean, |_, _, _| {});
        walked.pools[&key].mean()
    };
    for (at, flow) in pool.flows.iter().enumerate() {
        let average = averages.get(&flow.line).copied();
        assert_eq!(average, by_definition(at), "{flow:?}");
    }
    let known = averages.len();
    assert!((20..400).contains(&known), "{known} lines have a mean");
}

/// Doc, day of March 2022, kind, site, lot, pieces and cost of a movement.
type Told<'a> = (
    &'a str,
    i64,
    MovementKind,
    &'a str,
    &'a str,
    i64,
    Option<i64>,
);

fn told(lines: &[Told]) -> Vec<Movement> {
    let movement = |(doc, number, kind, site, lot, pieces, cost): &Told| Movement {
        doc: doc.to_string(),
        line: site.to_string(),
        lot: lot.to_string(),
        qty: Quantity::whole(*pieces),
        unit: "piece".to_owned(),
        unit_cost: cost.map(Price::from_steps),
        ..Movement::new(day("2022-03-01").plus_days(number - 1), *kind, site, "mask")
    };
    lines.iter().map(movement).collect()
}

/// The value of each site by one method.
fn by_site(movements: &[Movement], method: ValueMethod) -> Vec<String> {
    let inputs = ValuationInputs {
        movements,
        references: &[],
        reference_days: 90,
        as_of: day("2022-12-31"),
    };
    let rows = valuation(&inputs, &[method]).into_iter();
    let value = |row: Valuation| {
        row.value
            .map_or(row.reason.clone(), |value| value.to_string())
    };
    rows.map(value).collect()
}

use MovementKind::{TransferIn, TransferOut};

/// 100 at 1.00 and 100 at 3.00 at D1; 50 of the second lot go to D2 and 20 of them on to D3.
fn moved() -> Vec<Movement> {
    told(&[
        ("R", 1, Receipt, "D1", "A", 100, Some(10_000)),
        ("S", 2, Receipt, "D1", "B", 100, Some(30_000)),
        ("T", 3, TransferOut, "D1", "B", 50, None),
        ("T", 3, TransferIn, "D2", "B", 50, Some(70_000)),
        ("U", 4, TransferOut, "D2", "B", 20, None),
        ("U", 5, TransferIn, "D3", "B", 20, None),
    ])
}

#[test]
fn a_move_between_two_sites_of_an_owner_makes_no_value() {
    let mut movements = moved();
    assert_eq!(
        by_site(&movements, ValueMethod::Fifo),
        ["350.00", "30.00", "20.00"]
    );
    assert_eq!(
        by_site(&movements, ValueMethod::Weighted),
        ["300.00", "60.00", "40.00"]
    );
    // In whatever order the books of the sites stand in the ledger.
    movements.reverse();
    assert_eq!(
        by_site(&movements, ValueMethod::Fifo),
        ["350.00", "30.00", "20.00"]
    );
}

#[test]
fn an_arrival_in_a_document_of_its_own_names_the_line_that_sent_it() {
    let mut movements = moved();
    movements[3].doc = "V".to_owned();
    movements[3].reference = "T/D1".to_owned();
    let fifo = by_site(&movements, ValueMethod::Fifo);
    assert_eq!(fifo, ["350.00", "30.00", "20.00"]);
}

#[test]
fn what_nobody_sent_here_or_another_owner_did_arrives_at_what_is_stated() {
    let mut movements = moved();
    movements[3].owner = "county".to_owned();
    movements.truncate(4);
    assert_eq!(by_site(&movements, ValueMethod::Fifo), ["350.00", "350.00"]);
    // Ten more than were sent.
    let mut movements = moved();
    movements[3].qty = Quantity::whole(60);
    movements.truncate(4);
    assert_eq!(by_site(&movements, ValueMethod::Fifo), ["350.00", "120.00"]);
}

#[test]
fn goods_that_moved_without_a_cost_have_none_where_they_arrive() {
    let mut movements = moved();
    movements[0].unit_cost = None;
    let reason = "no cost of R/D1 of 2022-03-01";
    assert_eq!(
        by_site(&movements, ValueMethod::Fifo),
        ["300.00", reason, reason]
    );
}

#[test]
fn what_left_before_it_came_is_not_there_when_it_comes() {
    let movements = ledger(&[(Issue, 10, None, "A"), (Receipt, 20, Some(10_000), "A")]);
    assert_eq!(value(&movements, ValueMethod::Fifo).0, "10.00");
    assert_eq!(value(&movements, ValueMethod::Weighted).0, "10.00");
}

#[test]
fn a_cost_that_is_stated_later_is_that_of_the_lot_by_every_method() {
    let parts = [
        ("R", 1, Receipt, "D1", "A", 300, None),
        ("S", 2, Receipt, "D1", "A", 100, Some(50_000)),
        ("T", 3, Receipt, "D1", "B", 10, None),
    ];
    for method in [
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
    ] {
        assert_eq!(
            by_site(&told(&parts[..2]), method),
            ["2000.00"],
            "{method:?}"
        );
    }
    // The other lot has none still.
    assert_eq!(by_site(&told(&parts), ValueMethod::Fifo), ["2000.00"]);
}

#[test]
fn a_value_that_does_not_fit_is_said_and_breaks_nothing() {
    let most = 9_007_199_254_740;
    let movements = told(&[
        ("R", 1, Receipt, "D1", "A", most, Some(999_999_990_000)),
        ("I", 2, Issue, "D1", "A", 1_000, None),
    ]);
    for method in [
        ValueMethod::Actual,
        ValueMethod::Fifo,
        ValueMethod::Weighted,
    ] {
        assert_eq!(by_site(&movements, method), ["the value does not fit"]);
    }
}

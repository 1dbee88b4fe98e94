//! The edges of who pays, and out of what.

use super::*;
use crate::ledger::tables::Site;
use crate::policy::Policy;
use crate::quantity::{Price, Quantity};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn sites() -> SiteTree {
    let site = |code: &str, parent: &str, level: &str| Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: if code.starts_with('D') { "depot" } else { "" }.to_owned(),
        ..Site::unlisted(code)
    };
    SiteTree::new([
        site("C", "", "city"),
        site("DC", "C", "city"),
        site("HC", "C", "institution"),
        site("A", "C", "county"),
        site("DA", "A", "county"),
        site("HA", "A", "institution"),
        site("Z", "", "institution"),
    ])
}

fn issue(from: &str, owner: &str, to: &str, pieces: i64) -> Movement {
    Movement {
        doc: format!("{from}-{to}"),
        line: "1".to_owned(),
        lot: "L".to_owned(),
        qty: Quantity::whole(pieces),
        owner: owner.to_owned(),
        counterparty: to.to_owned(),
        unit_cost: Some(Price::from_steps(10_000)),
        ..Movement::new(day("2022-03-01"), MovementKind::Issue, from, "mask")
    }
}

/// What a test hands in beside the movements.
#[derive(Clone, Copy, Default)]
struct More<'a> {
    freights: &'a [Freight],
    rotation: &'a [Rotation],
    cash: Option<i64>,
    cash_by_day: &'a [(Day, Money)],
    since: Option<Day>,
    price: Option<PriceSource>,
}

/// Settles, audits with what `spoil` made of it, and says which promises are broken.
fn broken(movements: &[Movement], more: More, spoil: fn(&mut Settled)) -> (Settled, Vec<String>) {
    let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
    let inputs = SettlementInputs {
        movements,
        freights: more.freights,
        rotation: more.rotation,
        references: &[],
        quotes: &[],
        agreements: &[],
        funds: &[],
        sites: &sites(),
        catalogue: &Catalogue::default(),
        rules: &policy.settlement,
        since: more.since,
        as_of: day("2022-03-31"),
        price: more.price,
        necessities: None,
        cash: more.cash.map(Money::from_fen),
        cash_by_day: more.cash_by_day,
        restocks: "health_commission",
        reserve_owners: &policy.replenish.as_ref().expect("P0 has a reserve").owners,
    };
    let mut answer = settle(&inputs);
    spoil(&mut answer);
    let entries = entry::entries(&answer.settlements);
    let findings = audit::audit(&answer, &entries, &inputs);
    (answer, findings.into_iter().map(|row| row.code).collect())
}

fn answer(movements: &[Movement], more: More) -> Settled {
    let (answer, broken) = broken(movements, more, |_| {});
    assert!(broken.is_empty(), "{broken:?}");
    answer
}

/// Payer, payee, total and fund of each line.
fn lines(answer: &Settled) -> Vec<[String; 4]> {
    let line = |row: &Settlement| {
        let total = row
            .total
            .map_or("unknown".to_owned(), |total| total.to_string());
        [&row.payer, &row.payee, &total, &row.fund].map(Clone::clone)
    };
    answer.settlements.iter().map(line).collect()
}

/// The lines, and what is not settled.
fn settled(movements: &[Movement], cash: Option<i64>) -> (Vec<[String; 4]>, Vec<String>) {
    let more = More {
        cash,
        ..More::default()
    };
    let answer = answer(movements, more);
    let unsettled = answer.unsettled.iter().map(|(_, why)| why.clone());
    (lines(&answer), unsettled.collect())
}

fn funds(cash: Option<i64>) -> Vec<(String, String)> {
    let (lines, _) = settled(&[issue("DC", "city", "HC", 100)], cash);
    let of_funds = lines.into_iter().filter(|line| !line[3].is_empty());
    of_funds.map(|[_, _, total, fund]| (fund, total)).collect()
}

fn pair(fund: &str, total: &str) -> (String, String) {
    (fund.to_owned(), total.to_owned())
}

#[test]
fn the_cash_reserve_pays_first_and_a_fen_short_of_it_all_the_budget_pays_a_fen() {
    assert_eq!(funds(Some(10_000)), [pair("cash_reserve", "100.00")]);
    let split = [
        pair("cash_reserve", "99.99"),
        pair("supplementary_budget", "0.01"),
    ];
    assert_eq!(funds(Some(9_999)), split);
    assert_eq!(funds(Some(0)), [pair("supplementary_budget", "100.00")]);
    assert_eq!(funds(None), [pair("cash_reserve", "unknown")]);
}

#[test]
fn the_citys_goods_in_a_countys_depot_are_the_citys() {
    let (lines, _) = settled(&[issue("DA", "city", "HA", 1)], None);
    assert_eq!(lines[0][..2], ["A".to_owned(), "city_reserve".to_owned()]);
    let (lines, unsettled) = settled(&[issue("DA", "county", "HA", 1)], None);
    assert!(
        lines.is_empty() && unsettled.is_empty(),
        "a county's own use"
    );
}

#[test]
fn a_move_between_depots_of_the_city_is_no_sale() {
    let (lines, unsettled) = settled(&[issue("DC", "city", "DC", 1)], None);
    assert!(lines.is_empty() && unsettled.is_empty());
}

#[test]
fn goods_of_the_reserve_that_leave_a_depot_for_nobody_are_named() {
    let why = "no receiver is stated (counterparty): nobody knows who owes it";
    let (lines, unsettled) = settled(&[issue("DC", "city", "", 1)], None);
    assert!(lines.is_empty());
    assert_eq!(unsettled, [why]);
    for use_of_its_own in [issue("HA", "city", "", 1), issue("DA", "county", "", 1)] {
        let (lines, unsettled) = settled(&[use_of_its_own], None);
        assert!(lines.is_empty() && unsettled.is_empty());
    }
}

#[test]
fn a_receiver_under_no_area_is_named_and_not_billed() {
    let (lines, unsettled) = settled(&[issue("DC", "city", "Z", 1)], None);
    assert!(lines.is_empty());
    assert_eq!(
        unsettled,
        ["Z stands under no county or city in table site"]
    );
    let (_, unsettled) = settled(&[issue("DA", "county", "HC", 1)], None);
    assert_eq!(
        unsettled,
        ["no rule says who pays where a county gives to the city"]
    );
}

#[test]
fn nothing_is_settled_of_an_empty_ledger() {
    assert_eq!(settled(&[], Some(5)), (Vec::new(), Vec::new()));
}

#[test]
fn a_line_without_a_quantity_has_no_amount_and_not_nothing() {
    let blank = Movement {
        qty: None,
        ..issue("DC", "city", "HA", 1)
    };
    let answer = answer(&[blank], More::default());
    assert_eq!(lines(&answer)[0][2], "unknown");
    let row = &answer.settlements[0];
    assert_eq!(
        (row.qty, &*row.reason),
        (None, "the movement states no quantity")
    );
}

fn freight(doc: &str, day_paid: &str) -> Freight {
    Freight {
        doc: doc.to_owned(),
        from_site: String::new(),
        site: String::new(),
        freight: Money::from_fen(500),
        date: Some(day(day_paid)),
        payee: String::new(),
        note: String::new(),
    }
}

#[test]
fn freight_that_no_rule_puts_on_a_mechanism_is_nobodys_bill() {
    let share = Rotation {
        plan: "T".to_owned(),
        item: "mask".to_owned(),
        ..Rotation::new("L", "HC")
    };
    let more = More {
        freights: &[freight("DC-HC", "2022-03-01")],
        rotation: &[share],
        ..More::default()
    };
    let answer = answer(&[issue("DC", "city", "HC", 3)], more);
    let line = |payer: &str, payee: &str, total: &str| [payer, payee, total, ""].map(str::to_owned);
    assert_eq!(
        lines(&answer),
        [
            line("HC", "city_reserve", "3.00"),
            line("none", "none", "unknown")
        ]
    );
}

#[test]
fn rotated_goods_cost_what_is_asked_for_and_else_what_was_agreed() {
    let share = Rotation {
        plan: "T".to_owned(),
        item: "mask".to_owned(),
        ..Rotation::new("L", "HC")
    };
    let total = |price| {
        let more = More {
            rotation: std::slice::from_ref(&share),
            price,
            ..More::default()
        };
        lines(&answer(&[issue("DC", "city", "HC", 3)], more))[0][2].clone()
    };
    assert_eq!(total(None), "3.00");
    // Nobody quotes masks on the day.
    assert_eq!(total(Some(PriceSource::Market)), "unknown");
}

#[test]
fn a_period_begins_with_what_the_days_before_left_of_the_funds() {
    let first = issue("DC", "city", "HC", 100);
    let second = Movement {
        doc: "later".to_owned(),
        date: day("2022-03-09"),
        ..first.clone()
    };
    let more = More {
        cash: Some(15_000),
        since: Some(day("2022-03-09")),
        // Paid the day before the goods left: it is the freight of this period.
        freights: &[freight("later", "2022-03-08")],
        ..More::default()
    };
    let answer = answer(&[first, second], more);
    let of_funds = lines(&answer)
        .into_iter()
        .filter(|line| !line[3].is_empty());
    let of_funds: Vec<_> = of_funds.map(|[_, _, total, fund]| (fund, total)).collect();
    let split = [
        pair("cash_reserve", "50.00"),
        pair("supplementary_budget", "50.00"),
    ];
    assert_eq!(of_funds, split);
    assert!(answer.settlements.iter().all(|row| row.doc == "later"));
    assert!(answer.settlements.iter().any(|row| row.freight.is_some()));
    assert!(answer.stray_freight.is_empty());
}

#[test]
fn the_moving_average_of_a_line_knows_nothing_of_what_came_after_it() {
    let receipt = |line: &str, steps: i64| Movement {
        doc: "R".to_owned(),
        line: line.to_owned(),
        lot: line.to_owned(),
        kind: MovementKind::Receipt,
        counterparty: "E".to_owned(),
        unit_cost: Some(Price::from_steps(steps)),
        ..issue("DC", "city", "", 100)
    };
    let out = Movement {
        unit_cost: None,
        lot: "1".to_owned(),
        ..issue("DC", "city", "HA", 10)
    };
    let more = More {
        price: Some(PriceSource::Average),
        ..More::default()
    };
    let answer = answer(&[receipt("1", 10_000), out, receipt("2", 20_000)], more);
    assert_eq!(lines(&answer)[0][2], "10.00");
}

#[test]
fn a_bill_for_other_goods_than_were_issued_breaks_a_promise() {
    let movements = [issue("DC", "city", "HA", 3)];
    let (_, sound) = broken(&movements, More::default(), |_| {});
    assert!(sound.is_empty());
    let (_, spoilt) = broken(&movements, More::default(), |answer| {
        let row = &mut answer.settlements[0];
        row.qty = Quantity::whole(4);
        row.goods = Some(Money::from_fen(400));
        row.total = row.goods;
    });
    assert_eq!(spoilt.len(), 1, "{spoilt:?}");
}

/// Purchases of lot `L` for the city, pieces at prices in ten-thousandths of a yuan, and what was issued of them.
fn bought_and_issued(purchases: [(i64, i64); 2], issued: i64) -> [Movement; 3] {
    let [(first, price), (second, other)] = purchases;
    [
        bought("B1", first, price),
        bought("B2", second, other),
        Movement {
            unit_cost: None,
            ..issue("DC", "city", "HA", issued)
        },
    ]
}

fn bought(doc: &str, pieces: i64, steps: i64) -> Movement {
    Movement {
        doc: doc.to_owned(),
        counterparty: String::new(),
        kind: MovementKind::Receipt,
        date: day("2022-02-01"),
        unit_cost: Some(Price::from_steps(steps)),
        ..issue("DC", "city", "", pieces)
    }
}

#[test]
fn what_is_billed_of_a_lot_is_what_was_paid_for_it() {
    let movements = bought_and_issued([(2_000_000, 5_000), (1_000_000, 4_000)], 3_000_000);
    for price in [PriceSource::Lot, PriceSource::Average] {
        let more = More {
            price: Some(price),
            ..More::default()
        };
        let answer = answer(&movements, more);
        let row = &answer.settlements[0];
        // 0.4667 a piece is printed; three million times that were a hundred yuan more than anybody paid.
        assert_eq!(row.unit_cost, Some(Price::from_steps(4_667)));
        assert_eq!(row.goods, Some(Money::from_fen(140_000_000)), "{price:?}");
    }
}

#[test]
fn a_bill_further_from_its_price_than_a_mean_is_rounded_breaks_a_promise() {
    let movements = bought_and_issued([(1_000, 42_000), (50, 10_000)], 628);
    let spoil = |settled: &mut Settled| {
        let row = &mut settled.settlements[0];
        // 628 of 1,050 that cost 4,250.00 are 2,541.90; at 4.0476 they may be three fen off.
        assert_eq!(row.goods, Some(Money::from_fen(254_190)));
        row.goods = Some(Money::from_fen(254_194));
        row.total = row.goods;
    };
    assert_eq!(broken(&movements, More::default(), spoil).1, ["line"]);
    assert!(broken(&movements, More::default(), |_| {}).1.is_empty());
}

//! Plans by hand, and plans that were tampered with.

use super::super::coming::coming_by_ledger;
use super::*;
use crate::ledger::word::{InboundStatus, MovementKind};
use crate::quantity::Price;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn lot(qty: i64, expiry: &str) -> OnHand {
    OnHand {
        lot: expiry.to_owned(),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        expiry: Some(day(expiry)),
        ..OnHand::new(day("2022-01-01"), "D1", "mask")
    }
}

fn demand(site: &str, qty: i64, price: i64) -> Demand {
    Demand {
        site: site.to_owned(),
        item: "mask".to_owned(),
        spec: String::new(),
        demand: pieces(qty),
        unit: String::new(),
        priority: None,
        price: (price > 0).then(|| Price::from_steps(price)),
        approval: String::new(),
        note: String::new(),
    }
}

fn inbound(status: InboundStatus, expected: &str, expiry: Option<&str>) -> Inbound {
    Inbound {
        doc: "B1".to_owned(),
        line: String::new(),
        site: "D1".to_owned(),
        item: "mask".to_owned(),
        qty: pieces(30),
        unit: String::new(),
        status,
        expected_on: Some(day(expected)),
        expiry: expiry.map(day),
        form: None,
        counterparty: String::new(),
        note: String::new(),
    }
}

#[derive(Default)]
struct Facts {
    onhand: Vec<OnHand>,
    demands: Vec<Demand>,
    inbound: Vec<Inbound>,
    movements: Vec<Movement>,
    budget: Option<i64>,
}

/// The plan for the year from 1 January 2022, or for its quarters.
fn plan_of(facts: &Facts, every: i32) -> Vec<Procurement> {
    let on = day("2022-01-01");
    let inputs = PlanInputs {
        onhand: &facts.onhand,
        cover: &[],
        demands: &facts.demands,
        inbound: &coming_by_ledger(&facts.inbound, &facts.movements, on),
        agreements: &[],
        movements: &facts.movements,
        usage: &[],
        requests: &[],
        quotes: &[],
        budgets: &[],
        catalogue: &Catalogue::default(),
        sites: &SiteTree::default(),
        rules: &Rules::default(),
    };
    let periods = periods(day("2022-01-01"), 12, every);
    let options = PlanOptions {
        plan_id: "p",
        supersedes: "",
        as_of: day("2022-01-01"),
        demand_from: day("2022-01-01"),
        periods: &periods,
        target: TargetKind::Demand,
        redundancy: Quantity::ZERO,
        budget: facts.budget.map(Money::from_fen),
        order: &[OrderBy::Short],
        past_days: 365,
        sites: &[],
    };
    let plan = plan(&inputs, &options).unwrap_or_else(|error| panic!("{error}"));
    let findings = audit(&plan, options.budget);
    assert!(findings.is_empty(), "{findings:?}");
    plan
}

fn need(facts: Facts) -> i64 {
    let facts = Facts {
        demands: vec![demand("D1", 100, 0)],
        ..facts
    };
    plan_of(&facts, 12)[0]
        .need
        .map_or(-1, Quantity::whole_units_down)
}

#[test]
fn a_lot_is_replaced_when_its_last_day_lies_in_the_period() {
    let with = |expiry| {
        need(Facts {
            onhand: vec![lot(60, expiry)],
            ..Facts::default()
        })
    };
    assert_eq!(with("2023-01-01"), 40);
    assert_eq!(
        with("2022-12-31"),
        100,
        "it is not there when the next year begins"
    );
    assert_eq!(with("2021-12-31"), 100, "it has expired before");
}

#[test]
fn only_what_is_on_its_way_in_time_counts() {
    let with = |status, expected, expiry| {
        need(Facts {
            inbound: vec![inbound(status, expected, expiry)],
            ..Facts::default()
        })
    };
    let late = "2023-01-01";
    assert_eq!(with(InboundStatus::Shipped, "2022-12-31", None), 70);
    assert_eq!(with(InboundStatus::InTransit, "2022-03-01", None), 70);
    assert_eq!(
        with(InboundStatus::Dispatched, "2021-12-01", None),
        70,
        "overdue and on its way"
    );
    assert_eq!(with(InboundStatus::Shipped, late, None), 100);
    assert_eq!(
        with(InboundStatus::Shipped, "2022-03-01", Some("2022-12-31")),
        100
    );
    for status in [
        InboundStatus::Pledged,
        InboundStatus::Ordered,
        InboundStatus::Received,
        InboundStatus::Cancelled,
    ] {
        assert_eq!(with(status, "2022-03-01", None), 100, "{status:?}");
    }
}

#[test]
fn a_transfer_that_left_and_has_not_arrived_is_on_its_way() {
    let leg = |kind, site: &str, qty: i64| Movement {
        doc: "T1".to_owned(),
        qty: Quantity::whole(qty),
        counterparty: "D1".to_owned(),
        ..Movement::new(day("2021-12-30"), kind, site, "mask")
    };
    let with = |movements| {
        need(Facts {
            movements,
            ..Facts::default()
        })
    };
    let keeper = leg(MovementKind::Issue, "D1", 0);
    let out = leg(MovementKind::TransferOut, "D0", 30);
    assert_eq!(with(vec![keeper.clone(), out.clone()]), 70);
    assert_eq!(
        with(vec![out.clone()]),
        100,
        "D1 keeps no stock here and will never book it in"
    );
    let arrived = leg(MovementKind::TransferIn, "D1", 20);
    assert_eq!(with(vec![keeper, out, arrived]), 90);
}

#[test]
fn a_transfer_to_two_sites_is_on_its_way_to_each() {
    let leg = |kind, doc: &str, line: &str, site: &str, to: &str, qty: i64| Movement {
        doc: doc.to_owned(),
        line: line.to_owned(),
        qty: Quantity::whole(qty),
        counterparty: to.to_owned(),
        ..Movement::new(day("2021-12-30"), kind, site, "mask")
    };
    let with = |movements| {
        need(Facts {
            movements,
            ..Facts::default()
        })
    };
    let keepers = [
        leg(MovementKind::Issue, "K1", "1", "D1", "", 0),
        leg(MovementKind::Issue, "K2", "1", "D2", "", 0),
    ];
    let sent = [
        leg(MovementKind::TransferOut, "T1", "1", "D0", "D2", 20),
        leg(MovementKind::TransferOut, "T1", "2", "D0", "D1", 30),
    ];
    let both = [keepers.as_slice(), sent.as_slice()].concat();
    assert_eq!(with(both.clone()), 70, "what goes to D2 is not D1's");
    let arrived = Movement {
        reference: "T1/2".to_owned(),
        ..leg(MovementKind::TransferIn, "R7", "1", "D1", "D0", 30)
    };
    let all = [both.as_slice(), &[arrived]].concat();
    assert_eq!(with(all), 100, "the receiver's own document names the line");
}

#[test]
fn quarters_buy_what_the_year_buys() {
    let facts = Facts {
        onhand: vec![
            lot(50, "2022-05-31"),
            lot(20, "2022-11-30"),
            lot(10, "2024-01-31"),
        ],
        demands: vec![demand("D1", 100, 5_000)],
        ..Facts::default()
    };
    let bought = |every| -> Vec<i64> {
        let plan = plan_of(&facts, every);
        plan.iter()
            .map(|row| row.qty.map_or(-1, Quantity::whole_units_down))
            .collect()
    };
    assert_eq!(bought(12), [90]);
    assert_eq!(bought(3), [20, 50, 0, 20]);
}

#[test]
fn money_goes_to_the_furthest_below_and_no_further_than_it_reaches() {
    let facts = |budget| Facts {
        onhand: vec![lot(60, "2024-01-31")],
        demands: vec![demand("D1", 100, 10_000), demand("D2", 50, 10_000)],
        budget: Some(budget),
        ..Facts::default()
    };
    let funded = |budget| -> Vec<(i64, Option<ProcurementStatus>)> {
        let plan = plan_of(&facts(budget), 12);
        plan.iter()
            .map(|row| {
                (
                    row.funded.map_or(-1, Quantity::whole_units_down),
                    row.status,
                )
            })
            .collect()
    };
    let (paid, part, over) = (
        Some(ProcurementStatus::Funded),
        Some(ProcurementStatus::PartFunded),
        Some(ProcurementStatus::OverBudget),
    );
    // D2 lacks all of its 50, D1 40 of its 100; a piece costs a yuan.
    assert_eq!(funded(9_000), [(40, paid), (50, paid)]);
    assert_eq!(funded(8_999), [(39, part), (50, paid)]);
    assert_eq!(funded(5_000), [(0, over), (50, paid)]);
    assert_eq!(funded(99), [(0, over), (0, over)]);
    assert_eq!(funded(0), [(0, over), (0, over)]);
}

#[test]
fn the_audit_finds_a_plan_that_was_tampered_with() {
    let facts = Facts {
        demands: vec![demand("D1", 100, 10_000), demand("D2", 50, 10_000)],
        budget: Some(12_000),
        ..Facts::default()
    };
    let plan = plan_of(&facts, 12);
    let codes = |change: fn(&mut Procurement)| -> Vec<String> {
        let mut plan = plan.clone();
        change(&mut plan[0]);
        let findings = audit(&plan, Some(Money::from_fen(12_000)));
        findings.into_iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(|row| row.need = Some(pieces(99))), ["need", "pack"]);
    assert_eq!(
        codes(|row| row.qty = Some(pieces(101))),
        ["pack", "amount", "split"]
    );
    assert_eq!(codes(|row| row.amount = Some(Money::ZERO)), ["amount"]);
    assert_eq!(codes(|row| row.over_budget = None), Vec::<String>::new());
    let cheaper = |row: &mut Procurement| {
        row.funded = Some(pieces(90));
        row.over_budget = Some(pieces(10));
        row.funded_amount = Some(Money::from_fen(9_000));
    };
    // Ten yuan lie idle, which would have bought more of either line.
    assert_eq!(codes(cheaper), ["order", "order"]);
}

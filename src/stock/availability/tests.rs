//! Arrivals, from both sides of each edge: the lead time, the term, the ramp, the raw material, the price.

use super::*;
use crate::ledger::word::{AgreementKind, AgreementStatus, LineKind};
use crate::quantity::{Money, Price};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn agreement(kind: AgreementKind, qty: i64) -> Agreement {
    Agreement {
        agreement: "A1".to_owned(),
        item: "mask".to_owned(),
        enterprise: "E1".to_owned(),
        kind,
        site: "D1".to_owned(),
        owner: String::new(),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        signed_on: Some(day("2022-01-01")),
        from: Some(day("2022-01-01")),
        to: Some(day("2022-03-10")),
        status: None,
        lead_days: Some(2),
        available_on: None,
        per_delivery: None,
        interval_days: None,
        price: None,
        requirement: String::new(),
        duties: String::new(),
        breach_terms: String::new(),
        quality: String::new(),
        note: String::new(),
        pay_days: None,
    }
}

fn line(start_day: i64, capacity: i64) -> Capacity {
    Capacity {
        enterprise: "E1".to_owned(),
        production_line: "L1".to_owned(),
        item: "mask".to_owned(),
        start_day: Some(start_day),
        kind: LineKind::New,
        site: "D1".to_owned(),
        capacity: pieces(capacity),
        unit: "piece".to_owned(),
        ramp_days: None,
        raw_material_days: None,
        from: None,
        to: None,
        status: None,
        agreement: String::new(),
        note: String::new(),
    }
}

fn stock(lot: &str, form: Form, qty: i64, expiry: &str) -> OnHand {
    OnHand {
        lot: lot.to_owned(),
        form: Some(form),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        expiry: Some(day(expiry)),
        ..OnHand::new(day("2022-03-01"), "D1", "mask")
    }
}

struct Facts {
    onhand: Vec<OnHand>,
    agreements: Vec<Agreement>,
    capacities: Vec<Capacity>,
    budgets: Vec<Budget>,
    demands: Vec<Demand>,
}

const NOTHING: Facts = Facts {
    onhand: Vec::new(),
    agreements: Vec::new(),
    capacities: Vec::new(),
    budgets: Vec::new(),
    demands: Vec::new(),
};

/// Day and pieces of each arrival, and the reasons of what is not counted, on a call of 1 March.
fn answer(facts: &Facts, days: i64) -> (Vec<(i64, i64)>, Vec<String>) {
    let inputs = AvailabilityInputs {
        onhand: &facts.onhand,
        agreements: &facts.agreements,
        capacities: &facts.capacities,
        budgets: &facts.budgets,
        demands: &facts.demands,
        inbound: &[],
        catalogue: &Catalogue::default(),
        sites: &SiteTree::new([]),
    };
    let horizon = Horizon {
        called_on: day("2022-03-01"),
        days,
    };
    let arrivals = arrivals(&inputs, horizon);
    let counted = arrivals.counted.iter();
    let uncounted = arrivals.uncounted.iter();
    (
        counted.map(|a| (a.day, a.qty.whole_units_down())).collect(),
        uncounted
            .map(|u| {
                let qty = u.qty.map_or(String::new(), |qty| format!("{qty} "));
                format!("{qty}{}", u.reason)
            })
            .collect(),
    )
}

fn of_agreement(agreement: Agreement, days: i64) -> (Vec<(i64, i64)>, Vec<String>) {
    let agreements = vec![agreement];
    answer(
        &Facts {
            agreements,
            ..NOTHING
        },
        days,
    )
}

#[test]
fn an_agreement_delivers_batch_by_batch_after_its_lead_time() {
    let batches = Agreement {
        per_delivery: Some(pieces(400)),
        interval_days: Some(3),
        ..agreement(AgreementKind::Supply, 1000)
    };
    let (counted, uncounted) = of_agreement(batches.clone(), 30);
    assert_eq!(counted, [(2, 400), (5, 400), (8, 200)]);
    assert!(uncounted.is_empty());
    let (counted, uncounted) = of_agreement(batches.clone(), 7);
    assert_eq!(counted, [(2, 400), (5, 400)]);
    assert_eq!(uncounted, ["200 comes after day 7"]);
    let once = Agreement {
        interval_days: None,
        ..batches
    };
    let (counted, uncounted) = of_agreement(once, 30);
    assert_eq!(counted, [(2, 400)]);
    assert_eq!(
        uncounted,
        ["600 no interval is agreed, so that one delivery counts"]
    );
}

#[test]
fn what_is_pledged_unsigned_or_out_of_its_term_does_not_count() {
    let good = agreement(AgreementKind::Supply, 10);
    let reason = |row: Agreement| {
        let (counted, uncounted) = of_agreement(row, 30);
        assert!(counted.is_empty());
        uncounted.join("; ")
    };
    let pledged = Some(AgreementStatus::Pledged);
    let with = |change: fn(&mut Agreement)| {
        let mut row = good.clone();
        change(&mut row);
        row
    };
    assert_eq!(
        reason(Agreement {
            status: pledged,
            ..good.clone()
        }),
        "10 pledged only"
    );
    assert_eq!(reason(with(|row| row.signed_on = None)), "10 not signed");
    assert_eq!(
        reason(with(|row| row.signed_on = Some(day("2022-03-02")))),
        "10 not signed"
    );
    assert_eq!(
        reason(with(|row| row.to = Some(day("2022-02-28")))),
        "10 its term is over"
    );
    assert_eq!(
        reason(with(|row| row.from = Some(day("2022-03-02")))),
        "10 its term has not begun"
    );
    assert_eq!(
        reason(with(|row| row.lead_days = None)),
        "10 no lead time and no day from which it can be had"
    );
    let last_day = with(|row| row.to = Some(day("2022-03-01")));
    assert_eq!(
        of_agreement(last_day, 30).0,
        [(2, 10)],
        "the last day of a term counts"
    );
}

#[test]
fn what_was_called_before_is_taken_off_by_the_books() {
    let facts = Facts {
        onhand: vec![stock("A1", Form::Agreement, 300, "2022-12-31")],
        agreements: vec![agreement(AgreementKind::Supply, 1000)],
        ..NOTHING
    };
    assert_eq!(answer(&facts, 30).0, [(2, 300)]);
    let unknown = Facts {
        agreements: Vec::new(),
        ..facts
    };
    let (counted, uncounted) = answer(&unknown, 30);
    assert!(counted.is_empty(), "no row says that it is signed");
    assert_eq!(uncounted.len(), 1);
}

#[test]
fn goods_in_store_stay_so_under_the_number_of_an_agreement() {
    let mut facts = NOTHING;
    facts.onhand = vec![stock("A1", Form::Physical, 300, "2022-12-31")];
    facts.agreements = vec![agreement(AgreementKind::Supply, 1000)];
    assert_eq!(answer(&facts, 30).0, [(0, 300), (2, 1000)]);
}

#[test]
fn entrusted_goods_count_as_far_as_they_are_on_the_books() {
    let facts = Facts {
        onhand: vec![stock("A1", Form::Consigned, 300, "2022-12-31")],
        agreements: vec![agreement(AgreementKind::Storage, 1000)],
        ..NOTHING
    };
    let (counted, uncounted) = answer(&facts, 30);
    assert_eq!(counted, [(2, 300)]);
    assert_eq!(
        uncounted,
        ["700 agreed, and not on the books as entrusted stock of that number"]
    );
}

#[test]
fn stock_is_there_at_once_and_gone_after_its_last_day() {
    let mut held = stock("L2", Form::Physical, 50, "2022-12-31");
    held.held = Some(pieces(20));
    let facts = Facts {
        onhand: vec![stock("L1", Form::Physical, 100, "2022-03-05"), held],
        ..NOTHING
    };
    let (counted, uncounted) = answer(&facts, 30);
    assert_eq!(counted, [(0, 100), (0, 30), (5, -100)]);
    assert_eq!(uncounted, ["20 on hold"]);
    assert_eq!(answer(&facts, 4).0, [(0, 100), (0, 30)]);
}

#[test]
fn a_new_line_runs_up_in_even_steps_and_stops_without_material() {
    let of_lines = |capacities: Vec<Capacity>, days| {
        answer(
            &Facts {
                capacities,
                ..NOTHING
            },
            days,
        )
        .0
    };
    let ramp = Capacity {
        ramp_days: Some(4),
        ..line(3, 10)
    };
    assert_eq!(
        of_lines(vec![ramp.clone()], 7),
        [(3, 2), (4, 5), (5, 7), (6, 10), (7, 10)],
        "a part of a piece is not made"
    );
    assert!(of_lines(vec![ramp], 2).is_empty());
    let stepped = vec![
        line(0, 10),
        Capacity {
            ramp_days: Some(2),
            ..line(2, 30)
        },
    ];
    assert_eq!(
        of_lines(stepped, 4),
        [(0, 10), (1, 10), (2, 20), (3, 30), (4, 30)]
    );
    let material = Capacity {
        raw_material_days: Some(2.5),
        ..line(0, 10)
    };
    assert_eq!(of_lines(vec![material], 9), [(0, 10), (1, 10), (2, 5)]);
    let until = Capacity {
        to: Some(day("2022-03-02")),
        ..line(0, 10)
    };
    assert_eq!(of_lines(vec![until], 9), [(0, 10), (1, 10)]);
}

#[test]
fn a_line_counts_only_under_the_agreement_it_names() {
    let named = Capacity {
        agreement: "A1".to_owned(),
        ..line(0, 10)
    };
    let production = agreement(AgreementKind::Production, 1000);
    let with = |agreements| Facts {
        agreements,
        capacities: vec![named.clone()],
        ..NOTHING
    };
    let (counted, _) = answer(&with(vec![production.clone()]), 0);
    assert_eq!(
        counted,
        [(0, 10)],
        "the line is counted, not the agreement as well"
    );
    let unsigned = Agreement {
        signed_on: None,
        ..production
    };
    let (counted, uncounted) = answer(&with(vec![unsigned]), 0);
    assert!(counted.is_empty());
    assert_eq!(
        uncounted,
        [
            "1000 not signed",
            "its agreement is not in force (10 a day)"
        ]
    );
    let (_, uncounted) = answer(&with(Vec::new()), 0);
    assert_eq!(
        uncounted,
        ["its agreement is not in table agreement (10 a day)"]
    );
}

#[test]
fn cash_is_what_it_buys_at_a_stated_price_and_nothing_without_one() {
    let demand = |price| Demand {
        site: "D1".to_owned(),
        item: "mask".to_owned(),
        spec: String::new(),
        demand: pieces(1),
        unit: String::new(),
        priority: None,
        price,
        approval: String::new(),
        note: String::new(),
    };
    let facts = |price| Facts {
        budgets: vec![Budget {
            scope: "*".to_owned(),
            from: None,
            to: Some(day("2022-12-31")),
            budget: Money::from_fen(10_000),
            source: String::new(),
        }],
        demands: vec![demand(price)],
        ..NOTHING
    };
    let (counted, _) = answer(&facts(Some(Price::from_steps(3_333))), 0);
    assert_eq!(counted, [(0, 300)], "100 yuan at 0.3333 is 300.03 pieces");
    let (counted, uncounted) = answer(&facts(None), 0);
    assert!(counted.is_empty());
    assert_eq!(uncounted, ["no price is stated"]);
}

#[test]
fn forms_are_never_added_up() {
    let facts = Facts {
        onhand: vec![stock("L1", Form::Physical, 100, "2022-12-31")],
        agreements: vec![agreement(AgreementKind::Supply, 1000)],
        ..NOTHING
    };
    let inputs = AvailabilityInputs {
        onhand: &facts.onhand,
        agreements: &facts.agreements,
        capacities: &[],
        budgets: &[],
        demands: &[],
        inbound: &[],
        catalogue: &Catalogue::default(),
        sites: &SiteTree::new([]),
    };
    let horizon = Horizon {
        called_on: day("2022-03-01"),
        days: 5,
    };
    let arrivals = arrivals(&inputs, horizon);
    let sums = by_day(&arrivals, 2);
    assert_eq!(sums[&("D1", "mask", Form::Physical)], pieces(100));
    assert_eq!(sums[&("D1", "mask", Form::Agreement)], pieces(1000));
    assert_eq!(by_day(&arrivals, 1).len(), 1);
    let rows = availability(&inputs, horizon);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].total, Some(pieces(1000)));
}

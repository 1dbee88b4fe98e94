//! Orders and transfers, before and after something of them arrived.

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn order(line: &str, site: &str, qty: i64, status: InboundStatus) -> Inbound {
    Inbound {
        doc: "O1".to_owned(),
        line: line.to_owned(),
        site: site.to_owned(),
        item: "mask".to_owned(),
        qty: pieces(qty),
        unit: String::new(),
        status,
        expected_on: Some(day("2022-03-03")),
        expiry: None,
        form: None,
        counterparty: String::new(),
        note: String::new(),
    }
}

fn shipped(line: &str, site: &str, qty: i64) -> Inbound {
    order(line, site, qty, InboundStatus::Shipped)
}

/// A line of a ledger on 1 March; `name` is its document and line.
fn line(name: &str, kind: MovementKind, site: &str, qty: i64, reference: &str) -> Movement {
    let (doc, line) = name.split_once('/').expect("a name of the test");
    Movement {
        doc: doc.to_owned(),
        line: line.to_owned(),
        qty: Quantity::whole(qty),
        reference: reference.to_owned(),
        ..Movement::new(day("2022-03-01"), kind, site, "mask")
    }
}

fn receipt(name: &str, site: &str, qty: i64, reference: &str) -> Movement {
    line(name, MovementKind::Receipt, site, qty, reference)
}

/// A transfer of document T1 from D0 to D1, where a receipt of 1 March shows that D1 keeps stock.
fn sent(qty: i64) -> Vec<Movement> {
    let out = Movement {
        counterparty: "D1".to_owned(),
        ..line("T1/1", MovementKind::TransferOut, "D0", qty, "")
    };
    vec![receipt("R1/1", "D1", 5, ""), out]
}

/// Document, line and pieces of what is coming on 1 March.
fn left(inbound: &[Inbound], movements: &[Movement]) -> Vec<(String, i64)> {
    let rows = coming_by_ledger(inbound, movements, day("2022-03-01"));
    let rows = rows.into_iter();
    rows.map(|row| {
        let name = format!("{}/{}", row.doc, row.line);
        (name, row.qty.whole_units_down())
    })
    .collect()
}

fn named(rows: &[(&str, i64)]) -> Vec<(String, i64)> {
    let rows = rows.iter();
    rows.map(|(name, qty)| ((*name).to_owned(), *qty)).collect()
}

#[test]
fn what_a_receipt_names_has_arrived_as_far_as_it_goes() {
    let inbound = [shipped("1", "D1", 10), shipped("2", "D1", 20)];
    let with = |receipts: &[Movement]| left(&inbound, receipts);
    let both = named(&[("O1/1", 10), ("O1/2", 20)]);
    assert_eq!(with(&[]), both);
    let part = receipt("R1/1", "D1", 4, "O1/1");
    assert_eq!(
        with(std::slice::from_ref(&part)),
        named(&[("O1/1", 6), ("O1/2", 20)])
    );
    let rest = receipt("R2/1", "D1", 6, "O1/1");
    let all = [part.clone(), rest];
    assert_eq!(with(&all), named(&[("O1/2", 20)]));
    let more = receipt("R2/1", "D1", 99, "O1/1");
    assert_eq!(
        with(&[more]),
        named(&[("O1/2", 20)]),
        "more of a line is none of another"
    );
    let undone = line("X1/1", MovementKind::Reversal, "D1", 0, "R1/1");
    assert_eq!(with(&[part.clone(), undone]), both);
    let later = Movement {
        date: day("2022-03-02"),
        ..part
    };
    assert_eq!(with(&[later]), both);
}

#[test]
fn what_carries_the_document_is_of_its_site_first() {
    let inbound = [shipped("1", "D1", 10), shipped("2", "D2", 20)];
    let with = |site, qty| left(&inbound, &[receipt("O1/9", site, qty, "")]);
    assert_eq!(with("D2", 15), named(&[("O1/1", 10), ("O1/2", 5)]));
    assert_eq!(with("D2", 25), named(&[("O1/1", 5)]));
    assert_eq!(with("D3", 5), named(&[("O1/1", 5), ("O1/2", 20)]));
    let other = Movement {
        item: "gown".to_owned(),
        ..receipt("O1/9", "D1", 10, "")
    };
    assert_eq!(
        left(&inbound, &[other]),
        named(&[("O1/1", 10), ("O1/2", 20)])
    );
    let known = [
        order("1", "D1", 10, InboundStatus::Received),
        shipped("2", "D1", 20),
    ];
    assert_eq!(
        left(&known, &[receipt("O1/9", "D1", 10, "")]),
        named(&[("O1/1", 10), ("O1/2", 20)]),
        "what is known to have arrived is what the receipt brought"
    );
}

#[test]
fn a_transfer_on_the_road_is_coming_once() {
    assert_eq!(left(&[], &sent(300)), named(&[("T1/1", 300)]));
    let to_nobody = &sent(300)[1..];
    assert_eq!(left(&[], to_nobody), [], "D1 will never book it in");
    let arrived = line("T1/2", MovementKind::TransferIn, "D1", 100, "");
    let under_way = [sent(300), vec![arrived]].concat();
    assert_eq!(left(&[], &under_way), named(&[("T1/1", 200)]));
    let same = |status| Inbound {
        doc: "T1".to_owned(),
        ..order("1", "D1", 300, status)
    };
    let stated = [same(InboundStatus::Shipped)];
    for (lines, qty) in [(&under_way, 200), (&sent(300), 300)] {
        assert_eq!(left(&stated, lines), named(&[("T1/1", qty)]));
        assert_eq!(
            coming_by_ledger(&stated, lines, day("2022-03-01"))[0].expected_on,
            Some(day("2022-03-03"))
        );
    }
    let ordered = [same(InboundStatus::Ordered)];
    let rows = coming_by_ledger(&ordered, &sent(120), day("2022-03-01"));
    let rows: Vec<_> = rows.iter().map(|row| (row.status, row.qty)).collect();
    let left = [
        (InboundStatus::Ordered, pieces(180)),
        (InboundStatus::InTransit, pieces(120)),
    ];
    assert_eq!(rows, left);
}

#[test]
fn a_receipt_that_names_what_was_sent_has_brought_it() {
    let with = |receipt: Movement| [sent(300), vec![receipt]].concat();
    let named_it = with(receipt("R9/1", "D1", 100, "T1/1"));
    assert_eq!(left(&[], &named_it), named(&[("T1/1", 200)]));
    let stated = Inbound {
        doc: "T1".to_owned(),
        ..shipped("1", "D1", 300)
    };
    assert_eq!(left(&[stated], &named_it), named(&[("T1/1", 200)]));
    // What the sender gets in its place names the same line, and brought nothing to the receiver.
    let replaced = with(receipt("R9/1", "D0", 100, "T1/1"));
    assert_eq!(left(&[], &replaced), named(&[("T1/1", 300)]));
    let other = with(Movement {
        item: "gown".to_owned(),
        ..receipt("R9/1", "D1", 100, "T1/1")
    });
    assert_eq!(left(&[], &other), named(&[("T1/1", 300)]));
}

/// A transfer to D1 that names line 1 of order O1.
fn sent_for_order(qty: i64) -> Vec<Movement> {
    let mut lines = sent(qty);
    lines[1].reference = "O1/1".to_owned();
    lines
}

#[test]
fn what_was_sent_for_an_order_is_that_order_on_its_way() {
    let order_of = |qty, status| [order("1", "D1", qty, status)];
    let shipped = |qty| order_of(qty, InboundStatus::Shipped);
    assert_eq!(
        left(&shipped(40), &sent_for_order(40)),
        named(&[("O1/1", 40)])
    );
    assert_eq!(
        left(&shipped(90), &sent_for_order(40)),
        named(&[("O1/1", 90)])
    );
    let ordered = order_of(90, InboundStatus::Ordered);
    let both = named(&[("O1/1", 50), ("T1/1", 40)]);
    assert_eq!(left(&ordered, &sent_for_order(40)), both);
    let elsewhere = [order("1", "D2", 40, InboundStatus::Shipped)];
    let apart = named(&[("O1/1", 40), ("T1/1", 40)]);
    assert_eq!(left(&elsewhere, &sent_for_order(40)), apart);
}

#[test]
fn what_was_sent_for_an_order_arrives_once_whatever_the_arrival_names() {
    let orders = [shipped("1", "D1", 90)];
    let after = |arrival: &Movement| {
        let lines = [sent_for_order(40), vec![arrival.clone()]].concat();
        left(&orders, &lines)
    };
    let into = |name, reference| line(name, MovementKind::TransferIn, "D1", 30, reference);
    let arrivals = [
        into("T1/2", ""),
        into("R9/1", "T1/1"),
        into("T1/2", "O1/1"),
        into("R9/1", "O1/1"),
        receipt("R9/1", "D1", 30, "T1/1"),
        receipt("R9/1", "D1", 30, "O1/1"),
    ];
    for arrival in &arrivals {
        assert_eq!(after(arrival), named(&[("O1/1", 60)]), "{arrival:?}");
    }
    let whole = [shipped("1", "D1", 40)];
    let all = receipt("R9/1", "D1", 40, "O1/1");
    let lines = [sent_for_order(40), vec![all]].concat();
    assert_eq!(left(&whole, &lines), []);
}

#[test]
fn a_transfer_makes_up_no_more_orders_than_it_brings() {
    let of_transfer = |line: &str| Inbound {
        doc: "T1".to_owned(),
        ..order(line, "D1", 100, InboundStatus::Ordered)
    };
    let stated = [of_transfer("1"), of_transfer("2")];
    let expected = named(&[("T1/2", 80), ("T1/1", 120)]);
    assert_eq!(left(&stated, &sent(120)), expected);
}

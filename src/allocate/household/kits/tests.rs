//! Packages: who pays, who comes first, what the scarcest part makes, whether all adds up.

use super::super::sample::{Sample, day, package, whole};
use super::*;

fn packed(sample: &Sample) -> Kits {
    let inputs = sample.inputs();
    let kits = kits(&inputs).unwrap_or_else(|refused| panic!("{refused:?}"));
    assert_eq!(audit(&inputs, &kits), []);
    kits
}

fn households(kits: &Kits) -> Vec<&str> {
    kits.labels
        .iter()
        .map(|label| label.household.as_str())
        .collect()
}

#[test]
fn who_paid_in_time_gets_a_bag_and_who_did_not_stands_in_unmet() {
    let mut sample = Sample::new();
    for (order, household, paid, on) in [
        ("O1", "h1", Some(true), None),
        ("O2", "h2", Some(false), None),
        ("O3", "h3", None, None),
        ("O4", "h4", Some(true), Some("2020-02-12")),
        ("O5", "h5", Some(true), Some("2020-02-13")),
        ("O6", "h6", None, Some("2020-02-12")),
    ] {
        sample.house(household, "C1", "");
        sample.order(order, household, "A", 1, paid);
        sample.orders.rows.last_mut().expect("an order").paid_on = on.map(day);
    }
    let kits = packed(&sample);
    assert_eq!(households(&kits), ["h1", "h4", "h6"]);
    let left: Vec<_> = kits
        .unmet
        .iter()
        .map(|row| (&*row.request, &*row.reason, &*row.rule))
        .collect();
    let unpaid = |order| (order, "unpaid", "P6-L08");
    assert_eq!(left, [unpaid("O2"), unpaid("O3"), unpaid("O5")]);
}

#[test]
fn before_the_last_day_of_payment_nobody_is_struck_off() {
    let mut sample = Sample::new();
    sample.house("h1", "C1", "");
    sample.order("O1", "h1", "A", 1, Some(false));
    let inputs = KitsInputs {
        as_of: day("2020-02-12"),
        ..sample.inputs()
    };
    let kits = kits(&inputs).expect("orders that can be read");
    assert_eq!(kits.unmet[0].reason, "payment_open");
}

#[test]
fn what_is_ordered_or_paid_later_has_not_happened_yet() {
    let mut sample = Sample::new();
    for (order, household, date, paid_on) in [
        ("O1", "h1", "2020-02-20", "2020-02-12"),
        ("O2", "h2", "2020-02-11", "2020-02-14"),
        ("O3", "h3", "2020-02-13", "2020-02-13"),
    ] {
        sample.house(household, "C1", "");
        sample.order(order, household, "A", 1, Some(true));
        let row = sample.orders.rows.last_mut().expect("an order");
        row.date = Some(day(date));
        row.paid_on = Some(day(paid_on));
    }
    let inputs = KitsInputs {
        pay_by: day("2020-02-20"),
        ..sample.inputs()
    };
    let kits = kits(&inputs).expect("orders that can be read");
    assert_eq!(audit(&inputs, &kits), []);
    assert_eq!(households(&kits), ["h3"]);
    let left: Vec<_> = kits
        .unmet
        .iter()
        .map(|row| (&*row.request, &*row.reason))
        .collect();
    assert_eq!(left, [("O2", "payment_open")]);
}

#[test]
fn households_in_need_come_first_and_pay_nothing() {
    let mut sample = Sample::new();
    sample.house("h1", "C1", "");
    sample.house("h2", "C1", "卧床");
    sample.order("O1", "h1", "A", 1, Some(true));
    sample.order("O2", "h2", "A", 1, Some(false));
    sample.holds("S1", "rice", 5);
    sample.holds("S1", "oil", 9);
    let kits = packed(&sample);
    assert_eq!(households(&kits), ["h2"]);
    let label = &kits.labels[0];
    assert_eq!(
        (label.payment, label.amount.map(|m| m.fen())),
        (Payment::Free, Some(0))
    );
    assert_eq!(
        (label.rank, &*label.group, &*label.rule),
        (1, "bedridden", "P2-A01")
    );
    assert_eq!(
        (&*kits.unmet[0].request, &*kits.unmet[0].reason),
        ("O1", "short: rice")
    );
}

#[test]
fn the_scarcest_part_says_how_many_whole_packages_there_are() {
    let mut sample = Sample::new();
    sample.house("h1", "C1", "");
    sample.order("O1", "h1", "A", 4, Some(true));
    sample.holds("S1", "rice", 14);
    sample.holds("S1", "oil", 9);
    let kits = packed(&sample);
    assert_eq!(
        (kits.labels[0].qty, kits.labels[0].contents.as_str()),
        (whole(2), "A×2")
    );
    assert_eq!(kits.labels[0].amount.map(|m| m.fen()), Some(10_000));
    assert_eq!(kits.unmet[0].short, Some(whole(2)));
    let rice = kits
        .parts
        .iter()
        .find(|part| part.item == "rice")
        .expect("a part");
    assert_eq!(
        (rice.need, rice.given, rice.have),
        (whole(20), whole(10), Some(whole(14)))
    );
}

#[test]
fn two_hundred_and_seventeen_shops_pack_for_all_who_paid() {
    let mut sample = Sample::new();
    sample.packages = (1..=217)
        .map(|shop| {
            let mut offer = package(&format!("P{shop}"), shop);
            offer.enterprise = format!("S{shop:03}");
            offer
        })
        .collect();
    sample.parts.clear();
    let (mut paid, mut fen) = (0, 0);
    for n in 0..2_000 {
        let (household, shop) = (format!("h{n:04}"), n % 217 + 1);
        sample.house(&household, &format!("C{}", n % 40), "");
        let is_paid = n % 5 != 0;
        sample.order(
            &format!("O{n:04}"),
            &household,
            &format!("P{shop}"),
            1,
            Some(is_paid),
        );
        paid += usize::from(is_paid);
        fen += if is_paid { shop * 100 } else { 0 };
    }
    let kits = packed(&sample);
    assert_eq!(kits.labels.len(), paid);
    assert_eq!(kits.labels.len() + kits.unmet.len(), 2_000);
    let suppliers: std::collections::BTreeSet<_> =
        kits.picking.iter().map(|row| &row.enterprise).collect();
    assert_eq!(suppliers.len(), 217);
    let asked: i64 = kits
        .picking
        .iter()
        .filter_map(|row| row.amount)
        .map(|m| m.fen())
        .sum();
    assert_eq!(asked, fen);
}

#[test]
fn what_cannot_be_understood_is_refused_all_of_it() {
    let mut sample = Sample::new();
    sample.house("h1", "C1", "benridden");
    sample.order("O1", "h1", "C", 1, None);
    sample.order("O2", "h9", "A", 1, None);
    sample.order("O3", "h1", "A", 0, None);
    sample.order("O3", "h1", "A", 1, None);
    let refused = kits(&sample.inputs()).expect_err("nothing of it can be used");
    let codes: Vec<Code> = refused.0.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        [
            Code::BadWord,
            Code::BadWord,
            Code::MissingCell,
            Code::BadQuantity,
            Code::Conflict
        ]
    );
}

#[test]
fn the_order_of_the_rows_changes_nothing_and_no_orders_are_no_bags() {
    let mut sample = Sample::new();
    for n in 1..=9 {
        sample.house(
            &format!("h{n}"),
            "C1",
            if n == 5 { "bedridden" } else { "" },
        );
        sample.order(
            &format!("O{n}"),
            &format!("h{n}"),
            if n % 2 == 0 { "A" } else { "B" },
            n,
            Some(true),
        );
    }
    sample.holds("S1", "rice", 60);
    sample.holds("S1", "egg", 21);
    let forward = packed(&sample);
    sample.orders.rows.reverse();
    sample.households.rows.reverse();
    assert_eq!(packed(&sample), forward);
    assert_eq!(packed(&Sample::new()), Kits::default());
}

#[test]
fn a_bag_that_is_hidden_or_made_up_is_found() {
    let mut sample = Sample::new();
    sample.house("h1", "C1", "");
    sample.order("O1", "h1", "A", 1, Some(true));
    sample.house("h2", "C1", "");
    sample.order("O2", "h2", "A", 1, Some(false));
    let inputs = sample.inputs();
    let right = kits(&inputs).expect("orders that can be read");
    let codes = |spoil: fn(&mut Kits)| {
        let mut kits = right.clone();
        spoil(&mut kits);
        let mut codes: Vec<String> = audit(&inputs, &kits).into_iter().map(|f| f.code).collect();
        codes.dedup();
        codes
    };
    assert_eq!(codes(|_| ()), [""; 0]);
    assert_eq!(
        codes(|kits| kits.labels.clear()),
        ["wrong_bag", "wrong_picking"]
    );
    assert_eq!(
        codes(|kits| kits.unmet.clear()),
        ["unpaid_bag", "wrong_bag"]
    );
    assert_eq!(
        codes(|kits| kits.picking.clear()),
        ["wrong_picking", "wrong_part"]
    );
    assert_eq!(codes(|kits| kits.parts[0].given = whole(9)), ["wrong_part"]);
}

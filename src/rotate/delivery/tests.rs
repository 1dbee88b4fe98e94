//! Depots D1 and D2, a hospital with a stock ledger and a clinic without one.

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn qty(whole: i64) -> Quantity {
    Quantity::whole(whole).expect("a quantity of the test")
}

fn share(lot: &str, institution: &str, from: &str, whole: i64) -> Rotation {
    Rotation {
        plan: "P22".to_owned(),
        date: Some(day("2022-01-01")),
        from_site: from.to_owned(),
        item: "gloves".to_owned(),
        qty: qty(whole),
        unit: "pair".to_owned(),
        ..Rotation::new(lot, institution)
    }
}

/// A line of document `date`: what moved at a site, and who was on the other side.
fn line(
    date: &str,
    kind: MovementKind,
    (site, other): (&str, &str),
    lot: &str,
    n: i64,
) -> Movement {
    Movement {
        doc: date.to_owned(),
        lot: lot.to_owned(),
        qty: Some(qty(n)),
        counterparty: other.to_owned(),
        ..Movement::new(day(date), kind, site, "gloves")
    }
}

use MovementKind::{Adjust, Count, Issue, Receipt, Reserve, Return, TransferIn, TransferOut};

/// What was sent, received and used of each share in the end.
fn came(shares: &[Rotation], lines: &[Movement], usage: &[Usage]) -> Vec<[Option<Quantity>; 3]> {
    let deliveries = Deliveries::of(shares, lines, usage, day("2022-03-01"));
    let of = |at| {
        let delivery = deliveries.of_share(at);
        [Some(delivery.sent), Some(delivery.received), delivery.used]
    };
    (0..shares.len()).map(of).collect()
}

fn known(figures: [i64; 3]) -> [Option<Quantity>; 3] {
    figures.map(|figure| Some(qty(figure)))
}

fn report(date: &str, site: &str, used: i64) -> Usage {
    Usage {
        used: Some(qty(used)),
        ..Usage::new(day(date), site, "gloves")
    }
}

#[test]
fn a_delivery_is_of_the_share_that_its_sender_gives() {
    let shares = [share("A", "H", "D2", 40), share("A", "H", "D1", 40)];
    let lines = [
        line("2022-01-10", TransferOut, ("D1", "H"), "A", 40),
        line("2022-01-11", TransferIn, ("H", "D1"), "A", 40),
        line("2022-01-12", Issue, ("H", ""), "A", 30),
    ];
    let expected = [known([0, 0, 0]), known([40, 40, 30])];
    assert_eq!(came(&shares, &lines, &[]), expected);
}

#[test]
fn an_arrival_that_names_nobody_is_of_whoever_sent_it() {
    let shares = [share("A", "H", "D2", 40), share("A", "H", "D1", 40)];
    let mut lines = [
        line("2022-01-10", TransferOut, ("D1", "H"), "A", 40),
        line("2022-01-10", TransferIn, ("H", ""), "A", 40),
    ];
    let expected = [known([0, 0, 0]), known([40, 40, 0])];
    assert_eq!(came(&shares, &lines, &[]), expected);
    lines[1].doc = "other".to_owned();
    let expected = [known([0, 40, 0]), known([40, 0, 0])];
    assert_eq!(came(&shares, &lines, &[]), expected);
}

#[test]
fn the_earlier_plan_is_carried_out_first_and_nothing_counts_twice() {
    let mut later = share("A", "H", "D1", 50);
    later.date = Some(day("2022-01-05"));
    let shares = [later, share("A", "H", "D1", 50)];
    let mut lines = vec![
        line("2022-01-10", TransferOut, ("D1", "H"), "A", 50),
        line("2022-01-11", TransferIn, ("H", "D1"), "A", 50),
    ];
    let expected = [known([0, 0, 0]), known([50, 50, 0])];
    assert_eq!(came(&shares, &lines, &[]), expected);
    lines.push(line("2022-01-12", TransferOut, ("D1", "H"), "A", 70));
    let expected = [known([50, 0, 0]), known([50, 50, 0])];
    assert_eq!(came(&shares, &lines, &[]), expected);
}

#[test]
fn nobody_has_used_more_of_a_share_than_had_come() {
    let shares = [share("A", "H", "D1", 40)];
    let own = [
        line("2021-12-01", Receipt, ("H", ""), "A", 30),
        line("2022-01-12", Issue, ("H", ""), "A", 30),
    ];
    assert_eq!(came(&shares, &own, &[]), [known([0, 0, 0])]);
    let mut lines = own.to_vec();
    lines.push(line("2022-01-20", TransferIn, ("H", "D1"), "A", 40));
    lines.push(line("2022-01-20", Issue, ("H", ""), "A", 10));
    assert_eq!(came(&shares, &lines, &[]), [known([0, 40, 10])]);
}

#[test]
fn a_report_counts_once_and_first_for_what_has_to_be_used_first() {
    let mut shares = [share("B", "K", "D1", 50), share("A", "K", "D1", 50)];
    shares[0].use_by = Some(day("2022-07-31"));
    shares[1].use_by = Some(day("2022-06-30"));
    let lines = [
        line("2022-01-02", Issue, ("D1", "K"), "A", 50),
        line("2022-01-20", Issue, ("D1", "K"), "B", 50),
    ];
    let told = |reports: &[Usage]| came(&shares, &lines, reports);
    let nothing = [Some(qty(50)), Some(qty(50)), None];
    assert_eq!(told(&[]), [nothing; 2]);
    let early = report("2022-01-03", "K", 80);
    assert_eq!(
        told(std::slice::from_ref(&early)),
        [nothing, known([50, 50, 50])]
    );
    let late = report("2022-01-20", "K", 30);
    assert_eq!(
        told(&[late, early]),
        [known([50, 50, 30]), known([50, 50, 50])]
    );
}

#[test]
fn goods_of_another_owner_are_not_of_the_share() {
    let mut shares = [share("A", "K", "D1", 50)];
    shares[0].owner = "city".to_owned();
    let mut lines = [line("2022-01-02", Issue, ("D1", "K"), "A", 20)];
    assert_eq!(came(&shares, &lines, &[])[0][0], Some(qty(20)));
    lines[0].owner = "county".to_owned();
    assert_eq!(came(&shares, &lines, &[])[0][0], Some(qty(0)));
}

#[test]
fn a_share_is_posted_where_goods_were_set_aside_for_it() {
    let mut other = share("A", "H", "D1", 40);
    other.plan = "P21".to_owned();
    let shares = [share("A", "H", "D1", 40), other];
    let posted = |doc: &str, other: &str| {
        let mut reserve = line("2022-01-01", Reserve, ("D1", other), "A", 40);
        reserve.doc = doc.to_owned();
        Deliveries::of(&shares, &[reserve], &[], day("2022-03-01"))
            .of_share(0)
            .is_posted
    };
    assert!(posted("V1", "H"));
    assert!(posted("P22", ""));
    assert!(!posted("V1", ""));
    assert!(!posted("P22", "K"));
    assert!(posted("P22", "H"));
    assert!(!posted("P21", "H"));
}

#[test]
fn goods_of_a_mark_are_first_of_the_share_that_says_so() {
    let mut marked = share("A", "K", "D1", 30);
    marked.earmark = "site:K".to_owned();
    let shares = [share("A", "K", "D1", 20), marked];
    let mut gift = line("2022-01-02", Issue, ("D1", "K"), "A", 30);
    gift.earmark = "site:K".to_owned();
    let sent = |lines: &[Movement]| {
        let figures = came(&shares, lines, &[]);
        [figures[0][0], figures[1][0]]
    };
    assert_eq!(
        sent(std::slice::from_ref(&gift)),
        [0, 30].map(|n| Some(qty(n)))
    );
    let bought = line("2022-01-03", Issue, ("D1", "K"), "A", 20);
    assert_eq!(sent(&[bought]), [20, 0].map(|n| Some(qty(n))));
    gift.earmark.clear();
    assert_eq!(sent(&[gift]), [20, 10].map(|n| Some(qty(n))));
}

#[test]
fn what_a_receipt_books_in_came_from_where_it_was_sent() {
    let shares = [share("A", "H", "D1", 40)];
    let mut out = line("2022-01-02", TransferOut, ("D1", "H"), "A", 40);
    out.line = "1".to_owned();
    let mut booked = line("2022-01-03", Receipt, ("H", "Lanhe"), "A", 40);
    let lines = |booked: &Movement| [out.clone(), booked.clone()];
    assert_eq!(came(&shares, &lines(&booked), &[]), [known([40, 0, 0])]);
    booked.reference = "2022-01-02/1".to_owned();
    assert_eq!(came(&shares, &lines(&booked), &[]), [known([40, 40, 0])]);
}

#[test]
fn what_was_given_back_and_came_again_is_there() {
    let shares = [share("A", "H", "D1", 100)];
    let mut lines = vec![
        line("2022-01-10", TransferOut, ("D1", "H"), "A", 100),
        line("2022-01-11", TransferIn, ("H", "D1"), "A", 100),
        line("2022-01-20", TransferOut, ("H", "D1"), "A", 20),
        line("2022-01-21", TransferIn, ("D1", "H"), "A", 20),
    ];
    let spent = |lines: &[Movement]| {
        let deliveries = Deliveries::of(&shares, lines, &[], day("2022-03-01"));
        let delivery = deliveries.of_share(0);
        (delivery.used, delivery.given_back)
    };
    assert_eq!(spent(&lines), (Some(qty(0)), qty(20)));
    lines.push(line("2022-01-25", TransferOut, ("D1", "H"), "A", 15));
    lines.push(line("2022-01-26", TransferIn, ("H", "D1"), "A", 15));
    assert_eq!(spent(&lines), (Some(qty(0)), qty(5)));
    lines.push(line("2022-01-27", Issue, ("H", ""), "A", 100));
    assert_eq!(spent(&lines), (Some(qty(95)), qty(5)));
}

#[test]
fn what_is_found_missing_is_lost_and_what_is_found_again_is_not() {
    let shares = [share("A", "H", "D1", 100)];
    let mut lines = vec![
        line("2022-01-10", TransferOut, ("D1", "H"), "A", 100),
        line("2022-01-11", TransferIn, ("H", "D1"), "A", 100),
        line("2022-01-12", Issue, ("H", ""), "A", 40),
    ];
    let spent = |lines: &[Movement]| {
        let deliveries = Deliveries::of(&shares, lines, &[], day("2022-03-01"));
        let delivery = deliveries.of_share(0);
        (delivery.used, delivery.written_off)
    };
    // The book says 60.
    lines.push(line("2022-01-20", Count, ("H", ""), "A", 50));
    assert_eq!(spent(&lines), (Some(qty(40)), qty(10)));
    lines.push(line("2022-01-21", Adjust, ("H", ""), "A", -5));
    assert_eq!(spent(&lines), (Some(qty(40)), qty(15)));
    lines.push(line("2022-01-22", Adjust, ("H", ""), "A", 8));
    assert_eq!(spent(&lines), (Some(qty(40)), qty(7)));
    lines.push(line("2022-01-23", Count, ("H", ""), "A", 100));
    assert_eq!(spent(&lines), (Some(qty(40)), qty(0)));
}

#[test]
fn a_return_that_names_nobody_is_of_whoever_had_been_sent_the_goods() {
    let shares = [share("A", "K", "D1", 50)];
    let mut sent = line("2022-01-02", Issue, ("D1", "K"), "A", 50);
    sent.line = "1".to_owned();
    let mut back = line("2022-01-05", Return, ("D1", ""), "A", 20);
    let given_back = |back: &Movement| {
        let lines = [sent.clone(), back.clone()];
        Deliveries::of(&shares, &lines, &[], day("2022-03-01"))
            .of_share(0)
            .given_back
    };
    assert_eq!(given_back(&back), qty(0));
    back.reference = "2022-01-02/1".to_owned();
    assert_eq!(given_back(&back), qty(20));
    back.reference = "2022-01-02/2".to_owned();
    assert_eq!(given_back(&back), qty(0));
}

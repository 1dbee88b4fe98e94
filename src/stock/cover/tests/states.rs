//! Tests of states, of moves, and of stock put together.

use super::super::group::{Goods, Grouping, Place};
use super::*;
use crate::ledger::word::{InboundStatus, StockState};

/// Two counties beside the first, each with its norm, and a band of 14 to 20 days for masks.
fn three_counties() -> Desktop {
    let mut desk = Desktop::under(&["P3"]);
    let mut sites: Vec<Site> = desk.sites.sites().cloned().collect();
    sites.push(site("C2", "C0", "county", None));
    sites.push(site("C3", "", "county", None));
    desk.sites = SiteTree::new(sites);
    for county in ["C1", "C2", "C3"] {
        let rate = norm(county, "surgical_mask", 100, NormBasis::Fixed);
        desk.norms.push(rate);
    }
    desk
}

fn mask_of(desk: &Desktop, county: &str) -> Cover {
    desk.row(county, "surgical_mask", "P3-R01")
}

#[test]
fn every_item_at_a_site_is_in_exactly_one_state() {
    let state_of = |qty: i64| {
        let mut desk = three_counties();
        desk.onhand = vec![physical("C1", "surgical_mask", qty)];
        mask_of(&desk, "C1").state
    };
    assert_eq!(state_of(0), Some(StockState::Out));
    assert_eq!(state_of(1399), Some(StockState::BelowMin));
    assert_eq!(state_of(1400), Some(StockState::InBand));
    assert_eq!(state_of(2000), Some(StockState::InBand));
    assert_eq!(state_of(2001), Some(StockState::Over));
    let mut desk = three_counties();
    desk.onhand = vec![
        physical("C1", "surgical_mask", 2001),
        lot("C1", "surgical_mask", Form::Physical, 300, "2022-03-16"),
    ];
    assert_eq!(mask_of(&desk, "C1").state, Some(StockState::NearExpiry));
}

#[test]
fn an_item_without_a_threshold_is_unused_or_says_so_and_a_promise_has_no_state() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        physical("H1", "swab", 10),
        physical("H1", "gloves", 10),
        physical("H1", "medicine", 10),
        lot("H1", "medicine", Form::Agreement, 10, "2030-01-01"),
    ];
    desk.burn = vec![burn("H1", "medicine", 7, 7), burn("H1", "swab", 0, 7)];
    let rows = desk.rows();
    let state = |item: &str, form| {
        let row = rows
            .iter()
            .find(|row| row.item == item && row.form == Some(form));
        row.and_then(|row| row.state)
    };
    assert_eq!(state("swab", Form::Physical), Some(StockState::Unused));
    // That nothing is known of its use does not say that it is not used.
    assert_eq!(
        state("gloves", Form::Physical),
        Some(StockState::NoThreshold)
    );
    assert_eq!(
        state("medicine", Form::Physical),
        Some(StockState::NoThreshold)
    );
    assert_eq!(state("medicine", Form::Agreement), None);
}

#[test]
fn whoever_is_nearer_gives_first_and_never_from_its_own_need() {
    let mut desk = three_counties();
    desk.onhand = vec![
        physical("C1", "surgical_mask", 1000),
        physical("C2", "surgical_mask", 2300),
        physical("C3", "surgical_mask", 9000),
    ];
    let row = mask_of(&desk, "C1");
    // C2 stands under the same prefecture and has 300 beyond its 2,000; nothing stands above C1 and C3.
    assert_eq!(row.move_from, "C2 300; C3 700");
    assert_eq!(
        (row.move_qty, row.order_qty, row.action),
        (Some(pieces(1000)), Some(pieces(0)), Some(Action::Move))
    );
    desk.onhand[2] = physical("C3", "surgical_mask", 2000);
    let row = mask_of(&desk, "C1");
    assert_eq!(
        (row.move_qty, row.order_qty, row.action),
        (
            Some(pieces(300)),
            Some(pieces(700)),
            Some(Action::MoveAndOrder)
        )
    );
    assert_eq!(mask_of(&desk, "C2").move_qty, None);
}

#[test]
fn what_was_given_once_is_not_given_again() {
    let mut desk = three_counties();
    desk.onhand = vec![
        physical("C1", "surgical_mask", 1000),
        physical("C2", "surgical_mask", 500),
        physical("C3", "surgical_mask", 3000),
    ];
    // C2 has fewer days and takes first.
    assert_eq!(mask_of(&desk, "C2").move_qty, Some(pieces(1000)));
    assert_eq!(mask_of(&desk, "C1").move_qty, None);
    assert_eq!(mask_of(&desk, "C1").order_qty, Some(pieces(1000)));
}

#[test]
fn what_is_on_order_is_not_ordered_again_and_a_pledge_is_no_order() {
    let mut desk = three_counties();
    desk.onhand = vec![physical("C1", "surgical_mask", 1000)];
    let inbound = |qty, status| Inbound {
        doc: "O1".to_owned(),
        line: "1".to_owned(),
        site: "C1".to_owned(),
        item: "surgical_mask".to_owned(),
        qty: pieces(qty),
        unit: String::new(),
        status,
        expected_on: None,
        expiry: None,
        form: None,
        counterparty: String::new(),
        note: String::new(),
    };
    desk.inbound = vec![
        inbound(300, InboundStatus::Ordered),
        inbound(200, InboundStatus::Shipped),
        inbound(5000, InboundStatus::Pledged),
    ];
    let row = mask_of(&desk, "C1");
    assert_eq!(
        (row.verdict, row.on_order, row.order_qty),
        (Some(Verdict::Short), Some(pieces(500)), Some(pieces(500)))
    );
    desk.inbound.push(inbound(500, InboundStatus::InTransit));
    assert_eq!(mask_of(&desk, "C1").action, Some(Action::AwaitDelivery));
}

fn grouped(desk: &Desktop, place: Place, goods: Goods) -> Vec<Cover> {
    let answer = desk.answer(|options| CoverOptions {
        grouping: Grouping { place, goods },
        ..options
    });
    answer.expect("no level is scaled").cover
}

#[test]
fn a_county_is_simulated_as_one_store() {
    let mut desk = Desktop::under(&[]);
    desk.onhand = vec![
        lot("H1", "surgical_mask", Form::Physical, 100, "2022-03-19"),
        lot("H1", "surgical_mask", Form::Agreement, 500, "2030-01-01"),
        physical("D0", "surgical_mask", 60),
    ];
    desk.burn = vec![
        burn("H1", "surgical_mask", 10, 1),
        burn("D1", "surgical_mask", 20, 1),
    ];
    let county = grouped(&desk, Place::County, Goods::Item);
    let of = |site: &str, form| {
        let row = county
            .iter()
            .find(|row| row.site == site && row.form == Some(form));
        row.unwrap_or_else(|| panic!("no row of {site}"))
    };
    // 30 a day from a lot that lasts five days more: three days, and nothing is lost.
    let own = of("C1", Form::Physical);
    assert_eq!(
        (own.cover_days, own.waste_qty, own.usable),
        (Some(3), Some(Quantity::ZERO), pieces(100))
    );
    assert_eq!(of("C1", Form::Agreement).on_hand, pieces(500));
    assert_eq!(of("D0", Form::Physical).on_hand, pieces(60));
    let all = grouped(&desk, Place::Prefecture, Goods::Item);
    let physical = all.iter().find(|row| row.form == Some(Form::Physical));
    assert_eq!(physical.map(|row| row.on_hand), Some(pieces(160)));
}

#[test]
fn units_are_never_added_up() {
    let mut desk = Desktop::under(&[]);
    let pairs = OnHand {
        unit: "pair".to_owned(),
        ..physical("H1", "surgical_mask", 7)
    };
    desk.onhand = vec![
        physical("H1", "surgical_mask", 5),
        physical("D1", "medicine", 3),
        pairs,
    ];
    let rows = grouped(&desk, Place::Everywhere, Goods::Everything);
    let units: Vec<(&str, Quantity)> = rows.iter().map(|row| (&*row.unit, row.on_hand)).collect();
    assert_eq!(rows.len(), 2, "{units:?}");
    assert!(rows.iter().all(|row| row.site == "*" && row.item == "*"));
}

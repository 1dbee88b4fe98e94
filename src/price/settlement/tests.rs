//! The edges of who pays, and out of what.

use super::*;
use crate::ledger::tables::Site;
use crate::policy::Policy;
use crate::quantity::Price;

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

/// Payer, payee, total and fund of each line; and what is not settled.
fn settled(movements: &[Movement], cash: Option<i64>) -> (Vec<[String; 4]>, Vec<String>) {
    let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
    let answer = settle(&SettlementInputs {
        movements,
        freights: &[],
        rotation: &[],
        references: &[],
        quotes: &[],
        agreements: &[],
        funds: &[],
        sites: &sites(),
        catalogue: &Catalogue::default(),
        rules: &policy.settlement,
        since: None,
        as_of: day("2022-03-31"),
        price: None,
        necessities: None,
        cash: cash.map(Money::from_fen),
        restocks: "health_commission",
    });
    let line = |row: Settlement| {
        let total = row
            .total
            .map_or("unknown".to_owned(), |total| total.to_string());
        [row.payer, row.payee, total, row.fund]
    };
    let lines = answer.settlements.into_iter().map(line).collect();
    (
        lines,
        answer.unsettled.into_iter().map(|(_, why)| why).collect(),
    )
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

//! Do debits equal credits, and is every bill what was issued at its cost with the freight?
//!
//! The twin knows nothing of the library's own audit: it reads the random ledger itself and adds in `i128` fen.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::ledger::tables::{Freight, Movement, Settlement, Site};
use granary::ledger::word::MovementKind;
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::{Policy, SettlementRule};
use granary::price::settlement::audit::audit;
use granary::price::settlement::entry::entries;
use granary::price::{Settled, SettlementInputs, netting, settle};
use granary::quantity::{Money, Price, Quantity};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// One issue: giver and receiver by number, thousandths, ten-thousandths of a yuan, freight in fen.
type Line = (usize, usize, i64, Option<i64>, Option<i64>);

const GIVERS: [(&str, &str); 3] = [("DC", "city"), ("DA", "county"), ("DB", "county")];
const RECEIVERS: [&str; 5] = ["HC", "HA", "DB", "HB", "DA"];

fn first() -> Day {
    Day::new(2022, 3, 1).expect("a date")
}

fn site(code: &str, parent: &str, level: &str, class: &str) -> Site {
    Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: class.to_owned(),
        ..Site::unlisted(code)
    }
}

fn sites() -> SiteTree {
    SiteTree::new([
        site("C", "", "city", ""),
        site("DC", "C", "city", "depot"),
        site("HC", "C", "institution", ""),
        site("A", "C", "county", ""),
        site("DA", "A", "county", "depot"),
        site("HA", "A", "institution", ""),
        site("B", "C", "county", ""),
        site("DB", "B", "county", "depot"),
        site("HB", "B", "institution", ""),
    ])
}

fn movement(at: usize, line: &Line) -> Movement {
    let (giver, owner) = GIVERS[line.0];
    Movement {
        doc: format!("P{at}"),
        line: "1".to_owned(),
        lot: format!("L{at}"),
        qty: Some(Quantity::from_thousandths(line.2)),
        owner: owner.to_owned(),
        counterparty: RECEIVERS[line.1].to_owned(),
        unit_cost: line.3.map(Price::from_steps),
        ..Movement::new(
            first().plus_days(at as i64),
            MovementKind::Issue,
            giver,
            "mask",
        )
    }
}

fn freight(at: usize, line: &Line) -> Option<Freight> {
    Some(Freight {
        doc: format!("P{at}"),
        from_site: String::new(),
        site: String::new(),
        freight: Money::from_fen(line.4?),
        date: None,
        payee: String::new(),
        note: String::new(),
    })
}

fn rules() -> Vec<SettlementRule> {
    Policy::built_in("P0")
        .unwrap_or_else(|error| panic!("{error}"))
        .settlement
}

fn fen(money: Option<Money>) -> i128 {
    money.map_or(0, |money| i128::from(money.fen()))
}

/// Half up, of numbers that are not negative.
fn cost(thousandths: i64, steps: i64) -> i128 {
    (2 * i128::from(thousandths) * i128::from(steps) + 100_000).div_euclid(200_000)
}

/// Whose goods go where: nobody pays inside a county.
fn payer(line: &Line) -> Option<&'static str> {
    let receiving = ["", "A", "B", "B", "A"][line.1];
    let giving = ["", "A", "B"][line.0];
    (giving != receiving && !receiving.is_empty()).then_some(receiving)
}

fn check(lines: &[Line], settled: &Settled, cash: i64) {
    let mut bills: BTreeMap<&str, i128> = BTreeMap::new();
    let by_doc: BTreeMap<String, &Line> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (format!("P{at}"), line))
        .collect();
    for row in &settled.settlements {
        if row.fund.is_empty() && row.payer != "none" {
            *bills.entry(&row.doc).or_default() += fen(row.total);
            assert_eq!(Some(row.payer.as_str()), payer(by_doc[&row.doc]), "{row:?}");
        }
    }
    for (doc, line) in &by_doc {
        let goods = line.3.map_or(0, |steps| cost(line.2, steps));
        let due = payer(line).map_or(0, |_| goods + line.4.map_or(0, i128::from));
        assert_eq!(
            bills.get(doc.as_str()).copied().unwrap_or(0),
            due,
            "{doc}: {line:?}"
        );
        let from_funds: i128 = funds(settled, doc).map(|row| fen(row.total)).sum();
        let is_city_unit = line.0 == 0 && line.1 == 0;
        assert_eq!(
            from_funds,
            if is_city_unit { goods } else { 0 },
            "{doc}: {line:?}"
        );
    }
    let drawn = settled
        .settlements
        .iter()
        .filter(|row| row.fund == "cash_reserve");
    assert!(drawn.map(|row| fen(row.total)).sum::<i128>() <= i128::from(cash));
}

fn funds<'a>(settled: &'a Settled, doc: &'a str) -> impl Iterator<Item = &'a Settlement> {
    let of_doc = settled.settlements.iter().filter(move |row| row.doc == doc);
    of_doc.filter(|row| !row.fund.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn debits_equal_credits_and_the_bill_is_the_issue_with_its_freight(
        lines in vec((0..3usize, 0..5usize, 1..9_000_000i64, option::of(0..900_000i64), option::of(0..500_000i64)), 0..5),
        cash in 0..50_000_000i64,
    ) {
        let movements: Vec<Movement> = lines.iter().enumerate().map(|(at, line)| movement(at, line)).collect();
        let freights: Vec<Freight> = lines.iter().enumerate().filter_map(|(at, line)| freight(at, line)).collect();
        let (sites, catalogue, rules) = (sites(), Catalogue::default(), rules());
        let inputs = SettlementInputs {
            movements: &movements,
            freights: &freights,
            rotation: &[],
            references: &[],
            quotes: &[],
            agreements: &[],
            funds: &[],
            sites: &sites,
            catalogue: &catalogue,
            rules: &rules,
            since: None,
            as_of: first().plus_days(30),
            price: None,
            necessities: None,
            cash: Some(Money::from_fen(cash)),
            cash_by_day: &[],
            restocks: "",
            reserve_owners: &["city".to_owned()],
        };
        let settled = settle(&inputs);
        let entries = entries(&settled.settlements);
        prop_assert!(audit(&settled, &entries, &inputs).is_empty());
        check(&lines, &settled, cash);
        let mut balance: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for entry in &entries {
            let sums = balance.entry(&entry.settlement).or_default();
            sums.0 += entry.debited.fen();
            sums.1 += entry.credited.fen();
        }
        prop_assert!(balance.values().all(|(debited, credited)| debited == credited));
        let statements = netting(&settled.settlements, None, first().plus_days(30));
        prop_assert_eq!(statements.iter().map(|row| row.net_amount.fen()).sum::<i64>(), 0);
    }
}

//! Supply against need: the threshold from both sides, what comes too late, what nobody knows, and sums that tie.

use super::*;
use crate::ledger::tables::{Item, Site};
use crate::ledger::word::NormBasis;
use crate::quantity::Quantity;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn kg(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn arrival(item: &str, form: Form, from: i64, qty: i64) -> Arrival {
    Arrival {
        site: "M1".to_owned(),
        item: item.to_owned(),
        form,
        source: "a source".to_owned(),
        enterprise: String::new(),
        day: from,
        qty: kg(qty),
        expiry: None,
        earmark: String::new(),
        reason: String::new(),
    }
}

/// A county of a thousand residents who eat a kilogram of each category a day, and its market.
struct World {
    arrivals: Vec<Arrival>,
    norms: Vec<Norm>,
    burn: Vec<Burn>,
    sites: SiteTree,
    catalogue: Catalogue,
    population: Option<Quantity>,
}

impl World {
    fn of(arrivals: Vec<Arrival>) -> World {
        let goods = |code: &str, category: &str, unit: &str| Item {
            category: category.to_owned(),
            unit: unit.to_owned(),
            ..Item::unlisted(code)
        };
        let items = [
            goods("rice", "rice", "kg"),
            goods("oil", "oil", "kg"),
            goods("cabbage", "vegetable", "kg"),
            goods("leek", "vegetable", "bunch"),
        ];
        let norm = |item: &str| Norm {
            scope: "*".to_owned(),
            item: item.to_owned(),
            rate: kg(1),
            unit: "kg".to_owned(),
            basis: NormBasis::PerResident,
            source: "a table".to_owned(),
            occasion: None,
        };
        World {
            arrivals,
            norms: vec![norm("rice"), norm("cabbage")],
            burn: Vec::new(),
            sites: SiteTree::new([]),
            catalogue: Catalogue::new(items),
            population: Some(kg(1000)),
        }
    }

    fn rows(&mut self, days: i64) -> Vec<Balance> {
        let site = |code: &str, level: &str, parent: &str| Site {
            level: level.to_owned(),
            parent: parent.to_owned(),
            ..Site::unlisted(code)
        };
        let county = Site {
            population: self.population,
            ..site("C1", "county", "")
        };
        self.sites = SiteTree::new([county, site("M1", "market", "C1")]);
        let rules = Necessities::built_in().unwrap_or_else(|error| panic!("{error}"));
        let needs = Needs::built_in().unwrap_or_else(|error| panic!("{error}"));
        let inputs = BalanceInputs {
            onhand: &[],
            arrivals: &self.arrivals,
            uncounted: &[],
            knows_capacity: true,
            knows_purchases: true,
            burn: &self.burn,
            norms: &self.norms,
            ration: needs
                .ration_named(None)
                .unwrap_or_else(|error| panic!("{error}")),
            needs: &needs,
            catalogue: &self.catalogue,
            sites: &self.sites,
            rules: &rules,
        };
        let from = day("2022-03-01");
        let options = BalanceOptions {
            as_of: from,
            demand_from: from,
            days,
            place: Place::County,
            by: None,
        };
        let rows = balance(&inputs, &options);
        assert_ties(&inputs, &options, &rows);
        rows
    }

    fn row(&mut self, category: &str, days: i64) -> Balance {
        let mut rows = self.rows(days).into_iter();
        rows.find(|row| row.category == category)
            .expect("a row for each category")
    }
}

/// The parts of each row add up to its supply, and the terms of each figure to the figure.
fn assert_ties(inputs: &BalanceInputs, options: &BalanceOptions, rows: &[Balance]) {
    for row in rows {
        let parts = [row.stock, row.local_capacity, row.purchasable];
        let sum: Quantity = parts.iter().flatten().copied().sum();
        assert_eq!(row.supply.unwrap_or_default(), sum, "{row:?}");
        assert_eq!(row.supply.is_none(), parts.iter().all(Option::is_none));
    }
    let mut left: BTreeMap<(String, String), Quantity> = BTreeMap::new();
    for term in explain(inputs, options, rows) {
        let figure = left.entry((term.subject, term.figure)).or_default();
        match term.kind {
            crate::ledger::word::TermKind::Is => *figure += term.qty.unwrap_or_default(),
            crate::ledger::word::TermKind::Add => *figure -= term.qty.unwrap_or_default(),
            _ => {}
        }
    }
    assert!(left.values().all(|qty| qty.is_zero()), "{left:?}");
}

#[test]
fn a_supply_is_tight_below_the_days_of_the_policy_and_not_on_them() {
    let at = |qty: i64| {
        let row = World::of(vec![arrival("rice", Form::Physical, 0, qty)]).row("rice", 7);
        (row.cover_days, row.tight, row.gap, row.short_on)
    };
    assert_eq!(
        at(7000),
        (Some(7), Some(false), Some(kg(0)), Some(day("2022-03-08")))
    );
    assert_eq!(
        at(6999),
        (Some(6), Some(true), Some(kg(1)), Some(day("2022-03-07")))
    );
}

#[test]
fn too_few_days_looked_at_do_not_make_a_supply_tight() {
    let stock = vec![arrival("rice", Form::Physical, 0, 5000)];
    let row = World::of(stock.clone()).row("rice", 5);
    assert_eq!((row.cover_days, row.tight), (Some(5), None));
    assert!(
        row.reason.contains("only 5 days were looked at"),
        "{}",
        row.reason
    );
    assert_eq!(World::of(stock).row("rice", 6).tight, Some(true));
}

#[test]
fn what_comes_after_the_shelves_are_empty_does_not_lengthen_the_days() {
    let bought = |from: i64| Arrival {
        enterprise: "a wholesaler".to_owned(),
        ..arrival("rice", Form::Physical, from, 9000)
    };
    let at = |from: i64| {
        let stock = arrival("rice", Form::Physical, 0, 3000);
        let row = World::of(vec![stock, bought(from)]).row("rice", 7);
        (row.cover_days, row.gap, row.purchasable)
    };
    assert_eq!(at(3), (Some(12), Some(kg(0)), Some(kg(9000))));
    assert_eq!(at(4), (Some(3), Some(kg(1000)), Some(kg(9000))));
}

#[test]
fn what_no_table_tells_is_missing_and_says_why() {
    let row = World::of(Vec::new()).row("rice", 7);
    let figures = [
        row.stock,
        row.local_capacity,
        row.purchasable,
        row.supply,
        row.gap,
    ];
    assert_eq!(figures, [None; 5]);
    assert_eq!(
        (row.need, row.cover_days, row.tight),
        (Some(kg(7000)), None, None)
    );
    assert!(
        row.reason.starts_with("stock: no balance"),
        "{}",
        row.reason
    );
    let mut world = World::of(vec![arrival("rice", Form::Physical, 0, 10)]);
    world.population = None;
    let row = world.row("rice", 7);
    assert_eq!((row.stock, row.need, row.tight), (Some(kg(10)), None, None));
    assert!(
        row.reason
            .contains("need: no population is stated; no use on record")
    );
}

#[test]
fn goods_in_different_units_are_not_added_up() {
    let goods = vec![
        arrival("cabbage", Form::Physical, 0, 10),
        arrival("leek", Form::Physical, 0, 10),
    ];
    let row = World::of(goods).row("vegetable", 7);
    assert_eq!((row.stock, row.supply, row.unit.as_str()), (None, None, ""));
    assert_eq!(row.reason, "counted in bunch and kg, which do not add up");
}

#[test]
fn the_people_of_a_county_are_counted_once_and_a_ration_counts_grain_together() {
    let mut world = World::of(vec![arrival("rice", Form::Physical, 0, 10)]);
    world.norms.clear();
    let row = world.row("rice", 7);
    assert!(
        row.reason
            .contains("ration quanzhou-2022 counts rice and flour together"),
        "{}",
        row.reason
    );
    let row = world.row("oil", 7);
    assert_eq!(row.rate, Some(kg(50)));
    assert_eq!(row.basis, "1000 residents × 0.05 kg (S19 quanzhou-2022)");
}

#[test]
fn sums_tie_whatever_arrives() {
    let mut seed = 7_u64;
    let mut next = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..300 {
        let forms = [Form::Physical, Form::Agreement, Form::Capacity];
        let arrivals = (0..next(6)).map(|_| Arrival {
            enterprise: ["", "a firm"][next(2) as usize].to_owned(),
            expiry: (next(2) == 0).then(|| day("2022-03-01").plus_days(next(12) as i64)),
            ..arrival(
                ["rice", "cabbage"][next(2) as usize],
                forms[next(3) as usize],
                next(7) as i64,
                next(4000) as i64,
            )
        });
        // `rows` holds the sums and the terms against each other.
        let mut world = World::of(arrivals.collect());
        for row in world.rows(1 + next(20) as i64) {
            let (Some(need), Some(supply), Some(gap)) = (row.need, row.supply, row.gap) else {
                continue;
            };
            assert!(gap >= need - supply, "{row:?}");
            assert_eq!(
                gap.is_zero(),
                row.cover_days.is_none_or(|days| Some(days) >= row.days),
                "{row:?}"
            );
        }
    }
}

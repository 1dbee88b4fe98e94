//! Does a plan buy what is missing, no more than the money pays for, and the first thing first?
//!
//! The twin knows nothing of the plan's own audit: it adds the columns up again, and goes down the list with the money.

use granary::calendar::Day;
use granary::ledger::tables::{Demand, Item, OnHand, Procurement};
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::Rules;
use granary::quantity::{Money, Price, Quantity};
use granary::stock::plan::{OrderBy, TargetKind, audit, periods};
use granary::stock::{PlanInputs, PlanOptions, explain, plan};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::explain_properties::assert_adds_up;

/// What is asked for of one item: how much, its priority, its price in ten-thousandths of a yuan, its pack, its stock,
/// and the day of the year after which that is gone.
type Line = (i64, Option<i64>, i64, Option<i64>, i64, i64);

fn first() -> Day {
    Day::new(2022, 1, 1).expect("a date")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small quantity")
}

fn code(at: usize) -> String {
    format!("item{at}")
}

fn demand(at: usize, line: &Line) -> Demand {
    Demand {
        site: "D1".to_owned(),
        item: code(at),
        spec: String::new(),
        demand: pieces(line.0),
        unit: String::new(),
        priority: line.1,
        price: Some(Price::from_steps(line.2)),
        approval: String::new(),
        note: String::new(),
    }
}

fn lot(at: usize, line: &Line) -> OnHand {
    OnHand {
        lot: "L".to_owned(),
        qty: pieces(line.4),
        expiry: Some(first().plus_days(line.5)),
        ..OnHand::new(first(), "D1", &code(at))
    }
}

fn planned(lines: &[Line], every: i32, redundancy: i64, budget: Option<i64>) -> Vec<Procurement> {
    let item = |(at, line): (usize, &Line)| Item {
        pack_size: line.3.map(pieces),
        ..Item::unlisted(&code(at))
    };
    let numbered = || lines.iter().enumerate();
    let demands: Vec<Demand> = numbered().map(|(at, line)| demand(at, line)).collect();
    let onhand: Vec<OnHand> = numbered().map(|(at, line)| lot(at, line)).collect();
    let inputs = PlanInputs {
        onhand: &onhand,
        cover: &[],
        demands: &demands,
        inbound: &[],
        agreements: &[],
        movements: &[],
        usage: &[],
        requests: &[],
        quotes: &[],
        budgets: &[],
        catalogue: &Catalogue::new(numbered().map(item)),
        sites: &SiteTree::default(),
        rules: &Rules::default(),
    };
    let options = PlanOptions {
        plan_id: "p",
        supersedes: "",
        as_of: first(),
        demand_from: first(),
        periods: &periods(first(), 12, every),
        target: TargetKind::Demand,
        redundancy: Quantity::whole(redundancy).expect("a small number"),
        budget: budget.map(Money::from_fen),
        order: &[OrderBy::Priority, OrderBy::Short],
        past_days: 365,
        sites: &[],
    };
    let rows = plan(&inputs, &options).expect("small numbers fit");
    assert!(audit(&rows, options.budget).is_empty());
    assert_adds_up(&explain::plan(&rows));
    rows
}

fn thousandths(qty: Option<Quantity>) -> i64 {
    qty.map_or(0, Quantity::thousandths)
}

/// What so many thousandths cost at so many ten-thousandths of a yuan, in fen, half up.
fn cost(thousandths: i64, steps: i64) -> i64 {
    (thousandths * steps + 50_000) / 100_000
}

/// What is wanted is there, comes off the shelf in time, or is bought, and not a pack too many.
fn assert_met(row: &Procurement) {
    let wanted = thousandths(row.target) + thousandths(row.redundancy);
    let kept = thousandths(row.available) - thousandths(row.expiring);
    let there = kept + thousandths(row.inbound) + thousandths(row.planned);
    let (need, qty) = (thousandths(row.need), thousandths(row.qty));
    assert_eq!(need, (wanted - there).max(0), "{row:?}");
    let pack = row.pack_size.map_or(1_000, Quantity::thousandths);
    assert!(
        qty % pack == 0 && qty >= need && qty - need < pack,
        "{row:?}"
    );
}

/// Goes down the list with the money: each line gets as many whole packs as it pays for.
fn assert_paid(rows: &[Procurement], budget: i64) {
    let mut ranked: Vec<&Procurement> = rows.iter().filter(|row| row.rank.is_some()).collect();
    ranked.sort_by_key(|row| row.rank);
    let mut left = budget;
    for row in ranked {
        let (qty, price) = (thousandths(row.qty), row.price.expect("it has one").steps());
        let pack = row.pack_size.map_or(1_000, Quantity::thousandths);
        let affordable = (0..=qty / pack)
            .rev()
            .find(|packs| cost(packs * pack, price) <= left);
        let funded = affordable.expect("nothing costs nothing") * pack;
        assert_eq!(thousandths(row.funded), funded, "{row:?}");
        assert_eq!(thousandths(row.over_budget), qty - funded, "{row:?}");
        let paid = row.funded_amount.expect("there is a budget").fen();
        assert_eq!(paid, cost(funded, price), "{row:?}");
        left -= paid;
    }
    assert!(left >= 0, "{left} fen over the budget");
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (
        0..300i64,
        option::of(1..4i64),
        1..90_000i64,
        option::of(1..40i64),
        0..300i64,
        -30..700i64,
    );
    vec(line, 0..6)
}

proptest! {
    #[test]
    fn a_plan_buys_what_is_missing_and_no_more_than_the_money_pays_for(
        lines in lines(),
        every in prop::sample::select(vec![3, 6, 12]),
        redundancy in 0..40i64,
        budget in option::of(0..500_000i64),
    ) {
        let rows = planned(&lines, every, redundancy, budget);
        prop_assert_eq!(rows.len(), lines.len() * usize::try_from(12 / every).expect("a few"));
        for row in &rows {
            assert_met(row);
        }
        if let Some(budget) = budget {
            assert_paid(&rows, budget);
        }
    }

    #[test]
    fn what_is_more_urgent_is_never_further_down_in_a_period(lines in lines()) {
        let rows = planned(&lines, 12, 0, Some(100_000));
        let mut ranked: Vec<&Procurement> = rows.iter().filter(|row| row.rank.is_some()).collect();
        ranked.sort_by_key(|row| row.rank);
        let priority = |row: &Procurement| {
            let at: usize = row.item["item".len()..].parse().expect("a number");
            lines[at].1.unwrap_or(i64::MAX)
        };
        prop_assert!(ranked.windows(2).all(|pair| priority(pair[0]) <= priority(pair[1])));
    }
}

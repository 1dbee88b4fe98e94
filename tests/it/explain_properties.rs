//! Do the terms of an explanation add up to the figure that the answer states, on any ledger? (T17)
//!
//! The twin here knows nothing of stock: it adds, multiplies and divides what the explanation prints.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::ledger::tables::{Burn, Explanation, Movement, OnHand, Site, Usage};
use granary::ledger::word::{MovementKind, NeedKind, TermKind, ValueMethod, Word as _};
use granary::ledger::{Catalogue, Loaded, SiteTree};
use granary::policy::{Needs, Rules, Scenario};
use granary::price::{self, ValuationInputs, valuation};
use granary::quantity::{Price, Quantity, THOUSANDTHS, div_half_up};
use granary::stock::burn::{BurnInputs, BurnOptions, HeadInputs, Method};
use granary::stock::cover::{CoverInputs, CoverOptions};
use granary::stock::enterprise::Register;
use granary::stock::require::RequireInputs;
use granary::stock::require::ration::{RationAsked, ration as rows_of};
use granary::stock::{self, ScenarioInputs, explain};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const KINDS: [MovementKind; 8] = [
    MovementKind::Receipt,
    MovementKind::Issue,
    MovementKind::Issue,
    MovementKind::TransferOut,
    MovementKind::Count,
    MovementKind::Hold,
    MovementKind::Reserve,
    MovementKind::Adjust,
];

/// Day before as-of, kind, lot, thousandths, and the last usable day from as-of on.
type Small = (i64, usize, usize, i64, Option<i64>);

fn as_of() -> Day {
    Day::new(2022, 3, 15).expect("a date")
}

fn ledger(small: &[Small]) -> Loaded<Movement> {
    let movement = |(ago, kind, lot, qty, expiry): &Small| Movement {
        lot: ["A", "B"][*lot].to_owned(),
        qty: Some(Quantity::from_thousandths(*qty)),
        expiry: expiry.map(|days| as_of().plus_days(days)),
        ..Movement::new(as_of().plus_days(-ago), KINDS[*kind], "H1", "mask")
    };
    Loaded {
        rows: small.iter().map(movement).collect(),
        places: vec![None; small.len()],
    }
}

fn reports(small: &[(i64, Option<i64>, Option<i64>)]) -> Loaded<Usage> {
    let usage = |(ago, used, requested): &(i64, Option<i64>, Option<i64>)| Usage {
        date: as_of().plus_days(-ago),
        site: "H1".to_owned(),
        item: "mask".to_owned(),
        used: used.map(Quantity::from_thousandths),
        received: None,
        requested: requested.map(Quantity::from_thousandths),
        stockout: None,
        patients: None,
    };
    Loaded {
        rows: small.iter().map(usage).collect(),
        places: vec![None; small.len()],
    }
}

/// Adds up every figure from its terms, and asserts that it is what the answer states.
pub fn assert_adds_up(rows: &[Explanation]) {
    let mut figures: BTreeMap<(&str, &str), Vec<&Explanation>> = BTreeMap::new();
    for row in rows {
        figures
            .entry((&row.subject, &row.figure))
            .or_default()
            .push(row);
    }
    for ((subject, figure), terms) in figures {
        let of = |kind| terms.iter().filter(move |term| term.kind == kind);
        let parts =
            |kind| of(kind).map(|term| i128::from(term.qty.unwrap_or_default().thousandths()));
        assert_eq!(terms[0].kind, TermKind::Is, "{subject} {figure}");
        let Some(stated) = terms[0].qty else {
            continue;
        };
        let sum: i128 = parts(TermKind::Add).sum();
        let times: i128 = parts(TermKind::Times).product();
        let over: i128 = parts(TermKind::Divide).product();
        let unit = i128::from(THOUSANDTHS);
        let power = of(TermKind::Divide).count() as i64 - of(TermKind::Times).count() as i64;
        let (times, over) = match power {
            0.. => (times * unit.pow(power as u32), over),
            _ => (times, over * unit.pow(power.unsigned_abs() as u32)),
        };
        let worked_out = div_half_up(sum * times, over);
        assert_eq!(
            worked_out,
            i128::from(stated.thousandths()),
            "{subject} {figure}: {terms:#?}"
        );
    }
}

/// Balances and use of a ledger, and nothing beside them.
struct Desk<'a> {
    movements: &'a [Movement],
    onhand: Vec<OnHand>,
    burn: Vec<Burn>,
    catalogue: Catalogue,
    sites: SiteTree,
}

impl<'a> Desk<'a> {
    fn of(movements: &'a [Movement]) -> Desk<'a> {
        let heads = HeadInputs {
            sites: None,
            staff: &[],
            norms: &[],
        };
        let use_inputs = BurnInputs {
            movements,
            usage: &[],
            as_of: as_of(),
            heads,
            catalogue: None,
            together: None,
        };
        Desk {
            movements,
            onhand: stock::on_hand(movements, as_of()),
            burn: stock::burn(&use_inputs, &BurnOptions::default()),
            catalogue: Catalogue::default(),
            sites: SiteTree::new([Site::unlisted("H1")]),
        }
    }

    fn cover<'c>(&'c self, rules: &'c Rules) -> CoverInputs<'c> {
        CoverInputs {
            onhand: &self.onhand,
            burn: &self.burn,
            area_burn: &[],
            movements: self.movements,
            issued: None,
            usage: &[],
            catalogue: &self.catalogue,
            sites: &self.sites,
            staff: &[],
            people: &[],
            events: &[],
            norms: &[],
            inbound: &[],
            knows_orders: false,
            arrivals: None,
            outlook: None,
            rules,
        }
    }
}

fn small_ledger() -> impl Strategy<Value = Vec<Small>> {
    let movement = (
        -1..40_i64,
        0..KINDS.len(),
        0..2_usize,
        0..20_000_i64,
        option::of(-5..30_i64),
    );
    vec(movement, 0..14)
}

proptest! {
    #[test]
    fn the_terms_of_a_balance_add_up_to_it(small in small_ledger()) {
        let movements = ledger(&small);
        let rows = stock::on_hand(&movements.rows, as_of());
        assert_adds_up(&explain::on_hand(&movements, &rows, as_of()));
    }

    #[test]
    fn the_terms_of_a_rate_add_up_to_it(
        small in small_ledger(),
        told in vec((0..40_i64, option::of(0..9_000_i64), option::of(0..9_000_i64)), 0..4),
        method in 0..3_usize, requested in any::<bool>(), include_transfers in any::<bool>(),
    ) {
        let (movements, usage) = (ledger(&small), reports(&told));
        let inputs = BurnInputs {
            movements: &movements.rows,
            usage: &usage.rows,
            as_of: as_of(),
            heads: HeadInputs { sites: None, staff: &[], norms: &[] },
            catalogue: None,
            together: None,
        };
        let options = BurnOptions {
            method: [Method::AvailableDays, Method::Plain, Method::Who][method],
            demand: if requested { stock::burn::Demand::Requested } else { stock::burn::Demand::Issued },
            include_transfers,
            ..BurnOptions::default()
        };
        let rows = stock::burn(&inputs, &options);
        assert_adds_up(&explain::burn(&movements, &usage, &rows, as_of()));
    }

    #[test]
    fn the_terms_of_a_ration_and_of_what_is_missing_add_up(
        persons in 1..9_i64, days in 1..40_i64, households in option::of(1..900_i64),
        outbreak in any::<bool>(), in_store in vec(0..900_000_i64, 0..3),
    ) {
        let lot = |qty: &i64| Movement {
            qty: Some(Quantity::from_thousandths(*qty)),
            ..Movement::new(as_of(), MovementKind::Receipt, "S1", "oil")
        };
        let movements: Vec<Movement> = in_store.iter().map(lot).collect();
        let onhand = stock::on_hand(&movements, as_of());
        let inputs = RequireInputs {
            as_of: as_of(),
            demand_from: as_of(),
            catalogue: &Catalogue::default(),
            sites: &SiteTree::default(),
            onhand: Some(&onhand),
            site: Some("S1"),
        };
        let needs = Needs::built_in().expect("they come with granary");
        let ration = needs.ration_named(None).expect("there is a default one");
        let asked = RationAsked { households, persons, days, outbreak };
        let rows = rows_of(&inputs, &needs, ration, NeedKind::Ration, &asked).expect("small numbers fit");
        assert_adds_up(&explain::require(&rows));
    }

    #[test]
    fn the_terms_of_a_drill_add_up_to_what_it_leaves(
        small in small_ledger(), times in 1..40_i64, starts in vec(0..20_i64, 2), is_lost in any::<bool>(),
    ) {
        let movements = ledger(&small);
        let facts = Desk::of(&movements.rows);
        let day = |after: i64| as_of().plus_days(after);
        let (first, second) = (day(starts[0]), day(starts[1]));
        let (kind, to) = if is_lost { ("lost", "") } else { ("closed", "to = []\n") };
        let text = format!(
            "[scenario]\nid = \"drill\"\ntitle = \"t\"\n\
             [[event]]\nid = \"more\"\nkind = \"outbreak\"\nsites = [\"H1\"]\nfrom = {first}\ntimes = {}.{}\n\
             [[event]]\nid = \"gone\"\nkind = \"{kind}\"\nsites = [\"H1\"]\nfrom = {second}\n{to}",
            times / 10, times % 10
        );
        let scenario = Scenario::parse(&text, "drill.toml").expect("two events");
        let rules = Rules::default();
        let inputs = ScenarioInputs {
            cover: &facts.cover(&rules),
            enterprises: &[],
            register: Register(&[]),
            scenario: &scenario,
            workload: &Needs::built_in().expect("they come with granary").workload,
        };
        let answer = stock::scenario(&inputs, &CoverOptions::on(as_of()), day(30));
        let answer = answer.expect("small numbers fit");
        assert_adds_up(&explain::scenario(&scenario, &answer, &answer.impact));
    }

    #[test]
    fn the_terms_of_cover_add_up_to_it(small in small_ledger(), lag in 0..2_i64) {
        let movements = ledger(&small);
        let (facts, rules) = (Desk::of(&movements.rows), Rules::default());
        let inputs = facts.cover(&rules);
        let options = CoverOptions {
            demand_from: as_of().plus_days(lag),
            ..CoverOptions::on(as_of())
        };
        let answer = stock::cover(&inputs, &options).expect("no level is scaled");
        let rows = explain::cover(&inputs, &options, &answer.cover).expect("no level is scaled");
        assert_adds_up(&rows);
    }
    #[test]
    fn the_terms_of_a_value_add_up_to_it(
        small in small_ledger(), costs in vec(option::of(1..90_000_i64), 1..6),
    ) {
        let mut movements = ledger(&small);
        let receipts = movements.rows.iter_mut().filter(|row| row.kind == MovementKind::Receipt);
        for (movement, cost) in receipts.zip(costs.iter().cycle()) {
            movement.unit_cost = cost.map(Price::from_steps);
        }
        let inputs = ValuationInputs {
            movements: &movements.rows,
            references: &[],
            reference_days: 90,
            as_of: as_of(),
        };
        let rows = valuation(&inputs, ValueMethod::ALL);
        assert_adds_up(&price::valuation::explain(&inputs, &movements, &rows));
    }
}

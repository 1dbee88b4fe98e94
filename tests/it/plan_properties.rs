//! What must hold for every plan, tried on random desks and judged by the audit.
//!
//! A desk has a few depots and institutions, lots with and without expiry, holds and earmarks, and
//! requests of every kind; quantities are small, so that tiers, packs and shelf lives collide often.

use granary::allocate::round::Rounding;
use granary::allocate::{Minimum, Plan, PlanInputs, PlanOptions, audit, plan};
use granary::calendar::Day;
use granary::ledger::tables::{Burn, Item, OnHand, Request, Site};
use granary::ledger::word::{Duty, Form};
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::{Policy, Rules, SharingRule};
use granary::quantity::Quantity;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const ITEMS: [&str; 4] = ["mask", "n95", "alcohol", "unlisted"];
const ASKERS: [&str; 6] = ["CASE", "F1", "F2", "LAB", "OFFICE", "D2"];
const EARMARKS: [&str; 7] = [
    "",
    "",
    "",
    "site:F1",
    "class:fever_clinic",
    "area:C1;until:2022-03-14",
    "area:C2;until:2022-03-13",
];

/// Everything a plan is made from.
#[derive(Debug, Clone)]
struct Desk {
    onhand: Vec<OnHand>,
    requests: Vec<Request>,
    burn: Vec<Burn>,
    options: PlanOptions,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_audit_passes_every_plan(desk in a_desk()) {
        desk.with_inputs(|inputs| {
            let plan = planned(inputs);
            prop_assert_eq!(audit(inputs, &plan.allocation, &plan.unmet), []);
            Ok(())
        })?;
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(
        desk in a_desk(),
        turned in (any::<Index>(), any::<Index>()),
    ) {
        let mut other = desk.clone();
        other.onhand.rotate_left(turned.0.index(desk.onhand.len()));
        other.requests.rotate_left(turned.1.index(desk.requests.len()));
        other.onhand.reverse();
        other.burn.reverse();
        let plan = desk.with_inputs(planned);
        prop_assert_eq!(plan, other.with_inputs(planned));
    }

    #[test]
    fn a_plan_that_was_tampered_with_is_found_out(desk in a_desk(), at in any::<Index>()) {
        desk.with_inputs(|inputs| {
            let plan = planned(inputs);
            if !plan.allocation.is_empty() {
                let at = at.index(plan.allocation.len());
                let mut more = plan.allocation.clone();
                more[at].qty += Quantity::from_thousandths(1);
                prop_assert_ne!(audit(inputs, &more, &plan.unmet), []);
                let mut fewer = plan.allocation.clone();
                fewer.remove(at);
                prop_assert_ne!(audit(inputs, &fewer, &plan.unmet), []);
            }
            if !plan.unmet.is_empty() {
                let mut unmet = plan.unmet.clone();
                unmet.remove(at.index(unmet.len()));
                prop_assert_ne!(audit(inputs, &plan.allocation, &unmet), []);
            }
            Ok(())
        })?;
    }

    #[test]
    fn writing_a_request_as_two_lines_gains_nothing(desk in a_desk(), at in any::<Index>()) {
        let mut split = desk.clone();
        let at = at.index(desk.requests.len());
        let whole = split.requests[at].clone();
        let pack = if desk.options.break_packs { 1 } else { 4 };
        let Some(packs) = whole.qty.map(|qty| qty.whole_units_down() / pack) else {
            return Ok(());
        };
        let first = pieces(packs / 2 * pack);
        split.requests[at].qty = Some(first);
        let rest = whole.qty.map(|qty| qty - first);
        let least = whole.min_qty.map(|least| least.min(first));
        split.requests[at].min_qty = least;
        split.requests.push(Request {
            qty: rest,
            min_qty: whole.min_qty.zip(least).map(|(whole, part)| whole - part),
            line: format!("{}+", whole.line),
            ..whole.clone()
        });
        let total = |plan: Plan| {
            let rows = plan.allocation.into_iter();
            let of_site = rows.filter(|row| (&row.site, &row.item) == (&whole.site, &whole.item));
            of_site.map(|row| row.qty).sum::<Quantity>()
        };
        prop_assert_eq!(total(desk.with_inputs(planned)), total(split.with_inputs(planned)));
    }
}

fn planned(inputs: &PlanInputs) -> Plan {
    plan(inputs).unwrap_or_else(|refused| panic!("{refused}"))
}

impl Desk {
    fn with_inputs<T>(&self, judge: impl FnOnce(&PlanInputs) -> T) -> T {
        let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
        let rules = Rules::of(&[policy]).expect("one profile does not clash");
        let (items, sites) = (catalogue(), sites());
        judge(&PlanInputs {
            onhand: &self.onhand,
            requests: &self.requests,
            burn: &self.burn,
            items: &items,
            sites: &sites,
            rules: &rules,
            as_of: as_of(),
            from: None,
            plan_id: "p",
            basis_seal: "s",
            options: self.options,
        })
    }
}

fn as_of() -> Day {
    Day::parse("2022-03-14").expect("a date")
}

fn pieces(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small number")
}

prop_compose! {
    fn a_desk()(
        lots in prop::collection::vec(a_lot(), 1..14),
        own in prop::collection::vec((select(&ASKERS[..]), select(&ITEMS[..]), 0..20i64), 0..8),
        mut requests in prop::collection::vec(a_request(), 1..16),
        rates in prop::collection::vec((select(&ASKERS[..]), select(&ITEMS[..]), 0..9i64), 0..16),
        options in some_options(),
    ) -> Desk {
        let mut onhand = lots;
        onhand.extend(own.into_iter().map(|(site, item, qty)| OnHand {
            site: site.to_owned(),
            ..balance(item, qty)
        }));
        for (number, row) in onhand.iter_mut().enumerate() {
            row.lot = format!("L{number}");
        }
        for (number, row) in requests.iter_mut().enumerate() {
            row.request = format!("R{}", number / 2);
            row.line = number.to_string();
        }
        let burn = rates.into_iter().map(|(site, item, rate)| burn(site, item, rate)).collect();
        Desk { onhand, requests, burn, options }
    }
}

prop_compose! {
    fn a_lot()(
        site in select(&["D1", "D1", "D2", "D3"][..]),
        item in select(&ITEMS[..]),
        thousandths in prop_oneof![3 => (0..30i64).prop_map(|n| n * 1000), 1 => 0..9000i64],
        days in prop_oneof![1 => Just(None), 4 => (-1..12i64).prop_map(Some)],
        earmark in select(&EARMARKS[..]),
        form in select(&[None, Some(Form::Physical), Some(Form::Physical), Some(Form::Agreement)][..]),
        held in prop::option::of(0..5i64),
        is_stated in any::<bool>(),
    ) -> OnHand {
        let qty = Quantity::from_thousandths(thousandths);
        let free = (qty - pieces(held.unwrap_or(0))).or_zero();
        OnHand {
            site: site.to_owned(),
            qty,
            expiry: days.map(|days| as_of().plus_days(days)),
            earmark: earmark.to_owned(),
            form,
            held: held.map(pieces),
            available: is_stated.then_some(free),
            ..balance(item, 0)
        }
    }
}

prop_compose! {
    fn a_request()(
        site in select(&ASKERS[..]),
        item in select(&ITEMS[..]),
        qty in prop_oneof![
            6 => (0..25i64).prop_map(|n| Some(pieces(n))),
            1 => (0..9000i64).prop_map(|n| Some(Quantity::from_thousandths(n))),
            1 => Just(None),
            1 => Just(Some(pieces(10_000_000_000))),
        ],
        usage in select(&["triage", "triage", "office", ""][..]),
        duty in select(&[None, Some(Duty::First), Some(Duty::First), Some(Duty::Second)][..]),
        priority in prop::option::of(1..3i64),
        weight in prop::option::of(0..4u8),
        need in prop::option::of(0..3i64),
        min_qty in prop::option::of((1..9i64).prop_map(pieces)),
        min_days_left in prop_oneof![3 => Just(None), 2 => (0..10i64).prop_map(Some)],
    ) -> Request {
        Request {
            request: String::new(),
            line: String::new(),
            date: None,
            site: site.to_owned(),
            item: item.to_owned(),
            qty,
            unit: "piece".to_owned(),
            usage: usage.to_owned(),
            duty,
            urgent: None,
            priority,
            weight: weight.map(f64::from),
            need_by: need.map(|days| as_of().plus_days(days)),
            min_qty,
            min_days_left,
            countersigned: String::new(),
            note: String::new(),
            headcount: None,
            role: String::new(),
            days: None,
        }
    }
}

fn some_options() -> impl Strategy<Value = PlanOptions> {
    use SharingRule::{EqualAwards, EqualCover, EqualLosses, Proportional, Talmud, Weighted};
    let rules = [
        None,
        None,
        None,
        Some(Proportional),
        Some(EqualAwards),
        Some(EqualLosses),
        Some(Talmud),
        Some(Weighted),
        Some(EqualCover),
    ];
    let ways = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let options = (select(rules.to_vec()), ways);
    options.prop_map(
        |(rule, (break_packs, truncate, guarantee, hamilton))| PlanOptions {
            rule,
            rounding: match hamilton {
                true => Rounding::LargestRemainder,
                false => Rounding::PackByPack,
            },
            minimum: match guarantee {
                true => Minimum::Guaranteed,
                false => Minimum::Ignored,
            },
            break_packs,
            truncate,
        },
    )
}

fn balance(item: &str, qty: i64) -> OnHand {
    OnHand {
        as_of: as_of(),
        site: String::new(),
        item: item.to_owned(),
        lot: String::new(),
        form: None,
        owner: String::new(),
        earmark: String::new(),
        qty: pieces(qty),
        unit: if item == "alcohol" { "L" } else { "piece" }.to_owned(),
        expiry: None,
        mfg_date: None,
        held: None,
        reserved: None,
        available: None,
        unit_cost: None,
    }
}

fn burn(site: &str, item: &str, used: i64) -> Burn {
    let rate = pieces(used).thousandths() / 7;
    Burn {
        rate: Some(Quantity::from_thousandths(rate)),
        method: "available_days".to_owned(),
        days: Some(9),
        days_out: Some(2),
        used: Some(pieces(used)),
        ..Burn::blank(as_of(), site, item)
    }
}

fn catalogue() -> Catalogue {
    let item = |code: &str, unit: &str, grade: &str| Item {
        item: code.to_owned(),
        name: code.to_owned(),
        class: "ppe".to_owned(),
        category: String::new(),
        unit: unit.to_owned(),
        pack_unit: "box".to_owned(),
        pack_size: Some(pieces(4)),
        grade: grade.to_owned(),
        consumable: Some(true),
        shelf_life: String::new(),
        substitute: String::new(),
        ratio: None,
    };
    Catalogue::new([
        item("mask", "piece", "general"),
        item("n95", "piece", "high"),
        item("alcohol", "L", "general"),
    ])
}

fn sites() -> SiteTree {
    let site = |code: &str, class: &str, parent: &str, lat: f64| Site {
        site: code.to_owned(),
        name: String::new(),
        parent: parent.to_owned(),
        level: String::new(),
        class: class.to_owned(),
        lat: Some(lat),
        lon: Some(105.0),
        risk: String::new(),
        population: None,
        beds: None,
    };
    SiteTree::new([
        site("D1", "depot", "C1", 41.0),
        site("D2", "depot", "C2", 41.3),
        site("D3", "depot", "C2", 41.6),
        site("CASE", "case_hospital;lab", "C1", 41.1),
        site("F1", "fever_clinic", "C1", 41.2),
        site("F2", "lab; fever_clinic", "C2", 41.5),
        site("LAB", "lab", "C2", 41.7),
        site("OFFICE", "", "C1", 41.9),
    ])
}

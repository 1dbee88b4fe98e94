//! Random households, orders, boxes and shops: bags, slots, boxes, rounds and work, each judged by what must hold and by
//! sums made here, beside the audits that come with them.

use std::collections::{BTreeMap, BTreeSet};

use granary::allocate::deliver::boxes::{self, BoxesInputs, Stations, consignments};
use granary::allocate::deliver::cycle::{CycleInputs, due};
use granary::allocate::deliver::slots::{self, Hours, Resident, SlotInputs, slots};
use granary::allocate::deliver::workload::{Surge, workload};
use granary::allocate::household::KitsInputs;
use granary::allocate::household::kits::{audit, kits};
use granary::calendar::Day;
use granary::ledger::tables::{
    Call, Delivery as Means, Household, Kit, OnHand, Order, Package, Site,
};
use granary::ledger::word::{CycleKind, DeliveryMode};
use granary::ledger::{Loaded, SiteTree};
use granary::policy::Delivery;
use granary::quantity::{Price, Quantity};
use granary::stock::require::workload::StaffPart;
use proptest::prelude::*;
use proptest::sample::select;

fn day(n: i64) -> Day {
    Day::parse("2020-02-10").expect("a date").plus_days(n)
}

fn whole(n: i64) -> Quantity {
    Quantity::whole(n).expect("a small number")
}

fn rules() -> Delivery {
    Delivery::built_in().unwrap_or_else(|fault| panic!("{fault}"))
}

fn loaded<T>(rows: Vec<T>) -> Loaded<T> {
    Loaded {
        places: rows.iter().map(|_| None).collect(),
        rows,
    }
}

fn household(number: usize, site: &str, group: &str) -> Household {
    Household {
        household: format!("h{number}"),
        site: site.to_owned(),
        building: (number % 3).to_string(),
        entrance: (number % 2).to_string(),
        door: number.to_string(),
        name: String::new(),
        phone: "13800000000".to_owned(),
        headcount: None,
        group: group.to_owned(),
    }
}

fn order(number: usize, household: usize, package: &str, count: i64, paid: Option<bool>) -> Order {
    Order {
        order: format!("O{number}"),
        line: String::new(),
        date: Some(day(0)),
        household: format!("h{household}"),
        package: package.to_owned(),
        qty: whole(count),
        paid,
        paid_on: None,
        enterprise: String::new(),
        site: String::new(),
        building: String::new(),
        entrance: String::new(),
        door: String::new(),
        name: String::new(),
        phone: String::new(),
        note: String::new(),
    }
}

fn held(site: &str, item: &str, qty: i64) -> OnHand {
    OnHand {
        qty: whole(qty),
        ..OnHand::new(day(3), site, item)
    }
}

/// A group of households that come first and pay nothing.
const SPECIAL: &str = "bedridden";

/// What is in a package: item and how many.
const PARTS: [(&str, &str, i64); 4] = [
    ("A", "rice", 5),
    ("A", "oil", 1),
    ("B", "oil", 2),
    ("B", "egg", 3),
];

type Ordered = (usize, &'static str, i64, Option<bool>);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bags_hold_no_more_than_there_is_and_go_to_who_paid_or_need_not(
        groups in prop::collection::vec(any::<bool>(), 6),
        orders in prop::collection::vec(
            (0..6usize, select(&["A", "B"][..]), 1..4i64, select(&[None, Some(true), Some(false)][..])),
            0..12,
        ),
        stock in prop::option::of((0..60i64, 0..20i64, 0..20i64)),
    ) {
        judge_kits(&groups, &orders, stock)?;
    }

    #[test]
    fn every_household_has_one_slot_and_no_slot_too_many(
        residents in prop::collection::btree_set((0..2usize, 0..40usize, any::<bool>()), 0..30),
        (most, doors) in (1..5i64, 1..5i64),
        (minutes, span) in (10..40i64, 40..200i64),
    ) {
        let names: BTreeMap<(usize, usize), bool> =
            residents.into_iter().map(|(site, number, special)| ((site, number), special)).collect();
        judge_slots(&names, (most, doors), Hours { from: day(3), opens: 480, closes: 480 + span, minutes })?;
    }

    #[test]
    fn boxes_add_up_and_nobody_is_a_box_from_its_part(
        weights in prop::collection::vec(prop::collection::vec(0..50i64, 1..4), 1..4),
        boxes in 0..200i64,
    ) {
        judge_boxes(&weights, boxes)?;
    }

    #[test]
    fn a_household_is_due_from_the_day_on_that_its_days_are_over(
        homes in prop::collection::vec((any::<bool>(), prop::option::of(0..8i64), prop::option::of(0..8i64)), 0..8),
        on in 0..8i64,
    ) {
        judge_rounds(&homes, day(on))?;
    }

    #[test]
    fn what_is_not_carried_today_takes_as_many_days_as_it_says(
        (usual, backlog) in (0..500i64, 0..200i64),
        (workers, each) in (0..20i64, 0..50i64),
        times in prop::option::of(1..40_000i64),
        part in prop::option::of(select(&["1/5", "1/3", "1/2"][..])),
    ) {
        let means = Means {
            site: "S1".to_owned(),
            workers: Some(workers),
            per_worker: Some(each),
            vehicles: None,
            per_vehicle: None,
            trips: None,
            boxes_max: None,
            backlog: Some(backlog),
        };
        let surge = Surge {
            times: times.map(Quantity::from_thousandths),
            staff: part.and_then(StaffPart::parse),
        };
        let row = workload(&[means], &BTreeMap::from([("S1", usual)]), surge, "").remove(0);
        let orders = times.map_or(usual, |times| (usual * times + 999) / 1000);
        let of = part.map_or(1, |part| part.split_once('/').map_or(1, |(_, of)| of.parse().expect("a number")));
        let carried = workers / of * each;
        prop_assert_eq!((row.orders, row.capacity), (orders, Some(carried)));
        let left = (orders + backlog - carried).max(0);
        prop_assert_eq!(row.backlog, Some(left));
        match row.backlog_days {
            None => prop_assert_eq!(carried, 0),
            Some(days) => prop_assert!(days * carried >= left && (days == 0 || (days - 1) * carried < left)),
        }
    }
}

fn judge_kits(
    groups: &[bool],
    ordered: &[Ordered],
    stock: Option<(i64, i64, i64)>,
) -> Result<(), TestCaseError> {
    let rules = rules();
    let homes = groups.iter().enumerate();
    let homes = homes.map(|(at, needs)| household(at, "C1", if *needs { SPECIAL } else { "" }));
    let orders = ordered.iter().enumerate();
    let orders =
        orders.map(|(at, (home, package, count, paid))| order(at, *home, package, *count, *paid));
    let packages = ["A", "B"].map(|name| Package {
        package: name.to_owned(),
        name: String::new(),
        price: Some(Price::from_steps(500_000)),
        enterprise: "S1".to_owned(),
        note: String::new(),
    });
    let parts = PARTS.map(|(kit, item, qty)| Kit {
        kit: kit.to_owned(),
        item: item.to_owned(),
        qty: whole(qty),
        unit: String::new(),
        note: String::new(),
    });
    let onhand: Vec<OnHand> = stock
        .into_iter()
        .flat_map(|(rice, oil, egg)| {
            [("rice", rice), ("oil", oil), ("egg", egg)].map(|(item, qty)| held("S1", item, qty))
        })
        .collect();
    let (orders, households) = (loaded(orders.collect()), loaded(homes.collect()));
    let inputs = KitsInputs {
        orders: &orders,
        households: &households,
        packages: Some(&packages),
        parts: &parts,
        onhand: &onhand,
        rules: &rules,
        as_of: day(3),
        pay_by: day(2),
        plan_id: "P",
    };
    let packed = kits(&inputs).unwrap_or_else(|refused| panic!("{refused}"));
    prop_assert_eq!(audit(&inputs, &packed), []);
    // What each line has: all that was ordered less what stands in unmet.
    let short: BTreeMap<&str, i64> = packed
        .unmet
        .iter()
        .map(|row| {
            (
                row.request.as_str(),
                row.short.unwrap_or_default().whole_units_down(),
            )
        })
        .collect();
    let mut used: BTreeMap<&str, i64> = BTreeMap::new();
    let mut homes_served = BTreeSet::new();
    for (line, (home, package, count, paid)) in orders.rows.iter().zip(ordered) {
        let got = count - short.get(line.order.as_str()).copied().unwrap_or(0);
        prop_assert!((0..=*count).contains(&got));
        prop_assert!(
            got == 0 || groups[*home] || *paid == Some(true),
            "an unpaid bag"
        );
        for (_, item, each) in PARTS.iter().filter(|(kit, ..)| kit == package) {
            *used.entry(item).or_default() += got * each;
        }
        if got > 0 {
            homes_served.insert(*home);
        }
    }
    if let Some((rice, oil, egg)) = stock {
        for (item, there) in [("rice", rice), ("oil", oil), ("egg", egg)] {
            prop_assert!(used.get(item).copied().unwrap_or(0) <= there);
        }
    }
    let labelled: BTreeSet<&str> = packed
        .labels
        .iter()
        .map(|label| label.household.as_str())
        .collect();
    let served: BTreeSet<String> = homes_served.iter().map(|home| format!("h{home}")).collect();
    prop_assert_eq!(
        labelled,
        served
            .iter()
            .map(String::as_str)
            .collect::<BTreeSet<&str>>()
    );
    Ok(())
}

fn judge_slots(
    names: &BTreeMap<(usize, usize), bool>,
    (most, doors): (i64, i64),
    hours: Hours,
) -> Result<(), TestCaseError> {
    let rules = rules();
    let site = |code: &str, class: &str| Site {
        class: class.to_owned(),
        ..Site::unlisted(code)
    };
    let sites = SiteTree::new([site("C0", ""), site("C1", "sealed")]);
    let words: Vec<[String; 3]> = names
        .keys()
        .map(|(_, number)| [number % 4, number % 2, *number].map(|n| n.to_string()))
        .collect();
    let residents: Vec<Resident> = names
        .iter()
        .zip(&words)
        .map(
            |(((at, _), special), [building, entrance, household])| Resident {
                site: ["C0", "C1"][*at],
                building,
                entrance,
                household,
                special: *special,
            },
        )
        .collect();
    let inputs = SlotInputs {
        residents: &residents,
        sites: &sites,
        rules: &rules,
        hours,
        pickup_most: Some(most),
        doorstep_most: Some(doors),
    };
    let rows = slots(&inputs).unwrap_or_else(|refused| panic!("{refused}"));
    prop_assert_eq!(slots::audit(&inputs, &rows), []);
    prop_assert_eq!(rows.len(), residents.len());
    let mut held: BTreeMap<(&str, DeliveryMode, Day, &str), i64> = BTreeMap::new();
    for row in &rows {
        let sealed = row.site == "C1";
        let special = residents
            .iter()
            .any(|one| (one.site, one.household) == (&*row.site, &*row.household) && one.special);
        let is_brought = row.mode == DeliveryMode::Doorstep;
        prop_assert_eq!(is_brought, sealed || special);
        *held
            .entry((&row.site, row.mode, row.date, &row.starts))
            .or_default() += 1;
    }
    for ((_, mode, ..), count) in held {
        let limit = match mode {
            DeliveryMode::Pickup => most,
            DeliveryMode::Doorstep => doors,
        };
        prop_assert!(count <= limit);
    }
    if let Some(last) = rows.last() {
        let twice: Vec<_> = rows.iter().cloned().chain([last.clone()]).collect();
        prop_assert_ne!(slots::audit(&inputs, &twice), []);
    }
    Ok(())
}

fn judge_boxes(weights: &[Vec<i64>], total: i64) -> Result<(), TestCaseError> {
    let names: Vec<(String, Vec<String>)> = weights
        .iter()
        .enumerate()
        .map(|(at, points)| {
            (
                format!("X{at}"),
                (0..points.len())
                    .map(|point| format!("X{at}P{point}"))
                    .collect(),
            )
        })
        .collect();
    let stations: Stations = names
        .iter()
        .zip(weights)
        .map(|((station, points), weights)| {
            let points = points
                .iter()
                .zip(weights)
                .map(|(point, weight)| (point.as_str(), whole(*weight)));
            (station.as_str(), points.collect())
        })
        .collect();
    let rules = rules();
    let inputs = BoxesInputs {
        boxes: total,
        from: "CITY",
        stations: &stations,
        means: &[],
        rules: &rules,
    };
    let rows = consignments(&inputs);
    prop_assert_eq!(boxes::audit(&inputs, &rows), []);
    let all: i64 = weights.iter().flatten().sum();
    let sent = |from: &str| -> i64 {
        rows.iter()
            .filter(|row| row.from_site == from)
            .map(|row| row.boxes)
            .sum()
    };
    prop_assert_eq!(sent("CITY"), if all > 0 { total } else { 0 });
    for (station, weights) in names.iter().zip(weights) {
        let own: i64 = weights.iter().sum();
        let to = |site: &str| {
            rows.iter()
                .find(|row| row.site == site)
                .map_or(0, |row| row.boxes)
        };
        let boxes = to(&station.0);
        prop_assert_eq!(sent(&station.0), boxes);
        // Less than a whole box from the exact part, either way.
        let near = |boxes: i64, of: i64, weight: i64, all: i64| {
            all == 0 || (boxes * all - of * weight).abs() < all
        };
        prop_assert!(near(boxes, total, own, all));
        for (point, weight) in station.1.iter().zip(weights) {
            prop_assert!(near(to(point), boxes, *weight, own));
        }
    }
    Ok(())
}

fn judge_rounds(
    homes: &[(bool, Option<i64>, Option<i64>)],
    as_of: Day,
) -> Result<(), TestCaseError> {
    let rules = rules();
    let households: Vec<Household> = homes
        .iter()
        .enumerate()
        .map(|(at, (needs, ..))| household(at, "C1", if *needs { SPECIAL } else { "" }))
        .collect();
    let orders: Vec<Order> = homes
        .iter()
        .enumerate()
        .filter_map(|(at, (_, on, _))| {
            Some(Order {
                date: Some(day((*on)?)),
                ..order(at, at, "A", 1, None)
            })
        })
        .collect();
    let calls: Vec<Call> = homes
        .iter()
        .enumerate()
        .filter_map(|(at, (_, _, on))| {
            Some(Call {
                household: format!("h{at}"),
                date: day((*on)?),
                handler: String::new(),
                result: String::new(),
            })
        })
        .collect();
    let rows = due(&CycleInputs {
        households: &households,
        orders: &orders,
        calls: &calls,
        rules: &rules,
        as_of,
        all: false,
    });
    for (at, (needs, ordered, called)) in homes.iter().enumerate() {
        let name = format!("h{at}");
        for (kind, last, applies) in [
            (CycleKind::Order, ordered, true),
            (CycleKind::Call, called, *needs),
        ] {
            let last = last.map(day).filter(|on| *on <= as_of);
            let found = rows
                .iter()
                .find(|row| row.household == name && row.kind == kind);
            // Every third day, says the plan.
            let is_due = last.is_none_or(|last| as_of.days_since(last) >= 3);
            prop_assert_eq!(found.is_some(), applies && is_due, "{} {:?}", name, kind);
            let Some(row) = found else { continue };
            prop_assert_eq!(row.last_done, last);
            prop_assert_eq!(
                row.overdue_days,
                last.map(|last| as_of.days_since(last) - 3)
            );
        }
    }
    Ok(())
}

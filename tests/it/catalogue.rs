//! Is the catalogue that comes with granary what the plans and the product standards say?
//!
//! The facts stand here a second time, as they were read: code, name, class, tier of P3, product standard, base unit,
//! shelf life, whether it is used up, and whether only the uses of P1-A04 may have it.

use std::collections::{BTreeMap, BTreeSet};

use granary::ledger::Catalogue;
use granary::ledger::tables::Item;
use granary::ledger::word::Sector;
use granary::policy::Policy;
use granary::quantity::{Quantity, Unit};

/// One item: code, name, class, tier, product standard, unit, shelf life, used up, first line only.
struct Fact(
    &'static str,
    &'static str,
    &'static str,
    Option<i64>,
    &'static str,
    &'static str,
    &'static str,
    bool,
    bool,
);

#[rustfmt::skip]
const FACTS: &[Fact] = &[
    Fact("n95_respirator", "医用防护口罩", "ppe", Some(1), "GB 19083", "piece", "36 mo", true, true),
    Fact("surgical_mask", "医用外科口罩", "ppe", Some(1), "YY 0469", "piece", "24 mo", true, false),
    Fact("medical_mask", "普通医用口罩", "ppe", Some(1), "YY/T 0969", "piece", "24 mo", true, false),
    Fact("coverall", "医用防护服", "ppe", Some(1), "GB 19082", "piece", "36 mo", true, true),
    Fact("goggles", "医用护目镜", "ppe", Some(1), "", "pair", "36 mo", false, true),
    Fact("gloves", "医用手套", "ppe", Some(1), "GB 10213", "pair", "36 mo", true, false),
    Fact("isolation_gown", "医用隔离衣", "ppe", Some(2), "", "piece", "36 mo", true, true),
    Fact("medical_cap", "医用帽", "ppe", Some(2), "YY/T 1642", "piece", "24 mo", true, false),
    Fact("shoe_cover", "医用鞋套", "ppe", Some(2), "YY/T 1633", "pair", "24 mo", true, false),
    Fact("face_shield", "医用防护面罩", "ppe", Some(2), "", "piece", "24 mo", true, false),
    Fact("nat_reagent", "核酸检测试剂", "reagent", Some(3), "", "test", "12 mo", true, false),
    Fact("sampling_tube", "采样管", "reagent", Some(3), "", "piece", "12 mo", true, false),
    Fact("swab", "采样拭子", "reagent", None, "", "piece", "24 mo", true, false),
    Fact("extraction_reagent", "核酸提取试剂", "reagent", None, "", "test", "12 mo", true, false),
    Fact("amplification_reagent", "核酸扩增试剂", "reagent", None, "", "test", "12 mo", true, false),
    Fact("transport_box", "样本运输箱", "equipment_vehicle", None, "", "piece", "", false, false),
    Fact("hand_sanitizer", "免洗手消毒液", "disinfection", Some(1), "GB 27950", "bottle", "24 mo", true, false),
    Fact("chlorine_tablet", "含氯泡腾消毒片", "disinfection", Some(2), "GB/T 36758", "bottle", "24 mo", true, false),
    Fact("chlorine_liquid", "84消毒液", "disinfection", None, "GB/T 36758", "", "", true, false),
    Fact("medical_alcohol", "医用酒精", "disinfection", Some(3), "GB 26373", "bottle", "24 mo", true, false),
    Fact("ir_thermometer", "手持式红外测温仪", "equipment_vehicle", Some(1), "", "piece", "60 mo", false, false),
    Fact("thermometer", "体温计", "equipment_vehicle", None, "", "piece", "", false, false),
    Fact("imaging_equipment", "高端医学影像设备", "equipment_vehicle", Some(3), "", "set", "120 mo", false, false),
    Fact("negative_pressure_ambulance", "负压救护车", "equipment_vehicle", Some(3), "", "vehicle", "120 mo", false, false),
    Fact("mask_machine", "口罩设备", "equipment_vehicle", Some(3), "", "set", "120 mo", false, false),
    Fact("meltblown_fabric", "熔喷布", "ppe", Some(3), "", "kg", "24 mo", true, false),
    Fact("medicine", "相关药品", "medicine", Some(3), "", "box", "24 mo", true, false),
    Fact("rice", "大米", "necessity", None, "", "kg", "12 mo", true, false),
    Fact("flour", "面粉", "necessity", None, "", "kg", "6 mo", true, false),
    Fact("oil", "食用油", "necessity", None, "", "kg", "18 mo", true, false),
    Fact("meat", "肉", "necessity", None, "", "kg", "7 d", true, false),
    Fact("egg", "蛋", "necessity", None, "", "kg", "1 mo", true, false),
    Fact("milk", "奶", "necessity", None, "", "kg", "1 mo", true, false),
    Fact("vegetable", "蔬菜", "necessity", None, "", "kg", "7 d", true, false),
    Fact("instant_food", "速食", "necessity", None, "", "kg", "6 mo", true, false),
];

/// The classes of medical goods in P3.
const CLASSES: usize = 5;
/// The necessities whose market is reported each day.
const NECESSITIES: usize = 8;

const TEXT: &str = include_str!("../../data/catalogue.csv");

/// The rows of the catalogue, each cell by its column.
fn rows() -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(TEXT.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("the catalogue is a table"))
        .collect()
}

fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

#[test]
fn the_catalogue_says_what_the_plans_and_standards_say() {
    let rows = rows();
    assert_eq!(rows.len(), FACTS.len());
    for (row, fact) in rows.iter().zip(FACTS) {
        let Fact(code, name, class, tier, standard, unit, life, used_up, first_line) = fact;
        let tier = tier.map_or(String::new(), |tier| tier.to_string());
        let expected = [
            ("item", *code),
            ("name", *name),
            ("class", *class),
            ("tier", &*tier),
            ("product_standard", *standard),
            ("unit", *unit),
            ("shelf_life", *life),
            ("consumable", if *used_up { "1" } else { "0" }),
            ("restriction", if *first_line { "first_line" } else { "" }),
        ];
        for (column, value) in expected {
            assert_eq!(cell(row, column), value, "{code} {column}");
        }
    }
}

#[test]
fn there_are_five_classes_twenty_kinds_in_three_tiers_and_eight_necessities() {
    let kinds = |fact: &&Fact| fact.2 != "necessity";
    let classes: BTreeSet<&str> = FACTS.iter().filter(kinds).map(|fact| fact.2).collect();
    assert_eq!(classes.len(), CLASSES, "{classes:?}");
    assert_eq!(
        FACTS.iter().filter(|fact| !kinds(fact)).count(),
        NECESSITIES
    );
    // The tube is in a tier by what it goes with, and not by the list of the plan.
    let in_tier = |tier| {
        let of_tier = FACTS.iter().filter(move |fact| fact.3 == Some(tier));
        of_tier
            .filter(|fact| fact.0 != "sampling_tube")
            .map(|fact| fact.0)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!([1, 2, 3].map(|tier| in_tier(tier).len()), [8, 5, 7]);
    let policy = Policy::built_in("P3").expect("it comes with granary");
    for list in &policy.tier {
        let listed: BTreeSet<&str> = list.items.iter().map(String::as_str).collect();
        assert_eq!(listed, in_tier(list.tier), "tier {}", list.tier);
    }
}

#[test]
fn what_only_the_first_line_may_have_is_what_the_policy_reserves_for_its_uses() {
    let policy = Policy::built_in("P0").expect("it comes with granary");
    let reserved = policy.eligibility.iter().find(|rule| rule.uses.len() == 11);
    let reserved = reserved.expect("P1-A04 has eleven uses");
    for fact in FACTS.iter().filter(|fact| fact.8) {
        let item = rows().into_iter().find(|row| cell(row, "item") == fact.0);
        let item = item.expect("it is in the catalogue");
        assert_eq!(
            cell(&item, "grade"),
            "high",
            "{}: {:?}",
            fact.0,
            reserved.id
        );
    }
}

#[test]
fn every_name_means_one_item_and_goods_are_medical_or_civil() {
    let items = rows().into_iter().map(|row| Item {
        name: cell(&row, "name").to_owned(),
        aliases: cell(&row, "aliases").to_owned(),
        ..Item::unlisted(cell(&row, "item"))
    });
    let catalogue = Catalogue::new(items);
    let mut seen = BTreeSet::new();
    for item in catalogue.items() {
        let names = item.aliases.split(';').chain([&*item.name, &*item.item]);
        for name in names {
            assert!(seen.insert(name.to_owned()), "{name} twice");
        }
        for name in item.aliases.split(';').chain([&*item.name]) {
            assert_eq!(catalogue.code_of_name(name), Some(&*item.item), "{name}");
        }
    }
    for row in rows() {
        let is_civil = cell(&row, "class") == "necessity";
        let sector = if is_civil {
            Sector::Civil
        } else {
            Sector::Medical
        };
        assert_eq!(
            cell(&row, "sector"),
            granary::ledger::word::Word::id(sector)
        );
    }
}

#[test]
fn packs_convert_to_base_units_and_back_exactly() {
    for row in rows() {
        let (size, unit) = (cell(&row, "pack_size"), Unit::new(cell(&row, "unit")));
        assert_eq!(Unit::new(unit.id()), unit, "{}", unit.id());
        let Ok(size) = size.parse::<i64>() else {
            continue;
        };
        for packs in [0, 1, 7, 12_345] {
            let size = Quantity::whole(size).expect("a small pack");
            let units = size.times(packs).expect("it fits");
            assert_eq!(units.round_up_to_multiple(size), Some(units));
            assert_eq!(units.round_down_to_multiple(size), units);
            assert_eq!(units.thousandths() / size.thousandths(), packs);
        }
    }
}

//! Tests of units and packs in the base unit of an item.

use super::*;
use crate::ledger::tables::Item;

#[test]
fn an_article_inside_a_bag_is_no_package() {
    let garment = Item {
        unit: "piece".to_owned(),
        ..Item::unlisted("coverall")
    };
    let catalogue = Catalogue::new([garment.clone()]);
    let of = |spec| conversion(&catalogue, "coverall", &Unit::new("件"), spec);
    let single = of("1件/袋").expect("the spec tells what 件 is");
    assert_eq!(
        (single.base.id(), single.thousandths),
        ("piece", THOUSANDTHS)
    );
    let listed = Item {
        pack_unit: "桶".to_owned(),
        pack_size: Quantity::whole(5),
        ..garment.clone()
    };
    let drum = conversion(&Catalogue::new([listed]), "coverall", &Unit::new("桶"), "");
    assert_eq!(drum.map(|drum| drum.thousandths), Ok(5 * THOUSANDTHS));
    let pack = of("50个/件").expect("the spec tells what is in one");
    assert_eq!(pack.thousandths, 50 * THOUSANDTHS);
    assert_eq!(of("").map_err(|fault| fault.code), Err(Code::UnknownPack));
}

#[test]
fn a_counter_of_the_catalogue_counts_one() {
    let garment = Item {
        unit: "piece".to_owned(),
        counters: "套; 身".to_owned(),
        ..Item::unlisted("coverall")
    };
    let catalogue = Catalogue::new([garment]);
    for (word, counts) in [("套", true), ("身", true), ("个", true), ("双", false)] {
        let found = conversion(&catalogue, "coverall", &Unit::new(word), "");
        assert_eq!(
            found.is_ok_and(|found| found.is_identity()),
            counts,
            "{word}"
        );
    }
}

#[test]
fn the_spec_of_the_row_comes_before_the_pack_of_the_catalogue() {
    let boxed = |item: &str, unit: &str, pack: &str, size| Item {
        unit: unit.to_owned(),
        pack_unit: pack.to_owned(),
        pack_size: Quantity::whole(size),
        counters: "套".to_owned(),
        ..Item::unlisted(item)
    };
    let catalogue = Catalogue::new([
        boxed("mask", "piece", "盒", 20),
        boxed("coverall", "piece", "箱", 50),
        boxed("noodles", "kg", "箱", 6),
        boxed("gloves", "pair", "盒", 50),
    ]);
    let of = |item, stated, spec| {
        let found = conversion(&catalogue, item, &Unit::new(stated), spec);
        found
            .map(|found| {
                let says = found.catalogue_says.map(Quantity::whole_units_down);
                (found.thousandths / THOUSANDTHS, says)
            })
            .map_err(|fault| fault.code)
    };
    assert_eq!(of("mask", "盒", "50只/盒"), Ok((50, Some(20))));
    assert_eq!(of("mask", "盒", "20只/盒"), Ok((20, None)));
    assert_eq!(of("mask", "盒", "3M 1860"), Ok((20, None)));
    assert_eq!(of("mask", "盒", "40盒/箱"), Ok((20, None)));
    assert_eq!(of("mask", "箱", "40盒/箱"), Err(Code::UnitMismatch));
    assert_eq!(of("coverall", "箱", "25套/箱"), Ok((25, Some(50))));
    assert_eq!(of("noodles", "箱", "24桶/箱"), Err(Code::UnitMismatch));
    assert_eq!(of("noodles", "箱", "5kg/箱"), Ok((5, Some(6))));
    assert_eq!(of("gloves", "盒", "200只/盒"), Err(Code::UnitMismatch));
}

#[test]
fn so_many_packs_at_once_are_as_many_times_what_is_in_one() {
    let mask = Item {
        unit: "piece".to_owned(),
        pack_unit: "盒".to_owned(),
        pack_size: Quantity::whole(20),
        ..Item::unlisted("mask")
    };
    let catalogue = Catalogue::new([mask]);
    let of = |stated, spec| {
        let found = conversion(&catalogue, "mask", &Unit::new(stated), spec);
        found
            .map(|found| found.thousandths / THOUSANDTHS)
            .map_err(|fault| fault.code)
    };
    assert_eq!(of("万只", ""), Ok(10_000));
    assert_eq!(of("千盒", ""), Ok(20_000));
    assert_eq!(of("千盒", "50只/盒"), Ok(50_000));
    assert_eq!(of("万斤", ""), Err(Code::UnitMismatch));
}

#[test]
fn a_price_of_a_pack_converts_by_what_is_in_it() {
    let mask = Item {
        unit: "piece".to_owned(),
        ..Item::unlisted("mask")
    };
    let catalogue = Catalogue::new([mask]);
    let of = |item, spec| conversion(&catalogue, item, &Unit::new("元/盒"), spec);
    let pack = of("mask", "50只/盒").expect("the spec says it");
    assert_eq!(
        convert(&Cell::Price(Price::from_steps(1_000_000)), &pack),
        Some(Cell::Price(Price::from_steps(20_000)))
    );
    assert!(of("mask", "3M").is_err());
    assert_eq!(of("tea", "").map(|tea| tea.base), Ok(Unit::new("元/盒")));
}

#[test]
fn weights_convert_exactly_and_packs_only_by_their_size() {
    let empty = Catalogue::default();
    let kg = conversion(&empty, "rice", &Unit::new("吨"), "").expect("吨 is a weight");
    assert_eq!(
        convert(&Cell::Quantity(Quantity::from_thousandths(12_500)), &kg).map(|c| c.to_string()),
        Some("12500".to_owned())
    );
    let refused =
        conversion(&empty, "mask", &Unit::new("箱"), "33*27*28").expect_err("no pack size");
    assert_eq!(refused.code, Code::UnknownPack);
    let case = conversion(&empty, "mask", &Unit::new("箱"), "200个/箱").expect("the spec says it");
    assert_eq!((case.base.id(), case.thousandths), ("piece", 200_000));
}

#[test]
fn a_price_a_jin_doubles_to_a_price_a_kilogram() {
    let jin =
        conversion(&Catalogue::default(), "rice", &Unit::new("斤"), "").expect("斤 is a weight");
    assert_eq!(
        convert(&Cell::Price(Price::from_steps(20_000)), &jin),
        Some(Cell::Price(Price::from_steps(40_000)))
    );
}

/// Goods as the general catalogue has them, with their usual packs.
fn usual(item: &str, unit: &str, pack: &str, size: i64) -> Item {
    Item {
        unit: unit.to_owned(),
        pack_unit: pack.to_owned(),
        pack_size: Quantity::whole(size),
        ..Item::unlisted(item)
    }
}

fn usual_goods() -> Catalogue {
    Catalogue::new([
        usual("rice", "kg", "袋", 25),
        usual("oil", "kg", "箱", 20),
        usual("mask", "piece", "盒", 20),
        usual("cap", "piece", "包", 100),
        usual("cover", "pair", "包", 100),
        usual("alcohol", "bottle", "箱", 20),
        usual("medicine", "box", "箱", 40),
        usual("gown", "piece", "箱", 100),
    ])
}

#[test]
fn the_usual_pack_is_not_taken_beside_another_number() {
    let catalogue = usual_goods();
    let of = |item, stated, spec| {
        let found = conversion(&catalogue, item, &Unit::new(stated), spec);
        found
            .map(|found| found.thousandths)
            .map_err(|fault| fault.code)
    };
    for (item, stated, spec, thousandths) in [
        ("rice", "袋", "5kg", 5000),
        ("rice", "袋", "10斤装", 5000),
        ("rice", "袋", "2.5公斤", 2500),
        ("rice", "袋", "10kg*1", 10_000),
        ("rice", "箱", "5kg*4袋", 20_000),
        ("rice", "箱", "5kg/袋,4袋/箱", 20_000),
        ("rice", "箱", "5kg*4", 20_000),
        ("rice", "袋", "5kg*4袋", 5000),
        ("mask", "盒", "10只", 10_000),
        ("mask", "箱", "30只/盒*20盒/箱", 600_000),
        ("mask", "盒", "30只/盒*20盒/箱", 30_000),
        ("cover", "包", "50双", 50_000),
        ("alcohol", "箱", "500ml/瓶×24瓶/箱", 24_000),
        ("alcohol", "箱", "12瓶", 12_000),
        ("alcohol", "箱", "500ml*12", 12_000),
        ("alcohol", "箱", "500ml", 20_000),
        ("medicine", "箱", "100盒", 100_000),
        ("rice", "袋", "优质", 25_000),
        ("mask", "盒", "9501+ 耳带", 20_000),
        ("mask", "盒", "17.5*9.5cm", 20_000),
    ] {
        assert_eq!(of(item, stated, spec), Ok(thousandths), "{item} {spec}");
    }
    for (item, stated, spec) in [
        ("alcohol", "箱", "1*12"),
        ("rice", "袋", "5KG/袋*2"),
        ("mask", "盒", "10*20只/盒"),
        ("mask", "盒", "20*30"),
        ("oil", "箱", "5L*4"),
        ("oil", "箱", "5L"),
        ("cover", "包", "100只"),
        ("gown", "箱", "50件"),
        ("mask", "箱", "600只"),
    ] {
        let refused = of(item, stated, spec);
        assert_eq!(refused, Err(Code::UnknownPack), "{item} {spec}");
    }
    // What somebody says of goods of their own is taken where the list is not understood.
    let mut own = catalogue.clone();
    own.extend([usual("alcohol", "bottle", "箱", 12)]);
    let twelve = conversion(&own, "alcohol", &Unit::new("箱"), "1*12");
    assert_eq!(twelve.map(|found| found.thousandths), Ok(12_000));
}

#[test]
fn a_size_of_packs_leaves_open_what_amounts_without_a_unit_count() {
    let catalogue = usual_goods();
    let is_open = |item, spec| unsaid(&catalogue, item, spec).is_some();
    for (item, spec) in [
        ("mask", "20只/盒"),
        ("mask", "10只"),
        ("rice", "25kg/袋"),
        ("rice", "5kg"),
        ("oil", "5L"),
        ("alcohol", "500ml*24瓶/箱"),
        ("medicine", "40盒/箱"),
    ] {
        assert!(is_open(item, spec), "{item} {spec}");
    }
    for (item, spec) in [
        ("mask", ""),
        ("mask", "3M 1860"),
        ("mask", "1只/袋"),
        ("alcohol", "500ml"),
        ("alcohol", "500ml/瓶"),
        ("medicine", "10片/盒"),
        ("rice", "一级"),
        ("tea", "20包/盒"),
    ] {
        assert!(!is_open(item, spec), "{item} {spec}");
    }
}

//! What stands in, how much of it, and for whom.

use super::*;
use crate::allocate::audit_whole;
use crate::allocate::sample::{Sample, ask, lot, pieces, unmet, uses};
use crate::ledger::tables::{Finding, OnHand};

/// Frozen meat may be replaced by fresh, one and a half for one, and then by tins; n95 only by its own grade.
fn sample(lots: Vec<OnHand>, requests: Vec<Request>) -> Sample {
    let mut sample = Sample::of(lots, requests);
    let item = |code: &str, grade: &str, substitute: &str, ratio: Option<f64>| Item {
        unit: "piece".to_owned(),
        grade: grade.to_owned(),
        substitute: substitute.to_owned(),
        ratio,
        ..Item::unlisted(code)
    };
    sample.items = Catalogue::new([
        item("frozen", "general", "fresh;tin:0.5", Some(1.5)),
        item("fresh", "general", "", None),
        item("tin", "", "", None),
        item("n95", "high", "mask;kn95", None),
        item("mask", "general", "n95", None),
        item("kn95", "high", "", None),
    ]);
    sample
}

fn planned(sample: &Sample) -> Plan {
    let inputs = sample.inputs();
    let plan = plan(&inputs, None).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(judged(sample, &plan), []);
    plan
}

fn judged(sample: &Sample, plan: &Plan) -> Vec<Finding> {
    audit_whole(&sample.inputs(), None, &plan.allocation, &plan.unmet)
}

/// Awards as `request item qty`, with what they count as where they stand in.
fn awards(plan: &Plan) -> Vec<String> {
    let text = plan.allocation.iter().map(|row| match row.counts_as {
        None => format!("{} {} {}", row.request, row.item, row.qty),
        Some(met) => format!("{} {} {} as {met}", row.request, row.item, row.qty),
    });
    text.collect()
}

#[test]
fn what_a_line_had_of_the_substitute_by_name_counts_when_the_rest_is_shared() {
    // Both use two fresh a day and hold ten; the first asked for six of them by name as well.
    let mut sample = sample(
        vec![lot("fresh", "R", 16, "")],
        vec![
            ask("A", "F1", "fresh", 6),
            ask("B", "F1", "frozen", 20),
            ask("C", "F2", "frozen", 20),
        ],
    );
    for site in ["F1", "F2"] {
        sample.burn.push(uses(site, "fresh", 2));
        sample.onhand.push(OnHand {
            site: site.to_owned(),
            ..lot("fresh", "OWN", 10, "")
        });
    }
    // Of the ten that are left F1, which has 16, gets two, and F2 eight: 18 each.
    assert_eq!(
        awards(&planned(&sample)),
        ["A fresh 6", "B fresh 2 as 1.333", "C fresh 8 as 5.333"]
    );
}

#[test]
fn it_stands_in_only_after_the_item_itself_ends_and_in_the_order_of_the_list() {
    let lots = |frozen, fresh, tin| {
        vec![
            lot("frozen", "F", frozen, ""),
            lot("fresh", "R", fresh, ""),
            lot("tin", "T", tin, ""),
        ]
    };
    let asks = || vec![ask("A", "CASE", "frozen", 10)];
    let seen = |frozen, fresh, tin| awards(&planned(&sample(lots(frozen, fresh, tin), asks())));
    assert_eq!(seen(10, 90, 90), ["A frozen 10"]);
    assert_eq!(seen(6, 90, 90), ["A frozen 6", "A fresh 6 as 4"]);
    // Three tenths short of two frozen are left open; a half tin each.
    assert_eq!(
        seen(6, 5, 90),
        ["A frozen 6", "A fresh 5 as 3.333", "A tin 1 as 0.667"]
    );
    let plan = planned(&sample(lots(6, 4, 0), asks()));
    assert_eq!(awards(&plan), ["A frozen 6", "A fresh 4 as 2.666"]);
    let open = unmet(&plan, "A");
    assert_eq!((open.given + open.short.unwrap_or_default()), pieces(10));
    assert_eq!(open.short, Some(Quantity::from_thousandths(1_334)));
}

#[test]
fn it_goes_one_way_and_never_below_the_grade() {
    let lots = vec![lot("mask", "M", 50, ""), lot("kn95", "K", 5, "")];
    let plan = planned(&sample(lots, vec![ask("A", "CASE", "n95", 10)]));
    // The mask is of a lower grade; what is made to the same grade stands in.
    assert_eq!(awards(&plan), ["A kn95 5 as 5"]);
    let lots = vec![lot("n95", "N", 50, "")];
    let plan = planned(&sample(lots.clone(), vec![ask("A", "CASE", "mask", 10)]));
    assert_eq!(awards(&plan), ["A n95 10 as 10"]);
    // Whoever may not have the substitute does not get it in disguise.
    let mut office = ask("A", "OFFICE", "mask", 10);
    office.usage = "office".into();
    assert_eq!(awards(&planned(&sample(lots, vec![office]))), [""; 0]);
    let lots = vec![lot("frozen", "F", 9, "")];
    let plan = planned(&sample(lots, vec![ask("A", "CASE", "fresh", 10)]));
    assert_eq!(awards(&plan), [""; 0]);
}

#[test]
fn what_others_ask_for_by_name_is_not_taken_from_them() {
    let lots = vec![lot("fresh", "R", 10, "")];
    let requests = vec![ask("A", "CASE", "frozen", 10), ask("B", "F1", "fresh", 7)];
    let plan = planned(&sample(lots, requests));
    assert_eq!(awards(&plan), ["A fresh 3 as 2", "B fresh 7"]);
}

#[test]
fn the_first_tier_has_the_substitute_first() {
    let lots = vec![lot("fresh", "R", 15, "")];
    let requests = vec![ask("A", "F1", "frozen", 10), ask("B", "CASE", "frozen", 8)];
    let plan = planned(&sample(lots, requests));
    assert_eq!(awards(&plan), ["A fresh 3 as 2", "B fresh 12 as 8"]);
}

#[test]
fn a_plan_without_substitutes_is_a_plan_too_and_a_bad_ratio_is_refused() {
    let lots = vec![lot("fresh", "R", 15, "")];
    let mut sample = sample(lots, vec![ask("A", "F1", "frozen", 10)]);
    sample.options.substitutes = false;
    assert_eq!(awards(&planned(&sample)), [""; 0]);
    sample.options.substitutes = true;
    sample.items.extend([Item {
        substitute: "fresh:no".to_owned(),
        ..Item::unlisted("frozen")
    }]);
    assert!(plan(&sample.inputs(), None).is_err());
}

#[test]
fn each_way_to_break_it_is_found() {
    let lots = vec![lot("frozen", "F", 6, ""), lot("fresh", "R", 90, "")];
    let sample = sample(lots, vec![ask("A", "CASE", "frozen", 10)]);
    let codes = |break_it: fn(&mut Plan)| {
        let mut plan = planned(&sample);
        break_it(&mut plan);
        let mut codes: Vec<String> = judged(&sample, &plan)
            .into_iter()
            .map(|row| row.code)
            .collect();
        codes.dedup();
        codes
    };
    let found = codes(|plan| plan.allocation[1].stands_for = "tin".into());
    assert!(found.contains(&"bad_substitute".to_owned()), "{found:?}");
    let found = codes(|plan| plan.allocation[1].counts_as = Some(pieces(3)));
    assert!(found.contains(&"wrong_count".to_owned()), "{found:?}");
    // Fresh meat while frozen is left.
    let found = codes(|plan| drop(plan.allocation.remove(0)));
    assert!(found.contains(&"left_over".to_owned()), "{found:?}");
    let found = codes(|plan| drop(plan.allocation.remove(1)));
    assert!(found.contains(&"left_over".to_owned()), "{found:?}");
}

#[test]
fn a_line_that_gets_too_much_is_named_once() {
    let lots = vec![lot("frozen", "F", 90, "")];
    let sample = sample(lots, vec![ask("A", "CASE", "frozen", 10)]);
    let mut plan = planned(&sample);
    plan.allocation[0].qty = pieces(11);
    let found = judged(&sample, &plan);
    let codes: Vec<&str> = found.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["over_awarded"]);
}

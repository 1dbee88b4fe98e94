//! A sound plan passes; each way to break it is found under its own code.

use crate::allocate::share::round::Rounding;
use crate::ledger::tables::{Allocation, OnHand, Terms, Unmet};
use crate::policy::SharingRule;
use crate::quantity::Quantity;

use super::super::Minimum;
use super::super::sample::{Sample, ask, given, lot, pieces, uses};
use super::audit;

/// Two tiers share two lots; the long shelf life of A and the office's use of high grade are in play.
fn sample() -> Sample {
    let lots = vec![
        lot("mask", "soon", 30, "2022-04-01"),
        lot("mask", "late", 30, "2023-04-01"),
        lot("mask", "gift", 5, ""),
        lot("mask", "past", 5, "2022-03-01"),
        lot("n95", "high", 40, ""),
    ];
    let requests = vec![
        ask("A", "CASE", "mask", 20),
        ask("B", "F1", "mask", 60),
        ask("C", "OFFICE", "mask", 10),
        ask("D", "OFFICE", "n95", 10),
    ];
    let mut sample = Sample::of(lots, requests);
    sample.onhand[2].earmark = "site:OFFICE".to_owned();
    sample.requests[0]
        .terms
        .get_or_insert_default()
        .min_days_left = Some(180);
    sample.requests[3].usage = "office".into();
    sample
}

/// The codes found after `break_it` has changed the plan.
fn codes(break_it: fn(&mut Vec<Allocation>, &mut Vec<Unmet>)) -> Vec<String> {
    let sample = sample();
    let mut plan = sample.plan();
    break_it(&mut plan.allocation, &mut plan.unmet);
    let findings = audit(&sample.inputs(), &plan.allocation, &plan.unmet);
    let mut codes: Vec<String> = findings.into_iter().map(|row| row.code).collect();
    codes.dedup();
    codes
}

fn row<'a>(allocation: &'a mut [Allocation], request: &str, lot: &str) -> &'a mut Allocation {
    let mut rows = allocation.iter_mut();
    rows.find(|row| row.request == request && row.lot == lot)
        .expect("a row of the sample")
}

#[test]
fn the_sample_gives_what_the_breaks_below_start_from() {
    let plan = sample().plan();
    let awards = super::super::sample::awards(&plan);
    assert_eq!(awards, ["A late 20", "B late 10", "B soon 30", "C gift 5"]);
    assert_eq!(plan.unmet.len(), 3);
}

#[test]
fn lots_that_are_swapped_are_found() {
    let swapped = codes(|rows, _| {
        let (late, soon) = (rows[0].clone(), rows[2].clone());
        rows[0].lot = soon.lot;
        rows[0].expiry = soon.expiry;
        rows[2].lot = late.lot;
        rows[2].expiry = late.expiry;
    });
    let of_lots = ["broken_fefo", "left_over", "over_issued"];
    assert_eq!(swapped[..3], of_lots);
    assert_eq!(swapped[3..], ["too_short_lived"]);
    let unknown = codes(|rows, _| rows[0].lot = "x".into());
    assert_eq!(unknown, ["left_over", "unknown_lot"]);
    let renamed = codes(|rows, _| row(rows, "A", "late").lot = "soon".into());
    assert_eq!(renamed[..2], ["left_over", "lot_changed"]);
    assert_eq!(renamed[2..], ["over_issued", "too_short_lived"]);
    let past = codes(|rows, _| {
        let row = row(rows, "C", "gift");
        row.lot = "past".into();
        row.earmark = "".into();
        row.expiry = crate::calendar::Day::parse("2022-03-01");
    });
    assert_eq!(past[..2], ["expired_lot", "idle_earmark"]);
    assert_eq!(past[2..], ["left_over", "too_short_lived"]);
}

#[test]
fn more_than_there_is_or_was_asked_for_is_found() {
    let more = codes(|rows, _| row(rows, "A", "late").qty = pieces(21));
    assert_eq!(more, ["over_awarded", "over_issued"]);
    let nothing = codes(|rows, _| {
        let qty = Quantity::ZERO;
        rows.push(Allocation {
            qty,
            ..rows[0].clone()
        });
    });
    assert_eq!(nothing, ["bad_award"]);
}

#[test]
fn a_shortage_that_unmet_hides_or_makes_up_is_found() {
    assert_eq!(codes(|_, unmet| drop(unmet.remove(0))), ["missing_unmet"]);
    assert_eq!(codes(|_, unmet| unmet[0].short = None), ["wrong_short"]);
    assert_eq!(codes(|_, unmet| unmet[0].reason.clear()), ["wrong_short"]);
    assert_eq!(
        codes(|_, unmet| unmet.push(unmet[0].clone())),
        ["idle_unmet"]
    );
    assert_eq!(
        codes(|_, unmet| unmet[0].line = "9".into()),
        ["idle_unmet", "missing_unmet"]
    );
    let fewer = codes(|rows, _| rows[1].qty = pieces(9));
    assert_eq!(fewer, ["left_over", "wrong_short"]);
}

#[test]
fn goods_that_reach_the_wrong_hands_are_found() {
    let stolen = codes(|rows, _| {
        let gift = row(rows, "C", "gift").clone();
        let taken = Allocation {
            request: "B".into(),
            site: "F1".into(),
            ..gift
        };
        *row(rows, "C", "gift") = taken;
    });
    assert_eq!(stolen, ["broken_earmark", "wrong_short", "wrong_tier"]);
    let barred = codes(|rows, unmet| {
        let row = Allocation {
            request: "D".into(),
            site: "OFFICE".into(),
            item: "n95".into(),
            lot: "high".into(),
            qty: pieces(10),
            expiry: None,
            ..rows[0].clone()
        };
        rows.push(row);
        unmet.retain(|row| row.request != "D");
    });
    assert_eq!(barred, ["not_eligible", "wrong_tier"]);
    assert_eq!(
        codes(|rows, _| rows[3].site = "F1".into()),
        ["wrong_receiver"]
    );
    assert_eq!(
        codes(|rows, _| rows[3].request = "Z".into()),
        ["unknown_line", "wrong_short"]
    );
    assert_eq!(
        codes(|rows, _| rows[3].from_site = "D2".into()),
        ["left_over", "unknown_lot"]
    );
    assert_eq!(
        codes(|rows, _| rows[3].from_site = "F2".into()),
        ["left_over", "unknown_lot", "wrong_giver"]
    );
}

#[test]
fn a_later_tier_served_first_is_found_unless_it_took_what_the_earlier_could_not_use() {
    let inverted = codes(|rows, unmet| {
        let soon = row(rows, "B", "soon");
        soon.qty = pieces(25);
        let taken = Allocation {
            request: "C".into(),
            site: "OFFICE".into(),
            qty: pieces(5),
            ..soon.clone()
        };
        rows.push(taken);
        unmet.retain(|row| row.request != "C");
        unmet[0].given = pieces(35);
        unmet[0].short = Some(pieces(25));
    });
    assert_eq!(inverted, ["tier_inversion", "wrong_tier"]);
    // A is short of late goods; that B has soon ones is no fault.
    let mut sample = sample();
    sample.requests[0].qty = Some(pieces(200));
    let plan = sample.plan();
    assert_eq!(super::super::sample::given(&plan, "A"), 30);
    assert_eq!(super::super::sample::given(&plan, "B"), 30);
}

#[test]
fn part_of_a_unit_or_of_a_closed_pack_is_found() {
    let lots = vec![lot("mask", "L", 30, "2023-01-01")];
    let mut sample = Sample::of(lots, vec![ask("A", "CASE", "mask", 20)]);
    let judged = |sample: &Sample, thousandths: i64| {
        let mut plan = sample.plan();
        plan.allocation[0].qty = Quantity::from_thousandths(thousandths);
        let unmet = super::shorts(&sample.requests, &plan.allocation);
        let found = audit(&sample.inputs(), &plan.allocation, &unmet);
        found.iter().any(|row| row.code == "broken_pack")
    };
    assert!(judged(&sample, 19_500) && !judged(&sample, 15_000));
    sample.options.break_packs = false;
    assert!(judged(&sample, 15_000) && !judged(&sample, 20_000));
}

/// Two clinics of one turn that use as much and have nothing share 100 masks by cover.
fn clinics() -> Sample {
    let mut lots = vec![lot("mask", "L", 100, "2023-01-01")];
    for site in ["F1", "F2"] {
        lots.push(OnHand {
            site: site.to_owned(),
            ..lot("alcohol", "own", 1, "")
        });
    }
    let requests = vec![ask("A", "F1", "mask", 80), ask("B", "F2", "mask", 80)];
    let mut sample = Sample::of(lots, requests);
    sample.burn = vec![uses("F1", "mask", 10), uses("F2", "mask", 10)];
    sample.options.rule = Some(SharingRule::EqualCover);
    sample
}

/// Whether it is found that so much of what A got is given to B instead.
fn is_uneven(sample: &Sample, moved: i64) -> bool {
    is_found(sample, moved, "uneven_cover")
}

/// Whether a finding of this code is made of it.
fn is_found(sample: &Sample, moved: i64, code: &str) -> bool {
    let mut plan = sample.plan();
    row(&mut plan.allocation, "A", "L").qty -= pieces(moved);
    row(&mut plan.allocation, "B", "L").qty += pieces(moved);
    let unmet = super::shorts(&sample.requests, &plan.allocation);
    let found = audit(&sample.inputs(), &plan.allocation, &unmet);
    found.iter().any(|row| row.code == code)
}

#[test]
fn uneven_shares_are_found_by_every_rule_but_that_of_the_talmud() {
    use SharingRule::{EqualAwards, EqualLosses, Proportional, Talmud, Weighted};
    let mut sample = clinics();
    sample.requests[0].qty = Some(pieces(120));
    sample.requests[1] = ask("B", "F2", "mask", 80).on_terms(Terms {
        weight: Some(0.5),
        ..Terms::default()
    });
    for (rule, gets) in [
        (EqualAwards, 50),
        (EqualLosses, 70),
        (Proportional, 60),
        (Weighted, 67),
        (Talmud, 60),
    ] {
        sample.options.rule = Some(rule);
        for rounding in [Rounding::PackByPack, Rounding::LargestRemainder] {
            sample.options.rounding = rounding;
            assert_eq!(given(&sample.plan(), "A"), gets, "{rule:?}");
            let is_found = |moved| is_found(&sample, moved, "uneven_share");
            let is_judged = rule != Talmud;
            assert_eq!([is_found(3), is_found(-3)], [is_judged; 2], "{rule:?}");
            assert!(!is_found(0), "{rule:?}");
        }
    }
    // Claims that were cut to the supply are no longer what was asked for.
    sample.options.rule = Some(Proportional);
    sample.options.truncate = true;
    assert!(!is_found(&sample, 3, "uneven_share"));
    sample.options.rule = Some(EqualAwards);
    assert!(is_found(&sample, 3, "uneven_share"));
}

#[test]
fn another_rule_stands_in_where_the_use_of_who_is_served_is_not_known() {
    let mut sample = clinics();
    sample.burn.pop();
    let otherwise = sample.rules.within_tier.as_ref().map(|rule| rule.otherwise);
    assert!(otherwise.is_some_and(|rule| rule != SharingRule::EqualCover));
    assert!(!is_uneven(&sample, 5) && is_found(&sample, 5, "uneven_share"));
    assert!(!is_found(&sample, 0, "uneven_share"));
}

#[test]
fn uneven_cover_is_found_beyond_what_is_guaranteed() {
    let mut sample = clinics();
    assert!(is_uneven(&sample, 2) && !is_uneven(&sample, 0));
    sample.options.minimum = Minimum::Guaranteed;
    sample.requests[1].terms.get_or_insert_default().min_qty = Some(pieces(60));
    assert!(is_uneven(&sample, 2), "60 are guaranteed, and 62 are given");
    assert!(!is_uneven(&sample, 0), "what is guaranteed comes first");
}

#[test]
fn a_later_line_of_a_site_has_its_guarantee_before_an_earlier_one_gets_more() {
    let requests = vec![ask("A", "F1", "mask", 20), ask("B", "F1", "mask", 10)];
    let mut sample = Sample::of(vec![lot("mask", "L", 10, "")], requests);
    sample.options.minimum = Minimum::Guaranteed;
    sample.requests[1] = sample.requests[1].clone().with_least(Some(pieces(10)));
    let mut got = |there| {
        sample.onhand[0].available = Some(pieces(there));
        let plan = sample.plan();
        ["A", "B"].map(|request| given(&plan, request))
    };
    assert_eq!(got(9), [0, 9]);
    assert_eq!(got(10), [0, 10]);
    assert_eq!(got(11), [1, 10]);
    let mut plan = sample.plan();
    row(&mut plan.allocation, "B", "L").qty = pieces(9);
    row(&mut plan.allocation, "A", "L").qty = pieces(2);
    let unmet = super::shorts(&sample.requests, &plan.allocation);
    let found = audit(&sample.inputs(), &plan.allocation, &unmet);
    let codes: Vec<&str> = found.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["below_guarantee"]);
}

#[test]
fn uneven_cover_is_found_among_those_who_get_what_is_of_use() {
    let mut sample = clinics();
    sample.options.minimum = Minimum::Useful;
    let least = |of: i64| Some(pieces(of));
    sample.requests[1] = sample.requests[1].clone().with_least(least(30));
    assert!(is_uneven(&sample, 2) && !is_uneven(&sample, 0));
    sample.requests[1] = sample.requests[1].clone().with_least(least(60));
    assert!(is_uneven(&sample, 2), "60 are of use, and 62 are given");
    assert!(!is_uneven(&sample, 0), "what is of use comes first");
    // 60 and 50 are more than there is: who is passed over has no days that anybody is held against.
    sample.requests[0] = sample.requests[0].clone().with_least(least(50));
    let plan = sample.plan();
    let mut reasons = plan.unmet.iter().map(|row| row.reason.as_str());
    assert!(reasons.any(|reason| reason == "below_min_qty"));
    assert_eq!(audit(&sample.inputs(), &plan.allocation, &plan.unmet), []);
}

#[test]
fn a_pack_more_or_less_is_even_where_remainders_round() {
    let mut sample = clinics();
    sample.options.rounding = Rounding::LargestRemainder;
    assert!(is_uneven(&sample, 2) && !is_uneven(&sample, 1));
}

#[test]
fn who_has_a_donor_or_several_lives_is_not_judged_and_the_others_are() {
    let mut sample = clinics();
    let gift = |site: &str| OnHand {
        earmark: format!("site:{site}"),
        ..lot("mask", "gift", 5, "")
    };
    sample.onhand.push(gift("CASE"));
    assert!(is_uneven(&sample, 2));
    *sample.onhand.last_mut().expect("a gift") = gift("F2");
    assert!(!is_uneven(&sample, 2));
    sample.onhand.pop();
    let long_lived = Terms {
        min_days_left: Some(30),
        ..Terms::default()
    };
    let line = ask("C", "F2", "mask", 10);
    sample.requests.push(line.on_terms(long_lived));
    assert!(!is_uneven(&sample, 2));
}

#[test]
fn an_award_that_says_another_tier_is_found() {
    let found = codes(|awards, _| awards[0].tier = Some(99));
    assert_eq!(found, ["wrong_tier"]);
}

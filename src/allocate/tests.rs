//! Each rule of a plan, from both sides.

use crate::allocate::share::round::Rounding;
use crate::allocate::share::tiers::pack_awards_by_tier;
use crate::diagnostic::Code;
use crate::ledger::tables::{Burn, OnHand};
use crate::ledger::word::{Duty, Form};
use crate::policy::SharingRule;
use crate::quantity::Quantity;

use super::sample::{Sample, ask, awards, given, lot, pieces, unmet, uses};
use super::share::Claim;
use super::{kept_by_askers, plan};

#[test]
fn the_worked_cases_of_tiers_and_packs_come_out() {
    let packs = |pack, estate, tiers: &[u32], wants: &[i64]| {
        let claims: Vec<Claim> = wants.iter().map(|&want| Claim::of(want)).collect();
        let (rule, rounding) = (SharingRule::EqualAwards, Rounding::PackByPack);
        pack_awards_by_tier(rule, rounding, estate, pack, tiers, &claims)
    };
    let two_tiers = packs(1, 100, &[1, 1, 2, 2], &[30, 40, 50, 50]);
    assert_eq!(two_tiers, Ok(vec![30, 40, 15, 15]));
    let cartons = packs(10, 95, &[1, 1, 1, 1], &[7, 20, 35, 60]);
    assert_eq!(cartons, Ok(vec![0, 20, 30, 40]));
}

#[test]
fn whoever_can_be_met_in_full_is() {
    let requests = vec![ask("A", "F1", "mask", 60), ask("B", "OFFICE", "mask", 40)];
    let plan = Sample::of(vec![lot("mask", "L1", 100, "2023-01-01")], requests).plan();
    assert_eq!(awards(&plan), ["A L1 60", "B L1 40"]);
    assert!(plan.unmet.is_empty());
    assert_eq!(plan.allocation[0].reason, "in_full");
    assert_eq!(plan.allocation[0].rule, "P0-A01 equal_awards");
}

#[test]
fn first_line_comes_before_second_and_case_hospitals_before_others() {
    let second = |request, site| {
        let mut request = ask(request, site, "mask", 50);
        request.duty = Some(Duty::Second);
        request
    };
    let requests = vec![
        second("A", "CASE"),
        ask("B", "OFFICE", "mask", 50),
        ask("C", "F1", "mask", 50),
        ask("D", "CASE", "mask", 50),
    ];
    let mut sample = Sample::of(vec![lot("mask", "L1", 0, "")], requests);
    let mut got = |supply| {
        sample.onhand[0].available = Some(pieces(supply));
        let plan = sample.plan();
        ["D", "C", "B", "A"].map(|request| given(&plan, request))
    };
    assert_eq!(got(50), [50, 0, 0, 0]);
    assert_eq!(got(51), [50, 1, 0, 0]);
    assert_eq!(got(120), [50, 50, 20, 0]);
    assert_eq!(got(170), [50, 50, 50, 20]);
    let tiers: Vec<_> = sample.plan().allocation.iter().map(|r| r.tier).collect();
    assert_eq!(tiers, [Some(5), Some(4), Some(3), Some(1)]);
}

#[test]
fn cover_is_equalised_where_it_is_known_and_awards_where_it_is_not() {
    let requests = vec![ask("A", "F1", "mask", 200), ask("B", "F2", "mask", 200)];
    let mut sample = Sample::of(vec![lot("mask", "L1", 100, "")], requests);
    let mut own = lot("mask", "own", 50, "");
    own.site = "F1".to_owned();
    sample.onhand.push(own);
    sample.burn = vec![uses("F1", "mask", 10), uses("F2", "mask", 10)];
    // F2 keeps nothing here, so that its stock is not known.
    let plan = sample.plan();
    assert_eq!((given(&plan, "A"), given(&plan, "B")), (50, 50));
    let mut other = lot("alcohol", "own", 1, "");
    other.site = "F2".to_owned();
    sample.onhand.push(other);
    let plan = sample.plan();
    assert_eq!((given(&plan, "A"), given(&plan, "B")), (25, 75));
    assert_eq!(plan.allocation[0].rule, "P0-A01 equal_cover");
    sample.options.rule = Some(SharingRule::Proportional);
    let plan = sample.plan();
    assert_eq!((given(&plan, "A"), given(&plan, "B")), (50, 50));
    assert_eq!(plan.allocation[0].rule, "override proportional");
}

#[test]
fn a_site_whose_ledger_says_that_it_ran_out_is_the_weakest() {
    let requests = vec![ask("A", "F1", "mask", 80), ask("B", "F2", "mask", 80)];
    let mut sample = Sample::of(vec![lot("mask", "L1", 50, "")], requests);
    let mut own = lot("mask", "own", 90, "");
    own.site = "F1".to_owned();
    sample.onhand.push(own);
    let ran_out = Burn {
        method: "available_days".to_owned(),
        ..uses("F2", "mask", 10)
    };
    sample.burn = vec![uses("F1", "mask", 10), ran_out];
    let plan = sample.plan();
    assert_eq!((given(&plan, "A"), given(&plan, "B")), (0, 50));
    assert_eq!(plan.allocation[0].rule, "P0-A01 equal_cover");
}

#[test]
fn high_grade_goods_need_a_listed_use_and_the_first_line() {
    let mut requests = vec![
        ask("A", "F1", "n95", 10),
        ask("B", "F1", "n95", 10),
        ask("C", "F1", "n95", 10),
        ask("D", "F1", "n95", 10),
    ];
    requests[1].usage = "office".into();
    requests[2].usage = "".into();
    requests[3].duty = Some(Duty::Second);
    let plan = Sample::of(vec![lot("n95", "L1", 100, "")], requests.clone()).plan();
    assert_eq!(awards(&plan), ["A L1 10"]);
    assert_eq!(unmet(&plan, "B").reason, "not_eligible");
    assert_eq!(unmet(&plan, "B").rule, "P1-A04");
    assert_eq!(unmet(&plan, "C").reason, "not_eligible: use missing");
    assert_eq!(unmet(&plan, "D").reason, "not_eligible");
    // General goods are free.
    requests.iter_mut().for_each(|row| row.item = "mask".into());
    let plan = Sample::of(vec![lot("mask", "L1", 100, "")], requests).plan();
    assert!(plan.unmet.is_empty());
}

#[test]
fn an_amount_that_is_not_said_is_never_one() {
    let mut request = ask("A", "F1", "mask", 0);
    request.qty = None;
    let plan = Sample::of(vec![lot("mask", "L1", 100, "")], vec![request]).plan();
    assert!(plan.allocation.is_empty());
    let row = unmet(&plan, "A");
    assert_eq!(
        (row.requested, row.given, row.short),
        (None, pieces(0), None)
    );
    assert_eq!(row.reason, "amount_not_said");
}

#[test]
fn a_donors_wish_binds_until_its_day_and_comes_before_sharing() {
    let requests = vec![ask("A", "CASE", "mask", 80), ask("B", "F2", "mask", 80)];
    let marked = |earmark: &str| {
        let mut lots = vec![lot("mask", "gift", 100, ""), lot("mask", "open", 20, "")];
        lots[0].earmark = earmark.to_owned();
        Sample::of(lots, requests.clone()).plan()
    };
    // F2 is of a later class, and the gift is for it alone.
    let plan = marked("site:F2");
    assert_eq!(awards(&plan), ["A open 20", "B gift 80"]);
    assert_eq!(plan.allocation[1].rule, "P0-A05 equal_awards");
    assert!(
        plan.notes[0]
            .message
            .starts_with("20 of mask stay in store")
    );
    assert_eq!(unmet(&plan, "A").reason, "short");
    assert_eq!(awards(&marked("area:C2")), ["A open 20", "B gift 80"]);
    // On its last day it binds, the day after it does not.
    assert_eq!(given(&marked("site:F2;until:2022-03-14"), "A"), 20);
    assert_eq!(given(&marked("site:F2;until:2022-03-13"), "A"), 80);
    assert_eq!(given(&marked("class:fever_clinic"), "A"), 80);
}

#[test]
fn overlapping_wishes_are_shared_as_one() {
    let requests = vec![
        ask("A", "F1", "mask", 10),
        ask("B", "F2", "mask", 10),
        ask("C", "OFFICE", "mask", 10),
    ];
    let mut lots = vec![lot("mask", "clinics", 10, ""), lot("mask", "area", 10, "")];
    lots[0].earmark = "class:fever_clinic".to_owned();
    lots[1].earmark = "area:C1".to_owned();
    // F1 is admitted by both, F2 by the first alone, the office by the second alone.
    let plan = Sample::of(lots, requests).plan();
    assert_eq!(given(&plan, "A"), 10);
    assert_eq!(given(&plan, "B") + given(&plan, "C"), 10);
    assert_eq!(given(&plan, "B"), 10, "a clinic comes before an office");
}

#[test]
fn lots_leave_by_expiry_and_a_long_shelf_life_keeps_the_late_ones() {
    let lots = vec![
        lot("mask", "none", 10, ""),
        lot("mask", "late", 10, "2023-06-01"),
        lot("mask", "soon", 10, "2022-04-01"),
        lot("mask", "today", 10, "2022-03-14"),
        lot("mask", "past", 10, "2022-03-13"),
    ];
    let mut requests = vec![ask("A", "F1", "mask", 15), ask("B", "F1", "mask", 10)];
    requests[1].terms.get_or_insert_default().min_days_left = Some(180);
    let plan = Sample::of(lots.clone(), requests.clone()).plan();
    assert_eq!(awards(&plan), ["A soon 5", "A today 10", "B late 10"]);
    // 18 days are left of the lot that expires soon: at 18 it is fit, at 19 it is not.
    requests.truncate(1);
    requests[0].qty = Some(pieces(40));
    requests[0].terms.get_or_insert_default().min_days_left = Some(18);
    let plan = Sample::of(lots.clone(), requests.clone()).plan();
    assert_eq!(given(&plan, "A"), 30);
    requests[0].terms.get_or_insert_default().min_days_left = Some(19);
    let plan = Sample::of(lots, requests).plan();
    assert_eq!(given(&plan, "A"), 20);
    assert_eq!(unmet(&plan, "A").reason, "min_days_left");
}

#[test]
fn splitting_a_request_gains_nothing() {
    let whole = vec![ask("A", "F1", "mask", 90), ask("B", "F2", "mask", 90)];
    let mut split = vec![ask("A", "F1", "mask", 90)];
    for part in ["B1", "B2", "B3"] {
        split.push(ask(part, "F2", "mask", 30));
    }
    let stock = || vec![lot("mask", "L1", 100, "2023-01-01")];
    assert_eq!(given(&Sample::of(stock(), whole).plan(), "A"), 50);
    let plan = Sample::of(stock(), split.clone()).plan();
    assert_eq!(given(&plan, "A"), 50);
    assert_eq!(
        ["B1", "B2", "B3"].map(|part| given(&plan, part)),
        [30, 20, 0]
    );
    // Nor does it by asking for other shelf lives; and the pressing line is filled first.
    split[2].terms.get_or_insert_default().min_days_left = Some(7);
    split[3].terms.get_or_insert_default().priority = Some(1);
    let lots = vec![
        lot("mask", "L0", 50, "2022-03-18"),
        lot("mask", "L1", 50, "2023-01-01"),
    ];
    let plan = Sample::of(lots, split).plan();
    assert_eq!(given(&plan, "A"), 50);
    assert_eq!(given(&plan, "B3"), 30);
}

#[test]
fn packs_are_opened_unless_they_are_to_stay_closed() {
    let requests = vec![ask("A", "F1", "mask", 7), ask("B", "F2", "mask", 25)];
    let lots = vec![
        lot("mask", "L1", 18, "2022-05-01"),
        lot("mask", "L2", 18, "2022-06-01"),
    ];
    let mut sample = Sample::of(lots, requests);
    assert_eq!(awards(&sample.plan()), ["A L1 7", "B L1 11", "B L2 14"]);
    sample.options.break_packs = false;
    let plan = sample.plan();
    assert_eq!(awards(&plan), ["B L1 10", "B L2 10"]);
    assert_eq!(unmet(&plan, "A").reason, "below_one_pack");
    assert_eq!(unmet(&plan, "B").reason, "below_one_pack");
}

#[test]
fn pieces_stay_whole_and_litres_do_not() {
    let mut requests = vec![ask("A", "F1", "mask", 0), ask("B", "F1", "alcohol", 0)];
    for row in &mut requests {
        row.qty = Some(Quantity::from_thousandths(2_500));
    }
    let lots = vec![lot("mask", "L1", 10, ""), lot("alcohol", "L2", 10, "")];
    let plan = Sample::of(lots, requests).plan();
    assert_eq!(awards(&plan), ["A L1 2", "B L2 2.5"]);
    assert_eq!(unmet(&plan, "A").reason, "below_one_pack");
}

#[test]
fn the_nearest_depot_gives_first_and_distance_changes_no_award() {
    let requests = vec![ask("A", "F1", "mask", 10), ask("B", "F2", "mask", 10)];
    let mut lots = vec![
        lot("mask", "L1", 10, ""),
        lot("mask", "L2", 10, "2022-09-01"),
    ];
    lots[1].site = "D2".to_owned();
    let plan = Sample::of(lots, requests).plan();
    assert_eq!(awards(&plan), ["A L1 10", "B L2 10"]);
    assert_eq!(plan.allocation[0].distance, Some(22.2));
}

#[test]
fn only_goods_in_store_that_nobody_holds_are_given() {
    let given_of = |change: fn(&mut OnHand)| {
        let mut lots = vec![lot("mask", "L1", 10, "")];
        change(&mut lots[0]);
        let plan = Sample::of(lots, vec![ask("A", "F1", "mask", 10)]).plan();
        given(&plan, "A")
    };
    assert_eq!(given_of(|_| ()), 10);
    assert_eq!(given_of(|lot| lot.form = Some(Form::Agreement)), 0);
    assert_eq!(given_of(|lot| lot.available = Some(pieces(4))), 4);
    assert_eq!(
        given_of(|lot| {
            lot.available = None;
            lot.held = Some(pieces(3));
            lot.reserved = Some(pieces(1));
        }),
        6
    );
    assert_eq!(given_of(|lot| lot.site = "F2".to_owned()), 0);
}

#[test]
fn depots_give_or_who_is_named_or_else_who_asks_for_nothing() {
    let mut lots = vec![lot("mask", "L1", 10, ""), lot("mask", "L2", 10, "")];
    lots[1].site = "F2".to_owned();
    let mut sample = Sample::of(lots, vec![ask("A", "F1", "mask", 20)]);
    assert_eq!(awards(&sample.plan()), ["A L1 10"]);
    sample.from = Some(vec!["F2".to_owned(), "F3".to_owned()]);
    let plan = sample.plan();
    assert_eq!(awards(&plan), ["A L2 10"]);
    assert_eq!(plan.notes[0].hint.as_deref(), Some("did you mean F2?"));
    sample.from = None;
    sample.sites = Default::default();
    assert_eq!(awards(&sample.plan()), ["A L1 10", "A L2 10"]);
    // A depot that asks for an item does not give it, which is said; a line of nothing does not ask.
    sample.from = Some(vec!["D1".to_owned(), "F2".to_owned()]);
    sample.requests.push(ask("B", "D1", "mask", 1));
    assert_eq!(awards(&sample.plan()), ["A L2 9", "B L2 1"]);
    let said = kept_by_askers(&sample.inputs()).map(|note| note.message);
    let expected = "who asks for an item gives none of it: D1/mask 10";
    assert_eq!(said.as_deref(), Some(expected));
    sample.requests[1].qty = Some(pieces(0));
    assert_eq!(awards(&sample.plan()), ["A L1 10", "A L2 10"]);
    assert_eq!(kept_by_askers(&sample.inputs()), None);
}

#[test]
fn a_claim_out_of_line_is_named_and_takes_no_more_than_its_turn() {
    let requests = |most| vec![ask("A", "F1", "mask", 50), ask("B", "F2", "mask", most)];
    let sample = |most| Sample::of(vec![lot("mask", "L1", 100, "")], requests(most));
    assert!(sample(500).plan().notes.is_empty());
    assert_eq!(sample(501).plan().notes.len(), 1);
    let mut absurd = sample(10_000_000_000);
    let plan = absurd.plan();
    assert_eq!(plan.notes[0].code, Code::Implausible);
    assert!(plan.notes[0].message.starts_with("request B line 1 of F2"));
    assert_eq!(given(&plan, "A"), 50);
    absurd.options.rule = Some(SharingRule::Proportional);
    assert_eq!(given(&absurd.plan(), "A"), 0);
    absurd.options.truncate = true;
    assert_eq!(given(&absurd.plan(), "A"), 33);
}

#[test]
fn an_unknown_item_is_named_once_and_served_as_general() {
    let requests = vec![ask("A", "F1", "maks", 5), ask("B", "F2", "maks", 5)];
    let plan = Sample::of(vec![lot("maks", "L1", 9, "")], requests).plan();
    assert_eq!(plan.allocation.len(), 2);
    assert_eq!(plan.notes.len(), 1);
    assert_eq!(plan.notes[0].hint.as_deref(), Some("did you mean mask?"));
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let refusal = |lots: Vec<OnHand>, requests| {
        let sample = Sample::of(lots, requests);
        let refused = plan(&sample.inputs()).expect_err("a fault of the inputs");
        refused.0[0].code
    };
    let one = || vec![lot("mask", "L1", 10, "")];
    let twice = vec![ask("A", "F1", "mask", 1), ask("A", "F1", "mask", 2)];
    assert_eq!(refusal(one(), twice), Code::Conflict);
    let below_nothing = vec![ask("A", "F1", "mask", -1)];
    assert_eq!(refusal(one(), below_nothing), Code::BadQuantity);
    let same_lot = vec![lot("mask", "L1", 10, ""), lot("mask", "L1", 10, "")];
    assert_eq!(refusal(same_lot, Vec::new()), Code::Conflict);
    let mut marked = one();
    marked[0].earmark = "H1".to_owned();
    assert_eq!(refusal(marked, Vec::new()), Code::BadWord);
    assert!(Sample::of(Vec::new(), Vec::new()).plan().unmet.is_empty());
}

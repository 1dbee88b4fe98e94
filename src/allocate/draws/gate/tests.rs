//! The gate of a reserve: shut, open, and open for lines with a trigger of their own.

use super::*;
use crate::allocate::audit_whole;
use crate::allocate::sample::{Sample, ask, lot, pieces, uses};
use crate::ledger::tables::{Allocation, Site};

/// A city depot D1 with 30 masks, a county depot D2 with 10; a city hospital and one of the county.
fn sample(requests: Vec<Request>) -> Sample {
    let county = |mut row: OnHand| {
        row.site = "D2".to_owned();
        row
    };
    let mut sample = Sample::of(
        vec![
            lot("mask", "CITY", 30, "2023-01-01"),
            county(lot("mask", "COUNTY", 10, "2023-01-01")),
        ],
        requests,
    );
    let site = |code: &str, level: &str, class: &str, parent: &str| Site {
        level: level.to_owned(),
        class: class.to_owned(),
        parent: parent.to_owned(),
        ..Site::unlisted(code)
    };
    sample.sites = SiteTree::new([
        site("C0", "city", "", ""),
        site("C1", "county", "", "C0"),
        site("D1", "city", "depot", "C0"),
        site("D2", "county", "depot", "C1"),
        site("CITY-H", "institution", "case_hospital", "C0"),
        site("COUNTY-H", "institution", "fever_clinic", "C1"),
    ]);
    sample
}

/// The same for goods that are released onto the market.
fn released(request: Request) -> Request {
    Request {
        usage: "market_release".into(),
        ..request
    }
}

/// Awards as (request, giver, pieces), and what is not met as (request, reason, rule).
type Seen = (Vec<(String, String, i64)>, Vec<(String, String, String)>);

fn at(level: Option<Level>, sample: &Sample) -> Seen {
    under(level, &[], sample)
}

fn under(level: Option<Level>, events: &[Event], sample: &Sample) -> Seen {
    let gate = sample.rules.gate.clone().expect("P0 has a gate");
    let gated = Gated {
        gate: &gate,
        stated: level,
        events,
    };
    let inputs = sample.inputs();
    let plan = plan(&inputs, Some(&gated)).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!(
        audit_whole(&inputs, Some(&gated), &plan.allocation, &plan.unmet),
        []
    );
    let awards = plan.allocation.into_iter();
    let awards = awards.map(|row| award(&row.request, &row.from_site, row.qty.whole_units_down()));
    let unmet = plan
        .unmet
        .into_iter()
        .map(|row| [row.request, row.reason, row.rule].map(String::from).into());
    (awards.collect(), unmet.collect())
}

fn award(request: &str, from: &str, qty: i64) -> (String, String, i64) {
    (request.to_owned(), from.to_owned(), qty)
}

fn refused(request: &str, rule: &str) -> (String, String, String) {
    (
        request.to_owned(),
        "not_triggered".to_owned(),
        rule.to_owned(),
    )
}

#[test]
fn below_its_level_the_reserve_is_shut_and_each_supplies_itself() {
    let sample = sample(vec![
        ask("A", "CITY-H", "mask", 8),
        ask("B", "COUNTY-H", "mask", 8),
    ]);
    let (awards, unmet) = at(Some(Level::Iii), &sample);
    // What the county holds is for its own hospital, though the city's comes first.
    assert_eq!(awards, [award("B", "D2", 8)]);
    assert_eq!(unmet, [refused("A", "P0-E01+P0-T16")]);
    let (awards, unmet) = at(Some(Level::Ii), &sample);
    assert_eq!(awards.iter().map(|row| row.2).sum::<i64>(), 16);
    assert_eq!(unmet, []);
}

#[test]
fn urgency_opens_no_reserve() {
    let urgent = Request {
        urgent: Some(true),
        ..ask("A", "COUNTY-H", "mask", 15)
    };
    let (awards, unmet) = at(Some(Level::Iii), &sample(vec![urgent]));
    assert_eq!(awards, [award("A", "D2", 10)]);
    assert_eq!(unmet, [refused("A", "P0-E01+P0-E02")]);
}

#[test]
fn a_trigger_of_its_own_opens_it_for_that_line_alone_and_only_for_what_is_missing() {
    let requests = vec![
        released(ask("A", "COUNTY-H", "mask", 15)),
        ask("B", "CITY-H", "mask", 8),
    ];
    let (awards, unmet) = at(Some(Level::Iv), &sample(requests));
    // The county's store first; the reserve fills up what is released.
    assert_eq!(awards, [award("A", "D1", 5), award("A", "D2", 10)]);
    assert_eq!(unmet, [refused("B", "P0-E01+P0-T16")]);
    let more = vec![
        released(ask("A", "COUNTY-H", "mask", 45)),
        ask("B", "CITY-H", "mask", 8),
    ];
    let (awards, unmet) = at(Some(Level::None), &sample(more));
    assert_eq!(awards, [award("A", "D1", 30), award("A", "D2", 10)]);
    assert_eq!(unmet[0].1, "short");
}

#[test]
fn a_unit_of_the_reserve_s_own_level_is_offered_paid_rotation() {
    let mut sample = sample(vec![ask("A", "CITY-H", "mask", 8)]);
    sample.onhand.retain(|row| row.site == "D1");
    let (awards, unmet) = at(Some(Level::Iv), &sample);
    assert_eq!(awards, []);
    assert_eq!(unmet, [refused("A", "P0-E01+P0-T16")]);
    // What the reserve does not have either is not a matter of the gate.
    sample.onhand.clear();
    assert_eq!(at(Some(Level::Iv), &sample).1[0].1, "no_stock");
}

#[test]
fn stores_that_no_class_names_are_told_by_what_they_keep() {
    let mut sample = sample(vec![ask("A", "COUNTY-H", "mask", 18)]);
    let sites: Vec<Site> = sample.sites.sites().cloned().collect();
    let unclassed = |site: Site| Site {
        class: site.class.replace("depot", ""),
        ..site
    };
    sample.sites = SiteTree::new(sites.into_iter().map(unclassed));
    let (awards, unmet) = at(Some(Level::Iii), &sample);
    assert_eq!(awards, [award("A", "D2", 10)]);
    assert_eq!(unmet, [refused("A", "P0-E01+P0-E02")]);
}

#[test]
fn a_store_of_no_county_serves_whoever_is_still_short() {
    let mut sample = sample(vec![
        ask("A", "CITY-H", "mask", 8),
        ask("B", "COUNTY-H", "mask", 14),
    ]);
    let store = Site {
        class: "depot".to_owned(),
        parent: "C0".to_owned(),
        ..Site::unlisted("D3")
    };
    let sites = sample.sites.sites().cloned().chain([store]);
    sample.sites = SiteTree::new(sites.collect::<Vec<Site>>());
    let mut third = lot("mask", "THIRD", 10, "2023-01-01");
    third.site = "D3".to_owned();
    sample.onhand.push(third);
    let (awards, unmet) = at(Some(Level::Iii), &sample);
    assert_eq!(
        awards,
        [
            award("A", "D3", 8),
            award("B", "D2", 10),
            award("B", "D3", 2)
        ]
    );
    assert_eq!(unmet, [refused("B", "P0-E01+P0-E02")]);
}

/// The same sites with a second county C2 that has a store D3 and a hospital, the first at level II and the second at IV.
fn two_counties(requests: Vec<Request>) -> (Sample, Vec<Event>) {
    let mut sample = sample(requests);
    let site = |code: &str, level: &str, class: &str, parent: &str| Site {
        level: level.to_owned(),
        class: class.to_owned(),
        parent: parent.to_owned(),
        ..Site::unlisted(code)
    };
    let second = [
        site("C2", "county", "", "C0"),
        site("D3", "county", "depot", "C2"),
        site("OTHER-H", "institution", "case_hospital", "C2"),
    ];
    sample.sites = SiteTree::new(sample.sites.sites().cloned().chain(second));
    let mut third = lot("mask", "OTHER", 10, "2023-01-01");
    third.site = "D3".to_owned();
    sample.onhand.push(third);
    let event = |scope: &str, level| Event {
        date: crate::allocate::sample::day("2022-03-01"),
        scope: scope.to_owned(),
        level,
        outbreak: String::new(),
        disaster: None,
        source: String::new(),
    };
    let events = vec![event("C1", Level::Ii), event("C2", Level::Iv)];
    (sample, events)
}

#[test]
fn a_shut_county_keeps_to_its_store_and_an_open_one_is_called_up() {
    // C0 has no level of its own: the city's hospital stands open, as nobody states otherwise.
    let (sample, events) = two_counties(vec![
        ask("A", "CITY-H", "mask", 36),
        ask("B", "COUNTY-H", "mask", 8),
        ask("C", "OTHER-H", "mask", 14),
    ]);
    let (awards, unmet) = under(None, &events, &sample);
    // A case hospital comes before a fever clinic: it has the store of the open county too, and not that of the shut one.
    let given = |request: &str| -> i64 {
        let rows = awards.iter().filter(|row| row.0 == request);
        rows.map(|row| row.2).sum()
    };
    assert_eq!([given("A"), given("B"), given("C")], [36, 4, 10]);
    assert!(awards.contains(&award("C", "D3", 10)), "{awards:?}");
    assert_eq!(unmet[1], refused("C", "P0-E01+P0-E02"));
    // Nor is the store of the shut county called up when its own hospital asks for nothing.
    let (sample, events) = two_counties(vec![ask("B", "COUNTY-H", "mask", 45)]);
    let (awards, _) = under(None, &events, &sample);
    assert_eq!(awards, [award("B", "D1", 30), award("B", "D2", 10)]);
}

#[test]
fn a_release_in_a_shut_county_draws_on_the_reserve_and_on_no_store_of_another() {
    let (sample, events) = two_counties(vec![
        ask("B", "COUNTY-H", "mask", 8),
        released(ask("C", "OTHER-H", "mask", 45)),
    ]);
    let (awards, unmet) = under(None, &events, &sample);
    assert_eq!(
        awards,
        [
            award("B", "D2", 8),
            award("C", "D1", 30),
            award("C", "D3", 10)
        ]
    );
    assert_eq!(unmet[0].1, "short");
}

/// The same with a clinic of the city beside that of the county: each asks for so many masks to release.
fn two_clinics(qty: i64) -> Sample {
    let mut sample = sample(vec![
        released(ask("A", "COUNTY-H", "mask", qty)),
        released(ask("B", "CITY-F", "mask", qty)),
        // One line that has no trigger, so that there is a gate.
        ask("C", "CITY-H", "n95", 1),
    ]);
    let clinic = Site {
        level: "institution".to_owned(),
        class: "fever_clinic".to_owned(),
        parent: "C0".to_owned(),
        ..Site::unlisted("CITY-F")
    };
    sample.sites = SiteTree::new(sample.sites.sites().cloned().chain([clinic]));
    sample
}

#[test]
fn a_release_onto_the_market_passes_a_shut_gate_and_the_line_beside_it_does_not() {
    let market = Request {
        usage: "market_release".into(),
        ..ask("A", "CITY-H", "mask", 8)
    };
    let (awards, unmet) = at(
        Some(Level::Iv),
        &sample(vec![market, ask("B", "CITY-H", "mask", 8)]),
    );
    assert_eq!(awards, [award("A", "D1", 8)]);
    assert_eq!(unmet, [refused("B", "P0-E01+P0-T16")]);
}

#[test]
fn a_line_that_no_store_may_serve_is_named_as_unmet() {
    let (mut sample, events) = two_counties(vec![ask("A", "COUNTY-H", "mask", 8)]);
    // All there is lies in the store of the other county, which supplies itself.
    sample.onhand.retain(|row| row.site == "D3");
    let (awards, unmet) = under(None, &events, &sample);
    assert_eq!(awards, []);
    let seen: Vec<(&str, &str)> = unmet.iter().map(|row| (&*row.0, &*row.1)).collect();
    assert_eq!(seen, [("A", "no_stock")]);
}

#[test]
fn what_a_store_of_its_county_gave_counts_as_cover_when_the_reserve_is_shared() {
    let mut sample = two_clinics(40);
    sample.onhand[0] = lot("mask", "CITY", 20, "2023-01-01");
    // Both use two a day and have none of their own.
    for site in ["COUNTY-H", "CITY-F"] {
        sample.burn.push(uses(site, "mask", 2));
        sample.onhand.push(OnHand {
            site: site.to_owned(),
            ..lot("alcohol", "OWN", 1, "2023-01-01")
        });
    }
    let (awards, _) = at(Some(Level::Iv), &sample);
    let lots = [
        award("A", "D1", 5),
        award("A", "D2", 10),
        award("B", "D1", 15),
    ];
    assert_eq!(awards, lots);
}

#[test]
fn a_claim_is_held_against_all_stores_and_not_against_those_of_one_draw() {
    let notes = |qty: i64| {
        let lines = vec![
            released(ask("A", "COUNTY-H", "mask", qty)),
            ask("B", "COUNTY-H", "mask", 2),
        ];
        let sample = sample(lines);
        let gate = sample.rules.gate.clone().expect("P0 has a gate");
        let shut = Gated {
            gate: &gate,
            stated: Some(Level::Iv),
            events: &[],
        };
        let plan = plan(&sample.inputs(), Some(&shut)).unwrap_or_else(|fault| panic!("{fault}"));
        let codes = plan.notes.into_iter().map(|note| note.code);
        codes.filter(|code| *code == Code::Implausible).count()
    };
    // The county has 10, the reserve 30 more: 40 are all there is.
    assert_eq!([notes(40), notes(41)], [0, 1]);
}

#[test]
fn a_level_that_nobody_states_leaves_the_gate_unjudged() {
    let sample = sample(vec![ask("A", "CITY-H", "mask", 35)]);
    let (awards, _) = at(None, &sample);
    assert_eq!(awards.iter().map(|row| row.2).sum::<i64>(), 35);
}

#[test]
fn what_slips_through_a_shut_gate_is_found() {
    let sample = sample(vec![
        ask("A", "COUNTY-H", "mask", 8),
        ask("B", "CITY-H", "mask", 2),
    ]);
    let gate = sample.rules.gate.clone().expect("P0 has a gate");
    let shut = Gated {
        gate: &gate,
        stated: Some(Level::Iii),
        events: &[],
    };
    let inputs = sample.inputs();
    let mut plan = plan(&inputs, Some(&shut)).expect("a plan");
    plan.allocation[0].from_site = "D1".into();
    plan.allocation[0].lot = "CITY".into();
    assert_eq!(plan.allocation[0].qty, pieces(8));
    let found = audit_whole(&inputs, Some(&shut), &plan.allocation, &plan.unmet);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"gate_shut"), "{codes:?}");
    plan.allocation[0] = Allocation {
        request: "B".into(),
        site: "CITY-H".into(),
        from_site: "D2".into(),
        lot: "COUNTY".into(),
        qty: pieces(2),
        ..plan.allocation[0].clone()
    };
    let found = audit_whole(&inputs, Some(&shut), &plan.allocation, &plan.unmet);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"outside_area"), "{codes:?}");
}

#[test]
fn who_has_its_least_from_its_county_is_guaranteed_no_second_one() {
    let mut sample = two_clinics(20);
    for request in &mut sample.requests {
        request.terms.get_or_insert_default().min_qty = Some(pieces(10));
    }
    sample.onhand[0] = lot("mask", "CITY", 10, "2023-01-01");
    sample.options.minimum = crate::allocate::Minimum::Guaranteed;
    let (awards, _) = at(Some(Level::Iv), &sample);
    assert_eq!(awards, [award("A", "D2", 10), award("B", "D1", 10)]);
}

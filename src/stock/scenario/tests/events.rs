//! Tests of events, kind by kind.

use super::*;

/// An event from 2 March on.
fn event(id: &str, kind: &str, keys: &str) -> String {
    format!("[[event]]\nid = \"{id}\"\nkind = \"{kind}\"\nfrom = 2022-03-02\n{keys}\n")
}

#[test]
fn use_multiplies_where_it_happens_and_nowhere_else() {
    let tripled = event("o", "outbreak", "sites = [\"C1\"]\ntimes = 3");
    let row = prefecture().row(&tripled, "H1", MASK);
    // 10 on the first day, then 30 a day: 9 days of 30 and part of another out of 290.
    assert_eq!((row.cover_days, row.cover_days_after), (Some(30), Some(10)));
    assert_eq!(
        (row.rate, row.rate_after),
        (Some(pieces(10)), Some(pieces(30)))
    );
    assert_eq!(row.short_on_after, Some(day("2022-03-11")));
    assert_eq!(row.events, "o");
    let other = prefecture().row(&tripled, "H2", MASK);
    assert_eq!(
        (other.cover_days, other.cover_days_after),
        (Some(10), Some(10))
    );
    assert_eq!(other.events, "");
}

#[test]
fn what_is_missing_counts_what_arrives() {
    let tripled = event("o", "outbreak", "sites = [\"C1\"]\ntimes = 3");
    let row = prefecture().row(&tripled, "H1", MASK);
    // 300 and 200 on the way, against 10 + 30 × 30 by the end of the month.
    assert_eq!(
        (row.missing, row.missing_after),
        (Some(pieces(0)), Some(pieces(410)))
    );
    // 490 after the first day.
    assert_eq!((row.later_days, row.later_days_after), (Some(50), Some(17)));
}

#[test]
fn a_lost_depot_gives_until_the_day_it_is_lost() {
    let mut prefecture = prefecture();
    prefecture.burn.push(used("D1", MASK, 50));
    let row = prefecture.row(&event("l", "lost", "sites = [\"D1\"]"), "D1", MASK);
    assert_eq!(
        (row.usable, row.usable_after),
        (Some(pieces(900)), Some(pieces(50)))
    );
    assert_eq!(row.short_on_after, Some(day("2022-03-02")));
    let blocked = event("l", "lost", "sites = [\"D1\"]\nuntil = 2022-03-04");
    let row = prefecture.row(&blocked, "D1", MASK);
    assert_eq!(
        (row.usable_after, row.cover_days_after),
        (Some(pieces(900)), Some(1))
    );
    assert_eq!(row.state_after, Some(StockState::NoThreshold));
}

#[test]
fn what_a_closed_site_gave_out_is_drawn_elsewhere_in_shares() {
    let mut prefecture = prefecture();
    prefecture.burn.push(used("D1", MASK, 30));
    prefecture.burn.push(used("C2", MASK, 20));
    let closed = |to: &str| event("c", "closed", &format!("sites = [\"D1\"]\n{to}"));
    let rate = |to: &str, site: &str| prefecture.row(&closed(to), site, MASK).rate_after;
    let both = "to = [\"H1\", \"C2\"]";
    assert_eq!(rate(both, "H1"), Some(pieces(20)));
    assert_eq!(rate(both, "C2"), Some(pieces(40)));
    assert_eq!(rate("to = []", "H1"), Some(pieces(10)));
    let fault = prefecture
        .answer(&closed(""))
        .expect_err("nobody takes over");
    assert!(fault.contains("nobody says who does now"), "{fault}");
}

#[test]
fn deliveries_of_a_closed_source_do_not_come_and_cut_ones_come_late() {
    let later = |kind: &str, keys: &str| {
        let row = prefecture().row(&event("t", kind, keys), "H1", MASK);
        (row.later_days_after, row.missing_after)
    };
    assert_eq!(
        later("closed", "sources = [\"E1\"]"),
        (Some(30), Some(pieces(10)))
    );
    assert_eq!(
        later("transport", "lost = true"),
        (Some(30), Some(pieces(10)))
    );
    // Due on the 6th, there on the 31st, when 300 are used up: in time by a day.
    assert_eq!(
        later("transport", "delay_days = 25"),
        (Some(50), Some(pieces(0)))
    );
    assert_eq!(
        later("transport", "delay_days = 26"),
        (Some(30), Some(pieces(10)))
    );
    assert_eq!(
        later("transport", "until = 2022-03-05"),
        (Some(50), Some(pieces(0)))
    );
}

#[test]
fn patients_use_what_the_norm_says_for_as_long_as_they_are_there() {
    let mut prefecture = prefecture();
    prefecture.norms = vec![Norm {
        scope: "H1".to_owned(),
        item: MASK.to_owned(),
        rate: pieces(2),
        unit: String::new(),
        basis: NormBasis::PerPatient,
        source: String::new(),
        occasion: None,
    }];
    let curve = "sites = [\"H1\"]\nuntil = 2022-03-05\npatients = [{ on = 2022-03-02, count = 10 }, { on = 2022-03-04, count = 40 }]";
    let row = prefecture.row(&event("p", "outbreak", curve), "H1", MASK);
    // 10, 30, 30, 90, 90, and 10 a day again: 250 in five days, 5 days more.
    assert_eq!(row.cover_days_after, Some(10));
    assert_eq!(row.rate_after, Some(pieces(90)));
    let elsewhere = curve.replace("H1", "H2");
    let fault = prefecture.answer(&event("p", "outbreak", &elsewhere));
    assert!(
        fault
            .expect_err("no norm")
            .contains("no norm says what a patient uses at H2")
    );
}

#[test]
fn a_test_of_everybody_takes_its_goods_day_by_day() {
    let mut prefecture = prefecture();
    let fault = prefecture.answer(&event("t", "testing", "sites = [\"D1\"]\narea = \"C1\""));
    assert!(fault.expect_err("no policy").contains("no-policy"));
    let policy = Policy::built_in("P0").expect("it comes with granary");
    prefecture.rules = Rules::of(&[policy]).expect("one plan");
    let days = prefecture
        .rules
        .testing_round
        .as_ref()
        .expect("P0 has one")
        .days;
    let round = event("t", "testing", "sites = [\"D1\"]\narea = \"C1\"");
    let row = prefecture.row(&round, "D1", "swab");
    // 10,000 people and 5% more.
    let a_day = crate::quantity::Rate::over(pieces(10_500), days)
        .expect("days")
        .rounded();
    assert_eq!(row.rate_after, Some(a_day));
    assert_eq!(row.missing_after, Some(pieces(10_500)));
    let twice = round + "rounds = 2\n";
    assert_eq!(
        prefecture.row(&twice, "D1", "swab").missing_after,
        Some(pieces(21_000))
    );
}

#[test]
fn of_several_levels_the_gravest_counts() {
    let raised = event("o", "level", "sites = [\"C1\"]\nlevel = \"II\"")
        + &event("p", "level", "level = \"III\"");
    let level = |site: &str| prefecture().row(&raised, site, MASK).level_after;
    assert_eq!(level("H1"), Some(Level::Ii));
    assert_eq!(level("H2"), Some(Level::Iii));
}

#[test]
fn a_level_that_is_in_force_on_all_days_lowers_the_one_before() {
    let mut prefecture = prefecture();
    prefecture.level = Some(Level::Ii);
    let level = |events: &str| prefecture.row(events, "H1", MASK).level_after;
    let lower = |from: &str, until: &str| {
        let keys = format!("{until}\nlevel = \"IV\"");
        event("l", "level", &keys).replace("2022-03-02", from)
    };
    assert_eq!(level(&lower("2022-03-01", "")), Some(Level::Iv));
    // On the first day level II is in force still, or it is again before the last of those looked at.
    assert_eq!(level(&lower("2022-03-02", "")), Some(Level::Ii));
    assert_eq!(
        level(&lower("2022-03-01", "until = 2022-03-30")),
        Some(Level::Ii)
    );
    assert_eq!(
        level(&lower("2022-03-01", "until = 2022-03-31")),
        Some(Level::Iv)
    );
    // One after the other, none of them on all days.
    let after = event("m", "level", "level = \"III\"").replace("2022-03-02", "2022-03-31");
    let both = lower("2022-03-01", "until = 2022-03-30") + &after;
    assert_eq!(level(&both), Some(Level::Iii));
    // An outbreak raises what is in force, and lowers nothing.
    let outbreak = |level: &str| event("o", "outbreak", &format!("level = \"{level}\""));
    assert_eq!(
        level(&(lower("2022-03-01", "") + &outbreak("III"))),
        Some(Level::Iii)
    );
    assert_eq!(
        level(&(outbreak("I") + &lower("2022-03-01", ""))),
        Some(Level::I)
    );
    assert_eq!(level(&outbreak("IV")), Some(Level::Ii));
}

#[test]
fn the_steps_of_the_events_lead_from_before_to_after() {
    let events = event("o", "outbreak", "times = 2")
        + &event("l", "lost", "sites = [\"H1\"]")
        + &event("n", "lost", "sites = [\"H1\"]");
    let answer = prefecture().answer(&events).expect("it is well written");
    assert_eq!(answer.runs.len(), 4);
    let row = answer
        .impact
        .iter()
        .find(|row| row.site == "H1")
        .expect("a row");
    assert_eq!(row.events, "o; l");
    let idle = answer
        .notes
        .iter()
        .find(|note| note.message == "event n changes no figure");
    assert!(idle.is_some(), "{:?}", answer.notes);
}

#[test]
fn orders_that_nobody_delivers_wait() {
    let orders = "until = 2022-03-11\norders_a_day = 1000\nstaff_usual = 52\neach_a_day = 20\nvehicles = 10\norders_per_vehicle = 100";
    let answer = prefecture()
        .answer(&event("q", "orders", orders))
        .expect("it fits");
    let row = &answer.backlog[0];
    // 10 of 52 people are a fifth of them, in whole people; 200 of 20,000 orders are delivered.
    assert_eq!((row.orders, row.workers, row.capacity), (20_000, 10, 200));
    assert_eq!(row.load, Some(pieces(100)));
    assert_eq!((row.backlog, row.backlog_days), (Some(198_000), Some(990)));
    assert_eq!(row.staff_gap, Some(990));
    assert_eq!(row.vehicle_gap, Some(190));
    assert_eq!(answer.backlog[1].load, Some(pieces(150)));
    let row = prefecture().row(&event("q", "orders", orders), "H1", MASK);
    assert_eq!(row.rate_after, Some(pieces(300)));
}

#[test]
fn every_name_that_nothing_has_is_told() {
    let events = event(
        "o",
        "outbreak",
        "sites = [\"C9\"]\nitems = [\"medical_msk\"]\nclasses = [\"pep\"]",
    ) + &event("c", "closed", "sources = [\"E7\"]\nto = [\"H22\"]");
    let faults = prefecture().answer(&events).expect_err("five of them");
    for part in [
        "drill.toml:8, column 10 `sites`: there is no site \"C9\"",
        "there is no item \"medical_msk\"",
        "did you mean medical_mask?",
        "there is no class \"pep\"",
        "there is no source \"E7\"",
        "`to`: there is no site \"H22\"",
    ] {
        assert!(faults.contains(part), "{part}: {faults}");
    }
}

#[test]
fn an_event_after_the_last_day_looked_at_changes_nothing_but_the_level() {
    let mut prefecture = prefecture();
    prefecture.onhand[0].qty = pieces(400);
    let far = |keys: &str, from: &str| {
        let events = event("f", "outbreak", keys).replace("2022-03-02", from);
        let answer = prefecture.answer(&events).expect("it is well written");
        let mut rows = answer.impact.into_iter();
        let row = rows.find(|row| row.site == "H1").expect("it has a row");
        let notes: Vec<String> = answer.notes.into_iter().map(|note| note.message).collect();
        (
            (row.cover_days, row.cover_days_after),
            row.level_after,
            notes,
        )
    };
    // 300 in thirty days, then 30 a day.
    let (days, ..) = far("times = 3", "2022-03-31");
    assert_eq!(days, (Some(40), Some(33)));
    let (days, level, notes) = far("times = 3\nlevel = \"II\"", "2022-04-01");
    assert_eq!((days, level), ((Some(40), Some(40)), Some(Level::Ii)));
    assert_eq!(
        notes,
        ["event f begins after 2022-03-31, the last day looked at"]
    );
}

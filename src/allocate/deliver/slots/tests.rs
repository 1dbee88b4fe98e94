//! Slots: whole entrances, never too many, sealed compounds at the door.

use super::*;
use crate::ledger::tables::Site;

fn day() -> Day {
    Day::parse("2020-02-13").expect("a date of the test")
}

fn resident<'a>(site: &'a str, building: &'a str, household: &'a str) -> Resident<'a> {
    Resident {
        site,
        building,
        entrance: "1",
        household,
        special: false,
    }
}

fn tree() -> SiteTree {
    let site = |code: &str, class: &str| Site {
        class: class.to_owned(),
        ..Site::unlisted(code)
    };
    SiteTree::new([
        site("C1", "compound;controlled"),
        site("C2", "compound;sealed"),
    ])
}

struct Trial {
    sites: SiteTree,
    rules: Delivery,
}

impl Trial {
    fn new() -> Trial {
        Trial {
            sites: tree(),
            rules: Delivery::built_in().expect("the rules can be read"),
        }
    }

    fn inputs<'a>(&'a self, residents: &'a [Resident<'a>], most: i64) -> SlotInputs<'a> {
        SlotInputs {
            residents,
            sites: &self.sites,
            rules: &self.rules,
            hours: Hours {
                from: day(),
                opens: 8 * 60,
                closes: 9 * 60,
                minutes: 30,
            },
            pickup_most: Some(most),
            doorstep_most: Some(most),
        }
    }
}

/// Household, day of the slots, number of the slot, place in it.
fn given(inputs: &SlotInputs) -> Vec<(String, i64, i64, i64)> {
    let rows = slots(inputs).unwrap_or_else(|refused| panic!("{refused:?}"));
    assert_eq!(audit(inputs, &rows), []);
    rows.into_iter()
        .map(|row| {
            (
                row.household,
                row.date.days_since(day()),
                row.slot,
                row.rank,
            )
        })
        .collect()
}

#[test]
fn an_entrance_stays_together_and_a_larger_one_runs_on() {
    let trial = Trial::new();
    let small = [
        resident("C1", "2", "a"),
        resident("C1", "2", "b"),
        resident("C1", "10", "c"),
        resident("C1", "10", "d"),
    ];
    let of = |name: &str, day, slot, rank| (name.to_owned(), day, slot, rank);
    assert_eq!(
        given(&trial.inputs(&small, 3)),
        [
            of("a", 0, 1, 1),
            of("b", 0, 1, 2),
            of("c", 0, 2, 1),
            of("d", 0, 2, 2)
        ]
    );
    assert_eq!(
        given(&trial.inputs(&small, 4)),
        [
            of("a", 0, 1, 1),
            of("b", 0, 1, 2),
            of("c", 0, 1, 3),
            of("d", 0, 1, 4)
        ]
    );
    // Two slots a day hold one household each; the third comes the day after.
    assert_eq!(
        given(&trial.inputs(&small, 1)),
        [
            of("a", 0, 1, 1),
            of("b", 0, 2, 1),
            of("c", 1, 1, 1),
            of("d", 1, 2, 1)
        ]
    );
    assert!(given(&trial.inputs(&[], 1)).is_empty());
}

#[test]
fn a_sealed_compound_and_a_household_in_need_have_their_goods_brought() {
    let trial = Trial::new();
    let mut residents = [
        resident("C1", "1", "a"),
        resident("C1", "1", "b"),
        resident("C2", "1", "c"),
    ];
    residents[1].special = true;
    let rows = slots(&trial.inputs(&residents, 9)).expect("slots");
    let ways: Vec<_> = rows
        .iter()
        .map(|row| (row.mode, row.rule.as_str()))
        .collect();
    let door = DeliveryMode::Doorstep;
    assert_eq!(
        ways,
        [
            (DeliveryMode::Pickup, "P2-L08"),
            (door, "P2-A01"),
            (door, "P2-L07")
        ]
    );
}

#[test]
fn two_metres_apart_a_row_of_ten_metres_holds_six() {
    assert_eq!(queue_places(10, 2), Some(6));
    assert_eq!(queue_places(9, 2), Some(5));
    assert_eq!(queue_places(1, 2), Some(1));
    assert_eq!(queue_places(-1, 2), None);
    assert_eq!(minutes("08:30"), Some(510));
    assert_eq!(minutes("24:00"), Some(1440));
    assert!(
        [
            minutes("24:01"),
            minutes("8"),
            minutes("08:60"),
            minutes("x:1")
        ]
        .iter()
        .all(Option::is_none)
    );
}

#[test]
fn a_slot_that_nobody_sized_and_a_day_without_one_are_refused() {
    let trial = Trial::new();
    let residents = [resident("C1", "1", "a")];
    let unsized_slot = SlotInputs {
        pickup_most: None,
        ..trial.inputs(&residents, 1)
    };
    assert!(slots(&unsized_slot).is_err());
    let sealed = [resident("C2", "1", "a")];
    assert!(
        slots(&SlotInputs {
            pickup_most: None,
            ..trial.inputs(&sealed, 1)
        })
        .is_ok()
    );
    let mut closed = trial.inputs(&residents, 1);
    closed.hours.minutes = 61;
    assert!(slots(&closed).is_err());
}

#[test]
fn a_slot_too_full_a_household_twice_or_none_is_found() {
    let trial = Trial::new();
    let residents = [
        resident("C1", "1", "a"),
        resident("C1", "1", "b"),
        resident("C2", "1", "c"),
    ];
    let inputs = trial.inputs(&residents, 2);
    let rows = slots(&inputs).expect("slots");
    let codes = |spoil: &dyn Fn(&mut Vec<Slot>)| {
        let mut rows = rows.clone();
        spoil(&mut rows);
        audit(&inputs, &rows)
            .into_iter()
            .map(|f| f.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&|rows| drop(rows.pop())), ["not_one_slot"]);
    assert_eq!(
        codes(&|rows| rows.push(rows[0].clone())),
        ["not_one_slot", "slot_over_capacity"]
    );
    assert_eq!(
        codes(&|rows| rows[0].ends = "09:30".to_owned()),
        ["closed_slot"]
    );
    assert_eq!(
        codes(&|rows| rows[2].mode = DeliveryMode::Pickup),
        ["sealed_pickup"]
    );
}

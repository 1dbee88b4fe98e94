//! What an open episode releases: once, above the floor, and what adds up.

use super::*;
use crate::ledger::tables::Item;
use crate::ledger::word::{Form, Grade};
use crate::policy::MoneyRules;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date of the test")
}

fn kg(n: i64) -> Quantity {
    Quantity::whole(n).expect("a quantity of the test")
}

fn alert(date: &str, grade: Grade, persistence: i64) -> Alert {
    Alert {
        date: day(date),
        scope: "vegetable".to_owned(),
        item: String::new(),
        rule: "gd-signal-light".to_owned(),
        grade,
        value: Some(0.2),
        threshold: Some(0.15),
        price: Some(Price::from_steps(60_000)),
        persistence: Some(persistence),
        breadth: None,
        quotes: None,
        freshness: Some(0),
        text: String::new(),
        spec: String::new(),
        kind: None,
        unit: "kg".to_owned(),
        from: None,
        items: None,
        markets: None,
        label: String::new(),
    }
}

fn lot(site: &str, item: &str, qty: Quantity) -> OnHand {
    OnHand {
        lot: "L".to_owned(),
        form: Some(Form::Physical),
        qty,
        unit: "kg".to_owned(),
        available: Some(qty),
        unit_cost: Some(Price::from_steps(32_000)),
        ..OnHand::new(day("2022-03-15"), site, item)
    }
}

/// What is missing of vegetables today.
fn balance(gap: Quantity, unit: &str) -> Balance {
    Balance {
        as_of: day("2022-03-15"),
        scope: "C1".to_owned(),
        category: "vegetable".to_owned(),
        unit: unit.to_owned(),
        stock: None,
        local_capacity: None,
        purchasable: None,
        supply: None,
        days: None,
        rate: None,
        need: None,
        gap: Some(gap),
        cover_days: None,
        threshold_days: None,
        tight: Some(true),
        rule: "P7-R01".to_owned(),
        reason: String::new(),
        basis: String::new(),
        short_on: None,
    }
}

#[derive(Default)]
struct World {
    alerts: Vec<Alert>,
    earlier: Vec<Release>,
    onhand: Vec<OnHand>,
    floors: BTreeMap<(String, String), Quantity>,
    balances: Vec<Balance>,
    /// Whether no market is in sight.
    has_no_market: bool,
}

impl World {
    fn released(&self) -> Released {
        let money = MoneyRules::built_in().unwrap_or_else(|error| panic!("{error}"));
        let item = |code: &str| Item {
            category: "vegetable".to_owned(),
            unit: "kg".to_owned(),
            ..Item::unlisted(code)
        };
        let catalogue = Catalogue::new([item("cabbage"), item("leek")]);
        let legal = BTreeSet::from(["gd-signal-light"]);
        let from = ["D1", "D2"].map(str::to_owned);
        let mut to = ["M1", "M2", "M3"].map(str::to_owned).to_vec();
        to.retain(|_| !self.has_no_market);
        let released = release(&ReleaseInputs {
            alerts: &self.alerts,
            assessments: &[],
            balances: &self.balances,
            earlier: &self.earlier,
            onhand: &self.onhand,
            floors: &self.floors,
            burn: &[],
            catalogue: &catalogue,
            legal: &legal,
            rule: &money.release,
            from: &from,
            to: &to,
            as_of: day("2022-03-15"),
            replenish_days: Some(30),
        });
        assert_ties(&released);
        released
    }

    fn qty(&self) -> Option<Quantity> {
        self.released().releases.first().and_then(|row| row.qty)
    }
}

/// No more is released than may be, and its shares and what is owed for it add up to it.
fn assert_ties(released: &Released) {
    let sum = |item: &str, rows: Vec<(&str, Quantity)>| -> Quantity {
        rows.into_iter()
            .filter(|row| row.0 == item)
            .map(|row| row.1)
            .sum()
    };
    for row in &released.releases {
        let qty = row.qty.unwrap_or_default();
        assert!(
            Some(qty) <= row.releasable && row.releasable <= row.on_hand,
            "{row:?}"
        );
        let asked = released
            .requests
            .iter()
            .map(|one| (&*one.item, one.qty.unwrap_or_default()));
        assert_eq!(sum(&row.item, asked.collect()), qty);
        let owed = released
            .replenishments
            .iter()
            .map(|one| (&*one.item, one.owed));
        assert_eq!(sum(&row.item, owed.collect()), qty);
    }
}

fn risen(grade: Grade, persistence: i64) -> World {
    World {
        alerts: vec![alert("2022-03-15", grade, persistence)],
        onhand: vec![lot("D1", "cabbage", kg(100))],
        ..World::default()
    }
}

#[test]
fn a_grave_and_confirmed_alert_triggers_and_a_lighter_or_single_one_does_not() {
    assert_eq!(risen(Grade::Warning, 2).qty(), Some(kg(100)));
    assert_eq!(risen(Grade::Warning, 1).qty(), None);
    assert_eq!(risen(Grade::Notice, 9).qty(), None);
    let mut wide = risen(Grade::Warning, 1);
    wide.alerts[0].markets = Some(2);
    assert_eq!(wide.qty(), Some(kg(100)));
    wide.alerts[0].rule = "robust-z".to_owned();
    assert_eq!(wide.qty(), None, "a statistic triggers nothing");
}

#[test]
fn a_sign_of_two_days_ago_still_counts_and_an_older_one_does_not() {
    let mut world = risen(Grade::Severe, 2);
    world.alerts[0].date = day("2022-03-13");
    assert_eq!(world.qty(), Some(kg(100)));
    world.alerts[0].date = day("2022-03-12");
    assert_eq!(world.qty(), None);
    assert!(world.released().notes[0].contains("3 days old"));
}

#[test]
fn an_old_trigger_and_a_light_sign_of_yesterday_are_one_open_episode_that_releases_nothing() {
    let mut world = risen(Grade::Severe, 2);
    world.alerts[0].date = day("2022-03-05");
    // Days since the newest quote, counted from the day that was answered for.
    world.alerts[0].freshness = Some(10);
    world.alerts.push(alert("2022-03-14", Grade::Notice, 1));
    let released = world.released();
    assert_eq!(released.releases, []);
    let note = "vegetable-2022-03-05: the newest sign that counts is of 2022-03-05, 10 days old";
    assert!(released.notes[0].starts_with(note), "{:?}", released.notes);
    // A trigger of yesterday is of the same episode, and releases.
    world.alerts.push(alert("2022-03-14", Grade::Severe, 2));
    let released = world.released().releases;
    assert_eq!(released[0].episode, "vegetable-2022-03-05");
    assert_eq!(released[0].qty, Some(kg(100)));
}

#[test]
fn a_release_rests_on_the_newest_alert_that_triggers_and_not_on_a_lighter_one_after_it() {
    let mut world = risen(Grade::Severe, 2);
    world.alerts[0].date = day("2022-03-14");
    world.alerts.push(Alert {
        price: Some(Price::from_steps(80_000)),
        ..alert("2022-03-15", Grade::Notice, 1)
    });
    let row = world.released().releases.remove(0);
    assert_eq!((row.grade, row.persistence), (Some(Grade::Severe), Some(2)));
    assert_eq!(row.price_high, Some(Price::from_steps(51_000)));
    // A tight supply alone is no alert's doing, and its price is the market's all the same.
    world.alerts.remove(0);
    world.balances.push(balance(kg(30), "kg"));
    let row = world.released().releases.remove(0);
    assert_eq!((row.alert_rule.as_str(), row.grade), ("P7-R01", None));
    assert_eq!(row.price_high, Some(Price::from_steps(68_000)));
}

#[test]
fn a_gap_in_another_unit_says_nothing_of_an_item() {
    let gap = |unit: &str| {
        let mut world = risen(Grade::Severe, 2);
        world.balances.push(balance(kg(30), unit));
        world.released()
    };
    assert_eq!(gap("kg").releases[0].qty, Some(kg(30)));
    let boxes = gap("box");
    assert!(boxes.releases.is_empty());
    assert!(boxes.notes[0].contains("counted in kg and what is missing in box"));
}

#[test]
fn an_episode_releases_an_item_once_and_the_next_one_again() {
    let mut world = risen(Grade::Warning, 2);
    let first = world.released().releases;
    assert_eq!(first[0].episode, "vegetable-2022-03-15");
    world.earlier = first;
    assert_eq!(world.qty(), None);
    assert!(world.released().notes[0].contains("released already"));
    // What came into store since belongs to the same episode.
    world.onhand.push(lot("D1", "leek", kg(5)));
    let more = world.released().releases;
    assert_eq!((more.len(), more[0].item.as_str()), (1, "leek"));
}

#[test]
fn without_a_market_nothing_is_released_nor_owed_and_the_episode_still_has_to() {
    let mut world = risen(Grade::Warning, 2);
    world.has_no_market = true;
    let released = world.released();
    assert_eq!((released.releases.len(), released.requests.len()), (0, 0));
    assert!(released.replenishments.is_empty());
    assert!(released.notes[0].contains("--to"), "{:?}", released.notes);
    world.earlier = released.releases;
    world.has_no_market = false;
    assert_eq!(world.qty(), Some(kg(100)));
}

#[test]
fn an_episode_that_found_all_on_the_floor_still_has_to_release() {
    let mut world = risen(Grade::Warning, 2);
    let key = ("D1".to_owned(), "cabbage".to_owned());
    world.floors.insert(key, kg(100));
    world.earlier = world.released().releases;
    assert_eq!(world.earlier[0].qty, Some(kg(0)));
    world.floors.clear();
    assert_eq!(world.qty(), Some(kg(100)));
}

#[test]
fn what_lies_on_the_floor_stays_and_a_kilogram_above_it_does_not() {
    let at = |floor: Quantity| {
        let mut world = risen(Grade::Warning, 2);
        world
            .floors
            .insert(("D1".to_owned(), "cabbage".to_owned()), floor);
        world.qty()
    };
    assert_eq!(at(kg(99)), Some(kg(1)));
    assert_eq!(at(kg(100)), Some(kg(0)));
    assert_eq!(at(kg(101)), Some(kg(0)));
    assert_eq!(
        at(Quantity::from_thousandths(99_001)),
        Some(kg(0)),
        "only whole units leave"
    );
}

#[test]
fn the_price_lies_between_the_cost_and_fifteen_percent_below_the_market() {
    let released = risen(Grade::Warning, 2).released();
    let row = &released.releases[0];
    assert_eq!(row.price_low, Some(Price::from_steps(32_000)));
    assert_eq!(row.price_high, Some(Price::from_steps(51_000)));
    assert_eq!(row.replenish_by, Some(day("2022-04-14")));
}

#[test]
fn a_dear_lot_that_may_not_leave_does_not_set_the_price() {
    let mut world = risen(Grade::Warning, 2);
    world.onhand.push(OnHand {
        lot: "M".to_owned(),
        available: Some(kg(0)),
        unit_cost: Some(Price::from_steps(200_000)),
        ..lot("D1", "cabbage", kg(7))
    });
    let row = &world.released().releases[0];
    assert_eq!(row.price_low, Some(Price::from_steps(32_000)));
    assert_eq!(row.on_hand, Some(kg(107)), "what is set aside lies there");
    assert_eq!((row.releasable, row.qty), (Some(kg(100)), Some(kg(100))));
}

#[test]
fn an_episode_without_goods_that_are_known_to_be_of_it_says_so() {
    let mut world = risen(Grade::Warning, 2);
    world.onhand = vec![lot("D1", "pork", kg(100))];
    let notes = world.released().notes;
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains("of category vegetable"), "{notes:?}");
}

#[test]
fn whatever_lies_in_store_sums_tie() {
    let mut seed = 11_u64;
    let mut next = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) % below) as i64
    };
    for _ in 0..500 {
        let mut world = risen(Grade::Severe, 2);
        world.onhand.clear();
        for _ in 0..next(6) {
            let (site, item) = (
                ["D1", "D2", "M1"][next(3) as usize],
                ["cabbage", "leek"][next(2) as usize],
            );
            world
                .onhand
                .push(lot(site, item, Quantity::from_thousandths(next(90_000))));
            let floor = Quantity::from_thousandths(next(40_000));
            world
                .floors
                .insert((site.to_owned(), item.to_owned()), floor);
        }
        // `released` holds the sums against each other.
        let released = world.released();
        for row in &released.releases {
            let kept = row.on_hand.unwrap_or_default() - row.qty.unwrap_or_default();
            let stores = ["D1", "D2"].map(|site| (site.to_owned(), row.item.clone()));
            let held = |key: &(String, String)| -> Quantity {
                let lots = world
                    .onhand
                    .iter()
                    .filter(|lot| lot.site == key.0 && lot.item == key.1);
                lots.map(|lot| lot.qty).sum()
            };
            let least = stores.iter().map(|key| {
                world
                    .floors
                    .get(key)
                    .copied()
                    .unwrap_or_default()
                    .min(held(key))
            });
            assert!(kept >= least.sum(), "{row:?}");
        }
    }
}

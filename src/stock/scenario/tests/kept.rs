//! What an event did not touch is kept, and the rows are those of everything laid out anew.

use proptest::prelude::*;

use super::*;
use crate::stock::cover::group::{Goods, Grouping, Place};

/// The sites of a test: those of the tree, and one that nobody lists.
const SITES: [&str; 7] = ["C0", "C1", "D1", "H1", "C2", "H2", "X9"];
const ITEMS: [&str; 4] = [MASK, "swab", "nat_reagent", "unheard_of"];

/// An event of a kind, from a day on.
fn event(id: usize, kind: &str, from: i64, keys: &str) -> String {
    format!("[[event]]\nid = \"e{id}\"\nkind = \"{kind}\"\nfrom = 2022-03-{from:02}\n{keys}\n")
}

/// Puts the events in one after the other and compares each run with everything laid out anew; how many rows each of
/// them kept, and how many there are.
fn kept(prefecture: &Prefecture, events: &str, grouping: Grouping) -> Vec<(usize, usize)> {
    let check = |inputs: &ScenarioInputs<'_>, options: &CoverOptions| {
        let last = day("2022-03-31");
        let options = CoverOptions {
            until: Some(last),
            shown: Shown::All,
            grouping,
            ..*options
        };
        let land = Land::of(inputs.cover);
        let mut world = World::as_it_is(inputs, &options, last);
        let anew = |world: &World<'_>| {
            let (inputs, options) = world.facts();
            let whole = Run::whole(&Land::of(&inputs), &inputs, &options);
            whole.expect("cover of the test").0
        };
        let mut run = anew(&world);
        let mut kept = Vec::new();
        for event in &inputs.scenario.events {
            happen(&mut world, inputs, event).expect("it is well written");
            let after = run_after(&land, &mut world, &run).expect("cover of the test");
            assert_eq!(after, anew(&world), "{} of {events}", event.id);
            let is_kept = |row: &&Arc<Cover>| run.rows.iter().any(|old| Arc::ptr_eq(old, row));
            let count = after.rows.iter().filter(is_kept).count();
            kept.push((count, after.rows.len()));
            run = after;
        }
        kept
    };
    let kept = prefecture.asked(events, check);
    kept.expect("it is well written")
}

/// The prefecture under a plan whose standards speak of levels and areas.
fn under_plans() -> Prefecture {
    let built_in = |id| Policy::built_in(id).expect("it comes with granary");
    Prefecture {
        rules: Rules::of(&[built_in("P0")]).expect("one plan"),
        norms: ["*", "C1", "H1"].map(per_patient).to_vec(),
        ..prefecture()
    }
}

fn per_patient(scope: &str) -> Norm {
    Norm {
        scope: scope.to_owned(),
        item: MASK.to_owned(),
        rate: pieces(2),
        unit: String::new(),
        basis: NormBasis::PerPatient,
        source: String::new(),
        occasion: None,
    }
}

#[test]
fn an_event_leaves_the_goods_of_other_sites_alone() {
    let mut prefecture = under_plans();
    prefecture.onhand.push(lot("H1", "swab", 50));
    prefecture.burn.push(used("H1", "swab", 7));
    prefecture.inbound.push(super::coming(50, "2022-03-09", ""));
    let masks = format!("items = [\"{MASK}\"]\n");
    let events = event(0, "outbreak", 2, &format!("{masks}times = 3"))
        + &event(1, "testing", 2, "sites = [\"D1\"]\narea = \"C1\"")
        + &event(2, "lost", 2, &format!("{masks}sites = [\"D1\"]"))
        + &event(3, "level", 2, "sites = [\"C1\"]\nlevel = \"II\"")
        + &event(4, "transport", 2, "sources = [\"E1\"]\ndelay_days = 12")
        + &event(5, "orders", 2, "items = [\"swab\"]\ntimes = [2, 4]")
        + &event(6, "closed", 2, "sources = [\"E1\"]");
    let kept = kept(&prefecture, &events, Grouping::default());
    for (event, (kept, of)) in kept.iter().enumerate() {
        assert!(kept < of, "event {event} changes nothing");
        assert!(*kept > 0, "event {event} touches all of {of} rows");
    }
}

/// The keys of an event by a number of its kind, a site, an item and a count.
fn written(id: usize, (kind, site, item, count): (u8, usize, usize, i64)) -> String {
    // The site and the item that no table lists come into the facts by stock and use alone.
    let (site, item) = (SITES[site % 6], ITEMS[item % 3]);
    let from = 1 + count % 20;
    let until = format!("until = 2022-03-{:02}", from + count % 7);
    let there = format!("sites = [\"{site}\"]\n");
    let goods = format!("items = [\"{item}\"]\n");
    match kind % 9 {
        0 => event(
            id,
            "outbreak",
            from,
            &format!("{there}{until}\ntimes = {count}"),
        ),
        1 => event(id, "outbreak", from, &format!("{goods}times = {count}")),
        2 => {
            let patients = format!("patients = [{{ on = 2022-03-{from:02}, count = {count} }}]");
            event(id, "outbreak", from, &format!("{there}{patients}"))
        }
        3 => {
            let level = ["IV", "III", "II", "I"][count as usize % 4];
            event(id, "level", from, &format!("{there}level = \"{level}\""))
        }
        4 => event(
            id,
            "testing",
            from,
            &format!("{there}area = \"C1\"\nrounds = 2"),
        ),
        5 => event(id, "lost", from, &format!("{there}{goods}{until}")),
        6 => {
            // Who is closed takes nothing over.
            let to = match site {
                "C0" => "",
                "C1" | "H1" => "\"C2\"",
                "C2" => "\"H1\"",
                _ => "\"H1\", \"C2\"",
            };
            event(id, "closed", from, &format!("{there}{goods}to = [{to}]"))
        }
        7 => event(id, "closed", from, "sources = [\"E1\"]"),
        _ if count % 2 == 0 => event(id, "transport", from, "lost = true"),
        _ => event(
            id,
            "transport",
            from,
            &format!("{there}delay_days = {count}"),
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_rows_after_each_event_are_those_of_everything_laid_out_anew(
        lots in prop::collection::vec((0..7usize, 0..4usize, 0..3000i64), 0..14),
        uses in prop::collection::btree_map((0..7usize, 0..4usize), 0..60i64, 0..10),
        coming in prop::collection::vec((0..7usize, 0..3usize, 1..900i64, 1..30i64), 0..5),
        events in prop::collection::vec((any::<u8>(), 0..6usize, 0..3usize, 1..40i64), 1..7),
        place in 0..6usize,
        are_classes in prop::bool::weighted(0.2),
    ) {
        let mut prefecture = under_plans();
        prefecture.onhand = lots.iter().enumerate().map(|(at, &(site, item, qty))| OnHand {
            lot: format!("L{at}"),
            expiry: (qty % 3 == 0).then(|| day("2022-03-01").plus_days(qty % 40)),
            form: Some([Form::Physical, Form::Physical, Form::Agreement][at % 3]),
            ..lot(SITES[site], ITEMS[item], qty)
        }).collect();
        prefecture.burn =
            uses.iter().map(|(&(site, item), &rate)| used(SITES[site], ITEMS[item], rate)).collect();
        prefecture.inbound = coming.iter().map(|&(site, item, qty, on)| Inbound {
            site: SITES[site].to_owned(),
            item: ITEMS[item].to_owned(),
            ..super::coming(qty, &format!("2022-03-{on:02}"), if qty % 2 == 0 { "E1" } else { "" })
        }).collect();
        let grouping = Grouping {
            place: [Place::Site, Place::Site, Place::Site, Place::County, Place::Prefecture, Place::Everywhere][place],
            goods: if are_classes { Goods::Class } else { Goods::Item },
        };
        let events: String = events.into_iter().enumerate().map(|(id, keys)| written(id, keys)).collect();
        kept(&prefecture, &events, grouping);
    }
}

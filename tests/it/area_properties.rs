//! Whose goods go to whom in a rotation plan, on sites of any levels and parents: the planner and its audit agree, no share
//! leaves its area, and one that is made to is found out.

use granary::calendar::Day;
use granary::ledger::tables::{Burn, OnHand, Site};
use granary::ledger::word::Form;
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::Policy;
use granary::quantity::Quantity;
use granary::rotate::delivery::Deliveries;
use granary::rotate::plan::audit::audit_takers;
use granary::rotate::plan::rolling::{audit_areas, exchanges};
use granary::rotate::plan::{PlanInputs, PlanOptions, plan};
use granary::rotate::stage::StageInputs;
use proptest::prelude::*;
use proptest::sample::select;

use crate::rolling_properties::of_all_sites;

const LEVELS: [&str; 6] = ["", "institution", "city", "county", "street", "market"];
const PARENTS: [&str; 6] = ["", "C0", "C1", "C2", "T1", "H0"];

fn day() -> Day {
    Day::parse("2022-03-01").expect("a date")
}

fn pieces(count: i64) -> Quantity {
    Quantity::whole(count).expect("a small number")
}

fn site(code: &str, parent: &str, level: &str) -> Site {
    Site {
        parent: parent.to_owned(),
        level: level.to_owned(),
        class: if code.starts_with('D') { "depot" } else { "" }.to_owned(),
        ..Site::unlisted(code)
    }
}

/// A city with two counties, three depots and five users whose parents and levels are any, and a lot of each depot's and
/// of an enterprise's.
fn places() -> impl Strategy<Value = (Vec<Site>, Vec<OnHand>)> {
    let placed = || (select(&PARENTS[..]), select(&LEVELS[..]));
    let owners = vec!["", "city", "county", "carrier"];
    let sites = (
        select(vec!["", "C0"]),
        prop::collection::vec(placed(), 3),
        prop::collection::vec(placed(), 5),
    );
    (sites, prop::collection::vec(select(owners), 4)).prop_map(
        |((above, depots, users), owners)| {
            let mut sites = vec![
                site("C0", "", "city"),
                site("C1", "C0", "county"),
                site("C2", above, "county"),
                site("T1", "C1", "street"),
            ];
            let numbered = |letter: &str, (at, (parent, level)): (usize, (&str, &str))| {
                site(&format!("{letter}{at}"), parent, level)
            };
            sites.extend(depots.into_iter().enumerate().map(|one| numbered("D", one)));
            sites.extend(users.into_iter().enumerate().map(|one| numbered("H", one)));
            let stores = ["D0", "D1", "D2", "SHOP"].into_iter().zip(owners);
            let lots = stores.map(|(store, owner)| OnHand {
                lot: format!("OF-{store}"),
                form: Some(if store == "SHOP" {
                    Form::Consigned
                } else {
                    Form::Physical
                }),
                owner: owner.to_owned(),
                qty: pieces(40),
                expiry: Some(day().plus_days(60)),
                ..OnHand::new(day(), store, "mask")
            });
            (sites, lots.collect())
        },
    )
}

fn with_inputs<T>(
    (sites, onhand): (Vec<Site>, Vec<OnHand>),
    answer: impl Fn(&PlanInputs<'_>) -> T,
) -> T {
    let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
    let ladder = policy.ladder.expect("P0 has a ladder");
    let sites = SiteTree::new(sites);
    let users = ["H0", "H1", "H2", "H3", "H4", "ZZ", "C1"];
    let burn = users.map(|site| Burn {
        rate: Some(pieces(1)),
        ..Burn::blank(day(), site, "mask")
    });
    answer(&PlanInputs {
        stage: StageInputs {
            onhand: &onhand,
            rotation: &[],
            deliveries: &Deliveries::default(),
            auctions: &[],
            disposals: &[],
            catalogue: &Catalogue::default(),
            ladder: &ladder,
            sites: &sites,
            as_of: day(),
        },
        movements: &[],
        inbound: &[],
        burn: &burn,
        sites: &sites,
        lanes: &[],
        demand: &[],
        options: PlanOptions {
            with_metrics: true,
            ..of_all_sites(day().plus_days(365))
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_audit_passes_whatever_is_planned_on_sites_of_any_kind(places in places()) {
        let faults = with_inputs(places, |inputs| {
            let rows = exchanges(inputs, 30, "R").expect("small numbers").exchanges;
            let planned = plan(inputs).expect("small numbers").faults;
            [planned, audit_areas(inputs, &rows)].concat()
        });
        prop_assert_eq!(faults, []);
    }

    #[test]
    fn units_of_one_area_share_its_lot_evenly_where_they_use_as_much(of_each in 1..9i64) {
        let mut sites = vec![site("C0", "", "city"), site("C1", "C0", "county")];
        let units = [("D0", "C0"), ("D1", "C1"), ("H0", "C0"), ("H1", "C0"), ("H2", "C1"), ("H3", "C1")];
        sites.extend(units.map(|(code, parent)| site(code, parent, "")));
        let lot = |store: &str, qty| OnHand {
            lot: store.to_owned(),
            qty: pieces(qty),
            expiry: Some(day().plus_days(60)),
            ..OnHand::new(day(), store, "mask")
        };
        let onhand = vec![lot("D0", 40), lot("D1", 3 * of_each)];
        let (shares, found) = with_inputs((sites, onhand), |inputs| {
            let shares = plan(inputs).expect("small numbers").shares;
            let across = audit_takers(&[(&inputs.stage.onhand[0], "H2")], inputs);
            (shares, across)
        });
        let of_lot = |lot: &str| {
            let shares = shares.iter().filter(|share| share.lot == lot);
            let shares = shares.map(|share| (share.institution.clone(), share.qty.thousandths() / 1000));
            shares.unzip::<String, i64, Vec<String>, Vec<i64>>()
        };
        let (takers, packs) = of_lot("D0");
        prop_assert_eq!((takers, packs), (vec!["H0".to_owned(), "H1".to_owned()], vec![20, 20]));
        let (takers, packs) = of_lot("D1");
        prop_assert!(takers.iter().all(|to| ["C1", "H2", "H3"].contains(&&**to)), "{takers:?}");
        prop_assert_eq!(packs, vec![of_each; 3]);
        prop_assert_eq!(found, ["lot D0 of D0 goes to H2, beyond the area that keeps it"]);
    }
}

//! Rolling rotation on random reserves (R11): the reserve keeps its quantity, what is in it lasts longer on the mean, and
//! nobody takes more than it uses in the cycle.

use std::collections::BTreeMap;

use granary::calendar::Day;
use granary::ledger::tables::{Burn, Item, OnHand, Site};
use granary::ledger::word::{Form, MovementKind};
use granary::ledger::{Catalogue, SiteTree};
use granary::policy::Policy;
use granary::quantity::Quantity;
use granary::rotate::delivery::Deliveries;
use granary::rotate::plan::model::Objective;
use granary::rotate::plan::rolling::{audit, exchanges, movements};
use granary::rotate::plan::{PlanInputs, PlanOptions};
use granary::rotate::stage::StageInputs;
use proptest::prelude::*;

/// Lots of the reserve and of two hospitals, what the hospitals use a day, and how long a cycle and new goods last.
#[derive(Debug, Clone)]
struct Reserve {
    onhand: Vec<OnHand>,
    rates: [i64; 2],
    days: i64,
    keeps: i64,
}

fn day(after: i64) -> Day {
    Day::parse("2022-03-01").expect("a date").plus_days(after)
}

fn pieces(count: i64) -> Quantity {
    Quantity::whole(count).expect("a small number")
}

fn lot(number: usize, site: &str, form: Form, owner: &str, (qty, last): (i64, i64)) -> OnHand {
    OnHand {
        lot: format!("L{number}"),
        form: Some(form),
        owner: owner.to_owned(),
        qty: pieces(qty),
        unit: "piece".to_owned(),
        expiry: Some(day(last)),
        ..OnHand::new(day(0), site, "mask")
    }
}

prop_compose! {
    fn a_reserve()(
        stored in prop::collection::vec((1..40i64, -3..300i64), 1..5),
        consigned in prop::option::of((1..40i64, 1..300i64)),
        own in prop::collection::vec((0..2usize, (1..40i64, -3..900i64)), 0..5),
        rates in (0..4i64, 0..4i64),
        days in 1..40i64,
        keeps in 1..24i64,
    ) -> Reserve {
        let stored = stored.into_iter().map(|what| ("D1", Form::Physical, "city", what));
        let consigned = consigned.into_iter().map(|what| ("E1", Form::Consigned, "city", what));
        let own = own.into_iter().map(|(at, what)| (["HA", "HB"][at], Form::Physical, "", what));
        let lots = stored.chain(consigned).chain(own).enumerate();
        Reserve {
            onhand: lots.map(|(number, (site, form, owner, what))| lot(number, site, form, owner, what)).collect(),
            rates: [rates.0, rates.1],
            days,
            keeps,
        }
    }
}

impl Reserve {
    fn with_inputs<T>(&self, answer: impl Fn(&PlanInputs<'_>) -> T) -> T {
        let policy = Policy::built_in("P0").unwrap_or_else(|fault| panic!("{fault}"));
        let ladder = policy.ladder.expect("P0 has a ladder");
        let site = |code: &str, class: &str| Site {
            class: class.to_owned(),
            ..Site::unlisted(code)
        };
        let sites = SiteTree::new([
            site("D1", "depot"),
            site("E1", "enterprise"),
            site("HA", "general_hospital"),
            site("HB", "general_hospital"),
        ]);
        let catalogue = Catalogue::new([Item {
            class: "ppe".to_owned(),
            unit: "piece".to_owned(),
            shelf_life: format!("{} mo", self.keeps),
            ..Item::unlisted("mask")
        }]);
        let burn: Vec<Burn> = ["HA", "HB"]
            .iter()
            .zip(self.rates)
            .map(|(site, rate)| Burn {
                rate: Some(pieces(rate)),
                ..Burn::blank(day(0), site, "mask")
            })
            .collect();
        answer(&PlanInputs {
            stage: StageInputs {
                onhand: &self.onhand,
                rotation: &[],
                deliveries: &Deliveries::default(),
                auctions: &[],
                disposals: &[],
                catalogue: &catalogue,
                ladder: &ladder,
                sites: &sites,
                as_of: day(0),
            },
            movements: &[],
            inbound: &[],
            burn: &burn,
            sites: &sites,
            lanes: &[],
            demand: &[],
            options: of_all_sites(day(1000)),
        })
    }
}

/// Options of a plan that names no site, buys nothing and keeps nothing.
pub fn of_all_sites(until: Day) -> PlanOptions {
    PlanOptions {
        until,
        second_round: false,
        objective: Objective::WasteFirst,
        from: [].into(),
        to: [].into(),
        limit: None,
        keep: 0,
        with_metrics: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_in_lasts_longer_and_nobody_takes_more_than_it_uses(reserve in a_reserve()) {
        let rows = reserve.with_inputs(|inputs| exchanges(inputs, reserve.days, "R").expect("small numbers").exchanges);
        prop_assert_eq!(audit(&reserve.onhand, &rows), []);
        let mut taken: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &rows {
            prop_assert!(row.gain_days.is_some_and(|days| days > 0));
            prop_assert!(row.expiry.is_some_and(|last| last >= day(0)), "an expired lot rolls");
            *taken.entry(&row.institution).or_default() += row.qty.thousandths();
        }
        for (institution, taken) in taken {
            let rate = reserve.rates[usize::from(institution == "HB")];
            prop_assert!(taken <= rate * reserve.days * 1000);
        }
    }

    #[test]
    fn the_movements_leave_each_store_the_quantity_it_had(reserve in a_reserve()) {
        let rows = reserve.with_inputs(|inputs| exchanges(inputs, reserve.days, "R").expect("small numbers").exchanges);
        let mut sums: BTreeMap<String, Quantity> = BTreeMap::new();
        for movement in movements(&rows, day(0)) {
            let qty = movement.qty.expect("a quantity");
            let sum = sums.entry(movement.site).or_default();
            match movement.kind {
                MovementKind::TransferIn => *sum += qty,
                MovementKind::TransferOut => *sum -= qty,
                other => prop_assert!(false, "a movement of kind {other:?}"),
            }
        }
        prop_assert!(sums.values().all(|sum| *sum == Quantity::ZERO));
    }

    #[test]
    fn an_exchange_that_was_tampered_with_is_found_out(reserve in a_reserve()) {
        let mut rows = reserve.with_inputs(|inputs| exchanges(inputs, reserve.days, "R").expect("small numbers").exchanges);
        if let Some(row) = rows.first_mut() {
            row.qty = pieces(1_000);
            prop_assert_ne!(audit(&reserve.onhand, &rows), []);
            rows[0].qty = pieces(1);
            rows[0].in_expiry = rows[0].expiry;
            prop_assert_ne!(audit(&reserve.onhand, &rows), []);
        }
    }
}

//! The whole of a plan on random desks: the gate of a reserve, counties that supply themselves, what stands in for what
//! ran out, and useful quantities, all at once and judged by the audit.

use granary::allocate::gate::Gated;
use granary::allocate::remaining::remaining;
use granary::allocate::substitute::plan;
use granary::allocate::{Minimum, Plan, PlanInputs, audit_whole};
use granary::ledger::tables::{Finding, Item, Site};
use granary::ledger::word::Level;
use granary::ledger::{Catalogue, SiteTree};
use granary::quantity::Quantity;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::plan_properties::{Desk, a_desk};

/// What surrounds a desk here.
#[derive(Debug, Clone)]
struct Case {
    desk: Desk,
    level: Option<Level>,
    urgent: Vec<bool>,
    useful: bool,
    /// Which items stand in for which: the list of each of mask, n95 and alcohol.
    lists: [&'static str; 3],
}

prop_compose! {
    fn a_case()(
        desk in a_desk(),
        level in select(&[None, Some(Level::None), Some(Level::Iv), Some(Level::Iii), Some(Level::Ii)][..]),
        urgent in prop::collection::vec(any::<bool>(), 16),
        useful in any::<bool>(),
        mask in select(&["", "n95", "unlisted:1.5;n95:0.5", "alcohol:0.25"][..]),
        n95 in select(&["", "mask", "kn95;mask", "mask:2"][..]),
        alcohol in select(&["", "mask:3", "unlisted", "n95:0.333;mask:1.25"][..]),
    ) -> Case {
        Case { desk, level, urgent, useful, lists: [mask, n95, alcohol] }
    }
}

impl Case {
    fn judge<T>(&self, judge: impl FnOnce(&PlanInputs, Option<&Gated>) -> T) -> T {
        let mut desk = self.desk.clone();
        for (line, urgent) in desk.requests.iter_mut().zip(&self.urgent) {
            line.urgent = Some(*urgent);
        }
        desk.options.substitutes = true;
        if self.useful {
            desk.options.minimum = Minimum::Useful;
        }
        desk.with_inputs(|inputs| {
            let (items, sites) = (self.items(inputs), sites(inputs));
            let gate = inputs.rules.gate.clone().expect("P0 has a gate");
            let gated = Gated {
                gate: &gate,
                stated: self.level,
                events: &[],
            };
            let inputs = PlanInputs {
                items: &items,
                sites: &sites,
                ..*inputs
            };
            judge(&inputs, Some(&gated))
        })
    }

    fn items(&self, inputs: &PlanInputs) -> Catalogue {
        let named = ["mask", "n95", "alcohol"].into_iter().zip(self.lists);
        let items = named.map(|(code, list)| Item {
            substitute: list.to_owned(),
            ..inputs.items.get(code).expect("an item of the desk").clone()
        });
        Catalogue::new(items)
    }
}

/// The same sites, those of C2 as a county with its own stores, and D1 as the reserve of the city.
fn sites(inputs: &PlanInputs) -> SiteTree {
    let area = |code: &str, level: &str, parent: &str| Site {
        level: level.to_owned(),
        parent: parent.to_owned(),
        ..Site::unlisted(code)
    };
    let own = inputs.sites.sites().cloned().map(|site| {
        let level = if site.site == "D1" { "city" } else { "county" };
        Site {
            level: if site.class == "depot" { level } else { "" }.to_owned(),
            ..site
        }
    });
    let areas = [
        area("C0", "city", ""),
        area("C1", "county", "C0"),
        area("C2", "county", "C0"),
    ];
    SiteTree::new(own.chain(areas))
}

fn planned(inputs: &PlanInputs, gated: Option<&Gated>) -> Plan {
    plan(inputs, gated).unwrap_or_else(|refused| panic!("{refused}"))
}

fn judged(inputs: &PlanInputs, gated: Option<&Gated>, plan: &Plan) -> Vec<Finding> {
    audit_whole(inputs, gated, &plan.allocation, &plan.unmet)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_audit_passes_every_whole_plan(case in a_case()) {
        case.judge(|inputs, gated| {
            let plan = planned(inputs, gated);
            prop_assert_eq!(judged(inputs, gated, &plan), []);
            Ok(())
        })?;
    }

    #[test]
    fn a_whole_plan_that_was_tampered_with_is_found_out(case in a_case(), at in any::<Index>()) {
        case.judge(|inputs, gated| {
            let plan = planned(inputs, gated);
            if plan.allocation.is_empty() {
                return Ok(());
            }
            let at = at.index(plan.allocation.len());
            let broken = |break_it: &dyn Fn(&mut Plan)| {
                let mut plan = plan.clone();
                break_it(&mut plan);
                judged(inputs, gated, &plan)
            };
            let step = Quantity::from_thousandths(1);
            prop_assert_ne!(broken(&|plan| plan.allocation[at].qty += step), []);
            prop_assert_ne!(broken(&|plan| drop(plan.allocation.remove(at))), []);
            if plan.allocation[at].stands_for.is_empty() {
                return Ok(());
            }
            let met = plan.allocation[at].met();
            prop_assert_ne!(broken(&|plan| plan.allocation[at].counts_as = Some(met + step)), []);
            prop_assert_ne!(broken(&|plan| plan.allocation[at].stands_for.clear()), []);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_given_and_what_remains_are_what_there_was(case in a_case()) {
        case.judge(|inputs, gated| {
            let plan = planned(inputs, gated);
            let rest = remaining(inputs.onhand, &plan.allocation);
            prop_assert_eq!(rest.len(), inputs.onhand.len());
            let sum = |quantities: &mut dyn Iterator<Item = Quantity>| -> Quantity { quantities.sum() };
            let before = sum(&mut inputs.onhand.iter().map(|row| row.qty));
            let given = sum(&mut plan.allocation.iter().map(|row| row.qty));
            let after = sum(&mut rest.iter().map(|row| row.qty));
            prop_assert_eq!(before - given, after);
            prop_assert!(rest.iter().all(|row| row.available.is_none_or(|left| !left.is_negative())));
            Ok(())
        })?;
    }
}

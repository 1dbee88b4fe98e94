//! The whole of a plan on random desks: the gate of a reserve, counties that supply themselves, what stands in for what
//! ran out, and useful quantities, all at once and judged by the audit.

use std::collections::BTreeMap;

use granary::allocate::draws::gate::{self, Gated};
use granary::allocate::draws::substitute::plan;
use granary::allocate::supply::remaining::remaining;
use granary::allocate::{Minimum, Plan, PlanInputs, audit_whole};
use granary::calendar::Day;
use granary::ledger::tables::{Event, Finding, Item, OnHand, Request, Site};
use granary::ledger::word::Level;
use granary::ledger::{Catalogue, SiteTree, Text};
use granary::quantity::Quantity;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::plan_properties::{Desk, a_desk};

/// What surrounds a desk here.
#[derive(Debug, Clone)]
struct Case {
    desk: Desk,
    level: Option<Level>,
    /// The levels of the city and of its two counties, where events state them.
    events: [Option<Level>; 3],
    urgent: Vec<bool>,
    useful: bool,
    /// Which items stand in for which: the list of each of mask, n95 and alcohol.
    lists: [&'static str; 3],
}

prop_compose! {
    fn a_case()(
        desk in a_desk(),
        level in select(&[None, None, Some(Level::None), Some(Level::Iv), Some(Level::Iii), Some(Level::Ii)][..]),
        events in [a_level(), a_level(), a_level()],
        urgent in prop::collection::vec(any::<bool>(), 16),
        useful in any::<bool>(),
        mask in select(&["", "n95", "unlisted:1.5;n95:0.5", "alcohol:0.25"][..]),
        n95 in select(&["", "mask", "kn95;mask", "mask:2"][..]),
        alcohol in select(&["", "mask:3", "unlisted", "n95:0.333;mask:1.25"][..]),
    ) -> Case {
        Case { desk, level, events, urgent, useful, lists: [mask, n95, alcohol] }
    }
}

fn a_level() -> impl Strategy<Value = Option<Level>> {
    select(&[None, Some(Level::Iv), Some(Level::Ii)][..])
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
                events: &self.declared(),
            };
            let inputs = PlanInputs {
                items: &items,
                sites: &sites,
                ..*inputs
            };
            judge(&inputs, Some(&gated))
        })
    }

    fn declared(&self) -> Vec<Event> {
        let areas = ["C0", "C1", "C2"].into_iter().zip(self.events);
        let event = |(area, level): (&str, Option<Level>)| {
            Some(Event {
                date: Day::parse("2022-03-01").expect("a date"),
                scope: area.to_owned(),
                level: level?,
                outbreak: String::new(),
                disaster: None,
                source: String::new(),
            })
        };
        areas.filter_map(event).collect()
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

/// The same sites: D1 as the reserve of the city, and two counties, C1 with store D3 and C2 with store D2.
fn sites(inputs: &PlanInputs) -> SiteTree {
    let area = |code: &str, level: &str, parent: &str| Site {
        level: level.to_owned(),
        parent: parent.to_owned(),
        ..Site::unlisted(code)
    };
    let own = inputs.sites.sites().cloned().map(|site| {
        let level = if site.site == "D1" { "city" } else { "county" };
        let parent = if site.site == "D3" {
            "C1"
        } else {
            &site.parent
        };
        Site {
            level: if site.class == "depot" { level } else { "" }.to_owned(),
            parent: parent.to_owned(),
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
    fn an_open_county_shares_as_if_the_shut_one_did_not_ask(case in a_case()) {
        let case = Case {
            level: None,
            events: [None, Some(Level::Ii), Some(Level::Iv)],
            urgent: Vec::new(),
            ..case
        };
        case.judge(|inputs, gated| {
            let in_c1 = |site: &str| inputs.sites.upwards(site).contains(&"C1");
            let of_c1 = |plan: Plan| {
                // Out of which lots is no matter: of several ways that are as short any will do.
                let mut given: BTreeMap<(Text, Text), Quantity> = BTreeMap::new();
                for row in plan.allocation.into_iter().filter(|row| in_c1(&row.site)) {
                    *given.entry((row.request, row.line)).or_default() += row.qty;
                }
                let unmet = plan.unmet.into_iter().filter(|row| in_c1(&row.site));
                (given, unmet.collect::<Vec<_>>())
            };
            let requests: Vec<Request> =
                inputs.requests.iter().filter(|line| in_c1(&line.site)).cloned().collect();
            let onhand: Vec<OnHand> =
                inputs.onhand.iter().filter(|row| row.site != "D2").cloned().collect();
            let alone = PlanInputs { requests: &requests, onhand: &onhand, ..*inputs };
            let together = gate::plan(inputs, gated).unwrap_or_else(|refused| panic!("{refused}"));
            let alone = granary::allocate::plan(&alone).unwrap_or_else(|refused| panic!("{refused}"));
            prop_assert_eq!(of_c1(together), of_c1(alone));
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

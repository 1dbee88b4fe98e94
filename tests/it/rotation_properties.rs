//! Is a rotation plan the best there is, and does it hold? Random problems, against every way there is to hand out.

use granary::rotate::plan::audit::audit;
use granary::rotate::plan::beside::{first_expiry_first, greedy, proportional, wasted};
use granary::rotate::plan::model::{Lot, Model, Objective, Shares};
use granary::rotate::plan::solve::solve;
use proptest::prelude::*;

/// Lots of a few packs, two or three institutions, rooms that never fall, ways of which some are closed.
fn model(closed: bool) -> impl Strategy<Value = Model> {
    let lot = (0..4i64, 0..3usize, 0..5i64, 0..2usize);
    let lots = proptest::collection::vec(lot, 1..4);
    let steps = proptest::collection::vec(proptest::collection::vec(0..3i64, 3), 1..3);
    let least = if closed { -1 } else { 0 };
    let ways = proptest::collection::vec(proptest::collection::vec(least..4i64, 2), 2);
    (lots, steps, ways).prop_map(|(lots, steps, ways)| {
        let rooms: Vec<Vec<i64>> = steps
            .iter()
            .map(|steps| {
                let sums = steps.iter().scan(0, |sum, step| {
                    *sum += step;
                    Some(*sum)
                });
                sums.collect()
            })
            .collect();
        let way = |way: &i64| (*way >= 0).then_some(*way);
        Model {
            lots: lots
                .into_iter()
                .map(|(packs, expiry, worth, depot)| Lot {
                    packs,
                    expiry,
                    worth,
                    is_costed: true,
                    depot,
                })
                .collect(),
            uses: rooms.iter().map(|rooms| rooms[2]).collect(),
            freight: ways
                .iter()
                .map(|ways| ways[..rooms.len()].iter().map(way).collect())
                .collect(),
            rooms,
            is_marked: vec![false, false],
        }
    })
}

/// The same with ways of any cost, of one cost, and with some that are closed.
fn any_model() -> impl Strategy<Value = Model> {
    let model = prop_oneof![model(false), model(true)];
    (model, any::<bool>()).prop_map(|(mut model, is_level)| {
        let ways = model.freight.iter_mut().flatten().flatten();
        ways.filter(|_| is_level).for_each(|way| *way = 1);
        model
    })
}

/// Two models as one, without a way from either to the other.
fn joined(one: &Model, other: &Model) -> Model {
    let (ones, others) = (one.rooms.len(), other.rooms.len());
    let depots = one.freight.len();
    let moved = other.lots.iter().map(|lot| Lot {
        depot: lot.depot + depots,
        ..*lot
    });
    let ways = one
        .freight
        .iter()
        .map(|ways| [ways.clone(), vec![None; others]].concat());
    let other_ways = other
        .freight
        .iter()
        .map(|ways| [vec![None; ones], ways.clone()].concat());
    Model {
        lots: one.lots.iter().copied().chain(moved).collect(),
        rooms: [one.rooms.clone(), other.rooms.clone()].concat(),
        uses: [one.uses.clone(), other.uses.clone()].concat(),
        freight: ways.chain(other_ways).collect(),
        is_marked: [one.is_marked.clone(), other.is_marked.clone()].concat(),
    }
}

/// What is wasted, and what the ways cost.
fn cost(model: &Model, shares: &Shares) -> (i64, i64) {
    let mut cost = (0, 0);
    for (lot, shares) in model.lots.iter().zip(shares) {
        let used: i64 = shares.iter().sum();
        cost.0 += (lot.packs - used) * lot.worth;
        let ways = shares.iter().zip(&model.freight[lot.depot]);
        cost.1 += ways
            .map(|(packs, way)| packs * way.unwrap_or(0))
            .sum::<i64>();
    }
    cost
}

/// Every way to hand out that holds, tried one by one.
fn every_way(model: &Model, mut visit: impl FnMut(&Shares)) {
    let mut shares = vec![vec![0; model.rooms.len()]; model.lots.len()];
    try_from(model, 0, &mut shares, &mut visit);
}

fn try_from(model: &Model, cell: usize, shares: &mut Shares, visit: &mut impl FnMut(&Shares)) {
    let wide = model.rooms.len();
    if cell == model.lots.len() * wide {
        if audit(model, shares).is_empty() {
            visit(shares);
        }
        return;
    }
    for packs in 0..=model.lots[cell / wide].packs {
        shares[cell / wide][cell % wide] = packs;
        try_from(model, cell + 1, shares, visit);
    }
    shares[cell / wide][cell % wide] = 0;
}

proptest! {
    #[test]
    fn nothing_wastes_less_than_the_plan(model in any_model()) {
        let shares = solve(&model, Objective::WasteFirst).expect("small numbers");
        prop_assert_eq!(audit(&model, &shares), Vec::<String>::new());
        let mut least = i64::MAX;
        every_way(&model, |shares| least = least.min(cost(&model, shares).0));
        prop_assert_eq!(cost(&model, &shares).0, least);
    }

    #[test]
    fn no_plan_that_wastes_as_little_hands_out_more_or_has_less_freight(model in any_model()) {
        let shares = solve(&model, Objective::WasteFirst).expect("small numbers");
        let measure = |shares: &Shares| {
            let (waste, freight) = cost(&model, shares);
            let used: i64 = shares.iter().flatten().sum();
            let late = model.lots.iter().zip(shares).map(|(lot, shares)| {
                lot.expiry as i64 * shares.iter().sum::<i64>()
            });
            (waste, -used, freight, late.sum::<i64>())
        };
        let mut least = measure(&shares);
        every_way(&model, |other| least = least.min(measure(other)));
        prop_assert_eq!(measure(&shares), least);
    }

    #[test]
    fn nothing_costs_less_than_the_plan_of_least_cost(model in any_model()) {
        let shares = solve(&model, Objective::Cost).expect("small numbers");
        prop_assert_eq!(audit(&model, &shares), Vec::<String>::new());
        let sum = |(waste, freight): (i64, i64)| waste + freight;
        let mut least = i64::MAX;
        every_way(&model, |shares| least = least.min(sum(cost(&model, shares))));
        prop_assert_eq!(sum(cost(&model, &shares)), least);
    }

    #[test]
    fn no_simpler_way_wastes_less(model in model(false)) {
        let shares = solve(&model, Objective::WasteFirst).expect("small numbers");
        let used: Vec<i64> = shares.iter().map(|shares| shares.iter().sum()).collect();
        let plan = wasted(&model, &used);
        for used in [first_expiry_first(&model), greedy(&model), proportional(&model)] {
            prop_assert!(plan <= wasted(&model, &used));
        }
    }

    #[test]
    fn areas_without_a_way_between_them_are_planned_as_if_each_were_alone(
        (one, other) in (any_model(), any_model()),
    ) {
        let alone = |model: &Model| solve(model, Objective::WasteFirst).expect("small numbers");
        let beside = |model: &Model| [first_expiry_first(model), greedy(model), proportional(model)];
        let (ones, others) = (one.rooms.len(), other.rooms.len());
        let mut expected: Shares = alone(&one);
        expected.iter_mut().for_each(|takes| takes.extend(vec![0; others]));
        let of_other = alone(&other).into_iter();
        expected.extend(of_other.map(|takes| [vec![0; ones], takes].concat()));
        let both = joined(&one, &other);
        prop_assert_eq!(alone(&both), expected);
        for ((both, one), other) in beside(&both).into_iter().zip(beside(&one)).zip(beside(&other)) {
            prop_assert_eq!(both, [one, other].concat());
        }
    }

    #[test]
    fn a_spoilt_plan_is_found_out(model in model(false)) {
        let mut shares = solve(&model, Objective::WasteFirst).expect("small numbers");
        shares[0][0] += model.lots[0].packs + 1;
        prop_assert!(!audit(&model, &shares).is_empty());
    }
}

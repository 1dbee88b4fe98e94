//! Published problems, and random ones against every way to ship them.

use proptest::prelude::*;

use super::*;

fn arcs(list: &[(usize, usize, i64, i64)]) -> Vec<Arc> {
    let arc = |&(from, to, capacity, cost)| Arc {
        from,
        to,
        capacity,
        cost,
    };
    list.iter().map(arc).collect()
}

#[test]
fn published_networks_cost_what_they_should() {
    // OR-tools' example and networkx' test_simple_digraph.
    let ways = [
        (0, 1, 15, 4),
        (0, 2, 8, 4),
        (1, 2, 20, 2),
        (1, 3, 4, 2),
        (1, 4, 10, 6),
        (2, 3, 15, 1),
        (2, 4, 4, 3),
        (3, 4, 20, 2),
        (4, 2, 5, 3),
    ];
    let flow = cheapest_flow(&[20, 0, 0, -5, -15], &arcs(&ways)).expect("small");
    assert_eq!((flow.cost, flow.shipped, flow.unmet), (150, 20, 0));
    let ways = [(0, 1, 4, 3), (0, 2, 10, 6), (1, 3, 9, 1), (2, 3, 5, 2)];
    let flow = cheapest_flow(&[5, 0, 0, -5], &arcs(&ways)).expect("small");
    assert_eq!((flow.cost, flow.sent), (24, vec![4, 1, 4, 1]));
}

#[test]
fn as_much_is_shipped_as_can_be_before_cost_is_looked_at() {
    // 10 for nothing on the one lane, or 14 in all: four of them at 7.
    let cost = [[Some(1), None], [Some(1), Some(7)]];
    let way = transport(&[10, 4], &[10, 10], |from, to| cost[from][to]).expect("small");
    assert_eq!((way.shipped, way.cost), (14, 38));
    let lane = |source, target, qty| Lane {
        source,
        target,
        qty,
    };
    assert_eq!(way.lanes, [lane(0, 0, 10), lane(1, 1, 4)]);
}

#[test]
fn what_nobody_wants_stays_and_where_there_is_no_way_nothing_goes() {
    let way = transport(&[10, 5], &[3], |_, _| Some(2)).expect("small");
    assert_eq!((way.shipped, way.cost), (3, 6));
    let way = transport(&[10], &[3], |_, _| None).expect("small");
    assert_eq!((way.shipped, way.cost, way.lanes.len()), (0, 0, 0));
    let nothing = transport(&[], &[], |_, _| Some(1)).expect("small");
    assert_eq!(nothing.shipped, 0);
}

#[test]
fn a_cycle_that_pays_is_filled_up() {
    let flow = cheapest_flow(&[0, 0], &arcs(&[(0, 1, 5, 2), (1, 0, 4, -3)])).expect("small");
    assert_eq!((flow.cost, flow.sent), (-4, vec![4, 4]));
    let alone = cheapest_flow(&[0], &arcs(&[(0, 0, 5, -2)])).expect("small");
    assert_eq!(alone.cost, -10);
}

#[test]
fn a_node_that_sends_is_no_place_to_leave_goods_of_others() {
    // Moving from 0 to 1 would earn 1 a unit, but 1 has no use for what it cannot send.
    let flow = cheapest_flow(&[3, 2, -2], &arcs(&[(0, 1, 9, -1), (1, 2, 9, 1)])).expect("small");
    assert_eq!((flow.shipped, flow.cost), (2, 0));
}

#[test]
fn of_flows_of_one_cost_the_next_costs_choose() {
    // Two ways of one cost from 0 to 3, over 1 and over 2; the second costs say over 2, as far as that goes.
    let ways = arcs(&[
        (0, 1, 9, 0),
        (0, 2, 3, 0),
        (1, 3, 9, 0),
        (2, 3, 9, 0),
        (0, 3, 1, 0),
    ]);
    let costs = [
        vec![1, 1, 2, 2, 9],
        vec![0, 0, 5, 4, 0],
        vec![1, 0, 0, 0, 0],
    ];
    let sent = cheapest_in_turn(&[5, 0, 0, -5], &ways, &costs);
    assert_eq!(sent, Ok(vec![2, 3, 2, 3, 0]));
}

#[test]
fn unsound_networks_are_refused() {
    let error = cheapest_flow(&[1], &arcs(&[(0, 1, 1, 1)]));
    assert_eq!(error, Err(FlowError::NoSuchNode { index: 0 }));
    let error = cheapest_flow(&[1, -1], &arcs(&[(0, 1, -1, 1)]));
    assert_eq!(error, Err(FlowError::NegativeCapacity { index: 0 }));
    let error = cheapest_flow(&[1, -1], &arcs(&[(0, 1, 1, i64::MAX / 4)]));
    assert_eq!(error, Err(FlowError::TooLarge));
    assert_eq!(cheapest_flow(&[i64::MAX, 1], &[]), Err(FlowError::TooLarge));
}

/// What each node sends beyond what it gets.
fn net(flow: &[i64], arcs: &[Arc], nodes: usize) -> Vec<i64> {
    let mut net = vec![0; nodes];
    for (sent, arc) in flow.iter().zip(arcs) {
        net[arc.from] += sent;
        net[arc.to] -= sent;
    }
    net
}

/// Whether a change of the flow along a cycle would cost less (Bellman and Ford on what can still be changed).
fn has_paying_cycle(flow: &[i64], arcs: &[Arc], nodes: usize) -> bool {
    let mut ways = Vec::new();
    for (&sent, arc) in flow.iter().zip(arcs) {
        if sent < arc.capacity {
            ways.push((arc.from, arc.to, arc.cost));
        }
        if sent > 0 {
            ways.push((arc.to, arc.from, -arc.cost));
        }
    }
    let mut cost = vec![0; nodes];
    for _ in 0..=nodes {
        let mut is_changed = false;
        for &(from, to, way) in &ways {
            if cost[from] + way < cost[to] {
                cost[to] = cost[from] + way;
                is_changed = true;
            }
        }
        if !is_changed {
            return false;
        }
    }
    true
}

/// The most that can be shipped and its least cost, by trying every flow.
fn by_trying(supply: &[i64], arcs: &[Arc]) -> (i64, i64) {
    let mut best = (-1, 0);
    let mut flow = vec![0; arcs.len()];
    try_arc(0, supply, arcs, &mut flow, &mut best);
    best
}

fn try_arc(at: usize, supply: &[i64], arcs: &[Arc], flow: &mut Vec<i64>, best: &mut (i64, i64)) {
    let Some(arc) = arcs.get(at) else {
        let net = net(flow, arcs, supply.len());
        let is_sound =
            |(net, supply): (&i64, &i64)| (*supply.min(&0)..=*supply.max(&0)).contains(net);
        if net.iter().zip(supply).all(is_sound) {
            let shipped: i64 = net.iter().filter(|net| **net > 0).sum();
            let cost: i64 = flow
                .iter()
                .zip(arcs)
                .map(|(sent, arc)| sent * arc.cost)
                .sum();
            if (shipped, -cost) > (best.0, -best.1) || best.0 < 0 {
                *best = (shipped, cost);
            }
        }
        return;
    };
    for sent in 0..=arc.capacity {
        flow[at] = sent;
        try_arc(at + 1, supply, arcs, flow, best);
    }
    flow[at] = 0;
}

fn some_arcs(nodes: usize, count: usize, most: i64) -> impl Strategy<Value = Vec<Arc>> {
    let arc = (0..nodes, 0..nodes, 0..=most, -3..9i64);
    let arc = arc.prop_map(|(from, to, capacity, cost)| Arc {
        from,
        to,
        capacity,
        cost,
    });
    prop::collection::vec(arc, 0..count)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn small_networks_are_shipped_as_by_trying_every_flow(
        supply in prop::collection::vec(-3..4i64, 4),
        arcs in some_arcs(4, 6, 2),
    ) {
        let flow = cheapest_flow(&supply, &arcs).expect("small");
        prop_assert_eq!((flow.shipped, flow.cost), {
            let (shipped, cost) = by_trying(&supply, &arcs);
            (shipped, i128::from(cost))
        });
    }

    #[test]
    fn no_change_along_a_cycle_pays(
        supply in prop::collection::vec(-30..30i64, 12),
        arcs in some_arcs(12, 60, 40),
    ) {
        let flow = cheapest_flow(&supply, &arcs).expect("small");
        prop_assert!(flow.sent.iter().zip(&arcs).all(|(sent, arc)| (0..=arc.capacity).contains(sent)));
        let net = net(&flow.sent, &arcs, supply.len());
        let is_sound = |(net, supply): (&i64, &i64)| (*supply.min(&0)..=*supply.max(&0)).contains(net);
        prop_assert!(net.iter().zip(&supply).all(is_sound));
        prop_assert!(!has_paying_cycle(&flow.sent, &arcs, supply.len()));
        let wanted: i64 = supply.iter().map(|supply| (-supply).max(0)).sum();
        prop_assert_eq!(flow.shipped + flow.unmet, wanted);
        prop_assert_eq!(&flow, &cheapest_flow(&supply, &arcs).expect("small"));
    }

    #[test]
    fn a_few_lanes_at_a_time_come_to_the_same_as_all_at_once(
        supply in prop::collection::vec(0..50i64, 1..6),
        demand in prop::collection::vec(0..9i64, 30..60),
        costs in prop::collection::vec(prop::option::weighted(0.9, 0..100i64), 360),
    ) {
        let cost = |from: usize, to: usize| costs[from * 60 + to];
        let way = transport(&supply, &demand, cost).expect("small");
        let balance: Vec<i64> = supply.iter().copied().chain(demand.iter().map(|qty| -qty)).collect();
        let every = (0..supply.len()).flat_map(|from| (0..demand.len()).map(move |to| (from, to)));
        let lane = |(from, to): (usize, usize)| {
            let arc = Arc { from, to: supply.len() + to, capacity: 50, cost: cost(from, to)? };
            Some(arc)
        };
        let all: Vec<Arc> = every.filter_map(lane).collect();
        let flow = cheapest_flow(&balance, &all).expect("small");
        prop_assert_eq!((way.shipped, way.cost), (flow.shipped, flow.cost));
    }
}

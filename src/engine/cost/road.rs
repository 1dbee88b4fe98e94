//! What lies in each pool once its flows went by: goods that an owner moves between sites keep the cost they left at.
//!
//! Legs pair by document, item, lot, owner and receiver. A pool whose next flow arrives waits for the pool that sends it, so that
//! the order in which the books of two sites stand in the ledger does not matter. What no leg sent arrives at the cost
//! of its own line. What comes back waits in the same way for the line it left with, and costs what that took out.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::quantity::Quantity;

use super::layer::{Layer, Layers, Leaves, mixed};
use super::{Flow, Pool};

/// A pool on its way through its flows.
struct Walker<'a, K> {
    key: &'a K,
    flows: &'a [Flow],
    next: usize,
    layers: Layers<'a>,
}

/// Goods of one transfer between two sites.
#[derive(Default)]
struct Road<'a> {
    /// Lines that send and are still to come.
    to_send: usize,
    /// The place in the ledger of the first line that sends.
    sent_at: usize,
    layers: Layers<'a>,
}

/// What is left once all flows went by.
#[derive(Debug)]
pub struct Walked<'a, K> {
    /// The layers of each pool.
    pub pools: BTreeMap<&'a K, Layers<'a>>,
    /// What left one pool and did not arrive at another, by the place in the ledger of the first line that sent it.
    pub roads: BTreeMap<usize, Layers<'a>>,
}

/// What is on its way from one flow to another.
struct Ways<'a> {
    roads: HashMap<usize, Road<'a>>,
    /// Lines that something comes back from, and that are still to leave.
    to_leave: HashSet<&'a str>,
    /// The goods of such a line that left.
    left: HashMap<&'a str, Layer<'a>>,
}

/// The layers each pool is left with, and each road; `before` sees the layers of a pool before each of its flows.
///
/// What `goods` says of a key stays the same on the road from one pool to another, so each of them is walked by itself.
pub fn walk<'a, K: Ord>(
    pools: &'a BTreeMap<K, Pool>,
    goods: impl Fn(&'a K) -> [&'a str; 3],
    leaves: Leaves,
    mut before: impl FnMut(&'a K, &'a Flow, &Layers<'a>),
) -> Walked<'a, K> {
    let mut groups: BTreeMap<[&str; 3], Vec<Walker<K>>> = BTreeMap::new();
    for (key, pool) in pools {
        let group = groups.entry(goods(key)).or_default();
        group.push(Walker {
            key,
            flows: &pool.flows,
            next: 0,
            layers: Layers::default(),
        });
    }
    let (mut left, mut roads) = (BTreeMap::new(), BTreeMap::new());
    for mut group in groups.into_values() {
        let mut ways = ways(&group);
        loop {
            let moved: usize = group
                .iter_mut()
                .map(|walker| walker.advance(&mut ways, leaves, &mut before))
                .sum();
            if moved > 0 {
                continue;
            }
            // All that are left wait for each other: the first of them takes what is there.
            match group.iter_mut().find(|walker| walker.flow().is_some()) {
                Some(walker) => walker.step(&mut ways, leaves, &mut before),
                None => break,
            }
        }
        left.extend(group.into_iter().map(|walker| (walker.key, walker.layers)));
        let open = ways.roads.into_values();
        let open = open.filter(|road| !road.layers.list.is_empty());
        roads.extend(open.map(|road| (road.sent_at, road.layers)));
    }
    Walked { pools: left, roads }
}

fn ways<'a, K>(group: &[Walker<'a, K>]) -> Ways<'a> {
    let mut ways = Ways {
        roads: HashMap::new(),
        to_leave: HashSet::new(),
        left: HashMap::new(),
    };
    let flows = || group.iter().flat_map(|walker| walker.flows);
    let leaving = || flows().filter(|flow| flow.qty.is_negative());
    for (number, at) in leaving().filter_map(|flow| Some((flow.transfer?, flow.at))) {
        let road = ways.roads.entry(number).or_default();
        road.sent_at = if road.to_send == 0 {
            at
        } else {
            at.min(road.sent_at)
        };
        road.to_send += 1;
    }
    let named: HashSet<&str> = flows()
        .filter_map(|flow| flow.back_from.as_deref())
        .collect();
    if !named.is_empty() {
        let lines = leaving().map(|flow| flow.line.as_str());
        ways.to_leave = lines.filter(|line| named.contains(line)).collect();
    }
    ways
}

impl<'a, K> Walker<'a, K> {
    fn flow(&self) -> Option<&'a Flow> {
        self.flows.get(self.next)
    }

    /// Goes on to the first flow that is to wait; the number of flows that went by.
    fn advance(
        &mut self,
        ways: &mut Ways<'a>,
        leaves: Leaves,
        before: &mut impl FnMut(&'a K, &'a Flow, &Layers<'a>),
    ) -> usize {
        let start = self.next;
        while self.flow().is_some_and(|flow| !waits(flow, ways)) {
            self.step(ways, leaves, before);
        }
        self.next - start
    }

    /// Lets the next flow go by.
    fn step(
        &mut self,
        ways: &mut Ways<'a>,
        leaves: Leaves,
        before: &mut impl FnMut(&'a K, &'a Flow, &Layers<'a>),
    ) {
        let Some(flow) = self.flow() else {
            return;
        };
        self.next += 1;
        before(self.key, flow, &self.layers);
        let qty = i128::from(flow.qty.thousandths());
        let road = flow.transfer.and_then(|road| ways.roads.get_mut(&road));
        if qty < 0 {
            let left = self.layers.leave(-qty);
            if ways.to_leave.remove(flow.line.as_str())
                && let Some(goods) = mixed(&left)
            {
                ways.left.insert(&flow.line, goods);
            }
            if let Some(road) = road {
                road.to_send -= 1;
                road.layers.list.extend(left);
            }
            return;
        }
        let sent = road.map_or_else(Vec::new, |road| road.layers.take(qty));
        let came: i128 = sent.iter().map(|layer| layer.qty).sum();
        for layer in sent {
            self.layers.put(layer, leaves);
        }
        if let Some(rest) = Quantity::from_sum(qty - came).filter(|rest| rest.is_positive()) {
            let arrived = arrived(flow, rest, (&self.layers, leaves), &ways.left);
            self.layers.put(arrived, leaves);
        }
    }
}

/// Goods that no leg sent: like those that left if they come back, else like what lies there if they were found, else at
/// what is known of their line.
fn arrived<'a>(
    flow: &'a Flow,
    qty: Quantity,
    (layers, leaves): (&Layers<'a>, Leaves),
    left: &HashMap<&str, Layer<'a>>,
) -> Layer<'a> {
    let back = flow.back_from.as_deref();
    let left = back.and_then(|line| left.get(line).copied());
    // In the order of arrival nothing says which of the goods that lie there were found.
    let is_mean = flow.is_found && leaves == Leaves::Mean;
    let lying = || is_mean.then(|| mixed(&layers.list)).flatten();
    match left.or_else(lying) {
        Some(same) => same.like(qty),
        None => Layer::of(flow, flow.cost, qty),
    }
}

/// Whether a flow arrives before all that it brings was sent, or left.
fn waits(flow: &Flow, ways: &Ways) -> bool {
    if !flow.qty.is_positive() {
        return false;
    }
    let road = flow.transfer.and_then(|road| ways.roads.get(&road));
    let is_on_the_road = road.is_some_and(|road| {
        road.to_send > 0 && road.layers.qty() < i128::from(flow.qty.thousandths())
    });
    let back = flow.back_from.as_deref();
    is_on_the_road || back.is_some_and(|line| ways.to_leave.contains(line))
}

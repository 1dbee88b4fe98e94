//! What lies in each pool once its flows went by: goods that an owner moves between sites keep the cost they left at.
//!
//! Legs pair by document, item, lot and owner. A pool whose next flow arrives waits for the pool that sends it, so that
//! the order in which the books of two sites stand in the ledger does not matter. What no leg sent arrives at the cost
//! of its own line.

use std::collections::{BTreeMap, HashMap};

use crate::quantity::Quantity;

use super::layer::{Layer, Layers, Leaves};
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
    layers: Layers<'a>,
}

type Roads<'a> = HashMap<usize, Road<'a>>;

/// The layers each pool is left with; `before` sees the layers of a pool before each of its flows.
///
/// What `goods` says of a key stays the same on the road from one pool to another, so each of them is walked by itself.
pub fn walk<'a, K: Ord>(
    pools: &'a BTreeMap<K, Pool>,
    goods: impl Fn(&'a K) -> [&'a str; 3],
    leaves: Leaves,
    mut before: impl FnMut(&'a K, &'a Flow, &Layers<'a>),
) -> BTreeMap<&'a K, Layers<'a>> {
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
    let mut left = BTreeMap::new();
    for mut group in groups.into_values() {
        let mut roads = roads(&group);
        loop {
            let moved: usize = group
                .iter_mut()
                .map(|walker| walker.advance(&mut roads, leaves, &mut before))
                .sum();
            if moved > 0 {
                continue;
            }
            // All that are left wait for each other: the first of them takes what is there.
            match group.iter_mut().find(|walker| walker.flow().is_some()) {
                Some(walker) => walker.step(&mut roads, leaves, &mut before),
                None => break,
            }
        }
        left.extend(group.into_iter().map(|walker| (walker.key, walker.layers)));
    }
    left
}

fn roads<'a, K>(group: &[Walker<'a, K>]) -> Roads<'a> {
    let mut roads = Roads::new();
    let flows = group.iter().flat_map(|walker| walker.flows);
    for road in flows
        .filter(|flow| flow.qty.is_negative())
        .filter_map(|flow| flow.transfer)
    {
        roads.entry(road).or_default().to_send += 1;
    }
    roads
}

impl<'a, K> Walker<'a, K> {
    fn flow(&self) -> Option<&'a Flow> {
        self.flows.get(self.next)
    }

    /// Goes on to the first flow that is to wait; the number of flows that went by.
    fn advance(
        &mut self,
        roads: &mut Roads<'a>,
        leaves: Leaves,
        before: &mut impl FnMut(&'a K, &'a Flow, &Layers<'a>),
    ) -> usize {
        let start = self.next;
        while self.flow().is_some_and(|flow| !waits(flow, roads)) {
            self.step(roads, leaves, before);
        }
        self.next - start
    }

    /// Lets the next flow go by.
    fn step(
        &mut self,
        roads: &mut Roads<'a>,
        leaves: Leaves,
        before: &mut impl FnMut(&'a K, &'a Flow, &Layers<'a>),
    ) {
        let Some(flow) = self.flow() else {
            return;
        };
        self.next += 1;
        before(self.key, flow, &self.layers);
        let qty = i128::from(flow.qty.thousandths());
        let road = flow.transfer.and_then(|road| roads.get_mut(&road));
        if qty < 0 {
            let left = self.layers.leave(-qty);
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
            self.layers.put(Layer::of(flow, rest), leaves);
        }
    }
}

/// Whether a flow arrives before all that it brings was sent.
fn waits(flow: &Flow, roads: &Roads) -> bool {
    let road = flow.transfer.and_then(|road| roads.get(&road));
    flow.qty.is_positive()
        && road.is_some_and(|road| {
            road.to_send > 0 && road.layers.qty() < i128::from(flow.qty.thousandths())
        })
}

//! The primal network simplex: from one spanning tree of arcs to a cheaper one, until none is.
//!
//! Beside the nodes stands a root. Every node hangs on it by a dear arc at first, so that there is a
//! tree before anything is shipped: what a receiver misses comes from the root, no more than it is to
//! have; what a sender keeps of its supply goes to the root for nothing. A dear arc costs more than any
//! way through all nodes, so that as much is shipped as can be. Nodes that only pass on, and have one way
//! out, may hang on that way instead from the start.
//!
//! An arc whose reduced cost says that it pays enters the tree, the cycle it closes is filled, and the
//! first arc of the cycle that gives no more leaves. Among several the one last passed on the way round
//! from the cycle's top leaves, which keeps a tree from coming back (Cunningham 1976). Arcs are looked
//! through in blocks, in their order: the same input takes the same steps.
//!
//! Source of the block search: Kiraly and Kovacs, Efficient implementations of minimum-cost flow
//! algorithms (2012).

use super::tree::{Cut, Tree};
use super::{Arc, FlowError};

/// The fewest arcs that are looked at before the best of them enters.
const BLOCK_MIN: usize = 32;

/// Where an arc stands: in the tree, or outside at one of its ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Empty,
    InTree,
    Full,
}

impl State {
    /// The direction in which its flow can change: 1, 0 or -1.
    fn direction(self) -> i64 {
        match self {
            State::Empty => 1,
            State::InTree => 0,
            State::Full => -1,
        }
    }
}

/// The arcs with their flow, the tree, and where the search stands.
///
/// Arcs: first a dear one for each node, then one for what each node keeps, then those that were added.
pub(super) struct Simplex {
    arcs: Vec<Arc>,
    flow: Vec<i64>,
    state: Vec<State>,
    tree: Tree,
    /// Where the next block begins.
    next: usize,
    nodes: usize,
}

impl Simplex {
    /// A network of nodes without ways between them; no added arc costs more than `cost_max` either way.
    pub(super) fn new(supply: &[i64], cost_max: u64) -> Result<Simplex, FlowError> {
        let dear = dear_cost(supply, cost_max)?;
        let root = supply.len();
        let mut simplex = Simplex {
            arcs: Vec::new(),
            flow: Vec::new(),
            state: Vec::new(),
            tree: Tree::star(root),
            next: 0,
            nodes: root,
        };
        for (node, &supply) in supply.iter().enumerate() {
            let is_receiver = supply < 0;
            let missing = (-supply).max(0);
            match is_receiver {
                true => simplex.push(root, node, missing, dear, missing, State::InTree),
                false => simplex.push(node, root, i64::MAX, dear, 0, State::InTree),
            }
            simplex.tree.is_up[node] = !is_receiver;
            simplex.tree.price[node] = if is_receiver { dear } else { -dear };
        }
        for (node, &supply) in supply.iter().enumerate() {
            let kept = supply.max(0);
            simplex.push(node, root, kept, 0, kept, State::Full);
        }
        Ok(simplex)
    }

    /// Adds a way that nothing is sent along yet.
    pub(super) fn add(&mut self, arc: &Arc) {
        let Arc {
            from,
            to,
            capacity,
            cost,
        } = *arc;
        self.push(from, to, capacity, cost, 0, State::Empty);
    }

    /// Hangs each node that has nothing, gets nothing and has one way out by that way from the start, since all that
    /// comes to it goes on along it: a chain of such nodes need not be found link by link.
    pub(super) fn hang_chains(&mut self) {
        let ways = self.only_ways();
        let mut is_settled: Vec<bool> = ways.iter().map(Option::is_none).collect();
        let mut chain = Vec::new();
        for node in 0..self.nodes {
            let mut at = node;
            while let Some(way) = ways[at].filter(|_| !is_settled[at]) {
                is_settled[at] = true;
                chain.push((at, way));
                at = self.arcs[way].to;
            }
            // Where it runs into itself its last node stays on the root.
            if chain.iter().any(|&(node, _)| node == at) {
                chain.pop();
            }
            while let Some((node, way)) = chain.pop() {
                self.state[self.tree.arc[node]] = State::Empty;
                self.state[way] = State::InTree;
                let Arc { to, cost, .. } = self.arcs[way];
                let cut = Cut {
                    below: node,
                    hang: node,
                    under: to,
                };
                self.tree.rehang(cut, way, true, cost);
            }
        }
    }

    /// By node the way out, where it is the only one and the node neither sends nor receives of its own.
    fn only_ways(&self) -> Vec<Option<usize>> {
        let mut ways = vec![(0, 0); self.nodes];
        for way in 2 * self.nodes..self.arcs.len() {
            let (count, last) = &mut ways[self.arcs[way].from];
            (*count, *last) = (*count + 1, way);
        }
        let only = ways.into_iter().enumerate().map(|(node, (count, way))| {
            let is_receiver = self.arcs[node].to == node;
            let is_sender = self.arcs[self.nodes + node].capacity > 0;
            let is_only = count == 1 && self.arcs[way].capacity > 0;
            (is_only && !is_receiver && !is_sender).then_some(way)
        });
        only.collect()
    }

    fn push(&mut self, from: usize, to: usize, capacity: i64, cost: i64, flow: i64, state: State) {
        self.arcs.push(Arc {
            from,
            to,
            capacity,
            cost,
        });
        self.flow.push(flow);
        self.state.push(state);
    }

    /// Sends along the added arcs, in their order.
    pub(super) fn sent(&self) -> Vec<i64> {
        self.flow[2 * self.nodes..].to_vec()
    }

    /// What the receiving nodes do not get.
    pub(super) fn unmet(&self) -> i64 {
        let of_receivers = (0..self.nodes).filter(|&node| self.arcs[node].to == node);
        of_receivers.map(|node| self.flow[node]).sum()
    }

    /// What the sending nodes do not keep.
    pub(super) fn shipped(&self) -> i64 {
        let kept = self.nodes..2 * self.nodes;
        kept.map(|arc| self.arcs[arc].capacity - self.flow[arc])
            .sum()
    }

    /// What a unit more at a node would cost, up to a constant.
    pub(super) fn price(&self, node: usize) -> i64 {
        self.tree.price[node]
    }

    /// Goes from tree to tree until no arc pays.
    pub(super) fn optimise(&mut self) {
        while let Some(entering) = self.paying() {
            self.pivot(entering);
        }
    }

    /// What an arc costs at the prices of its ends.
    fn reduced_cost(&self, arc: usize) -> i64 {
        let Arc { from, to, cost, .. } = self.arcs[arc];
        cost + self.tree.price[from] - self.tree.price[to]
    }

    /// The arc that pays most of the first block in which one does; the search goes on behind it next time.
    fn paying(&mut self) -> Option<usize> {
        let count = self.arcs.len();
        let block = count.isqrt().max(BLOCK_MIN);
        let mut best = (0, None);
        let mut left_of_block = block;
        for step in 0..count {
            let arc = match self.next + step {
                at if at >= count => at - count,
                at => at,
            };
            let gain = self.state[arc].direction() * self.reduced_cost(arc);
            if gain < best.0 {
                best = (gain, Some(arc));
            }
            left_of_block -= 1;
            if left_of_block == 0 {
                if best.1.is_some() {
                    self.next = arc + 1;
                    return best.1;
                }
                left_of_block = block;
            }
        }
        best.1
    }

    /// Fills the cycle that `entering` closes, and lets the arc that stops it leave the tree.
    fn pivot(&mut self, entering: usize) {
        let Arc {
            from, to, capacity, ..
        } = self.arcs[entering];
        let is_forward = self.state[entering] == State::Empty;
        let (tail, head) = if is_forward { (from, to) } else { (to, from) };
        let top = self.tree.join(from, to);
        let (most, cut) = self.first_to_stop(tail, head, top, capacity);
        if most > 0 {
            self.fill(entering, tail, head, top, most);
        }
        let Some(cut) = cut else {
            self.state[entering] = match is_forward {
                true => State::Full,
                false => State::Empty,
            };
            return;
        };
        let leaving = self.tree.arc[cut.below];
        self.state[entering] = State::InTree;
        self.state[leaving] = match self.flow[leaving] {
            0 => State::Empty,
            _ => State::Full,
        };
        let is_up = self.arcs[entering].from == cut.hang;
        self.tree
            .rehang(cut, entering, is_up, self.arcs[entering].cost);
    }

    /// How much the cycle takes, and where the tree is cut; no cut where the entering arc itself is full first.
    fn first_to_stop(
        &self,
        tail: usize,
        head: usize,
        top: usize,
        capacity: i64,
    ) -> (i64, Option<Cut>) {
        let mut most = capacity;
        let mut cut = None;
        for node in self.tree.way_up(tail, top) {
            let room = self.room(node, !self.tree.is_up[node]);
            if room < most {
                most = room;
                cut = Some(Cut {
                    below: node,
                    hang: tail,
                    under: head,
                });
            }
        }
        for node in self.tree.way_up(head, top) {
            let room = self.room(node, self.tree.is_up[node]);
            // Also where equal: of several the last on the way round leaves.
            if room <= most {
                most = room;
                cut = Some(Cut {
                    below: node,
                    hang: head,
                    under: tail,
                });
            }
        }
        (most, cut)
    }

    /// How much more, or how much less, the tree arc above a node can carry.
    fn room(&self, node: usize, is_more: bool) -> i64 {
        let arc = self.tree.arc[node];
        match is_more {
            true => self.arcs[arc].capacity - self.flow[arc],
            false => self.flow[arc],
        }
    }

    /// Sends `most` round the cycle: from tail over the entering arc to head, up to the top and down again.
    fn fill(&mut self, entering: usize, tail: usize, head: usize, top: usize, most: i64) {
        self.flow[entering] += self.state[entering].direction() * most;
        for (end, sign) in [(tail, -1), (head, 1)] {
            let mut node = end;
            while node != top {
                let along = if self.tree.is_up[node] { sign } else { -sign };
                self.flow[self.tree.arc[node]] += along * most;
                node = self.tree.parent[node];
            }
        }
    }
}

/// A cost above that of any way through all nodes, small enough that no price overflows.
fn dear_cost(supply: &[i64], cost_max: u64) -> Result<i64, FlowError> {
    let sum = |sign: i128| -> i128 {
        let of_sign = supply
            .iter()
            .map(|&supply| (sign * i128::from(supply)).max(0));
        of_sign.sum()
    };
    let nodes = supply.len() as i128;
    let dear = (nodes + 1) * i128::from(cost_max) + 1;
    let fits = |value: i128| value <= i128::from(i64::MAX);
    // Prices reach dear and a way through all nodes on top; a reduced cost is a difference of two.
    if fits(8 * dear) && fits(sum(1)) && fits(sum(-1)) {
        i64::try_from(dear).map_err(|_| FlowError::TooLarge)
    } else {
        Err(FlowError::TooLarge)
    }
}

//! The primal network simplex: from one spanning tree of arcs to a cheaper one, until none is.
//!
//! Beside the nodes stands a root. Every node hangs on it by a dear arc at first, so that there is a
//! tree before anything is shipped: what a receiver misses comes from the root, no more than it is to
//! have; what a sender keeps of its supply goes to the root for nothing. A dear arc costs more than any
//! way through all nodes, so that as much is shipped as can be.
//!
//! An arc whose reduced cost says that it pays enters the tree, the cycle it closes is filled, and the
//! first arc of the cycle that gives no more leaves. Among several the one last passed on the way round
//! from the cycle's top leaves, which keeps a tree from coming back (Cunningham 1976). Arcs are looked
//! through in blocks, in their order: the same input takes the same steps.
//!
//! Source of the block search: Kiraly and Kovacs, Efficient implementations of minimum-cost flow
//! algorithms (2012).

use std::ops::Range;

use super::tree::{Above, Cut, Tree};
use super::{Arc, FlowError};

/// The fewest arcs that are looked at before the best of them enters.
const BLOCK_MIN: usize = 32;

/// How many times shorter a block is than the square root of the number of arcs: a step through the tree costs little,
/// so that a look at many arcs for the best step does not pay.
const BLOCK_PART: usize = 4;

/// Where an arc stands, as the direction in which its flow can change: in the tree, or outside at one of its ends.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(i8)]
enum State {
    Empty = 1,
    InTree = 0,
    Full = -1,
}

impl State {
    /// The direction in which its flow can change: 1, 0 or -1.
    fn direction(self) -> i64 {
        i64::from(self as i8)
    }
}

/// An arc as the search for one that pays reads it.
#[derive(Clone, Copy)]
struct Way {
    from: u32,
    to: u32,
    cost: i64,
}

/// The arcs with their flow, the tree, and where the search stands.
///
/// Arcs: first a dear one for each node, then one for what each sender keeps, then those that were added.
pub(super) struct Simplex {
    ways: Vec<Way>,
    state: Vec<State>,
    capacity: Vec<i64>,
    flow: Vec<i64>,
    tree: Tree,
    /// The arcs by which senders keep.
    kept: Range<usize>,
    /// Where the next block begins, of the arcs of the root and of the others.
    next: [usize; 2],
}

impl Simplex {
    /// A network of nodes without ways between them; no added arc costs more than `cost_max` either way.
    pub(super) fn new(supply: &[i64], cost_max: u64) -> Result<Simplex, FlowError> {
        let dear = dear_cost(supply, cost_max)?;
        let root = supply.len();
        if u32::try_from(root).is_err() {
            return Err(FlowError::TooLarge);
        }
        let dear_arcs = supply.iter().zip(0..).map(|(&supply, arc)| Above {
            arc,
            is_up: supply >= 0,
            cost: dear,
        });
        let dear_arcs: Vec<Above> = dear_arcs.collect();
        let mut simplex = Simplex {
            ways: Vec::new(),
            state: Vec::new(),
            capacity: Vec::new(),
            flow: Vec::new(),
            tree: Tree::star(&dear_arcs),
            kept: root..root,
            next: [0, 0],
        };
        let arc = |from, to, capacity, cost| Arc {
            from,
            to,
            capacity,
            cost,
        };
        for (node, &supply) in supply.iter().enumerate() {
            match supply {
                ..0 => simplex.push(&arc(root, node, -supply, dear), -supply, State::InTree),
                0.. => simplex.push(&arc(node, root, i64::MAX, dear), 0, State::InTree),
            }
        }
        for (node, &supply) in supply.iter().enumerate().filter(|(_, supply)| **supply > 0) {
            simplex.push(&arc(node, root, supply, 0), supply, State::Full);
        }
        simplex.kept.end = simplex.ways.len();
        Ok(simplex)
    }

    /// Adds a way that nothing is sent along yet.
    pub(super) fn add(&mut self, arc: &Arc) {
        self.push(arc, 0, State::Empty);
    }

    fn push(&mut self, arc: &Arc, flow: i64, state: State) {
        let node = |node: usize| u32::try_from(node).expect("the nodes have been counted");
        self.ways.push(Way {
            from: node(arc.from),
            to: node(arc.to),
            cost: arc.cost,
        });
        self.capacity.push(arc.capacity);
        self.flow.push(flow);
        self.state.push(state);
    }

    /// Sends along the added arcs, in their order.
    pub(super) fn sent(&self) -> Vec<i64> {
        self.flow[self.kept.end..].to_vec()
    }

    /// What the receiving nodes do not get.
    pub(super) fn unmet(&self) -> i64 {
        let is_to_receiver = |arc: &usize| self.ways[*arc].to as usize == *arc;
        let of_receivers = (0..self.kept.start).filter(is_to_receiver);
        of_receivers.map(|arc| self.flow[arc]).sum()
    }

    /// What the sending nodes do not keep.
    pub(super) fn shipped(&self) -> i64 {
        let kept = self.kept.clone();
        kept.map(|arc| self.capacity[arc] - self.flow[arc]).sum()
    }

    /// What a unit more at a node would cost, up to a constant.
    pub(super) fn price(&self, node: usize) -> i64 {
        self.tree.price(node)
    }

    /// What a unit along each of the added arcs costs beyond the prices of its ends, in their order.
    pub(super) fn excesses(&self) -> impl Iterator<Item = i64> {
        let ways = self.ways[self.kept.end..].iter();
        ways.map(|way| way.cost + self.price(way.from as usize) - self.price(way.to as usize))
    }

    /// Goes from tree to tree until no arc pays.
    pub(super) fn optimise(&mut self) {
        while let Some(entering) = self.paying() {
            self.pivot(entering);
        }
    }

    /// The arc that pays most of the first block in which one does; the search goes on behind it next time.
    ///
    /// A block has its share of the arcs of the root as of the others: whoever gets nothing after all is found by the
    /// former, and that is to be known while the others are looked through.
    fn paying(&mut self) -> Option<usize> {
        let parts = [0..self.kept.end, self.kept.end..self.ways.len()];
        let block = (self.ways.len().isqrt() / BLOCK_PART).max(BLOCK_MIN);
        let blocks = self.ways.len().div_ceil(block).max(1);
        // One more, because the block at the end of a part is cut short.
        for _ in 0..=blocks {
            let mut best = None;
            for (part, next) in parts.iter().zip(0..) {
                let start = match self.next[next] {
                    at if part.contains(&at) => at,
                    _ => part.start,
                };
                let end = part.end.min(start + part.len().div_ceil(blocks));
                self.next[next] = end;
                best = self.most_paying(start..end, best);
            }
            if let Some((_, arc)) = best {
                return Some(arc);
            }
        }
        None
    }

    /// The arc of a block that pays most, with its gain: its reduced cost, in the direction in which its flow can change,
    /// below nothing; `best` where none pays more.
    fn most_paying(&self, block: Range<usize>, best: Option<(i64, usize)>) -> Option<(i64, usize)> {
        let (mut least, mut found) = best.map_or((0, None), |(gain, arc)| (gain, Some(arc)));
        let arcs = self.ways[block.clone()]
            .iter()
            .zip(&self.state[block.clone()]);
        for (arc, (way, state)) in block.zip(arcs) {
            let price = |node: u32| self.tree.price(node as usize);
            let gain = state.direction() * (way.cost + price(way.from) - price(way.to));
            if gain < least {
                (least, found) = (gain, Some(arc));
            }
        }
        found.map(|arc| (least, arc))
    }

    /// Fills the cycle that `entering` closes, and lets the arc that stops it leave the tree.
    fn pivot(&mut self, entering: usize) {
        let Way { from, to, cost } = self.ways[entering];
        let (from, to) = (from as usize, to as usize);
        let is_forward = self.state[entering] == State::Empty;
        let (tail, head) = if is_forward { (from, to) } else { (to, from) };
        let top = self.tree.join(from, to);
        let (most, cut) = self.first_to_stop(tail, head, top, self.capacity[entering]);
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
        let leaving = self.tree.arc(cut.below);
        self.state[entering] = State::InTree;
        self.state[leaving] = match self.flow[leaving] {
            0 => State::Empty,
            _ => State::Full,
        };
        let above = Above {
            arc: u32::try_from(entering).expect("arcs are fewer"),
            is_up: from == cut.hang,
            cost,
        };
        self.tree.rehang(cut, above);
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
            let room = self.room(node, !self.tree.is_up(node));
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
            let room = self.room(node, self.tree.is_up(node));
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
        let arc = self.tree.arc(node);
        match is_more {
            true => self.capacity[arc] - self.flow[arc],
            false => self.flow[arc],
        }
    }

    /// Sends `most` round the cycle: from tail over the entering arc to head, up to the top and down again.
    fn fill(&mut self, entering: usize, tail: usize, head: usize, top: usize, most: i64) {
        self.flow[entering] += self.state[entering].direction() * most;
        for (end, sign) in [(tail, -1), (head, 1)] {
            let mut node = end;
            while node != top {
                let along = if self.tree.is_up(node) { sign } else { -sign };
                self.flow[self.tree.arc(node)] += along * most;
                node = self.tree.parent(node);
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

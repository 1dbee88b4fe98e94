//! The spanning tree of a network simplex, hung up at its root.
//!
//! Each node knows its parent, the arc to it, and its children as a list; its price is such that the
//! arcs of the tree cost nothing at the prices of their ends.
//!
//! Never: flows and capacities.

/// Stands for no node.
const NONE: usize = usize::MAX;

/// Where the tree is cut, and where the part cut off is hung again.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// The node whose arc to its parent leaves the tree.
    pub(super) below: usize,
    /// The node of the part cut off that the entering arc hangs it by.
    pub(super) hang: usize,
    /// The node it is hung under.
    pub(super) under: usize,
}

pub(super) struct Tree {
    pub(super) parent: Vec<usize>,
    /// The arc between a node and its parent.
    pub(super) arc: Vec<usize>,
    /// Whether that arc leads to the parent.
    pub(super) is_up: Vec<bool>,
    pub(super) price: Vec<i64>,
    depth: Vec<u32>,
    child: Vec<usize>,
    sibling_after: Vec<usize>,
    sibling_before: Vec<usize>,
    /// Nodes still to be visited; kept so that its room is used again.
    open: Vec<usize>,
}

impl Tree {
    /// Every node below `root` hangs on it by the arc of its own number; prices are still 0.
    pub(super) fn star(root: usize) -> Tree {
        let count = root + 1;
        let mut tree = Tree {
            parent: vec![root; count],
            arc: (0..count).collect(),
            is_up: vec![true; count],
            price: vec![0; count],
            depth: vec![1; count],
            child: vec![NONE; count],
            sibling_after: vec![NONE; count],
            sibling_before: vec![NONE; count],
            open: Vec::new(),
        };
        tree.parent[root] = NONE;
        tree.depth[root] = 0;
        (0..root).for_each(|node| tree.hang(node, root));
        tree
    }

    /// The nodes from `node` up to below `top`.
    pub(super) fn way_up(&self, node: usize, top: usize) -> impl Iterator<Item = usize> {
        let below_top = move |node: &usize| *node != top;
        let up = move |&node: &usize| Some(self.parent[node]).filter(below_top);
        std::iter::successors(Some(node).filter(below_top), up)
    }

    /// The lowest node above both.
    pub(super) fn join(&self, mut one: usize, mut other: usize) -> usize {
        while one != other {
            if self.depth[one] >= self.depth[other] {
                one = self.parent[one];
            } else {
                other = self.parent[other];
            }
        }
        one
    }

    /// Cuts the tree and hangs the part cut off by `arc`, which costs `cost` and leads up where `is_up`.
    pub(super) fn rehang(&mut self, cut: Cut, arc: usize, is_up: bool, cost: i64) {
        // The nodes from the new top of the part down to the old one change places with their parents.
        let (mut node, mut parent) = (cut.hang, cut.under);
        let (mut way, mut way_is_up) = (arc, is_up);
        loop {
            let (old_parent, old_way, old_is_up) =
                (self.parent[node], self.arc[node], self.is_up[node]);
            self.unhang(node);
            self.hang(node, parent);
            (self.arc[node], self.is_up[node]) = (way, way_is_up);
            if node == cut.below {
                break;
            }
            (way, way_is_up) = (old_way, !old_is_up);
            (node, parent) = (old_parent, node);
        }
        let price = self.price[cut.under] + if is_up { -cost } else { cost };
        self.lift(cut.hang, price - self.price[cut.hang]);
    }

    /// Adds `change` to the prices of a node and all below it, and counts their depths again.
    fn lift(&mut self, top: usize, change: i64) {
        self.open.push(top);
        while let Some(node) = self.open.pop() {
            self.price[node] += change;
            self.depth[node] = self.depth[self.parent[node]] + 1;
            let mut child = self.child[node];
            while child != NONE {
                self.open.push(child);
                child = self.sibling_after[child];
            }
        }
    }

    fn hang(&mut self, node: usize, parent: usize) {
        let next = self.child[parent];
        if next != NONE {
            self.sibling_before[next] = node;
        }
        self.sibling_after[node] = next;
        self.sibling_before[node] = NONE;
        self.child[parent] = node;
        self.parent[node] = parent;
    }

    fn unhang(&mut self, node: usize) {
        let (before, after) = (self.sibling_before[node], self.sibling_after[node]);
        match before {
            NONE => self.child[self.parent[node]] = after,
            before => self.sibling_after[before] = after,
        }
        if after != NONE {
            self.sibling_before[after] = before;
        }
    }
}

//! The spanning tree of a network simplex, hung up at its root.
//!
//! Each node knows its parent, the arc to it, and as a list those of its children that have children; its price is such
//! that the arcs of the tree cost nothing at the prices of their ends. A leaf has no price of its own: it is that of its
//! parent and one step more. So a part of the tree is moved without a look at its leaves, and most nodes are leaves where
//! many receive and few pass on.
//!
//! Never: flows and capacities.

/// Stands for no node.
const NONE: u32 = u32::MAX;

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

/// The arc of the tree above a node.
#[derive(Clone, Copy)]
pub(super) struct Above {
    pub(super) arc: u32,
    /// Whether it leads to the parent.
    pub(super) is_up: bool,
    pub(super) cost: i64,
}

impl Above {
    /// What the price of the node is above that of its parent.
    fn step(self) -> i64 {
        if self.is_up { -self.cost } else { self.cost }
    }

    /// The same arc, seen from its other end.
    fn turned(self) -> Above {
        Above {
            is_up: !self.is_up,
            ..self
        }
    }
}

#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    above: Above,
    /// How many nodes hang on it.
    children: u32,
    /// The first of its children that have children, and of its siblings that have the one after and before it.
    child: u32,
    sibling_after: u32,
    sibling_before: u32,
    /// How far below the root it is; of a leaf nothing is kept.
    depth: u32,
}

/// Where the price of a node is found: `step` above the own price of `of`, which is itself where it has children.
#[derive(Clone, Copy)]
struct Price {
    of: u32,
    step: i64,
}

pub(super) struct Tree {
    nodes: Vec<Node>,
    prices: Vec<Price>,
    own: Vec<i64>,
    /// Nodes still to be visited, and nodes that change places; kept so that their room is used again.
    open: Vec<u32>,
    stem: Vec<u32>,
}

impl Tree {
    /// A root, the last node, with every other node on it by an arc.
    pub(super) fn star(arcs: &[Above]) -> Tree {
        let root = u32::try_from(arcs.len()).expect("the nodes have been counted");
        let node = |parent, above, children| Node {
            parent,
            above,
            children,
            child: NONE,
            sibling_after: NONE,
            sibling_before: NONE,
            depth: 0,
        };
        let none = Above {
            arc: NONE,
            is_up: true,
            cost: 0,
        };
        let mut nodes: Vec<Node> = arcs.iter().map(|above| node(root, *above, 0)).collect();
        nodes.push(node(NONE, none, root));
        let prices = nodes.iter().map(|node| Price {
            of: root,
            step: node.above.step(),
        });
        Tree {
            prices: prices.collect(),
            own: vec![0; nodes.len()],
            nodes,
            open: Vec::new(),
            stem: Vec::new(),
        }
    }

    pub(super) fn price(&self, node: usize) -> i64 {
        let Price { of, step } = self.prices[node];
        self.own[of as usize] + step
    }

    pub(super) fn parent(&self, node: usize) -> usize {
        self.nodes[node].parent as usize
    }

    /// The arc between a node and its parent.
    pub(super) fn arc(&self, node: usize) -> usize {
        self.nodes[node].above.arc as usize
    }

    /// Whether that arc leads to the parent.
    pub(super) fn is_up(&self, node: usize) -> bool {
        self.nodes[node].above.is_up
    }

    /// The nodes from `node` up to below `top`.
    pub(super) fn way_up(&self, node: usize, top: usize) -> impl Iterator<Item = usize> {
        let below_top = move |node: &usize| *node != top;
        let up = move |&node: &usize| Some(self.parent(node)).filter(below_top);
        std::iter::successors(Some(node).filter(below_top), up)
    }

    /// The lowest node above both.
    pub(super) fn join(&self, mut one: usize, mut other: usize) -> usize {
        let (mut depth, mut depth_of_other) = (self.depth(one), self.depth(other));
        while one != other {
            if depth >= depth_of_other {
                (one, depth) = (self.parent(one), depth - 1);
            } else {
                (other, depth_of_other) = (self.parent(other), depth_of_other - 1);
            }
        }
        one
    }

    fn depth(&self, node: usize) -> u32 {
        let Node {
            children,
            parent,
            depth,
            ..
        } = self.nodes[node];
        match children {
            0 => self.nodes[parent as usize].depth + 1,
            _ => depth,
        }
    }

    /// Cuts the tree and hangs the part cut off by `entering`, seen from `cut.hang`.
    pub(super) fn rehang(&mut self, cut: Cut, entering: Above) {
        let change = self.price(cut.under) + entering.step() - self.price(cut.hang);
        let old_parent = self.nodes[cut.below].parent;
        let mut stem = std::mem::take(&mut self.stem);
        stem.extend(
            self.way_up(cut.hang, old_parent as usize)
                .map(|at| at as u32),
        );
        self.gain_child(cut.under);
        if cut.hang != cut.below {
            self.gain_child(cut.hang);
        }
        for &node in &stem {
            self.unlist(node);
        }
        // The nodes from the new top of the part down to the old one change places with their parents.
        let (mut parent, mut above) = (cut.under as u32, entering);
        for &at in &stem {
            let node = &mut self.nodes[at as usize];
            node.parent = parent;
            let old = std::mem::replace(&mut node.above, above);
            (parent, above) = (at, old.turned());
        }
        for pair in stem.windows(2) {
            self.nodes[pair[1] as usize].children -= 1;
            if pair[0] as usize != cut.hang {
                self.nodes[pair[0] as usize].children += 1;
            }
        }
        for node in stem.drain(..) {
            self.settle(node);
        }
        self.stem = stem;
        self.lose_child(old_parent);
        if self.nodes[cut.hang].children > 0 {
            self.lift(cut.hang as u32, change);
        }
    }

    /// Counts a child more; a leaf takes a price of its own.
    fn gain_child(&mut self, node: usize) {
        if self.nodes[node].children == 0 {
            self.own[node] = self.price(node);
            self.nodes[node].depth = self.depth(node);
            self.prices[node] = Price {
                of: node as u32,
                step: 0,
            };
            self.list(node as u32);
        }
        self.nodes[node].children += 1;
    }

    /// Counts a child less; what becomes a leaf has its parent's price and a step.
    fn lose_child(&mut self, at: u32) {
        let node = &mut self.nodes[at as usize];
        node.children -= 1;
        if node.children == 0 && node.parent != NONE {
            self.unlist_inner(at);
            self.settle(at);
        }
    }

    /// Enters a node that has come under another parent where it belongs.
    fn settle(&mut self, at: u32) {
        let node = self.nodes[at as usize];
        if node.children > 0 {
            self.list(at);
        } else {
            self.prices[at as usize] = Price {
                of: node.parent,
                step: node.above.step(),
            };
        }
    }

    /// Adds `change` to the prices of a node and all below it, and counts their depths again.
    fn lift(&mut self, top: u32, change: i64) {
        self.open.push(top);
        while let Some(at) = self.open.pop() {
            self.own[at as usize] += change;
            let Node { parent, child, .. } = self.nodes[at as usize];
            self.nodes[at as usize].depth = self.nodes[parent as usize].depth + 1;
            let mut child = child;
            while child != NONE {
                self.open.push(child);
                child = self.nodes[child as usize].sibling_after;
            }
        }
    }

    /// Puts a node that has children first in the list of its parent.
    fn list(&mut self, at: u32) {
        let parent = self.nodes[at as usize].parent;
        let next = std::mem::replace(&mut self.nodes[parent as usize].child, at);
        if next != NONE {
            self.nodes[next as usize].sibling_before = at;
        }
        let node = &mut self.nodes[at as usize];
        (node.sibling_after, node.sibling_before) = (next, NONE);
    }

    /// Takes a node out of the list of its parent, where it is in one.
    fn unlist(&mut self, at: u32) {
        if self.nodes[at as usize].children > 0 {
            self.unlist_inner(at);
        }
    }

    fn unlist_inner(&mut self, at: u32) {
        let Node {
            parent,
            sibling_after: after,
            sibling_before: before,
            ..
        } = self.nodes[at as usize];
        match before {
            NONE => self.nodes[parent as usize].child = after,
            before => self.nodes[before as usize].sibling_after = after,
        }
        if after != NONE {
            self.nodes[after as usize].sibling_before = before;
        }
    }
}

//! Which lots and institutions have to do with each other?
//!
//! Where no way leads from the depots of one area to the institutions of another, each area has a plan of its own: its
//! lots, its institutions, and shares by what these use.

use std::collections::BTreeSet;

use super::model::{Lot, Model, Shares};

/// A part of a model into which no way leads, and out of which none.
pub struct Part {
    pub model: Model,
    /// The numbers of its lots and of its institutions in the whole.
    lots: Vec<usize>,
    takers: Vec<usize>,
}

/// The depots of a part and those whom they reach.
#[derive(Default)]
struct Bounds {
    depots: BTreeSet<usize>,
    takers: BTreeSet<usize>,
}

impl Model {
    /// Its parts. Lots that reach nobody, and institutions that nothing reaches, are in none of them.
    pub fn parts(&self) -> Vec<Part> {
        let mut found: Vec<Bounds> = Vec::new();
        for depot in 0..self.freight.len() {
            let takers = self.reached_from(depot);
            let (mut linked, apart): (Vec<Bounds>, Vec<Bounds>) = found
                .into_iter()
                .partition(|bounds| !bounds.takers.is_disjoint(&takers));
            linked.push(Bounds {
                depots: [depot].into(),
                takers,
            });
            found = apart;
            found.push(linked.into_iter().fold(Bounds::default(), Bounds::joined));
        }
        let parts = found.iter().map(|bounds| self.part(bounds));
        parts
            .filter(|part| !part.lots.is_empty() && !part.takers.is_empty())
            .collect()
    }

    fn part(&self, bounds: &Bounds) -> Part {
        let depots: Vec<usize> = bounds.depots.iter().copied().collect();
        let takers: Vec<usize> = bounds.takers.iter().copied().collect();
        let within = |lot: &Lot| depots.binary_search(&lot.depot).ok();
        let lots = self.lots.iter().enumerate();
        let lots = lots.filter_map(|(at, lot)| {
            let depot = within(lot)?;
            Some((at, Lot { depot, ..*lot }))
        });
        let (numbers, lots) = lots.unzip();
        let ways = |depot: &usize| takers.iter().map(|to| self.freight[*depot][*to]).collect();
        Part {
            model: Model {
                lots,
                rooms: takers.iter().map(|to| self.rooms[*to].clone()).collect(),
                uses: takers.iter().map(|to| self.uses[*to]).collect(),
                freight: depots.iter().map(ways).collect(),
                is_marked: depots.iter().map(|depot| self.is_marked[*depot]).collect(),
            },
            lots: numbers,
            takers,
        }
    }
}

impl Bounds {
    fn joined(mut self, other: Bounds) -> Bounds {
        self.depots.extend(other.depots);
        self.takers.extend(other.takers);
        self
    }
}

impl Part {
    /// Writes its shares into those of the whole.
    pub fn put(&self, shares: Shares, whole: &mut Shares) {
        for (lot, takes) in self.lots.iter().zip(shares) {
            for (to, packs) in self.takers.iter().zip(takes) {
                whole[*lot][*to] = packs;
            }
        }
    }

    /// Writes a figure of each of its lots into those of the whole.
    pub fn put_by_lot(&self, figures: Vec<i64>, whole: &mut [i64]) {
        for (lot, figure) in self.lots.iter().zip(figures) {
            whole[*lot] = figure;
        }
    }
}

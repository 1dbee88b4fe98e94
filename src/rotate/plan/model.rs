//! A rotation plan of one item in whole numbers: lots, what each institution has room for, what a way costs.
//!
//! All quantities count packs. An institution has room, by each expiry, for what it uses up to that day less what it
//! has already; room by a later day includes room by an earlier one. Nothing here knows of sites or money.

use std::collections::BTreeSet;
use std::fmt;

/// A lot that may be handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    pub packs: i64,
    /// The number of its expiry among the expiries of the model, the earliest first.
    pub expiry: usize,
    /// What is lost with one pack that is not handed out.
    pub worth: i64,
    /// Whether anybody knows what it is worth: what is not known is no 0 that a way could cost more than.
    pub is_costed: bool,
    /// The number of the depot it lies in.
    pub depot: usize,
}

/// The lots of one item and those who could use them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    pub lots: Vec<Lot>,
    /// By institution and expiry: what it can use up by that day. Never falls from one expiry to the next.
    pub rooms: Vec<Vec<i64>>,
    /// What each institution uses, in any common unit.
    pub uses: Vec<i64>,
    /// By depot and institution: what the way of one pack costs; `None` where there is none.
    pub freight: Vec<Vec<Option<i64>>>,
    /// By depot: whether a donor marked what lies there, so that it is for some of those alone who may have the rest.
    pub is_marked: Vec<bool>,
}

/// What is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// Least wasted value; of those plans the one that hands out most, then of least freight, then what expires first.
    ///
    /// DIFFERENCE: by value and then freight alone, what is worth nothing (donated goods, D-24) would expire in store
    /// wherever its way costs anything, however many could use it. It is used here, after all others; `Cost` leaves it.
    #[default]
    WasteFirst,
    /// The least sum of wasted value and freight: a cheap lot may be left to expire for the price of its way. What nobody
    /// knows the worth of is handed out after all others, whatever its way costs.
    Cost,
}

/// What each institution takes of each lot: by lot and institution.
pub type Shares = Vec<Vec<i64>>;

/// Why a model has no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlan {
    /// Its numbers do not fit.
    TooLarge,
    /// A lot, a room or a use is below nothing.
    Negative,
}

impl fmt::Display for NoPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoPlan::TooLarge => "quantities times values do not fit 64 bits",
            NoPlan::Negative => "a lot, a room or a use is below nothing",
        })
    }
}

impl std::error::Error for NoPlan {}

impl Model {
    /// How many expiries there are.
    pub fn expiries(&self) -> usize {
        self.lots
            .iter()
            .map(|lot| lot.expiry + 1)
            .max()
            .unwrap_or(0)
    }

    /// Whether nothing is below nothing that counts packs or use.
    pub fn is_sound(&self) -> bool {
        let lots = self.lots.iter().map(|lot| lot.packs);
        let rooms = self.rooms.iter().flatten().copied();
        let mut counts = lots.chain(rooms).chain(self.uses.iter().copied());
        counts.all(|count| count >= 0)
    }

    /// Whether every open way costs the same.
    pub fn is_level(&self) -> bool {
        let mut ways = self.freight.iter().flatten().flatten();
        let first = ways.next();
        first.is_some_and(|first| ways.all(|way| way == first))
    }

    /// The institutions to which a way leads from a depot.
    pub fn reached_from(&self, depot: usize) -> BTreeSet<usize> {
        let ways = self.freight[depot].iter().enumerate();
        let open = ways.filter(|(_, way)| way.is_some());
        open.map(|(to, _)| to).collect()
    }

    /// Whether no way is closed.
    pub fn is_open(&self) -> bool {
        self.freight.iter().flatten().all(Option::is_some)
    }
}

//! Which awards of the plans before still stand?
//!
//! An award stands as far as it left its store, and for the rest as far as its goods can still be given. What was posted
//! and came back, by a reversal or a return, stands no longer: its document is in the ledger, and carries nothing out a
//! second time. Nor does what has not left of a lot that is by now used up, expired or held. Stores that are not among the
//! balances are somebody else's: of their lots nothing is known here, and their awards stand.
//!
//! Never: giving anew; the request line is open for it.

use std::collections::{HashMap, HashSet};

use crate::ledger::tables::{Allocation, OnHand};
use crate::quantity::Quantity;

use super::lots::{LotName, available, name_of_award, name_of_balance};
use super::posted::Posted;

/// What of an award stands, and what does not because it came back, or because its goods are not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub stands: Quantity,
    pub came_back: Quantity,
    pub not_there: Quantity,
}

/// How far each award stands, in their order.
///
/// `onhand`: the balances of all stores, before anything is set aside. Rule: `A7`.
pub fn standing(awards: &[Allocation], posted: &Posted, onhand: &[OnHand]) -> Vec<Standing> {
    let mut lots: HashMap<LotName<'_>, Quantity> = HashMap::new();
    let mut stores: HashSet<&str> = HashSet::new();
    for row in onhand {
        *lots.entry(name_of_balance(row)).or_default() += available(row);
        stores.insert(&row.site);
    }
    let ways = posted.way_of(awards).into_iter();
    let mut found = Vec::with_capacity(awards.len());
    for (award, [left, came_back]) in awards.iter().zip(ways) {
        let open = award.qty - left - came_back;
        let there = match lots.get_mut(&name_of_award(award)) {
            Some(free) => {
                let part = open.min(*free).or_zero();
                *free -= part;
                part
            }
            None if stores.contains(award.from_site.as_str()) => Quantity::ZERO,
            None => open,
        };
        found.push(Standing {
            stands: left + there,
            came_back,
            not_there: open - there,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask, lot, pieces};

    #[test]
    fn what_has_not_left_stands_as_far_as_its_lot_can_be_given() {
        let lots = vec![lot("mask", "A", 60, "2023-12-31")];
        let plan = Sample::of(lots.clone(), vec![ask("Q1", "F1", "mask", 60)]).plan();
        let stands = |onhand: &[OnHand]| {
            let found = standing(&plan.allocation, &Posted::default(), onhand);
            (found[0].stands, found[0].not_there)
        };
        assert_eq!(stands(&lots), (pieces(60), pieces(0)));
        let held = |available| OnHand {
            available: Some(pieces(available)),
            ..lots[0].clone()
        };
        assert_eq!(stands(&[held(0)]), (pieces(0), pieces(60)));
        assert_eq!(stands(&[held(25)]), (pieces(25), pieces(35)));
        let other = lot("mask", "B", 60, "2023-12-31");
        assert_eq!(stands(&[other]), (pieces(0), pieces(60)));
        assert_eq!(stands(&[]), (pieces(60), pieces(0)));
    }
}

//! What is a thing of a testing round counted on? Tubes, swabs, samplers, places: so that the need of any number of people
//! is known, and everybody who asks what a round takes of an item hears the same.

use crate::policy::TestingRound;
use crate::quantity::{Quantity, div_ceil};

use super::Round;

/// What a thing is counted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Tubes,
    Swabs,
    /// So much for a sampler and a day.
    Worn {
        rate: Quantity,
        days: i64,
    },
    /// So many tubes a box, where anybody says it.
    Boxes {
        tubes_each: Option<i64>,
    },
    Plates,
    Samplers,
    Sites,
    Desks,
    /// Reactions a day.
    Laboratory {
        days: i64,
    },
}

impl Counted {
    /// What goods of a round are counted on: what a pool or a person takes, else what the samplers wear.
    ///
    /// `worn`: what one sampler uses of the item a day. `None` for an item that a round does not take. Rule: `D-19`.
    pub fn of(
        item: &str,
        terms: &TestingRound,
        worn: impl FnOnce() -> Option<Quantity>,
    ) -> Option<Counted> {
        let is_in = |list: &[String]| list.iter().any(|named| named == item);
        if is_in(&terms.per_pool) {
            return Some(Counted::Tubes);
        }
        if is_in(&terms.per_person) {
            return Some(Counted::Swabs);
        }
        let days = terms.days;
        worn().map(|rate| Counted::Worn { rate, days })
    }

    /// What one round takes of it, in whole units; `None` where it does not fit, or no figure in force says it.
    pub fn need(self, round: &Round) -> Option<Quantity> {
        match self {
            Counted::Tubes => Quantity::whole(round.tubes),
            Counted::Swabs => Quantity::whole(round.swabs),
            Counted::Worn { rate, days } => {
                let samplers_days = i128::from(round.samplers?) * i128::from(days);
                let worn = i128::from(rate.thousandths()).checked_mul(samplers_days)?;
                Some(Quantity::from_sum(worn)?.round_up_to_whole())
            }
            Counted::Boxes { tubes_each } => Quantity::whole(round.boxes(tubes_each?)?),
            Counted::Plates => Quantity::whole(round.plates?),
            Counted::Samplers => Quantity::whole(round.samplers?),
            Counted::Sites => Quantity::whole(round.sites?.fewest),
            Counted::Desks => Quantity::whole(round.desks?.fewest),
            Counted::Laboratory { days } => {
                let a_day = div_ceil(round.tubes.into(), days.max(1).into());
                Quantity::whole(i64::try_from(a_day).ok()?)
            }
        }
    }
}

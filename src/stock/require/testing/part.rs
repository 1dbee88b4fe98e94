//! One thing that a round takes: its row, and what it is counted on, so that the need of fewer people is known as well.

use crate::ledger::tables::Requirement;
use crate::ledger::word::Form;
use crate::quantity::{Quantity, div_ceil};

use super::super::super::round::Round;

/// What a thing is counted on.
#[derive(Debug, Clone, Copy)]
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
    /// What one round takes of it; `None` where it does not fit.
    pub fn need(self, round: &Round) -> Option<Quantity> {
        match self {
            Counted::Tubes => Quantity::whole(round.tubes),
            Counted::Swabs => Quantity::whole(round.swabs),
            Counted::Worn { rate, days } => {
                let samplers_days = i128::from(round.samplers) * i128::from(days);
                let worn = i128::from(rate.thousandths()).checked_mul(samplers_days)?;
                Some(Quantity::from_sum(worn)?.round_up_to_whole())
            }
            Counted::Boxes { tubes_each } => Quantity::whole(round.boxes(tubes_each?)?),
            Counted::Plates => Quantity::whole(round.plates),
            Counted::Samplers => Quantity::whole(round.samplers),
            Counted::Sites => Quantity::whole(round.sites.fewest),
            Counted::Desks => Quantity::whole(round.desks.fewest),
            Counted::Laboratory { days } => {
                let a_day = div_ceil(round.tubes.into(), days.max(1).into());
                Quantity::whole(i64::try_from(a_day).ok()?)
            }
        }
    }
}

/// One thing that a round takes.
pub struct Part {
    pub row: Requirement,
    pub counted: Counted,
    /// How many rounds it is asked for.
    pub rounds: i64,
}

impl Part {
    /// A part of one round.
    pub fn once(row: Requirement, counted: Counted) -> Part {
        Part {
            row,
            counted,
            rounds: 1,
        }
    }

    /// Whether what is at hand is enough for `round`; what nobody counted is taken to be enough.
    ///
    /// Goods by agreement are not at hand: they are not there yet, and they are judged apart.
    pub fn is_enough(&self, round: &Round) -> bool {
        let is_at_hand = self.row.form.is_none_or(|form| form == Form::Physical);
        let counted = self
            .row
            .have
            .filter(|_| is_at_hand && self.row.qty.is_some());
        let Some(have) = counted else {
            return true;
        };
        let need = self.counted.need(round);
        let need = need.and_then(|need| need.times(self.rounds));
        need.is_some_and(|need| need <= have.or_zero())
    }
}

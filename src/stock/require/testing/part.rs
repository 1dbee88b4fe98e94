//! One thing that a round takes: its row, and what it is counted on, so that the need of fewer people is known as well.

use crate::ledger::tables::Requirement;
use crate::ledger::word::Form;

use super::super::super::round::{Counted, Round};

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
        let is_at_hand = Form::stated(self.row.form) == Form::Physical;
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

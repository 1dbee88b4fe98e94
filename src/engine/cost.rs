//! What the goods that lie somewhere cost, by what is written of those that came.
//!
//! What comes adds what it cost, and what leaves takes its share along, so that goods of a pool cost their mean. What an
//! owner moves between its sites keeps what it cost; what comes back or is found costs what it cost there. Every value is
//! exact until it is printed.
//!
//! - [`stated`] what the lines of a lot state · [`flow`] what came into a pool and left it · [`layer`] what lies in one ·
//!   [`road`] goods on their way from one to another · [`book`] what lies in each lot and what was paid for it

use crate::quantity::{Money, Price, Quantity, THOUSANDTHS, div_half_up, share_half_up};

pub mod book;
pub mod flow;
pub mod layer;
pub mod road;
pub mod stated;

pub use book::{Held, LotBook, LotPrices, Moved};
pub use flow::{CostBy, Flow, Pool, Pools};
pub use layer::{Layer, Layers, Leaves};
pub use stated::LotCosts;

/// What a base unit cost, exactly: what was paid for so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// In ten-thousandths of a yuan times thousandths of a base unit.
    paid: i128,
    /// In thousandths of a base unit, above nothing.
    bought: i128,
}

impl Cost {
    /// What was paid for so many thousandths, above nothing.
    fn paid(paid: i128, bought: i128) -> Cost {
        Cost { paid, bought }
    }

    /// A cost that is stated for a base unit.
    pub fn stated(price: Price) -> Cost {
        Cost {
            paid: i128::from(price.steps()),
            bought: 1,
        }
    }

    /// What so much cost, in ten-thousandths of a yuan times thousandths of a base unit, half-up where a share of what
    /// was paid is no whole number of them.
    pub fn of(self, qty: Quantity) -> i128 {
        share_half_up(self.paid, i128::from(qty.thousandths()), self.bought)
    }

    /// The cost of a base unit, half-up to a ten-thousandth of a yuan.
    pub fn price(self) -> Option<Price> {
        let steps = div_half_up(self.paid, self.bought);
        i64::try_from(steps).ok().map(Price::from_steps)
    }
}

/// An exact value as money, half-up to the fen.
pub fn money(exact: i128) -> Option<Money> {
    Money::from_sum(fen(exact))
}

/// What a fen has of the parts that exact values are counted in: ten-thousandths of a yuan times thousandths.
pub const EXACT_PER_FEN: i128 = 100 * THOUSANDTHS as i128;

/// An exact value in fen, half-up.
pub fn fen(exact: i128) -> i128 {
    div_half_up(exact, EXACT_PER_FEN)
}

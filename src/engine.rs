//! One pass over a ledger into balances: what lies where on a day, exactly, by lot.
//!
//! Lines come as [`posting::Posting`]s, typed and with their names as numbers, in any order and on any thread; what
//! comes out is keyed, ordered and exact. This module knows how movements add up ([`crate::ledger::effect`]) and no
//! rule of a plan; it never opens a file.
//!
//! - [`mod@posting`] one line of a ledger as the engine sees it
//! - [`separators`] where the cells of a block end · [`name`], [`number`] texts as numbers · [`memo`] what a cell came to
//! - [`memory`] what was given back stays
//! - [`slots`] the one flat table · [`shards`] the same for many threads · [`parallel`], [`ahead`] work on all cores, and what
//!   it will read
//! - [`tally`] sums by lot · [`order`] what counts and reversals ask for · [`mod@stock`] the finished balances
//! - [`digest`] a long ledger as a short one · [`issued`] what went out day by day · [`suspects`] the lines that can matter to a check
//! - [`tick`] quotes as numbers, in the order of their lines
//! - [`senders`] which transfer a leg is of
//! - [`cost`] what the goods cost that lie there
//! - [`balance`], [`reversal`]: the same over movements in memory, a line after the other; the tests compare the two

pub mod ahead;
pub mod balance;
pub mod cost;
pub mod digest;
pub mod issued;
pub mod memo;
pub mod memory;
pub mod name;
pub mod number;
pub mod order;
pub mod parallel;
pub mod posting;
pub mod reversal;
pub mod senders;
pub mod separators;
pub mod shards;
pub mod slots;
pub mod stock;
pub mod suspects;
pub mod tally;
pub mod tick;

pub use balance::{Balance, Balances, balances, in_ledger_order, post};
pub use posting::{Fold, Posting};
pub use stock::{Standing, Stock};
pub use tally::Tally;
pub use tick::{Tape, Ticks};

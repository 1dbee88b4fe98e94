//! One pass over a ledger into balances: what lies where on a day, exactly, by lot.
//!
//! Rows come in ledger order; what comes out is keyed and ordered. This module knows how movements add up
//! ([`crate::ledger::effect`]) and no rule of a plan.

pub mod balance;
pub mod reversal;

pub use balance::{Balance, Balances, balances};

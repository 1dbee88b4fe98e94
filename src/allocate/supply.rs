//! What is there to be given, and what of it stays where it is?
//!
//! | file | its question |
//! |---|---|
//! | [`lots`] | what lies in store with those who give, earliest expiry first? |
//! | `own` | what has each site that asks itself, and what does it use a day? |
//! | [`keep`] | what stays where it is, whoever asks? |
//! | `surplus` | what can a site give away and still keep what it needs itself? |
//! | [`remaining`] | what stays in store when a plan is carried out? |
//! | [`posted`] | what has the ledger given to request lines, and which awards has it carried out? |
//! | [`entering`] | what do the lines of a plan become when the ledger has some of its awards? |
//! | [`standing`] | which awards of the plans before still stand? |
//! | [`entrusted`] | what lies with those who keep it for the reserve, to be called up? |
//!
//! Never: who gets what.

pub mod entering;
pub mod entrusted;
pub mod keep;
pub mod lots;
pub mod posted;
pub mod remaining;
pub mod standing;

pub(super) mod own;
pub(super) mod surplus;

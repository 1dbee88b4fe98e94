//! What is there to be given, and what of it stays where it is?
//!
//! | file | its question |
//! |---|---|
//! | [`lots`] | what lies in store with those who give, earliest expiry first? |
//! | `own` | what has each site that asks itself, and what does it use a day? |
//! | [`keep`] | what stays where it is, whoever asks? |
//! | `surplus` | what can a site give away and still keep what it needs itself? |
//! | [`remaining`] | what stays in store when a plan is carried out? |
//! | [`posted`] | which awards has the ledger carried out already? |
//! | [`entrusted`] | what lies with those who keep it for the reserve, to be called up? |
//!
//! Never: who gets what.

pub mod entrusted;
pub mod keep;
pub mod lots;
pub mod posted;
pub mod remaining;

pub(super) mod own;
pub(super) mod surplus;

//! What does a plan come to, and why?
//!
//! | file | its table |
//! |---|---|
//! | [`fairness`] | `fairness`: what part of their wishes the tiers get, and how long it lasts |
//! | [`shortage`] | `shortage`: how scarce each item is |
//! | [`metric`] | `metric`: the measures that others publish |
//! | [`unused`] | which awards expire before they can be used: a warning |
//! | [`explain`] | `explanation`: why a line gets so much, and what would change it |
//!
//! Never: whether a plan keeps its rules; that is [`crate::allocate::audit`].

pub mod explain;
pub mod fairness;
pub mod metric;
pub mod shortage;
pub mod unused;

//! How does one plan come about in several draws, each of what the ones before left open?
//!
//! | file | its question |
//! |---|---|
//! | `draft` | what was given so far, and what is each line still open for? |
//! | [`gate`] | which lines may draw on a reserve, and what do the others do? |
//! | [`own_level`] | what comes of an area that serves itself before it asks others? |
//! | [`substitute`] | what stands in for goods that ran out? |
//! | [`further`] | how does a plan go on from plans before it? |
//!
//! Each draw is made by [`crate::allocate::plan()`]. Never: a way of sharing of its own.

pub mod further;
pub mod gate;
pub mod own_level;
pub mod substitute;

pub(super) mod draft;

//! How do goods reach the households: when, in how many boxes, by whom, and who has not been heard of?
//!
//! | file | its question |
//! |---|---|
//! | [`slots`] | when does each household get its goods, at the door or to fetch? |
//! | [`boxes`] | how many standard boxes go to each station and on to each point, in how many vehicles? |
//! | [`cycle`] | whose order or telephone call is due? |
//! | [`workload`] | can those who deliver keep up with the orders? |
//! | [`nearby`] | which sites lie around a key site? |
//!
//! Never: what is in a bag, or what it costs (`household`).

pub mod boxes;
pub mod cycle;
pub mod nearby;
pub mod slots;
pub mod workload;

use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;

/// A finding of an audit of delivery.
fn finding(code: &str, site: &str, message: String) -> Finding {
    Finding {
        site: site.to_owned(),
        hint: "make the plan again from its inputs".to_owned(),
        ..Finding::new(code, Severity::Error, message)
    }
}

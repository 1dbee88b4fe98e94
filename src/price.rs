//! What things cost, what moved, and which rule that meets.
//!
//! - [`series`]: quotes as series, a point a day
//! - [`change`]: each price against an earlier one · [`rows`]: table `change`
//! - [`robust`]: how far a price stands from the quotes before it
//! - [`category`]: the change of a category, over the series that are quoted on both sides
//! - [`freshness`]: whether the newest quote is still news
//! - [`alert`]: rules that were met, table `alert`
//! - [`mod@watch`]: all of it in one pass
//!
//! A statistic here only draws attention; a grade above notice comes from a rule with a source. Nothing in this folder
//! says why a price moved.

pub mod alert;
pub mod category;
pub mod change;
pub mod freshness;
mod judge;
pub mod robust;
pub mod rows;
pub mod series;
mod text;
pub mod watch;

pub use alert::graded;
pub use watch::{NotAssessable, Watch, WatchInputs, watch};

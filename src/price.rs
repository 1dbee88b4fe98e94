//! What things cost, what moved, and which rule that meets.
//!
//! - [`series`]: quotes as series, a point a day
//! - [`change`]: each price against an earlier one · [`rows`]: table `change`
//! - [`robust`]: how far a price stands from the quotes before it
//! - [`category`]: the change of a category, over the series that are quoted on both sides
//! - [`freshness`]: whether the newest quote is still news
//! - [`alert`]: rules that were met, table `alert`
//! - [`mod@watch`]: all of it in one pass
//! - [`mod@reference`]: what is a fair price, and where an auction starts · [`mod@valuation`]: what the stock is worth
//! - [`settlement`]: who owes whom for what left a reserve · [`mod@netting`]: what two sides owe each other, set off
//! - [`fund`]: what is left of the money, and of the scale of the reserve · [`mod@subsidy`]: what carriers
//!   earn
//!
//! A statistic here only draws attention; a grade above notice comes from a rule with a source. Nothing in this folder
//! says why a price moved.

pub mod alert;
pub mod alps;
mod assess;
pub mod category;
pub mod change;
pub mod cut;
pub mod freshness;
pub mod fund;
pub mod netting;
pub mod reference;
pub mod gesd;
pub mod index;
pub mod ipa;
mod judge;
mod ladder;
pub mod level;
pub mod monthly;
mod observe;
pub mod robust;
pub mod rows;
pub mod screen;
pub mod series;
pub mod settlement;
pub mod subsidy;
pub mod sorted;
mod special;
mod student;
mod text;
pub mod valuation;
pub mod watch;

pub use cut::graded;
pub use fund::{FundInputs, accounts};
pub use netting::netting;
pub use reference::{ReferenceInputs, reference};
pub use settlement::{Settled, SettlementInputs, settle};
pub use subsidy::{SubsidyInputs, subsidies};
pub use valuation::{ValuationInputs, valuation};
pub use watch::{Watch, WatchInputs, watch};

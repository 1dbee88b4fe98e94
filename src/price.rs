//! What things cost, what moved, and which rule that meets.
//!
//! - [`series`]: quotes as series, a point a day · `spread`: median, range, who is missing · `hygiene`: ranges turned
//!   round, prices of one day that differ
//! - [`change`]: each price against an earlier one · [`rows`]: table `change` · [`driver`]: a change taken apart
//! - [`category`]: the change of a category, over the series that are quoted on both sides · `special`: targets, ratios,
//!   published indices, stock-outs · `observe`: what a rule sees · [`cut`]: which cut it reaches
//! - `ladder`: the indicators a series is long enough for: [`alps`], [`ipa`] on [`monthly`] prices, [`robust`]
//! - [`circumstances`]: what makes a day unlike others · [`gap`]: what keeps a day from being judged · [`level`]: what a
//!   value is called · `text`: alerts in one sentence each
//! - `judge`: the chosen rules on every series · [`alert`]: rows of `alert` · `assess`: rows of `assessment`
//! - [`mod@watch`]: all of it in one pass
//! - [`mod@reference`]: what is a fair price, and where an auction starts · [`mod@valuation`]: what the stock is worth
//! - [`settlement`]: who owes whom for what left a reserve · [`mod@netting`]: what two sides owe each other, set off
//! - [`payable`]: which bills are paid, due and late, and what households owe
//! - [`fund`]: what is left of the money, and of the scale of the reserve · [`mod@subsidy`]: what carriers
//!   earn
//! - [`index`]: price indices · [`forecast`]: where a price may go · [`markup`], [`hoarding`]: screens of sellers
//! - [`mod@balance`]: is there enough of the necessities, and for how many days
//! - [`mod@release`]: when the reserve goes onto the market, how much of it, and what is to come back
//! - [`screen`], [`gesd`]: outliers · [`sorted`]: the middle of a list · `student`: quantiles for a test on few values
//! - [`freshness`]: whether the newest quote is still news · `copied`: runs of equal ones
//!
//! A statistic here only draws attention; a grade above notice comes from a rule with a source. Nothing in this folder
//! says why a price moved.

pub mod alert;
pub mod alps;
mod assess;
pub mod balance;
pub mod category;
pub mod change;
pub mod circumstances;
mod copied;
pub mod cut;
pub mod driver;
pub mod forecast;
pub mod freshness;
pub mod fund;
pub mod gap;
pub mod gesd;
pub mod hoarding;
mod hygiene;
pub mod index;
pub mod ipa;
mod judge;
mod ladder;
pub mod level;
pub mod markup;
pub mod monthly;
pub mod netting;
mod observe;
pub mod payable;
pub mod reference;
pub mod release;
pub mod robust;
pub mod rows;
pub mod screen;
pub mod series;
pub mod settlement;
pub mod sorted;
mod special;
mod spread;
mod student;
pub mod subsidy;
mod text;
pub mod valuation;
pub mod watch;

pub use cut::graded;
pub use fund::{FundInputs, accounts};
pub use netting::netting;
pub use payable::{Bills, PayableInputs, payables};
pub use reference::{ReferenceInputs, reference};
pub use settlement::{Settled, SettlementInputs, settle};
pub use subsidy::{SubsidyInputs, subsidies};
pub use valuation::{ValuationInputs, valuation};
pub use watch::{Watch, WatchInputs, WatchOptions, watch, watch_gathered};

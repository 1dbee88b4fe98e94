//! How much is there, and for how many days? Balances, use, cover against the standards, and what a ledger hides.
//!
//! - [`mod@on_hand`]: what lies where on a day, and how much of it may be picked
//! - [`mod@burn`]: what is used a day, over the days on which there was something to use; [`record`], [`peak`]: the most
//!   that was ever used; [`mod@reported`]: which days a report of use tells of
//! - [`fefo`]: first expiry first, exactly: days, shortage, waste; [`phased`]: the same with more to come;
//!   [`steps`]: a use that changes; [`outlook`]: what is expected to be otherwise than it is
//! - [`need`]: what a standard asks for; [`mod@round`]: what one test of everybody takes; [`mod@cover`]: stock held
//!   against it
//! - [`minmax`]: months of stock and what to order
//! - [`mod@scenario`]: cover before and after what a drill makes happen
//! - [`kit`]: whole sets, and the part that limits them; [`asset`]: durable goods and who has them
//! - [`mod@coming`]: what was ordered or sent and has not arrived; [`transit`]: what of it cost how much
//! - [`mod@availability`]: what can be had by when, each form apart; [`mod@agreed`]: what agreements are worth on a day
//! - [`mod@plan`]: what is to be bought, for how much, and what the budget pays for;
//!   [`budget`]: which money pays for which site
//! - [`enterprise`]: who has reported, and what the enterprises have together
//! - [`mod@book`]: what was there before the first line of a book, and whether its lines come to what it states
//! - [`list`]: the lines of a list that make one balance; [`standing`]: the day's rows of a table of several days;
//!   [`snapshot`]: dated balances as counts, and what they imply;
//!   [`overlap`]: a sheet that is there under another name; [`shift`]: one whose lines moved;
//!   [`between`]: lines between two stores of one ledger, which are transfers
//! - [`mod@count`]: a count sheet, and what was counted held against the book
//! - [`units`]: goods that are counted in more than one unit
//! - [`mod@require`]: what is needed, before anybody asks what is there
//! - [`mod@check`]: named checks of a ledger, each runnable alone; [`shortfall`]: what a post may not take;
//!   [`mod@replenish`]: what a reserve gets back of what it gave out
//! - [`explain`]: what adds up to each figure of an answer
//!
//! No command asks for [`tier`], a tier of goods at one level, nor for [`shelf`], what is left of a lot's life: the worked
//! cases of `examples/cases` do.
//!
//! Typed rows and rules come in, typed rows go out. Nothing here opens a file or asks what day it is.

pub mod agreed;
pub mod asset;
pub mod availability;
pub mod between;
pub mod book;
pub mod budget;
pub mod burn;
pub mod check;
pub mod coming;
pub mod count;
pub mod cover;
pub mod enterprise;
pub mod explain;
pub mod fefo;
pub mod kit;
pub mod list;
pub mod minmax;
pub mod need;
pub mod on_hand;
pub mod outlook;
pub mod overlap;
pub mod peak;
pub mod phased;
pub mod plan;
pub mod record;
pub mod replenish;
pub mod reported;
pub mod require;
pub mod round;
pub mod scenario;
pub mod shelf;
pub mod shift;
pub mod shortfall;
pub mod snapshot;
pub mod standing;
pub mod steps;
pub mod tier;
pub mod transit;
pub mod units;

pub use agreed::agreed;
pub use availability::{AvailabilityInputs, Horizon, availability};
pub use burn::{BurnInputs, BurnOptions, HeadInputs, burn, burn_of_short, rate_of};
pub use check::{Check, CheckFacts, CheckInputs, check};
pub use coming::{coming, coming_by_ledger};
pub use cover::{CoverAnswer, CoverInputs, CoverOptions, cover, cover_by_site};
pub use on_hand::{on_hand, on_hand_cells, on_hand_of};
pub use plan::{PlanInputs, PlanOptions, plan};
pub use scenario::{ScenarioAnswer, ScenarioInputs, scenario};
pub use tier::{TierAsked, TierStandard, tier_standard};

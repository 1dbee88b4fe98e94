//! What must leave before it expires, when, and who answers for it.
//!
//! - [`deadlines`]: the dates of a lot, counted back from its expiry
//! - [`mod@rung`]: the rung of the ladder a lot stands on
//! - [`book`]: what was planned, auctioned and offered so far, lot by lot
//! - [`action`]: the next thing to do about a lot, with its date
//! - [`stage`]: table `stage`, a row for every balance
//! - [`mod@auction_book`]: the auctions of each lot added up
//! - [`explain`]: why a lot stands on its rung, and where its dates are from
//! - [`dispose`]: what has to be donated or written off, and what was done out of order
//! - [`mod@plan`]: which institution takes how much of which lot, so that the least is lost
//! - [`delivery`]: what was sent to institutions of the lots a plan gave them, what they received and used
//! - [`set_aside`]: the shares of plans that were posted and whose table is not at hand
//! - [`mod@track`]: table `tracking`, whether they will have used them up in time
//!
//! Pure functions over typed rows: nothing here moves a lot, opens a file or knows what day it is.

pub mod action;
pub mod auction_book;
pub mod book;
pub mod deadlines;
pub mod delivery;
pub mod dispose;
pub mod explain;
pub mod plan;
pub mod rung;
pub mod set_aside;
pub mod stage;
pub mod track;

pub use auction_book::auction_book;
pub use book::{Strays, strays};
pub use deadlines::Deadlines;
pub use rung::{Record, rung};
pub use set_aside::{Reservations, with_set_aside};
pub use stage::{StageInputs, staged, stages};
pub use track::{TrackInputs, track};

//! What adds up to a figure? The lines and terms behind each number of an answer, a file for each table.
//!
//! Result: table `explanation`, in the order of the rows that are explained. Term 0 states the figure as the answer
//! does; its terms of kind `add` add up to it exactly, times and over those of kind `times` and `divide`. Nothing is
//! decided here: what a figure is comes from the row, and which lines count from the functions that made it.

mod account;
mod burn;
mod check;
mod cover;
mod on_hand;
mod plan;
mod require;
mod scenario;

pub use account::{Account, Figure, Line, put_place};
pub use burn::burn;
pub use check::check;
pub use cover::cover;
pub use on_hand::{on_hand, with_party};
pub use plan::plan;
pub use require::require;
pub use scenario::scenario;

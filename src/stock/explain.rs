//! What adds up to a figure? The lines and terms behind each number of an answer, a file for each table.
//!
//! Result: table `explanation`, in the order of the rows that are explained. Term 0 states the figure as the answer
//! does; its terms of kind `add` add up to it exactly, over those of kind `divide` where there are any. Nothing is
//! decided here: what a figure is comes from the row, and which lines count from the functions that made it.

mod account;
mod on_hand;

pub use account::{Account, Figure};
pub use on_hand::on_hand;

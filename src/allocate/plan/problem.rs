//! One item to share: its lots, who wants some of it, and what they got so far.
//!
//! Never: how it is shared.

use crate::allocate::supply::lots::Lot;

use super::claimant::Claimant;

/// One item to share.
pub(super) struct Problem<'a> {
    pub(super) item: &'a str,
    /// By expiry.
    pub(super) lots: Vec<Lot<'a>>,
    /// By tier and, within it, in their order of priority.
    pub(super) claimants: Vec<Claimant>,
    /// Thousandths in the smallest quantity that is issued.
    pub(super) step: i64,
}

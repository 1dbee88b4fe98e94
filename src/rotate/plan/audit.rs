//! Does a plan hold what it promises? Looked at from the outside, with nothing taken from the planner.
//!
//! Nobody hands out what is not there, nothing goes along a way that is closed, and every institution gets through what
//! it takes: its packs queued by expiry, none is later in the queue than there is room for by its day.

use super::model::{Model, Shares};

/// What is wrong with the plan of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub item: String,
    pub what: String,
}

/// Everything that is wrong with `shares`; nothing where they hold.
pub fn audit(model: &Model, shares: &Shares) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, (lot, takes)) in model.lots.iter().zip(shares).enumerate() {
        if takes.iter().any(|share| *share < 0) {
            faults.push(format!("a share of lot {at} is negative"));
        }
        let given: i64 = takes.iter().sum();
        if given > lot.packs {
            faults.push(format!(
                "{given} of {} packs of lot {at} are given",
                lot.packs
            ));
        }
        for (to, share) in takes.iter().enumerate() {
            if *share > 0 && model.freight[lot.depot][to].is_none() {
                faults.push(format!("lot {at} goes to {to} along a way that is closed"));
            }
        }
    }
    for (to, rooms) in model.rooms.iter().enumerate() {
        let mut queue: Vec<(usize, i64)> = Vec::new();
        for (lot, takes) in model.lots.iter().zip(shares) {
            queue.push((lot.expiry, takes[to]));
        }
        queue.sort_unstable();
        let mut before = 0;
        for (expiry, packs) in queue.into_iter().filter(|(_, packs)| *packs > 0) {
            before += packs;
            if before > rooms[expiry] {
                faults.push(format!(
                    "institution {to} is to use {before} packs by expiry {expiry}, and has room for {}",
                    rooms[expiry]
                ));
            }
        }
    }
    faults
}

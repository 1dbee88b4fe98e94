//! What simpler ways to hand lots out would waste, to hold beside the plan.
//!
//! * first expiry first: lots by expiry, each as far as there is room for it
//! * greedy: the same, of one expiry the dearest lot first
//! * proportional: each lot split by use; what an institution has no room for is offered to nobody else
//!
//! Each keeps to the areas that the plan keeps to.

use crate::allocate::share::apportion::{Method, apportion};

use super::model::Model;
use super::solve::room_left;

/// How many packs of each lot are used.
pub type Used = Vec<i64>;

/// First expiry first.
pub fn first_expiry_first(model: &Model) -> Used {
    in_order(model, |part, at| (part.lots[at].expiry, 0, at))
}

/// First expiry first, of one expiry the dearest first.
pub fn greedy(model: &Model) -> Used {
    in_order(model, |part, at| {
        let lot = &part.lots[at];
        (lot.expiry, -lot.worth, at)
    })
}

fn in_order<K: Ord>(model: &Model, key: impl Fn(&Model, usize) -> K) -> Used {
    by_parts(model, |part| part_in_order(part, |at| key(part, at)))
}

/// What a way does, each part of the model by itself.
fn by_parts(model: &Model, way: impl Fn(&Model) -> Used) -> Used {
    let mut used = vec![0; model.lots.len()];
    for part in model.parts() {
        part.put_by_lot(way(&part.model), &mut used);
    }
    used
}

fn part_in_order<K: Ord>(model: &Model, key: impl Fn(usize) -> K) -> Used {
    let mut order: Vec<usize> = (0..model.lots.len()).collect();
    order.sort_by_key(|at| key(*at));
    let room = room_left(model);
    let mut used = vec![0; model.lots.len()];
    let mut before = 0;
    for at in order {
        let lot = &model.lots[at];
        used[at] = lot.packs.min(room[lot.expiry] - before).max(0);
        before += used[at];
    }
    used
}

/// Each lot in proportion to use.
pub fn proportional(model: &Model) -> Used {
    by_parts(model, part_in_proportion)
}

fn part_in_proportion(model: &Model) -> Used {
    let mut order: Vec<usize> = (0..model.lots.len()).collect();
    order.sort_by_key(|at| (model.lots[*at].expiry, *at));
    let mut taken = vec![0; model.rooms.len()];
    let mut used = vec![0; model.lots.len()];
    for at in order {
        let lot = &model.lots[at];
        let shares = apportion(Method::Webster, &model.uses, lot.packs)
            .expect("neither packs nor uses are negative");
        for (to, share) in shares.into_iter().enumerate() {
            let share = share.min(model.rooms[to][lot.expiry] - taken[to]).max(0);
            taken[to] += share;
            used[at] += share;
        }
    }
    used
}

/// What is wasted where so much of each lot is used.
pub fn wasted(model: &Model, used: &[i64]) -> i128 {
    let lots = model.lots.iter().zip(used);
    let lost = lots.map(|(lot, used)| i128::from(lot.packs - used) * i128::from(lot.worth));
    lost.sum()
}

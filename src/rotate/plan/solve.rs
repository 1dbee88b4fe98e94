//! Who takes how much of which lot, so that the least value is wasted.
//!
//! Two questions, one after the other. *Which packs are used?* Packs with a last day each, used up in common: a set of
//! them can be used exactly if, by every expiry, no more of them fall due than there is room for. Sets like that form a
//! matroid, so that taking the dearest packs first wastes the least value. *Who takes them?* Where all ways cost the
//! same, each institution in proportion to its use; else a flow of least freight. A closed way couples the two, and
//! then a flow answers the first as well.

use crate::allocate::round::{Rounding, pack_awards};
use crate::allocate::share::{Claim, Rule};

use super::model::{Model, Objective, Shares, TooLarge};

/// The plan of a model.
///
/// Result: by lot and institution, packs. Of packs worth the same those that expire first are used: the others have
/// another round before them.
///
/// Rule: `P0-T01`, `P0-T02`.
pub fn solve(model: &Model, objective: Objective) -> Result<Shares, TooLarge> {
    let all: Vec<i64> = model.lots.iter().map(|lot| lot.packs).collect();
    let freight = |depot: usize, to: usize| model.freight[depot][to];
    if objective == Objective::Cost {
        return model.flow(&all, freight, Some(&|lot| lot.worth));
    }
    let used = match model.is_open() {
        true => dearest_first(model),
        false => {
            let free = |depot: usize, to: usize| freight(depot, to).map(|_| 0);
            let shares = model.flow(&all, free, Some(&|lot| lot.worth))?;
            shares.iter().map(|shares| shares.iter().sum()).collect()
        }
    };
    match model.is_level() {
        true => Ok(in_proportion(model, &used)),
        false => model.flow(&used, freight, None),
    }
}

/// How many packs of each lot are used, where the dearest are used first.
pub fn dearest_first(model: &Model) -> Vec<i64> {
    let mut order: Vec<usize> = (0..model.lots.len()).collect();
    order.sort_by_key(|at| {
        let lot = &model.lots[*at];
        (std::cmp::Reverse(lot.worth), lot.expiry)
    });
    let mut left = room_left(model);
    let mut used = vec![0; model.lots.len()];
    for at in order {
        let lot = &model.lots[at];
        let room = left[lot.expiry..].iter().min().copied().unwrap_or(0);
        used[at] = lot.packs.min(room).max(0);
        left[lot.expiry..]
            .iter_mut()
            .for_each(|left| *left -= used[at]);
    }
    used
}

/// What there is room for by each expiry, all institutions together.
pub fn room_left(model: &Model) -> Vec<i64> {
    let by_day = |day: usize| model.rooms.iter().map(|rooms| rooms[day]).sum();
    (0..model.expiries()).map(by_day).collect()
}

/// Shares out what is used of each expiry, the earliest first, by what each institution uses and has room for.
fn in_proportion(model: &Model, used: &[i64]) -> Shares {
    let mut shares = vec![vec![0; model.rooms.len()]; model.lots.len()];
    let mut taken = vec![0; model.rooms.len()];
    for day in 0..model.expiries() {
        let lots = model.lots.iter().enumerate();
        let due: Vec<usize> = lots
            .filter(|(_, lot)| lot.expiry == day)
            .map(|(at, _)| at)
            .collect();
        let total = due.iter().map(|at| used[*at]).sum();
        let claims: Vec<Claim> = (0..taken.len())
            .map(|to| Claim {
                weight: model.uses[to],
                ..Claim::of((model.rooms[to][day] - taken[to]).max(0))
            })
            .collect();
        let mut awards = pack_awards(Rule::Weighted, Rounding::PackByPack, total, 1, &claims)
            .expect("room, use and total are not negative");
        for at in due {
            let mut open = used[at];
            for (to, award) in awards.iter_mut().enumerate() {
                let share = open.min(*award);
                shares[at][to] = share;
                taken[to] += share;
                *award -= share;
                open -= share;
            }
        }
    }
    shares
}

//! Who takes how much of which lot, so that the least value is wasted.
//!
//! Two questions, one after the other. *Which packs are used?* Packs with a last day each, used up in common: a set of
//! them can be used exactly if, by every expiry, no more of them fall due than there is room for. Sets like that form a
//! matroid, so that taking the dearest packs first wastes the least value. That is all where all ways cost the same. Where
//! they do not, or some are closed, of packs worth the same those go that have the cheapest way, and a flow tells which.
//! *Who takes them?* Where all ways cost the same, each institution in proportion to its use, but for lots that not
//! everybody may have; else a flow of least freight.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::allocate::share::Claim;
use crate::allocate::share::round::{Rounding, pack_awards};
use crate::policy::SharingRule;

use super::model::{Lot, Model, NoPlan, Objective, Shares};
use super::pool::Least;

/// The plan of a model, each part of it by itself.
///
/// Result: by lot and institution, packs. Of packs worth the same, and with ways as cheap, those that expire first are
/// used: the others have another round before them. What is worth nothing is used as far as there is room for it after all others.
///
/// Errors: numbers that do not fit; a lot, a room or a use below nothing.
/// Rule: `P0-T01`, `P0-T02`.
pub fn solve(model: &Model, objective: Objective) -> Result<Shares, NoPlan> {
    if !model.is_sound() {
        return Err(NoPlan::Negative);
    }
    let mut shares = vec![vec![0; model.rooms.len()]; model.lots.len()];
    for part in model.parts() {
        part.put(plan_of_part(&part.model, objective)?, &mut shares);
    }
    Ok(shares)
}

fn plan_of_part(model: &Model, objective: Objective) -> Result<Shares, NoPlan> {
    let is_level = model.is_level();
    match objective {
        Objective::Cost => model.at_least_freight(&used_at_least_cost(model)?),
        Objective::WasteFirst if is_level && model.is_open() => {
            Ok(in_proportion(model, &dearest_first(model), None))
        }
        Objective::WasteFirst => {
            let used = used_at_least(model, Least::Left(&|lot| lot.worth))?;
            let settled = model.at_least_freight(&used)?;
            match is_level {
                true => Ok(in_proportion(model, &used, Some(settled))),
                false => Ok(settled),
            }
        }
    }
}

/// How many packs of each lot are used where there is the least of `first`; of those plans the one that uses most, then
/// of least freight, then what expires first.
fn used_at_least(model: &Model, first: Least<'_>) -> Result<Vec<i64>, NoPlan> {
    let one = |_: &Lot| 1;
    let days = i64::try_from(model.expiries()).map_err(|_| NoPlan::TooLarge)?;
    let days_left = |lot: &Lot| days - lot.expiry as i64;
    let then = [Least::Left(&one), Least::Freight, Least::Left(&days_left)];
    let turns: Vec<Least<'_>> = [first].into_iter().chain(then).collect();
    model.used_at_least(&turns)
}

/// The same for the least sum of wasted value and freight. First the lots whose worth is known are settled, as if there
/// were no others; then the others take what room is left, whatever their way costs.
fn used_at_least_cost(model: &Model) -> Result<Vec<i64>, NoPlan> {
    let mut costed = model.clone();
    for lot in costed.lots.iter_mut().filter(|lot| !lot.is_costed) {
        lot.packs = 0;
    }
    let used = used_at_least(&costed, Least::Cost)?;
    if model.lots.iter().all(|lot| lot.is_costed) {
        return Ok(used);
    }
    let mut settled = model.clone();
    for (lot, used) in settled.lots.iter_mut().zip(used) {
        if lot.is_costed {
            lot.packs = used;
        }
    }
    used_at_least(&settled, Least::Left(&|lot| i64::from(lot.is_costed)))
}

/// How many packs of each lot are used, where the dearest are used first.
pub fn dearest_first(model: &Model) -> Vec<i64> {
    let mut order: Vec<usize> = (0..model.lots.len()).collect();
    order.sort_by_key(|at| {
        let lot = &model.lots[*at];
        (Reverse(lot.worth), lot.expiry)
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

/// Shares out what is used in each circle, by what each institution of it uses and has room for.
///
/// `settled`: a plan of the same packs, out of which the lots stay as they are that go to no circle. That plan shows that
/// there is room for the others beside them, whoever in their circle takes which.
fn in_proportion(model: &Model, used: &[i64], settled: Option<Shares>) -> Shares {
    let mut shares = vec![vec![0; model.rooms.len()]; model.lots.len()];
    let circles = circles(model);
    let mut rooms = model.rooms.clone();
    for (at, takes) in settled.into_iter().flatten().enumerate() {
        let lot = &model.lots[at];
        if !circles
            .iter()
            .any(|circle| circle.depots.contains(&lot.depot))
        {
            set_aside(&mut rooms, lot.expiry, &takes);
            shares[at] = takes;
        }
    }
    for circle in &circles {
        share_in(circle, model, used, &rooms, &mut shares);
    }
    shares
}

/// Institutions among whom lots are shared by use, and the depots whose lots are for all of them and nobody else.
struct Circle {
    depots: BTreeSet<usize>,
    takers: BTreeSet<usize>,
}

/// The circles of a model, none of which has an institution in common with another: the largest first, and what is marked
/// last. A donor's mark reaches across areas that otherwise share each their own.
fn circles(model: &Model) -> Vec<Circle> {
    let reached = (0..model.freight.len()).map(|depot| (depot, model.reached_from(depot)));
    let mut reached: Vec<(usize, BTreeSet<usize>)> = reached.collect();
    reached.sort_by_key(|(depot, takers)| (model.is_marked[*depot], Reverse(takers.len())));
    let mut circles: Vec<Circle> = Vec::new();
    for (depot, takers) in reached {
        if let Some(same) = circles.iter_mut().find(|circle| circle.takers == takers) {
            same.depots.insert(depot);
        } else if circles
            .iter()
            .all(|circle| circle.takers.is_disjoint(&takers))
        {
            let depots = [depot].into();
            circles.push(Circle { depots, takers });
        }
    }
    circles
}

/// Shares out what is used of each expiry in a circle, the earliest first.
fn share_in(circle: &Circle, model: &Model, used: &[i64], rooms: &[Vec<i64>], shares: &mut Shares) {
    let takers: Vec<usize> = circle.takers.iter().copied().collect();
    let mut taken = vec![0; takers.len()];
    for day in 0..model.expiries() {
        let lots = model.lots.iter().enumerate();
        let due = lots.filter(|(_, lot)| lot.expiry == day && circle.depots.contains(&lot.depot));
        let due: Vec<usize> = due.map(|(at, _)| at).collect();
        let total = due.iter().map(|at| used[*at]).sum();
        let claim = |(to, taken): (&usize, &i64)| Claim {
            weight: model.uses[*to],
            // What is taken now leaves less room by every later day.
            ..Claim::of((least_from(&rooms[*to], day) - taken).max(0))
        };
        let claims: Vec<Claim> = takers.iter().zip(&taken).map(claim).collect();
        let mut awards = pack_awards(
            SharingRule::Weighted,
            Rounding::PackByPack,
            total,
            1,
            &claims,
        )
        .expect("room, use and total are not negative");
        for at in due {
            let mut open = used[at];
            for (number, award) in awards.iter_mut().enumerate() {
                let share = open.min(*award);
                shares[at][takers[number]] = share;
                taken[number] += share;
                *award -= share;
                open -= share;
            }
        }
    }
}

/// Takes what a lot fills off the rooms by its expiry and by every later one.
fn set_aside(rooms: &mut [Vec<i64>], expiry: usize, takes: &[i64]) {
    for (rooms, take) in rooms.iter_mut().zip(takes) {
        rooms[expiry..].iter_mut().for_each(|room| *room -= take);
    }
}

/// The least room by a day or any later one.
fn least_from(rooms: &[i64], day: usize) -> i64 {
    rooms[day..].iter().copied().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_nothing_has_no_plan() {
        let lot = Lot {
            packs: 4,
            expiry: 0,
            worth: 1,
            is_costed: true,
            depot: 0,
        };
        let sound = Model {
            lots: vec![lot],
            rooms: vec![vec![3], vec![1]],
            uses: vec![1, 1],
            freight: vec![vec![Some(1), Some(2)]],
            is_marked: vec![false],
        };
        let plan = |change: fn(&mut Model)| {
            let mut model = sound.clone();
            change(&mut model);
            solve(&model, Objective::WasteFirst)
        };
        assert_eq!(plan(|_| ()), Ok(vec![vec![3, 1]]));
        for change in [
            (|model| model.lots[0].packs = -1) as fn(&mut Model),
            |model| model.rooms[1][0] = -1,
            |model| model.uses[0] = -1,
        ] {
            assert_eq!(plan(change), Err(NoPlan::Negative));
        }
    }
}

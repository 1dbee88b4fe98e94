//! Which lots does a plan of least cost leave to expire, although somebody has room for them and a way is open?
//!
//! There the way costs more than the goods are worth: a plan of least waste would hand them out.

use super::model::{Model, Shares};

/// The numbers of the lots of which packs stay that somebody with an open way could still use up in time.
///
/// Source: under the objective of least cost a cheap lot may be left to expire because freight is dearer, which needs a
/// warning.
pub fn left_for_their_way(model: &Model, shares: &Shares) -> Vec<usize> {
    let takers = 0..model.rooms.len();
    let free: Vec<Vec<i64>> = takers.map(|to| room_left(model, shares, to)).collect();
    let is_left = |at: &usize| {
        let lot = &model.lots[*at];
        let is_taken = |to: usize| {
            let least = free[to][lot.expiry..].iter().min();
            model.freight[lot.depot][to].is_some() && least.is_some_and(|room| *room > 0)
        };
        lot.packs > shares[*at].iter().sum::<i64>() && (0..free.len()).any(is_taken)
    };
    (0..model.lots.len()).filter(is_left).collect()
}

/// What an institution has room for by each expiry, beyond what it takes.
fn room_left(model: &Model, shares: &Shares, to: usize) -> Vec<i64> {
    let taken_by = |expiry: usize| -> i64 {
        let lots = model.lots.iter().zip(shares);
        let due = lots.filter(|(lot, _)| lot.expiry <= expiry);
        due.map(|(_, takes)| takes[to]).sum()
    };
    let rooms = model.rooms[to].iter().enumerate();
    rooms
        .map(|(expiry, room)| room - taken_by(expiry))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::Lot;
    use super::*;

    /// Two lots of four packs in one depot, one after the other; two institutions, and the way to the second is closed.
    fn model() -> Model {
        let lot = |expiry| Lot {
            packs: 4,
            expiry,
            worth: 1,
            is_costed: true,
            depot: 0,
        };
        Model {
            lots: vec![lot(0), lot(1)],
            rooms: vec![vec![3, 5], vec![9, 9]],
            uses: vec![1, 1],
            freight: vec![vec![Some(2), None]],
            is_marked: vec![false],
        }
    }

    #[test]
    fn a_lot_stays_for_its_way_only_where_there_is_room_at_the_end_of_an_open_one() {
        let left =
            |first, second| left_for_their_way(&model(), &vec![vec![first, 0], vec![second, 0]]);
        assert_eq!(left(0, 0), [0, 1]);
        assert_eq!(left(3, 0), [1]);
        assert_eq!(left(0, 4), [0]);
        assert_eq!(left(1, 4), Vec::<usize>::new());
    }
}

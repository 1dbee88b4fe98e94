//! Would new movements take a lot below nothing, at any instant? The line that does, and the day it shows.
//!
//! Movements count in the order of their dates, so that a line that is posted late may leave too little for one that
//! was posted long ago: both are named. A lot that is below nothing already may be mended, and not made worse.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balances;
use crate::engine::reversal::reference;
use crate::ledger::LotKey;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::tables::Movement;
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;

use super::check::reversal::undone_lines;

/// A lot that would fall below nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    pub lot: LotKey,
    /// The position among the new movements of the one that takes it there.
    pub at: usize,
    /// The day on which the balance falls, and to what.
    pub on: Day,
    pub left: Quantity,
    /// The line at which it falls, where that is another one.
    pub when: Option<String>,
}

/// The lots that `fresh` movements would take below nothing, after those that are `known`; by lot, the first instant.
///
/// `known`: in ledger order, all lines of the lots that `fresh` touches.
pub fn shortfalls(known: &[Movement], fresh: &[Movement]) -> Vec<Shortfall> {
    let all = [known, fresh].concat();
    let (before, after) = (undone_lines(known), undone_lines(&all));
    let reversers = reversers(fresh);
    let touched: BTreeSet<LotKey> = all
        .iter()
        .enumerate()
        .filter(|(at, _)| *at >= known.len() || (after.contains(at) && !before.contains(at)))
        .map(|(_, movement)| LotKey::of_movement(movement))
        .collect();
    let mut lots: BTreeMap<LotKey, Vec<usize>> = BTreeMap::new();
    for (at, movement) in all.iter().enumerate() {
        let key = LotKey::of_movement(movement);
        if touched.contains(&key) {
            lots.entry(key).or_default().push(at);
        }
    }
    lots.into_iter()
        .filter_map(|(lot, mut lines)| {
            lines.sort_by_key(|at| all[*at].date);
            let mut run = Run::default();
            lines.into_iter().find_map(|at| {
                let is_fresh = at >= known.len();
                let culprit = match is_fresh {
                    true => Some(at - known.len()),
                    false => reversers.get(&reference(&all[at])).copied(),
                };
                let counts = Counts {
                    before: !is_fresh && !before.contains(&at),
                    after: !after.contains(&at),
                };
                run.post(&all[at], counts, culprit);
                let culprit = run.culprit.filter(|_| run.is_worse())?;
                Some(Shortfall {
                    lot: lot.clone(),
                    at: culprit,
                    on: all[at].date,
                    left: run.after,
                    when: (at != known.len() + culprit).then(|| reference(&all[at])),
                })
            })
        })
        .collect()
}

/// Goods of which a site would have less than nothing over all its lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    pub site: String,
    pub item: String,
    /// The position among the new movements of the last one that takes some.
    pub at: usize,
    pub left: Quantity,
}

/// The goods of which `fresh` movements would leave a site less than nothing over all its lots, where a lot that is below
/// nothing hides how little is left in the others.
///
/// `known`: in ledger order, all lines of the goods that `fresh` touches. Rule: `D-31`.
pub fn lacking(known: &[Movement], fresh: &[Movement]) -> Vec<Lacking> {
    let all = [known, fresh].concat();
    let Some(last) = all.iter().map(|movement| movement.date).max() else {
        return Vec::new();
    };
    let sums = |movements: &[Movement]| {
        let mut sums: BTreeMap<(String, String, Form), Quantity> = BTreeMap::new();
        for (lot, balance) in balances(movements, last) {
            *sums.entry((lot.site, lot.item, lot.form)).or_default() += balance.qty;
        }
        sums
    };
    let (before, after) = (sums(known), sums(&all));
    let takes = |movement: &Movement| matches!(effect(movement), Effect::Add(change) if change.is_negative());
    let below = after.iter().filter(|(_, left)| left.is_negative());
    let lacking = below.filter_map(|(goods, left)| {
        let (site, item, form) = goods;
        let is_worse = *left < before.get(goods).copied().unwrap_or_default();
        let is_of = |row: &Movement| {
            let of_form = row.form.unwrap_or(Form::Physical) == *form;
            of_form && row.site == *site && row.item == *item && takes(row)
        };
        let at = fresh.iter().rposition(is_of)?;
        let (site, item) = (site.clone(), item.clone());
        is_worse.then_some(Lacking {
            site,
            item,
            at,
            left: *left,
        })
    });
    lacking.collect()
}

/// Whether a line counts before the new movements, and after them.
#[derive(Clone, Copy)]
struct Counts {
    before: bool,
    after: bool,
}

/// The balance of one lot without and with the new movements.
#[derive(Default)]
struct Run {
    before: Quantity,
    after: Quantity,
    /// The last new movement that took something away.
    culprit: Option<usize>,
}

impl Run {
    fn post(&mut self, movement: &Movement, counts: Counts, fresh: Option<usize>) {
        let post = |balance: Quantity, counts: bool| match effect(movement) {
            Effect::Add(change) if counts => balance + change,
            Effect::Set(counted) if counts => counted,
            _ => balance,
        };
        let gap = self.before - self.after;
        self.before = post(self.before, counts.before);
        self.after = post(self.after, counts.after);
        if self.before - self.after > gap {
            self.culprit = fresh.or(self.culprit);
        }
    }

    fn is_worse(&self) -> bool {
        self.after.is_negative() && self.after < self.before
    }
}

/// The position of each reversal by the line it names.
fn reversers(fresh: &[Movement]) -> BTreeMap<String, usize> {
    let reversals = fresh
        .iter()
        .enumerate()
        .filter(|(_, movement)| movement.kind == MovementKind::Reversal);
    reversals
        .map(|(at, movement)| (movement.reference.clone(), at))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(doc: &str, day: u32, kind: MovementKind, pieces: i64) -> Movement {
        Movement {
            doc: doc.to_owned(),
            line: "1".to_owned(),
            lot: "A".to_owned(),
            qty: Quantity::whole(pieces),
            ..Movement::new(Day::new(2022, 3, day).expect("a date"), kind, "D1", "mask")
        }
    }

    fn issue(doc: &str, day: u32, pieces: i64) -> Movement {
        movement(doc, day, MovementKind::Issue, pieces)
    }

    fn known() -> Vec<Movement> {
        vec![
            movement("R1", 2, MovementKind::Receipt, 100),
            issue("I1", 5, 60),
        ]
    }

    /// Position, day of the month, what is left, and the line at which it shows.
    fn found(known: &[Movement], fresh: &[Movement]) -> Vec<(usize, String, i64, String)> {
        let found = shortfalls(known, fresh).into_iter();
        found
            .map(|short| {
                let when = short.when.unwrap_or_default();
                let left = short.left.thousandths() / 1000;
                (short.at, short.on.to_string(), left, when)
            })
            .collect()
    }

    fn one(at: usize, on: &str, left: i64, when: &str) -> Vec<(usize, String, i64, String)> {
        vec![(at, on.to_owned(), left, when.to_owned())]
    }

    #[test]
    fn the_last_piece_may_go_and_not_one_more() {
        assert!(found(&known(), &[issue("I2", 6, 40)]).is_empty());
        assert_eq!(
            found(&known(), &[issue("I2", 6, 1), issue("I3", 7, 40)]),
            one(1, "2022-03-07", -1, "")
        );
    }

    #[test]
    fn a_line_that_comes_late_leaves_enough_for_those_after_it() {
        assert!(found(&known(), &[issue("I2", 3, 40)]).is_empty());
        assert_eq!(
            found(&known(), &[issue("I2", 3, 41)]),
            one(0, "2022-03-05", -1, "I1/1")
        );
        assert_eq!(
            found(&known(), &[issue("I2", 1, 1)]),
            one(0, "2022-03-01", -1, ""),
            "before anything came in"
        );
    }

    #[test]
    fn goods_that_come_later_do_not_help() {
        let fresh = [
            issue("I2", 6, 50),
            movement("R2", 7, MovementKind::Receipt, 50),
        ];
        assert_eq!(found(&known(), &fresh), one(0, "2022-03-06", -10, ""));
    }

    #[test]
    fn the_reversal_of_a_receipt_takes_away_what_was_issued_of_it() {
        let reversal = Movement {
            reference: "R1/1".to_owned(),
            ..movement("X1", 9, MovementKind::Reversal, 100)
        };
        assert_eq!(
            found(&known(), &[reversal]),
            one(0, "2022-03-05", -60, "I1/1")
        );
        let reversal = Movement {
            reference: "I1/1".to_owned(),
            ..movement("X1", 9, MovementKind::Reversal, 60)
        };
        assert!(found(&known(), &[reversal, issue("I2", 9, 100)]).is_empty());
    }

    #[test]
    fn a_lot_below_nothing_may_be_mended_and_not_made_worse() {
        let below = [issue("I1", 2, 50)];
        assert!(found(&below, &[movement("R1", 3, MovementKind::Receipt, 20)]).is_empty());
        assert_eq!(
            found(&below, &[issue("I2", 3, 1)]),
            one(0, "2022-03-03", -51, "")
        );
        assert!(found(&below, &[movement("C1", 3, MovementKind::Count, 0)]).is_empty());
    }

    #[test]
    fn a_count_that_lowers_the_book_leaves_too_little_for_a_later_issue() {
        let count = movement("C1", 4, MovementKind::Count, 59);
        assert_eq!(found(&known(), &[count]), one(0, "2022-03-05", -1, "I1/1"));
        let count = movement("C1", 4, MovementKind::Count, 60);
        assert!(found(&known(), &[count]).is_empty());
    }
}

//! What does a reserve get back of what it gave out? One row for each issue from a reserve: replaced, owed, and by when.
//!
//! A reserve is the goods of the owners that a rule names. What leaves it for good is drawn: an issue, and a transfer to
//! goods of another owner. It is made good by what comes in for the same owner at the same site and of the same item:
//! first what names the line in `ref`, then the oldest line first. What was returned is as good as replaced. Dispensed
//! stock that was disposed of is not drawn: the next plan decides on it.
//!
//! Table `replenishment`: document and line of the issue × quantity, replaced, owed, due. No plan says within how many
//! days; without a number nothing is due, and so nothing overdue.
//!
//! Rule: `P0-F01`, `P0-F02`.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::in_ledger_order;
use crate::engine::reversal::reference;
use crate::engine::senders::Senders;
use crate::ledger::tables::{Movement, Replenishment};
use crate::ledger::word::{MovementKind, ReplenishStatus};
use crate::policy::Replenish;
use crate::quantity::Quantity;

use super::on_hand::is_in_store;

/// Site, item and owner of a reserve.
type Goods<'a> = (&'a str, &'a str, &'a str);

/// What each issue from a reserve gets back, on `as_of`, by document and line.
///
/// `movements`: in ledger order. `days`: how long a reserve may wait, if anybody says.
pub fn replenish(
    movements: &[Movement],
    rule: &Replenish,
    days: Option<i64>,
    as_of: Day,
) -> Vec<Replenishment> {
    let ordered = in_ledger_order(movements, as_of);
    let kept = Kept::of(ordered.iter().copied());
    let mut rows: Vec<Replenishment> = Vec::new();
    let mut open: BTreeMap<Goods<'_>, Vec<usize>> = BTreeMap::new();
    let is_reserve = |row: &Movement| rule.owners.contains(&row.owner) && is_in_store(row.form);
    for row in ordered {
        let goods: Goods<'_> = (&row.site, &row.item, &row.owner);
        let qty = row.qty.unwrap_or_default();
        if !is_reserve(row) || !qty.is_positive() {
            continue;
        }
        match row.kind {
            MovementKind::Issue => {}
            MovementKind::TransferOut if !kept.holds(row) => {}
            MovementKind::Receipt | MovementKind::Return => {
                let draws = open.entry(goods).or_default();
                make_good(&mut rows, draws, &row.reference, qty);
                continue;
            }
            _ => continue,
        }
        open.entry(goods).or_default().push(rows.len());
        rows.push(drawn(row, rule, days));
    }
    for row in &mut rows {
        row.status = match (row.owed.is_zero(), row.due) {
            (true, _) => ReplenishStatus::Replaced,
            (false, Some(due)) if as_of > due => ReplenishStatus::Overdue,
            (false, _) => ReplenishStatus::Owed,
        };
    }
    rows.sort_by(|a, b| (&a.doc, &a.line).cmp(&(&b.doc, &b.line)));
    rows
}

/// Transfers that arrive with the owner they left with: the reserve has only moved.
///
/// An arrival in a document of its own belongs to the line that it names, as in check `transfer`.
pub struct Kept<'a>(BTreeSet<(&'a str, &'a str, &'a str, &'a str)>);

impl<'a> Kept<'a> {
    /// Those among lines that stand; what was reversed is none of them.
    pub fn of(standing: impl IntoIterator<Item = &'a Movement> + Clone) -> Kept<'a> {
        let senders = Senders::of(standing.clone());
        let lines = standing.into_iter();
        let arrivals = lines.filter(|row| row.kind == MovementKind::TransferIn);
        let known_by =
            |row: &'a Movement| (senders.document(row), &*row.item, &*row.lot, &*row.owner);
        Kept(arrivals.map(known_by).collect())
    }

    /// Whether what a line sends stays with its owner.
    pub fn holds(&self, sent: &Movement) -> bool {
        let known_by = (&*sent.doc, &*sent.item, &*sent.lot, &*sent.owner);
        self.0.contains(&known_by)
    }
}

fn drawn(row: &Movement, rule: &Replenish, days: Option<i64>) -> Replenishment {
    let qty = row.qty.unwrap_or_default();
    Replenishment {
        doc: row.doc.clone(),
        line: row.line.clone(),
        date: row.date,
        site: row.site.clone(),
        item: row.item.clone(),
        counterparty: row.counterparty.clone(),
        qty,
        unit: row.unit.clone(),
        replaced: Quantity::ZERO,
        owed: qty,
        due: days.map(|days| row.date.plus_days(days)),
        status: ReplenishStatus::Owed,
        rule: rule.id.clone(),
    }
}

/// Puts `qty` against the draws of the same goods: the line that `named` names first, then the oldest.
fn make_good(rows: &mut [Replenishment], draws: &mut [usize], named: &str, mut qty: Quantity) {
    let is_named = |row: &Replenishment| format!("{}/{}", row.doc, row.line) == named;
    let first = draws.iter().copied().filter(|at| is_named(&rows[*at]));
    let order: Vec<usize> = first.chain(draws.iter().copied()).collect();
    for at in order {
        let row = &mut rows[at];
        let part = qty.min(row.owed);
        row.replaced += part;
        row.owed -= part;
        qty -= part;
    }
}

/// The name of each movement's line, with its position.
pub fn positions(movements: &[Movement]) -> BTreeMap<String, usize> {
    let named = movements.iter().enumerate();
    named.map(|(at, row)| (reference(row), at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Replenish {
        Replenish {
            id: "P0-F02".to_owned(),
            owners: vec!["city".to_owned()],
            by: "health_commission".to_owned(),
            clause: String::new(),
            from: String::new(),
            note: String::new(),
        }
    }

    fn day(number: u32) -> Day {
        Day::new(2022, 3, number).expect("a date")
    }

    fn movement(doc: &str, number: u32, kind: MovementKind, pieces: i64) -> Movement {
        Movement {
            doc: doc.to_owned(),
            line: "1".to_owned(),
            lot: "A".to_owned(),
            owner: "city".to_owned(),
            qty: Quantity::whole(pieces),
            ..Movement::new(day(number), kind, "D0", "mask")
        }
    }

    /// Document, replaced, owed and status of each row.
    fn found(
        movements: &[Movement],
        days: Option<i64>,
        on: u32,
    ) -> Vec<(String, String, String, ReplenishStatus)> {
        let rows = replenish(movements, &rule(), days, day(on)).into_iter();
        rows.map(|row| {
            (
                row.doc,
                row.replaced.to_string(),
                row.owed.to_string(),
                row.status,
            )
        })
        .collect()
    }

    fn row(
        doc: &str,
        replaced: &str,
        owed: &str,
        status: ReplenishStatus,
    ) -> (String, String, String, ReplenishStatus) {
        (doc.to_owned(), replaced.to_owned(), owed.to_owned(), status)
    }

    fn issues() -> Vec<Movement> {
        vec![
            movement("I1", 1, MovementKind::Issue, 60),
            movement("I2", 2, MovementKind::Issue, 40),
        ]
    }

    #[test]
    fn the_oldest_issue_is_replaced_first_unless_another_is_named() {
        let mut ledger = issues();
        ledger.push(movement("R1", 3, MovementKind::Receipt, 70));
        let (replaced, owed) = (ReplenishStatus::Replaced, ReplenishStatus::Owed);
        assert_eq!(
            found(&ledger, None, 9),
            [row("I1", "60", "0", replaced), row("I2", "10", "30", owed)]
        );
        ledger[2].reference = "I2/1".to_owned();
        assert_eq!(
            found(&ledger, None, 9),
            [row("I1", "30", "30", owed), row("I2", "40", "0", replaced)]
        );
    }

    #[test]
    fn what_is_owed_is_overdue_on_the_day_after_it_was_due() {
        let status = |on| found(&issues()[..1], Some(5), on)[0].3;
        assert_eq!(status(6), ReplenishStatus::Owed);
        assert_eq!(status(7), ReplenishStatus::Overdue);
        assert_eq!(found(&issues()[..1], None, 31)[0].3, ReplenishStatus::Owed);
    }

    #[test]
    fn stock_that_came_before_the_issue_replaces_nothing() {
        let mut ledger = vec![movement("R1", 1, MovementKind::Receipt, 100)];
        ledger.extend(issues());
        assert_eq!(found(&ledger, None, 9)[0].2, "60");
        assert!(found(&[], None, 9).is_empty());
    }

    #[test]
    fn a_transfer_is_drawn_only_where_it_arrives_as_somebody_elses() {
        let out = movement("T1", 1, MovementKind::TransferOut, 10);
        let arrival = |owner: &str| Movement {
            site: "D1".to_owned(),
            owner: owner.to_owned(),
            ..movement("T1", 2, MovementKind::TransferIn, 10)
        };
        assert!(found(&[out.clone(), arrival("city")], None, 9).is_empty());
        assert_eq!(found(&[out, arrival("county")], None, 9).len(), 1);
    }

    #[test]
    fn an_arrival_belongs_to_the_line_that_it_names_and_a_reversed_one_to_none() {
        let out = movement("T1", 1, MovementKind::TransferOut, 10);
        let arrival = |doc: &str, owner: &str| Movement {
            site: "D1".to_owned(),
            owner: owner.to_owned(),
            ..movement(doc, 2, MovementKind::TransferIn, 10)
        };
        let named = Movement {
            reference: "T1/1".to_owned(),
            ..arrival("A1", "city")
        };
        assert!(found(&[out.clone(), named], None, 9).is_empty());
        let wrong = Movement {
            line: "2".to_owned(),
            ..arrival("T1", "city")
        };
        let undone = Movement {
            reference: "T1/2".to_owned(),
            ..movement("X1", 3, MovementKind::Reversal, 10)
        };
        let right = Movement {
            line: "3".to_owned(),
            ..arrival("T1", "county")
        };
        let rows = found(&[out, wrong, undone, right], None, 9);
        assert_eq!(rows, [row("T1", "0", "10", ReplenishStatus::Owed)]);
    }

    #[test]
    fn goods_of_other_owners_and_reversed_issues_owe_nothing() {
        let other = Movement {
            owner: "county".to_owned(),
            ..movement("I1", 1, MovementKind::Issue, 60)
        };
        assert!(found(&[other], None, 9).is_empty());
        let mut ledger = issues();
        ledger.push(Movement {
            reference: "I1/1".to_owned(),
            ..movement("X1", 3, MovementKind::Reversal, 60)
        });
        assert_eq!(found(&ledger, None, 9).len(), 1);
    }
}

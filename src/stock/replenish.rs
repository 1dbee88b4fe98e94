//! What does a reserve get back of what it gave out? One row for each issue from a reserve: replaced, owed, and by when.
//!
//! A reserve is the goods of the owners that a rule names. What leaves it for good is drawn: an issue, and a transfer to
//! goods of another owner. It is made good by what comes in for the same owner at the same site and of the same item:
//! first what names the line in `ref`, then the oldest line first. What was returned is as good as replaced. A transfer
//! pays back the issue that it names in `ref`, on either of its legs; where it leaves the same owner the reserve has only
//! moved. Dispensed stock that was disposed of is not drawn: the next plan decides on it.
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
    let sent = Sent::of(&ordered);
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
                let left = make_good_named(&mut rows, draws, &row.reference, qty);
                make_good(&mut rows, draws, left);
                continue;
            }
            MovementKind::TransferIn => {
                let draws = open.entry(goods).or_default();
                let mut left = qty;
                for named in sent.named_by(row) {
                    left = make_good_named(&mut rows, draws, named, left);
                }
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

/// Puts `qty` against the draw of the same goods that `named` names; gives what is left.
fn make_good_named(
    rows: &mut [Replenishment],
    draws: &[usize],
    named: &str,
    qty: Quantity,
) -> Quantity {
    let Some(named) = named.rsplit_once('/') else {
        return qty;
    };
    let is_named = |row: &Replenishment| (&*row.doc, &*row.line) == named;
    let draws = draws.iter().copied().filter(|at| is_named(&rows[*at]));
    let draws: Vec<usize> = draws.collect();
    make_good(rows, &draws, qty)
}

/// Puts `qty` against draws, the oldest first; gives what is left.
fn make_good(rows: &mut [Replenishment], draws: &[usize], mut qty: Quantity) -> Quantity {
    for at in draws {
        let row = &mut rows[*at];
        let part = qty.min(row.owed);
        row.replaced += part;
        row.owed -= part;
        qty -= part;
    }
    qty
}

/// What was sent, by document, item and lot.
struct Sent<'a> {
    senders: Senders<'a>,
    lines: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Movement>>,
}

impl<'a> Sent<'a> {
    /// The sending lines among lines that stand.
    fn of(standing: &[&'a Movement]) -> Sent<'a> {
        let mut lines: BTreeMap<(&str, &str, &str), Vec<&Movement>> = BTreeMap::new();
        let sent = standing
            .iter()
            .filter(|row| row.kind == MovementKind::TransferOut);
        for row in sent {
            let leg = (&*row.doc, &*row.item, &*row.lot);
            lines.entry(leg).or_default().push(row);
        }
        Sent {
            senders: Senders::of(standing.iter().copied()),
            lines,
        }
    }

    /// What a transfer names that arrives as another owner's than it left: by its arrival, then by what was sent.
    fn named_by(&self, arrival: &'a Movement) -> Vec<&'a str> {
        let leg = (
            self.senders.document(arrival),
            &*arrival.item,
            &*arrival.lot,
        );
        let sent = self.lines.get(&leg).map_or(&[][..], Vec::as_slice);
        if sent.iter().any(|row| row.owner == arrival.owner) {
            return Vec::new();
        }
        let of_sent = sent.iter().map(|row| &*row.reference);
        std::iter::once(&*arrival.reference)
            .chain(of_sent)
            .collect()
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
    use crate::policy::term::{Since, Until};

    fn rule() -> Replenish {
        Replenish {
            id: "P0-F02".to_owned(),
            owners: vec!["city".to_owned()],
            by: "health_commission".to_owned(),
            clause: String::new(),
            from: Since::default(),
            until: Until::default(),
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
    fn a_transfer_pays_back_the_issue_that_it_names_and_no_other() {
        let sent = |owner: &str, reference: &str| Movement {
            site: "C1".to_owned(),
            owner: owner.to_owned(),
            reference: reference.to_owned(),
            ..movement("T1", 3, MovementKind::TransferOut, 30)
        };
        let arrived = |reference: &str| Movement {
            line: "2".to_owned(),
            reference: reference.to_owned(),
            ..movement("T1", 4, MovementKind::TransferIn, 30)
        };
        let owed = |sent: Movement, arrived: Movement| {
            let mut ledger = issues();
            ledger.extend([sent, arrived]);
            let rows = found(&ledger, None, 9).into_iter();
            rows.map(|(_, _, owed, _)| owed).collect::<Vec<_>>()
        };
        assert_eq!(owed(sent("county", "I2/1"), arrived("")), ["60", "10"]);
        assert_eq!(owed(sent("county", ""), arrived("I2/1")), ["60", "10"]);
        assert_eq!(owed(sent("county", ""), arrived("")), ["60", "40"]);
        let moved = owed(sent("city", "I2/1"), arrived(""));
        assert_eq!(moved, ["60", "40"], "the reserve has only moved");
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

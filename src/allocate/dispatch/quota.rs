//! What came from the level above, where did it go, and which of its tasks are still open?
//!
//! Of each item at each site that got anything from above: received from above + its own = handed on + held. Its own is
//! whatever else changed the balance: other receipts, counts, adjustments, disposals. A task is an award of a plan that
//! names the site as giver; it is open until the goods have left. Table `quota` (site, item).
//!
//! Never: whose goods the ones handed on were; a pile has no memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Day;
use crate::engine;
use crate::engine::balance::in_ledger_order;
use crate::ledger::SiteTree;
use crate::ledger::tables::{Allocation, Movement, Quota};
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::carried::carried;

/// Who stands above a site: an area over it, or a store of such an area.
pub fn is_above(giver: &str, site: &str, sites: &SiteTree) -> bool {
    let own_area = sites.get(site).map_or("", |site| site.parent.as_str());
    let above: Vec<&str> = sites.upwards(site).into_iter().skip(1).collect();
    let area = sites.get(giver).map_or("", |giver| giver.parent.as_str());
    above.contains(&giver) || (area != own_area && above.contains(&area))
}

/// What moved of one item at one site, in thousandths.
#[derive(Default)]
struct Moved {
    from_above: i128,
    /// Less what came back.
    handed_on: i128,
    returned: i128,
}

/// The quotas on the day, by (site, item): of what came from above, and of what tasks ask for.
///
/// Rule: `A24`; the ledger's reversals undo what they name.
pub fn quotas(
    movements: &[Movement],
    tasks: &[Allocation],
    sites: &SiteTree,
    as_of: Day,
) -> Vec<Quota> {
    let moved = moved(movements, sites, as_of);
    let mut held: BTreeMap<(String, String), (Quantity, String)> = BTreeMap::new();
    for (key, balance) in engine::balances(movements, as_of) {
        let there = held
            .entry((key.site, key.item))
            .or_insert((Quantity::ZERO, balance.unit));
        there.0 += balance.qty;
    }
    let (asked, done) = (asked(tasks), done(movements, tasks, as_of));
    let named: BTreeSet<(&str, &str)> = moved
        .iter()
        .filter(|(_, moved)| moved.from_above != 0)
        .map(|(key, _)| *key)
        .chain(asked.keys().copied())
        .collect();
    let nothing = Moved::default();
    let row = |(site, item): (&str, &str)| {
        let moved = moved.get(&(site, item)).unwrap_or(&nothing);
        let key = (site.to_owned(), item.to_owned());
        let (held, unit) = held.get(&key).cloned().unwrap_or_default();
        let whole = |sum: i128| Quantity::from_sum(sum).unwrap_or_default();
        let (received, distributed) = (whole(moved.from_above), whole(moved.handed_on));
        let task = asked.get(&(site, item)).copied();
        let done = done.get(&(site, item)).copied().unwrap_or_default();
        Quota {
            site: site.to_owned(),
            item: item.to_owned(),
            received,
            own: distributed + held - received,
            distributed,
            held,
            task,
            open: task.map(|task| (task - done).or_zero()),
            unit,
        }
    };
    named.into_iter().map(row).collect()
}

/// Sums of what came from above and what was handed on; a reversed line counts for nothing.
fn moved<'a>(
    movements: &'a [Movement],
    sites: &SiteTree,
    as_of: Day,
) -> HashMap<(&'a str, &'a str), Moved> {
    let mut sums: HashMap<(&str, &str), Moved> = HashMap::new();
    for row in in_ledger_order(movements, as_of) {
        let qty = i128::from(row.qty.unwrap_or_default().thousandths());
        let sum = sums.entry((&row.site, &row.item)).or_default();
        match row.kind {
            MovementKind::Receipt | MovementKind::TransferIn
                if is_above(&row.counterparty, &row.site, sites) =>
            {
                sum.from_above += qty;
            }
            MovementKind::Issue | MovementKind::TransferOut => sum.handed_on += qty,
            MovementKind::Return => sum.returned += qty,
            _ => {}
        }
    }
    // What came back was not handed on in the end; what was handed on before the ledger began is no part of it.
    for sum in sums.values_mut() {
        sum.handed_on = (sum.handed_on - sum.returned).max(0);
    }
    sums
}

/// What plans ask each site to hand on.
fn asked(tasks: &[Allocation]) -> BTreeMap<(&str, &str), Quantity> {
    let mut asked: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for task in tasks {
        *asked.entry((&task.from_site, &task.item)).or_default() += task.qty;
    }
    asked
}

/// What left each site for its tasks, of each no more than the task: the same lines as count for the awards' dispatch.
fn done<'a>(
    movements: &[Movement],
    tasks: &'a [Allocation],
    as_of: Day,
) -> HashMap<(&'a str, &'a str), Quantity> {
    let mut done: HashMap<(&str, &str), Quantity> = HashMap::new();
    let carriage = carried(tasks, movements, as_of);
    for (task, carried) in tasks.iter().zip(&carriage.awards) {
        *done.entry((&task.from_site, &task.item)).or_default() += carried.left().min(task.qty);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{day, pieces};
    use crate::ledger::tables::Site;

    fn tree() -> SiteTree {
        let site = |code: &str, parent: &str| Site {
            parent: parent.to_owned(),
            ..Site::unlisted(code)
        };
        SiteTree::new([
            site("C0", ""),
            site("C1", "C0"),
            site("C2", "C0"),
            site("D0", "C0"),
            site("D1", "C1"),
            site("D2", "C2"),
            site("H1", "C1"),
        ])
    }

    fn moved(line: &str, kind: MovementKind, qty: i64, who: &str) -> Movement {
        Movement {
            doc: "X".to_owned(),
            line: line.to_owned(),
            qty: Some(pieces(qty)),
            counterparty: who.to_owned(),
            ..Movement::new(day("2022-03-01"), kind, "D1", "mask")
        }
    }

    #[test]
    fn a_store_of_the_city_stands_above_the_county_and_the_next_county_does_not() {
        let sites = tree();
        let above: Vec<&str> = ["C0", "D0", "C1", "D2", "H1", "maker"]
            .into_iter()
            .filter(|giver| is_above(giver, "D1", &sites))
            .collect();
        assert_eq!(above, ["C0", "D0", "C1"]);
        assert!(!is_above("D0", "D0", &sites));
    }

    #[test]
    fn received_and_own_are_handed_on_and_held_whatever_was_counted_or_undone() {
        use MovementKind::{Adjust, Count, Issue, Receipt, Reversal, TransferIn};
        let mut rows = vec![
            moved("1", Receipt, 50, "maker"),
            moved("2", TransferIn, 100, "D0"),
            moved("3", Issue, 30, "H1"),
            moved("4", Issue, 7, "H1"),
            moved("5", Count, 110, ""),
            moved("6", Adjust, 4, ""),
        ];
        rows.push(Movement {
            reference: "X/4".to_owned(),
            ..moved("7", Reversal, 7, "")
        });
        let quota = quotas(&rows, &[], &tree(), day("2022-03-01")).remove(0);
        assert_eq!(
            (quota.received, quota.distributed),
            (pieces(100), pieces(30))
        );
        assert_eq!(quota.received + quota.own, quota.distributed + quota.held);
        // What comes back was not handed on, and is nobody's own.
        let back = moved("8", MovementKind::Return, 10, "H1");
        let with_back = [&rows[..], &[back]].concat();
        let after = quotas(&with_back, &[], &tree(), day("2022-03-01")).remove(0);
        assert_eq!((after.distributed, after.own), (pieces(20), quota.own));
        assert!(quotas(&[], &[], &tree(), day("2022-03-01")).is_empty());
        // What came only from a maker is no quota.
        assert!(quotas(&rows[..1], &[], &tree(), day("2022-03-01")).is_empty());
    }
}

//! Which awards has the ledger carried out already?
//!
//! An award that was posted stays given, and leaves no store a second time: the balances are without it. What of it has
//! arrived lies among the balances of who got it; what has not is on the road to them, as that of any other award.
//! Awards are found by the document of their plan, the request line and the goods, whatever their line numbers.
//!
//! Never: whether a posting was right; that is for `stock check` and `allocate dispatch`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::calendar::Day;
use crate::engine::reversal::reversed_lines;
use crate::ledger::tables::{Allocation, Movement};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;
use crate::stock::coming::arrived;

/// What an award and its movement are both known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Name {
    plan: String,
    /// The request and its line.
    request: String,
    from: String,
    to: String,
    item: String,
    lot: String,
    owner: String,
    earmark: String,
    form: Form,
}

/// What the ledger has of awards, by what movements name of them.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    left: HashMap<Name, Quantity>,
    arrived: HashMap<Name, Quantity>,
}

impl Posted {
    /// What of `plans` was posted by a day and not taken back.
    pub fn of(movements: &[Movement], plans: &HashSet<&str>, as_of: Day) -> Posted {
        let mut posted = Posted::default();
        if plans.is_empty() {
            return posted;
        }
        let reversed = reversed_lines(movements, as_of);
        let mut arrived = arrived(movements, as_of);
        for (at, line) in movements.iter().enumerate() {
            let is_sent = matches!(line.kind, MovementKind::Issue | MovementKind::TransferOut);
            let is_theirs = plans.contains(line.doc.as_str()) && line.date <= as_of;
            if !is_sent || !is_theirs || reversed.contains(&at) {
                continue;
            }
            let (name, qty) = (Name::of_line(line), line.qty.unwrap_or_default());
            let leg = [&*line.doc, &*line.item, &*line.lot, &*line.counterparty];
            let is_transfer = line.kind == MovementKind::TransferOut;
            if let Some(there) = arrived.get_mut(&leg).filter(|_| is_transfer) {
                let part = qty.min(*there);
                *there -= part;
                *posted.arrived.entry(name.clone()).or_default() += part;
            }
            *posted.left.entry(name).or_default() += qty;
        }
        posted
    }

    /// Whether nothing of them was posted.
    pub fn is_nothing(&self) -> bool {
        self.left.is_empty()
    }

    /// The awards as far as their goods lie in the stores that give them.
    pub fn to_leave<'a>(&self, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
        less(&self.left, awards)
    }

    /// The awards as far as their goods are not among the balances of who gets them.
    pub fn to_arrive<'a>(&self, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
        less(&self.arrived, awards)
    }
}

/// The awards less what is done of them, each as far as it goes, in their order.
fn less<'a>(done: &HashMap<Name, Quantity>, awards: &'a [Allocation]) -> Cow<'a, [Allocation]> {
    if done.is_empty() {
        return Cow::Borrowed(awards);
    }
    let mut done = done.clone();
    let rest = awards.iter().filter_map(|award| {
        let Some(done) = done.get_mut(&Name::of_award(award)) else {
            return Some(award.clone());
        };
        let part = award.qty.min(*done).or_zero();
        *done -= part;
        let qty = award.qty - part;
        qty.is_positive().then(|| Allocation {
            qty,
            ..award.clone()
        })
    });
    rest.collect()
}

impl Name {
    fn of_line(line: &Movement) -> Name {
        Name {
            plan: line.doc.clone(),
            request: line.reference.clone(),
            from: line.site.clone(),
            to: line.counterparty.clone(),
            item: line.item.clone(),
            lot: line.lot.clone(),
            owner: line.owner.clone(),
            earmark: line.earmark.clone(),
            form: Form::stated(line.form),
        }
    }

    fn of_award(award: &Allocation) -> Name {
        Name {
            plan: award.plan.to_string(),
            request: format!("{}/{}", award.request, award.line),
            from: award.from_site.to_string(),
            to: award.site.to_string(),
            item: award.item.to_string(),
            lot: award.lot.to_string(),
            owner: award.owner.to_string(),
            earmark: award.earmark.to_string(),
            form: Form::stated(award.form),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::allocate::sample::{AS_OF, Sample, ask, day, lot, pieces};
    use crate::ledger::posting::movements_of_awards;

    /// What of 60 masks for Q1 is to leave and to arrive, when the lines of `change` are in the ledger.
    fn open(change: impl Fn(&mut Vec<Movement>)) -> [Quantity; 2] {
        let lots = vec![lot("mask", "A", 60, "2023-12-31")];
        let plan = Sample::of(lots, vec![ask("Q1", "F1", "mask", 60)]).plan();
        let as_of = day(AS_OF);
        let keepers = BTreeSet::from(["F1"]);
        let mut lines = movements_of_awards(&plan.allocation, &keepers, as_of);
        change(&mut lines);
        let plans = HashSet::from([plan.allocation[0].plan.as_str()]);
        let posted = Posted::of(&lines, &plans, as_of);
        let sum = |awards: Cow<[Allocation]>| awards.iter().map(|award| award.qty).sum();
        [
            sum(posted.to_leave(&plan.allocation)),
            sum(posted.to_arrive(&plan.allocation)),
        ]
    }

    #[test]
    fn what_was_posted_has_left_and_what_has_arrived_lies_with_its_receiver() {
        assert_eq!(open(Vec::clear), [pieces(60), pieces(60)]);
        assert_eq!(open(|_| ()), [pieces(0), pieces(60)]);
        let arrives = |lines: &mut Vec<Movement>| {
            lines.push(Movement {
                kind: MovementKind::TransferIn,
                site: "F1".to_owned(),
                counterparty: lines[0].site.clone(),
                qty: Some(pieces(45)),
                ..lines[0].clone()
            });
        };
        assert_eq!(open(arrives), [pieces(0), pieces(15)]);
    }

    #[test]
    fn a_part_a_line_that_was_taken_back_and_one_of_a_later_day_are_seen_as_such() {
        let part = |lines: &mut Vec<Movement>| lines[0].qty = Some(pieces(20));
        assert_eq!(open(part), [pieces(40), pieces(60)]);
        let undone = |lines: &mut Vec<Movement>| {
            let reference = format!("{}/{}", lines[0].doc, lines[0].line);
            lines.push(Movement {
                doc: "R1".to_owned(),
                kind: MovementKind::Reversal,
                reference,
                ..lines[0].clone()
            });
        };
        assert_eq!(open(undone), [pieces(60), pieces(60)]);
        let later = |lines: &mut Vec<Movement>| lines[0].date = day("2022-03-15");
        assert_eq!(open(later), [pieces(60), pieces(60)]);
    }
}

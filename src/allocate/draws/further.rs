//! How does a plan go on from plans before it?
//!
//! What they gave stays given, and so does what was transferred, and what the ledger gave to the lines: it has left the
//! stores, lies with who got it and counts for the line it was given to, once, whether it was posted since (`posted.rs`)
//! or not. What the lines are still open
//! for is planned by itself, out of what is left; the answer is both together, and `unmet` speaks of whole lines.
//!
//! Never: a word on the plans before. Each is judged as the run that it was.

use std::collections::HashMap;

use crate::allocate::supply::posted::Posted;
use crate::allocate::supply::remaining::remaining;
use crate::allocate::transfer::as_award;
use crate::allocate::{Earlier, Plan, PlanInputs};
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, OnHand, Request, Transfer, Unmet};
use crate::quantity::Quantity;

/// What was given before a plan, and what that leaves to it.
pub struct Further {
    /// All that was given: by plans, whose awards come first, by transfers, and by other documents of the ledger.
    given: Vec<Allocation>,
    /// How many of these are awards of plans.
    planned: usize,
    /// The part of it that is not among the balances of who gets it.
    arriving: Vec<Allocation>,
    /// What that is to each line.
    met: HashMap<(Text, Text), Quantity>,
    /// The balances after it.
    left: Vec<OnHand>,
    /// The lines that are still open, each for what it lacks.
    open: Vec<Request>,
}

impl Further {
    /// What is left to a plan of `whole` inputs behind the awards `planned`, the goods `moved`, and what was `posted` of these
    /// and beside them.
    pub fn of(
        planned: Vec<Allocation>,
        moved: &[Transfer],
        posted: &Posted,
        whole: &PlanInputs,
    ) -> Further {
        let count = planned.len();
        let mut given = planned;
        given.extend(moved.iter().map(as_award));
        given.extend(posted.others().iter().cloned());
        let mut met: HashMap<(Text, Text), Quantity> = HashMap::new();
        for award in &given {
            let line = (award.request.clone(), award.line.clone());
            *met.entry(line).or_default() += award.met();
        }
        let lines = whole.requests.iter();
        Further {
            open: lines.filter_map(|line| still_open(line, &met)).collect(),
            left: remaining(whole.onhand, &posted.to_leave(&given)),
            arriving: posted.to_arrive(&given).into_owned(),
            given,
            planned: count,
            met,
        }
    }

    /// The inputs of the plan that goes on.
    pub fn inputs<'a>(&'a self, whole: &PlanInputs<'a>) -> PlanInputs<'a> {
        PlanInputs {
            onhand: &self.left,
            requests: &self.open,
            earlier: Earlier {
                requests: whole.requests,
                given: &self.arriving,
            },
            ..*whole
        }
    }

    /// What the plans give together: the awards of those before, and then those of the one that goes on.
    pub fn joined(&self, drawn: Plan) -> Plan {
        let unmet = drawn.unmet.into_iter().map(|row| {
            let before = self.met_of(&row);
            Unmet {
                requested: row.requested.map(|open| open + before),
                given: row.given + before,
                ..row
            }
        });
        Plan {
            unmet: unmet.collect(),
            allocation: [self.planned(), &drawn.allocation].concat(),
            notes: drawn.notes,
        }
    }

    /// What `unmet` says of whole lines as the plan that goes on says it: of what was left to it.
    pub fn of_open(&self, unmet: &[Unmet]) -> Vec<Unmet> {
        let rows = unmet.iter().map(|row| {
            let before = self.met_of(row);
            Unmet {
                requested: row.requested.map(|asked| asked - before),
                given: row.given - before,
                ..row.clone()
            }
        });
        rows.collect()
    }

    /// All that was given, before and by the plan that goes on.
    pub fn given_with(&self, drawn: &[Allocation]) -> Vec<Allocation> {
        [&*self.given, drawn].concat()
    }

    /// All that was given before.
    pub fn given(&self) -> &[Allocation] {
        &self.given
    }

    /// The awards of the plans before.
    pub fn planned(&self) -> &[Allocation] {
        &self.given[..self.planned]
    }

    fn met_of(&self, row: &Unmet) -> Quantity {
        let met = self.met.get(&(row.request.clone(), row.line.clone()));
        met.copied().unwrap_or_default()
    }
}

/// What a line is still open for; `None` where it is met. One that does not say how much it asks for stays as it is.
fn still_open(line: &Request, met: &HashMap<(Text, Text), Quantity>) -> Option<Request> {
    let met = met.get(&(line.request.clone(), line.line.clone()));
    let (Some(asked), Some(met)) = (line.qty, met) else {
        return Some(line.clone());
    };
    let open = asked - *met;
    open.is_positive().then(|| line.open_for(open, *met))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::audit::audit_last;
    use crate::allocate::plan;
    use crate::allocate::sample::{Sample, ask, awards, given, lot, unmet};

    /// Two plans, one behind the other: of depot D1 first, and then of D2 for what is open. The second as it was judged.
    fn behind(sample: &Sample, first: &str, second: &str) -> (Plan, Vec<String>) {
        let (first, second) = ([first.to_owned()], [second.to_owned()]);
        let whole = sample.inputs();
        let before = plan(&PlanInputs {
            from: Some(&first),
            ..whole
        });
        let before = before.unwrap_or_else(|refused| panic!("{refused}"));
        let further = Further::of(before.allocation, &[], &Posted::default(), &whole);
        let inputs = PlanInputs {
            from: Some(&second),
            plan_id: "p2",
            ..further.inputs(&whole)
        };
        let drawn = plan(&inputs).unwrap_or_else(|refused| panic!("{refused}"));
        let (own, unmet) = (drawn.allocation.clone(), drawn.unmet.clone());
        let joined = further.joined(drawn);
        assert_eq!(further.of_open(&joined.unmet), unmet);
        let all = further.given_with(&own);
        let found = audit_last(&whole, &inputs, None, &own, &all, &joined.unmet, &[]);
        assert_eq!(found, []);
        let given = awards(&joined);
        (joined, given)
    }

    fn at(depot: &str, code: &str, qty: i64) -> OnHand {
        OnHand {
            site: depot.to_owned(),
            ..lot("mask", code, qty, "2023-12-31")
        }
    }

    #[test]
    fn what_was_given_stays_given_and_counts_for_its_line() {
        let lots = vec![at("D1", "A", 60), at("D2", "B", 100)];
        let requests = vec![ask("Q1", "CASE", "mask", 100), ask("Q2", "F1", "mask", 80)];
        let (plan, given_out) = behind(&Sample::of(lots, requests), "D1", "D2");
        assert_eq!(given_out, ["Q1 A 60", "Q1 B 40", "Q2 B 60"]);
        let open = unmet(&plan, "Q2");
        let of_line = [open.requested, Some(open.given), open.short];
        let pieces = |qty| Quantity::whole(qty);
        assert_eq!(of_line, [pieces(80), pieces(60), pieces(20)]);
        assert_eq!(plan.unmet.len(), 1);
    }

    #[test]
    fn a_lot_that_was_given_out_is_not_given_again() {
        let requests = vec![ask("Q1", "CASE", "mask", 100)];
        let (plan, given_out) = behind(&Sample::of(vec![at("D1", "A", 60)], requests), "D1", "D1");
        assert_eq!(given_out, ["Q1 A 60"]);
        assert_eq!(given(&plan, "Q1"), 60);
        assert_eq!(unmet(&plan, "Q1").short, Quantity::whole(40));
    }

    #[test]
    fn the_least_that_is_of_use_is_what_is_missing_of_it() {
        let request = ask("Q1", "CASE", "mask", 100).with_least(Quantity::whole(70));
        let sample = Sample::of(vec![at("D1", "A", 60)], vec![request]);
        let whole = sample.inputs();
        let before = plan(&whole).unwrap_or_else(|refused| panic!("{refused}"));
        let further = Further::of(before.allocation, &[], &Posted::default(), &whole);
        let open = further.inputs(&whole).requests;
        let least = open.iter().map(|line| (line.qty, line.terms().min_qty));
        assert_eq!(
            least.collect::<Vec<_>>(),
            [(Quantity::whole(40), Quantity::whole(10))]
        );
    }
}

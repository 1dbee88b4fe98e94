//! What do the lines of a plan become when the ledger has some of its awards already?
//!
//! An award is one line of the ledger, in the document of its plan. What `allocate dispatch` sent of it is in documents of
//! its own, and does not leave a second time. Of a plan that enters in parts each award keeps the line number that the
//! ledger gave it, and those that follow get the next free ones.
//!
//! Never: whether an award may leave.

use std::collections::{HashMap, HashSet};

use crate::ledger::tables::Movement;
use crate::quantity::Quantity;

use super::posted::{Name, departures, plan_of};

/// How the lines of plans enter the ledger.
#[derive(Debug, Default)]
pub struct Entering {
    /// Each line in its place; `None` where all of it left in other documents of its plan.
    pub lines: Vec<Option<Movement>>,
    /// How many lines of the same documents are there, and were taken back.
    pub taken_back: usize,
}

/// The `lines` of plans as they enter a ledger that has those of `known`.
pub fn entering(lines: &[Movement], known: &[Movement]) -> Entering {
    let plans: HashSet<&str> = lines.iter().map(|line| line.doc.as_str()).collect();
    let last = known.iter().map(|line| line.date).max();
    let mut sent: HashMap<Name, Quantity> = HashMap::new();
    let mut own: HashMap<Name, (&str, bool)> = HashMap::new();
    for departure in last.map_or(Vec::new(), |last| departures(known, last)) {
        let line = departure.line;
        match plan_of(&line.doc, &plans) {
            Some(plan) if plan == line.doc => {
                let is_back = !departure.gone.is_positive() && departure.back.is_positive();
                own.insert(Name::of_line(line, plan), (&line.line, is_back));
            }
            Some(plan) => *sent.entry(Name::of_line(line, plan)).or_default() += departure.gone,
            None => {}
        }
    }
    let theirs = known.iter().filter(|line| plans.contains(&*line.doc));
    let mut taken: HashSet<[String; 2]> = theirs
        .map(|line| [line.doc.clone(), line.line.clone()])
        .collect();
    let mut entering = Entering::default();
    for line in lines {
        let mut line = line.clone();
        let name = Name::of_line(&line, &line.doc);
        let gone = sent.get(&name).copied().unwrap_or_default();
        let qty = line.qty.unwrap_or_default() - gone;
        let there = own.remove(&name);
        if gone.is_positive() && !qty.is_positive() {
            entering.lines.push(None);
            continue;
        }
        line.qty = line.qty.map(|_| qty);
        match there {
            Some((number, is_back)) => {
                line.line = number.to_owned();
                entering.taken_back += usize::from(is_back);
            }
            None => {
                line.line = free(&line, &taken);
                taken.insert([line.doc.clone(), line.line.clone()]);
            }
        }
        entering.lines.push(Some(line));
    }
    entering
}

/// The number of a line, or the next one that its document has free.
fn free(line: &Movement, taken: &HashSet<[String; 2]>) -> String {
    let is_free = |number: &String| !taken.contains(&[line.doc.clone(), number.clone()]);
    let first: usize = line.line.parse().unwrap_or(1);
    let mut numbers = (first..).map(|number| number.to_string());
    numbers.find(is_free).unwrap_or_else(|| line.line.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::allocate::sample::{AS_OF, Sample, ask, day, lot, pieces};
    use crate::ledger::posting::movements_of_awards;

    /// Two lines of a plan, of 60 and of 20 masks.
    fn lines() -> Vec<Movement> {
        let lots = vec![lot("mask", "A", 80, "2023-12-31")];
        let asked = vec![ask("Q1", "F1", "mask", 60), ask("Q2", "F1", "mask", 20)];
        let plan = Sample::of(lots, asked).plan();
        movements_of_awards(&plan.allocation, &BTreeSet::new(), day(AS_OF))
    }

    fn told(entering: &Entering) -> Vec<Option<(&str, Option<Quantity>)>> {
        let lines = entering.lines.iter();
        lines
            .map(|line| line.as_ref().map(|line| (line.line.as_str(), line.qty)))
            .collect()
    }

    #[test]
    fn a_line_keeps_its_number_and_what_follows_gets_a_free_one() {
        let lines = lines();
        let second = Movement {
            line: "1".to_owned(),
            ..lines[1].clone()
        };
        let rest = entering(&lines[..1], std::slice::from_ref(&second));
        assert_eq!(told(&rest), [Some(("2", Some(pieces(60))))]);
        let first = rest.lines[0].clone().expect("it has not left");
        let again = entering(&lines, &[second, first]);
        let there = [("2", Some(pieces(60))), ("1", Some(pieces(20)))];
        assert_eq!(told(&again), there.map(Some));
    }

    #[test]
    fn what_left_in_a_document_of_the_plan_does_not_leave_again() {
        let lines = lines();
        let dispatched = |qty| Movement {
            doc: format!("{}-1", lines[0].doc),
            qty: Some(pieces(qty)),
            ..lines[0].clone()
        };
        let second = Some(("2", Some(pieces(20))));
        let part = entering(&lines, &[dispatched(45)]);
        assert_eq!(told(&part), [Some(("1", Some(pieces(15)))), second]);
        let whole = entering(&lines, &[dispatched(60)]);
        assert_eq!(told(&whole), [None, second]);
    }
}

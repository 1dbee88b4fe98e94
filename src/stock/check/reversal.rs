//! Check `reversal`: what may not be undone, and what a reversal may not undo.
//!
//! A reversal is the only correction. It undoes one whole line, which it names in `ref`; a line is undone once, a
//! reversal never, and nothing before it happened. A line that was undone wrongly is posted again under a new number.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::reversal::{reference, reversed_lines};
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};

use super::{CheckInputs, Outcome, finding};

/// What is wrong with one reversal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its position among the movements.
    pub at: usize,
    pub message: String,
    pub hint: &'static str,
}

/// Reversals that undo nothing, or what may not be undone so.
pub fn reversal(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let faults = faults(&movements.rows).into_iter();
    let findings = faults.map(|fault| Finding {
        value: movements.rows[fault.at].reference.clone(),
        expected: "doc/line".to_owned(),
        hint: fault.hint.to_owned(),
        ..finding(
            movements,
            fault.at,
            "reversal",
            Severity::Error,
            fault.message,
        )
    });
    Outcome::Found(findings.collect())
}

/// What is wrong with the reversals among `movements`, in ledger order.
pub fn faults(movements: &[Movement]) -> Vec<Fault> {
    let is_reversal = |row: &Movement| row.kind == MovementKind::Reversal;
    if !movements.iter().any(is_reversal) {
        return Vec::new();
    }
    let lines: BTreeMap<String, &Movement> =
        movements.iter().map(|row| (reference(row), row)).collect();
    let mut undone: BTreeMap<&str, String> = BTreeMap::new();
    let mut faults = Vec::new();
    let reversals = movements.iter().enumerate();
    for (at, row) in reversals.filter(|(_, row)| is_reversal(row)) {
        let line = lines.get(&row.reference).copied();
        match fault(row, line, undone.get(row.reference.as_str())) {
            Some((message, hint)) => faults.push(Fault { at, message, hint }),
            None => {
                undone.insert(&row.reference, reference(row));
            }
        }
    }
    faults
}

/// The positions of the lines that reversals undo, whenever they do.
pub fn undone_lines(movements: &[Movement]) -> BTreeSet<usize> {
    let last = movements.iter().map(|movement| movement.date).max();
    last.map(|last| reversed_lines(movements, last))
        .unwrap_or_default()
}

/// The lines that count, with their positions, in the order of the ledger: all but those that reversals undo.
pub fn standing_lines(movements: &[Movement]) -> Vec<(usize, &Movement)> {
    let undone = undone_lines(movements);
    let lines = movements.iter().enumerate();
    lines.filter(|(at, _)| !undone.contains(at)).collect()
}

/// What is wrong with a reversal of `line` that `earlier` may have undone before.
fn fault(
    reversal: &Movement,
    line: Option<&Movement>,
    earlier: Option<&String>,
) -> Option<(String, &'static str)> {
    let name = &reversal.reference;
    let Some(line) = line else {
        let message = match name.as_str() {
            "" => "a reversal names no line".to_owned(),
            name => format!("there is no line {name} to reverse"),
        };
        return Some((
            message,
            "write the document and line of the movement into ref",
        ));
    };
    if line.kind == MovementKind::Reversal {
        let message = format!("{name} is a reversal itself");
        return Some((message, "post the movement again under a number of its own"));
    }
    if let Some(earlier) = earlier {
        let message = format!("{name} was reversed before, by {earlier}");
        return Some((message, "a line is undone once; leave this one out"));
    }
    if reversal.date < line.date {
        let message = format!(
            "{name} is dated {}, and its reversal {}",
            line.date, reversal.date
        );
        return Some((message, "nothing is undone before it happened"));
    }
    let differs = |ours: &str, theirs: &str| !ours.is_empty() && ours != theirs;
    let is_other = reversal.site != line.site
        || reversal.item != line.item
        || differs(&reversal.lot, &line.lot);
    if is_other {
        let message = format!(
            "{name} moved {} at {}, and its reversal speaks of other goods",
            goods(line),
            line.site
        );
        return Some((message, "write site, item and lot as the line has them"));
    }
    let is_part = reversal.qty.is_some() && reversal.qty != line.qty;
    is_part.then(|| {
        let stated = |qty: Option<crate::quantity::Quantity>| {
            qty.map_or("nothing".to_owned(), |qty| qty.to_string())
        };
        let message = format!(
            "{name} moved {}, and its reversal says {}",
            stated(line.qty),
            stated(reversal.qty)
        );
        (
            message,
            "a reversal undoes its whole line; post what is right as a new document",
        )
    })
}

fn goods(line: &Movement) -> String {
    match line.lot.as_str() {
        "" => line.item.clone(),
        lot => format!("{} lot {lot}", line.item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::quantity::Quantity;

    fn movement(doc: &str, day: u32, kind: MovementKind, reference: &str) -> Movement {
        Movement {
            doc: doc.to_owned(),
            line: "1".to_owned(),
            qty: Quantity::whole(5),
            lot: "A".to_owned(),
            reference: reference.to_owned(),
            ..Movement::new(Day::new(2022, 3, day).expect("a date"), kind, "D1", "mask")
        }
    }

    fn found(reversals: &[Movement]) -> Vec<String> {
        let mut movements = vec![movement("I1", 2, MovementKind::Issue, "")];
        movements.extend_from_slice(reversals);
        let faults = faults(&movements).into_iter();
        faults.map(|fault| fault.message).collect()
    }

    fn reversal(doc: &str, day: u32, of: &str) -> Movement {
        movement(doc, day, MovementKind::Reversal, of)
    }

    #[test]
    fn a_line_is_undone_once_and_not_before_it_happened() {
        assert!(found(&[reversal("X1", 2, "I1/1")]).is_empty());
        assert_eq!(
            found(&[reversal("X1", 1, "I1/1")]),
            ["I1/1 is dated 2022-03-02, and its reversal 2022-03-01"]
        );
        assert_eq!(
            found(&[reversal("X1", 3, "I1/1"), reversal("X2", 4, "I1/1")]),
            ["I1/1 was reversed before, by X1/1"]
        );
    }

    #[test]
    fn a_reversal_undoes_a_line_that_is_there_and_no_reversal() {
        assert_eq!(
            found(&[reversal("X1", 3, "I9/1")]),
            ["there is no line I9/1 to reverse"]
        );
        assert_eq!(
            found(&[reversal("X1", 3, "I1/1"), reversal("X2", 4, "X1/1")]),
            ["X1/1 is a reversal itself"]
        );
    }

    #[test]
    fn a_reversal_undoes_the_whole_line_and_speaks_of_its_goods() {
        let whole = |qty| Movement {
            qty,
            ..reversal("X1", 3, "I1/1")
        };
        assert!(found(&[whole(None)]).is_empty());
        assert_eq!(
            found(&[whole(Quantity::whole(4))]),
            ["I1/1 moved 5, and its reversal says 4"]
        );
        let other = Movement {
            lot: "B".to_owned(),
            ..reversal("X1", 3, "I1/1")
        };
        assert_eq!(
            found(&[other]),
            ["I1/1 moved mask lot A at D1, and its reversal speaks of other goods"]
        );
    }
}

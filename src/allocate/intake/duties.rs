//! Which lines do not say their line of duty, although it decides who comes first?
//!
//! A blank counts as the first line, so that a form without the column loses nothing by it. Where others of the same goods
//! say that they are of the second, it gains by it, and somebody should look.
//!
//! Never: in which order lines of duty come.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::engine::number::{Numbered, numbered};
use crate::ledger::Loaded;
use crate::ledger::tables::Request;
use crate::ledger::word::Duty;
use crate::policy::Rules;

/// Warns of lines without a line of duty that come before others of the same goods for that.
///
/// Rule: `P1-A01`.
pub fn unstated_duties(lines: &Loaded<Request>, rules: &Rules) -> Option<Diagnostic> {
    rules.duty.as_ref()?;
    let Numbered { names, of } = numbered(&lines.rows, |line| &line.item);
    let mut are_told_apart = vec![false; names.len()];
    for (line, item) in lines.rows.iter().zip(&of) {
        are_told_apart[*item as usize] |= line.duty == Some(Duty::Second);
    }
    let placed = lines.rows.iter().zip(&lines.places).zip(&of);
    let mut unstated = placed.filter_map(|((line, place), item)| {
        (line.duty.is_none() && are_told_apart[*item as usize]).then_some(place)
    });
    let first = unstated.next()?.clone();
    let message = match unstated.count() {
        0 => "1 request line does not say its line of duty: it counts as first line, before others of the second".to_owned(),
        more => format!(
            "{} request lines do not say their line of duty: they count as first line, before others of the second",
            more + 1
        ),
    };
    Some(
        Diagnostic::warning(Code::MissingCell, message)
            .at(first.unwrap_or_else(|| Place::file("request")))
            .hint("write first or second into column duty"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask};

    #[test]
    fn a_blank_is_told_where_others_of_the_goods_say_that_they_are_of_the_second_line() {
        let line = |request: &str, item: &str, duty: Option<Duty>| Request {
            duty,
            ..ask(request, "F1", item, 10)
        };
        let told = |rows: Vec<Request>| {
            let rules = Sample::of(Vec::new(), Vec::new()).rules;
            let places = vec![None; rows.len()];
            let note = unstated_duties(&Loaded { rows, places }, &rules);
            note.map(|note| note.message)
        };
        let (first, second) = (Some(Duty::First), Some(Duty::Second));
        let blank = line("A", "mask", None);
        assert_eq!(told(vec![blank.clone(), line("B", "mask", first)]), None);
        assert_eq!(told(vec![blank.clone(), line("B", "n95", second)]), None);
        let message = told(vec![blank.clone(), line("B", "mask", second)]);
        assert!(message.is_some_and(|message| message.starts_with("1 request line does")));
        let message = told(vec![blank.clone(), line("B", "mask", second), blank]);
        assert!(message.is_some_and(|message| message.starts_with("2 request lines do")));
    }
}

//! Which request lines are there, item by item?
//!
//! A line keeps its place in the order of (request, line), so that neither the order of the input
//! nor the file a line stood in changes a plan.
//!
//! Never: who may have the goods (`eligibility.rs`), who comes first (`claimant.rs`).

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Refused, Result};
use crate::ledger::tables::Request;

/// All request lines by (request, line), and those of each item.
pub(super) struct Lines<'a> {
    pub(super) all: Vec<&'a Request>,
    /// Items by code, each with the numbers of its lines in `all`, ascending.
    pub(super) by_item: Vec<(&'a str, Vec<usize>)>,
}

impl<'a> Lines<'a> {
    /// Puts the lines in order.
    ///
    /// Errors: `conflict` where a key stands twice, `bad-quantity` where a line asks for less than nothing.
    pub(super) fn of(requests: &'a [Request]) -> Result<Lines<'a>> {
        let mut all: Vec<&Request> = requests.iter().collect();
        all.sort_by_cached_key(|row| (row.request.as_str(), row.line.as_str()));
        let faults = faults(&all);
        if !faults.is_empty() {
            return Err(Refused(faults));
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let mut by_item: Vec<(&str, Vec<usize>)> = Vec::new();
        for (number, row) in all.iter().enumerate() {
            let at = *seen.entry(&row.item).or_insert_with(|| {
                by_item.push((&row.item, Vec::new()));
                by_item.len() - 1
            });
            by_item[at].1.push(number);
        }
        by_item.sort_unstable();
        Ok(Lines { all, by_item })
    }
}

fn faults(sorted: &[&Request]) -> Vec<Diagnostic> {
    let twice = sorted
        .windows(2)
        .filter(|pair| (&pair[0].request, &pair[0].line) == (&pair[1].request, &pair[1].line))
        .map(|pair| {
            Diagnostic::error(Code::Conflict, format!("{} stands twice", name(pair[0])))
                .hint("give every line of a request a number of its own")
        });
    let negative = sorted
        .iter()
        .filter(|row| row.qty.is_some_and(|qty| qty.is_negative()))
        .map(|row| {
            let asked = row.qty.unwrap_or_default();
            Diagnostic::error(Code::BadQuantity, format!("{} asks for {asked}", name(row)))
                .hint("write what is asked for, or leave the cell empty where it is not known")
        });
    twice.chain(negative).collect()
}

/// How a message calls a line.
pub(super) fn name(row: &Request) -> String {
    format!("request {} line {} of {}", row.request, row.line, row.site)
}

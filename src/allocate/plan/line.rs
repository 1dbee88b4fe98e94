//! Which request lines are there, item by item?
//!
//! A line keeps its place in the order of (request, line), so that neither the order of the input
//! nor the file a line stood in changes a plan.
//!
//! Never: who may have the goods (`eligibility.rs`), who comes first (`claimant.rs`).

use std::cmp::Ordering;

use crate::diagnostic::{Code, Diagnostic, Refused, Result};
use crate::engine::number::{Numbered, numbered};
use crate::engine::parallel::{both, each, sort};
use crate::ledger::Text;
use crate::ledger::tables::Request;

/// All request lines by (request, line), and those of each item.
pub(in crate::allocate) struct Lines<'a> {
    pub(in crate::allocate) all: Vec<&'a Request>,
    /// Items by code, each with the numbers of its lines in `all`, ascending.
    pub(in crate::allocate) by_item: Vec<(&'a str, Vec<usize>)>,
    /// The sites that ask, in the order in which `all` names them, and the number of that of each line.
    pub(in crate::allocate) sites: Vec<&'a str>,
    pub(in crate::allocate) site_of: Vec<usize>,
}

/// What lines are sorted by: the beginning of its key, and the place of the line in the input.
#[derive(Clone, Copy)]
struct SortKey {
    request: Head,
    line: Head,
    at: usize,
}

/// The beginning of a text as a number of the same order; equal heads of texts that fit are of equal texts.
type Head = u64;

/// Bytes of a text in its head. The last byte tells how many they are, and that there are more by one too many.
const HEAD_BYTES: usize = 7;

impl<'a> Lines<'a> {
    /// Puts the lines in order.
    ///
    /// Errors: `conflict` where a key stands twice, `bad-quantity` where a line asks for less than nothing.
    pub(in crate::allocate) fn of(requests: &'a [Request]) -> Result<Lines<'a>> {
        let order = |a: &SortKey, b: &SortKey| by_key(requests, a, b).then(a.at.cmp(&b.at));
        let mut places = each(requests, sort_key);
        places
            .iter_mut()
            .zip(0..)
            .for_each(|(place, at)| place.at = at);
        sort(&mut places, order);
        let faults = faults(&places, requests);
        if !faults.is_empty() {
            return Err(Refused(faults));
        }
        let at = || places.iter().map(|place| place.at);
        let ((items, item_of), (sites, site_of)) = both(
            requests.len(),
            || in_order(numbered(requests, |row| &row.item), at()),
            || in_order(numbered(requests, |row| &row.site), at()),
        );
        let mut by_item: Vec<(&str, Vec<usize>)> =
            items.into_iter().map(|item| (item, Vec::new())).collect();
        for (number, item) in item_of.into_iter().enumerate() {
            by_item[item].1.push(number);
        }
        by_item.sort_unstable();
        Ok(Lines {
            all: at().map(|at| &requests[at]).collect(),
            by_item,
            sites,
            site_of,
        })
    }
}

/// The different names in the `order` in which lines have them, and the number of that of each line.
fn in_order<'a>(
    read: Numbered<'a>,
    order: impl Iterator<Item = usize>,
) -> (Vec<&'a str>, Vec<usize>) {
    let mut renumbered: Vec<Option<usize>> = vec![None; read.names.len()];
    let mut in_order = Vec::new();
    let numbers = order.map(|at| {
        let name = read.of[at] as usize;
        *renumbered[name].get_or_insert_with(|| {
            in_order.push(read.names[name]);
            in_order.len() - 1
        })
    });
    let numbers = numbers.collect();
    (in_order, numbers)
}

/// Where a line stands by its key; its place in the input is filled in when all are there.
fn sort_key(row: &Request) -> SortKey {
    SortKey {
        request: head(&row.request),
        line: head(&row.line),
        at: 0,
    }
}

fn head(text: &str) -> Head {
    let mut head = [0; HEAD_BYTES + 1];
    let fitting = text.len().min(HEAD_BYTES);
    head[..fitting].copy_from_slice(&text.as_bytes()[..fitting]);
    head[HEAD_BYTES] = text.len().min(HEAD_BYTES + 1) as u8;
    Head::from_be_bytes(head)
}

/// The order of two lines by (request, line).
fn by_key(requests: &[Request], a: &SortKey, b: &SortKey) -> Ordering {
    let (one, other) = (&requests[a.at], &requests[b.at]);
    by_text((a.request, &one.request), (b.request, &other.request))
        .then_with(|| by_text((a.line, &one.line), (b.line, &other.line)))
}

/// The order of two texts, which is that of their heads wherever those tell it.
fn by_text((head, text): (Head, &Text), (other, other_text): (Head, &Text)) -> Ordering {
    let is_whole = head.to_be_bytes()[HEAD_BYTES] <= HEAD_BYTES as u8;
    head.cmp(&other).then_with(|| match is_whole {
        true => Ordering::Equal,
        false => text.cmp(other_text),
    })
}

fn faults(sorted: &[SortKey], requests: &[Request]) -> Vec<Diagnostic> {
    let twice = sorted
        .windows(2)
        .filter(|pair| by_key(requests, &pair[0], &pair[1]).is_eq())
        .map(|pair| {
            let message = format!("{} stands twice", name(&requests[pair[0].at]));
            Diagnostic::error(Code::Conflict, message)
                .hint("give every line of a request a number of its own")
        });
    let negative = sorted
        .iter()
        .map(|place| &requests[place.at])
        .filter(|row| row.qty.is_some_and(|qty| qty.is_negative()))
        .map(|row| {
            let asked = row.qty.unwrap_or_default();
            Diagnostic::error(Code::BadQuantity, format!("{} asks for {asked}", name(row)))
                .hint("write what is asked for, or leave the cell empty where it is not known")
        });
    twice.chain(negative).collect()
}

/// How a message calls a line.
pub(in crate::allocate) fn name(row: &Request) -> String {
    format!("request {} line {} of {}", row.request, row.line, row.site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_the_order_of_their_texts_however_long_those_are() {
        let texts = [
            "",
            "R",
            "R1",
            "R10",
            "R2",
            "request",
            "request1",
            "request10",
            "request2",
            "口",
            "口罩",
            "口罩一",
            "口罩二",
        ];
        let mut requests = Vec::new();
        for request in texts.iter().rev() {
            for line in texts {
                let row = Request {
                    request: (*request).into(),
                    line: line.into(),
                    ..Request::of("H1", "mask")
                };
                requests.push(row);
            }
        }
        let lines = Lines::of(&requests).expect("no key stands twice");
        let key = |row: &&Request| (row.request.clone(), row.line.clone());
        assert!(lines.all.is_sorted_by_key(key));
        assert_eq!(lines.all.len(), texts.len() * texts.len());
        requests.push(requests[5].clone());
        assert!(Lines::of(&requests).is_err());
    }
}

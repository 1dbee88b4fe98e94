//! Do several plans and transfers, one behind another, keep their promises together?
//!
//! Of the plans before the last nobody says with what flags they were made, so that who came first in them is not judged
//! again. What holds whatever the flags were is: that the goods are there, in store and usable, and that the line may have
//! them. No lot gives more than it holds to all of them together.

use std::collections::HashSet;

use crate::ledger::tables::{Allocation, Finding};

use super::super::PlanInputs;
use super::book::Book;
use super::in_order;
use super::lot::{facts, over_issued};
use super::road::Roads;

/// Judges what was given together: the awards of the plans `before` one by one, and by the lots that they are from all
/// goods that are `leaving`.
///
/// `whole`: the inputs of the first plan, with all that its balances hold. `known`: what is wrong with the last plan, which
/// is not said twice.
pub fn audit_chain(
    whole: &PlanInputs,
    before: &[Allocation],
    leaving: &[Allocation],
    known: &[Finding],
) -> Vec<Finding> {
    let book = Book::of(whole);
    let roads = Roads::of(&book.inputs);
    let before = book.trace(before);
    let mut found: Vec<Finding> = before
        .iter()
        .flat_map(|award| facts(award, &book, &roads))
        .collect();
    let lot = |row: &Finding| [&row.site, &row.item, &row.lot].map(String::clone);
    let known = known.iter().filter(|row| row.code == "over_issued");
    let known: HashSet<[String; 3]> = known.map(lot).collect();
    let over = over_issued(&book, &book.trace(leaving)).into_iter();
    found.extend(over.filter(|row| !known.contains(&lot(row))));
    in_order(found)
}

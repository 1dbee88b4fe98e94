//! What did donors mean for somebody who does not ask for it, and by which documents did it come in?
//!
//! A balance bears the wish and not the document: that is looked up among the receipts, by item, lot and wish, wherever
//! the goods lie by now.
//!
//! Never: who may have it; that is the wish itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::Movement;
use crate::ledger::word::MovementKind;
use crate::quantity::Quantity;

use super::problem::Problem;

/// The documents by which goods came in that a donor meant for somebody: by item, lot and wish.
#[derive(Debug, Clone, Default)]
pub struct Gifts(BTreeMap<[String; 3], BTreeSet<String>>);

impl Gifts {
    /// Those of a ledger.
    pub fn of(movements: &[Movement]) -> Gifts {
        let mut gifts = Gifts::default();
        let is_gift =
            |row: &&Movement| row.kind == MovementKind::Receipt && !row.earmark.is_empty();
        for row in movements.iter().filter(is_gift) {
            let goods = [&row.item, &row.lot, &row.earmark].map(String::clone);
            gifts.0.entry(goods).or_default().insert(row.doc.clone());
        }
        gifts
    }

    fn documents(&self, goods: [&str; 3]) -> impl Iterator<Item = &str> {
        let documents = self.0.get(&goods.map(str::to_owned));
        documents.into_iter().flatten().map(String::as_str)
    }
}

/// What is left of the goods of one wish.
#[derive(Default)]
struct Left<'a> {
    qty: i64,
    lots: BTreeSet<&'a str>,
    documents: BTreeSet<&'a str>,
}

/// Notes what donors meant for somebody and nobody they meant asked for.
///
/// Rule: `P0-A05`.
pub(super) fn unused(problem: &Problem, gifts: Option<&Gifts>) -> Vec<Diagnostic> {
    let mut left: BTreeMap<&str, Left> = BTreeMap::new();
    let lots = problem.lots.iter();
    for lot in lots.filter(|lot| lot.wish.is_some() && lot.left > 0) {
        let of_wish = left.entry(&lot.row.earmark).or_default();
        of_wish.qty += lot.left;
        of_wish.lots.insert(&lot.row.lot);
        let goods = [&lot.row.item, &lot.row.lot, &lot.row.earmark].map(String::as_str);
        let documents = gifts.into_iter().flat_map(|gifts| gifts.documents(goods));
        of_wish.documents.extend(documents);
    }
    let kept = left.into_iter().map(|(earmark, left)| {
        let qty = Quantity::from_thousandths(left.qty);
        let message = format!(
            "{qty} of {} stay in store for \"{earmark}\"{}; nobody it admits asks for more",
            problem.item,
            left.which()
        );
        Diagnostic::warning(Code::BadWord, message)
            .hint("check the earmark, or ask the donor to widen it")
    });
    kept.collect()
}

impl Left<'_> {
    /// By what the goods are found: their lots, and the documents that they came by.
    fn which(&self) -> String {
        let list = |names: &BTreeSet<&str>| {
            let names = names.iter().copied().filter(|name| !name.is_empty());
            names.collect::<Vec<&str>>().join(", ")
        };
        let (lots, documents) = (list(&self.lots), list(&self.documents));
        match (lots.is_empty(), documents.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!(" (document {documents})"),
            (false, true) => format!(" (lot {lots})"),
            (false, false) => format!(" (lot {lots} of document {documents})"),
        }
    }
}

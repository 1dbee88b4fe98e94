//! Dated snapshots as a ledger: what was counted on each day and, on request, what must have come and gone between.
//!
//! A row of a snapshot is a count. What a snapshot does not list is not said to be nothing, unless the user says that
//! the list is complete. What is inferred stands beside the counts, is marked in its note, and is never a fact.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::{Balances, in_ledger_order, post};
use crate::ledger::LotKey;
use crate::ledger::tables::{Movement, OnHand};
use crate::ledger::word::{Form, MovementKind};
use crate::quantity::Quantity;

/// What the lines end with that are inferred from a count.
pub const INFERRED: &str = "/inferred";

/// What the user says of the snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Work out receipts and issues from one count to the next.
    pub infer: bool,
    /// Each site on a list is there with all its goods.
    pub is_site_complete: bool,
    /// Each good on a list is there with all the sites that hold it.
    pub is_good_complete: bool,
}

/// The count that a row of a snapshot is; `doc` and `line` say which row of which file.
pub fn count(row: &OnHand, doc: &str, line: &str) -> Movement {
    Movement {
        doc: doc.to_owned(),
        line: line.to_owned(),
        lot: row.lot.clone(),
        qty: Some(row.qty),
        unit: row.unit.clone(),
        expiry: row.expiry,
        mfg_date: row.mfg_date,
        form: row.form,
        owner: row.owner.clone(),
        earmark: row.earmark.clone(),
        unit_cost: row.unit_cost,
        ..Movement::new(row.as_of, MovementKind::Count, &row.site, &row.item)
    }
}

/// The movements that `counts` make beside what is `known`: the counts themselves, by date, each with what was
/// inferred for it in front.
///
/// `known`: the ledger so far. Inferred lines have the document of their count; the same counts again infer nothing.
pub fn movements(known: &[Movement], counts: Vec<Movement>, reading: &Reading) -> Vec<Movement> {
    let mut by_day: BTreeMap<Day, Vec<Movement>> = BTreeMap::new();
    for count in counts {
        by_day.entry(count.date).or_default().push(count);
    }
    let Some(last) = by_day.keys().next_back().copied() else {
        return Vec::new();
    };
    let mut before = in_ledger_order(known, last).into_iter().peekable();
    let mut book = Book::default();
    let mut found = Vec::new();
    for (day, counts) in by_day {
        while let Some(movement) = before.next_if(|movement| movement.date <= day) {
            book.post(movement);
        }
        let absent = absent(&book, &counts, reading);
        for count in counts.into_iter().chain(absent) {
            found.extend(book.inferred(&count).filter(|_| reading.infer));
            book.post(&count);
            found.push(count);
        }
    }
    found
}

/// Balances, and the day on which each was last stated.
#[derive(Default)]
struct Book {
    balances: Balances,
    stated: BTreeMap<LotKey, Day>,
}

impl Book {
    fn post(&mut self, movement: &Movement) {
        self.stated
            .insert(LotKey::of_movement(movement), movement.date);
        post(&mut self.balances, movement);
    }

    /// What must have come or gone since the balance before `count`; `None` for a lot that was never heard of.
    fn inferred(&self, count: &Movement) -> Option<Movement> {
        let key = LotKey::of_movement(count);
        let (before, counted) = (self.balances.get(&key)?.qty, count.qty?);
        let change = counted - before;
        if change.is_zero() {
            return None;
        }
        let (kind, qty) = match change.is_negative() {
            true => (MovementKind::Issue, -change),
            false => (MovementKind::Receipt, change),
        };
        let since = self.stated.get(&key)?;
        Some(Movement {
            line: format!("{}{INFERRED}", count.line),
            kind,
            qty: Some(qty),
            reference: format!("{}/{}", count.doc, count.line),
            note: format!("inferred: {before} on {since}, {counted} on {}", count.date),
            ..count.clone()
        })
    }
}

/// Counts of nothing for the lots that a complete list does not name.
fn absent(book: &Book, counts: &[Movement], reading: &Reading) -> Vec<Movement> {
    let Some(first) = counts.first() else {
        return Vec::new();
    };
    let keys: BTreeSet<LotKey> = counts.iter().map(LotKey::of_movement).collect();
    let forms: BTreeSet<Form> = keys.iter().map(|key| key.form).collect();
    let sites: BTreeSet<&str> = keys.iter().map(|key| key.site.as_str()).collect();
    let goods: BTreeSet<&str> = keys.iter().map(|key| key.item.as_str()).collect();
    let is_covered = |key: &LotKey| {
        let by_site = reading.is_site_complete && sites.contains(key.site.as_str());
        let by_good = reading.is_good_complete && goods.contains(key.item.as_str());
        forms.contains(&key.form) && (by_site || by_good)
    };
    let gone = book
        .balances
        .iter()
        .filter(|(key, balance)| !balance.qty.is_zero() && is_covered(key) && !keys.contains(*key));
    gone.map(|(key, balance)| Movement {
        doc: first.doc.clone(),
        line: absent_line(key, first.date),
        lot: key.lot.clone(),
        qty: Some(Quantity::ZERO),
        unit: balance.unit.clone(),
        form: Some(key.form),
        owner: key.owner.clone(),
        earmark: key.earmark.clone(),
        note: format!("inferred: absent from the complete list of {}", first.date),
        ..Movement::new(first.date, MovementKind::Count, &key.site, &key.item)
    })
    .collect()
}

/// The line of a count that no row of the list stands for: the day and the lot, which are the same each time.
fn absent_line(key: &LotKey, day: Day) -> String {
    let parts = [&key.site, &key.item, &key.lot, &key.owner, &key.earmark];
    let named = parts.into_iter().filter(|part| !part.is_empty());
    let parts: Vec<&str> = named.map(String::as_str).collect();
    format!("{day}/absent/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date of the test")
    }

    /// A count of `pieces` in row `line` of a list.
    fn counted(date: &str, site: &str, pieces: i64, line: &str) -> Movement {
        Movement {
            doc: "list.csv".to_owned(),
            line: line.to_owned(),
            qty: Quantity::whole(pieces),
            ..Movement::new(day(date), MovementKind::Count, site, "mask")
        }
    }

    fn said(movements: &[Movement]) -> Vec<String> {
        let one = |m: &Movement| {
            let qty = m.qty.map_or(String::new(), |qty| qty.to_string());
            format!("{} {:?} {} {qty}", m.line, m.kind, m.site)
        };
        movements.iter().map(one).collect()
    }

    fn two_evenings() -> Vec<Movement> {
        vec![
            counted("2020-02-06", "P1", 70, "2"),
            counted("2020-02-06", "P2", 30, "3"),
            counted("2020-02-07", "P1", 200, "4"),
        ]
    }

    #[test]
    fn a_site_that_is_not_listed_is_not_empty() {
        let found = movements(&[], two_evenings(), &Reading::default());
        assert_eq!(found, two_evenings());
    }

    #[test]
    fn a_complete_list_says_that_what_is_absent_is_gone() {
        let reading = Reading {
            is_good_complete: true,
            infer: true,
            ..Reading::default()
        };
        let found = movements(&[], two_evenings(), &reading);
        assert_eq!(
            said(&found),
            [
                "2 Count P1 70",
                "3 Count P2 30",
                "4/inferred Receipt P1 130",
                "4 Count P1 200",
                "2020-02-07/absent/P2/mask/inferred Issue P2 30",
                "2020-02-07/absent/P2/mask Count P2 0",
            ]
        );
    }

    #[test]
    fn a_list_complete_by_site_says_nothing_of_other_sites() {
        let reading = Reading {
            is_site_complete: true,
            ..Reading::default()
        };
        let found = movements(&[], two_evenings(), &reading);
        assert_eq!(found, two_evenings());
        let gloves = Movement {
            item: "gloves".to_owned(),
            ..counted("2020-02-05", "P1", 9, "1")
        };
        let found = movements(&[gloves], two_evenings(), &reading);
        assert_eq!(said(&found)[2], "2020-02-06/absent/P1/gloves Count P1 0");
    }

    #[test]
    fn the_same_counts_again_infer_nothing() {
        let reading = Reading {
            infer: true,
            is_good_complete: true,
            ..Reading::default()
        };
        let once = movements(&[], two_evenings(), &reading);
        assert_eq!(movements(&once, two_evenings(), &reading), two_evenings());
    }
}

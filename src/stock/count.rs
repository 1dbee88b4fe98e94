//! Stock-take: which lots to look for, and how what was found compares with the book.
//!
//! A sheet names lots and no quantities, so that nobody counts what the book expects. Blank is not counted, and never 0.
//! Nothing is applied here: a variance is a plan, and posting it makes counts of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::effect::{Effect, effect};
use crate::ledger::seal::seal;
use crate::ledger::tables::{Count, Movement, OnHand, Variance};
use crate::ledger::word::{CountVerdict, Form, MovementKind, Word as _};
use crate::ledger::{Catalogue, LotKey};
use crate::quantity::{Money, Quantity};

use super::on_hand::is_in_store;

/// What a sheet is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetOf<'a> {
    /// The document number of the count.
    pub doc: &'a str,
    /// Only these sites; none is all of them.
    pub sites: &'a [String],
    /// Only so many lots, drawn by the seed.
    pub sample: Option<(usize, u64)>,
    /// The seal that the ledger ended with.
    pub basis_seal: &'a str,
}

/// The lines to count: a line a lot that lies in a store, in the order of the book; agreements and cash are not counted.
pub fn sheet(book: &[OnHand], of: &SheetOf<'_>, catalogue: &Catalogue) -> Vec<Count> {
    let is_asked = |row: &&OnHand| {
        let at_site = of.sites.is_empty() || of.sites.contains(&row.site);
        at_site && is_in_store(row.form) && !row.qty.is_zero()
    };
    let mut lots: Vec<&OnHand> = book.iter().filter(is_asked).collect();
    if let Some((size, seed)) = of.sample {
        lots = sample(lots, size, seed);
    }
    let numbered = lots.into_iter().zip(1_usize..);
    numbered
        .map(|(lot, line)| Count {
            doc: of.doc.to_owned(),
            line: line.to_string(),
            as_of: lot.as_of,
            site: lot.site.clone(),
            item: lot.item.clone(),
            name: catalogue
                .get(&lot.item)
                .map_or(String::new(), |item| item.name.clone()),
            lot: lot.lot.clone(),
            form: lot.form,
            owner: lot.owner.clone(),
            earmark: lot.earmark.clone(),
            unit: lot.unit.clone(),
            expiry: lot.expiry,
            counted: None,
            reason: String::new(),
            handler: String::new(),
            basis_seal: of.basis_seal.to_owned(),
        })
        .collect()
}

/// Draws `size` of `lots`, each as likely as any other, in their order.
///
/// A lot is drawn by a checksum of the seed and its name: the same seed draws the same lots on every machine, and who
/// does not know the seed cannot tell which.
fn sample(lots: Vec<&OnHand>, size: usize, seed: u64) -> Vec<&OnHand> {
    let ticket = |lot: &OnHand| {
        let key = LotKey::of_balance(lot);
        seal(&seed.to_string(), &format!("{key:?}"))
    };
    let mut drawn: Vec<(String, usize)> = lots
        .iter()
        .enumerate()
        .map(|(at, lot)| (ticket(lot), at))
        .collect();
    drawn.sort();
    let chosen: BTreeSet<usize> = drawn.into_iter().take(size).map(|(_, at)| at).collect();
    let kept = lots.into_iter().enumerate();
    kept.filter(|(at, _)| chosen.contains(at))
        .map(|(_, lot)| lot)
        .collect()
}

/// How the counted lines compare with `book`, in the order of the lines.
///
/// `since`: what was posted after the sheet was made. A lot that moved since is not judged, because nobody knows whether
/// its count came before or after; what the count itself posted is no move. A lot that the book does not have has a book
/// of 0; one that it has on several lines has what they come to.
pub fn variances(lines: &[Count], book: &[OnHand], since: &[Movement]) -> Vec<Variance> {
    let mut lots: BTreeMap<LotKey, OnHand> = BTreeMap::new();
    for row in book {
        let lot = lots.entry(LotKey::of_balance(row));
        lot.and_modify(|lot| lot.qty += row.qty)
            .or_insert_with(|| row.clone());
    }
    let lines_by_number: BTreeMap<(&str, &str), &Count> = lines
        .iter()
        .map(|line| ((&*line.doc, &*line.line), line))
        .collect();
    let is_own = |movement: &&Movement| {
        let line = lines_by_number.get(&(&*movement.doc, &*movement.line));
        line.is_some_and(|line| is_count_of(movement, line))
    };
    let (own, others): (Vec<&Movement>, Vec<&Movement>) = since.iter().partition(is_own);
    let posted: BTreeSet<LotKey> = own.into_iter().map(LotKey::of_movement).collect();
    let moved = moved(others);
    lines
        .iter()
        .map(|line| {
            let key = key(line);
            let compared = variance(line, lots.get(&key), moved.get(&key).copied());
            match posted.contains(&key) {
                true => Variance {
                    verdict: CountVerdict::AlreadyPosted,
                    ..compared
                },
                false => compared,
            }
        })
        .collect()
}

/// Whether a movement is what was posted of a counted line.
fn is_count_of(movement: &Movement, line: &Count) -> bool {
    movement.kind == MovementKind::Count
        && (&movement.doc, &movement.line) == (&line.doc, &line.line)
        && movement.qty == line.counted
        && LotKey::of_movement(movement) == key(line)
}

/// The lot that a line speaks of; without a form it is physical stock.
pub fn key(line: &Count) -> LotKey {
    LotKey {
        site: line.site.clone(),
        item: line.item.clone(),
        lot: line.lot.clone(),
        form: Form::stated(line.form),
        owner: line.owner.clone(),
        earmark: line.earmark.clone(),
    }
}

/// The net quantity posted to each lot that was touched; a count that was posted in between changes it by an unknown
/// amount, and says 0.
fn moved<'a>(since: impl IntoIterator<Item = &'a Movement>) -> BTreeMap<LotKey, Quantity> {
    let mut moved: BTreeMap<LotKey, Quantity> = BTreeMap::new();
    for movement in since {
        let change = match effect(movement) {
            Effect::Add(change) => change,
            Effect::Set(_) | Effect::Reverse => Quantity::ZERO,
            Effect::Hold(_) | Effect::Reserve(_) | Effect::Extend | Effect::None => continue,
        };
        *moved.entry(LotKey::of_movement(movement)).or_default() += change;
    }
    moved
}

fn variance(line: &Count, book: Option<&OnHand>, moved: Option<Quantity>) -> Variance {
    let in_book = book.map_or(Quantity::ZERO, |row| row.qty);
    let variance = line.counted.map(|counted| counted - in_book);
    let unit_cost = book.and_then(|row| row.unit_cost);
    let verdict = match (variance, moved) {
        (None, _) => CountVerdict::NotCounted,
        (Some(_), Some(_)) => CountVerdict::Moved,
        (Some(variance), None) if variance.is_zero() => CountVerdict::Agrees,
        (Some(variance), None) if variance.is_negative() => CountVerdict::Short,
        (Some(_), None) => CountVerdict::Surplus,
    };
    Variance {
        doc: line.doc.clone(),
        line: line.line.clone(),
        as_of: line.as_of,
        site: line.site.clone(),
        item: line.item.clone(),
        lot: line.lot.clone(),
        form: line.form,
        owner: line.owner.clone(),
        earmark: line.earmark.clone(),
        unit: line.unit.clone(),
        expiry: line.expiry.or(book.and_then(|row| row.expiry)),
        book: Some(in_book),
        counted: line.counted,
        variance,
        moved,
        unit_cost,
        value: variance
            .zip(unit_cost)
            .and_then(|(variance, cost)| Money::of(variance, cost)),
        verdict,
        reason: line.reason.clone(),
        handler: line.handler.clone(),
        basis_seal: String::new(),
    }
}

/// One line of words: how many lines there are of each verdict, and what the differences are worth.
pub fn in_words(found: &[Variance]) -> String {
    let mut counts: BTreeMap<CountVerdict, usize> = BTreeMap::new();
    for variance in found {
        *counts.entry(variance.verdict).or_default() += 1;
    }
    if counts.is_empty() {
        return "the count has no lines".to_owned();
    }
    let said: Vec<String> = counts
        .iter()
        .map(|(verdict, count)| format!("{count} {}", verdict.id().replace('_', " ")))
        .collect();
    let differs = |variance: &&Variance| {
        matches!(
            variance.verdict,
            CountVerdict::Short | CountVerdict::Surplus
        )
    };
    let values = found.iter().filter(differs).map(|variance| variance.value);
    let fen = values
        .clone()
        .flatten()
        .map(|value| i128::from(value.fen()))
        .sum();
    let worth =
        Money::from_sum(fen).map_or(String::new(), |sum| format!("; differences of {sum} yuan"));
    let unpriced = match values.filter(Option::is_none).count() {
        0 => String::new(),
        count => format!(", {count} without a cost"),
    };
    format!("{}{worth}{unpriced}", said.join(", "))
}

/// Whether the lines are of stores in which nothing lies by the book: a sheet has no line there that could say of what
/// book it was made, and whatever is counted was found.
pub fn are_of_empty_stores(lines: &[Count], book: &[OnHand]) -> bool {
    let lying = book
        .iter()
        .filter(|row| is_in_store(row.form) && !row.qty.is_zero());
    let stores: BTreeSet<&str> = lying.map(|row| row.site.as_str()).collect();
    lines
        .iter()
        .all(|line| !stores.contains(line.site.as_str()))
}

/// The lots that stand on more than one line: which line is right cannot be known. The positions of the later ones.
pub fn twice(lines: &[Count]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let numbered = lines.iter().enumerate();
    numbered
        .filter(|(_, line)| line.counted.is_some() && !seen.insert((line.as_of, key(line))))
        .map(|(at, _)| at)
        .collect()
}

/// The days that the lines speak of, first to last; `None` where there is no line.
pub fn days(lines: &[Count]) -> Option<(Day, Day)> {
    let days = lines.iter().map(|line| line.as_of);
    Some((days.clone().min()?, days.max()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Price;

    fn day() -> Day {
        Day::parse("2022-03-31").expect("a date of the test")
    }

    fn book() -> Vec<OnHand> {
        let row = |lot: &str, pieces: i64| OnHand {
            lot: lot.to_owned(),
            form: Some(Form::Physical),
            qty: Quantity::whole(pieces).expect("a small number"),
            unit: "piece".to_owned(),
            unit_cost: Some(Price::from_steps(5_000)),
            ..OnHand::new(day(), "D1", "medical_mask")
        };
        let agreement = OnHand {
            form: Some(Form::Agreement),
            ..row("AG", 9)
        };
        vec![
            row("A", 100),
            agreement,
            row("B", 50),
            row("C", 0),
            row("D", 7),
        ]
    }

    fn lines(counted: [Option<i64>; 3]) -> Vec<Count> {
        let of = SheetOf {
            doc: "S1",
            ..SheetOf::default()
        };
        let mut lines = sheet(&book(), &of, &Catalogue::default());
        for (line, counted) in lines.iter_mut().zip(counted) {
            line.counted = counted.and_then(Quantity::whole);
        }
        lines
    }

    #[test]
    fn a_sheet_names_what_lies_in_store_and_no_quantity() {
        let lines = lines([None; 3]);
        let lots: Vec<&str> = lines.iter().map(|line| line.lot.as_str()).collect();
        assert_eq!(lots, ["A", "B", "D"]);
        assert!(lines.iter().all(|line| line.counted.is_none()));
    }

    #[test]
    fn what_was_counted_is_held_against_the_book_and_blank_is_not_nothing() {
        let found = variances(&lines([Some(98), None, Some(7)]), &book(), &[]);
        let said: Vec<_> = found
            .iter()
            .map(|v| (v.verdict, v.value.map(|m| m.to_string())))
            .collect();
        assert_eq!(
            said,
            [
                (CountVerdict::Short, Some("-1.00".to_owned())),
                (CountVerdict::NotCounted, None),
                (CountVerdict::Agrees, Some("0.00".to_owned())),
            ]
        );
    }

    #[test]
    fn a_lot_that_moved_since_is_not_judged() {
        let issue = Movement {
            lot: "A".to_owned(),
            qty: Quantity::whole(2),
            ..Movement::new(day(), MovementKind::Issue, "D1", "medical_mask")
        };
        let found = variances(&lines([Some(98), Some(50), Some(7)]), &book(), &[issue]);
        assert_eq!(found[0].verdict, CountVerdict::Moved);
        assert_eq!(found[0].moved, Quantity::whole(-2));
        assert_eq!(found[1].verdict, CountVerdict::Agrees);
    }

    #[test]
    fn a_count_that_was_posted_has_not_moved_its_lot() {
        let lines = lines([Some(98), Some(50), Some(7)]);
        let posted = |line: &Count| Movement {
            doc: line.doc.clone(),
            line: line.line.clone(),
            lot: line.lot.clone(),
            qty: line.counted,
            form: line.form,
            ..Movement::new(day(), MovementKind::Count, &line.site, &line.item)
        };
        let other = Movement {
            doc: "S2".to_owned(),
            ..posted(&lines[1])
        };
        let corrected = Movement {
            qty: Quantity::whole(8),
            ..posted(&lines[2])
        };
        let found = variances(&lines, &book(), &[posted(&lines[0]), other, corrected]);
        let said: Vec<_> = found.iter().map(|v| (v.verdict, v.moved)).collect();
        assert_eq!(
            said,
            [
                (CountVerdict::AlreadyPosted, None),
                (CountVerdict::Moved, Some(Quantity::ZERO)),
                (CountVerdict::Moved, Some(Quantity::ZERO)),
            ]
        );
    }

    #[test]
    fn the_same_seed_draws_the_same_lots_whatever_their_order() {
        let book = book();
        let names = |lots: Vec<&OnHand>, seed| -> BTreeSet<String> {
            sample(lots, 2, seed)
                .iter()
                .map(|lot| lot.lot.clone())
                .collect()
        };
        let forward = names(book.iter().collect(), 7);
        assert_eq!(forward.len(), 2);
        assert_eq!(names(book.iter().rev().collect(), 7), forward);
        assert!((0..20).any(|seed| names(book.iter().collect(), seed) != forward));
        assert_eq!(sample(book.iter().collect(), 9, 7).len(), book.len());
    }

    #[test]
    fn a_lot_counted_on_two_lines_is_found() {
        let mut lines = lines([Some(1), Some(2), None]);
        lines[1].lot = "A".to_owned();
        assert_eq!(twice(&lines), [1]);
    }
}

//! Was anybody served, or a lot left in store, while somebody who comes first could have used it?
//!
//! Each lot is held against the least demanding line that is short in the tiers before the last one
//! served from it, or in any tier where the lot is left over, so that the work grows with rows and not with pairs of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::engine::parallel::{all_of, both, in_parallel, parts};
use crate::ledger::tables::{Finding, OnHand, Request};
use crate::ledger::word::{Form, Severity};
use crate::quantity::Quantity;

use super::book::{Book, Traced, Turn};
use super::lot::{Givers, can_leave, may_have};
use super::on_award;
use super::road::Roads;

/// The first of the lines that are short, by turn and, within it, by the least days left they ask for.
type Short = BTreeMap<(Turn, i64), usize>;

/// The lines that are short of one item.
#[derive(Clone, Default)]
struct Shortage<'a> {
    /// Those of all sites together: enough for a lot that nobody is kept from.
    any: Short,
    /// Those of each site, where some lot or lane is not open to all.
    by_site: BTreeMap<&'a str, Short>,
}

pub(super) fn findings(
    book: &Book,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    let waiting = Waiting {
        short: shortages(book, traced, roads),
        book,
        roads,
    };
    let (mut found, left_over) = both(
        traced.len(),
        || inversions(book, traced, &waiting),
        || left_over(book, traced, givers, &waiting),
    );
    found.extend(left_over);
    found.extend(all_of(traced, |award| broken_pack(award, book)));
    found
}

/// An award of a part of what is issued.
fn broken_pack(traced: &Traced, book: &Book) -> Option<Finding> {
    let award = traced.award;
    let step = book.smallest_awarded(traced);
    (award.qty.thousandths() % step != 0).then(|| {
        let message = format!("{} is no whole number of what is issued", award.qty);
        let hint = "give whole units, and whole packs where packs stay closed";
        on_award("broken_pack", award, message, hint)
    })
}

/// Lots that went to a later tier while an earlier one was short of them.
fn inversions(book: &Book, traced: &[Traced], waiting: &Waiting) -> Vec<Finding> {
    let of_part = |awards: Range<usize>| {
        let mut last: Vec<Option<(Turn, &Traced)>> = vec![None; book.inputs.onhand.len()];
        for award in &traced[awards] {
            let (Some(line), Some(lot)) = (award.line, award.lot) else {
                continue;
            };
            later(&mut last[lot], (book.turn(line), award));
        }
        last
    };
    let mut last = vec![None; book.inputs.onhand.len()];
    for of_part in in_parallel(parts(traced.len()), of_part) {
        let both = last.iter_mut().zip(of_part);
        both.for_each(|(last, own)| own.into_iter().for_each(|own| later(last, own)));
    }
    let mut found = Vec::new();
    for (lot, last) in book.inputs.onhand.iter().zip(last) {
        let Some((turn, award)) = last else { continue };
        if let Some(waiting) = waiting.for_lot(lot, turn) {
            let message = format!(
                "lot \"{}\" goes to {} while {}/{} of {} is short of it and comes first",
                lot.lot, award.award.site, waiting.request, waiting.line, waiting.site
            );
            let hint = "serve every line of an earlier tier before a later tier";
            found.push(on_award("tier_inversion", award.award, message, hint));
        }
    }
    found
}

/// Puts an award in place of the last one, where its turn comes after that one's.
fn later<'a, 'b>(last: &mut Option<(Turn, &'b Traced<'a>)>, award: (Turn, &'b Traced<'a>)) {
    if last.is_none_or(|(latest, _)| award.0 > latest) {
        *last = Some(award);
    }
}

/// Lots that stay in store while a line that may have them is short.
fn left_over(book: &Book, traced: &[Traced], givers: &Givers, waiting: &Waiting) -> Vec<Finding> {
    let may_leave = |lot: &OnHand| {
        Form::stated(lot.form) == Form::Physical
            && lot.expiry.is_none_or(|expiry| expiry >= book.inputs.as_of)
            && givers.include(&lot.site, &lot.item)
    };
    let mut found = Vec::new();
    let lots = book.inputs.onhand.iter().zip(book.issued(traced));
    for (lot, gone) in lots.filter(|(lot, _)| may_leave(lot)) {
        let left = i128::from(can_leave(lot).thousandths()) - gone;
        if left < i128::from(book.smallest_of(&lot.item)) {
            continue;
        }
        let Some(line) = waiting.for_lot(lot, (usize::MAX, 0)) else {
            continue;
        };
        found.push(Finding {
            line: format!("{}/{}", line.request, line.line),
            site: line.site.to_string(),
            item: lot.item.clone(),
            lot: lot.lot.clone(),
            value: Quantity::from_sum(left).map_or(String::new(), |left| left.to_string()),
            hint: "give out what there is until the claims are met".to_owned(),
            ..Finding::new(
                "left_over",
                Severity::Error,
                format!(
                    "lot \"{}\" at {} stays while this line is short",
                    lot.lot, lot.site
                ),
            )
        });
    }
    found
}

/// The lines that are short, by item, and what keeps goods from them.
struct Waiting<'a, 'b> {
    short: Vec<Shortage<'a>>,
    book: &'b Book<'a>,
    roads: &'b Roads<'a>,
}

impl<'a> Waiting<'a, '_> {
    /// A line of an earlier turn that is short and could have used the lot.
    fn for_lot(&self, lot: &OnHand, turn: Turn) -> Option<&'a Request> {
        let inputs = &self.book.inputs;
        let days = match lot.expiry {
            Some(expiry) => (expiry.date() - inputs.as_of.date()).num_days(),
            None => i64::MAX,
        };
        let in_time = |lines: &Short, days: i64| {
            let mut before = lines.range(..(turn, i64::MIN));
            let (_, line) = before.find(|((_, least), _)| *least <= days)?;
            Some(&inputs.requests[*line])
        };
        let short = &self.short[self.book.item_named(&lot.item)?];
        if is_open(lot, self.roads) {
            return in_time(&short.any, days);
        }
        let admitted = short.by_site.iter().filter(|(site, _)| {
            may_have(lot, site, inputs) && self.roads.lead(&lot.site, site, inputs)
        });
        let on_arrival = |site: &str| days - self.roads.days(&lot.site, site);
        let mut lines = admitted.filter_map(|(site, lines)| in_time(lines, on_arrival(site)));
        lines.next()
    }
}

/// Whether nobody is kept from a lot.
fn is_open(lot: &OnHand, roads: &Roads) -> bool {
    lot.earmark.is_empty() && roads.are_all_open
}

/// The eligible lines that could still use the smallest quantity, by item.
fn shortages<'a>(book: &Book<'a>, traced: &[Traced], roads: &Roads) -> Vec<Shortage<'a>> {
    let mut are_parted = vec![false; book.items().len()];
    for lot in book.inputs.onhand.iter().filter(|lot| !is_open(lot, roads)) {
        if let Some(item) = book.item_named(&lot.item) {
            are_parted[item] = true;
        }
    }
    let given = book.given(traced);
    let none = || vec![Shortage::default(); book.items().len()];
    let of_part = |lines: Range<usize>| {
        let mut short = none();
        for number in lines {
            let Some(key) = short_by(number, given[number], book) else {
                continue;
            };
            let item = book.item_of(number);
            short[item].any.entry(key).or_insert(number);
            if are_parted[item] {
                let site = book.inputs.requests[number].site.as_str();
                let of_site = short[item].by_site.entry(site).or_default();
                of_site.entry(key).or_insert(number);
            }
        }
        short
    };
    let mut all = none();
    for of_part in in_parallel(parts(given.len()), of_part) {
        let both = all.iter_mut().zip(of_part);
        both.for_each(|(all, own)| all.join(own));
    }
    all
}

impl Shortage<'_> {
    /// Adds lines that come after these.
    fn join(&mut self, later: Self) {
        add(&mut self.any, later.any);
        for (site, lines) in later.by_site {
            add(self.by_site.entry(site).or_default(), lines);
        }
    }
}

fn add(first: &mut Short, later: Short) {
    for (key, line) in later {
        first.entry(key).or_insert(line);
    }
}

/// The turn and the days left of a line that got so much, where it could still use the smallest quantity.
fn short_by(number: usize, got: i64, book: &Book) -> Option<(Turn, i64)> {
    let line = &book.inputs.requests[number];
    if line.qty?.thousandths() - got < book.smallest(number) {
        return None;
    }
    // Who gets enough to be of use or nothing is passed over by a rule of its own.
    if got == 0 && book.least(number) > 0 {
        return None;
    }
    if book.barring_rule(number).is_some() {
        return None;
    }
    let days = line.terms().min_days_left.unwrap_or(0).max(0);
    Some((book.turn(number), days))
}

//! Does everybody who gets any of something get what is of use to them, and was nobody passed over for want of goods
//! that were there?

use std::collections::HashMap;

use crate::ledger::tables::{Finding, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::Minimum;
use super::book::{Book, Traced, Turn};
use super::line::finding;
use super::lot::{Givers, can_leave, may_have};
use super::road::Roads;

pub(super) fn findings(
    book: &Book,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    let inputs = &book.inputs;
    let mut found = broken_guarantees(book, traced);
    let is_asked = inputs.options.minimum == Minimum::Useful || !inputs.rules.shipment.is_empty();
    if !is_asked {
        return found;
    }
    let mut rest = Rest::of(book, traced);
    let lines = inputs.requests.iter().zip(book.given(traced));
    for (number, (line, got)) in lines.enumerate() {
        let least = book.least(number);
        if got >= least {
            continue;
        }
        if got > 0 {
            let message = format!(
                "{} is given, and less than {} is of no use",
                qty(got),
                qty(least)
            );
            found.push(finding(
                "below_minimum",
                Some(line),
                message,
                "give as much, or nothing",
            ));
        } else if book.barring_rule(number).is_none() && can_be_given(number, least, book) {
            let days = line.terms().min_days_left.unwrap_or(0).max(0);
            let usable = |lot: &OnHand| {
                lasts(lot, days + roads.days(&lot.site, &line.site), book)
                    && givers.include(&lot.site, &lot.item)
                    && may_have(lot, &line.site, inputs)
                    && roads.lead(&lot.site, &line.site, inputs)
            };
            let rest = rest.behind(book.item_of(number), book.turn(number)).iter();
            let lots = rest.map(|(lot, left)| (&inputs.onhand[*lot], left));
            let there: i128 = lots
                .filter(|(lot, _)| usable(lot))
                .map(|(_, left)| left)
                .sum();
            if there >= i128::from(least) {
                let message = format!(
                    "it is passed over, and {} that stay in store or go to those who come later would be enough",
                    Quantity::from_sum(there).unwrap_or_default()
                );
                found.push(finding(
                    "left_over",
                    Some(line),
                    message,
                    "give it what is of use to it",
                ));
            }
        }
    }
    found
}

/// Lines that get less than is guaranteed to them while another of the same site and turn, which may have the same lots,
/// gets more than is guaranteed to it.
fn broken_guarantees(book: &Book, traced: &[Traced]) -> Vec<Finding> {
    let requests = book.inputs.requests;
    if book.inputs.options.minimum != Minimum::Guaranteed {
        return Vec::new();
    }
    let mut got = vec![0i64; requests.len()];
    for award in traced.iter().filter(|row| row.award.stands_for.is_empty()) {
        let Some(line) = award.line else { continue };
        got[line] = got[line].saturating_add(award.award.qty.thousandths());
    }
    // What is given above what is guaranteed, in whole packs; below nothing where that is not reached.
    let above = |number: usize| {
        let (line, pack) = (&requests[number], book.smallest(number));
        let asked = line.qty.unwrap_or_default().thousandths();
        let least = line.terms().min_qty.unwrap_or_default().thousandths();
        let packs = least.max(0).saturating_add(pack - 1) / pack;
        got[number] - packs.saturating_mul(pack).min(asked - asked % pack)
    };
    let alike = |number: usize| {
        let line = &requests[number];
        let days = line.terms().min_days_left.unwrap_or(0).max(0);
        (
            book.item_of(number),
            line.site.as_str(),
            book.turn(number),
            days,
        )
    };
    let mut most: HashMap<_, i64> = HashMap::new();
    let is_guaranteed =
        |number: &usize| book.barring_rule(*number).is_none() && !book.has_useful_least(*number);
    let lines = || (0..requests.len()).filter(is_guaranteed);
    for number in lines() {
        let most = most.entry(alike(number)).or_insert(i64::MIN);
        *most = above(number).max(*most);
    }
    let broken = lines().filter(|&number| {
        let pack = book.smallest(number);
        above(number) <= -pack && most[&alike(number)] >= pack
    });
    let of_line = |number: usize| {
        let message = format!(
            "{} is given, which is less than is guaranteed to it, and another line of the site gets more",
            qty(got[number])
        );
        let hint = "give every line its least quantity before another gets more";
        finding("below_guarantee", Some(&requests[number]), message, hint)
    };
    broken.map(of_line).collect()
}

/// Whether so much can be given to a line in whole packs, without giving more than it asks for.
fn can_be_given(number: usize, least: i64, book: &Book) -> bool {
    let line = &book.inputs.requests[number];
    let asked = line.qty.unwrap_or_default().thousandths();
    asked - asked % book.smallest(number) >= least
}

/// Whether a lot in store can be used for so many days more.
fn lasts(lot: &OnHand, days: i64, book: &Book) -> bool {
    let left = lot.expiry.map_or(i64::MAX, |expiry| {
        (expiry.date() - book.inputs.as_of.date()).num_days()
    });
    Form::stated(lot.form) == Form::Physical && left >= days
}

/// What stays in store of each item, or goes to turns behind another; worked out once for each item and turn that is
/// asked for, so that the work grows with awards and turns, and not with pairs of lines and awards.
struct Rest<'a, 'b> {
    book: &'b Book<'a>,
    /// The numbers of the balances of each item, ascending, and its awards.
    lots: Vec<Vec<usize>>,
    awards: Vec<Vec<&'b Traced<'a>>>,
    /// What leaves each balance.
    issued: Vec<i128>,
    behind: HashMap<(usize, Turn), Vec<(usize, i128)>>,
}

impl<'a, 'b> Rest<'a, 'b> {
    fn of(book: &'b Book<'a>, traced: &'b [Traced<'a>]) -> Rest<'a, 'b> {
        let mut lots = vec![Vec::new(); book.items().len()];
        for (number, lot) in book.inputs.onhand.iter().enumerate() {
            if let Some(item) = book.item_named(&lot.item) {
                lots[item].push(number);
            }
        }
        let mut awards = vec![Vec::new(); book.items().len()];
        for traced in traced {
            if let Some(item) = book.item_named(&traced.award.item) {
                awards[item].push(traced);
            }
        }
        Rest {
            book,
            lots,
            awards,
            issued: book.issued(traced),
            behind: HashMap::new(),
        }
    }

    /// Thousandths of each balance of an item that stay in store in whole packs or went to turns behind `turn`.
    fn behind(&mut self, item: usize, turn: Turn) -> &[(usize, i128)] {
        let (book, lots, awards, issued) = (self.book, &self.lots, &self.awards, &self.issued);
        self.behind.entry((item, turn)).or_insert_with(|| {
            let left = lots[item].iter().map(|lot| {
                let row = &book.inputs.onhand[*lot];
                let whole = can_leave(row).thousandths();
                let step = book.smallest_of(&row.item);
                (*lot, i128::from(whole - whole % step) - issued[*lot])
            });
            let mut left: Vec<(usize, i128)> = left.collect();
            let is_later = |line: usize| book.turn(line) > turn;
            for award in awards[item]
                .iter()
                .filter(|award| award.line.is_some_and(is_later))
            {
                let Some(lot) = award.lot else { continue };
                if let Ok(at) = left.binary_search_by_key(&lot, |(own, _)| *own) {
                    left[at].1 += i128::from(award.award.qty.thousandths());
                }
            }
            left
        })
    }
}

fn qty(thousandths: i64) -> Quantity {
    Quantity::from_thousandths(thousandths)
}

//! Does everybody who gets any of something get what is of use to them, and was nobody passed over for want of goods
//! that were there?

use crate::ledger::tables::{Finding, OnHand};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::Minimum;
use super::book::{Book, Traced};
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
    let is_asked = inputs.options.minimum == Minimum::Useful || !inputs.rules.shipment.is_empty();
    if !is_asked {
        return Vec::new();
    }
    let issued = book.issued(traced);
    let mut found = Vec::new();
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
            let usable = |lot: &OnHand| {
                lot.item == line.item
                    && givers.include(&lot.site, &lot.item)
                    && may_have(lot, &line.site, inputs)
                    && roads.lead(&lot.site, &line.site, inputs)
            };
            let there = there(number, book, traced, &issued, usable);
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

/// Whether so much can be given to a line in whole packs, without giving more than it asks for.
fn can_be_given(number: usize, least: i64, book: &Book) -> bool {
    let line = &book.inputs.requests[number];
    let asked = line.qty.unwrap_or_default().thousandths();
    asked - asked % book.smallest(number) >= least
}

/// What a line could have of `usable` lots that stay in store or went to later turns.
///
/// `issued`: what leaves each balance.
fn there(
    number: usize,
    book: &Book,
    traced: &[Traced],
    issued: &[i128],
    usable: impl Fn(&OnHand) -> bool,
) -> i128 {
    let (line, own) = (&book.inputs.requests[number], book.turn(number));
    let smallest = book.smallest(number);
    let later = |award: &&Traced| {
        award.award.item == line.item && award.line.is_some_and(|line| book.turn(line) > own)
    };
    let mut back = vec![0; book.inputs.onhand.len()];
    for award in traced.iter().filter(later) {
        let Some(lot) = award.lot else { continue };
        back[lot] += i128::from(award.award.qty.thousandths());
    }
    let days = |lot: &OnHand| match lot.expiry {
        Some(expiry) => (expiry.date() - book.inputs.as_of.date()).num_days(),
        None => i64::MAX,
    };
    let lasts = |lot: &OnHand| {
        lot.form.is_none_or(|form| form == Form::Physical)
            && days(lot) >= line.min_days_left.unwrap_or(0).max(0)
    };
    let lots = book.inputs.onhand.iter().enumerate();
    lots.filter(|(_, lot)| usable(lot) && lasts(lot))
        .map(|(at, lot)| {
            let whole = can_leave(lot).thousandths();
            i128::from(whole - whole % smallest) - issued[at] + back[at]
        })
        .sum()
}

fn qty(thousandths: i64) -> Quantity {
    Quantity::from_thousandths(thousandths)
}

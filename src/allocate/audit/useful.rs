//! Does everybody who gets any of something get what is of use to them, and was nobody passed over for want of goods
//! that were there?

use std::collections::HashMap;

use crate::ledger::tables::{Finding, OnHand, Request};
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::{Minimum, PlanInputs};
use super::Traced;
use super::line::finding;
use super::lot::{Givers, barring_rule, can_leave, given, issued, may_have, speaks_of};
use super::order::{Turn, turn};
use super::road::Roads;

/// The least that is of use to a line, in thousandths; nothing where the plan does not ask.
pub(super) fn least(line: &Request, inputs: &PlanInputs) -> i64 {
    let rules = inputs.rules.shipment.iter();
    let of_policy = rules
        .filter(|rule| speaks_of(&rule.items, &line.item, inputs))
        .map(|rule| rule.least.saturating_mul(1000))
        .max();
    let own = line.min_qty.unwrap_or_default().thousandths();
    let least = match (of_policy, inputs.options.minimum) {
        (Some(least), _) => own.max(least),
        (None, Minimum::Useful) => own,
        (None, _) => 0,
    };
    least.min(line.qty.unwrap_or_default().thousandths())
}

pub(super) fn findings(
    inputs: &PlanInputs,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    let is_asked = inputs.options.minimum == Minimum::Useful || !inputs.rules.shipment.is_empty();
    if !is_asked {
        return Vec::new();
    }
    let got = given(traced);
    let mut classes = HashMap::new();
    let mut found = Vec::new();
    for line in inputs.requests {
        let least = least(line, inputs);
        let got = got.get(&std::ptr::from_ref(line)).copied().unwrap_or(0);
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
        } else if barring_rule(line, inputs).is_none() && can_be_given(line, least, inputs) {
            let own = turn(line, inputs, &mut classes);
            let there = there(line, own, inputs, traced, givers, roads);
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
fn can_be_given(line: &Request, least: i64, inputs: &PlanInputs) -> bool {
    let asked = line.qty.unwrap_or_default().thousandths();
    asked - asked % super::order::smallest_of(&line.item, inputs) >= least
}

/// What a line could have of lots that stay in store or went to later turns.
fn there(
    line: &Request,
    own: Turn,
    inputs: &PlanInputs,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> i128 {
    let smallest = super::order::smallest_of(&line.item, inputs);
    let mut classes = HashMap::new();
    let mut later: HashMap<*const OnHand, i128> = HashMap::new();
    for award in traced {
        let (Some(request), Some(lot)) = (award.request, award.lot) else {
            continue;
        };
        if turn(request, inputs, &mut classes) > own {
            *later.entry(std::ptr::from_ref(lot)).or_default() +=
                i128::from(award.award.qty.thousandths());
        }
    }
    let issued = issued(traced);
    let days = |lot: &OnHand| match lot.expiry {
        Some(expiry) => (expiry.date() - inputs.as_of.date()).num_days(),
        None => i64::MAX,
    };
    let usable = inputs.onhand.iter().filter(|lot| {
        lot.item == line.item
            && lot.form.is_none_or(|form| form == Form::Physical)
            && days(lot) >= line.min_days_left.unwrap_or(0).max(0)
            && givers.include(&lot.site, &lot.item)
            && may_have(lot, &line.site, inputs)
            && roads.lead(&lot.site, &line.site, inputs)
    });
    usable
        .map(|lot| {
            let key = std::ptr::from_ref(lot);
            let whole = can_leave(lot).thousandths();
            let gone = issued.get(&key).map_or(0, |(sum, _)| *sum);
            let left = i128::from(whole - whole % smallest) - gone;
            left + later.get(&key).copied().unwrap_or(0)
        })
        .sum()
}

fn qty(thousandths: i64) -> Quantity {
    Quantity::from_thousandths(thousandths)
}

//! Was anybody served, or a lot left in store, while somebody who comes first could have used it?
//!
//! Each lot is held against the least demanding line that is short in the tiers before the last one
//! served from it, or in any tier where the lot is left over, so that the work grows with rows and not with pairs of them.

use std::collections::{BTreeMap, HashMap};

use crate::ledger::tables::{Finding, OnHand, Request};
use crate::ledger::word::{Duty, Form, Severity, Word};
use crate::quantity::{Quantity, Unit};

use super::super::PlanInputs;
use super::lot::{Givers, barring_rule, can_leave, given, issued, may_have, speaks_of};
use super::road::Roads;
use super::useful::least;
use super::{Traced, on_award};

/// The place of a line in the order of service: line of duty, then class of the site.
pub(super) type Turn = (usize, usize);

/// For each turn the lines that are short: by least days left, each with one line.
type Short<'a> = BTreeMap<Turn, BTreeMap<i64, &'a Request>>;

/// The short lines by item and site; under the empty name those of all sites.
type ShortLines<'a> = HashMap<&'a str, HashMap<&'a str, Short<'a>>>;

pub(super) fn findings(
    inputs: &PlanInputs,
    traced: &[Traced],
    givers: &Givers,
    roads: &Roads,
) -> Vec<Finding> {
    let units = units(inputs);
    let waiting = Waiting {
        short: short_lines(inputs, traced, &units),
        inputs,
        roads,
    };
    let mut found = inversions(inputs, traced, &waiting);
    found.extend(left_over(inputs, traced, givers, &waiting, &units));
    found.extend(traced.iter().filter_map(|award| {
        let award = award.award;
        let step = smallest(&award.item, &units, inputs);
        (award.qty.thousandths() % step != 0).then(|| {
            let message = format!("{} is no whole number of what is issued", award.qty);
            let hint = "give whole units, and whole packs where packs stay closed";
            on_award("broken_pack", award, message, hint)
        })
    }));
    found
}

/// Lots that went to a later tier while an earlier one was short of them.
fn inversions(inputs: &PlanInputs, traced: &[Traced], waiting: &Waiting) -> Vec<Finding> {
    let mut classes: HashMap<&str, usize> = HashMap::new();
    let mut last: HashMap<*const OnHand, (Turn, &Traced)> = HashMap::new();
    for award in traced {
        let (Some(request), Some(lot)) = (award.request, award.lot) else {
            continue;
        };
        let turn = turn(request, inputs, &mut classes);
        let latest = last.entry(std::ptr::from_ref(lot)).or_insert((turn, award));
        if turn > latest.0 {
            *latest = (turn, award);
        }
    }
    let mut found = Vec::new();
    for (turn, award) in last.into_values() {
        let Some(lot) = award.lot else { continue };
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

/// Lots that stay in store while a line that may have them is short.
fn left_over(
    inputs: &PlanInputs,
    traced: &[Traced],
    givers: &Givers,
    waiting: &Waiting,
    units: &HashMap<&str, &str>,
) -> Vec<Finding> {
    let issued = issued(traced);
    let may_leave = |lot: &&OnHand| {
        lot.form.is_none_or(|form| form == Form::Physical)
            && lot.expiry.is_none_or(|expiry| expiry >= inputs.as_of)
            && givers.include(&lot.site, &lot.item)
    };
    let mut found = Vec::new();
    for lot in inputs.onhand.iter().filter(may_leave) {
        let gone = issued.get(&std::ptr::from_ref(lot));
        let gone = gone.map_or(0, |(sum, _)| *sum);
        let left = i128::from(can_leave(lot).thousandths()) - gone;
        if left < i128::from(smallest(&lot.item, units, inputs)) {
            continue;
        }
        let Some(line) = waiting.for_lot(lot, (usize::MAX, 0)) else {
            continue;
        };
        found.push(Finding {
            line: format!("{}/{}", line.request, line.line),
            site: line.site.clone(),
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

/// The lines that are short, and what keeps goods from them.
struct Waiting<'a, 'b> {
    short: ShortLines<'a>,
    inputs: &'b PlanInputs<'a>,
    roads: &'b Roads<'a>,
}

impl<'a> Waiting<'a, '_> {
    /// A line of an earlier turn that is short and could have used the lot.
    fn for_lot(&self, lot: &OnHand, turn: Turn) -> Option<&'a Request> {
        let days = match lot.expiry {
            Some(expiry) => (expiry.date() - self.inputs.as_of.date()).num_days(),
            None => i64::MAX,
        };
        let in_time = |lines: &Short<'a>| {
            let before = lines.range(..turn).map(|(_, lines)| lines);
            let mut fitting = before.filter_map(|lines| lines.range(..=days).next());
            fitting.next().map(|(_, line)| *line)
        };
        let of_item = self.short.get(lot.item.as_str())?;
        // The empty name stands for all sites together: enough for a lot that nobody is kept from.
        if lot.earmark.is_empty() && self.roads.are_all_open {
            return in_time(of_item.get("")?);
        }
        let mut sites: Vec<&&str> = of_item.keys().filter(|site| !site.is_empty()).collect();
        sites.sort_unstable();
        let admitted = sites.into_iter().filter(|site| {
            may_have(lot, site, self.inputs) && self.roads.lead(&lot.site, site, self.inputs)
        });
        admitted.filter_map(|site| in_time(&of_item[site])).next()
    }
}

/// The eligible lines that could still use the smallest quantity, by item and site.
fn short_lines<'a>(
    inputs: &PlanInputs<'a>,
    traced: &[Traced<'a>],
    units: &HashMap<&str, &str>,
) -> ShortLines<'a> {
    let given = given(traced);
    let mut classes: HashMap<&str, usize> = HashMap::new();
    let mut short: ShortLines = HashMap::new();
    for line in inputs.requests {
        let Some(asked) = line.qty.map(Quantity::thousandths) else {
            continue;
        };
        let got = given.get(&std::ptr::from_ref(line)).copied();
        let open = asked - got.unwrap_or(0);
        if open < smallest(&line.item, units, inputs) {
            continue;
        }
        // Who gets enough to be of use or nothing is passed over by a rule of its own.
        if got.unwrap_or(0) == 0 && least(line, inputs) > 0 {
            continue;
        }
        if barring_rule(line, inputs).is_some() {
            continue;
        }
        let turn = turn(line, inputs, &mut classes);
        let days = line.min_days_left.unwrap_or(0).max(0);
        let of_item = short.entry(&line.item).or_default();
        for site in ["", line.site.as_str()] {
            let lines = of_item.entry(site).or_default().entry(turn).or_default();
            lines.entry(days).or_insert(line);
        }
    }
    short
}

/// The unit of each item, as its balances state it.
pub(super) fn units<'a>(inputs: &PlanInputs<'a>) -> HashMap<&'a str, &'a str> {
    let mut units: HashMap<&str, &str> = HashMap::new();
    for row in inputs.onhand {
        units.entry(&row.item).or_insert(&row.unit);
    }
    units
}

/// The least that can be handed out of an item, in thousandths.
pub(super) fn smallest(item: &str, units: &HashMap<&str, &str>, inputs: &PlanInputs) -> i64 {
    let known = inputs.items.get(item);
    let closed = known
        .and_then(|item| item.pack_size)
        .filter(|pack| !inputs.options.break_packs && pack.is_positive());
    if let Some(pack) = closed {
        return pack.thousandths();
    }
    let unit = known.map_or(units.get(item).copied().unwrap_or(""), |item| &item.unit);
    match Unit::new(unit).base().0.id() {
        "kg" | "L" => 1,
        _ => 1000,
    }
}

/// The same with the unit that the balances of the item state.
pub(super) fn smallest_of(item: &str, inputs: &PlanInputs) -> i64 {
    smallest(item, &units(inputs), inputs)
}

/// The turn of a line.
pub(super) fn turn<'a>(
    line: &'a Request,
    inputs: &PlanInputs,
    classes: &mut HashMap<&'a str, usize>,
) -> Turn {
    let class = *classes.entry(&line.site).or_insert_with(|| {
        let own = inputs.sites.get(&line.site).map_or("", |site| &site.class);
        let own: Vec<&str> = own.split(';').map(str::trim).collect();
        inputs.rules.priority.as_ref().map_or(0, |order| {
            let is_own = |tier: &Vec<String>| tier.iter().any(|c| own.contains(&c.as_str()));
            let place = order.classes.iter().position(is_own);
            place.unwrap_or(order.classes.len())
        })
    });
    let own = line.duty.unwrap_or(Duty::First);
    let duties = inputs.rules.duty.as_ref().map(|rule| &rule.order);
    let duty = duties.map_or(0, |order| {
        let place = order.iter().position(|w| Duty::parse(w) == Some(own));
        place.unwrap_or(order.len())
    });
    let mut first_uses = inputs.rules.first_use.iter();
    let waits = first_uses
        .any(|rule| speaks_of(&rule.items, &line.item, inputs) && !rule.uses.contains(&line.usage));
    // Whoever waits for other uses comes after every line of duty of those.
    let after = if waits {
        duties.map_or(0, Vec::len) + 1
    } else {
        0
    };
    let duty = duty + after;
    (duty, class)
}

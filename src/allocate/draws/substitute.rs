//! What stands in for goods that ran out?
//!
//! Substitutes come last: first every line is served with what it asks for, out of every store it may draw on. Then the
//! lines that are still short draw on what is left of the first substitute of their item, then of the second, and so on;
//! each draw is shared like any plan, tier by tier. What others ask for by name is never taken from them, and a
//! substitute of a lower grade than the item never stands in for it. A line may have a substitute only where it may have
//! those goods at all.
//!
//! How much of a substitute a line needs is rounded up to what can be issued, how much it counts as is rounded down.
//! Both sides are on record: the award names the item it stands in for and how much of it that is, and `unmet` counts
//! what is met.
//!
//! Rule: `A14`.

use std::collections::{HashMap, HashSet};

use crate::allocate::plan::place::warn_unknown;
use crate::allocate::supply::lots::{givers, smallest_issue};
use crate::allocate::supply::remaining::remaining;
use crate::allocate::{Earlier, Plan, PlanInputs};
use crate::diagnostic::{Code, Diagnostic, Refused, Result};
use crate::engine::number::numbered;
use crate::ledger::substitute::Substitute;
use crate::ledger::tables::{Allocation, Item, Request};
use crate::ledger::{Catalogue, Text};
use crate::quantity::{Exchange, Quantity};

use super::draft::{Draft, Notes};
use super::gate::{self, Gated, joined};

/// The word of the `reason` column.
const REASON: &str = "substitute";

/// A plan in which substitutes stand in for what ran out, under the gate of the policy where there is one.
///
/// Errors: those of [`gate::plan`], and `bad-number` for a ratio that is none.
pub fn plan(inputs: &PlanInputs, gated: Option<&Gated>) -> Result<Plan> {
    let plan = gate::plan(inputs, gated)?;
    let none = inputs.items.items().all(|item| item.substitute.is_empty());
    if none || !inputs.options.substitutes {
        return Ok(plan);
    }
    let lists = lists(inputs, &plan).map_err(Refused::from)?;
    if lists.values().all(Vec::is_empty) {
        let mut notes = Notes::default();
        notes.say(plan.notes);
        return Ok(Plan {
            notes: notes.into_all(),
            ..plan
        });
    }
    let mut draft = Draft::begun(inputs.requests, plan);
    draft.say(unlisted(&lists, inputs.items));
    let turns = lists.values().map(Vec::len).max().unwrap_or(0);
    for turn in 0..turns {
        stand_in(turn, &lists, inputs, gated, &mut draft)?;
    }
    Ok(draft.finish())
}

/// The substitutes of each item that some line is short of.
type Lists<'a> = HashMap<&'a str, Vec<Substitute<'a>>>;

fn lists<'a>(inputs: &PlanInputs<'a>, plan: &Plan) -> std::result::Result<Lists<'a>, Diagnostic> {
    let short = numbered(&plan.unmet, |row| &row.item).names;
    let known = short.into_iter().filter_map(|code| inputs.items.get(code));
    known
        .map(|item| Ok((item.item.as_str(), item.substitutes()?)))
        .collect()
}

/// Warns of substitutes that no catalogue knows.
fn unlisted(lists: &Lists, items: &Catalogue) -> Vec<Diagnostic> {
    let all = lists.values().flatten().map(|substitute| substitute.item);
    let mut unknown: Vec<&str> = all.filter(|code| items.get(code).is_none()).collect();
    unknown.sort_unstable();
    unknown.dedup();
    let near = |code: &str| items.nearest(code).map(str::to_owned);
    warn_unknown(&unknown, "item", "nobody knows its grade or unit", near)
}

/// Lets the lines that are short draw on the substitute that is `turn`th in the list of their item.
fn stand_in(
    turn: usize,
    lists: &Lists,
    inputs: &PlanInputs,
    gated: Option<&Gated>,
    draft: &mut Draft,
) -> Result<()> {
    let barred: HashSet<(&str, &str)> = draft
        .unmet()
        .filter(|row| row.is_barred())
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let has_another = |line: &Request| {
        let list = lists.get(line.item.as_str());
        list.is_some_and(|list| list.len() > turn)
    };
    let may = |line: &Request| {
        has_another(line) && !barred.contains(&(line.request.as_str(), line.line.as_str()))
    };
    let mut exchanges: HashMap<(Text, Text), (Text, Exchange, Quantity)> = HashMap::new();
    let mut asked = Vec::new();
    for line in draft.open(may) {
        let Some(substitute) = lists
            .get(line.item.as_str())
            .and_then(|list| list.get(turn))
        else {
            continue;
        };
        if !is_fit(inputs.items, &line.item, substitute.item) {
            continue;
        }
        let open = line.qty.unwrap_or_default();
        let key = (line.request.clone(), line.line.clone());
        exchanges.insert(key, (line.item.clone(), substitute.exchange, open));
        asked.push(in_its_place(line, substitute, inputs)?);
    }
    if asked.is_empty() {
        return Ok(());
    }
    let onhand = remaining(inputs.onhand, draft.allocation());
    // Who gives is a matter of the whole plan: a site that asked for something gives no substitute either.
    let from: Vec<String> = givers(inputs).into_iter().map(str::to_owned).collect();
    let drawn = gate::plan(
        &PlanInputs {
            from: Some(&from),
            onhand: &onhand,
            requests: &asked,
            earlier: Earlier {
                requests: &joined(inputs.earlier.requests, inputs.requests),
                given: &joined(inputs.earlier.given, draft.allocation()),
            },
            ..*inputs
        },
        gated,
    )?;
    let mut taken: HashMap<(Text, Text), Quantity> = HashMap::new();
    for mut award in drawn.allocation {
        let key = (award.request.clone(), award.line.clone());
        let (item, exchange, open) = &exchanges[&key];
        let sum = taken.entry(key).or_default();
        let before = exchange.counts(*sum).min(*open);
        *sum += award.qty;
        let met = exchange.counts(*sum).min(*open) - before;
        award.stands_for.clone_from(item);
        award.counts_as = Some(met);
        award.reason = REASON.into();
        draft.meet(award, met);
    }
    Ok(())
}

/// The line as it asks for the substitute.
fn in_its_place(line: Request, substitute: &Substitute, inputs: &PlanInputs) -> Result<Request> {
    let known = inputs.items.get(substitute.item);
    let unit: Text = known.map_or("", |item| &item.unit).into();
    let step = Quantity::from_thousandths(smallest_issue(&unit, None));
    let needed = |qty: Quantity| {
        let exact = substitute.exchange.needed(qty)?;
        exact.round_up_to_multiple(step)
    };
    let most = |qty| needed(qty).ok_or_else(|| too_much(&line, substitute));
    let min_qty = match line.terms().min_qty {
        Some(least) => Some(most(least)?),
        None => None,
    };
    let asked = Request {
        qty: Some(most(line.qty.unwrap_or_default())?),
        item: substitute.item.into(),
        unit,
        ..line
    };
    Ok(asked.with_least(min_qty))
}

fn too_much(line: &Request, substitute: &Substitute) -> Diagnostic {
    let message = format!(
        "request {} line {}: so much of {} in place of {} runs over",
        line.request, line.line, substitute.item, line.item
    );
    Diagnostic::error(Code::Overflow, message).hint("check the quantity, and the ratio of the item")
}

/// Whether one item may stand in for another: what is made for protection of a grade, only with goods of that grade.
fn is_fit(items: &Catalogue, item: &str, substitute: &str) -> bool {
    let grade = |code: &str| items.get(code).map_or("", |item| item.grade.as_str());
    let is_any = matches!(grade(item), "" | Item::GENERAL);
    item != substitute && (is_any || grade(substitute) == grade(item))
}

/// How many lines have something else in place of what they asked for.
pub fn replaced(allocation: &[Allocation]) -> usize {
    let rows = allocation.iter().filter(|row| !row.stands_for.is_empty());
    let lines: HashSet<(&str, &str)> = rows
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    lines.len()
}

#[cfg(test)]
mod tests;

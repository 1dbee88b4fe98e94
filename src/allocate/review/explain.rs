//! Why does a line get so much, and what would have to change for it to be more?
//!
//! An award adds up: what may be given of the item, less what those who come before get, less what others of the same
//! tier and those after get, less what stays in store. What would change it is not guessed: each change that is named
//! was planned again. Table `explanation` (subject, figure, term); the subject is `request/line`.

use crate::allocate::draws::gate::{Gated, stores_for};
use crate::allocate::draws::substitute;
use crate::allocate::plan::eligibility::Bars;
use crate::allocate::supply::lots::{Store, askers};
use crate::allocate::way::Ways;
use crate::allocate::{Plan, PlanInputs};
use crate::diagnostic::Result;
use crate::ledger::Column;
use crate::ledger::tables::{Allocation, Explanation, OnHand, Request, Terms, Unmet};
use crate::ledger::word::{Duty, Form, UnmetReason};
use crate::quantity::Quantity;
use crate::stock::explain::{Account, Figure};

use super::fairness::tier_of;

/// The lot of goods that a change supposes.
const SUPPOSED: &str = "supposed";

/// What would give more to a line that lacks nothing.
const MET_IN_FULL: &str = "it is met in full: only a larger request gets more";

/// A plan, and what it was made from.
#[derive(Clone, Copy)]
pub struct Explained<'a> {
    pub inputs: &'a PlanInputs<'a>,
    pub gated: Option<&'a Gated<'a>>,
    /// What plans and transfers before it gave; its own inputs are what those left open.
    pub before: &'a [Allocation],
    pub awards: &'a [Allocation],
    /// What the plan says it does not meet; `None` where that table is not at hand, and then it is planned again.
    pub unmet: Option<&'a [Unmet]>,
}

/// The account of each of `lines`, in their order.
///
/// Errors: those of a plan that is made again.
pub fn explain(plan: &Explained, lines: &[Request]) -> Result<Vec<Explanation>> {
    let mut rows = Vec::new();
    for line in lines {
        rows.extend(of_line(plan, line)?);
    }
    Ok(rows)
}

fn is_of(award: &Allocation, line: &Request) -> bool {
    (&award.request, &award.line) == (&line.request, &line.line)
}

fn of_line(plan: &Explained, line: &Request) -> Result<Vec<Explanation>> {
    let mut account = Account::of(format!("{}/{}", line.request, line.line));
    let own: Vec<&Allocation> = plan
        .awards
        .iter()
        .filter(|award| is_of(award, line))
        .collect();
    let given: Quantity = own.iter().map(|award| award.met()).sum();
    let all = given + given_before(plan, line);
    let mut figure = account.figure(Column::Given, Some(all), &line.unit);
    before(&mut figure, plan, line);
    let mut open = plan.inputs.requests.iter();
    let Some(line) = open.find(|open| (&open.request, &open.line) == (&line.request, &line.line))
    else {
        figure.change(MET_IN_FULL);
        return Ok(account.into_rows());
    };
    let named = own.iter().filter(|award| award.stands_for.is_empty());
    terms(&mut figure, plan, line, named.map(|award| award.qty).sum())?;
    for award in own.iter().filter(|award| !award.stands_for.is_empty()) {
        let text = format!("{} of {} stand in for it", award.qty, award.item);
        figure.add(award.met(), text);
    }
    for award in &own {
        let expiry = award
            .expiry
            .map_or(String::new(), |day| format!(", usable to {day}"));
        let note = figure.note(Some(award.qty), format!("from {}{expiry}", award.from_site));
        note.lot = award.lot.to_string();
        note.rule = award.rule.to_string();
    }
    let again = planned_again(plan, line, line, None)?;
    let is_line = |row: &&Unmet| (&row.request, &row.line) == (&line.request, &line.line);
    let said = plan.unmet.unwrap_or(&again.unmet);
    // Reasons of a plan that was shared in another way are not this one's.
    let open = said.iter().find(is_line).cloned();
    let is_same = sum_of(&again, line) == given;
    let open = open.filter(|_| plan.unmet.is_some() || is_same);
    if let Some(open) = &open {
        figure.rule(&open.rule, &open.reason);
    }
    if !is_same {
        figure.change(format!(
            "planned again with the flags of this check it gets {}: the plan was made with others, or edited",
            sum_of(&again, line) + given_before(plan, line)
        ));
    }
    if open.is_some() || line.qty.is_some_and(|asked| given >= asked) {
        changes(&mut figure, plan, line, open.as_ref())?;
    }
    Ok(account.into_rows())
}

/// What plans and transfers before gave a line.
fn given_before(plan: &Explained, line: &Request) -> Quantity {
    let of_line = plan.before.iter().filter(|award| is_of(award, line));
    of_line.map(Allocation::met).sum()
}

/// The same as terms, each with its plan.
fn before(figure: &mut Figure, plan: &Explained, line: &Request) {
    for award in plan.before.iter().filter(|award| is_of(award, line)) {
        let text = format!(
            "from {}, given before by plan {}",
            award.from_site, award.plan
        );
        let term = figure.add(award.met(), text);
        term.lot = award.lot.to_string();
        term.rule = award.rule.to_string();
    }
}

/// What there is, less what everybody else gets and what stays.
fn terms(figure: &mut Figure, plan: &Explained, line: &Request, given: Quantity) -> Result<()> {
    let inputs = plan.inputs;
    let store = Store::of(inputs, &askers(inputs))?;
    let lots = store.lots_of(&line.item, 1);
    let there =
        Quantity::from_sum(lots.iter().map(|lot| i128::from(lot.left)).sum()).unwrap_or_default();
    let own_tier = tier_of(line, inputs);
    let [mut before, mut same, mut after] = [Quantity::ZERO; 3];
    for award in plan
        .awards
        .iter()
        .filter(|award| award.item == line.item && !is_of(award, line))
    {
        let tier = inputs
            .requests
            .iter()
            .find(|request| is_of(award, request))
            .map(|request| tier_of(request, inputs));
        match tier.unwrap_or(own_tier).cmp(&own_tier) {
            std::cmp::Ordering::Less => before += award.qty,
            std::cmp::Ordering::Equal => same += award.qty,
            std::cmp::Ordering::Greater => after += award.qty,
        }
    }
    figure.add(
        there,
        format!("may be given of {}, in {} lots", line.item, lots.len()),
    );
    let less = [
        (before, format!("to those who come before tier {own_tier}")),
        (same, format!("to others of tier {own_tier}")),
        (
            after,
            format!(
                "to those who come after tier {own_tier}, of lots this line may not have or does not need"
            ),
        ),
        (
            there - before - same - after - given,
            "stays in store".to_owned(),
        ),
    ];
    for (qty, text) in less.into_iter().filter(|(qty, _)| !qty.is_zero()) {
        figure.add(Quantity::ZERO - qty, text);
    }
    Ok(())
}

/// What would give the line more, each tried.
fn changes(
    figure: &mut Figure,
    plan: &Explained,
    line: &Request,
    open: Option<&Unmet>,
) -> Result<()> {
    let Some(open) = open else {
        figure.change(MET_IN_FULL);
        return Ok(());
    };
    let Some(short) = open.short.filter(|short| short.is_positive()) else {
        figure.change("say how much is asked for: what is not said is none");
        return Ok(());
    };
    if open.is_barred() {
        return eligible(figure, plan, line);
    }
    let asked = line.qty.unwrap_or_default() + given_before(plan, line);
    let given = asked - short;
    if open.why() == Some(UnmetReason::NotTriggered) {
        figure.change("at a response level that opens the reserve it may draw on it");
        return Ok(());
    }
    if open.why() == Some(UnmetReason::BelowMinQty) {
        figure.change(
            "it is passed over so that others get what is of use to them: a heuristic, the smallest award of its tier first",
        );
    }
    if supposed(plan, line, short).is_none() {
        figure.change("whoever gives asks for these goods as well, and who asks gives none");
    }
    let mut most = given;
    for extra in [short, all_short(plan, line)] {
        let more = try_with(plan, line, line, Some(extra))?;
        if more > most {
            figure.change(format!("with {extra} more in store it would get {more}"));
            most = more;
        }
        if more == asked {
            break;
        }
    }
    if line.terms().min_days_left.is_some_and(|days| days > 0) {
        let lax = line.clone().on_terms(Terms {
            min_days_left: None,
            ..line.terms().clone()
        });
        let more = try_with(plan, line, &lax, None)?;
        if more > given {
            figure.change(format!("with any life left on arrival it would get {more}"));
        }
    }
    Ok(())
}

/// What every line up to this one's tier is short of: with so much more it is met in full.
fn all_short(plan: &Explained, line: &Request) -> Quantity {
    let own_tier = tier_of(line, plan.inputs);
    let requests = plan
        .inputs
        .requests
        .iter()
        .filter(|request| request.item == line.item);
    let before = requests.filter(|request| tier_of(request, plan.inputs) <= own_tier);
    before
        .map(|request| {
            let given: Quantity = plan
                .awards
                .iter()
                .filter(|award| is_of(award, request))
                .map(Allocation::met)
                .sum();
            (request.qty.unwrap_or_default() - given).or_zero()
        })
        .sum()
}

/// The uses that the rules list for the goods, and what the line would get with one of them.
fn eligible(figure: &mut Figure, plan: &Explained, line: &Request) -> Result<()> {
    let inputs = plan.inputs;
    let bars = Bars::of(&line.item, inputs.items, inputs.rules);
    let uses = inputs.rules.eligibility.iter().flat_map(|rule| &rule.uses);
    let site = inputs.sites.get(&line.site);
    let fitting = uses
        .map(|usage| Request {
            usage: usage.as_str().into(),
            duty: Some(Duty::First),
            ..line.clone()
        })
        .find(|line| bars.bar(line, site).is_none());
    match fitting {
        Some(fitting) => {
            let more = try_with(plan, line, &fitting, None)?;
            figure.change(format!(
                "for use \"{}\" in the first line it would get {more}",
                fitting.usage
            ));
        }
        None => {
            figure.change("no use of this site may have these goods");
        }
    }
    Ok(())
}

/// What a plan gives a line.
fn sum_of(plan: &Plan, line: &Request) -> Quantity {
    let awards = plan.allocation.iter().filter(|award| is_of(award, line));
    awards.map(Allocation::met).sum()
}

/// What the line would get if it read like `changed`, and with `extra` more of its item in store.
fn try_with(
    plan: &Explained,
    line: &Request,
    changed: &Request,
    extra: Option<Quantity>,
) -> Result<Quantity> {
    let again = planned_again(plan, line, changed, extra)?;
    Ok(sum_of(&again, line) + given_before(plan, line))
}

/// The plan of what it takes to know what the line gets, with the line changed and `extra` more of its item in store.
fn planned_again(
    plan: &Explained,
    line: &Request,
    changed: &Request,
    extra: Option<Quantity>,
) -> Result<Plan> {
    let inputs = plan.inputs;
    // Items share nothing with each other unless one stands in for another: the others need not be planned again.
    let has_any = inputs.items.items().any(|item| !item.substitute.is_empty());
    let of_item = inputs
        .requests
        .iter()
        .filter(|row| has_any || row.item == line.item);
    let requests: Vec<Request> = of_item
        .map(
            |row| match (&row.request, &row.line) == (&line.request, &line.line) {
                true => changed.clone(),
                false => row.clone(),
            },
        )
        .collect();
    let mut onhand = inputs.onhand.to_vec();
    onhand.extend(extra.and_then(|extra| supposed(plan, line, extra)));
    let again = PlanInputs {
        requests: &requests,
        onhand: &onhand,
        ..*inputs
    };
    substitute::plan(&again, plan.gated)
}

/// So much more of an item, usable without end, at a store that gives of it, that the line may draw on and from which a
/// way is open; where there is none, at any that gives of it.
fn supposed(plan: &Explained, line: &Request, extra: Quantity) -> Option<OnHand> {
    let inputs = plan.inputs;
    let store = Store::of(inputs, &askers(inputs)).ok()?;
    let (by, most) = (inputs.options.by, inputs.options.way_max);
    let ways = Ways::new(inputs.sites, inputs.lanes, by, most);
    let serving = plan.gated.map(|gated| stores_for(line, inputs, gated));
    let reaches = |depot: &str| {
        let serves = |names: &Vec<String>| names.iter().any(|name| name == depot);
        serving.as_ref().is_none_or(serves) && ways.between(depot, &line.site).is_open
    };
    let giving = store.depots.iter().copied();
    let giving: Vec<&str> = giving
        .filter(|depot| store.gives(depot, &line.item))
        .collect();
    let near = giving.iter().copied().find(|depot| reaches(depot));
    let site = near.or(giving.first().copied())?;
    Some(OnHand {
        lot: SUPPOSED.to_owned(),
        form: Some(Form::Physical),
        qty: extra,
        unit: line.unit.to_string(),
        available: Some(extra),
        ..OnHand::new(inputs.as_of, site, &line.item)
    })
}

#[cfg(test)]
mod tests;

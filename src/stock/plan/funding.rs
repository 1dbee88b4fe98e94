//! Who comes first where the money does not suffice, and what it pays for.
//!
//! Earlier periods come first, then the order that was asked for. The money goes down the list, as many whole packs of
//! each line as it affords; what is left over goes on to the next. A line is never passed over for a cheaper one below
//! it while a pack of it can still be paid.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use crate::ledger::tables::{Budget, Procurement};
use crate::ledger::word::{Form, ProcurementStatus};
pub use crate::policy::purchase::OrderBy;
use crate::quantity::{Money, Quantity};

use super::super::budget::pays_for;
use super::target::Target;
use super::{PlanInputs, PlanOptions};

/// Targets by site, item and form.
type Targets = BTreeMap<(String, String, Form), Target>;

/// Money that is left, and for whom.
struct Purse<'a> {
    /// `None` is the one sum for all.
    budget: Option<&'a Budget>,
    left: i128,
}

/// Sets rank, funded quantity and status of every row that is to be bought.
pub fn fund(
    inputs: &PlanInputs<'_>,
    options: &PlanOptions<'_>,
    targets: &Targets,
    rows: &mut [Procurement],
) {
    let target = |row: &Procurement| targets.get(&key(row));
    let mut ranked: Vec<usize> = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        if row.status != Some(ProcurementStatus::ToBuy) {
            continue;
        }
        let awaits = targets
            .get(&key(row))
            .map_or("", |target| target.awaits.as_str());
        match set_aside(row, awaits) {
            Some((status, reason)) => {
                row.status = Some(status);
                reason.clone_into(&mut row.reason);
            }
            None => ranked.push(at),
        }
    }
    ranked.sort_by(|a, b| {
        let (a, b) = (&rows[*a], &rows[*b]);
        let by_order = options.order.iter().fold(Ordering::Equal, |so_far, by| {
            so_far.then_with(|| compare(*by, inputs, (a, target(a)), (b, target(b))))
        });
        a.period.cmp(&b.period).then(by_order).then_with(|| {
            let keys = (&a.site, &a.item, a.form);
            keys.cmp(&(&b.site, &b.item, b.form))
        })
    });
    let mut purses = purses(inputs, options);
    for (rank, at) in ranked.into_iter().enumerate() {
        rows[at].rank = i64::try_from(rank + 1).ok();
        if !purses.is_empty() {
            pay(inputs, &mut purses, &mut rows[at]);
        }
    }
}

fn key(row: &Procurement) -> (String, String, Form) {
    let form = Form::stated(row.form);
    (row.site.clone(), row.item.clone(), form)
}

/// Why a row is not paid for whatever the money; `None` where it is to be bought.
fn set_aside<'a>(row: &Procurement, awaits: &'a str) -> Option<(ProcurementStatus, &'a str)> {
    if row.form == Some(Form::Agreement) {
        let reason = "to be agreed; it is paid for when it is called";
        return Some((ProcurementStatus::ToAgree, reason));
    }
    if !awaits.is_empty() {
        return Some((ProcurementStatus::NeedsApproval, awaits));
    }
    let reason = "no stated price, agreement, quote or purchase on record";
    row.amount
        .is_none()
        .then_some((ProcurementStatus::NoPrice, reason))
}

fn compare(
    by: OrderBy,
    inputs: &PlanInputs<'_>,
    (a, of_a): (&Procurement, Option<&Target>),
    (b, of_b): (&Procurement, Option<&Target>),
) -> Ordering {
    let last = i64::MAX;
    match by {
        OrderBy::Priority => {
            let priority =
                |target: Option<&Target>| target.and_then(|t| t.priority).unwrap_or(last);
            priority(of_a).cmp(&priority(of_b))
        }
        OrderBy::Tier => {
            let tier = |row: &Procurement| inputs.rules.tier_of(&row.item).unwrap_or(last);
            tier(a).cmp(&tier(b))
        }
        OrderBy::Short => short(b, a),
    }
}

/// Compares the missing shares of two rows: what lacks to the target over the target, exactly. A surplus on top of it
/// is no part of it: below nothing where only the surplus lacks.
fn short(a: &Procurement, b: &Procurement) -> Ordering {
    let parts = |row: &Procurement| {
        let target = row.target.unwrap_or_default();
        let lacking = row.need.unwrap_or_default() - row.redundancy.unwrap_or_default();
        (
            i128::from(lacking.thousandths()),
            i128::from(target.thousandths()),
        )
    };
    let ((need_a, target_a), (need_b, target_b)) = (parts(a), parts(b));
    (need_a * target_b).cmp(&(need_b * target_a))
}

fn purses<'a>(inputs: &PlanInputs<'a>, options: &PlanOptions<'_>) -> Vec<Purse<'a>> {
    if let Some(sum) = options.budget {
        return vec![Purse {
            budget: None,
            left: i128::from(sum.fen()),
        }];
    }
    let mut purses: Vec<Purse<'_>> = inputs
        .budgets
        .iter()
        .map(|budget| Purse {
            budget: Some(budget),
            left: i128::from(budget.budget.fen()),
        })
        .collect();
    // The nearest money first: a site's own, then that of the areas above it, then what is for all. Of money that is
    // equally near that which ends first, because it pays for nothing later.
    purses.sort_by_key(|purse| {
        let scope = purse.budget.map_or("", |budget| budget.scope.as_str());
        let to = purse.budget.and_then(|budget| budget.to);
        let from = purse.budget.and_then(|budget| budget.from);
        let depth = inputs.sites.upwards(scope).len();
        (Reverse(depth), to.is_none(), to, from)
    });
    purses
}

/// Pays for as much of a row as the money that is for it affords, in whole packs.
fn pay(inputs: &PlanInputs<'_>, purses: &mut [Purse<'_>], row: &mut Procurement) {
    let (Some(qty), Some(price)) = (row.qty, row.price) else {
        return;
    };
    let mine: Vec<usize> = (0..purses.len())
        .filter(|at| is_for(&purses[*at], row, inputs))
        .collect();
    let money: i128 = mine.iter().map(|at| purses[*at].left).sum();
    let pack = row.pack_size.unwrap_or(UNIT);
    let cost =
        |qty: Quantity| Money::of(qty, price).map_or(i128::MAX, |cost| i128::from(cost.fen()));
    let mut funded = qty;
    if cost(funded) > money {
        let affordable = Money::from_sum(money).and_then(|money| money.buys(price));
        // Rounding may let one pack more or less fit than the division says.
        funded = (affordable.unwrap_or_default() + pack)
            .min(qty)
            .round_down_to_multiple(pack);
        while funded.is_positive() && cost(funded) > money {
            funded -= pack;
        }
    }
    let mut due = cost(funded);
    row.funded_amount = Money::from_sum(due);
    for at in mine {
        let part = due.min(purses[at].left);
        purses[at].left -= part;
        due -= part;
    }
    row.funded = Some(funded);
    row.over_budget = Some(qty - funded);
    row.status = Some(match (funded == qty, funded.is_zero()) {
        (true, _) => ProcurementStatus::Funded,
        (false, false) => ProcurementStatus::PartFunded,
        (false, true) => ProcurementStatus::OverBudget,
    });
}

/// The pack of goods that come singly.
const UNIT: Quantity = Quantity::from_thousandths(crate::quantity::THOUSANDTHS);

/// Whether a purse pays for a row: for its site, and on a day of its period.
fn is_for(purse: &Purse<'_>, row: &Procurement, inputs: &PlanInputs<'_>) -> bool {
    let Some(budget) = purse.budget else {
        return true;
    };
    let (from, to) = row.period.split_once('/').unwrap_or_default();
    let starts_in_time = budget.from.is_none_or(|day| *day.to_string() <= *to);
    let ends_in_time = budget.to.is_none_or(|day| *day.to_string() >= *from);
    pays_for(budget, &row.site, inputs.sites) && starts_in_time && ends_in_time
}

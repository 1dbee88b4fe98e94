//! What is to be bought, for how much, and what does the budget pay for? The purchase-and-store plan (采储计划).
//!
//! Table `procurement`: one row per period, site, item and form. In each row
//!
//! ```text
//! need = target − available − inbound − planned + expiring + redundancy, and not below nothing
//! ```
//!
//! - *Target* ([`target`]): the standards of the policies, a demand list, or what was asked for and given out before.
//! - *Available* is what may be picked on the day of the plan at the site and its own stores, of that form alone, but
//!   for what a donor meant for others; what a store is asked to have itself, by the demand list or the record, is there
//!   for that store alone. *Expiring* is the part of it that will have expired by the end of the period; where goods are
//!   used up at a known rate, the part that expires unused.
//! - *Inbound* ([`inbound`]) is on its way and arrives in time; what is pledged or merely ordered does not count.
//! - *Planned* is what earlier periods of the same plan buy. Need is rounded up to packs.
//! - *Price* ([`price`]): stated, quoted, or of the last purchase. Without one there is no amount, and it is not nought.
//! - *Money* ([`funding`]) goes down the order of purchase, pack by pack; what it does not pay for is over budget.
//!
//! Goods without standing stock are bought on demand, when they are approved. Nothing is ordered here.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::tables::{
    Agreement, Budget, Cover, Demand, Inbound, Movement, OnHand, Procurement, Quote, Request, Usage,
};
use crate::ledger::word::{Form, ProcurementStatus};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::Rules;
use crate::quantity::{Money, Quantity, Rate, THOUSANDTHS};

mod audit;
pub mod funding;
pub mod inbound;
pub mod past;
pub mod period;
pub mod price;
mod shelf;
pub mod target;

pub use audit::audit;
pub use funding::OrderBy;
pub use period::{Period, periods};
pub use target::TargetKind;

use inbound::Way;
use price::Prices;
use shelf::Shelves;
use target::{Amount, Target};

/// What a plan is made of.
#[derive(Debug, Clone, Copy)]
pub struct PlanInputs<'a> {
    /// With what agreements are worth, as [`agreed`](fn@super::agreed) has it.
    pub onhand: &'a [OnHand],
    /// For the standards and what they ask for.
    pub cover: &'a [Cover],
    pub demands: &'a [Demand],
    /// What is coming, as [`super::coming::coming`] has it.
    pub inbound: &'a [Inbound],
    /// For the prices that they state.
    pub agreements: &'a [Agreement],
    /// In ledger order.
    pub movements: &'a [Movement],
    pub usage: &'a [Usage],
    pub requests: &'a [Request],
    pub quotes: &'a [Quote],
    pub budgets: &'a [Budget],
    pub catalogue: &'a Catalogue,
    pub sites: &'a SiteTree,
    pub rules: &'a Rules,
}

/// How a plan is made.
#[derive(Debug, Clone, Copy)]
pub struct PlanOptions<'a> {
    pub plan_id: &'a str,
    /// The plan that this one takes the place of.
    pub supersedes: &'a str,
    pub as_of: Day,
    /// The first day whose use is still to come out of the balances.
    pub demand_from: Day,
    pub periods: &'a [Period],
    pub target: TargetKind,
    /// Percent of the target that is bought on top of it.
    pub redundancy: Quantity,
    /// One sum for all, in place of table `budget`.
    pub budget: Option<Money>,
    pub order: &'a [OrderBy],
    /// Days of the record that a target of the past looks back on.
    pub past_days: i64,
    /// Only these sites plan; empty means all.
    pub sites: &'a [String],
}

/// What is known of the goods of every target.
struct PlanFacts<'a> {
    shelves: Shelves<'a>,
    way: Way<'a>,
    prices: Prices<'a>,
}

/// The plan of every period, in the order of the table, priced and funded.
///
/// Errors: `overflow` where a sum does not fit.
/// Rule: `P0-R12`, `P3-R04`, `P4-R05`, `D-32`.
pub fn plan(
    inputs: &PlanInputs<'_>,
    options: &PlanOptions<'_>,
) -> Result<Vec<Procurement>, Diagnostic> {
    let stated = target::targets(inputs, options);
    let facts = PlanFacts {
        shelves: Shelves::new(inputs, options, &stated),
        way: Way::new(inputs.inbound),
        prices: Prices::new(inputs, options.as_of),
    };
    let mut rows = Vec::new();
    let mut targets: BTreeMap<(String, String, Form), Target> = BTreeMap::new();
    let planning = |site: &String| options.sites.is_empty() || options.sites.contains(site);
    for target in stated.iter().filter(|target| planning(&target.site)) {
        let key = (target.site.clone(), target.item.clone(), target.form);
        if let Some(other) = targets.insert(key, target.clone()) {
            return Err(stated_twice(&other));
        }
    }
    for target in targets.values() {
        let lines = lines(inputs, options, &facts, target);
        rows.extend(lines.ok_or_else(|| too_large(target))?);
    }
    funding::fund(inputs, options, &targets, &mut rows);
    rows.sort_by(|a, b| {
        let keys = (&a.period, &a.site, &a.item, a.form);
        keys.cmp(&(&b.period, &b.site, &b.item, b.form))
    });
    Ok(rows)
}

fn stated_twice(target: &Target) -> Diagnostic {
    let message = format!(
        "the demand list asks for {} at {} in two rows",
        target.item, target.site
    );
    let hint = "write what is to be there in all into one row; goods of another spec are an item of their own";
    Diagnostic::error(Code::Conflict, message).hint(hint)
}

fn too_large(target: &Target) -> Diagnostic {
    let message = format!(
        "the plan for {} at {} is more than can be counted",
        target.item, target.site
    );
    Diagnostic::error(Code::Overflow, message).hint("check its target and price for extra zeros")
}

/// The rows of one target, a period each; `None` where a figure does not fit.
fn lines(
    inputs: &PlanInputs<'_>,
    options: &PlanOptions<'_>,
    facts: &PlanFacts<'_>,
    target: &Target,
) -> Option<Vec<Procurement>> {
    let listed = inputs.catalogue.get(&target.item);
    let pack = listed
        .and_then(|item| item.pack_size)
        .filter(|size| size.is_positive());
    let price = facts.prices.of(target);
    let stock = facts.shelves.stock(target);
    let stores = facts.shelves.stores(target);
    let mut planned = Quantity::ZERO;
    let mut rows = Vec::new();
    for period in options.periods {
        let mut row = blank(target, period, options);
        row.unit = listed.map(|item| item.unit.clone()).unwrap_or_default();
        row.pack_size = pack;
        let Some(asked) = target.amount.by(period, options.demand_from) else {
            row.reason = target.amount.reason();
            row.status = Some(ProcurementStatus::NotAssessable);
            rows.push(row);
            continue;
        };
        let redundancy = percent_of(asked, options.redundancy)?;
        let inbound = facts.way.confirmed(&stores, target, period);
        let expiring = stock.expiring(period, &target.amount, options);
        let open = asked
            .checked_add(redundancy)?
            .checked_add(expiring)?
            .checked_add(-(stock.available()))?
            .checked_add(-inbound)?
            .checked_add(-planned)?;
        let need = open.or_zero();
        let qty = whole_packs(need, pack)?;
        row.target = Some(asked);
        row.available = Some(stock.available());
        row.inbound = Some(inbound);
        row.expiring = Some(expiring);
        row.redundancy = Some(redundancy);
        row.planned = Some(planned);
        row.need = Some(need);
        row.qty = Some(qty);
        if let Some((price, basis)) = &price {
            row.price = Some(*price);
            row.price_basis.clone_from(basis);
            row.amount = Some(Money::of(qty, *price)?);
        }
        row.status = Some(if qty.is_zero() {
            ProcurementStatus::Enough
        } else {
            ProcurementStatus::ToBuy
        });
        planned = planned.checked_add(qty)?;
        rows.push(row);
    }
    Some(rows)
}

fn blank(target: &Target, period: &Period, options: &PlanOptions<'_>) -> Procurement {
    Procurement {
        plan: options.plan_id.to_owned(),
        period: period.to_string(),
        site: target.site.clone(),
        item: target.item.clone(),
        form: Some(target.form),
        standard: target.standard.clone(),
        basis: target.basis.clone(),
        unit: String::new(),
        target: None,
        available: None,
        inbound: None,
        expiring: None,
        redundancy: None,
        planned: None,
        need: None,
        pack_size: None,
        qty: None,
        price: None,
        price_basis: String::new(),
        amount: None,
        rank: None,
        funded: None,
        funded_amount: None,
        over_budget: None,
        status: None,
        reason: String::new(),
        supersedes: options.supersedes.to_owned(),
    }
}

/// A percentage of a quantity in whole units, rounded up: a surplus is never understated.
fn percent_of(qty: Quantity, percent: Quantity) -> Option<Quantity> {
    Rate::over(qty, 100 * THOUSANDTHS)?.need(percent.thousandths())
}

/// The least number of whole packs that holds `need`; whole units where nothing says what a pack holds.
fn whole_packs(need: Quantity, pack: Option<Quantity>) -> Option<Quantity> {
    match pack {
        None => Some(need.round_up_to_whole()),
        Some(pack) => need.round_up_to_multiple(pack),
    }
}

impl Amount {
    /// What is to be there at the end of a period; `None` where it cannot be told.
    fn by(&self, period: &Period, demand_from: Day) -> Option<Quantity> {
        match self {
            Amount::Level(qty) => Some(*qty),
            Amount::Use(rate) => {
                rate.need(period.to.days_since(demand_from).saturating_add(1).max(0))
            }
            Amount::Unknown(_) => None,
        }
    }

    fn reason(&self) -> String {
        match self {
            Amount::Unknown(reason) => reason.clone(),
            _ => "more than can be counted".to_owned(),
        }
    }
}

/// What a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Lines to be bought.
    pub lines: usize,
    /// What they cost.
    pub amount: Money,
    /// What the budget gives for them; `None` where no budget is stated.
    pub funded: Option<Money>,
    /// Lines that the budget does not pay for in full.
    pub over_budget: usize,
}

/// What the ranked lines of a plan come to; sums that do not fit stand at the largest amount.
pub fn totals(plan: &[Procurement]) -> Totals {
    let ranked = || plan.iter().filter(|row| row.rank.is_some());
    let sum = |amounts: &mut dyn Iterator<Item = Money>| {
        let fen: i128 = amounts.map(|amount| i128::from(amount.fen())).sum();
        Money::from_sum(fen).unwrap_or(Money::from_fen(i64::MAX))
    };
    let has_budget = ranked().any(|row| row.funded_amount.is_some());
    Totals {
        lines: ranked().count(),
        amount: sum(&mut ranked().filter_map(|row| row.amount)),
        funded: has_budget.then(|| sum(&mut ranked().filter_map(|row| row.funded_amount))),
        over_budget: ranked()
            .filter(|row| row.over_budget.is_some_and(Quantity::is_positive))
            .count(),
    }
}

#[cfg(test)]
mod tests;

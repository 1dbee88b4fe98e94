//! What money buys: each item whose price the demand list states, as if all the money went into it.

use crate::ledger::tables::Budget;
use crate::ledger::word::Form;
use crate::quantity::{Money, Price, Quantity};

use super::super::budget::{may_be_spent, pays_for};
use super::{Arrival, Arrivals, AvailabilityInputs, Horizon, Uncounted};

/// Adds what the budgets in force on the day of the call buy at a stated price; without one, cash is not counted.
pub fn add(inputs: &AvailabilityInputs<'_>, horizon: Horizon, arrivals: &mut Arrivals) {
    let in_force = inputs
        .budgets
        .iter()
        .filter(|budget| may_be_spent(budget, horizon.called_on));
    for budget in in_force {
        for demand in inputs
            .demands
            .iter()
            .filter(|row| pays_for(budget, &row.site, inputs.sites))
        {
            let row = (&*demand.site, &*demand.item);
            match demand.price.and_then(|price| bought(budget.budget, price)) {
                Some((qty, price)) => arrivals.counted.push(Arrival {
                    site: row.0.to_owned(),
                    item: row.1.to_owned(),
                    form: Form::Cash,
                    source: money_of(budget),
                    enterprise: String::new(),
                    day: 0,
                    qty,
                    expiry: None,
                    earmark: String::new(),
                    reason: format!(
                        "all of {} at {price}; the same money buys one item only",
                        budget.budget
                    ),
                }),
                None => arrivals.uncounted.push(Uncounted {
                    site: row.0.to_owned(),
                    item: row.1.to_owned(),
                    form: Form::Cash,
                    source: money_of(budget),
                    qty: None,
                    reason: "no price is stated".to_owned(),
                }),
            }
        }
    }
}

/// The whole units that `money` buys at `price`, and the price.
fn bought(money: Money, price: Price) -> Option<(Quantity, Price)> {
    Some((money.buys(price)?, price))
}

/// What the money of a budget is called: by where it is from, else by whom it is for.
pub fn money_of(budget: &Budget) -> String {
    match &*budget.source {
        "" => format!("budget {}", budget.scope),
        source => source.to_owned(),
    }
}

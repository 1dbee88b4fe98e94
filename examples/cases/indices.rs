//! Cases of price indices and of the error that forecasts are measured by.

use granary::price::index::{Formula, Period, chained as chain, fixed, geks as over_all_pairs};
use serde_json::Value;

use super::case::{Case, Read, Trouble, float, malformed, text};

/// The indices of each formula against the first period.
pub fn against_first(case: &Case) -> Read<Value> {
    each_formula(case, |formula, periods| fixed(formula, periods, &[]))
}

/// The same as chains of steps.
pub fn chained(case: &Case) -> Read<Value> {
    each_formula(case, chain)
}

/// The index over all pairs of periods.
pub fn geks(case: &Case) -> Read<Value> {
    let formula = formula(case.params.need("formula")?)?;
    complete(over_all_pairs(formula, &periods(case)?))
}

fn each_formula(
    case: &Case,
    index: impl Fn(Formula, &[Period]) -> Vec<Option<f64>>,
) -> Read<Value> {
    let periods = periods(case)?;
    let formulas = case.params.list("formulas", formula)?;
    let indices = formulas
        .into_iter()
        .map(|formula| complete(index(formula, &periods)));
    Ok(indices.collect::<Read<Vec<Value>>>()?.into())
}

fn formula(value: &Value) -> Read<Formula> {
    let id = text(value)?;
    Formula::parse(&id).ok_or(Trouble::NotKnown(format!("formula {id}")))
}

fn complete(index: Vec<Option<f64>>) -> Read<Value> {
    match index.into_iter().collect::<Option<Vec<f64>>>() {
        Some(index) => Ok(index.into()),
        None => malformed("prices and quantities do not go together"),
    }
}

fn periods(case: &Case) -> Read<Vec<Period>> {
    let prices = case.input.list("prices", floats)?;
    let quantities = match case.input.get("quantities") {
        Some(_) => case.input.list("quantities", floats)?,
        None => vec![Vec::new(); prices.len()],
    };
    if prices.len() != quantities.len() {
        return malformed("as many periods of prices as of quantities");
    }
    let pairs = prices.into_iter().zip(quantities);
    Ok(pairs
        .map(|(prices, quantities)| Period { prices, quantities })
        .collect())
}

fn floats(value: &Value) -> Read<Vec<f64>> {
    match value.as_array() {
        Some(list) => list.iter().map(float).collect(),
        None => malformed(format!("{value} is no list")),
    }
}

//! What says that a category is in a rise: alerts, what was looked at and found quiet, balances, and earlier releases.
//!
//! Rule: `market-release` of the rules of money; a tight supply is `P7-R01`.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::Alert;
use crate::ledger::word::Assessed;
use crate::policy::Names;
use crate::quantity::Price;

use super::ReleaseInputs;
use super::episode::{Sign, Signs};

/// The signs of each category.
pub fn signs<'a>(inputs: &ReleaseInputs<'a>) -> BTreeMap<&'a str, Signs> {
    let mut signs: BTreeMap<&str, Signs> = BTreeMap::new();
    let mut add = |category: &'a str, day: Day, sign: Sign| {
        signs.entry(category).or_default().add(day, sign);
    };
    let is_legal = |rule: &str| inputs.legal.contains(rule);
    for alert in inputs.alerts.iter().filter(|row| is_legal(&row.rule)) {
        let sign = match is_grave(alert, inputs) {
            true => Sign::Trigger,
            false => Sign::Alive,
        };
        let category = category(&alert.scope, &alert.item, inputs);
        add(category, alert.date, sign);
    }
    for row in inputs.assessments.iter().filter(|row| is_legal(&row.rule)) {
        let sign = match row.status {
            Assessed::Met => Sign::Alive,
            Assessed::Clear | Assessed::Holding => Sign::Quiet,
            Assessed::NotEligible | Assessed::NotAssessable => continue,
        };
        add(category(&row.scope, &row.item, inputs), row.date, sign);
    }
    for row in inputs.balances {
        match row.tight {
            Some(true) => add(
                category(&row.category, "", inputs),
                row.as_of,
                Sign::Trigger,
            ),
            Some(false) => add(category(&row.category, "", inputs), row.as_of, Sign::Quiet),
            None => {}
        }
    }
    for row in inputs.earlier {
        let signs = signs
            .entry(category(&row.scope, &row.item, inputs))
            .or_default();
        if let Some(first) = row.first_date {
            signs.name(first, &row.episode);
        }
        if let Some(date) = row.date {
            signs.add(date, Sign::Alive);
        }
    }
    signs
}

/// The category that a sign is of, by its id where it has one: that of its item, else its scope.
fn category<'a>(scope: &'a str, item: &'a str, inputs: &ReleaseInputs<'a>) -> &'a str {
    let listed = inputs
        .catalogue
        .get(item)
        .map(|item| item.category.as_str());
    let named = listed.filter(|category| !category.is_empty());
    let said = named.unwrap_or(if item.is_empty() { scope } else { item });
    Names::built_in().category(said)
}

/// Whether an alert is grave and confirmed, so that it may begin an episode.
fn is_grave(alert: &Alert, inputs: &ReleaseInputs) -> bool {
    let rule = inputs.rule;
    let reaches = |count: Option<i64>, least: i64| count.is_some_and(|count| count >= least);
    let is_confirmed = reaches(alert.persistence, rule.observations)
        || reaches(alert.markets, rule.markets)
        || reaches(alert.items, rule.items);
    alert.grade >= rule.grade && is_confirmed
}

/// The newest alert of a category that its release may rest on: grave, confirmed and not too old.
pub fn triggering<'a>(wanted: &str, inputs: &ReleaseInputs<'a>) -> Option<&'a Alert> {
    newest(wanted, inputs, |alert| {
        is_grave(alert, inputs) && inputs.as_of.days_since(alert.date) <= inputs.rule.quote_age
    })
}

/// The market price of a category: that of the alert which its release rests on, else of the newest of any grade.
pub fn market_price(wanted: &str, inputs: &ReleaseInputs) -> Option<Price> {
    let of_any_grade = || newest(wanted, inputs, |_| true);
    let alert = triggering(wanted, inputs).or_else(of_any_grade)?;
    alert.price
}

/// The newest legal alert of a category among those that are meant, the gravest of its day.
fn newest<'a>(
    wanted: &str,
    inputs: &ReleaseInputs<'a>,
    is_meant: impl Fn(&Alert) -> bool,
) -> Option<&'a Alert> {
    let is_of_it = |alert: &&Alert| {
        inputs.legal.contains(&*alert.rule)
            && alert.date <= inputs.as_of
            && category(&alert.scope, &alert.item, inputs) == wanted
            && is_meant(alert)
    };
    inputs
        .alerts
        .iter()
        .filter(is_of_it)
        .max_by_key(|alert| (alert.date, alert.grade, alert.item.is_empty()))
}

/// The rule by which a supply of the category is tight.
pub fn tight_rule(category: &str, inputs: &ReleaseInputs) -> String {
    let tight = inputs
        .balances
        .iter()
        .find(|row| is_one(&row.category, category) && row.tight == Some(true));
    tight.map_or(String::new(), |row| row.rule.clone())
}

/// Whether two words are one category, each in whatever language.
pub fn is_one(one: &str, other: &str) -> bool {
    Names::built_in().is_one_category(one, other)
}

//! What is asked of the next level, and what was tried before? One row for each addressee, asking site and item.
//!
//! Made of the rows of `source` alone: what is asked of the next level is what no earlier step gives, so that need less
//! have is the gap, to the thousandth.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Escalation, Source};
use crate::ledger::word::{Channel, Word as _};
use crate::policy::Rules;
use crate::quantity::Quantity;

/// Who asks whom for what: plan, asking site, item.
type Asked<'a> = (&'a str, &'a str, &'a str);

/// The requests to the next level, by plan, addressee, site and item; needs that were met in full ask for nothing.
///
/// `rules`: their steps of sourcing name also those that were asked and gave nothing. Rule: `T11`.
pub fn escalations(sources: &[Source], rules: &Rules) -> Vec<Escalation> {
    let mut needs: BTreeMap<Asked, Vec<&Source>> = BTreeMap::new();
    for row in sources {
        let asked = (row.plan.as_str(), row.site.as_str(), row.item.as_str());
        needs.entry(asked).or_default().push(row);
    }
    let mut rows: Vec<Escalation> = needs
        .into_values()
        .filter_map(|rows| escalation(&rows, rules))
        .collect();
    rows.sort_by_cached_key(|row| {
        let (plan, to) = (row.plan.clone(), row.addressee.clone());
        (plan, to, row.site.clone(), row.item.clone())
    });
    rows
}

fn escalation(rows: &[&Source], rules: &Rules) -> Option<Escalation> {
    let asked: Vec<&&Source> = rows
        .iter()
        .filter(|row| row.channel == Channel::Request)
        .collect();
    let first = asked.first()?;
    let addressees: BTreeSet<&str> = asked.iter().map(|row| row.provider.as_str()).collect();
    let lines: BTreeSet<(&str, &str)> = asked
        .iter()
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let cited: BTreeSet<&str> = asked.iter().map(|row| row.rule.as_str()).collect();
    let cited: Vec<&str> = cited.into_iter().filter(|rule| !rule.is_empty()).collect();
    let need = total(rows.iter().copied())?;
    let gap = total(asked.iter().map(|row| **row))?;
    Some(Escalation {
        plan: first.plan.clone(),
        addressee: addressees.into_iter().collect::<Vec<_>>().join("; "),
        site: first.site.clone(),
        item: first.item.clone(),
        unit: first.unit.clone(),
        need,
        have: need - gap,
        gap,
        need_by: asked.iter().filter_map(|row| row.need_by).min(),
        lines: Some(lines.len() as i64),
        tried: tried(rows, rules),
        rule: cited.join("; "),
    })
}

fn total<'a>(rows: impl Iterator<Item = &'a Source>) -> Option<Quantity> {
    Quantity::from_sum(rows.map(|row| i128::from(row.qty.thousandths())).sum())
}

/// Every step before the request in the order it was asked, with what it gives; nothing is nothing found in time.
fn tried(rows: &[&Source], rules: &Rules) -> String {
    let mut given: BTreeMap<Channel, (i128, BTreeSet<&str>)> = BTreeMap::new();
    for step in rules.sourcing.iter().flat_map(|rule| &rule.steps) {
        given.entry(step.channel).or_default();
    }
    for row in rows {
        let (qty, providers) = given.entry(row.channel).or_default();
        *qty += i128::from(row.qty.thousandths());
        providers.insert(&row.provider);
    }
    given.remove(&Channel::Request);
    let step = |(channel, (qty, providers)): (Channel, (i128, BTreeSet<&str>))| {
        let qty = Quantity::from_sum(qty).map_or(String::new(), |qty| qty.to_string());
        let providers: Vec<&str> = providers.into_iter().collect();
        match providers.is_empty() {
            true => format!("{} 0", channel.id()),
            false => format!("{} {qty} ({})", channel.id(), providers.join(", ")),
        }
    };
    given.into_iter().map(step).collect::<Vec<_>>().join("; ")
}

//! What is asked of the next level, and what was tried before? One row for each addressee, asking site and item.
//!
//! Made of the rows of `source` alone: what is asked of the next level is what no earlier step gives, so that need less
//! have is the gap, to the thousandth. Every figure speaks of the lines that are short; a line that was met in full asks
//! for nothing, whatever else its site asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::ledger::tables::{Escalation, Event, Item, Source};
use crate::ledger::word::{Channel, Level, Word as _};
use crate::ledger::{Catalogue, SiteTree};
use crate::policy::Rules;
use crate::quantity::Quantity;

/// What says which steps of sourcing were open to whom.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    pub rules: &'a Rules,
    pub items: &'a Catalogue,
    pub sites: &'a SiteTree,
    /// The events that say which response level is in force where.
    pub events: &'a [Event],
    /// The level that was named, in place of theirs.
    pub level: Option<Level>,
    /// The steps of which no table was at hand that tells what they can give.
    pub untold: &'a [Channel],
    /// The day sources were asked.
    pub as_of: Day,
}

/// What stands for the amount of a step that nothing tells of.
pub const NOT_SUPPLIED: &str = "not supplied";

/// Who asks whom for what: plan, asking site, item.
type Asked<'a> = (&'a str, &'a str, &'a str);

/// The requests to the next level, by plan, addressee, site and item; needs that were met in full ask for nothing.
///
/// `asking`: the steps that its rules open to an asking site are named also where they gave nothing. Rule: `T11`.
pub fn escalations(sources: &[Source], asking: &Asking) -> Vec<Escalation> {
    let mut needs: BTreeMap<Asked, Vec<&Source>> = BTreeMap::new();
    for row in sources {
        let asked = (row.plan.as_str(), row.site.as_str(), row.item.as_str());
        needs.entry(asked).or_default().push(row);
    }
    let mut rows: Vec<Escalation> = needs
        .into_values()
        .filter_map(|rows| escalation(&rows, asking))
        .collect();
    rows.sort_by_cached_key(|row| {
        let (plan, to) = (row.plan.clone(), row.addressee.clone());
        (plan, to, row.site.clone(), row.item.clone())
    });
    rows
}

fn escalation(rows: &[&Source], asking: &Asking) -> Option<Escalation> {
    let asked: Vec<&&Source> = rows
        .iter()
        .filter(|row| row.channel == Channel::Request)
        .collect();
    let first = asked.first()?;
    let addressees: BTreeSet<&str> = asked.iter().map(|row| row.provider.as_str()).collect();
    let lines: BTreeSet<(&str, &str)> = asked.iter().map(|row| line(row)).collect();
    let of_lines = rows.iter().copied();
    let rows: Vec<&Source> = of_lines.filter(|row| lines.contains(&line(row))).collect();
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
        tried: tried(&rows, asking),
        rule: cited.join("; "),
    })
}

fn line(row: &Source) -> (&str, &str) {
    (&row.request, &row.line)
}

fn total<'a>(rows: impl Iterator<Item = &'a Source>) -> Option<Quantity> {
    Quantity::from_sum(rows.map(|row| i128::from(row.qty.thousandths())).sum())
}

/// Every step that was open, in the order of the plan and with what it gives; nothing is nothing found in time, where
/// anything tells of that step.
///
/// A row that names no such step (its plan was made by other rules) stands where its own rank puts it.
fn tried(rows: &[&Source], asking: &Asking) -> String {
    let mut given: BTreeMap<(i64, Channel), (i128, BTreeSet<&str>)> = BTreeMap::new();
    for (rank, channel) in rows
        .first()
        .map_or(Vec::new(), |row| open_steps(row, asking))
    {
        given.entry((rank, channel)).or_default();
    }
    for row in rows {
        let rank = row.rank.unwrap_or(i64::MAX);
        let (qty, providers) = given.entry((rank, row.channel)).or_default();
        *qty += i128::from(row.qty.thousandths());
        providers.insert(&row.provider);
    }
    given.retain(|(_, channel), _| *channel != Channel::Request);
    let step = |((_, channel), (qty, providers)): ((i64, Channel), (i128, BTreeSet<&str>))| {
        let qty = Quantity::from_sum(qty).map_or(String::new(), |qty| qty.to_string());
        let providers: Vec<&str> = providers.into_iter().collect();
        match providers.is_empty() {
            true if asking.untold.contains(&channel) => {
                format!("{} {NOT_SUPPLIED}", channel.id())
            }
            true => format!("{} 0", channel.id()),
            false => format!("{} {qty} ({})", channel.id(), providers.join(", ")),
        }
    };
    given.into_iter().map(step).collect::<Vec<_>>().join("; ")
}

/// The steps that were open to who asks for an item, by their rank in the plan, from 1.
fn open_steps(row: &Source, asking: &Asking) -> Vec<(i64, Channel)> {
    let listed = asking.items.get(&row.item).cloned();
    let item = listed.unwrap_or_else(|| Item::unlisted(&row.item));
    let in_force = || {
        asking
            .sites
            .level_in_force(asking.events, &row.site, asking.as_of)
    };
    let Some(rule) = asking.rules.sourcing_of(&item) else {
        return Vec::new();
    };
    let steps = rule.open_at(asking.level.or_else(in_force));
    steps
        .map(|(at, step)| (at as i64 + 1, step.channel))
        .collect()
}

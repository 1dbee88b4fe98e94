//! Rows of cover without a standard: what every site has and uses, in days.

use std::collections::BTreeSet;

use crate::ledger::tables::Cover;
use crate::ledger::word::Form;
use crate::quantity::Quantity;

use super::super::burn::rate_of;
use super::super::on_hand::is_in_store;
use super::desk::Desk;
use super::row::{Key, PURCHASE_ON_DEMAND, of_lots};

/// One row for each site, item and form that is held, or used and no longer held, and that no standard judged.
pub fn rows(desk: &Desk<'_>, judged: &BTreeSet<(String, String, Option<Form>)>) -> Vec<Cover> {
    let is_judged = |key: &Key<'_>| {
        judged.contains(&(key.site.to_owned(), key.item.to_owned(), Some(key.form)))
    };
    let held = desk
        .shelves
        .keys()
        .map(|&(site, item, form)| Key { site, item, form });
    let keys = held.chain(used_up(desk)).filter(|key| !is_judged(key));
    keys.map(|key| row(desk, key)).collect()
}

/// Items of which a site has none left: their rows are short from the first day.
fn used_up<'a>(desk: &'a Desk<'_>) -> impl Iterator<Item = Key<'a>> {
    let in_store: BTreeSet<(&str, &str)> = desk
        .shelves
        .keys()
        .filter(|(_, _, form)| is_in_store(Some(*form)))
        .map(|(site, item, _)| (*site, *item))
        .collect();
    let was_needed = |rate: Option<Quantity>| rate.is_none_or(Quantity::is_positive);
    let gone = desk
        .burns
        .iter()
        .filter(move |(key, burn)| !in_store.contains(key) && was_needed(burn.rate));
    gone.map(|((site, item), _)| Key {
        site,
        item,
        form: Form::Physical,
    })
}

fn row(desk: &Desk<'_>, key: Key<'_>) -> Cover {
    let lots = desk.shelves.get(&(key.site, key.item, key.form));
    let burn = desk.burns.get(&(key.site, key.item));
    let rate = burn.and_then(|burn| rate_of(burn));
    let basis = match (rate, burn) {
        (Some(rate), _) if !rate.is_zero() => "burn",
        (Some(_), _) => "no use in the window",
        (None, Some(burn)) if !burn.reason.is_empty() => &burn.reason,
        (None, _) => "no use on record",
    };
    let row = of_lots(
        desk,
        key,
        lots.map_or(&[], Vec::as_slice),
        rate,
        basis.to_owned(),
    );
    match on_demand(desk, key.item) {
        Some(rule) => Cover {
            rule,
            action: PURCHASE_ON_DEMAND.to_owned(),
            ..row
        },
        None => row,
    }
}

/// The rule by which an item is bought on demand and not kept in store.
fn on_demand(desk: &Desk<'_>, item: &str) -> Option<String> {
    let rules = desk.inputs.rules;
    let tier = rules.tier_of(item)?;
    rules
        .on_demand
        .iter()
        .find(|rule| rule.tier == tier)
        .map(|rule| rule.id.clone())
}

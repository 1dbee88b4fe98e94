//! What do the rules say of an item? Worked out once for each.

use crate::policy::selector::Items;
use crate::quantity::Unit;

use super::super::PlanInputs;
use super::bar::holds;

/// What the rules say of an item.
pub(super) struct Goods<'a> {
    pub(super) code: &'a str,
    /// The least that can be handed out, in thousandths.
    pub(super) smallest: i64,
    /// The least that a policy calls useful, in thousandths.
    pub(super) least: Option<i64>,
    /// The places in the policy of the rules that speak of it.
    pub(super) eligibility: Vec<usize>,
    pub(super) first_use: Vec<usize>,
}

/// What the rules say of an item, whose balances state this unit.
pub(super) fn goods<'a>(code: &'a str, unit: &str, inputs: &PlanInputs) -> Goods<'a> {
    let rules = inputs.rules;
    let speaks = |items: &Items| speaks_of(items, code, inputs);
    let shipments = rules.shipment.iter();
    Goods {
        code,
        smallest: smallest(code, unit, inputs),
        least: shipments
            .filter(|rule| speaks(&rule.items))
            .map(|rule| rule.least.saturating_mul(1000))
            .max(),
        eligibility: places(rules.eligibility.iter().map(|rule| speaks(&rule.items))),
        first_use: places(rules.first_use.iter().map(|rule| speaks(&rule.items))),
    }
}

/// The places at which something is so.
fn places(are_so: impl Iterator<Item = bool>) -> Vec<usize> {
    let all = are_so.zip(0..);
    all.filter_map(|(is_so, at)| is_so.then_some(at)).collect()
}

/// The least that can be handed out of an item, in thousandths; `unit` as its balances state it.
pub(super) fn smallest(item: &str, unit: &str, inputs: &PlanInputs) -> i64 {
    let known = inputs.items.get(item);
    let closed = known
        .and_then(|item| item.pack_size)
        .filter(|pack| !inputs.options.break_packs && pack.is_positive());
    if let Some(pack) = closed {
        return pack.thousandths();
    }
    let unit = known.map_or(unit, |item| &item.unit);
    match Unit::new(unit).base().0.id() {
        "kg" | "L" => 1,
        _ => 1000,
    }
}

/// Whether a rule's list of goods means an item.
fn speaks_of(items: &Items, item: &str, inputs: &PlanInputs) -> bool {
    let known = inputs.items.get(item);
    let tier = inputs.rules.tier_of(item);
    let tier = tier.or_else(|| known?.tier);
    let sector = known.and_then(|item| item.sector);
    holds(&items.grade, known.map(|item| item.grade.as_str()))
        && holds(&items.class, known.map(|item| item.class.as_str()))
        && holds(&items.item, Some(item))
        && is_one_of(&items.tier, tier)
        && is_one_of(&items.sector, sector)
}

/// Whether a list that is given holds a value; one that nobody knows is in no list.
fn is_one_of<T: PartialEq>(list: &Option<Vec<T>>, value: Option<T>) -> bool {
    let Some(list) = list else { return true };
    value.is_some_and(|value| list.contains(&value))
}

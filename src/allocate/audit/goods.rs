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

#[cfg(test)]
mod tests {
    use crate::allocate::audit::audit;
    use crate::allocate::sample::{Sample, ask, lot};
    use crate::ledger::Catalogue;
    use crate::ledger::tables::Item;
    use crate::ledger::word::Sector;
    use crate::policy::selector::Items;

    /// What is wrong with an award of masks to an office, were there a rule that keeps such goods for other uses.
    fn found_under_a_rule_of(
        goods: &Items,
        sector: Option<Sector>,
        tier: Option<i64>,
    ) -> Vec<String> {
        let mut line = ask("A", "OFFICE", "mask", 10);
        line.usage = "office".into();
        let mut sample = Sample::of(vec![lot("mask", "L1", 20, "")], vec![line]);
        let mask = sample.items.get("mask").expect("an item of the sample");
        sample.items = Catalogue::new([Item {
            sector,
            tier,
            ..mask.clone()
        }]);
        let mut rules = std::mem::take(&mut sample.rules.eligibility);
        let plan = sample.plan();
        rules.truncate(1);
        rules[0].items = goods.clone();
        sample.rules.eligibility = rules;
        let findings = audit(&sample.inputs(), &plan.allocation, &plan.unmet);
        findings.into_iter().map(|row| row.code).collect()
    }

    #[test]
    fn an_award_against_the_sector_or_the_tier_of_a_rules_goods_is_found() {
        let of_sector = Items {
            sector: Some(vec![Sector::Medical]),
            ..Items::default()
        };
        let of_tier = Items {
            tier: Some(vec![1]),
            ..Items::default()
        };
        let (medical, civil) = (Some(Sector::Medical), Some(Sector::Civil));
        assert_eq!(
            found_under_a_rule_of(&of_sector, medical, None),
            ["not_eligible"]
        );
        assert!(found_under_a_rule_of(&of_sector, civil, None).is_empty());
        assert!(found_under_a_rule_of(&of_sector, None, None).is_empty());
        assert_eq!(
            found_under_a_rule_of(&of_tier, None, Some(1)),
            ["not_eligible"]
        );
        assert!(found_under_a_rule_of(&of_tier, None, Some(2)).is_empty());
        assert!(found_under_a_rule_of(&of_tier, None, None).is_empty());
    }
}

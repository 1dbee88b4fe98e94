//! Check `preference`: how much of what designated producers make is bought from them (优先采购).

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Day;
use crate::engine::balance::positions_in_ledger_order;
use crate::ledger::tables::Finding;
use crate::ledger::word::Severity;
use crate::policy::Subject;
use crate::quantity::{Quantity, div_half_up};

use super::super::on_hand::is_in_store;
use super::supply::{SupplyInputs, on_row};
use super::{CheckInputs, Outcome};

/// Percent in a whole.
const WHOLE: i128 = 100;

/// Designated producers by what they make.
type Makers<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What was bought of an item while designated producers made it, in all and from them, and the last receipt that was
/// from elsewhere.
#[derive(Default)]
struct Bought<'a> {
    makers: BTreeSet<&'a str>,
    all: Quantity,
    preferred: Quantity,
    elsewhere_last: Option<usize>,
}

/// Items that designated producers make and that were bought from others, with the share that came from them.
///
/// A purchase is from a producer when its `maker` or `counterparty` is. It is held to who was a designated producer on
/// its own day; what was reversed was not bought. The finding stands on the last receipt from elsewhere. Rule:
/// `P0-R10`.
pub fn preference(inputs: &CheckInputs) -> Outcome {
    let Some(rule) = inputs.rules.oversight_of(Subject::PreferredPurchase).next() else {
        return Outcome::Lacks("a policy on preferred purchase, such as P0");
    };
    let supply = &inputs.supply;
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let register = supply.enterprises();
    let reported = supply.reported();
    let movements = &inputs.movements.rows;
    let mut makers: BTreeMap<Day, Makers<'_>> = BTreeMap::new();
    let mut bought: BTreeMap<&str, Bought<'_>> = BTreeMap::new();
    for at in positions_in_ledger_order(movements, inputs.as_of) {
        let row = &movements[at];
        if !row.is_purchase() || !is_in_store(row.form) {
            continue;
        }
        let makers = makers
            .entry(row.date)
            .or_insert_with(|| makers_on(supply, &reported, row.date));
        let Some(producers) = makers.get(&*row.item) else {
            continue;
        };
        let qty = row.qty.unwrap_or_default();
        let is_preferred = [&row.maker, &row.counterparty]
            .into_iter()
            .any(|name| producers.contains(register.code(name)));
        let bought = bought.entry(&row.item).or_default();
        bought.makers.extend(producers);
        bought.all += qty;
        match is_preferred {
            true => bought.preferred += qty,
            false => bought.elsewhere_last = Some(at),
        }
    }
    let findings = bought.into_iter().filter_map(|(item, bought)| {
        let (preferred, all) = (bought.preferred, bought.all);
        let last = bought.elsewhere_last?;
        let names: Vec<&str> = bought.makers.into_iter().collect();
        let message = format!(
            "{preferred} of {all} {item} were bought from designated producers ({})",
            names.join(", ")
        );
        let severity = match preferred.is_zero() {
            true => Severity::Warning,
            false => Severity::Notice,
        };
        let share = div_half_up(
            i128::from(preferred.thousandths()) * WHOLE,
            i128::from(all.thousandths()),
        );
        let code = ("preferred-purchase", severity);
        Some(Finding {
            value: format!("{share}%"),
            expected: format!("first from designated producers ({})", rule.id),
            hint: "put their goods on the purchase list, and buy them first".to_owned(),
            ..on_row(inputs.movements, last, item, code, message)
        })
    });
    Outcome::Found(findings.collect())
}

/// The designated producers of a day, by what they make ready on it, or `reported` ever.
fn makers_on<'a>(
    supply: &'a SupplyInputs,
    reported: &BTreeSet<(&'a str, &'a str)>,
    day: Day,
) -> Makers<'a> {
    let designated = supply.designated(day);
    let designated: BTreeSet<&str> = designated.map(|(_, row)| &*row.enterprise).collect();
    let made = supply.makes_ready(day).chain(reported.iter().copied());
    let mut makers = Makers::new();
    for (enterprise, item) in made.filter(|(enterprise, _)| designated.contains(enterprise)) {
        makers.entry(item).or_default().insert(enterprise);
    }
    makers
}

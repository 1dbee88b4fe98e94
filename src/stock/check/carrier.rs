//! Check `carrier`: how many enterprises store an item, as the policy allows.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::is_in_term;
use crate::ledger::tables::{Finding, Item};
use crate::ledger::word::{AgreementKind, Severity};
use crate::policy::{Oversight, Subject};

use super::super::availability::{Standing, standing};
use super::supply::{is_in_force, on_row};
use super::{CheckInputs, Outcome};

/// The row that says that an enterprise stores an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    InAgreement(usize),
    AsCarrier(usize),
}

/// Enterprises by site and item.
type Stored<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, Said>>;

/// Items that more enterprises store than the policy allows, or fewer than it asks for.
///
/// Who stores is in table `carrier`, within its term, or has an agreement of kind storage in force. Where all of those
/// who stored an item at a site have ended, nobody does. Who is listed without a site stores at every one. Rule: `P3-R05`.
pub fn carrier(inputs: &CheckInputs) -> Outcome {
    let rules: Vec<&Oversight> = inputs.rules.oversight_of(Subject::Carriers).collect();
    if rules.is_empty() {
        return Outcome::Lacks("a policy that says how many enterprises store an item, such as P3");
    }
    let stored = stored(inputs);
    if !speaks_of_storage(inputs) {
        return Outcome::Lacks("table carrier");
    }
    let mut findings = Vec::new();
    for rule in rules {
        let Some((least, most)) = rule.bounds() else {
            continue;
        };
        let is_asked = |code: &str| {
            let item = inputs.catalogue.get(code).cloned();
            let item = item.unwrap_or_else(|| Item::unlisted(code));
            rule.items.includes(&item, inputs.rules.tier_of(code))
        };
        for ((site, item), carriers) in stored.iter().filter(|((_, item), _)| is_asked(item)) {
            if carriers.is_empty() && least > 0 {
                findings.push(Finding {
                    site: (*site).to_owned(),
                    ..nobody(rule, item)
                });
            }
            if carriers.is_empty() {
                continue;
            }
            let count = i64::try_from(carriers.len()).unwrap_or(i64::MAX);
            let hint = match (count < least, most.is_some_and(|most| count > most)) {
                (true, _) => "choose another carrier by open price enquiry",
                (_, true) => "end an agreement, or write the end of its term",
                _ => continue,
            };
            findings.push(Finding {
                site: (*site).to_owned(),
                hint: hint.to_owned(),
                ..miscounted(inputs, rule, item, carriers)
            });
        }
        let held: BTreeSet<&str> = stored.keys().map(|(_, item)| *item).collect();
        let listed = inputs.rules.tiers.iter().flat_map(|tier| &tier.items);
        let absent: BTreeSet<&String> = listed
            .filter(|item| is_asked(item) && !held.contains(item.as_str()))
            .collect();
        if least > 0 {
            findings.extend(absent.into_iter().map(|item| nobody(rule, item)));
        }
    }
    Outcome::Found(findings)
}

/// Whether anybody was ever listed as one who stores.
fn speaks_of_storage(inputs: &CheckInputs) -> bool {
    let supply = &inputs.supply;
    let mut agreements = supply.agreements.rows.iter();
    !supply.carriers.rows.is_empty() || agreements.any(|row| row.kind == AgreementKind::Storage)
}

/// Who stores what where; where all have ended, nobody.
fn stored<'a>(inputs: &CheckInputs<'a>) -> Stored<'a> {
    let (supply, day) = (&inputs.supply, inputs.as_of);
    let register = supply.enterprises();
    let mut stored = Stored::new();
    for (at, row) in supply.carriers.rows.iter().enumerate() {
        let (stores, has_ended) = (
            is_in_term(day, row.from, row.to),
            row.to.is_some_and(|to| to < day),
        );
        if !stores && !has_ended {
            continue;
        }
        let carriers = stored.entry((&row.site, &row.item)).or_default();
        if stores {
            carriers.insert(register.code(&row.enterprise), Said::AsCarrier(at));
        }
    }
    let agreements = supply.agreements.rows.iter().enumerate();
    for (at, row) in agreements.filter(|(_, row)| row.kind == AgreementKind::Storage) {
        let stores = is_in_force(row, inputs);
        let has_ended = matches!(standing(row, day), Standing::Ended | Standing::Lapsed);
        if !stores && !has_ended {
            continue;
        }
        let carriers = stored.entry((&row.site, &row.item)).or_default();
        if stores {
            let enterprise = register.code(&row.enterprise);
            carriers.entry(enterprise).or_insert(Said::InAgreement(at));
        }
    }
    at_every_site(stored)
}

/// Adds those who are listed without a site to every site of their item; they stand alone where none is named.
fn at_every_site(mut stored: Stored<'_>) -> Stored<'_> {
    let sited: BTreeSet<&str> = stored
        .keys()
        .filter(|(site, _)| !site.is_empty())
        .map(|(_, item)| *item)
        .collect();
    for item in sited {
        let Some(everywhere) = stored.remove(&("", item)) else {
            continue;
        };
        let of_item = stored.iter_mut().filter(|((_, other), _)| *other == item);
        for (_, carriers) in of_item {
            for (enterprise, said) in &everywhere {
                carriers.entry(enterprise).or_insert(*said);
            }
        }
    }
    stored
}

/// The finding stands on the carrier that was listed last, or else on the last agreement.
fn miscounted(
    inputs: &CheckInputs,
    rule: &Oversight,
    item: &str,
    carriers: &BTreeMap<&str, Said>,
) -> Finding {
    let names: Vec<&str> = carriers.keys().copied().collect();
    let who = match names.len() {
        1 => "1 enterprise".to_owned(),
        count => format!("{count} enterprises"),
    };
    let message = format!("{item} is stored by {who}: {}", names.join(", "));
    let (supply, code) = (&inputs.supply, ("carrier-count", Severity::Warning));
    let found = match carriers.values().max() {
        Some(Said::AsCarrier(at)) => on_row(&supply.carriers, *at, item, code, message),
        Some(Said::InAgreement(at)) => on_row(&supply.agreements, *at, item, code, message),
        None => Finding::new(code.0, code.1, message),
    };
    Finding {
        value: names.len().to_string(),
        expected: expected(rule),
        ..found
    }
}

fn nobody(rule: &Oversight, item: &str) -> Finding {
    let message = format!("no enterprise stores {item}");
    Finding {
        item: item.to_owned(),
        value: "0".to_owned(),
        expected: expected(rule),
        hint: "choose a carrier by open price enquiry".to_owned(),
        ..Finding::new("carrier-missing", Severity::Notice, message)
    }
}

fn expected(rule: &Oversight) -> String {
    match rule.bounds() {
        Some((least, Some(most))) => format!("{least} to {most} ({})", rule.id),
        Some((least, None)) => format!("{least} or more ({})", rule.id),
        None => rule.id.clone(),
    }
}

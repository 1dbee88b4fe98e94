//! Checks of producers: raw material, finished goods in entrusted storage, and whether the register knows them.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, is_expired};
use crate::ledger::tables::{Enterprise, Finding, OnHand};
use crate::ledger::word::{AgreementKind, Form, Severity};
use crate::policy::Subject;
use crate::quantity::Quantity;

use super::supply::{balances, is_in_force, on_row};
use super::{CheckInputs, Outcome};

/// The newest statement on raw material: its day (`None` where a line states it for good), days, and row.
type Stated = (Option<Day>, f64, usize);

/// Designated producers whose raw material lasts less than the policy asks for, by their newest report, else by their
/// line.
///
/// Rule: `P0-R08`.
pub fn raw_material(inputs: &CheckInputs) -> Outcome {
    let rule = inputs.rules.oversight_of(Subject::RawMaterial).next();
    let Some((rule, least)) = rule.and_then(|rule| Some((rule, rule.bounds()?.0))) else {
        return Outcome::Lacks("a policy on raw material, such as P0");
    };
    let supply = &inputs.supply;
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let mut findings = Vec::new();
    for (entry, producer) in supply.designated(inputs.as_of) {
        for item in supply.made_by(&producer.enterprise, inputs.as_of) {
            let expected = format!("{least} or more ({})", rule.id);
            match stated(inputs, &producer.enterprise, item) {
                // Days are compared as they are written: 29.9 is less than a month.
                Some((day, days, at)) if days < least as f64 => {
                    let of = day.map_or(String::new(), |day| format!(" on {day}"));
                    let message = format!(
                        "{} has raw material for {days} days of {item}{of}",
                        producer.enterprise
                    );
                    let code = ("raw-material", Severity::Warning);
                    let found = match day {
                        Some(_) => on_row(&supply.production, at, item, code, message),
                        None => on_row(&supply.capacities, at, item, code, message),
                    };
                    findings.push(Finding {
                        value: days.to_string(),
                        expected,
                        hint: "help the producer to raw material".to_owned(),
                        ..found
                    });
                }
                Some(_) => {}
                None => {
                    let message = format!(
                        "{} does not say for how many days of {item} it has raw material",
                        producer.enterprise
                    );
                    let code = ("raw-material", Severity::Notice);
                    findings.push(Finding {
                        expected,
                        hint: "ask the producer; what is not stated is not enough".to_owned(),
                        ..on_row(&supply.register, entry, item, code, message)
                    });
                }
            }
        }
    }
    Outcome::Found(findings)
}

/// The newest report that states it and came in by the day of the check; else what the line states that is ready then.
fn stated(inputs: &CheckInputs, producer: &str, item: &str) -> Option<Stated> {
    let supply = &inputs.supply;
    let register = supply.enterprises();
    let reports = supply.production.rows.iter().enumerate();
    let newest = reports
        .filter(|(_, row)| {
            row.item == item
                && row.reported_on.is_none_or(|day| day <= inputs.as_of)
                && row.date <= inputs.as_of
                && register.code(&row.enterprise) == producer
        })
        .filter_map(|(at, row)| Some((row.date, at, row.raw_material_days?)))
        .max_by_key(|(date, at, _)| (*date, *at));
    if let Some((date, at, days)) = newest {
        return Some((Some(date), days, at));
    }
    let mut lines = supply.lines_ready(inputs.as_of);
    lines.find_map(|(at, row)| {
        let is_own = row.item == item && register.code(&row.enterprise) == producer;
        Some((None, row.raw_material_days.filter(|_| is_own)?, at))
    })
}

/// Designated producers that keep no finished goods in entrusted storage, and storage that holds less than agreed.
///
/// Goods are entrusted to an enterprise when the ledger has them in form consigned at its site, or under the number of
/// its storage agreement. What has expired is no use to anybody and counts for nothing. Rule: `P0-R09`, `D-01`.
pub fn entrusted(inputs: &CheckInputs) -> Outcome {
    let supply = &inputs.supply;
    let Some(rule) = inputs.rules.oversight_of(Subject::EntrustedStock).next() else {
        return Outcome::Lacks("a policy on finished goods in entrusted storage, such as P0");
    };
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let balances = balances(inputs).into_iter();
    let consigned = balances.filter(|row| row.form == Some(Form::Consigned));
    let (expired, usable): (Vec<OnHand>, Vec<OnHand>) =
        consigned.partition(|row| is_expired(row.expiry, inputs.as_of));
    let mut findings = short_of_agreed(inputs, &usable, &expired);
    for (entry, producer) in supply.designated(inputs.as_of) {
        for item in supply.made_by(&producer.enterprise, inputs.as_of) {
            if held(inputs, producer, item, &usable).is_positive() {
                continue;
            }
            let lost = held(inputs, producer, item, &expired);
            let who = &producer.enterprise;
            let message = match lost.is_positive() {
                true => format!("all finished {item} that {who} keeps has expired: {lost}"),
                false => format!("{who} keeps no finished {item} in entrusted storage"),
            };
            let code = ("entrusted-stock", Severity::Warning);
            findings.push(Finding {
                value: "0".to_owned(),
                expected: format!("some ({})", rule.id),
                hint: "agree on entrusted storage, and book it in form consigned at the enterprise's site".to_owned(),
                ..on_row(&supply.register, entry, item, code, message)
            });
        }
    }
    Outcome::Found(findings)
}

/// What a producer keeps of an item among `consigned`.
fn held(inputs: &CheckInputs, producer: &Enterprise, item: &str, consigned: &[OnHand]) -> Quantity {
    let register = inputs.supply.enterprises();
    let numbers: BTreeSet<&str> = inputs
        .supply
        .agreements
        .rows
        .iter()
        .filter(|row| row.kind == AgreementKind::Storage && row.item == item)
        .filter(|row| register.code(&row.enterprise) == producer.enterprise)
        .map(|row| row.agreement.as_str())
        .collect();
    let own = |row: &&OnHand| {
        let at_site = register.code(&row.site) == producer.enterprise
            || (!producer.site.is_empty() && row.site == producer.site);
        row.item == item && (at_site || numbers.contains(&*row.lot))
    };
    consigned.iter().filter(own).map(|row| row.qty).sum()
}

/// Storage agreements in force of which less is on the books, and usable, than was agreed.
fn short_of_agreed(inputs: &CheckInputs, usable: &[OnHand], expired: &[OnHand]) -> Vec<Finding> {
    let agreements = &inputs.supply.agreements;
    let stored = agreements
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.kind == AgreementKind::Storage && is_in_force(row, inputs));
    let findings = stored.filter_map(|(at, row)| {
        let stored = |lots: &[OnHand]| -> Quantity {
            let own = |lot: &&OnHand| lot.lot == row.agreement && lot.item == row.item;
            lots.iter().filter(own).map(|lot| lot.qty).sum()
        };
        let there = stored(usable);
        if there >= row.qty {
            return None;
        }
        let message = format!(
            "{} stores {there} of the {} of {} agreed in {}",
            row.enterprise, row.qty, row.item, row.agreement
        );
        let lost = stored(expired);
        let message = match lost.is_positive() {
            true => format!("{message}; {lost} more has expired"),
            false => message,
        };
        let code = ("entrusted-short", Severity::Warning);
        Some(Finding {
            site: row.site.clone(),
            lot: row.agreement.clone(),
            value: there.to_string(),
            expected: row.qty.to_string(),
            hint: "have it filled up; the number of the agreement is the lot of what it stores"
                .to_owned(),
            ..on_row(agreements, at, &row.item, code, message)
        })
    });
    findings.collect()
}

/// Enterprises that make goods for the reserve and do not stand in the register on that day.
///
/// A line counts while it is held ready; a report that was written while its enterprise was listed is in order for
/// good. Rule: `P0-R11`.
pub fn register(inputs: &CheckInputs) -> Outcome {
    let supply = &inputs.supply;
    if supply.register.rows.is_empty() {
        return Outcome::Lacks("table enterprise");
    }
    let is_listed = |enterprise: &str, day: Day| {
        let mut entries = supply.enterprises().on(day);
        entries.any(|entry| entry.enterprise == enterprise || entry.name == enterprise)
    };
    let mut unlisted: BTreeMap<&str, Finding> = BTreeMap::new();
    let code = ("unlisted-producer", Severity::Warning);
    let message = |enterprise: &str, what: &str| {
        format!(
            "{enterprise} {what} and is not in the register on {}",
            inputs.as_of
        )
    };
    for (at, row) in supply.lines_ready(inputs.as_of) {
        let found = on_row(
            &supply.capacities,
            at,
            &row.item,
            code,
            message(&row.enterprise, "has a line"),
        );
        unlisted.entry(&row.enterprise).or_insert(found);
    }
    let reports = supply.production.rows.iter().enumerate();
    let reports = reports
        .filter(|(_, row)| row.date <= inputs.as_of && !is_listed(&row.enterprise, row.date));
    for (at, row) in reports {
        let found = on_row(
            &supply.production,
            at,
            &row.item,
            code,
            message(&row.enterprise, "reports"),
        );
        unlisted.entry(&row.enterprise).or_insert(found);
    }
    let findings = unlisted
        .into_iter()
        .filter(|(enterprise, _)| !is_listed(enterprise, inputs.as_of));
    let findings = findings.map(|(enterprise, found)| Finding {
        value: enterprise.to_owned(),
        expected: "an entry in table enterprise".to_owned(),
        hint: "check its licence and quality, and list it, or correct its name".to_owned(),
        ..found
    });
    Outcome::Found(findings.collect())
}

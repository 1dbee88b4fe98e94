//! Checks of agreements: whose term is over or about to be, and what they do not say.

use crate::ledger::tables::{Agreement, Finding};
use crate::ledger::word::{AgreementKind, AgreementStatus, Severity};
use crate::policy::Subject;

use super::super::availability::{Standing, standing};
use super::supply::{is_in_force, on_row};
use super::{CheckInputs, Outcome};

/// The name of the check, under which its limit stands.
const AGREEMENT: &str = "agreement";

/// Agreements whose term is over, and those whose term is over within the days of the limit; not what was renewed.
pub fn agreement(inputs: &CheckInputs) -> Outcome {
    let agreements = &inputs.supply.agreements;
    if agreements.rows.is_empty() {
        return Outcome::Lacks("table agreement");
    }
    let limit = inputs.limits.get(AGREEMENT).copied();
    let rows = agreements.rows.iter().enumerate();
    let findings = rows.filter_map(|(at, row)| {
        let to = row.to?;
        if is_renewed(row, inputs) {
            return None;
        }
        let left = to.days_since(inputs.as_of);
        let who = format!("{} with {}", row.agreement, row.enterprise);
        let (code, severity, least, message) = match standing(row, inputs.as_of) {
            Standing::Lapsed => (
                "agreement-expired",
                Severity::Error,
                inputs.as_of,
                format!(
                    "agreement {who} ended on {to}; its {} are not agreed",
                    row.qty
                ),
            ),
            Standing::InForce => {
                let days = limit.filter(|days| left <= *days)?;
                (
                    "agreement-lapsing",
                    Severity::Notice,
                    inputs.as_of.plus_days(days.saturating_add(1)),
                    format!("agreement {who} ends in {left} days"),
                )
            }
            _ => return None,
        };
        Some(Finding {
            site: row.site.clone(),
            value: to.to_string(),
            expected: format!("{least} or later"),
            hint: "renew it, or write status ended".to_owned(),
            ..on_row(agreements, at, &row.item, (code, severity), message)
        })
    });
    Outcome::Found(findings.collect())
}

/// Whether another agreement with the same enterprise, by its code or its name, for the same goods runs longer: in force
/// now, or signed and beginning before this one's term is over or on the day after.
fn is_renewed(row: &Agreement, inputs: &CheckInputs) -> bool {
    let register = inputs.supply.enterprises();
    let others = inputs.supply.agreements.rows.iter();
    others
        .filter(|other| {
            register.code(&other.enterprise) == register.code(&row.enterprise)
                && other.item == row.item
                && other.site == row.site
                && other.kind == row.kind
        })
        .filter(|other| other.to.is_none_or(|to| Some(to) > row.to))
        .any(|other| is_in_force(other, inputs) || takes_over(other, row, inputs))
}

fn takes_over(other: &Agreement, row: &Agreement, inputs: &CheckInputs) -> bool {
    let is_still_on = row.to.is_some_and(|to| to >= inputs.as_of);
    let day_after = row.to.map(|to| to.plus_days(1));
    is_still_on && standing(other, inputs.as_of) == Standing::NotYet && other.from <= day_after
}

/// Agreements without signature, without default terms, or without what else the policy wants written down.
pub fn terms(inputs: &CheckInputs) -> Outcome {
    let agreements = &inputs.supply.agreements;
    if agreements.rows.is_empty() {
        return Outcome::Lacks("table agreement");
    }
    let rule = inputs.rules.oversight_of(Subject::AgreementTerms).next();
    let rule_id = rule.map_or(String::new(), |rule| format!(" ({})", rule.id));
    let live = agreements.rows.iter().enumerate().filter(|(_, row)| {
        let is_pledge = row.status == Some(AgreementStatus::Pledged);
        !is_pledge && standing(row, inputs.as_of) != Standing::Ended
    });
    let mut findings = Vec::new();
    for (at, row) in live {
        let who = format!("{} with {}", row.agreement, row.enterprise);
        if standing(row, inputs.as_of) == Standing::Unsigned {
            let message = format!(
                "agreement {who} is not signed; its {} do not count",
                row.qty
            );
            let code = ("agreement-unsigned", Severity::Warning);
            findings.push(Finding {
                site: row.site.clone(),
                expected: "a day of signature".to_owned(),
                hint: "have it signed and write signed_on, or write status pledged".to_owned(),
                ..on_row(agreements, at, &row.item, code, message)
            });
        }
        let missing = missing_terms(row, rule.is_some());
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let code = ("agreement-terms", Severity::Warning);
            let message = format!("agreement {who} says nothing of {missing}");
            findings.push(Finding {
                site: row.site.clone(),
                value: missing,
                expected: format!("what is kept, duties, what follows a breach{rule_id}"),
                hint: "agree on it and write it down".to_owned(),
                ..on_row(agreements, at, &row.item, code, message)
            });
        }
    }
    Outcome::Found(findings)
}

/// What an agreement does not say: every one needs its default terms, and under the rule one with a carrier all three.
fn missing_terms(row: &Agreement, has_rule: bool) -> Vec<&'static str> {
    let of_carrier = has_rule && row.kind == AgreementKind::Storage;
    let terms = [
        (of_carrier && row.requirement.is_empty(), "requirement"),
        (of_carrier && row.duties.is_empty(), "duties"),
        (row.breach_terms.is_empty(), "breach_terms"),
    ];
    terms
        .into_iter()
        .filter(|(is_missing, _)| *is_missing)
        .map(|(_, term)| term)
        .collect()
}

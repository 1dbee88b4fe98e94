//! The freight of a delivery as a line of its settlement.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Freight, Settlement};
use crate::policy::settlement::SettlementRule;

use super::{DeliveryKey, SettlementInputs, bare};

/// Adds the freight that was paid to the deliveries it belongs to.
///
/// Result: rows that belong to none of them, or to several at once, by document, each with why. Rule: `P0-F01`, `D-23`.
pub(super) fn add(
    deliveries: &mut BTreeMap<DeliveryKey, Vec<Settlement>>,
    inputs: &SettlementInputs,
) -> Vec<(String, String)> {
    let mut strays = Vec::new();
    let known = inputs
        .freights
        .iter()
        .filter(|row| row.date.is_none_or(|date| is_in_period(date, inputs)));
    for freight in known {
        let meant: Vec<DeliveryKey> = deliveries
            .keys()
            .filter(|key| is_of(freight, key))
            .cloned()
            .collect();
        let why = match meant.as_slice() {
            [] => "no delivery of this document is settled".to_owned(),
            [key] => {
                let rows = deliveries.entry(key.clone()).or_default();
                if let Some(row) = line(rows, freight, inputs.rules) {
                    rows.push(row);
                }
                continue;
            }
            several => format!(
                "it covers {} deliveries: write a row for each, with site",
                several.len()
            ),
        };
        strays.push((freight.doc.clone(), why));
    }
    strays
}

fn is_in_period(date: Day, inputs: &SettlementInputs) -> bool {
    date <= inputs.as_of && inputs.since.is_none_or(|since| date >= since)
}

fn is_of(freight: &Freight, key: &DeliveryKey) -> bool {
    let fits = |stated: &str, is: &str| stated.is_empty() || stated == is;
    freight.doc == key.doc
        && fits(&freight.from_site, &key.from_site)
        && fits(&freight.site, &key.site)
}

/// The line of the freight: by the first rule of the delivery that puts it on somebody, else shown apart.
fn line(rows: &[Settlement], freight: &Freight, rules: &[SettlementRule]) -> Option<Settlement> {
    let rule_of = |row: &Settlement| rules.iter().find(|rule| rule.basis == row.basis);
    let bears = |row: &&Settlement| rule_of(row).is_some_and(|rule| rule.freight);
    let like = rows.iter().find(bears).or(rows.first())?;
    let rule = rule_of(like)?;
    let (total, reason) = match rule.freight {
        true => (Some(freight.freight), String::new()),
        false => (
            None,
            "no rule puts the freight on the receiver: shown apart".to_owned(),
        ),
    };
    Some(Settlement {
        freight: Some(freight.freight),
        total,
        date: freight.date.or(like.date),
        doc: like.doc.clone(),
        approval: like.approval.clone(),
        reason,
        ..bare(rule, &like.payer, &like.payee, &like.from_site, &like.site)
    })
}

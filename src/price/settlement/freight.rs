//! The freight of a delivery as a line of its settlement.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::tables::{Freight, Settlement};
use crate::policy::settlement::SettlementRule;

use super::{DeliveryKey, NOBODY, SettlementInputs, bare};

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
        .filter(|row| row.date.is_none_or(|date| date <= inputs.as_of));
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
        let is_old = |since| freight.date.is_some_and(|date| date < since);
        if !inputs.since.is_some_and(is_old) {
            strays.push((freight.doc.clone(), why));
        }
    }
    strays
}

fn is_of(freight: &Freight, key: &DeliveryKey) -> bool {
    let fits = |stated: &str, is: &str| stated.is_empty() || stated == is;
    freight.doc == key.doc
        && fits(&freight.from_site, &key.from_site)
        && fits(&freight.site, &key.site)
}

/// The line of the freight: by the first rule of the delivery that puts it on somebody, else shown apart, where nobody
/// pays and nobody is paid. It is due with the goods, so that freight paid ahead has the day of the goods.
fn line(rows: &[Settlement], freight: &Freight, rules: &[SettlementRule]) -> Option<Settlement> {
    let rule_of = |row: &Settlement| rules.iter().find(|rule| rule.basis == row.basis);
    let bears = |row: &&Settlement| rule_of(row).is_some_and(|rule| rule.freight);
    let like = rows.iter().find(bears).or(rows.first())?;
    let rule = rule_of(like)?;
    let (payer, payee, total, reason) = match rule.freight {
        true => (
            like.payer.as_str(),
            like.payee.as_str(),
            Some(freight.freight),
            String::new(),
        ),
        false => (
            NOBODY,
            NOBODY,
            None,
            "no rule puts the freight on the receiver: shown apart".to_owned(),
        ),
    };
    Some(Settlement {
        freight: Some(freight.freight),
        total,
        date: freight.date.max(like.date),
        doc: like.doc.clone(),
        approval: like.approval.clone(),
        reason,
        // With the goods: those of a delivery that have not arrived leave the day open.
        received_on: last_received(rows),
        ..bare(rule, payer, payee, &like.from_site, &like.site)
    })
}

/// The day on which the last goods of a delivery were received; `None` while any are on their way.
fn last_received(rows: &[Settlement]) -> Option<Day> {
    let goods = rows.iter().filter(|row| row.freight.is_none());
    let days: Option<Vec<Day>> = goods.map(|row| row.received_on).collect();
    days?.into_iter().max()
}

//! Check `handlers`: papers of receipt and issue that lack a number of their own, a handler, or an approval (出入库手续).
//!
//! A policy may say how many people handle goods together and at which stores; without one, each document names at
//! least somebody; a name that is written twice is one person. One finding a document and store, on its first line that
//! was not reversed. A document that has no number was given the name of its file.
//!
//! Rule: `P1-E02`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::approval::is_given;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};

use super::reversal::standing_lines;
use super::{CheckInputs, Outcome, finding};

/// What stands between two names in a cell.
const BETWEEN: [char; 5] = [';', '；', '、', ',', '，'];

/// Documents without number, handler or approval.
pub fn handlers(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let rule = inputs.rules.custody.as_ref();
    let wanted = rule.map_or(1, |rule| rule.handlers);
    let mut papers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, row) in standing_lines(&movements.rows) {
        let is_held_to = rule.is_none_or(|rule| {
            let site = inputs.sites.get(&row.site);
            site.is_some_and(|site| rule.sites.includes(site))
        });
        if is_held_to && moves_goods(row.kind) {
            papers.entry((&row.doc, &row.site)).or_insert(at);
        }
    }
    let findings = papers.into_values().filter_map(|at| {
        let row = &movements.rows[at];
        let lacks = lacks(inputs, at, wanted);
        if lacks.is_empty() {
            return None;
        }
        let lacks = lacks.join(", ");
        let message = format!("document {} has {lacks}", row.doc);
        Some(Finding {
            value: row.handler.clone(),
            expected: format!("{wanted} or more handlers and an approval"),
            hint: "write the handlers into handler with ; between, who approved into approver"
                .to_owned(),
            ..finding(movements, at, "handlers", Severity::Warning, message)
        })
    });
    Outcome::Found(findings.collect())
}

fn moves_goods(kind: MovementKind) -> bool {
    matches!(
        kind,
        MovementKind::Receipt
            | MovementKind::Issue
            | MovementKind::TransferIn
            | MovementKind::TransferOut
            | MovementKind::Dispose
            | MovementKind::Return
    )
}

/// What the paper of a line lacks, in words.
fn lacks(inputs: &CheckInputs, at: usize, wanted: usize) -> Vec<String> {
    let row: &Movement = &inputs.movements.rows[at];
    let names = row.handler.split(BETWEEN).map(str::trim);
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    let handlers = names.len();
    let file = inputs.movements.places.get(at).and_then(Option::as_ref);
    let file = file.map_or("", |place| &place.file);
    let file = file.rsplit(['/', '\\']).next().unwrap_or("");
    let is_file = !file.is_empty() && (row.doc == file || row.doc.starts_with(&format!("{file}/")));
    let mut lacks = Vec::new();
    if row.doc.is_empty() || is_file {
        lacks.push("no number of its own".to_owned());
    }
    if handlers < wanted {
        let few = if wanted == 1 {
            "no handler".to_owned()
        } else {
            format!("{handlers} of {wanted} handlers")
        };
        lacks.push(few);
    }
    let goes_out = matches!(
        row.kind,
        MovementKind::Issue | MovementKind::TransferOut | MovementKind::Dispose
    );
    if goes_out && !is_given(&row.approver) {
        lacks.push("no approval".to_owned());
    }
    lacks
}

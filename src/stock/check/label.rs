//! Check `label`: receipts without the three marks that goods must carry (三无).

use crate::ledger::Column;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};

use super::super::on_hand::is_in_store;
use super::reversal::standing_lines;
use super::{CheckInputs, Outcome, finding};

/// Receipts without maker, certificate or day of making (三无), unless they were reversed.
pub fn label(inputs: &CheckInputs) -> Outcome {
    let movements = &inputs.movements;
    let is_receipt = |row: &Movement| row.kind == MovementKind::Receipt && is_in_store(row.form);
    let receipts = standing_lines(&movements.rows).into_iter();
    let receipts = receipts.filter(|(_, row)| is_receipt(row));
    let findings = receipts.filter_map(|(at, row)| {
        let marks = [
            (Column::Maker, row.maker.is_empty()),
            (Column::Certificate, row.certificate.is_empty()),
            (Column::MfgDate, row.mfg_date.is_none()),
        ];
        let missing: Vec<&str> = marks
            .into_iter()
            .filter(|(_, missing)| *missing)
            .map(|(mark, _)| mark.id())
            .collect();
        if missing.is_empty() {
            return None;
        }
        let missing = missing.join(", ");
        let message = format!("a receipt without {missing}");
        Some(Finding {
            value: missing,
            hint:
                "ask the supplier; goods without maker, certificate or date are not to be given out"
                    .to_owned(),
            ..finding(movements, at, "label", Severity::Warning, message)
        })
    });
    Outcome::Found(findings.collect())
}

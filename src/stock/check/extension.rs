//! Checks `extension` and `extended`: shelf lives that were extended, with the old and the new day.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::approval::is_given;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};

use super::balance::in_order;
use super::{CheckInputs, Outcome, finding};

/// One extension.
struct Extension<'a> {
    /// Its position among the movements.
    at: usize,
    line: &'a Movement,
    /// Whether a line before it speaks of the lot.
    is_known: bool,
    /// The earliest day that a line before it states.
    label: Option<Day>,
}

/// Extensions that nobody approved, that state no later day, or of a lot of which nothing is known.
pub fn extension(inputs: &CheckInputs) -> Outcome {
    let wrong = extensions(inputs).into_iter();
    let wrong = wrong.filter_map(|extension| {
        let (message, hint) = fault(&extension)?;
        let (at, code) = (extension.at, "extension");
        let found = finding(inputs.movements, at, code, Severity::Error, message);
        Some(with_days(found, &extension, hint))
    });
    Outcome::Found(wrong.collect())
}

/// Extensions in order, each with the day on the label and the new one.
pub fn extended(inputs: &CheckInputs) -> Outcome {
    let right = extensions(inputs).into_iter();
    let right = right.filter(|extension| fault(extension).is_none());
    let right = right.filter_map(|extension| {
        let (label, new) = (in_words(extension.label), extension.line.expiry?);
        let approver = &extension.line.approver;
        let message = format!("the label says {label}; {approver} extended it to {new}");
        let (at, code) = (extension.at, "extended");
        let found = finding(inputs.movements, at, code, Severity::Notice, message);
        let hint = "keep the test report with the lot";
        Some(with_days(found, &extension, hint))
    });
    Outcome::Found(right.collect())
}

/// Every extension, by date and then by position.
fn extensions<'a>(inputs: &CheckInputs<'a>) -> Vec<Extension<'a>> {
    let movements = &inputs.movements;
    let mut labels: BTreeMap<(&str, &str), Option<Day>> = BTreeMap::new();
    let mut extensions = Vec::new();
    for at in in_order(movements) {
        let line = &movements.rows[at];
        let lot = (&*line.item, &*line.lot);
        if line.kind == MovementKind::Extend {
            extensions.push(Extension {
                at,
                line,
                is_known: labels.contains_key(&lot),
                label: labels.get(&lot).copied().flatten(),
            });
            continue;
        }
        let label = labels.entry(lot).or_default();
        *label = [*label, line.expiry].into_iter().flatten().min();
    }
    extensions
}

/// What is wrong with an extension, and what to do; `None` where it is in order.
fn fault(extension: &Extension<'_>) -> Option<(String, &'static str)> {
    let line = extension.line;
    let label = in_words(extension.label);
    let Some(new) = line.expiry else {
        let message = "an extension that states no new day".to_owned();
        return Some((message, "write the new last usable day into expiry"));
    };
    if !is_given(&line.approver) {
        let message = format!("the label says {label}, and nobody approved {new}");
        let hint =
            "reverse this line, and post it again with the record of the approval in approver";
        return Some((message, hint));
    }
    if !extension.is_known {
        let message = format!(
            "an extension of lot {}, of which nothing is known",
            line.lot
        );
        let hint = "reverse this line, and post it again with item and lot as the receipt has them";
        return Some((message, hint));
    }
    let is_later = extension.label.is_none_or(|label| label < new);
    (!is_later).then(|| {
        let message = format!("the label says {label}, and the extension {new}");
        let hint = "an extension ends after the label; reverse this line, and post the tested day";
        (message, hint)
    })
}

fn in_words(label: Option<Day>) -> String {
    label.map_or("no day".to_owned(), |day| day.to_string())
}

fn with_days(found: Finding, extension: &Extension<'_>, hint: &str) -> Finding {
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    Finding {
        value: day(extension.line.expiry),
        expected: day(extension.label),
        hint: hint.to_owned(),
        ..found
    }
}

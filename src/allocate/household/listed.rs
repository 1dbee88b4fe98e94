//! Is the list of households one that a place in a queue may be given by?

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Place, guess};
use crate::ledger::Loaded;
use crate::ledger::tables::Household;
use crate::policy::Delivery;

/// What is wrong with a list of households: one that stands twice, a special need that no rule speaks of.
pub fn faults(households: &Loaded<Household>, rules: &Delivery) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Option<&Place>> = HashMap::new();
    let mut faults = Vec::new();
    for (row, place) in households.iter() {
        let at = || place.cloned().unwrap_or_else(|| Place::file("household"));
        if let Some(before) = first.insert(&row.household, place) {
            let line = before.map_or(0, |place| place.line);
            let message = format!("household {} stands in line {line} already", row.household);
            let hint = "keep the row that is right";
            faults.push(
                Diagnostic::error(Code::Conflict, message)
                    .hint(hint)
                    .at(at()),
            );
        }
        faults.extend(unknown_group(row, rules).map(|fault| fault.at(at())));
    }
    faults
}

/// A group that the rules do not list would cost somebody in need their place: it is never passed over.
fn unknown_group(row: &Household, rules: &Delivery) -> Option<Diagnostic> {
    if row.group.is_empty() || rules.group_named(&row.group).is_some() {
        return None;
    }
    let names: Vec<&str> = rules.group.iter().map(|group| &*group.name).collect();
    let meant = guess(&row.group, names.iter().copied());
    let message = format!("no rule speaks of households \"{}\"", row.group);
    let hint = format!("{meant}the groups are {}", names.join(", "));
    Some(Diagnostic::error(Code::BadWord, message).hint(hint))
}

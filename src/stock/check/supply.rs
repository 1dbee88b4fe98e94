//! What the checks of agreements, carriers and producers look at, and how their findings are placed.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::ledger::Loaded;
use crate::ledger::tables::{
    Agreement, Breach, Capacity, Carrier, Enterprise, Finding, Inspection, OnHand, Production,
};
use crate::ledger::word::{AgreementStatus, Severity};

use super::super::availability::{Standing, standing};
use super::super::enterprise::{Register, is_designated, is_listed};
use super::super::on_hand::on_hand;
use super::{CheckInputs, finding_at};

/// Tables of what lies outside the stores.
#[derive(Debug, Default)]
pub struct SupplyInputs {
    pub agreements: Loaded<Agreement>,
    pub capacities: Loaded<Capacity>,
    pub carriers: Loaded<Carrier>,
    pub register: Loaded<Enterprise>,
    pub production: Loaded<Production>,
    pub inspections: Loaded<Inspection>,
    pub breaches: Loaded<Breach>,
}

impl SupplyInputs {
    /// The register of enterprises.
    pub fn enterprises(&self) -> Register<'_> {
        Register(&self.register.rows)
    }

    /// The designated producers on a day, with their places in the register.
    pub fn designated(&self, day: Day) -> impl Iterator<Item = (usize, &Enterprise)> {
        let listed = self.register.rows.iter().enumerate();
        listed.filter(move |(_, entry)| is_listed(entry, day) && is_designated(entry))
    }

    /// The production lines that are held ready on a day, with their places in table `capacity`.
    pub fn lines_ready(&self, day: Day) -> impl Iterator<Item = (usize, &Capacity)> {
        let lines = self.capacities.rows.iter().enumerate();
        lines.filter(move |(_, line)| {
            let is_in_time =
                line.from.is_none_or(|from| from <= day) && line.to.is_none_or(|to| day <= to);
            is_in_time && line.status != Some(AgreementStatus::Ended)
        })
    }

    /// The items that an enterprise makes, by its lines of that day and its reports of any.
    pub fn made_by(&self, code: &str, day: Day) -> BTreeSet<&str> {
        let register = self.enterprises();
        let lines = self.lines_ready(day);
        let lines = lines.map(|(_, line)| (line.enterprise.as_str(), line.item.as_str()));
        let reports = self.production.rows.iter();
        let reports = reports.map(|report| (report.enterprise.as_str(), report.item.as_str()));
        lines
            .chain(reports)
            .filter(|(enterprise, _)| register.code(enterprise) == code)
            .map(|(_, item)| item)
            .collect()
    }
}

/// The balances of the day: of the ledger, else as they were handed in.
pub fn balances(inputs: &CheckInputs) -> Vec<OnHand> {
    match inputs.movements.rows.is_empty() {
        true => inputs.onhand.rows.clone(),
        false => on_hand(&inputs.movements.rows, inputs.as_of),
    }
}

/// Whether an agreement binds on the day of the check.
pub fn is_in_force(agreement: &Agreement, inputs: &CheckInputs) -> bool {
    standing(agreement, inputs.as_of) == Standing::InForce
}

/// A finding on the row at `at`, about an item.
pub fn on_row<T>(
    table: &Loaded<T>,
    at: usize,
    item: &str,
    (code, severity): (&str, Severity),
    message: String,
) -> Finding {
    let place = table.places.get(at).and_then(Option::as_ref);
    Finding {
        item: item.to_owned(),
        ..finding_at(place, (at + 1).to_string(), code, severity, message)
    }
}

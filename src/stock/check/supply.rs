//! What the checks of agreements, carriers and producers look at, and how their findings are placed.

use std::collections::BTreeSet;

use crate::calendar::{Day, is_in_term};
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
#[derive(Debug, Clone, Default)]
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
            is_in_term(day, line.from, line.to) && line.status != Some(AgreementStatus::Ended)
        })
    }

    /// Who makes what by the lines that are held ready on a day: enterprise, by its code, and item.
    pub fn makes_ready(&self, day: Day) -> impl Iterator<Item = (&str, &str)> {
        let register = self.enterprises();
        let lines = self.lines_ready(day);
        lines.map(move |(_, line)| (register.code(&line.enterprise), line.item.as_str()))
    }

    /// Who reported on whatever day that it makes what: enterprise, by its code, and item, each once.
    pub fn reported(&self) -> BTreeSet<(&str, &str)> {
        let register = self.enterprises();
        let reports = self.production.rows.iter();
        let pairs = reports.map(|row| (register.code(&row.enterprise), row.item.as_str()));
        pairs.collect()
    }

    /// The items that an enterprise makes, by its lines of that day and its reports of any.
    pub fn made_by(&self, code: &str, day: Day) -> BTreeSet<&str> {
        let made = self.makes_ready(day).chain(self.reported());
        let by_it = made.filter(|(enterprise, _)| *enterprise == code);
        by_it.map(|(_, item)| item).collect()
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

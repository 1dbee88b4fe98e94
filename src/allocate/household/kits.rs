//! Which bags are packed for whom, what goes into them, and which orders stay behind?
//!
//! Orders are served whole: households with special needs first and free of charge, then those that have paid, in the
//! order in which they came. What a supplier holds is handed out part by part; an order gets as many whole packages as
//! its scarcest part makes. Tables: `label` (a bag for each household and supplier), `picking` (supplier, compound,
//! package), `part` (supplier, item), `unmet` (order, line).
//!
//! Never: a package that is not whole, or a bag that nobody paid for.

mod audit;
mod tables;

pub use audit::audit;

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::ledger::tables::{Kit, Label, OnHand, Part, Picking, Unmet};
use crate::ledger::word::{Form, Payment};
use crate::quantity::Quantity;
use crate::stock::cover::pickable;

use super::KitsInputs;
use super::ordered::{Ordered, ordered};

/// How many packages a warning names.
const PACKAGES_SHOWN: usize = 5;

/// What is packed, and what is not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kits {
    pub labels: Vec<Label>,
    pub picking: Vec<Picking>,
    pub parts: Vec<Part>,
    pub unmet: Vec<Unmet>,
    pub notes: Vec<Diagnostic>,
}

/// An order line as it was served.
pub(super) struct Served<'a> {
    pub(super) line: Ordered<'a>,
    /// How it stands with the money; `None` where it is not to be delivered.
    pub(super) payment: Option<Payment>,
    pub(super) given: i64,
    /// Why not all is given.
    pub(super) reason: String,
    pub(super) rule: &'a str,
}

/// Packs the orders.
///
/// `orders`: one row per (order, line). Result: each table by its key; permuting the rows of any input changes nothing.
/// Errors: every line that cannot be understood, with its place.
/// Rule: `P6-L05`, `P6-L08`, `P2-A01`, `P2-A02`.
pub fn kits(inputs: &KitsInputs) -> Result<Kits> {
    let lines = ordered(inputs)?;
    let mut shelves = Shelves::of(inputs.onhand, inputs.as_of);
    let parts = parts_by_package(inputs.parts);
    let mut served = Vec::with_capacity(lines.len());
    for line in lines {
        served.push(serve(line, inputs, &parts, &mut shelves));
    }
    Ok(Kits {
        labels: tables::labels(&served, inputs),
        picking: tables::picking(&served),
        parts: tables::parts(&served, &parts, &shelves),
        unmet: tables::unmet(&served, inputs.plan_id),
        notes: notes(&served, &parts, inputs),
    })
}

fn serve<'a>(
    line: Ordered<'a>,
    inputs: &KitsInputs<'a>,
    parts: &BTreeMap<&str, Vec<&Kit>>,
    shelves: &mut Shelves,
) -> Served<'a> {
    let payment = payment(&line, inputs.pay_by.min(inputs.as_of));
    let rules = inputs.rules;
    let Some(payment) = payment else {
        let is_over = inputs.as_of > inputs.pay_by;
        let (reason, rule) = match is_over {
            true => ("unpaid", rules.unpaid.rule.as_str()),
            false => ("payment_open", ""),
        };
        return Served {
            line,
            payment: None,
            given: 0,
            reason: reason.to_owned(),
            rule,
        };
    };
    let own = parts
        .get(line.order.package.as_str())
        .map_or(&[][..], Vec::as_slice);
    let (made, limiting) = shelves.take(line.enterprise, own, line.count);
    let is_short = made < line.count;
    Served {
        payment: Some(payment),
        given: made,
        reason: match limiting.filter(|_| is_short) {
            Some(item) => format!("short: {item}"),
            None => String::new(),
        },
        rule: if is_short { &rules.short.rule } else { "" },
        line,
    }
}

/// Whether a line is paid for: free for groups that pay nothing, else paid by the last day of payment, and by today.
///
/// A day of payment speaks for itself; a line that says it is paid and not when is taken at its word.
pub(super) fn payment(line: &Ordered, pay_by: Day) -> Option<Payment> {
    if line.group.is_some_and(|group| group.free) {
        return Some(Payment::Free);
    }
    let is_paid = match (line.order.paid, line.order.paid_on) {
        (Some(false), _) | (None, None) => false,
        (_, Some(on)) => on <= pay_by,
        (Some(true), None) => true,
    };
    is_paid.then_some(Payment::Paid)
}

pub(super) fn parts_by_package(kits: &[Kit]) -> BTreeMap<&str, Vec<&Kit>> {
    let mut parts: BTreeMap<&str, Vec<&Kit>> = BTreeMap::new();
    for part in kits.iter().filter(|part| part.qty.is_positive()) {
        parts.entry(&part.kit).or_default().push(part);
    }
    parts
        .values_mut()
        .for_each(|parts| parts.sort_by(|a, b| a.item.cmp(&b.item)));
    parts
}

/// What suppliers hold of each item: what there was, and what is left.
#[derive(Default)]
pub(super) struct Shelves<'a> {
    by_supplier: BTreeMap<&'a str, BTreeMap<&'a str, (Quantity, Quantity)>>,
}

impl<'a> Shelves<'a> {
    fn of(onhand: &'a [OnHand], as_of: Day) -> Shelves<'a> {
        let mut shelves = Shelves::default();
        let in_store = |row: &&OnHand| Form::stated(row.form) == Form::Physical;
        for row in onhand.iter().filter(in_store) {
            let items = shelves.by_supplier.entry(&row.site).or_default();
            let (there, left) = items.entry(&row.item).or_default();
            *there += pickable(row, as_of);
            *left = *there;
        }
        shelves
    }

    /// What a supplier held of an item; `None` where it holds nothing here at all.
    pub(super) fn there(&self, supplier: &str, item: &str) -> Option<Quantity> {
        let items = self.by_supplier.get(supplier)?;
        Some(items.get(item).map_or(Quantity::ZERO, |(there, _)| *there))
    }

    /// Takes the parts of as many of `count` packages as there are; with it the part that allows no more.
    fn take<'p>(
        &mut self,
        supplier: &str,
        parts: &[&'p Kit],
        count: i64,
    ) -> (i64, Option<&'p str>) {
        let Some(items) = self.by_supplier.get_mut(supplier) else {
            return (count, None);
        };
        let makes = |part: &&&'p Kit| {
            let left = items
                .get(part.item.as_str())
                .map_or(0, |(_, left)| left.or_zero().thousandths());
            left / part.qty.thousandths()
        };
        let scarcest = parts.iter().min_by_key(|part| (makes(part), &part.item));
        let Some(scarcest) = scarcest else {
            return (count, None);
        };
        let made = makes(&scarcest).min(count);
        for part in parts {
            if let Some((_, left)) = items.get_mut(part.item.as_str()) {
                *left -= part.qty.times(made).unwrap_or_default();
            }
        }
        (made, Some(&scarcest.item))
    }
}

/// Packages of which nobody says what is in them, or what they cost.
fn notes(
    served: &[Served],
    parts: &BTreeMap<&str, Vec<&Kit>>,
    inputs: &KitsInputs,
) -> Vec<Diagnostic> {
    let mut empty: Vec<&str> = Vec::new();
    let mut unpriced: Vec<&str> = Vec::new();
    for Served { line, .. } in served {
        let package = line.order.package.as_str();
        if !inputs.parts.is_empty() && !parts.contains_key(package) {
            empty.push(package);
        }
        if line.price.is_none() {
            unpriced.push(package);
        }
    }
    let listed = |mut packages: Vec<&str>| {
        packages.sort_unstable();
        packages.dedup();
        let shown = packages.iter().take(PACKAGES_SHOWN).copied();
        let shown: Vec<&str> = shown.collect();
        let more = match packages.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!packages.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
    };
    let warn = |what: Option<String>, says: &str, hint: &str| {
        what.map(|what| {
            Diagnostic::warning(Code::MissingCell, format!("{says}: {what}")).hint(hint)
        })
    };
    [
        warn(
            listed(empty),
            "nobody says what is in these packages",
            "add their parts to table kit",
        ),
        warn(
            listed(unpriced),
            "these packages have no price, so that nothing can be asked for them",
            "add them to table package with their price",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;

//! The tables of what is packed, each by its key.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Kit, Label, Part, Picking, Unmet};
use crate::ledger::word::Payment;
use crate::quantity::{Money, Quantity};

use super::super::KitsInputs;
use super::super::ordered::natural;
use super::{Served, Shelves};

/// What a line costs the household; `None` where its package has no price.
fn due(served: &Served, count: i64) -> Option<Money> {
    match served.payment {
        Some(Payment::Free) => Some(Money::ZERO),
        _ => Money::of(Quantity::whole(count)?, served.line.price?),
    }
}

/// The sum of what is known; `None` as soon as one part is not.
fn sum(amounts: impl Iterator<Item = Option<Money>>) -> Option<Money> {
    let fen: Option<i128> = amounts.map(|amount| Some(i128::from(amount?.fen()))).sum();
    Money::from_sum(fen?)
}

/// A bag for each household and supplier with what is in it. The rank is the order of packing at one supplier for one
/// compound: households with special needs first, then building by building.
pub(super) fn labels(served: &[Served], inputs: &KitsInputs) -> Vec<Label> {
    let mut bags: BTreeMap<_, Vec<&Served>> = BTreeMap::new();
    for line in served.iter().filter(|line| line.given > 0) {
        let of = &line.line;
        let address = [of.address.site, of.address.building, of.address.entrance].map(natural);
        let key = (
            of.enterprise,
            of.address.site,
            of.group.is_none(),
            address,
            of.order.household.as_str(),
        );
        bags.entry(key).or_default().push(line);
    }
    let mut rank = 0;
    let mut of_place = None;
    let mut labels: Vec<Label> = Vec::with_capacity(bags.len());
    for ((enterprise, site, ..), lines) in &bags {
        rank = if of_place == Some((*enterprise, *site)) {
            rank + 1
        } else {
            1
        };
        of_place = Some((enterprise, site));
        labels.push(label(lines, rank, inputs));
    }
    labels.sort_by(|a, b| {
        let key = |row: &'_ Label| {
            [
                &row.enterprise,
                &row.site,
                &row.building,
                &row.entrance,
                &row.household,
            ]
            .map(Clone::clone)
        };
        key(a).cmp(&key(b))
    });
    labels
}

fn label(lines: &[&Served], rank: i64, inputs: &KitsInputs) -> Label {
    let first = &lines[0].line;
    let mut contents: BTreeMap<&str, i64> = BTreeMap::new();
    for line in lines {
        *contents.entry(&line.line.order.package).or_default() += line.given;
    }
    let said: Vec<String> = contents
        .iter()
        .map(|(package, count)| format!("{package}×{count}"))
        .collect();
    let group = first.group;
    Label {
        enterprise: first.enterprise.to_owned(),
        site: first.address.site.to_owned(),
        building: first.address.building.to_owned(),
        entrance: first.address.entrance.to_owned(),
        household: first.order.household.clone(),
        date: inputs.as_of,
        rank,
        door: first.address.door.to_owned(),
        phone: first.address.phone.to_owned(),
        group: group.map_or(String::new(), |group| group.name.clone()),
        contents: said.join("; "),
        qty: Quantity::from_sum(
            contents
                .values()
                .map(|count| i128::from(*count) * 1000)
                .sum(),
        )
        .unwrap_or_default(),
        amount: sum(lines.iter().map(|line| due(line, line.given))),
        payment: lines[0].payment.unwrap_or(Payment::Paid),
        rule: group.map_or(String::new(), |group| group.rule.clone()),
    }
}

/// What each supplier packs for each compound.
pub(super) fn picking(served: &[Served]) -> Vec<Picking> {
    let mut rows: BTreeMap<(&str, &str, &str), Vec<&Served>> = BTreeMap::new();
    for line in served.iter().filter(|line| line.given > 0) {
        let of = &line.line;
        let key = (of.enterprise, of.address.site, of.order.package.as_str());
        rows.entry(key).or_default().push(line);
    }
    let row = |((enterprise, site, package), lines): (&(&str, &str, &str), &Vec<&Served>)| {
        let households: BTreeSet<&str> = lines
            .iter()
            .map(|line| line.line.order.household.as_str())
            .collect();
        let count: i128 = lines.iter().map(|line| i128::from(line.given)).sum();
        Picking {
            enterprise: (*enterprise).to_owned(),
            site: (*site).to_owned(),
            package: (*package).to_owned(),
            households: i64::try_from(households.len()).unwrap_or(i64::MAX),
            qty: Quantity::from_sum(count * 1000).unwrap_or_default(),
            amount: sum(lines.iter().map(|line| due(line, line.given))),
        }
    };
    rows.iter().map(row).collect()
}

/// What each supplier needs of each item: for all that is paid for or free, and for what is packed.
pub(super) fn parts(
    served: &[Served],
    parts: &BTreeMap<&str, Vec<&Kit>>,
    shelves: &Shelves,
) -> Vec<Part> {
    let mut rows: BTreeMap<(&str, &str), (i128, i128, &str)> = BTreeMap::new();
    for line in served.iter().filter(|line| line.payment.is_some()) {
        let of = &line.line;
        for part in parts.get(of.order.package.as_str()).into_iter().flatten() {
            let each = i128::from(part.qty.thousandths());
            let row = rows
                .entry((of.enterprise, &part.item))
                .or_insert((0, 0, &part.unit));
            row.0 += each * i128::from(of.count);
            row.1 += each * i128::from(line.given);
        }
    }
    let whole = |thousandths: i128| Quantity::from_sum(thousandths).unwrap_or_default();
    let row =
        |((enterprise, item), (need, given, unit)): (&(&str, &str), &(i128, i128, &str))| Part {
            enterprise: (*enterprise).to_owned(),
            item: (*item).to_owned(),
            need: whole(*need),
            given: whole(*given),
            have: shelves.there(enterprise, item),
            short: whole(need - given),
            unit: (*unit).to_owned(),
        };
    rows.iter().map(row).collect()
}

/// The order lines that are not delivered in full; `item` is the package.
pub(super) fn unmet(served: &[Served], plan: &str) -> Vec<Unmet> {
    let open = served.iter().filter(|line| line.given < line.line.count);
    let whole = |count: i64| Quantity::whole(count).unwrap_or_default();
    let mut rows: Vec<Unmet> = open
        .map(|line| Unmet {
            plan: plan.into(),
            request: line.line.order.order.as_str().into(),
            line: line.line.order.line.as_str().into(),
            site: line.line.address.site.into(),
            item: line.line.order.package.as_str().into(),
            requested: Some(whole(line.line.count)),
            given: whole(line.given),
            short: Some(whole(line.line.count - line.given)),
            reason: line.reason.as_str().into(),
            rule: line.rule.into(),
        })
        .collect();
    rows.sort_by(|a, b| (&a.request, &a.line).cmp(&(&b.request, &b.line)));
    rows
}

//! What came before a plan: the awards of plans that still stand, and what the ledger gave to the request lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::supply::posted::Posted;
use crate::allocate::supply::standing::{Standing, standing};
use crate::allocate::transfer::as_award;
use crate::cli::desk::Desk;
use crate::ledger::tables::{Allocation, OnHand, Request, Transfer};
use crate::quantity::Quantity;

/// How many lines of words are said of one matter, before the rest is counted.
const SAID: usize = 5;

/// Leaves of awards and transfers of plans before what still stands of them, and says what does not.
pub fn keep_standing(
    desk: &Desk,
    posted: &Posted,
    onhand: &[OnHand],
    planned: &mut Vec<Allocation>,
    moved: &mut Vec<Transfer>,
) {
    let given: Vec<Allocation> = planned
        .iter()
        .cloned()
        .chain(moved.iter().map(as_award))
        .collect();
    let found = standing(&given, posted, onhand);
    let fallen = given
        .iter()
        .zip(&found)
        .flat_map(|(award, found)| fallen(award, found));
    say_each(desk, fallen.collect());
    let (of_plans, of_transfers) = found.split_at(planned.len());
    let mut stands = of_plans.iter().map(|found| found.stands);
    planned.retain_mut(|award| {
        let qty = stands.next().unwrap_or_default();
        if qty != award.qty {
            *award = award.part(qty);
        }
        qty.is_positive()
    });
    let mut stands = of_transfers.iter().map(|found| found.stands);
    moved.retain_mut(|row| {
        row.qty = stands.next().unwrap_or_default();
        row.qty.is_positive()
    });
}

/// What is said of an award that does not stand, or not in full.
fn fallen(award: &Allocation, found: &Standing) -> Vec<String> {
    let mut said = Vec::new();
    let Allocation {
        plan,
        request,
        line,
        item,
        lot,
        ..
    } = award;
    if found.came_back.is_positive() {
        let qty = found.came_back;
        said.push(format!(
            "{request}/{line}: {qty} of {item}, lot \"{lot}\", of plan {plan} came back to the store, and is not given any longer"
        ));
    }
    if found.not_there.is_positive() {
        let qty = found.not_there;
        said.push(format!(
            "{request}/{line}: {qty} of {item}, lot \"{lot}\", of plan {plan} has not left and cannot be given any longer"
        ));
    }
    said
}

/// Says what documents of the ledger gave to request lines before, and what of each is open.
pub fn say_served(desk: &Desk, requests: &[Request], given: &[Allocation]) {
    if given.is_empty() {
        return;
    }
    let mut of_lines: BTreeMap<[&str; 2], (Quantity, BTreeSet<&str>)> = BTreeMap::new();
    for award in given {
        let line = of_lines.entry([&award.request, &award.line]).or_default();
        line.0 += award.met();
        line.1.insert(&award.plan);
    }
    let said = requests.iter().filter_map(|asked| {
        let (qty, documents) = of_lines.get(&[&*asked.request, &*asked.line])?;
        let documents: Vec<&str> = documents.iter().copied().collect();
        let documents = documents.join(", ");
        let Request { request, line, item, .. } = asked;
        Some(match asked.qty.map(|asked| asked - *qty) {
            Some(open) if open.is_positive() => format!(
                "{request}/{line}: {qty} of {item} was given before, {open} is open; by {documents}"
            ),
            _ => format!("{request}/{line}: {qty} of {item} was given before, nothing is open; by {documents}"),
        })
    });
    say_each(desk, said.collect());
}

/// Says some lines of words, and how many there are beside.
fn say_each(desk: &Desk, said: Vec<String>) {
    said.iter().take(SAID).for_each(|line| desk.say(line));
    if said.len() > SAID {
        desk.say(&format!("and the same of {} more", said.len() - SAID));
    }
}

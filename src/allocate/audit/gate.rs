//! Did anything leave a reserve for a line that may not draw on it?
//!
//! A plan under a shut gate is two plans, one after the other, and is judged as that: first what the other stores give to
//! everybody, then what the reserve gives, of what is still open, to those who may have it. What `unmet` says is held
//! against both together.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Allocation, Finding, Request, Unmet};
use crate::quantity::Quantity;

use super::super::PlanInputs;
use super::super::gate::Gated;
use super::{audit, key, line, on_award, trace};

/// Judges a plan under a gate; without one as [`audit`] does.
pub fn audit_gated(
    inputs: &PlanInputs,
    gated: Option<&Gated>,
    allocation: &[Allocation],
    unmet: &[Unmet],
) -> Vec<Finding> {
    let Some(gated) = gated else {
        return audit(inputs, allocation, unmet);
    };
    let is_shut = |line: &Request| {
        let level = gated.stated.or_else(|| {
            inputs
                .sites
                .level_in_force(gated.events, &line.site, inputs.as_of)
        });
        level.is_some_and(|level| !gated.gate.is_open_at(level))
    };
    let may_draw = |line: &Request| {
        !is_shut(line) || (line.urgent == Some(true) && gated.gate.urgent.is_some())
    };
    let (reserve, others): (Vec<String>, Vec<String>) =
        stores(inputs).into_iter().partition(|name| {
            inputs
                .sites
                .get(name)
                .is_some_and(|site| gated.gate.givers.includes(site))
        });
    if reserve.is_empty() || !inputs.requests.iter().any(is_shut) {
        return audit(inputs, allocation, unmet);
    }
    let (drawn, free): (Vec<Allocation>, Vec<Allocation>) = allocation
        .iter()
        .cloned()
        .partition(|award| reserve.contains(&award.from_site));
    let first = PlanInputs {
        from: Some(&others),
        ..*inputs
    };
    let mut found = audit(&first, &free, &shorts(inputs.requests, &free));
    let open = still_open(inputs.requests, &free, may_draw);
    let names: BTreeSet<(&str, &str)> = open
        .iter()
        .map(|row| (row.request.as_str(), row.line.as_str()))
        .collect();
    let (drawn, barred): (Vec<Allocation>, Vec<Allocation>) = drawn
        .into_iter()
        .partition(|award| names.contains(&(award.request.as_str(), award.line.as_str())));
    let second = PlanInputs {
        from: Some(&reserve),
        requests: &open,
        ..*inputs
    };
    found.extend(audit(&second, &drawn, &shorts(&open, &drawn)));
    found.extend(barred.iter().map(|award| {
        let message = format!("{} is shut for {}", award.from_site, award.site);
        on_award(
            "gate_shut",
            award,
            message,
            "give from a store that is no reserve, or record urgency",
        )
    }));
    found.extend(line::findings(inputs, &trace(inputs, allocation), unmet));
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    found
}

/// The sites that give.
fn stores(inputs: &PlanInputs) -> Vec<String> {
    if let Some(from) = inputs.from {
        return from.to_vec();
    }
    let is_depot = |class: &str| class.split(';').any(|word| word.trim() == "depot");
    let sites = inputs.sites.sites().filter(|site| is_depot(&site.class));
    let depots: Vec<String> = sites.map(|site| site.site.clone()).collect();
    if !depots.is_empty() {
        return depots;
    }
    let asking: BTreeSet<&String> = inputs.requests.iter().map(|line| &line.site).collect();
    let keeping: BTreeSet<&String> = inputs.onhand.iter().map(|row| &row.site).collect();
    keeping
        .difference(&asking)
        .map(|site| (*site).clone())
        .collect()
}

fn given(allocation: &[Allocation]) -> BTreeMap<(&str, &str), Quantity> {
    let mut given: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for award in allocation {
        *given.entry((&award.request, &award.line)).or_default() += award.qty;
    }
    given
}

/// What `unmet` has to say of `requests` after these awards: the other half of a plan of which only the awards are there.
pub fn shorts(requests: &[Request], allocation: &[Allocation]) -> Vec<Unmet> {
    let given = given(allocation);
    let rows = requests.iter().filter_map(|line| {
        let got = given
            .get(&(line.request.as_str(), line.line.as_str()))
            .copied()
            .unwrap_or_default();
        let is_met = line.qty.is_some_and(|asked| got >= asked);
        (!is_met).then(|| Unmet {
            plan: String::new(),
            request: line.request.clone(),
            line: line.line.clone(),
            site: line.site.clone(),
            item: line.item.clone(),
            requested: line.qty,
            given: got,
            short: line.qty.map(|asked| asked - got),
            reason: "short".to_owned(),
            rule: String::new(),
        })
    });
    rows.collect()
}

/// What lines that may draw on the reserve are open for after the first awards.
fn still_open(
    requests: &[Request],
    first: &[Allocation],
    may_draw: impl Fn(&Request) -> bool,
) -> Vec<Request> {
    let given = given(first);
    let open = requests
        .iter()
        .filter(|line| may_draw(line))
        .filter_map(|line| {
            let got = given
                .get(&(line.request.as_str(), line.line.as_str()))
                .copied()
                .unwrap_or_default();
            let left = line.qty? - got;
            left.is_positive().then(|| Request {
                qty: Some(left),
                ..line.clone()
            })
        });
    open.collect()
}

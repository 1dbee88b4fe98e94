//! Did anything leave a reserve for a line that may not draw on it?
//!
//! A plan under a shut gate is several plans, one after the other, and is judged as that: first what the stores of each area
//! give to their own, then what the other stores give to everybody, then what the reserve gives, of what is still open, to those who may have it. What `unmet` says is held
//! against both together.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Allocation, Finding, Request, Unmet};
use crate::quantity::Quantity;

use super::super::PlanInputs;
use super::super::gate::Gated;
use super::{audit, key, line, lot, on_award, trace};

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
    let passes = |line: &Request| {
        let mut free = gated.gate.free.iter().flat_map(|free| &free.uses);
        free.any(|usage| *usage == line.usage)
    };
    let is_shut = |line: &Request| {
        if passes(line) {
            return false;
        }
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
    if !inputs.requests.iter().any(is_shut) {
        return audit(inputs, allocation, unmet);
    }
    let (drawn, free): (Vec<Allocation>, Vec<Allocation>) = allocation
        .iter()
        .cloned()
        .partition(|award| reserve.contains(&award.from_site));
    let mut found = own_stores(inputs, gated, &others, &free);
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

/// The area that supplies itself and that a site belongs to.
fn area_of(code: &str, inputs: &PlanInputs, gated: &Gated) -> Option<String> {
    let chain = inputs.sites.upwards(code);
    let is_area = |code: &&str| {
        let level = inputs.sites.get(code).map(|site| &site.level);
        level.is_some_and(|level| gated.gate.self_reliant.contains(level))
    };
    chain.into_iter().rfind(is_area).map(str::to_owned)
}

/// Judges awards that none of the stores of the plan can have given.
fn of_strangers(inputs: &PlanInputs, others: &[String], kept: Vec<Allocation>) -> Vec<Finding> {
    let known = |award: &&Allocation| others.contains(&award.from_site);
    let strange: Vec<Allocation> = kept.into_iter().filter(|award| !known(&award)).collect();
    let none = PlanInputs {
        from: Some(others),
        ..*inputs
    };
    lot::findings(&none, &trace(inputs, &strange), &lot::Givers::of(&none))
}

/// What the stores that are no reserve give: those of an area that supplies itself to their own lines and no others, the
/// rest to whoever is still short.
fn own_stores(
    inputs: &PlanInputs,
    gated: &Gated,
    others: &[String],
    free: &[Allocation],
) -> Vec<Finding> {
    let area_of = |code: &str| area_of(code, inputs, gated);
    let home = |store: &String| area_of(store).filter(|area| area != store);
    let mut homes: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for store in others {
        homes.entry(home(store)).or_default().push(store.clone());
    }
    let general = homes.remove(&None).unwrap_or_default();
    let (shared, kept): (Vec<Allocation>, Vec<Allocation>) = free
        .iter()
        .cloned()
        .partition(|award| general.contains(&award.from_site));
    let mut found = Vec::new();
    for (area, stores) in &homes {
        let of_area: Vec<Request> = inputs
            .requests
            .iter()
            .filter(|line| area_of(&line.site) == *area)
            .cloned()
            .collect();
        let (own, strange): (Vec<Allocation>, Vec<Allocation>) = kept
            .iter()
            .filter(|award| stores.contains(&award.from_site))
            .cloned()
            .partition(|award| area_of(&award.site) == *area);
        let part = PlanInputs {
            from: Some(stores),
            requests: &of_area,
            ..*inputs
        };
        found.extend(audit(&part, &own, &shorts(&of_area, &own)));
        found.extend(strange.iter().map(|award| {
            let message = format!(
                "{} supplies its own area, and {} is not of it",
                award.from_site, award.site
            );
            on_award(
                "outside_area",
                award,
                message,
                "give from a store of its own area, or call the reserves up together",
            )
        }));
    }
    let open = still_open(inputs.requests, &kept, |_| true);
    let rest = PlanInputs {
        from: Some(&general),
        requests: &open,
        ..*inputs
    };
    found.extend(audit(&rest, &shared, &shorts(&open, &shared)));
    // An award that no store of the plan gives is judged with all others.
    found.extend(of_strangers(inputs, others, kept));
    found
}

/// The sites that give.
pub(super) fn stores(inputs: &PlanInputs) -> Vec<String> {
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

/// What each line was given, in units of the item it asked for.
fn given(allocation: &[Allocation]) -> BTreeMap<(&str, &str), Quantity> {
    let mut given: BTreeMap<(&str, &str), Quantity> = BTreeMap::new();
    for award in allocation {
        *given.entry((&award.request, &award.line)).or_default() += award.met();
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
                min_qty: line.min_qty.map(|least| (least - got).or_zero()),
                ..line.clone()
            })
        });
    open.collect()
}

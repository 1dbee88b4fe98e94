//! Did anything leave a reserve for a line that may not draw on it?
//!
//! A plan under a gate that is shut for some is several plans, one after the other, and is judged as that: first what the
//! stores of each shut area give to their own, then what the stores of no area give to everybody, then what the reserve
//! gives together with the stores of the open areas, of what is still asked for, to those who may have it. What `unmet`
//! says is held against all of them together.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::tables::{Allocation, Finding, Lane, Request, Unmet};
use crate::quantity::Quantity;

use super::super::gate::Gated;
use super::super::{Earlier, PlanInputs};
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
    let desk = Desk { inputs, gated };
    let duties = desk.duties();
    let is_any_shut = inputs.requests.iter().any(|line| desk.is_shut(&line.site));
    let is_open = !is_any_shut && !duties.values().any(|duty| matches!(duty, Duty::Own(_)));
    if is_open
        || inputs
            .requests
            .iter()
            .all(|line| desk.has_own_trigger(line))
    {
        return audit(inputs, allocation, unmet);
    }
    let mut found = desk.own_stores(&duties, allocation);
    let mut earlier: Vec<Allocation> =
        desk.given_by(&duties, allocation, |duty| matches!(duty, Duty::Own(_)));
    let of_nobody = |duty: &Duty| is_any_shut && *duty == Duty::Anybody;
    let shared = desk.given_by(&duties, allocation, of_nobody);
    if is_any_shut {
        let open = still_open(inputs.requests, &earlier, |_| true);
        let givers = of_duty(&duties, of_nobody);
        found.extend(judged(inputs, &givers, &open, &earlier, &shared));
        earlier.extend(shared);
    }
    let together = |duty: &Duty| !matches!(duty, Duty::Own(_)) && !of_nobody(duty);
    let drawn = desk.given_by(&duties, allocation, together);
    let open = still_open(inputs.requests, &earlier, |line| desk.may_draw(line));
    let givers = of_duty(&duties, together);
    found.extend(desk.joint_draw(&duties, &givers, &open, &earlier, drawn));
    // An award that no store of the plan gives is judged with all others.
    found.extend(of_strangers(inputs, &duties, allocation));
    found.extend(line::findings(inputs, &trace(inputs, allocation), unmet));
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    found
}

/// Whom a store serves.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Duty {
    Reserve,
    /// The area it stands in, and nobody else.
    Own(String),
    /// Whom the reserve serves, as the gate is open in its area.
    CalledUp,
    /// It stands in no area.
    Anybody,
}

/// The stores of each kind of duty.
fn of_duty(duties: &BTreeMap<String, Duty>, wanted: impl Fn(&Duty) -> bool) -> Vec<String> {
    let stores = duties.iter().filter(|(_, duty)| wanted(duty));
    stores.map(|(store, _)| store.clone()).collect()
}

/// Judges what some stores give as a plan of its own, after others gave what is `earlier`.
fn judged(
    inputs: &PlanInputs,
    givers: &[String],
    asked: &[Request],
    earlier: &[Allocation],
    given: &[Allocation],
) -> Vec<Finding> {
    let before = inputs.earlier;
    let part = PlanInputs {
        from: Some(givers),
        requests: asked,
        earlier: Earlier {
            requests: &[before.requests, inputs.requests].concat(),
            given: &[before.given, earlier].concat(),
        },
        ..*inputs
    };
    audit(&part, given, &shorts(asked, given))
}

/// A plan and the gate it is held against.
struct Desk<'a> {
    inputs: &'a PlanInputs<'a>,
    gated: &'a Gated<'a>,
}

impl Desk<'_> {
    fn is_shut(&self, site: &str) -> bool {
        let level = self.gated.stated.or_else(|| {
            let sites = self.inputs.sites;
            sites.level_in_force(self.gated.events, site, self.inputs.as_of)
        });
        level.is_some_and(|level| !self.gated.gate.is_open_at(level))
    }

    fn may_draw(&self, line: &Request) -> bool {
        let is_urgent = line.urgent == Some(true) && self.gated.gate.urgent.is_some();
        is_urgent || self.has_own_trigger(line) || !self.is_shut(&line.site)
    }

    /// Whether the gate names the use of a line as one that it does not hold up.
    fn has_own_trigger(&self, line: &Request) -> bool {
        let mut free = self.gated.gate.free.iter().flat_map(|free| &free.uses);
        free.any(|usage| *usage == line.usage)
    }

    /// The area that supplies itself in normal times and that a site belongs to.
    fn area_of(&self, code: &str) -> Option<String> {
        let sites = self.inputs.sites;
        let is_area = |code: &&str| {
            let level = sites.get(code).map(|site| &site.level);
            level.is_some_and(|level| self.gated.gate.self_reliant.contains(level))
        };
        let chain = sites.upwards(code);
        chain.into_iter().rfind(is_area).map(str::to_owned)
    }

    /// Whom each store serves.
    fn duties(&self) -> BTreeMap<String, Duty> {
        let is_reserve = |store: &str| {
            let site = self.inputs.sites.get(store);
            site.is_some_and(|site| self.gated.gate.givers.includes(site))
        };
        let stores = stores(self.inputs);
        let mut normal: BTreeSet<String> = BTreeSet::new();
        let own = stores.iter().filter(|store| !is_reserve(store));
        let asking = self.inputs.requests.iter().map(|line| &line.site);
        let asking: BTreeSet<&String> = asking.chain(own).collect();
        for site in asking {
            if self.is_shut(site) {
                normal.extend(self.area_of(site));
            }
        }
        let duty = |store: &String| match self.area_of(store) {
            _ if is_reserve(store) => Duty::Reserve,
            Some(area) if area == *store => Duty::Anybody,
            Some(area) if normal.contains(&area) => Duty::Own(area),
            Some(_) => Duty::CalledUp,
            None => Duty::Anybody,
        };
        let pairs = stores.iter().map(|store| (store.clone(), duty(store)));
        pairs.collect()
    }

    fn given_by(
        &self,
        duties: &BTreeMap<String, Duty>,
        allocation: &[Allocation],
        wanted: impl Fn(&Duty) -> bool,
    ) -> Vec<Allocation> {
        let is_wanted = |award: &&Allocation| duties.get(&award.from_site).is_some_and(&wanted);
        allocation.iter().filter(is_wanted).cloned().collect()
    }

    /// What the stores of areas that supply themselves give: to their own lines and no others.
    fn own_stores(
        &self,
        duties: &BTreeMap<String, Duty>,
        allocation: &[Allocation],
    ) -> Vec<Finding> {
        let areas: BTreeSet<&String> = duties
            .values()
            .filter_map(|duty| match duty {
                Duty::Own(area) => Some(area),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        for area in areas {
            let of_area = |duty: &Duty| *duty == Duty::Own(area.clone());
            let is_own = |site: &str| self.area_of(site).as_ref() == Some(area);
            let lines = self.inputs.requests.iter();
            let lines: Vec<Request> = lines.filter(|line| is_own(&line.site)).cloned().collect();
            let given = self.given_by(duties, allocation, of_area);
            let (own, strange): (Vec<Allocation>, Vec<Allocation>) =
                given.into_iter().partition(|award| is_own(&award.site));
            found.extend(judged(
                self.inputs,
                &of_duty(duties, of_area),
                &lines,
                &[],
                &own,
            ));
            found.extend(strange.iter().map(outside));
        }
        found
    }

    /// What the reserve gives with the stores of the open areas; to who is let in for urgency the reserve alone.
    fn joint_draw(
        &self,
        duties: &BTreeMap<String, Duty>,
        givers: &[String],
        open: &[Request],
        earlier: &[Allocation],
        drawn: Vec<Allocation>,
    ) -> Vec<Finding> {
        let is_reserve = |store: &String| duties.get(store) == Some(&Duty::Reserve);
        let is_outside =
            |award: &Allocation| !is_reserve(&award.from_site) && self.is_shut(&award.site);
        let (outside_area, drawn): (Vec<Allocation>, Vec<Allocation>) =
            drawn.into_iter().partition(is_outside);
        let names: BTreeSet<(&String, &String)> =
            open.iter().map(|row| (&row.request, &row.line)).collect();
        let (drawn, barred): (Vec<Allocation>, Vec<Allocation>) = drawn
            .into_iter()
            .partition(|award| names.contains(&(&award.request, &award.line)));
        let mut lanes: Vec<Lane> = self.inputs.lanes.to_vec();
        let let_in: BTreeSet<&String> = open.iter().map(|line| &line.site).collect();
        for site in let_in.into_iter().filter(|site| self.is_shut(site)) {
            let others = givers.iter().filter(|store| !is_reserve(store));
            lanes.extend(others.map(|store| Lane::shut(store, site)));
        }
        let inputs = PlanInputs {
            lanes: &lanes,
            ..*self.inputs
        };
        let mut found = judged(&inputs, givers, open, earlier, &drawn);
        found.extend(outside_area.iter().map(outside));
        found.extend(barred.iter().map(|award| {
            let message = format!("{} is shut for {}", award.from_site, award.site);
            let hint = "give from a store that is no reserve, or record urgency";
            on_award("gate_shut", award, message, hint)
        }));
        found
    }
}

/// An award out of the store of another area, which only the areas themselves can agree on.
fn outside(award: &Allocation) -> Finding {
    let message = format!(
        "{} supplies its own area, and {} is not of it",
        award.from_site, award.site
    );
    let hint = "give from a store of its own area, or call the reserves up together";
    on_award("outside_area", award, message, hint)
}

/// Judges awards that none of the stores of the plan can have given.
fn of_strangers(
    inputs: &PlanInputs,
    duties: &BTreeMap<String, Duty>,
    allocation: &[Allocation],
) -> Vec<Finding> {
    let is_strange = |award: &&Allocation| !duties.contains_key(&award.from_site);
    let strange: Vec<Allocation> = allocation.iter().filter(is_strange).cloned().collect();
    let others: Vec<String> = duties.keys().cloned().collect();
    let none = PlanInputs {
        from: Some(&others),
        ..*inputs
    };
    lot::findings(&none, &trace(inputs, &strange), &lot::Givers::of(&none))
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

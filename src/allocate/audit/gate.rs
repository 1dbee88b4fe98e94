//! Did anything leave a reserve for a line that may not draw on it?
//!
//! A plan under a gate that is shut for some is several plans, one after the other, and is judged as that: first what the
//! stores of each shut area give to their own, then what the stores of no area give to everybody, then what the reserve
//! gives together with the stores of the open areas, of what is still asked for, to those who may have it. What `unmet`
//! says is held against all of them together.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::allocate::draws::gate::Gated;
use crate::engine::number::numbered;
use crate::ledger::Text;
use crate::ledger::tables::{Allocation, Finding, Lane, Request};
use crate::quantity::Quantity;

use super::super::{Earlier, PlanInputs};
use super::book::{Book, Traced};
use super::road::Roads;
use super::{lot, of_awards, of_part, on_award};

/// What is wrong with awards by themselves, under a gate or without one.
pub(super) fn of_awards_gated(
    book: &Book,
    gated: Option<&Gated>,
    traced: &[Traced],
) -> Vec<Finding> {
    let Some(gated) = gated else {
        return of_awards(book, traced);
    };
    let case = Case::of(book, gated);
    let duties = case.duties();
    let is_any_shut = book.askers().any(|site| case.is_shut(site));
    let is_open = !is_any_shut && !duties.values().any(|duty| matches!(duty, Duty::Own(_)));
    let mut requests = book.inputs.requests.iter();
    if is_open || requests.all(|line| case.has_own_trigger(line)) {
        return of_awards(book, traced);
    }
    let awards: Vec<&Allocation> = traced.iter().map(|traced| traced.award).collect();
    case.in_parts(&duties, is_any_shut, &awards)
}

/// Whether each of the lines may draw on the reserve, in their order.
pub(super) fn may_draw(inputs: &PlanInputs, gated: &Gated) -> Vec<bool> {
    let book = Book::of(inputs);
    let case = Case::of(&book, gated);
    let lines = inputs.requests.iter();
    lines.map(|line| case.may_draw(line)).collect()
}

/// Whom a store serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Duty<'a> {
    Reserve,
    /// The area it stands in, and nobody else.
    Own(&'a str),
    /// Whom the reserve serves, as the gate is open in its area.
    CalledUp,
    /// It stands in no area.
    Anybody,
}

/// Whom each store serves, by its name.
type Duties<'a> = BTreeMap<String, Duty<'a>>;

/// The stores of each kind of duty.
fn of_duty(duties: &Duties, wanted: impl Fn(&Duty) -> bool) -> Vec<String> {
    let stores = duties.iter().filter(|(_, duty)| wanted(duty));
    stores.map(|(store, _)| store.clone()).collect()
}

/// The awards out of the stores of each kind of duty.
fn given_by<'a>(
    duties: &Duties,
    awards: &[&'a Allocation],
    wanted: impl Fn(&Duty) -> bool,
) -> Vec<&'a Allocation> {
    let is_wanted = |award: &&Allocation| duties.get(award.from_site.as_str()).is_some_and(&wanted);
    awards.iter().copied().filter(is_wanted).collect()
}

/// Judges what some stores give as a plan of its own, after others gave what is `earlier`.
fn judged(
    inputs: &PlanInputs,
    givers: &[String],
    asked: &[Request],
    earlier: &[&Allocation],
    given: &[&Allocation],
) -> Vec<Finding> {
    let before = inputs.earlier;
    let requests = match before.requests.is_empty() {
        true => Cow::Borrowed(inputs.requests),
        false => Cow::Owned([before.requests, inputs.requests].concat()),
    };
    let earlier = earlier.iter().copied();
    let all_given: Vec<Allocation> = before.given.iter().chain(earlier).cloned().collect();
    let part = PlanInputs {
        from: Some(givers),
        requests: asked,
        earlier: Earlier {
            requests: &requests,
            given: &all_given,
        },
        ..*inputs
    };
    of_part(&part, given.iter().copied())
}

/// A plan and the gate it is held against.
struct Case<'a> {
    inputs: &'a PlanInputs<'a>,
    gated: &'a Gated<'a>,
    /// Of each site that asks, whether the reserve is shut there, and its area.
    askers: HashMap<&'a str, (bool, Option<&'a str>)>,
}

impl<'a> Case<'a> {
    fn of(book: &'a Book<'a>, gated: &'a Gated<'a>) -> Case<'a> {
        let mut case = Case {
            inputs: &book.inputs,
            gated,
            askers: HashMap::new(),
        };
        let known = |site| (site, (case.is_shut(site), case.area_of(site)));
        case.askers = book.askers().map(known).collect();
        case
    }

    fn is_shut(&self, site: &str) -> bool {
        if let Some((is_shut, _)) = self.askers.get(site) {
            return *is_shut;
        }
        let level = self.gated.stated.or_else(|| {
            let sites = self.inputs.sites;
            sites.level_in_force(self.gated.events, site, self.inputs.as_of)
        });
        level.is_some_and(|level| !self.gated.gate.is_open_at(level))
    }

    fn may_draw(&self, line: &Request) -> bool {
        self.has_own_trigger(line) || !self.is_shut(&line.site)
    }

    /// Whether the gate names the use of a line as one that it does not hold up.
    fn has_own_trigger(&self, line: &Request) -> bool {
        let mut free = self.gated.gate.free.iter().flat_map(|free| &free.uses);
        free.any(|usage| *usage == line.usage)
    }

    /// The area that supplies itself in normal times and that a site belongs to.
    fn area_of(&self, code: &str) -> Option<&'a str> {
        if let Some((_, area)) = self.askers.get(code) {
            return *area;
        }
        let sites = self.inputs.sites;
        let chain = sites.upwards(code).into_iter();
        let mut areas = chain.filter_map(|code| {
            let site = sites.get(code)?;
            let is_area = self.gated.gate.self_reliant.contains(&site.level);
            is_area.then_some(site.site.as_str())
        });
        areas.next_back()
    }

    /// Whom each store serves.
    fn duties(&self) -> Duties<'a> {
        let is_reserve = |store: &str| {
            let site = self.inputs.sites.get(store);
            site.is_some_and(|site| self.gated.gate.givers.includes(site))
        };
        let stores = stores(self.inputs);
        let own = stores.iter().filter(|store| !is_reserve(store));
        let sites = self.askers.keys().copied().chain(own.map(String::as_str));
        let shut = sites.filter(|site| self.is_shut(site));
        let normal: BTreeSet<&str> = shut.filter_map(|site| self.area_of(site)).collect();
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

    /// Judges awards draw by draw.
    fn in_parts(&self, duties: &Duties, is_any_shut: bool, awards: &[&Allocation]) -> Vec<Finding> {
        let inputs = self.inputs;
        let mut found = self.own_stores(duties, awards);
        let mut earlier = given_by(duties, awards, |duty| matches!(duty, Duty::Own(_)));
        let of_nobody = |duty: &Duty| is_any_shut && *duty == Duty::Anybody;
        if is_any_shut {
            let shared = given_by(duties, awards, of_nobody);
            let open = still_open(inputs.requests, &earlier, |_| true);
            let givers = of_duty(duties, of_nobody);
            found.extend(judged(inputs, &givers, &open, &earlier, &shared));
            earlier.extend(shared);
        }
        let together = |duty: &Duty| !matches!(duty, Duty::Own(_)) && !of_nobody(duty);
        let drawn = given_by(duties, awards, together);
        let open = still_open(inputs.requests, &earlier, |line| self.may_draw(line));
        let givers = of_duty(duties, together);
        found.extend(self.joint_draw(duties, &givers, &open, &earlier, drawn));
        // An award that no store of the plan gives is judged with all others.
        found.extend(of_strangers(inputs, duties, awards));
        found
    }

    /// What the stores of areas that supply themselves give: to their own lines and no others.
    fn own_stores(&self, duties: &Duties, awards: &[&Allocation]) -> Vec<Finding> {
        let areas: BTreeSet<&str> = duties
            .values()
            .filter_map(|duty| match duty {
                Duty::Own(area) => Some(*area),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        for area in areas {
            let of_area = |duty: &Duty| *duty == Duty::Own(area);
            let is_own = |site: &str| self.area_of(site) == Some(area);
            let lines = self.inputs.requests.iter();
            let lines: Vec<Request> = lines.filter(|line| is_own(&line.site)).cloned().collect();
            let given = given_by(duties, awards, of_area);
            let (own, strange): (Vec<&Allocation>, Vec<&Allocation>) =
                given.into_iter().partition(|award| is_own(&award.site));
            let stores = of_duty(duties, of_area);
            found.extend(judged(self.inputs, &stores, &lines, &[], &own));
            found.extend(strange.into_iter().map(outside));
        }
        found
    }

    /// What the reserve gives with the stores of the open areas; to who is let in by a trigger of its own the reserve alone.
    fn joint_draw(
        &self,
        duties: &Duties,
        givers: &[String],
        open: &[Request],
        earlier: &[&Allocation],
        drawn: Vec<&Allocation>,
    ) -> Vec<Finding> {
        let is_reserve = |store: &str| duties.get(store) == Some(&Duty::Reserve);
        let is_outside =
            |award: &&Allocation| !is_reserve(&award.from_site) && self.is_shut(&award.site);
        let (outside_area, drawn): (Vec<&Allocation>, Vec<&Allocation>) =
            drawn.into_iter().partition(is_outside);
        let names: HashSet<(&str, &str)> = open
            .iter()
            .map(|row| (row.request.as_str(), row.line.as_str()))
            .collect();
        let (drawn, barred): (Vec<&Allocation>, Vec<&Allocation>) = drawn
            .into_iter()
            .partition(|award| names.contains(&(award.request.as_str(), award.line.as_str())));
        let mut lanes: Vec<Lane> = self.inputs.lanes.to_vec();
        let let_in: BTreeSet<&Text> = open.iter().map(|line| &line.site).collect();
        for site in let_in.into_iter().filter(|site| self.is_shut(site)) {
            let others = givers.iter().filter(|store| !is_reserve(store));
            lanes.extend(others.map(|store| Lane::shut(store, site)));
        }
        let inputs = PlanInputs {
            lanes: &lanes,
            ..*self.inputs
        };
        let mut found = judged(&inputs, givers, open, earlier, &drawn);
        found.extend(outside_area.into_iter().map(outside));
        found.extend(barred.iter().map(|award| {
            let message = format!("{} is shut for {}", award.from_site, award.site);
            let hint = "give from a store that is no reserve";
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
fn of_strangers(inputs: &PlanInputs, duties: &Duties, awards: &[&Allocation]) -> Vec<Finding> {
    let is_strange = |award: &&Allocation| !duties.contains_key(award.from_site.as_str());
    let mut strange = awards.iter().copied().filter(is_strange).peekable();
    if strange.peek().is_none() {
        return Vec::new();
    }
    let others: Vec<String> = duties.keys().cloned().collect();
    let none = PlanInputs {
        from: Some(&others),
        ..*inputs
    };
    let book = Book::of(&none);
    lot::findings(
        &book,
        &book.trace(strange),
        &lot::Givers::of(&book),
        &Roads::of(&book.inputs),
    )
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
    let asking = numbered(inputs.requests, |line| &line.site).names;
    let asking: BTreeSet<&str> = asking.into_iter().collect();
    let keeping = numbered(inputs.onhand, |row| &row.site).names;
    let keeping: BTreeSet<&str> = keeping.into_iter().collect();
    keeping
        .difference(&asking)
        .map(|site| (*site).to_owned())
        .collect()
}

/// What each line was given, in units of the item it asked for.
pub(super) fn given<'a>(
    allocation: impl IntoIterator<Item = &'a Allocation>,
) -> HashMap<(&'a str, &'a str), Quantity> {
    let mut given: HashMap<(&str, &str), Quantity> = HashMap::new();
    for award in allocation {
        *given.entry((&award.request, &award.line)).or_default() += award.met();
    }
    given
}

/// What lines that may draw on the reserve are open for after the first awards.
fn still_open(
    requests: &[Request],
    first: &[&Allocation],
    may_draw: impl Fn(&Request) -> bool,
) -> Vec<Request> {
    let given = given(first.iter().copied());
    let open = requests
        .iter()
        .filter(|line| may_draw(line))
        .filter_map(|line| {
            let got = given
                .get(&(line.request.as_str(), line.line.as_str()))
                .copied()
                .unwrap_or_default();
            let left = line.qty? - got;
            left.is_positive().then(|| {
                let least = line.terms().min_qty.map(|least| (least - got).or_zero());
                let qty = Some(left);
                Request {
                    qty,
                    ..line.clone()
                }
                .with_least(least)
            })
        });
    open.collect()
}

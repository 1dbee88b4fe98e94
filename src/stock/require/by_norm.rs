//! What do posts, beds and people take by their norms, over some days or once?
//!
//! - *load*: what a full-load standard asks of an area (P0-R01, P4-R02), or so many days of every site with norms
//! - *staff*: the posts of one line of duty × what their role uses (P4: 一线人员的数量 → 物资需求清单)
//! - *gate*: every norm of the sites of some classes: disinfection, masks, temperature at the door (P7)
//! - *patient*: medicines of those who need them every day
//! - *season*, *household*: what is handed out or kept once
//!
//! Terms show each norm with what it was counted for. A role or cohort that no norm names is an error. One site that is
//! asked for answers for its area: what the sites below it need is its need, but for gates, which have a row each.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Norm, People, Requirement, Site, Staff};
use crate::ledger::word::{Form, NeedKind, NormBasis, Occasion, Word};
use crate::policy::{Basis, Needs, Rules, Standard};
use crate::quantity::Quantity;

use super::super::cover::area::Areas;
use super::super::cover::norm::{HOUSEHOLD, Norms, Part};
pub use super::counted::Durables;
use super::counted::{Asked, rate_of, row_of, rows_asked_of, rows_of};
use super::people::of_area;
use super::{RequireInputs, in_order};

/// The class of what patients take.
const MEDICINE: &str = "medicine";

/// Norms and what they are counted on.
#[derive(Debug, Clone, Copy)]
pub struct NormInputs<'a> {
    pub norms: &'a [Norm],
    pub staff: &'a [Staff],
    pub people: &'a [People],
    pub durables: Durables,
}

impl<'a> NormInputs<'a> {
    fn of(&self, occasion: Occasion, sites: &'a SiteTree) -> Norms<'a> {
        Norms::of_occasion(occasion, self.norms, self.staff, sites).with_people(self.people)
    }
}

/// What the full-load standards in force ask of the areas they address; without one, `days` of every site with norms.
///
/// Errors: `unknown-norm` where a standard addresses a site of which no norm speaks. Rule: `P0-R01`, `D-18`.
pub fn load<'a>(
    inputs: &RequireInputs<'a>,
    by: &NormInputs<'a>,
    rules: &Rules,
    days: Option<i64>,
) -> Result<Vec<Requirement>, Vec<Diagnostic>> {
    let norms = by.of(Occasion::Day, inputs.sites);
    let is_full_load = |standard: &&Standard| standard.need.basis == Basis::FullLoad;
    let standards: Vec<&Standard> = rules.standards.iter().filter(is_full_load).collect();
    if standards.is_empty() {
        let rows = inputs.asked_sites().flat_map(|site| {
            let asked = Asked {
                kind: NeedKind::Load,
                days,
                rule: "D-18",
                durables: by.durables,
                site: &site.site,
            };
            rows_asked_of(inputs, &norms, &asked)
        });
        return Ok(in_order(rows.collect()));
    }
    let areas = Areas::new(inputs.sites);
    let (mut rows, mut unknown) = (Vec::new(), Vec::new());
    for site in inputs.asked_sites() {
        let speaks_of =
            |standard: &&&Standard| areas.is_addressed(site, |site| standard.sites.includes(site));
        for standard in standards.iter().filter(speaks_of) {
            let norms = (&norms, by.durables);
            let found = of_standard(inputs, norms, &areas, rules, standard, site, days);
            if found.is_empty() {
                unknown.push(no_norm(&format!(
                    "what {} uses at full load ({})",
                    site.site, standard.id
                )));
            }
            rows.extend(found);
        }
    }
    match unknown.is_empty() {
        true => Ok(in_order(rows)),
        false => Err(unknown),
    }
}

/// The items of one standard in the area of one site.
fn of_standard<'a>(
    inputs: &RequireInputs<'_>,
    (norms, durables): (&Norms<'a>, Durables),
    areas: &Areas<'a>,
    rules: &Rules,
    standard: &Standard,
    site: &'a Site,
    days: Option<i64>,
) -> Vec<Requirement> {
    let Some((low, high)) = standard.bounds() else {
        return Vec::new();
    };
    let is_named = |item: &&&str| {
        let item = inputs.catalogue.get(item);
        item.is_some_and(|item| standard.items.includes(item, rules.tier_of(&item.item)))
    };
    let items = norms.items();
    let row = |item: &&str| {
        let parts = norms.area_parts(&site.site, item, areas);
        let asked = Asked {
            kind: NeedKind::Load,
            days: Some(days.unwrap_or(low)),
            rule: &standard.id,
            durables,
            site: &site.site,
        };
        let row = row_of(inputs, &asked, item, &parts, standard.form())?;
        let is_scaled_by_days = row.days.is_some() && days.is_none();
        let most = high.filter(|_| is_scaled_by_days);
        Some(Requirement {
            need_max: most.and_then(|most| rate_of(&parts)?.need(most)),
            ..row
        })
    };
    items.iter().filter(is_named).filter_map(row).collect()
}

/// What the posts in `by` use in `days` by the norms of their roles.
///
/// Errors: `unknown-norm`, one for each role that no norm names.
pub fn staff<'a>(
    inputs: &RequireInputs<'a>,
    by: &NormInputs<'a>,
    needs: &Needs,
    days: i64,
) -> Result<Vec<Requirement>, Vec<Diagnostic>> {
    let of_posts: Vec<Norm> = by
        .norms
        .iter()
        .filter(|n| n.basis == NormBasis::PerRole)
        .cloned()
        .collect();
    let by = NormInputs {
        norms: &of_posts,
        staff: by.staff,
        people: &[],
        durables: Durables::WearOut,
    };
    let norms = by.of(Occasion::Day, inputs.sites);
    let asked = by
        .staff
        .iter()
        .filter(|post| inputs.is_asked(&post.site) && post.headcount.is_positive());
    let (mut sites, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for post in asked {
        sites.insert(post.site.as_str());
        if !is_named(&norms, post) {
            unknown.insert(post.role.as_str());
        }
    }
    if !unknown.is_empty() {
        return Err(unknown
            .into_iter()
            .map(|role| no_norm(&format!("what role \"{role}\" uses")))
            .collect());
    }
    let (rule, _) = needs.asked_by(NeedKind::Staff);
    let sites = match inputs.site {
        Some(area) => BTreeSet::from([area]),
        None => sites,
    };
    let rows = sites.into_iter().flat_map(|site| {
        let asked = Asked {
            kind: NeedKind::Staff,
            days: Some(days),
            rule,
            durables: by.durables,
            site,
        };
        rows_asked_of(inputs, &norms, &asked)
    });
    Ok(in_order(rows.collect()))
}

/// Whether any norm counts the post, under its role or with all posts of its site.
fn is_named(norms: &Norms<'_>, post: &Staff) -> bool {
    norms.items().iter().any(|item| {
        let parts = norms.parts(&post.site, item);
        let counts = |part: &Part<'_>| part.of.is_empty() || part.of == post.role;
        parts.iter().any(counts)
    })
}

/// What the sites of some classes use in `days`, by every norm that speaks of them.
///
/// Errors: `unknown-norm`, one for each site of these classes of which no norm speaks.
pub fn gate(
    inputs: &RequireInputs<'_>,
    by: &NormInputs<'_>,
    needs: &Needs,
    classes: &[String],
    days: i64,
) -> Result<Vec<Requirement>, Vec<Diagnostic>> {
    let norms = by.of(Occasion::Day, inputs.sites);
    let (rule, _) = needs.asked_by(NeedKind::Gate);
    let (mut rows, mut unknown) = (Vec::new(), Vec::new());
    for site in inputs
        .sites
        .sites()
        .filter(|site| inputs.is_asked(&site.site))
    {
        let own = inputs.sites.classes(&site.site);
        if !classes.iter().any(|class| own.contains(&class.as_str())) {
            continue;
        }
        let asked = Asked {
            kind: NeedKind::Gate,
            days: Some(days),
            rule,
            durables: by.durables,
            site: &site.site,
        };
        let found = rows_of(inputs, &norms, &asked);
        if found.is_empty() {
            unknown.push(no_norm(&format!("what {} uses a day", site.site)));
        }
        rows.extend(found);
    }
    match unknown.is_empty() {
        true => Ok(in_order(rows)),
        false => Err(unknown),
    }
}

/// The medicines that cohorts of patients need in `days`; of the area of the one site that is asked for, else of each
/// site that states any.
///
/// Errors: `unknown-norm`, one for each cohort but households that no norm names at all.
pub fn patients(
    inputs: &RequireInputs<'_>,
    by: &NormInputs<'_>,
    needs: &Needs,
    kind: NeedKind,
    days: i64,
) -> Result<Vec<Requirement>, Vec<Diagnostic>> {
    let is_known = |cohort: &str| {
        let named = |norm: &Norm| norm.basis == NormBasis::PerMember && norm.scope == cohort;
        cohort == HOUSEHOLD || by.norms.iter().any(named)
    };
    let people = match inputs.site {
        Some(site) => of_area(inputs.sites, site, by.people),
        None => by.people.to_vec(),
    };
    let asked = people.iter().map(|people| &*people.cohort);
    let unknown: BTreeSet<&str> = asked.filter(|cohort| !is_known(cohort)).collect();
    if !unknown.is_empty() {
        return Err(unknown
            .into_iter()
            .map(|cohort| no_norm(&format!("what cohort \"{cohort}\" needs")))
            .collect());
    }
    let is_medicine = |item: &str| {
        inputs
            .catalogue
            .get(item)
            .is_none_or(|item| item.class == MEDICINE)
    };
    let of_members: Vec<Norm> = by
        .norms
        .iter()
        .filter(|n| n.basis == NormBasis::PerMember && is_medicine(&n.item))
        .cloned()
        .collect();
    let by = NormInputs {
        norms: &of_members,
        staff: &[],
        people: &people,
        durables: by.durables,
    };
    let norms = by.of(Occasion::Day, inputs.sites);
    let (rule, _) = needs.asked_by(NeedKind::Patient);
    let sites: BTreeSet<&str> = people.iter().map(|people| &*people.site).collect();
    let rows = sites.into_iter().flat_map(|site| {
        rows_of(
            inputs,
            &norms,
            &Asked {
                kind,
                days: Some(days),
                rule,
                durables: by.durables,
                site,
            },
        )
    });
    Ok(in_order(rows.collect()))
}

/// What is handed out or kept once: for summer, for winter, or by each household.
///
/// `households`: so many in all, in place of those of table `people`. Errors: `unknown-norm` where no norm is of the
/// occasion.
pub fn once<'a>(
    inputs: &RequireInputs<'a>,
    by: &NormInputs<'a>,
    needs: &Needs,
    occasion: Occasion,
    households: Option<Quantity>,
) -> Result<Vec<Requirement>, Vec<Diagnostic>> {
    let (kind, what) = match occasion {
        Occasion::Household => (NeedKind::Household, "what a household keeps"),
        Occasion::Summer => (NeedKind::Season, "what is handed out in summer"),
        Occasion::Winter => (NeedKind::Season, "what is handed out in winter"),
        Occasion::Day => (NeedKind::Load, "what is used a day"),
    };
    let norms = by.of(occasion, inputs.sites);
    if norms.items().is_empty() {
        let hint = format!("add rows of occasion {} to table norm", occasion.id());
        return Err(vec![no_norm(what).hint(hint)]);
    }
    let (rule, _) = needs.asked_by(kind);
    if let Some(count) = households {
        let site = inputs.site.unwrap_or_default();
        let asked = Asked {
            kind,
            days: None,
            rule,
            durables: by.durables,
            site,
        };
        let items = norms.items();
        let rows = items.iter().filter_map(|item| {
            let norm = norms.nearest(site, item, NormBasis::PerHousehold)?;
            row_of(
                inputs,
                &asked,
                item,
                &[Part {
                    norm,
                    count,
                    of: "",
                }],
                Form::Physical,
            )
        });
        return Ok(in_order(rows.collect()));
    }
    let rows = inputs.asked_sites().flat_map(|site| {
        let asked = Asked {
            kind,
            days: None,
            rule,
            durables: by.durables,
            site: &site.site,
        };
        rows_asked_of(inputs, &norms, &asked)
    });
    Ok(in_order(rows.collect()))
}

fn no_norm(what: &str) -> Diagnostic {
    Diagnostic::error(Code::UnknownNorm, format!("no norm says {what}"))
        .hint("add it to table norm; what is unknown is not nothing")
}

/// The norms that a user hands in, and for whom they do not name what comes with granary: roles one by one, samplers
/// together.
pub fn complemented(norms: &[Norm], needs: &Needs, basis: NormBasis) -> Vec<Norm> {
    let is_named = |own: &Norm| {
        let mut same = norms.iter().filter(|norm| norm.basis == basis);
        same.any(|norm| basis == NormBasis::PerSampler || norm.scope == own.scope)
    };
    let own = needs.norms().into_iter();
    let missing = own.filter(|own| own.basis == basis && !is_named(own));
    norms.iter().cloned().chain(missing).collect()
}

/// Whether any standard in force asks for days at full load.
pub fn asks_for_full_load(rules: &Rules) -> bool {
    let mut standards = rules.standards.iter();
    standards.any(|standard| standard.need.basis == Basis::FullLoad)
}

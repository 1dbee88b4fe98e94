//! What would a site use a day with all its posts and beds at work? Norms, looked up by the nearest scope.
//!
//! The site's own norm comes first, then those of its roles and cohorts together (who works there and who comes there
//! each use their own), then its classes, the areas above it, and `*`. An area takes the amount that was fixed or counted
//! on residents for itself, else for its own stores (what is fixed at the county's store is the county's), else the sum
//! over all its sites. A fixed amount holds where it is stated, never for each site below. Whoever lives at a site lives
//! in the area above it: of residents, households and each cohort the topmost number counts, so that nobody is counted
//! twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::SiteTree;
use crate::ledger::tables::{Norm, People, Site, Staff};
use crate::ledger::word::{NormBasis, Occasion, Word};
use crate::quantity::{Quantity, Rate, THOUSANDTHS};

use super::area::{Areas, is_topmost};
use super::rate::sum_of_rates;

/// How many a fixed amount is counted for.
pub const ONE: Quantity = Quantity::from_thousandths(THOUSANDTHS);

/// The norm of everywhere.
const ANYWHERE: &str = "*";

/// The cohort that [`NormBasis::PerHousehold`] counts.
pub const HOUSEHOLD: &str = "household";

/// Norms of one occasion, and the posts, beds and people they are counted on.
pub struct Norms<'a> {
    /// By item and scope.
    norms: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Norm>>>,
    posts: BTreeMap<&'a str, Vec<&'a Staff>>,
    cohorts: BTreeMap<&'a str, Vec<&'a People>>,
    tree: &'a SiteTree,
}

/// A daily amount and what it was counted on.
pub struct Daily {
    pub rate: Rate,
    pub basis: String,
}

/// One term of an amount: a norm, and how many it is counted for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part<'a> {
    pub norm: &'a Norm,
    pub count: Quantity,
    /// The role or cohort it is counted for; empty where it is counted for a whole site.
    pub of: &'a str,
}

impl Part<'_> {
    /// What the norm makes for all that it is counted for; `None` when it does not fit.
    pub fn rate(&self) -> Option<Rate> {
        times(self.norm.rate, self.count)
    }
}

impl<'a> Norms<'a> {
    /// The norms of daily use with what they are counted on.
    pub fn new(norms: &'a [Norm], staff: &'a [Staff], tree: &'a SiteTree) -> Norms<'a> {
        Norms::of_occasion(Occasion::Day, norms, staff, tree)
    }

    /// The norms of one occasion, each day or once, with what they are counted on.
    pub fn of_occasion(
        occasion: Occasion,
        norms: &'a [Norm],
        staff: &'a [Staff],
        tree: &'a SiteTree,
    ) -> Norms<'a> {
        let mut by_item: BTreeMap<&str, BTreeMap<&str, Vec<&Norm>>> = BTreeMap::new();
        let of_occasion = |norm: &&Norm| norm.occasion.unwrap_or_default() == occasion;
        for norm in norms.iter().filter(of_occasion) {
            let of_item = by_item.entry(&norm.item).or_default();
            of_item.entry(&norm.scope).or_default().push(norm);
        }
        let mut posts: BTreeMap<&str, Vec<&Staff>> = BTreeMap::new();
        for post in staff {
            posts.entry(&post.site).or_default().push(post);
        }
        Norms {
            norms: by_item,
            posts,
            cohorts: BTreeMap::new(),
            tree,
        }
    }

    /// The same with households and other cohorts.
    pub fn with_people(self, people: &'a [People]) -> Norms<'a> {
        let mut cohorts: BTreeMap<&str, Vec<&People>> = BTreeMap::new();
        for cohort in people {
            cohorts.entry(&cohort.site).or_default().push(cohort);
        }
        Norms { cohorts, ..self }
    }

    /// The items that any norm speaks of.
    pub fn items(&self) -> BTreeSet<&'a str> {
        self.norms.keys().copied().collect()
    }

    /// The daily amount of `item` in the area of `site`; `None` where no norm speaks of it.
    ///
    /// Rule: `D-18`.
    pub fn daily(&self, site: &'a str, item: &str, areas: &Areas<'a>) -> Option<Daily> {
        let parts = self.area_parts(site, item, areas);
        let rates: Vec<Rate> = parts.iter().map(Part::rate).collect::<Option<_>>()?;
        let named = NormBasis::ALL
            .iter()
            .filter(|basis| parts.iter().any(|part| part.norm.basis == **basis));
        let named: Vec<&str> = named.map(|basis| basis.id()).collect();
        Some(Daily {
            rate: sum_of_rates(rates.into_iter())?,
            basis: format!("norm {}", named.join("+")),
        })
    }

    /// What the norm of `item` nearest to `site` is counted on; `None` where no norm speaks of it.
    pub fn basis(&self, site: &str, item: &str) -> Option<NormBasis> {
        let own = self.of(item, site);
        let posts = self.posts.get(site).into_iter().flatten();
        let of_roles = posts.flat_map(|post| self.of(item, &post.role));
        let others = self.scopes(site).into_iter().skip(1);
        let of_others = others.flat_map(|scope| self.of(item, scope));
        let mut norms = own.chain(of_roles).chain(of_others);
        norms.next().map(|norm| norm.basis)
    }

    /// The terms that [`Norms::daily`] adds up.
    pub fn area_parts(&self, site: &'a str, item: &str, areas: &Areas<'a>) -> Vec<Part<'a>> {
        if !self.norms.contains_key(item) {
            return Vec::new();
        }
        let is_of_area =
            |part: &Part<'_>| matches!(part.norm.basis, NormBasis::Fixed | NormBasis::PerResident);
        let of = |sites: &[&'a str]| self.people_once(site, sites, item);
        for sites in [&[site][..], areas.own_stores(site)] {
            let mut parts = of(sites);
            parts.retain(is_of_area);
            if !parts.is_empty() {
                return parts;
            }
        }
        of(areas.members(site))
    }

    /// The terms of some sites of an area, without people who are counted at a site above them.
    fn people_once(&self, area: &str, sites: &[&'a str], item: &str) -> Vec<Part<'a>> {
        let of_sites = sites.iter().map(|site| (*site, self.parts(site, item)));
        let of_sites: BTreeMap<&str, Vec<Part<'a>>> = of_sites.collect();
        let is_told = |site: &str, part: &Part<'_>| {
            let parts = of_sites.get(site).into_iter().flatten();
            let same =
                |other: &Part<'_>| (other.norm.basis, other.of) == (part.norm.basis, part.of);
            parts.into_iter().any(same)
        };
        let counts = |site: &str, part: &Part<'_>| {
            !counts_people(part) || is_topmost(self.tree, site, area, |above| is_told(above, part))
        };
        let of_site = |site: &&'a str| {
            let parts = of_sites.get(site).into_iter().flatten();
            parts
                .filter(|part| counts(site, part))
                .copied()
                .collect::<Vec<_>>()
        };
        sites.iter().flat_map(of_site).collect()
    }

    /// What one sampler uses of `item` a day, by the norm nearest to `site`.
    pub fn per_sampler(&self, site: &str, item: &str) -> Option<&'a Norm> {
        self.nearest(site, item, NormBasis::PerSampler)
    }

    /// The norm of `item` on one basis whose scope is nearest to `site`, whatever the site has of what it counts.
    pub fn nearest(&self, site: &str, item: &str, basis: NormBasis) -> Option<&'a Norm> {
        let scopes = self.scopes(site).into_iter();
        let mut norms = scopes.flat_map(|scope| self.of(item, scope));
        norms.find(|norm| norm.basis == basis)
    }

    /// The terms of one site alone: of its own norm, else of its roles and its cohorts, or else of the nearest scope.
    pub fn parts(&self, site: &str, item: &str) -> Vec<Part<'a>> {
        let Some(site) = self.tree.get(site) else {
            return Vec::new();
        };
        let of_scope = |scope| {
            self.of(item, scope)
                .find_map(|norm| self.part(norm, site))
                .into_iter()
                .collect::<Vec<_>>()
        };
        let own = of_scope(&site.site);
        let mut of_people = self.of_roles(&site.site, item);
        of_people.extend(self.of_cohorts(&site.site, item));
        let nearer = [own, of_people];
        let found = nearer.into_iter().find(|parts| !parts.is_empty());
        found
            .or_else(|| {
                let others = self.scopes(&site.site).into_iter().skip(1);
                others.map(of_scope).find(|parts| !parts.is_empty())
            })
            .unwrap_or_default()
    }

    /// The roles of a site that have a norm of their own.
    fn of_roles(&self, site: &str, item: &str) -> Vec<Part<'a>> {
        let posts = self.posts.get(site).into_iter().flatten();
        let parts = posts.filter_map(|post| {
            let mut norms = self.of(item, &post.role);
            let norm = norms.find(|norm| norm.basis == NormBasis::PerRole)?;
            counted(norm, post.headcount, &post.role)
        });
        parts.collect()
    }

    /// The cohorts of a site that have a norm of their own.
    fn of_cohorts(&self, site: &str, item: &str) -> Vec<Part<'a>> {
        let cohorts = self.cohorts.get(site).into_iter().flatten();
        let parts = cohorts.filter_map(|people| {
            let mut norms = self.of(item, &people.cohort);
            let norm = norms.find(|norm| norm.basis == NormBasis::PerMember)?;
            counted(norm, people.headcount, &people.cohort)
        });
        parts.collect()
    }

    /// One norm at one site; `None` where the site has nothing that the norm is counted on.
    fn part(&self, norm: &'a Norm, site: &Site) -> Option<Part<'a>> {
        let is_stated_here =
            norm.scope == site.site || self.tree.classes(&site.site).contains(&norm.scope.as_str());
        let posts = || {
            let posts = self.posts.get(site.site.as_str())?;
            Some(posts.iter().map(|post| post.headcount).sum())
        };
        let households = || {
            let cohorts = self.cohorts.get(site.site.as_str())?;
            let of_households = cohorts.iter().find(|people| people.cohort == HOUSEHOLD)?;
            Some(of_households.headcount)
        };
        match norm.basis {
            NormBasis::Fixed => is_stated_here.then_some(Part {
                norm,
                count: ONE,
                of: "",
            }),
            NormBasis::PerRole => counted(norm, posts()?, ""),
            NormBasis::PerBed | NormBasis::PerPatient => counted(norm, site.beds?, ""),
            NormBasis::PerResident => counted(norm, site.population?, ""),
            NormBasis::PerHousehold => counted(norm, households()?, ""),
            NormBasis::PerSampler | NormBasis::PerMember => None,
        }
    }

    fn of<'s>(&'s self, item: &'s str, scope: &'s str) -> impl Iterator<Item = &'a Norm> {
        let of_item = self.norms.get(item);
        let of_scope = of_item.and_then(|scopes| scopes.get(scope));
        of_scope.into_iter().flatten().copied()
    }

    /// The scopes that speak of a site, nearest first: itself, its classes, the areas above, everywhere.
    fn scopes<'s>(&'s self, site: &'s str) -> Vec<&'s str> {
        let above = self.tree.upwards(site).into_iter().skip(1);
        let scopes = std::iter::once(site).chain(self.tree.classes(site));
        scopes
            .chain(above)
            .chain(std::iter::once(ANYWHERE))
            .collect()
    }
}

/// Whether a term counts people where they live, so that the number of an area holds those of the sites below.
fn counts_people(part: &Part<'_>) -> bool {
    matches!(
        part.norm.basis,
        NormBasis::PerResident | NormBasis::PerHousehold | NormBasis::PerMember
    )
}

/// A norm counted for `count`; `None` where there is none to count.
fn counted<'a>(norm: &'a Norm, count: Quantity, of: &'a str) -> Option<Part<'a>> {
    count.is_positive().then_some(Part { norm, count, of })
}

/// `rate` for each of `count`, exactly; `None` where there is none to count, or it does not fit.
pub fn times(rate: Quantity, count: Quantity) -> Option<Rate> {
    if !count.is_positive() {
        return None;
    }
    let product = i128::from(rate.thousandths()) * i128::from(count.thousandths());
    let unit = i128::from(THOUSANDTHS);
    match product % unit {
        0 => Quantity::from_sum(product / unit).map(Rate::daily),
        _ => Rate::over(Quantity::from_sum(product)?, THOUSANDTHS),
    }
}

#[cfg(test)]
mod tests;

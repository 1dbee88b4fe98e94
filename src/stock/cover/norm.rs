//! What would a site use a day with all its posts and beds at work? Norms, looked up by the nearest scope.
//!
//! The site's own norm comes first, then those of its roles, its classes, the areas above it, and `*`. An area takes
//! the amount that was fixed or counted on residents for itself, else for its own stores (what is fixed at the county's
//! store is the county's), else the sum over all its sites. A fixed amount holds where it is stated, never for each
//! site below.

use std::collections::BTreeMap;

use crate::ledger::SiteTree;
use crate::ledger::tables::{Norm, Site, Staff};
use crate::ledger::word::{NormBasis, Word};
use crate::quantity::{Quantity, Rate, THOUSANDTHS};

use super::area::Areas;
use super::rate::sum_of_rates;

/// The norm of everywhere.
const ANYWHERE: &str = "*";

/// Norms, posts and beds.
pub struct Norms<'a> {
    /// By item and scope.
    norms: BTreeMap<(&'a str, &'a str), Vec<&'a Norm>>,
    posts: BTreeMap<&'a str, Vec<&'a Staff>>,
    tree: &'a SiteTree,
}

/// A daily amount and what it was counted on.
pub struct Daily {
    pub rate: Rate,
    pub basis: String,
}

impl<'a> Norms<'a> {
    /// The norms with what they are counted on.
    pub fn new(norms: &'a [Norm], staff: &'a [Staff], tree: &'a SiteTree) -> Norms<'a> {
        let mut by_scope: BTreeMap<(&str, &str), Vec<&Norm>> = BTreeMap::new();
        for norm in norms {
            by_scope
                .entry((&norm.item, &norm.scope))
                .or_default()
                .push(norm);
        }
        let mut posts: BTreeMap<&str, Vec<&Staff>> = BTreeMap::new();
        for post in staff {
            posts.entry(&post.site).or_default().push(post);
        }
        Norms {
            norms: by_scope,
            posts,
            tree,
        }
    }

    /// The daily amount of `item` in the area of `site`; `None` where no norm speaks of it.
    ///
    /// Rule: `D-18`.
    pub fn daily(&self, site: &'a str, item: &str, areas: &Areas<'a>) -> Option<Daily> {
        let whole_area = |basis| matches!(basis, NormBasis::Fixed | NormBasis::PerResident);
        let own = || self.sum(&[site], item, whole_area);
        let stores = || self.sum(&areas.own_stores(site), item, whole_area);
        let all = || self.sum(&areas.members(site), item, |_| true);
        own().or_else(stores).or_else(all)
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

    /// What one sampler uses of `item` a day, by the norm nearest to `site`.
    pub fn per_sampler(&self, site: &str, item: &str) -> Option<Quantity> {
        let scopes = self.scopes(site).into_iter();
        let mut norms = scopes.flat_map(|scope| self.of(item, scope));
        norms
            .find(|norm| norm.basis == NormBasis::PerSampler)
            .map(|norm| norm.rate)
    }

    fn sum(&self, sites: &[&str], item: &str, counts: impl Fn(NormBasis) -> bool) -> Option<Daily> {
        let amounts: Vec<(Rate, NormBasis)> = sites
            .iter()
            .filter_map(|site| self.of_site(self.tree.get(site)?, item))
            .filter(|(_, basis)| counts(*basis))
            .collect();
        let rate = sum_of_rates(amounts.iter().map(|(rate, _)| *rate))?;
        let named = NormBasis::ALL
            .iter()
            .filter(|basis| amounts.iter().any(|(_, b)| b == *basis));
        let named: Vec<&str> = named.map(|basis| basis.id()).collect();
        Some(Daily {
            rate,
            basis: format!("norm {}", named.join("+")),
        })
    }

    fn of_site(&self, site: &Site, item: &str) -> Option<(Rate, NormBasis)> {
        let own = self
            .of(item, &site.site)
            .find_map(|norm| self.amount(norm, site));
        own.or_else(|| self.of_roles(&site.site, item)).or_else(|| {
            let others = self.scopes(&site.site).into_iter().skip(1);
            others
                .flat_map(|scope| self.of(item, scope))
                .find_map(|norm| self.amount(norm, site))
        })
    }

    /// The sum over the roles of a site that have a norm of their own.
    fn of_roles(&self, site: &str, item: &str) -> Option<(Rate, NormBasis)> {
        let posts = self.posts.get(site).into_iter().flatten();
        let amounts = posts.filter_map(|post| {
            let mut norms = self.of(item, &post.role);
            let norm = norms.find(|norm| norm.basis == NormBasis::PerRole)?;
            times(norm.rate, post.headcount)
        });
        sum_of_rates(amounts).map(|rate| (rate, NormBasis::PerRole))
    }

    /// What one norm makes at one site; `None` where the site has nothing that the norm is counted on.
    fn amount(&self, norm: &Norm, site: &Site) -> Option<(Rate, NormBasis)> {
        let is_stated_here =
            norm.scope == site.site || self.tree.classes(&site.site).contains(&norm.scope.as_str());
        let posts = || {
            let posts = self.posts.get(site.site.as_str())?;
            Some(posts.iter().map(|post| post.headcount).sum())
        };
        let rate = match norm.basis {
            NormBasis::Fixed => is_stated_here.then(|| Rate::daily(norm.rate)),
            NormBasis::PerRole => times(norm.rate, posts()?),
            NormBasis::PerBed | NormBasis::PerPatient => times(norm.rate, site.beds?),
            NormBasis::PerResident => times(norm.rate, site.population?),
            NormBasis::PerSampler => None,
        };
        Some((rate?, norm.basis))
    }

    fn of<'s>(&'s self, item: &'s str, scope: &'s str) -> impl Iterator<Item = &'a Norm> {
        self.norms
            .get(&(item, scope))
            .into_iter()
            .flatten()
            .copied()
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

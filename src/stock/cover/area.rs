//! Which sites count for which? The sites below each, whom a standard addresses, and how many people live there.
//!
//! A standard for counties speaks of the area (辖区): what lies at the county's own site and at every site below it
//! counts, as far as its form is the one asked for. A store that keeps its county's reserve has the same level as the
//! county above it; the standard then addresses the county, and the store is part of it. The city reserve stands
//! beside the counties, under the prefecture, and counts for none of them.

use std::collections::HashMap;

use crate::engine::memo::ByText;
use crate::ledger::SiteTree;
use crate::ledger::tables::Site;
use crate::quantity::Quantity;

/// Sites with what stands above and below them.
pub struct Areas<'a> {
    tree: &'a SiteTree,
    by_site: HashMap<&'a str, Area<'a>, ByText>,
}

/// What stands above a site and below it.
struct Area<'a> {
    /// The site itself and, by code, all sites below it.
    members: Vec<&'a str>,
    /// The site itself and, by code, those below it that have its level.
    stores: Vec<&'a str>,
    /// The sites above it that have its level, nearest first.
    above: Vec<&'a Site>,
}

impl<'a> Areas<'a> {
    /// The areas of a tree of sites.
    pub fn new(tree: &'a SiteTree) -> Areas<'a> {
        let alone = |site: &'a Site| Area {
            members: vec![&site.site],
            stores: vec![&site.site],
            above: Vec::new(),
        };
        let sites = tree.sites().map(|site| (&*site.site, alone(site)));
        let mut by_site: HashMap<&str, Area<'_>, ByText> = sites.collect();
        for site in tree.sites() {
            let above = tree.upwards(&site.site).into_iter().skip(1);
            for above in above.filter_map(|code| tree.get(code)) {
                let has_its_level = above.level == site.level;
                if let Some(area) = by_site.get_mut(&*above.site) {
                    area.members.push(&site.site);
                    area.stores.extend(has_its_level.then_some(&*site.site));
                }
                if let Some(area) = by_site.get_mut(&*site.site) {
                    area.above.extend(has_its_level.then_some(above));
                }
            }
        }
        Areas { tree, by_site }
    }

    /// The site itself and, by code, all sites below it; none of a site that the tree does not list.
    pub fn members(&self, site: &str) -> &[&'a str] {
        let area = self.by_site.get(site);
        area.map_or(&[], |area| &area.members)
    }

    /// The site and the stores below it that have its level: whoever keeps stock in the name of the same government.
    pub fn own_stores(&self, site: &str) -> &[&'a str] {
        let area = self.by_site.get(site);
        area.map_or(&[], |area| &area.stores)
    }

    /// [`Areas::own_stores`] of one site of `tree`, by itself.
    pub fn own_stores_of(tree: &'a SiteTree, site: &'a Site) -> Vec<&'a str> {
        let is_below = |other: &&Site| {
            other.level == site.level && tree.upwards(&other.site)[1..].contains(&&*site.site)
        };
        let below = tree.sites().filter(is_below).map(|below| &*below.site);
        std::iter::once(&*site.site).chain(below).collect()
    }

    /// Whether a standard that speaks of sites addresses this one: no site above it has the same level and is spoken of.
    pub fn is_addressed(&self, site: &Site, speaks_of: impl Fn(&Site) -> bool) -> bool {
        let area = self.by_site.get(&*site.site);
        let above = || area.into_iter().flat_map(|area| &area.above);
        speaks_of(site) && (site.level.is_empty() || !above().any(|above| speaks_of(above)))
    }

    /// The residents of an area: the site's own number, else the sum over the topmost sites below that state one.
    pub fn population(&self, site: &'a str) -> Option<Quantity> {
        let own = |code: &str| self.tree.get(code).and_then(|site| site.population);
        if let Some(stated) = own(site) {
            return Some(stated);
        }
        let states = |code: &str| own(code).is_some();
        let below = self.members(site).iter().skip(1).copied();
        let topmost = below.filter(|below| is_topmost(self.tree, below, site, states));
        let stated = topmost.filter_map(own);
        stated.fold(None, |sum: Option<Quantity>, people| {
            Some(sum.unwrap_or_default() + people)
        })
    }

    /// The residents of an area as a number of people; part of a person is one.
    pub fn residents(&self, site: &'a str) -> Option<i64> {
        let people = self.population(site)?;
        Some(people.round_up_to_whole().whole_units_down())
    }
}

/// Whether what `site` states counts for `area`: it lies there, and no site above it up to the area `states` any.
pub fn is_topmost(tree: &SiteTree, site: &str, area: &str, states: impl Fn(&str) -> bool) -> bool {
    let chain = tree.upwards(site);
    let depth = chain.iter().position(|above| *above == area);
    depth.is_some_and(|depth| !chain[1..].iter().take(depth).any(|above| states(above)))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn site(code: &str, parent: &str, level: &str, population: Option<i64>) -> Site {
        Site {
            site: code.to_owned(),
            name: String::new(),
            parent: parent.to_owned(),
            level: level.to_owned(),
            class: String::new(),
            lat: None,
            lon: None,
            risk: String::new(),
            population: population.and_then(Quantity::whole),
            beds: None,
        }
    }

    fn tree() -> SiteTree {
        SiteTree::new([
            site("C0", "", "city", None),
            site("D0", "C0", "city", None),
            site("C1", "C0", "county", None),
            site("D1", "C1", "county", None),
            site("T1", "C1", "street", Some(100)),
            site("T11", "T1", "community", Some(40)),
            site("T2", "C1", "street", Some(50)),
        ])
    }

    #[test]
    fn a_county_is_addressed_and_its_store_is_part_of_it() {
        let tree = tree();
        let areas = Areas::new(&tree);
        let addressed =
            |code| areas.is_addressed(tree.get(code).expect("a site of the test"), |_| true);
        assert!(addressed("C1") && addressed("T1"));
        assert!(!addressed("D1") && !addressed("D0"));
        let stores_only = |site: &Site| site.site.starts_with('D');
        let store = tree.get("D1").expect("a site of the test");
        assert!(areas.is_addressed(store, stores_only));
        assert_eq!(areas.members("C1"), ["C1", "D1", "T1", "T11", "T2"]);
        assert_eq!(areas.own_stores("C1"), ["C1", "D1"]);
        for site in tree.sites() {
            let own_stores = Areas::own_stores_of(&tree, site);
            assert_eq!(own_stores, areas.own_stores(&site.site));
        }
    }

    #[test]
    fn nobody_is_counted_twice_as_a_resident() {
        let tree = tree();
        let areas = Areas::new(&tree);
        assert_eq!(areas.population("C1"), Quantity::whole(150));
        assert_eq!(areas.population("T1"), Quantity::whole(100));
        assert_eq!(areas.population("D1"), None);
    }
}

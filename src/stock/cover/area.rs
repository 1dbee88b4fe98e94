//! Which sites count for which? The sites below each, whom a standard addresses, and how many people live there.
//!
//! A standard for counties speaks of the area (辖区): what lies at the county's own site and at every site below it
//! counts, as far as its form is the one asked for. A store that keeps its county's reserve has the same level as the
//! county above it; the standard then addresses the county, and the store is part of it. The city reserve stands
//! beside the counties, under the prefecture, and counts for none of them.

use std::collections::BTreeMap;

use crate::ledger::SiteTree;
use crate::ledger::tables::Site;
use crate::quantity::Quantity;

/// Sites with what stands below them.
pub struct Areas<'a> {
    tree: &'a SiteTree,
    below: BTreeMap<&'a str, Vec<&'a str>>,
    /// Of those below a site, the ones that have its level.
    stores: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Areas<'a> {
    /// The areas of a tree of sites.
    pub fn new(tree: &'a SiteTree) -> Areas<'a> {
        let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut stores: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for site in tree.sites() {
            for above in tree.upwards(&site.site).into_iter().skip(1) {
                below.entry(above).or_default().push(&site.site);
                let has_its_level = |above: &Site| above.level == site.level;
                if tree.get(above).is_some_and(has_its_level) {
                    stores.entry(above).or_default().push(&site.site);
                }
            }
        }
        Areas {
            tree,
            below,
            stores,
        }
    }

    /// The site itself and, by code, all sites below it.
    pub fn members(&self, site: &'a str) -> Vec<&'a str> {
        std::iter::once(site).chain(self.below_of(site)).collect()
    }

    /// The site and the stores below it that have its level: whoever keeps stock in the name of the same government.
    pub fn own_stores(&self, site: &'a str) -> Vec<&'a str> {
        let stores = self.stores.get(site).into_iter().flatten().copied();
        std::iter::once(site).chain(stores).collect()
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
        let mut above = self.tree.upwards(&site.site).into_iter().skip(1);
        let same = |code: &str| {
            self.tree
                .get(code)
                .is_some_and(|above| above.level == site.level && speaks_of(above))
        };
        speaks_of(site) && (site.level.is_empty() || !above.any(same))
    }

    /// The residents of an area: the site's own number, else the sum over the topmost sites below that state one.
    pub fn population(&self, site: &'a str) -> Option<Quantity> {
        let own = |code: &str| self.tree.get(code).and_then(|site| site.population);
        if let Some(stated) = own(site) {
            return Some(stated);
        }
        let is_topmost = |below: &str| {
            let chain = self.tree.upwards(below).into_iter().skip(1);
            !chain
                .take_while(|above| *above != site)
                .any(|above| own(above).is_some())
        };
        let stated = self
            .below_of(site)
            .filter(|below| is_topmost(below))
            .filter_map(own);
        stated.fold(None, |sum: Option<Quantity>, people| {
            Some(sum.unwrap_or_default() + people)
        })
    }

    /// The residents of an area as a number of people; part of a person is one.
    pub fn residents(&self, site: &'a str) -> Option<i64> {
        let people = self.population(site)?;
        Some(people.round_up_to_whole().whole_units_down())
    }

    fn below_of(&self, site: &str) -> impl Iterator<Item = &'a str> {
        self.below.get(site).into_iter().flatten().copied()
    }
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

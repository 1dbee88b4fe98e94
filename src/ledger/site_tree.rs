//! Which site stands under which: the nearest ancestor decides what level is in force and whose standard applies.

use std::collections::BTreeMap;

use crate::calendar::Day;

use super::tables::{Event, Site};
use super::word::Level;

/// Sites by code, with their parents.
#[derive(Debug, Clone, Default)]
pub struct SiteTree {
    sites: BTreeMap<String, Site>,
}

impl SiteTree {
    /// The tree of `sites`; of two rows with one code the later one stands.
    pub fn new(sites: impl IntoIterator<Item = Site>) -> SiteTree {
        SiteTree {
            sites: sites
                .into_iter()
                .map(|site| (site.site.clone(), site))
                .collect(),
        }
    }

    /// The site of a code.
    pub fn get(&self, code: &str) -> Option<&Site> {
        self.sites.get(code)
    }

    /// Every site, by code.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        self.sites.values()
    }

    /// The site and those above it, nearest first; ends where a parent is unknown or comes a second time.
    pub fn upwards<'a>(&'a self, code: &'a str) -> Vec<&'a str> {
        let mut chain = vec![code];
        while let Some(site) = chain.last().and_then(|last| self.sites.get(*last)) {
            if site.parent.is_empty() || chain.contains(&site.parent.as_str()) {
                break;
            }
            chain.push(&site.parent);
        }
        chain
    }

    /// The classes of a site; empty where the site is unknown.
    pub fn classes(&self, code: &str) -> Vec<&str> {
        let classes = self.get(code).map_or("", |site| site.class.as_str());
        classes
            .split(';')
            .map(str::trim)
            .filter(|class| !class.is_empty())
            .collect()
    }

    /// The response level in force at a site on `as_of`: the latest event of its nearest ancestor that has one.
    ///
    /// `None` where no event speaks of it.
    pub fn level_in_force(&self, events: &[Event], code: &str, as_of: Day) -> Option<Level> {
        let latest = |scope: &str| {
            let of_scope = events
                .iter()
                .filter(|event| event.scope == scope && event.date <= as_of);
            of_scope
                .max_by_key(|event| event.date)
                .map(|event| event.level)
        };
        self.upwards(code)
            .into_iter()
            .find_map(latest)
            .or_else(|| latest("*"))
    }
}

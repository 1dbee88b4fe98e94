//! Which site stands under which: the nearest ancestor decides what level is in force and whose standard applies.

use std::collections::BTreeMap;

use crate::calendar::Day;

use super::tables::{Event, Site};
use super::word::{Level, Risk};

/// Mean radius of the earth in km (IUGG 1980).
const EARTH_RADIUS_KM: f64 = 6371.0088;

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

    /// The same with sites that are only known by their code, where the tree does not list them.
    pub fn with_unlisted<'a>(mut self, codes: impl Iterator<Item = &'a String>) -> SiteTree {
        for code in codes {
            self.sites
                .entry(code.clone())
                .or_insert_with(|| Site::unlisted(code));
        }
        self
    }

    /// The site of a code.
    pub fn get(&self, code: &str) -> Option<&Site> {
        self.sites.get(code)
    }

    /// The code of a site given by its name; `None` where it is a code already, unknown, or the name of several.
    pub fn code_of_name(&self, name: &str) -> Option<&str> {
        let mut named = self.sites().filter(|site| site.name == name);
        let one = named.next().filter(|_| named.next().is_none())?;
        (!name.is_empty() && !self.sites.contains_key(name)).then_some(&one.site)
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
        self.get(code).into_iter().flat_map(Site::classes).collect()
    }

    /// Whether a site is a depot: one that keeps a reserve and gives, unless others are named.
    pub fn is_depot(&self, code: &str) -> bool {
        self.get(code).is_some_and(Site::is_depot)
    }

    /// The risk of the area that a site lies in: what is stated of it, else of the nearest site above that says.
    pub fn area_risk(&self, code: &str) -> Option<Risk> {
        let stated = |code: &str| self.get(code).and_then(Site::stated_risk);
        self.upwards(code).into_iter().find_map(stated)
    }

    /// The response level in force at a site on `as_of`: the latest event of its nearest ancestor that has one.
    ///
    /// `None` where no event speaks of it.
    pub fn level_in_force(&self, events: &[Event], code: &str, as_of: Day) -> Option<Level> {
        self.declared(events, code, as_of, |event| Some(event.level))
    }

    /// Whether there is a disaster at a site on `as_of`, by the latest event of its nearest ancestor that tells.
    pub fn is_in_disaster(&self, events: &[Event], code: &str, as_of: Day) -> bool {
        let declared = self.declared(events, code, as_of, |event| event.disaster);
        declared.unwrap_or(false)
    }

    /// What the latest event says that says anything, of the nearest ancestor of a site that has one, or else of `*`.
    fn declared<T>(
        &self,
        events: &[Event],
        code: &str,
        as_of: Day,
        said: impl Fn(&Event) -> Option<T>,
    ) -> Option<T> {
        let latest = |scope: &str| {
            let of_scope = events
                .iter()
                .filter(|event| event.scope == scope && event.date <= as_of);
            let said = of_scope.filter_map(|event| Some((event.date, said(event)?)));
            said.max_by_key(|(date, _)| *date).map(|(_, said)| said)
        };
        self.upwards(code)
            .into_iter()
            .find_map(latest)
            .or_else(|| latest("*"))
    }

    /// Km between two sites, rounded to 0.1; `None` unless the coordinates of both are known.
    pub fn km_between(&self, from: &str, to: &str) -> Option<f64> {
        let km = self.exact_km_between(from, to)?;
        Some((km * 10.0).round() / 10.0)
    }

    /// Metres between two sites, rounded to whole ones; `None` unless the coordinates of both are known.
    pub fn metres_between(&self, from: &str, to: &str) -> Option<i64> {
        // Half the way round the earth is 2 × 10^7 m.
        self.exact_km_between(from, to)
            .map(|km| (km * 1000.0).round() as i64)
    }

    fn exact_km_between(&self, from: &str, to: &str) -> Option<f64> {
        let position = |code: &str| {
            let site = self.get(code)?;
            Some((site.lat?.to_radians(), site.lon?.to_radians()))
        };
        let ((lat, lon), (lat_to, lon_to)) = (position(from)?, position(to)?);
        let half_chord = ((lat_to - lat) / 2.0).sin().powi(2)
            + lat.cos() * lat_to.cos() * ((lon_to - lon) / 2.0).sin().powi(2);
        let km = 2.0 * EARTH_RADIUS_KM * half_chord.sqrt().min(1.0).asin();
        Some(km).filter(|km| km.is_finite())
    }

    /// How many steps up and down the tree lie between two sites; `None` where nothing stands above both.
    pub fn steps_between(&self, from: &str, to: &str) -> Option<usize> {
        let above = self.upwards(to);
        let mut up = self.upwards(from).into_iter().enumerate();
        up.find_map(|(steps, site)| {
            let down = above.iter().position(|other| *other == site)?;
            Some(steps + down)
        })
    }
}

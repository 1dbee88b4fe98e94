//! How far is it from those who give to those who ask, and may anything pass?
//!
//! What table `lane` says of a way stands; of what it does not say, the distance is the great circle
//! between two coordinates. Hours and freight are never guessed: a way of which they are not known comes
//! after all others.
//!
//! Never: roads.

use std::collections::HashMap;

use crate::ledger::SiteTree;
use crate::ledger::tables::Lane;

/// Steps in a km, so that distances are whole numbers: they are printed to 0.1 km.
const STEPS_OF_A_KM: f64 = 10.0;
/// Minutes in an hour.
const MINUTES: f64 = 60.0;
/// Hours in a day.
const DAY_HOURS: f64 = 24.0;
/// What a way counts at most; far above any on this earth.
const WAY_MAX: f64 = 1e9;

/// What of a way counts when lots are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WayBy {
    /// Km.
    #[default]
    Distance,
    Hours,
    /// Yuan a base unit.
    Freight,
}

/// The way from a depot to a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Way {
    pub(super) km: Option<f64>,
    /// What it counts, in whole steps; `None` where it is not known.
    pub(super) cost: Option<i64>,
    /// Whether anything may go along it.
    pub(super) is_open: bool,
    /// Whole days on the road, by the hours of the lane; none where nobody says them.
    pub(super) days: i64,
}

/// All ways there are, and what of them counts.
pub(super) struct Ways<'a> {
    sites: &'a SiteTree,
    lanes: HashMap<(&'a str, &'a str), &'a Lane>,
    by: WayBy,
    /// The longest way that is used, in what counts.
    most: Option<f64>,
}

impl<'a> Ways<'a> {
    pub(super) fn new(
        sites: &'a SiteTree,
        lanes: &'a [Lane],
        by: WayBy,
        most: Option<f64>,
    ) -> Ways<'a> {
        let named = |lane: &'a Lane| ((lane.from_site.as_str(), lane.site.as_str()), lane);
        Ways {
            sites,
            lanes: lanes.iter().map(named).collect(),
            by,
            most,
        }
    }

    /// Whether some ways may not be used.
    pub(super) fn are_limited(&self) -> bool {
        let is_closed = |lane: &&Lane| lane.closed == Some(true);
        self.most.is_some() || self.lanes.values().any(is_closed)
    }

    /// Whether goods are a day or more on the road anywhere, so that some may expire on the way.
    pub(super) fn take_days(&self) -> bool {
        self.lanes.values().any(|lane| days_on_road(lane.hours) > 0)
    }

    /// The way from `depot` to `site`.
    pub(super) fn between(&self, depot: &str, site: &str) -> Way {
        let lane = self.lanes.get(&(depot, site));
        let stated = lane.and_then(|lane| lane.distance);
        let km = stated.or_else(|| self.sites.km_between(depot, site));
        let hours = lane.and_then(|lane| lane.hours);
        let freight = lane.and_then(|lane| lane.freight);
        let (counts, steps) = match self.by {
            WayBy::Distance => (km, STEPS_OF_A_KM),
            WayBy::Hours => (hours, MINUTES),
            WayBy::Freight => (freight.map(|price| price.as_f64()), 1.0),
        };
        let cost = match (self.by, freight) {
            (WayBy::Freight, freight) => freight.map(|price| price.steps().max(0)),
            _ => counts.map(|counts| (counts.clamp(0.0, WAY_MAX) * steps).round() as i64),
        };
        let is_short = self
            .most
            .is_none_or(|most| counts.is_some_and(|counts| counts <= most));
        Way {
            km,
            cost,
            is_open: is_short && lane.is_none_or(|lane| lane.closed != Some(true)),
            days: days_on_road(hours),
        }
    }
}

/// Whole days in the hours of a way: what leaves in the morning and takes less than a day is there the same day.
pub(super) fn days_on_road(hours: Option<f64>) -> i64 {
    (hours.unwrap_or(0.0).clamp(0.0, WAY_MAX) / DAY_HOURS).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tables::Site;
    use crate::quantity::Price;

    fn site(code: &str, lon: f64) -> Site {
        Site {
            site: code.to_owned(),
            name: String::new(),
            parent: String::new(),
            level: String::new(),
            class: String::new(),
            lat: Some(0.0),
            lon: Some(lon),
            risk: String::new(),
            population: None,
            beds: None,
        }
    }

    fn lane(hours: Option<f64>, closed: bool) -> Lane {
        Lane {
            from_site: "D".to_owned(),
            site: "A".to_owned(),
            distance: Some(150.0),
            hours,
            freight: Some(Price::from_steps(125)),
            closed: Some(closed),
            note: String::new(),
        }
    }

    #[test]
    fn what_a_lane_says_stands_and_the_rest_is_the_great_circle() {
        let sites = SiteTree::new([site("D", 0.0), site("A", 1.0), site("B", 1.0)]);
        let lanes = [lane(Some(2.5), false)];
        let way = |by, to| Ways::new(&sites, &lanes, by, None).between("D", to);
        assert_eq!(way(WayBy::Distance, "A").cost, Some(1500));
        assert_eq!(way(WayBy::Distance, "B").km, Some(111.2));
        assert_eq!(way(WayBy::Hours, "A").cost, Some(150));
        assert_eq!(way(WayBy::Hours, "B").cost, None, "hours are not guessed");
        assert_eq!(way(WayBy::Freight, "A").cost, Some(125));
    }

    #[test]
    fn less_than_a_day_on_the_road_is_no_day() {
        let cases = [(None, 0), (Some(23.9), 0), (Some(24.0), 1), (Some(72.0), 3)];
        for (hours, days) in cases {
            assert_eq!(days_on_road(hours), days, "{hours:?}");
        }
    }

    #[test]
    fn closed_ways_and_ways_beyond_the_limit_are_not_open() {
        let sites = SiteTree::new([site("D", 0.0), site("A", 1.0), site("B", 1.0)]);
        let lanes = [lane(Some(2.5), false)];
        let is_open = |most, to| {
            let ways = Ways::new(&sites, &lanes, WayBy::Hours, Some(most));
            assert!(ways.are_limited());
            ways.between("D", to).is_open
        };
        assert!(is_open(2.5, "A"));
        assert!(!is_open(2.4, "A"));
        assert!(!is_open(9.0, "B"), "nobody knows how long it takes");
        let lanes = [lane(None, true)];
        assert!(
            !Ways::new(&sites, &lanes, WayBy::Distance, None)
                .between("D", "A")
                .is_open
        );
    }
}

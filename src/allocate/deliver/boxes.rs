//! How many standard boxes go from the city to each station, and from each station to its points?
//!
//! By largest remainder at each level, ties by the site's code: a station weighs what its points weigh together. Table
//! `consignment` (from_site, site): the rows of one giver add up to what it hands on.
//!
//! Never: which road a vehicle takes.

use std::collections::BTreeMap;

use crate::allocate::share::apportion::{Method, apportion};
use crate::diagnostic::{Code, Diagnostic, Refused, Result};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Consignment, Delivery as Means, Finding, People, Site};
use crate::policy::Delivery;
use crate::quantity::{Quantity, div_ceil};

use super::finding;

/// The class of a station, and of a point, in table `site`.
const STATION: &str = "station";
const POINT: &str = "point";
/// The people of table `people` that weigh.
const HOUSEHOLD: &str = "household";

/// Points with their weights, none of them below nothing, by station.
pub type Stations<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Quantity>>;

/// What boxes are sent out by.
#[derive(Debug, Clone, Copy)]
pub struct BoxesInputs<'a> {
    /// How many, not below nothing.
    pub boxes: i64,
    /// Who sends them out.
    pub from: &'a str,
    pub stations: &'a Stations<'a>,
    /// Vehicles that bring boxes to a site, and boxes that it can take.
    pub means: &'a [Means],
    pub rules: &'a Delivery,
}

/// Shares `total` by weight: whole numbers first, then one more for the largest remainders, ties by name.
///
/// Nothing is given where nothing weighs. Result: in the order of the weights, adding up to `total`.
fn by_largest_remainder<'a>(
    total: i64,
    weights: &BTreeMap<&'a str, Quantity>,
) -> BTreeMap<&'a str, i64> {
    let weighs: Vec<i64> = weights
        .values()
        .map(|weight| weight.thousandths())
        .collect();
    let shares = apportion(Method::Hamilton, &weighs, total)
        .expect("the inputs have neither boxes nor weights below nothing");
    weights.keys().copied().zip(shares).collect()
}

/// The weight of each station: what its points weigh together.
fn station_weights<'a>(stations: &Stations<'a>) -> BTreeMap<&'a str, Quantity> {
    let weight = |points: &BTreeMap<&str, Quantity>| {
        points
            .values()
            .fold(Quantity::ZERO, |sum, weight| sum + *weight)
    };
    stations
        .iter()
        .map(|(station, points)| (*station, weight(points)))
        .collect()
}

/// The boxes of every station and point.
///
/// Result: by (from_site, site). Rule: `P2-L01`, `P2-L02`, `P2-L09`.
pub fn consignments(inputs: &BoxesInputs) -> Vec<Consignment> {
    let weights = station_weights(inputs.stations);
    let to_stations = by_largest_remainder(inputs.boxes, &weights);
    let mut rows = Vec::new();
    for (station, boxes) in &to_stations {
        let rule = &inputs.rules.stations.rule;
        rows.push(consignment(
            inputs,
            inputs.from,
            station,
            weights[station],
            *boxes,
            rule,
        ));
        let points = &inputs.stations[station];
        for (point, boxes) in by_largest_remainder(*boxes, points) {
            let rule = &inputs.rules.points.rule;
            rows.push(consignment(
                inputs,
                station,
                point,
                points[point],
                boxes,
                rule,
            ));
        }
    }
    rows.sort_by(|a, b| (&a.from_site, &a.site).cmp(&(&b.from_site, &b.site)));
    rows
}

fn consignment(
    inputs: &BoxesInputs,
    from: &str,
    to: &str,
    weight: Quantity,
    boxes: i64,
    rule: &str,
) -> Consignment {
    let means = inputs.means.iter().find(|means| means.site == to);
    let needed = means.and_then(|means| vehicles_needed(boxes, means));
    let gap = needed
        .zip(means.and_then(|means| means.vehicles))
        .map(|(needed, there)| (needed - there).max(0));
    let most = means.and_then(|means| means.boxes_max);
    let lacks = gap.is_some_and(|gap| gap > 0);
    Consignment {
        from_site: from.to_owned(),
        site: to.to_owned(),
        weight,
        boxes,
        boxes_max: most,
        overload: most.map(|most| (boxes - most).max(0)),
        vehicles_needed: needed,
        vehicles: means.and_then(|means| means.vehicles),
        vehicle_gap: gap,
        rule: match lacks {
            true => format!("{rule}+{}", inputs.rules.requisition.rule),
            false => rule.to_owned(),
        },
    }
}

/// The vehicles that bring `load` in a day, rounded up; `None` where nobody says what one carries.
///
/// A vehicle of which the trips are not said makes one.
pub fn vehicles_needed(load: i64, means: &Means) -> Option<i64> {
    let a_day = means.per_vehicle?.checked_mul(means.trips.unwrap_or(1))?;
    (a_day > 0).then(|| i64::try_from(div_ceil(load.into(), a_day.into())).unwrap_or(i64::MAX))
}

/// The stations and points of table `site`, with the households of each point, or, where not every point states them,
/// with its people.
///
/// Errors: a point without a station above it, or of which nobody says how many live there; a station with people and
/// without a point; no point at all.
///
/// Rule: `P2-L01`.
pub fn stations<'a>(sites: &'a SiteTree, people: &[People]) -> Result<Stations<'a>> {
    let households = |site: &str| {
        let of_site = |row: &&People| row.site == site && row.cohort == HOUSEHOLD;
        people.iter().find(of_site).map(|row| row.headcount)
    };
    let mut points = sites
        .sites()
        .filter(|site| sites.classes(&site.site).contains(&POINT));
    // Households and people are never weighed against each other.
    let all_state_households = points.all(|point| households(&point.site).is_some());
    let mut stations = Stations::new();
    let mut faults = Vec::new();
    for point in sites
        .sites()
        .filter(|site| sites.classes(&site.site).contains(&POINT))
    {
        let above = sites.upwards(&point.site);
        let station = above
            .into_iter()
            .skip(1)
            .find(|site| sites.classes(site).contains(&STATION));
        let weight = match all_state_households {
            true => households(&point.site),
            false => point.population,
        };
        match (station, weight) {
            (Some(station), Some(weight)) => {
                stations
                    .entry(station)
                    .or_default()
                    .insert(&point.site, weight.or_zero());
            }
            (None, _) => faults.push(missing(
                format!("point {} has no station above it", point.site),
                "name a site of class station as its parent",
            )),
            (_, None) => faults.push(missing(
                format!("nobody says how many live at point {}", point.site),
                "add cohort household of every point to table people, or a population to table site",
            )),
        }
    }
    if faults.is_empty() {
        faults.extend(without_points(sites, &stations));
    }
    if stations.is_empty() && faults.is_empty() {
        faults.push(missing(
            "table site has no point".to_owned(),
            "give the sites that hand out boxes class point, and those above them class station",
        ));
    }
    let weigh = stations.values().flat_map(BTreeMap::values);
    if faults.is_empty() && weigh.copied().all(Quantity::is_zero) {
        faults.push(missing(
            "nobody lives at any point".to_owned(),
            "correct the households of table people, or the population of table site",
        ));
    }
    match faults.is_empty() {
        true => Ok(stations),
        false => Err(Refused(faults)),
    }
}

/// The stations at which people live and that have no point: no box would go there.
fn without_points(sites: &SiteTree, stations: &Stations) -> Vec<Diagnostic> {
    let is_forgotten = |site: &&Site| {
        let is_station = sites.classes(&site.site).contains(&STATION);
        let has_people = site.population.is_some_and(Quantity::is_positive);
        is_station && has_people && !stations.contains_key(&*site.site)
    };
    let forgotten = sites.sites().filter(is_forgotten);
    let fault = |site: &Site| {
        missing(
            format!(
                "station {} has no point, so that its people would get nothing",
                site.site
            ),
            "give the sites under it that hand out boxes class point; a station without people needs none",
        )
    };
    forgotten.map(fault).collect()
}

fn missing(message: String, hint: &str) -> Diagnostic {
    Diagnostic::error(Code::MissingCell, message).hint(hint)
}

/// Whether the boxes of each giver add up to what it has, and each share lies within one box of its exact part.
pub fn audit(inputs: &BoxesInputs, rows: &[Consignment]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut points = inputs.stations.values().flat_map(BTreeMap::values);
    // Where nothing weighs nothing is given.
    let handed_on = match points.any(|weight| weight.is_positive()) {
        true => inputs.boxes,
        false => 0,
    };
    let mut has: BTreeMap<&str, i64> = BTreeMap::from([(inputs.from, handed_on)]);
    has.extend(
        rows.iter()
            .filter(|row| row.from_site == inputs.from)
            .map(|row| (row.site.as_str(), row.boxes)),
    );
    for (giver, boxes) in has {
        let own: Vec<&Consignment> = rows.iter().filter(|row| row.from_site == giver).collect();
        let given: i64 = own.iter().map(|row| row.boxes).sum();
        let weight: i128 = own
            .iter()
            .map(|row| i128::from(row.weight.thousandths()))
            .sum();
        if given != boxes {
            found.push(finding(
                "boxes_do_not_tie",
                giver,
                format!("{giver} has {boxes} boxes and hands on {given}"),
            ));
        }
        for row in own {
            let apart = i128::from(row.boxes) * weight
                - i128::from(boxes) * i128::from(row.weight.thousandths());
            if apart.abs() >= weight.max(1) && weight > 0 {
                found.push(finding(
                    "unfair_boxes",
                    &row.site,
                    format!("{} boxes are more than one off", row.boxes),
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights<'a>(of: &[(&'a str, i64)]) -> BTreeMap<&'a str, Quantity> {
        of.iter()
            .map(|(name, n)| (*name, Quantity::whole(*n).expect("a weight")))
            .collect()
    }

    fn shares(total: i64, of: &[(&str, i64)]) -> Vec<i64> {
        by_largest_remainder(total, &weights(of))
            .into_values()
            .collect()
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders_and_ties_to_the_first_name() {
        assert_eq!(shares(1000, &[("N", 200), ("S", 400)]), [333, 667]);
        assert_eq!(shares(2, &[("a", 1), ("b", 1), ("c", 1)]), [1, 1, 0]);
        assert_eq!(shares(0, &[("a", 1), ("b", 1)]), [0, 0]);
        assert_eq!(shares(5, &[("a", 0), ("b", 0)]), [0, 0]);
        assert_eq!(shares(5, &[("a", 0), ("b", 3)]), [0, 5]);
        assert_eq!(
            shares(i64::MAX, &[("a", 1), ("b", 1)])
                .iter()
                .map(|n| i128::from(*n))
                .sum::<i128>(),
            i128::from(i64::MAX)
        );
    }

    #[test]
    fn vehicles_are_rounded_up_and_a_load_above_the_capacity_is_listed() {
        let means = |boxes_max, vehicles| Means {
            site: "N".to_owned(),
            workers: None,
            per_worker: None,
            vehicles: Some(vehicles),
            per_vehicle: Some(50),
            trips: Some(2),
            boxes_max: Some(boxes_max),
            backlog: None,
        };
        let stations: Stations = [("N", weights(&[("p1", 120), ("p2", 80)]))].into();
        let rules = Delivery::built_in().expect("the rules can be read");
        let of = |means: &[Means], boxes| {
            let inputs = BoxesInputs {
                boxes,
                from: "city",
                stations: &stations,
                means,
                rules: &rules,
            };
            let rows = consignments(&inputs);
            assert_eq!(audit(&inputs, &rows), []);
            let row = rows
                .into_iter()
                .find(|row| row.site == "N")
                .expect("the station");
            (row.overload, row.vehicles_needed, row.vehicle_gap, row.rule)
        };
        let fits = of(&[means(300, 3)], 300);
        assert_eq!(fits, (Some(0), Some(3), Some(0), "P2-L01".to_owned()));
        let over = of(&[means(300, 3)], 301);
        assert_eq!(
            over,
            (Some(1), Some(4), Some(1), "P2-L01+P2-L09".to_owned())
        );
        assert_eq!(of(&[], 301), (None, None, None, "P2-L01".to_owned()));
    }

    #[test]
    fn boxes_that_are_lost_or_favoured_are_found() {
        let stations: Stations = [("N", weights(&[("p1", 1), ("p2", 1)]))].into();
        let rules = Delivery::built_in().expect("the rules can be read");
        let inputs = BoxesInputs {
            boxes: 10,
            from: "city",
            stations: &stations,
            means: &[],
            rules: &rules,
        };
        let mut rows = consignments(&inputs);
        let point = rows
            .iter()
            .position(|row| row.site == "p1")
            .expect("a point");
        rows[point].boxes = 4;
        let codes = |rows: &[Consignment]| {
            audit(&inputs, rows)
                .into_iter()
                .map(|f| f.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&rows), ["boxes_do_not_tie", "unfair_boxes"]);
    }

    #[test]
    fn where_nothing_weighs_nothing_has_to_be_given() {
        let stations: Stations = [("N", weights(&[("p1", 0)]))].into();
        let rules = Delivery::built_in().expect("the rules can be read");
        let inputs = BoxesInputs {
            boxes: 1,
            from: "city",
            stations: &stations,
            means: &[],
            rules: &rules,
        };
        assert_eq!(audit(&inputs, &consignments(&inputs)), []);
    }
}

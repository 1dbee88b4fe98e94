//! Was anything sent where no lane is open?

use std::collections::HashMap;

use crate::ledger::tables::{Finding, Lane};

use super::super::PlanInputs;
use super::super::way::WayBy;
use super::book::{Book, Traced};
use super::on_award;

/// The lanes as the table states them.
pub(super) struct Roads<'a> {
    stated: HashMap<(&'a str, &'a str), &'a Lane>,
    /// Whether no lane is closed, too long or more than a day long, so that nobody need ask.
    pub(super) are_all_open: bool,
}

impl<'a> Roads<'a> {
    pub(super) fn of(inputs: &PlanInputs<'a>) -> Roads<'a> {
        let mut stated = HashMap::new();
        for lane in inputs.lanes {
            stated.insert((lane.from_site.as_str(), lane.site.as_str()), lane);
        }
        let is_free = |lane: &Lane| !lane.closed.unwrap_or(false) && days(lane) == 0;
        Roads {
            are_all_open: inputs.options.way_max.is_none() && inputs.lanes.iter().all(is_free),
            stated,
        }
    }

    /// Whole days that goods are on the road, where the lane says its hours.
    pub(super) fn days(&self, from: &str, to: &str) -> i64 {
        if self.are_all_open {
            return 0;
        }
        self.stated.get(&(from, to)).map_or(0, |lane| days(lane))
    }

    /// Whether goods may go from one site to the other.
    pub(super) fn lead(&self, from: &str, to: &str, inputs: &PlanInputs) -> bool {
        if self.are_all_open {
            return true;
        }
        let lane = self.stated.get(&(from, to));
        if lane.is_some_and(|lane| lane.closed == Some(true)) {
            return false;
        }
        let Some(most) = inputs.options.way_max else {
            return true;
        };
        let length = match inputs.options.by {
            WayBy::Distance => match lane.and_then(|lane| lane.distance) {
                None => inputs.sites.km_between(from, to),
                stated => stated,
            },
            WayBy::Hours => lane.and_then(|lane| lane.hours),
            WayBy::Freight => lane.and_then(|lane| Some(lane.freight?.as_f64())),
        };
        length.is_some_and(|length| length <= most)
    }
}

fn days(lane: &Lane) -> i64 {
    (lane.hours.unwrap_or(0.0).max(0.0) / 24.0) as i64
}

pub(super) fn findings(book: &Book, traced: &[Traced], roads: &Roads) -> Vec<Finding> {
    if roads.are_all_open {
        return Vec::new();
    }
    let blocked = traced.iter().filter(|traced| {
        let (from, to) = (&traced.award.from_site, &traced.award.site);
        !roads.lead(from, to, &book.inputs)
    });
    let finding = |traced: &Traced| {
        let award = traced.award;
        let message = format!("no lane is open from {} to {}", award.from_site, award.site);
        on_award(
            "closed_lane",
            award,
            message,
            "give from a site that the goods can come from",
        )
    };
    blocked.map(finding).collect()
}

//! From where to where goods went: the legs of one document, item and lot by the way that they state.
//!
//! Goods that go on from a first stop make several legs in one document. A leg out pairs with the arrival that states
//! the same way; an arrival that fits none is put with the leg it most likely belongs to, and named there.

use std::collections::BTreeMap;

use crate::ledger::SiteTree;
use crate::ledger::tables::{Finding, Movement};
use crate::ledger::word::{MovementKind, Severity};

use super::super::{CheckInputs, finding};
use super::{Leg, ONE_IS_WRONG};

/// From a site to a site, as one leg states it.
pub type Way<'a> = (&'a str, &'a str);

/// The legs that belong together; all of them where one does not say where it came from or went to.
pub fn by_way<'a>(inputs: &CheckInputs, legs: Vec<Leg<'a>>) -> Vec<Vec<Leg<'a>>> {
    if legs.iter().any(is_silent) {
        return vec![legs];
    }
    let (arrivals, sent): (Vec<Leg<'a>>, Vec<Leg<'a>>) =
        legs.into_iter().partition(|leg| leg.is_in);
    let mut ways: BTreeMap<Way<'_>, Vec<Leg<'a>>> = BTreeMap::new();
    for leg in sent {
        ways.entry(leg.way).or_default().push(leg);
    }
    let mut strays: BTreeMap<Way<'_>, Vec<Leg<'a>>> = BTreeMap::new();
    for leg in arrivals {
        let paired = ways.get_mut(&leg.way);
        let legs = paired.unwrap_or_else(|| strays.entry(leg.way).or_default());
        legs.push(leg);
    }
    let mut alone = Vec::new();
    for (stated, legs) in strays {
        let apart = |of: &Way<'_>| unlikeness(inputs.sites, *of, stated, has_arrived(&ways[of]));
        let likest = ways.keys().copied().filter(|way| apart(way).is_some());
        match likest.min_by_key(apart) {
            Some(way) => ways.entry(way).or_default().extend(legs),
            None => alone.push(legs),
        }
    }
    let mut together: Vec<Vec<Leg<'a>>> = ways.into_values().chain(alone).collect();
    for legs in &mut together {
        legs.sort_by_key(|leg| leg.at);
    }
    together
}

fn has_arrived(legs: &[Leg<'_>]) -> bool {
    legs.iter().any(|leg| leg.is_in)
}

/// Whether a line is a leg of a transfer by its own word.
pub fn is_leg(line: &Movement) -> bool {
    let kinds = [MovementKind::TransferOut, MovementKind::TransferIn];
    kinds.contains(&line.kind)
}

/// The way that a leg states.
pub fn stated(leg: &Movement) -> Way<'_> {
    match leg.kind {
        MovementKind::TransferIn => (&leg.counterparty, &leg.site),
        _ => (&leg.site, &leg.counterparty),
    }
}

/// Whether a leg does not say where it came from or went to.
fn is_silent(leg: &Leg<'_>) -> bool {
    leg.way.0.is_empty() || leg.way.1.is_empty()
}

/// How unlike an arrival is to what was sent: 0 where both ends fit, more the less they do; `None` where it does not
/// belong there.
fn unlikeness(sites: &SiteTree, sent: Way<'_>, arrived: Way<'_>, has_arrived: bool) -> Option<u8> {
    let fits_from = is_meant(sites, arrived.0, sent.0);
    let fits_to = is_meant(sites, sent.1, arrived.1);
    match (fits_from, fits_to, has_arrived) {
        (true, true, _) => Some(0),
        (true, false, false) => Some(1),
        (false, true, false) => Some(2),
        (false, false, false) => Some(3),
        (true, false, true) => Some(4),
        (false, _, true) => None,
    }
}

/// Whether a stated word means a site: its code, its name, or a place it belongs to.
fn is_meant(sites: &SiteTree, stated: &str, site: &str) -> bool {
    let is_name = || sites.get(site).is_some_and(|known| known.name == stated);
    stated == site || sites.upwards(site).contains(&stated) || is_name()
}

/// Arrivals that no leg of `legs` sent there; where a leg states no counterparty nothing is said.
pub fn elsewhere(inputs: &CheckInputs, legs: &[Leg<'_>]) -> Vec<Finding> {
    let standing = |is_in: bool| {
        let of_kind = legs.iter().filter(move |leg| leg.is_in == is_in);
        of_kind.filter(|leg| !leg.is_undone)
    };
    let fits = |sent: &Leg<'_>, arrived: &Leg<'_>| {
        let is_silent = is_silent(sent) || is_silent(arrived);
        is_silent || unlikeness(inputs.sites, sent.way, arrived.way, true) == Some(0)
    };
    let strays = standing(true).filter_map(|arrived| {
        let apart = |sent: &&Leg<'_>| unlikeness(inputs.sites, sent.way, arrived.way, false);
        match standing(false).any(|sent| fits(sent, arrived)) {
            true => None,
            false => Some(stray(inputs, standing(false).min_by_key(apart)?, arrived)),
        }
    });
    strays.collect()
}

/// An arrival that `sent` does not fit.
fn stray(inputs: &CheckInputs, sent: &Leg<'_>, arrived: &Leg<'_>) -> Finding {
    let qty = inputs.movements.rows[arrived.at].qty.unwrap_or_default();
    let ((from, to), (by, site)) = (sent.way, arrived.way);
    let (value, expected, message) = match is_meant(inputs.sites, to, site) {
        false => {
            let message = format!("{qty} left {from} for {to} and arrived at {site}");
            (site, to, message)
        }
        true => {
            let message = format!("{qty} left {from} and arrived at {site} as sent by {by}");
            (by, from, message)
        }
    };
    Finding {
        value: value.to_owned(),
        expected: expected.to_owned(),
        hint: ONE_IS_WRONG.to_owned(),
        ..finding(
            inputs.movements,
            arrived.at,
            "transfer",
            Severity::Error,
            message,
        )
    }
}

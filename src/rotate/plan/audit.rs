//! Does a plan hold what it promises? Looked at from the outside, with nothing taken from the planner.
//!
//! Nobody hands out what is not there, nothing goes along a way that is closed, and every institution gets through what
//! it takes: its packs queued by expiry, none is later in the queue than there is room for by its day. What a donor marked
//! goes to nobody else, whatever ways the planner took for closed, and what an area keeps to nobody outside it.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::ledger::SiteTree;
use crate::ledger::earmark::Earmark;
use crate::ledger::tables::OnHand;

use super::PlanInputs;
use super::model::{Model, Shares};

/// What is wrong with the plan of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub item: String,
    pub what: String,
}

/// Everything that is wrong with `shares`; nothing where they hold.
pub fn audit(model: &Model, shares: &Shares) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, (lot, takes)) in model.lots.iter().zip(shares).enumerate() {
        if takes.iter().any(|share| *share < 0) {
            faults.push(format!("a share of lot {at} is negative"));
        }
        let given: i64 = takes.iter().sum();
        if given > lot.packs {
            faults.push(format!(
                "{given} of {} packs of lot {at} are given",
                lot.packs
            ));
        }
        for (to, share) in takes.iter().enumerate() {
            if *share > 0 && model.freight[lot.depot][to].is_none() {
                faults.push(format!("lot {at} goes to {to} along a way that is closed"));
            }
        }
    }
    for (to, rooms) in model.rooms.iter().enumerate() {
        let mut queue: Vec<(usize, i64)> = Vec::new();
        for (lot, takes) in model.lots.iter().zip(shares) {
            queue.push((lot.expiry, takes[to]));
        }
        queue.sort_unstable();
        let mut before = 0;
        for (expiry, packs) in queue.into_iter().filter(|(_, packs)| *packs > 0) {
            before += packs;
            if before > rooms[expiry] {
                faults.push(format!(
                    "institution {to} is to use {before} packs by expiry {expiry}, and has room for {}",
                    rooms[expiry]
                ));
            }
        }
    }
    faults
}

/// What is wrong with whom goods are given to: each of `given` is a balance and an institution that takes some of it.
///
/// Rule: `P0-A05`.
pub fn audit_marks(given: &[(&OnHand, &str)], sites: &SiteTree, as_of: Day) -> Vec<String> {
    let faults = given.iter().filter_map(|(row, institution)| {
        let (lot, mark) = (&row.lot, &row.earmark);
        match Earmark::parse(mark) {
            Ok(wish) if wish.admits(institution, sites, as_of) => None,
            Ok(_) => Some(format!(
                "lot {lot} is marked {mark}, and goes to {institution}"
            )),
            Err(fault) => Some(format!("lot {lot}: {}", fault.message)),
        }
    });
    faults.collect()
}

/// What is wrong with whose goods without a mark go to whom: to a site that was not named where some are, or beyond the area
/// that keeps them.
///
/// Rule: `P0-T02`, `P0-T16`, `P0-E02`.
pub fn audit_takers(given: &[(&OnHand, &str)], inputs: &PlanInputs<'_>) -> Vec<String> {
    let (named, as_of) = (&inputs.options.to, inputs.stage.as_of);
    let rule = inputs.stage.ladder.takers.as_ref();
    let areas = rule.map_or(&[][..], |rule| &rule.areas);
    let faults = given.iter().filter_map(|(row, institution)| {
        let OnHand { lot, site, .. } = row;
        let is_meant = Earmark::binding(row, as_of).is_ok_and(|wish| wish.is_some());
        if !named.is_empty() {
            let is_named = named.contains(*institution);
            return (!is_named)
                .then(|| format!("lot {lot} goes to {institution}, which --to does not name"));
        }
        let leaves = !is_meant && leaves_its_area(row, institution, areas, inputs.sites);
        leaves.then(|| {
            format!("lot {lot} of {site} goes to {institution}, beyond the area that keeps it")
        })
    });
    faults.collect()
}

/// Whether the nearest area above an institution that keeps a reserve is another than the one whose goods a balance is. Of
/// what table `site` says nothing of, nothing is known to be wrong.
fn leaves_its_area(row: &OnHand, institution: &str, areas: &[String], sites: &SiteTree) -> bool {
    let level = |code: &str| sites.get(code).map_or("", |site| site.level.as_str());
    let keeps = |level: &&str| areas.iter().any(|area| area == level);
    let keeper_above = |code: &str, stated: Option<&str>| {
        let above = sites.upwards(code);
        // Of each level the highest is the area; others of it lie there.
        let mut keepers = BTreeMap::new();
        let numbered = above.iter().enumerate().skip(1);
        keepers.extend(numbered.map(|(at, code)| (level(code), at)));
        keepers.retain(|level, _| keeps(level) && stated.is_none_or(|stated| *level == stated));
        keepers.values().min().map(|at| above[*at].to_owned())
    };
    let owner = Some(row.owner.as_str()).filter(keeps);
    let own = owner.or_else(|| Some(level(&row.site)).filter(keeps));
    let giver = keeper_above(&row.site, own);
    let taker = keeper_above(institution, Some(level(institution)).filter(keeps));
    match (giver, taker) {
        (Some(giver), taker) => giver != institution && taker.as_ref() != Some(&giver),
        // A store of which nobody knows where it lies, and whose owner is stated.
        (None, Some(taker)) => own.is_some_and(|own| level(&taker) != own),
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_donor_marked_for_one_is_found_with_another() {
        let day = |text: &str| Day::parse(text).expect("a date");
        let marked = |earmark: &str| OnHand {
            lot: "G1".to_owned(),
            earmark: earmark.to_owned(),
            ..OnHand::new(day("2022-03-15"), "D1", "gloves")
        };
        let (free, meant) = (marked(""), marked("site:H1"));
        let lapsed = marked("site:H1;until:2022-03-14");
        let sites = SiteTree::new([]);
        let found = |given: &[(&OnHand, &str)]| audit_marks(given, &sites, day("2022-03-15"));
        let sound = [(&free, "H2"), (&meant, "H1"), (&lapsed, "H2")];
        assert!(found(&sound).is_empty());
        let wrong = [(&meant, "H1"), (&meant, "H2")];
        assert_eq!(found(&wrong), ["lot G1 is marked site:H1, and goes to H2"]);
    }
}

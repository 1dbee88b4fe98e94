//! Which tiers could not be shared by the rule that was asked for, and what is missing for it?
//!
//! Equal cover takes the stock and the daily use of every claimant of a tier. Where one of them is not known the tier is
//! shared otherwise (`phase.rs`). Who asked for the rule is told so, unless the tier was met in full, where every rule
//! gives the same.

use crate::diagnostic::{Code, Diagnostic};
use crate::policy::SharingRule;

use super::claimant::Claimant;
use super::facts::Facts;
use super::problem::Problem;

/// Sites named of those of whom something is not known.
const NAMED: usize = 5;

/// Says of each tier that is short why it was not shared by the rule of the caller, in the order of the tiers.
pub(super) fn not_as_asked(problem: &Problem, facts: &Facts) -> Vec<Diagnostic> {
    if facts.inputs.options.rule != Some(SharingRule::EqualCover) {
        return Vec::new();
    }
    let same_tier = |a: &Claimant, b: &Claimant| a.tier == b.tier;
    let tiers = problem.claimants.chunk_by(same_tier);
    let short = tiers.filter(|tier| tier.iter().any(|claimant| claimant.open > 0));
    short
        .filter_map(|tier| otherwise(tier, problem.item, facts))
        .collect()
}

/// What is said of a tier that another rule shared; `None` where it got nothing, or was shared as asked.
fn otherwise(tier: &[Claimant], item: &str, facts: &Facts) -> Option<Diagnostic> {
    let mut rules = tier
        .iter()
        .filter_map(|claimant| claimant.rule.or(claimant.donor_rule));
    let rule = rules.find(|rule| *rule != SharingRule::EqualCover)?;
    let code = |claimant: &Claimant| facts.places.get(claimant.site).code;
    let mut sites: Vec<&str> = tier.iter().map(code).collect();
    sites.sort_unstable();
    sites.dedup();
    let own = &facts.own;
    let mut without_use = sites.clone();
    without_use.retain(|site| !own.knows_use(site, item));
    sites.retain(|site| own.cover(site, item).is_none());
    let (tier, rule, asked) = (tier[0].tier, rule.id(), SharingRule::EqualCover.id());
    let (message, hint) = match without_use.as_slice() {
        [] => (
            format!(
                "{item}, tier {tier}: shared by {rule} and not by {asked}, as nobody knows the stock of {}",
                listed(&sites)
            ),
            "hand in table onhand with the balances of those who ask",
        ),
        unknown => (
            format!(
                "{item}, tier {tier}: shared by {rule} and not by {asked}, as nobody knows the daily use of {}",
                listed(unknown)
            ),
            "hand in table burn, or movements or table usage that tell their use",
        ),
    };
    Some(Diagnostic::warning(Code::MissingCell, message).hint(hint))
}

/// The first of some sites, and how many there are more.
fn listed(sites: &[&str]) -> String {
    let named = sites[..sites.len().min(NAMED)].join(", ");
    match sites.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use crate::allocate::sample::{Sample, ask, lot, uses};
    use crate::policy::SharingRule;

    /// What is said beside a plan for a known and an unknown use, from so many pieces.
    fn said(pieces: i64, rule: Option<SharingRule>) -> Vec<String> {
        let requests = vec![ask("A", "F1", "mask", 20), ask("B", "F2", "mask", 20)];
        let lots = ["D1", "F1", "F2"].map(|site| {
            let mut row = lot("mask", "L", if site == "D1" { pieces } else { 1 }, "");
            row.site = site.to_owned();
            row
        });
        let mut sample = Sample::of(lots.to_vec(), requests);
        sample.burn = vec![uses("F1", "mask", 2)];
        sample.options.rule = rule;
        let notes = sample.plan().notes.into_iter();
        notes.map(|note| note.message).collect()
    }

    #[test]
    fn who_asks_for_equal_cover_is_told_where_it_cannot_be() {
        let [note] = <[String; 1]>::try_from(said(10, Some(SharingRule::EqualCover)))
            .unwrap_or_else(|notes| panic!("{notes:?}"));
        assert!(
            note.ends_with("as nobody knows the daily use of F2"),
            "{note}"
        );
        assert!(said(40, Some(SharingRule::EqualCover)).is_empty());
        assert!(said(10, Some(SharingRule::EqualAwards)).is_empty());
        assert!(said(10, None).is_empty());
    }
}

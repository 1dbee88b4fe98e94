//! Who comes first where an area shares its own stores?
//!
//! The plan guards the own level before key points and weak ones. Where several share what they have, that would be each
//! one's own, so that it holds only in the run of one of them: its own stores give, and its own units form a class before
//! all that the policy ranks, of each line of duty.
//!
//! Never: what an area keeps back for later; that is [`crate::allocate::supply::keep`].

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, guess};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Request, Site};
use crate::policy::Rules;
use crate::policy::priority::OwnLevel;

/// The class of the units of the own level.
const OWN_LEVEL: &str = "own_level";

/// The run of an area that shares its own stores.
pub struct OwnRun {
    /// All sites; the units of the own level have a class of their own, which the rules rank before the others.
    pub sites: SiteTree,
    /// The stores that give.
    pub givers: Vec<String>,
}

/// Puts the units of the own level of `area` before all classes.
///
/// `from`: the stores that are named to give; where none is, the own depots of the area give.
/// Errors: `bad-flag` where no table lists the area, where it has no depot of its own or a store that is named is none of
/// its own, and where no policy puts the own level first.
/// Rule: `D-26`, `P0-A01`.
pub fn own_run(
    area: &str,
    from: &[String],
    sites: &SiteTree,
    rules: &mut Rules,
) -> Result<OwnRun, Diagnostic> {
    let own = own_units(area, sites, rules)?;
    let givers = match from {
        [] => {
            let depots = own.iter().filter(|site| sites.is_depot(site));
            depots.map(|site| (*site).to_owned()).collect()
        }
        named => named.to_vec(),
    };
    if givers.is_empty() {
        let hint = "name with --from what stores of its own give";
        return Err(refused(area, "no depot is of its own level", hint));
    }
    if let Some(giver) = givers.iter().find(|giver| !own.contains(giver.as_str())) {
        let hint = "name its own stores with --from; where several share what they have, nobody's own level comes first";
        let what = format!("{giver}, which gives, is not of its own level");
        return Err(refused(area, &what, hint));
    }
    Ok(OwnRun {
        sites: put_first(&own, sites, rules),
        givers,
    })
}

/// All sites in the order of the run of `area`, where what it has beside its stores is shared: its own units come first.
///
/// Errors: `bad-flag` where no table lists the area, and where no policy puts the own level first.
/// Rule: `D-26`, `P0-A01`.
pub fn own_first(area: &str, sites: &SiteTree, rules: &mut Rules) -> Result<SiteTree, Diagnostic> {
    let own = own_units(area, sites, rules)?;
    Ok(put_first(&own, sites, rules))
}

fn refused(area: &str, what: &str, hint: &str) -> Diagnostic {
    let message = format!("--own-level {area}: {what}");
    Diagnostic::error(Code::BadFlag, message).hint(hint)
}

/// The units of the own level of an area, in whose run they come first.
fn own_units<'a>(
    area: &str,
    sites: &'a SiteTree,
    rules: &Rules,
) -> Result<BTreeSet<&'a str>, Diagnostic> {
    let Some(owner) = sites.get(area) else {
        let listed: BTreeSet<&str> = sites.sites().map(|site| site.site.as_str()).collect();
        let meant = guess(area, listed);
        let hint = format!("{meant}write the code of the area whose stores are shared");
        return Err(refused(area, "no table lists such a site", &hint));
    };
    let (Some(rule), Some(_)) = (&rules.own_level, &rules.priority) else {
        let hint = "name a policy that does, such as P0; or leave --own-level away";
        let what = "no policy in force puts the own level first";
        return Err(refused(area, what, hint));
    };
    Ok(own_level(owner, sites, rule))
}

/// Puts a class of these units before all that the rules rank; the sites with it.
fn put_first(own: &BTreeSet<&str>, sites: &SiteTree, rules: &mut Rules) -> SiteTree {
    if let Some(order) = &mut rules.priority {
        order.classes.insert(0, vec![OWN_LEVEL.to_owned()]);
        order.own_level_first = true;
    }
    let classed = sites
        .sites()
        .map(|site| match own.contains(site.site.as_str()) {
            true => Site {
                class: format!("{};{OWN_LEVEL}", site.class),
                ..site.clone()
            },
            false => site.clone(),
        });
    SiteTree::new(classed)
}

/// The area itself, and the sites under it with no other area between: those of its own level, and the units of it.
fn own_level<'a>(owner: &Site, sites: &'a SiteTree, rule: &OwnLevel) -> BTreeSet<&'a str> {
    let is_of_level = |level: &String| {
        let is_own = *level == owner.level && !level.is_empty();
        is_own || rule.units.contains(level)
    };
    let belongs = |code: &&str| sites.get(code).is_some_and(|unit| is_of_level(&unit.level));
    let is_own = |code: &&str| {
        let above = sites.upwards(code);
        let at = above.iter().position(|above| *above == owner.site);
        at.is_some_and(|at| above[..at].iter().all(&belongs))
    };
    let codes = sites.sites().map(|site| site.site.as_str());
    codes.filter(is_own).collect()
}

/// Warns where nobody who asks is of the own level: it comes before nobody then.
///
/// `sites`: those of the run of `area`.
pub fn nobody_asks(area: &str, requests: &[Request], sites: &SiteTree) -> Option<Diagnostic> {
    let is_own = |line: &Request| sites.classes(&line.site).contains(&OWN_LEVEL);
    if requests.iter().any(is_own) {
        return None;
    }
    let message = format!("--own-level {area}: nobody who asks is of its own level");
    let hint = "see columns parent and level of table site: an institution stands under the area that it belongs to";
    Some(Diagnostic::warning(Code::BadFlag, message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::{Sample, ask, city};

    /// The stores that give in the run of an area, and the tier of a site there.
    fn run(area: &str, from: &[&str], site: &str) -> Result<(Vec<String>, i64), String> {
        let mut rules = Sample::of(Vec::new(), Vec::new()).rules;
        let from: Vec<String> = from.iter().map(|&store| store.to_owned()).collect();
        let run = own_run(area, &from, &city(), &mut rules).map_err(|fault| fault.message)?;
        let order = rules.priority.expect("P0 ranks classes");
        Ok((run.givers, order.tier(&run.sites.classes(site))))
    }

    #[test]
    fn units_of_the_own_level_come_first_and_lower_levels_do_not() {
        let tier = |area: &str, site: &str| run(area, &[], site).map(|(_, tier)| tier);
        let ranks = [("O0", 1), ("B0", 1), ("H1", 2), ("C1", 5), ("T1", 5)];
        assert_eq!(
            ranks.map(|(site, _)| tier("C0", site)),
            ranks.map(|(_, tier)| Ok(tier))
        );
        let ranks = [("H1", 1), ("C1", 1), ("T1", 5), ("O0", 5)];
        assert_eq!(
            ranks.map(|(site, _)| tier("C1", site)),
            ranks.map(|(_, tier)| Ok(tier))
        );
    }

    #[test]
    fn only_own_stores_give_and_all_own_depots_where_none_is_named() {
        let givers = |area: &str, from: &[&str]| run(area, from, "O0").map(|(givers, _)| givers);
        assert_eq!(givers("C0", &[]), Ok(vec!["D0".to_owned()]));
        assert_eq!(givers("C0", &["O0"]), Ok(vec!["O0".to_owned()]));
        let refused = |what: &str| Err(format!("--own-level {what}"));
        let strange = "C0: D1, which gives, is not of its own level";
        assert_eq!(givers("C0", &["D0", "D1"]), refused(strange));
        assert_eq!(
            givers("T1", &[]),
            refused("T1: no depot is of its own level")
        );
        assert_eq!(givers("C9", &[]), refused("C9: no table lists such a site"));
    }

    #[test]
    fn a_policy_that_does_not_guard_the_own_level_has_no_such_run() {
        let mut rules = Rules {
            own_level: None,
            ..Sample::of(Vec::new(), Vec::new()).rules
        };
        let refused = own_run("C0", &[], &city(), &mut rules).map(|run| run.givers);
        let message = "--own-level C0: no policy in force puts the own level first";
        assert_eq!(
            refused.map_err(|fault| fault.message),
            Err(message.to_owned())
        );
    }

    #[test]
    fn a_run_in_which_nobody_of_the_own_level_asks_says_so() {
        let mut rules = Sample::of(Vec::new(), Vec::new()).rules;
        let run = own_run("C0", &[], &city(), &mut rules).unwrap_or_else(|fault| panic!("{fault}"));
        let said = |site| nobody_asks("C0", &[ask("Q1", site, "mask", 1)], &run.sites).is_some();
        assert_eq!([said("H1"), said("O0")], [true, false]);
    }
}

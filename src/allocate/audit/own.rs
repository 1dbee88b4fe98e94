//! Is the run of an area that shares its own stores what the site table makes of it?
//!
//! Whose units come before all classes, and which stores give, is worked out anew: from the area down through the sites
//! under it, as far as each stands directly under the area or under another site of its own level.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::SiteTree;
use crate::ledger::tables::{Finding, Site};
use crate::ledger::word::Severity;
use crate::policy::Rules;

/// The run of an area, as it was made.
#[derive(Debug, Clone, Copy)]
pub struct RunOfArea<'a> {
    pub area: &'a str,
    /// The sites with the classes that the run ranks them by.
    pub sites: &'a SiteTree,
    /// The rules of the run, whose first class is that of the own level.
    pub rules: &'a Rules,
    /// The stores that give.
    pub givers: &'a [String],
}

/// Judges the run of an area against the sites as the table lists them; by (code, site).
///
/// `listed`: the sites without the class of the own level. Rule: `D-26`.
pub fn audit_own_run(run: &RunOfArea<'_>, listed: &SiteTree) -> Vec<Finding> {
    let own = of_own_level(run, listed);
    let class = run.rules.priority.as_ref().and_then(|order| {
        let first = order.classes.first().filter(|_| order.own_level_first);
        first?.first()
    });
    let comes_first = |site: &Site| {
        let mut words = site.class.split(';').map(str::trim);
        words.any(|word| Some(word) == class.map(String::as_str))
    };
    let wrong = |code: &str, site: &str, message: String| Finding {
        site: site.to_owned(),
        hint: "see columns parent and level of table site".to_owned(),
        ..Finding::new(code, Severity::Error, message)
    };
    let area = run.area;
    let of_unit = |site: &Site| {
        let code = &*site.site;
        match (own.contains(code), comes_first(site)) {
            (true, false) => Some(wrong(
                "wrong_tier",
                code,
                format!("{code} is of the own level of {area}, and does not come first"),
            )),
            (false, true) => Some(wrong(
                "wrong_tier",
                code,
                format!("{code} comes first, and is not of the own level of {area}"),
            )),
            _ => None,
        }
    };
    let strange = run.givers.iter().filter(|store| !own.contains(&***store));
    let of_store = |store: &String| {
        let message = format!("{store} gives, and is not of the own level of {area}");
        wrong("wrong_giver", store, message)
    };
    let stores = strange.map(of_store);
    stores
        .chain(run.sites.sites().filter_map(of_unit))
        .collect()
}

/// The area itself, and step by step downwards the sites of its own level and its units.
fn of_own_level<'a>(run: &RunOfArea<'a>, listed: &'a SiteTree) -> BTreeSet<&'a str> {
    let mut below: BTreeMap<&str, Vec<&Site>> = BTreeMap::new();
    for site in listed.sites() {
        below.entry(&site.parent).or_default().push(site);
    }
    let level = listed.get(run.area).map_or("", |area| &area.level);
    let units = run.rules.own_level.iter().flat_map(|rule| &rule.units);
    let mut levels: BTreeSet<&str> = units.map(String::as_str).collect();
    levels.extend(Some(level).filter(|level| !level.is_empty()));
    let mut own = BTreeSet::from([run.area]);
    let mut reached = vec![run.area];
    while let Some(site) = reached.pop() {
        for under in below.get(site).into_iter().flatten() {
            if levels.contains(&*under.level) && own.insert(&under.site) {
                reached.push(&under.site);
            }
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::draws::own_level::own_run;
    use crate::allocate::sample::{Sample, city};

    /// What is found in the run of the city after its sites and stores were changed, by code and site.
    fn found(change: impl Fn(&mut Site), store: &str) -> Vec<(String, String)> {
        let mut rules = Sample::of(Vec::new(), Vec::new()).rules;
        let run = own_run("C0", &[], &city(), &mut rules).expect("the city has a depot");
        let changed = run.sites.sites().cloned().map(|mut site| {
            change(&mut site);
            site
        });
        let sites = SiteTree::new(changed);
        let mut givers = run.givers;
        givers.extend(Some(store.to_owned()).filter(|store| !store.is_empty()));
        let run = RunOfArea {
            area: "C0",
            sites: &sites,
            rules: &rules,
            givers: &givers,
        };
        let findings = audit_own_run(&run, &city()).into_iter();
        findings.map(|row| (row.code, row.site)).collect()
    }

    #[test]
    fn a_run_passes_as_it_was_made_and_each_change_of_it_is_found() {
        let pair = |code: &str, site: &str| (code.to_owned(), site.to_owned());
        assert_eq!(found(|_| {}, ""), []);
        let demoted = |site: &mut Site| {
            if site.site == "O0" {
                site.class = "office".to_owned();
            }
        };
        assert_eq!(found(demoted, ""), [pair("wrong_tier", "O0")]);
        let promoted = |site: &mut Site| {
            if site.site == "H1" {
                site.class.push_str(";own_level");
            }
        };
        assert_eq!(
            found(promoted, "D1"),
            [pair("wrong_giver", "D1"), pair("wrong_tier", "H1")]
        );
    }
}

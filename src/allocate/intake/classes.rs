//! Which class of a site that asks is a word that no rule ranks and nobody knows?
//!
//! A site of no listed class is served last. One that states a word of its own, or misspells one, may have meant to
//! come first, so that each such word is told once, with the sites that state it.
//!
//! Never: in which order classes come.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::number::numbered;
use crate::ledger::SiteTree;
use crate::ledger::tables::Request;
use crate::policy::names::{find, meant};
use crate::policy::{Names, Rules};

/// Warns of every class that a site of `requests` states and no rule in force knows, in the order of the words; nothing
/// where no rule ranks classes.
///
/// Rule: `P0-A02`.
pub fn unknown_classes(requests: &[Request], sites: &SiteTree, rules: &Rules) -> Vec<Diagnostic> {
    let Some(priority) = &rules.priority else {
        return Vec::new();
    };
    let names = Names::built_in();
    let ranked: Vec<&str> = priority
        .classes
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let is_known = |class: &str| ranked.contains(&class) || find(&names.classes, class).is_some();
    let mut unknown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut asking = numbered(requests, |line| &line.site).names;
    asking.sort_unstable();
    for site in asking {
        let classes = sites.classes(site);
        // A site that one of its classes ranks comes in its place, whatever else it is called.
        if classes.iter().any(|class| ranked.contains(class)) {
            continue;
        }
        for class in classes.into_iter().filter(|class| !is_known(class)) {
            unknown.entry(class).or_default().push(site);
        }
    }
    let told = |(class, sites): (&str, Vec<&str>)| {
        let near = meant(names.classes.iter(), class);
        let near = near.map_or(String::new(), |name| {
            format!("did you mean {} ({})? ", name.id, name.name)
        });
        let message = match sites.as_slice() {
            [site] => format!(
                "no rule in force knows the class \"{class}\" of site {site}; it comes last"
            ),
            [site, more @ ..] => format!(
                "no rule in force knows the class \"{class}\" of site {site} and {} more; they come last",
                more.len()
            ),
            [] => unreachable!("a class was stated by a site"),
        };
        Diagnostic::warning(Code::UnknownClass, message)
            .hint(format!("{near}granary explain class lists the words"))
    };
    unknown.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocate::sample::ask;
    use crate::ledger::tables::Site;
    use crate::policy::Policy;

    #[test]
    fn a_class_that_is_none_is_told_and_one_beside_a_ranked_one_is_not() {
        let policy = Policy::built_in("P0").unwrap_or_else(|error| panic!("{error}"));
        let rules = Rules::of(&[policy]).expect("one profile has no conflict");
        let site = |code: &str, class: &str| {
            Names::built_in().known(Site {
                class: class.to_owned(),
                ..Site::unlisted(code)
            })
        };
        let sites = SiteTree::new([
            site("H1", "发热门珍"),
            site("H2", "发热门珍"),
            site("H3", "急诊；定点医院"),
            site("H4", "卡口"),
            site("H5", ""),
        ]);
        let requests: Vec<Request> = ["H1", "H2", "H2", "H3", "H4", "H5"]
            .map(|site| ask("A", site, "mask", 1))
            .into();
        let notes = unknown_classes(&requests, &sites, &rules);
        let [note] = notes.as_slice() else {
            panic!("one word is unknown: {notes:?}");
        };
        assert_eq!(
            note.message,
            "no rule in force knows the class \"发热门珍\" of site H1 and 1 more; they come last"
        );
        assert!(
            note.hint
                .as_ref()
                .is_some_and(|hint| hint.contains("fever_clinic"))
        );
        assert!(unknown_classes(&requests, &sites, &Rules::default()).is_empty());
    }
}

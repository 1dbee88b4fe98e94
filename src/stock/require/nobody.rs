//! Why an answer is empty: no site is of the class or level that is asked for, and which there are.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, guess};
use crate::policy::{Basis, Rules};

use super::RequireInputs;

/// Says that no site that is asked for is of one of `classes`.
pub fn of_class(inputs: &RequireInputs<'_>, classes: &[String]) -> Diagnostic {
    let asked = inputs.sites.sites();
    let asked = asked.filter(|site| inputs.is_asked(&site.site));
    let here: BTreeSet<&str> = asked.flat_map(|site| site.classes()).collect();
    let wanted = classes.join(", ");
    let meant = classes
        .first()
        .map(|class| guess(class, here.iter().copied()));
    let message = format!("no site here is of class {wanted}, so that nothing is needed");
    let meant = meant.unwrap_or_default();
    Diagnostic::warning(Code::BadFlag, message).hint(format!("{meant}{}", told("classes", &here)))
}

/// Says that the full-load standards in force speak of no site that is asked for.
pub fn of_standards(inputs: &RequireInputs<'_>, rules: &Rules) -> Diagnostic {
    let standards = rules.standards.iter();
    let full_load = standards.filter(|standard| standard.need.basis == Basis::FullLoad);
    let ids: Vec<&str> = full_load.clone().map(|one| one.id.as_str()).collect();
    let words = full_load.flat_map(|one| {
        let words = one.sites.level.iter().chain(&one.sites.class);
        words.flatten().map(String::as_str)
    });
    let words: BTreeSet<&str> = words.collect();
    let levels: BTreeSet<&str> = inputs
        .asked_sites()
        .map(|site| site.level.as_str())
        .filter(|level| !level.is_empty())
        .collect();
    let message = "no site here is one that a standard of days at full load speaks of";
    let words: Vec<&str> = words.into_iter().collect();
    let (ids, words) = (ids.join(", "), words.join(", "));
    let hint = format!("{ids} is for sites of {words}; {}", told("levels", &levels));
    Diagnostic::warning(Code::BadFlag, message).hint(hint)
}

/// Which words table `site` has.
fn told(what: &str, words: &BTreeSet<&str>) -> String {
    match words.is_empty() {
        true => format!("table site states no {what}"),
        false => {
            let words: Vec<&str> = words.iter().copied().collect();
            format!("{what} here: {}", words.join(", "))
        }
    }
}

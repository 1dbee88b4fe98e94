//! Does every rule of the eight plans stand in the register of its plan, in the plan's words, with what answers it?
//!
//! The text of the plans and the list of their rules are read where they lie beside the repository (`../shared`); where
//! they do not, what needs them is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use granary::lang::phrases::all;
use granary::policy::register::{Answer, Entry};
use granary::policy::{Cited, Policy};

use crate::features::{names, prose};
use crate::help::commands;
use crate::source::{files_under, repository, text};

/// Rules that the eight plans state.
const RULES: usize = 176;
/// The profiles of the plans; others that come with granary state rules of nobody's plan.
const PLANS: [&str; 8] = ["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7"];

#[test]
fn every_rule_stands_in_one_profile_that_of_its_plan() {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (plan, entry) in entries() {
        let of_plan = entry.id.starts_with(&format!("{plan}-"));
        assert!(of_plan, "{} stands in {plan}", entry.id);
        *times.entry(entry.id).or_default() += 1;
    }
    let twice: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "stands twice: {twice:?}");
    assert_eq!(times.len(), RULES);
    let Some(listed) = beside("../shared/domain/rules.toml") else {
        return;
    };
    let ids = listed.split("{id=\"").skip(1);
    let ids = ids.map(|rest| rest.split('"').next().unwrap_or_default());
    let unknown: Vec<&str> = ids.filter(|id| !times.contains_key(*id)).collect();
    assert!(unknown.is_empty(), "in no profile: {unknown:?}");
}

#[test]
fn the_clause_of_every_rule_is_in_the_plan_word_for_word() {
    let plans: BTreeMap<String, String> = plan_texts();
    let strange: Vec<String> = entries()
        .filter(|(plan, entry)| {
            let text = plans.get(*plan);
            entry.clause.is_empty() || text.is_some_and(|text| !text.contains(&entry.clause))
        })
        .map(|(_, entry)| format!("{}: {}", entry.id, entry.clause))
        .collect();
    assert!(strange.is_empty(), "not in the plan: {strange:#?}");
}

/// Rules that are no plan's, such as a standard beside it, are quoted from elsewhere.
#[test]
fn what_else_a_profile_quotes_is_in_the_plan_it_is_quoted_from() {
    let plans = plan_texts();
    let quoted = PLANS.into_iter().flat_map(|plan| {
        let policy = Policy::built_in_with_register(plan);
        let policy = policy.unwrap_or_else(|error| panic!("{error}"));
        policy.cited().into_iter().map(move |cited| (plan, cited))
    });
    let strange: Vec<String> = quoted
        .filter(|(_, Cited { id, clause, .. })| {
            let of = PLANS.into_iter().find(|plan| id.starts_with(plan));
            let text = of.and_then(|plan| plans.get(plan));
            text.is_some_and(|text| !text.contains(clause.as_str()))
        })
        .map(|(profile, Cited { id, clause, .. })| format!("{profile}: {id}: {clause}"))
        .collect();
    assert!(strange.is_empty(), "not in the plan: {strange:#?}");
}

#[test]
fn a_rule_that_computes_has_a_command_and_a_page() {
    let commands: Vec<String> = commands().iter().map(|words| words.join(" ")).collect();
    let pages = files_under(&repository(), "tests/rules", &["md"]);
    let pages: Vec<String> = pages.iter().map(|path| prose(&text(path))).collect();
    let mut faults = Vec::new();
    for (_, entry) in entries() {
        let by = match entry.answer() {
            Some(Answer::By(by)) => by,
            Some(Answer::NotYet(command)) if commands.iter().any(|known| known == command) => {
                faults.push(format!("{}: {command} is there", entry.id));
                continue;
            }
            _ => continue,
        };
        let unknown = by.iter().filter(|command| !commands.contains(command));
        faults.extend(unknown.map(|command| format!("{}: no command {command}", entry.id)));
        if !pages.iter().any(|page| names(page, &entry.id)) {
            faults.push(format!("{}: no page of tests/rules names it", entry.id));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn what_a_rule_says_and_why_nothing_answers_it_is_there_in_chinese() {
    let phrases: BTreeSet<String> = all().map(|(_, english, _)| english.into_owned()).collect();
    let sentences = entries().flat_map(|(_, entry)| [Some(entry.says), entry.why_not]);
    let missing: Vec<String> = sentences
        .flatten()
        .filter(|sentence| !phrases.contains(sentence))
        .collect();
    assert!(missing.is_empty(), "not in data/lang/zh: {missing:#?}");
}

/// Every rule of every plan, by the profile it stands in.
fn entries() -> impl Iterator<Item = (&'static str, Entry)> {
    PLANS.into_iter().flat_map(|plan| {
        let policy = Policy::built_in_with_register(plan);
        let policy = policy.unwrap_or_else(|error| panic!("{error}"));
        policy.rule.into_iter().map(move |entry| (plan, entry))
    })
}

/// The texts of the plans by their ids; none where they are not here.
fn plan_texts() -> BTreeMap<String, String> {
    let Ok(folder) = fs::read_dir(repository().join("../shared/plans")) else {
        return BTreeMap::new();
    };
    let files = folder.filter_map(|file| Some(file.ok()?.path()));
    let texts = files.filter_map(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((
            name.split('-').next()?.to_owned(),
            fs::read_to_string(&path).ok()?,
        ))
    });
    texts.collect()
}

/// A file beside the repository, where there is one.
fn beside(path: &str) -> Option<String> {
    fs::read_to_string(repository().join(path)).ok()
}

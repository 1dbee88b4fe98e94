//! Who gives what, and what did they or those above them answer?
//!
//! The answer of the nearest stands: the store's own, else that of its county (P0-E09: it is the county that agrees).
//! A refusal from further above that is as late or later goes before an earlier yes; a yes from further above lifts no
//! refusal. Of what was said of an item and of all goods the later stands, of one day the refusal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::allocate::supply::surplus::Keep;
use crate::diagnostic::{Code, Diagnostic};
use crate::ledger::SiteTree;
use crate::ledger::tables::{Consent, Request};
use crate::ledger::word::Risk;

use super::TransferInputs;

/// Who gives what.
pub(super) struct Givers<'a> {
    /// Those that were looked at, by site and item, and whether they give.
    words: BTreeMap<(&'a str, &'a str), bool>,
    answers: Answers<'a>,
    pub(super) notes: Vec<Diagnostic>,
}

impl<'a> Givers<'a> {
    /// Who gives of what `open` asks for; `keeps`: what sites hold and keep for themselves.
    pub(super) fn of(
        inputs: &TransferInputs<'a>,
        open: &[Request],
        keeps: &BTreeMap<(&'a str, &'a str), Keep>,
    ) -> Givers<'a> {
        let mut givers = Givers {
            words: BTreeMap::new(),
            answers: Answers::of(inputs),
            notes: Vec::new(),
        };
        let asking: BTreeSet<(&str, &str)> = open
            .iter()
            .map(|row| (row.site.as_str(), row.item.as_str()))
            .collect();
        let wanted: BTreeSet<&str> = open.iter().map(|row| row.item.as_str()).collect();
        let named = |site: &str| {
            inputs
                .from
                .is_none_or(|from| from.iter().any(|name| name == site))
        };
        let mut unknown: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (&(site, item), keep) in keeps {
            if !named(site) || !wanted.contains(item) || asking.contains(&(site, item)) {
                continue;
            }
            let answer = givers.answers.answer(site, item);
            let is_refused = answer.is_some_and(|answer| !answer.agreed);
            let is_at_risk = inputs.sites.area_risk(site) == Some(Risk::High);
            if keep.floor.is_none() && keep.stock.is_positive() {
                unknown.insert((site, item));
            }
            let gives = !is_refused && !is_at_risk && keep.floor.is_some();
            givers.words.insert((site, item), gives);
        }
        givers.notes.extend(givers.answers.yes_and_no(inputs));
        givers.notes.extend(of_nobody(inputs));
        givers.notes.extend(no_floor(&unknown, inputs.floor_days));
        givers
    }

    /// The sites that were looked at.
    pub(super) fn names(&self) -> Vec<String> {
        let names: BTreeSet<&str> = self.words.keys().map(|(site, _)| *site).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// Whether a site gives of an item; `None` where nobody asks it to.
    pub(super) fn has_word(&self, site: &str, item: &str) -> Option<bool> {
        self.words.get(&(site, item)).copied()
    }

    pub(super) fn gives(&self, site: &str, item: &str) -> bool {
        self.has_word(site, item) == Some(true)
    }

    pub(super) fn answer(&self, site: &str, item: &str) -> Option<&'a Consent> {
        self.answers.answer(site, item)
    }
}

/// The latest answers, by site and item; the empty item stands for all.
struct Answers<'a> {
    latest: HashMap<(&'a str, &'a str), &'a Consent>,
    sites: &'a SiteTree,
}

impl<'a> Answers<'a> {
    /// The latest answer of each site on each item, on or before the day of the plan.
    fn of(inputs: &TransferInputs<'a>) -> Answers<'a> {
        let mut latest: HashMap<(&str, &str), &Consent> = HashMap::new();
        let in_time = |row: &&Consent| row.date.is_none_or(|day| day <= inputs.as_of);
        for row in inputs.consents.iter().filter(in_time) {
            let stands = latest.entry((&row.from_site, &row.item)).or_insert(row);
            *stands = later(stands, row);
        }
        Answers {
            latest,
            sites: inputs.sites,
        }
    }

    /// The answer that stands for a store and an item.
    fn answer(&self, site: &str, item: &str) -> Option<&'a Consent> {
        let mut stands: Option<&Consent> = None;
        for place in self.sites.upwards(site) {
            let said = [item, ""].map(|goods| self.latest.get(&(place, goods)).copied());
            let Some(said) = said.into_iter().flatten().reduce(later) else {
                continue;
            };
            stands = match stands {
                Some(nearer) if said.agreed || said.date < nearer.date => Some(nearer),
                _ => Some(said),
            };
        }
        stands
    }

    /// Names who agreed and refused on the day on which they last answered.
    fn yes_and_no(&self, inputs: &TransferInputs) -> Option<Diagnostic> {
        let contradicted = inputs.consents.iter().filter(|row| {
            let stands = self
                .latest
                .get(&(row.from_site.as_str(), row.item.as_str()));
            row.agreed && stands.is_some_and(|stands| !stands.agreed && stands.date == row.date)
        });
        let sites: BTreeSet<&str> = contradicted.map(|row| row.from_site.as_str()).collect();
        let sites: Vec<&str> = sites.into_iter().collect();
        (!sites.is_empty()).then(|| {
            let message = format!(
                "agreed and refused on one day, so that nothing is taken: {}",
                sites.join(", ")
            );
            Diagnostic::warning(Code::Conflict, message).hint("keep the answer that holds")
        })
    }
}

/// The later of two answers; of one day the refusal.
fn later<'a>(one: &'a Consent, other: &'a Consent) -> &'a Consent {
    match (other.date, !other.agreed) > (one.date, !one.agreed) {
        true => other,
        false => one,
    }
}

/// Names whose answers speak of no site that is known: they hold for nobody.
fn of_nobody(inputs: &TransferInputs) -> Option<Diagnostic> {
    let keeping: BTreeSet<&str> = inputs.onhand.iter().map(|row| row.site.as_str()).collect();
    let answering = inputs.consents.iter().map(|row| row.from_site.as_str());
    let unknown: BTreeSet<&str> = answering
        .filter(|site| inputs.sites.get(site).is_none() && !keeping.contains(site))
        .collect();
    (!unknown.is_empty()).then(|| {
        let unknown: Vec<&str> = unknown.into_iter().collect();
        let message = format!(
            "no table lists who answers in table consent: {}",
            unknown.join(", ")
        );
        let hint = "write the code of a site that keeps stock, or of an area above it";
        Diagnostic::warning(Code::BadWord, message).hint(hint)
    })
}

/// Names the goods of which nobody knows what those who keep them need, by site and item.
fn no_floor(goods: &BTreeSet<(&str, &str)>, floor_days: Option<i64>) -> Option<Diagnostic> {
    let first = goods.iter().take(3);
    let first: Vec<String> = first.map(|(site, item)| format!("{site}/{item}")).collect();
    let more = match goods.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!goods.is_empty()).then(|| {
        let names = first.join(", ");
        let message = format!("nothing is taken of {names}{more}: nobody says what is needed there");
        let hint = match floor_days {
            None => "hand in table cover, or name the days to keep with --floor-days and hand in table burn",
            Some(_) => "hand in table burn, which says how much those days are; or leave --floor-days away and hand in table cover",
        };
        Diagnostic::warning(Code::MissingCell, message).hint(hint)
    })
}

/// Who agreed, and when.
pub(super) fn consent(answer: &Consent) -> String {
    let by = match answer.approver.as_str() {
        "" => "agreed",
        by => by,
    };
    answer
        .date
        .map_or(by.to_owned(), |day| format!("{by} {day}"))
}

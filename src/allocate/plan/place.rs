//! Which sites ask, of which class, and how far are they from those who give?
//!
//! Sites are numbered once, so that a million lines compare numbers instead of names.

use std::sync::OnceLock;

use crate::allocate::way::{Way, Ways};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ledger::SiteTree;
use crate::ledger::tables::Site;

/// Unknown codes that are named one by one; the rest is a count.
pub(super) const NAMED_AT_MOST: usize = 20;

/// A site that asks.
pub(super) struct Place<'a> {
    pub(super) code: &'a str,
    /// What is known of it.
    pub(super) site: Option<&'a Site>,
    /// Place of its best class in the order of the policy, from 1.
    pub(super) class_tier: i64,
    /// Its place in the order of the codes of all.
    pub(super) rank: usize,
    /// The way from each depot, looked up when first asked for.
    ways: OnceLock<Vec<Way>>,
}

/// The sites that ask, in the order in which the lines name them.
pub(super) struct Places<'a> {
    sites: &'a SiteTree,
    all: Vec<Place<'a>>,
}

impl<'a> Places<'a> {
    /// The places of sites by their codes; `class_tier` tells the place of a site by its classes.
    pub(super) fn of(
        codes: &[&'a str],
        sites: &'a SiteTree,
        class_tier: impl Fn(&[&str]) -> i64,
    ) -> Places<'a> {
        let mut in_order: Vec<usize> = (0..codes.len()).collect();
        in_order.sort_unstable_by_key(|&number| codes[number]);
        let mut ranks = vec![0; codes.len()];
        in_order
            .into_iter()
            .zip(0..)
            .for_each(|(number, rank)| ranks[number] = rank);
        let place = |(&code, rank): (&&'a str, usize)| Place {
            code,
            rank,
            site: sites.get(code),
            class_tier: class_tier(&sites.classes(code)),
            ways: OnceLock::new(),
        };
        Places {
            sites,
            all: codes.iter().zip(ranks).map(place).collect(),
        }
    }

    pub(super) fn get(&self, number: usize) -> &Place<'a> {
        &self.all[number]
    }

    /// The way from each of `depots` to a site; always called with the same depots.
    pub(super) fn ways(&self, number: usize, depots: &[&str], all: &Ways) -> &[Way] {
        let place = &self.all[number];
        let way = |depot: &&str| all.between(depot, place.code);
        place.ways.get_or_init(|| depots.iter().map(way).collect())
    }

    /// Warns of sites that the site table does not know, which are served with the last class.
    pub(super) fn unknown(&self) -> Vec<Diagnostic> {
        if self.sites.sites().next().is_none() {
            return Vec::new();
        }
        let mut codes: Vec<&str> = self.all.iter().map(|place| place.code).collect();
        codes.retain(|code| self.sites.get(code).is_none());
        codes.sort_unstable();
        let near = |code: &str| {
            let known = self.sites.sites().map(|site| site.site.as_str());
            nearest(code, known).map(str::to_owned)
        };
        warn_unknown(&codes, "site", "it is served with the last class", near)
    }
}

/// One warning a code, with the nearest known one; past the first few, a count.
pub(in crate::allocate) fn warn_unknown(
    codes: &[&str],
    noun: &str,
    effect: &str,
    near: impl Fn(&str) -> Option<String>,
) -> Vec<Diagnostic> {
    let mut notes: Vec<Diagnostic> = Vec::new();
    for code in codes.iter().take(NAMED_AT_MOST) {
        let message = format!("{noun} \"{code}\" is not in the {noun} table; {effect}");
        let hint = match near(code) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("add it to the {noun} table"),
        };
        notes.push(Diagnostic::warning(Code::BadWord, message).hint(hint));
    }
    if let Some(more @ 1..) = codes.len().checked_sub(NAMED_AT_MOST) {
        let message = format!("{more} more codes are not in the {noun} table");
        notes.push(Diagnostic::warning(Code::BadWord, message));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_the_first_few_unknown_codes_are_counted() {
        let codes: Vec<String> = (0..NAMED_AT_MOST + 3).map(|n| format!("X{n}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let notes = warn_unknown(&codes, "item", "it is general", |_| None);
        assert_eq!(notes.len(), NAMED_AT_MOST + 1);
        assert!(notes[NAMED_AT_MOST].message.starts_with("3 more"));
        assert_eq!(warn_unknown(&codes[..1], "item", "", |_| None).len(), 1);
    }
}

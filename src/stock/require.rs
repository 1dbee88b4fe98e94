//! What is needed, before anybody asks what is there?
//!
//! Table `requirement`: one row per kind of need, site, item and form, each with the terms that add up to it. Where
//! stock is handed in, each row is judged by what of it can still be used in time; forms are judged apart, so that an
//! agreement never fills a shelf.
//!
//! | kind | counted on | file |
//! |---|---|---|
//! | testing | one test of everybody, pooled, by rounds | [`testing`] |
//! | load, staff, gate, patient | norm × posts, beds, people × days | [`by_norm`] |
//! | season, household | norm × people, once | [`by_norm`] |
//! | forward | use as it is × the days of a month | [`forward`] |
//! | ration, zone | grams × persons × days | [`ration`] |
//!
//! What a lock-down asks of those who deliver is [`mod@workload`]. A need whose norm is unknown is an error, never
//! nothing. Nothing here is ordered, moved or set aside.

use crate::calendar::Day;
use crate::ledger::tables::{OnHand, Requirement, Site};
use crate::ledger::word::{Form, NeedKind, Verdict};
use crate::ledger::{Catalogue, SiteTree};
use crate::quantity::Quantity;

use super::cover::area::Areas;
use super::cover::meant::Wishes;
use super::need::gap_in;

pub mod by_norm;
mod counted;
pub mod forward;
pub mod nobody;
mod people;
pub mod ration;
mod shelf;
pub mod testing;
pub mod workload;

use shelf::Shelf;

/// What every kind of need is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct RequireInputs<'a> {
    pub as_of: Day,
    /// The first day of use.
    pub demand_from: Day,
    pub catalogue: &'a Catalogue,
    pub sites: &'a SiteTree,
    /// Stock, where any was handed in.
    pub onhand: Option<&'a [OnHand]>,
    /// The one site that is asked for, with its area.
    pub site: Option<&'a str>,
}

impl<'a> RequireInputs<'a> {
    /// A row that says what is needed for what, and nothing yet of how much.
    fn row(&self, kind: NeedKind, site: &str, item: &str) -> Requirement {
        let unit = self.catalogue.get(item).map(|item| item.unit.clone());
        Requirement {
            as_of: self.as_of,
            kind,
            site: site.to_owned(),
            item: item.to_owned(),
            form: Some(Form::Physical),
            qty: None,
            need_max: None,
            unit: unit.unwrap_or_default(),
            days: None,
            basis: String::new(),
            terms: String::new(),
            limit: String::new(),
            have: None,
            gap: None,
            verdict: None,
            rule: String::new(),
            source: String::new(),
        }
    }

    /// The stock that counts for a site: its own and that of its stores, without what a donor meant for others; all of
    /// it where no site is named.
    ///
    /// Rule: `P0-A05`.
    fn shelf(&self, site: &str) -> Option<Shelf<'a>> {
        let onhand = self.onhand?;
        let tree: &'a SiteTree = self.sites;
        let counted = tree.get(site).map(|site| Areas::own_stores_of(tree, site));
        let counts = |row: &&OnHand| match &counted {
            Some(sites) => sites.contains(&row.site.as_str()),
            None => site.is_empty() || row.site == site,
        };
        let mut rows: Vec<&OnHand> = onhand.iter().filter(counts).collect();
        if !site.is_empty() && rows.iter().any(|row| !row.earmark.is_empty()) {
            let wishes = Wishes {
                sites: tree,
                areas: &Areas::new(tree),
                as_of: self.as_of,
            };
            rows.retain(|row| wishes.admit(site, &row.earmark));
        }
        Some(Shelf {
            rows,
            as_of: self.as_of,
            demand_from: self.demand_from,
        })
    }

    /// The last day of a need of so many days.
    fn last_day(&self, days: i64) -> Day {
        self.demand_from.plus_days((days - 1).max(0))
    }

    /// The sites that are asked for, by code.
    fn asked_sites(&self) -> impl Iterator<Item = &'a Site> {
        let asked = self.site;
        let sites = self.sites.sites();
        sites.filter(move |site| asked.is_none_or(|asked| asked == site.site))
    }

    /// Whether a site is asked for: itself, or with the area that it lies in.
    fn is_asked(&self, site: &str) -> bool {
        self.site
            .is_none_or(|asked| self.sites.upwards(site).contains(&asked))
    }
}

/// The row with what there is and what is missing.
fn judged(row: Requirement, have: Option<Quantity>) -> Requirement {
    let gap = row.qty.zip(have);
    let gap = gap.map(|(need, have)| gap_in(&row.unit, have, need));
    let verdict = gap.map(|gap| match gap.is_zero() {
        true => Verdict::Within,
        false => Verdict::Short,
    });
    Requirement {
        have,
        gap,
        verdict,
        ..row
    }
}

/// Rows in the order of the table's key.
fn in_order(mut rows: Vec<Requirement>) -> Vec<Requirement> {
    rows.sort_by(|a, b| {
        (a.kind, &a.site, &a.item, a.form, &a.rule)
            .cmp(&(b.kind, &b.site, &b.item, b.form, &b.rule))
    });
    rows
}

#[cfg(test)]
mod tests;
